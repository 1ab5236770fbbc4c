/**
 * Functions on the traced road: run as they are, their arithmetic recorded. This is the other half of `compile.ts`: a
 * traced function is a `Program` too, its transforms take the same inputs and give the same results, and those who ask
 * for a derivative need not know which road it takes. What does the work (`src/compiler/trace`) comes with the reader.
 */
import { SecantError } from '../base/diagnostics.ts';
import type { MachineDerivative } from '../compiler/interpret/germ-limits.ts';
import type { MachineProgram } from '../compiler/interpret/germ.ts';
import type { Traceable } from '../compiler/trace/trace.ts';
import type { FunctionIr } from '../compiler/ir/ir.ts';
import type { Makes, Program, Road, Runnable, Transform } from './compile.ts';
import { endlessOr } from './run-errors.ts';
import {
  type AnyFunction,
  type Captured,
  describeFunction,
  givenDerivative,
  isMadeBySecant,
  isMadeFromText,
  kindInWords,
  operatorNamed,
  sourceText,
} from './functions.ts';
import { isTracing, readerFor } from './reader.ts';
import type { Tree } from './trees.ts';

/** A run of a traced function, for a transform: what it is made with. */
export interface TracedRun {
  readonly traceable: Traceable;
  readonly kink: { hit: boolean };
  /** The arguments that move, where others are asked for with them; all if not given. */
  readonly moves?: readonly boolean[];
}

type Loose = (...args: unknown[]) => unknown;

/** Why the compiled road was not taken, and where. */
export function roadOf(reason: unknown): Road {
  if (!(reason instanceof SecantError)) return { name: 'traced', reason: 'it was asked for' };
  const { sentence, line, column, span } = reason;
  return {
    name: 'traced',
    reason: sentence,
    ...(line !== undefined && column !== undefined && { place: { file: span!.source.name, line, column } }),
  };
}

/** True for errors that say what the compiler does not take, and not what is wrong with the function. */
export function mayTrace(error: unknown, fn: AnyFunction): boolean {
  // A black box with a derivative given by hand needs no text; a native function alone has none to run.
  if (error instanceof SecantError && error.code === 'S004')
    return givenDerivative(fn) !== undefined || !/\[native code\]/.test(Function.prototype.toString.call(fn));
  return (
    error instanceof SecantError &&
    ['S001', 'S101', 'S102', 'S103', 'S104', 'S105', 'S106', 'S201', 'S202', 'S302', 'S901'].includes(error.code) &&
    !isMadeFromText(fn)
  );
}

/** What is seen of a program only when it runs. */
interface Seen {
  rules: boolean;
  derives: boolean;
}

/** What is seen of the program whose run is on, around those that it asks for inside. */
let outermost: Seen | undefined;

/** Notes that a run asks for a derivative of its own. */
export function noteInnerDerivative(): void {
  if (outermost !== undefined) outermost.derives = true;
}

/** A program that is run on boxes. */
export class TracedProgram implements Program {
  readonly road: Road;
  readonly writes: readonly boolean[] = [];
  private readonly seen: Seen = { rules: false, derives: false };
  readonly isPlain = false;
  readonly outputs = 1;
  readonly arity = 1;
  readonly text: string;
  private readonly made = new Map<string, Runnable>();
  readonly traceable: Traceable;
  private readonly fn: AnyFunction;
  /** What the compiler said. */
  readonly refusal: unknown;

  constructor(fn: AnyFunction, scope: Captured | undefined, refusal: unknown) {
    this.fn = fn;
    this.refusal = refusal;
    this.road = roadOf(refusal);
    this.traceable = traceableOf(fn, scope, refusal, () => (this.seen.rules = true));
    this.text = `// traced: ${this.road.reason}\n`;
  }

  /** Known once it has run. */
  get hasRules(): boolean {
    return this.seen.rules;
  }

  /** Known once it has run. */
  get derives(): boolean {
    return this.seen.derives;
  }

  captured(): unknown[] {
    return [];
  }

  stillFits(): boolean {
    return true;
  }

  /** Runs put back what they change. */
  safe(args: readonly unknown[]): unknown[] {
    return [...args];
  }

  get(transform: Transform): Runnable {
    let made = this.made.get(transform.key);
    if (made === undefined) {
      const kink = { hit: false };
      const results = transform.traced({ traceable: this.traceable, kink });
      const single = transform.single === true;
      const run = this.watched(results);
      made = {
        kink,
        steps: undefined,
        code: this.text,
        run,
        raw: (...args: unknown[]) => (single ? run(args)[0] : run(args)),
      };
      this.made.set(transform.key, made);
    }
    return made;
  }

