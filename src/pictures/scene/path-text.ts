/**
 * A polyline as the `d` of an SVG path: `M` to the first point, `L` to each other one, and for a lone point a closed
 * path, which round caps draw as a dot. Numbers are rounded to hundredths of a pixel. The text is that of d3-shape's
 * `line().digits(2)`, which weighs 3.9 kB gzipped for these few lines (decision 0013).
 */
import { px } from './painted-node.ts';
import type { Point } from './scene.ts';

/**
 * The path of a polyline; an empty text for no points.
 *
 * @example
 * ```ts
 * polylinePath([[0, 0], [1.234, 5]]) // → 'M0,0L1.23,5'
 * ```
 */
export function polylinePath(points: readonly Point[]): string {
  let text = '';
  for (const [x, y] of points) text += `${text === '' ? 'M' : 'L'}${px(x)},${px(y)}`;
  return points.length === 1 ? `${text}Z` : text;
}
