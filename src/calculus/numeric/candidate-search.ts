/**
 * The best derivative of one shape. The idea: begin at the scale the function showed, then widen the stencil while
 * roundoff dominates its bound and narrow it while truncation does, as long as the bound shrinks. In: a sampler, an
 * order, a shape, an octave to begin with and one not to reach. Out: the best estimate found, or none. Guarantee:
 * at most a dozen stencils, and neighbours share half of their points. What the stencils agree to be noise is charged
 * to each of them, so that the one that happens to look quietest is not believed for that alone. Source: the balance
 * of truncation and roundoff is that of every step-size rule since Gill, Murray, Saunders and Wright (1983).
 */
import { estimateWithStencil, withNoise, type Shape, type StencilEstimate } from './stencil-estimate.ts';
import { findScale, firstOctave, smallestOctave } from './scale-search.ts';
import type { Sampler } from './sampler.ts';

/** No octave reaches this: no limit. */
const unlimited = 1000;
/** A bound this small, relative to the value, is not worth another call. */
const goodEnough = 1e-13;

/** The bound of an estimate relative to its value. */
export function relativeError(estimate: StencilEstimate): number {
  return estimate.error / Math.abs(estimate.value);
}

/** The noise a stencil saw, and how much the function moved over it. */
interface SeenNoise {
  readonly noise: number;
  readonly range: number;
}

/** Root mean square of the noises seen; one much larger than others, and not small, is a step or a kink met farther out. */
function commonNoise(seen: readonly SeenNoise[], own: number): number {
  const most = 30 * Math.min(own, ...seen.map(({ noise }) => noise));
  const common = seen.filter(({ noise, range }) => noise <= most || noise <= 1e-6 * range);
  return common.length === 0 ? 0 : Math.hypot(...common.map(({ noise }) => noise)) / Math.sqrt(common.length);
}

function refine(
  sampler: Sampler,
  derivativeOrder: number,
  shape: Shape,
  start: number,
  limit: number,
): StencilEstimate | undefined {
  const floor = smallestOctave(sampler.w);
  const pace = shape === 'both' ? 1 : 2;
  // Far beyond w's own size any bounded roughness looks like a little noise on a line: no climbing there.
  const farthest = firstOctave(Math.max(1, Math.abs(sampler.w))) + (shape === 'both' ? 5 : 1);
  const seen = new Map<number, StencilEstimate | undefined>();
  let tooFar = limit;
  const noises: SeenNoise[] = [];
  const look = (octave: number): StencilEstimate | undefined => {
    if (octave < floor) return undefined;
    if (seen.has(octave)) return seen.get(octave);
    const found = estimateWithStencil(sampler, derivativeOrder, shape, octave);
    let estimate: StencilEstimate | undefined;
    if (found === undefined) tooFar = Math.min(tooFar, octave);
    else {
      if (found.level) noises.push(found);
      estimate = withNoise(found, 0.8 * commonNoise(noises, found.noise));
    }
    seen.set(octave, estimate);
    return estimate;
  };
  let best: StencilEstimate | undefined;
  for (let tries = 0; tries < 5 && best === undefined; tries++) best = look(start - tries * pace);
  // A stencil reaches farther than the few points that found the scale, and may have met a step or a kink out there.
  for (let depth = 2; depth <= 4 && best !== undefined && best.noise > 1e-4 * best.range; depth += 2) {
    const closer = look(start - depth * pace);
    if (closer !== undefined && closer.error < best.error) best = closer;
  }
  for (let moves = 0; moves < 12 && best !== undefined; moves++) {
    const relative = relativeError(best);
    if (relative < goodEnough || best.range === 0 || sampler.remaining < 20) break;
    const vanishing = best.error * best.reach ** derivativeOrder < 2 ** -40 * best.range;
    if (relative > 1 && (moves >= 3 || vanishing)) break;
    const truncated = best.truncationError > best.roundoffError;
    const better = (move: number): StencilEstimate | undefined => {
      const octave = (best?.octave ?? NaN) + (truncated ? -move : move);
      if (octave >= tooFar || (!truncated && best?.level === true && octave > farthest)) return undefined;
      const other = look(octave);
      if (other !== undefined && other.error < (best?.error ?? 0)) return other;
      if (other !== undefined && !truncated) tooFar = Math.min(tooFar, octave);
      return undefined;
    };
    const next = (!truncated && relative > 1e-6 ? better(3 * pace) : undefined) ?? better(pace);
    if (next === undefined) break;
    best = next;
  }
  return best;
}

/**
 * The best estimate of one shape, its scale searched from w's own size.
 *
 * Domain: orders 1 to 6. Errors: none; undefined where no stencil of this shape finds a smooth function.
 *
 * @example
 * ```ts
 * searchCandidate(createSampler(Math.exp, 0, 200), 1, 'right')?.shape // → 'right'
 * ```
 */
export function searchCandidate(
  sampler: Sampler,
  derivativeOrder: number,
  shape: Shape,
  start = firstOctave(sampler.w),
): StencilEstimate | undefined {
  const direct = (): StencilEstimate | undefined =>
    refine(sampler, derivativeOrder, shape, start - (shape === 'both' ? 0 : 3), unlimited);
  const scale = findScale(sampler, derivativeOrder, shape, start, unlimited);
  if (!scale.smooth) {
    // Five points do not see a derivative that vanishes to high order, as that of w³ at 0; a dozen do.
    const estimate = direct();
    if (estimate === undefined || estimate.noise > 1e-3 * estimate.range) return undefined;
    return estimate.error * estimate.reach ** derivativeOrder <= 1e-3 * estimate.range ? estimate : undefined;
  }
  const estimate = refine(sampler, derivativeOrder, shape, scale.octave, scale.tooFar);
  if (estimate !== undefined && estimate.range > 0 && relativeError(estimate) > 1) {
    const other = direct();
    if (other !== undefined && other.error < estimate.error) return other;
  }
  return estimate;
}

/**
 * The best estimate of one shape among steps below an octave, its scale searched from a second octave below that.
 *
 * Domain: orders 1 to 6. Errors: none; undefined where nothing is found there.
 *
 * @example
 * ```ts
 * searchCandidateBelow(createSampler(Math.exp, 0, 200), 1, 'both', -12, -6)?.shape // → 'both'
 * ```
 */
export function searchCandidateBelow(
  sampler: Sampler,
  derivativeOrder: number,
  shape: Shape,
  start: number,
  limit: number,
): StencilEstimate | undefined {
  const scale = findScale(sampler, derivativeOrder, shape, start, limit);
  return scale.smooth ? refine(sampler, derivativeOrder, shape, scale.octave, scale.tooFar) : undefined;
}
