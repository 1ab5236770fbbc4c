/**
 * Forward mode for straight-line programs, as formulas give them: arithmetic, choices, reads from an argument. In: such
 * a function and which of its parameters are active. Out: what `forward.ts` makes of it, instruction for
 * instruction; that file extends this class to loops, memory and calls, which weigh as much again and which no
 * formula has. Any other instruction is refused, never passed over.
 */
import { internalError } from '../../../base/diagnostics.ts';
import {
  type Apply,
  type Block,
  type FunctionIr,
  giveName,
  type If,
  type Instruction,
  isReference,
  type Load,
  newValue,
  type Value,
} from '../../ir/ir.ts';
import { carriesDerivative } from '../../ir/operations.ts';
import { copyInstruction, type Substitution } from '../../ir/visit.ts';
import { Builder, emptyBlock } from '../../rules/builder.ts';
import { chainTerms } from '../../rules/chain.ts';
import { rules } from '../../rules/index.ts';
import { shadowType } from '../../rules/shadow-type.ts';

export interface ForwardOptions {
  /** Tangents at a time; 1 if not given. */
  readonly width?: number;
  /** Mark kinks with `kink` instructions. */
  readonly ties?: boolean;
  /** The tangent of active number parameters, if it is known: it is then no parameter. */
  readonly seed?: number;
}

/** Differentiates a straight-line program in forward mode. */
export function forwardStraightLine(
  fn: FunctionIr,
  active: readonly boolean[],
  options: ForwardOptions = {},
): FunctionIr {
  return new StraightLineForward(options).root(fn, active);
}

/** One run of forward mode. */
export class StraightLineForward {
  protected readonly builder = new Builder();
  protected readonly primals: Substitution = new Map();
  /** Tangents (numbers) and shadows (references) of the old program's values. */
  protected readonly tangents = new Map<Value, readonly Value[]>();
  private readonly width: number;
  protected readonly ties: boolean;
  private readonly seed: number | undefined;

