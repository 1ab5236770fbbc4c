/**
 * The limit of secant slopes that no polynomial describes. The idea: where the slopes approach their limit like a
 * power of the step, as those of w·√w at 0, three of them at steps in a fixed ratio give the limit by Aitken's
 * extrapolation, and the extrapolations from successive triples must agree. In: a sampler and a direction. Out: the
 * limit and a bound, or none where the triples disagree or the slopes grow. Guarantee: at most nine calls. Source:
 * A. Aitken, On Bernoulli's numerical solution of algebraic equations, Proc. Roy. Soc. Edinburgh 46 (1926).
 */
import { firstOctave, smallestOctave } from './scale-search.ts';
import { stepOf, type Sampler } from './sampler.ts';

/** A limit of secant slopes with its bound and the smallest step used. */
export interface SecantLimit {
  readonly value: number;
  readonly error: number;
  readonly epsilon: number;
}

/**
 * Extrapolates the secant slopes on one side to step 0.
 *
 * Domain: a sampler with a value at its point; direction −1 or 1. Errors: none; undefined where there is no limit to see.
 *
 * @example
 * ```ts
 * Math.abs(extrapolateSecants(createSampler((w) => w * Math.sqrt(w), 0, 200), 1)?.value ?? 1) < 1e-12 // → true
 * ```
 */
export function extrapolateSecants(sampler: Sampler, direction: -1 | 1): SecantLimit | undefined {
  const start = firstOctave(sampler.w);
  const floor = smallestOctave(sampler.w);
  const slopes: number[] = [];
  let best: SecantLimit | undefined;
  let largest = Math.abs(sampler.center);
  for (let k = 0; k < 9; k++) {
    const octave = start - 4 * k;
    if (octave < floor) break;
    const x = sampler.w + direction * stepOf(octave);
    const value = sampler.at(x);
    if (!Number.isFinite(value)) {
      slopes.length = 0;
      continue;
    }
    largest = Math.max(largest, Math.abs(value));
    slopes.push((value - sampler.center) / (x - sampler.w));
    const [a, b, c] = slopes.slice(-3);
    if (a === undefined || b === undefined || c === undefined) continue;
    const before = b - a;
    const now = c - b;
    if (!(Math.abs(now) < 0.9 * Math.abs(before))) continue;
    const limit = c + (now * now) / (before - now);
    const roundoffError = (4 * largest * 2 ** -52) / stepOf(octave);
    const error = Math.abs(limit - c) * 0.5 + Math.abs(now) * 0.01 + roundoffError;
    if (best === undefined || error < best.error) best = { value: limit, error, epsilon: stepOf(octave) };
  }
  return best;
}
