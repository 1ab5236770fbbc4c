/**
 * Fewer points, same picture: the polyline simplification of Ramer (1972), Douglas and Peucker (1973), with
 * distances measured in pixels. The first and last points stay.
 */
import type { Point } from './scene.ts';

/** The points of a polyline without those that lie within `tolerance` pixels of what remains. */
export function thinned(
  points: readonly Point[],
  pixel: { readonly x: number; readonly y: number },
  tolerance: number,
): Point[] {
  if (points.length < 3) return [...points];
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const open: [number, number][] = [[0, points.length - 1]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [first, last] = next;
    const a = points[first];
    const b = points[last];
    if (a === undefined || b === undefined || last - first < 2) continue;
    const dx = (b[0] - a[0]) / pixel.x;
    const dy = (b[1] - a[1]) / pixel.y;
    const length = Math.hypot(dx, dy);
    let farthest = -1;
    let distance = tolerance;
    for (let index = first + 1; index < last; index++) {
      const p = points[index];
      if (p === undefined) continue;
      const px = (p[0] - a[0]) / pixel.x;
      const py = (p[1] - a[1]) / pixel.y;
      const off = length === 0 ? Math.hypot(px, py) : Math.abs(px * dy - py * dx) / length;
      if (off > distance) [farthest, distance] = [index, off];
    }
    if (farthest < 0) continue;
    keep[farthest] = 1;
    open.push([first, farthest], [farthest, last]);
  }
  return points.filter((_, index) => keep[index] === 1);
}
