/**
 * How a function leaves w on one side. The idea, in order: no values there, then the side is missing; the values tend
 * to something else than g(w), then it is a jump; a dozen points at some scale show a smooth function, and every point
 * closer to w fits it, then there is a slope; otherwise the secant slopes themselves are followed over the decades of
 * ε: they grow without settling (infinite slope), they settle like a power of ε (slope by Aitken's extrapolation),
 * their swing dies out (slope) or does not (oscillation). In: a sampler and a direction. Out: one of these with slope
 * and bound. Guarantee: the smallest steps that rise above rounding decide, so that a function smooth only at scale
 * 10⁻⁶ counts as smooth. What happens below rounding cannot be seen; the bound says how much that may be.
 */
import { estimateOpenSide, type OpenSide } from './open-side.ts';
import { spacingAt, type Sampler } from './sampler.ts';

/** How a function leaves a point on one side. Slopes are (g(w+t) − g(w))/t, so equal ones on both sides agree. */
export type SideBehaviour =
  | { readonly kind: 'missing' }
  | { readonly kind: 'jump'; readonly limit: number }
  | { readonly kind: 'slope'; readonly slope: number; readonly error: number; readonly smooth: boolean }
  | { readonly kind: 'infinite'; readonly slope: number }
  | { readonly kind: 'oscillating'; readonly low: number; readonly high: number };

interface Secant {
  readonly epsilon: number;
  /** g(w ± ε) − g(w). */
  readonly change: number;
  readonly slope: number;
  /** What rounding of the values may do to the change. */
  readonly rounding: number;
  /** What rounding of values and argument may do to the slope. */
  readonly roundoffError: number;
}

const rungsPerDecade = 12;

/** The smallest step worth taking: a few spacings of the doubles at w; at 0, of those at 1, for most functions add something to w. */
function smallestStep(w: number): number {
  return Math.max(1e-40, 4 * spacingAt(w === 0 ? 1 : w));
}

/** Secants on one side, ε falling from about max(1, |w|) to a few spacings of doubles. */
function sampleSecants(sampler: Sampler, direction: -1 | 1): Secant[] {
  const { w, center } = sampler;
  const smallest = smallestStep(w);
  const secants: Secant[] = [];
  let epsilon = Math.max(1, Math.abs(w)) * 0.7310585;
  // The ratio is no simple fraction, so that an oscillation in 1/ε is not sampled in step.
  for (; epsilon >= smallest; epsilon *= 10 ** (-1 / rungsPerDecade)) {
    const x = w + direction * epsilon;
    const value = sampler.at(x);
    const actual = x - w;
    if (!Number.isFinite(value) || actual === 0) continue;
    const change = value - center;
    const rounding = 2 ** -51 * Math.max(Math.abs(center), Math.abs(value));
    const slope = change / actual;
    const argument = w === 0 ? 0 : Math.abs(slope) * spacingAt(w);
    const distance = Math.abs(actual);
    secants.push({ epsilon: distance, change, slope, rounding, roundoffError: (rounding + argument) / distance });
  }
  return secants;
}

/** The smooth description of the side with the smallest bound that all points closer to w fit. */
function findSmooth(sampler: Sampler, direction: -1 | 1, secants: readonly Secant[]): OpenSide | undefined {
  const { w, center } = sampler;
  const lowest = Math.ceil(Math.log2(smallestStep(w))) + 1;
  const highest = Math.ceil(Math.log2(Math.max(1, Math.abs(w)))) - 4;
  const found = new Map<number, OpenSide>();
  for (let octave = highest; octave >= lowest; octave -= 2) {
    const side = estimateOpenSide(sampler, direction, octave);
    if (side !== undefined) found.set(octave, side);
  }
  const clearSlopes = secants.filter((s) => s.roundoffError < 0.1 * Math.abs(s.slope)).map((s) => Math.abs(s.slope));
  const steepest = Math.max(0, ...clearSlopes);
  const argument = (side: OpenSide): number => (w === 0 ? 0 : Math.abs(side.slope) * spacingAt(w));
  const fits = (side: OpenSide): boolean =>
    secants.every(({ epsilon, change, roundoffError }) => {
      if (epsilon > side.reach / 8) return true;
      const bend = side.curvature * epsilon * epsilon;
      const off = center + change - side.limit - direction * side.slope * epsilon - bend / 2;
      const cubic = side.range * (epsilon / side.reach) ** 2;
      const allowed = side.limitError + side.slopeError * epsilon + 8 * side.noise + argument(side);
      return Math.abs(off) <= allowed + 2 * roundoffError * epsilon + Math.abs(bend) / 4 + cubic / 8;
    });
  const isClear = (side: OpenSide): boolean =>
    side.range === 0
      ? side.slopeError <= 1e-3 * steepest || steepest === 0
      : side.slopeError <= 1e-2 * Math.max(Math.abs(side.slope), side.range / side.reach);
  // A power of the distance looks much the same at every scale, only with another slope.
  const holds = (side: OpenSide): boolean =>
    [2, 4].every((depth) => {
      const closer = found.get(side.octave - depth);
      if (closer === undefined) return false;
      return (
        Math.abs(closer.slope - side.slope) <=
        0.5 * (closer.slopeError + side.slopeError) + 2 ** -46 * Math.abs(side.slope)
      );
    });
  const accepted = [...found.values()]
    .sort((a, b) => a.slopeError - b.slopeError)
    .filter((side) => isClear(side) && holds(side) && fits(side));
  const first = accepted[0];
  // A stair so fine is the rounding of a function computed to few digits: what it rounds is seen from farther away.
  const stair = first?.range === 0 && first.reach < 1e-6 * Math.max(1, Math.abs(w));
  return stair ? (accepted.find((side) => side.range > 0) ?? first) : first;
}

