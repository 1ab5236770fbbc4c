/**
 * What every figure of one curve needs, made once per function: the sampled pieces, the window, the
 * derivative, the kinks, and how the function stands at an argument (value, slope, verdict). The slope is
 * the exact derivative; whether there is one is asked of `differentiability` wherever there is a doubt: at
 * a kink, where the derivative is not finite, and where value or derivative change over a few units of the
 * last place. So scrubbing costs a few evaluations, and no tangent is shown where there is none.
 */
import { mustBeTold, SecantError } from '../../base/diagnostics.ts';
import { inParts } from '../../base/parts.ts';
import { callsAffordable, withinPicture } from '../../base/steps.ts';
import { sampledSlopeOf, slopeOf } from '../../calculus/slopes.ts';
import type { Differentiability, ScalarFunction } from '../../calculus/types.ts';
import { nextDown, nextUp } from '../scene/floats.ts';
import { calmed, type CalmFunction } from '../scene/rounding-noise.ts';
import { enoughForMore, guarded, sampleCurve, type SampledCurve, type SampleOptions } from '../scene/sample-curve.ts';
import type { Window } from '../scene/clip.ts';
import { curveIn } from './curve-in.ts';
import { placesWithoutValue } from './divided-places.ts';
import { ownErrorOf } from './own-error.ts';
import { findKinks, type Kinks } from './kinks.ts';
import { positionsAlong, type Positions, tidy } from './positions.ts';

/** How often both sides of a place are looked at while a curve is sampled. */
const mostLooks = 200;
/** And on the way to places where quotients cancel. */
const looksOnTheWay = 40;

/** How a function stands at an argument. */
export type Behaviour =
  | { readonly kind: 'differentiable'; readonly w: number; readonly value: number; readonly slope: number }
  | { readonly kind: 'kink'; readonly w: number; readonly value: number; readonly verdict: Differentiability }
  | { readonly kind: 'outside'; readonly w: number; readonly value: number };

/** A function made ready for a figure. */
export interface PreparedCurve {
  /** The function; NaN where it fails. */
  readonly g: ScalarFunction;
  /** Its derivative as it is computed, also where `behaviourAt` finds that there is none; NaN where it fails. */
  readonly slope: ScalarFunction;
  /** The same for sampling: NaN where it would have to be looked at too closely too often. */
  readonly slopes: ScalarFunction;
  /** What may be said about a sampling of the derivative. */
  readonly slopeSampling: Pick<SampleOptions, 'places' | 'error'>;
  readonly sampled: SampledCurve;
  readonly window: Window;
  readonly domain: readonly [number, number];
  readonly kinks: Kinks;
  behaviourAt(w: number): Behaviour;
  /** The same function sampled for a part of its plane; all of it where no window is given. */
  within(window: Window | undefined): PreparedCurve;
  /** The second derivative, or undefined where there is none. */
  secondAt(w: number): number | undefined;
}

/** A derivative with the failures of single points turned into NaN; a function that cannot be differentiated at all still throws. */
function safeDerivative(derivative: ScalarFunction, probe: number, g: ScalarFunction): ScalarFunction {
  try {
    derivative(probe);
  } catch (error) {
    if (mustBeTold(error)) throw error;
    if (error instanceof SecantError && !error.code.startsWith('S3')) throw ownErrorOf(() => g(probe)) ?? error;
  }
  return guarded(derivative);
}

/** A step over a few units of the last place. */
function beside(w: number): readonly [number, number] {
  const step = w === 0 ? 1e-200 : 8 * Math.max(Math.abs(w) * Number.EPSILON, Number.MIN_VALUE);
  return [Math.min(nextDown(w), w - step), Math.max(nextUp(w), w + step)];
}

/** Whether a derivative stays put over a few units of the last place around an argument. */
function isSteady(slope: ScalarFunction, w: number, here: number): boolean {
  const tolerance = 1e-4 * (1 + Math.abs(here));
  return beside(w).every((near) => Math.abs(slope(near) - here) <= tolerance);
}

export interface CurveOptions {
  readonly exclusions?: readonly number[];
  readonly through?: readonly number[];
  /** Which values are shown; chosen by the curve if absent. */
  readonly y?: readonly [number, number] | undefined;
  /** The second derivative, where it is drawn. */
  readonly second?: ScalarFunction;
}

/**
 * Prepares a function for figures along a domain: sampled pieces, a window, its kinks, and `behaviourAt(w)`, which
 * says whether there is a tangent at an argument, and if not, why.
 *
 * @param g any function of one number; where it throws or gives NaN it is not defined
 * @param domain the interval that is shown
 * @param options `exclusions` where the line is cut, `through` arguments whose points must be in view, `second` for
 *   second derivatives too
 * @throws SecantError what `derivative(g)` throws for a function that cannot be differentiated at all; S305 for one from
 *   text that takes more steps than a picture may
 * @example
 * ```ts
 * prepareCurve((w) => Math.abs(w), [-3, 3]).behaviourAt(0).kind // → 'kink'
 * ```
 */
