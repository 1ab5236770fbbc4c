/**
 * Derivatives of functions of one number, of any order. The first order runs in forward mode, higher ones in
 * Taylor mode. Where the program stands on a kink, or a slope comes out infinite or undefined, the two sides
 * are looked at through germs: where they agree, that is the derivative; where they do not, `atKink` decides.
 */
import { SecantError } from '../base/diagnostics.ts';
import { directedGradient, type DirectedSlope } from '../interpret/germ.ts';
import type { FunctionIr } from '../ir/ir.ts';
import { guarded, type Program, type Programs, programsOf, type Runnable, valueTransform } from './compile.ts';
import { nestedSlopeTransform, slopeTransform } from './forward-transforms.ts';
import { taylorTransform } from './taylor-transforms.ts';
import { type Captured, rememberDerived, rememberDescription } from './functions.ts';
import { checkAtKink, checkNumber, checkOptions, checkOrder } from './options.ts';
import type { AtKink, ScalarFunction } from './types.ts';

export interface DerivativeOptions {
  /** Which derivative: 1 for the slope, 2 for the curvature, and so on; 0 is the function itself. */
  readonly order?: number;
  /** What the function captures, by name: numbers, arrays, helper functions. Read when the derivative is called. */
  readonly scope?: Captured;
  /** What to answer where the slopes from the two sides differ. */
  readonly atKink?: AtKink;
}

/** A derivative, with the code that computes it. */
export interface DerivativeFunction extends ScalarFunction {
  /** The JavaScript that was made, with the source line beside each block. */
  readonly code: string;
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
  checkOptions(options, ['order', 'scope', 'atKink'], 'derivative');
  const { order = 1, scope, atKink = 'midpoint' } = options;
  checkOrder(order, 0, 'derivative');
  checkAtKink(atKink);
  const programs = programsOf(g, scope, 'what derivative was given');
  // The slope itself, once it is known that nothing has to be looked up for it.
  let slope: Runnable | undefined;
  const result = (w: number): number => {
    checkNumber(w, 'the derivative');
    if (slope !== undefined) {
      slope.kink.hit = false;
      const fast = guarded(() => slope!.raw(w)) as number;
      if (!slope.kink.hit && Number.isFinite(fast)) return fast;
    } else if (order === 1) {
      const program = programs.for([w]);
      programs.requireNumber(program);
      if (program.isPlain) slope = program.get(slopeTransform);
    }
    return derivativeAt(programs, w, order, atKink);
  };
  Object.defineProperty(result, 'code', { get: () => codeOf(programs, order) });
  Object.defineProperty(result, 'name', { value: `derivative of ${programs.name}` });
  rememberDerived(result, 'derivative', g, order, scope);
  return result as DerivativeFunction;
}

// A captured `derivative`, under whatever name, is the operator itself.
rememberDescription(derivative, { kind: 'native', name: 'secant.derivative' });

function codeOf(programs: Programs, order: number): string {
  const program = programs.for([0]);
  programs.requireNumber(program);
  return program.get(transformFor(program, order)).code;
}

function transformFor(program: Program, order: number) {
  if (order === 0) return valueTransform;
  if (order === 1) return slopeTransform;
  return program.hasRules ? nestedSlopeTransform(order) : taylorTransform([true], order);
}

/** The derivative of some order at a point, by the fast road where nothing is in the way. */
export function derivativeAt(programs: Programs, w: number, order: number, atKink: AtKink): number {
  const program = programs.for([w]);
  programs.requireNumber(program);
  const args = [...program.safe([w]), ...program.captured()];
  const value = (): unknown => program.get(valueTransform).run(args)[0];
  if (order === 0) return value() as number;
  const made = program.get(transformFor(program, order));
  made.kink.hit = false;
  const zeros = Array.from({ length: order - 1 }, () => 0);
  const fast =
    order === 1 || program.hasRules
      ? (guarded(() => made.raw(...args)) as number)
      : (made.run([...args, 1, ...zeros])[order] as number) * factorial(order);
  if (!made.kink.hit && Number.isFinite(fast)) return fast;
  const there = value();
  if (typeof there !== 'number' || Number.isNaN(there)) return NaN;
  return lookAtBothSides(program, w, order, atKink, fast);
}

/** The answer at a kink, or where the fast road gives no finite number. */
function lookAtBothSides(program: Program, w: number, order: number, atKink: AtKink, fast: number): number {
  const fn = program.closed();
  const left = sideOf(fn, w, -1, order);
  const right = sideOf(fn, w, 1, order);
  if (left.kind === 'unknown' || right.kind === 'unknown') return fast;
  const known = (side: typeof left): number | undefined =>
    order === 1 ? (side.kind === 'finite' ? side.slope : undefined) : side.derivatives[order];
  const a = known(left);
  const b = known(right);
  if (a !== undefined && b !== undefined && agrees(a, b)) return agrees(fast, a) ? fast : a;
  // Between slopes that grow without bound in opposite directions, or that never settle, there is no number.
  const kinds = [left.kind, right.kind];
  const opposite = left.kind === 'infinite' && right.kind === 'infinite' && left.slope !== right.slope;
  const nothing = opposite || kinds.includes('oscillating');
  if (atKink === 'nan' || (nothing && atKink === 'midpoint')) return NaN;
  if (atKink === 'throw') {
    const say = (side: typeof left, slope: number | undefined): string =>
      slope === undefined ? (Number.isNaN(side.slope) ? 'none' : shorten(side.slope)) : shorten(slope);
    throw new SecantError(
      'S301',
      `there is no derivative at ${shorten(w)}: slopes ${say(left, a)} from the left and ${say(right, b)} from the right`,
      {
        hint: "leave out atKink: 'throw' to get the midpoint",
      },
    );
  }
  return fast;
}

/** Slope and derivatives on one side, in the direction of growing w on both. */
function sideOf(fn: FunctionIr, w: number, direction: 1 | -1, order: number): DirectedSlope {
  const along = directedGradient(fn, [w], [direction], order);
  if (direction === 1) return along;
  return {
    ...along,
    slope: -along.slope,
    derivatives: along.derivatives.map((term, k) => (k % 2 === 0 ? term : -term)),
  };
}

function agrees(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
}

function shorten(x: number): string {
  return String(Number(x.toPrecision(6)));
}

/** n!, exact up to 18!. */
export function factorial(n: number): number {
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return product;
}

export interface TaylorOptions {
  readonly scope?: Captured;
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
  checkOptions(options, ['scope'], 'taylor');
  checkOrder(order, 0, 'taylor');
  checkNumber(w0, 'taylor');
  const programs = programsOf(g, options.scope, 'what taylor was given');
  const program = programs.for([w0]);
  programs.requireNumber(program);
  const args = [...program.safe([w0]), ...program.captured()];
  if (order === 0) return [program.get(valueTransform).run(args)[0] as number];
  if (program.hasRules)
    return Array.from({ length: order + 1 }, (_, k) => derivativeAt(programs, w0, k, 'nan') / factorial(k));
  const made = program.get(taylorTransform([true], order));
  made.kink.hit = false;
  const zeros = Array.from({ length: order - 1 }, () => 0);
  const coefficients = made.run([...args, 1, ...zeros]).slice(0, order + 1) as number[];
  if (!made.kink.hit && coefficients.every(Number.isFinite)) return coefficients;
  return coefficients.map((coefficient, k) =>
    k === 0 ? coefficient : derivativeAt(programs, w0, k, 'nan') / factorial(k),
  );
}
