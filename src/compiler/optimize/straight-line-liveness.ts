/**
 * Removes what nobody needs, from straight-line programs. In: such a function. Out: the function with only what its yields
 * and its marks of kinks need. What is alive is marked from there. `dead-code.ts` extends this to loops, memory and
 * calls.
 */
import type { Block, FunctionIr, If, Instruction, Value } from '../ir/ir.ts';
import { blocksOf, operandsOf, resultsOf } from '../ir/visit.ts';
import { withBody, withContents } from './rewrite.ts';

/** What is alive in one function. */
export class StraightLineLiveness {
  readonly values = new Set<Value>();
  private readonly instructions = new Set<Instruction>();
  protected readonly definitions = new Map<Value, Instruction>();
  private readonly owners = new Map<Instruction, Instruction | undefined>();
  private readonly pendingValues: Value[] = [];
  private readonly pendingInstructions: Instruction[] = [];

  /** The body of a function without what is dead. */
  sweepBody(fn: FunctionIr): Block {
    this.collect(fn.body, undefined);
    this.begin(fn);
    for (const value of fn.body.yields) this.mark(value);
    this.run();
    return this.sweep(fn.body);
  }

  /** What is kept besides the yields, once all is collected. */
  protected begin(_fn: FunctionIr): void {}

  private collect(block: Block, owner: Instruction | undefined): void {
    for (const instruction of block.instructions) {
      this.owners.set(instruction, owner);
      for (const result of resultsOf(instruction)) this.definitions.set(result, instruction);
      if (this.isKept(instruction)) this.keep(instruction);
      for (const inner of blocksOf(instruction)) this.collect(inner, instruction);
    }
  }

  /** Notes an instruction; true if it stays whatever its results are for. */
  protected isKept(instruction: Instruction): boolean {
    return instruction.kind === 'kink';
  }

  protected mark(value: Value): void {
    if (value.constant !== undefined || this.values.has(value)) return;
    this.values.add(value);
    this.pendingValues.push(value);
  }

  protected keep(instruction: Instruction): void {
    if (this.instructions.has(instruction)) return;
    this.instructions.add(instruction);
    this.pendingInstructions.push(instruction);
  }

  private run(): void {
    for (;;) {
      const value = this.pendingValues.pop();
      if (value !== undefined) {
        this.needValue(value);
        continue;
      }
      const instruction = this.pendingInstructions.pop();
      if (instruction === undefined) return;
      this.needInstruction(instruction);
    }
  }

  private needValue(value: Value): void {
    const instruction = this.definitions.get(value);
    if (instruction === undefined) return;
    this.keep(instruction);
    this.needSource(value, instruction);
  }

  /** A value is needed that comes out of blocks: what gives it there is needed. */
  protected needSource(value: Value, instruction: Instruction): void {
    if (instruction.kind !== 'if') return;
    const k = instruction.results.indexOf(value);
    this.mark(instruction.then.yields[k]!);
    this.mark(instruction.otherwise.yields[k]!);
  }

  private needInstruction(instruction: Instruction): void {
    const owner = this.owners.get(instruction);
    if (owner !== undefined) this.keep(owner);
    this.needOperands(instruction);
  }

  protected needOperands(instruction: Instruction): void {
    for (const operand of operandsOf(instruction)) this.mark(operand);
  }

  protected sweep(block: Block): Block {
    const out: Instruction[] = [];
    for (const instruction of block.instructions) {
      if (this.instructions.has(instruction)) out.push(this.swept(instruction));
    }
    return withContents(block, out, block.yields);
  }

  /** A living instruction without what is dead inside it. */
  protected swept(instruction: Instruction): Instruction {
    if (instruction.kind !== 'if') return instruction;
    const pruned = this.pruned(instruction);
    const then = this.sweep(pruned.then);
    const otherwise = this.sweep(pruned.otherwise);
    return then === pruned.then && otherwise === pruned.otherwise ? pruned : { ...pruned, then, otherwise };
  }

  /** A choice without its dead results. */
  private pruned(instruction: If): If {
    const kept = instruction.results.filter((result) => this.values.has(result));
    if (kept.length === instruction.results.length) return instruction;
    const prune = (block: Block): Block => ({
      instructions: block.instructions,
      yields: block.yields.filter((_, k) => this.values.has(instruction.results[k]!)),
    });
    return {
      ...instruction,
      then: prune(instruction.then),
      otherwise: prune(instruction.otherwise),
      results: kept,
    };
  }
}

/** The straight-line function without what its results and kinks do not need. */
export function removeDeadStraightLine(fn: FunctionIr): FunctionIr {
  return withBody(fn, new StraightLineLiveness().sweepBody(fn));
}
