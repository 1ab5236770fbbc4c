/**
 * A function of two inputs seen from above: contours at round levels, each with its value written on it. What stands
 * still is made once for a function, and anew for a part of it that is looked at more closely; the contour through a
 * point is made for each position from the same grid of values. Values are written where a contour is long enough and
 * no other value is near, so not every line has one.
 */
import type { Window } from '../scene/clip.ts';
import { contourLines, roundLevels, samplePlane } from '../scene/contours.ts';
import { formatShort } from '../scene/format.ts';
import type { Mark, Panel, Point } from '../scene/scene.ts';
import { numberRuns } from '../scene/text.ts';
import { names } from './words.ts';

/** Contours made ready for figures. */
export interface ContourMap {
  readonly window: Window;
  readonly levels: readonly number[];
  /** The contours with their values. */
  readonly marks: readonly Mark[];
  /** The lines on which the function has a value. */
  contourAt(value: number): readonly (readonly Point[])[];
  /** The same for a part of the plane, with levels that suit it. */
  within(window: Window | undefined): ContourMap;
}

/** Prepares the contours of a function over a square. */
export function prepareContours(f: (x: number, y: number) => number, domain: readonly [number, number]): ContourMap {
  const parts = new WeakMap<Window, ContourMap>();
  const whole: ContourMap = mapOf(f, { x: domain, y: domain }, (window) => {
    if (window === undefined) return whole;
    const known = parts.get(window) ?? mapOf(f, window, whole.within);
    parts.set(window, known);
    return known;
  });
  return whole;
}

function mapOf(f: (x: number, y: number) => number, window: Window, within: ContourMap['within']): ContourMap {
  const grid = samplePlane(f, window.x, window.y);
  const levels = roundLevels(grid);
  const lines = levels.map((level) => contourLines(grid, level));
  const marks: Mark[] = lines.map((pieces, index) => ({
    kind: 'path',
    key: `contour${index}`,
    role: 'surface',
    pieces,
  }));
  const taken: Point[] = [];
  for (const [index, level] of levels.entries())
    for (const [piece, at] of (lines[index] ?? []).flatMap((points, k): [number, Point][] => {
      const place = placeOn(points, window, taken);
      if (place !== undefined) taken.push(place);
      return place === undefined ? [] : [[k, place]];
    }))
      marks.push({
        kind: 'text',
        key: `level${index}-${piece}`,
        role: 'surface',
        at,
        runs: numberRuns(formatShort(level, 6)),
        anchor: 'middle',
        minor: true,
      });
  const contourAt = (value: number): Point[][] => (Number.isFinite(value) ? contourLines(grid, value) : []);
  return { window, levels, marks, contourAt, within };
}

/** Shares of the picture that a value needs for itself along and upwards, and that it keeps from the edges. */
const [room, headroom, edge] = [0.13, 0.07, 0.06];

/** A place for a value on a contour: the one farthest from the values that are there already, if any is far enough. */
function placeOn(points: readonly Point[], window: Window, taken: readonly Point[]): Point | undefined {
  const spans = [window.x[1] - window.x[0], window.y[1] - window.y[0]] as const;
  const inside = ([x, y]: Point): boolean =>
    x > window.x[0] + edge * spans[0] &&
    x < window.x[1] - edge * spans[0] &&
    y > window.y[0] + edge * spans[1] &&
    y < window.y[1] - edge * spans[1];
  const extent = (axis: 0 | 1): number => {
    const along = points.map((point) => point[axis]);
    return (Math.max(...along) - Math.min(...along)) / spans[axis];
  };
  if (extent(0) < room && extent(1) < 2 * headroom) return undefined;
  let [best, most]: [Point | undefined, number] = [undefined, 1];
  const step = Math.max(1, Math.floor(points.length / 40));
  for (let k = 0; k < points.length; k += step) {
    const point = points[k];
    if (point === undefined || !inside(point)) continue;
    const away = taken.map(([x, y]) =>
      Math.max(Math.abs(x - point[0]) / (room * spans[0]), Math.abs(y - point[1]) / (headroom * spans[1])),
    );
    // Beyond three times the room it needs, one place is as good as another.
    const free = Math.min(3, ...away);
    if (free > most) [best, most] = [point, free];
  }
  return best;
}

/** The panel of a map with marks on it. */
export function mapPanel(map: ContourMap, marks: readonly Mark[]): Panel {
  return {
    key: 'map',
    x: { domain: map.window.x, label: names.first },
    y: { domain: map.window.y, label: names.second },
    axes: true,
    map: true,
    marks: [...map.marks, ...marks],
  };
}