  beside(active: readonly boolean[], _force: (fn: FunctionIr) => FunctionIr): Makes {
    return {
      get: (transform) => {
        const kink = { hit: false };
        const results = transform.traced({ traceable: this.traceable, kink, moves: active });
        const run = this.watched((inputs) =>
          tools().forced(inputs[active.length] as number[], () => results(inputs.toSpliced(active.length, 1))),
        );
        return { kink, steps: undefined, code: this.text, run, raw: (...inputs: unknown[]) => run(inputs) };
      },
    };
  }

  /** A run whose errors are told, and in which it is seen whether derivatives are taken inside. */
  private watched(results: (inputs: readonly unknown[]) => unknown[]): (inputs: readonly unknown[]) => unknown[] {
    return (inputs) => {
      const before = outermost;
      if (!isTracing()) outermost = this.seen;
      try {
        return results(inputs);
      } catch (error) {
        throw this.told(error);
      } finally {
        outermost = before;
      }
    };
  }

  /** The run of a transform on a machine: what its results, and what it leaves in its inputs, are there. */
  derivative(transform: Transform, count: number): MachineDerivative {
    return {
      runOn: (machine, inputs, lift) =>
        readerFor('the function').trace.runDerivativeOnMachine(
          this.traceable,
          (moved) => transform.traced({ traceable: this.traceable, kink: { hit: true } })(moved),
          { inputs, count },
          machine,
          lift,
        ),
    };
  }

  closed(): MachineProgram {
    const { traceable } = this;
    return {
      runOn: (machine, args, lift) => readerFor('the function').trace.runOnMachine(traceable, args, machine, lift),
    };
  }

  /** The outside world is refused in the compiler's words, which show the place. */
  private told(error: unknown): unknown {
    const { refusal } = this;
    const same = error instanceof SecantError && refusal instanceof SecantError && error.code === refusal.code;
    if (!same || refusal.span === undefined) return endlessOr(error);
    // One missing name is told by the compiler, which knows what it may have been meant to be; several at once are told here.
    const told = error.code === 'S104' || (error.code === 'S102' && / is captured /.test(error.sentence));
    return told ? refusal : endlessOr(error);
  }

  get name(): string {
    return this.fn.name;
  }
}

function traceableOf(fn: AnyFunction, scope: Captured | undefined, refusal: unknown, noteRule: () => void): Traceable {
  const { trace } = readerFor('the function');
  const twins = new WeakMap<object, Loose>();
  const rewrite = (inner: AnyFunction, self?: unknown): Loose => {
    const known = secantTwin(inner, noteRule);
    if (known !== undefined) return known;
    const description = describeFunction(inner, inner === fn ? scope : undefined, undefined, scope);
    if (description.kind !== 'function') return inner as unknown as Loose;
    const { environment, source } = description;
    const classes = classesOf(self);
    const isKnown = (name: string): boolean => environment.names.includes(name) || classes.has(name);
    return trace.rewriteFunction(
      inner as unknown as Loose,
      source,
      {
        has: (name) => isKnown(name) || operatorNamed(name) !== undefined || importOfSecant.test(name),
        read: (name) => {
          if (environment.names.includes(name)) return environment.read?.([name]);
          return classes.get(name) ?? operatorNamed(name) ?? everyOperator;
        },
      },
      self,
    );
  };
  let own: Loose | undefined;
  return {
    get fn() {
      own ??= trace.isRewritten(fn) ? (fn as unknown as Loose) : rewrite(fn);
      return own;
    },
    rewrite,
    twins,
    file: sourceText(fn)?.name ?? 'function',
    failed: (error) => failure(error, refusal),
  };
}

/** The classes of an object by their names, as its methods know them. */
function classesOf(self: unknown): ReadonlyMap<string, AnyFunction> {
  const found = new Map<string, AnyFunction>();
  const start: unknown = typeof self === 'function' ? (self as { readonly prototype?: unknown }).prototype : self;
  for (let at: unknown = start; typeof at === 'object' && at !== null; at = Object.getPrototypeOf(at)) {
    const maker: unknown = Object.hasOwn(at, 'constructor') ? at.constructor : undefined;
    if (typeof maker === 'function' && maker.name !== '' && !found.has(maker.name))
      found.set(maker.name, maker as AnyFunction);
  }
  return found;
}

/** The module of Secant itself, as bundlers and test runners write imports. */
const importOfSecant = /^__vite_ssr_import_\d+__$|^import_secant|^secant(_\d+|_\w+)?$/;
const everyOperator = new Proxy({}, { get: (_target, name) => operatorNamed(String(name)) });

