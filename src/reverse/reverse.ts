/**
 * Reverse mode: IR → IR. The program runs forward, then backwards with adjoints. In: a function and which of
 * its parameters are active. Out: a function whose parameters are the old ones, then a cotangent per result
 * (a number, or a shadow for arrays and records), then a shadow per active array or record, into which its
 * adjoint is added; it yields the old results, then the adjoints of the active number parameters.
 *
 * Straight-line code keeps what it needs in values. A branch hands the values its reverse needs out as further
 * results. A loop is run backwards in one of two ways. *Repeat*: each reverse step runs the body of its
 * iteration again and then backwards; what an iteration started from is computed from its number where it can
 * be, and remembered otherwise; writes to memory outside are left out the second time. *Remember*: the forward
 * sweep stores the values that the reverse sweep will use. Repeating needs that the body reads the same memory
 * again; where it cannot be sure, the loop remembers. Only what is really used is stored, found after the
 * reverse code is written. Functions that recurse become a pair, one for each sweep.
 *
 * Guaranteed: results are computed by the same operations in the same order; structural zeros stay zero
 * (0·∞ = 0). Sources: Griewank and Walther, Evaluating Derivatives, chapters 3 and 12; Moses and Churavy,
 * Instead of rewriting foreign code for machine learning, NeurIPS 2020, for shadows of memory.
 */
import { SecantError, unreachable } from '../base/diagnostics.ts';
import { type Activity, analyseActivity } from '../ir/activity.ts';
import { type AliasClass, aliasClasses } from '../ir/alias.ts';
import {
  type Apply,
  type Block,
  booleanType,
  type Call,
  type FunctionIr,
  type If,
  type Instruction,
  isReference,
  type Loop,
  newValue,
  numberType,
  type StructType,
  type Type,
  type Value,
} from '../ir/ir.ts';
import { copyBlock, copyInstruction, freeValues, operandsOf, walk } from '../ir/visit.ts';
import { Builder, emptyBlock } from '../rules/builder.ts';
import { carriesDerivative, rules } from '../rules/index.ts';
import { carriesNumbers, zerosLike } from '../rules/zeros.ts';
import { adjointName, Adjoints, newAdjoint } from './adjoints.ts';
import { definedIn, neededFrom, usedFrom } from './demand.ts';
import { Environment } from './environment.ts';
import { Lifetimes, stepOf } from './lifetimes.ts';
import { addShadowed } from './shadows.ts';

export interface ReverseOptions {
  /** Mark kinks with `kink` instructions. */
  readonly ties?: boolean;
}

/** Differentiates a function in reverse mode. `derive` instructions must have been expanded. */
export function reverse(fn: FunctionIr, active: readonly boolean[], options: ReverseOptions = {}): FunctionIr {
  const classes = aliasClasses(fn);
  const activity = analyseActivity(fn, active, classes, carriesDerivative);
  return new Reverse(fn, activity, options).root(fn, active);
}

/** The pair of a recursive function: its forward sweep, and its reverse sweep. */
interface Pair {
  readonly forward: FunctionIr;
  readonly backward: FunctionIr;
}

class Reverse {
  private readonly builder = new Builder();
  private readonly activity: Activity;
  private readonly lifetimes: Lifetimes;
  private readonly ties: boolean;
  private readonly pairs = new Map<FunctionIr, Pair>();
  /** Tapes of the function being written, made at its beginning. */
  private prologue: Instruction[] = [];
  /** The record of tapes that recursive functions share, and its type. */
  private readonly tapesType: StructType = { kind: 'struct', fields: new Map(), tuple: false };
  private readonly sharedTapes: Value = newValue(this.tapesType, 'tapes');
  private currentTapes: Value | undefined;

  constructor(fn: FunctionIr, activity: Activity, { ties = false }: ReverseOptions) {
    this.activity = activity;
    this.lifetimes = new Lifetimes(fn, activity.classes);
    this.ties = ties;
  }

  // ── The function as a whole ───────────────────────────────────────────────────────────────────────

  root(fn: FunctionIr, active: readonly boolean[]): FunctionIr {
    const environment = new Environment();
    const parameters = fn.parameters.map((parameter) => this.fresh(parameter, environment));
    const cotangents = fn.body.yields.map((value) =>
      carriesNumbers(value.type) ? newValue(value.type, 'cotangent') : undefined,
    );
    parameters.push(...cotangents.filter((value) => value !== undefined));
    const adjointOf: Value[] = [];
    fn.parameters.forEach((parameter, k) => {
      if (!active[k]) return;
      if (isReference(parameter.type)) {
        const shadow = newValue(parameter.type, adjointName(parameter));
        environment.setShadow(parameter, shadow);
        parameters.push(shadow);
      } else adjointOf.push(parameter);
    });
    const body = emptyBlock();
    this.builder.inBlock(body, () => {
      fn.parameters.forEach((parameter, k) => {
        if (active[k] || !isReference(parameter.type) || !this.activity.isActive(parameter)) return;
        environment.setShadow(parameter, zerosLike(this.builder, environment.primal(parameter)));
      });
      this.forwardBlock(fn.body, environment, true);
      const results = fn.body.yields.map((value) => environment.primal(value));
      const adjoints = new Adjoints();
      fn.body.yields.forEach((value, k) => {
        const cotangent = cotangents[k];
        if (cotangent === undefined || value.constant !== undefined || !this.activity.isActive(value)) return;
        if (!isReference(value.type)) adjoints.add(this.builder, value, cotangent);
        else {
          const shadow = environment.shadow(value);
          if (shadow) addShadowed(this.builder, shadow, cotangent);
        }
      });
      this.backwardBlock(fn.body, environment, adjoints);
      body.yields = [...results, ...adjointOf.map((parameter) => adjoints.get(parameter) ?? this.builder.constant(0))];
    });
    if (this.pairs.size > 0) this.prologue.unshift(...this.makeSharedTapes());
    body.instructions.unshift(...this.prologue);
    return { name: `${fn.name}_bar`, parameters, body };
  }

  private makeSharedTapes(): Instruction[] {
    const lists: Instruction[] = [];
    const names: string[] = [];
    const elements: Value[] = [];
    for (const [name, type] of this.tapesType.fields) {
      const result = newValue(type, name);
      lists.push({ kind: 'list', result, elements: [] });
      names.push(name);
      elements.push(result);
    }
    return [...lists, { kind: 'struct', result: this.sharedTapes, names, elements }];
  }

  private fresh(value: Value, environment: Environment): Value {
    const copy = newValue(value.type, value.name);
    environment.set(value, copy);
    return copy;
  }

