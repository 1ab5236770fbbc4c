/** Faults as rewritings: a program of the IR changed at every depth. */
import type { Block, FunctionIr, Instruction } from '../../src/compiler/ir/ir.ts';
import { Builder } from '../../src/compiler/rules/builder.ts';

/** A function with each list of instructions, at every depth, replaced. */
export function rewritten(
  fn: FunctionIr,
  rewrite: (instructions: readonly Instruction[]) => Instruction[],
): FunctionIr {
  const block = ({ instructions, yields }: Block): Block => {
    const inner = instructions.map((instruction): Instruction => {
      if (instruction.kind === 'if')
        return { ...instruction, then: block(instruction.then), otherwise: block(instruction.otherwise) };
      if (instruction.kind === 'loop')
        return { ...instruction, test: block(instruction.test), body: block(instruction.body) };
      return instruction;
    });
    return { instructions: rewrite(inner), yields };
  };
  return { ...fn, body: block(fn.body) };
}

/** The reverse program with adjoints that are 0 passed over by an `if`. */
export function skippingZeros(fn: FunctionIr): FunctionIr {
  return rewritten(fn, (instructions) =>
    instructions.flatMap((instruction): readonly Instruction[] => {
      if (instruction.kind !== 'accumulate') return [instruction];
      const builder = new Builder();
      const add = (): [] => {
        builder.emit(instruction);
        return [];
      };
      builder.choose(builder.apply('ne', instruction.value, builder.constant(0)), [], add, () => []);
      return builder.block.instructions;
    }),
  );
}
