/**
 * A function at many points. A function that gives one number becomes a compiled loop with the function inside it, and
 * so does the slope of one; everything else (gradients, functions that give arrays) is called point by point. Slopes go
 * through the loop in blocks: a block that meets a kink is taken again point by point, where both sides are looked at,
 * so that a mapped derivative is what the derivative gives.
 */
import { SecantError } from '../base/diagnostics.ts';
import { type FunctionIr, isTypedStorage, newValue, numberType, type Type } from '../compiler/ir/ir.ts';
import { typedName } from '../compiler/ir/type-of-value.ts';
import { Builder, emptyBlock } from '../compiler/rules/builder.ts';
import { type Backend, BackendChoice, type BackendWanted } from './backend.ts';
import { kindOf } from './argument-kinds.ts';
import { CompiledProgram, type CompiledTransform, copyOf, type RoadWanted, type Runnable, valueOf } from './compile.ts';
import { type ProgramOptions, type Programs, programsOf } from './programs.ts';
import { slopeTransform } from './forward-transforms.ts';
import {
  type AnyFunction,
  type Captured,
  derivationOf,
  derivedFrom,
  describeFunction,
  kindInWords,
  rememberDescription,
  withAtKink,
} from './functions.ts';
import { checkOut, copyInto, frozen, overlap } from './into.ts';
import { partIfLoaded } from './loaded-parts.ts';
import { checkAtKink, checkOptions, checkSteps } from './options.ts';
import { describeShape, refuseDetached, type Tree } from './trees.ts';
import type { AtKink } from './types.ts';

export interface MapOptions {
  readonly scope?: Captured;
  /** What a mapped derivative answers at kinks, in place of what it was made with. */
  readonly atKink?: AtKink;
  /** How many steps a call of the function may take, on average over the points; a function of the program has no limit without it. */
  readonly steps?: number;
  /** The road that must be taken; whichever leads there if not given. */
  readonly road?: RoadWanted;
  /**
   * `'webassembly'`: the loop runs in WebAssembly, two points at a time, once `ready` is resolved. Arithmetic gives the
   * same bits; elementary functions may differ from those of JavaScript in the last one.
   */
  readonly backend?: BackendWanted;
}

/** The points of each argument: numbers of a flat array, or rows of a matrix. */
export type PointsOf<A extends readonly unknown[]> = {
  [K in keyof A]: A[K] extends number | undefined ? Float64Array | readonly number[] : readonly NonNullable<A[K]>[];
};

/** What a mapped function gives: numbers in a `Float64Array`, or one result for each row. */
export type ResultsOf<R> = [R] extends [number] ? Float64Array : R[];

/** Where results may be written. */
export type PlaceFor<R> = [R] extends [number] ? Float64Array | number[] : R[];

/** A function of arrays of points, one for each argument. */
export interface Mapped<A extends readonly unknown[] = [number], R = number> {
  (...points: PointsOf<A>): ResultsOf<R>;
  /**
   * Writes the results into `out` and returns it. For numbers it may be longer than the points, and it may be one of
   * the arrays of points; for rows it holds a row for each point.
   *
   * @throws SecantError S201 where `out` has no room or rows of another shape
   */
  into<O extends PlaceFor<R>>(out: O, ...points: PointsOf<A>): O;
  /** What ran the last call: JavaScript or WebAssembly, and why not the other. */
  readonly backend: Backend;
  /** Resolved when the back end that was asked for is loaded; calls before run in JavaScript. */
  readonly ready: Promise<void>;
}

/**
 * A function, or a derivative of one, at every point: of the elements of arrays where it takes numbers, of the rows of
 * matrices where it takes arrays. Several arguments are mapped together, one array for each.
 *
 * @param fn - a plain function, or what `derivative`, `grad` and the like returned
 * @returns a function of the points; `.into(out, …points)` writes into what you have
 * @throws SecantError S201 where the arrays differ in length, S1xx where the function is outside the accepted language
 *
 * @example
 * ```ts
 * vmap((a: number, b: number) => a * b)([1, 2], [3, 4]) // → Float64Array.of(3, 8)
 * ```
 *
 * @example
 * ```ts
 * vmap(grad((w: number[]) => w[0]! * w[1]!))([[1, 2], [3, 4]]) // → [[2, 1], [4, 3]]
 * ```
 */
