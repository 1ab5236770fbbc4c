/**
 * Lines cut to a window. A straight line is given by a point and a slope and comes back as the segment
 * inside the window; a polyline comes back as the parts of it inside. The segment test is Liang and
 * Barsky's (1984): the parameter interval of a segment is narrowed by each side of the box in turn.
 */
import type { Point } from './scene.ts';

/** A rectangle in data terms. */
export interface Window {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** The part of a segment inside a window as an interval of its parameter 0…1, or nothing. */
export function clipInterval(from: Point, to: Point, window: Window): readonly [number, number] | undefined {
  let start = 0;
  let end = 1;
  for (const axis of [0, 1] as const) {
    const [low, high] = axis === 0 ? window.x : window.y;
    const step = to[axis] - from[axis];
    const position = from[axis];
    if (step === 0) {
      if (position < low || position > high) return undefined;
      continue;
    }
    const a = (low - position) / step;
    const b = (high - position) / step;
    start = Math.max(start, Math.min(a, b));
    end = Math.min(end, Math.max(a, b));
    if (!(start <= end)) return undefined;
  }
  return [start, end];
}

function between(from: Point, to: Point, t: number): Point {
  if (t === 0) return from;
  if (t === 1) return to;
  return [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
}

/**
 * The part of a polyline inside a window, in as many pieces as it takes.
 *
 * @example
 * ```ts
 * clipPolyline([[0, 0], [4, 4]], { x: [0, 2], y: [0, 9] }) // → [[[0, 0], [2, 2]]]
 * ```
 */
export function clipPolyline(points: readonly Point[], window: Window): Point[][] {
  const pieces: Point[][] = [];
  let current: Point[] = [];
  for (let index = 1; index < points.length; index++) {
    const from = points[index - 1];
    const to = points[index];
    if (from === undefined || to === undefined) continue;
    const interval = clipInterval(from, to, window);
    if (interval === undefined) {
      if (current.length > 1) pieces.push(current);
      current = [];
      continue;
    }
    const [start, end] = interval;
    if (current.length === 0 || start > 0) {
      if (current.length > 1) pieces.push(current);
      current = [between(from, to, start)];
    }
    current.push(between(from, to, end));
    if (end < 1) {
      if (current.length > 1) pieces.push(current);
      current = [];
    }
  }
  if (current.length > 1) pieces.push(current);
  return pieces;
}

/**
 * The part of an area inside a window, by its boundary, a closed line: Sutherland and Hodgman (1974).
 *
 * @example
 * ```ts
 * clipRing([[0, 0], [4, 0], [4, 4]], { x: [0, 2], y: [0, 9] }) // → [[2, 2], [0, 0], [2, 0]]
 * ```
 */
export function clipRing(points: readonly Point[], { x, y }: Window): readonly Point[] {
  let ring = points;
  for (const [axis, limit, sign] of [
    [0, x[0], 1],
    [0, x[1], -1],
    [1, y[0], 1],
    [1, y[1], -1],
  ] as const) {
    const depth = (point: Point | undefined): number => sign * ((point?.[axis] ?? NaN) - limit);
    if (!ring.some((point) => depth(point) < 0)) continue;
    const cut: Point[] = [];
    for (const [k, to] of ring.entries()) {
      const from = ring.at(k - 1) ?? to;
      const [a, b] = [depth(from), depth(to)];
      if (a >= 0 !== b >= 0) cut.push(between(from, to, a / (a - b)));
      if (b >= 0) cut.push(to);
    }
    ring = cut;
  }
  return ring;
}

/**
 * A straight line's segment inside a window, left end first, the lower one of an upright line, or nothing where it passes outside.
 *
 * @example
 * ```ts
 * lineInWindow([0, 0], 2, { x: [-3, 3], y: [-2, 2] }) // → [[-1, -2], [1, 2]]
 * ```
 */
export function lineInWindow(point: Point, slope: number, window: Window): readonly [Point, Point] | undefined {
  if (Number.isNaN(slope) || !Number.isFinite(point[0]) || !Number.isFinite(point[1])) return undefined;
  const height = (x: number): number => point[1] + slope * (x - point[0]);
  const [x0, x1] = window.x;
  const [y0, y1] = window.y;
  if (Math.abs(slope) === Infinity)
    return point[0] >= x0 && point[0] <= x1 ? [[point[0], y0], [point[0], y1]] : undefined; // prettier-ignore
  let from = x0;
  let to = x1;
  if (slope !== 0) {
    const atLow = point[0] + (y0 - point[1]) / slope;
    const atHigh = point[0] + (y1 - point[1]) / slope;
    from = Math.max(x0, Math.min(atLow, atHigh));
    to = Math.min(x1, Math.max(atLow, atHigh));
  } else if (point[1] < y0 || point[1] > y1) return undefined;
  if (!(from <= to)) return undefined;
  const clamp = (y: number): number => Math.min(y1, Math.max(y0, y));
  return [
    [from, clamp(height(from))],
    [to, clamp(height(to))],
  ];
}

/**
 * How many points of a piece that goes to the right come before an argument, or up to it.
 *
 * @param withEqual counts points at the argument too
 * @example
 * ```ts
 * pointsBefore([[0, 1], [1, 3], [2, 5]], 1) // → 1
 * ```
 */
export function pointsBefore(piece: readonly Point[], w: number, withEqual = false): number {
  let [low, high] = [0, piece.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const x = piece[middle]?.[0] ?? NaN;
    if (x < w || (withEqual && x === w)) low = middle + 1;
    else high = middle;
  }
  return low;
}
