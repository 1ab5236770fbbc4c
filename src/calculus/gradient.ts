/** Gradients: reverse mode, one pass for all inputs, into a result of the argument's own shape. */
import { SecantError } from '../base/diagnostics.ts';
import type { DirectedSlope } from '../compiler/interpret/germ.ts';
import { endlessOr, kindOf, type Program, programsOf, type Road, type RoadWanted, type Runnable } from './compile.ts';
import { gradientOnlyTransform, gradientTransform } from './reverse-transforms.ts';
import { type AnyFunction, type Captured, kindInWords, rememberDerived, rememberDescription } from './functions.ts';
import { gradientInto } from './gradient-into.ts';
import { judge } from './judge.ts';
import { checkAtKink, checkOptions } from './options.ts';
import { isNumber, isTracing } from './reader.ts';
import { gradientInside } from './traced.ts';
import { countLeaves, leavesOf, mapLeaves, type Shadow, shadowOf, type Tree, zerosOf } from './trees.ts';
import type { AtKink } from './types.ts';

export interface GradientOptions {
  /** Which argument, or which arguments, are differentiated; the first if not given. */
  readonly wrt?: number | readonly number[];
  /** What the function captures, by name. Read when the gradient is called. */
  readonly scope?: Captured;
  /** What to answer where the slopes from the two sides differ. */
  readonly atKink?: AtKink;
  /** The road that must be taken; whichever leads there if not given. */
  readonly road?: RoadWanted;
}

/** The gradient's type: that of one argument, or a tuple of those asked for. */
export type GradientOf<F extends AnyFunction> = Widened<Parameters<F>[0]>;
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
}

/** Up to this many inputs the two sides of a kink are looked at input by input, with so many operations in all. */
const mostInputsLookedAt = 32;
const operationsAtKinks = 20_000;
/** Programs that needed more: their kinks are not looked at again. */
const tooLong = new WeakSet<Program>();

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
export function grad<F extends AnyFunction>(
  f: F,
  options?: GradientOptions & { readonly wrt?: number },
): GradientFunction<F>;
export function grad<F extends AnyFunction>(
  f: F,
  options: GradientOptions & { readonly wrt: readonly number[] },
): GradientFunction<F, Tree[]>;
export function grad<F extends AnyFunction>(f: F, options?: GradientOptions): GradientFunction<F, unknown>;
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
  if (wantedOf(options).length === 1 && wantedOf(options)[0] === 0)
    rememberDerived(result, 'grad', f, 1, options.scope);
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
export function valueAndGrad<F extends AnyFunction>(
  f: F,
  options?: GradientOptions & { readonly wrt?: number },
): ValueAndGradientFunction<F>;
export function valueAndGrad<F extends AnyFunction>(
  f: F,
  options: GradientOptions & { readonly wrt: readonly number[] },
): ValueAndGradientFunction<F, Tree[]>;
export function valueAndGrad<F extends AnyFunction>(
  f: F,
  options: GradientOptions = {},
): ValueAndGradientFunction<F, unknown> {
  const both = reverseFunction(f, options, 'valueAndGrad');
  const result = (...args: Parameters<F>): { value: number; grad: unknown } => both.run(args);
  Object.defineProperty(result, 'code', { get: both.code });
  Object.defineProperty(result, 'into', { value: both.into });
  Object.defineProperty(result, 'road', { get: both.road });
  return result as ValueAndGradientFunction<F, unknown>;
}

// Captured under whatever name, they are the operators themselves.
rememberDescription(grad, { kind: 'native', name: 'secant.grad' });
rememberDescription(valueAndGrad, { kind: 'native', name: 'secant.valueAndGrad' });

function wantedOf({ wrt = 0 }: GradientOptions): readonly number[] {
  return typeof wrt === 'number' ? [wrt] : wrt;
}

