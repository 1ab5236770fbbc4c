/**
 * Functions on the traced road: run as they are, their arithmetic recorded. This is the other half of `compile.ts`: a
 * traced function is a `Program` too, its transforms take the same inputs and give the same results, and those who ask
 * for a derivative need not know which road it takes. What does the work is `src/compiler/trace`.
 *
 * Figures of formulas and of texts have no need of it: functions from a text are compiled or refused.
 */
import { SecantError } from '../../base/diagnostics.ts';
import type { MachineDerivative } from '../../compiler/interpret/germ-limits.ts';
import type { MachineProgram } from '../../compiler/interpret/germ.ts';
import type { FunctionIr, KinkFlag } from '../../compiler/ir/ir.ts';
import * as trace from '../../compiler/trace/index.ts';
import type { Traceable } from '../../compiler/trace/trace.ts';
import { kindOf } from '../argument-kinds.ts';
import { CompiledProgram, type Makes, type Program, type Road, type Runnable, type Transform } from '../compile.ts';
import { nestedSlopeTransform } from '../forward-transforms.ts';
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
} from '../functions.ts';
import { isNative, partsOfBound } from '../../compiler/trace/marks.ts';
import { refuseBitOperations } from './bit-operations.ts';
import { endlessOr } from '../run-errors.ts';
import type { Asked, TracedForm } from '../tracing.ts';
import { type Shadow, shadowOf, type Tree } from '../trees.ts';

/** A run of a traced function, for a transform: what it is made with. */
interface TracedRun {
  readonly traceable: Traceable;
  readonly kink: KinkFlag;
  /** The arguments that move, where others are asked for with them; all if not given. */
  readonly moves?: readonly boolean[];
}

type Loose = (...args: unknown[]) => unknown;

/** Why the compiled road was not taken, and where. */
function roadOf(reason: unknown): Road {
  if (!(reason instanceof SecantError)) return { name: 'traced', reason: 'it was asked for' };
  const { sentence, line, column, span } = reason;
  return {
    name: 'traced',
    reason: sentence,
    ...(line !== undefined && column !== undefined && { place: { file: span!.source.name, line, column } }),
  };
}

