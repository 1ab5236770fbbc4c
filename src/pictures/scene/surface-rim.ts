/**
 * Where a surface ends inside a cell of its grid, as √(4 − x² − y²) does: cells of which some corners have a height and some
 * have none are cut along the rim of the surface. In: the function and its heights on a grid. Out: what there is of the two
 * halves of such cells, with the points of the rim on the edges of the halves, each found by halving. A point that
 * neighbours share is computed once.
 */
import { edgeOfDomain } from './breaks.ts';
import { gridLine, type HeightFunction } from './robust-extent.ts';
import type { Edge } from './facet.ts';
import type { Point3, RimCell, RimHalf, SurfaceGrid } from './scene.ts';

type Corner = readonly [number, number];

/** The halves of a cell by their corners, as facetsOf of surface.ts has them, and the edges between. */
function halvesOf(i: number, j: number, isTurned: boolean): readonly (readonly [readonly Corner[], readonly Edge[]])[] {
  const [a, b, c, d]: readonly [Corner, Corner, Corner, Corner] = [
    [i, j],
    [i + 1, j],
    [i + 1, j + 1],
    [i, j + 1],
  ];
  const lower = ['wire', 'wire', 'diagonal'] as const;
  const upper = ['diagonal', 'wire', 'wire'] as const;
  return isTurned
    ? [
        [[d, a, b], lower],
        [[d, b, c], upper],
      ]
    : [
        [[a, b, c], lower],
        [[a, c, d], upper],
      ];
}

/** The cut cells of a grid; those where the function grows without bound towards its rim are left out. */
export function rimCells(f: HeightFunction, grid: Omit<SurfaceGrid, 'rim'>): RimCell[] {
  const { x, y, cells, heights, torn, turned } = grid;
  const row = cells + 1;
  const finite = heights.filter(Number.isFinite);
  if (finite.length === heights.length || finite.length === 0) return [];
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  const far = 2 * (most - least);
  const heightAt = ([i, j]: Corner): number => heights[j * row + i] ?? NaN;
  const place = ([i, j]: Corner): readonly [number, number] => [gridLine(x, cells, i), gridLine(y, cells, j)];
  const known = new Map<string, Point3 | undefined>();
  /** The last point of the surface on the way from a corner that has a height to one that has none. */
  const rimBetween = (from: Corner, to: Corner): Point3 | undefined => {
    const key = `${from.join()}-${to.join()}`;
    if (!known.has(key)) {
      const [[x0, y0], [x1, y1]] = [place(from), place(to)];
      const at = (t: number): readonly [number, number] => [x0 + t * (x1 - x0), y0 + t * (y1 - y0)];
      const t = edgeOfDomain((u) => f(...at(u)), 0, 1);
      const [px, py] = at(t);
      const height = f(px, py);
      known.set(key, height >= least - far && height <= most + far ? [px, py, height] : undefined);
    }
    return known.get(key);
  };
  const halfOf = (corners: readonly Corner[], edges: readonly Edge[]): RimHalf | undefined | 'unbounded' => {
    const points: Point3[] = [];
    const sides: Edge[] = [];
    for (const [k, corner] of corners.entries()) {
      const next = corners[(k + 1) % corners.length] ?? corner;
      const edge = edges[k] ?? 'wire';
      const [isHere, isNext] = [!Number.isNaN(heightAt(corner)), !Number.isNaN(heightAt(next))];
      if (isHere) {
        points.push([...place(corner), heightAt(corner)]);
        sides.push(edge);
      }
      if (isHere === isNext) continue;
      const rim = isHere ? rimBetween(corner, next) : rimBetween(next, corner);
      if (rim === undefined) return 'unbounded';
      points.push(rim);
      // Along the rim to where it meets the next edge, or along this edge to its corner.
      sides.push(isHere ? 'wire' : edge);
    }
    return points.length < 3 ? undefined : { points, edges: sides };
  };
  const found: RimCell[] = [];
  for (let cell = 0; cell < cells * cells; cell++) {
    const [i, j] = [cell % cells, Math.floor(cell / cells)];
    const there = [heights[j * row + i], heights[j * row + i + 1], heights[(j + 1) * row + i], heights[(j + 1) * row + i + 1]].filter(Number.isFinite).length; // prettier-ignore
    if (there === 0 || there === 4 || torn[cell] === 1) continue;
    const [lower, upper] = halvesOf(i, j, turned[cell] === 1).map(([corners, edges]) => halfOf(corners, edges));
    if (lower !== 'unbounded' && upper !== 'unbounded') found.push({ cell, lower, upper });
  }
  return found;
}
