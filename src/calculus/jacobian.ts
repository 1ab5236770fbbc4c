/**
 * Jacobians and Hessians. A Jacobian takes forward passes, four tangents at a time, or one reverse pass per
 * output, whichever is less work for its shape. A Hessian is forward over reverse, four columns at a time;
 * `hvp` is one such pass and never forms the matrix.
 */
import { SecantError } from '../base/diagnostics.ts';
import { branchOf, copyOf, type Makes, type RoadWanted } from './compile.ts';
import { programsOf } from './programs.ts';
import { forwardTransform } from './forward-transforms.ts';
import { partIfLoaded } from './loaded-parts.ts';
import { forwardOverReverseTransform, reverseTransform } from './reverse-transforms.ts';
import {
  type AnyFunction,
  type Captured,
  derivedFrom,
  kindInWords,
  type NumberFunction,
  rememberAtKink,
  rememberDescription,
} from './functions.ts';
import { ask } from './ask.ts';
import { checkOut, copyInto, refuseShared } from './into.ts';
import { checkAtKink, checkOptions, checkSteps } from './options.ts';
import {
  allNaN,
  countLeaves,
  cutBack,
  describeShape,
  leavesOf,
  mapLeaves,
  misfitOf,
  shadowOf,
  type Tree,
  zerosOf,
} from './trees.ts';
import type { AtKink } from './types.ts';

/** Tangents carried by one forward pass. */
const chunk = 4;

/** Options of `jacobian`, `hessian` and `hvp`. */
export interface JacobianOptions {
  /** Which argument is differentiated; the first if not given. */
  readonly wrt?: number;
  readonly scope?: Captured;
  /** What to answer where the two sides differ. */
  readonly atKink?: AtKink;
  /** How many steps a call of the function may take; without it a function of the program has no limit. */
  readonly steps?: number;
  /** The road that must be taken; whichever leads there if not given. */
  readonly road?: RoadWanted;
}

const allOptions = ['wrt', 'scope', 'atKink', 'steps', 'road'];

function prepare(f: AnyFunction, options: JacobianOptions, caller: string, allowed: readonly string[] = allOptions) {
  checkOptions(options, allowed, caller);
  const { wrt = 0, scope, atKink = 'midpoint', steps, road } = options;
  checkAtKink(atKink);
  checkSteps(steps, caller);
  if (!Number.isInteger(wrt) || wrt < 0)
    throw new SecantError('S203', `wrt is ${String(wrt)}`, { hint: 'give the index of an argument' });
  const programs = programsOf(f, scope, `what ${caller} was given`, { steps, road });
  return { programs, wrt, atKink };
}

/** The argument that is differentiated. */
function argumentAt(args: readonly Tree[], wrt: number, caller: string): Tree {
  if (wrt < args.length) {
    const argument = args[wrt];
    if (typeof argument === 'number' || (typeof argument === 'object' && argument !== null)) return argument;
    throw new SecantError('S202', `argument ${wrt + 1} is ${kindInWords(argument)}, and ${caller} differentiates it`, {
      hint: 'pass a number, an array of numbers or an object of these',
    });
  }
  throw new SecantError('S201', `${caller} differentiates argument ${wrt + 1}, and got ${args.length}`, {
    hint: 'pass all the arguments of the function',
  });
}

function unit(n: number, k: number): number[] {
  return Array.from({ length: n }, (_, j) => (j === k ? 1 : 0));
}

/** Trees shaped like `tree` with ones at leaves `from`, `from + 1`, …: the seeds of one pass. */
function seeds(tree: Tree, from: number, count: number): Tree[] {
  return Array.from({ length: count }, (_, j) => mapLeaves(tree, (_value, k) => (k === from + j ? 1 : 0)));
}

/** A vector with all components but one put to 0. */
function onlyAt(vector: Tree, axis: number): Tree {
  return mapLeaves(vector, (x, k) => (k === axis ? x : 0));
}

