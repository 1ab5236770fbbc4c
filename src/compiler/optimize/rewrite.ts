/**
 * What the passes share: instructions with other operands but the same results, and small questions about
 * values. Passes never change what they are given. They build new blocks, and keep every instruction object
 * that needs no change, so "nothing changed" is an identity test and costs nothing.
 */
import { unreachable } from '../../base/diagnostics.ts';
import type { Block, FunctionIr, Instruction, Value } from '../ir/ir.ts';

/** What stands for a value from now on. */
export type Replace = (value: Value) => Value;

/** The list with every value replaced; the same list if nothing changes. */
export function replaceAll(values: readonly Value[], replace: Replace): readonly Value[] {
  for (let k = 0; k < values.length; k++) if (replace(values[k]!) !== values[k]) return values.map(replace);
  return values;
}

/** The instruction with its own operands replaced, blocks inside it untouched; the same object if nothing changes. */
export function withOperands(instruction: Instruction, replace: Replace): Instruction {
  switch (instruction.kind) {
    case 'apply': {
      const args = replaceAll(instruction.args, replace);
      return args === instruction.args ? instruction : { ...instruction, args };
    }
    case 'call':
    case 'derive': {
      const args = replaceAll(instruction.args, replace);
      return args === instruction.args ? instruction : { ...instruction, args: [...args] };
    }
    case 'if': {
      const condition = replace(instruction.condition);
      return condition === instruction.condition ? instruction : { ...instruction, condition };
    }
    case 'loop': {
      const initial = replaceAll(instruction.initial, replace);
      return initial === instruction.initial ? instruction : { ...instruction, initial: [...initial] };
    }
    case 'allocate': {
      const length = replace(instruction.length);
      const fill = instruction.fill && replace(instruction.fill);
      return length === instruction.length && fill === instruction.fill
        ? instruction
        : { ...instruction, length, fill };
    }
    case 'list':
    case 'struct': {
      const elements = replaceAll(instruction.elements, replace);
      return elements === instruction.elements ? instruction : { ...instruction, elements };
    }
    case 'load': {
      const array = replace(instruction.array);
      const index = replace(instruction.index);
      return array === instruction.array && index === instruction.index
        ? instruction
        : { ...instruction, array, index };
    }
    case 'store':
    case 'accumulate': {
      const array = replace(instruction.array);
      const index = replace(instruction.index);
      const value = replace(instruction.value);
      return array === instruction.array && index === instruction.index && value === instruction.value
        ? instruction
        : { ...instruction, array, index, value };
    }
    case 'length':
    case 'pop': {
      const array = replace(instruction.array);
      return array === instruction.array ? instruction : { ...instruction, array };
    }
    case 'set-length': {
      const array = replace(instruction.array);
      const length = replace(instruction.length);
      return array === instruction.array && length === instruction.length
        ? instruction
        : { ...instruction, array, length };
    }
    case 'push': {
      const array = replace(instruction.array);
      const value = replace(instruction.value);
      return array === instruction.array && value === instruction.value
        ? instruction
        : { ...instruction, array, value };
    }
    case 'get-field': {
      const object = replace(instruction.object);
      return object === instruction.object ? instruction : { ...instruction, object };
    }
    case 'set-field':
    case 'accumulate-field': {
      const object = replace(instruction.object);
      const value = replace(instruction.value);
      return object === instruction.object && value === instruction.value
        ? instruction
        : { ...instruction, object, value };
    }
    case 'throw': {
      const message = replace(instruction.message);
      return message === instruction.message ? instruction : { ...instruction, message };
    }
    case 'kink': {
      const left = replace(instruction.left);
      const right = replace(instruction.right);
      return left === instruction.left && right === instruction.right ? instruction : { ...instruction, left, right };
    }
    default:
      return unreachable('operands of', instruction);
  }
}

/** The block with these contents; the same object if they are the ones it has. */
export function withContents(block: Block, instructions: Instruction[], yields: readonly Value[]): Block {
  const { instructions: old } = block;
  const same = yields === block.yields && old.length === instructions.length;
  if (same && old.every((instruction, k) => instruction === instructions[k])) return block;
  return { instructions, yields: yields === block.yields ? block.yields : [...yields] };
}

/** The function with another body; the same object if it is the one it has. */
export function withBody(fn: FunctionIr, body: Block): FunctionIr {
  return body === fn.body ? fn : { name: fn.name, parameters: fn.parameters, body };
}

/** Replacements found on the way, followed to their end. */
export class Replacements {
  private readonly map = new Map<Value, Value>();

  get size(): number {
    return this.map.size;
  }

  set(value: Value, by: Value): void {
    this.map.set(value, by);
  }

  readonly of = (value: Value): Value => {
    let found = value;
    for (let next = this.map.get(found); next !== undefined; next = this.map.get(found)) found = next;
    return found;
  };
}

/** An immediate that is an index or a length: 0, 1, 2, …; undefined for all other values. */
export function constantCount(value: Value): number | undefined {
  const constant = value.constant?.value;
  return typeof constant === 'number' && Number.isSafeInteger(constant) && (constant > 0 || Object.is(constant, 0))
    ? constant
    : undefined;
}

/** A text equal for two immediates exactly if they are the same constant, and for two other values if they are one. */
export function keyOf(value: Value): string | number {
  if (value.constant === undefined) return value.id;
  const { value: constant } = value.constant;
  if (typeof constant === 'number') return Object.is(constant, -0) ? '#-0' : `#${constant}`;
  return typeof constant === 'string' ? `"${JSON.stringify(constant)}` : `!${String(constant)}`;
}

/** Number of instructions in a block and inside it, counted no further than `limit`. */
export function sizeOf(block: Block, limit = Infinity): number {
  let size = block.instructions.length;
  for (const instruction of block.instructions) {
    if (size > limit) return size;
    if (instruction.kind === 'if') size += sizeOf(instruction.then, limit) + sizeOf(instruction.otherwise, limit);
    else if (instruction.kind === 'loop') size += sizeOf(instruction.test, limit) + sizeOf(instruction.body, limit);
  }
  return size;
}

/** True for typed arrays: their length never changes. */
export function hasFixedLength({ type }: Value): boolean {
  return type.kind === 'array' && type.storage !== 'list';
}