/** What stands in a traced run for functions that Secant made; undefined for the program's own. */
function secantTwin(fn: AnyFunction, noteRule: () => void): Loose | undefined {
  const { trace } = readerFor('the function');
  const given = givenDerivative(fn);
  if (given !== undefined) {
    const rule: Loose = (...args) => trace.callable(given.rule)(...args);
    return (...args) => {
      noteRule();
      return trace.callGiven(given.of as unknown as Loose, rule, given.name, args);
    };
  }
  if (fn === operatorNamed('stopGradient')) return (x) => trace.plain(x);
  if (isMadeFromText(fn)) return textTwin(fn, 0);
  return isMadeBySecant(fn) ? (fn as unknown as Loose) : undefined;
}

type Operator = (of: unknown, options: object) => Loose;

/** A function from text, or its derivative of some order: compiled, and its derivative is the next one. */
function textTwin(fn: AnyFunction, order: number): Loose {
  const { trace } = readerFor('the function');
  const ofNumber = (w: unknown): boolean => trace.isNumber(w);
  const call: Loose = (...args) => {
    if (order === 0) return (fn as unknown as Loose)(...args);
    if (args.length === 1 && ofNumber(args[0]))
      return (operatorNamed('derivative') as unknown as Operator)(fn, { order })(...args);
    if (order === 1) {
      const wrt = args.map((_, k) => k);
      return (operatorNamed('grad') as unknown as Operator)(fn, { wrt })(...args);
    }
    throw new SecantError('S101', 'second derivatives of a function from text are not taken inside a traced function', {
      hint: 'write the function out, or pass it to Secant itself',
    });
  };
  return (...args) => trace.callGiven(call, textTwin(fn, order + 1), 'a function from text', args);
}

