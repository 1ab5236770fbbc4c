/**
 * Round numbers in an interval, 1, 2 or 5 times a power of ten apart, and quantiles of sorted values. They are those of
 * d3-array, to the bit (a test holds the two together), without what comes along with its one file
 * (docs/decisions/0013-weight.md).
 */

/** The factors of a power of ten, each from its least error on: the geometric means between neighbours. */
const factors = [
  [Math.sqrt(50), 10],
  [Math.sqrt(10), 5],
  [Math.sqrt(2), 2],
] as const;

/** The first and the last multiple of a step in an interval; a step below 1 is the reciprocal of a whole number, which is exact. */
function multiples(
  from: number,
  to: number,
  count: number,
): { first: number; last: number; times: (k: number) => number } {
  const step = (to - from) / count;
  const power = Math.floor(Math.log10(step));
  const error = step / 10 ** power;
  const factor = factors.find(([least]) => error >= least)?.[1] ?? 1;
  const unit = power < 0 ? 10 ** -power / factor : 10 ** power * factor;
  const times = power < 0 ? (k: number) => k / unit : (k: number) => k * unit;
  const parts = (w: number): number => Math.round(power < 0 ? w * unit : w / unit);
  let [first, last] = [parts(from), parts(to)];
  if (times(first) < from) first++;
  if (times(last) > to) last--;
  return last < first && count >= 0.5 && count < 2 ? multiples(from, to, 2 * count) : { first, last, times };
}

/**
 * Round numbers from one to another, about as many as asked, in order.
 *
 * @example
 * ```ts
 * roundNumbers(0, 1, 4) // → [0, 0.2, 0.4, 0.6, 0.8, 1]
 * ```
 */
export function roundNumbers(from: number, to: number, count: number): number[] {
  if (!(count > 0)) return [];
  if (from === to) return [from];
  const { first, last, times } = multiples(from, to, count);
  return last >= first ? Array.from({ length: last - first + 1 }, (_, k) => times(first + k)) : [];
}

/**
 * How far apart they are.
 *
 * @example
 * ```ts
 * tickStep(0, 1, 4) // → 0.2
 * ```
 */
export function tickStep(from: number, to: number, count: number): number {
  return multiples(from, to, count).times(1);
}

/** The value below which a share of the sorted values is, between two of them where need be; undefined where there are none. */
export function quantile(sorted: readonly number[], share: number): number | undefined {
  const place = (sorted.length - 1) * Math.min(1, Math.max(0, share));
  const below = Math.floor(place);
  const [low, high] = [sorted[below], sorted[below + 1]];
  return low === undefined || high === undefined ? low : low + (high - low) * (place - below);
}
