/**
 * Flat pieces of a surface and how a plane cuts them. A facet is a convex polygon in the unit box whose edges
 * know what they are: part of the wire grid, the diagonal that halves a cell, or a cut. Cutting walks the polygon once and
 * gives both sides (Sutherland and Hodgman 1974); a crossing is always computed from the lower end, so
 * two facets that share an edge get the same point, bit for bit, and can be joined again along the diagonal.
 */
import type { Point3 } from './scene.ts';

/** What an edge is: a line of the wire grid, the diagonal of a cell, or a cut by a plane. */
export type Edge = 'wire' | 'diagonal' | 'cut';

/** A convex polygon; `edges[k]` runs from point k to the next. */
export interface Facet {
  readonly points: readonly Point3[];
  readonly edges: readonly Edge[];
}

/** A plane over the inputs: z = a x + b y + c in units of the box. */
export interface UnitPlane {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** Below this a point lies on a plane. */
export const touching = 1e-11;

/** How far above a plane a point lies; exactly 0 where it lies on it. */
export function heightOver({ a, b, c }: UnitPlane, x: number, y: number, z: number): number {
  const over = z - (a * x + b * y + c);
  return Math.abs(over) <= touching * (1 + Math.abs(a) + Math.abs(b)) ? 0 : over;
}

/** The two sides of a facet; a side of no area is absent. */
export interface CutFacet {
  readonly below: Facet | undefined;
  readonly above: Facet | undefined;
}

/** Cuts a facet on a plane. */
export function cutFacet(facet: Facet, plane: UnitPlane): CutFacet {
  const { points, edges } = facet;
  const over: number[] = [];
  let [highest, lowest] = [-Infinity, Infinity];
  for (const [x, y, z] of points) {
    const height = heightOver(plane, x, y, z);
    over.push(height);
    highest = Math.max(highest, height);
    lowest = Math.min(lowest, height);
  }
  if (highest <= 0) return { below: facet, above: undefined };
  if (lowest >= 0) return { below: undefined, above: facet };
  const below: { points: Point3[]; edges: Edge[] } = { points: [], edges: [] };
  const above: { points: Point3[]; edges: Edge[] } = { points: [], edges: [] };
  const add = (side: typeof below, point: Point3, edge: Edge): void => {
    side.points.push(point);
    side.edges.push(edge);
  };
  for (const [k, point] of points.entries()) {
    const next = (k + 1) % points.length;
    const [s, t] = [over[k] ?? 0, over[next] ?? 0];
    const edge = edges[k] ?? 'wire';
    const to = points[next] ?? point;
    if (s === 0) {
      // A corner on the plane belongs to both sides; the side the walk leaves gets the cut.
      add(below, point, t > 0 ? 'cut' : edge);
      add(above, point, t < 0 ? 'cut' : edge);
    } else if (s < 0) {
      add(below, point, edge);
      if (t > 0) {
        const crossing = between(point, to, s / (s - t));
        add(below, crossing, 'cut');
        add(above, crossing, edge);
      }
    } else {
      add(above, point, edge);
      if (t < 0) {
        const crossing = between(to, point, t / (t - s));
        add(above, crossing, 'cut');
        add(below, crossing, edge);
      }
    }
  }
  return { below, above };
}

function between(p: Point3, q: Point3, t: number): Point3 {
  return [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1]), p[2] + t * (q[2] - p[2])];
}

/** The outlines of the two halves of a cell, as one where they share their part of the diagonal. */
export function outlinesOf(first: Facet | undefined, second: Facet | undefined): (readonly Point3[])[] {
  if (first === undefined || second === undefined) {
    return [first, second].flatMap((facet) => (facet === undefined ? [] : [facet.points]));
  }
  const i = first.edges.indexOf('diagonal');
  const j = second.edges.indexOf('diagonal');
  if (i < 0 || j < 0) return [first.points, second.points];
  const from = rotated(first.points, i + 1);
  const onward = rotated(second.points, j + 1).slice(1, -1);
  return [[...from, ...onward]];
}

/** The same polygon from another corner on. */
export function rotated(points: readonly Point3[], start: number): Point3[] {
  return [...points.slice(start), ...points.slice(0, start)];
}

/** The part of a plane inside the unit box. */
export function planeInBox(plane: UnitPlane, halfHeight: number): readonly Point3[] {
  const { a, b, c } = plane;
  const corner = (x: number, y: number): Point3 => [x, y, a * x + b * y + c];
  let facet: Facet | undefined = {
    points: [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)],
    edges: ['wire', 'wire', 'wire', 'wire'],
  };
  facet = cutFacet(facet, { a: 0, b: 0, c: halfHeight }).below;
  if (facet !== undefined) facet = cutFacet(facet, { a: 0, b: 0, c: -halfHeight }).above;
  return facet?.points ?? [];
}
