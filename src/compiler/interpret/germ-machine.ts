/**
 * A machine for the interpreter whose numbers may move: it runs a program for all small t > 0 at once. Plain
 * numbers are constants; a `MovingNumber` carries a germ. Comparisons are lexicographic: the value first, then
 * the first term of the difference that is not zero, which is what the program itself sees for every t that is
 * small enough. Steps (floor, sign, %, bits) look at the side the number comes from. Where the germ at hand
 * does not settle what the program does, `Undecided` is thrown.
 *
 * Guaranteed: at a regular point the constant term of every operation is the program's own value, bit for bit,
 * and counts as exact; so what the program takes for non-zero (tan near π/2, |sin w| at the double nearest π) is.
 */
import type { Storage } from '../ir/ir.ts';
import {
  bitOperations,
  kinkedOperations,
  operations,
  smoothOperations,
  type KinkedName,
  type OperationName,
  type SmoothName,
} from '../ir/operations.ts';
import { germStep, steps } from '../../base/steps.ts';
import { evaluate } from '../rules/index.ts';
import { ulp } from './germ-ball.ts';
import { GermFunctions, isInfinite, type Outcome } from './germ-functions.ts';
import {
  bounded,
  compareSizes,
  constantOf,
  constantSeries,
  constantSize,
  hasLimit,
  isExactlyZero,
  leadingSize,
  neg,
  series,
  signBeyondRounding,
  signOf,
  Undecided,
  withConstant,
  type Germ,
  type Series,
} from './germ-series.ts';
import type { Machine, Memory } from './interpret.ts';
import { TypedLists, wholeNumberIn } from './typed-lists.ts';

/** A number of the program that depends on t. */
export class MovingNumber {
  readonly germ: Germ;

  constructor(germ: Germ) {
    this.germ = germ;
  }
}

/** Operations a run may take before it is given up, and how many of their results are remembered. */
const patience = 2e6;
const remembered = 1e5;

/** What the product of two terms counts for, beside what the program's own loops and calls do. */
const stepsPerProduct = 5;

type Comparison = 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne';

/** Operations that may still be spent. */
export interface Budget {
  left: number;
}

export class GermMachine implements Machine {
  /** A run on germs leaves most of what there is for those who go on without its answer. */
  private stepsLeft = steps.germs / 4;
  private readonly functions: GermFunctions;
  private readonly lists = new TypedLists((storage, value) => this.convert(storage, value));
  private readonly numbering = new WeakMap<MovingNumber, number>();
  private readonly results = new Map<string, unknown>();
  private count = 0;
  private steps = 0;

  private readonly limit: number;
  private readonly cutsAtStop: boolean;
  private readonly budget: Budget | undefined;

  /**
   * @param limit how many terms of a germ are kept
   * @param cutsAtStop whether `stop` makes a constant, as derivatives take it, or is the identity that it computes
   * @param budget operations that may still be spent, on moving and on plain numbers; shared between runs
   */
  constructor(limit: number, cutsAtStop = false, budget?: Budget) {
    this.limit = limit;
    this.functions = new GermFunctions(limit);
    this.cutsAtStop = cutsAtStop;
    this.budget = budget;
  }

  apply(operation: OperationName, args: readonly unknown[]): unknown {
    if (this.budget !== undefined && this.budget.left-- <= 0) throw new Undecided('unsupported');
    if (!args.some((arg) => arg instanceof MovingNumber)) return evaluate(operation, args);
    if (this.steps++ > patience) throw new Undecided('unsupported');
    // The same operation on the same numbers gives the same number, so that its difference with itself is 0.
    const key = `${operation} ${args.map((arg) => this.nameOf(arg)).join(' ')}`;
    if (this.results.has(key)) return this.results.get(key);
    this.take(this.priceOf(operation, args));
    const result = this.compute(operation, args);
    if (this.results.size > remembered) this.results.clear();
    this.results.set(key, result);
    return result;
  }

  /** Steps of an operation: products multiply each term with each, and functions take such a product for each term that is kept. */
  private priceOf(operation: OperationName, args: readonly unknown[]): number {
    let products = stepsPerProduct * (operations[operation].cost === 'low' ? 1 : this.limit ** 2);
    for (const arg of args)
      if (arg instanceof MovingNumber && arg.germ.kind === 'series') products *= Math.max(1, arg.germ.terms.length);
    return products;
  }

  spend(count: number): void {
    this.take(germStep * count);
  }

  private take(count: number): void {
    if ((this.stepsLeft -= count) < 0) throw new Undecided('unsupported');
    steps.germs -= count;
  }

  truth(value: unknown): boolean {
    return value instanceof MovingNumber ? signOf(value.germ) !== 0 : Boolean(value);
  }

