/**
 * Long functions in parts. Engines compile a function as a whole, in a time that grows with the square of its length, and
 * until then it runs many times slower. In: a function that will be printed. Out: the same, whose loops, where it is long,
 * are functions of their own, given what they read from around. Guaranteed: the same operations in the same order. Loops
 * that use a tape which the function keeps in variables of its own stay.
 */
import {
  type Block,
  type Call,
  type FunctionIr,
  type Instruction,
  type Loop,
  newValue,
  type Value,
} from '../../ir/ir.ts';
import { blocksOf, copyBlock, freeValues, operandsOf, walk } from '../../ir/visit.ts';

/** Instructions that a function has when its loops are taken out. */
const longest = 400;
/** A loop of fewer instructions costs more to call than it saves, and one of more is looked into. */
const part = { least: 8, most: 200 };

function sizeOf(block: Block): number {
  let size = 0;
  walk(block, () => size++);
  return size;
}

/** The function with the loops of a long one in functions of their own. */
export function splitFunction(fn: FunctionIr): FunctionIr {
  if (sizeOf(fn.body) < longest) return fn;
  const stays = new Set<Value>();
  const used = new Set<Value>(fn.body.yields);
  walk(fn.body, (instruction) => {
    if (instruction.kind === 'list' && instruction.tape === true && isPlain(instruction.result)) stays.add(instruction.result); // prettier-ignore
    for (const operand of operandsOf(instruction)) used.add(operand);
    for (const block of blocksOf(instruction)) for (const value of block.yields) used.add(value);
  });
  const inBlock = (block: Block): Block => ({
    instructions: block.instructions.map((instruction): Instruction => {
      if (instruction.kind === 'if')
        return { ...instruction, then: inBlock(instruction.then), otherwise: inBlock(instruction.otherwise) };
      if (instruction.kind !== 'loop') return instruction;
      const size = sizeOf({ instructions: [instruction], yields: [] });
      if (size < part.least) return instruction;
      const given = [...freeValues({ instructions: [instruction], yields: [] })];
      if (size > part.most || given.some((value) => stays.has(value)))
        return { ...instruction, body: inBlock(instruction.body) };
      return callOf(
        fn.name,
        instruction,
        given,
        instruction.results.filter((result) => used.has(result)),
      );
    }),
    yields: block.yields,
  });
  return { ...fn, body: inBlock(fn.body) };
}

function isPlain({ type }: Value): boolean {
  return type.kind === 'array' && (type.element.kind === 'number' || type.element.kind === 'boolean');
}

function callOf(name: string, loop: Loop, args: readonly Value[], results: Value[]): Call {
  const map = new Map(args.map((value): [Value, Value] => [value, newValue(value.type, value.name)]));
  const parameters = [...map.values()];
  const body = copyBlock({ instructions: [loop], yields: results }, map);
  return {
    kind: 'call',
    target: { name: `${name}_loop`, parameters, body },
    args: [...args],
    results,
    span: loop.span,
  };
}