export function vmap<A extends readonly unknown[], R>(fn: (...args: A) => R, options: MapOptions = {}): Mapped<A, R> {
  checkOptions(options, ['scope', 'atKink', 'steps', 'road', 'backend'], 'vmap');
  if (options.atKink !== undefined) checkAtKink(options.atKink);
  partIfLoaded('tracing')?.refuseInside('vmap');
  checkSteps(options.steps, 'vmap');
  describeFunction(fn, options.scope, 'what vmap was given');
  const answering = options.atKink === undefined ? fn : withAtKink(fn, options.atKink);
  const backend = new BackendChoice(options.backend);
  const mapping = new Mapping(answering, options.scope, options, backend);
  const mapped = (...points: readonly unknown[]): unknown => mapping.run(points, undefined);
  Object.defineProperty(mapped, 'into', {
    value: (out: unknown, ...points: readonly unknown[]) => mapping.run(points, out),
  });
  Object.defineProperty(mapped, 'backend', { get: () => backend.used });
  Object.defineProperty(mapped, 'ready', { value: backend.ready });
  return derivedFrom('vmap', fn, options, mapped as unknown as Mapped<A, R>);
}

// Captured under whatever name, it is the operator itself.
rememberDescription(vmap, { kind: 'native', name: 'secant.vmap' });

type Points = Float64Array | readonly unknown[];
type Call = (...args: readonly unknown[]) => unknown;

/** Points that go through the loop at a time. */
const blockLength = 2048;

class Mapping {
  private readonly call: Call;
  private readonly scope: Captured | undefined;
  /** Something Secant made: it looks at kinks when it is called, and is called as it is. */
  private readonly derived: boolean;
  /** The function whose slopes are mapped, where that is all. */
  private readonly slopesOf: Programs | undefined;
  private readonly programs: Programs | undefined;
  private readonly fn: AnyFunction;

  private readonly backend: BackendChoice;

  constructor(fn: AnyFunction, scope: Captured | undefined, how: ProgramOptions, backend: BackendChoice) {
    this.fn = fn;
    this.backend = backend;
    this.call = fn as Call;
    this.scope = scope;
    const derivation = derivationOf(fn);
    this.derived = derivation !== undefined;
    if (derivation?.operator === 'derivative' && derivation.order === 1 && derivationOf(derivation.of) === undefined)
      this.slopesOf = programsOf(derivation.of, derivation.scope, 'what vmap was given', how);
    this.programs = this.derived ? undefined : programsOf(fn, scope, 'what vmap was given', how);
  }

  run(points: readonly unknown[], out: unknown): unknown {
    const arrays = pointsOf(points);
    this.refuseTooMany(arrays);
    const { length } = arrays[0]!;
    if (length === 0) return out ?? (this.derived && !ArrayBuffer.isView(arrays[0]) ? [] : new Float64Array(0));
    requireOneKind(arrays);
    const firsts = arrays.map((array) => array[0]);
    if (this.slopesOf !== undefined && arrays.length === 1 && typeof firsts[0] === 'number')
      return this.slopes(this.slopesOf, arrays[0]!, numbersPlace(out, length));
    this.backend.stay('the function is called point by point');
    if (this.programs === undefined) return pointByPoint(this.call, arrays, out);
    const program = this.programs.for(firsts);
    if (!(program instanceof CompiledProgram) || !givesNumber(program) || program.derives)
      return pointByPoint((...args) => valueOf(program, args), arrays, out);
    const place = numbersPlace(out, length);
    const safe = arrays.map((array, k) => {
      if (program.writes[k]) return copyOf(array);
      return overlap(array, place) && !startTogether(array, place) ? array.slice() : array;
    });
    const made = this.backend.of(program.get(overPoints(program)), [...arrays.map(() => false), true]);
    const captured = program.captured();
    const arraysAll = [...safe, place] as readonly Points[];
    // In WebAssembly a block at a time, which is copied in and out while it is near.
    if (!this.backend.isWebAssembly || !arraysAll.every((array) => array instanceof Float64Array))
      made.run([...arraysAll, ...captured], length); // prettier-ignore
    else
      for (let from = 0; from < length; from += blockLength) {
        const to = Math.min(from + blockLength, length);
        made.run([...arraysAll.map((array) => array.subarray(from, to)), ...captured], to - from);
      }
    return place;
  }

