/**
 * A point that can be taken and moved: an invisible target of 44 px over the dot of the picture, in HTML so
 * that it takes focus and shows it. It is a slider to assistive technology, with the keys of one. In: a
 * place in pixels, the words for it, and what to do when it is moved. Out: pointer drags as places in
 * pixels, with the distance between finger and point kept (a point taken at its rim does not jump), and keys.
 * Mouse, touch and pen are one path by pointer events; the target keeps touch to itself, the rest of
 * the picture scrolls the page.
 */
import { createElement, setAttribute } from './dom.ts';
import { placeIn } from './wheel.ts';
import type { Point } from '../scene/scene.ts';

/** What a handle tells its figure. */
export interface HandleEvents {
  /** The point was taken. */
  taken(): void;
  /** The point is wanted at this place of the drawing, in pixels. */
  moved(place: Point): void;
  /** The point was let go. */
  released(): void;
  /** A key was pressed on the point; true when it was used. */
  key(event: KeyboardEvent): boolean;
}

/** A handle in the page. */
export interface PointHandle {
  readonly element: HTMLElement;
  /** Moves the target over the dot; where there is no place for it, it stays where it was. */
  place(at: Point | undefined): void;
  /** Writes what assistive technology says. */
  say(value: number, min: number, max: number, text: string): void;
}

/** Makes a handle; the caller puts `element` into the stage of the picture. */
export function createHandle(owner: Document, label: string, events: HandleEvents): PointHandle {
  const element = createElement(owner, 'div', {
    class: 'secant-handle',
    role: 'slider',
    tabindex: 0,
    'aria-label': label,
    'aria-orientation': 'horizontal',
  });
  const placeOf = (event: MouseEvent): Point => placeIn(element.parentElement ?? element, event);
  let standing: Point = [0, 0];
  let grip: { readonly pointer: number; readonly dx: number; readonly dy: number } | undefined;

  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || grip !== undefined) return;
    const [x, y] = placeOf(event);
    grip = { pointer: event.pointerId, dx: standing[0] - x, dy: standing[1] - y };
    element.setPointerCapture(event.pointerId);
    element.classList.add('secant-held');
    element.focus({ preventScroll: true });
    event.preventDefault();
    events.taken();
  });
  element.addEventListener('pointermove', (event) => {
    if (grip?.pointer !== event.pointerId) return;
    const [x, y] = placeOf(event);
    events.moved([x + grip.dx, y + grip.dy]);
  });
  const release = (event: PointerEvent): void => {
    if (grip?.pointer !== event.pointerId) return;
    grip = undefined;
    element.classList.remove('secant-held');
    events.released();
  };
  element.addEventListener('pointerup', release);
  element.addEventListener('pointercancel', release);
  element.addEventListener('lostpointercapture', release);
  element.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (events.key(event)) event.preventDefault();
  });

  return {
    element,
    place(at) {
      // What is held or focused must not disappear, or the drag would end and the focus be lost.
      if (at === undefined) return;
      if (at[0] === standing[0] && at[1] === standing[1]) return;
      standing = at;
      element.style.transform = `translate(${at[0].toFixed(2)}px, ${at[1].toFixed(2)}px)`;
    },
    say(value, min, max, text) {
      setAttribute(element, 'aria-valuemin', decimalText(min));
      setAttribute(element, 'aria-valuemax', decimalText(max));
      setAttribute(element, 'aria-valuenow', decimalText(Number(value.toPrecision(6))));
      setAttribute(element, 'aria-valuetext', text);
    },
  };
}

/**
 * A number in decimals without an exponent, the only form that attributes of ARIA have for numbers.
 *
 * @example
 * ```ts
 * decimalText(-2.5e-9) // → '-0.0000000025'
 * ```
 */
export function decimalText(value: number): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(String(value));
  if (parts === null) return String(value);
  const [, sign = '', whole = '', fraction = '', exponent = ''] = parts;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  // A double has at most 17 digits and is written with an exponent from 1e21 on, so no digit stands behind the point.
  return sign + digits.padEnd(point, '0');
}