  /** A tape for values of a type: of the function's own, or shared if the function may run inside itself. */
  private newTape(type: Type): Value {
    const element: Type = type.kind === 'unknown' ? numberType : type;
    const tapeType: Type = { kind: 'array', element, storage: 'list' };
    if (this.currentTapes === undefined) {
      const result = newValue(tapeType, 'tape');
      this.prologue.push({ kind: 'list', result, elements: [] });
      return result;
    }
    const field = `tape${this.tapesType.fields.size}`;
    this.tapesType.fields.set(field, tapeType);
    const result = newValue(tapeType, field);
    this.prologue.push({ kind: 'get-field', result, object: this.currentTapes, field });
    return result;
  }

  // ── Forward sweep ─────────────────────────────────────────────────────────────────────────────────

  /** Runs a block forward. With `record` the reverse sweep of the same place will follow. */
  private forwardBlock(block: Block, environment: Environment, record: boolean): void {
    for (const instruction of block.instructions) {
      if (environment.remembered.has(instruction)) continue;
      if ('span' in instruction) this.builder.span = instruction.span;
      this.forwardInstruction(instruction, environment, record);
    }
  }

  private copy<I extends Instruction>(instruction: I, environment: Environment): I {
    return this.builder.emit(copyInstruction(instruction, environment)) as I;
  }

  private forwardInstruction(instruction: Instruction, environment: Environment, record: boolean): void {
    switch (instruction.kind) {
      case 'apply': {
        const copy = this.copy(instruction, environment);
        const { tie } = rules[instruction.operation];
        if (record && this.ties && tie && instruction.args.some((arg) => this.activity.isActive(arg))) {
          const [left, right] = tie(this.builder, copy.args);
          this.builder.emit({ kind: 'kink', left, right });
        }
        return;
      }
      case 'if':
        this.forwardIf(instruction, environment, record);
        return;
      case 'loop':
        this.forwardLoop(instruction, environment, record);
        return;
      case 'call':
        this.forwardCall(instruction, environment);
        return;
      case 'derive':
        throw new SecantError('S901', 'an inner derivative was not expanded');
      case 'kink':
        return;
      case 'throw':
        this.copy(instruction, environment);
        return;
      default:
        this.forwardMemory(instruction, environment);
    }
  }

  private forwardIf(instruction: If, environment: Environment, record: boolean): void {
    const condition = environment.primal(instruction.condition);
    const shadowed = instruction.results.flatMap((result, k) =>
      isReference(result.type) && this.activity.isActive(result) ? [k] : [],
    );
    const branch = (block: Block): { block: Block; inside: Environment } => {
      const inside = new Environment(environment);
      const result = emptyBlock();
      this.builder.inBlock(result, () => {
        this.forwardBlock(block, inside, record);
        result.yields = block.yields.map((value) => inside.primal(value));
        for (const k of shadowed)
          result.yields.push(inside.shadow(block.yields[k]!) ?? this.builder.constant(undefined));
      });
      return { block: result, inside };
    };
    const then = branch(instruction.then);
    const otherwise = branch(instruction.otherwise);
    const results = instruction.results.map((result) => this.fresh(result, environment));
    for (const k of shadowed) results.push(this.freshShadow(instruction.results[k]!, environment));
    const emitted = this.builder.emit({
      kind: 'if' as const,
      condition,
      then: then.block,
      otherwise: otherwise.block,
      results,
      span: instruction.span,
    });
    environment.records.set(instruction, { kind: 'if', then: then.inside, otherwise: otherwise.inside, emitted });
  }

  private freshShadow(value: Value, environment: Environment): Value {
    const shadow = newValue(value.type, adjointName(value));
    environment.setShadow(value, shadow);
    return shadow;
  }

  private forwardLoop(instruction: Loop, environment: Environment, record: boolean): void {
    const mode = record ? this.modeOf(instruction) : 'repeat';
    const inside = new Environment(environment);
    const shadowed = instruction.parameters.flatMap((parameter, k) =>
      isReference(parameter.type) && this.activity.isActive(parameter) ? [k] : [],
    );
    const initial = instruction.initial.map((value) => environment.primal(value));
    for (const k of shadowed)
      initial.push(environment.shadow(instruction.initial[k]!) ?? this.builder.constant(undefined));
    const parameters = instruction.parameters.map((parameter) => this.fresh(parameter, inside));
    for (const k of shadowed) parameters.push(this.freshShadow(instruction.parameters[k]!, inside));
    const test = emptyBlock();
    this.builder.inBlock(test, () => {
      this.forwardBlock(instruction.test, inside, false);
      test.yields = instruction.test.yields.map((value) => inside.primal(value));
    });
    const body = emptyBlock();
    this.builder.inBlock(body, () => {
      this.forwardBlock(instruction.body, inside, record && mode === 'remember');
      body.yields = instruction.body.yields.map((value) => inside.primal(value));
      for (const k of shadowed)
        body.yields.push(inside.shadow(instruction.body.yields[k]!) ?? this.builder.constant(undefined));
    });
    const results = instruction.results.map((result) => this.fresh(result, environment));
    for (const k of shadowed) results.push(this.freshShadow(instruction.results[k]!, environment));
    const emitted: Loop = { kind: 'loop', initial, parameters, test, body, results, span: instruction.span };
    this.builder.emit(emitted);
    if (!record) return;
    const trips = this.tripsOf(instruction, emitted);
    environment.records.set(instruction, { kind: 'loop', mode, emitted, trips, inside });
  }

  /** How often a loop ran: from a whole-number parameter that moves by a constant, else counted. */
  private tripsOf(old: Loop, emitted: Loop): Value {
    const k = old.parameters.findIndex((parameter, index) => {
      const step = stepOf(old, index)?.constant?.value;
      return typeof step === 'number' && step !== 0 && this.lifetimes.isInteger(parameter);
    });
    if (k >= 0) {
      const distance = this.builder.apply('sub', emitted.results[k]!, emitted.initial[k]!);
      return this.builder.apply('div', distance, stepOf(old, k)!);
    }
    const parameter = newValue(numberType, 'trips');
    const result = newValue(numberType, 'trips');
    this.builder.inBlock(emitted.body, () =>
      emitted.body.yields.push(this.builder.apply('add', parameter, this.builder.constant(1))),
    );
    emitted.initial.push(this.builder.constant(0));
    emitted.parameters.push(parameter);
    emitted.results.push(result);
    return result;
  }

