/**
 * A function of two inputs seen from above: contours at round levels, each with its value written on it. What stands
 * still is made once for a function, and anew for a part of it that is looked at more closely; the contour through a
 * point is made for each position from the same grid of values. Values are written where a contour is long enough and
 * no other value is near, so not every line has one.
 */
import { SecantError } from '../../base/diagnostics.ts';
import { cellsInParts, isInParts } from '../../base/parts.ts';
import { callsAffordable } from '../../base/steps.ts';
import { clipPolyline, clipRing, type Window } from '../scene/clip.ts';
import { robustExtent } from '../scene/robust-extent.ts';
import { roundLevels } from '../scene/contour-levels.ts';
import { filled } from '../scene/filled-holes.ts';
import { areaAbove, contourLines } from '../scene/contours.ts';
import { digitsApart, formatShort } from '../scene/format.ts';
import { mostDivided, samplePlane, type PlaneGrid } from '../scene/plane-grid.ts';
import { Recent } from '../scene/recent.ts';
import type { Mark, Panel, Point } from '../scene/scene.ts';
import { numberRuns, plain } from '../scene/text.ts';
import { thinned } from '../scene/thin.ts';
import { tileAround } from '../scene/tiles.ts';
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

/** One side of a map is at most so many times as long as the other: a map is true to scale. */
const mostSides = 10;

/**
 * Prepares the contours of a function.
 *
 * @throws SecantError S203 if a map would be nothing but a stripe
 */
export function prepareContours(
  values: (x: number, y: number) => number,
  domains: readonly [Interval, Interval],
): ContourMap {
  const [narrow, wide] = domains.map(lengthOf).sort((a, b) => a - b) as [number, number];
  if (wide > mostSides * narrow)
    throw new SecantError('S203', 'a map is true to scale, and these domains make a stripe of it', {
      hint: `let one domain be at most ${mostSides} times as long as the other, in other units perhaps`,
    });
  const f = filled(values, narrow);
  const square = { x: domains[0], y: domains[1] };
  const parts = new WeakMap<Window, ContourMap>();
  const sampled = new Recent<Tile>(tilesKept);
  const tileOf = (window: Window): Tile => {
    const tiles = [tileAround(domains[0], window.x), tileAround(domains[1], window.y)] as const;
    const [x, y] = [heldIn(tiles[0], domains[0]), heldIn(tiles[1], domains[1])];
    // Close to the whole, or at its ends, only half of a tile is there.
    const isWide = tiles.some(([from, to], axis) => lengthOf(axis === 0 ? x : y) > 0.75 * (to - from));
    return sampled.get([...x, ...y].join(), () => makeTile(f, { x, y }, isWide ? 2 : 1));
  };
  const within = (window: Window | undefined): ContourMap => {
    if (window === undefined) return whole;
    const known = parts.get(window) ?? mapOf(tileOf(window), window, within);
    parts.set(window, known);
    return known;
  };
  const tile = makeTile(f, square, 1);
  const whole = mapOf(tile, square, within);
  return whole;
}

/** As many parts of the plane as a reader goes to and fro between. */
const tilesKept = 12;
/** Cells along the sides of a tile one picture wide, and of one two pictures wide. */
const cellsOf = { 1: 128, 2: 192 } as const;

/** A part of the plane with the lines that were asked for. */
interface Tile {
  readonly window: Window;
  readonly grid: PlaneGrid;
  /** The values that count among those of the grid. */
  readonly extent: Interval;
  /** The lines of a level, which other windows have too. */
  linesOf(level: number): readonly (readonly Point[])[];
  /** The boundary of what has a level or more. */
  areaOf(level: number): readonly (readonly Point[])[];
  /** The lines of any value; those of the last one are kept, for a point that stands still. */
  linesAt(value: number): readonly (readonly Point[])[];
}

/** What is spent at most on cells that are divided, of the steps of a picture, and about how many calls one of them takes. */
const [shareOfSteps, callsOfDivided] = [0.2, 1200];

/** As many levels as have their lines kept. */
const levelsKept = 64;
/** Areas are as exact as so many pixels along a side show. */
const pixels = 800;

type Interval = readonly [number, number];

function heldIn([from, to]: Interval, [low, high]: Interval): Interval {
  return [Math.max(low, from), Math.min(high, to)];
}

function lengthOf([low, high]: Interval): number {
  return high - low;
}

/** Samples a part of the plane that is so many pictures wide or high. */
function makeTile(f: (x: number, y: number) => number, window: Window, pictures: 1 | 2): Tile {
  const middle = (window.y[0] + window.y[1]) / 2;
  const calls = isInParts() ? Infinity : callsAffordable((x) => f(x, middle), window.x, shareOfSteps);
  const room = { cells: Math.min(mostDivided, Math.floor(calls / callsOfDivided)) };
  const grid = samplePlane(f, window.x, window.y, cellsInParts(cellsOf[pictures]), undefined, room);
  const [lines, areas] = [
    new Recent<readonly (readonly Point[])[]>(levelsKept),
    new Recent<readonly (readonly Point[])[]>(levelsKept),
  ];
  const pixel = { x: lengthOf(window.x) / pixels, y: lengthOf(window.y) / pixels };
  const linesOf = (level: number) => lines.get(String(level), () => contourLines(grid, level));
  const areaOf = (level: number) =>
    areas.get(String(level), () => areaAbove(grid, level).map((ring) => thinned(ring, pixel, 0.1)));
  let last: { readonly value: number; readonly lines: readonly (readonly Point[])[] } | undefined;
  const linesAt = (value: number) => {
    if (last?.value !== value) last = { value, lines: contourLines(grid, value) };
    return last.lines;
  };
  return { window, grid, extent: robustExtent(f, grid, grid.values), linesOf, areaOf, linesAt };
}

