/** Derivatives of functions of one number, of any order: the first in forward mode, higher ones in Taylor mode. */
import type { Program, RoadWanted, Transform } from './compile.ts';
import { type Programs, programsOf } from './programs.ts';
import { derivativeAt, type DerivativeFunction, factorial, makeDerivative } from './derivative-at.ts';
import { nestedSlopeTransform } from './forward-transforms.ts';
import { type Captured, rememberAtKink, rememberDescription } from './functions.ts';
import { partIfLoaded } from './loaded-parts.ts';
import { checkAtKink, checkNumber, checkOptions, checkOrder, checkSteps } from './options.ts';
import { coefficientsTransform, highDerivativeTransform, taylorTransform } from './taylor-transforms.ts';
import type { AtKink, ScalarFunction } from './types.ts';

export type { DerivativeFunction } from './derivative-at.ts';

/** Options of `derivative`. */
export interface DerivativeOptions {
  /** Which derivative: 1 for the slope, 2 for the curvature, and so on; 0 is the function itself. */
  readonly order?: number;
  /** What the function captures, by name: numbers, arrays, helper functions. Read when the derivative is called. */
  readonly scope?: Captured;
  /** What to answer where the slopes from the two sides differ. */
  readonly atKink?: AtKink;
  /** How many steps a call of the function may take; without it a function of the program has no limit. */
  readonly steps?: number;
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
  checkOptions(options, ['order', 'scope', 'atKink', 'steps', 'road'], 'derivative');
  const { order = 1, scope, atKink = 'midpoint', steps, road } = options;
  checkSteps(steps, 'derivative');
  checkOrder(order, 0, 'derivative');
  checkAtKink(atKink);
  const inner = scope === undefined ? made.get(g) : undefined;
  const asked =
    inner?.atKink === atKink
      ? { ...inner, order: inner.order + order, steps: steps ?? inner.steps, road: road ?? inner.road }
      : { of: g, order, scope, atKink, steps, road };
  if (asked.order !== order) checkOrder(asked.order, 0, 'derivative');
  const result = makeDerivative(asked.of, asked.order, asked.scope, atKink, higherOrders, {
    steps: asked.steps,
    road: asked.road,
  });
  made.set(result, asked);
  const { of, ...how } = asked;
  rememberAtKink(result, (other) => derivative(of, { ...how, atKink: other } as DerivativeOptions));
  return result;
}

/** What a derivative was asked of. */
interface Asked {
  readonly of: ScalarFunction;
  readonly order: number;
  readonly scope: Captured | undefined;
  readonly atKink: AtKink;
  readonly steps: number | undefined;
  readonly road: RoadWanted | undefined;
}

/** Derivatives by what they were asked of: the derivative of one is a higher derivative of the same function. */
const made = new WeakMap<ScalarFunction, Asked>();

/** Up to this order a derivative is its Taylor coefficient times n!, which is exact. */
const mostByFactorial = 18;

/** Higher orders by Taylor mode, or by differentiating again and again where derivatives are given by hand. */
function higherOrders(program: Program, order: number): Transform {
  if (program.hasRules) return nestedSlopeTransform(order);
  return order > mostByFactorial ? highDerivativeTransform(order) : taylorTransform([true], order);
}

// A captured `derivative`, under whatever name, is the operator itself.
rememberDescription(derivative, { kind: 'native', name: 'secant.derivative' });

/** Options of `taylor`. */
export interface TaylorOptions {
  readonly scope?: Captured;
  /**
   * What to answer for coefficients from the first kink on: NaN if not given, since two different sides have no Taylor
   * polynomial. `'left'` and `'right'` give that of one side.
   */
  readonly atKink?: AtKink;
  /** How many steps a call of the function may take; without it a function of the program has no limit. */
  readonly steps?: number;
  /** The road that must be taken; whichever leads there if not given. */
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
  checkOptions(options, ['scope', 'atKink', 'steps', 'road'], 'taylor');
  const { atKink = 'nan' } = options;
  checkAtKink(atKink);
  partIfLoaded('tracing')?.refuseInside('taylor');
  checkSteps(options.steps, 'taylor');
  checkOrder(order, 0, 'taylor');
  checkNumber(w0, 'taylor');
  const programs = programsOf(g, options.scope, 'what taylor was given', options);
  return programs.limited(() => coefficientsOf(programs, w0, order, atKink))();
}

function coefficientsOf(programs: Programs, w0: number, order: number, atKink: AtKink): number[] {
  const program = programs.for([w0]);
  programs.requireNumber(program);
  const args = [...program.safe([w0]), ...program.captured()];
  if (order === 0) return [programs.valueAt(program, [w0]) as number];
  if (program.hasRules)
    return Array.from(
      { length: order + 1 },
      (_, k) => derivativeAt(programs, w0, k, atKink, higherOrders) / factorial(k),
    );
  const made = program.get(coefficientsTransform(order));
  made.kink.hit = false;
  const coefficients = made.run(args).slice(0, order + 1) as number[];
  if (!made.kink.hit && coefficients.every(Number.isFinite)) return coefficients;
  return coefficients.map((coefficient, k) =>
    k === 0 && !program.derives ? coefficient : derivativeAt(programs, w0, k, atKink, higherOrders) / factorial(k),
  );
}

rememberDescription(taylor, { kind: 'native', name: 'secant.taylor' });
