/**
 * Forward mode: IR → IR. Beside every active number runs its tangent, beside every active array and record a
 * shadow of the same shape that holds tangents. In: a function and which of its parameters are active. Out: a
 * function whose parameters are the old ones, then for each active one its tangents, and whose yields are the
 * old ones, then the tangents of each. With `width` w there are w tangents at a time, for Jacobians by chunks.
 * Guaranteed: primal values are computed by the same operations in the same order, so they keep their bits; a
 * tangent that is structurally zero is never multiplied (0·∞ = 0). With `ties` the function marks the call
 * when it stands on a kink. Source: Griewank and Walther, Evaluating Derivatives, chapter 3.
 */
import { SecantError, unreachable } from '../base/diagnostics.ts';
import { type Activity, analyseActivity } from '../ir/activity.ts';
import { aliasClasses } from '../ir/alias.ts';
import {
  type Apply,
  type Block,
  type FunctionIr,
  type If,
  type Instruction,
  isReference,
  type Loop,
  newValue,
  type Value,
} from '../ir/ir.ts';
import { copyInstruction, type Substitution } from '../ir/visit.ts';
import { Builder, emptyBlock } from '../rules/builder.ts';
import { carriesDerivative, rules } from '../rules/index.ts';
import { callPartials, innerProduct } from '../rules/given-partials.ts';
import { shadowType } from '../rules/shadow-type.ts';
import { carriesNumbers, zerosLike } from '../rules/zeros.ts';

export interface ForwardOptions {
  /** Tangents at a time; 1 if not given. */
  readonly width?: number;
  /** Mark kinks with `kink` instructions. */
  readonly ties?: boolean;
  /** The tangent of active number parameters, if it is known: it is then no parameter. */
  readonly seed?: number;
}

/** Differentiates a function in forward mode. `derive` instructions must have been expanded. */
export function forward(fn: FunctionIr, active: readonly boolean[], options: ForwardOptions = {}): FunctionIr {
  const activity = analyseActivity(fn, active, aliasClasses(fn), carriesDerivative);
  return new Forward(activity, options).root(fn, active);
}

class Forward {
  private readonly builder = new Builder();
  private readonly primals: Substitution = new Map();
  /** Tangents (numbers) and shadows (references) of the old program's values. */
  private readonly tangents = new Map<Value, readonly Value[]>();
  private readonly functions = new Map<FunctionIr, FunctionIr>();
  private readonly activity: Activity;
  private readonly width: number;
  private readonly ties: boolean;
  private readonly seed: number | undefined;

  constructor(activity: Activity, { width = 1, ties = false, seed }: ForwardOptions) {
    this.activity = activity;
    this.width = width;
    this.ties = ties;
    this.seed = seed;
  }

  root(fn: FunctionIr, active: readonly boolean[]): FunctionIr {
    const parameters = fn.parameters.map((parameter) => this.fresh(parameter));
    const body = emptyBlock();
    fn.parameters.forEach((parameter, k) => {
      if (!active[k]) return;
      const known = this.seed !== undefined && !isReference(parameter.type);
      const seeds = known ? this.each(() => this.builder.constant(this.seed)) : this.freshTangents(parameter);
      if (!known) parameters.push(...seeds);
      this.tangents.set(parameter, seeds);
    });
    this.builder.inBlock(body, () => {
      // An inactive argument that may be the same object as active memory needs a shadow too.
      fn.parameters.forEach((parameter, k) => {
        if (active[k] || !this.activity.isActive(parameter)) return;
        const primal = this.primal(parameter);
        this.tangents.set(
          parameter,
          this.each(() => zerosLike(this.builder, primal)),
        );
      });
      this.instructions(fn.body);
      body.yields = fn.body.yields.map((value) => this.primal(value));
      for (const value of fn.body.yields) if (carriesNumbers(value.type)) body.yields.push(...this.rootTangents(value));
    });
    return { name: `${fn.name}_dot`, parameters, body };
  }

  private rootTangents(value: Value): readonly Value[] {
    if (!isReference(value.type)) return this.tangentOrZero(value);
    return this.tangents.get(value) ?? this.each(() => zerosLike(this.builder, this.primal(value)));
  }

  private each(make: (k: number) => Value): Value[] {
    return Array.from({ length: this.width }, (_, k) => make(k));
  }

  private fresh(value: Value): Value {
    const copy = newValue(value.type, value.name);
    this.primals.set(value, copy);
    return copy;
  }

