/**
 * What an iteration or a call counts for in the budget of steps: one step for each 16 instructions that run in it, not
 * counting the loops inside, which count for themselves. Both branches of an `if` count. What takes memory counts for more,
 * as it costs more, then and when it is given back. Emitted code and the
 * interpreter take the same numbers, so that a run that ends for want of steps ends in both alike.
 */
import type { Block, FunctionIr, Instruction, Loop } from '../ir/ir.ts';
import { isSmooth, type OperationName, operations } from '../ir/operations.ts';

const instructionsPerStep = 16;
const weights: { readonly [kind in Instruction['kind']]?: number } = {
  push: 64,
  'set-length': 128,
  list: 48,
  struct: 48,
  allocate: 48,
};

/** A sine of a large number takes as long as 48 sums. */
function weightOf(operation: OperationName): number {
  return isSmooth(operation) && operations[operation].cost !== 'low' ? 48 : 1;
}

function instructionsIn(block: Block): number {
  let count = 0;
  for (const instruction of block.instructions) {
    count += instruction.kind === 'apply' ? weightOf(instruction.operation) : (weights[instruction.kind] ?? 1);
    if (instruction.kind === 'if') count += instructionsIn(instruction.then) + instructionsIn(instruction.otherwise);
  }
  return count;
}

const known = new WeakMap<Loop | FunctionIr, number>();

/** The steps of an iteration of a loop, or of a call of a function; at least one. Asked for once a program is finished. */
export function stepCost(of: Loop | FunctionIr): number {
  let cost = known.get(of);
  if (cost === undefined) {
    const count = 'kind' in of ? instructionsIn(of.body) + instructionsIn(of.test) : instructionsIn(of.body);
    cost = Math.max(1, Math.ceil(count / instructionsPerStep));
    known.set(of, cost);
  }
  return cost;
}

/** All instructions of a function itself, those inside loops too. */
export function sizeOf(fn: FunctionIr): number {
  const sizeIn = (block: Block): number =>
    block.instructions.reduce(
      (sum, instruction) =>
        sum +
        1 +
        (instruction.kind === 'if' ? sizeIn(instruction.then) + sizeIn(instruction.otherwise) : 0) +
        (instruction.kind === 'loop' ? sizeIn(instruction.test) + sizeIn(instruction.body) : 0),
      0,
    );
  return sizeIn(fn.body);
}
