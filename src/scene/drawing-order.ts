/**
 * What is drawn after what. In come a surface, planes and an eye; out come outlines from far to near, in which nothing is ever drawn before what it hides. Each plane splits space: what lies behind it as seen
 * from the eye, the plane, what lies before it. Cells that a plane passes through are cut on it exactly, and
 * within a side the walk of `farToNear` orders the rest (Fuchs, Kedem and Naylor 1980, with the planes as the
 * only partitions and a grid in place of the leaves). Cells that leave the box are cut on its floor and lid.
 */
import { halfHeight, type Projection } from './camera.ts';
import { cutFacet, heightOver, outlinesOf, planeInBox, type CutFacet, type Facet, type UnitPlane } from './facet.ts';
import type { Point3 } from './scene.ts';
import { facetsOf, farToNear, sideSeen, upperHalfIsNearer, type UnitSurface } from './surface.ts';

/** Takes the things to draw, far to near. */
export interface Drawer {
  /** A cell that nothing cuts, and whether it is seen from above (1) or from below (0). */
  cell(cell: number, side: number): void;
  /** A part of a cell; the key is the cell's own number for one of its parts, so that it keeps its element. */
  part(key: string, cell: number, outlines: readonly (readonly Point3[])[]): void;
  /** A plane inside the box, cut where other planes pass through it, and the line in which it cuts the surface. */
  plane(index: number, outline: readonly Point3[], cut: readonly (readonly [Point3, Point3])[]): void;
}

/** A cell that something cuts: what is left of its two halves. */
interface Remnant {
  readonly lower: Facet | undefined;
  readonly upper: Facet | undefined;
}

/** A convex part of space with what it holds: whole cells by flag, cut ones by cell. */
interface Region {
  readonly whole: Uint8Array;
  readonly remnants: ReadonlyMap<number, Remnant>;
  readonly planes: readonly { readonly index: number; readonly plane: UnitPlane; readonly facet: Facet | undefined }[];
  readonly name: string;
}

/** Walks through everything from far to near. */
export function drawInOrder(
  surface: UnitSurface | undefined,
  planes: readonly UnitPlane[],
  projection: Projection,
  drawer: Drawer,
): void {
  const count = surface === undefined ? 0 : surface.cells ** 2;
  const whole = new Uint8Array(count);
  const remnants = new Map<number, Remnant>();
  for (let cell = 0; cell < count; cell++) {
    if (surface === undefined || surface.shade[cell] === 255) continue;
    if (surface.beyond[cell] === 0) whole[cell] = 1;
    else {
      const [lower, upper] = facetsOf(surface, cell).map(insideBox);
      if (lower !== undefined || upper !== undefined) remnants.set(cell, { lower, upper });
    }
  }
  const facets = planes.map((plane, index) => ({ index, plane, facet: facetOfPlane(plane) }));
  const walk = surface === undefined ? undefined : walkFor(surface, projection.eye);
  walkRegion({ whole, remnants, planes: facets, name: '' });

  function walkRegion(region: Region): void {
    const [first, ...rest] = region.planes;
    if (first === undefined) return drawCells(region);
    const { below, above, cut } = split(surface, region, first.plane, rest);
    const eyeIsAbove = heightOver(first.plane, ...projection.eye) >= 0;
    walkRegion(eyeIsAbove ? below : above);
    drawer.plane(first.index, first.facet?.points ?? [], cut);
    walkRegion(eyeIsAbove ? above : below);
  }

  function drawCells(region: Region): void {
    if (surface === undefined || walk === undefined) return;
    for (const cell of walk.cells) {
      const part = region.remnants.get(cell);
      if (part === undefined && region.whole[cell] === 0) continue;
      const side = walk.sides[cell] ?? 2;
      if (side !== 2) {
        if (part === undefined) drawer.cell(cell, side);
        else drawer.part(`${cell}${region.name}`, cell, outlinesOf(part.lower, part.upper));
        continue;
      }
      // Seen nearly edge on, one half folds over the other: they are drawn one after the other.
      const [lower, upper] = part === undefined ? facetsOf(surface, cell) : [part.lower, part.upper];
      const upperLast = upperHalfIsNearer(surface, cell, projection.eye);
      for (const last of [false, true]) {
        const isUpper = last === upperLast;
        const facet = isUpper ? upper : lower;
        if (facet !== undefined) drawer.part(`${cell}${region.name}${isUpper ? 'y' : 'x'}`, cell, [facet.points]);
      }
    }
  }
}

