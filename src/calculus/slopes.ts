/**
 * First derivatives for figures: the slope of a curve and the slopes of a surface, both in forward mode. They are those of
 * `derivative` and `grad`, without what these need besides: higher orders, reverse mode, arguments of any shape. A
 * figure shows no derivative where there is none, so at a kink these are NaN.
 */
import { programsOf } from './programs.ts';
import { type HigherOrders, makeDerivative } from './derivative-at.ts';
import { forwardTransform, nestedSlopeTransform, slopeTransform } from './forward-transforms.ts';
import type { ScalarFunction, VectorFunction } from './types.ts';

/**
 * w ↦ g′(w), as `derivative(g, { atKink: 'nan' })` gives it.
 *
 * @throws SecantError as `derivative` does
 */
export function slopeOf(g: ScalarFunction): ScalarFunction {
  return makeDerivative(g, 1, undefined, 'nan', byNesting);
}

/**
 * The same for sampling, where thousands of arguments are asked for and many may be beside a pole: both sides of a place
 * are looked at so many times at most, and after that the slope is NaN where it is not plainly finite.
 *
 * @throws SecantError as `derivative` does
 */
export function sampledSlopeOf(g: ScalarFunction, mostLooks: number): ScalarFunction {
  const exact = slopeOf(g);
  const programs = programsOf(g);
  let looks = 0;
  return (w) => {
    const program = programs.for([w]);
    if (program.isPlain) {
      const made = program.get(slopeTransform);
      made.kink.hit = false;
      const fast = made.raw(w) as number;
      if (!made.kink.hit && Number.isFinite(fast)) return fast;
    }
    return looks++ < mostLooks ? exact(w) : NaN;
  };
}

/**
 * w ↦ g″(w), by differentiating twice; that of `derivative(g, { order: 2, atKink: 'nan' })` to rounding.
 *
 * @throws SecantError as `derivative` does
 */
export function secondDerivativeOf(g: ScalarFunction): ScalarFunction {
  return makeDerivative(g, 2, undefined, 'nan', byNesting);
}

const byNesting: HigherOrders = (_program, order) => nestedSlopeTransform(order);

/**
 * The partial derivatives of a function of a list of numbers, all in one pass; NaN for each where the function
 * stands on a kink, so that the caller looks closer.
 *
 * @throws SecantError S106 if the function does not give a number, S1xx where it is outside the accepted language
 */
export function slopesOf(f: VectorFunction): (point: readonly number[]) => readonly number[] {
  const programs = programsOf(f);
  return (point) => {
    const program = programs.for([point]);
    programs.requireNumber(program);
    const made = program.get(forwardTransform([true], point.length, true));
    // Made anew each time: a program may write to its argument, and so to its tangents.
    const seeds = point.map((_, k) => point.map((_w, j) => (j === k ? 1 : 0)));
    made.kink.hit = false;
    const results = made.run([...program.safe([point]), ...program.captured(), ...seeds]);
    return point.map((_, k) => (made.kink.hit ? NaN : (results[1 + k] as number)));
  };
}