  /** Indices and lengths count by their value. */
  index(value: unknown): number {
    if (!(value instanceof MovingNumber)) return Number(value);
    if (value.germ.kind === 'huge' || !hasLimit(value.germ)) throw new Undecided('unsupported');
    return constantOf(value.germ).c;
  }

  kink(): void {
    // The germ has already looked at the side it comes from.
  }

  readonly allocate = (storage: Storage, length: number, fill: unknown): Memory =>
    this.lists.allocate(storage, length, fill);

  store(array: Memory, index: number, value: unknown): void {
    this.lists.store(array, index, value);
  }

  adopt(storage: Storage, contents: readonly unknown[]): unknown[] {
    return this.lists.adopt(storage, contents);
  }

  private nameOf(arg: unknown): string {
    if (arg instanceof MovingNumber) {
      let id = this.numbering.get(arg);
      if (id === undefined) this.numbering.set(arg, (id = this.count++));
      return `#${id}`;
    }
    return Object.is(arg, -0) ? '-0' : `${typeof arg} ${typeof arg === 'object' ? this.count++ : String(arg)}`;
  }

  private convert(storage: Storage, value: unknown): unknown {
    if (storage === 'list' || storage === 'Float64Array') return this.apply('number', [value]);
    if (storage === 'Float32Array') return this.apply('fround', [value]);
    const whole = this.apply(storage === 'Uint8ClampedArray' ? 'number' : 'trunc', [value]);
    const plain = whole instanceof MovingNumber ? this.index(this.kinked('round', whole.germ)) : Number(whole);
    return wholeNumberIn(storage, plain);
  }

  private compute(operation: OperationName, args: readonly unknown[]): unknown {
    if (operation in smoothOperations) return this.smooth(operation as SmoothName, args);
    if (operation === 'max' || operation === 'min') return this.extreme(operation, args[0], args[1]);
    if (operation in kinkedOperations) return this.kinked(operation as KinkedName, (args[0] as MovingNumber).germ);
    if (operation in bitOperations) return evaluate(operation, args.map((arg) => this.apply('trunc', [arg]))); // prettier-ignore
    const [first, second, third] = args;
    switch (operation) {
      case 'lt':
      case 'le':
      case 'gt':
      case 'ge':
      case 'eq':
      case 'ne':
        return this.compare(operation, first, second);
      case 'not':
        return !this.truth(first);
      case 'truthy':
        return this.truth(first);
      case 'select':
        return this.truth(first) ? second : third;
      case 'stop':
        return this.cutsAtStop ? this.index(first) : first;
      case 'number':
        return first;
      case 'guarded_mul':
        return first === 0 ? 0 : this.apply('mul', [first, second]);
      case 'is_finite':
        return true;
      case 'is_integer':
        return this.kinked('floor', (first as MovingNumber).germ) === first;
      case 'text':
      case 'concat':
        return evaluate(operation, args.map((arg) => (arg instanceof MovingNumber ? this.index(arg) : arg))); // prettier-ignore
      default:
        return false;
    }
  }

  private smooth(operation: SmoothName, args: readonly unknown[]): unknown {
    const values = args.map((arg) => (arg instanceof MovingNumber ? arg.germ : Number(arg)));
    if (values.some((value) => typeof value === 'number' && !Number.isFinite(value))) {
      return this.beyondNumbers(operation, values);
    }
    const signed = this.signedZero(operation, values);
    if (signed !== undefined) return signed;
    const germs = values.map((value) => (typeof value === 'number' ? constantSeries(value) : value));
    if (germs.some((germ) => germ.kind === 'huge')) return this.finish(this.huge(operation, germs));
    const result = this.settle(operation, germs as Series[], values);
    // A remainder has the sign of what was divided, also when it is 0.
    return operation === 'rem' && result === 0 ? evaluate('mul', [signOf(germs[0]!), 0]) : result;
  }

  /** The constant term made the program's own, at points where the operation is regular. */
  private settle(operation: SmoothName, args: readonly Series[], given: readonly unknown[]): unknown {
    const same = args.length === 2 && given[0] === given[1];
    const raw = this.functions.smooth(operation, same ? [args[0]!, args[0]!] : args);
    if (!args.every((arg) => hasLimit(arg) && constantOf(arg).err === 0)) return this.finish(raw);
    const value = evaluate(operation, args.map((arg) => constantOf(arg).c)) as number; // prettier-ignore
    if (typeof raw === 'number' || raw.kind === 'huge') return this.finish(raw);
    if (!Number.isFinite(value)) {
      return operations[operation].overflows && !Number.isNaN(value) ? value : this.finish(raw);
    }
    if (!hasLimit(raw)) return this.finish(raw);
    const limit = constantOf(raw);
    const close = Math.abs(limit.c - value) <= 1e-10 * Math.abs(value) + limit.err;
    const noise = raw.noise + (limit.c === value && limit.err === 0 ? 0 : Math.abs(value) * ulp);
    return this.finish(close ? withConstant(raw, value, noise) : raw, close ? value : undefined);
  }

