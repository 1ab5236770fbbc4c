/**
 * Derivatives beside the values of every program: the walk of `straight-line.ts` with loops, memory and calls. What happens to
 * an array or a record happens to its shadows: the same pushes, stores and resizings. Called functions get the derivatives of
 * their active parameters and give those of their active yields. What is active is found before.
 */
import { internalError, unreachable } from '../../../base/diagnostics.ts';
import type { Activity } from '../../analysis/activity.ts';
import {
  type Apply,
  type Call,
  type FunctionIr,
  type If,
  type Instruction,
  isReference,
  type Load,
  type Loop,
  type Value,
} from '../../ir/ir.ts';
import { emptyBlock } from '../../rules/builder.ts';
import { carriesNumbers, zerosLike } from '../../rules/zeros.ts';
import { type Naming, StraightLinePropagation } from './straight-line.ts';

/** One run over one function, whatever it does. */
export abstract class Propagation extends StraightLinePropagation {
  protected readonly activity: Activity;
  private functions = new Map<FunctionIr, FunctionIr>();

  constructor(naming: Naming, activity: Activity) {
    super(naming);
    this.activity = activity;
  }

  /** The same mode for another function. */
  protected abstract sibling(): Propagation;

  /** A call of a function whose author gives its partial derivatives. */
  protected abstract callWithRule(instruction: Call, rule: NonNullable<FunctionIr['rule']>): void;

  /** An inactive argument that may be the same object as active memory needs shadows too. */
  protected override begin(fn: FunctionIr): void {
    for (const parameter of fn.parameters) {
      if (this.isActive(parameter) && !this.derivatives.has(parameter))
        this.derivatives.set(parameter, this.zeros(parameter));
    }
  }

  protected override yieldedByEntry(value: Value): readonly Value[] {
    if (!isReference(value.type)) return super.yieldedByEntry(value);
    return carriesNumbers(value.type) ? (this.derivatives.get(value) ?? this.zeros(value)) : [];
  }

  private zeros(value: Value): Value[] {
    return this.each(() => zerosLike(this.builder, this.primal(value)));
  }

  override isActive(value: Value): boolean {
    return this.activity.isActive(value);
  }

  protected override readsActive(result: Value): boolean {
    return this.isActive(result);
  }

  private activeOf(values: readonly Value[]): number[] {
    return values.flatMap((value, k) => (this.isActive(value) ? [k] : []));
  }

  protected override otherInstruction(instruction: Exclude<Instruction, Apply | If | Load | { kind: 'kink' }>): void {
    const { builder } = this;
    switch (instruction.kind) {
      case 'loop':
        return this.loop(instruction);
      case 'call':
        if (instruction.target.rule !== undefined) return this.callWithRule(instruction, instruction.target.rule);
        return this.call(instruction);
      case 'derive':
        return internalError('an inner derivative was not expanded');
      case 'throw':
      case 'length':
        this.copy(instruction);
        return;
      case 'allocate':
        return this.make(instruction.result, (result, k) => {
          const length = this.primal(instruction.length);
          const fill = instruction.fill ? this.part(instruction.fill, k) : this.unfilled(result, k);
          builder.emit({ ...instruction, result, length, fill });
        });
      case 'list':
      case 'struct':
        return this.make(instruction.result, (result, k) =>
          builder.emit({ ...instruction, result, elements: instruction.elements.map((value) => this.part(value, k)) }),
        );
      case 'pop':
        return this.read(instruction.result, instruction.array, (result, array) =>
          builder.emit({ ...instruction, result, array }),
        );
      case 'get-field':
        return this.read(instruction.result, instruction.object, (result, object) =>
          builder.emit({ ...instruction, result, object }),
        );
      case 'store':
        return this.write(instruction.array, instruction.value, (array, value) =>
          builder.emit({ ...instruction, array, value, index: this.primal(instruction.index) }),
        );
      case 'push':
        return this.write(instruction.array, instruction.value, (array, value) =>
          builder.emit({ ...instruction, array, value }),
        );
      case 'set-field':
        return this.write(instruction.object, instruction.value, (object, value) =>
          builder.emit({ ...instruction, object, value }),
        );
      case 'accumulate':
        return this.write(instruction.array, instruction.value, (array, value, k) => {
          if (k > 0 && builder.isZero(value)) return;
          builder.emit({ ...instruction, array, value, index: this.primal(instruction.index) });
        });
      case 'accumulate-field':
        return this.write(instruction.object, instruction.value, (object, value, k) => {
          if (k > 0 && builder.isZero(value)) return;
          builder.emit({ ...instruction, object, value });
        });
      case 'set-length':
        return this.write(instruction.array, instruction.length, (array) =>
          builder.emit({ ...instruction, array, length: this.primal(instruction.length) }),
        );
      default:
        return unreachable('derivatives of', instruction);
    }
  }

