/**
 * Values near a place where an expression cancels, as (1 − cos w)/w² does at 0: the closer to the place, the fewer digits
 * are left, and in the end the values are rounding noise. In: a function, a place and a scale. Out: the limit from one
 * side, and how near to the place the values say nothing, with a polynomial through the values farther away that takes
 * their place there.
 *
 * The limit is that of Richardson (1911): a polynomial through values at distances R, 2R, 4R … is evaluated at distance 0.
 * As R is halved, two such limits differ less and less, as long as the values are good, and more and more once they are
 * noise; the best R is between. Noise is told from a narrow peak by two signs: its differences grow with their order,
 * while those of what is smooth shrink; and it steps between neighbouring numbers, where every continuous function, however
 * fast it swings, can be followed down to the last bit (`findBreak`).
 */
import { findBreak } from './breaks.ts';
import { nextUp } from './floats.ts';
import type { Zero } from './zeros.ts';

/** What the values do on one side of a place. */
export type Approach =
  /** They tend to a limit, known up to about `error`. */
  | {
      readonly kind: 'limit';
      readonly limit: number;
      readonly error: number;
      /** Values nearer than this are noise; 0 where there is none. */
      readonly noisyWithin: number;
      /** Coefficients of the polynomial in the distance, constant term first. */
      readonly polynomial: readonly number[];
    }
  /** They grow without bound, as `value`·(noisyWithin/distance)^power, and nearer than this the rest is noise. */
  | { readonly kind: 'growing'; readonly noisyWithin: number; readonly value: number; readonly power: number }
  /** There are none, or they do not settle. */
  | { readonly kind: 'unsettled' };

type Values = (w: number) => number;

const nodes = 7;
const octaves = 64;
/** Scales that are tried one after the other are so many octaves apart. */
const octavesBetweenScales = 10;
const goodEnough = 1e-5;
/** Distances that are no powers of two: at those many a sum has no rounding error, and noise does not show. */
const irregular = 1.0471975511965976;
/** Growth by one and the same power over more halvings than this is no chance. */
const steadyGrowth = 4;
const unsettled: Approach = { kind: 'unsettled' };

/** Newton's divided differences of values at distances, as coefficients of powers of the distance. */
function polynomialThrough(distances: readonly number[], values: readonly number[]): number[] {
  // In units of the largest distance, so that no power of a distance leaves the range of doubles.
  const unit = distances[0] ?? 1;
  const at = distances.map((d) => d / unit);
  const divided = [...values];
  for (let order = 1; order < at.length; order++) {
    for (let k = at.length - 1; k >= order; k--) {
      const run = (at[k] ?? NaN) - (at[k - order] ?? NaN);
      divided[k] = ((divided[k] ?? NaN) - (divided[k - 1] ?? NaN)) / run;
    }
  }
  let powers: number[] = [];
  for (let k = at.length - 1; k >= 0; k--) {
    // powers·(t − at[k]) + divided[k]
    const next = [...powers.map((c) => -c * (at[k] ?? NaN)), 0];
    powers.forEach((c, j) => (next[j + 1] = (next[j + 1] ?? 0) + c));
    next[0] = (next[0] ?? 0) + (divided[k] ?? NaN);
    powers = next.slice(0, at.length);
  }
  let scale = 1;
  return powers.map((c) => {
    const scaled = c / scale;
    scale *= unit;
    return scaled;
  });
}

function evaluate(polynomial: readonly number[], d: number): number {
  let sum = 0;
  for (let k = polynomial.length - 1; k >= 0; k--) sum = sum * d + (polynomial[k] ?? 0);
  return sum;
}

function slopeOf(polynomial: readonly number[], d: number): number {
  let sum = 0;
  for (let k = polynomial.length - 1; k > 0; k--) sum = sum * d + k * (polynomial[k] ?? 0);
  return sum;
}

function meanSize(list: readonly number[]): number {
  return list.reduce((sum, each) => sum + Math.abs(each), 0) / list.length;
}

function differencesOf(list: readonly number[], order: number): readonly number[] {
  let found = list;
  for (let k = 0; k < order; k++) found = found.slice(1).map((each, j) => each - (found[j] ?? NaN));
  return found;
}

