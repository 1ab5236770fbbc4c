/**
 * From a function to code that runs, step by step: describe, lower for the kinds of the arguments, expand
 * inner derivatives, optimise, transform, optimise, emit. Every step is kept, so that the second call with
 * arguments of the same kinds only runs. Where a page's policy forbids `new Function`, the interpreter runs
 * the same program.
 */
import { SecantError } from '../base/diagnostics.ts';
import type { EmittedJavaScript } from '../compiler/emit/javascript/module.ts';
import type { ArgumentDescription, Lowered } from '../compiler/ir/described.ts';
import { type Constant, type FunctionIr, isReference, newValue, type Type, type Value } from '../compiler/ir/ir.ts';
import type { Program as GermProgram } from '../compiler/interpret/germ.ts';
import { printType } from '../compiler/ir/print.ts';
import { typeOfValue } from '../compiler/ir/type-of-value.ts';
import { copyBlock, reachable } from '../compiler/ir/visit.ts';
import { Builder, emptyBlock } from '../compiler/rules/builder.ts';
import {
  type AnyFunction,
  type Captured,
  describeFunction,
  type FunctionUse,
  isMadeFromText,
  recordFunctionUses,
} from './functions.ts';
import { guarded } from './run-errors.ts';
import { interpreter } from './interpreter.ts';
import { lowerDescribed } from './lower-described.ts';
import { emit, finish, isTracing, optimize, writtenParameters } from './reader.ts';
import { mayTrace, TracedProgram, type TracedTransform, tracedValue } from './traced.ts';

export { endlessOr, guarded } from './run-errors.ts';

/** Code that runs: arguments in, results out. */
export interface Runnable {
  run(args: readonly unknown[]): unknown[];
  /** The emitted function itself: all results in an array, or the one result if the transform is `single`. */
  readonly raw: (...args: unknown[]) => unknown;
  /** True if the last run stood on a kink. */
  readonly kink: { hit: boolean };
  readonly code: string;
}

interface CompiledRunnable extends Runnable {
  readonly fn: FunctionIr;
}

/** The road that a function takes, why not the other, and where that is decided. */
export interface Road {
  readonly name: 'compiled' | 'traced';
  readonly reason?: string;
  readonly place?: { readonly file: string; readonly line: number; readonly column: number };
}

/** Which road is wanted; whichever leads there if not given. */
export type RoadWanted = 'compiled' | 'traced';

/** A function for arguments of certain kinds, on either road. */
export interface Program {
  readonly road: Road;
  /** Which arguments the program writes to, so that it must be given copies. */
  readonly writes: readonly boolean[];
  /** True if functions with given derivatives are called: Taylor mode does not know them. */
  readonly hasRules: boolean;
  /** How many arguments it was made for. */
  readonly arity: number;
  /** True if nothing is captured and no argument needs copying: arguments go straight in. */
  readonly isPlain: boolean;
  /** The captured values as they are now, behind the arguments. */
  captured(): unknown[];
  /** False if a captured value has become another kind of thing since, or a captured function another one. */
  stillFits(): boolean;
  get(transform: Transform): Runnable;
  /** The program as a function of its arguments alone, the captured values filled in as they are now. */
  closed(): GermProgram;
  /** Arguments as the program may use them: copies of what it writes to. */
  safe(args: readonly unknown[]): unknown[];
}

/** A transform of a program, by the name under which its result is kept. */
export interface Transform {
  readonly key: string;
  /** The function has one result, and gives it as it is instead of in an array. */
  readonly single?: boolean;
  apply(fn: FunctionIr): FunctionIr;
  /** The same on the traced road: a run with the inputs and results of the transformed program. */
  readonly traced: TracedTransform;
}

/** The program itself. */
export const valueTransform: Transform = { key: 'value', apply: (fn) => fn, traced: tracedValue };

/** A function lowered for arguments of certain kinds, and what was made from it. */
export class CompiledProgram implements Program {
  readonly road: Road = { name: 'compiled' };
  readonly lowered: Lowered;
  readonly fn: FunctionIr;
  /** Which arguments the program writes to, so that it must be given copies. */
  readonly writes: readonly boolean[];
  /** True if functions with given derivatives are called: Taylor mode does not know them. */
  readonly hasRules: boolean;
  private readonly made = new Map<string, CompiledRunnable>();
  private readonly capturedKinds: readonly string[];
  private readonly uses: readonly FunctionUse[];

