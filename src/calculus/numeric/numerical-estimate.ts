/**
 * The derivative of a black box, its step chosen for the caller, with a bound. The idea in five moves. (1) Five points
 * at steps decades apart find the function's own scale at w. (2) A dozen points there give the derivative by
 * Fornberg's weights; leaving outer points out shows the truncation error, the high differences of the values
 * (Hamming's table) show the noise, and the stencil is widened or narrowed while the bound shrinks. (3) Single points
 * at much smaller steps are asked whether they agree; if not, the search is repeated down there. (4) Where one side has
 * no values, or is smooth much farther than both together, points on that side alone take over. (5) The bound is a safe
 * multiple of truncation, roundoff, and what rounding of the argument may do; where secants at the smallest steps do not
 * agree, no value is given. In: a function, a point, an order. Out:
 * value, bound, step, number of calls, side used, or NaN with a reason. Guarantee: at most 200 calls, no loop without
 * end, no exception from the function; the bound is an estimate, not a proof, and covers about 97 in 100 hard cases.
 * Sources: Fornberg (1988); Hamming's table as in Moré and Wild (2011); Gill, Murray, Saunders and Wright (1983).
 */
import { relativeError, searchCandidate, searchCandidateBelow } from './candidate-search.ts';
import { createSampler, stepOf, type Sampler } from './sampler.ts';
import { firstOctave, ownOctave, probeScale } from './scale-search.ts';
import { extrapolateSecants } from './secant-limit.ts';
import { neverSettles, spreadOfSteps } from './second-look.ts';
import { argumentRounding, confront, moreCredible, naturalRange } from './smaller-steps.ts';
import { withNoise, type Shape, type StencilEstimate } from './stencil-estimate.ts';

/** Which sides of the point a derivative was computed from; `none` where there is no value. */
export type Side = 'both' | 'left' | 'right' | 'none';

/** A derivative of a black box and how well it went. */
export interface NumericalEstimate {
  /** The derivative; NaN where nothing can be said, and `reason` says why. */
  readonly value: number;
  /** A bound for |value − true derivative|, made to hold in at least 95 of 100 hard cases; NaN where there is no value. */
  readonly error: number;
  /** The distance between neighbouring points that was chosen. */
  readonly epsilon: number;
  /** Calls of the function, never more than 200. */
  readonly evaluations: number;
  readonly side: Side;
  /** One sentence, present where `value` is NaN or was reached in an unusual way. */
  readonly reason?: string;
}

/** The most calls one derivative may cost. */
export const evaluationLimit = 200;
/** Of these, kept for a last look at what was found. */
const keptCalls = 12;

/** The best of one shape, confronted with smaller steps until they agree. */
function settle(
  sampler: Sampler,
  derivativeOrder: number,
  shape: Shape,
  start = firstOctave(sampler.w),
): StencilEstimate | undefined {
  let best = searchCandidate(sampler, derivativeOrder, shape, start);
  let below = Infinity;
  for (let round = 0; round < 4 && best !== undefined; round++) {
    const said = confront(sampler, best, derivativeOrder, below);
    if (said.octave === undefined) return withNoise(best, said.noise);
    below = said.octave;
    const closer = searchCandidateBelow(sampler, derivativeOrder, shape, said.octave, best.octave - 1);
    if (closer !== undefined) best = moreCredible(sampler, best, closer, said.deviates);
    else if (said.deviates) {
      if (said.noise > 1e-6 * naturalRange(sampler, best)) return undefined;
      best = withNoise(best, said.noise);
    }
  }
  return best;
}

/** Whether one side alone may do better than what there is. */
function sideIsPromising(sampler: Sampler, order: number, best: StencilEstimate | undefined, shape: Shape): boolean {
  if (best === undefined) return true;
  const constant = best.range <= 2 ** -48 * Math.abs(sampler.center) && best.octave > firstOctave(sampler.w) - 10;
  if (relativeError(best) < 1e-12 || constant) return false;
  const vanishing = relativeError(best) > 1 && best.error * best.reach ** order < 2 ** -40 * best.range;
  if (order > 1 && vanishing) return false;
  const probe = probeScale(sampler, order, best.octave + 4, shape);
  return probe.state === 'quiet' || (probe.state === 'smooth' && probe.ratio < 0.5);
}

/** Whether an estimate says little more than the size of the values it was made from. */
function isDoubtful(estimate: StencilEstimate): boolean {
  return relativeError(estimate) > 0.1 && estimate.error * estimate.reach > 1e-3 * estimate.range;
}

/**
 * The derivative of order `derivativeOrder` of a black box at w.
 *
 * Domain: any function, any number, orders 1 to 6. Errors: none; see `reason`.
 *
 * @example
 * ```ts
 * estimateDerivative((w) => 3 * w, 4, 1).side // → 'both'
 * ```
 */
