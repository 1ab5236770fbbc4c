/**
 * What is surely known of values of number type, which in the IR may hold `undefined` where JavaScript would:
 * which are numbers, which are whole and not negative, which are not −0. Filled in while a pass walks over a
 * function; what is not known is answered with false.
 */
import type { Instruction, Value } from '../ir/ir.ts';
import { operations } from '../ir/operations.ts';
import { isImmediate } from '../rules/builder.ts';
import { constantCount } from './rewrite.ts';

export class NumberFacts {
  private readonly definitions = new Map<Value, Instruction>();
  /** Counters of loops. */
  readonly counters = new Set<Value>();
  /** Parameters and results of loops and branches that are surely numbers. */
  readonly numbers = new Set<Value>();

  /** Notes the instruction that gives a value. */
  define(value: Value, instruction: Instruction): void {
    this.definitions.set(value, instruction);
  }

  /** True for values that are surely numbers, not undefined. */
  isNumber(value: Value): boolean {
    if (this.numbers.has(value)) return true;
    if (value.constant !== undefined) return typeof value.constant.value === 'number';
    const instruction = this.definitions.get(value);
    if (instruction?.kind === 'length') return true;
    if (instruction?.kind !== 'apply') return false;
    if (instruction.operation === 'select') return instruction.args.slice(1).every((arg) => this.isNumber(arg));
    return operations[instruction.operation].result === 'number';
  }

  /** True for values that are surely 0, 1, 2, … */
  isCount(value: Value): boolean {
    if (constantCount(value) !== undefined || this.counters.has(value)) return true;
    return this.definitions.get(value)?.kind === 'length';
  }

  /** True for values that are surely numbers and not −0. */
  isSurelySum(value: Value, depth = 0): boolean {
    if (value.constant !== undefined) return typeof value.constant.value === 'number' && !isImmediate(value, -0);
    if (this.isCount(value)) return true;
    const instruction = this.definitions.get(value);
    if (instruction?.kind !== 'apply' || depth > 3) return false;
    if (operations[instruction.operation].nonNegative) return true;
    const [first, second] = instruction.args as [Value, Value];
    switch (instruction.operation) {
      case 'mul':
        return first === second;
      case 'add':
        return this.isSurelySum(first, depth + 1) || this.isSurelySum(second, depth + 1);
      case 'sub':
        return this.isSurelySum(first, depth + 1);
      default:
        return false;
    }
  }
}
