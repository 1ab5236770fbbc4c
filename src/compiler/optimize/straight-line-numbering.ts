/**
 * Computes each thing once, in straight-line programs: arithmetic, choices, reads from an argument, marks of kinks. In: such
 * a function. Out: what `common-subexpressions.ts` makes of it; that file extends this class to loops and to memory that
 * is written. Any other instruction is refused.
 */
import { internalError } from '../../base/diagnostics.ts';
import type { Apply, Block, FunctionIr, If, Instruction, Kink, Load, Value } from '../ir/ir.ts';
import { newValue, numberType } from '../ir/ir.ts';
import { operations } from '../ir/operations.ts';
import { Builder, emptyBlock, isConstant, isImmediate } from '../rules/builder.ts';
import { NumberFacts } from './number-facts.ts';
import { keyOf, replaceAll, Replacements, withBody, withContents, withOperands } from './rewrite.ts';

/** What a computed thing is known under. */
export type Key = string;

/** Value numbering of one function. */
export class StraightLineNumbering {
  protected readonly replaced = new Replacements();
  protected readonly available = new Map<Key, Value>();
  private scope: [Key, Value | undefined][] = [];
  protected readonly facts = new NumberFacts();
  private readonly folder = new Builder(emptyBlock());

  block(block: Block): Block {
    const outer = this.scope;
    this.scope = [];
    const out: Instruction[] = [];
    for (const instruction of block.instructions) this.visit(instruction, out);
    const yields = replaceAll(block.yields, this.replaced.of);
    for (let k = this.scope.length - 1; k >= 0; k--) {
      const [key, before] = this.scope[k]!;
      if (before === undefined) this.available.delete(key);
      else this.available.set(key, before);
    }
    this.scope = outer;
    return withContents(block, out, yields);
  }

  protected remember(key: Key, value: Value): void {
    this.scope.push([key, this.available.get(key)]);
    this.available.set(key, value);
  }

  /** Takes the value known under a key for the result, or remembers the result under it. True if it was known. */
  protected reuse(key: Key, result: Value): boolean {
    const known = this.available.get(key);
    if (known === undefined) {
      this.remember(key, result);
      return false;
    }
    this.replaced.set(result, known);
    return true;
  }

  private visit(original: Instruction, out: Instruction[]): void {
    const instruction = withOperands(original, this.replaced.of);
    switch (instruction.kind) {
      case 'apply':
        return this.apply(instruction, instruction !== original, out);
      case 'if': {
        const then = this.block(instruction.then);
        const otherwise = this.block(instruction.otherwise);
        const same = then === instruction.then && otherwise === instruction.otherwise;
        out.push(same ? instruction : { ...instruction, then, otherwise });
        instruction.results.forEach((result, k) => {
          if (this.facts.isNumber(then.yields[k]!) && this.facts.isNumber(otherwise.yields[k]!))
            this.facts.numbers.add(result);
        });
        return;
      }
      case 'load':
        if (!this.reuse(this.keyOfLoad(instruction), instruction.result)) out.push(instruction);
        return;
      case 'kink': {
        const { left, right } = instruction;
        if (isConstant(left) && isConstant(right) && left.constant!.value !== right.constant!.value) return;
        const key = `kink ${keyOf(left)} ${keyOf(right)}`;
        if (this.available.has(key)) return;
        this.remember(key, left);
        out.push(instruction);
        return;
      }
      default:
        return this.otherInstruction(instruction, out);
    }
  }

  /** What an element that is read is known under: nobody writes to an argument. */
  protected keyOfLoad({ array, index }: Load): Key {
    return `${array.id}[${keyOf(index)}]`;
  }

  /** An instruction that no straight-line program has. */
  protected otherInstruction(instruction: Exclude<Instruction, Apply | If | Load | Kink>, _out: Instruction[]): void {
    internalError('sharing in a straight line', instruction.kind);
  }

  private apply(instruction: Apply, changed: boolean, out: Instruction[]): void {
    const { operation, args, result } = instruction;
    if (operation === 'number' && this.facts.isNumber(args[0]!)) {
      this.replaced.set(result, args[0]!);
      return;
    }
    const term = operation === 'add' ? this.termBesideZero(args) : undefined;
    if (term !== undefined) {
      this.replaced.set(result, term);
      return;
    }
    if (changed || args.some(isConstant)) {
      const folded = this.fold(instruction, out);
      if (folded !== undefined) {
        this.replaced.set(result, folded);
        return;
      }
    }
    if (this.reuse(keyOfApply(instruction), result)) return;
    this.facts.define(result, instruction);
    out.push(instruction);
  }

  /** The other operand of a sum with 0, which is the sum unless it is −0 or no number. */
  private termBesideZero([first, second]: readonly Value[]): Value | undefined {
    if (isImmediate(first!, 0) && this.facts.isSurelySum(second!)) return second;
    return isImmediate(second!, 0) && this.facts.isSurelySum(first!) ? first : undefined;
  }

  /** The value of an operation whose operands have changed, if that makes it a simpler one. */
  private fold({ operation, args, result, span }: Apply, out: Instruction[]): Value | undefined {
    const { folder } = this;
    folder.block = { instructions: [], yields: [] };
    folder.span = span;
    const value = folder.applyNamed(result.name, operation, args);
    const { instructions } = folder.block;
    const [first] = instructions;
    if (instructions.length === 1 && first?.kind === 'apply' && first.operation === operation) return undefined;
    for (const simpler of instructions) {
      out.push(simpler);
      if (simpler.kind === 'apply') this.facts.define(simpler.result, simpler);
    }
    // 1·w is w for a number, and NaN for undefined.
    if (!args.includes(value) || operations[operation].result !== 'number' || this.facts.isNumber(value)) return value;
    const number: Apply = { kind: 'apply', operation: 'number', args: [value], result: newValue(numberType), span };
    this.facts.define(number.result, number);
    out.push(number);
    return number.result;
  }
}

function keyOfApply({ operation, args }: Apply): Key {
  if (args.length === 1) return `${operation} ${keyOf(args[0]!)}`;
  const first = keyOf(args[0]!);
  const second = keyOf(args[1]!);
  if (args.length > 2) return `${operation} ${first} ${second} ${keyOf(args[2]!)}`;
  return operations[operation].commutative && first > second
    ? `${operation} ${second} ${first}`
    : `${operation} ${first} ${second}`;
}

/** The straight-line function with each thing computed once. */
export function shareInStraightLine(fn: FunctionIr): FunctionIr {
  return withBody(fn, new StraightLineNumbering().block(fn.body));
}
