/**
 * The surface of a panel that is taken and turned: an invisible target over a view into space, under the
 * handles of its points. A drag turns the picture, keys turn it when it has focus, a double click and
 * Home go back to the first view. On touch a sideways stroke turns and an upright one scrolls the page; a second
 * finger ends the turning, for two fingers zoom.
 */
import { createElement, setAttribute } from './dom.ts';
import { viewAfterDrag, viewAfterKey, viewText } from './camera-motion.ts';
import type { Box, CoordinateSystem } from '../scene/layout.ts';
import type { Point, Scene, View } from '../scene/scene.ts';
import { plainText } from '../scene/text.ts';
import { placeIn } from './wheel.ts';

/** What a turntable tells its figure. */
export interface TurntableEvents {
  view(): View;
  turned(view: View): void;
  /** Turning came to rest. */
  settled(): void;
  reset(): void;
  /** A key that does not turn was pressed; true when it was used. */
  key(event: KeyboardEvent): boolean;
}

/** A turntable in the page. */
interface Turntable {
  readonly element: HTMLElement;
  place(box: Box): void;
  say(name: string, view: View): void;
}

function createTurntable(owner: Document, events: TurntableEvents): Turntable {
  const element = createElement(owner, 'div', {
    class: 'secant-turntable',
    role: 'application',
    tabindex: 0,
    'aria-roledescription': 'view that can be turned',
  });
  let grip: { readonly pointer: number; x: number; y: number; view: View } | undefined;
  const placeOf = (event: MouseEvent): Point => placeIn(element.parentElement ?? element, event);
  let standing = '';

  element.addEventListener('pointerdown', (event) => {
    if (grip !== undefined) return letGo();
    if (event.button !== 0) return;
    const [x, y] = placeOf(event);
    grip = { pointer: event.pointerId, x, y, view: events.view() };
    element.setPointerCapture(event.pointerId);
    element.classList.add('secant-held');
    element.focus({ preventScroll: true });
    event.preventDefault();
  });
  element.addEventListener('pointermove', (event) => {
    if (grip?.pointer !== event.pointerId) return;
    const [x, y] = placeOf(event);
    events.turned(viewAfterDrag(grip.view, x - grip.x, y - grip.y, element.clientWidth));
  });
  const letGo = (): void => {
    grip = undefined;
    element.classList.remove('secant-held');
  };
  const release = (event: PointerEvent): void => {
    if (grip?.pointer !== event.pointerId) return;
    letGo();
    events.settled();
  };
  element.addEventListener('pointerup', release);
  element.addEventListener('pointercancel', release);
  element.addEventListener('lostpointercapture', release);
  element.addEventListener('dblclick', () => events.reset());
  element.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (!events.key(event)) {
      const next = viewAfterKey(events.view(), event.key);
      if (next === undefined && event.key !== 'Home') return;
      if (next === undefined) events.reset();
      else {
        events.turned(next);
        events.settled();
      }
    }
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
      setAttribute(
        element,
        'aria-label',
        `${name}, ${viewText(view)}. Arrow keys turn it, plus and minus zoom, Home goes back.`,
      );
    },
  };
}

/** The turntables of one figure: one over every panel that looks into space. */
export interface Turntables {
  /** Puts them where the panels are; true if there are any. */
  place(scene: Scene, system: CoordinateSystem, title: string): boolean;
}

/** Keeps the turntables of a figure; they stand right after the picture, under the handles of its points. */
export function keepTurntables(picture: SVGElement, events: TurntableEvents): Turntables {
  const kept = new Map<string, Turntable>();
  return {
    place(scene, system, title) {
      for (const panel of scene.panels) {
        const box = system.panels.find((candidate) => candidate.key === panel.key)?.outer;
        if (panel.space === undefined || box === undefined) continue;
        let turntable = kept.get(panel.key);
        if (turntable === undefined) {
          turntable = createTurntable(picture.ownerDocument, events);
          // One after the other: the order in which Tab meets them.
          ([...kept.values()].at(-1)?.element ?? picture).after(turntable.element);
          kept.set(panel.key, turntable);
        }
        turntable.place(box);
        turntable.say(panel.title === undefined ? title : plainText(panel.title), panel.space.camera.view);
      }
      for (const [key, turntable] of kept) {
        if (scene.panels.some((panel) => panel.key === key && panel.space !== undefined)) continue;
        turntable.element.remove();
        kept.delete(key);
      }
      return kept.size > 0;
    },
  };
}