  /** A number again, where nothing moves. */
  private finish(raw: Outcome, value?: number): unknown {
    if (typeof raw === 'number') return raw;
    if (raw.kind === 'series' && raw.remainder === undefined && raw.flat === 'none') {
      if (raw.terms.length === 0) return value ?? 0;
      const constant = constantOf(raw);
      if (raw.terms.length === 1 && constant.c !== 0 && constant.err === 0) return constant.c;
    }
    return new MovingNumber(raw);
  }

  /** Where a plain zero meets a moving number and the zero's own sign counts: 0·a, 0/a, a/0 and atan2(0, a). */
  private signedZero(operation: SmoothName, values: readonly (Germ | number)[]): unknown {
    const [a, b] = values;
    if (typeof a === 'number' && a === 0 && typeof b !== 'number') {
      if (operation !== 'mul' && operation !== 'div' && operation !== 'atan2') return undefined;
      return evaluate(operation, [a, signOf(b!)]);
    }
    if (typeof b !== 'number' || b !== 0 || typeof a === 'number') return undefined;
    return operation === 'mul' || operation === 'div' ? evaluate(operation, [signOf(a!), b]) : undefined;
  }

  /** With ±∞ or NaN among the arguments the others count by their sign and size only. */
  private beyondNumbers(operation: SmoothName, values: readonly (Germ | number)[]): unknown {
    const [a, b] = values;
    if (operation === 'rem' && typeof a !== 'number' && Math.abs(b as number) === Infinity) return new MovingNumber(a!);
    return evaluate(operation, values.map((value) => (typeof value === 'number' ? value : representative(value)))); // prettier-ignore
  }

  private huge(operation: SmoothName, args: readonly Germ[]): Outcome {
    const [a, b] = args as [Germ, Germ];
    const series0 = constantSeries(0);
    switch (operation) {
      case 'neg':
        return turn(a, -1);
      case 'add':
      case 'sub': {
        const second = operation === 'add' ? b : turn(b, -1);
        if (a.kind !== 'huge') return second;
        if (second.kind === 'huge' && second.sign !== a.sign) throw new Undecided('unsupported');
        return a;
      }
      case 'mul': {
        const [first, second] = a.kind === 'huge' ? [a, b] : [b, a];
        if (second.kind === 'series' && isExactlyZero(second)) return series0;
        if (second.kind === 'series' && leadingSize(second) === undefined) throw new Undecided('unsupported');
        return turn(first, signOf(second));
      }
      case 'div':
        if (a.kind === 'huge' && b.kind === 'huge') throw new Undecided('unsupported');
        if (a.kind === 'huge') return turn(a, signOf(b));
        if (isExactlyZero(a)) return a;
        return series([], { flat: (b as { sign: number }).sign * signOf(a) > 0 ? '+' : '-' });
      case 'exp':
        return a.kind === 'huge' && a.sign > 0 ? a : series([], { flat: '+' });
      case 'cosh':
        return { kind: 'huge', sign: 1 };
      case 'sqrt':
        return signOf(a) > 0 ? a : NaN;
      case 'sinh':
      case 'cbrt':
      case 'fround':
        return a;
      case 'hypot2':
        return { kind: 'huge', sign: 1 };
      case 'tanh':
        return { ...constantSeries(signOf(a)), flat: '?' };
      case 'atan':
        return { ...constantSeries({ c: (signOf(a) * Math.PI) / 2, err: ulp }), flat: '?' };
      case 'sin':
      case 'cos':
        return bounded(constantSize, true);
      case 'asin':
      case 'acos':
      case 'atanh':
        return NaN;
      default:
        throw new Undecided('unsupported');
    }
  }

  private compare(operation: Comparison, first: unknown, second: unknown): boolean {
    if (!isNumeric(first) || !isNumeric(second)) {
      if (operation === 'eq' || operation === 'ne') return operation === 'ne';
    }
    const sign = this.difference(first, second);
    return sign === undefined ? operation === 'ne' : (evaluate(operation, [sign, 0]) as boolean);
  }

