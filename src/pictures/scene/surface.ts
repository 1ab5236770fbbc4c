/**
 * A surface in the unit box, made ready for drawing: heights in units of the box, the shade of each cell under
 * a light that stands still in the room, the two halves of a cell, and the sides from which an eye sees them.
 */
import { touching, type Edge, type Facet } from './facet.ts';
import { halfHeight, boxMap } from './camera.ts';
import { recentOf, type Recent } from './recent.ts';
import type { Axis, Point3, RimHalf, SurfaceGrid } from './scene.ts';
import { shadeCount } from './theme.ts';

/** A surface in units of the box. */
export interface UnitSurface {
  readonly cells: number;
  /** Positions of the grid lines. */
  readonly lines: Float64Array;
  /** Heights of the grid points, row by row. */
  readonly z: Float64Array;
  /** Shade of each cell, 0 to `shadeCount - 1`; 255 for a cell that is not drawn. */
  readonly shade: Uint8Array;
  /** 1 for a cell that leaves the box above or below. */
  readonly clipped: Uint8Array;
  /** 1 for a cell halved from large x to large y. */
  readonly turned: Uint8Array;
  /** What there is of cells that the surface ends in. Their corners without a height have one here that continues it. */
  readonly rim: ReadonlyMap<number, readonly [Facet | undefined, Facet | undefined]>;
}

const known = new WeakMap<SurfaceGrid, Recent<UnitSurface>>();

/** The surface of a grid in the box of a panel; kept for the grid and the heights shown. */
export function unitSurface(grid: SurfaceGrid, z: Axis['domain']): UnitSurface {
  return recentOf(known, grid, 4).get(z.join(), () => makeSurface(grid, z));
}

/** Where the light comes from: high, over the reader's left shoulder in the usual views. */
const light = normalised([-0.45, 0.25, 0.86]);

