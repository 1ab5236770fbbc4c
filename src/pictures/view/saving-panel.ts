/**
 * What is seen while a film is made: a small panel under the menu with words, progress and a way to break off, or a
 * question with its answers. In: what is to be said. Out: an element that is there only as long as it is needed, and
 * gives the focus back to where it was when it goes.
 */
import { createElement, freshId } from './dom.ts';

/** One answer to a question. */
export interface Choice {
  readonly label: string;
  take(): void;
}

/** The panel of one figure. */
export interface SavingPanel {
  readonly element: HTMLElement;
  /** Shows progress; answers how to tell its share, from 0 to 1. */
  work(words: string, breakOff: () => void): (share: number) => void;
  /** Asks; the panel goes when an answer is taken. */
  ask(words: string, choices: readonly Choice[]): void;
  /** Takes the panel away. */
  end(): void;
}

/** Makes the panel, hidden. `focusBack` is called when it goes while it has the focus. */
export function createSavingPanel(owner: Document, focusBack: () => void): SavingPanel {
  const words = createElement(owner, 'p', { id: freshId('saving') });
  const content = createElement(owner, 'div', { class: 'secant-saving-choices' });
  const element = createElement(
    owner,
    'div',
    { class: 'secant-saving', role: 'group', 'aria-labelledby': words.id, hidden: true },
    words,
    content,
  );
  const end = (): void => {
    const hadFocus = element.matches(':focus-within');
    element.hidden = true;
    content.replaceChildren();
    if (hadFocus) focusBack();
  };
  const button = ({ label, take }: Choice): HTMLButtonElement => {
    const made = createElement(owner, 'button', { type: 'button', class: 'secant-saving-choice' }, label);
    made.addEventListener('click', () => {
      end();
      take();
    });
    return made;
  };
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    content.querySelector<HTMLButtonElement>('button:last-of-type')?.click();
  });
  return {
    element,
    end,
    work(text, breakOff) {
      words.textContent = text;
      const progress = createElement(owner, 'progress', { max: 1, value: 0, 'aria-labelledby': words.id });
      content.replaceChildren(progress, button({ label: 'Cancel', take: breakOff }));
      element.hidden = false;
      return (share) => {
        progress.value = share;
      };
    },
    ask(text, choices) {
      words.textContent = text;
      const buttons = choices.map(button);
      content.replaceChildren(...buttons);
      element.hidden = false;
      buttons[0]?.focus({ preventScroll: true });
    },
  };
}