  /** Arrays and records in the forward sweep: shadows take the same shape, with zeros for numbers. */
  private forwardMemory(
    instruction: Exclude<Instruction, { kind: 'apply' | 'if' | 'loop' | 'call' | 'derive' | 'throw' | 'kink' }>,
    environment: Environment,
  ): void {
    const { builder } = this;
    const written = writtenReference(instruction);
    if (written && environment.leftOut(this.classOf(written))) {
      if (instruction.kind === 'pop') unreachable('a pop that is run again');
      return;
    }
    // The old length is needed to undo a change of length.
    let before: Value | undefined;
    if (instruction.kind === 'set-length' && this.activity.isActive(instruction.array))
      before = builder.length(environment.primal(instruction.array));
    const copy = this.copy(instruction, environment);
    if (isRead(instruction)) this.oldReads.set(copy, instruction);
    switch (instruction.kind) {
      case 'allocate': {
        if (!this.activity.isActive(instruction.result) || copy.kind !== 'allocate') return;
        const result = this.freshShadow(instruction.result, environment);
        const plain = instruction.result.type.kind === 'array' && isReference(instruction.result.type.element);
        builder.emit({ kind: 'allocate', result, length: copy.length, fill: plain ? undefined : builder.constant(0) });
        return;
      }
      case 'list':
      case 'struct': {
        if (!this.activity.isActive(instruction.result)) return;
        const elements = instruction.elements.map((element) => this.shadowElement(element, environment));
        const result = this.freshShadow(instruction.result, environment);
        if (instruction.kind === 'list') builder.emit({ kind: 'list', result, elements });
        else builder.emit({ kind: 'struct', result, names: instruction.names, elements });
        return;
      }
      case 'load': {
        const array = environment.shadow(instruction.array);
        if (!isReference(instruction.result.type) || array === undefined || !this.activity.isActive(instruction.result))
          return;
        builder.emit({
          kind: 'load',
          result: this.freshShadow(instruction.result, environment),
          array,
          index: environment.primal(instruction.index),
        });
        return;
      }
      case 'pop': {
        const array = environment.shadow(instruction.array);
        if (array === undefined) return;
        const result = isReference(instruction.result.type)
          ? this.freshShadow(instruction.result, environment)
          : newValue(instruction.result.type);
        builder.emit({ kind: 'pop', result, array });
        environment.records.set(instruction, { kind: 'pop', shadow: result });
        return;
      }
      case 'get-field': {
        const object = environment.shadow(instruction.object);
        if (
          !isReference(instruction.result.type) ||
          object === undefined ||
          !this.activity.isActive(instruction.result)
        )
          return;
        builder.emit({
          kind: 'get-field',
          result: this.freshShadow(instruction.result, environment),
          object,
          field: instruction.field,
        });
        return;
      }
      case 'store': {
        const array = environment.shadow(instruction.array);
        if (array === undefined) return;
        if (isReference(instruction.value.type)) {
          builder.emit({
            kind: 'store',
            array,
            index: environment.primal(instruction.index),
            value: this.shadowElement(instruction.value, environment),
          });
        } else if (instruction.array.type.kind === 'array' && instruction.array.type.storage === 'list')
          this.growShadow(array, environment.primal(instruction.index));
        return;
      }
      case 'push': {
        const array = environment.shadow(instruction.array);
        if (array !== undefined)
          builder.emit({ kind: 'push', array, value: this.shadowElement(instruction.value, environment) });
        return;
      }
      case 'set-length': {
        const array = environment.shadow(instruction.array);
        if (array === undefined || before === undefined) return;
        if (instruction.array.type.kind === 'array' && isReference(instruction.array.type.element)) {
          throw new SecantError('S101', 'the length of an array of arrays is set', {
            span: instruction.span,
            hint: 'use push, pop or slice',
          });
        }
        this.resize(array, before, environment.primal(instruction.length));
        environment.records.set(instruction, { kind: 'set-length', before });
        return;
      }
      case 'set-field': {
        const object = environment.shadow(instruction.object);
        if (object !== undefined && isReference(instruction.value.type)) {
          builder.emit({
            kind: 'set-field',
            object,
            field: instruction.field,
            value: this.shadowElement(instruction.value, environment),
          });
        }
        return;
      }
      case 'accumulate':
      case 'accumulate-field':
      case 'length':
        return;
    }
  }

  /** A store just past the end of a list makes it longer, and its shadow with it. */
  private growShadow(array: Value, index: Value): void {
    const { builder } = this;
    const isNew = builder.apply('ge', index, builder.length(array));
    builder.choose(
      isNew,
      [],
      () => {
        const length = builder.length(array);
        const missing = builder.apply('add', builder.apply('sub', index, length), builder.constant(1));
        builder.count(missing, [], () => {
          builder.emit({ kind: 'push', array, value: builder.constant(0) });
          return [];
        });
        return [];
      },
      () => [],
    );
  }

  /** Changes the length of a shadow; new places are zero. */
  private resize(array: Value, from: Value, to: Value): void {
    const { builder } = this;
    builder.choose(
      builder.apply('lt', to, from),
      [],
      () => {
        builder.emit({ kind: 'set-length', array, length: to });
        return [];
      },
      () => {
        builder.count(builder.apply('sub', to, from), [], () => {
          builder.emit({ kind: 'push', array, value: builder.constant(0) });
          return [];
        });
        return [];
      },
    );
  }

  private shadowElement(value: Value, environment: Environment): Value {
    if (value.type.kind === 'number') return this.builder.constant(0);
    return environment.shadow(value) ?? this.builder.constant(undefined);
  }

  // ── Reverse sweep ─────────────────────────────────────────────────────────────────────────────────

  private backwardBlock(block: Block, environment: Environment, adjoints: Adjoints): void {
    for (let k = block.instructions.length - 1; k >= 0; k--) {
      const instruction = block.instructions[k]!;
      if ('span' in instruction) this.builder.span = instruction.span;
      this.backwardInstruction(instruction, environment, adjoints);
    }
  }