/** Whether the change does not fade as ε does: the exponent p in |change| ~ εᵖ over the smallest decades. */
function changeStays(secants: readonly Secant[]): boolean {
  const smallest = secants.slice(-3 * rungsPerDecade);
  const first = smallest[0];
  const last = smallest.at(-1);
  if (first === undefined || last === undefined || smallest.length < rungsPerDecade) return false;
  if (!smallest.every((s) => Math.abs(s.change) > 4 * s.rounding)) return false;
  if (!smallest.every((s) => Math.sign(s.change) === Math.sign(last.change))) return false;
  const exponent = Math.log(Math.abs(first.change / last.change)) / Math.log(first.epsilon / last.epsilon);
  const inner = smallest[Math.floor(smallest.length / 2)] ?? last;
  const innerExponent = Math.log(Math.abs(inner.change / last.change)) / Math.log(inner.epsilon / last.epsilon);
  return exponent < 0.02 && innerExponent < 0.02;
}

interface Decade {
  readonly low: number;
  readonly high: number;
  readonly middle: number;
  readonly last: number;
  readonly roundoffError: number;
}

/** Secant slopes gathered decade by decade, from large ε to small. */
function byDecade(secants: readonly Secant[]): Decade[] {
  const decades: Decade[] = [];
  for (let from = 0; from + rungsPerDecade <= secants.length; from += rungsPerDecade) {
    const part = secants.slice(from, from + rungsPerDecade);
    const slopes = part.map(({ slope }) => slope);
    const low = Math.min(...slopes);
    const high = Math.max(...slopes);
    decades.push({
      low,
      high,
      middle: (low + high) / 2,
      last: slopes.at(-1) ?? NaN,
      roundoffError: Math.max(...part.map((s) => s.roundoffError)),
    });
  }
  return decades;
}

/** Slopes that no polynomial describes: growing, settling, swinging. */
function followSecants(secants: readonly Secant[]): SideBehaviour | undefined {
  const decades = byDecade(secants).filter(
    (d) => d.roundoffError < 0.1 * Math.max(d.high - d.low, 1e-3 * Math.abs(d.middle)),
  );
  const seen = decades.slice(-9);
  const last = seen.at(-1);
  if (last === undefined || seen.length < 3) return undefined;
  const steps = seen.slice(1).map((d, k) => d.last - (seen[k]?.last ?? NaN));
  const monotone = steps.slice(-6).every((step) => step !== 0 && Math.sign(step) === Math.sign(steps.at(-1) ?? 0));
  const ratios = steps
    .slice(1)
    .map((step, k) => step / (steps[k] ?? NaN))
    .slice(-5);
  const ratio = [...ratios].sort((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? NaN;
  if (monotone && ratio >= 0.95) {
    const sign = Math.sign(steps.at(-1) ?? 0);
    if (Math.sign(last.last) === sign || steps.length >= 5) return { kind: 'infinite', slope: sign * Infinity };
  }
  if (monotone && ratio > 0) {
    const now = steps.at(-1) ?? 0;
    const rest = (now * ratio) / (1 - ratio);
    return { kind: 'slope', slope: last.last + rest, error: Math.abs(rest) * 0.3 + last.roundoffError, smooth: false };
  }
  const swings = seen.map((d) => d.high - d.low);
  const first = swings[0] ?? NaN;
  const final = swings.at(-1) ?? NaN;
  const fading = (final / first) ** (1 / (swings.length - 1));
  if (fading < 0.8) return { kind: 'slope', slope: last.middle, error: final, smooth: false };
  // Changes as small as the rounding of numbers near 1, and no smaller the nearer: that of a sum inside, for all one knows.
  const changes = secants.slice(-3 * rungsPerDecade).map(({ change }) => Math.abs(change));
  if (fading > 5 && Math.max(...changes) <= 2 ** -44) return undefined;
  return { kind: 'oscillating', low: last.low, high: last.high };
}

/**
 * How the function leaves the point on one side.
 *
 * Domain: a sampler with a finite value at its point; direction −1 or 1. Errors: none; undefined where doubles do not
 * tell.
 *
 * @example
 * ```ts
 * describeSide(createSampler(Math.abs, 0, 4000), -1)?.kind // → 'slope'
 * ```
 */
export function describeSide(sampler: Sampler, direction: -1 | 1): SideBehaviour | undefined {
  const { w, center } = sampler;
  const secants = sampleSecants(sampler, direction);
  const nearest = secants.filter(({ epsilon }) => epsilon <= 1e3 * smallestStep(w));
  if (nearest.length < rungsPerDecade) return { kind: 'missing' };
  const smooth = findSmooth(sampler, direction, secants);
  if (smooth !== undefined) {
    const argument = w === 0 ? 0 : 2 * Math.abs(smooth.slope) * spacingAt(w);
    const gap = Math.abs(smooth.limit - center);
    if (gap > 1.5 * smooth.limitError + argument + 2 ** -51 * Math.abs(center))
      return { kind: 'jump', limit: smooth.limit };
    return { kind: 'slope', slope: smooth.slope, error: smooth.slopeError, smooth: true };
  }
  if (changeStays(secants)) return { kind: 'jump', limit: center + (secants.at(-1)?.change ?? NaN) };
  return followSecants(secants);
}
