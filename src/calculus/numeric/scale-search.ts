/**
 * The function's own scale at w, with no hint from the size of w. The idea: five points w, w ± s, w ± 2s show by
 * their differences whether the function looks like a polynomial at that scale: if the third and fourth differences
 * are small against the first and second, their ratio says how far one may go before it no longer does; if they
 * drown in rounding, one may go farther; if they are as large, one is too far out already. In: a sampler, an order,
 * an octave to begin with. Out: the octave at which a dozen points should be placed, or none where the function is
 * rough at every scale tried. Guarantee: a bounded number of probes of at most four calls each. Source: the
 * difference table as in R. Hamming, Introduction to Applied Numerical Analysis (1971), and the step rules of
 * P. Gill, W. Murray, M. Saunders and M. Wright, SIAM J. Sci. Stat. Comput. 4 (1983), with the search over decades
 * added.
 */
import { spacingAt, stepOf, type Sampler } from './sampler.ts';
import type { Shape } from './stencil-estimate.ts';

/** What five points say about one scale. */
export interface Probe {
  readonly octave: number;
  /** `blocked`: a point has no value; `rough`: no polynomial at this scale; `smooth`: one, and `ratio` is known; `quiet`: its bends drown in rounding. */
  readonly state: 'blocked' | 'rough' | 'smooth' | 'quiet';
  /** Step over the function's scale; an upper bound where the state is `quiet`. */
  readonly ratio: number;
  /** Rounding against signal for the order in question. */
  readonly relativeRoundoff: number;
  /** Rounding divided by the step to the order: what it does to the derivative. */
  readonly roundoffError: number;
  /** Third and fourth differences, or what stands for them on one side. */
  readonly bend: number;
  /** Largest of the first and second differences. */
  readonly signal: number;
}

const nothing: Probe = {
  octave: NaN,
  state: 'blocked',
  ratio: Infinity,
  relativeRoundoff: Infinity,
  roundoffError: Infinity,
  bend: NaN,
  signal: NaN,
};

/** Result of the search. */
export interface FoundScale {
  readonly octave: number;
  /** False where no scale looked smooth. */
  readonly smooth: boolean;
  /** Smallest octave known to be too far out. */
  readonly tooFar: number;
}

/** Steps of the search in octaves. */
const stride = 7;

/** The octave of the smallest step that still leaves doubles near w enough room: 2⁻⁴² of w. */
export function smallestOctave(w: number): number {
  return w === 0 ? -160 : Math.log2(spacingAt(w)) + 10;
}

/** The octave to begin with: about a sixteenth of w, or of 1 where w is 0 or next to it. */
export function firstOctave(w: number): number {
  if (Math.abs(w) < 2 ** -200) return -4;
  return Math.max(smallestOctave(w), Math.floor(Math.log2(Math.abs(w))) - 4);
}

/** About a sixteenth of w itself, however small it is; that of 1 at 0. */
export function ownOctave(w: number): number {
  return w === 0 ? -4 : Math.max(smallestOctave(w), Math.floor(Math.log2(Math.abs(w))) - 4);
}

/**
 * Looks at five points w, w ± s, w ± 2s.
 *
 * Domain: any sampler with a value at its point. Errors: none.
 *
 * @example
 * ```ts
 * probeScale(createSampler(Math.sin, 1, 200), 1, -3).state // → 'smooth'
 * ```
 */
