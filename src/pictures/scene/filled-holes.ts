/**
 * A function of two inputs with its holes filled: where it has no value, but the values around tend to one and the same
 * limit, as those of sin(r)/r do at 0, it is that limit. In: a function and a scale. Out: the same function with limits. The
 * limits are taken along straight lines; four of them must agree with one another, so that x·y/(x² + y²) has none at 0.
 */
import { isHurried } from '../../base/parts.ts';
import type { HeightFunction } from './robust-extent.ts';
import { approachTo } from './rounding-noise.ts';

const directions = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
] as const;

/** How near the values are that must agree, as a part of the scale. */
const near = 1e-4;

/** The limit of f at a point without a value, NaN where there is none. */
function limitAt(f: HeightFunction, x: number, y: number, scale: number): number {
  const lines = directions.map(
    ([u, v]) =>
      (t: number) =>
        f(x + t * u, y + t * v),
  );
  const sides = lines.map((line) => [line(-near * scale), line(near * scale)] as const);
  // At the rim of the domain, or beyond, there is no hole.
  const whole = sides.filter((pair) => pair.every(Number.isFinite));
  if (whole.length < directions.length - 1) return NaN;
  for (const [k, pair] of sides.entries()) {
    const line = lines[k];
    if (line === undefined || !pair.every(Number.isFinite)) continue;
    const [before, after] = [approachTo(line, 0, -1, scale), approachTo(line, 0, 1, scale)];
    if (before.kind !== 'limit' || after.kind !== 'limit') return NaN;
    const { limit } = before.error < after.error ? before : after;
    const all = whole.flat();
    const spread = Math.max(...all) - Math.min(...all);
    const farther = lines
      .flatMap((other) => [other(-100 * near * scale), other(100 * near * scale)])
      .filter(Number.isFinite);
    // Values come closer to the limit as their distance shrinks to a hundredth, or were there already.
    const spreadFarther = Math.max(...farther) - Math.min(...farther);
    const tolerance = 0.2 * spreadFarther + 1e-6 * Math.abs(limit);
    const agrees = Math.abs(before.limit - after.limit) <= tolerance && spread <= tolerance;
    return agrees && all.every((value) => Math.abs(value - limit) <= tolerance) ? limit : NaN;
  }
  return NaN;
}

/** The function with its holes filled. */
export function filled(f: HeightFunction, scale: number): HeightFunction {
  return (x, y) => {
    const value = f(x, y);
    return Number.isFinite(value) || isHurried() ? value : limitAt(f, x, y, scale);
  };
}
