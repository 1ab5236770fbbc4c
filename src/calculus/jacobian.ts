/**
 * Jacobians and Hessians. A Jacobian takes forward passes, four tangents at a time, or one reverse pass per
 * output, whichever is less work for its shape. A Hessian is forward over reverse, four columns at a time;
 * `hvp` is one such pass and never forms the matrix.
 */
import { SecantError } from '../base/diagnostics.ts';
import { CompiledProgram, copyOf, type Program, programsOf, type RoadWanted, valueTransform } from './compile.ts';
import { forwardTransform } from './forward-transforms.ts';
import { forwardOverReverseTransform, reverseTransform } from './reverse-transforms.ts';
import { type AnyFunction, type Captured, kindInWords } from './functions.ts';
import { checkOut, copyInto, refuseShared } from './into.ts';
import { checkOptions } from './options.ts';
import { refuseInside } from './traced.ts';
import { countLeaves, describeShape, leavesOf, mapLeaves, sameShape, shadowOf, type Tree, zerosOf } from './trees.ts';

/** Tangents carried by one forward pass. */
const chunk = 4;

export interface JacobianOptions {
  /** Which argument is differentiated; the first if not given. */
  readonly wrt?: number;
  readonly scope?: Captured;
  /** The road that must be taken; whichever leads there if not given. */
  readonly road?: RoadWanted;
}

function prepare(f: AnyFunction, options: JacobianOptions, caller: string) {
  checkOptions(options, ['wrt', 'scope', 'road'], caller);
  const { wrt = 0, scope, road } = options;
  if (!Number.isInteger(wrt) || wrt < 0)
    throw new SecantError('S203', `wrt is ${String(wrt)}`, { hint: 'give the index of an argument' });
  const programs = programsOf(f, scope, `what ${caller} was given`, road);
  return { programs, wrt };
}

/** The argument that is differentiated. */
function argumentAt(args: readonly Tree[], wrt: number, caller: string): Tree {
  if (wrt < args.length) return args[wrt];
  throw new SecantError('S201', `${caller} differentiates argument ${wrt + 1}, and got ${args.length}`, {
    hint: 'pass all the arguments of the function',
  });
}

/** Trees shaped like `tree` with ones at leaves `from`, `from + 1`, …: the seeds of one pass. */
function seeds(tree: Tree, from: number, count: number): Tree[] {
  return Array.from({ length: count }, (_, j) => mapLeaves(tree, (_value, k) => (k === from + j ? 1 : 0)));
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
  const { programs, wrt } = prepare(f, options, 'jacobian');
  return (...args: readonly Tree[]): R => {
    refuseInside('jacobian');
    const argument = argumentAt(args, wrt, 'jacobian');
    const program = programs.for(args);
    const inputs = countLeaves(argument);
    if (program instanceof CompiledProgram && program.fn.body.yields.length === 0)
      throw new SecantError('S106', 'the function returns nothing', { hint: 'return a number or an array of numbers' });
    const value = program.get(valueTransform).run([...program.safe(args), ...program.captured()])[0];
    const outputs = countLeaves(value);
    if (outputs === 0 && (typeof value !== 'object' || value === null)) {
      throw new SecantError('S106', `the function returns ${kindInWords(value)}, and has no Jacobian`, {
        hint: 'return a number or an array of numbers',
      });
    }
    const columns =
      outputs === 0
        ? []
        : inputs <= chunk * outputs
          ? byColumns(program, args, wrt, argument, inputs)
          : byRows(program, args, wrt, argument, value, outputs);
    return arrange(value, argument, columns, inputs) as R;
  };
}

/** Forward: matrix[output][input], `chunk` inputs at a time. */
function byColumns(program: Program, args: readonly Tree[], wrt: number, argument: Tree, inputs: number): number[][] {
  const active = args.map((_, k) => k === wrt);
  const rows: number[][] = [];
  for (let from = 0; from < inputs; from += chunk) {
    const width = Math.min(chunk, inputs - from);
    const made = program.get(forwardTransform(active, width, false));
    const results = made.run([...program.safe(args), ...program.captured(), ...seeds(argument, from, width)]);
    for (let j = 0; j < width; j++) {
      leavesOf(results[1 + j]).forEach((entry, i) => {
        (rows[i] ??= new Array<number>(inputs).fill(0))[from + j] = entry;
      });
    }
  }
  return rows;
}

/** Reverse: one pass per output. */
function byRows(
  program: Program,
  args: readonly Tree[],
  wrt: number,
  argument: Tree,
  value: Tree,
  outputs: number,
): number[][] {
  const made = program.get(
    reverseTransform(
      args.map((_, k) => k === wrt),
      false,
    ),
  );
  return Array.from({ length: outputs }, (_, i) => {
    const cotangent = mapLeaves(value, (_value, k) => (k === i ? 1 : 0));
    const shadow = typeof argument === 'number' ? undefined : shadowOf(argument);
    const results = made.run([
      ...program.safe(args),
      ...program.captured(),
      cotangent,
      ...(shadow === undefined ? [] : [shadow.tree]),
    ]);
    return shadow === undefined ? [results[1] as number] : leavesOf(shadow.read());
  });
}