  constructor({ width = 1, ties = false, seed }: ForwardOptions) {
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
      this.begin(fn, active);
      this.instructions(fn.body);
      body.yields = fn.body.yields.map((value) => this.primal(value));
      for (const value of fn.body.yields) body.yields.push(...this.rootTangents(value));
    });
    this.end(body);
    return { name: `${fn.name}_dot`, parameters, body };
  }

  /** What comes before the first instruction. */
  protected begin(_fn: FunctionIr, _active: readonly boolean[]): void {}

  /** What is known once the whole body is written. */
  protected end(_body: Block): void {}

  /** The tangents of what the whole function gives. */
  protected rootTangents(value: Value): readonly Value[] {
    return value.type.kind === 'number' ? this.tangentOrZero(value) : [];
  }

  /** Whether a value changes with the active inputs. */
  protected isActive(value: Value): boolean {
    return this.tangents.has(value);
  }

  /** Whether what an operation gives changes with the active inputs. */
  protected givesActive({ operation, args }: Apply): boolean {
    return carriesDerivative(operation) && args.some((arg) => this.isActive(arg));
  }

  /** Which results of a choice change with the active inputs. */
  protected activeResults({ results, then, otherwise }: If): number[] {
    return results.flatMap((_, k) =>
      this.isActive(then.yields[k]!) || this.isActive(otherwise.yields[k]!) ? [k] : [],
    );
  }

  protected each(make: (k: number) => Value): Value[] {
    return Array.from({ length: this.width }, (_, k) => make(k));
  }

  protected fresh(value: Value): Value {
    const copy = newValue(value.type, value.name);
    this.primals.set(value, copy);
    return copy;
  }

  protected freshTangents(value: Value): Value[] {
    return this.each((k) => newValue(shadowType(value.type), tangentName(value.name, this.width > 1 ? k : undefined)));
  }

  protected primal(value: Value): Value {
    return this.primals.get(value) ?? value;
  }

  protected tangent(value: Value): readonly Value[] | undefined {
    return this.tangents.get(value);
  }

  protected tangentOrZero(value: Value): readonly Value[] {
    return this.tangents.get(value) ?? this.each(() => this.builder.constant(0));
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

  protected copy<I extends Instruction>(instruction: I): I {
    return this.builder.emit(copyInstruction(instruction, this.primals)) as I;
  }

  protected instruction(instruction: Instruction): void {
    if ('span' in instruction) this.builder.span = instruction.span;
    switch (instruction.kind) {
      case 'apply':
        this.apply(instruction);
        return;
      case 'if':
        this.if(instruction);
        return;
      case 'load':
        this.load(instruction);
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
    internalError('straight-line forward mode of', instruction.kind);
  }

  private apply(instruction: Apply): void {
    const copy = this.copy(instruction);
    const rule = rules[instruction.operation];
    const touched = instruction.args.some((arg) => this.isActive(arg));
    if (this.ties && touched && rule.tie) {
      const [left, right] = rule.tie(this.builder, copy.args);
      this.builder.emit({ kind: 'kink', left, right });
    }
    if (!this.givesActive(instruction)) return;
    if (instruction.operation === 'select') {
      this.select(instruction, copy);
      return;
    }
    const totals: (Value | undefined)[] = this.each(() => this.builder.constant(0)).map(() => undefined);
    for (const [k, arg] of instruction.args.entries()) {
      const tangents = this.tangent(arg);
      if (tangents === undefined) continue;
      const moving = [...tangents.keys()].filter((j) => !isZero(tangents[j]!));
      if (moving.length === 0) continue;
      const changes = moving.map((j) => ({ change: tangents[j]!, guard: 'singular' as const }));
      const terms = chainTerms(this.builder, instruction.operation, k, copy.args, copy.result, changes);
      moving.forEach((j, at) => {
        const total = totals[j];
        totals[j] = total === undefined ? terms[at]! : this.builder.apply('add', total, terms[at]!);
      });
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
  protected set(value: Value, tangents: readonly Value[]): void {
    for (const [k, tangent] of tangents.entries()) {
      if (value.name !== undefined) giveName(tangent, tangentName(value.name, this.width > 1 ? k : undefined));
    }
    this.tangents.set(value, tangents);
  }

  private if(instruction: If): void {
    const condition = this.primal(instruction.condition);
    const then = this.block(instruction.then);
    const otherwise = this.block(instruction.otherwise);
    const active = this.activeResults(instruction);
    for (const k of active) {
      const result = instruction.results[k]!;
      then.yields.push(...this.yieldedTangents(instruction.then.yields[k]!, result));
      otherwise.yields.push(...this.yieldedTangents(instruction.otherwise.yields[k]!, result));
    }
    const results = instruction.results.map((result) => this.fresh(result));
    for (const k of active) results.push(...this.declareTangents(instruction.results[k]!));
    this.builder.emit({ kind: 'if', condition, then, otherwise, results, span: instruction.span });
  }

  private load(instruction: Load): void {
    this.copy(instruction);
    const shadows = this.tangent(instruction.array);
    if (this.ties) this.noteMissing(instruction);
    if (shadows === undefined || !this.readsActive(instruction)) return;
    const index = this.primal(instruction.index);
    this.declareTangents(instruction.result).forEach((result, k) =>
      this.builder.emit({ kind: 'load', result, array: shadows[k]!, index }),
    );
  }

  /** Notes that a read found nothing, where no tangent tells. */
  protected noteMissing(_load: Load): void {}

  /** Whether what is read from an array with a shadow changes with the active inputs. */
  protected readsActive(_load: Load): boolean {
    return true;
  }

  /** The tangents a branch hands on: a reference that was never given (undefined) has none. */
  protected yieldedTangents(value: Value, result: Value): readonly Value[] {
    const known = this.tangents.get(value);
    if (known !== undefined) return known;
    return this.each(() => this.builder.constant(isReference(result.type) ? undefined : 0));
  }

  protected declareTangents(value: Value): Value[] {
    const tangents = this.freshTangents(value);
    this.tangents.set(value, tangents);
    return tangents;
  }
}

function tangentName(name: string | undefined, k: number | undefined): string | undefined {
  return name === undefined ? undefined : `${name}_dot${k ?? ''}`;
}

/** True for a tangent that is structurally zero. */
export function isZero(value: Value): boolean {
  return value.constant?.value === 0;
}
