/**
 * An estimate confronted with steps thousands and millions of times smaller than its own. The idea: a dozen points
 * can miss a peak between them, or step in time with an oscillation; a few single points close to w cannot be
 * fooled in the same way. In: a sampler and an estimate. Out: the octave at which the function contradicts the
 * estimate or has more to say, or else the noise those points show, which may be more than the stencil saw.
 * Guarantee: at most sixteen calls. The rule that a ripple below 10⁻⁸ of the function's range counts as noise, not
 * as slope, is ours; it is what lets a function computed to ten digits have a derivative at all.
 */
import { relativeError } from './candidate-search.ts';
import { firstOctave, probeScale, smallestOctave } from './scale-search.ts';
import { spacingAt, stepOf, type Sampler } from './sampler.ts';
import type { StencilEstimate } from './stencil-estimate.ts';

/** What smaller steps say about an estimate. */
export interface Confrontation {
  /** The octave at which the function says something else, or more; absent where it agrees. */
  readonly octave?: number;
  /** Whether the values there lie off the estimate by more than its noise. */
  readonly deviates: boolean;
  /** Noise of the values as the small steps show it; where one deviates, by how much. */
  readonly noise: number;
}

/** The two directions, or the one of a one-sided shape. */
function directions(shape: StencilEstimate['shape']): readonly number[] {
  return shape === 'both' ? [1, -1] : shape === 'left' ? [-1] : [1];
}

/**
 * Compares an estimate with the function at much smaller steps, below the octave `below`.
 *
 * Domain: an estimate made with the same sampler. Errors: none.
 *
 * @example
 * ```ts
 * const sampler = createSampler(Math.exp, 0, 200)
 * const estimate = searchCandidate(sampler, 1, 'both')
 * estimate && confront(sampler, estimate, 1, Infinity).deviates // → false
 * ```
 */
export function confront(
  sampler: Sampler,
  estimate: StencilEstimate,
  derivativeOrder: number,
  below: number,
): Confrontation {
  const floor = smallestOctave(sampler.w);
  const { shape, noise, slope, curvature, range, reach } = estimate;
  const size = Math.max(Math.abs(sampler.center), range);
  const noisy = noise > 2 ** -46 * size && relativeError(estimate) > 1e-11;
  const step = stepOf(estimate.octave);
  const slopeError =
    derivativeOrder === 1
      ? estimate.error
      : estimate.truncationError * step ** (derivativeOrder - 1) + (8 * noise) / step + Math.abs(slope) * 2 ** -50;
  let total = 0;
  let count = 0;
  for (const depth of noisy || range === 0 ? [6, 12, 18, 25] : [10, 22]) {
    const octave = estimate.octave - depth;
    if (octave < floor) break;
    if (octave >= below) continue;
    const h = stepOf(octave);
    const expected = slopeError * h + Math.abs(curvature) * h * h + range * (h / reach) ** 2 * 1e-3;
    for (const direction of directions(shape)) {
      const x = sampler.w + direction * h;
      const value = sampler.at(x);
      if (!Number.isFinite(value)) continue;
      const off = Math.abs(value - sampler.center - slope * (x - sampler.w));
      if (off > 12 * noise + expected) return { octave, deviates: true, noise: off };
      total = Math.hypot(total, Math.max(0, off - expected));
      count++;
    }
    if (noisy) {
      const probe = probeScale(sampler, derivativeOrder, octave, shape);
      // A stair seen close by is flat: that is noise where the stairs are fine, and the truth where they are coarse.
      const flat = probe.signal === 0 && noise > 1e-5 * naturalRange(sampler, estimate);
      const cleaner = probe.signal > 0 && probe.bend < noise / 16 && probe.bend < probe.signal / 4;
      if (probe.state !== 'blocked' && (flat || cleaner)) return { octave, deviates: false, noise: 0 };
    }
  }
  return { deviates: false, noise: count === 0 ? 0 : total / Math.sqrt(count) };
}

/** The range of an estimate as far as w's own size reaches: farther out every function is a line with a ripple. */
export function naturalRange(sampler: Sampler, estimate: StencilEstimate): number {
  return estimate.range * Math.min(1, 2 ** (firstOctave(sampler.w) - estimate.octave));
}

/** Which of two estimates to believe: the first, or the second, made with smaller steps. */
export function moreCredible(
  sampler: Sampler,
  first: StencilEstimate,
  second: StencilEstimate,
  deviates: boolean,
): StencilEstimate {
  const gap = Math.abs(first.value - second.value);
  if (deviates && second.error < 0.3 * gap) return second;
  if (gap <= first.error + second.error) return second.error < first.error ? second : first;
  const ripple = first.noise <= 1e-8 * naturalRange(sampler, first) && relativeError(first) < 1e-5;
  if (ripple) return first;
  return second.error < 0.3 * gap || second.error < first.error ? second : first;
}

/**
 * What rounding of the argument inside the function does to the derivative. A function like sin(10⁶·w) rounds 10⁶·w
 * and so answers for a point beside w; so does √(1 − w²) next to 1, where w² loses what little it has beside 1. It is
 * the same for all points of a stencil, and for the doubles next to w, so that nothing shows it: where the values are
 * fine enough for it to matter, it is taken to be what a few roundings can do.
 *
 * Domain: an estimate made with the same sampler. Errors: none.
 */
export function argumentRounding(sampler: Sampler, estimate: StencilEstimate): number {
  const spacing = spacingAt(sampler.w);
  const worst = Math.abs(estimate.nextDerivative) * spacing;
  if (!Number.isFinite(worst)) return 0;
  const visible = sampler.w !== 0 && Math.abs(estimate.slope) * spacing > 8 * estimate.noise;
  return visible ? 3 * worst : Math.min(worst / 2, estimate.error);
}
