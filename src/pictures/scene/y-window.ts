/**
 * How much of the vertical direction a picture shows. Everything, where the values are bounded, however
 * narrow a peak may be; where they grow without bound, the part most of the curve lives in: Tukey's fences
 * (1977), the quartiles widened by one and a half times their distance. Zero is taken in when it is near,
 * and a small margin keeps curves off the edge. In come samples, out goes an interval.
 */
import { quantileSorted } from 'd3-array';
import { edgeOfDomain, findPole } from './breaks.ts';

/** Share of the height left free above and below. */
const margin = 0.1;

function isUnbounded(
  g: (w: number) => number,
  xs: readonly number[],
  ys: readonly number[],
  index: number,
  large: number,
): boolean {
  const at = xs[index] ?? NaN;
  const below = index - 1;
  const above = index + 1;
  for (const beside of [below, above]) {
    const w = xs[beside];
    const y = ys[beside];
    if (w === undefined || y === undefined) continue;
    if (!Number.isFinite(y) && Math.abs(g(edgeOfDomain(g, at, w))) > large) return true;
  }
  const low = Number.isFinite(ys[below] ?? NaN) ? (xs[below] ?? at) : at;
  const high = Number.isFinite(ys[above] ?? NaN) ? (xs[above] ?? at) : at;
  return low < high && findPole(g, low, high, large) !== undefined;
}

/**
 * The interval of values to show, from samples of g at increasing arguments.
 *
 * @example
 * ```ts
 * const w = [0, 1, 2, 3]
 * chooseYWindow((w) => w, w, w) // → [-0.3010, 3.3000]
 * ```
 */
export function chooseYWindow(
  g: (w: number) => number,
  xs: readonly number[],
  ys: readonly number[],
): [number, number] {
  const sorted = ys.filter((y) => Number.isFinite(y) && Math.abs(y) < 1e150).sort((a, b) => a - b);
  const least = sorted[0];
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) return [-1, 1];
  let low = least;
  let high = most;
  const large = 1e5 * (most - least) + Math.abs(most) + Math.abs(least);
  const q1 = quantileSorted(sorted, 0.25) ?? least;
  const q3 = quantileSorted(sorted, 0.75) ?? most;
  const spread =
    q3 > q1 ? 1.5 * (q3 - q1) : (quantileSorted(sorted, 0.98) ?? most) - (quantileSorted(sorted, 0.02) ?? least);
  const unbounded = (extreme: number, infinite: number): boolean =>
    ys.includes(infinite) || isUnbounded(g, xs, ys, ys.indexOf(extreme), large);
  if (spread > 0 && unbounded(most, Infinity)) high = Math.min(most, q3 + spread);
  if (spread > 0 && unbounded(least, -Infinity)) low = Math.max(least, q1 - spread);
  const size = Math.max(Math.abs(low), Math.abs(high));
  let span = high - low;
  if (!(span > 1e-12 * size)) {
    const half = size === 0 || size < 1e-300 ? 1 : Math.max(Math.min(1, size), 0.1 * size);
    return [low - half, high + half];
  }
  if (low > 0 && low <= 0.25 * span) low = 0;
  if (high < 0 && -high <= 0.25 * span) high = 0;
  span = high - low;
  // Rounded outward, so that the window does not tell where the samples happened to fall.
  const unit = 10 ** (Math.floor(Math.log10(span)) - 3);
  return [Math.floor((low - margin * span) / unit) * unit, Math.ceil((high + margin * span) / unit) * unit];
}
