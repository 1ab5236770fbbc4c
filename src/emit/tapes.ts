/**
 * Tapes: the stacks on which the forward sweep leaves numbers for the reverse sweep. They are pushed and popped in
 * step, so they need none of an array's care: each is a Float64Array that stays from call to call and grows when
 * it is full, with a variable for its height. In: a function. Out: which of its lists may be emitted so.
 */
import { rules } from '../rules/index.ts';
import type { FunctionIr, Instruction, Value } from '../ir/ir.ts';
import { blocksOf, operandsOf, walk } from '../ir/visit.ts';
import type { Variable } from './variables.ts';

/** The variables of a tape: the array, its height, and where the array is kept between calls. */
export interface Tape {
  readonly array: Variable;
  readonly height: Variable;
  readonly store: string;
}

/** Lists of the function's own block that reverse mode made as tapes of numbers, and that nothing else touches. */
export function tapesOf(fn: FunctionIr): Set<Value> {
  const tapes = new Set<Value>();
  for (const instruction of fn.body.instructions) {
    if (instruction.kind !== 'list' || instruction.tape !== true) continue;
    const { type } = instruction.result;
    if (type.kind === 'array' && type.element.kind === 'number') tapes.add(instruction.result);
  }
  if (tapes.size === 0) return tapes;
  const popped = new Map<Value, Value>();
  walk(fn.body, (instruction) => {
    if (instruction.kind === 'pop' && tapes.has(instruction.array)) popped.set(instruction.result, instruction.array);
  });
  const drop = (value: Value): void => {
    tapes.delete(value);
    const tape = popped.get(value);
    if (tape) tapes.delete(tape);
  };
  walk(fn.body, (instruction) => {
    if (instruction.kind === 'push') {
      // A tape pushed as a value is a reference that something else holds.
      if (tapes.has(instruction.value) || popped.has(instruction.value)) drop(instruction.value);
    } else if (instruction.kind !== 'pop' && !readsNumbers(instruction)) operandsOf(instruction).forEach(drop);
    for (const block of blocksOf(instruction)) block.yields.forEach(drop);
  });
  fn.body.yields.forEach(drop);
  return tapes;
}

/** True if an instruction takes NaN for undefined: a Float64Array cannot tell them apart. */
function readsNumbers(instruction: Instruction): boolean {
  if (instruction.kind === 'kink' || instruction.kind === 'load' || instruction.kind === 'accumulate') return true;
  if (instruction.kind !== 'apply') return false;
  const { partials } = rules[instruction.operation];
  const comparison = ['lt', 'le', 'gt', 'ge'].includes(instruction.operation);
  return comparison || (partials !== undefined && instruction.operation !== 'stop');
}

/** A tape twice as long, with the same contents. */
export function grown(tape: Float64Array): Float64Array {
  const longer = new Float64Array(2 * tape.length);
  longer.set(tape);
  return longer;
}

/** Numbers a new tape has room for. */
export const firstRoom = 256;