  private backwardInstruction(instruction: Instruction, environment: Environment, adjoints: Adjoints): void {
    const { builder } = this;
    switch (instruction.kind) {
      case 'apply':
        this.backwardApply(instruction, environment, adjoints);
        return;
      case 'if':
        this.backwardIf(instruction, environment, adjoints);
        return;
      case 'loop':
        this.backwardLoop(instruction, environment, adjoints);
        return;
      case 'call':
        this.backwardCall(instruction, environment, adjoints);
        return;
      case 'load': {
        const adjoint = adjoints.take(instruction.result);
        const array = environment.shadow(instruction.array);
        if (adjoint === undefined || array === undefined || isReference(instruction.result.type)) return;
        this.addToElement(array, environment.primal(instruction.index), adjoint);
        return;
      }
      case 'get-field': {
        const adjoint = adjoints.take(instruction.result);
        const object = environment.shadow(instruction.object);
        if (adjoint !== undefined && object !== undefined)
          builder.emit({ kind: 'accumulate-field', object, field: instruction.field, value: adjoint });
        return;
      }
      case 'store': {
        const array = environment.shadow(instruction.array);
        if (array === undefined || isReference(instruction.value.type)) return;
        const index = environment.primal(instruction.index);
        const adjoint = this.fromMemory(instruction.value, (result) =>
          builder.emit({ kind: 'load', result, array, index }),
        );
        builder.emit({ kind: 'store', array, index, value: builder.constant(0) });
        this.addIfActive(adjoints, instruction.value, adjoint);
        return;
      }
      case 'accumulate': {
        const array = environment.shadow(instruction.array);
        if (array === undefined || !this.activity.isActive(instruction.value)) return;
        const index = environment.primal(instruction.index);
        this.addIfActive(
          adjoints,
          instruction.value,
          this.fromMemory(instruction.value, (result) => builder.emit({ kind: 'load', result, array, index })),
        );
        return;
      }
      case 'set-field': {
        const object = environment.shadow(instruction.object);
        const { field } = instruction;
        if (
          object === undefined ||
          instruction.value.type.kind !== 'number' ||
          !this.activity.holdsActive(instruction.object, field)
        )
          return;
        const adjoint = this.fromMemory(instruction.value, (result) =>
          builder.emit({ kind: 'get-field', result, object, field }),
        );
        builder.emit({ kind: 'set-field', object, field, value: builder.constant(0) });
        this.addIfActive(adjoints, instruction.value, adjoint);
        return;
      }
      case 'accumulate-field': {
        const object = environment.shadow(instruction.object);
        if (object === undefined || !this.activity.isActive(instruction.value)) return;
        const { field } = instruction;
        this.addIfActive(
          adjoints,
          instruction.value,
          this.fromMemory(instruction.value, (result) => builder.emit({ kind: 'get-field', result, object, field })),
        );
        return;
      }
      case 'allocate':
        this.backwardFill(instruction, environment, adjoints);
        return;
      case 'list':
      case 'struct': {
        const shadow = environment.shadow(instruction.result);
        if (shadow === undefined) return;
        instruction.elements.forEach((element, k) => {
          if (isReference(element.type) || !this.activity.isActive(element)) return;
          const read = (result: Value): unknown =>
            instruction.kind === 'list'
              ? builder.emit({ kind: 'load', result, array: shadow, index: builder.constant(k) })
              : builder.emit({ kind: 'get-field', result, object: shadow, field: instruction.names[k]! });
          this.addIfActive(adjoints, element, this.fromMemory(element, read));
        });
        return;
      }
      case 'push': {
        const array = environment.shadow(instruction.array);
        if (array === undefined) return;
        const adjoint = this.fromMemory(instruction.value, (result) => builder.emit({ kind: 'pop', result, array }));
        if (!isReference(instruction.value.type)) this.addIfActive(adjoints, instruction.value, adjoint);
        return;
      }
      case 'pop': {
        const array = environment.shadow(instruction.array);
        const record = environment.records.get(instruction);
        if (array === undefined || record?.kind !== 'pop') return;
        const adjoint = adjoints.take(instruction.result);
        const value = isReference(instruction.result.type)
          ? record.shadow
          : (adjoint ?? builder.constant(instruction.result.type.kind === 'number' ? 0 : undefined));
        // Popping an empty array takes nothing, so nothing is put back.
        const taken = environment.primal(instruction.result);
        builder.choose(
          builder.apply('is_undefined', taken),
          [],
          () => [],
          () => {
            builder.emit({ kind: 'push', array, value });
            return [];
          },
        );
        return;
      }
      case 'set-length': {
        const array = environment.shadow(instruction.array);
        const record = environment.records.get(instruction);
        if (array !== undefined && record?.kind === 'set-length')
          this.resize(array, environment.primal(instruction.length), record.before);
        return;
      }
      case 'length':
      case 'throw':
      case 'kink':
      case 'derive':
        return;
    }
  }

  /** Reads an adjoint from memory: zero there may mean that nothing was added. */
  private fromMemory(value: Value, read: (result: Value) => unknown): Value {
    const result = newValue(value.type, adjointName(value));
    read(result);
    Adjoints.mark(result, 'memory');
    return result;
  }

  private addIfActive(adjoints: Adjoints, value: Value, term: Value): void {
    if (this.activity.isActive(value)) adjoints.add(this.builder, value, term);
  }

  /** Adds to an element of a shadow. A read past the end gave undefined, and there is nothing to add to. */
  private addToElement(array: Value, index: Value, adjoint: Value): void {
    const { builder } = this;
    const add = (): Value[] => {
      builder.emit({ kind: 'accumulate', array, index, value: adjoint, span: builder.span });
      return [];
    };
    if (Adjoints.zeroKind(adjoint) !== 'branch') {
      add();
      return;
    }
    builder.choose(builder.apply('ne', adjoint, builder.constant(0)), [], add, () => []);
  }

  private backwardFill(
    instruction: Extract<Instruction, { kind: 'allocate' }>,
    environment: Environment,
    adjoints: Adjoints,
  ): void {
    const { builder } = this;
    const shadow = environment.shadow(instruction.result);
    const { fill } = instruction;
    if (shadow === undefined || fill === undefined || isReference(fill.type) || !this.activity.isActive(fill)) return;
    const [total] = builder.count(builder.length(shadow), [builder.constant(0)], (index, [sum]) => {
      const element = builder.load(shadow, index);
      return [builder.apply('add', sum!, element)];
    });
    adjoints.add(builder, fill, total!);
  }

  private backwardApply(instruction: Apply, environment: Environment, adjoints: Adjoints): void {
    const { builder } = this;
    const adjoint = adjoints.take(instruction.result);
    if (adjoint === undefined || !this.activity.isActive(instruction.result)) return;
    const args = instruction.args.map((arg) => environment.primal(arg));
    const result = environment.primal(instruction.result);
    const zero = Adjoints.zeroKind(adjoint);
    if (instruction.operation === 'select') {
      const [condition] = args;
      const none = builder.constant(0);
      const parts = [
        builder.apply('select', condition!, adjoint, none),
        builder.apply('select', condition!, none, adjoint),
      ];
      parts.forEach((part, k) => {
        Adjoints.mark(part, 'branch');
        this.addIfActive(adjoints, instruction.args[k + 1]!, part);
      });
      return;
    }
    const rule = rules[instruction.operation];
    instruction.args.forEach((arg, k) => {
      if (!this.activity.isActive(arg)) return;
      const partial = rule.partials![k]!(builder, args, result);
      const guarded =
        (zero === 'branch' && partial.constant === undefined) || (zero === 'memory' && rule.singular === true);
      const term = builder.apply(guarded ? 'guarded_mul' : 'mul', adjoint, partial);
      if (term !== adjoint) Adjoints.mark(term, zero);
      adjoints.add(builder, arg, term);
    });
  }

