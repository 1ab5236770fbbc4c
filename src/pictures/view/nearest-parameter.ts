/**
 * Which parameter value puts a dot nearest to the pointer, when the dot moves along a curve on the picture.
 * In comes the way from a value to a pixel, out comes a value: the nearest of evenly spread ones, refined
 * between its neighbours. Places near the value of the moment are preferred, so that a drag does not leap
 * from one branch of the curve to another that crosses it.
 */
import type { FigureParameter } from '../scene/figure.ts';
import type { Point } from '../scene/scene.ts';

const samples = 64;

/** The value of the parameter whose dot is nearest to a pixel. */
export function nearestParameter(
  { min, max }: FigureParameter,
  standing: number,
  pixelAt: (value: number) => Point,
  [x, y]: Point,
): number {
  const range = max - min;
  const cost = (value: number): number => {
    const [px, py] = pixelAt(value);
    const away = Math.hypot(px - x, py - y) + (12 * Math.abs(value - standing)) / range;
    return Number.isNaN(away) ? Infinity : away;
  };
  let best = standing;
  let least = cost(standing);
  for (let k = 0; k <= samples; k++) {
    const value = min + (range * k) / samples;
    const away = cost(value);
    if (away < least) [best, least] = [value, away];
  }
  for (let step = range / samples; step > range / 1e5; step /= 2) {
    for (const value of [best - step, best + step]) {
      if (value < min || value > max) continue;
      const away = cost(value);
      if (away < least) [best, least] = [value, away];
    }
  }
  return best;
}
