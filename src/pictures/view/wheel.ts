/**
 * Zooming by wheel. In: the stage of a figure. Out: wishes in pixels of the stage. A wheel scrolls the page unless Ctrl or
 * Cmd is held; browsers send the pinch of a touchpad as such a wheel, too. It is there from the first, unlike all else
 * that pointers do to the picture: a turn that came too early would zoom the page.
 */
import type { PanZoomEvents } from './pan-zoom.ts';
import type { Point } from '../scene/scene.ts';

/** Most that one turn of a wheel counts, in its own units: a mouse sends about 100, a touchpad less than 10. */
const LARGEST_TURN = 25;
/** How long a wheel must be still before zooming counts as done, in milliseconds. */
const WHEEL_REST = 250;

/**
 * The pixel of a stage where something happens, whatever transforms and zoom the page puts the stage under: the picture in it
 * is as wide in its own units as the stage in its own pixels, and a browser knows the way of its units to the screen.
 */
export function placeIn(stage: Element, { clientX, clientY }: Pick<MouseEvent, 'clientX' | 'clientY'>): Point {
  const matrix = stage.querySelector<SVGSVGElement>('svg.secant-picture')?.getScreenCTM();
  const determinant = matrix === null || matrix === undefined ? 0 : matrix.a * matrix.d - matrix.b * matrix.c;
  if (matrix === null || matrix === undefined || determinant === 0) {
    const { left, top } = stage.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }
  const [x, y] = [clientX - matrix.e, clientY - matrix.f];
  return [(matrix.d * x - matrix.c * y) / determinant, (matrix.a * y - matrix.b * x) / determinant];
}

/** Listens on the stage, as long as it lives. */
export function watchWheel(stage: HTMLElement, events: Pick<PanZoomEvents, 'zoomable' | 'zoomed' | 'settled'>): void {
  let rest: ReturnType<typeof setTimeout> | undefined;
  stage.addEventListener(
    'wheel',
    (event) => {
      if (!(event.ctrlKey || event.metaKey)) return;
      const place = placeIn(stage, event);
      if (!events.zoomable(place)) return;
      event.preventDefault();
      const turn = Math.max(-LARGEST_TURN, Math.min(LARGEST_TURN, event.deltaY));
      events.zoomed(place, Math.exp(-turn / 100));
      clearTimeout(rest);
      rest = setTimeout(() => events.settled(), WHEEL_REST);
    },
    { passive: false },
  );
}