/** Whether values around an argument are noise of rounding, or a function that can be followed. */
function natureOf(g: Values, place: number, side: 1 | -1, distance: number): 'noise' | 'smooth' | 'unclear' {
  const run = (irregular * distance) / 256;
  const at = Array.from({ length: 13 }, (_, k) => place + side * (distance + k * run));
  const values = at.map(g);
  if (!values.every(Number.isFinite)) return 'unclear';
  const [fourth, eighth] = [meanSize(differencesOf(values, 4)), meanSize(differencesOf(values, 8))];
  if (eighth <= 0.1 * fourth) return 'smooth';
  if (eighth < fourth) return 'unclear';
  // So far a fast oscillation looks the same. Where the values turn most, they are followed down to the last bit; without
  // the line through the ends, in which the noise could be lost.
  const [w0 = NaN, w1 = NaN] = [at[0], at.at(-1)];
  const slope = ((values.at(-1) ?? NaN) - (values[0] ?? NaN)) / (w1 - w0);
  const bent = (w: number): number => g(w) - slope * (w - w0);
  const turns = differencesOf(at.map(bent), 1).map(Math.abs);
  const most = turns.indexOf(Math.max(...turns));
  const [a = NaN, b = NaN] = [at[most], at[most + 1]];
  if (!(turns[most] !== 0 && a !== b)) return 'unclear';
  return findBreak(bent, Math.min(a, b), Math.max(a, b), Infinity).kind === 'none' ? 'unclear' : 'noise';
}

/** The size of the rounding noise of g at an argument: what its values do that no function smooth over such steps does. */
export function noiseAt(g: Values, w: number, step: number): number {
  const values = Array.from({ length: 13 }, (_, k) => g(w + (k - 6) * step));
  return values.every(Number.isFinite) ? meanSize(differencesOf(values, 8)) / 90 : 0;
}

function spacingAt(w: number): number {
  return nextUp(Math.abs(w)) - Math.abs(w);
}

/** The power with which a value grew when the distance was halved; 0 where it did not grow like a power. */
function growthOf(before: number, last: number): number {
  const power = Math.round(Math.log2(last / before));
  return power >= 1 && Math.abs(last - before * 2 ** power) < 1e-3 * Math.abs(last) ? power : 0;
}

/** The walk towards a place from a distance on. */
function approachFrom(g: Values, place: number, side: 1 | -1, far: number): Approach {
  const distances: number[] = [];
  const values: number[] = [];
  let before = NaN;
  let gapBefore = NaN;
  let best: { readonly error: number; readonly end: number } | undefined;
  const nearest = place === 0 ? far * 2 ** -octaves : 4 * spacingAt(place);
  let growth: { readonly noisyWithin: number; readonly value: number; readonly power: number } | undefined;
  let [growing, lastPower] = [0, 0];
  let endsInNoise = false;
  for (let d = far; d >= nearest && distances.length < octaves; d /= 2) {
    const w = place + side * d;
    distances.push(Math.abs(w - place));
    values.push(g(w));
    const end = distances.length;
    if (end < nodes) continue;
    const limit = polynomialThrough(distances.slice(end - nodes), values.slice(end - nodes))[0] ?? NaN;
    const gap = Math.abs(limit - before);
    const error = Math.max(gap, gapBefore, 4 * Number.EPSILON * Math.abs(limit));
    [before, gapBefore] = [limit, gap];
    if (!Number.isFinite(error)) continue;
    const [before2 = NaN, value = NaN] = values.slice(-2);
    const power = growthOf(before2, value);
    growing = power > 0 && power === lastPower ? growing + 1 : 0;
    lastPower = power;
    if (growing >= steadyGrowth) growth = { noisyWithin: d, value, power };
    // A value that stays the same after it grew has lost all its digits.
    endsInNoise = growth !== undefined && value === before2;
    if (endsInNoise) break;
    if (best === undefined || error <= best.error) best = { error, end };
    else if (error > 16 * best.error) {
      const nature = power > 0 ? 'smooth' : natureOf(g, place, side, d);
      endsInNoise = nature === 'noise';
      if (endsInNoise) break;
      // Something smooth and narrow that was not seen from farther away.
      if (nature === 'smooth') best = { error, end };
    }
  }
  if (best === undefined) return unsettled;
  const own = values.slice(best.end - nodes, best.end);
  const size = Math.max(...own.map(Math.abs));
  const polynomial = polynomialThrough(distances.slice(best.end - nodes, best.end), own);
  const limit = polynomial[0] ?? NaN;
  // Nearer to 0 than all that was looked at, powers leave the range of doubles: √(w²)/|w| is √2 at 1.6e-162.
  const noisyWithin = (endsInNoise ? distances[best.end - 1] : place === 0 ? distances.at(-1) : 0) ?? 0;
  if (best.error <= goodEnough * size) return { kind: 'limit', limit, error: best.error, noisyWithin, polynomial };
  return endsInNoise && growth !== undefined ? { kind: 'growing', ...growth } : unsettled;
}

