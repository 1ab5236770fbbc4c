/**
 * What is drawn after what. In come a surface, planes and an eye; out come parts of space from far to near, and in
 * each the cells of the surface that lie in it. Each plane splits space: what lies behind it as seen from the eye, the
 * plane, what lies before it (Fuchs, Kedem and Naylor 1980, with the planes as the only partitions). Cells that a plane
 * passes through are cut on it exactly; cells that leave the box are cut on its floor and lid. Within a part of space
 * the layers of surface-layers.ts say the order, for a piece of a cell as for the whole.
 */
import { halfHeight, type Projection } from './camera.ts';
import { cutFacet, heightOver, planeInBox, type CutFacet, type Facet, type UnitPlane } from './facet.ts';
import { recentOf, type Recent } from './recent.ts';
import type { Point3 } from './scene.ts';
import { facetsOf, type UnitSurface } from './surface.ts';

/** Takes the things to draw, far to near. */
export interface Drawer {
  /** The cells in a part of space. */
  cells(region: Region): void;
  /** A plane inside the box, cut where other planes pass through it, and the line in which it cuts the surface. */
  plane(index: number, outline: readonly Point3[], cut: readonly (readonly [Point3, Point3])[]): void;
}

/** A cell that something cuts: what is left of its two halves. */
export interface Remnant {
  readonly lower: Facet | undefined;
  readonly upper: Facet | undefined;
}

/** A convex part of space with what it holds of the surface: whole cells by flag, cut ones by cell. */
export interface Region {
  /** Unlike that of any other part, and the same from one position to the next. */
  readonly name: string;
  readonly whole: Uint8Array;
  readonly remnants: ReadonlyMap<number, Remnant>;
}

/** Space split by planes. The same for every eye: an eye only says which side of a plane comes first. */
type Partition =
  | { readonly kind: 'region'; readonly region: Region }
  | {
      readonly kind: 'split';
      readonly index: number;
      readonly plane: UnitPlane;
      readonly outline: readonly Point3[];
      readonly cut: readonly (readonly [Point3, Point3])[];
      readonly below: Partition;
      readonly above: Partition;
    };

/** Walks through everything from far to near. */
export function drawInOrder(
  surface: UnitSurface | undefined,
  planes: readonly UnitPlane[],
  projection: Projection,
  drawer: Drawer,
): void {
  walk(surface === undefined ? makePartition(undefined, planes) : partitionOf(surface, planes));

  function walk(part: Partition): void {
    if (part.kind === 'region') return drawer.cells(part.region);
    const eyeIsAbove = heightOver(part.plane, ...projection.eye) >= 0;
    walk(eyeIsAbove ? part.below : part.above);
    drawer.plane(part.index, part.outline, part.cut);
    walk(eyeIsAbove ? part.above : part.below);
  }
}

const partitions = new WeakMap<UnitSurface, Recent<Partition>>();

/** A surface split by planes; kept for the last ones, as many as a figure has panels, so that turning cuts nothing anew. */
function partitionOf(surface: UnitSurface, planes: readonly UnitPlane[]): Partition {
  const key = planes.map(({ a, b, c }) => `${a},${b},${c}`).join(';');
  return recentOf(partitions, surface, 4).get(key, () => makePartition(surface, planes));
}

/** What is in a part of space before the planes still to come split it. */
interface Room extends Region {
  readonly planes: readonly { readonly index: number; readonly plane: UnitPlane; readonly facet: Facet | undefined }[];
}

function makePartition(surface: UnitSurface | undefined, planes: readonly UnitPlane[]): Partition {
  const facets = planes.map((plane, index) => ({ index, plane, facet: facetOfPlane(plane) }));
  return splitRoom(surface, { ...contentsOf(surface), planes: facets, name: '' });
}

function splitRoom(surface: UnitSurface | undefined, room: Room): Partition {
  const [first, ...rest] = room.planes;
  if (first === undefined) return { kind: 'region', region: room };
  const { below, above, cut } = split(surface, room, first.plane, rest);
  return {
    kind: 'split',
    index: first.index,
    plane: first.plane,
    outline: first.facet?.points ?? [],
    cut,
    below: splitRoom(surface, below),
    above: splitRoom(surface, above),
  };
}

const contents = new WeakMap<UnitSurface, Pick<Region, 'whole' | 'remnants'>>();

/** The cells of a surface inside the box; kept with the surface. */
function contentsOf(surface: UnitSurface | undefined): Pick<Region, 'whole' | 'remnants'> {
  if (surface === undefined) return { whole: new Uint8Array(0), remnants: new Map() };
  const known = contents.get(surface);
  if (known !== undefined) return known;
  const whole = new Uint8Array(surface.cells ** 2);
  const remnants = new Map<number, Remnant>();
  for (let cell = 0; cell < whole.length; cell++) {
    if (surface.shade[cell] === 255) continue;
    if (surface.clipped[cell] === 0 && !surface.rim.has(cell)) whole[cell] = 1;
    else {
      const [lower, upper] = facetsOf(surface, cell).map((half) => (half === undefined ? undefined : insideBox(half)));
      if (lower !== undefined || upper !== undefined) remnants.set(cell, { lower, upper });
    }
  }
  const made = { whole, remnants };
  contents.set(surface, made);
  return made;
}

function insideBox(facet: Facet): Facet | undefined {
  const lower = cutFacet(facet, { a: 0, b: 0, c: halfHeight }).below;
  return lower === undefined ? undefined : cutFacet(lower, { a: 0, b: 0, c: -halfHeight }).above;
}

function facetOfPlane(plane: UnitPlane): Facet | undefined {
  const points = planeInBox(plane, halfHeight);
  return points.length < 3 ? undefined : { points, edges: points.map(() => 'wire') };
}

/** Sorts what a part of space holds to the two sides of a plane and cuts what lies across. */
function split(
  surface: UnitSurface | undefined,
  room: Room,
  plane: UnitPlane,
  others: Room['planes'],
): { below: Room; above: Room; cut: [Point3, Point3][] } {
  const roomOn = (side: 'below' | 'above') => ({
    whole: new Uint8Array(room.whole.length),
    remnants: new Map<number, Remnant>(),
    planes: others.map((other) => ({
      ...other,
      facet: other.facet === undefined ? undefined : cutFacet(other.facet, plane)[side],
    })),
    name: side === 'below' ? room.name : `${room.name}+${others.length}`,
  });
  const [below, above] = [roomOn('below'), roomOn('above')];
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
    for (let cell = 0; cell < room.whole.length; cell++) {
      if (room.whole[cell] === 0) continue;
      const corner = Math.floor(cell / cells) * row + (cell % cells);
      const p = over[corner] ?? 0;
      const q = over[corner + 1] ?? 0;
      const r = over[corner + row + 1] ?? 0;
      const s = over[corner + row] ?? 0;
      if (p <= 0 && q <= 0 && r <= 0 && s <= 0) below.whole[cell] = 1;
      else if (p >= 0 && q >= 0 && r >= 0 && s >= 0) above.whole[cell] = 1;
      else cutRemnant(cell, ...facetsOf(surface, cell));
    }
    for (const [cell, { lower, upper }] of room.remnants) cutRemnant(cell, lower, upper);
  }
  return { below, above, cut };
}

const nothing: CutFacet = { below: undefined, above: undefined };

function onPlane(point: Point3 | undefined, plane: UnitPlane): boolean {
  return point !== undefined && Math.abs(point[2] - (plane.a * point[0] + plane.b * point[1] + plane.c)) < 1e-9;
}
