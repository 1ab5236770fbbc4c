/** Directions in which nothing is special: fixed, and the same for every run. */

/** A number in [0, 1) that depends on k and on which sequence is asked for. */
export function scattered(k: number, sequence: number): number {
  let h = Math.imul(k + 1, 0x9e3779b1) ^ Math.imul(sequence + 1, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/**
 * A generic direction of n components. The first goes up along every axis; others go up and down. Of any two components
 * one of the directions 1 … 1 + log₂ n has them go against each other, since their numbers differ in a binary digit.
 */
export function genericDirection(n: number, sequence: number): number[] {
  if (n === 1) return [1];
  const direction = new Array<number>(n);
  for (let k = 0; k < n; k++) {
    const size = 0.5 + scattered(k, sequence);
    const down = sequence > 0 && ((k >> (sequence - 1)) & 1) === 1;
    direction[k] = down ? -size : size;
  }
  return direction;
}

/** So many inputs that all their axes can be looked at one by one, with germs too. */
export const fewInputs = 12;

/** A generic direction close to an axis. */
export function nearAxis(n: number, axis: number): number[] {
  return genericDirection(n, 1).map((x, k) => (k === axis ? 1 : x / 16));
}

/** How a path along an axis is bent: for few inputs by powers of two, with which sums, products and quotients are exact. */
export function offAxis(n: number): number[] {
  return n > fewInputs ? genericDirection(n, 0) : Array.from({ length: n }, (_, k) => 2 ** -k);
}
