/**
 * The list of a menu button, as the ARIA Authoring Practices describe it: the button opens a list of items; arrows, Home,
 * End and first letters move between them, Enter and Space take one, Escape, Tab and a click elsewhere close the list, and the
 * focus goes back to the button. The items are asked for whenever the list is opened, so they tell the
 * state of the moment. The list is drawn over everything else of the page where the browser can do that.
 */
import { createElement, freshId } from './dom.ts';

/** One row of a menu. */
export type MenuItem =
  | {
      readonly kind: 'action';
      readonly key: string;
      readonly label: string;
      readonly hint?: string;
      readonly stays?: boolean;
      run(): void;
    }
  | { readonly kind: 'switch'; readonly key: string; readonly label: string; on(): boolean; turn(on: boolean): void }
  | {
      readonly kind: 'choice';
      readonly key: string;
      readonly label: string;
      readonly options: readonly { readonly value: number; readonly label: string; readonly spoken: string }[];
      chosen(): number;
      choose(value: number): void;
    }
  | { readonly kind: 'rule'; readonly key: string };

/** The menu of a button. */
export interface Menu {
  /** Opens the list, at its last item or its first, or closes it. */
  toggle(last: boolean): void;
  close(): void;
}

/** Space between the list and the edges of the window. */
const MARGIN = 8;

/** Makes the menu of a button, as the last child of the element that holds the button. */
export function createMenu(holder: HTMLElement, button: HTMLElement, items: () => readonly MenuItem[]): Menu {
  const owner = holder.ownerDocument;
  const list = createElement(owner, 'div', {
    class: 'secant-menu',
    role: 'menu',
    id: freshId('menu'),
    tabindex: -1,
    hidden: true,
  });
  button.setAttribute('aria-controls', list.id);
  holder.append(list);
  // Over everything else of the page, also where an element around the figure cuts off what sticks out.
  const onTop = 'showPopover' in list;
  if (onTop) list.popover = 'manual';
  const view = owner.defaultView ?? window;
  let letters = '';
  let lettersAt = 0;

  const rows = (): HTMLElement[] => Array.from(list.querySelectorAll<HTMLElement>('[role^=menuitem]'));
  const isOpen = (): boolean => button.getAttribute('aria-expanded') === 'true';

  const put = (): void => {
    const { left, right, top, bottom } = button.getBoundingClientRect();
    const [width, height] = [view.document.documentElement.clientWidth, view.innerHeight];
    const below = height - bottom - MARGIN;
    const above = top - MARGIN;
    const wanted = list.scrollHeight + 2;
    const down = wanted <= below || below >= above;
    // Where neither side has room for all, the list takes what the window has and scrolls.
    const tall = Math.min(wanted, height - 2 * MARGIN);
    const start = down ? Math.min(bottom, height - MARGIN - tall) : Math.max(MARGIN, top - tall);
    const wide = list.offsetWidth;
    const end = view.getComputedStyle(button).direction === 'rtl' ? left : right - wide;
    Object.assign(list.style, {
      left: `${Math.max(MARGIN, Math.min(end, width - wide - MARGIN))}px`,
      top: `${Math.max(MARGIN, start)}px`,
      maxHeight: `${tall}px`,
    });
  };

  const close = (focusButton = false): void => {
    if (!isOpen()) return;
    button.setAttribute('aria-expanded', 'false');
    owner.removeEventListener('pointerdown', outside, true);
    view.removeEventListener('scroll', scrolled, true);
    view.removeEventListener('resize', resized);
    if (focusButton) button.focus({ preventScroll: true });
    if (onTop) list.hidePopover();
    list.hidden = true;
  };
  const outside = (event: Event): void => {
    if (!event.composedPath().includes(holder)) close();
  };
  const scrolled = (event: Event): void => {
    if (event.composedPath().includes(list)) return;
    const { top, bottom } = button.getBoundingClientRect();
    if (bottom < 0 || top > view.innerHeight) close();
    else put();
  };
  const resized = (): void => close();

  const open = (last = false): void => {
    list.replaceChildren(...items().map((item) => itemElement(owner, item, () => close(true))));
    button.setAttribute('aria-expanded', 'true');
    list.hidden = false;
    if (onTop) list.showPopover();
    put();
    owner.addEventListener('pointerdown', outside, true);
    view.addEventListener('scroll', scrolled, true);
    view.addEventListener('resize', resized);
    const all = rows();
    (last ? all.at(-1) : all[0])?.focus({ preventScroll: true });
  };

  list.addEventListener('keydown', (event) => {
    const all = rows();
    const at = all.findIndex((row) => row.matches(':focus'));
    const to = (index: number): void => all.at(index % all.length)?.focus();
    if (event.key === 'ArrowDown' || event.key === 'ArrowRight') to(at + 1);
    else if (event.key === 'ArrowUp' || event.key === 'ArrowLeft') to(at - 1);
    else if (event.key === 'Home') to(0);
    else if (event.key === 'End') to(-1);
    else if (event.key === 'Escape') close(true);
    else if (event.key === 'Tab') return close(true);
    else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      // The same letter again goes on to the next row that begins with it.
      const isFresh = event.timeStamp - lettersAt > 700 || letters === event.key;
      letters = isFresh ? event.key : letters + event.key;
      lettersAt = event.timeStamp;
      const begins = (row: HTMLElement): boolean =>
        (row.textContent ?? '').toLowerCase().startsWith(letters.toLowerCase());
      const after = [...all.slice(at + (letters.length === 1 ? 1 : 0)), ...all];
      after.find(begins)?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });

  return { toggle: (last) => (isOpen() ? close(true) : open(last)), close: () => close() };
}

/** The row of an item; `done` closes the list. */
function itemElement(owner: Document, item: MenuItem, done: () => void): HTMLElement {
  const row = (role: string, label: string, key: string): HTMLButtonElement =>
    createElement(
      owner,
      'button',
      { type: 'button', class: 'secant-menu-item', role, tabindex: -1, 'data-key': key },
      label,
    );
  switch (item.kind) {
    case 'rule':
      return createElement(owner, 'hr', { class: 'secant-menu-rule' });
    case 'action': {
      const action = row('menuitem', item.label, item.key);
      if (item.hint !== undefined)
        action.append(createElement(owner, 'span', { class: 'secant-menu-hint', 'aria-hidden': 'true' }, item.hint));
      action.addEventListener('click', () => {
        if (item.stays !== true) done();
        item.run();
      });
      return action;
    }
    case 'switch': {
      const toggle = row('menuitemcheckbox', item.label, item.key);
      // What the style sheet writes after it is said by the state.
      toggle.setAttribute('aria-label', item.label);
      const tell = (): void => toggle.setAttribute('aria-checked', String(item.on()));
      toggle.addEventListener('click', () => {
        item.turn(!item.on());
        tell();
      });
      tell();
      return toggle;
    }
    case 'choice': {
      const label = createElement(owner, 'span', { class: 'secant-menu-label', 'aria-hidden': 'true' }, item.label);
      const group = createElement(
        owner,
        'div',
        { class: 'secant-menu-choice', role: 'group', 'aria-label': item.label },
        label,
      );
      const options = item.options.map(({ value, label: text, spoken }) => {
        const option = row('menuitemradio', text, `${item.key}-${value}`);
        option.setAttribute('aria-label', spoken);
        option.addEventListener('click', () => {
          item.choose(value);
          tell();
        });
        return { option, value };
      });
      const tell = (): void => {
        for (const { option, value } of options) option.setAttribute('aria-checked', String(item.chosen() === value));
      };
      tell();
      group.append(...options.map(({ option }) => option));
      return group;
    }
  }
}
