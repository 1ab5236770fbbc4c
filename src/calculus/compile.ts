/**
 * From a lowered program to code that runs, step by step: expand inner derivatives, optimise, transform, optimise, emit. Every
 * step is kept, so that the second call only runs. Where a page's policy forbids `new Function`, the interpreter runs
 * the same program.
 */
import { compileInParts } from '../base/parts.ts';
import { withinSize, writtenForProgram, writtenForText } from '../base/program-size.ts';
import { interpretedStep, type StepLimit, stepsOfDerivative, withSteps } from '../base/steps.ts';
import { sizeOf } from '../compiler/analysis/step-cost.ts';
import type { Layout } from '../compiler/emit/javascript/layouts.ts';
import type { EmittedJavaScript } from '../compiler/emit/javascript/module.ts';
import type { Program as GermProgram } from '../compiler/interpret/germ.ts';
import type { MachineDerivative } from '../compiler/interpret/germ-limits.ts';
import type { Lowered } from '../compiler/ir/described.ts';
import { type Constant, type FunctionIr, type KinkFlag, newValue, type Type, type Value } from '../compiler/ir/ir.ts';
import { typeKey } from '../compiler/ir/print.ts';
import { prototypeOf, typedName } from '../compiler/ir/type-of-value.ts';
import { copyBlock, reachable } from '../compiler/ir/visit.ts';
import { Builder, emptyBlock } from '../compiler/rules/builder.ts';
import type { FunctionUse } from './function-uses.ts';
import { part } from './loaded-parts.ts';
import { emit, finish, optimize, refuseSharedWrites, writtenParameters } from './passes.ts';
import { guarded } from './run-errors.ts';
import type { TracedForm } from './tracing.ts';
import { type Shadow, shadowOf } from './trees.ts';

export { endlessOr, guarded } from './run-errors.ts';

/** Code that runs: arguments in, results out. */
export interface Runnable {
  /**
   * All results in an array.
   *
   * @param calls how many calls of the function are made in one run, for the limit of steps; 1 if not given
   */
  run(args: readonly unknown[], calls?: number): unknown[];
  /** How many steps a run may take; absent where they are not counted. */
  readonly steps: StepLimit | undefined;
  /** The emitted function itself: all results in an array, or the one result if the transform is `single`. */
  readonly raw: (...args: unknown[]) => unknown;
  /** True if the last run stood on a kink. */
  readonly kink: KinkFlag;
  readonly code: string;
}

/** Code that was compiled: its program can be looked at. */
export interface CompiledRunnable extends Runnable {
  readonly fn: FunctionIr;
  /** The emitted function gives its one result as it is. */
  readonly single: boolean;
}

/** What the last run noted. */
export function noteOf({ kink }: Runnable): KinkFlag['hit'] {
  return kink.hit;
}

/** A transform of a program in the IR, by the name under which its result is kept. */
export interface CompiledTransform {
  readonly key: string;
  /** The function has one result, and gives it as it is instead of in an array. */
  readonly single?: boolean;
  apply(fn: FunctionIr): FunctionIr;
}

/** A transform on both roads. */
export interface Transform extends CompiledTransform {
  /** The same on the traced road. */
  readonly traced: TracedForm;
}

/** The program itself. */
export const valueTransform: Transform = { key: 'value', apply: (fn) => fn, traced: { mode: 'value' } };
/** The same where derivatives inside tie: noting it, and looking at both sides. */
const notingTransform: Transform = { ...valueTransform, key: 'value, noting ties' };
const onBothSidesTransform: Transform = { ...valueTransform, key: 'value, on both sides of ties' };

/** The road that a function takes, why not the other, and where that is decided. */
export interface Road {
  readonly name: 'compiled' | 'traced';
  /** Why the compiler does not take the function. */
  readonly reason?: string;
  /** Where that stands, lines and columns from 1. */
  readonly place?: { readonly file: string; readonly line: number; readonly column: number };
}

/** Which road is wanted; whichever leads there if not given. */
export type RoadWanted = 'compiled' | 'traced';

/** What a program is asked for: the code that a transform makes of it. */
export interface Makes {
  get(transform: Transform): Runnable;
}

