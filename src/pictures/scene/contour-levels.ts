/**
 * Which levels the contours of a map have. In: the values of a function on a grid, and which of them count. Out: round
 * numbers, few enough that the lines can be told apart and read.
 */
import { quantileSorted, ticks } from 'd3-array';

/**
 * Round levels for the values of a grid, about as many as wanted: evenly spaced ones, or, where most of the
 * plane lies low and a few places are very high, ones that grow as 1, 2, 5, 10 … above the lowest value, over three powers
 * of ten at most.
 *
 * @param calm the values that count, as `calmRange` of calm-range.ts gives them: those beside a pole do not
 */
export function roundLevels(values: Float64Array, calm: readonly [number, number], wanted = 8): number[] {
  const sorted = Array.from(values.filter((value) => !Number.isNaN(value)).sort());
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined || !(most > least)) return [];
  const quantile = (share: number): number => quantileSorted(sorted, share) ?? least;
  const [low, high] = [Math.max(least, calm[0]), Math.min(most, calm[1])];
  const middle = quantile(0.5);
  if (middle - low >= 0.1 * (high - low)) return ticks(low, high, wanted).filter((level) => level > low);
  const unit = 10 ** (Math.floor(Math.log10(middle - low)) - 1);
  const base = Math.floor(low / unit + 1e-9) * unit;
  for (const digits of [[1, 2, 5], [1, 5], [1]]) {
    const lowest = Math.max(quantile(0.03) - base, 1e-3 * (middle - base), 1e-3 * (high - base));
    const from = Math.floor(Math.log10(lowest));
    const levels: number[] = [];
    for (let power = from; 10 ** power <= high - base; power++)
      for (const digit of digits) levels.push(Number((base + Number(`${digit}e${power}`)).toPrecision(12)));
    const inside = levels.filter((level) => level > low && level < high);
    if (inside.length <= 1.6 * wanted) return inside;
  }
  return ticks(low, high, wanted);
}