  private backwardIf(instruction: If, environment: Environment, adjoints: Adjoints): void {
    const { builder } = this;
    const record = environment.records.get(instruction);
    if (record?.kind !== 'if') return unreachable('an if without a record');
    const results = instruction.results.map((result) => adjoints.take(result));
    const branch = (old: Block, inside: Environment): { block: Block; after: Adjoints } => {
      const after = new Adjoints(adjoints);
      const block = emptyBlock();
      builder.inBlock(block, () => {
        old.yields.forEach((value, k) => {
          const adjoint = results[k];
          if (adjoint !== undefined && this.activity.isActive(value) && !isReference(value.type))
            after.add(builder, value, adjoint);
        });
        this.backwardBlock(old, inside, after);
      });
      return { block, after };
    };
    const then = branch(instruction.then, record.then);
    const otherwise = branch(instruction.otherwise, record.otherwise);
    const merged: { value: Value; a: Value; b: Value }[] = [];
    const none = builder.constant(0);
    for (const value of new Set([...then.after.keys(), ...otherwise.after.keys()])) {
      const a = then.after.get(value) ?? none;
      const b = otherwise.after.get(value) ?? none;
      // The same on both sides: nothing to choose.
      if (a === b) adjoints.set(value, a);
      else merged.push({ value, a, b });
    }
    then.block.yields = merged.map(({ a }) => a);
    otherwise.block.yields = merged.map(({ b }) => b);
    const outputs = merged.map(({ value, a, b }) => {
      const output = newAdjoint(value);
      const kinds = [a, b].map((side) => (side.constant?.value === 0 ? 'branch' : Adjoints.zeroKind(side)));
      Adjoints.mark(output, kinds.includes('branch') ? 'branch' : kinds.includes('memory') ? 'memory' : 'none');
      adjoints.set(value, output);
      return output;
    });
    const { emitted } = record;
    const handOver = (forward: Block, other: Block, backward: Block): Block => {
      const map = new Map<Value, Value>();
      for (const value of usedFrom(backward, definedIn(forward))) {
        const handed = newValue(value.type, value.name);
        forward.yields.push(value);
        other.yields.push(builder.constant(undefined));
        emitted.results.push(handed);
        map.set(value, handed);
      }
      return map.size === 0 ? backward : copyBlock(backward, map);
    };
    const first = handOver(emitted.then, emitted.otherwise, then.block);
    const second = handOver(emitted.otherwise, emitted.then, otherwise.block);
    if (outputs.length === 0 && first.instructions.length === 0 && second.instructions.length === 0) return;
    builder.emit({
      kind: 'if',
      condition: emitted.condition,
      then: first,
      otherwise: second,
      results: outputs,
      span: instruction.span,
    });
  }

  // ── Loops backwards ───────────────────────────────────────────────────────────────────────────────

  private backwardLoop(instruction: Loop, environment: Environment, adjoints: Adjoints): void {
    const { builder } = this;
    const record = environment.records.get(instruction);
    if (record?.kind !== 'loop') return unreachable('a loop without a record');
    const { mode, emitted, trips, inside } = record;
    const active = instruction.parameters.flatMap((parameter, k) =>
      !isReference(parameter.type) && this.activity.isActive(parameter) ? [k] : [],
    );
    const outer = [...freeValues(instruction.body, new Set(instruction.parameters))].filter(
      (value) => !isReference(value.type) && this.activity.isActive(value),
    );
    const none = builder.constant(0);
    const incoming = active.map((k) => adjoints.take(instruction.results[k]!) ?? none);
    const outside = outer.map((value) => adjoints.get(value) ?? none);
    // The adjoint of a pure accumulator (s = s + t) does not change from step to step.
    const steady = active.map((k) => isAccumulator(instruction, k));
    const carried = [
      ...active.flatMap((k, j) => (steady[j] ? [] : [{ value: instruction.parameters[k]!, initial: incoming[j]! }])),
      ...outer.map((value, j) => ({ value, initial: outside[j]! })),
    ];
    const index = newValue(numberType, 'k');
    const parameters = carried.map(({ value, initial }) => {
      const parameter = newAdjoint(value);
      Adjoints.mark(parameter, initial.constant?.value === 0 ? 'memory' : Adjoints.zeroKind(initial));
      return parameter;
    });
    const body = emptyBlock();
    const placeholders = new Map<Value, number>();
    builder.inBlock(body, () => {
      const step =
        mode === 'repeat' ? this.repeatForward(instruction, emitted, index, environment, placeholders) : inside;
      const within = new Adjoints();
      outer.forEach((value, j) => within.set(value, parameters[parameters.length - outer.length + j]!));
      let next = 0;
      active.forEach((k, j) => {
        const adjoint = steady[j] ? incoming[j]! : parameters[next++]!;
        const value = instruction.body.yields[k]!;
        if (adjoint.constant?.value !== 0 && this.activity.isActive(value)) within.add(builder, value, adjoint);
      });
      this.backwardBlock(instruction.body, step, within);
      body.yields = [builder.apply('sub', index, builder.constant(1))];
      active.forEach((k, j) => {
        if (!steady[j]) body.yields.push(within.get(instruction.parameters[k]!) ?? none);
      });
      for (const value of outer) body.yields.push(within.get(value) ?? none);
    });
    const finished =
      mode === 'repeat'
        ? this.fetchStarts(instruction, emitted, inside, body, placeholders)
        : this.remember(instruction, emitted, body, index);
    const test = emptyBlock();
    builder.inBlock(test, () => {
      test.yields = [builder.apply('ge', index, none)];
    });
    const results = carried.map(({ value }, j) => {
      const result = newAdjoint(value);
      Adjoints.mark(result, Adjoints.zeroKind(parameters[j]!));
      return result;
    });
    builder.emit({
      kind: 'loop',
      initial: [builder.apply('sub', trips, builder.constant(1)), ...carried.map(({ initial }) => initial)],
      parameters: [index, ...parameters],
      test,
      body: finished,
      results: [newValue(numberType, 'k'), ...results],
      span: instruction.span,
    });
    outer.forEach((value, j) => adjoints.set(value, results[results.length - outer.length + j]!));
    let next = 0;
    active.forEach((k, j) => {
      const adjoint = steady[j] ? incoming[j]! : results[next++]!;
      if (adjoint.constant?.value !== 0) this.addIfActive(adjoints, instruction.initial[k]!, adjoint);
    });
  }

