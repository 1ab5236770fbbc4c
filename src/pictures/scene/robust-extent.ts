/**
 * Which values of a function of two inputs are worth showing: all of them where they are bounded, however narrow a peak may
 * be; where they grow without bound, what Tukey's fences (1977) keep, so that a pole does not flatten the rest. In: the
 * function, a square grid and its values there. Out: an interval. Whether values are bounded is not guessed from the grid
 * but seen by climbing.
 */
import { quantile } from './round-numbers.ts';

type Interval = readonly [number, number];

/** A function of two numbers. */
export type HeightFunction = (x: number, y: number) => number;

/** The places of a square grid. */
export interface Grid {
  readonly x: Interval;
  readonly y: Interval;
  /** Cells along each side. */
  readonly cells: number;
}

/** The argument of a grid line. */
export function gridLine([from, to]: Interval, cells: number, k: number): number {
  return k === cells ? to : from + ((to - from) * k) / cells;
}

/** The square around a grid point that its neighbours mark off, inside the grid. */
function around({ x, y, cells }: Grid, index: number): { at: [number, number]; x: Interval; y: Interval } {
  const [i, j] = [index % (cells + 1), Math.floor(index / (cells + 1))];
  const beside = (interval: Interval, k: number): Interval => [
    gridLine(interval, cells, Math.max(0, k - 1)),
    gridLine(interval, cells, Math.min(cells, k + 1)),
  ];
  return { at: [gridLine(x, cells, i), gridLine(y, cells, j)], x: beside(x, i), y: beside(y, j) };
}

const directions = [-1, 0, 1]
  .flatMap((u) => [-1, 0, 1].map((v) => [u, v] as const))
  .filter(([u, v]) => u !== 0 || v !== 0);
const mostSteps = 150;

/**
 * Whether heights grow without bound near a grid point, up for a sign of 1 and down for −1: from there the surface is
 * climbed, in steps that become half as long where none of them leads higher. Near a pole each halving leads higher by a
 * factor; a peak ends the climb.
 */
function isUnbounded(f: HeightFunction, grid: Grid, index: number, sign: 1 | -1, large: number): boolean {
  const { at, x, y } = around(grid, index);
  let [here, top] = [at, sign * f(...at)];
  let [dx, dy] = [(x[1] - x[0]) / 4, (y[1] - y[0]) / 4];
  for (let step = 0; step < mostSteps; step++) {
    if (top > large) return true;
    let best: [number, number] | undefined;
    for (const [u, v] of directions) {
      const next: [number, number] = [
        Math.min(x[1], Math.max(x[0], here[0] + u * dx)),
        Math.min(y[1], Math.max(y[0], here[1] + v * dy)),
      ];
      const height = sign * f(...next);
      if (height > top) [best, top] = [next, height];
    }
    if (best === undefined) [dx, dy] = [dx / 2, dy / 2];
    else here = best;
  }
  return false;
}

/** How far the fences stand from the middle half of the values, in lengths of that half: wider than Tukey's one and a half. */
const farOut = 8;

/**
 * The least and the largest value that count; an empty interval, from Infinity down, where there is no value.
 *
 * @param values by rows: `values[j * (cells + 1) + i]` at the i-th x and j-th y; NaN where there is none
 *
 * @example
 * ```ts
 * robustExtent((x, y) => x + y, { x: [0, 1], y: [0, 1], cells: 1 }, Float64Array.of(0, 1, 1, 2)) // → [0, 2]
 * ```
 */
export function robustExtent(f: HeightFunction, grid: Grid, values: Float64Array): [number, number] {
  const sorted = [...values].filter((value) => Math.abs(value) < 1e150).sort((a, b) => a - b);
  const [least = Infinity, most = -Infinity] = [sorted[0], sorted.at(-1)];
  const q1 = quantile(sorted, 0.25) ?? least;
  const q3 = quantile(sorted, 0.75) ?? most;
  const fence = farOut * (q3 - q1);
  const large = 1e5 * (most - least) + Math.abs(most) + Math.abs(least);
  const grows = (extreme: number, sign: 1 | -1): boolean => isUnbounded(f, grid, values.indexOf(extreme), sign, large);
  return [
    fence > 0 && least < q1 - fence && grows(least, -1) ? q1 - fence : least,
    fence > 0 && most > q3 + fence && grows(most, 1) ? q3 + fence : most,
  ];
}
