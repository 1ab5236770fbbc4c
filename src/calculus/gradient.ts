/** Gradients: reverse mode, one pass for all inputs, into a result of the argument's own shape. */
import { SecantError } from '../base/diagnostics.ts';
import type { KinkFlag } from '../compiler/ir/ir.ts';
import { settled } from './ask.ts';
import { type Backend, BackendChoice, type BackendWanted } from './backend.ts';
import { kindOf } from './argument-kinds.ts';
import {
  endlessOr,
  noteOf,
  type Program,
  type Road,
  type RoadWanted,
  type Runnable,
  type Transform,
} from './compile.ts';
import { programsOf } from './programs.ts';
import { partIfLoaded } from './loaded-parts.ts';
import { gradientOnlyTransform, gradientTransform } from './reverse-transforms.ts';
import {
  type AnyFunction,
  type Captured,
  kindInWords,
  type NumberFunction,
  rememberAtKink,
  rememberDerived,
  rememberDescription,
} from './functions.ts';
import { gradientInto } from './gradient-into.ts';
import { checkAtKink, checkOptions, checkSteps } from './options.ts';
import { isNumber, isTracing } from './tracing.ts';
import { allNaN, cutBack, leavesOf, mapLeaves, type Tree, zerosOf } from './trees.ts';
import type { AtKink } from './types.ts';

/** Options of `grad` and `valueAndGrad`. */
export interface GradientOptions {
  /** Which argument, or which arguments, are differentiated; the first if not given. */
  readonly wrt?: number | readonly number[];
  /** What the function captures, by name. Read when the gradient is called. */
  readonly scope?: Captured;
  /** What to answer where the slopes from the two sides differ. */
  readonly atKink?: AtKink;
  /** How many steps a call of the function may take; without it a function of the program has no limit. */
  readonly steps?: number;
  /** The road that must be taken; whichever leads there if not given. */
  readonly road?: RoadWanted;
  /**
   * `'webassembly'`: the program runs in WebAssembly where that can hold it, once `ready` is resolved. Arithmetic gives the
   * same bits; elementary functions may differ from those of JavaScript in the last one.
   */
  readonly backend?: BackendWanted;
}

/** The numbers of arguments, from 0; any number where a function takes as many as it is given. */
type NumbersOf<A extends readonly unknown[]> = number extends A['length']
  ? number
  : Exclude<Partial<A>['length'], A['length']>;
type ArgumentOf<F extends AnyFunction> = NumbersOf<Required<Parameters<F>>>;

/** What `wrt` may be for a function: one of its arguments, or several. */
export type ArgumentsOf<F extends AnyFunction> = ArgumentOf<F> | readonly ArgumentOf<F>[];

/** The gradient's type: that of the argument, or a list of those asked for. */
export type GradientOf<F extends AnyFunction, W = 0> = W extends readonly number[]
  ? { -readonly [K in keyof W]: GradientOf<F, W[K]> }
  : Widened<Parameters<F>[W & number]>;
type Widened<T> = T extends number ? number : T;

/** A gradient function, with the code that computes it for the kinds of arguments it was last called with. */
export interface GradientFunction<F extends AnyFunction, R = GradientOf<F>> {
  (...args: Parameters<F>): R;
  /**
   * Writes the gradient into `out`, which has the shape of the argument, and returns it. `out` may hold anything
   * before; it must not be the argument itself or a view of it.
   *
   * @throws SecantError S201 where `out` has another shape or shares memory with an argument
   */
  into<T extends R>(out: T, ...args: Parameters<F>): T;
  readonly code: string;
  /** The road that the last call took: compiled, or traced with the reason and the place. */
  readonly road: Road;
  /** What ran the last call: JavaScript or WebAssembly, and why not the other. */
  readonly backend: Backend;
  /** Resolved when the back end that was asked for is loaded; calls before run in JavaScript. */
  readonly ready: Promise<void>;
}

/** Value and gradient in one pass. */
export interface ValueAndGradientFunction<F extends AnyFunction, G = GradientOf<F>> {
  (...args: Parameters<F>): { value: number; grad: G };
  /**
   * Writes the gradient into `out`, as that of `grad` does, and returns the value.
   *
   * @throws SecantError S201 where `out` has another shape or shares memory with an argument
   */
  into(out: G, ...args: Parameters<F>): number;
  readonly code: string;
  /** The road that the last call took: compiled, or traced with the reason and the place. */
  readonly road: Road;
  /** What ran the last call: JavaScript or WebAssembly, and why not the other. */
  readonly backend: Backend;
  /** Resolved when the back end that was asked for is loaded; calls before run in JavaScript. */
  readonly ready: Promise<void>;
}

/**
 * The gradient of a scalar-valued function. The result has the shape of the argument: a number, number[],
 * Float64Array, nested arrays, objects of these; with several arguments in `wrt`, an array of such. The
 * arguments are never changed.
 *
 * @throws SecantError S106 if the function does not give a number, S1xx where it is outside the accepted language
 *
 * @example
 * ```ts
 * grad((w: number[]) => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2)([0, 0]) // → [1, 1]
 * ```
 */
