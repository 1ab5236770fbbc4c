/**
 * What forward mode and Taylor mode share: one walk over a program, IR → IR, that writes derivatives beside its values.
 * Beside every active number run `width` derivatives (tangents in so many directions, or Taylor coefficients up to so high an
 * order), beside every active array and record as many shadows of its shape. What an operation does to them, a mode says in
 * `apply`. Here is what straight-line programs have, as formulas give them: choices, and reads from an argument.
 * `propagation.ts` extends it to loops, memory and calls, which weigh as much again and which no formula has. Any other
 * instruction is refused, never passed over.
 *
 * The function's parameters are the old ones, then the derivatives of each active one; it yields what the old one yields, then
 * the derivatives of each number, array and record. Guaranteed: primal values are computed by the same operations in the same
 * order, so they keep their bits. Source: Griewank and Walther, Evaluating Derivatives, chapters 3 and 13.
 */
import { internalError } from '../../../base/diagnostics.ts';
import {
  type Apply,
  type Block,
  type FunctionIr,
  type If,
  type Instruction,
  isReference,
  type Load,
  newValue,
  type Value,
} from '../../ir/ir.ts';
import { copyInstruction, type Substitution } from '../../ir/visit.ts';
import { Builder, emptyBlock } from '../../rules/builder.ts';
import { rules } from '../../rules/index.ts';
import { shadowType } from '../../rules/shadow-type.ts';

/** How many derivatives run beside a value, and what they and the function that has them are called. */
export interface Naming {
  readonly width: number;
  /** What is put behind the function's name. */
  readonly suffix: string;
  /** The name of derivative `k`, from 0, of a value. */
  readonly nameOf: (name: string, k: number) => string;
}

/** One run over one function. */
export abstract class StraightLinePropagation {
  readonly builder = new Builder();
  /** The derivatives (numbers) and shadows (references) of the old program's values. */
  readonly derivatives = new Map<Value, readonly Value[]>();
  protected readonly primals: Substitution = new Map();
  protected readonly naming: Naming;

  constructor(naming: Naming) {
    this.naming = naming;
  }

  /** Writes an operation and, if its result is active, the derivatives of that. */
  protected abstract apply(instruction: Apply): void;

  /**
   * The function with derivatives.
   *
   * @param path the derivatives of active parameters that are numbers, if they are known: they are then no parameters
   */
  entry(fn: FunctionIr, active: readonly boolean[], path?: readonly number[]): FunctionIr {
    const parameters = fn.parameters.map((parameter) => this.fresh(parameter));
    const body = emptyBlock();
    fn.parameters.forEach((parameter, k) => {
      if (!active[k]) return;
      const known = isReference(parameter.type) ? undefined : path;
      if (known === undefined) parameters.push(...this.declare(parameter));
      else
        this.derivatives.set(
          parameter,
          known.map((term) => this.builder.constant(term)),
        );
    });
    this.builder.inBlock(body, () => {
      this.begin(fn);
      this.instructions(fn.body);
      body.yields = fn.body.yields.map((value) => this.primal(value));
      for (const value of fn.body.yields) body.yields.push(...this.yieldedByEntry(value));
    });
    return { name: fn.name + this.naming.suffix, parameters, body };
  }

  /** What comes before the first instruction. */
  protected begin(_fn: FunctionIr): void {}

  /** The derivatives of what the whole function gives. */
  protected yieldedByEntry(value: Value): readonly Value[] {
    return value.type.kind === 'number' ? this.derivativesOf(value) : [];
  }

  /** Whether a value changes with the active inputs. */
  isActive(value: Value): boolean {
    return this.derivatives.has(value);
  }

  /** Whether what is read from an array with shadows changes with the active inputs. */
  protected readsActive(_result: Value): boolean {
    return true;
  }

  /** Notes that a read found nothing, where no derivative tells. */
  protected noteMissing(_load: Load): void {}

  each(make: (k: number) => Value): Value[] {
    return Array.from({ length: this.naming.width }, (_, k) => make(k));
  }

  primal(value: Value): Value {
    return this.primals.get(value) ?? value;
  }

