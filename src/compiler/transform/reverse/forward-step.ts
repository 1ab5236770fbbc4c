/**
 * One step of a loop of the forward sweep, as the reverse sweep of that step sees it: which of its values the number of the
 * step and memory that holds still give back, so that they need not be kept. In: the loop as it was and as it was written,
 * and the number of the step. Out: code that computes a value again, or nothing if it must be kept. Guaranteed: the same bits.
 */
import { objectOf } from '../../analysis/effects.ts';
import { inductionOf } from '../../analysis/inductions.ts';
import { type Block, type Instruction, type Loop, newValue, type Value } from '../../ir/ir.ts';
import { operations } from '../../ir/operations.ts';
import type { Context } from './context.ts';
import { definedIn } from './demand.ts';

/** Values further than this from what is known are kept. */
const deepest = 6;

export class ForwardStep {
  /** Values that exist in the step alone. */
  readonly available: Set<Value>;
  private readonly context: Context;
  private readonly loop: Loop;
  private readonly emitted: Loop;
  private readonly index: Value;
  private readonly parameters: ReadonlyMap<Value, number>;
  private readonly definitions = new Map<Value, Instruction>();

  constructor(context: Context, loop: Loop, emitted: Loop, index: Value) {
    this.context = context;
    this.loop = loop;
    this.emitted = emitted;
    this.index = index;
    this.parameters = new Map(emitted.parameters.map((parameter, k) => [parameter, k]));
    this.available = new Set(emitted.parameters);
    this.enter(emitted.body);
  }

  /** From here on the values of a branch of the step are known too. */
  enter(block: Block): void {
    for (const value of definedIn(block)) this.available.add(value);
    for (const definition of block.instructions)
      if ('result' in definition) this.definitions.set(definition.result, definition);
  }

  /** Emits a value again; undefined if it must be kept. */
  computeAgain(value: Value, depth = 0): Value | undefined {
    if (value.constant !== undefined || !this.available.has(value)) return value;
    const k = this.parameters.get(value);
    if (k !== undefined) return this.parameterAgain(k, value);
    const definition = this.definitions.get(value);
    if (definition === undefined || depth > deepest) return undefined;
    const { builder } = this.context;
    const again = (operands: readonly Value[]): Value[] | undefined => {
      const found = operands.map((operand) => this.computeAgain(operand, depth + 1));
      return found.every((operand) => operand !== undefined) ? found : undefined;
    };
    if (definition.kind === 'apply') {
      const args = operations[definition.operation].cost === 'low' ? again(definition.args) : undefined;
      return args && builder.applyNamed(value.name, definition.operation, args);
    }
    if (definition.kind !== 'load' && definition.kind !== 'get-field' && definition.kind !== 'length') return undefined;
    if (!this.readsTheSame(definition)) return undefined;
    const result = newValue(value.type, value.name);
    switch (definition.kind) {
      case 'load': {
        const operands = again([definition.array, definition.index]);
        if (operands === undefined) return undefined;
        builder.emit({ kind: 'load', result, array: operands[0]!, index: operands[1]! });
        return result;
      }
      case 'length': {
        const operands = again([definition.array]);
        if (operands === undefined) return undefined;
        builder.emit({ kind: 'length', result, array: operands[0]! });
        return result;
      }
      case 'get-field': {
        const operands = again([definition.object]);
        if (operands === undefined) return undefined;
        builder.emit({ kind: 'get-field', result, object: operands[0]!, field: definition.field });
        return result;
      }
    }
  }

  private parameterAgain(k: number, value: Value): Value | undefined {
    const { context, loop, emitted } = this;
    const initial = emitted.initial[k]!;
    if (emitted.body.yields[k] === value) return initial;
    const old = loop.parameters[k];
    const by = old && inductionOf(loop, k)?.step;
    if (old === undefined || by === undefined || !context.lifetimes.isInteger(old)) return undefined;
    const distance = context.builder.apply('mul', this.index, context.builder.constant(by));
    return initial.constant?.value === 0 ? distance : context.builder.apply('add', initial, distance);
  }

  /** True if a read of the forward sweep finds the same in the reverse sweep of the step. */
  private readsTheSame(read: Instruction): boolean {
    const { context, loop } = this;
    const { lifetimes } = context;
    const own = context.oldReads.get(read);
    if (own !== undefined) return lifetimes.isStable(context.classOf(objectOf(own)), loop);
    const beside = context.shadowReads.get(read);
    if (beside === undefined) return false;
    const of = context.classOf(objectOf(beside));
    return lifetimes.isStable(of, loop) || lifetimes.onlyGrows(of);
  }
}
