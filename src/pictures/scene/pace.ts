/**
 * How fast a figure moves by itself, on a page and in a film: an even run over the whole way of its slider, with a
 * rest wherever something happens.
 */

/** Times in milliseconds. */
export const usualPace = {
  /** For the whole way from `min` to `max`, rests not counted. */
  run: 8000,
  /** At each stop, and at both ends of a film. */
  rest: 900,
} as const;