function normalised([x, y, z]: Point3): Point3 {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

function makeSurface(grid: SurfaceGrid, domain: Axis['domain']): UnitSurface {
  const { cells } = grid;
  const { unitZ, toUnit } = boxMap(grid.x, grid.y, domain);
  const lines = Float64Array.from({ length: cells + 1 }, (_, k) => -1 + (2 * k) / cells);
  const z = grid.heights.map(unitZ);
  const inUnits = (half: RimHalf | undefined): Facet | undefined =>
    half === undefined ? undefined : { points: half.points.map(toUnit), edges: half.edges };
  const rim = new Map(
    grid.rim.map(({ cell, lower, upper }) => [cell, [inUnits(lower), inUnits(upper)] as const] as const),
  );
  continueBeyond(rim, z, cells);
  const shade = new Uint8Array(cells * cells);
  const clipped = new Uint8Array(cells * cells);
  const row = cells + 1;
  const step = 2 / cells;
  for (let cell = 0; cell < cells * cells; cell++) {
    const corner = Math.floor(cell / cells) * row + (cell % cells);
    const [a = NaN, b = NaN, c = NaN, d = NaN] = [z[corner], z[corner + 1], z[corner + row + 1], z[corner + row]];
    const isMissing = !rim.has(cell) && isWithout(grid, corner);
    if (grid.torn[cell] === 1 || isMissing || Number.isNaN(a + b + c + d)) {
      shade[cell] = 255;
      continue;
    }
    if (Math.max(a, b, c, d) > halfHeight + touching || Math.min(a, b, c, d) < -halfHeight - touching)
      clipped[cell] = 1;
    const normal = normalised([-(b - a + c - d) / (2 * step), -(d - a + c - b) / (2 * step), 1]);
    const lit = normal[0] * light[0] + normal[1] * light[1] + normal[2] * light[2];
    shade[cell] = Math.max(0, Math.min(shadeCount - 1, Math.round((0.5 + 0.5 * lit) ** 2 * (shadeCount - 1))));
  }
  return { cells, lines, z, shade, clipped, turned: grid.turned, rim };
}

/** Gives corners beyond the rim the height of the rim beside them, so that the halves have a side they are seen from. */
function continueBeyond(rim: UnitSurface['rim'], z: Float64Array, cells: number): void {
  const sums = new Map<number, [sum: number, count: number]>();
  for (const [cell, halves] of rim) {
    const heights = halves.flatMap((half) => half?.points.map(([, , height]) => height) ?? []);
    const corner = Math.floor(cell / cells) * (cells + 1) + (cell % cells);
    for (const k of [corner, corner + 1, corner + cells + 1, corner + cells + 2]) {
      if (!Number.isNaN(z[k] ?? NaN)) continue;
      const known = sums.get(k) ?? [0, 0];
      const lowest = Math.min(...heights);
      sums.set(k, [known[0] + lowest, known[1] + 1]);
    }
  }
  for (const [k, [sum, count]] of sums) z[k] = sum / count;
}

/** Whether a cell has a corner without a height. */
function isWithout({ heights, cells }: SurfaceGrid, corner: number): boolean {
  return [corner, corner + 1, corner + cells + 1, corner + cells + 2].some((k) => Number.isNaN(heights[k] ?? NaN));
}

/** A grid point of a surface in the unit box. */
function gridPoint({ cells, lines, z }: UnitSurface, i: number, j: number): Point3 {
  return [lines[i] ?? NaN, lines[j] ?? NaN, z[j * (cells + 1) + i] ?? NaN];
}

const lowerEdges: readonly Edge[] = ['wire', 'wire', 'diagonal'];
const upperEdges: readonly Edge[] = ['diagonal', 'wire', 'wire'];

/** The two halves of a cell, as far as there are any: the one with less y along the diagonal first. */
export function facetsOf(surface: UnitSurface, cell: number): readonly [Facet | undefined, Facet | undefined] {
  const cut = surface.rim.get(cell);
  if (cut !== undefined) return cut;
  const i = cell % surface.cells;
  const j = Math.floor(cell / surface.cells);
  const [a, b] = [gridPoint(surface, i, j), gridPoint(surface, i + 1, j)];
  const [c, d] = [gridPoint(surface, i + 1, j + 1), gridPoint(surface, i, j + 1)];
  return surface.turned[cell] === 1
    ? [
        { points: [d, a, b], edges: lowerEdges },
        { points: [d, b, c], edges: upperEdges },
      ]
    : [
        { points: [a, b, c], edges: lowerEdges },
        { points: [a, c, d], edges: upperEdges },
      ];
}

/** Whether the second half is the nearer one of a cell. */
export function upperHalfIsNearer({ lines, cells, turned }: UnitSurface, cell: number, eye: Point3): boolean {
  const x = eye[0] - (lines[cell % cells] ?? NaN);
  const y = eye[1] - (lines[Math.floor(cell / cells)] ?? NaN);
  return turned[cell] === 1 ? x + y > 2 / cells : y > x;
}

/** From which side the halves of a cell are seen: 1 if the lower half is seen from above, and 2 if the upper half is. */
export function sidesSeen({ cells, lines, z, turned }: UnitSurface, cell: number, eye: Point3): number {
  const i = cell % cells;
  const j = Math.floor(cell / cells);
  const corner = j * (cells + 1) + i;
  const a = z[corner] ?? 0;
  const b = z[corner + 1] ?? 0;
  const c = z[corner + cells + 2] ?? 0;
  const d = z[corner + cells + 1] ?? 0;
  const s = ((eye[0] - (lines[i] ?? 0)) * cells) / 2;
  const t = ((eye[1] - (lines[j] ?? 0)) * cells) / 2;
  const isTurned = turned[cell] === 1;
  const lower = isTurned ? a + s * (b - a) + t * (d - a) : a + s * (b - a) + t * (c - b);
  const upper = isTurned ? c + (1 - s) * (d - c) + (1 - t) * (b - c) : a + t * (d - a) + s * (c - d);
  return (eye[2] > lower ? 1 : 0) + (eye[2] > upper ? 2 : 0);
}

/** Height of the drawn surface at a place of the floor; NaN where nothing is drawn. */
export function surfaceHeight({ cells, z, shade, turned }: UnitSurface, x: number, y: number): number {
  const u = ((x + 1) / 2) * cells;
  const v = ((y + 1) / 2) * cells;
  if (!(u >= 0 && v >= 0 && u <= cells && v <= cells)) return NaN;
  const i = Math.min(cells - 1, Math.floor(u));
  const j = Math.min(cells - 1, Math.floor(v));
  const cell = j * cells + i;
  if (shade[cell] === 255) return NaN;
  const corner = j * (cells + 1) + i;
  const s = u - i;
  const t = v - j;
  const a = z[corner] ?? NaN;
  const b = z[corner + 1] ?? NaN;
  const c = z[corner + cells + 2] ?? NaN;
  const d = z[corner + cells + 1] ?? NaN;
  if (turned[cell] === 1) return s + t <= 1 ? a + s * (b - a) + t * (d - a) : c + (1 - s) * (d - c) + (1 - t) * (b - c);
  return t <= s ? a + s * (b - a) + t * (c - b) : a + t * (d - a) + s * (c - d);
}
