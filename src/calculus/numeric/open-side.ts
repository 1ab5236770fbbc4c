/**
 * A function looked at from one side of w, without looking at w itself. The idea: a dozen points w ± s·j², j ≥ 1, give
 * by Fornberg's weights both the limit of the function and the limit of its slope at w; their bounds come, as for
 * derivatives, from leaving outer points out and from the high differences. In: a sampler, a side, an octave. Out:
 * limit, slope, curvature and bounds. Guarantee: the value at w is not used, so a jump there cannot hide as noise.
 * Sources as in stencil-weights.ts.
 */
import { stepOf, type Sampler } from './sampler.ts';
import { derivativeWeights, differenceWeights } from './stencil-weights.ts';

/** What the points on one side say about w. */
export interface OpenSide {
  readonly octave: number;
  /** Limit of the values at w, and its bound. */
  readonly limit: number;
  readonly limitError: number;
  /** Limit of the slope at w, and its bound. */
  readonly slope: number;
  readonly slopeError: number;
  readonly curvature: number;
  /** Noise per value. */
  readonly noise: number;
  /** Largest value minus smallest, and distance of the farthest point. */
  readonly range: number;
  readonly reach: number;
}

const count = 11;
const ideal = Array.from({ length: count }, (_, j) => (j + 1) ** 2);
const rounding = 2 ** -54;

interface Weights {
  readonly offsets: readonly number[];
  /** Orders 0, 1 and 2 with all points, then 0 and 1 without the farthest one, then without the farthest two. */
  readonly derivatives: readonly (readonly number[])[];
  readonly differences: readonly (readonly number[])[];
}

function weightsFor(offsets: readonly number[]): Weights {
  const fewer = offsets.slice(0, -1);
  return {
    offsets,
    derivatives: [
      ...[0, 1, 2].map((order) => derivativeWeights(offsets, order)),
      ...[0, 1].map((order) => derivativeWeights(fewer, order)),
    ],
    differences: [offsets, fewer, offsets.slice(1)].map(differenceWeights),
  };
}

const idealWeights = weightsFor(ideal);

function dot(weights: readonly number[] | undefined, values: readonly number[], from = 0): number {
  return weights === undefined ? NaN : weights.reduce((sum, c, j) => sum + c * (values[from + j] ?? 0), 0);
}

/**
 * Looks at w from one side at the scale of an octave.
 *
 * Domain: a sampler; direction −1 or 1. Errors: none; undefined where a point has no value or doubles are too coarse.
 *
 * @example
 * ```ts
 * estimateOpenSide(createSampler(Math.floor, 2, 200), -1, -10)?.limit // → 1
 * ```
 */
export function estimateOpenSide(sampler: Sampler, direction: -1 | 1, octave: number): OpenSide | undefined {
  const step = stepOf(octave);
  const offsets: number[] = [];
  const values: number[] = [];
  let exact = true;
  for (const wanted of ideal) {
    const x = sampler.w + direction * wanted * step;
    const value = sampler.at(x);
    if (!Number.isFinite(value)) return undefined;
    const actual = (direction * (x - sampler.w)) / step;
    const close = Math.abs(actual - wanted) <= wanted * 2 ** -52;
    exact &&= close;
    offsets.push(close ? wanted : actual);
    values.push(value);
  }
  if ((offsets[0] ?? 0) < 0.5 || new Set(offsets).size < count) return undefined;
  const weights = exact ? idealWeights : weightsFor(offsets);
  const anchor = values[0] ?? 0;
  const relative = values.map((value) => value - anchor);
  const largest = Math.max(...values.map(Math.abs));
  const [all0, all1, all2, fewer0, fewer1] = weights.derivatives;
  const limit = dot(all0, relative);
  const slope = dot(all1, relative);
  const shown = Math.hypot(...weights.differences.map((row, k) => dot(row, relative, k === 2 ? 1 : 0))) / Math.sqrt(3);
  const noise = Math.max(shown, rounding * largest);
  const limitError = 2 * Math.abs(limit - dot(fewer0, relative)) + 5 * noise * Math.hypot(...(all0 ?? []));
  const slopeError = 2 * Math.abs(slope - dot(fewer1, relative)) + 5 * noise * Math.hypot(...(all1 ?? []));
  return {
    octave,
    limit: anchor + limit,
    limitError,
    slope: (direction * slope) / step + 0,
    slopeError: slopeError / step + Math.abs(slope / step) * 2 ** -51,
    curvature: dot(all2, relative) / step ** 2,
    noise,
    range: Math.max(...values) - Math.min(...values),
    reach: step * count ** 2,
  };
}