export function grad<F extends NumberFunction>(
  f: F,
  options?: Omit<GradientOptions, 'wrt'> & { readonly wrt?: never },
): GradientFunction<F>;
export function grad<F extends NumberFunction, const W extends ArgumentsOf<F>>(
  f: F,
  options: Omit<GradientOptions, 'wrt'> & { readonly wrt: W },
): GradientFunction<F, GradientOf<F, W>>;
export function grad<F extends AnyFunction>(f: F, options: GradientOptions = {}): GradientFunction<F, unknown> {
  const both = reverseFunction(f, options, 'grad');
  const result = (...args: Parameters<F>): unknown => both.quick(args) ?? both.run(args).grad;
  Object.defineProperty(result, 'code', { get: both.code });
  Object.defineProperty(result, 'into', {
    value: (out: Tree, ...args: Parameters<F>): Tree => {
      both.into(out, ...args);
      return out;
    },
  });
  Object.defineProperty(result, 'road', { get: both.road });
  both.show(result);
  rememberGradient(result, 'grad', f, options);
  rememberAtKink(result, (atKink) => grad(f as NumberFunction, { ...options, atKink } as never));
  return result as GradientFunction<F, unknown>;
}

/**
 * Value and gradient in one pass.
 *
 * @example
 * ```ts
 * valueAndGrad((w: number[]) => w[0]! * w[1]!)([2, 3]) // → { value: 6, grad: [3, 2] }
 * ```
 */
export function valueAndGrad<F extends NumberFunction>(
  f: F,
  options?: Omit<GradientOptions, 'wrt'> & { readonly wrt?: never },
): ValueAndGradientFunction<F>;
export function valueAndGrad<F extends NumberFunction, const W extends ArgumentsOf<F>>(
  f: F,
  options: Omit<GradientOptions, 'wrt'> & { readonly wrt: W },
): ValueAndGradientFunction<F, GradientOf<F, W>>;
export function valueAndGrad<F extends AnyFunction>(
  f: F,
  options: GradientOptions = {},
): ValueAndGradientFunction<F, unknown> {
  const both = reverseFunction(f, options, 'valueAndGrad');
  const result = (...args: Parameters<F>): { value: number; grad: unknown } => both.run(args);
  Object.defineProperty(result, 'code', { get: both.code });
  Object.defineProperty(result, 'into', { value: both.into });
  Object.defineProperty(result, 'road', { get: both.road });
  both.show(result);
  rememberGradient(result, 'valueAndGrad', f, options);
  rememberAtKink(result, (atKink) => valueAndGrad(f as NumberFunction, { ...options, atKink } as never));
  return result as ValueAndGradientFunction<F, unknown>;
}

/** What the gradient stands for where it is differentiated itself. */
function rememberGradient(fn: AnyFunction, operator: string, of: AnyFunction, options: GradientOptions): void {
  if (typeof options.wrt !== 'object') rememberDerived(fn, operator, of, 1, options.scope, options.steps, options.wrt);
  else rememberDescription(fn, { kind: 'opaque', what: 'a gradient in several arguments, and gradients nest in one' });
}

// Captured under whatever name, they are the operators themselves.
rememberDescription(grad, { kind: 'native', name: 'secant.grad' });
rememberDescription(valueAndGrad, { kind: 'native', name: 'secant.valueAndGrad' });

/** The arguments asked for. From JavaScript anything may come; what is no array of indexes is refused. */
function wantedOf({ wrt = 0 }: GradientOptions): readonly number[] {
  return typeof wrt === 'number' ? [wrt] : wrt;
}

