/**
 * What both sweeps of reverse mode share while they are written: the builder, what the analyses found, the tapes,
 * and the pairs of recursive functions. The sweeps call each other through it, so that the files that hold them
 * need not.
 */
import type { Activity } from '../../analysis/activity.ts';
import { type AliasClass, changesLength } from '../../analysis/alias.ts';
import type { Read } from '../../analysis/effects.ts';
import { FinishedMemory } from '../../analysis/finished-memory.ts';
import {
  type Apply,
  type Block,
  type FunctionIr,
  type Instruction,
  isReference,
  type Loop,
  newValue,
  numberType,
  type StructType,
  type Type,
  type Value,
} from '../../ir/ir.ts';
import { Ranges } from '../../analysis/ranges.ts';
import { copyInstruction } from '../../ir/visit.ts';
import { Builder } from '../../rules/builder.ts';
import { shadowType } from '../../rules/shadow-type.ts';
import { adjointName, type Adjoints } from './adjoints.ts';
import type { Environment } from './environment.ts';
import type { ForwardStep } from './forward-step.ts';
import { Lifetimes } from './lifetimes.ts';
import { TieChains } from './tie-chains.ts';
import { valuesTested } from './values-tested.ts';

export interface ReverseOptions {
  /** Mark kinks with `kink` instructions. */
  readonly ties?: boolean;
  /** The cotangent of number results, if it is known: it is then no parameter. */
  readonly seed?: number;
}

/** The pair of a recursive function: its forward sweep, and its reverse sweep. */
export interface Pair {
  readonly forward: FunctionIr;
  readonly backward: FunctionIr;
  /** Which parameters the reverse sweep is given as they were, and the place of the first among its own. */
  readonly given: readonly number[];
  readonly givenFrom: number;
}

/** Of the parameters of recursive functions, those that their reverse sweeps do something with. */
export type Given = ReadonlyMap<FunctionIr, ReadonlySet<number>>;

/** The two sweeps over a block. */
export interface Sweeps {
  /** Runs a block forward. With `record` the reverse sweep of the same place will follow. */
  forwardBlock(context: Context, block: Block, environment: Environment, record: boolean): void;
  /** Runs a block backwards, from the adjoints of what it defines to those of what it uses. */
  backwardBlock(context: Context, block: Block, environment: Environment, adjoints: Adjoints): void;
}

export class Context {
  readonly builder = new Builder();
  /** The function that is differentiated. */
  readonly root: FunctionIr;
  readonly activity: Activity;
  readonly lifetimes: Lifetimes;
  readonly finished: FinishedMemory;
  readonly tieChains = new TieChains();
  readonly ties: boolean;
  /** What changes with the inputs, also where only a comparison sees it: there the program can tie. */
  readonly varied: Activity;
  /** The step of the loop around whose values would have to be kept; undefined where they are at hand. */
  forwardStep: ForwardStep | undefined;
  /** True while the test of a loop is written, which the reverse sweep does not run again. */
  inTest = false;
  readonly seed: number | undefined;
  readonly pairs = new Map<FunctionIr, Pair>();
  /** What the reverse sweeps of recursive functions are given of their parameters; all of them while it is not known. */
  readonly given: Given | undefined;
  /** Tapes of the function being written, made at its beginning. */
  prologue: Instruction[] = [];
  /** The record of tapes that recursive functions share, and its type. */
  readonly tapesType: StructType = { kind: 'struct', fields: new Map(), tuple: false };
  readonly sharedTapes: Value = newValue(this.tapesType, 'tapes');
  currentTapes: Value | undefined;
  /** Which old read a copied one stands for. */
  readonly oldReads = new Map<Instruction, Read>();
  /** Reads of references from shadows, with the read of the program that each stands beside. */
  readonly shadowReads = new Map<Instruction, Read>();
  /** Which way each loop goes, once it is settled. */
  readonly modes = new Map<Loop, 'repeat' | 'remember'>();
  /** What a repeating loop remembers all the same, once it is settled. */
  readonly kept = new Map<Loop, readonly (Read | Apply)[]>();
  /** Lists that are parameters themselves, and whether their shadows may have grown by reads past the end. */
  readonly parameterLists = new Map<AliasClass, 'kept' | 'to be cut back'>();
  /** Which reads are in the range of their array. */
  readonly ranges: Ranges;
  private readonly tested: ReadonlySet<Value>;
  private readonly sweeps: Sweeps;

  constructor(
    fn: FunctionIr,
    activity: Activity,
    varied: Activity,
    sweeps: Sweeps,
    { ties = false, seed }: ReverseOptions,
    given?: Given,
  ) {
    this.root = fn;
    this.activity = activity;
    this.lifetimes = new Lifetimes(fn, activity.classes);
    this.finished = new FinishedMemory(fn, activity.classes);
    this.ties = ties;
    this.varied = varied;
    this.seed = seed;
    this.given = given;
    this.sweeps = sweeps;
    this.tested = valuesTested(fn);
    this.ranges = new Ranges(fn, activity.classes);
    for (const parameter of fn.parameters)
      if (isReference(parameter.type)) this.parameterLists.set(this.classOf(parameter), 'kept');
  }

  forwardBlock(block: Block, environment: Environment, record: boolean): void {
    this.sweeps.forwardBlock(this, block, environment, record);
  }

  backwardBlock(block: Block, environment: Environment, adjoints: Adjoints): void {
    this.sweeps.backwardBlock(this, block, environment, adjoints);
  }

  classOf(reference: Value): AliasClass {
    return this.activity.classes.classOf(reference);
  }

  /** True if the program asks whether a value is there. */
  isLookedAt(value: Value): boolean {
    return this.tested.has(value);
  }

  /** True if arrays of the class of this one grow and shrink, other than by stores past their end. */
  changesLength(array: Value): boolean {
    return changesLength(this.classOf(array));
  }

  fresh(value: Value, environment: Environment): Value {
    const copy = newValue(value.type, value.name);
    environment.set(value, copy);
    return copy;
  }

  freshShadow(value: Value, environment: Environment): Value {
    const shadow = newValue(shadowType(value.type), adjointName(value));
    environment.setShadow(value, shadow);
    return shadow;
  }

  copy<I extends Instruction>(instruction: I, environment: Environment): I {
    return this.builder.emit(copyInstruction(instruction, environment)) as I;
  }

  /** What a shadow holds where memory of type `held` holds a value: zero for numbers, also for those that come later. */
  shadowElement(value: Value, environment: Environment, held?: Type): Value {
    if (value.type.kind === 'number' || held?.kind === 'number') return this.builder.constant(0);
    return environment.shadow(value) ?? this.builder.constant(undefined);
  }

  addIfActive(adjoints: Adjoints, value: Value, term: Value): void {
    if (this.activity.isActive(value)) adjoints.add(this.builder, value, term);
  }

  /** A tape for values of a type: of the function's own, or shared if the function may run inside itself. */
  newTape(type: Type): Value {
    const element: Type = type.kind === 'unknown' ? numberType : type;
    const tapeType: Type = { kind: 'array', element, storage: 'list' };
    if (this.currentTapes === undefined) {
      const result = newValue(tapeType, 'tape');
      this.prologue.push({ kind: 'list', result, elements: [], tape: true });
      return result;
    }
    const field = `tape${this.tapesType.fields.size}`;
    this.tapesType.fields.set(field, tapeType);
    const result = newValue(tapeType, field);
    this.prologue.push({ kind: 'get-field', result, object: this.currentTapes, field });
    return result;
  }
}
