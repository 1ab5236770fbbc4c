/**
 * Contours of a function of two inputs, by marching squares (Lorensen and Cline 1987, in the plane): a square grid
 * of values is asked cell by cell where a level passes, and what passes through neighbouring cells is joined to one
 * line. Three things are unlike the usual. A crossing of a grid line is not interpolated but found, so every vertex
 * has the value of its level. Where the search finds no such value between two corners, the function jumps there or
 * has a pole: there is no crossing, and the line ends instead of running along the cliff. And where a valley or a ridge
 * narrower than a cell runs between the corners (plane-grid.ts), the cells that it runs through are divided, and those
 * of the cells again if need be, so that its contours do not fall into beads. Cells with an undefined
 * corner have no line. In a saddle cell the value in the middle says which corners belong together.
 *
 * What has the level or more is bounded by the same lines, by the cliffs and poles where they end, by the rim of what the
 * function is defined on, and by the sides of the square.
 *
 * In: a grid and a level. Out: polylines in data terms; a closed line ends where it began.
 */
import { isHurried } from '../../base/parts.ts';
import { saddleWithLevel } from './contour-saddles.ts';
import { finerCells, finerGrid, isHidden, stretch, type PlaneGrid } from './plane-grid.ts';
import type { Point } from './scene.ts';
import { gridLine } from './robust-extent.ts';

/** How near to its level a vertex must be, in units of the range; and when the search may stop. */
const tolerance = 1e-6;
const enough = 1e-9;

/** How often cells are divided: what is wider than a part in 128 · 8 · 8 of a picture is not lost. */
const mostDivisions = 2;

/** The numbers of the edges of a grid among those of all grids, and where the level crosses them. */
interface EdgeNames {
  numberOf(edge: number): number;
  /** The number of an edge, if the level crosses it. */
  crossed(edge: number): number | undefined;
  /** For the grid of a cell: whether an edge lies on a side of the cell that its neighbour has not divided. */
  isUndividedSide(edge: number): boolean;
}

/**
 * The lines on which a function has a level.
 *
 * @example
 * ```ts
 * const plane = samplePlane((x, y) => x ** 2 + y ** 2, [-2, 2], [-2, 2]);
 * contourLines(plane, 1).length // → 1
 * ```
 */
export function contourLines(whole: PlaneGrid, level: number): Point[][] {
  return boundaryLines(whole, level, false);
}

/**
 * The closed lines around the places where a function has a level or more; one inside another bounds a hole.
 *
 * @example
 * ```ts
 * const plane = samplePlane((x) => x, [0, 1], [0, 1], 2);
 * areaAbove(plane, 0.25) // → [[[0.25, 0], [1, 0], [1, 1], [0.25, 1], [0.25, 0.5], [0.25, 0]]]
 * ```
 */
export function areaAbove(whole: PlaneGrid, level: number): Point[][] {
  return boundaryLines(whole, level, true);
}

