/**
 * A function of two inputs on a square grid, for contours, and where its values hide something. A valley or a ridge that
 * runs between two neighbouring points of a grid line is not seen in their values, but in their slopes: carried on from both
 * sides they meet below both points, or above. Such edges are told with the values between which a level could be
 * hidden; whether it is, a search for the lowest or highest place of the edge says. Cells can be asked for grids of their own.
 *
 * In: f as a function of two numbers that gives NaN where it has no value. Out: plain data, found once for a function;
 * searches and finer grids are made when they are asked for, and kept.
 */
import { gridLine, type HeightFunction } from './robust-extent.ts';

/** Edges of grid lines between whose ends there may be a valley or a ridge. */
export interface Dips {
  /** By the number of the edge: twice its first corner, and one more if it is upright. */
  readonly edges: readonly number[];
  /** Levels between these may be hidden. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly isValley: readonly boolean[];
  /** The lowest value of a valley's edge, the highest of a ridge's; filled in when it is asked for. */
  readonly extreme: (number | undefined)[];
}

/** Values of a function on a square grid, with the function that gives those between. */
export interface PlaneGrid {
  readonly f: HeightFunction;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Cells along each side. */
  readonly cells: number;
  /** `values[j * (cells + 1) + i]` at the i-th x and j-th y; NaN where there is no value. */
  readonly values: Float64Array;
  /** Largest minus smallest value of the whole grid, leaving out what is not finite. */
  readonly range: number;
  /** Least and largest value of every stretch of cells in a row, row by row: most of them a level passes by. */
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly dips: Dips;
  /** Where edges have the level that was asked for last: the lines of a level and its area share them. */
  readonly roots: { level: number; readonly byEdge: Map<number, number | undefined> };
  /** Where on an edge with one end outside the domain the function ends, and its value there. */
  readonly rims: Map<number, readonly [at: number, value: number]>;
  /** Grids of single cells, by cell. */
  readonly finer: Map<number, PlaneGrid>;
  /** How many more cells may get one, of the whole grid and all within. */
  readonly room: { cells: number };
}

/** Fine enough that the straight pieces of a contour are a few pixels long. */
const usualCells = 128;
/** Cells along each side of a cell that is divided. */
export const finerCells = 8;
/**
 * So many cells of a picture are divided: twice as many as narrow valleys and ridges all over it need. A function that turns in
 * every cell, as sin(1000xy) does, is finer than any division, and would fill the memory.
 */
export const mostDivided = 3000;
/** Cells of a stretch. */
export const stretch = 8;

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
  range?: number,
  room = { cells: mostDivided },
): PlaneGrid {
  const row = cells + 1;
  const values = new Float64Array(row * row);
  let [least, most] = [Infinity, -Infinity];
  for (let j = 0, k = 0; j < row; j++) {
    const yj = gridLine(y, cells, j);
    for (let i = 0; i < row; i++, k++) {
      const value = f(gridLine(x, cells, i), yj);
      const isThere = Number.isFinite(value);
      values[k] = isThere ? value : NaN;
      if (isThere && value < least) least = value;
      if (isThere && value > most) most = value;
    }
  }
  const own = most > least ? most - least : 0;
  const dips = findDips(values, cells);
  return {
    f,
    x,
    y,
    cells,
    values,
    range: range ?? own,
    ...findStretches(values, cells),
    dips,
    roots: { level: NaN, byEdge: new Map() },
    rims: new Map(),
    finer: new Map(),
    room,
  };
}

function findStretches(values: Float64Array, cells: number): Pick<PlaneGrid, 'least' | 'most'> {
  const inRow = Math.ceil(cells / stretch);
  const least = new Float64Array(cells * inRow).fill(Infinity);
  const most = new Float64Array(cells * inRow).fill(-Infinity);
  for (let j = 0; j < cells; j++)
    for (let part = 0; part < inRow; part++) {
      let [low, high] = [Infinity, -Infinity];
      const start = j * (cells + 1) + part * stretch;
      const end = start + Math.min(stretch, cells - part * stretch);
      for (let k = start; k <= end; k++) {
        const a = values[k] ?? NaN;
        const b = values[k + cells + 1] ?? NaN;
        if (a < low) low = a;
        if (b < low) low = b;
        if (a > high) high = a;
        if (b > high) high = b;
      }
      least[j * inRow + part] = low;
      most[j * inRow + part] = high;
    }
  return { least, most };
}