  /** Repeat: the body of iteration `index`, run again inside the reverse loop. */
  private repeatForward(
    instruction: Loop,
    emitted: Loop,
    index: Value,
    environment: Environment,
    placeholders: Map<Value, number>,
  ): Environment {
    const { builder } = this;
    const remembered = this.unstableReads(instruction);
    const step = new Environment(environment, (of) => !this.lifetimes.isLocal(of, instruction), new Set(remembered));
    instruction.parameters.forEach((parameter, k) => {
      const next = instruction.body.yields[k]!;
      const initial = emitted.initial[k]!;
      const by = stepOf(instruction, k);
      if (next === parameter) {
        step.set(parameter, environment.primal(instruction.initial[k]!));
        const shadow = environment.shadow(instruction.initial[k]!);
        if (shadow) step.setShadow(parameter, shadow);
      } else if (by !== undefined && this.lifetimes.isInteger(parameter)) {
        const distance = builder.apply('mul', index, by);
        step.set(parameter, initial.constant?.value === 0 ? distance : builder.apply('add', initial, distance));
      } else {
        const placeholder = newValue(parameter.type, parameter.name);
        placeholders.set(placeholder, k);
        step.set(parameter, placeholder);
      }
    });
    remembered.forEach((read, j) => {
      const placeholder = newValue(read.result.type, read.result.name);
      placeholders.set(placeholder, -1 - j);
      step.set(read.result, placeholder);
    });
    this.forwardBlock(instruction.body, step, true);
    return step;
  }

  /** Of the values an iteration started from, those that are needed are kept on tapes. */
  private fetchStarts(
    instruction: Loop,
    emitted: Loop,
    inside: Environment,
    body: Block,
    placeholders: ReadonlyMap<Value, number>,
  ): Block {
    if (placeholders.size === 0) return body;
    const needed = neededFrom(body, new Set(placeholders.keys()));
    const remembered = this.unstableReads(instruction);
    const map = new Map<Value, Value>();
    const pops: Instruction[] = [];
    for (const [placeholder, k] of placeholders) {
      if (!needed.has(placeholder)) {
        // It only feeds what nothing uses; any value will do.
        map.set(placeholder, this.builder.constant(isReference(placeholder.type) ? undefined : 0));
        continue;
      }
      const read = k < 0 ? remembered[-1 - k] : undefined;
      const value = read === undefined ? emitted.parameters[k]! : inside.primal(read.result);
      const tape = this.newTape(placeholder.type);
      emitted.body.instructions.push({ kind: 'push', array: tape, value });
      const result = newValue(placeholder.type, placeholder.name);
      pops.push({ kind: 'pop', result, array: tape });
      map.set(placeholder, result);
    }
    const finished = copyBlock(body, map);
    finished.instructions.unshift(...pops);
    return finished;
  }

  /** Remember: every value of the forward body that the reverse body uses is kept, or computed again if that is cheap. */
  private remember(instruction: Loop, emitted: Loop, body: Block, index: Value): Block {
    const { builder } = this;
    const available = definedIn(emitted.body);
    const parameters = new Map(emitted.parameters.map((parameter, k) => [parameter, k]));
    for (const parameter of emitted.parameters) available.add(parameter);
    const map = new Map<Value, Value>();
    const prelude = emptyBlock();
    const definitions = new Map<Value, Instruction>();
    for (const definition of emitted.body.instructions)
      if ('result' in definition) definitions.set(definition.result, definition);
    const fetch = (value: Value): Value => {
      if (value.constant !== undefined || !available.has(value)) return value;
      const known = map.get(value);
      if (known) return known;
      const again = this.computeAgain(instruction, emitted, value, index, parameters, definitions, available, fetch, 0);
      if (again !== undefined) {
        map.set(value, again);
        return again;
      }
      const tape = this.newTape(value.type);
      emitted.body.instructions.push({ kind: 'push', array: tape, value });
      const result = newValue(value.type, value.name);
      prelude.instructions.unshift({ kind: 'pop', result, array: tape });
      map.set(value, result);
      return result;
    };
    const needed = usedFrom(body, available);
    builder.inBlock(prelude, () => needed.forEach(fetch));
    if (map.size === 0) return body;
    const finished = copyBlock(body, map);
    finished.instructions.unshift(...prelude.instructions);
    return finished;
  }

  /** Values that the number of the iteration and unchanging memory give back; undefined if it must be kept. */
  private computeAgain(
    instruction: Loop,
    emitted: Loop,
    value: Value,
    index: Value,
    parameters: ReadonlyMap<Value, number>,
    definitions: ReadonlyMap<Value, Instruction>,
    available: ReadonlySet<Value>,
    fetch: (value: Value) => Value,
    depth: number,
  ): Value | undefined {
    const { builder } = this;
    const k = parameters.get(value);
    if (k !== undefined) {
      const old = instruction.parameters[k];
      if (emitted.body.yields[k] === value) return emitted.initial[k]!;
      if (old === undefined) return undefined;
      const by = stepOf(instruction, k);
      if (by === undefined || !this.lifetimes.isInteger(old)) return undefined;
      const distance = builder.apply('mul', index, by);
      const initial = emitted.initial[k]!;
      return initial.constant?.value === 0 ? distance : builder.apply('add', initial, distance);
    }
    const definition = definitions.get(value);
    if (definition === undefined || depth > 6) return undefined;
    const cheap = (operand: Value): Value | undefined => {
      if (operand.constant !== undefined || !available.has(operand)) return operand;
      return this.computeAgain(
        instruction,
        emitted,
        operand,
        index,
        parameters,
        definitions,
        available,
        fetch,
        depth + 1,
      );
    };
    if (definition.kind === 'apply' && isCheap(definition.operation)) {
      const args = definition.args.map(cheap);
      return args.every((arg) => arg !== undefined)
        ? builder.applyNamed(value.name, definition.operation, args)
        : undefined;
    }
    if (definition.kind === 'load' || definition.kind === 'get-field' || definition.kind === 'length') {
      const old = this.oldReads.get(definition);
      if (old === undefined || !this.lifetimes.isStable(this.classOf(readReference(old)), instruction))
        return undefined;
      const operands =
        definition.kind === 'load'
          ? [definition.array, definition.index]
          : definition.kind === 'length'
            ? [definition.array]
            : [definition.object];
      const again = operands.map(cheap);
      if (!again.every((operand) => operand !== undefined)) return undefined;
      const result = newValue(value.type, value.name);
      if (definition.kind === 'load') builder.emit({ kind: 'load', result, array: again[0]!, index: again[1]! });
      else if (definition.kind === 'length') builder.emit({ kind: 'length', result, array: again[0]! });
      else builder.emit({ kind: 'get-field', result, object: again[0]!, field: definition.field });
      return result;
    }
    return undefined;
  }

