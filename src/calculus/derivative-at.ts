/**
 * Derivatives of functions of one number at a point. The first order runs in forward mode; how higher ones run is
 * handed in. Where the program stands on a kink, or a slope comes out infinite or undefined, the two sides are
 * looked at through germs: where they agree, that is the derivative; where they do not, `atKink` decides.
 */
import {
  branchOf,
  guarded,
  noteOf,
  type Program,
  type Road,
  type Runnable,
  type Transform,
  valueTransform,
} from './compile.ts';
import { type ProgramOptions, type Programs, programsOf } from './programs.ts';
import { slopeTransform } from './forward-transforms.ts';
import { part } from './loaded-parts.ts';
import { isTracing } from './tracing.ts';
import { type Captured, rememberDerived } from './functions.ts';
import type { Question } from './kinks/question.ts';
import { checkNumber } from './options.ts';
import type { AtKink, ScalarFunction } from './types.ts';

/** How the orders above the first are computed: the transform for a program and an order. */
export type HigherOrders = (program: Program, order: number) => Transform;

/** A derivative, with the code that computes it. */
export interface DerivativeFunction extends ScalarFunction {
  /** The JavaScript that was made, with the source line beside each block. */
  readonly code: string;
  /** The road that the last call took: compiled, or traced with the reason and the place. */
  readonly road: Road;
}

/** The derivative of a function of one number; the arguments are taken as they are. */
export function makeDerivative(
  g: ScalarFunction,
  order: number,
  scope: Captured | undefined,
  atKink: AtKink,
  higher: HigherOrders,
  how: ProgramOptions = {},
): DerivativeFunction {
  const programs = programsOf(g, scope, 'what derivative was given', how);
  let last: Program | undefined;
  // The slope itself, once it is known that nothing has to be looked up for it.
  let slope: Runnable | undefined;
  const result = programs.limited((w: number): number => {
    checkNumber(w, 'the derivative');
    if (slope !== undefined && !isTracing()) {
      slope.kink.hit = false;
      const fast = guarded(() => slope!.raw(w)) as number;
      if (!slope.kink.hit && Number.isFinite(fast)) return fast;
    } else {
      const program = programs.for([w]);
      last = program;
      programs.requireNumber(program);
      if (order === 1 && program.isPlain) slope = program.get(slopeTransform);
    }
    return derivativeAt(programs, w, order, atKink, higher);
  });
  Object.defineProperty(result, 'code', { get: () => codeOf(programs, order, higher) });
  Object.defineProperty(result, 'road', { get: () => last?.road ?? programs.roadFor() });
  Object.defineProperty(result, 'name', { value: `derivative of ${programs.name}` });
  rememberDerived(result, 'derivative', g, order, scope, how.steps);
  return result as DerivativeFunction;
}

function codeOf(programs: Programs, order: number, higher: HigherOrders): string {
  const program = programs.for([0]);
  programs.requireNumber(program);
  return program.get(transformFor(program, order, higher)).code;
}

function transformFor(program: Program, order: number, higher: HigherOrders): Transform {
  if (order === 0) return valueTransform;
  return order === 1 ? slopeTransform : higher(program, order);
}

/** The derivative of some order at a point, by the fast road where nothing is in the way. */
export function derivativeAt(
  programs: Programs,
  w: number,
  order: number,
  atKink: AtKink,
  higher: HigherOrders,
): number {
  const program = programs.for([w]);
  programs.requireNumber(program);
  const inputs = (): unknown[] => [...program.safe([w]), ...program.captured()];
  if (order === 0) return programs.valueAt(program, [w]) as number;
  if (isTracing()) return part('tracing').derivativeInside(program, inputs(), order) as number;
  const made = program.get(transformFor(program, order, higher));
  // A rule may say that there is no derivative of a lower order; one that is constant has 0 for its own.
  if (order > 1 && program.hasRules && Number.isNaN(derivativeAt(programs, w, order - 1, atKink, higher))) return NaN;
  made.kink.hit = false;
  const fast = derivativesFrom(made, inputs(), order, transformFor(program, order, higher)).at(-1)!;
  if (!made.kink.hit && Number.isFinite(fast)) return fast;
  // What a rule says is the derivative, also where it says that there is none.
  if (!made.kink.hit && program.hasRules && Number.isNaN(fast)) return NaN;
  const there = branchOf(program, [w]);
  if (typeof there !== 'number' || Number.isNaN(there)) return NaN;
  if (noteOf(made) === 'missed' && Number.isFinite(fast)) return fast;
  const question = derivativesAt(program, w, order, higher, fast);
  return lastOf(part('kinkAnalysis').settle(question, atKink));
}

/** A derivative is there if those below it are. */
function lastOf(derivatives: readonly number[]): number {
  return derivatives.slice(0, -1).some(Number.isNaN) ? NaN : derivatives.at(-1)!;
}

/**
 * The question for the derivatives up to `order`, of which the last is known as the program gives it. Those below it are
 * asked for too, since a derivative is there only if they are; but where a transform gives a high order alone.
 */
function derivativesAt(program: Program, w: number, order: number, higher: HigherOrders, fast = NaN): Question {
  const transform = transformFor(program, order, higher);
  const alone = transform.single === true && !program.hasRules && order > 2;
  const orders = alone ? [order] : Array.from({ length: order }, (_, k) => k + 1);
  return {
    caller: 'derivative',
    program,
    args: [w],
    active: [true],
    order,
    orderOf: (k) => orders[k]!,
    axisOf: () => 0,
    fast: orders.map((each) => (each === order ? fast : NaN)),
    entries(makes, inputs) {
      if (transform.single !== true) return derivativesFrom(makes.get(transform), inputs(), order, transform);
      return orders.map((each) => {
        const own = transformFor(program, each, higher);
        return derivativesFrom(makes.get(own), inputs(), each, own).at(-1)!;
      });
    },
  };
}

/** Derivatives 1 to `order` from Taylor coefficients, or the last one alone from a transform that gives no other. */
function derivativesFrom(made: Runnable, inputs: readonly unknown[], order: number, by: Transform): number[] {
  if (by.single === true) return [made.run(inputs)[0] as number];
  const zeros = Array.from({ length: order - 1 }, () => 0);
  const coefficients = made.run([...inputs, 1, ...zeros]) as number[];
  return coefficients.slice(1, order + 1).map((coefficient, k) => coefficient * factorial(k + 1));
}

/** n!, exact up to 18!. */
export function factorial(n: number): number {
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return product;
}