/** The grid of one cell; undefined where there is no room for more. */
export function finerGrid(grid: PlaneGrid, cell: number): PlaneGrid | undefined {
  const known = grid.finer.get(cell);
  if (known !== undefined || grid.room.cells === 0) return known;
  grid.room.cells--;
  const { f, x, y, cells, range, room } = grid;
  const [i, j] = [cell % cells, Math.floor(cell / cells)];
  const along = (side: readonly [number, number], k: number) =>
    [gridLine(side, cells, k), gridLine(side, cells, k + 1)] as const;
  const made = samplePlane(f, along(x, i), along(y, j), finerCells, range, room);
  grid.finer.set(cell, made);
  return made;
}

/** A valley may be deeper than its sides, carried on, say: they can become steeper. So many times as deep is looked. */
const doubt = 4;

function findDips(values: Float64Array, cells: number): Dips {
  const dips = { edges: [] as number[], low: [] as number[], high: [] as number[], isValley: [] as boolean[] };
  const row = cells + 1;
  const along = (start: number, step: number, upright: 0 | 1): void => {
    for (let k = 0; k < cells; k++) {
      const corner = start + k * step;
      const a = values[corner] ?? NaN;
      const b = values[corner + step] ?? NaN;
      // How much the values fall towards the edge on both sides; where a side is missing, as much as on the other.
      let left = k > 0 ? (values[corner - step] ?? NaN) - a : NaN;
      let right = k + 2 < row ? (values[corner + 2 * step] ?? NaN) - b : NaN;
      if (Number.isNaN(left)) left = right;
      if (Number.isNaN(right)) right = left;
      if (!(left * right > 0)) continue;
      const t = (a - b + right) / (left + right);
      if (!(t > 0 && t < 1)) continue;
      const isValley = left > 0;
      const end = isValley ? Math.min(a, b) : Math.max(a, b);
      const reach = end + doubt * (a - t * left - end);
      dips.edges.push(2 * corner + upright);
      dips.low.push(Math.min(end, reach));
      dips.high.push(Math.max(end, reach));
      dips.isValley.push(isValley);
    }
  };
  for (let line = 0; line < row; line++) {
    along(line * row, 1, 0);
    along(line, row, 1);
  }
  return { ...dips, extreme: [] };
}

/** The golden section's share of an interval, and how often a search shrinks one: to less than a thousandth. */
const golden = (Math.sqrt(5) - 1) / 2;
const shrinkings = 16;

/** Whether a level that no end of an edge tells of is met between them. */
export function isHidden(grid: PlaneGrid, index: number, level: number): boolean {
  const { dips } = grid;
  const [low, high] = [dips.low[index] ?? NaN, dips.high[index] ?? NaN];
  const isValley = dips.isValley[index] === true;
  // Ends at the level count as above it.
  if (isValley ? !(level > low && level <= high) : !(level > low && level < high)) return false;
  const extreme = (dips.extreme[index] ??= searchExtreme(grid, dips.edges[index] ?? 0, isValley));
  return isValley ? extreme < level : extreme >= level;
}

function searchExtreme({ f, x, y, cells }: PlaneGrid, edge: number, isValley: boolean): number {
  const corner = edge >> 1;
  const [i, j] = [corner % (cells + 1), Math.floor(corner / (cells + 1))];
  const upright = (edge & 1) === 1;
  const [xi, yj] = [gridLine(x, cells, i), gridLine(y, cells, j)];
  const sign = isValley ? 1 : -1;
  const at = (t: number): number => sign * (upright ? f(xi, t) : f(t, yj));
  let from = upright ? yj : xi;
  let to = gridLine(upright ? y : x, cells, (upright ? j : i) + 1);
  let [p, q] = [to - golden * (to - from), from + golden * (to - from)];
  let [low, high] = [at(p), at(q)];
  for (let k = 0; k < shrinkings; k++) {
    if (low < high) {
      [to, q, high] = [q, p, low];
      p = to - golden * (to - from);
      low = at(p);
    } else {
      [from, p, low] = [p, q, high];
      q = from + golden * (to - from);
      high = at(q);
    }
  }
  return sign * Math.min(low, high);
}
