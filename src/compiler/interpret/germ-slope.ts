/**
 * One-sided slopes of a program. In: a function of the IR, a point and a direction. Out: what the values and
 * the secant slopes (g(w0 + d·t) − g(w0))/(d·t) tend to as t → 0+, where g(w0) is what the program itself
 * computes at the point, and whether they tend to anything. The program is run once on plain numbers and then
 * on germs, with more terms where a few do not settle the answer.
 *
 * Guaranteed: a slope is reported only if the germ bounds it: the remainder is smaller than t, and `error`
 * covers what rounding may have done to it. A difference between the limit and the value counts as a jump only
 * if it is larger than rounding in the two evaluations explains. Anything else is `unknown`.
 */
import { SecantError } from '../../base/diagnostics.ts';
import type { FunctionIr, Storage } from '../ir/ir.ts';
import { ulp } from './germ-ball.ts';
import { type Budget, GermMachine, MovingNumber } from './germ-machine.ts';
import {
  compareSizes,
  constantOf,
  constantSeries,
  constantSize,
  hasLimit,
  isKnown,
  series,
  signOf,
  Undecided,
  type Germ,
  type Series,
  type Term,
} from './germ-series.ts';
import { interpret, type Machine } from './interpret.ts';

/**
 * - `finite`, `infinite`: the slopes tend to a number, or beyond all numbers while the values tend to g(w0);
 * - `jump`: the values tend elsewhere, or to infinity;
 * - `oscillating`: the slopes, or already the values, have no limit;
 * - `undefined`: there are no values on this side, or they are infinite there as at the point;
 * - `unknown`: the calculus of germs does not settle it.
 */
export type SlopeKind = 'finite' | 'infinite' | 'oscillating' | 'jump' | 'undefined' | 'unknown';

/** One side of a point. */
export interface DirectedSlope {
  readonly kind: SlopeKind;
  /** Limit of the values on this side; ±∞ at a pole, NaN where there is none. */
  readonly value: number;
  /** Limit of the secant slopes; ±∞ where they grow without bound, also at a jump; NaN where there is none. */
  readonly slope: number;
  /** Bound of the slope's error; 0 where it is exact. */
  readonly error: number;
  /** g, g', g'' … on this side up to the order asked for, as far as they are finite and known. */
  readonly derivatives: readonly number[];
}

/** A program that is not in the IR: it runs itself on a machine. */
export interface MachineProgram {
  /** `lift` gives the number that stands for the k-th number of an argument. */
  runOn(
    machine: Machine,
    args: readonly Shape[],
    lift: (value: number, argument: number, k: number) => unknown,
  ): unknown;
  /** The program of t ↦ f(point + t·direction), where its argument is an array. */
  onLine(point: readonly number[], direction: readonly number[]): MachineProgram;
}

/** What germs can be run through. */
export type Program = FunctionIr | MachineProgram;

function runOn(fn: Program, args: readonly Shape[], directions: readonly Shape[], machine: GermMachine): unknown {
  if (!('runOn' in fn)) return interpret(fn, args.map((arg, k) => moving(machine, arg, directions[k])), machine)[0]; // prettier-ignore
  return fn.runOn(machine, args, movingNumber(machine, directions));
}

/** What stands for the k-th number of an input that moves along a direction. */
export function movingNumber(
  machine: GermMachine,
  directions: readonly Shape[],
): (value: number, input: number, k: number) => unknown {
  const along = directions.map((direction) => numbersIn(direction));
  return (value, j, k) => moving(machine, value, along[j]?.[k]);
}

/** A number that moves along t·slope + tⁿ·bend: beside guards, and in lower orders as if it were not bent. */
export class Bent {
  readonly slope: number;
  readonly bend: number;
  readonly n: number;

  constructor(slope: number, bend: number, n: number) {
    this.slope = slope;
    this.bend = bend;
    this.n = n;
  }
}

/** The numbers of a direction in order. */
function numbersIn(shape: Shape, into: (number | Bent)[] = []): (number | Bent)[] {
  if (typeof shape === 'number' || shape instanceof Bent) into.push(shape);
  else if (typeof shape === 'object' && shape !== null)
    for (const inner of Object.values(shape)) numbersIn(inner, into);
  return into;
}