  /** The sign of a − b for small t; undefined if one of them is NaN. */
  private difference(a: unknown, b: unknown, sign = signOf): 1 | 0 | -1 | undefined {
    const first = a instanceof MovingNumber ? a.germ : Number(a);
    const second = b instanceof MovingNumber ? b.germ : Number(b);
    if (Number.isNaN(first) || Number.isNaN(second)) return undefined;
    if (typeof first === 'number' && !Number.isFinite(first)) return first > 0 ? 1 : -1;
    if (typeof second === 'number' && !Number.isFinite(second)) return second > 0 ? -1 : 1;
    const difference = this.apply('sub', [a, b]);
    return difference instanceof MovingNumber ? sign(difference.germ) : (Math.sign(Number(difference)) as 1 | 0 | -1);
  }

  private extreme(operation: 'max' | 'min', a: unknown, b: unknown): unknown {
    try {
      const sign = this.difference(a, b, signBeyondRounding);
      if (sign === undefined) return NaN;
      return (operation === 'max' ? sign >= 0 : sign <= 0) ? a : b;
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      return this.either(a, b, error);
    }
  }

  /** What holds for both, where it is not settled which of two is taken. */
  private either(a: unknown, b: unknown, undecided: Undecided): unknown {
    const [first, second] = [a, b].map((value) => (value instanceof MovingNumber ? value.germ : constantSeries(Number(value)))); // prettier-ignore
    if (first?.kind !== 'series' || second?.kind !== 'series') throw undecided;
    if (undecided.why === 'noise') return this.finish(this.functions.hull(first, second));
    const difference = this.functions.sub(first, second);
    if (difference.terms.length > 0 || difference.remainder === undefined) throw undecided;
    return this.finish(this.functions.truncate(first, difference.remainder));
  }

  private kinked(operation: KinkedName, a: Germ): unknown {
    switch (operation) {
      case 'abs':
        return this.magnitude(a);
      case 'sign':
        return signOf(a);
      default:
        return this.step(operation, a);
    }
  }

  private magnitude(a: Germ): unknown {
    try {
      return new MovingNumber(turn(a, signBeyondRounding(a) < 0 ? -1 : 1));
    } catch (error) {
      if (!(error instanceof Undecided) || a.kind === 'huge') throw error;
      if (error.why === 'noise') return this.finish(this.functions.hull(a, neg(a)));
      if (a.terms.length > 0 || a.remainder === undefined) throw error;
      return new MovingNumber(bounded(a.remainder, false));
    }
  }

  /** floor, ceil, round and trunc: their value at the limit, or on this side of it where the limit is a jump. */
  private step(operation: KinkedName, a: Germ): unknown {
    if (a.kind === 'huge') return new MovingNumber(a);
    if (!hasLimit(a)) {
      if (!isInfinite(a)) throw new Undecided('order');
      return new MovingNumber(this.functions.add(a, bounded(constantSize, true)));
    }
    const { c, err } = constantOf(a);
    const edge = operation === 'round' ? Math.floor(c) + 0.5 : Math.round(c);
    if (err > 0 && Math.abs(c - edge) <= err) throw new Undecided('noise');
    if (c !== 0 && c !== edge) return evaluate(operation, [c]);
    const above = signOf({ ...a, terms: a.terms.filter((term) => compareSizes(term, constantSize) !== 0) });
    if (above === 0) return evaluate(operation, [c]);
    const result = this.stepBeside(operation, c, above > 0);
    return result === 0 && (c < 0 || (c === 0 && above < 0)) ? -0 : result;
  }

  /** The value of a step just above or just below c. */
  private stepBeside(operation: KinkedName, c: number, above: boolean): number {
    const lower = Math.floor(c);
    if (operation === 'round') return c === 0 ? 0 : above ? lower + 1 : lower;
    const floor = above ? c : c - 1;
    if (operation === 'floor') return floor;
    if (operation === 'trunc' && c === 0) return 0;
    return operation === 'ceil' || c < 0 ? floor + 1 : floor;
  }
}

function isNumeric(value: unknown): boolean {
  return value instanceof MovingNumber || typeof value === 'number';
}

function turn(a: Germ, sign: number): Germ {
  if (a.kind === 'huge') return { kind: 'huge', sign: Math.sign(a.sign * sign) as 1 | -1 };
  return sign < 0 ? neg(a) : a;
}

/** A number of a germ's sign and rough size. */
function representative(a: Germ): number {
  if (a.kind === 'huge') return a.sign * Infinity;
  if (isExactlyZero(a)) return 0;
  const limit = hasLimit(a) ? constantOf(a).c : 0;
  if (Math.abs(limit) === 1) {
    const others = { ...a, terms: a.terms.filter((term) => compareSizes(term, constantSize) !== 0) };
    return limit + signOf(others) * 2 ** -30;
  }
  if (limit !== 0) return limit;
  return signOf(a) * (isInfinite(a) ? 1e300 : 1e-300);
}
