/**
 * Contours of a function of two inputs, by marching squares (Lorensen and Cline 1987, in the plane): a square grid
 * of values is asked cell by cell where a level passes, and what passes through neighbouring cells is joined to one
 * line. Two things are unlike the usual. A crossing of a grid line is not interpolated but found, so every vertex
 * has the value of its level. And where the search finds no such value between two corners, the function jumps there or
 * has a pole: there is no crossing, and the line ends instead of running along the cliff. Cells with an undefined
 * corner have no line. In a saddle cell the value in the middle says which corners belong together.
 *
 * In: f as a function of two numbers that gives NaN where it has no value. Out: polylines in data terms; a closed line
 * ends where it began.
 */
import { quantileSorted, ticks } from 'd3-array';
import type { Point } from './scene.ts';
import { gridLine, type HeightFunction } from './surface-grid.ts';

/** Values of a function on a square grid, with the function that gives those between. */
export interface PlaneGrid {
  readonly f: HeightFunction;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Cells along each side. */
  readonly cells: number;
  /** `values[j * (cells + 1) + i]` at the i-th x and j-th y; NaN where there is no value. */
  readonly values: Float64Array;
  /** Largest minus smallest value, leaving out what is not finite. */
  readonly range: number;
}

/** Fine enough that the straight pieces of a contour are a few pixels long. */
const usualCells = 128;

/**
 * Samples a function of two inputs for contours.
 *
 * @example
 * ```ts
 * samplePlane((x, y) => x + y, [0, 1], [0, 1], 2).range // → 2
 * ```
 */
export function samplePlane(
  f: HeightFunction,
  x: readonly [number, number],
  y: readonly [number, number],
  cells = usualCells,
): PlaneGrid {
  const row = cells + 1;
  const values = new Float64Array(row * row);
  let [least, most] = [Infinity, -Infinity];
  for (let j = 0; j < row; j++)
    for (let i = 0; i < row; i++) {
      const value = f(gridLine(x, cells, i), gridLine(y, cells, j));
      const isThere = Number.isFinite(value);
      values[j * row + i] = isThere ? value : NaN;
      if (isThere) [least, most] = [Math.min(least, value), Math.max(most, value)];
    }
  return { f, x, y, cells, values, range: most > least ? most - least : 0 };
}

/** How near to its level a vertex must be, in units of the range; and when the search may stop. */
const tolerance = 1e-6;
const enough = 1e-9;

/**
 * The lines on which a function has a level.
 *
 * @example
 * ```ts
 * const plane = samplePlane((x, y) => x ** 2 + y ** 2, [-2, 2], [-2, 2]);
 * contourLines(plane, 1).length // → 1
 * ```
 */
export function contourLines(grid: PlaneGrid, level: number): Point[][] {
  const { f, x, y, cells, values } = grid;
  const row = cells + 1;
  const crossings = new Map<number, Point | undefined>();
  const links = new Map<number, number[]>();

  /** Where the level crosses a grid line, by the number of its edge: twice its corner, and one more if upright. */
  const crossing = (edge: number): Point | undefined => {
    if (crossings.has(edge)) return crossings.get(edge);
    const corner = edge >> 1;
    const [i, j] = [corner % row, Math.floor(corner / row)];
    const upright = (edge & 1) === 1;
    const [xi, yj] = [gridLine(x, cells, i), gridLine(y, cells, j)];
    const end = gridLine(upright ? y : x, cells, (upright ? j : i) + 1);
    const along = (t: number): number => (upright ? f(xi, t) : f(t, yj)) - level;
    const t = rootBetween(
      along,
      upright ? yj : xi,
      (values[corner] ?? NaN) - level,
      end,
      (values[corner + (upright ? row : 1)] ?? NaN) - level,
      grid.range,
    );
    const point: Point | undefined = t === undefined ? undefined : upright ? [xi, t] : [t, yj];
    crossings.set(edge, point);
    return point;
  };
  const link = (from: number, to: number): void => {
    if (crossing(from) === undefined || crossing(to) === undefined) return;
    for (const [a, b] of [
      [from, to],
      [to, from],
    ] as const) {
      const known = links.get(a);
      if (known === undefined) links.set(a, [b]);
      else known.push(b);
    }
  };

  for (let j = 0; j < cells; j++)
    for (let i = 0; i < cells; i++) {
      const corner = j * row + i;
      const a = values[corner] ?? NaN;
      const b = values[corner + 1] ?? NaN;
      const c = values[corner + row + 1] ?? NaN;
      const d = values[corner + row] ?? NaN;
      const inside = (a >= level ? 1 : 0) + (b >= level ? 2 : 0) + (c >= level ? 4 : 0) + (d >= level ? 8 : 0);
      if (inside === 0 || inside === 15 || Number.isNaN(a + b + c + d)) continue;
      const [bottom, right, top, left] = [2 * corner, 2 * corner + 3, 2 * (corner + row), 2 * corner + 1];
      const edges = [bottom, right, top, left] as const;
      if (inside === 5 || inside === 10) {
        const middle = f(
          (gridLine(x, cells, i) + gridLine(x, cells, i + 1)) / 2,
          (gridLine(y, cells, j) + gridLine(y, cells, j + 1)) / 2,
        );
        // The corners of the middle's own kind are joined through it.
        const throughMiddle = middle >= level === (inside === 5);
        link(bottom, throughMiddle ? right : left);
        link(top, throughMiddle ? left : right);
      } else {
        const [from, to] = edges.filter((_, side) => ((inside >> side) & 1) !== ((inside >> ((side + 1) & 3)) & 1));
        if (from !== undefined && to !== undefined) link(from, to);
      }
    }
  return joined(links).map((edges) => edges.map(crossing).filter((point) => point !== undefined));
}