  private freshTangents(value: Value): Value[] {
    return this.each((k) => newValue(shadowType(value.type), tangentName(value.name, this.width > 1 ? k : undefined)));
  }

  private primal(value: Value): Value {
    return this.primals.get(value) ?? value;
  }

  private tangent(value: Value): readonly Value[] | undefined {
    return this.tangents.get(value);
  }

  private tangentOrZero(value: Value): readonly Value[] {
    return this.tangents.get(value) ?? this.each(() => this.builder.constant(0));
  }

  private block(block: Block, extra: (yields: Value[]) => void): Block {
    const result = emptyBlock();
    this.builder.inBlock(result, () => {
      this.instructions(block);
      result.yields = block.yields.map((value) => this.primal(value));
      extra(result.yields);
    });
    return result;
  }

  private instructions(block: Block): void {
    for (const instruction of block.instructions) this.instruction(instruction);
  }

  private copy<I extends Instruction>(instruction: I): I {
    return this.builder.emit(copyInstruction(instruction, this.primals)) as I;
  }

  private instruction(instruction: Instruction): void {
    if ('span' in instruction) this.builder.span = instruction.span;
    switch (instruction.kind) {
      case 'apply':
        this.apply(instruction);
        return;
      case 'if':
        this.if(instruction);
        return;
      case 'loop':
        this.loop(instruction);
        return;
      case 'call':
        this.call(instruction);
        return;
      case 'derive':
        throw new SecantError('S901', 'an inner derivative was not expanded');
      case 'throw':
        this.copy(instruction);
        return;
      case 'kink':
        return;
      default:
        this.memory(instruction);
    }
  }

  private apply(instruction: Apply): void {
    const copy = this.copy(instruction);
    const rule = rules[instruction.operation];
    const touched = instruction.args.some((arg) => this.activity.isActive(arg));
    if (this.ties && touched && rule.tie) {
      const [left, right] = rule.tie(this.builder, copy.args);
      this.builder.emit({ kind: 'kink', left, right });
    }
    if (!this.activity.isActive(instruction.result)) return;
    if (instruction.operation === 'select') {
      this.select(instruction, copy);
      return;
    }
    const totals: (Value | undefined)[] = this.each(() => this.builder.constant(0)).map(() => undefined);
    for (const [k, arg] of instruction.args.entries()) {
      const tangents = this.tangent(arg);
      if (tangents === undefined) continue;
      const partial = rule.partials![k]!(this.builder, copy.args, copy.result);
      for (const [j, tangent] of tangents.entries()) {
        if (isZero(tangent)) continue;
        const term =
          rule.singular && tangent.constant === undefined
            ? this.builder.apply('guarded_mul', tangent, partial)
            : this.builder.apply('mul', tangent, partial);
        const total = totals[j];
        totals[j] = total === undefined ? term : this.builder.apply('add', total, term);
      }
    }
    this.set(
      instruction.result,
      totals.map((total) => total ?? this.builder.constant(0)),
    );
  }

  private select(instruction: Apply, copy: Apply): void {
    const [condition] = copy.args;
    const [, first, second] = instruction.args;
    const a = this.tangentOrZero(first!);
    const b = this.tangentOrZero(second!);
    this.set(
      instruction.result,
      this.each((k) => this.builder.apply('select', condition!, a[k]!, b[k]!)),
    );
  }

  /** Remembers tangents, and names them after their primal. */
  private set(value: Value, tangents: readonly Value[]): void {
    for (const [k, tangent] of tangents.entries()) {
      if (tangent.name === undefined && tangent.constant === undefined && value.name !== undefined) {
        (tangent as { name: string | undefined }).name = tangentName(value.name, this.width > 1 ? k : undefined);
      }
    }
    this.tangents.set(value, tangents);
  }

  private if(instruction: If): void {
    const condition = this.primal(instruction.condition);
    const active = instruction.results.flatMap((result, k) => (this.activity.isActive(result) ? [k] : []));
    const tangentsOf =
      (block: Block) =>
      (yields: Value[]): void => {
        for (const k of active) yields.push(...this.yieldedTangents(block.yields[k]!, instruction.results[k]!));
      };
    const then = this.block(instruction.then, tangentsOf(instruction.then));
    const otherwise = this.block(instruction.otherwise, tangentsOf(instruction.otherwise));
    const results = instruction.results.map((result) => this.fresh(result));
    for (const k of active) results.push(...this.declareTangents(instruction.results[k]!));
    this.builder.emit({ kind: 'if', condition, then, otherwise, results, span: instruction.span });
  }

