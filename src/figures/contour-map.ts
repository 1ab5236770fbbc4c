/**
 * A function of two inputs seen from above: contours at round levels, each with its value written on it. What stands
 * still is made once for a function; the contour through a point is made for each position from the same grid of
 * values. Values are written where a contour is long enough and no other value is near, so not every line has one.
 */
import type { VectorFunction } from '../api/index.ts';
import { contourLines, roundLevels, samplePlane } from '../scene/contours.ts';
import { formatShort } from '../scene/format.ts';
import type { Mark, Panel, Point } from '../scene/scene.ts';
import { numberRuns } from '../scene/text.ts';
import { names } from './words.ts';

/** Contours made ready for figures. */
export interface ContourMap {
  readonly domain: readonly [number, number];
  readonly levels: readonly number[];
  /** The contours with their values. */
  readonly marks: readonly Mark[];
  /** The lines on which the function has a value. */
  contourAt(value: number): readonly (readonly Point[])[];
}

/** A function of an array of two numbers as one of two numbers; NaN where it fails. */
export function ofTwoNumbers(f: VectorFunction): (x: number, y: number) => number {
  return (x, y) => {
    try {
      const value: unknown = f([x, y]);
      return typeof value === 'number' ? value : NaN;
    } catch {
      return NaN;
    }
  };
}

/** Prepares the contours of a function over a square. */
export function prepareContours(f: (x: number, y: number) => number, domain: readonly [number, number]): ContourMap {
  const grid = samplePlane(f, domain, domain);
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
      const place = placeOn(points, domain, taken);
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
  return { domain, levels, marks, contourAt: (value) => (Number.isFinite(value) ? contourLines(grid, value) : []) };
}

/** Shares of the picture that a value needs for itself along and upwards, and that it keeps from the edges. */
const [room, headroom, edge] = [0.13, 0.07, 0.06];

/** A place for a value on a contour: the one farthest from the values that are there already, if any is far enough. */
function placeOn(
  points: readonly Point[],
  [from, to]: readonly [number, number],
  taken: readonly Point[],
): Point | undefined {
  const span = to - from;
  const inside = (w: number): boolean => w > from + edge * span && w < to - edge * span;
  const extent = (axis: 0 | 1): number =>
    Math.max(...points.map((point) => point[axis])) - Math.min(...points.map((point) => point[axis]));
  if (extent(0) < room * span && extent(1) < 2 * headroom * span) return undefined;
  let [best, most]: [Point | undefined, number] = [undefined, 1];
  const step = Math.max(1, Math.floor(points.length / 40));
  for (let k = 0; k < points.length; k += step) {
    const point = points[k];
    if (point === undefined || !inside(point[0]) || !inside(point[1])) continue;
    const away = taken.map(([x, y]) =>
      Math.max(Math.abs(x - point[0]) / (room * span), Math.abs(y - point[1]) / (headroom * span)),
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
    x: { domain: map.domain, label: names.first },
    y: { domain: map.domain, label: names.second },
    axes: true,
    map: true,
    marks: [...map.marks, ...marks],
  };
}