/** The lines of a level; for an area they go on where the level is jumped over, or the function ends, until they close. */
function boundaryLines(whole: PlaneGrid, level: number, isArea: boolean): Point[][] {
  const crossings = new Map<number, Point | undefined>();
  const links = new Map<number, number[]>();
  let numbers = 2 * whole.values.length;
  /** The first of the parts of an edge that is split, by its number: both cells beside it ask. */
  const parts = new Map<number, number>();
  const partsOf = (edge: number): number => {
    let first = parts.get(edge);
    if (first === undefined) {
      parts.set(edge, (first = numbers));
      numbers += finerCells;
    }
    return first;
  };

  const crossing = (grid: PlaneGrid, edge: number, number: number): number | undefined => {
    if (!crossings.has(number)) crossings.set(number, findCrossing(grid, edge, level, isArea));
    return crossings.get(number) === undefined ? undefined : number;
  };
  /** Links the crossings of two edges, by way of a point where one is given. */
  const link = (names: EdgeNames, from: number, to: number, through?: Point): void => {
    const [start, end] = [names.crossed(from), names.crossed(to)];
    if (start === undefined || end === undefined || start === end) return;
    if (through === undefined) return join(start, end);
    crossings.set(numbers, through);
    join(start, numbers);
    join(numbers++, end);
  };
  const join = (start: number, end: number): void => {
    for (const [a, b] of [
      [start, end],
      [end, start],
    ] as const) {
      const known = links.get(a);
      if (known === undefined) links.set(a, [b]);
      else known.push(b);
    }
  };

  trace(
    whole,
    {
      numberOf: (edge) => edge,
      crossed: (edge) => crossing(whole, edge, edge),
      isUndividedSide: () => false,
    },
    0,
  );
  if (isArea) closeAlongSides();
  return joined(links).map((numbers) =>
    numbers.map((number) => crossings.get(number)).filter((it) => it !== undefined),
  );

  /** Goes once around the square: between the ends of lines, its sides and corners belong to the area, or do not. */
  function closeAlongSides(): void {
    const { x, y, values } = whole;
    const around: { readonly number: number; readonly place: number; readonly isEnd?: boolean }[] = [];
    for (const [k, corner] of (
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ] as const
    ).entries()) {
      crossings.set(numbers, [x[corner[0]], y[corner[1]]]);
      around.push({ number: numbers++, place: k });
    }
    for (const [number, others] of links) {
      const [u = NaN, v = NaN] = crossings.get(number) ?? [];
      const [right, up] = [(u - x[0]) / (x[1] - x[0]), (v - y[0]) / (y[1] - y[0])];
      const place = up === 0 ? right : right === 1 ? 1 + up : up === 1 ? 3 - right : right === 0 ? 4 - up : NaN;
      if (others.length === 1 && place >= 0) around.push({ number, place, isEnd: true });
    }
    around.sort((a, b) => a.place - b.place);
    let isInside = (values[0] ?? NaN) >= level;
    for (const [k, { number, isEnd }] of around.entries()) {
      if (isEnd === true) isInside = !isInside;
      if (isInside) join(number, around[(k + 1) % around.length]?.number ?? number);
    }
  }

  /** Puts the links of a grid's cells, divided where they need be. */
  function trace(grid: PlaneGrid, names: EdgeNames, depth: number): void {
    const { cells, values, least, most } = grid;
    const row = cells + 1;
    const { divided, split } =
      depth < mostDivisions && !isHurried() ? divisions(grid, names, depth, level) : nothingDivided;
    const inRow = Math.ceil(cells / stretch);
    for (let j = 0; j < cells; j++)
      for (let part = 0; part < inRow; part++) {
        const at = j * inRow + part;
        if (!((isArea || (least[at] ?? NaN) < level) && (most[at] ?? NaN) >= level)) continue;
        const end = Math.min(cells, (part + 1) * stretch);
        let corner = j * row + part * stretch;
        let [a, d] = [(values[corner] ?? NaN) >= level, (values[corner + row] ?? NaN) >= level];
        for (let i = part * stretch; i < end; i++, corner++) {
          const b = (values[corner + 1] ?? NaN) >= level;
          const c = (values[corner + row + 1] ?? NaN) >= level;
          if ((a !== b || b !== c || c !== d) && !(divided.size > 0 && divided.has(j * cells + i)))
            march(grid, names, i, j, (a ? 1 : 0) + (b ? 2 : 0) + (c ? 4 : 0) + (d ? 8 : 0));
          [a, d] = [b, c];
        }
      }
    for (const cell of divided) {
      const sides = sidesOf(cell, cells);
      const finer = finerGrid(grid, cell);
      if (finer === undefined) continue;
      const first = numbers;
      numbers += 2 * finer.values.length;
      trace(finer, namesWithin(finer, first, sides, names, split), depth + 1);
    }
  }

  /** The links of a cell by which of its corners reach the level. */
  function march(grid: PlaneGrid, names: EdgeNames, i: number, j: number, inside: number): void {
    const { f, x, y, cells, values } = grid;
    const sides = sidesOf(j * cells + i, cells);
    const [bottom, right, top, left] = sides;
    const corner = bottom >> 1;
    const sum =
      (values[corner] ?? NaN) +
      (values[corner + 1] ?? NaN) +
      (values[corner + cells + 1] ?? NaN) +
      (values[corner + cells + 2] ?? NaN);
    if (Number.isNaN(sum) && !isArea) return;
    const a = values[corner] ?? NaN;
    const b = values[corner + 1] ?? NaN;
    const c = values[corner + cells + 2] ?? NaN;
    const d = values[corner + cells + 1] ?? NaN;
    const along = (side: readonly [number, number], k: number) =>
      [gridLine(side, cells, k), gridLine(side, cells, k + 1)] as const;
    if (inside === 5 || inside === 10) {
      const [[x0, x1], [y0, y1]] = [along(x, i), along(y, j)];
      const middle = f((x0 + x1) / 2, (y0 + y1) / 2);
      // The corners of the middle's own kind are joined through it.
      const throughMiddle = middle >= level === (inside === 5);
      const saddle = saddleWithLevel(f, [x0, x1], [y0, y1], [a, b, c, d], level);
      link(names, bottom, throughMiddle ? right : left, saddle);
      link(names, top, throughMiddle ? left : right, saddle);
    } else {
      // Three corners on the level itself: the line follows the two sides between them, and does not cut the corner.
      const onLevel = Number(a === level) + Number(b === level) + Number(c === level) + Number(d === level);
      let turn: Point | undefined;
      if (onLevel === 3) {
        const [[x0, x1], [y0, y1]] = [along(x, i), along(y, j)];
        turn = a !== level ? [x1, y1] : b !== level ? [x0, y1] : c !== level ? [x0, y0] : [x1, y0];
      }
      const [from, to] = sides.filter((_, side) => ((inside >> side) & 1) !== ((inside >> ((side + 1) & 3)) & 1));
      if (from !== undefined && to !== undefined) link(names, from, to, turn);
    }
  }

  /**
   * The names in the grid of a cell. On a side that is split, neighbours name the parts alike; on a side that is not, the
   * neighbour knows one crossing of the whole side at most, and that is the one that counts.
   */
  function namesWithin(
    grid: PlaneGrid,
    first: number,
    sides: readonly number[],
    outer: EdgeNames,
    split: ReadonlySet<number>,
  ): EdgeNames {
    const place = (edge: number): { readonly side: number; readonly part: number } | undefined => {
      const corner = edge >> 1;
      const [i, j] = [corner % (finerCells + 1), Math.floor(corner / (finerCells + 1))];
      if ((edge & 1) === 0) return j === 0 ? { side: 0, part: i } : j === finerCells ? { side: 2, part: i } : undefined;
      return i === 0 ? { side: 3, part: j } : i === finerCells ? { side: 1, part: j } : undefined;
    };
    const sideOf = (side: number): number => sides[side] ?? 0;
    const numberOf = (edge: number): number => {
      const at = place(edge);
      if (at === undefined) return first + edge;
      const number = outer.numberOf(sideOf(at.side));
      return split.has(sideOf(at.side)) ? partsOf(number) + at.part : number;
    };
    const isUndividedSide = (edge: number): boolean => {
      const at = place(edge);
      return at !== undefined && !split.has(sideOf(at.side));
    };
    return {
      numberOf,
      isUndividedSide,
      crossed(edge) {
        const at = place(edge);
        if (at !== undefined && !split.has(sideOf(at.side))) return outer.crossed(sideOf(at.side));
        return crossing(grid, edge, numberOf(edge));
      },
    };
  }

  /** Which cells are divided at this level, and the edges between them that are split. */
  function divisions(grid: PlaneGrid, names: EdgeNames, depth: number, at: number) {
    const hidden = hiddenEdges(grid, names, at);
    if (hidden.size === 0) return nothingDivided;
    const { cells } = grid;
    const divided = new Set<number>();
    const split = new Set<number>();
    const open: number[] = [];
    const sidesMet = (cell: number): number =>
      sidesOf(cell, cells).filter((side) => hidden.has(side) || isCrossed(grid, side, at)).length;
    for (const edge of hidden) {
      // A line that only bulges over an edge and comes back is drawn well enough without what is beyond it.
      if (depth > 0 || cellsBeside(edge, cells).every((cell) => sidesMet(cell) > 1)) open.push(edge);
    }
    for (let edge = open.pop(); edge !== undefined; edge = open.pop()) {
      if (split.has(edge)) continue;
      split.add(edge);
      for (const cell of cellsBeside(edge, cells)) {
        if (divided.has(cell)) continue;
        divided.add(cell);
        // What the finer grid knows of a side and the neighbour does not, the neighbour must learn.
        const finer = finerGrid(grid, cell);
        if (finer === undefined) return nothingDivided;
        for (const [k, side] of sidesOf(cell, cells).entries())
          if (
            hidden.has(side) ||
            (!names.isUndividedSide(side) && changesAlong(finer, k, at) !== Number(isCrossed(grid, side, at)))
          )
            open.push(side);
      }
    }
    return { divided, split };
  }
}

