/**
 * Records as they stand once all types are known. In: blocks of a lowered program. Out: the same blocks, in which
 * every record has all fields of its type from the start. Instances are made empty and filled by their constructors:
 * what is set before anybody looks becomes part of the record, what is set later begins as undefined, as it would be
 * read. So a record of a class is as good as a literal to all that follows.
 */
import { type Block, constantValue, type Instruction, type Struct, type Value } from '../../ir/ir.ts';
import { blocksOf, operandsOf } from '../../ir/visit.ts';

/** Gives every record of a block, and of those inside it, all its fields. */
export function completeRecords(block: Block): void {
  const { instructions } = block;
  for (let k = instructions.length - 1; k >= 0; k--) {
    const instruction = instructions[k]!;
    blocksOf(instruction).forEach(completeRecords);
    if (instruction.kind !== 'struct' || instruction.result.type.kind !== 'struct') continue;
    const filled = instruction.names.length === 0 ? gather(instructions, k, instruction) : instruction;
    const missing = [...instruction.result.type.fields.keys()].filter((field) => !filled.names.includes(field));
    const complete: Struct = {
      ...filled,
      names: [...filled.names, ...missing],
      elements: [...filled.elements, ...missing.map(() => constantValue(undefined))],
    };
    instructions[instructions.indexOf(filled, k)] = complete;
  }
}

/** Moves an empty record down to where it is first looked at, and what is set on the way into it. */
function gather(instructions: Instruction[], from: number, record: Struct): Struct {
  const held = new Map<string, Value>();
  let kept = from;
  let at = from + 1;
  for (; at < instructions.length; at++) {
    const next = instructions[at]!;
    if (next.kind === 'set-field' && next.object === record.result && next.value !== record.result)
      held.set(next.field, next.value);
    else if (mentions(next, record.result)) break;
    else instructions[kept++] = next;
  }
  const filled: Struct = { ...record, names: [...held.keys()], elements: [...held.values()] };
  instructions.splice(kept, at - kept, filled);
  return filled;
}

function mentions(instruction: Instruction, value: Value): boolean {
  if (operandsOf(instruction).includes(value)) return true;
  return blocksOf(instruction).some(
    ({ instructions, yields }) => yields.includes(value) || instructions.some((inner) => mentions(inner, value)),
  );
}
