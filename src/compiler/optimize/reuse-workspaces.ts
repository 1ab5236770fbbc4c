/**
 * Arrays made anew in every step of a loop, made once instead. In: a function that will only be run, not
 * transformed further (reverse mode wants each step to have arrays of its own). Out: the same function in which a
 * typed array, or a list of numbers with a known filling, that lives within one step of a loop is allocated before
 * the loop and filled at the place where it was made. Guaranteed: only arrays that are read, written and measured,
 * and never handed on, so that no step can see what another left. Small arrays cost more to make than to fill.
 */
import type { Allocate, Block, FunctionIr, Instruction, Loop, Value } from '../ir/ir.ts';
import { blocksOf, operandsOf, walk } from '../ir/visit.ts';
import { Builder, emptyBlock } from '../rules/builder.ts';
import { definedInside } from './inside.ts';

/** A function whose loops make no arrays that they could have made before. */
export function reuseWorkspaces(fn: FunctionIr): FunctionIr {
  const body = rewriteBlock(fn.body);
  return body === fn.body ? fn : { ...fn, body };
}

function rewriteBlock(block: Block): Block {
  let changed = false;
  const instructions = block.instructions.flatMap((instruction): Instruction[] => {
    const inner = withRewrittenBlocks(instruction);
    if (inner !== instruction) changed = true;
    if (inner.kind !== 'loop') return [inner];
    const hoisted = hoistFrom(inner);
    if (hoisted.length > 1) changed = true;
    return hoisted;
  });
  return changed ? { instructions, yields: block.yields } : block;
}

function withRewrittenBlocks(instruction: Instruction): Instruction {
  if (instruction.kind === 'if') {
    const then = rewriteBlock(instruction.then);
    const otherwise = rewriteBlock(instruction.otherwise);
    return then === instruction.then && otherwise === instruction.otherwise
      ? instruction
      : { ...instruction, then, otherwise };
  }
  if (instruction.kind === 'loop') {
    const body = rewriteBlock(instruction.body);
    return body === instruction.body ? instruction : { ...instruction, body };
  }
  return instruction;
}

/** The allocations that can stand before the loop, then the loop. */
function hoistFrom(loop: Loop): Instruction[] {
  const inside = definedInside(loop);
  const handedOn = handedOnIn(loop);
  const before: Instruction[] = [];
  const instructions = loop.body.instructions.flatMap((instruction): Instruction[] => {
    if (instruction.kind !== 'allocate' || !canMove(instruction, inside, handedOn)) return [instruction];
    before.push({ ...instruction, fill: isTyped(instruction.result) ? undefined : instruction.fill });
    return fillLoop(instruction);
  });
  if (before.length === 0) return [loop];
  return [...before, { ...loop, body: { instructions, yields: loop.body.yields } }];
}

function canMove(
  { result, length, fill }: Allocate,
  inside: ReadonlySet<Value>,
  handedOn: ReadonlySet<Value>,
): boolean {
  if (result.type.kind !== 'array' || handedOn.has(result) || inside.has(length)) return false;
  if (!isTyped(result) && fill === undefined) return false;
  return fill === undefined || (!inside.has(fill) && fill.type.kind === 'number');
}

function isTyped(array: Value): boolean {
  return array.type.kind === 'array' && array.type.storage !== 'list';
}

/** Arrays of a loop's body that are used as more than a place to read, write and measure. */
function handedOnIn(loop: Loop): Set<Value> {
  const handedOn = new Set<Value>();
  const add = (values: readonly Value[]): void => values.forEach((value) => handedOn.add(value));
  add(loop.body.yields);
  walk(loop.body, (instruction) => {
    for (const block of blocksOf(instruction)) add(block.yields);
    switch (instruction.kind) {
      case 'load':
      case 'length':
        return;
      case 'store':
      case 'accumulate':
        add([instruction.value]);
        return;
      default:
        add(operandsOf(instruction));
    }
  });
  return handedOn;
}

/** for (j = 0; j < length; j++) array[j] = filling */
function fillLoop({ result, length, fill, span }: Allocate): Instruction[] {
  const block = emptyBlock();
  const builder = new Builder(block);
  builder.span = span;
  const filling = fill ?? builder.constant(0);
  builder.count(
    length,
    [],
    (index) => {
      builder.emit({ kind: 'store', array: result, index, value: filling });
      return [];
    },
    'j',
  );
  return block.instructions;
}
