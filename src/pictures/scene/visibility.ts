/**
 * Which points of space are seen and which are hidden behind the surface or a plane. A ray is followed from the
 * point to the eye as long as it is in the box; where it changes sides of the surface or of a plane, that hides
 * the point. Lines are cut at the places where they disappear, found by bisection. Points that lie on the
 * surface are lifted a little towards the eye first, so that a surface does not hide what is drawn on it.
 */
import { halfHeight, type Projection } from './camera.ts';
import { heightOver, type UnitPlane } from './facet.ts';
import type { Point3 } from './scene.ts';
import { surfaceHeight, type UnitSurface } from './surface.ts';

/** How far a point is lifted towards the eye before it is tested, in half widths of the box. */
const lift = 0.03;

/** What can hide. */
export interface Scenery {
  readonly surface: UnitSurface | undefined;
  readonly planes: readonly UnitPlane[];
  readonly projection: Projection;
}

/** Whether a point of the unit box is seen; `within` is the index of a plane that it lies in. */
export function isSeen(point: Point3, scenery: Scenery, within?: number): boolean {
  const { projection, planes, surface } = scenery;
  const [ex, ey, ez] = projection.eye;
  const length = Math.hypot(ex - point[0], ey - point[1], ez - point[2]);
  const dx = (ex - point[0]) / length;
  const dy = (ey - point[1]) / length;
  const dz = (ez - point[2]) / length;
  const x = point[0] + lift * dx;
  const y = point[1] + lift * dy;
  const z = point[2] + lift * dz;
  for (let index = 0; index < planes.length; index++) {
    const plane = planes[index];
    if (plane === undefined || index === within) continue;
    const here = heightOver(plane, x, y, z);
    const there = heightOver(plane, ex, ey, ez);
    if (here * there >= 0) continue;
    const t = (here / (here - there)) * length;
    if (inBox(x + t * dx, y + t * dy, z + t * dz)) return false;
  }
  return surface === undefined || !crossesSurface(surface, x, y, z, dx, dy, dz);
}

function inBox(x: number, y: number, z: number): boolean {
  return Math.abs(x) <= 1 && Math.abs(y) <= 1 && Math.abs(z) <= halfHeight;
}

/** How far a ray goes from a place inside until it leaves the box in one direction. */
function exitDistance(from: number, step: number, half: number): number {
  return step === 0 ? Infinity : (Math.sign(step) * half - from) / step;
}

/** Whether a ray from (x, y, z) along (dx, dy, dz) passes through the drawn surface. */
function crossesSurface(
  surface: UnitSurface,
  x: number,
  y: number,
  z: number,
  dx: number,
  dy: number,
  dz: number,
): boolean {
  const end = Math.min(exitDistance(x, dx, 1), exitDistance(y, dy, 1), exitDistance(z, dz, halfHeight), 4);
  if (!(end > 0)) return false;
  const across = end * Math.hypot(dx, dy);
  const steps = Math.max(1, Math.ceil((across * surface.cells) / 1.2));
  let before = z - surfaceHeight(surface, x, y);
  for (let k = 1; k <= steps; k++) {
    const t = (end * k) / steps;
    const over = z + t * dz - surfaceHeight(surface, x + t * dx, y + t * dy);
    if (before * over < 0) {
      const at = z + (t - (end / steps) * (over / (over - before))) * dz;
      if (Math.abs(at) <= halfHeight) return true;
    }
    if (over !== 0) before = over;
  }
  return false;
}

/** A line cut into the parts that are seen and those that are hidden, both clipped to the box. */
export interface SortedLine {
  readonly seen: readonly (readonly Point3[])[];
  readonly hidden: readonly (readonly Point3[])[];
}

/** Longest step along a line between two tests, in half widths of the box. */
const stride = 0.06;

/** Sorts a polyline in the unit box. */
export function sortLine(pieces: readonly (readonly Point3[])[], scenery: Scenery, within?: number): SortedLine {
  const seen: Point3[][] = [];
  const hidden: Point3[][] = [];
  for (const piece of pieces) {
    let current: { points: Point3[]; kind: Point3[][] } | undefined;
    const finish = (): void => {
      if (current !== undefined && current.points.length > 1) current.kind.push(current.points);
      current = undefined;
    };
    const extend = (from: Point3, to: Point3, kind: Point3[][]): void => {
      if (current?.kind !== kind) finish();
      current ??= { points: [from], kind };
      current.points.push(to);
    };
    for (let k = 1; k < piece.length; k++) {
      const clipped = clipToBox(piece[k - 1], piece[k]);
      if (clipped === undefined) {
        finish();
        continue;
      }
      const [start, end] = clipped;
      if (start !== piece[k - 1]) finish();
      const steps = Math.max(1, Math.ceil(distance(start, end) / stride));
      let [from, fromSeen] = [start, isSeen(start, scenery, within)];
      for (let step = 1; step <= steps; step++) {
        const to = step === steps ? end : between(start, end, step / steps);
        const toSeen = isSeen(to, scenery, within);
        if (fromSeen !== toSeen) {
          const border = borderBetween(from, to, fromSeen, scenery, within);
          extend(from, border, fromSeen ? seen : hidden);
          from = border;
        }
        extend(from, to, toSeen ? seen : hidden);
        [from, fromSeen] = [to, toSeen];
      }
    }
    finish();
  }
  return { seen, hidden };
}

function borderBetween(from: Point3, to: Point3, fromSeen: boolean, scenery: Scenery, within?: number): Point3 {
  let [low, high] = [0, 1];
  for (let halving = 0; halving < 6; halving++) {
    const middle = (low + high) / 2;
    if (isSeen(between(from, to, middle), scenery, within) === fromSeen) low = middle;
    else high = middle;
  }
  return between(from, to, (low + high) / 2);
}

function between(p: Point3, q: Point3, t: number): Point3 {
  return [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1]), p[2] + t * (q[2] - p[2])];
}

function distance(p: Point3, q: Point3): number {
  return Math.hypot(q[0] - p[0], q[1] - p[1], q[2] - p[2]);
}

/** The part of a segment in the unit box. */
function clipToBox(from: Point3 | undefined, to: Point3 | undefined): readonly [Point3, Point3] | undefined {
  if (from === undefined || to === undefined) return undefined;
  let [start, end] = [0, 1];
  for (const axis of [0, 1, 2] as const) {
    const half = (axis === 2 ? halfHeight : 1) + 1e-9;
    const step = to[axis] - from[axis];
    if (Number.isNaN(step)) return undefined;
    if (step === 0) {
      if (Math.abs(from[axis]) > half) return undefined;
      continue;
    }
    const [a, b] = [(-half - from[axis]) / step, (half - from[axis]) / step];
    start = Math.max(start, Math.min(a, b));
    end = Math.min(end, Math.max(a, b));
    if (!(start < end)) return undefined;
  }
  return [start === 0 ? from : between(from, to, start), end === 1 ? to : between(from, to, end)];
}
