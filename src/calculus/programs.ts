/**
 * The programs of a function, one for each list of kinds of its arguments: described, lowered and compiled when arguments of such
 * kinds come first, and kept for the next.
 */
import { SecantError } from '../base/diagnostics.ts';
import { withinSize, writtenForTrial } from '../base/program-size.ts';
import { callsOfOperator, withSteps } from '../base/steps.ts';
import { stepsOf } from '../compiler/ir/described.ts';
import { isReference, type Type, type Value } from '../compiler/ir/ir.ts';
import { isRewritten } from '../compiler/trace/marks.ts';
import { argumentDescription, kindOf } from './argument-kinds.ts';
import { CompiledProgram, type Program, type Road, type RoadWanted, sizeLimit, valueOf } from './compile.ts';
import { recordFunctionUses } from './function-uses.ts';
import { type AnyFunction, type Captured, derivationOf, describeFunction, isMadeFromText } from './functions.ts';
import { partIfLoaded } from './loaded-parts.ts';
import { lowerDescribed } from './lower-described.ts';
import { cacheFor, type ProgramCache } from './program-cache.ts';

/** How a function may be run. */
export interface ProgramOptions {
  /** Steps of a call; as the function's text has it if not given, and without a limit for one of the program. */
  readonly steps?: number | undefined;
  /** The road that must be taken; whichever leads there if not given. */
  readonly road?: RoadWanted | undefined;
}

/** All programs of one function with one scope. */
export class Programs {
  readonly name: string;
  private readonly cache: ProgramCache;
  readonly scope: Captured | undefined;
  readonly fn: AnyFunction;
  readonly road: RoadWanted | undefined;
  /** Steps of a call of the function; undefined where they are not counted. */
  readonly steps: number | undefined;

  constructor(fn: AnyFunction, scope?: Captured, what?: string, how: ProgramOptions = {}) {
    const { steps, road } = how;
    this.fn = fn;
    this.road = road;
    this.scope = scope;
    // Fails now, with a clear message, for what is not a function or shows no source.
    if (typeof fn !== 'function') describeFunction(fn, scope, what);
    this.cache = cacheFor(fn, scope, steps);
    this.steps = steps ?? stepsOf(describeFunction(fn, this.cache.scope, what));
    this.name = fn.name === '' ? 'f' : fn.name;
  }

  /** What an operator does with the function, within the steps that its text has; the same function where they are not counted. */
  limited<A extends unknown[], R>(run: (...args: A) => R, calls = callsOfOperator): (...args: A) => R {
    const { steps } = this;
    return steps === undefined ? run : (...args) => withSteps(calls * steps, () => run(...args));
  }

  /** What the function gives, by its program; a derivative answers for itself, at singular points too. */
  valueAt(program: Program, args: readonly unknown[]): unknown {
    return derivationOf(this.fn) === undefined ? valueOf(program, args) : this.fn(...(args as never[]));
  }

  for(args: readonly unknown[]): Program {
    const traced = partIfLoaded('tracing');
    if (traced === undefined || this.road === 'compiled' || isMadeFromText(this.fn)) return this.compiledFor(args);
    return traced.programFor(this, args, () => this.compiledFor(args, true));
  }

  /** What may be written before the other road is taken, by a function that carries its form for it. */
  private get trial(): number {
    const most = sizeLimit(this.steps);
    return isRewritten(this.fn) ? Math.min(most, writtenForTrial) : most;
  }

  /**
   * The compiled program, also for those who look at programs.
   *
   * @throws SecantError where the compiler does not take the function
   */
  compiledFor(args: readonly unknown[], isTrial = false): CompiledProgram {
    const again = this.cache.again(args, this.scope);
    if (again !== undefined) return again;
    const functions = args.some((arg) => typeof arg === 'function');
    let key = '';
    for (const arg of args) key += `${kindOf(arg)},`;
    const { cache } = this;
    const fitting = cache.find(key, this.scope);
    if (fitting !== undefined && !functions) {
      cache.remember(key, args);
      return fitting;
    }
    const program = withinSize(isTrial ? this.trial : sizeLimit(this.steps), () => {
      const lowered = recordFunctionUses(() =>
        lowerDescribed(describeFunction(cache.fn, cache.scope), args.map(argumentDescription), this.name),
      );
      return new CompiledProgram(lowered.made, lowered.uses, this.steps);
    });
    cache.keep(key, program);
    // Shadows of records are of one shape from the first call on, which compiled code is faster with.
    if (key.includes('{')) cache.remember(key, args);
    return program;
  }

  /** The road as far as it is known without arguments. */
  roadFor(): Road {
    return { name: this.road ?? 'compiled' };
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

/** The programs of a function, shared by all that is asked of it. */
export function programsOf(fn: AnyFunction, scope?: Captured, what?: string, how: ProgramOptions = {}): Programs {
  return new Programs(fn, scope, what, how);
}