  /** A new object (`k` is 0) and, if it is active, its shadows from 1. */
  private make(result: Value, emit: (result: Value, k: number) => void): void {
    emit(this.fresh(result), 0);
    if (this.isActive(result)) this.declare(result).forEach((shadow, k) => emit(shadow, k + 1));
  }

  /** What is written to an array or a record (`k` is 0), and to its shadows from 1. */
  private write(whole: Value, value: Value, emit: (whole: Value, value: Value, k: number) => void): void {
    const shadows = this.derivatives.get(whole) ?? [];
    [this.primal(whole), ...shadows].forEach((target, k) => emit(target, this.part(value, k), k));
  }

  /** The value itself, or what shadow `k`, from 1, holds in its place: nothing for what carries no numbers. */
  private part(value: Value, k: number): Value {
    if (k === 0) return this.primal(value);
    const derivative = this.derivatives.get(value)?.[k - 1];
    return derivative ?? this.builder.constant(value.type.kind === 'number' ? 0 : undefined);
  }

  /** A list of numbers without fill has holes; its shadows start at zero, so that accumulating into them works. */
  private unfilled({ type }: Value, k: number): Value | undefined {
    const holes = k > 0 && type.kind === 'array' && type.storage === 'list' && !isReference(type.element);
    return holes ? this.builder.constant(0) : undefined;
  }

  private loop(instruction: Loop): void {
    const active = this.activeOf(instruction.parameters);
    const given = (values: readonly Value[]): Value[] =>
      active.flatMap((k) => this.derivativesOf(values[k]!, instruction.parameters[k]));
    const initial = [...instruction.initial.map((value) => this.primal(value)), ...given(instruction.initial)];
    const parameters = instruction.parameters.map((parameter) => this.fresh(parameter));
    for (const k of active) parameters.push(...this.declare(instruction.parameters[k]!));
    const test = this.block(instruction.test);
    const body = this.block(instruction.body);
    body.yields.push(...given(instruction.body.yields));
    const results = instruction.results.map((result) => this.fresh(result));
    for (const k of active) results.push(...this.declare(instruction.results[k]!));
    this.builder.emit({ ...instruction, initial, parameters, test, body, results });
  }

  private call(instruction: Call): void {
    const { target } = instruction;
    const args = instruction.args.map((arg) => this.primal(arg));
    for (const k of this.activeOf(target.parameters))
      args.push(...this.derivativesOf(instruction.args[k]!, target.parameters[k]));
    const results = instruction.results.map((result) => this.fresh(result));
    for (const k of this.activeOf(target.body.yields)) results.push(...this.declare(instruction.results[k]!));
    this.builder.emit({ ...instruction, target: this.function(target), args, results });
  }

  /** The function with derivatives of one that is called: they follow the active parameters and yields. */
  private function(fn: FunctionIr): FunctionIr {
    const known = this.functions.get(fn);
    if (known !== undefined) return known;
    const inner = this.sibling();
    inner.functions = this.functions;
    const made: FunctionIr = { name: fn.name + this.naming.suffix, parameters: [], body: emptyBlock() };
    this.functions.set(fn, made);
    made.parameters = fn.parameters.map((parameter) => inner.fresh(parameter));
    for (const k of this.activeOf(fn.parameters)) made.parameters.push(...inner.declare(fn.parameters[k]!));
    made.body = inner.block(fn.body);
    for (const k of this.activeOf(fn.body.yields)) made.body.yields.push(...inner.derivativesOf(fn.body.yields[k]!));
    return made;
  }
}
