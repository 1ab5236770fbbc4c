/** Copies of functions whose bodies passes may exchange, while blocks that call nothing are shared. */
import type { Block, FunctionIr, Instruction } from '../ir/ir.ts';
import { reachable } from '../ir/visit.ts';
import { withContents } from './rewrite.ts';

/** Copies of a function and of those it reaches. */
export function copyShells(root: FunctionIr): FunctionIr {
  const shells = new Map<FunctionIr, FunctionIr>();
  for (const fn of reachable(root)) shells.set(fn, { ...fn, parameters: [...fn.parameters] });
  if (shells.size > 1) for (const shell of shells.values()) shell.body = retarget(shell.body, shells);
  return shells.get(root)!;
}

function retarget(block: Block, shells: ReadonlyMap<FunctionIr, FunctionIr>): Block {
  const instructions = block.instructions.map((instruction): Instruction => {
    switch (instruction.kind) {
      case 'call':
      case 'derive':
        return { ...instruction, target: shells.get(instruction.target)! };
      case 'if':
        return {
          ...instruction,
          then: retarget(instruction.then, shells),
          otherwise: retarget(instruction.otherwise, shells),
        };
      case 'loop':
        return { ...instruction, test: retarget(instruction.test, shells), body: retarget(instruction.body, shells) };
      default:
        return instruction;
    }
  });
  return withContents(block, instructions, block.yields);
}
