/**
 * Which levels the contours of a map have. In: the values of a function on a grid, and which of them count. Out: round
 * numbers, few enough that the lines can be told apart and read.
 */
import { quantile, roundNumbers } from './round-numbers.ts';

/**
 * Round levels for the values of a grid, about as many as wanted: evenly spaced ones; or, where a few places are very high
 * or very deep and most of the plane is not, ones whose distance from where most of it is grows as 1, 2, 5, 10 …, over three
 * powers of ten at most. All are numbers of few digits.
 *
 * @param extent the values that count, as `robustExtent` of robust-extent.ts gives them: those beside a pole do not
 */
export function roundLevels(values: Float64Array, extent: readonly [number, number], wanted = 8): number[] {
  const sorted = Array.from(values.filter((value) => !Number.isNaN(value)).sort());
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined || !(most > least)) return [];
  const quantileOf = (share: number): number => quantile(sorted, share) ?? least;
  const [low, high] = [Math.max(least, extent[0]), Math.min(most, extent[1])];
  const middle = quantileOf(0.5);
  const crowded = 0.1 * (high - low);
  const isLow = middle - low < crowded;
  const isHigh = high - middle < crowded;
  const isMiddle = quantileOf(0.75) - quantileOf(0.25) < 1.2 * crowded;
  if (isHigh && !isLow) {
    const mirrored = roundLevels(values.map((value) => -value), [-extent[1], -extent[0]], wanted); // prettier-ignore
    return mirrored.map((level) => 0 - level).reverse();
  }
  if (isLow) {
    // From 0 where it is near beside what the values span, so that the levels are round themselves.
    const base = low > 0 && high > 20 * low ? 0 : roundBelow(low, middle - low);
    const lowest = Math.max(quantileOf(0.03) - base, 1e-3 * (middle - base), 1e-3 * (high - base));
    const levels = growing(lowest, high - base, 1.6 * wanted, (rise) => [base + rise], [low, high]);
    if (levels !== undefined) return levels;
  } else if (isMiddle) {
    const base = low < 0 && high > 0 && Math.abs(middle) < crowded ? 0 : roundBelow(middle, quantileOf(0.75) - middle);
    const away = Array.from(values.filter(Number.isFinite), (value) => Math.abs(value - base)).sort((p, q) => p - q);
    const lowest = Math.max(quantile(away, 0.25) ?? 0, 1e-3 * (high - low));
    const most = Math.max(high - base, base - low);
    const levels = growing(lowest, most, 1.6 * wanted - 1, (rise) => [base - rise, base + rise], [low, high]);
    if (levels !== undefined) return [...levels, base].sort((p, q) => p - q);
  }
  return roundNumbers(low, high, wanted).filter((level) => level > low && level < high);
}

/** A round number at or below another, in steps of a tenth of a scale. */
function roundBelow(value: number, scale: number): number {
  const unit = 10 ** (Math.floor(Math.log10(scale)) - 1);
  return Number((Math.floor(value / unit + 1e-9) * unit).toPrecision(12));
}

/** Levels at distances 1, 2, 5 times powers of ten, fewer of them where those are too many. */
function growing(
  lowest: number,
  highest: number,
  most: number,
  at: (rise: number) => readonly number[],
  [low, high]: readonly [number, number],
): number[] | undefined {
  for (const digits of [[1, 2, 5], [1, 5], [1]]) {
    const levels: number[] = [];
    for (let power = Math.floor(Math.log10(lowest)); 10 ** power <= highest; power++)
      for (const digit of digits) {
        const rise = Number(`${digit}e${power}`);
        if (rise >= 0.7 * lowest) levels.push(...at(rise).map((level) => Number(level.toPrecision(12))));
      }
    const inside = levels.filter((level) => level > low && level < high).sort((p, q) => p - q);
    if (inside.length <= most) return inside;
  }
  return undefined;
}