export function probeScale(sampler: Sampler, derivativeOrder: number, octave: number, shape: Shape = 'both'): Probe {
  const step = stepOf(octave);
  const values: number[] = [];
  for (const j of shape === 'both' ? [-1, 1, -2, 2] : shape === 'left' ? [-1, -4, -9] : [1, 4, 9]) {
    const value = sampler.at(sampler.w + j * step);
    if (!Number.isFinite(value)) return { ...nothing, octave };
    values.push(value);
  }
  const largest = Math.max(Math.abs(sampler.center), ...values.map(Math.abs));
  const rounding = largest * 2 ** -51;
  const [a = NaN, b = NaN, c = NaN, d = NaN] = values.map((value) => value - sampler.center);
  // On one side the points w + s·u² make an even function of u, whose differences these are.
  const [first, second, third, fourth] =
    shape === 'both'
      ? [Math.abs(b - a) / 2, Math.abs(a + b), Math.abs(d - c - 2 * (b - a)) / 2, Math.abs(c + d - 4 * (a + b))]
      : [0, 2 * Math.abs(a), 0, 2 * Math.abs(b - 4 * a)];
  const sixth = shape === 'both' ? 0 : 2 * Math.abs(c - 6 * b + 15 * a);
  // A one-sided slope of zero leaves the fourth difference as the signal and the sixth as the bend.
  const flat = shape !== 'both' && fourth > second && sixth < fourth;
  const signal = flat ? fourth : Math.max(first, second);
  const order = shape === 'both' ? derivativeOrder : 2 * derivativeOrder;
  const own = [first, second, third, fourth][order - 1] ?? (shape === 'both' ? Math.min(third, fourth) : fourth);
  const relativeRoundoff = own === 0 ? Infinity : rounding / own;
  const roundoffError = rounding / step ** derivativeOrder;
  const bend = Math.max(third, flat ? sixth : fourth);
  if (signal === 0) return { octave, state: 'quiet', ratio: 0, relativeRoundoff, roundoffError, bend, signal };
  const odd = Math.max(third, rounding) / signal;
  const even = Math.max(flat ? sixth : fourth, sixth, rounding) / signal;
  const ratio = first >= second ? Math.max(Math.sqrt(odd), Math.cbrt(even)) : Math.max(odd, Math.sqrt(even));
  const quiet = third <= 4 * rounding && (flat || fourth <= 8 * rounding) && sixth <= 16 * rounding;
  const state = quiet ? 'quiet' : ratio > 0.8 ? 'rough' : 'smooth';
  return { octave, state, ratio, relativeRoundoff, roundoffError, bend, signal };
}

/**
 * Searches the octave for a dozen points, from `start` and below `limit`.
 *
 * Domain: any sampler with a value at its point. Errors: none; `smooth` is false where nothing was found.
 *
 * @example
 * ```ts
 * findScale(createSampler((w) => Math.sin(1e6 * w), 1, 200), 1, 'both', -4).octave < -20 // → true
 * ```
 */
export function findScale(
  sampler: Sampler,
  derivativeOrder: number,
  shape: Shape,
  start: number,
  limit = 1000,
): FoundScale {
  const floor = smallestOctave(sampler.w);
  const octavesPerHalving = shape === 'both' ? 1 : 2;
  const aim = shape === 'both' ? (derivativeOrder === 1 ? 1 / 24 : derivativeOrder === 2 ? 1 / 14 : 1 / 8) : 1 / 6;
  let smooth = -Infinity;
  let tooFar = limit;
  let octave = Math.max(floor, Math.min(start, limit - 1));
  let down = stride;
  let up = stride;
  let bestRoundoff = Infinity;
  let silent = 0;
  let heard = false;
  for (let probes = 0; probes < 16; probes++) {
    const probe = probeScale(sampler, derivativeOrder, octave, shape);
    if (sampler.exhausted) break;
    if (probe.state === 'blocked' || probe.state === 'rough') {
      tooFar = octave;
      if (smooth === -Infinity) {
        if (octave === floor) break;
        octave = Math.max(floor, octave - down);
        down += 2;
      } else {
        if (tooFar - smooth <= 3) break;
        octave = Math.floor((smooth + tooFar) / 2);
      }
      continue;
    }
    const wanted = octave + Math.floor(octavesPerHalving * Math.log2(aim / probe.ratio));
    if (probe.state === 'smooth' && wanted <= octave + 1) {
      return { octave: Math.max(floor, Math.min(wanted, octave)), smooth: true, tooFar };
    }
    heard ||= probe.signal > 0;
    // Farther out is better only while rounding fades.
    if (probe.roundoffError > bestRoundoff / 2 || silent >= 5) break;
    smooth = octave;
    bestRoundoff = probe.roundoffError;
    const unclear = probe.relativeRoundoff > 2 ** -10;
    silent += probe.signal === 0 ? 2 : unclear ? 1 : 0;
    if (probe.state === 'quiet' && probe.relativeRoundoff < 2 ** -44) break;
    const next = Math.min(Math.max(wanted, octave + (unclear ? up : 2)), octave + 2 * stride);
    if (unclear) up += stride;
    if (next < tooFar - 1) octave = next;
    else if (tooFar - smooth <= 3) break;
    else octave = Math.floor((smooth + tooFar) / 2);
  }
  if (smooth === -Infinity) return { octave: start, smooth: false, tooFar };
  // Where nothing moved at any step there is no scale, and no reason to go far.
  return { octave: heard ? smooth : start, smooth: true, tooFar };
}
