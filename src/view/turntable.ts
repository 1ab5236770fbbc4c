/**
 * The surface of a panel that is taken and turned: an invisible target over a view into space, under the
 * handles of its points. A drag turns the picture, keys turn it when it has focus, a double click and
 * Home go back to the first view. On touch a sideways stroke turns and an upright one scrolls the page.
 */
import { createElement, setAttribute } from './dom.ts';
import { viewAfterDrag, viewAfterKey, viewText } from './camera-motion.ts';
import type { Box } from '../scene/layout.ts';
import type { View } from '../scene/scene.ts';

/** What a turntable tells its figure. */
export interface TurntableEvents {
  view(): View;
  turned(view: View): void;
  /** Turning came to rest. */
  settled(): void;
  reset(): void;
}

/** A turntable in the page. */
export interface Turntable {
  readonly element: HTMLElement;
  place(box: Box): void;
  say(name: string, view: View): void;
}

/** Makes a turntable; the caller puts `element` into the stage of the picture. */
export function createTurntable(owner: Document, events: TurntableEvents): Turntable {
  const element = createElement(owner, 'div', {
    class: 'secant-turntable',
    role: 'application',
    tabindex: 0,
    'aria-roledescription': 'view that can be turned',
  });
  let grip: { readonly pointer: number; x: number; y: number; view: View } | undefined;
  let standing = '';

  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || grip !== undefined) return;
    grip = { pointer: event.pointerId, x: event.clientX, y: event.clientY, view: events.view() };
    element.setPointerCapture(event.pointerId);
    element.classList.add('secant-held');
    element.focus({ preventScroll: true });
    event.preventDefault();
  });
  element.addEventListener('pointermove', (event) => {
    if (grip?.pointer !== event.pointerId) return;
    events.turned(viewAfterDrag(grip.view, event.clientX - grip.x, event.clientY - grip.y, element.clientWidth));
  });
  const release = (event: PointerEvent): void => {
    if (grip?.pointer !== event.pointerId) return;
    grip = undefined;
    element.classList.remove('secant-held');
    events.settled();
  };
  element.addEventListener('pointerup', release);
  element.addEventListener('pointercancel', release);
  element.addEventListener('lostpointercapture', release);
  element.addEventListener('dblclick', () => events.reset());
  element.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = viewAfterKey(events.view(), event.key);
    if (next !== undefined) events.turned(next);
    else if (event.key === 'Home') events.reset();
    else return;
    events.settled();
    event.preventDefault();
  });

  return {
    element,
    place({ left, top, right, bottom }) {
      const wanted = [left, top, right - left, bottom - top].map((value) => `${value.toFixed(1)}px`);
      if (wanted.join() === standing) return;
      standing = wanted.join();
      const [x = '', y = '', width = '', height = ''] = wanted;
      Object.assign(element.style, { left: x, top: y, width, height });
    },
    say(name, view) {
      setAttribute(element, 'aria-label', `${name}, ${viewText(view)}. Arrow keys turn it, Home goes back.`);
    },
  };
}
