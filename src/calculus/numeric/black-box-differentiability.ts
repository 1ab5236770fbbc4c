/**
 * A verdict on differentiability from samples alone. The idea: describe how the function leaves w on either side, then
 * compare. In: a function that can only be called, and a point. Out: the verdict with both one-sided slopes, the table
 * of secants, and a sentence. Guarantee: `exact` is false, the function is called at most 4000 times and may throw, and
 * where doubles cannot tell the sentence says so. What a function does closer to w than rounding allows to see is not
 * known to anyone who can only call it. The method is described in side-behaviour.ts.
 */
import { checkFunction } from './numerical-derivative.ts';
import { estimateDerivative, shortNumber } from './numerical-estimate.ts';
import { createSampler, spacingAt } from './sampler.ts';
import { secantTable } from './secant-table.ts';
import { describeSide, type SideBehaviour } from './side-behaviour.ts';
import type { Differentiability, Verdict } from './differentiability.ts';
import { mustBeTold, SecantError } from '../../base/diagnostics.ts';

/** The most calls one verdict may cost. */
const callLimit = 4000;

/** The one-sided slope a behaviour stands for, NaN where there is none. */
function slopeOf(side: SideBehaviour | undefined): number {
  return side !== undefined && (side.kind === 'slope' || side.kind === 'infinite') ? side.slope : NaN;
}

/** Two numbers with as many digits, six at least, as it takes to see their difference. */
function apart(a: number, b: number): [string, string] {
  const size = Math.max(Math.abs(a), Math.abs(b));
  const lost = a === b || size === 0 ? 0 : Math.floor(Math.log10(size / Math.abs(a - b)));
  const digits = Math.min(15, Math.max(6, lost + 2));
  return [String(Number(a.toPrecision(digits))), String(Number(b.toPrecision(digits)))];
}

/** What one side does, in words, given its slope in words. */
function sideInWords(side: SideBehaviour | undefined, name: string, slope: string, center: number): string {
  if (side === undefined) return `slopes from the ${name} are lost in rounding`;
  switch (side.kind) {
    case 'missing':
      return `there are no values on the ${name}`;
    case 'jump': {
      const gap = side.limit - center;
      if (!(Math.abs(gap) < 1e300)) return `values from the ${name} have no limit`;
      return `values from the ${name} end ${shortNumber(Math.abs(gap))} ${gap < 0 ? 'below' : 'above'} it`;
    }
    case 'infinite':
      return `slopes from the ${name} ${side.slope > 0 ? 'grow' : 'fall'} without bound`;
    case 'slope':
      return `slopes from the ${name} settle at ${slope}`;
    case 'oscillating':
      return `slopes from the ${name} keep swinging between about ${shortNumber(side.low)} and ${shortNumber(side.high)}`;
  }
}

/** The second half of a sentence without what its first half has said already. */
function shorten(second: string, first: string): string {
  const rest = second.replace(/^slopes /, '');
  return first.includes('settle at') ? rest.replace('settle at', 'at') : rest;
}

/** A slope for a sentence: what is no more than its own bound is 0. */
function legible(side: SideBehaviour | undefined): number {
  return side?.kind === 'slope' && Math.abs(side.slope) > 2 * side.error ? side.slope : 0;
}

/**
 * Whether a black box is differentiable at w, judged by its secants.
 *
 * Domain: any function of one number, any number w. Errors: S003 where g is not a function, S202 where w is not a
 * number; what g throws counts as no value. `exact` is always false.
 *
 * @example
 * ```ts
 * blackBoxDifferentiability((w) => Math.max(0, w), 0).verdict // → 'corner'
 * ```
 */
