/** The path of an arrow: as text of SVG, and as points, so that something can run along it. */
import { px } from './painted-node.ts';
import type { Point } from './scene.ts';

/** A piece of a path: a straight line, or a curve with its two control points. */
export type PathPiece = readonly [Point, Point] | readonly [Point, Point, Point, Point];

const samples = 12;

/** The `d` of a path; its ends are cut by so many pixels, to leave room for a head. */
export function pathText(path: readonly PathPiece[], cut: { readonly start: number; readonly end: number }): string {
  const first = path[0]?.[0];
  const last = path.at(-1)?.at(-1);
  if (first === undefined || last === undefined) return '';
  const write = ([x, y]: Point): string => `${px(x)},${px(y)}`;
  const start = towards(first, path[0]![1], cut.start);
  const end = towards(last, path.at(-1)!.at(-2)!, cut.end);
  return path.reduce(
    (text, [, b, c, d], k) => {
      const isLast = k === path.length - 1;
      if (c === undefined || d === undefined) return `${text}L${write(isLast ? end : b)}`;
      return `${text}C${write(b)} ${write(c)} ${write(isLast ? end : d)}`;
    },
    `M${write(start)}`,
  );
}

/** A point moved so many pixels towards another. */
function towards([x, y]: Point, [u, v]: Point, by: number): Point {
  const length = Math.hypot(u - x, v - y);
  return length === 0 ? [x, y] : [x + ((u - x) * by) / length, y + ((v - y) * by) / length];
}

/** Points along a path. */
export function pointsAlong(path: readonly PathPiece[]): Point[] {
  const points: Point[] = [];
  for (const [a, b, c, d] of path) {
    if (points.length === 0) points.push(a);
    if (c === undefined || d === undefined) points.push(b);
    else
      for (let k = 1; k <= samples; k++) {
        const t = k / samples;
        const weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
        const at = (axis: 0 | 1): number => [a, b, c, d].reduce((sum, point, i) => sum + weights[i]! * point[axis], 0);
        points.push([at(0), at(1)]);
      }
  }
  return points;
}

/** The point at a share of the length of a row of points. */
export function pointAt(points: readonly Point[], share: number): Point {
  const lengths = points.slice(1).map(([x, y], k) => Math.hypot(x - points[k]![0], y - points[k]![1]));
  let left = share * lengths.reduce((sum, length) => sum + length, 0);
  for (const [k, length] of lengths.entries()) {
    if (left <= length) return towards(points[k]!, points[k + 1]!, left);
    left -= length;
  }
  return points.at(-1) ?? [0, 0];
}