/** The function's own error, in Secant's words. */
function failure(error: unknown, _refusal: unknown): unknown {
  if (error instanceof SecantError) return error;
  if (error instanceof RangeError && /stack/i.test(error.message)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new SecantError('S302', `the function threw an error: ${message}`);
}

/** A gradient asked for inside a traced run: the numbers of arguments and result may depend on its input. */
export function gradientInside(
  program: Program,
  args: readonly unknown[],
  wanted: readonly number[],
): { readonly value: unknown; readonly grads: readonly unknown[] } {
  if (!(program instanceof TracedProgram))
    throw new SecantError('S101', 'the gradient of a function from text is not taken inside a traced function', {
      hint: 'write the function out',
    });
  const active = args.map((_, k) => wanted.includes(k));
  const kink = { hit: false };
  const { value, adjoints } = tools().runReverse(program.traceable, args, active, onlyNumber, kink);
  const slopes = (k: number): readonly unknown[] => {
    const found = adjoints.get(k) ?? [];
    // The two sides are not looked at inside a run: what is there at a tie is not told.
    return kink.hit
      ? tools()
          .numbersOf(args[k])
          .map(() => NaN)
      : found;
  };
  return { value, grads: wanted.map((k) => tools().arranged(args[k], slopes(k))) };
}

/** Refuses operators that are not taken inside a traced run. */
export function refuseInside(caller: string): void {
  if (!isTracing()) return;
  throw new SecantError('S101', `\`${caller}\` inside a traced function is not taken`, {
    hint: 'ask for it outside, or use derivative, grad and valueAndGrad inside',
  });
}

/** The cotangent of a function that gives one number. */
function onlyNumber(value: unknown): readonly number[] {
  requireNumber(value);
  return [1];
}

// ── Transforms ──────────────────────────────────────────────────────────────────────────────────────────

/** A transform on the traced road: inputs as for the compiled one, and its results. */
export type TracedTransform = (run: TracedRun) => (inputs: readonly unknown[]) => unknown[];

const tools = () => readerFor('the function').trace;

function requireNumber(value: unknown): void {
  if (tools().isNumber(value)) return;
  const several = typeof value === 'object' && value !== null;
  throw new SecantError(
    'S106',
    `the function returns ${kindInWords(value)}, and only a number can be differentiated here`,
    { hint: several ? 'use jacobian for a function that returns several numbers' : 'return a number' },
  );
}

/** The function's own value. */
export const tracedValue: TracedTransform =
  ({ traceable }) =>
  (inputs) => [tools().runValue(traceable, inputs)];

/** Taylor coefficients of a function of one number: inputs w, 1, 0 …; results c₀, c₁ … */
export function tracedTaylor(order: number): TracedTransform {
  return ({ traceable, kink }) =>
    ([w]) => {
      const direction = [1, ...new Array<number>(Math.max(0, order - 1)).fill(0)];
      const coefficients = tools().runSeries(traceable, [w], [direction.slice(0, order)], order, kink);
      requireNumber(coefficients[0]);
      return coefficients;
    };
}

/** The derivative of some order of a function of one number, alone. */
export function tracedSlope(order: number): TracedTransform {
  return (run) => {
    const taylor = tracedTaylor(order)(run);
    let factorial = 1;
    for (let k = 2; k <= order; k++) factorial *= k;
    return (inputs) => {
      const last = taylor(inputs)[order];
      return [factorial === 1 ? last : tools().times(factorial, last)];
    };
  };
}

/** The run that writes the trail of its ties: arguments, the trail, then `order` coefficients of each that moves. */
export function tracedRecording(active: readonly boolean[], order: number): TracedTransform {
  return ({ traceable }) =>
    (inputs) => {
      const count = active.length;
      const paths = inputs.slice(count + 1);
      const coefficients = active.map((moves) => (moves ? paths.splice(0, order) : undefined));
      const trail = inputs[count] as number[];
      return [tools().runRecording(traceable, inputs.slice(0, count), coefficients, order, trail)];
    };
}

/** Forward mode: arguments, then tangents of the active ones, `width` of each. */
export function tracedForward(active: readonly boolean[], width: number): TracedTransform {
  return ({ traceable, kink, moves }) =>
    (inputs) => {
      const args = inputs.slice(0, active.length);
      const rest = inputs.slice(active.length);
      const results: unknown[] = [];
      for (let j = 0; j < width; j++) {
        const tangents = active.map((flag, k) => {
          if (!flag || moves?.[k] === false) return undefined;
          return [rest.length === active.length && width === 1 ? rest[k] : rest[j]];
        });
        const [value, change] = tools().runSeries(traceable, args, tangents, 1, kink);
        if (j === 0) results.push(value);
        results.push(change);
      }
      return results;
    };
}

/** Which results a reverse pass gives, and where its cotangent comes from. */
interface ReverseShape {
  readonly withValue: boolean;
  /** The cotangent is an input; otherwise it is 1. */
  readonly withCotangent: boolean;
}

/** Reverse mode: arguments, a cotangent if it is not 1, a shadow for each active argument that is no number. */
export function tracedReverse(active: readonly boolean[], { withValue, withCotangent }: ReverseShape): TracedTransform {
  return ({ traceable, kink }) =>
    (inputs) => {
      const args = inputs.slice(0, active.length);
      const shadows = inputs.slice(active.length + (withCotangent ? 1 : 0));
      const { value, adjoints } = tools().runReverse(
        traceable,
        args,
        active,
        (of) => {
          if (withCotangent) return tools().numbersOf(inputs[active.length]);
          requireNumber(of);
          return [1];
        },
        kink,
      );
      return [...(withValue ? [value] : []), ...putAdjoints(args, active, adjoints, shadows)];
    };
}

/** Adjoints of numbers are results; those of other arguments go into their shadows. */
function putAdjoints(
  args: readonly unknown[],
  active: readonly boolean[],
  adjoints: ReadonlyMap<number, readonly unknown[]>,
  shadows: readonly unknown[],
): unknown[] {
  const results: unknown[] = [];
  let next = 0;
  args.forEach((arg, k) => {
    if (active[k] !== true) return;
    const found = adjoints.get(k) ?? [];
    if (tools().isNumber(arg)) results.push(found[0] ?? 0);
    else fillShadow(shadows[next++], found);
  });
  return results;
}

/** Writes numbers into a tree of zeros, in order. */
export function fillShadow(shadow: Tree, values: readonly unknown[], counter = { k: 0 }): void {
  if (typeof shadow !== 'object' || shadow === null) return;
  const holder = shadow as Record<string, unknown>;
  for (const name of Object.keys(holder)) {
    if (typeof holder[name] === 'number') holder[name] = values[counter.k++] ?? 0;
    else fillShadow(holder[name], values, counter);
  }
}

/** Forward over reverse, for second derivatives: see `forwardOverReverseTransform` for the order of inputs. */
export function tracedForwardOverReverse(active: readonly boolean[], width: number): TracedTransform {
  return ({ traceable, kink }) =>
    (inputs) => {
      const which = active.indexOf(true);
      const args = inputs.slice(0, active.length);
      const scalar = tools().isNumber(args[which]);
      const first = active.length + 1 + (scalar ? 0 : 1);
      const values: unknown[] = [];
      const tangents: unknown[] = [];
      const changed: unknown[] = [];
      for (let j = 0; j < width; j++) {
        const run = tools().runForwardOverReverse(traceable, args, which, inputs[first + j], kink);
        requireNumber(run.value);
        if (j === 0) values.push(run.value, run.adjoints[0]);
        tangents.push(run.tangent);
        changed.push(run.changes[0]);
        if (!scalar) fillShadow(inputs[first + width + j], run.changes);
      }
      return [...values, ...tangents, ...changed];
    };
}