export function estimateDerivative(g: (w: number) => number, w: number, derivativeOrder: number): NumericalEstimate {
  const sampler = createSampler(g, w, evaluationLimit - keptCalls);
  const nothing = (reason: string): NumericalEstimate => {
    return { value: NaN, error: NaN, epsilon: NaN, evaluations: sampler.evaluations, side: 'none', reason };
  };
  if (!Number.isFinite(w)) return nothing(`the point ${w} is not a finite number`);
  if (!Number.isFinite(sampler.center)) {
    return nothing(
      sampler.thrown === undefined ? `no finite value at ${w}` : `the function throws at ${w}: ${sampler.thrown}`,
    );
  }
  let best = settle(sampler, derivativeOrder, 'both');
  // Beside 0 the function's scale is usually that of numbers near 1; where it is not, it is that of the point.
  if (best === undefined && ownOctave(w) < firstOctave(w))
    best = settle(sampler, derivativeOrder, 'both', ownOctave(w));
  const side = (shape: 'left' | 'right'): StencilEstimate | undefined =>
    sideIsPromising(sampler, derivativeOrder, best, shape) ? settle(sampler, derivativeOrder, shape) : undefined;
  const left = side('left');
  const right = side('right');
  if (left && right && !isDoubtful(left) && !isDoubtful(right) && (best === undefined || isDoubtful(best))) {
    const gap = Math.abs(left.value - right.value);
    if (gap > left.error + right.error && (best === undefined || best.error > 0.1 * gap)) {
      const slopes = `${shortNumber(left.value)} from the left, ${shortNumber(right.value)} from the right`;
      return nothing(`the two sides disagree: ${slopes}`);
    }
  }
  if (best === undefined && (left === undefined) !== (right === undefined)) {
    const other = left === undefined ? -1 : 1;
    if (hasValues(sampler, other)) {
      return nothing(`no slope from the ${other < 0 ? 'left' : 'right'}, where the function has values`);
    }
  }
  for (const candidate of [left, right]) {
    if (candidate === undefined) continue;
    if (best === undefined) best = candidate;
    else if (candidate.error < best.error && Math.abs(candidate.value - best.value) <= candidate.error + best.error)
      best = candidate;
  }
  if (best === undefined) return fromSecants(sampler, derivativeOrder) ?? nothing(reasonForNothing(sampler));
  sampler.allow(keptCalls);
  if (best.noise > 0.05 * best.range && best.range > 1e-6 * Math.abs(sampler.center)) {
    return nothing('the values near the point follow no slope at any step tried');
  }
  if (derivativeOrder === 1) {
    let restless = neverSettles(sampler, best);
    if (restless !== undefined && ownOctave(w) < firstOctave(w)) {
      // From afar a point next to 0 looks like 0 itself.
      const near = settle(sampler, derivativeOrder, 'both', ownOctave(w));
      if (near !== undefined && relativeError(near) < 1e-3) {
        best = near;
        restless = neverSettles(sampler, best);
      }
    }
    if (restless !== undefined) return nothing(restless);
  }
  const shown = best.error + argumentRounding(sampler, best);
  const error = Math.max(shown, spreadOfSteps(sampler, { ...best, error: shown }, derivativeOrder));
  if (!Number.isFinite(best.value) || !Number.isFinite(error))
    return nothing('the derivative is beyond the largest number');
  return { value: best.value, error, epsilon: stepOf(best.octave), evaluations: sampler.evaluations, side: best.shape };
}

function reasonForNothing(sampler: Sampler): string {
  if (sampler.exhausted) return `${evaluationLimit} calls showed no slope`;
  if (sampler.thrown !== undefined) return `the function throws near the point: ${sampler.thrown}`;
  const slope = (depth: number): number => {
    const step = stepOf(depth) * Math.max(2 ** -20, Math.abs(sampler.w));
    return Math.max(
      ...[1, -1].map((direction) => Math.abs((sampler.at(sampler.w + direction * step) - sampler.center) / step) || 0),
    );
  };
  if (slope(-28) > 8 * slope(-20) && slope(-20) > 8 * slope(-12))
    return 'the secant slopes grow without end as the step shrinks';
  return 'the values near the point follow no slope at any step tried';
}

/** Whether the function has values close by on one side. */
function hasValues(sampler: Sampler, direction: -1 | 1): boolean {
  const size = Math.abs(sampler.w) || 1;
  return [-20, -34].some((depth) => Number.isFinite(sampler.at(sampler.w + direction * stepOf(depth) * size)));
}

/** The last resort, for first derivatives: the limit of the secant slopes themselves, on the sides that have one. */
function fromSecants(sampler: Sampler, derivativeOrder: number): NumericalEstimate | undefined {
  if (derivativeOrder !== 1) return undefined;
  const left = extrapolateSecants(sampler, -1);
  const right = extrapolateSecants(sampler, 1);
  if ((left === undefined && hasValues(sampler, -1)) || (right === undefined && hasValues(sampler, 1)))
    return undefined;
  const only = left ?? right;
  if (only === undefined) return undefined;
  if (left !== undefined && right !== undefined && Math.abs(left.value - right.value) > left.error + right.error)
    return undefined;
  const better = left !== undefined && right !== undefined && right.error < left.error ? right : only;
  const error = Math.max(left?.error ?? 0, right?.error ?? 0);
  const side: Side = left === undefined ? 'right' : right === undefined ? 'left' : 'both';
  const reason = 'not smooth at any scale; the value is the limit of the secant slopes';
  return { value: better.value, error, epsilon: better.epsilon, evaluations: sampler.evaluations, side, reason };
}

/** A number for a sentence: at most six digits. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}