  /** Which old read a copied one stands for. */
  private readonly oldReads = new Map<Instruction, Read>();

  // ── Which way a loop goes ─────────────────────────────────────────────────────────────────────────

  private readonly modes = new Map<Loop, 'repeat' | 'remember'>();

  private modeOf(loop: Loop): 'repeat' | 'remember' {
    let mode = this.modes.get(loop);
    if (mode === undefined) this.modes.set(loop, (mode = this.mayRepeat(loop) ? 'repeat' : 'remember'));
    return mode;
  }

  private mayRepeat(loop: Loop): boolean {
    const direct = new Set(loop.body.instructions);
    let may = true;
    loop.parameters.forEach((parameter, k) => {
      if (isReference(parameter.type) && loop.body.yields[k] !== parameter) may = false;
    });
    const outside = (reference: Value): boolean => !this.lifetimes.isLocal(this.classOf(reference), loop);
    walk(loop.body, (instruction) => {
      switch (instruction.kind) {
        case 'call':
        case 'throw':
          may = false;
          return;
        case 'store':
        case 'push':
          if (isReference(instruction.value.type) && outside(instruction.array)) may = false;
          return;
        case 'set-field':
          if (isReference(instruction.value.type) && outside(instruction.object)) may = false;
          return;
        case 'pop':
          if (outside(instruction.array)) may = false;
          return;
        case 'set-length':
          if (outside(instruction.array)) may = false;
          return;
        case 'load':
        case 'get-field':
        case 'length': {
          const reference = readReference(instruction);
          if (outside(reference) && !this.lifetimes.isStable(this.classOf(reference), loop) && !direct.has(instruction))
            may = false;
          // A reference read from memory that changes could be another object the second time.
          if (
            outside(reference) &&
            'result' in instruction &&
            isReference(instruction.result.type) &&
            !this.lifetimes.isStable(this.classOf(reference), loop)
          )
            may = false;
          return;
        }
        default:
      }
    });
    return may;
  }

  /** Reads in the body of a repeating loop whose memory may have changed since: their results are remembered. */
  private unstableReads(loop: Loop): Read[] {
    return loop.body.instructions.filter(isRead).filter((instruction) => {
      const of = this.classOf(readReference(instruction));
      return !this.lifetimes.isLocal(of, loop) && !this.lifetimes.isStable(of, loop);
    });
  }

  private classOf(reference: Value): AliasClass {
    return this.activity.classes.classOf(reference);
  }

  // ── Recursive functions ───────────────────────────────────────────────────────────────────────────

  private forwardCall(instruction: Call, environment: Environment): void {
    const { target } = instruction;
    const pair = this.pairOf(target);
    const args = instruction.args.map((arg) => environment.primal(arg));
    target.parameters.forEach((parameter, k) => {
      if (isReference(parameter.type) && this.activity.isActive(parameter))
        args.push(environment.shadow(instruction.args[k]!) ?? this.builder.constant(undefined));
    });
    args.push(this.currentTapes ?? this.sharedTapes);
    const results = instruction.results.map((result) => this.fresh(result, environment));
    target.body.yields.forEach((value, k) => {
      const result = instruction.results[k];
      if (result && isReference(value.type) && this.activity.isActive(value))
        results.push(this.freshShadow(result, environment));
    });
    this.builder.emit({ kind: 'call', target: pair.forward, args, results, span: instruction.span });
  }

  private backwardCall(instruction: Call, environment: Environment, adjoints: Adjoints): void {
    const { target } = instruction;
    const pair = this.pairOf(target);
    const args: Value[] = [];
    target.body.yields.forEach((value, k) => {
      if (isReference(value.type) || !this.activity.isActive(value)) return;
      const result = instruction.results[k];
      args.push((result && adjoints.take(result)) ?? this.builder.constant(0));
    });
    args.push(this.currentTapes ?? this.sharedTapes);
    const active = target.parameters.flatMap((parameter, k) =>
      !isReference(parameter.type) && this.activity.isActive(parameter) ? [k] : [],
    );
    const results = active.map((k) => newAdjoint(instruction.args[k]!));
    this.builder.emit({ kind: 'call', target: pair.backward, args, results, span: instruction.span });
    active.forEach((k, j) => {
      Adjoints.mark(results[j]!, 'branch');
      this.addIfActive(adjoints, instruction.args[k]!, results[j]!);
    });
    void environment;
  }

  private pairOf(fn: FunctionIr): Pair {
    const known = this.pairs.get(fn);
    if (known) return known;
    const pair: Pair = {
      forward: { name: `${fn.name}_forward`, parameters: [], body: emptyBlock() },
      backward: { name: `${fn.name}_bar`, parameters: [], body: emptyBlock() },
    };
    this.pairs.set(fn, pair);
    const outer = { prologue: this.prologue, tapes: this.currentTapes };
    const environment = new Environment();
    const forwardTapes = newValue(this.tapesType, 'tapes');
    this.prologue = [];
    this.currentTapes = forwardTapes;
    pair.forward.parameters = fn.parameters.map((parameter) => this.fresh(parameter, environment));
    for (const parameter of fn.parameters) {
      if (isReference(parameter.type) && this.activity.isActive(parameter))
        pair.forward.parameters.push(this.freshShadow(parameter, environment));
    }
    const own = new Set(pair.forward.parameters);
    pair.forward.parameters.push(forwardTapes);
    const { body } = pair.forward;
    this.builder.inBlock(body, () => {
      this.forwardBlock(fn.body, environment, true);
      body.yields = fn.body.yields.map((value) => environment.primal(value));
      for (const value of fn.body.yields) {
        if (isReference(value.type) && this.activity.isActive(value))
          body.yields.push(environment.shadow(value) ?? this.builder.constant(undefined));
      }
    });
    const forwardPrologue = this.prologue;
    const backwardTapes = newValue(this.tapesType, 'tapes');
    this.prologue = [];
    this.currentTapes = backwardTapes;
    const adjoints = new Adjoints();
    const backward = emptyBlock();
    this.builder.inBlock(backward, () => {
      for (const value of fn.body.yields) {
        if (isReference(value.type) || !this.activity.isActive(value)) continue;
        const cotangent = newAdjoint(value);
        Adjoints.mark(cotangent, 'branch');
        pair.backward.parameters.push(cotangent);
        adjoints.add(this.builder, value, cotangent);
      }
      this.backwardBlock(fn.body, environment, adjoints);
      for (const parameter of fn.parameters) {
        if (!isReference(parameter.type) && this.activity.isActive(parameter))
          backward.yields.push(adjoints.get(parameter) ?? this.builder.constant(0));
      }
    });
    pair.backward.parameters.push(backwardTapes);
    // Tapes that loops of the forward sweep push to were asked for while writing the reverse sweep: both sweeps read them from their own record.
    this.finishPair(pair, body, backward, own, forwardPrologue, forwardTapes, backwardTapes);
    this.prologue = outer.prologue;
    this.currentTapes = outer.tapes;
    return pair;
  }