  constructor(lowered: Lowered, uses: readonly FunctionUse[] = []) {
    this.lowered = lowered;
    this.uses = uses;
    this.fn = optimize(lowered.fn);
    this.writes = writtenParameters(this.fn);
    this.hasRules = [...reachable(this.fn)].some((fn) => fn.rule !== undefined);
    this.capturedKinds = lowered.captured.map(({ value }) => printType(value.type));
  }

  get arity(): number {
    return this.fn.parameters.length - this.lowered.captured.length;
  }

  /** True if nothing is captured and no argument needs copying: arguments go straight in. */
  get isPlain(): boolean {
    return this.lowered.captured.length === 0 && this.uses.length === 0 && !this.writes.includes(true);
  }

  /** The captured values as they are now, behind the arguments. */
  captured(): unknown[] {
    return this.lowered.captured.map(({ environment, path }, k) => {
      const value = environment.read?.(path);
      return this.writes[this.fn.parameters.length - this.lowered.captured.length + k] ? copyOf(value) : value;
    });
  }

  /** False if a captured value has become another kind of thing since, or a captured function another one. */
  stillFits(): boolean {
    if (!this.uses.every(({ environment, path, value }) => environment.read?.(path) === value)) return false;
    return this.lowered.captured.every(({ environment, path }, k) => {
      const description = environment.describe(path);
      return description?.kind === 'value' && printType(description.type) === this.capturedKinds[k];
    });
  }

  get(transform: Transform): CompiledRunnable {
    let made = this.made.get(transform.key);
    if (made === undefined) {
      const transformed = transform.apply(this.fn);
      const finished = transformed === this.fn ? transformed : optimize(transformed);
      made = runnable(finish(finished), transform.single === true);
      this.made.set(transform.key, made);
    }
    return made;
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

  /** Arguments as the program may use them: copies of what it writes to. */
  safe(args: readonly unknown[]): unknown[] {
    return args.map((arg, k) => (this.writes[k] ? copyOf(arg) : arg));
  }
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

let interpretOnly = false;

/** Makes everything compiled from here on run in the interpreter: for tests, and for pages that forbid `new Function`. */
export function setInterpretOnly(on: boolean): void {
  interpretOnly = on;
}

function runnable(fn: FunctionIr, single: boolean): CompiledRunnable {
  const emitted = emit(fn, { results: single ? 'single' : 'array', comments: true });
  const { raw, kink } = compiled(fn, single, emitted);
  return {
    fn,
    kink,
    raw,
    run: (args) => guarded(() => raw(...args) as unknown[]),
    get code() {
      return emitted.code;
    },
  };
}

function compiled(fn: FunctionIr, single: boolean, emitted: EmittedJavaScript): Pick<Runnable, 'raw' | 'kink'> {
  if (!interpretOnly) {
    try {
      const { run, kink } = emitted.compile();
      return { raw: run, kink };
    } catch (error) {
      if (!(error instanceof EvalError)) throw error;
    }
  }
  const kink = { hit: false };
  const interpreted = interpreter()(fn, kink);
  const raw = (...args: unknown[]): unknown => (single ? interpreted(args)[0] : interpreted(args));
  return { raw, kink };
}

/** A deep copy of arrays and records. */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (ArrayBuffer.isView(value)) return (value as Float64Array).slice();
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, copyOf(inner)]));
  return value;
}

// ── Kinds of arguments ──────────────────────────────────────────────────────────────────────────────────

/** A short text for the kind of an argument; equal texts mean that one program serves. */
export function kindOf(value: unknown): string {
  switch (typeof value) {
    case 'number':
      return 'n';
    case 'undefined':
      return 'u';
    case 'object':
      if (value instanceof Float64Array) return 'F';
      if (Array.isArray(value) && isNumbers(value)) return 'a';
      return printType(typeOfValue(value));
    case 'function':
      return '';
    default:
      return typeof value;
  }
}

function isNumbers(value: readonly unknown[]): boolean {
  for (let k = 0; k < value.length; k++) if (typeof value[k] !== 'number') return false;
  return value.length > 0;
}

function argumentDescription(value: unknown, k: number): ArgumentDescription {
  if (value === undefined) return { kind: 'undefined' };
  if (typeof value === 'function') return describeFunction(value);
  return { kind: 'value', type: typeOfValue(value, k === 0 ? 'the argument' : `argument ${k + 1}`) };
}