/** True for errors that say what the compiler does not take, and not what is wrong with the function. */
function mayTrace(error: unknown, fn: AnyFunction): boolean {
  // A black box with a derivative given by hand needs no text; a native function alone has none to run.
  if (error instanceof SecantError && error.code === 'S004')
    return givenDerivative(fn) !== undefined || !isNative(fn) || partsOfBound(fn) !== undefined;
  // A function of a package is tried within a budget, since it has its second body; what else is too large stays so.
  if (error instanceof SecantError && error.code === 'S108') return trace.isRewritten(fn);
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
function noteInnerDerivative(): void {
  if (outermost !== undefined) outermost.derives = true;
}

/** A program that is run on boxes. */
class TracedProgram implements Program {
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
    this.traceable = traceableOf(fn, scope, () => (this.seen.rules = true));
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

  shadow(_k: number, arg: unknown): Shadow {
    return shadowOf(arg);
  }

  get(transform: Transform): Runnable {
    let made = this.made.get(transform.key);
    if (made === undefined) {
      const kink: KinkFlag = { hit: false };
      const results = tracedTransform(transform)({ traceable: this.traceable, kink });
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
        const kink: KinkFlag = { hit: false };
        const results = tracedTransform(transform)({ traceable: this.traceable, kink, moves: active });
        const run = this.watched((inputs) =>
          trace.forced(inputs[active.length] as number[], () => results(inputs.toSpliced(active.length, 1))),
        );
        return { kink, steps: undefined, code: this.text, run, raw: (...inputs: unknown[]) => run(inputs) };
      },
    };
  }

  /** A run whose errors are told, and in which it is seen whether derivatives are taken inside. */
  private watched(results: (inputs: readonly unknown[]) => unknown[]): (inputs: readonly unknown[]) => unknown[] {
    return (inputs) => {
      const before = outermost;
      if (!trace.isTracing()) outermost = this.seen;
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
        trace.runDerivativeOnMachine(
          this.traceable,
          (moved) => tracedTransform(transform)({ traceable: this.traceable, kink: { hit: true } })(moved),
          { inputs, count },
          machine,
          lift,
        ),
    };
  }

  closed(): MachineProgram {
    const { traceable } = this;
    return machineProgram((machine, args, lift) => trace.runOnMachine(traceable, args, machine, lift));
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

function machineProgram(runOn: MachineProgram['runOn']): MachineProgram {
  return {
    runOn,
    onLine: (point, direction) =>
      machineProgram((machine, [t], lift) => {
        const moving = lift(t as number, 0, 0);
        const at = point.map((w, k) => machine.apply('add', [w, machine.apply('mul', [moving, direction[k] ?? 0])]));
        return runOn(machine, [point], (_value, _argument, k) => at[k]);
      }),
  };
}

function traceableOf(fn: AnyFunction, scope: Captured | undefined, noteRule: () => void): Traceable {
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
      own ??= trace.isRewritten(fn) ? (fn as unknown as Loose) : partsOfBound(fn) ? trace.callable(fn) : rewrite(fn);
      return own;
    },
    rewrite,
    twins,
    file: sourceText(fn)?.name ?? 'function',
    failed: failure,
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
  const given = givenDerivative(fn);
  if (given !== undefined) {
    const rule: Loose = (...args) => trace.callable(given.rule)(...args);
    return (...args) => {
      noteRule();
      return trace.callGiven(given.of as unknown as Loose, rule, given.name, args);
    };
  }
  if (fn === operatorNamed('stopGradient'))
    return (x) => {
      if (trace.isNumber(x)) return trace.plain(x);
      throw new SecantError('S105', 'stopGradient takes a number');
    };
  if (isMadeFromText(fn)) return textTwin(fn, 0);
  return isMadeBySecant(fn) ? (fn as unknown as Loose) : undefined;
}

type Operator = (of: unknown, options: object) => Loose;

/** A function from text, or its derivative of some order: compiled, and its derivative is the next one. */
function textTwin(fn: AnyFunction, order: number): Loose {
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
function failure(error: unknown): unknown {
  if (error instanceof SecantError) return error;
  if (error instanceof RangeError && /stack/i.test(error.message)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new SecantError('S302', `the function threw an error: ${message}`);
}

/** A gradient asked for inside a traced run: the numbers of arguments and result may depend on its input. */
function gradientInside(
  program: Program,
  args: readonly unknown[],
  wanted: readonly number[],
): { readonly value: unknown; readonly grads: readonly unknown[] } {
  if (!(program instanceof TracedProgram))
    throw new SecantError('S101', 'the gradient of a function from text is not taken inside a traced function', {
      hint: 'write the function out',
    });
  const active = args.map((_, k) => wanted.includes(k));
  const kink: KinkFlag = { hit: false };
  const { value, adjoints } = trace.runReverse(program.traceable, args, active, onlyNumber, kink);
  const slopes = (k: number): readonly unknown[] => {
    const found = adjoints.get(k) ?? [];
    // The two sides are not looked at inside a run: what is there at a tie is not told.
    return kink.hit ? trace.numbersOf(args[k]).map(() => NaN) : found;
  };
  return { value, grads: wanted.map((k) => trace.arranged(args[k], slopes(k))) };
}

/** The derivative of some order, asked for inside a traced run. */
function derivativeInside(program: Program, inputs: readonly unknown[], order: number): unknown {
  const made = program.get(nestedSlopeTransform(order));
  made.kink.hit = false;
  const [inside] = made.run(inputs);
  // What two sides give depends on what runs around; what is there at a tie is not told.
  return made.kink.hit ? NaN : inside;
}

/** Refuses operators that are not taken inside a traced run. */
function refuseInside(caller: string): void {
  if (!trace.isTracing()) return;
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
type TracedTransform = (run: TracedRun) => (inputs: readonly unknown[]) => unknown[];

function requireNumber(value: unknown): void {
  if (trace.isNumber(value)) return;
  const several = typeof value === 'object' && value !== null;
  throw new SecantError(
    'S106',
    `the function returns ${kindInWords(value)}, and only a number can be differentiated here`,
    { hint: several ? 'use jacobian for a function that returns several numbers' : 'return a number' },
  );
}

/** The forms that transforms have on this road. */
const forms: {
  readonly [M in TracedForm['mode']]: (form: Extract<TracedForm, { readonly mode: M }>) => TracedTransform;
} = {
  value: () => tracedValue,
  taylor: ({ order }) => tracedTaylor(order),
  slope: ({ order }) => tracedSlope(order),
  recording: ({ active, order }) => tracedRecording(active, order),
  forward: ({ active, width }) => tracedForward(active, width),
  reverse: ({ active, ...shape }) => tracedReverse(active, shape),
  forwardOverReverse: ({ active, width }) => tracedForwardOverReverse(active, width),
};

function tracedTransform({ traced }: Transform): TracedTransform {
  return (forms[traced.mode] as (form: TracedForm) => TracedTransform)(traced);
}

/** The function's own value. */
const tracedValue: TracedTransform =
  ({ traceable }) =>
  (inputs) => [trace.runValue(traceable, inputs)];

/** Taylor coefficients of a function of one number: inputs w, 1, 0 …; results c₀, c₁ … */
function tracedTaylor(order: number): TracedTransform {
  return ({ traceable, kink }) =>
    ([w]) => {
      const direction = [1, ...new Array<number>(Math.max(0, order - 1)).fill(0)];
      const coefficients = trace.runSeries(traceable, [w], [direction.slice(0, order)], order, kink);
      requireNumber(coefficients[0]);
      return coefficients;
    };
}

/** The derivative of some order of a function of one number, alone. */
function tracedSlope(order: number): TracedTransform {
  return (run) => {
    const taylor = tracedTaylor(order)(run);
    let factorial = 1;
    for (let k = 2; k <= order; k++) factorial *= k;
    return (inputs) => {
      const last = taylor(inputs)[order];
      return [factorial === 1 ? last : trace.times(factorial, last)];
    };
  };
}

/** The run that writes the trail of its ties: arguments, the trail, then `order` coefficients of each that moves. */
function tracedRecording(active: readonly boolean[], order: number): TracedTransform {
  return ({ traceable }) =>
    (inputs) => {
      const count = active.length;
      const paths = inputs.slice(count + 1);
      const coefficients = active.map((moves) => (moves ? paths.splice(0, order) : undefined));
      const trail = inputs[count] as number[];
      return [trace.runRecording(traceable, inputs.slice(0, count), coefficients, order, trail)];
    };
}

/** Forward mode: arguments, then tangents of the active ones, `width` of each. */
function tracedForward(active: readonly boolean[], width: number): TracedTransform {
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
        const [value, change] = trace.runSeries(traceable, args, tangents, 1, kink);
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
function tracedReverse(active: readonly boolean[], { withValue, withCotangent }: ReverseShape): TracedTransform {
  return ({ traceable, kink }) =>
    (inputs) => {
      const args = inputs.slice(0, active.length);
      const shadows = inputs.slice(active.length + (withCotangent ? 1 : 0));
      const { value, adjoints } = trace.runReverse(
        traceable,
        args,
        active,
        (of) => {
          if (withCotangent) return trace.numbersOf(inputs[active.length]);
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
    if (trace.isNumber(arg)) results.push(found[0] ?? 0);
    else fillShadow(shadows[next++], found);
  });
  return results;
}

/** Writes numbers into a tree of zeros, in order. */
function fillShadow(shadow: Tree, values: readonly unknown[], counter = { k: 0 }): void {
  if (typeof shadow !== 'object' || shadow === null) return;
  const holder = shadow as Record<string, unknown>;
  for (const name of Object.keys(holder)) {
    if (typeof holder[name] === 'number') holder[name] = values[counter.k++] ?? 0;
    else fillShadow(holder[name], values, counter);
  }
}

/** Forward over reverse, for second derivatives: see `forwardOverReverseTransform` for the order of inputs. */
function tracedForwardOverReverse(active: readonly boolean[], width: number): TracedTransform {
  return ({ traceable, kink }) =>
    (inputs) => {
      const which = active.indexOf(true);
      const args = inputs.slice(0, active.length);
      const scalar = trace.isNumber(args[which]);
      const first = active.length + 1 + (scalar ? 0 : 1);
      const values: unknown[] = [];
      const tangents: unknown[] = [];
      const changed: unknown[] = [];
      for (let j = 0; j < width; j++) {
        const run = trace.runForwardOverReverse(traceable, args, which, inputs[first + j], kink);
        requireNumber(run.value);
        if (j === 0) values.push(run.value, run.adjoints[0]);
        tangents.push(run.tangent);
        changed.push(run.changes[0]);
        if (!scalar) fillShadow(inputs[first + width + j], run.changes);
      }
      return [...values, ...tangents, ...changed];
    };
}

// ── Which road ──────────────────────────────────────────────────────────────────────────────────────────

/** What the compiler does not take of a function with one scope, and its traced program. */
class Refusals {
  readonly scope: Captured | undefined;
  /** Why, by kinds of arguments. */
  readonly reasons = new Map<string, unknown>();
  private readonly fn: AnyFunction;
  private program: TracedProgram | undefined;

  constructor(fn: AnyFunction, scope: Captured | undefined) {
    this.fn = fn;
    this.scope = scope;
  }

  traced(refusal: unknown): TracedProgram {
    if (this.program === undefined || this.program.refusal !== refusal)
      this.program = new TracedProgram(this.fn, this.scope, refusal);
    return this.program;
  }
}

/** How many scopes of one function are remembered. */
const mostScopes = 8;
const refusals = new WeakMap<AnyFunction, Refusals[]>();

function refusalsOf({ fn, scope }: Asked): Refusals {
  const list = refusals.get(fn) ?? [];
  let known = list.find((one) => one.scope === scope);
  if (known === undefined) {
    known = new Refusals(fn, scope);
    refusals.set(fn, [known, ...list.slice(0, mostScopes - 1)]);
  }
  return known;
}

function programFor(asked: Asked, args: readonly unknown[], compile: () => Program): Program {
  // What is asked inside a traced run depends on what runs there.
  if (trace.isTracing()) noteInnerDerivative();
  if (asked.road === 'traced' || trace.isTracing()) return refusalsOf(asked).traced(undefined);
  const refused = refusals.get(asked.fn)?.find(({ scope }) => scope === asked.scope);
  const keyOf = (): string => args.map(kindOf).join();
  if (refused !== undefined) {
    const reason = refused.reasons.get(keyOf());
    if (reason !== undefined) return refused.traced(reason);
  }
  try {
    const program = compile();
    if (program instanceof CompiledProgram && asked.steps === undefined) checkBits(program);
    return program;
  } catch (error) {
    // A limit of steps is kept by compiled code.
    if (asked.steps !== undefined || !mayTrace(error, asked.fn)) throw error;
    const own = refusalsOf(asked);
    own.reasons.set(keyOf(), error);
    return own.traced(error);
  }
}

const withoutBits = new WeakSet<CompiledProgram>();

/** @throws SecantError S103 where the compiled road would refuse each derivative for an operation on bits: a run takes most */
function checkBits(program: CompiledProgram): void {
  if (withoutBits.has(program)) return;
  const { fn, lowered } = program;
  const own = fn.parameters.length - lowered.captured.length;
  const active = fn.parameters.map((_, k) => k < own);
  // Who writes `^` means a power: that is refused on both roads, and in the compiler's words.
  refuseBitOperations(fn, active, 'bitxor');
  withoutBits.add(program);
}

/** The traced road. */
export const tracing = {
  isTracing: trace.isTracing,
  isNumber: trace.isNumber,
  refuseInside,
  gradientInside,
  derivativeInside,
  programFor,
};
