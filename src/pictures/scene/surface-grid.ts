/**
 * A function of two inputs as heights on a square grid, and the interval of heights worth showing. Between
 * neighbouring grid points whose heights differ much the difference is followed by bisection (breaks.ts): where it
 * survives, the surface jumps or has a pole, and the cells beside that edge are torn, so that no wall is
 * drawn where the function has none. In comes f as a function of two numbers, out goes plain data; made once
 * for a function.
 */
import { isHurried } from '../../base/parts.ts';
import { findBreak } from './breaks.ts';
import { robustExtent, gridLine, type HeightFunction } from './robust-extent.ts';
import { quantile } from './round-numbers.ts';
import type { SurfaceGrid } from './scene.ts';
import { rimCells } from './surface-rim.ts';

/** Cells along each side of a surface. */
const usualCells = 24;

/**
 * Samples a surface. The function must give NaN, not throw, where it has no value.
 *
 * @example
 * ```ts
 * sampleSurface((x, y) => x * y, [-1, 1], [-1, 1], 2).heights[0] // → 1
 * ```
 */
export function sampleSurface(
  f: HeightFunction,
  x: readonly [number, number],
  y: readonly [number, number],
  cells = usualCells,
): SurfaceGrid {
  const row = cells + 1;
  const heights = new Float64Array(row * row);
  for (let j = 0; j < row; j++)
    for (let i = 0; i < row; i++) {
      const height = f(gridLine(x, cells, i), gridLine(y, cells, j));
      heights[j * row + i] = Number.isFinite(height) ? height : NaN;
    }
  if (isHurried()) {
    // What lies between the points of the grid is not asked of a slow function.
    return {
      x,
      y,
      cells,
      heights,
      torn: new Uint8Array(cells * cells),
      turned: new Uint8Array(cells * cells),
      rim: [],
    };
  }
  const torn = tornCells(f, x, y, cells, heights);
  const grid = { x, y, cells, heights, torn, turned: turnedCells(f, x, y, cells, heights) };
  return { ...grid, rim: rimCells(f, grid) };
}

/** A cell is halved along the diagonal whose middle is nearer to the surface, so that ridges stay straight. */
function turnedCells(
  f: HeightFunction,
  x: readonly [number, number],
  y: readonly [number, number],
  cells: number,
  heights: Float64Array,
): Uint8Array {
  return Uint8Array.from({ length: cells * cells }, (_, cell) => {
    const [i, j] = [cell % cells, Math.floor(cell / cells)];
    const corner = j * (cells + 1) + i;
    const height = (k: number): number => heights[corner + k] ?? NaN;
    const middle = f(
      (gridLine(x, cells, i) + gridLine(x, cells, i + 1)) / 2,
      (gridLine(y, cells, j) + gridLine(y, cells, j + 1)) / 2,
    );
    const straight = Math.abs((height(0) + height(cells + 2)) / 2 - middle);
    const turned = Math.abs((height(1) + height(cells + 1)) / 2 - middle);
    return turned < straight * (1 - 1e-6) ? 1 : 0;
  });
}

function tornCells(
  f: HeightFunction,
  x: readonly [number, number],
  y: readonly [number, number],
  cells: number,
  heights: Float64Array,
): Uint8Array {
  const torn = new Uint8Array(cells * cells);
  const finite = [...heights].filter((height) => !Number.isNaN(height)).sort((a, b) => a - b);
  const spread = (quantile(finite, 0.9) ?? 0) - (quantile(finite, 0.1) ?? 0);
  if (!(spread > 0)) return torn;
  const row = cells + 1;
  const tear = (...beside: readonly (readonly [number, number])[]): void => {
    for (const [i, j] of beside) if (i >= 0 && j >= 0 && i < cells && j < cells) torn[j * cells + i] = 1;
  };
  const breaks = (along: (t: number) => number, from: number, to: number): boolean => {
    const found = findBreak(along, from, to, 1e6 * spread);
    return found.kind === 'jump' || found.kind === 'pole';
  };
  for (let j = 0; j < row; j++)
    for (let i = 0; i < row; i++) {
      const here = heights[j * row + i] ?? NaN;
      const [xi, yj] = [gridLine(x, cells, i), gridLine(y, cells, j)];
      if (i < cells && Math.abs((heights[j * row + i + 1] ?? NaN) - here) > 0.12 * spread) {
        if (breaks((t) => f(t, yj), xi, gridLine(x, cells, i + 1))) tear([i, j], [i, j - 1]);
      }
      if (j < cells && Math.abs((heights[(j + 1) * row + i] ?? NaN) - here) > 0.12 * spread) {
        if (breaks((t) => f(xi, t), yj, gridLine(y, cells, j + 1))) tear([i, j], [i - 1, j]);
      }
    }
  return torn;
}

/**
 * The interval of heights to show: all of them where they are bounded, however narrow a peak may be. Where they grow
 * without bound, what Tukey's fences (1977) keep, so that a pole does not flatten the rest. A share of free height is
 * left below and above for planes.
 */
export function chooseHeights(f: HeightFunction, grid: SurfaceGrid, share = 0.12): readonly [number, number] {
  let [low, high] = robustExtent(f, grid, grid.heights);
  if (!(low <= high)) return [-1, 1];
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (!(high - low > 1e-12 * size)) {
    const half = size < 1e-300 ? 1 : Math.max(Math.min(1, size), 0.1 * size);
    return [low - half, high + half];
  }
  const span = high - low;
  // Zero is taken in when it is near.
  if (low > 0 && low <= 0.15 * span) low = 0;
  if (high < 0 && -high <= 0.15 * span) high = 0;
  const unit = 10 ** (Math.floor(Math.log10(span)) - 2);
  return [Math.floor((low - share * span) / unit) * unit, Math.ceil((high + share * span) / unit) * unit];
}