/** A point and a direction for one argument: a number, or an array or record of these. */
export type Shape = unknown;

const size: { readonly e: number; readonly m: number } = { e: 1, m: 0 };
const limits = [8, 16, 32];
/** Terms beyond the order asked for that a first, quick look keeps. */
const spare = 2;

function side(
  kind: SlopeKind,
  value = NaN,
  slope = NaN,
  error = 0,
  derivatives: readonly number[] = [],
): DirectedSlope {
  return { kind, value, slope, error, derivatives };
}

/**
 * The slope of a one-number function on one side.
 *
 * @param direction +1 for the right side, −1 for the left
 * @param order up to which derivatives are wanted
 */
export function directedSlope(fn: Program, w0: number, direction: 1 | -1, order = 1): DirectedSlope {
  const along = directed(fn, [w0], [direction], order, false);
  if (direction === 1) return along;
  const turned = (x: number): number => (x === 0 ? 0 : -x);
  const derivatives = along.derivatives.map((term, k) => (k % 2 === 0 ? term : turned(term)));
  return { ...along, slope: turned(along.slope), derivatives };
}

/**
 * The one-sided derivative of a function of any arguments along a direction: the limit of
 * (f(x + t·v) − f(x))/t as t → 0+. Arguments are never changed.
 *
 * @param directions one for each argument, of its shape; undefined for an argument that stays
 */
export function directedGradient(
  fn: Program,
  args: readonly Shape[],
  directions: readonly Shape[],
  order = 1,
  budget?: Budget,
): DirectedSlope {
  return directed(fn, args, directions, order, true, budget);
}

/** The value of the program at the point, NaN where it has none. */
export function valueAt(fn: Program, args: readonly Shape[], budget?: Budget): number {
  const machine = new GermMachine(limits[0]!, false, budget);
  return attempt(() => plainNumber(runOn(fn, args, [], machine))) ?? NaN;
}

/** The value, or undefined if the budget does not reach that far. */
export function valueWithin(fn: Program, args: readonly Shape[], budget?: Budget): number | undefined {
  try {
    return valueAt(fn, args, budget);
  } catch (error) {
    if (error instanceof Undecided) return undefined;
    throw error;
  }
}

function directed(
  fn: Program,
  args: readonly Shape[],
  directions: readonly Shape[],
  order: number,
  cutsAtStop: boolean,
  budget?: Budget,
): DirectedSlope {
  if (budget !== undefined && budget.left <= 0) return side('unknown');
  const at = valueWithin(fn, args, budget);
  if (at === undefined) return side('unknown');
  let best = side('unknown');
  for (const limit of [order + spare, ...limits.filter((terms) => terms > order + spare)]) {
    try {
      const machine = new GermMachine(limit, cutsAtStop, budget);
      const result = attempt(() => runOn(fn, args, directions, machine), new Undecided('unsupported'));
      const germ = result instanceof MovingNumber ? result.germ : plainNumber(result);
      best = describe(germ, at, order);
      // Derivatives that only the number of terms cuts off come with more of them.
      const cut =
        typeof germ !== 'number' && germ.kind === 'series' && germ.remainder !== undefined && !germ.oscillates;
      if (best.kind !== 'finite' || best.derivatives.length > order || !cut) return best;
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      if (error.why !== 'order') break;
    }
  }
  return best;
}

/** What a program computes, or undefined where it throws an error of its own or (`otherwise`) fails to run. */
function attempt<T>(run: () => T, otherwise?: Undecided): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof SecantError && error.code === 'S302') return undefined;
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    if (otherwise !== undefined) throw otherwise;
    return undefined;
  }
}

function plainNumber(value: unknown): number {
  return typeof value === 'number' ? value : NaN;
}

