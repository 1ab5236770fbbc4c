/** What a loop defines. */
import type { Block, Loop, Value } from '../ir/ir.ts';
import { blocksOf, resultsOf } from '../ir/visit.ts';

/** All values defined in a loop, at any depth, its parameters included. */
export function definedInside(loop: Loop): Set<Value> {
  const defined = new Set<Value>(loop.parameters);
  const add = (block: Block): void => {
    for (const instruction of block.instructions) {
      for (const result of resultsOf(instruction)) defined.add(result);
      if (instruction.kind === 'loop') for (const parameter of instruction.parameters) defined.add(parameter);
      for (const inner of blocksOf(instruction)) add(inner);
    }
  };
  add(loop.test);
  add(loop.body);
  return defined;
}
