/**
 * One derivative from one stencil, with its error split in two. The idea: on a dozen points that sit at one scale,
 * compute the derivative with all points, with the outer ones left out, and once more; how the three differ shows
 * the truncation error, and the highest differences of the values, which vanish on a smooth function, show the
 * noise. In: a sampler, an order, an octave for the step and a shape: `both` sides at w + j·s, or one side at
 * w ± j²·s, where the points crowd towards w as they must when one may only look one way. Out: value, truncation
 * error, roundoff error. Guarantee: only points where the function has a value are used, offsets are those the
 * doubles really have; otherwise there is no estimate. Sources as in stencil-weights.ts.
 */
import { derivativeWeights, differenceWeights } from './stencil-weights.ts';
import { stepOf, type Sampler } from './sampler.ts';

/** Where the points of a stencil lie. */
export type Shape = 'both' | 'left' | 'right';

/** A derivative from one stencil. */
export interface StencilEstimate {
  readonly shape: Shape;
  readonly octave: number;
  readonly value: number;
  /** Size of the terms of the Taylor series that the stencil misses. */
  readonly truncationError: number;
  /** Size of what noise in the values does to the value. */
  readonly roundoffError: number;
  /** The bound: a safe multiple of both. */
  readonly error: number;
  /** Noise of the values, per value, as the differences show it. */
  readonly noise: number;
  /** Whether the differences of the values have stopped falling, so that `noise` is noise and not the function. */
  readonly level: boolean;
  /** First derivative from the same points, for consistency checks at other scales. */
  readonly slope: number;
  /** Second derivative from the same points. */
  readonly curvature: number;
  /** The derivative of one order more, from the same points. */
  readonly nextDerivative: number;
  /** Largest value minus smallest. */
  readonly range: number;
  /** Distance of the farthest point from w. */
  readonly reach: number;
}

/** Rounding to nearest leaves an error of this size (relative, root mean square) in a correctly rounded value. */
const rounding = 2 ** -54;
/** Multiples of the estimated errors that make the bound; set on the development half of the corpus. */
const truncationSafety = 3;
const roundoffSafety = 5;

/** Points on each side of a two-sided stencil, or on the one side of a one-sided one. */
export function pointsPerSide(shape: Shape, derivativeOrder: number): number {
  if (shape === 'both') return derivativeOrder <= 1 ? 6 : derivativeOrder <= 2 ? 7 : derivativeOrder <= 4 ? 9 : 11;
  return derivativeOrder <= 1 ? 10 : derivativeOrder <= 3 ? 12 : 14;
}

const integerWeights = new Map<string, readonly number[]>();

function weightsFor(offsets: readonly number[], kind: number): readonly number[] {
  if (!offsets.every(Number.isInteger)) return kind < 0 ? differenceWeights(offsets) : derivativeWeights(offsets, kind);
  const key = `${kind}:${offsets.join()}`;
  let weights = integerWeights.get(key);
  if (weights === undefined) {
    weights = kind < 0 ? differenceWeights(offsets) : derivativeWeights(offsets, kind);
    integerWeights.set(key, weights);
  }
  return weights;
}

function dot(weights: readonly number[], values: readonly number[]): number {
  let sum = 0;
  let carry = 0;
  for (let j = 0; j < weights.length; j++) {
    const term = (weights[j] ?? 0) * (values[j] ?? 0) - carry;
    const next = sum + term;
    carry = next - sum - term;
    sum = next;
  }
  return sum;
}

/**
 * The estimate of the derivative of order `derivativeOrder` from the stencil of the given shape and octave.
 *
 * Domain: orders 1 to 6. Errors: none; undefined where a point has no value or doubles are too coarse.
 *
 * @example
 * ```ts
 * const estimate = estimateWithStencil(createSampler(Math.sin, 0, 200), 1, 'both', -4)
 * estimate && Math.abs(estimate.value - 1) < 1e-14 // → true
 * ```
 */