  /** Slopes of a function of one number. */
  private slopes(programs: Programs, points: Points, out: Float64Array | number[]): unknown {
    const program = programs.for([0]);
    if (!(program instanceof CompiledProgram)) return pointByPoint(this.call, [points], out);
    programs.requireNumber(program);
    const made = this.backend.of(program.get(slopesOverPoints(program)), [false, true]);
    const source = (overlap(points, out) ? points.slice() : points) as Float64Array | readonly number[];
    if (!ArrayBuffer.isView(source) || !ArrayBuffer.isView(out)) {
      this.slopeBlock(made, program, source, out);
      return out;
    }
    for (let from = 0; from < source.length; from += blockLength) {
      const to = Math.min(from + blockLength, source.length);
      const whole = to - from === source.length;
      this.slopeBlock(made, program, whole ? source : source.subarray(from, to), whole ? out : out.subarray(from, to));
    }
    return out;
  }

  private slopeBlock(
    made: Runnable,
    program: CompiledProgram,
    points: Float64Array | readonly number[],
    out: Float64Array | number[],
  ): void {
    made.kink.hit = false;
    made.run([points, out, ...program.captured()], points.length);
    const { hit } = made.kink;
    if (!hit) return;
    for (let k = 0; k < points.length; k++)
      if (hit === true || !Number.isFinite(out[k])) out[k] = this.call(points[k]) as number;
  }

  /** An array too many is a mistake: the results were once written into it. */
  private refuseTooMany(arrays: readonly Points[]): void {
    if (this.fn.length === 0 || arrays.length <= this.fn.length) return;
    const description = describeFunction(this.fn, this.scope);
    if (description.kind === 'function' && /=|\.\.\./.test(parameterList(description.source.text))) return;
    throw new SecantError('S201', `the function takes ${count(this.fn.length, 'argument')}, and got ${arrays.length}`, {
      hint: 'pass one array of points for each argument; to write into an array, call .into(out, points)',
    });
  }
}

/** What stands between the parentheses of a function's parameters. */
function parameterList(text: string): string {
  const bare = !text.split('=>')[0]!.includes('(');
  return bare ? '' : text.slice(text.indexOf('(') + 1, text.indexOf(')'));
}

function count(n: number, what: string): string {
  return n === 1 ? `one ${what}` : `${n} ${what}s`;
}

/** The arrays of points, all of one length. */
function pointsOf(points: readonly unknown[]): readonly Points[] {
  const list = points.length === 0 ? [undefined] : points;
  list.forEach((array, k) => {
    if (Array.isArray(array)) return;
    if (ArrayBuffer.isView(array) && isTypedStorage(typedName(array) ?? '')) {
      refuseDetached(array, `argument ${k + 1}`);
      return;
    }
    throw new SecantError('S201', `vmap takes arrays of points, and argument ${k + 1} is ${kindInWords(array)}`, {
      hint: 'pass a Float64Array or an array of numbers, or an array of rows for a function of arrays',
    });
  });
  const arrays = list as readonly Points[];
  const { length } = arrays[0]!;
  arrays.forEach((array, k) => {
    if (array.length === length) return;
    throw new SecantError('S201', `argument ${k + 1} has ${array.length} points, and argument 1 has ${length}`, {
      hint: 'give every argument as many points',
    });
  });
  return arrays;
}

/** One program serves all points: they must be of one kind. */
function requireOneKind(arrays: readonly Points[]): void {
  arrays.forEach((array, k) => {
    if (ArrayBuffer.isView(array)) return;
    const [first] = array;
    if (first === undefined)
      throw new SecantError('S202', `point 0 of argument ${k + 1} is undefined`, {
        hint: 'give every point a value, as in new Array(n).fill(0)',
      });
    const kind = typeof first === 'number' ? '' : kindOf(first);
    for (let j = 0; j < array.length; j++) {
      const point = array[j];
      if (kind === '' ? typeof point === 'number' : kindOf(point) === kind) continue;
      throw new SecantError(
        'S202',
        `point ${j} of argument ${k + 1} is ${inWords(point)}, and point 0 is ${inWords(array[0])}`,
        { hint: 'let all points be numbers, or rows of one kind' },
      );
    }
  });
}

const inWords = (point: unknown): string =>
  typeof point === 'object' && point !== null ? describeShape(point) : kindInWords(point);

