/**
 * Derivatives of functions of one number at a point. The first order runs in forward mode; how higher ones run is
 * handed in. Where the program stands on a kink, or a slope comes out infinite or undefined, the two sides are
 * looked at through germs: where they agree, that is the derivative; where they do not, `atKink` decides.
 */
import { SecantError } from '../base/diagnostics.ts';
import type { DirectedSlope, Program as GermProgram } from '../compiler/interpret/germ.ts';
import {
  guarded,
  type Program,
  type Programs,
  programsOf,
  type Road,
  type RoadWanted,
  type Runnable,
  type Transform,
  valueTransform,
} from './compile.ts';
import { nestedSlopeTransform, slopeTransform } from './forward-transforms.ts';
import { type Captured, isMadeFromText, rememberDerived } from './functions.ts';
import { judge } from './judge.ts';
import { checkNumber } from './options.ts';
import { isTracing } from './reader.ts';
import type { AtKink, ScalarFunction } from './types.ts';

/** How the orders above the first are computed: the transform for a program and an order. */
export type HigherOrders = (program: Program, order: number) => Transform;

/** A derivative, with the code that computes it. */
export interface DerivativeFunction extends ScalarFunction {
  /** The JavaScript that was made, with the source line beside each block. */
  readonly code: string;
  /** The road it takes: compiled, or traced with the reason and the place. */
  readonly road: Road;
}

/** A derivative asked for inside a traced run, where numbers may depend on its input. */
function tracedDerivative(programs: Programs, w: number, order: number): number {
  const program = programs.for([w]);
  return program.get(order === 0 ? valueTransform : nestedSlopeTransform(order)).run([w])[0] as number;
}

/** The derivative of a function of one number; the arguments are taken as they are. */
export function makeDerivative(
  g: ScalarFunction,
  order: number,
  scope: Captured | undefined,
  atKink: AtKink,
  higher: HigherOrders,
  road?: RoadWanted,
): DerivativeFunction {
  const programs = programsOf(g, scope, 'what derivative was given', road);
  // The slope itself, once it is known that nothing has to be looked up for it.
  let slope: Runnable | undefined;
  const result = (w: number): number => {
    checkNumber(w, 'the derivative');
    if (isTracing() && !isMadeFromText(g)) return tracedDerivative(programs, w, order);
    if (slope !== undefined) {
      slope.kink.hit = false;
      const fast = guarded(() => slope!.raw(w)) as number;
      if (!slope.kink.hit && Number.isFinite(fast)) return fast;
    } else if (order === 1) {
      const program = programs.for([w]);
      programs.requireNumber(program);
      if (program.isPlain) slope = program.get(slopeTransform);
    }
    return derivativeAt(programs, w, order, atKink, higher);
  };
  Object.defineProperty(result, 'road', { get: () => programs.for([0]).road });
  Object.defineProperty(result, 'code', { get: () => codeOf(programs, order, higher) });
  Object.defineProperty(result, 'name', { value: `derivative of ${programs.name}` });
  rememberDerived(result, 'derivative', g, order, scope);
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
  const args = [...program.safe([w]), ...program.captured()];
  const value = (): unknown => program.get(valueTransform).run(args)[0];
  if (order === 0) return value() as number;
  const transform = transformFor(program, order, higher);
  const made = program.get(transform);
  made.kink.hit = false;
  const zeros = Array.from({ length: order - 1 }, () => 0);
  const fast =
    transform.single === true
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
function sideOf(fn: GermProgram, w: number, direction: 1 | -1, order: number): DirectedSlope {
  const along = judge().directedGradient(fn, [w], [direction], order);
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
