/**
 * Looking at a figure: turning views into space, zooming and moving all that can be zoomed, by pointer, fingers, keys
 * and from a program, and the way back. In: the state of the figure and where its panels are. Out: next sights, and a
 * button "Reset view" that is there when there is something to go back from.
 */
import type { Announcer } from './announcer.ts';
import { createElement } from './dom.ts';
import type { FigureState } from './figure-state.ts';
import type { PanZoomEvents } from './pan-zoom.ts';
import {
  isWhole,
  magnified,
  moved,
  viewportText,
  turned,
  wholeViewport,
  zoomed,
  ZOOM_STEP,
  type Viewport,
} from './viewport.ts';
import { keepTurntables } from './turntable.ts';
import { watchWheel } from './wheel.ts';
import type { CoordinateSystem, PanelFrame } from '../scene/layout.ts';
import type { Point, Scene } from '../scene/scene.ts';

/** What looking tells its figure. */
export interface LookingEvents {
  /** Another viewport is wanted; it is drawn in the next frame. */
  looked(viewport: Viewport): void;
  /** What is turned or moved was let go. */
  settled(): void;
}

/** Looking at one figure. */
export interface Looking {
  /** The way back, placed by the caller. */
  readonly resetButton: HTMLElement;
  /** What pointers on the picture itself do to it. */
  readonly panZoom: Omit<PanZoomEvents, 'over'>;
  /** Whether anything of the figure can be zoomed. */
  readonly zoomable: boolean;
  /** Zooms all that can be zoomed. */
  zoom(factor: number): void;
  /** Uses a key, if it zooms, moves what is zoomed, or goes back. */
  key(event: KeyboardEvent): boolean;
  /** Puts everything where the panels are. */
  place(scene: Scene, system: CoordinateSystem): void;
}

/** Share of a window that a key moves it by. */
const KEY_MOVE = 0.1;

const directions: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

function contains({ left, right, top, bottom }: PanelFrame['outer'], [x, y]: Point): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