/**
 * The Jacobian of a function of numbers in any shape: one entry per output, each of the shape of the argument.
 * For f from number[] to number[] that is the matrix of rows.
 *
 * @example
 * ```ts
 * jacobian((w: number[]) => [w[0]! * w[1]!, w[0]! + w[1]!])([2, 3]) // → [[3, 2], [1, 1]]
 * ```
 */
export function jacobian<R = number[][]>(
  f: AnyFunction,
  options: JacobianOptions = {},
): (...args: readonly Tree[]) => R {
  const { programs, wrt, atKink } = prepare(f, options, 'jacobian');
  const result = derivedFrom('jacobian', f, options, (...args: readonly Tree[]): R => {
    partIfLoaded('tracing')?.refuseInside('jacobian');
    const argument = argumentAt(args, wrt, 'jacobian');
    const program = programs.for(args);
    const inputs = countLeaves(argument);
    if (program.outputs === 0)
      throw new SecantError('S106', 'the function returns nothing', { hint: 'return a number or an array of numbers' });
    // Only its shape counts.
    const value = branchOf(program, args);
    const outputs = countLeaves(value);
    if (outputs === 0 && (typeof value !== 'object' || value === null)) {
      throw new SecantError('S106', `the function returns ${kindInWords(value)}, and has no Jacobian`, {
        hint: 'return a number or an array of numbers',
      });
    }
    if (outputs === 0) return arrange(value, argument, []) as R;
    const forwards = inputs <= chunk * outputs;
    const active = args.map((_, k) => k === wrt);
    const entries = ask(
      {
        caller: 'jacobian',
        program,
        args,
        active,
        order: 1,
        orderOf: typeof value === 'number' ? () => 1 : undefined,
        axisOf: (k) => k % inputs,
        entries: (makes, start, axis) =>
          forwards
            ? byColumns(makes, start, active, argument, inputs, outputs, axis)
            : byRows(makes, start, active, argument, value, outputs),
      },
      atKink,
    );
    return arrange(value, argument, entries) as R;
  });
  rememberAtKink(result, (other) => jacobian(f, { ...options, atKink: other }));
  return result;
}

/** Forward: entries output by output, computed `chunk` inputs at a time; with `axis`, the column of that input alone. */
function byColumns(
  makes: Makes,
  start: () => unknown[],
  active: readonly boolean[],
  argument: Tree,
  inputs: number,
  outputs: number,
  axis?: number,
): number[] {
  const matrix = new Array<number>(inputs * outputs).fill(0);
  const [first, end] = axis === undefined ? [0, inputs] : [axis, axis + 1];
  for (let from = first; from < end; from += chunk) {
    const width = Math.min(chunk, end - from);
    const results = makes.get(forwardTransform(active, width, true)).run([...start(), ...seeds(argument, from, width)]);
    for (let j = 0; j < width; j++) {
      leavesOf(results[1 + j]).forEach((entry, i) => {
        matrix[i * inputs + from + j] = entry;
      });
    }
  }
  return matrix;
}

/** Reverse: one pass per output. */
function byRows(
  makes: Makes,
  start: () => unknown[],
  active: readonly boolean[],
  argument: Tree,
  value: Tree,
  outputs: number,
): number[] {
  const made = makes.get(reverseTransform(active, true));
  return Array.from({ length: outputs }, (_, i) => {
    const cotangent = mapLeaves(value, (_value, k) => (k === i ? 1 : 0));
    const shadow = typeof argument === 'number' ? undefined : shadowOf(argument);
    const results = made.run([...start(), cotangent, ...(shadow === undefined ? [] : [shadow.tree])]);
    if (shadow === undefined) return [results[1] as number];
    const row = shadow.read();
    return leavesOf(cutBack(row, argument) ? allNaN(row) : row);
  }).flat();
}

