/**
 * Polite announcements for screen readers. In: sentences, as often as they come. Out: a visually hidden
 * live region that says the last one once things are at rest, and nothing in between; the same sentence is
 * not said twice in a row.
 */
import { createElement, setText } from './dom.ts';

/** How long things must be still before they are said, in milliseconds. */
const REST_BEFORE_SPEAKING = 700;

/** Says sentences at rest. */
export interface Announcer {
  readonly element: HTMLElement;
  say(sentence: () => string): void;
  /** Forgets what was waiting to be said. */
  hush(): void;
}

/** Makes the live region; the caller places `element`. */
export function createAnnouncer(owner: Document): Announcer {
  const element = createElement(owner, 'p', { class: 'secant-unseen', role: 'status', 'aria-live': 'polite' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hush = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    element,
    hush,
    say(sentence) {
      hush();
      timer = setTimeout(() => setText(element, sentence()), REST_BEFORE_SPEAKING);
    },
  };
}
