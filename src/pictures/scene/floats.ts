/**
 * Neighbours among the double-precision numbers. Telling a jump from a steep rise means looking at two
 * arguments with nothing between them; this file finds them.
 */
const view = new DataView(new ArrayBuffer(8));

/** The next number above; Infinity stays, NaN stays. */
export function nextUp(value: number): number {
  if (Number.isNaN(value) || value === Infinity) return value;
  if (value === 0) return Number.MIN_VALUE;
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return view.getFloat64(0);
}

/** The next number below. */
export function nextDown(value: number): number {
  return -nextUp(-value);
}

/** How many significant digits a number needs: few for the numbers people write. */
export function digitsOf(value: number): number {
  if (value === 0) return 0;
  return value.toExponential().split('e')[0]?.replace(/[-.]/g, '').length ?? 17;
}

/** The number in [low, high] that is shortest to write: 0.5 between 0.4999999 and 0.5000001. */
export function shortestBetween(low: number, high: number): number {
  if (low <= 0 && high >= 0) return 0;
  const middle = low + (high - low) / 2;
  for (let digits = 1; digits <= 16; digits++) {
    const rounded = Number(middle.toPrecision(digits));
    if (rounded >= low && rounded <= high) return rounded;
  }
  return digitsOf(low) <= digitsOf(high) ? low : high;
}
