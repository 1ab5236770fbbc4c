/**
 * The corner of a figure: the button of its menu. In: what a press asks for. Out: the button, with its name and what
 * assistive technology is told about it. The menu itself (`corner-menu.ts`) puts its list beside the button when
 * it has come.
 */
import { sign } from './controls.ts';
import { createElement, setAttribute } from './dom.ts';

/** The corner of a figure. */
export interface FigureCorner {
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  /** Takes the title of the figure. */
  name(title: string): void;
}

/** Three dots. */
const DOTS = [4, 10, 16].map((x) => `M${x} 8.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2z`).join('');

/** Makes the corner. `toggled` is called when the menu is to open, at its last item or its first, or to close. */
export function createFigureCorner(owner: Document, toggled: (last: boolean) => void): FigureCorner {
  const button = createElement(
    owner,
    'button',
    { type: 'button', class: 'secant-menu-button', 'aria-haspopup': 'menu', 'aria-expanded': 'false' },
    sign(owner, 'secant-menu-sign', DOTS),
  );
  button.addEventListener('click', () => toggled(false));
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    toggled(event.key === 'ArrowUp');
  });
  return {
    element: createElement(owner, 'div', { class: 'secant-corner' }, button),
    button,
    name: (title) => setAttribute(button, 'aria-label', `Menu, ${title}`),
  };
}