  protected fresh(value: Value): Value {
    const copy = newValue(value.type, value.name);
    this.primals.set(value, copy);
    return copy;
  }

  /** New values for the derivatives of one. */
  protected declare(value: Value): Value[] {
    const derivatives = this.each((k) => newValue(shadowType(value.type), this.nameOf(value, k)));
    this.derivatives.set(value, derivatives);
    return derivatives;
  }

  nameOf({ name }: Value, k: number): string | undefined {
    return name === undefined ? undefined : this.naming.nameOf(name, k);
  }

  /** The derivatives of a value: 0 for a number that does not move, nothing for a reference that was never given (undefined). */
  derivativesOf(value: Value, receiver: Value = value): readonly Value[] {
    const known = this.derivatives.get(value);
    return known ?? this.each(() => this.builder.constant(isReference(receiver.type) ? undefined : 0));
  }

  copy<I extends Instruction>(instruction: I): I {
    return this.builder.emit(copyInstruction(instruction, this.primals)) as I;
  }

  protected block(block: Block): Block {
    const result = emptyBlock();
    this.builder.inBlock(result, () => {
      this.instructions(block);
      result.yields = block.yields.map((value) => this.primal(value));
    });
    return result;
  }

  private instructions(block: Block): void {
    for (const instruction of block.instructions) this.instruction(instruction);
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
      case 'load':
        this.read(instruction.result, instruction.array, (result, array) =>
          this.builder.emit({ ...instruction, result, array, index: this.primal(instruction.index) }),
        );
        this.noteMissing(instruction);
        return;
      case 'kink':
        // A tie of the program is one of its derivatives.
        this.copy(instruction);
        return;
      default:
        this.otherInstruction(instruction);
    }
  }

  /** An instruction that no straight-line program has. */
  protected otherInstruction(instruction: Exclude<Instruction, Apply | If | Load | { kind: 'kink' }>): void {
    internalError('derivatives of a straight-line program with', instruction.kind);
  }

  /** Says where the program stands on a kink that moves. */
  markTie({ operation, args }: Apply): void {
    const { tie } = rules[operation];
    if (tie === undefined || !args.some((arg) => !isReference(arg.type) && this.isActive(arg))) return;
    const [left, right] = tie(
      this.builder,
      args.map((arg) => this.primal(arg)),
    );
    this.builder.emit({ kind: 'kink', left, right });
  }

  /** The derivatives of what `select` chooses. */
  chosen({ args, result }: Apply): Value[] {
    const [condition, first, second] = args as [Value, Value, Value];
    const b = this.derivativesOf(second, result);
    return this.derivativesOf(first, result).map((a, k) =>
      this.builder.isZero(a) && this.builder.isZero(b[k]!)
        ? a
        : this.builder.apply('select', this.primal(condition), a, b[k]!),
    );
  }

  private if(instruction: If): void {
    const condition = this.primal(instruction.condition);
    const then = this.block(instruction.then);
    const otherwise = this.block(instruction.otherwise);
    const active = instruction.results.flatMap((_, k) =>
      this.isActive(instruction.then.yields[k]!) || this.isActive(instruction.otherwise.yields[k]!) ? [k] : [],
    );
    for (const k of active) {
      const result = instruction.results[k]!;
      then.yields.push(...this.derivativesOf(instruction.then.yields[k]!, result));
      otherwise.yields.push(...this.derivativesOf(instruction.otherwise.yields[k]!, result));
    }
    const results = instruction.results.map((result) => this.fresh(result));
    for (const k of active) results.push(...this.declare(instruction.results[k]!));
    this.builder.emit({ kind: 'if', condition, then, otherwise, results, span: instruction.span });
  }

  /** Reads from an array or a record, and its derivatives from the shadows. */
  protected read(result: Value, whole: Value, emit: (result: Value, whole: Value) => void): void {
    emit(this.fresh(result), this.primal(whole));
    const shadows = this.derivatives.get(whole);
    if (shadows === undefined || !this.readsActive(result)) return;
    this.declare(result).forEach((derivative, k) => emit(derivative, shadows[k]!));
  }
}