export function blackBoxDifferentiability(g: (w: number) => number, w: number): Differentiability {
  checkFunction(g, 'differentiability');
  if (typeof w !== 'number')
    throw new SecantError('S202', `the point is not a number: ${String(w)}`, { hint: 'pass a number' });
  const secants = secantTable(g, w);
  const answer = (
    verdict: Verdict,
    left: number,
    right: number,
    reason: string,
    derivative?: number,
  ): Differentiability => ({
    verdict,
    differentiable: verdict === 'differentiable',
    left,
    right,
    ...(derivative === undefined ? {} : { derivative }),
    secants,
    reason,
    exact: false,
  });
  if (!Number.isFinite(w)) return answer('outside the domain', NaN, NaN, `${w} is not a point of the line`);
  const sampler = createSampler(g, w, callLimit);
  if (!Number.isFinite(sampler.center)) {
    const tiny = Math.max(1e-20, 4 * spacingAt(w));
    const around = [-1, 1].map((direction) => Number.isFinite(sampler.at(w + direction * tiny)));
    if (isInfinite(g, w) && around.every(Boolean)) {
      if (isPole(g, w, tiny)) return answer('outside the domain', NaN, NaN, `the values grow without bound at ${w}`);
      return answer(
        'jump',
        NaN,
        NaN,
        `the function is infinite at ${w}, with finite values on both sides: not continuous there`,
      );
    }
    return answer('outside the domain', NaN, NaN, `the function has no value at ${w}`);
  }
  const left = describeSide(sampler, -1);
  const right = describeSide(sampler, 1);
  const [leftWord, rightWord] = apart(legible(left), legible(right));
  const leftWords = sideInWords(left, 'left', leftWord, sampler.center);
  const rightWords = sideInWords(right, 'right', rightWord, sampler.center);
  const words = `${leftWords}, ${leftWords.startsWith('slopes') ? shorten(rightWords, leftWords) : rightWords}`;
  const leftSlope = slopeOf(left);
  const rightSlope = slopeOf(right);
  for (const [side, direction] of [
    [left, -1],
    [right, 1],
  ] as const) {
    if (side?.kind !== 'missing' || !isInfinite(g, w + direction * Math.max(1e-20, 4 * spacingAt(w)))) continue;
    const where = `not continuous at ${w}: the values from the ${direction < 0 ? 'left' : 'right'} exceed every number`;
    return answer('jump', leftSlope, rightSlope, where);
  }
  if (left?.kind === 'missing' || right?.kind === 'missing') {
    const both = left?.kind === 'missing' && right?.kind === 'missing';
    const where = both ? `${w} is an isolated point of the domain` : `${w} is an end of the domain: ${words}`;
    return answer('outside the domain', leftSlope, rightSlope, where);
  }
  if (left?.kind === 'jump' || right?.kind === 'jump') {
    const pole = slopeBesidePole(g, w);
    if (pole !== undefined) {
      const reason =
        'a pole lies closer than the spacing of doubles, but not at the point: the slope is that of 1/g turned over';
      return answer('differentiable', pole, pole, reason, pole);
    }
    return answer(
      'jump',
      leftSlope,
      rightSlope,
      `not continuous at ${w}, where the value is ${shortNumber(sampler.center)}: ${words}`,
    );
  }
  if (left?.kind === 'oscillating' || right?.kind === 'oscillating')
    return answer('oscillating', leftSlope, rightSlope, words);
  if (left === undefined || right === undefined) {
    return answer('oscillating', leftSlope, rightSlope, `${words}; doubles do not tell what the secants tend to`);
  }
  if (left.kind === 'infinite' && right.kind === 'infinite') {
    return answer(left.slope === right.slope ? 'vertical tangent' : 'cusp', leftSlope, rightSlope, words);
  }
  if (left.kind === 'infinite' || right.kind === 'infinite') return answer('corner', leftSlope, rightSlope, words);
  const allowed = left.error + right.error + 2 ** -48 * Math.max(Math.abs(leftSlope), Math.abs(rightSlope));
  const size = Math.max(Math.abs(leftSlope), Math.abs(rightSlope));
  if (Math.abs(leftSlope - rightSlope) > allowed) {
    // A value that is not 0 but would be within one spacing of w, as |sin w| beside π.
    const beside = sampler.center !== 0 && Math.abs(sampler.center) <= size * spacingAt(w);
    const unsure = beside ? '; the corner may lie beside the point, closer than doubles can tell' : '';
    return answer('corner', leftSlope, rightSlope, words + unsure);
  }
  const doubt =
    allowed > 1e-4 * size && allowed > 1e-4 ? `, as far as can be seen: to within ${shortNumber(allowed)}` : '';
  const both = estimateDerivative(g, w, 1);
  const middle = left.error <= right.error ? leftSlope : rightSlope;
  const agreed = Math.abs(both.value - middle) <= allowed && both.error < Math.min(left.error, right.error);
  const derivative = agreed ? both.value : middle;
  return answer(
    'differentiable',
    leftSlope,
    rightSlope,
    `slopes from both sides settle at ${Math.abs(derivative) <= allowed ? '0' : shortNumber(derivative)}${doubt}`,
    derivative,
  );
}

function isInfinite(g: (w: number) => number, w: number): boolean {
  try {
    return Math.abs(g(w)) === Infinity;
  } catch (error) {
    if (mustBeTold(error)) throw error;
    return false;
  }
}

/** The slope of g at w where 1/g is smooth and not 0 there: a pole close by, as that of tan beside π/2, but not at w. */
function slopeBesidePole(g: (w: number) => number, w: number): number | undefined {
  const sampler = createSampler((x) => 1 / g(x), w, callLimit);
  if (!Number.isFinite(sampler.center) || sampler.center === 0 || w === 0) return undefined;
  const left = describeSide(sampler, -1);
  const right = describeSide(sampler, 1);
  if (left?.kind !== 'slope' || right?.kind !== 'slope' || !left.smooth || !right.smooth) return undefined;
  if (Math.abs(left.slope - right.slope) > left.error + right.error) return undefined;
  const slope = (left.slope + right.slope) / 2;
  if (Math.abs(sampler.center) > Math.abs(slope) * spacingAt(w)) return undefined;
  return -slope / sampler.center ** 2;
}

/** True where the values on both sides grow towards the infinity that the function says. */
function isPole(g: (w: number) => number, w: number, tiny: number): boolean {
  const there = g(w);
  return [-1, 1].every((direction) => {
    const near = g(w + direction * tiny);
    return near * there > 0 && Math.abs(near) > Math.abs(g(w + direction * 1e3 * tiny));
  });
}