  private finishPair(
    pair: Pair,
    forward: Block,
    backward: Block,
    own: ReadonlySet<Value>,
    forwardPrologue: Instruction[],
    forwardTapes: Value,
    backwardTapes: Value,
  ): void {
    // The loops' tapes: the same field, read by each sweep from its own parameter.
    const map = new Map<Value, Value>();
    const inForward: Instruction[] = [];
    for (const instruction of this.prologue) {
      if (instruction.kind !== 'get-field') continue;
      const result = newValue(instruction.result.type, instruction.result.name);
      map.set(instruction.result, result);
      inForward.push({ kind: 'get-field', result, object: forwardTapes, field: instruction.field });
    }
    const renamed = copyTapes(forward, map);
    forward.instructions.splice(0, Infinity, ...renamed.instructions);
    forward.yields = renamed.yields;
    const available = definedIn(forward);
    for (const value of own) available.add(value);
    const handed = new Map<Value, Value>();
    const pops: Instruction[] = [];
    for (const value of usedFrom(backward, available)) {
      const field = `tape${this.tapesType.fields.size}`;
      const type: Type = {
        kind: 'array',
        element: value.type.kind === 'unknown' ? booleanType : value.type,
        storage: 'list',
      };
      this.tapesType.fields.set(field, type);
      const push = newValue(type, field);
      const pop = newValue(type, field);
      forward.instructions.push(
        { kind: 'get-field', result: push, object: forwardTapes, field },
        { kind: 'push', array: push, value },
      );
      const result = newValue(value.type, value.name);
      pops.unshift(
        { kind: 'get-field', result: pop, object: backwardTapes, field },
        { kind: 'pop', result, array: pop },
      );
      handed.set(value, result);
    }
    forward.instructions.unshift(...forwardPrologue, ...inForward);
    const finished = copyBlock(backward, handed);
    pair.backward.body.yields = finished.yields;
    pair.backward.body.instructions.push(...this.prologue, ...pops, ...finished.instructions);
    pair.forward.body = forward;
  }
}

/** Replaces tapes in place: values keep their identity, because the reverse sweep refers to them. */
function copyTapes(block: Block, map: ReadonlyMap<Value, Value>): Block {
  if (map.size === 0) return block;
  const instructions = block.instructions.map((instruction): Instruction => {
    switch (instruction.kind) {
      case 'push':
      case 'pop':
        return { ...instruction, array: map.get(instruction.array) ?? instruction.array };
      case 'if':
        return {
          ...instruction,
          then: copyTapes(instruction.then, map),
          otherwise: copyTapes(instruction.otherwise, map),
        };
      case 'loop':
        return { ...instruction, test: copyTapes(instruction.test, map), body: copyTapes(instruction.body, map) };
      default:
        return instruction;
    }
  });
  return { instructions, yields: block.yields };
}

/** Operations cheaper to repeat than to store and fetch. */
function isCheap(operation: string): boolean {
  return [
    'add',
    'sub',
    'mul',
    'neg',
    'abs',
    'max',
    'min',
    'lt',
    'le',
    'gt',
    'ge',
    'eq',
    'ne',
    'not',
    'select',
    'floor',
    'is_undefined',
    'number',
    'bitand',
    'bitor',
    'shr',
    'shl',
    'ushr',
  ].includes(operation);
}

type Read = Extract<Instruction, { kind: 'load' | 'length' | 'get-field' }>;

function isRead(instruction: Instruction): instruction is Read {
  return instruction.kind === 'load' || instruction.kind === 'length' || instruction.kind === 'get-field';
}

function readReference(instruction: Read): Value {
  return instruction.kind === 'get-field' ? instruction.object : instruction.array;
}

/** What an instruction writes to, if it writes to memory. */
function writtenReference(instruction: Instruction): Value | undefined {
  switch (instruction.kind) {
    case 'store':
    case 'accumulate':
    case 'push':
    case 'pop':
    case 'set-length':
      return instruction.array;
    case 'set-field':
    case 'accumulate-field':
      return instruction.object;
    default:
      return undefined;
  }
}

/** True if a loop parameter is only added to: s = s + t, with nothing else looking at s inside the loop. */
function isAccumulator(loop: Loop, k: number): boolean {
  const parameter = loop.parameters[k]!;
  const next = loop.body.yields[k]!;
  if (next === parameter) return true;
  const definition = loop.body.instructions.find(
    (instruction) => instruction.kind === 'apply' && instruction.result === next,
  );
  if (definition?.kind !== 'apply') return false;
  const first = definition.args[0] === parameter;
  const fits = definition.operation === 'add' || (definition.operation === 'sub' && first);
  if (!fits || definition.args.filter((arg) => arg === parameter).length !== 1) return false;
  let uses =
    loop.body.yields.filter((value) => value === parameter).length +
    loop.test.yields.filter((value) => value === parameter).length;
  let nextUses = loop.body.yields.filter((value) => value === next).length - 1;
  const count = (block: Block): void =>
    walk(block, (instruction, owner) => {
      for (const operand of operandsAndYields(instruction)) {
        if (operand === parameter && instruction !== definition) uses++;
        if (operand === next) nextUses++;
      }
      void owner;
    });
  count(loop.body);
  count(loop.test);
  return uses === 0 && nextUses === 0;
}

function operandsAndYields(instruction: Instruction): readonly Value[] {
  const inner =
    instruction.kind === 'if'
      ? [...instruction.then.yields, ...instruction.otherwise.yields]
      : instruction.kind === 'loop'
        ? [...instruction.test.yields, ...instruction.body.yields]
        : [];
  return [...operandsOf(instruction), ...inner];
}
