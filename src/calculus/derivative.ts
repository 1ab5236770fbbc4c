/** Derivatives of functions of one number, of any order: the first in forward mode, higher ones in Taylor mode. */
import { type Program, programsOf, type RoadWanted, type Transform, valueTransform } from './compile.ts';
import { derivativeAt, type DerivativeFunction, factorial, makeDerivative } from './derivative-at.ts';
import { nestedSlopeTransform } from './forward-transforms.ts';
import { type Captured, rememberDescription } from './functions.ts';
import { checkAtKink, checkNumber, checkOptions, checkOrder } from './options.ts';
import { refuseInside } from './traced.ts';
import { taylorTransform } from './taylor-transforms.ts';
import type { AtKink, ScalarFunction } from './types.ts';

export type { DerivativeFunction } from './derivative-at.ts';

export interface DerivativeOptions {
  /** Which derivative: 1 for the slope, 2 for the curvature, and so on; 0 is the function itself. */
  readonly order?: number;
  /** What the function captures, by name: numbers, arrays, helper functions. Read when the derivative is called. */
  readonly scope?: Captured;
  /** What to answer where the slopes from the two sides differ. */
  readonly atKink?: AtKink;
  /** The road that must be taken; whichever leads there if not given. */
  readonly road?: RoadWanted;
}

/**
 * The derivative of a function of one number.
 *
 * @param g - a plain function, or a derivative made by Secant
 * @returns w ↦ g⁽ᵒʳᵈᵉʳ⁾(w); NaN outside the domain
 * @throws SecantError S1xx where the function is outside the accepted language, with the place in its source
 *
 * @example
 * ```ts
 * derivative((w: number) => Math.sin(4 * w) + 0.1 * w ** 2)(0) // → 4
 * ```
 */
export function derivative(g: ScalarFunction, options: DerivativeOptions = {}): DerivativeFunction {
  checkOptions(options, ['order', 'scope', 'atKink', 'road'], 'derivative');
  const { order = 1, scope, atKink = 'midpoint', road } = options;
  checkOrder(order, 0, 'derivative');
  checkAtKink(atKink);
  return makeDerivative(g, order, scope, atKink, higherOrders, road);
}

/** Higher orders by Taylor mode, or by differentiating again and again where derivatives are given by hand. */
function higherOrders(program: Program, order: number): Transform {
  return program.hasRules ? nestedSlopeTransform(order) : taylorTransform([true], order);
}

// A captured `derivative`, under whatever name, is the operator itself.
rememberDescription(derivative, { kind: 'native', name: 'secant.derivative' });

export interface TaylorOptions {
  readonly scope?: Captured;
  readonly road?: RoadWanted;
}

/**
 * Taylor coefficients c[k] = g⁽ᵏ⁾(w0)/k! for k = 0 … order.
 *
 * @example
 * ```ts
 * taylor((w: number) => Math.exp(w), 0, 3) // → [1, 1, 0.5, 0.16666666666666666]
 * ```
 */
export function taylor(g: ScalarFunction, w0: number, order: number, options: TaylorOptions = {}): number[] {
  checkOptions(options, ['scope', 'road'], 'taylor');
  refuseInside('taylor');
  checkOrder(order, 0, 'taylor');
  checkNumber(w0, 'taylor');
  const programs = programsOf(g, options.scope, 'what taylor was given', options.road);
  const program = programs.for([w0]);
  programs.requireNumber(program);
  const args = [...program.safe([w0]), ...program.captured()];
  if (order === 0) return [program.get(valueTransform).run(args)[0] as number];
  if (program.hasRules)
    return Array.from(
      { length: order + 1 },
      (_, k) => derivativeAt(programs, w0, k, 'nan', higherOrders) / factorial(k),
    );
  const made = program.get(taylorTransform([true], order));
  made.kink.hit = false;
  const zeros = Array.from({ length: order - 1 }, () => 0);
  const coefficients = made.run([...args, 1, ...zeros]).slice(0, order + 1) as number[];
  if (!made.kink.hit && coefficients.every(Number.isFinite)) return coefficients;
  return coefficients.map((coefficient, k) =>
    k === 0 ? coefficient : derivativeAt(programs, w0, k, 'nan', higherOrders) / factorial(k),
  );
}