/** Of many values a part says enough of how they are spread. */
const enoughValues = 1000;

/** Values of a grid in a window and at the points around it. */
function valuesIn({ x, y, cells, values }: PlaneGrid, window: Window): Float64Array {
  const place = ([low, high]: Interval, value: number): number => ((value - low) / (high - low)) * cells;
  const [i0, i1] = [Math.floor(place(x, window.x[0])), Math.ceil(place(x, window.x[1]))];
  const [j0, j1] = [Math.floor(place(y, window.y[0])), Math.ceil(place(y, window.y[1]))];
  const step = Math.max(1, Math.floor(Math.sqrt(((i1 - i0) * (j1 - j0)) / enoughValues)));
  const found: number[] = [];
  for (let j = Math.max(0, j0); j <= Math.min(cells, j1); j += step)
    for (let i = Math.max(0, i0); i <= Math.min(cells, i1); i += step) found.push(values[j * (cells + 1) + i] ?? NaN);
  return Float64Array.from(found);
}

function mapOf(tile: Tile, window: Window, within: ContourMap['within']): ContourMap {
  const { grid } = tile;
  const isWhole = tile.window === window;
  const cut = (lines: readonly (readonly Point[])[]) =>
    isWhole ? lines : lines.flatMap((points) => clipPolyline(points, window));
  const levels = roundLevels(isWhole ? grid.values : valuesIn(grid, window), tile.extent);
  const digits = digitsApart(levels, 6);
  // The lines of a level right after its area: they share where they cross the grid.
  const lines = levels.map((level) => {
    tile.areaOf(level);
    return tile.linesOf(level);
  });
  // From the lowest up: each level covers what is below it. Under them all is what the function is defined on.
  const marks: Mark[] = [-Number.MAX_VALUE, ...levels].map((level, k) => {
    const rings = tile.areaOf(level).map((ring) => (isWhole ? ring : clipRing(ring, window)));
    const pieces = rings.filter((ring) => ring.length > 2);
    return { kind: 'area', key: `area${k}`, role: 'surface', pieces, height: k / Math.max(1, levels.length) };
  });
  const words: Mark[] = [];
  const taken: Point[] = [];
  for (const [index, level] of levels.entries()) {
    const pieces = cut(lines[index] ?? []).filter((points) => !isCrumb(points, window));
    marks.push({ kind: 'path', key: `contour${index}`, role: 'surface', pieces });
    for (const [piece, points] of pieces.entries()) {
      const at = placeOn(points, window, taken);
      if (at === undefined) continue;
      taken.push(at);
      words.push({
        kind: 'text',
        key: `level${index}-${piece}`,
        role: 'surface',
        at,
        runs: numberRuns(formatShort(level, digits)),
        anchor: 'middle',
        minor: true,
      });
    }
  }
  const contourAt = (value: number) => (Number.isFinite(value) ? cut(tile.linesAt(value)) : []);
  return { window, levels, marks: [...marks, ...words], contourAt, within };
}

/** Shares of the picture that a value needs for itself along and upwards, and that it keeps from the edges. */
const [room, headroom, edge] = [0.13, 0.07, 0.06];

/** Lines shorter than these shares of the picture are specks, and bits of a line that the rim of the domain cuts up. */
const [speck, bit] = [0.012, 0.06];

function isCrumb(points: readonly Point[], window: Window): boolean {
  const spans = [window.x, window.y];
  const [first, last] = [points[0], points.at(-1)];
  const isAtEdge = (point: Point | undefined): boolean =>
    spans.some(([from, to], axis) => {
      const value = point?.[axis] ?? NaN;
      return Math.min(Math.abs(value - from), Math.abs(value - to)) < 1e-6 * (to - from);
    });
  const isClosed = first?.[0] === last?.[0] && first?.[1] === last?.[1];
  const shortest = isClosed || isAtEdge(first) || isAtEdge(last) ? speck : bit;
  return spans.every(([from, to], axis) => {
    const along = points.map((point) => point[axis as 0 | 1]);
    return Math.max(...along) - Math.min(...along) < shortest * (to - from);
  });
}

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

/** A gradient at a point as an arrow with its word, at its head or beside its middle. */
export function gradientArrow([x, y]: Point, [u, v]: Point): Mark[] {
  const head: Point = [x + u, y + v];
  return [
    { kind: 'arrows', key: 'gradient', role: 'tangent', arrows: [[[x, y], head]] },
    {
      kind: 'text',
      key: 'gradient-word',
      role: 'tangent',
      at: head,
      orAt: [[x + u / 2, y + v / 2]],
      runs: [plain('gradient')],
      anchor: u >= 0 ? 'start' : 'end',
      offset: [u >= 0 ? 8 : -8, v >= 0 ? -8 : 8],
    },
  ];
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