/** Looks at a figure in a stage whose first child is its picture. */
export function createLooking(
  stage: HTMLElement,
  picture: SVGElement,
  state: FigureState,
  announcer: Announcer,
  events: LookingEvents,
): Looking {
  let system: CoordinateSystem | undefined;
  const resetButton = createElement(
    stage.ownerDocument,
    'button',
    { type: 'button', class: 'secant-reset', hidden: true },
    'Reset view',
  );
  const settled = (): void => {
    announcer.say(() => viewportText(state.viewport, state.wholes, state.ownView()));
    events.settled();
  };
  const look = (viewport: Viewport): void => {
    announcer.hush();
    events.looked(viewport);
  };
  const reset = (): void => {
    look(wholeViewport);
    settled();
  };
  resetButton.addEventListener('click', () => {
    reset();
    // The button goes; the focus must not fall to the start of the page.
    stage.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
  });

  const panelAt = (place: Point): PanelFrame | undefined =>
    system?.panels.find((panel) => contains(panel.outer, place));
  const isZoomable = (panel: PanelFrame | undefined): boolean =>
    panel !== undefined && (panel.space !== undefined || state.wholes[panel.key] !== undefined);

  /**
   * The data point under a pixel of a flat panel. By the window that is wanted, not by the one that is drawn: several
   * turns of a wheel may come before the next frame.
   */
  const dataAt = ({ key, plot, x, y }: PanelFrame, [left, top]: Point): Point => {
    const window = state.viewport.windows[key] ?? state.wholes[key] ?? { x: x.domain, y: y.domain };
    const along = ([low, high]: readonly [number, number], share: number): number => low + share * (high - low);
    return [
      along(window.x, (left - plot.left) / (plot.right - plot.left)),
      along(window.y, (plot.bottom - top) / (plot.bottom - plot.top)),
    ];
  };

  const zoomPanel = (viewport: Viewport, panel: PanelFrame, factor: number, around: Point): Viewport =>
    panel.space === undefined
      ? zoomed(viewport, state.wholes, panel.key, factor, around)
      : magnified(viewport, viewport.magnification * factor);

  /** Where a key zooms around: the point that can be moved, where it is in view, or else the middle. */
  const pointOf = ({ key, x, y }: PanelFrame): Point => {
    const named = new Set(state.figure.handles.filter((handle) => handle.panel === key).map(({ mark }) => mark));
    const marks = state.picture.scene.panels.find((panel) => panel.key === key)?.marks ?? [];
    const dot = marks.find((mark) => mark.kind === 'dot' && named.has(mark.key));
    const isInside = (at: number, [low, high]: readonly [number, number]): boolean => at >= low && at <= high;
    if (dot?.kind === 'dot' && isInside(dot.at[0], x.domain) && isInside(dot.at[1], y.domain)) return dot.at;
    return [(x.domain[0] + x.domain[1]) / 2, (y.domain[0] + y.domain[1]) / 2];
  };
  const zoom = (factor: number): void => {
    // A position may have been asked for and not drawn yet.
    state.refresh();
    let { viewport } = state;
    let spacious = false;
    for (const panel of system?.panels ?? []) {
      // All boxes of space share one magnification.
      if (panel.space !== undefined && spacious) continue;
      spacious ||= panel.space !== undefined;
      viewport = zoomPanel(viewport, panel, factor, pointOf(panel));
    }
    look(viewport);
  };

  const panZoom: Looking['panZoom'] = {
    zoomable: (place) => isZoomable(panelAt(place)),
    movable(place) {
      const panel = panelAt(place);
      return panel !== undefined && state.viewport.windows[panel.key] !== undefined;
    },
    zoomed(place, factor) {
      const panel = panelAt(place);
      if (panel !== undefined) look(zoomPanel(state.viewport, panel, factor, dataAt(panel, place)));
    },
    moved(place, by) {
      const panel = panelAt(place);
      if (panel === undefined || panel.space !== undefined) return;
      const [from, to] = [dataAt(panel, place), dataAt(panel, [place[0] + by[0], place[1] + by[1]])];
      look(moved(state.viewport, state.wholes, panel.key, [from[0] - to[0], from[1] - to[1]]));
    },
    settled,
  };
  watchWheel(stage, panZoom);

  const key = (event: KeyboardEvent): boolean => {
    const by = event.shiftKey ? directions[event.key] : undefined;
    if (by !== undefined && Object.keys(state.viewport.windows).length > 0) {
      let { viewport } = state;
      for (const [panel, { x, y }] of Object.entries(viewport.windows)) {
        const step: Point = [by[0] * KEY_MOVE * (x[1] - x[0]), by[1] * KEY_MOVE * (y[1] - y[0])];
        viewport = moved(viewport, state.wholes, panel, step);
      }
      look(viewport);
    } else if (event.key === '+' || event.key === '=') zoom(ZOOM_STEP);
    else if (event.key === '-' || event.key === '−') zoom(1 / ZOOM_STEP);
    else if (event.key === '0') look(wholeViewport);
    else return false;
    settled();
    return true;
  };

  const turntables = keepTurntables(picture, {
    view: () => state.viewport.view ?? state.ownView() ?? [0, 0],
    turned: (view) => look(turned(state.viewport, view)),
    settled,
    reset,
    key,
  });

  return {
    resetButton,
    panZoom,
    get zoomable() {
      return system?.panels.some(isZoomable) ?? false;
    },
    zoom(factor) {
      zoom(factor);
      settled();
    },
    key,
    place(scene, placed) {
      system = placed;
      turntables.place(scene, placed, state.figure.title);
      const whole = isWhole(state.viewport);
      if (resetButton.hidden !== whole) resetButton.hidden = whole;
      stage.toggleAttribute(
        'data-titled',
        scene.panels.some((panel) => panel.title !== undefined),
      );
      stage.toggleAttribute('data-zoomed', Object.keys(state.viewport.windows).length > 0);
    },
  };
}