function reverseFunction(f: AnyFunction, options: GradientOptions, caller: 'grad' | 'valueAndGrad') {
  checkOptions(options, ['wrt', 'scope', 'atKink', 'road'], caller);
  const { wrt = 0, scope, atKink = 'midpoint', road } = options;
  checkAtKink(atKink);
  const wanted = wantedOf(options);
  if (wanted.length === 0 || !wanted.every((k) => Number.isInteger(k) && k >= 0)) {
    throw new SecantError('S203', `wrt is ${JSON.stringify(wrt)}`, {
      hint: 'give the index of an argument, or an array of indexes',
    });
  }
  const programs = programsOf(f, scope, `what ${caller} was given`, road);
  const mode = caller === 'grad' ? gradientOnlyTransform : gradientTransform;
  let last: Program | undefined;
  const activeFor = (count: number): boolean[] => Array.from({ length: count }, (_, k) => wanted.includes(k));
  let direct: Direct | undefined;
  const run = (args: readonly unknown[]): { value: number; grad: unknown } => {
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
    if (isTracing()) {
      const { value, grads } = gradientInside(program, args, wanted);
      return { value: value as number, grad: typeof wrt === 'number' ? grads[0] : grads };
    }
    const active = activeFor(args.length);
    const made = program.get(mode(active, true));
    made.kink.hit = false;
    const [first] = args;
    if (args.length === 1 && wrt === 0 && program.isPlain && typeof first === 'object' && direct === undefined)
      direct = new Direct(kindOf(first), made);
    const shadows = new Map<number, Shadow>();
    const inputs = [...program.safe(args), ...program.captured()];
    args.forEach((arg, k) => {
      if (!active[k]) return;
      if (isNumber(arg)) return;
      const shadow = shadowOf(arg);
      shadows.set(k, shadow);
      inputs.push(shadow.tree);
    });
    const results = made.run(inputs);
    const offset = caller === 'grad' ? 0 : 1;
    let next = offset;
    const parts = new Map<number, unknown>();
    args.forEach((arg, k) => {
      if (active[k]) parts.set(k, isNumber(arg) ? results[next++] : shortened(shadows.get(k)?.read(), arg));
    });
    if (made.kink.hit) for (const k of parts.keys()) parts.set(k, settleKinks(program, args, k, parts.get(k), atKink));
    const grads = wanted.map((k) => parts.get(k));
    return { value: results[0] as number, grad: typeof wrt === 'number' ? grads[0] : grads };
  };
  const code = (): string => {
    if (last === undefined)
      return '// called once, this shows the code for the kinds of arguments it was called with\n';
    return last.get(mode(activeFor(last.arity), true)).code;
  };
  /** Before the first call nothing is known of the arguments. */
  const roadTaken = (): Road => last?.road ?? programs.roadFor();
  /** The gradient of one plain array, where nothing has to be looked up; undefined to go the long way. */
  const quick = (args: readonly unknown[]): unknown =>
    args.length === 1 && direct !== undefined && !isTracing() ? direct.gradient(args[0]) : undefined;
  const into = gradientInto({ caller, wrt, programFor: (args) => programs.for(args), run });
  return { run, quick, code, into, road: roadTaken };
}

/** A read past the end of a list leaves a trace past the end of its gradient: it is no component. */
function shortened(shadow: Tree, argument: Tree): Tree {
  if (!Array.isArray(shadow) || !Array.isArray(argument)) return shadow;
  if (shadow.length > argument.length) shadow.length = argument.length;
  if (typeof argument[0] === 'object') shadow.forEach((inner: Tree, k) => void shortened(inner, argument[k]));
  return shadow;
}

/** One plain array in, its gradient out: the call that must cost nothing beside the gradient itself. */
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
    return made.kink.hit ? undefined : shortened(shadow, point);
  }
}

/** Input by input, both sides of a kink: where they agree, that is the partial derivative. */
function settleKinks(program: Program, args: readonly unknown[], which: number, fast: Tree, atKink: AtKink): Tree {
  if (atKink === 'midpoint' && (countLeaves(fast) > mostInputsLookedAt || tooLong.has(program))) return fast;
  const budget = { left: atKink === 'midpoint' ? operationsAtKinks : Infinity };
  const fn = program.closed();
  const values = leavesOf(fast);
  const settled = values.map((value, j) => {
    const along = (sign: 1 | -1): DirectedSlope => {
      const directions = args.map((arg, k) =>
        k === which ? mapLeaves(arg, (_, i) => (i === j ? sign : 0)) : undefined,
      );
      return judge().directedGradient(fn, args, directions, 1, budget);
    };
    const right = along(1);
    const left = along(-1);
    if (left.kind === 'unknown' || right.kind === 'unknown') return value;
    const a = -left.slope;
    const b = right.slope;
    if (
      left.kind === 'finite' &&
      right.kind === 'finite' &&
      (a === b || Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b)))
    ) {
      return Math.abs(value - a) <= 1e-12 * Math.abs(a) ? value : a;
    }
    if (atKink === 'nan') return NaN;
    if (atKink === 'throw') {
      throw new SecantError(
        'S301',
        `there is no partial derivative in component ${j}: slopes ${a} from below and ${b} from above`,
        { hint: "leave out atKink: 'throw' to get the midpoint" },
      );
    }
    return value;
  });
  if (budget.left <= 0) {
    tooLong.add(program);
    return fast;
  }
  return mapLeaves(fast, (_, j) => settled[j]! + 0);
}