/** All programs of one function with one scope. */
export class Programs {
  private readonly programs = new Map<string, Program>();
  /** Why the compiler does not take the function, for kinds of arguments. */
  private readonly refusals = new Map<string, unknown>();
  private traced: TracedProgram | undefined;
  readonly name: string;
  private readonly fn: AnyFunction;
  private readonly scope: Captured | undefined;
  private readonly road: RoadWanted | undefined;

  constructor(fn: AnyFunction, scope?: Captured, what?: string, road?: RoadWanted) {
    this.fn = fn;
    this.scope = scope;
    this.road = road;
    // Fails now, with a clear message, for what is not a function or shows no source.
    describeFunction(fn, scope, what);
    this.name = fn.name === '' ? 'f' : fn.name;
  }

  for(args: readonly unknown[]): Program {
    // What is asked inside a traced run depends on what runs there.
    if ((this.road === 'traced' || isTracing()) && !isMadeFromText(this.fn)) return this.tracedFor(undefined);
    let key = '';
    try {
      for (const arg of args) key += `${kindOf(arg)},`;
      const functions = args.some((arg) => typeof arg === 'function');
      let program = functions ? undefined : this.programs.get(key);
      if (program === undefined || !program.stillFits()) {
        if (this.refusals.has(key)) return this.tracedFor(this.refusals.get(key));
        program = this.compile(args);
        this.programs.set(key, program);
      }
      return program;
    } catch (error) {
      if (this.road === 'compiled' || !mayTrace(error, this.fn)) throw error;
      this.refusals.set(key, error);
      return this.tracedFor(error);
    }
  }

  /**
   * The compiled program, for those who look at programs.
   *
   * @throws SecantError where the compiler does not take the function
   */
  compiledFor(args: readonly unknown[]): CompiledProgram {
    const program = this.for(args);
    if (program instanceof CompiledProgram) return program;
    const refusal = program instanceof TracedProgram ? program.refusal : undefined;
    throw refusal instanceof SecantError ? refusal : new TypeError('the function is traced');
  }

  private compile(args: readonly unknown[]): CompiledProgram {
    const { made, uses } = recordFunctionUses(() =>
      lowerDescribed(describeFunction(this.fn, this.scope), args.map(argumentDescription), this.name),
    );
    return new CompiledProgram(made, uses);
  }

  /** The road as far as it is known without arguments. */
  roadFor(): Road {
    return this.traced?.road ?? { name: this.road ?? 'compiled' };
  }

  private tracedFor(refusal: unknown): TracedProgram {
    if (this.traced === undefined || this.traced.refusal !== refusal)
      this.traced = new TracedProgram(this.fn, this.scope, refusal);
    return this.traced;
  }

  /** Fails unless the function gives one number. */
  requireNumber(program: Program): void {
    // A traced function shows what it gives when it runs.
    if (!(program instanceof CompiledProgram)) return;
    const [result] = program.lowered.fn.body.yields;
    if (result !== undefined && holdsNumber(result)) return;
    throw new SecantError(
      'S106',
      `the function returns ${program.lowered.gives}, and only a number can be differentiated here`,
      {
        hint:
          result !== undefined && isReference(result.type)
            ? 'use jacobian for a function that returns several numbers'
            : 'return a number',
      },
    );
  }
}

function holdsNumber(value: Value): boolean {
  if (value.constant) return typeof value.constant.value === 'number';
  const kind: Type['kind'] = value.type.kind;
  return kind === 'number';
}

interface Known {
  readonly scope: Captured | undefined;
  readonly road: RoadWanted | undefined;
  readonly programs: Programs;
}

const known = new WeakMap<AnyFunction, Known[]>();

/** The programs of a function, shared by all that is asked of it. */
export function programsOf(fn: AnyFunction, scope?: Captured, what?: string, road?: RoadWanted): Programs {
  if (typeof fn !== 'function') return new Programs(fn, scope, what, road);
  let list = known.get(fn);
  if (list === undefined) known.set(fn, (list = []));
  let entry = list.find((candidate) => candidate.scope === scope && candidate.road === road);
  if (entry === undefined) {
    entry = { scope, road, programs: new Programs(fn, scope, what, road) };
    list.push(entry);
  }
  return entry.programs;
}