/** A function for arguments of certain kinds, on either road: what operators ask. */
export interface Program extends Makes {
  readonly road: Road;
  /** Which arguments the program writes to, so that it must be given copies. */
  readonly writes: readonly boolean[];
  /** True if functions with given derivatives are called: Taylor mode and germs do not know them. */
  readonly hasRules: boolean;
  /** True if derivatives are taken inside. */
  readonly derives: boolean;
  /** How many arguments and how many results it has. */
  readonly arity: number;
  readonly outputs: number;
  /** True if nothing is captured and no argument needs copying: arguments go straight in. */
  readonly isPlain: boolean;
  /** The captured values as they are now, behind the arguments. */
  captured(): unknown[];
  /** Arguments as the program may use them: copies of what it writes to. */
  safe(args: readonly unknown[]): unknown[];
  /** Zeros for the adjoints of an argument. */
  shadow(k: number, arg: unknown): Shadow;
  /** The program as a function of its arguments alone, the captured values filled in as they are now. */
  closed(): GermProgram;
  /** What a transform makes, for a run on germs; `count` is how many of its inputs are arguments. */
  derivative(transform: Transform, count: number): FunctionIr | MachineDerivative;
  /**
   * The program with the outcomes of its ties given: behind the arguments and captured values it takes a trail, as
   * `compiler/kinks/trail.ts` describes it. `force` makes it from the program in the IR.
   */
  beside(active: readonly boolean[], force: (fn: FunctionIr) => FunctionIr): Makes;
}

/** What was made from a program, by the names of the transforms. */
export class Made implements Makes {
  readonly fn: FunctionIr;
  private readonly made = new Map<string, CompiledRunnable>();
  /** The program whose limits hold for what is made from this one. */
  private readonly owner: Made | undefined;

  constructor(fn: FunctionIr, owner?: Made) {
    this.fn = fn;
    this.owner = owner;
  }

  get(transform: CompiledTransform): CompiledRunnable {
    let made = this.made.get(transform.key);
    if (made === undefined) {
      made = this.within(() =>
        compileInParts(() => {
          const source = this.sourceFor(transform);
          const transformed = transform.apply(source);
          const finished = transformed === this.fn ? transformed : optimize(transformed);
          return runnable(finish(finished), transform.single === true, this.stepsFor(transform, finished));
        }),
      );
      this.made.set(transform.key, made);
    }
    return made;
  }

  /** What a transform is applied to. */
  protected sourceFor(_transform: CompiledTransform): FunctionIr {
    return this.fn;
  }

  protected stepsFor(transform: CompiledTransform, made: FunctionIr): StepLimit | undefined {
    return this.owner?.stepsFor(transform, made);
  }

  /** Runs the compiler within the size that the program may grow to. */
  protected within<T>(make: () => T): T {
    return this.owner === undefined ? make() : this.owner.within(make);
  }
}

/** A function lowered for arguments of certain kinds, and what was made from it. */
export class CompiledProgram extends Made implements Program {
  readonly road: Road = { name: 'compiled' };
  readonly lowered: Lowered;
  /** Which arguments the program writes to, so that it must be given copies. */
  readonly writes: readonly boolean[];
  /** True if functions with given derivatives are called: Taylor mode does not know them. */
  readonly hasRules: boolean;
  /** Code for its arguments, once they have come twice. */
  layout: Layout | undefined;
  private readonly variants = new Map<string, Made>();
  private readonly capturedKinds: readonly string[];
  private readonly uses: readonly FunctionUse[];
  /** Steps of a call of the function itself; undefined where they are not counted. */
  private readonly steps: number | undefined;

  constructor(lowered: Lowered, uses: readonly FunctionUse[] = [], steps?: number) {
    super(optimize(lowered.fn));
    this.lowered = lowered;
    this.uses = uses;
    this.steps = steps;
    this.writes = writtenParameters(this.fn);
    this.hasRules = [...reachable(this.fn)].some((fn) => fn.rule !== undefined);
    this.capturedKinds = lowered.captured.map(({ value }) => typeKey(value.type));
    this.captured();
  }

  get arity(): number {
    return this.fn.parameters.length - this.lowered.captured.length;
  }

  get outputs(): number {
    return this.fn.body.yields.length;
  }

