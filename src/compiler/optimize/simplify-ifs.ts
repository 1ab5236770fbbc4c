/**
 * Branches that are known. In: a function. Out: the same function in which an `if` whose condition is known
 * (an immediate, or decided by an `if` around it) is the branch it takes; a result that is the same value on
 * both sides is that value; a result that is the condition itself, or its opposite, is computed from it; and
 * an `if` that only chooses between values already computed is a `select`. Guaranteed: nothing is evaluated
 * that was not evaluated before, and effects stay where they are.
 */
import type { Block, FunctionIr, If, Instruction, Value } from '../ir/ir.ts';
import { constantValue, isReference } from '../ir/ir.ts';
import { Builder, emptyBlock, isImmediate, resultType } from '../rules/builder.ts';
import { keyOf, replaceAll, Replacements, withBody, withContents, withOperands } from './rewrite.ts';

/** An `if` with more results than this stays one: one test is cheaper than many. */
const mostSelects = 3;

class Simplifier {
  private readonly replaced = new Replacements();
  /** What is known of conditions here. */
  private known = new Map<Value, boolean>();
  /** Operations with a truth value as result, which is then exactly true or false. */
  private readonly tests = new Map<Value, Instruction>();

  private readonly operand = (value: Value): Value => {
    const found = this.replaced.of(value);
    const truth = this.known.size === 0 ? undefined : this.known.get(found);
    if (truth === undefined || found.type.kind !== 'boolean') return found;
    return truth || this.tests.has(found) ? constantValue(truth) : found;
  };

  block(block: Block): Block {
    const out: Instruction[] = [];
    this.instructions(block, out);
    return withContents(block, out, replaceAll(block.yields, this.operand));
  }

  private instructions(block: Block, out: Instruction[]): void {
    for (const original of block.instructions) {
      const instruction = withOperands(original, this.operand);
      if (instruction.kind === 'if') this.branch(instruction, out);
      else if (instruction.kind === 'loop') {
        const test = this.block(instruction.test);
        const body = this.block(instruction.body);
        const same = test === instruction.test && body === instruction.body;
        out.push(same ? instruction : { ...instruction, test, body });
      } else {
        if (instruction.kind === 'apply' && resultType(instruction.operation, instruction.args).kind === 'boolean') {
          if (instruction.operation !== 'select') this.tests.set(instruction.result, instruction);
          else if (instruction.args.slice(1).every((arg) => this.isExact(arg))) {
            this.tests.set(instruction.result, instruction);
          }
        }
        out.push(instruction);
      }
    }
  }

  /** True for values that are exactly true or false. */
  private isExact(value: Value): boolean {
    return this.tests.has(value) || typeof value.constant?.value === 'boolean';
  }

  private branch(instruction: If, out: Instruction[]): void {
    const { condition, results } = instruction;
    const truth = condition.constant === undefined ? this.known.get(condition) : Boolean(condition.constant.value);
    if (truth !== undefined) {
      const taken = truth ? instruction.then : instruction.otherwise;
      this.instructions(taken, out);
      results.forEach((result, k) => this.replaced.set(result, this.operand(taken.yields[k]!)));
      return;
    }
    const then = this.under(condition, true, instruction.then);
    const otherwise = this.under(condition, false, instruction.otherwise);
    const kept = results.filter(
      (result, k) => !this.isSettled(condition, result, then.yields[k]!, otherwise.yields[k]!, out),
    );
    const empty = then.instructions.length === 0 && otherwise.instructions.length === 0;
    if (empty && kept.length <= mostSelects && !kept.some((result) => isReference(result.type))) {
      for (const result of kept) {
        const k = results.indexOf(result);
        const args = [condition, then.yields[k]!, otherwise.yields[k]!];
        out.push({ kind: 'apply', operation: 'select', args, result, span: instruction.span });
      }
      return;
    }
    if (kept.length === results.length) {
      const same = then === instruction.then && otherwise === instruction.otherwise;
      out.push(same ? instruction : { ...instruction, then, otherwise });
      return;
    }
    const prune = ({ instructions, yields }: Block): Block => ({
      instructions,
      yields: yields.filter((_, k) => kept.includes(results[k]!)),
    });
    out.push({ ...instruction, then: prune(then), otherwise: prune(otherwise), results: kept });
  }

  /** A branch, with what its condition says known inside it. */
  private under(condition: Value, truth: boolean, block: Block): Block {
    const outer = this.known;
    this.known = new Map(outer);
    this.learn(condition, truth);
    const inner = this.block(block);
    this.known = outer;
    return inner;
  }

  private learn(condition: Value, truth: boolean): void {
    if (condition.constant !== undefined) return;
    this.known.set(condition, truth);
    const test = this.tests.get(condition);
    if (test?.kind !== 'apply') return;
    const [first, second, third] = test.args as [Value, Value, Value];
    if (test.operation === 'not') this.learn(first, !truth);
    else if (test.operation !== 'select') return;
    else if (truth && isImmediate(third, false)) {
      this.learn(first, true);
      this.learn(second, true);
    } else if (!truth && isImmediate(second, true)) {
      this.learn(first, false);
      this.learn(third, false);
    }
  }

  /** Replaces a result that needs no branch; true if it is replaced. */
  private isSettled(condition: Value, result: Value, then: Value, otherwise: Value, out: Instruction[]): boolean {
    if (then === otherwise || keyOf(then) === keyOf(otherwise)) {
      this.replaced.set(result, then);
      return true;
    }
    if (!this.tests.has(condition)) return false;
    if (isImmediate(then, true) && isImmediate(otherwise, false)) {
      this.replaced.set(result, condition);
      return true;
    }
    if (isImmediate(then, false) && isImmediate(otherwise, true)) {
      const builder = new Builder(emptyBlock());
      this.replaced.set(result, builder.apply('not', condition));
      // Placed before the `if`: its condition is known there.
      out.push(...builder.block.instructions);
      return true;
    }
    return false;
  }
}

/** The function with its known branches taken. */
export function simplifyIfs(fn: FunctionIr): FunctionIr {
  return withBody(fn, new Simplifier().block(fn.body));
}
