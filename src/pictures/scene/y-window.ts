/**
 * How much of the vertical direction a picture shows. Everything, where the values are bounded, however
 * narrow a peak may be; where they grow without bound, the part most of the curve lives in: Tukey's fences
 * (1977), the quartiles widened by one and a half times their distance. Zero is taken in when it is near,
 * and a small margin keeps curves off the edge. In come samples, out goes an interval.
 */
import { isHurried } from '../../base/parts.ts';
import { edgeOfDomain, findPole } from './breaks.ts';
import { quantile } from './round-numbers.ts';
import { noiseAt } from './rounding-noise.ts';

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

/** So many fences away a value is far off. */
const farOff = 4;

/** A window is higher than the noise so many times. */
const mostNoise = 400;

/** Some arguments along samples, with a step that is short beside what the samples show. */
function someOf(xs: readonly number[]): (readonly [number, number])[] {
  const [from = NaN, to = NaN] = [xs[0], xs.at(-1)];
  const count = 16;
  return Array.from({ length: count }, (_, k) => [from + ((k + 0.381966) / count) * (to - from), (to - from) / 65537]);
}

/**
 * The interval of values to show, from samples of g at increasing arguments.
 *
 * @param error how far off the values may be
 * @param even the values at evenly spread arguments, where there are more of them where the curve needs it
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
  error = 0,
  even = ys,
): [number, number] {
  const isUsual = (y: number): boolean => Number.isFinite(y) && Math.abs(y) < 1e150;
  const sorted = even.filter(isUsual).sort((a, b) => a - b);
  const usual = even === ys ? sorted : ys.filter(isUsual).sort((a, b) => a - b);
  const least = usual[0];
  const most = usual.at(-1);
  if (least === undefined || most === undefined) return [-1, 1];
  let low = least;
  let high = most;
  const large = 1e5 * (most - least) + Math.abs(most) + Math.abs(least);
  const q1 = quantile(sorted, 0.25) ?? least;
  const q3 = quantile(sorted, 0.75) ?? most;
  const spread = q3 > q1 ? 1.5 * (q3 - q1) : (quantile(sorted, 0.98) ?? most) - (quantile(sorted, 0.02) ?? least);
  // A slow function is not asked where its values go: what lies far off is taken for a pole.
  const isFarOff = (extreme: number): boolean => Math.max(q1 - extreme, extreme - q3) > farOff * spread;
  const unbounded = (extreme: number, infinite: number): boolean =>
    ys.includes(infinite) || (isHurried() ? isFarOff(extreme) : isUnbounded(g, xs, ys, ys.indexOf(extreme), large));
  if (spread > 0 && unbounded(most, Infinity)) high = Math.min(most, q3 + spread);
  if (spread > 0 && unbounded(least, -Infinity)) low = Math.max(least, q1 - spread);
  const size = Math.max(Math.abs(low), Math.abs(high));
  let span = high - low;
  // Differences that rounding explains are none.
  const noise =
    span < 1e-6 * size && !isHurried() ? Math.max(error, ...someOf(xs).map(([w, step]) => noiseAt(g, w, step))) : error;
  if (!(span > Math.max(1e-14 * size, mostNoise * noise))) {
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