  get derives(): boolean {
    return this.lowered.derives === true;
  }

  /** True if nothing is captured and no argument needs copying: arguments go straight in. */
  get isPlain(): boolean {
    return this.lowered.captured.length === 0 && this.uses.length === 0 && !this.writes.includes(true);
  }

  /** The captured values as they are now, behind the arguments. */
  captured(): unknown[] {
    const values = this.lowered.captured.map(({ environment, path }) => environment.read?.(path));
    return values.map((value, k) => {
      if (!this.writes[this.arity + k]) return value;
      refuseSharedWrites(values, k, 'capture');
      return copyOf(value);
    });
  }

  /** False if a captured value has become another kind of thing since, or a captured function another one. */
  stillFits(): boolean {
    if (!this.uses.every(({ environment, path, value }) => environment.read?.(path) === value)) return false;
    return this.lowered.captured.every(({ environment, path }, k) => {
      const description = environment.describe(path);
      return description?.kind === 'value' && typeKey(description.type) === this.capturedKinds[k];
    });
  }

  derivative(transform: Transform): FunctionIr {
    return this.get(transform).fn;
  }

  beside(active: readonly boolean[], force: (fn: FunctionIr) => FunctionIr): Made {
    const key = active.join();
    let made = this.variants.get(key);
    if (made === undefined) {
      made = this.within(() => new Made(optimize(force(this.fn)), this));
      this.variants.set(key, made);
    }
    return made;
  }

  protected override sourceFor(transform: CompiledTransform): FunctionIr {
    const { value } = this.lowered;
    if (transform === notingTransform) return value?.noting() ?? this.fn;
    return transform === onBothSidesTransform && value !== undefined ? value.onBothSides() : this.fn;
  }

  protected override within<T>(make: () => T): T {
    return withinSize(sizeLimit(this.steps), make);
  }

  protected override stepsFor(transform: CompiledTransform, made: FunctionIr): StepLimit | undefined {
    if (this.steps === undefined) return undefined;
    if (transform === valueTransform) return { most: this.steps };
    // What a step does was weighed by the size of the code: a derivative's iteration is longer, and may be one more.
    const growth = codeSize(made) / Math.max(1, codeSize(this.fn));
    return { most: Math.ceil(this.steps * stepsOfDerivative * Math.min(4, Math.max(1, growth))) };
  }

  /** The program as a function of its arguments alone, the captured values filled in as they are now. */
  closed(): FunctionIr {
    const { captured } = this.lowered;
    if (captured.length === 0) return this.fn;
    const values = this.captured();
    const body = emptyBlock();
    const map = new Map<Value, Value>();
    const own = this.fn.parameters.length - captured.length;
    const parameters = this.fn.parameters.slice(0, own);
    const builder = new Builder(body);
    this.fn.parameters
      .slice(own)
      .forEach((parameter, k) => map.set(parameter, literal(builder, parameter.type, values[k])));
    const rest = copyBlock(this.fn.body, map);
    body.instructions.push(...rest.instructions);
    body.yields = rest.yields;
    return { name: this.fn.name, parameters, body };
  }

  /** Zeros for the adjoints of an argument. */
  shadow(k: number, arg: unknown): Shadow {
    if (this.layout === undefined || this.writes[k] === true) return shadowOf(arg);
    const tree = this.layout.zeros(k, arg);
    return { tree, read: () => tree };
  }

  /** Arguments as the program may use them: copies of what it writes to. */
  safe(args: readonly unknown[]): unknown[] {
    this.writes.forEach((written, k) => {
      if (written) refuseSharedWrites(args, k);
    });
    return args.map((arg, k) => (this.writes[k] ? copyOf(arg) : arg));
  }
}

/** What may be written while a function is compiled: text, and what is run with a limit, must not keep anyone waiting. */
export function sizeLimit(steps: number | undefined): number {
  return steps === undefined || steps === Infinity ? writtenForProgram : writtenForText;
}

function codeSize(fn: FunctionIr): number {
  let size = 0;
  for (const one of reachable(fn)) size += sizeOf(one);
  return size;
}