const nothingDivided: { readonly divided: ReadonlySet<number>; readonly split: ReadonlySet<number> } = {
  divided: new Set(),
  split: new Set(),
};

/** The edges around a cell: below, right, above, left. */
function sidesOf(cell: number, cells: number): readonly [number, number, number, number] {
  const corner = Math.floor(cell / cells) * (cells + 1) + (cell % cells);
  return [2 * corner, 2 * corner + 3, 2 * (corner + cells + 1), 2 * corner + 1];
}

/** The cells on both sides of an edge, as far as there are any. */
function cellsBeside(edge: number, cells: number): number[] {
  const corner = edge >> 1;
  const [i, j] = [corner % (cells + 1), Math.floor(corner / (cells + 1))];
  const beside: readonly (readonly [number, number])[] =
    (edge & 1) === 1
      ? [
          [i - 1, j],
          [i, j],
        ]
      : [
          [i, j - 1],
          [i, j],
        ];
  return beside.filter(([a, b]) => a >= 0 && b >= 0 && a < cells && b < cells).map(([a, b]) => b * cells + a);
}

function isCrossed({ values, cells }: PlaneGrid, edge: number, level: number): boolean {
  const corner = edge >> 1;
  const other = corner + ((edge & 1) === 1 ? cells + 1 : 1);
  return (values[corner] ?? NaN) >= level !== (values[other] ?? NaN) >= level;
}