/** Puts the matrix into the shapes of output and input. */
function arrange(value: Tree, argument: Tree, entries: readonly number[]): Tree {
  const inputs = countLeaves(argument);
  const entry = (row: number): Tree => mapLeaves(argument, (_, k) => entries[row * inputs + k] ?? 0);
  return typeof value === 'number' ? entry(0) : mapPlain(value, entry);
}

/** Like `mapLeaves`, but typed arrays become plain ones, since entries may be arrays. */
function mapPlain(tree: Tree, leaf: (k: number) => Tree, counter = { k: 0 }): Tree {
  if (typeof tree === 'number') return leaf(counter.k++);
  if (ArrayBuffer.isView(tree)) return Array.from(tree as Float64Array, () => leaf(counter.k++));
  if (Array.isArray(tree)) return Array.from(tree, (inner: Tree) => mapPlain(inner, leaf, counter));
  if (typeof tree === 'object' && tree !== null)
    return Object.fromEntries(Object.entries(tree).map(([field, inner]) => [field, mapPlain(inner, leaf, counter)]));
  return undefined;
}

/** Hessian columns for the directions given, one after the other. */
function secondOrder(
  makes: Makes,
  start: () => unknown[],
  active: readonly boolean[],
  argument: Tree,
  directions: readonly Tree[],
): number[][] {
  const made = makes.get(forwardOverReverseTransform(active, directions.length));
  const scalar = typeof argument === 'number';
  const shadow = scalar ? [] : [zerosOf(argument)];
  // Tangents follow: of the moving argument, then of its shadow, which starts from nothing.
  const shadowTangents = scalar ? [] : directions.map(() => shadowOf(argument));
  const results = made.run([
    ...start(),
    1,
    ...shadow,
    ...directions.map(copyOf),
    ...shadowTangents.map(({ tree }) => tree),
  ]);
  if (!scalar) {
    const isPast = shadow.some((adjoint) => cutBack(adjoint, argument));
    return shadowTangents.map((tangent) => {
      const column = tangent.read();
      cutBack(column, argument);
      return leavesOf(isPast ? allNaN(column) : column);
    });
  }
  // Yields: value, adjoint, then tangents of each.
  return directions.map((_, j) => [results[2 + directions.length + j] as number]);
}

/**
 * The Hessian of a scalar-valued function, exactly symmetric. For an argument number[] it is number[][].
 *
 * @example
 * ```ts
 * hessian((w: number[]) => w[0]! ** 2 * w[1]!)([2, 3]) // → [[6, 4], [4, 0]]
 * ```
 */
export function hessian<R = number[][]>(
  f: NumberFunction,
  options: JacobianOptions = {},
): (...args: readonly Tree[]) => R {
  const { programs, wrt, atKink } = prepare(f, options, 'hessian');
  const result = derivedFrom('hessian', f, options, (...args: readonly Tree[]): R => {
    partIfLoaded('tracing')?.refuseInside('hessian');
    const argument = argumentAt(args, wrt, 'hessian');
    const program = programs.for(args);
    programs.requireNumber(program);
    const inputs = countLeaves(argument);
    const active = args.map((_, k) => k === wrt);
    const matrix = ask(
      {
        caller: 'hessian',
        program,
        args,
        active,
        order: 2,
        orderOf: inputs === 1 ? () => 2 : undefined,
        axisOf: (k) => k % inputs,
        rowTimes: (k) => [Math.floor(k / inputs), unit(inputs, k % inputs)],
        entries: (makes, start) => hessianEntries(makes, start, active, argument, inputs),
      },
      atKink,
    );
    if (typeof argument === 'number') return matrix[0] as R;
    return mapPlain(argument, (i) => mapLeaves(argument, (_, k) => matrix[i * inputs + k]!)) as R;
  });
  rememberAtKink(result, (other) => hessian(f, { ...options, atKink: other }));
  return result;
}