/** Puts the matrix into the shapes of output and input. */
function arrange(value: Tree, argument: Tree, rows: readonly (readonly number[])[], inputs: number): Tree {
  const entry = (row: readonly number[] | undefined): Tree => mapLeaves(argument, (_, k) => row?.[k] ?? 0);
  if (typeof value === 'number') return entry(rows[0]);
  void inputs;
  return mapPlain(value, (k) => entry(rows[k]));
}

/** Like `mapLeaves`, but typed arrays become plain ones, since entries may be arrays. */
function mapPlain(tree: Tree, leaf: (k: number) => Tree, counter = { k: 0 }): Tree {
  if (typeof tree === 'number') return leaf(counter.k++);
  if (ArrayBuffer.isView(tree)) return Array.from(tree as Float64Array, () => leaf(counter.k++));
  if (Array.isArray(tree)) return tree.map((inner: Tree) => mapPlain(inner, leaf, counter));
  if (typeof tree === 'object' && tree !== null)
    return Object.fromEntries(Object.entries(tree).map(([field, inner]) => [field, mapPlain(inner, leaf, counter)]));
  return undefined;
}

/** Hessian columns for the directions given. */
function secondOrder(
  program: Program,
  args: readonly Tree[],
  wrt: number,
  argument: Tree,
  directions: readonly Tree[],
): Tree[] {
  const active = args.map((_, k) => k === wrt);
  const made = program.get(forwardOverReverseTransform(active, directions.length));
  const scalar = typeof argument === 'number';
  const shadow = scalar ? [] : [zerosOf(argument)];
  // Tangents follow: of the moving argument, then of its shadow, which starts from nothing.
  const shadowTangents = scalar ? [] : directions.map(() => shadowOf(argument));
  const results = made.run([
    ...program.safe(args),
    ...program.captured(),
    1,
    ...shadow,
    ...(program.writes[wrt] ? directions.map(copyOf) : directions),
    ...shadowTangents.map(({ tree }) => tree),
  ]);
  if (!scalar) return shadowTangents.map((tangent) => tangent.read());
  // Yields: value, adjoint, then tangents of each.
  return directions.map((_, j) => results[2 + directions.length + j]);
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
  f: AnyFunction,
  options: JacobianOptions = {},
): (...args: readonly Tree[]) => R {
  const { programs, wrt } = prepare(f, options, 'hessian');
  return (...args: readonly Tree[]): R => {
    refuseInside('hessian');
    const argument = argumentAt(args, wrt, 'hessian');
    const program = programs.for(args);
    programs.requireNumber(program);
    const inputs = countLeaves(argument);
    const matrix = Array.from({ length: inputs }, () => new Array<number>(inputs).fill(0));
    for (let from = 0; from < inputs; from += chunk) {
      const width = Math.min(chunk, inputs - from);
      const columns = secondOrder(program, args, wrt, argument, seeds(argument, from, width));
      columns.forEach((column, j) => {
        const entries = leavesOf(column);
        // The lower triangle of each column, mirrored: rounding cannot make the two halves differ.
        for (let i = from + j; i < inputs; i++) matrix[i]![from + j] = matrix[from + j]![i] = entries[i]!;
      });
    }
    if (typeof argument === 'number') return matrix[0]![0] as R;
    return mapPlain(argument, (i) => mapLeaves(argument, (_, k) => matrix[i]![k]!)) as R;
  };
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
  f: AnyFunction,
  options: { readonly scope?: Captured; readonly road?: RoadWanted } = {},
): HessianTimesVector<T> {
  checkOptions(options, ['scope', 'road'], 'hvp');
  const { programs } = prepare(f, options, 'hvp');
  const times = (w: T, v: T): T => {
    refuseInside('hvp');
    if (!sameShape(w, v))
      throw new SecantError('S201', `the vector is ${describeShape(v)}, but the point is ${describeShape(w)}`, {
        hint: 'give the vector the shape of the point',
      });
    const program = programs.for([w]);
    programs.requireNumber(program);
    return secondOrder(program, [w], 0, w, [v])[0] as T;
  };
  const into = (out: T, w: T, v: T): T => {
    checkOut(out, w, 'hvp', 'the point');
    refuseShared(out, [w, v], 'hvp');
    copyInto(out, times(w, v));
    return out;
  };
  return Object.defineProperty(times, 'into', { value: into }) as HessianTimesVector<T>;
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
