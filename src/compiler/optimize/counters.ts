/** Counted loops, found by their shape: a counter from 0, 1, 2 … upwards in whole steps, while it is below a bound. */
import { inductionOf } from '../analysis/inductions.ts';
import type { Apply, Block, Instruction, Loop, Value } from '../ir/ir.ts';
import { isImmediate } from '../rules/builder.ts';
import { constantCount } from './rewrite.ts';

/** The counter of a loop. In the body it is a whole number, at least 0 and below the bound. */
export interface Counter {
  readonly counter: Value;
  readonly bound: Value;
  /** The array whose length the loop's test measures to get the bound, if it does. */
  readonly array: Value | undefined;
}

/** The counter that a loop's test looks at, if the loop has that shape. */
export function counterOf(loop: Loop): Counter | undefined {
  const { parameters, initial, test } = loop;
  const comparison = comparisonIn(test, test.yields[0]!);
  if (comparison === undefined) return undefined;
  const [counter, bound] = comparison.args as [Value, Value];
  const k = parameters.indexOf(counter);
  if (k < 0 || constantCount(initial[k]!) === undefined) return undefined;
  const { step = NaN } = inductionOf(loop, k) ?? {};
  if (!(Number.isSafeInteger(step) && step > 0)) return undefined;
  const measured = definitionIn(test, bound);
  return { counter, bound, array: measured?.kind === 'length' ? measured.array : undefined };
}

/** The comparison `counter < bound` that a test comes down to, alone or as one side of an `and`. */
function comparisonIn(test: Block, condition: Value): Apply | undefined {
  const instruction = definitionIn(test, condition);
  if (instruction?.kind !== 'apply') return undefined;
  if (instruction.operation === 'lt') return instruction;
  if (instruction.operation !== 'select' || !isImmediate(instruction.args[2]!, false)) return undefined;
  return comparisonIn(test, instruction.args[0]!) ?? comparisonIn(test, instruction.args[1]!);
}

/** The instruction of a block that gives a value as its one result. */
export function definitionIn(block: Block, value: Value): Instruction | undefined {
  return block.instructions.find((instruction) => 'result' in instruction && instruction.result === value);
}