function reverseFunction(f: AnyFunction, options: GradientOptions, caller: 'grad' | 'valueAndGrad') {
  checkOptions(options, ['wrt', 'scope', 'atKink', 'steps', 'road', 'backend'], caller);
  const backend = new BackendChoice(options.backend);
  const { wrt = 0, scope, atKink = 'midpoint', steps, road } = options;
  checkSteps(steps, caller);
  checkAtKink(atKink);
  const wanted = wantedOf(options);
  if (!Array.isArray(wanted) || wanted.length === 0 || !wanted.every((k) => Number.isInteger(k) && k >= 0)) {
    throw new SecantError('S203', `wrt is ${JSON.stringify(wrt)}`, {
      hint: 'give the index of an argument, or an array of indexes',
    });
  }
  const programs = programsOf(f, scope, `what ${caller} was given`, { steps, road });
  const mode = caller === 'grad' ? gradientOnlyTransform : gradientTransform;
  let last: Program | undefined;
  const activeFor = (count: number): boolean[] => Array.from({ length: count }, (_, k) => wanted.includes(k));
  let direct: Direct | undefined;
  const run = programs.limited((args: readonly unknown[]): { value: number; grad: unknown } => {
    for (const k of wanted) {
      if (k >= args.length)
        throw new SecantError('S201', `${caller} differentiates argument ${k + 1}, and got ${args.length}`, {
          hint: 'pass all the arguments of the function',
        });
      const arg = args[k];
      if (!isNumber(arg) && (typeof arg !== 'object' || arg === null))
        throw new SecantError('S202', `argument ${k + 1} is ${kindInWords(arg)}, and ${caller} differentiates it`, {
          hint: 'pass a number, an array of numbers or an object of these',
        });
    }
    const program = programs.for(args);
    last = program;
    programs.requireNumber(program);
    const traced = partIfLoaded('tracing');
    if (traced?.isTracing() === true) {
      const { value, grads } = traced.gradientInside(program, args, wanted);
      return { value: value as number, grad: typeof wrt === 'number' ? grads[0] : grads };
    }
    const active = activeFor(args.length);
    const made = backend.of(program.get(mode(active, true)));
    made.kink.hit = false;
    const [first] = args as [ArrayLike<unknown>];
    if (direct === undefined && args.length === 1 && wrt === 0 && program.isPlain && typeof first[0] === 'number')
      direct = new Direct(kindOf(first), made);
    const { value, parts } = reverseRun(program, made, [...program.safe(args), ...program.captured()], args, active);
    const note = noteOf(made);
    if (note !== false) settleGradient(program, args, active, mode(active, true), parts, note);
    const grads = wanted.map((k) => parts.get(k));
    // The same program would give the slope of a branch where it asks for a derivative at a tie.
    const own = note !== false && program.derives ? programs.valueAt(program, args) : value;
    return { value: own as number, grad: typeof wrt === 'number' ? grads[0] : grads };
  });
  const settleGradient = (
    program: Program,
    args: readonly unknown[],
    active: readonly boolean[],
    transform: Transform,
    parts: Map<number, unknown>,
    note: KinkFlag['hit'],
  ): void => {
    const entries = settled(
      {
        caller,
        program,
        args,
        active,
        order: 1,
        orderOf: () => 1,
        axisOf: (k) => k,
        fast: leavesOf([...parts.values()]),
        entries: (makes, inputs) =>
          leavesOf([...reverseRun(program, makes.get(transform), inputs(), args, active).parts.values()]),
      },
      atKink,
      note,
    );
    let next = 0;
    for (const [k, part] of parts)
      parts.set(
        k,
        mapLeaves(part, () => entries[next++]! + 0),
      );
  };
  const code = (): string => {
    if (last === undefined)
      return '// called once, this shows the code for the kinds of arguments it was called with\n';
    return backend.of(last.get(mode(activeFor(last.arity), true))).code;
  };
  /** Before the first call nothing is known of the arguments. */
  const roadTaken = (): Road => last?.road ?? programs.roadFor();
  /** The gradient of one plain array, where nothing has to be looked up; undefined to go the long way. */
  const quick = (args: readonly unknown[]): unknown =>
    args.length === 1 && direct !== undefined && !isTracing() ? direct.gradient(args[0]) : undefined;
  const into = gradientInto({ caller, wrt, programFor: (args) => programs.for(args), run, backend });
  const show = (fn: AnyFunction): void => {
    Object.defineProperty(fn, 'backend', { get: () => backend.used });
    Object.defineProperty(fn, 'ready', { value: backend.ready });
  };
  return { run, quick, code, into, road: roadTaken, show };
}

/** One run of a reverse program: the value, and the gradient for each active argument in its shape. */
function reverseRun(
  program: Program,
  made: Runnable,
  inputs: readonly unknown[],
  args: readonly unknown[],
  active: readonly boolean[],
): { value: unknown; parts: Map<number, unknown> } {
  const shadows = args.map((arg, k) => (active[k] && typeof arg !== 'number' ? program.shadow(k, arg) : undefined));
  const results = made.run([...inputs, ...shadows.flatMap((shadow) => (shadow === undefined ? [] : [shadow.tree]))]);
  // The value first, if the transform gives it; then the adjoints of the numbers.
  const numbers = args.filter((arg, k) => active[k] && typeof arg === 'number').length;
  let next = results.length - numbers;
  const parts = new Map<number, unknown>();
  args.forEach((arg, k) => {
    if (active[k]) parts.set(k, typeof arg === 'number' ? results[next++] : shadows[k]?.read());
  });
  // Every part is cut back, and one read past an end spoils them all.
  const isPast = args.map((arg, k) => active[k] === true && cutBack(parts.get(k), arg)).includes(true);
  if (isPast) for (const [k, part] of parts) parts.set(k, allNaN(part));
  return { value: results[0], parts };
}

/**
 * One flat array in, its gradient out: the call that must cost nothing beside the gradient itself. Records go the long
 * way, which has code for their layout.
 */
class Direct {
  private readonly kind: string;
  private readonly made: Runnable;

  constructor(kind: string, made: Runnable) {
    this.kind = kind;
    this.made = made;
  }

  /** The gradient, or undefined if the array is of another kind or the function stands on a kink. */
  gradient(point: unknown): unknown {
    const { made } = this;
    if (kindOf(point) !== this.kind) return undefined;
    const shadow = zerosOf(point);
    made.kink.hit = false;
    try {
      made.raw(point, shadow);
    } catch (error) {
      throw endlessOr(error);
    }
    if (cutBack(shadow, point)) return allNaN(shadow);
    return made.kink.hit ? undefined : shadow;
  }
}