/** Emits what builds a value that is known now. */
function literal(builder: Builder, type: Type, value: unknown): Value {
  if (type.kind === 'array') {
    const elements = Array.from(value as ArrayLike<unknown>, (inner) => literal(builder, type.element, inner));
    const result = newValue(type);
    if (type.storage === 'list') builder.emit({ kind: 'list', result, elements });
    else {
      builder.emit({ kind: 'allocate', result, length: builder.constant(elements.length), fill: undefined });
      elements.forEach((element, k) =>
        builder.emit({ kind: 'store', array: result, index: builder.constant(k), value: element }),
      );
    }
    return result;
  }
  if (type.kind === 'struct') {
    const names = [...type.fields.keys()];
    const elements = names.map((field) =>
      literal(builder, type.fields.get(field)!, (value as Record<string, unknown>)[field]),
    );
    const result = newValue(type);
    builder.emit({ kind: 'struct', result, names, elements });
    return result;
  }
  return builder.constant(value as Constant);
}

/** What the program gives as it is: at a tie of a derivative inside, by the slope of a branch. */
export function branchOf(program: Program, args: readonly unknown[]): unknown {
  return program.get(valueTransform).run([...program.safe(args), ...program.captured()])[0];
}

/** What the function itself gives; where it asks for a derivative at a tie, from both sides. */
export function valueOf(program: Program, args: readonly unknown[]): unknown {
  if (!program.derives) return branchOf(program, args);
  const run = (made: Runnable): unknown => made.run([...program.safe(args), ...program.captured()])[0];
  const noting = program.get(notingTransform);
  noting.kink.hit = false;
  const value = run(noting);
  return noteOf(noting) === true ? run(program.get(onBothSidesTransform)) : value;
}

/** A program as it is, emitted. */
export function runnable(fn: FunctionIr, single: boolean, steps?: StepLimit): CompiledRunnable {
  const emitted = emit(fn, { results: single ? 'single' : 'array', comments: true, steps });
  const { raw, kink } = compiled(fn, single, emitted, steps);
  return {
    fn,
    single,
    steps,
    kink,
    raw,
    run(args, calls = 1) {
      const results = (): unknown[] => {
        const result = guarded(() => raw(...args));
        return single ? [result] : (result as unknown[]);
      };
      if (steps === undefined || calls <= 1) return results();
      const { most } = steps;
      steps.most = most * calls;
      try {
        return results();
      } finally {
        steps.most = most;
      }
    },
    get code() {
      return emitted.code;
    },
  };
}

function compiled(
  fn: FunctionIr,
  single: boolean,
  emitted: EmittedJavaScript,
  steps: StepLimit | undefined,
): Pick<Runnable, 'raw' | 'kink'> {
  try {
    const { run, kink } = emitted.compile();
    return { raw: run, kink };
  } catch (error) {
    // A page may forbid `new Function`.
    if (!(error instanceof EvalError)) throw error;
  }
  const kink: KinkFlag = { hit: false };
  const plain = part('kinkAnalysis').interpreted(fn, kink);
  const interpreted: typeof plain =
    steps === undefined ? plain : (args) => withSteps(steps.most, () => plain(args), interpretedStep);
  const raw = (...args: unknown[]): unknown => (single ? interpreted(args)[0] : interpreted(args));
  return { raw, kink };
}

/** A deep copy of arrays and records. */
export function copyOf(value: unknown): unknown {
  // Whatever class they are of: the constructors of others' classes are not called.
  if (Array.isArray(value)) return Array.from(value, copyOf);
  if (ArrayBuffer.isView(value)) return new globalThis[typedName(value) as 'Float64Array'](value as Float64Array);
  if (typeof value !== 'object' || value === null) return value;
  const prototype = prototypeOf(value);
  // What no program can hold (a date, a regular expression) it cannot change either.
  if (prototype === 'native') return value;
  const copy: Record<string, unknown> = prototype === undefined ? {} : (Object.create(prototype) as typeof copy);
  for (const [field, inner] of Object.entries(value)) {
    if (field === '__proto__') Object.defineProperty(copy, field, { value: copyOf(inner), ...ownField });
    else copy[field] = copyOf(inner);
  }
  return copy;
}

const ownField = { enumerable: true, configurable: true, writable: true };
