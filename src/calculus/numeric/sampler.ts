/**
 * The one door through which this layer calls the caller's function. The idea: count every call, remember every
 * answer, catch every throw, and keep a budget, in one place, so that no method above can loop, pay twice for a
 * point, or be stopped by a function that fails nearby. In: a function of one number and a point w. Out: values at
 * representable points near w, NaN where the function gives no finite number. Guarantee: the function is called at
 * most `budget` times, never twice at the same point, and no exception passes
 * but that of a function from text that ran out of steps: it says nothing of the function's values.
 */

import { mustBeTold } from '../../base/diagnostics.ts';

/** A function of one number seen through a counter, a memory and a net. */
export interface Sampler {
  /** The point all steps are taken from. */
  readonly w: number;
  /** The value at the point, NaN where there is none. */
  readonly center: number;
  /** Calls made so far. */
  readonly evaluations: number;
  /** Calls still allowed. */
  readonly remaining: number;
  /** Whether a call was refused because the budget was spent. */
  readonly exhausted: boolean;
  /** What the function threw first, if it ever threw. */
  readonly thrown: string | undefined;
  /** Allows more calls. */
  allow(calls: number): void;
  /** The value at x, NaN where the function throws, is infinite or gives no number, or where the budget is spent. */
  at(x: number): number;
}

/**
 * Wraps a function for sampling around w.
 *
 * Domain: any function and any number. Errors: none; what the function throws becomes NaN.
 *
 * @example
 * ```ts
 * createSampler((w) => w * w, 3, 200).center // → 9
 * ```
 */
export function createSampler(g: (w: number) => number, w: number, calls: number): Sampler {
  let budget = calls;
  const known = new Map<number, number>();
  let evaluations = 0;
  let exhausted = false;
  let thrown: string | undefined;
  const at = (x: number): number => {
    const before = known.get(x);
    if (before !== undefined) return before;
    if (!Number.isFinite(x)) return NaN;
    if (evaluations >= budget) {
      exhausted = true;
      return NaN;
    }
    evaluations++;
    let value = NaN;
    try {
      const answer: unknown = g(x);
      if (typeof answer === 'number' && Number.isFinite(answer)) value = answer;
    } catch (error) {
      if (mustBeTold(error)) throw error;
      thrown ??= error instanceof Error ? error.message : String(error);
    }
    known.set(x, value);
    return value;
  };
  const center = at(w);
  return {
    w,
    center,
    at,
    allow(more) {
      budget += more;
    },
    get evaluations() {
      return evaluations;
    },
    get remaining() {
      return budget - evaluations;
    },
    get exhausted() {
      return exhausted;
    },
    get thrown() {
      return thrown;
    },
  };
}

/**
 * Mantissas of all steps, far from any simple fraction so that no period is sampled in step: 21 bits, which makes small
 * multiples of a step added to w exact, and 45 bits for large steps, which would otherwise be whole numbers.
 */
const shortMantissa = 1353355 / 2 ** 20;
const longMantissa = 22705576968193 / 2 ** 44;

/** The step of a given octave: 1.29066… · 2^octave. */
export function stepOf(octave: number): number {
  return (octave < 10 ? shortMantissa : longMantissa) * 2 ** octave;
}

/** The distance from |w| to the next larger double; 2⁻¹⁰⁷⁴ at 0. */
export function spacingAt(w: number): number {
  const size = Math.abs(w);
  if (size < 2 ** -1022) return 2 ** -1074;
  let octave = Math.floor(Math.log2(size));
  if (2 ** octave > size) octave--;
  return 2 ** Math.max(octave - 52, -1074);
}