export function estimateWithStencil(
  sampler: Sampler,
  derivativeOrder: number,
  shape: Shape,
  octave: number,
): StencilEstimate | undefined {
  const step = stepOf(octave);
  const count = pointsPerSide(shape, derivativeOrder);
  const offsets: number[] = [];
  const values: number[] = [];
  let largest = Math.abs(sampler.center);
  // From the inside out: a point without a value ends the walk before the farther ones are paid for.
  for (let j = 0; j <= count; j++) {
    for (const direction of j === 0 ? [1] : shape === 'both' ? [-1, 1] : shape === 'left' ? [-1] : [1]) {
      const wanted = direction * (shape === 'both' ? j : j * j);
      const x = sampler.w + wanted * step;
      const value = sampler.at(x);
      const actual = (x - sampler.w) / step;
      const offset = Math.abs(actual - wanted) <= Math.abs(wanted) * 2 ** -52 ? wanted : actual;
      if (!Number.isFinite(value) || (j > 0 && offset === 0)) return undefined;
      offsets.push(offset);
      values.push(value - sampler.center);
      largest = Math.max(largest, Math.abs(value));
    }
  }
  // In units of a power of two near the largest value, squares neither overflow nor vanish.
  const unit = largest > 0 ? 2 ** Math.min(1000, Math.max(-1000, Math.floor(Math.log2(largest)))) : 1;
  values.forEach((value, j) => {
    values[j] = value / unit;
  });
  const total = offsets.length;
  const dropped = shape === 'both' ? 2 : 1;
  const scale = step ** derivativeOrder / unit;
  const all = weightsFor(offsets, derivativeOrder);
  const take = (points: number): number =>
    dot(weightsFor(offsets.slice(0, points), derivativeOrder), values.slice(0, points)) / scale;
  const value = dot(all, values) / scale;
  const fewer = take(total - dropped);
  const fewest = take(total - 2 * dropped);
  const difference = (from: number, to: number): number =>
    dot(weightsFor(offsets.slice(from, to), -1), values.slice(from, to));
  // Root mean square of the differences of one order, over all windows of consecutive points.
  const level = (points: number): number => {
    let squares = 0;
    for (let from = 0; from + points <= total; from++) squares += difference(from, from + points) ** 2;
    return Math.sqrt(squares / (total - points + 1));
  };
  const levels = [level(total - 3), level(total - 2), level(total - 1), level(total)] as const;
  const falls = [levels[0] / levels[1], levels[1] / Math.max(levels[2], levels[3])] as const;
  // Noise keeps the differences level; where they still fall, it is the function itself that is seen, and noise lies below.
  const high = Math.max(levels[2], levels[3]);
  const falling = falls[0] > 2 && falls[1] > 2;
  const noise = Math.max(falling ? (2 * high) / falls[1] : Math.max(high, levels[1]), (rounding * largest) / unit);
  const roundoffError = (noise * Math.hypot(...all)) / scale;
  const lastChange = Math.abs(value - fewer);
  const previousChange = Math.abs(fewer - fewest);
  const decay = previousChange > 0 ? Math.min(1, Math.max(0.1, lastChange / previousChange)) : 1;
  const truncationError = 2 * lastChange * decay;
  const curvature = derivativeOrder === 2 ? value : (dot(weightsFor(offsets, 2), values) / step ** 2) * unit;
  const slope = derivativeOrder === 1 ? value : (dot(weightsFor(offsets, 1), values) / step) * unit;
  return {
    shape,
    octave,
    value,
    truncationError,
    roundoffError,
    error: truncationSafety * truncationError + roundoffSafety * roundoffError + Math.abs(value) * 2 ** -52,
    noise: noise * unit,
    level: !falling && noise > (2 * rounding * largest) / unit,
    slope,
    curvature,
    nextDerivative: dot(weightsFor(offsets, derivativeOrder + 1), values) / (scale * step),
    range: (Math.max(...values) - Math.min(...values)) * unit,
    reach: step * (shape === 'both' ? count : count * count),
  };
}

/** The same estimate with a larger noise in the values than its own differences show. */
export function withNoise(estimate: StencilEstimate, noise: number): StencilEstimate {
  if (!(noise > estimate.noise)) return estimate;
  const roundoffError = (estimate.roundoffError * noise) / estimate.noise;
  const more = roundoffSafety * (roundoffError - estimate.roundoffError);
  return { ...estimate, noise, roundoffError, error: estimate.error + more };
}