  /** The tangents a branch hands on: a reference that was never given (undefined) has none. */
  private yieldedTangents(value: Value, result: Value): readonly Value[] {
    const known = this.tangents.get(value);
    if (known !== undefined) return known;
    return this.each(() => this.builder.constant(isReference(result.type) ? undefined : 0));
  }

  private declareTangents(value: Value): Value[] {
    const tangents = this.freshTangents(value);
    this.tangents.set(value, tangents);
    return tangents;
  }

  private loop(instruction: Loop): void {
    const active = instruction.parameters.flatMap((parameter, k) => (this.activity.isActive(parameter) ? [k] : []));
    const initial = instruction.initial.map((value) => this.primal(value));
    for (const k of active) initial.push(...this.yieldedTangents(instruction.initial[k]!, instruction.parameters[k]!));
    const parameters = instruction.parameters.map((parameter) => this.fresh(parameter));
    for (const k of active) parameters.push(...this.declareTangents(instruction.parameters[k]!));
    const test = this.block(instruction.test, () => {});
    const body = this.block(instruction.body, (yields) => {
      for (const k of active)
        yields.push(...this.yieldedTangents(instruction.body.yields[k]!, instruction.parameters[k]!));
    });
    const results = instruction.results.map((result) => this.fresh(result));
    for (const k of active) results.push(...this.declareTangents(instruction.results[k]!));
    this.builder.emit({ kind: 'loop', initial, parameters, test, body, results, span: instruction.span });
  }

  /** Arrays and records: what happens to the primal happens to its shadows. */
  private memory(
    instruction: Exclude<Instruction, { kind: 'apply' | 'if' | 'loop' | 'call' | 'derive' | 'throw' | 'kink' }>,
  ): void {
    const { builder } = this;
    const copy = this.copy(instruction);
    switch (instruction.kind) {
      case 'allocate': {
        if (!this.activity.isActive(instruction.result)) return;
        const fill = instruction.fill && this.shadowElement(instruction.fill);
        const shadows = this.declareTangents(instruction.result);
        if (copy.kind !== 'allocate') return unreachable('a copy of another kind');
        // A list without fill has holes; its shadow starts at zero, so that accumulating into it works.
        shadows.forEach((result, k) => {
          const zero = isReferenceElement(instruction.result) ? undefined : builder.constant(0);
          const typed = result.type.kind === 'array' && result.type.storage !== 'list';
          builder.emit({
            kind: 'allocate',
            result,
            length: copy.length,
            fill: fill?.[k] ?? (typed ? undefined : zero),
          });
        });
        return;
      }
      case 'list':
      case 'struct': {
        if (!this.activity.isActive(instruction.result)) return;
        const elements = instruction.elements.map((element) => this.shadowElement(element));
        this.declareTangents(instruction.result).forEach((result, k) => {
          const parts = elements.map((element) => element[k]!);
          if (instruction.kind === 'list') builder.emit({ ...instruction, result, elements: parts });
          else builder.emit({ kind: 'struct', result, names: instruction.names, elements: parts });
        });
        return;
      }
      case 'load': {
        const shadows = this.tangent(instruction.array);
        if (shadows === undefined || !this.activity.isActive(instruction.result)) return;
        const index = this.primal(instruction.index);
        this.declareTangents(instruction.result).forEach((result, k) =>
          builder.emit({ kind: 'load', result, array: shadows[k]!, index }),
        );
        return;
      }
      case 'pop': {
        const shadows = this.tangent(instruction.array);
        if (shadows === undefined) return;
        const results = this.freshTangents(instruction.result);
        shadows.forEach((array, k) => builder.emit({ kind: 'pop', result: results[k]!, array }));
        if (this.activity.isActive(instruction.result)) this.tangents.set(instruction.result, results);
        return;
      }
      case 'get-field': {
        const shadows = this.tangent(instruction.object);
        if (shadows === undefined || !this.activity.isActive(instruction.result)) return;
        const { field } = instruction;
        this.declareTangents(instruction.result).forEach((result, k) =>
          builder.emit({ kind: 'get-field', result, object: shadows[k]!, field }),
        );
        return;
      }
      case 'store':
      case 'accumulate': {
        const shadows = this.tangent(instruction.array);
        if (shadows === undefined) return;
        const tangents = this.shadowElement(instruction.value);
        if (instruction.kind === 'accumulate' && tangents.every(isZero)) return;
        const index = this.primal(instruction.index);
        shadows.forEach((array, k) => builder.emit({ kind: instruction.kind, array, index, value: tangents[k]! }));
        return;
      }
      case 'push': {
        const tangents = this.shadowElement(instruction.value);
        this.tangent(instruction.array)?.forEach((array, k) =>
          builder.emit({ kind: 'push', array, value: tangents[k]! }),
        );
        return;
      }
      case 'set-length': {
        const length = this.primal(instruction.length);
        this.tangent(instruction.array)?.forEach((array) => builder.emit({ kind: 'set-length', array, length }));
        return;
      }
      case 'set-field':
      case 'accumulate-field': {
        const tangents = this.shadowElement(instruction.value);
        const { field } = instruction;
        if (instruction.kind === 'accumulate-field' && tangents.every(isZero)) return;
        this.tangent(instruction.object)?.forEach((object, k) =>
          builder.emit({ kind: instruction.kind, object, field, value: tangents[k]! }),
        );
        return;
      }
      case 'length':
        return;
      default:
        return unreachable('forward of', instruction);
    }
  }

