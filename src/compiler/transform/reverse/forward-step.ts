/**
 * One step of a loop of the forward sweep, or one call of a function that recurses, as its reverse sweep sees it: which of
 * its values the number of the step, what both sweeps are given and memory that holds still give back, so that they need
 * not be kept. In: the loop as it was and as it was written, and the number of the step. Out: code that computes a value
 * again, or nothing if it must be kept. Guaranteed: the same bits.
 */
import type { AliasClass } from '../../analysis/alias.ts';
import { isRead, objectOf } from '../../analysis/effects.ts';
import { inductionOf } from '../../analysis/inductions.ts';
import type { Block, Instruction, Loop, Value } from '../../ir/ir.ts';
import { operations } from '../../ir/operations.ts';
import { blocksOf, copyInstruction, freeValues, resultsOf } from '../../ir/visit.ts';
import type { Context } from './context.ts';
import { definedIn } from './demand.ts';

/** Values further than this from what is known are kept. */
const deepest = 6;

/** A loop, as it was and as it was written, and the number of the step. */
interface Around {
  readonly loop: Loop;
  readonly emitted: Loop;
  readonly index: Value;
}

export class ForwardStep {
  /** Values that exist in the step alone. */
  readonly available: Set<Value>;
  private readonly context: Context;
  private readonly around: Around | undefined;
  private readonly definitions = new Map<Value, Instruction>();

  /** @param own parameters of the function that recurses which its reverse sweep is not given */
  constructor(context: Context, around: Around | undefined, own: Iterable<Value> = []) {
    this.context = context;
    this.around = around;
    this.available = new Set(around?.emitted.parameters ?? own);
    if (around !== undefined) this.enter(around.emitted.body);
  }

  /** From here on the values of a branch of the step are known too. */
  enter(block: Block): void {
    for (const value of definedIn(block)) this.available.add(value);
    for (const definition of block.instructions)
      for (const result of resultsOf(definition)) this.definitions.set(result, definition);
  }

  /** Emits a value again; undefined if it must be kept. */
  computeAgain(value: Value, depth = 0): Value | undefined {
    if (value.constant !== undefined || !this.available.has(value)) return value;
    const k = this.around?.emitted.parameters.indexOf(value) ?? -1;
    if (k >= 0) return this.parameterAgain(this.around!, k, value);
    const definition = this.definitions.get(value);
    if (definition === undefined || depth > deepest || !this.mayRepeat(definition)) return undefined;
    const operands = new Map<Value, Value>();
    for (const operand of freeValues({ instructions: [definition], yields: [] })) {
      const again = this.computeAgain(operand, depth + 1);
      if (again === undefined) return undefined;
      operands.set(operand, again);
    }
    const { builder } = this.context;
    if (definition.kind !== 'apply')
      return resultsOf(builder.emit(copyInstruction(definition, operands)))[resultsOf(definition).indexOf(value)];
    return builder.applyNamed(
      value.name,
      definition.operation,
      definition.args.map((arg) => operands.get(arg) ?? arg),
    );
  }

  /** Cheap operations, reads that find the same, and a short choice between such, as of `a || b`. */
  private mayRepeat(definition: Instruction): boolean {
    if (definition.kind === 'apply') return operations[definition.operation].cost === 'low';
    if (isRead(definition)) return this.readsTheSame(definition);
    if (definition.kind !== 'if') return false;
    const inside = blocksOf(definition).flatMap(({ instructions }) => instructions);
    return definition.results.length === 1 && inside.length < deepest && inside.every((each) => this.mayRepeat(each));
  }

  private parameterAgain({ loop, emitted, index }: Around, k: number, value: Value): Value | undefined {
    const { context } = this;
    const initial = emitted.initial[k]!;
    if (emitted.body.yields[k] === value) return initial;
    const old = loop.parameters[k];
    const by = old && inductionOf(loop, k)?.step;
    if (old === undefined || by === undefined || !context.lifetimes.isInteger(old)) return undefined;
    const distance = context.builder.apply('mul', index, context.builder.constant(by));
    return initial.constant?.value === 0 ? distance : context.builder.apply('add', initial, distance);
  }

  /** True if a read of the forward sweep finds the same in the reverse sweep of the step. */
  private readsTheSame(read: Instruction): boolean {
    const { context, around } = this;
    const { lifetimes } = context;
    const holds = (of: AliasClass): boolean =>
      around === undefined ? lifetimes.isConstant(of) : lifetimes.isStable(of, around.loop);
    const own = context.oldReads.get(read);
    const beside = own ?? context.shadowReads.get(read);
    if (beside === undefined) return false;
    const of = context.classOf(objectOf(beside));
    return holds(of) || context.finished.isFinished(beside) || (own === undefined && lifetimes.onlyGrows(of));
  }
}