/** Where numbers go. */
function numbersPlace(out: unknown, length: number): Float64Array | number[] {
  if (out === undefined) return new Float64Array(length);
  if (!(out instanceof Float64Array) && !Array.isArray(out))
    throw new SecantError('S201', `out is ${kindInWords(out)}, and the results are numbers`, {
      hint: 'pass a Float64Array or an array',
    });
  if (!ArrayBuffer.isView(out) && Object.isFrozen(out)) throw frozen();
  if (out.length < length)
    throw new SecantError('S201', `out has room for ${out.length} of ${length} results`, {
      hint: 'pass an array at least as long as the points',
    });
  return out as Float64Array | number[];
}

/** True if an element of one is the same element of the other: it is read before it is written. */
function startTogether(a: Points, b: Tree): boolean {
  return a === b || (ArrayBuffer.isView(a) && ArrayBuffer.isView(b) && a.byteOffset === b.byteOffset && a.constructor === b.constructor); // prettier-ignore
}

function givesNumber(program: CompiledProgram): boolean {
  const [result] = program.lowered.fn.body.yields;
  return result !== undefined && (result.constant ? typeof result.constant.value === 'number' : result.type.kind === 'number'); // prettier-ignore
}

function pointByPoint(call: Call, arrays: readonly Points[], out: unknown): unknown {
  const { length } = arrays[0]!;
  const writer = (call as { readonly into?: unknown }).into;
  if (out !== undefined && typeof writer === 'function' && Array.isArray(out) && typeof arrays[0]![0] === 'object') {
    requireRoom(out, length);
    for (let k = 0; k < length; k++) Reflect.apply(writer, undefined, [out[k], ...arrays.map((array) => array[k])]);
    return out;
  }
  const results: unknown[] = [];
  for (let k = 0; k < length; k++) results.push(call(...arrays.map((array) => array[k])));
  if (typeof results[0] === 'number') {
    const place = numbersPlace(out, length);
    results.forEach((result, k) => (place[k] = result as number));
    return place;
  }
  if (out === undefined) return results;
  requireRoom(out, length);
  results.forEach((result, k) => {
    checkOut(out[k], result, 'vmap', 'the result');
    copyInto(out[k], result);
  });
  return out;
}

function requireRoom(out: unknown, length: number): asserts out is unknown[] {
  if (Array.isArray(out) && out.length >= length) return;
  throw new SecantError('S201', `out is ${inWords(out)}, and there are ${length} rows of results`, {
    hint: 'pass an array with a row for each point',
  });
}

/** for (k …) out[k] = fn(points[k], …) */
function overPoints(program: CompiledProgram): CompiledTransform {
  return { key: 'over points', apply: (fn) => loopOver(fn, argumentsOf(program)) };
}

/** for (k …) out[k] = g′(points[k]) */
function slopesOverPoints(program: CompiledProgram): CompiledTransform {
  return { key: 'slopes over points', apply: (fn) => loopOver(slopeTransform.apply(fn), argumentsOf(program), true) };
}

function argumentsOf({ fn, lowered }: CompiledProgram): number {
  return fn.parameters.length - lowered.captured.length;
}

/**
 * The function in a loop over arrays of its arguments; what is captured stays what it is. Results that are not finite are
 * noted where they shall be: as reads that found nothing are, which make them NaN.
 */
function loopOver(fn: FunctionIr, argumentCount: number, noteInfinite = false): FunctionIr {
  const array = (element: Type): Type => ({
    kind: 'array',
    element,
    storage: element.kind === 'number' ? 'Float64Array' : 'list',
  });
  const own = fn.parameters.slice(0, argumentCount);
  const points = own.map(({ type, name }) => newValue(array(type), name));
  const out = newValue(array(numberType), 'out');
  const captured = fn.parameters.slice(argumentCount).map(({ type, name }) => newValue(type, name));
  const body = emptyBlock();
  const builder = new Builder(body);
  builder.count(
    builder.length(points[0]!),
    [],
    (index) => {
      const result = newValue(numberType);
      const args = [...points.map((array) => builder.load(array, index)), ...captured];
      builder.emit({ kind: 'call', target: fn, args, results: [result] });
      builder.emit({ kind: 'store', array: out, index, value: result });
      if (noteInfinite) {
        const isFinite = builder.apply('is_finite', result);
        builder.emit({ kind: 'kink', left: isFinite, right: builder.constant(false), missed: true });
      }
      return [];
    },
    'k',
  );
  return { name: `${fn.name}_at_points`, parameters: [...points, out, ...captured], body };
}