/** An argument with its numbers set moving along a direction; typed arrays become lists that behave like them. */
export function moving(machine: GermMachine, point: Shape, direction: Shape): unknown {
  if (typeof point === 'number') {
    const { slope, bend, n } = direction instanceof Bent ? direction : { slope: direction, bend: 0, n: 0 };
    if (typeof slope !== 'number' || (slope === 0 && bend === 0) || !Number.isFinite(point)) return point;
    const terms = [...constantSeries(point).terms];
    if (slope !== 0) terms.push({ ...size, c: slope, err: 0 });
    if (bend !== 0) terms.push({ e: n, m: 0, c: bend, err: 0 });
    return new MovingNumber(series(terms));
  }
  if (typeof point !== 'object' || point === null) return point;
  const part = (key: string | number): unknown => (direction as Record<string, unknown> | undefined)?.[key];
  if (Array.isArray(point)) return point.map((each, k) => moving(machine, each, part(k)));
  if (ArrayBuffer.isView(point)) {
    const contents = [...(point as unknown as Iterable<number>)];
    const storage = point.constructor.name as Storage;
    return machine.adopt(storage, contents.map((each, k) => moving(machine, each, part(k)))); // prettier-ignore
  }
  return Object.fromEntries(Object.entries(point).map(([key, each]) => [key, moving(machine, each, part(key))]));
}

/** Reads value and slope off a germ. */
function describe(germ: Germ | number, at: number, order: number): DirectedSlope {
  if (typeof germ === 'number') {
    if (Number.isNaN(germ)) return side('undefined');
    if (!Number.isFinite(germ)) return germ === at ? side('undefined', germ) : atInfinity(Math.sign(germ), at);
    return describe(constantSeries(germ), at, order);
  }
  if (germ.kind === 'huge') return atInfinity(germ.sign, at);
  if (!hasLimit(germ)) return withoutLimit(germ, at);
  const limit = constantOf(germ);
  const allowed = limit.err + 2 * germ.noise + 4 * ulp * Math.max(Math.abs(limit.c), Math.abs(at));
  const rest = { ...germ, terms: germ.terms.filter((term) => compareSizes(term, constantSize) !== 0) };
  const lead = rest.terms[0];
  const settled = side('jump', limit.c);
  if (!Number.isFinite(at))
    return { ...settled, ...secantLimit(rest, order, limit.c), kind: Number.isNaN(at) ? 'finite' : 'jump' };
  const gap = limit.c - at;
  if (gap !== 0 && Math.abs(gap) > allowed) return { ...settled, slope: Math.sign(gap) * Infinity };
  if (lead === undefined && rest.remainder === undefined) {
    return side('finite', limit.c, 0, 0, [limit.c, ...new Array<number>(order).fill(0)]);
  }
  return secantLimit(rest, order, limit.c);
}

/** The slope of a germ whose constant term has been taken away. */
function secantLimit(rest: Series, order: number, value: number): DirectedSlope {
  const lead = rest.terms[0];
  if (lead !== undefined && compareSizes(lead, size) < 0) {
    return side('infinite', value, signOf(rest) * Infinity, 0, [value]);
  }
  if (rest.remainder !== undefined && compareSizes(rest.remainder, size) <= 0) {
    if (rest.oscillates) return side('oscillating', value, NaN, 0, [value]);
    throw new Undecided('order');
  }
  const linear = rest.terms.find((term) => compareSizes(term, size) === 0);
  return side('finite', value, linear?.c ?? 0, linear?.err ?? 0, derivativesOf(rest, value, order));
}

/** k!·cₖ as long as the terms are those of a Taylor series. */
function derivativesOf(rest: Series, value: number, order: number): number[] {
  const derivatives = [value];
  let factorial = 1;
  for (let k = 1; k <= order; k++) {
    factorial *= k;
    const at = { e: k, m: 0 };
    const between = (term: Term): boolean => compareSizes(term, { e: k - 1, m: 0 }) > 0 && compareSizes(term, at) < 0;
    if (rest.terms.some(between)) break;
    if (rest.remainder !== undefined && compareSizes(rest.remainder, at) <= 0) break;
    const term = rest.terms.find((each) => compareSizes(each, at) === 0) ?? { c: 0, err: 0 };
    if (!isKnown(term)) break;
    derivatives.push(factorial * term.c);
  }
  return derivatives;
}

function atInfinity(sign: number, at: number): DirectedSlope {
  return side('jump', sign * Infinity, Number.isFinite(at) ? sign * Infinity : NaN);
}

function withoutLimit(germ: Series, at: number): DirectedSlope {
  const lead = germ.terms[0];
  if (lead !== undefined && compareSizes(lead, constantSize) < 0) return atInfinity(signOf(germ), at);
  if (germ.oscillates) return side('oscillating');
  throw new Undecided('order');
}
