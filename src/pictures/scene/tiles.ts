/**
 * Tiles of an interval, for what is made once and looked at more closely then. There are few: for every doubling of the
 * zoom those that are twice as long as a half, a quarter, … of the whole and begin at a multiple of that. In comes a
 * part, out comes the tile that holds it, two to four times as long. It depends on the part alone and not on the way to it.
 */

type Interval = readonly [number, number];

/** A tile is at most so many times as long as the parts that are looked at in it. */
export const mostParts = 4;

/**
 * The tile of a part of an interval; it may reach beyond the interval's end.
 *
 * @example
 * ```ts
 * tileAround([0, 8], [3, 5]) // → [2, 6]
 * ```
 */
export function tileAround([low, high]: Interval, [from, to]: Interval): Interval {
  const step = (high - low) * 2 ** -Math.floor(Math.log2((high - low) / (to - from)));
  const start = low + Math.floor((from - low) / step) * step;
  return [start, start + 2 * step];
}