/** The whole matrix, `chunk` columns at a time. */
function hessianEntries(
  makes: Makes,
  start: () => unknown[],
  active: readonly boolean[],
  argument: Tree,
  inputs: number,
): number[] {
  const matrix = new Array<number>(inputs * inputs).fill(0);
  for (let from = 0; from < inputs; from += chunk) {
    const width = Math.min(chunk, inputs - from);
    const columns = secondOrder(makes, start, active, argument, seeds(argument, from, width));
    columns.forEach((entries, j) => {
      const column = from + j;
      // The lower triangle of each column, mirrored: rounding cannot make the two halves differ.
      for (let i = column; i < inputs; i++) matrix[i * inputs + column] = matrix[column * inputs + i] = entries[i]!;
    });
  }
  return matrix;
}

/**
 * Hessian times vector, without the matrix: `hvp(f)(w, v)`.
 *
 * @example
 * ```ts
 * hvp((w: number[]) => w[0]! ** 2 * w[1]!)([2, 3], [1, 0]) // → [6, 4]
 * ```
 */
export function hvp<T extends Tree = number[]>(
  f: NumberFunction,
  options: Omit<JacobianOptions, 'wrt'> = {},
): HessianTimesVector<T> {
  const { programs, atKink } = prepare(f, options, 'hvp', ['scope', 'atKink', 'steps', 'road']);
  const times = (w: T, v: T): T => {
    partIfLoaded('tracing')?.refuseInside('hvp');
    argumentAt([w].slice(0, w === undefined ? 0 : 1), 0, 'hvp');
    const program = programs.for([w]);
    const misfit = misfitOf(w, v);
    if (misfit !== undefined) {
      const { path, of } = misfit;
      const sentence = `the vector${path && ` at ${path}`} is ${describeShape(of[1])}, but the point is ${describeShape(of[0])}`;
      throw new SecantError('S201', path === '' ? sentence : `${sentence} there`, {
        hint: 'give the vector the shape of the point',
      });
    }
    programs.requireNumber(program);
    // Of one number it is the second derivative, times the vector.
    const one = countLeaves(w) === 1;
    const along = one ? seeds(w, 0, 1)[0]! : v;
    const product = ask(
      {
        caller: 'hvp',
        program,
        args: [w],
        active: [true],
        order: 2,
        orderOf: one ? () => 2 : undefined,
        axisOf: one ? () => 0 : 'all',
        rowTimes: (k) => [k, leavesOf(along)],
        entries: (makes, start, axis) =>
          secondOrder(makes, start, [true], w, [axis === undefined ? along : onlyAt(along, axis)])[0]!,
      },
      atKink,
    );
    const times = one ? leavesOf(v)[0]! : 1;
    return mapLeaves(zerosOf(w), (_, k) => product[k]! * times) as T;
  };
  const into = (out: T, w: T, v: T): T => {
    checkOut(out, w, 'hvp', 'the point');
    refuseShared(out, [w, v], 'hvp');
    copyInto(out, times(w, v));
    return out;
  };
  const result = Object.defineProperty(times, 'into', { value: into }) as HessianTimesVector<T>;
  rememberAtKink(result, (other) => hvp(f, { ...options, atKink: other }));
  return derivedFrom('hvp', f, options, result);
}

/** `(w, v) => H(w)·v`. */
export interface HessianTimesVector<T extends Tree = number[]> {
  (w: T, v: T): T;
  /**
   * Writes the product into `out`, which has the shape of the point, and returns it.
   *
   * @throws SecantError S201 where `out` has another shape or shares memory with the point or the vector
   */
  into(out: T, w: T, v: T): T;
}

// Captured under whatever name, they are the operators themselves.
rememberDescription(jacobian, { kind: 'native', name: 'secant.jacobian' });
rememberDescription(hessian, { kind: 'native', name: 'secant.hessian' });
rememberDescription(hvp, { kind: 'native', name: 'secant.hvp' });