export function prepareCurve(
  g: ScalarFunction,
  domain: readonly [number, number],
  options: CurveOptions = {},
): PreparedCurve {
  return withinPicture(() => prepare(g, domain, options));
}

function prepare(g: ScalarFunction, domain: readonly [number, number], options: CurveOptions): PreparedCurve {
  const span = domain[1] - domain[0];
  const probe = domain[0] + 0.618 * span;
  const plain = guarded(inParts(g, 'value', g));
  const rawSlope = safeDerivative(inParts(g, 'slope', slopeOf(g)), probe, g);
  const isFast = callsAffordable(plain, domain, 0.3) >= enoughForMore;
  const places = isFast ? placesWithoutValue(g, domain) : [];
  const calm = (h: ScalarFunction, followed = h): CalmFunction => calmed(h, places, span, followed);
  const sampledSlope = (question: string, looks: number): ScalarFunction =>
    guarded(inParts(g, question, sampledSlopeOf(g, looks)));
  const calmValue = calm(plain);
  const value = calmValue.g;
  const slope = calm(rawSlope, sampledSlope('slope on the way', looksOnTheWay)).g;
  const quickly = sampledSlope('sampled slope', mostLooks);
  // What is larger than this is in no picture, and nor is its slope.
  const slopes = calm((w) => (Math.abs(value(w)) < 1e100 ? quickly(w) : NaN));
  const at = places.map(({ w }) => w);
  const second =
    options.second === undefined ? undefined : calm(safeDerivative(inParts(g, 'bend', options.second), probe, g)).g;
  const sampling = {
    places: at,
    error: calmValue.error,
    ...(isFast ? { slope: slopes.g } : {}),
    ...(options.exclusions === undefined ? {} : { exclusions: options.exclusions }),
  };
  let sampled = sampleCurve(value, domain, options.y === undefined ? sampling : { ...sampling, y: options.y });
  const y = options.y ?? withPoints(sampled.y, (options.through ?? []).map(value));
  if (y !== sampled.y) sampled = sampleCurve(value, domain, { ...sampling, y });
  const kinks = findKinks(g, slopes.g, value, domain, sampled.events);
  const pad = 0.03 * span;
  const height = y[1] - y[0];

  const stand = (w: number): Behaviour => {
    const at = value(w);
    if (!Number.isFinite(at)) return { kind: 'outside', w, value: at };
    const here = slope(w);
    if (Number.isFinite(here) && kinks.near(w, 0) === undefined) {
      const moved = Math.max(...beside(w).map((near) => Math.abs(value(near) - at)));
      const expected = 1e-9 * height + 1e-13 * Math.abs(at) + 100 * Math.abs(here * (nextUp(w) - w));
      if (moved <= expected && isSteady(slope, w, here)) return { kind: 'differentiable', w, value: at, slope: here };
    }
    const verdict = kinks.verdictAt(w);
    if (verdict.differentiable) {
      return { kind: 'differentiable', w, value: at, slope: verdict.derivative ?? here };
    }
    return { kind: 'kink', w, value: at, verdict };
  };
  let last: Behaviour | undefined;
  const shown = { x: [domain[0] - pad, domain[1] + pad], y } as const;
  const sampledIn = curveIn(value, domain, shown, sampling);
  const parts = new WeakMap<Window, PreparedCurve>();
  const whole: PreparedCurve = {
    g: value,
    slope,
    slopes: slopes.g,
    slopeSampling: { places: at, error: slopes.error },
    sampled,
    domain,
    kinks,
    window: shown,
    behaviourAt: (w) => {
      if (last === undefined || !Object.is(last.w, w)) last = stand(w);
      return last;
    },
    secondAt: (w) => {
      const here = second?.(w);
      if (second === undefined || here === undefined || !Number.isFinite(here)) return undefined;
      return isSteady(second, w, here) ? here : undefined;
    },
    within(window) {
      if (window === undefined) return whole;
      const known = parts.get(window);
      if (known !== undefined) return known;
      const from = Math.max(domain[0], window.x[0]);
      const to = Math.min(domain[1], window.x[1]);
      const zoomed = { ...whole, sampled: sampledIn(window), window, domain: [from, to] } as const;
      parts.set(window, zoomed);
      return zoomed;
    },
  };
  return whole;
}

/** The window widened so that some values are in it, unless they are so far off that the curve would be lost. */
function withPoints(y: readonly [number, number], values: readonly number[]): readonly [number, number] {
  let [low, high] = y;
  const span = high - low;
  for (const value of values) {
    if (value < low && value > low - 3 * span) low = value - 0.1 * span;
    if (value > high && value < high + 3 * span) high = value + 0.1 * span;
  }
  return low === y[0] && high === y[1] ? y : [low, high];
}

/** A slider along a curve. It begins two thirds of the way, where a tangent is not mistaken for a symmetry. */
export function positionsOnCurve(
  { domain, kinks }: PreparedCurve,
  frames: number,
  value: number | undefined,
): Positions {
  return positionsAlong({
    name: 'w',
    domain,
    frames,
    value: value ?? tidy(domain[0] + (2 / 3) * (domain[1] - domain[0])),
    stops: kinks.stops,
    stopNear: kinks.near,
  });
}
