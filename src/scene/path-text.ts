/**
 * A polyline as the `d` of an SVG path: `M` to the first point, `L` to each other one, and for a lone point a closed
 * path, which round caps draw as a dot. Numbers are rounded to hundredths of a pixel. The text is that of d3-shape's
 * `line().digits(2)`, which weighs 3.9 kB gzipped for these few lines (decision 0013).
 */
import type { Point } from './scene.ts';

function hundredth(value: number): number {
  return Math.round(value * 100) / 100;
}

/**
 * The path of a polyline; an empty text for no points.
 *
 * @example
 * ```ts
 * polylinePath([[0, 0], [1.234, 5]]) // → 'M0,0L1.23,5'
 * ```
 */
export function polylinePath(points: readonly Point[]): string {
  const steps = points.map(([x, y], k) => `${k === 0 ? 'M' : 'L'}${hundredth(x)},${hundredth(y)}`);
  return steps.join('') + (points.length === 1 ? 'Z' : '');
}