/** How often the level is crossed between the points on a side of a grid: below, right, above, left. */
function changesAlong({ values, cells }: PlaneGrid, side: number, level: number): number {
  const row = cells + 1;
  const start = side === 1 ? cells : side === 2 ? cells * row : 0;
  const step = side % 2 === 0 ? 1 : row;
  let count = 0;
  for (let k = 0; k < cells; k++) {
    const here = (values[start + k * step] ?? NaN) >= level;
    if (here !== (values[start + (k + 1) * step] ?? NaN) >= level) count++;
  }
  return count;
}

/** The edges that the level crosses twice between their ends, where both cells beside them have all their values. */
function hiddenEdges(grid: PlaneGrid, names: EdgeNames, level: number): Set<number> {
  const { edges, low, high } = grid.dips;
  const hidden = new Set<number>();
  for (let index = 0; index < edges.length; index++) {
    if (!(level > (low[index] ?? NaN) && level <= (high[index] ?? NaN))) continue;
    const edge = edges[index] ?? 0;
    if (names.isUndividedSide(edge) || !isHidden(grid, index, level)) continue;
    const isWhole = cellsBeside(edge, grid.cells).every((cell) => {
      const corner = sidesOf(cell, grid.cells)[0] >> 1;
      const { values, cells } = grid;
      return !Number.isNaN(
        (values[corner] ?? NaN) +
          (values[corner + 1] ?? NaN) +
          (values[corner + cells + 1] ?? NaN) +
          (values[corner + cells + 2] ?? NaN),
      );
    });
    if (isWhole) hidden.add(edge);
  }
  return hidden;
}

/** Where a level crosses an edge of a grid, if it does; with jumps, also where it is jumped over or the function ends. */
function findCrossing(grid: PlaneGrid, edge: number, level: number, withJumps: boolean): Point | undefined {
  if (!isCrossed(grid, edge, level)) return undefined;
  const { f, x, y, cells, values, roots } = grid;
  if (roots.level !== level) roots.byEdge.clear();
  roots.level = level;
  const row = cells + 1;
  const corner = edge >> 1;
  const [i, j] = [corner % row, Math.floor(corner / row)];
  const upright = (edge & 1) === 1;
  const [xi, yj] = [gridLine(x, cells, i), gridLine(y, cells, j)];
  const end = gridLine(upright ? y : x, cells, (upright ? j : i) + 1);
  const along = (t: number): number => (upright ? f(xi, t) : f(t, yj)) - level;
  const [start, first] = [upright ? yj : xi, (values[corner] ?? NaN) - level];
  const last = (values[corner + (upright ? row : 1)] ?? NaN) - level;
  if (!roots.byEdge.has(edge)) roots.byEdge.set(edge, rootBetween(along, start, first, end, last, grid.range));
  const jump = (): number => {
    if (!Number.isNaN(first) && !Number.isNaN(last)) return jumpBetween(along, start, end, first >= 0);
    let rim = grid.rims.get(edge);
    if (rim === undefined) {
      const there = (t: number): number => (Number.isNaN(along(t)) ? -1 : 1);
      const at = Number.isNaN(first) ? jumpBetween(there, end, start, true) : jumpBetween(there, start, end, true);
      grid.rims.set(edge, (rim = [at, along(at) + level]));
    }
    // Up to the rim the level may be jumped over, or be met more than once.
    return rim[1] >= level ? rim[0] : jumpBetween(along, start, end, first >= 0);
  };
  const t = roots.byEdge.get(edge) ?? (withJumps ? jump() : undefined);
  return t === undefined ? undefined : upright ? [xi, t] : [t, yj];
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

/** Where values from 0 up begin or end between two arguments. */
function jumpBetween(f: (t: number) => number, low: number, high: number, isInside: boolean): number {
  let [a, b] = [low, high];
  for (let step = 0; step < 30; step++) {
    const middle = a + (b - a) / 2;
    if (f(middle) >= 0 === isInside) a = middle;
    else b = middle;
  }
  return a;
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