function insideBox(facet: Facet): Facet | undefined {
  const lower = cutFacet(facet, { a: 0, b: 0, c: halfHeight }).below;
  return lower === undefined ? undefined : cutFacet(lower, { a: 0, b: 0, c: -halfHeight }).above;
}

function facetOfPlane(plane: UnitPlane): Facet | undefined {
  const points = planeInBox(plane, halfHeight);
  return points.length < 3 ? undefined : { points, edges: points.map(() => 'wire') };
}

/** Sorts a region's contents to the two sides of a plane and cuts what lies across. */
function split(
  surface: UnitSurface | undefined,
  region: Region,
  plane: UnitPlane,
  others: Region['planes'],
): { below: Region; above: Region; cut: [Point3, Point3][] } {
  const regionOn = (side: 'below' | 'above') => ({
    whole: new Uint8Array(region.whole.length),
    remnants: new Map<number, Remnant>(),
    planes: others.map((other) => ({
      ...other,
      facet: other.facet === undefined ? undefined : cutFacet(other.facet, plane)[side],
    })),
    name: side === 'below' ? region.name : `${region.name}+${others.length}`,
  });
  const [below, above] = [regionOn('below'), regionOn('above')];
  const cut: [Point3, Point3][] = [];
  const cutRemnant = (cell: number, lower: Facet | undefined, upper: Facet | undefined): void => {
    const l = lower === undefined ? nothing : cutFacet(lower, plane);
    const u = upper === undefined ? nothing : cutFacet(upper, plane);
    if (l.below ?? u.below) below.remnants.set(cell, { lower: l.below, upper: u.below });
    if (l.above ?? u.above) above.remnants.set(cell, { lower: l.above, upper: u.above });
    for (const halves of [l, u]) {
      if (halves.below === undefined || halves.above === undefined) continue;
      const { points, edges } = halves.below;
      const from = edges.findLastIndex(
        (edge, k) => edge === 'cut' && onPlane(points[k], plane) && onPlane(points[(k + 1) % points.length], plane),
      );
      const [start, end] = [points[from], points[(from + 1) % points.length]];
      if (start !== undefined && end !== undefined) cut.push([start, end]);
    }
  };
  if (surface !== undefined) {
    const { cells, lines, z } = surface;
    const row = cells + 1;
    const over = new Float64Array(z.length);
    for (let k = 0, j = 0; j < row; j++)
      for (let i = 0; i < row; i++, k++) over[k] = heightOver(plane, lines[i] ?? NaN, lines[j] ?? NaN, z[k] ?? NaN);
    for (let cell = 0; cell < region.whole.length; cell++) {
      if (region.whole[cell] === 0) continue;
      const corner = Math.floor(cell / cells) * row + (cell % cells);
      const p = over[corner] ?? 0;
      const q = over[corner + 1] ?? 0;
      const r = over[corner + row + 1] ?? 0;
      const s = over[corner + row] ?? 0;
      if (p <= 0 && q <= 0 && r <= 0 && s <= 0) below.whole[cell] = 1;
      else if (p >= 0 && q >= 0 && r >= 0 && s >= 0) above.whole[cell] = 1;
      else cutRemnant(cell, ...facetsOf(surface, cell));
    }
    for (const [cell, { lower, upper }] of region.remnants) cutRemnant(cell, lower, upper);
  }
  return { below, above, cut };
}

const nothing: CutFacet = { below: undefined, above: undefined };

/** The order of the cells for an eye, and from which side each is seen; kept for the last eyes. */
interface Walk {
  readonly cells: readonly number[];
  readonly sides: Uint8Array;
}

const walks = new WeakMap<UnitSurface, Map<string, Walk>>();

function walkFor(surface: UnitSurface, eye: Point3): Walk {
  let kept = walks.get(surface);
  if (kept === undefined) walks.set(surface, (kept = new Map()));
  const key = eye.join();
  let walk = kept.get(key);
  if (walk === undefined) {
    const sides = new Uint8Array(surface.cells ** 2);
    for (let cell = 0; cell < sides.length; cell++) sides[cell] = sideSeen(surface, cell, eye);
    walk = { cells: farToNear(surface, eye), sides };
    if (kept.size > 3) kept.clear();
    kept.set(key, walk);
  }
  return walk;
}

function onPlane(point: Point3 | undefined, plane: UnitPlane): boolean {
  return point !== undefined && Math.abs(point[2] - (plane.a * point[0] + plane.b * point[1] + plane.c)) < 1e-9;
}
