/**
 * Two looks at an estimate that is about to be given out, for what its own points cannot show. (1) Rounding inside the
 * function may go along with the points: where 10⁶·w is rounded, equally spaced points get roundings that grow from
 * point to point, a slope of its own that no difference tells from the function's. A stencil whose step has nothing to do
 * with the first gets other roundings, and differs by as much. (2) Slopes may never settle: those of w·log w at 0 grow
 * by the same amount each time the step is halved, so that at any one scale they look like a slope. Secants
 * must change less and less as their step shrinks. In: a sampler, an estimate. Out: an error to add, or a
 * reason to give nothing out. Guarantee: at most 13 calls and 12 calls.
 */
import { smallestOctave } from './scale-search.ts';
import { spacingAt, stepOf, type Sampler } from './sampler.ts';
import { estimateWithStencil, type StencilEstimate } from './stencil-estimate.ts';

/** The part of an octave by which the other stencil is smaller; its step uses all bits of a double. */
const smaller = 0.41;

/**
 * How much an estimate with another step differs, where rounding of the argument could matter.
 *
 * Domain: an estimate made with the same sampler. Errors: none; 0 where it cannot matter.
 */
export function spreadOfSteps(sampler: Sampler, estimate: StencilEstimate, derivativeOrder: number): number {
  const { slope, noise, octave, shape, value, error, reach } = estimate;
  const spacing = spacingAt(sampler.w);
  const hidden = Math.abs(slope) * spacing;
  // A few roundings of the result are not worth the calls.
  if (sampler.w === 0 || !(hidden > 8 * noise) || spacing < 2 ** -44 * reach) return 0;
  if (hidden < 4.5 * error * reach * stepOf(octave) ** (derivativeOrder - 1)) return 0;
  const other = estimateWithStencil(sampler, derivativeOrder, shape, octave - smaller);
  return other === undefined ? 0 : 3 * Math.abs(other.value - value);
}

/** Secants looked at on a side, and how many octaves lie between them. */
const secantCount = 6;
const apart = 4;

/**
 * Why an estimate of a first derivative cannot stand: undefined where the secant slopes settle, or where they show
 * nothing but noise. Slopes of a smooth function change sixteen times less from step to step here, noise sixteen times
 * more, and slopes that drift without end by about the same.
 *
 * Domain: an estimate made with the same sampler. Errors: none.
 */
export function neverSettles(sampler: Sampler, estimate: StencilEstimate): string | undefined {
  const { w, center } = sampler;
  const { slope, shape, error, octave } = estimate;
  if (error < 1e-4 * Math.abs(slope)) return undefined;
  const rounding = Math.abs(center) * 2 ** -50 + Math.abs(slope) * spacingAt(w);
  const least = rounding === 0 ? -Infinity : Math.log2((64 * rounding) / (Math.abs(slope) + error));
  const deepest = Math.ceil(Math.max(smallestOctave(w), octave - 22, least));
  for (const direction of shape === 'both' ? [-1, 1] : shape === 'left' ? [-1] : [1]) {
    const secants: number[] = [];
    const drifts = (): boolean => {
      const [a, b, c] = secants.slice(-3);
      if (a === undefined || b === undefined || c === undefined) return true;
      return (c - b) / (b - a) > 0.5 && (c - b) / (b - a) < 4;
    };
    // Most often three secants show that the slopes settle.
    for (let k = secantCount - 1; k >= 0 && drifts(); k--) {
      const x = w + direction * stepOf(deepest + apart * k);
      secants.push((sampler.at(x) - center) / (x - w));
    }
    if (secants.length < secantCount || !drifts()) continue;
    return Math.abs(secants.at(-1)!) > Math.abs(secants[0]!)
      ? 'the secant slopes grow without end as the step shrinks'
      : 'the secant slopes do not settle, however small the step';
  }
  return undefined;
}