/**
 * What the values of g do on one side of a place.
 *
 * @param scale the width of what is looked at
 * @example
 * ```ts
 * approachTo((w) => (1 - Math.cos(w)) / w ** 2, 0, 1, 6).kind // → 'limit'
 * ```
 */
export function approachTo(g: Values, place: number, side: 1 | -1, scale: number): Approach {
  // From far away first: close by, values that have lost all their digits may all be 0, and look like a limit. Where the
  // function swings too fast to be seen from there, again from nearer.
  let far = 4 * irregular * Math.max(1, Math.abs(place), scale);
  const nearest = Math.min(1, scale) / 16;
  for (; ; far *= 2 ** -octavesBetweenScales) {
    const found = approachFrom(g, place, side, far);
    if (found.kind !== 'unsettled' || far < nearest) return found;
  }
}

/** A function with its noise taken away. */
export interface CalmFunction {
  readonly g: Values;
  /** The slope where the values are noise; undefined elsewhere. */
  slopeAt(w: number): number | undefined;
  /** The stretches of noise, from and to. */
  readonly noisy: readonly (readonly [number, number])[];
  /** How far off the values in them may be. */
  readonly error: number;
}

/** A stretch of noise beside a place, with what takes its place at distances from there. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly place: number;
  readonly side: 1 | -1;
  readonly error: number;
  valueAt(distance: number): number;
  /** The slope away from the place. */
  slopeAt(distance: number): number;
}

function stretchOf(place: number, side: 1 | -1, found: Approach): Stretch | undefined {
  if (found.kind === 'unsettled' || found.noisyWithin === 0) return undefined;
  const other = place + side * found.noisyWithin;
  const ends = { from: Math.min(place, other), to: Math.max(place, other), place, side };
  if (found.kind === 'limit') {
    const { polynomial, error } = found;
    return { ...ends, error, valueAt: (d) => evaluate(polynomial, d), slopeAt: (d) => slopeOf(polynomial, d) };
  }
  const { noisyWithin, value, power } = found;
  const valueAt = (d: number): number => value * (noisyWithin / d) ** power;
  return { ...ends, error: 0, valueAt, slopeAt: (d) => (-power * valueAt(d)) / d };
}

/**
 * The function without the noise beside some places: there it is continued from values farther away. It has no value at a
 * place where its own is noise or infinite and both sides have a limit.
 *
 * @param followed the same function as it is asked on the way to a place, where some of its values cost much
 */
export function calmed(g: Values, places: readonly Zero[], scale: number, followed = g): CalmFunction {
  const stretches: Stretch[] = [];
  const missing = new Set<number>();
  for (const { w, between } of places) {
    const sides = ([-1, 1] as const).map((side) => ({ side, found: approachTo(followed, w, side, scale) }));
    const made = sides.map(({ side, found }) => stretchOf(w, side, found)).filter((stretch) => stretch !== undefined);
    stretches.push(...made);
    const settles = sides.every(({ found }) => found.kind === 'limit');
    if (between ? made.length > 0 : settles && !Number.isFinite(g(w))) missing.add(w);
  }
  if (stretches.length === 0 && missing.size === 0) return { g, slopeAt: () => undefined, noisy: [], error: 0 };
  const stretchAt = (w: number): Stretch | undefined =>
    stretches.find(({ from, to, place }) => w >= from && w <= to && w !== place);
  return {
    g: (w) => {
      if (missing.has(w)) return NaN;
      const stretch = stretchAt(w);
      return stretch === undefined ? g(w) : stretch.valueAt(Math.abs(w - stretch.place));
    },
    slopeAt: (w) => {
      const stretch = stretchAt(w);
      return stretch === undefined ? undefined : stretch.side * stretch.slopeAt(Math.abs(w - stretch.place));
    },
    noisy: stretches.map(({ from, to }) => [from, to]),
    error: Math.max(0, ...stretches.map(({ error }) => error)),
  };
}