/** Edges in the order in which a line meets them: open lines from one end to the other, then closed ones. */
function joined(links: Map<number, number[]>): number[][] {
  const lines: number[][] = [];
  const follow = (start: number): void => {
    const line = [start];
    let at = start;
    for (;;) {
      const next = links.get(at)?.pop();
      if (next === undefined) break;
      const back = links.get(next);
      back?.splice(back.indexOf(at), 1);
      line.push(next);
      at = next;
    }
    if (line.length > 1) lines.push(line);
  };
  for (const [edge, others] of links) if (others.length === 1) follow(edge);
  for (const edge of links.keys()) follow(edge);
  return lines;
}

/** A root between two arguments with values of different sign, by the Illinois rule; undefined where the function jumps over it. */
function rootBetween(
  f: (t: number) => number,
  low: number,
  valueAtLow: number,
  high: number,
  valueAtHigh: number,
  range: number,
): number | undefined {
  let a = low;
  let fa = valueAtLow;
  let b = high;
  let fb = valueAtHigh;
  if (fa === 0) return a;
  if (fb === 0) return b;
  let t = a;
  let ft = fa;
  for (let step = 0; step < 60; step++) {
    // Where the rule does not get on, as beside a pole, the interval is halved.
    t = step < 30 ? (a * fb - b * fa) / (fb - fa) : a + (b - a) / 2;
    if (!(t > Math.min(a, b) && t < Math.max(a, b))) break;
    ft = f(t);
    if (Number.isNaN(ft)) return undefined;
    if (Math.abs(ft) <= enough * range) return t;
    if (ft < 0 === fb < 0) fa /= 2;
    else {
      a = b;
      fa = fb;
    }
    b = t;
    fb = ft;
  }
  return Math.abs(ft) <= tolerance * range ? t : undefined;
}

/**
 * Round levels for the values of a grid, about as many as wanted: evenly spaced ones, or, where most of the
 * plane lies low and a few places are very high, ones that grow as 1, 2, 5, 10 … above the lowest value. Values far
 * out, as beside a pole, do not count.
 */
export function roundLevels({ values }: PlaneGrid, wanted = 8): number[] {
  const sorted = Array.from(values.filter((value) => !Number.isNaN(value)).sort());
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined || !(most > least)) return [];
  const quantile = (share: number): number => quantileSorted(sorted, share) ?? least;
  const fence = 8 * (quantile(0.75) - quantile(0.25));
  const low = fence > 0 ? Math.max(least, quantile(0.25) - fence) : least;
  const high = fence > 0 ? Math.min(most, quantile(0.75) + fence) : most;
  const middle = quantile(0.5);
  if (middle - low >= 0.1 * (high - low)) return ticks(low, high, wanted).filter((level) => level > low);
  const unit = 10 ** (Math.floor(Math.log10(middle - low)) - 1);
  const base = Math.floor(low / unit + 1e-9) * unit;
  for (const digits of [[1, 2, 5], [1, 5], [1]]) {
    const from = Math.floor(Math.log10(Math.max(quantile(0.03) - base, 1e-3 * (middle - base))));
    const levels: number[] = [];
    for (let power = from; 10 ** power <= high - base; power++)
      for (const digit of digits) levels.push(Number((base + Number(`${digit}e${power}`)).toPrecision(12)));
    const inside = levels.filter((level) => level > low && level < high);
    if (inside.length <= 1.6 * wanted) return inside;
  }
  return ticks(low, high, wanted);
}