  /** What a shadow holds for a value: its tangents, its shadows, 0, or nothing for what carries no numbers. */
  private shadowElement(value: Value): readonly Value[] {
    const known = this.tangents.get(value);
    if (known !== undefined) return known;
    const plain = value.type.kind === 'number' ? 0 : undefined;
    return this.each(() => this.builder.constant(plain));
  }

  private call(instruction: Extract<Instruction, { kind: 'call' }>): void {
    const { target } = instruction;
    if (target.rule !== undefined) return this.callWithRule(instruction, target.rule);
    const args = instruction.args.map((arg) => this.primal(arg));
    target.parameters.forEach((parameter, k) => {
      if (this.activity.isActive(parameter)) args.push(...this.yieldedTangents(instruction.args[k]!, parameter));
    });
    const results = instruction.results.map((result) => this.fresh(result));
    target.body.yields.forEach((value, k) => {
      const result = instruction.results[k];
      if (result !== undefined && this.activity.isActive(value)) results.push(...this.declareTangents(result));
    });
    this.builder.emit({ kind: 'call', target: this.function(target), args, results, span: instruction.span });
  }

  /** A function whose author gives its partial derivatives: ẏ = Σ ∂ₖ·ẋₖ, with inner products for arrays. */
  private callWithRule(
    instruction: Extract<Instruction, { kind: 'call' }>,
    rule: NonNullable<FunctionIr['rule']>,
  ): void {
    const { builder } = this;
    const copy = this.copy(instruction);
    const [result] = instruction.results;
    if (result === undefined || !this.activity.isActive(result)) return;
    const partials = callPartials(builder, rule, copy.args);
    const totals = this.each(() => builder.constant(0));
    instruction.args.slice(0, rule.count).forEach((arg, k) => {
      this.tangent(arg)?.forEach((tangent, j) => {
        const term = isReference(arg.type)
          ? innerProduct(builder, partials[k]!, tangent)
          : builder.apply('mul', tangent, partials[k]!);
        totals[j] = isZero(totals[j]!) ? term : builder.apply('add', totals[j]!, term);
      });
    });
    this.set(result, totals);
  }

  /** The transformed function of one that is called: tangents follow the active parameters and yields. */
  private function(fn: FunctionIr): FunctionIr {
    const known = this.functions.get(fn);
    if (known) return known;
    const result: FunctionIr = {
      name: `${fn.name}_dot`,
      parameters: fn.parameters.map((parameter) => this.fresh(parameter)),
      body: emptyBlock(),
    };
    this.functions.set(fn, result);
    for (const parameter of fn.parameters)
      if (this.activity.isActive(parameter)) result.parameters.push(...this.declareTangents(parameter));
    result.body = this.block(fn.body, (yields) => {
      for (const value of fn.body.yields) if (this.activity.isActive(value)) yields.push(...this.tangentOrZero(value));
    });
    return result;
  }
}

function tangentName(name: string | undefined, k: number | undefined): string | undefined {
  return name === undefined ? undefined : `${name}_dot${k ?? ''}`;
}

function isZero(value: Value): boolean {
  return value.constant?.value === 0;
}

function isReferenceElement(array: Value): boolean {
  return array.type.kind === 'array' && isReference(array.type.element);
}
