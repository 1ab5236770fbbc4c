/**
 * Walks over the IR: what an instruction defines, uses and contains, and a copy with values replaced. Passes
 * say what they do with values and leave the walking to this file.
 */
import { unreachable } from '../../base/diagnostics.ts';
import { countWritten } from '../../base/program-size.ts';
import type { Block, FunctionIr, Instruction, Value } from './ir.ts';
import { newValue } from './ir.ts';

/** Values an instruction reads itself (not those of blocks inside it). */
export function operandsOf(instruction: Instruction): readonly Value[] {
  switch (instruction.kind) {
    case 'apply':
    case 'call':
    case 'derive':
      return instruction.args;
    case 'if':
      return [instruction.condition];
    case 'loop':
      return instruction.initial;
    case 'allocate':
      return instruction.fill === undefined ? [instruction.length] : [instruction.length, instruction.fill];
    case 'list':
    case 'struct':
      return instruction.elements;
    case 'load':
      return [instruction.array, instruction.index];
    case 'store':
    case 'accumulate':
      return [instruction.array, instruction.index, instruction.value];
    case 'length':
    case 'pop':
      return [instruction.array];
    case 'set-length':
      return [instruction.array, instruction.length];
    case 'push':
      return [instruction.array, instruction.value];
    case 'get-field':
      return [instruction.object];
    case 'set-field':
    case 'accumulate-field':
      return [instruction.object, instruction.value];
    case 'throw':
      return [instruction.message];
    case 'kink':
      return [instruction.left, instruction.right];
    default:
      return unreachable('operands of', instruction);
  }
}

/** Values an instruction defines in its own block. */
export function resultsOf(instruction: Instruction): readonly Value[] {
  if ('results' in instruction) return instruction.results;
  if ('result' in instruction) return [instruction.result];
  return [];
}

/** Blocks inside an instruction. */
export function blocksOf(instruction: Instruction): readonly Block[] {
  if (instruction.kind === 'if') return [instruction.then, instruction.otherwise];
  if (instruction.kind === 'loop') return [instruction.test, instruction.body];
  return [];
}

/** Calls `visit` for every instruction of a block and of the blocks inside it, in program order. */
export function walk(block: Block, visit: (instruction: Instruction, block: Block) => void): void {
  for (const instruction of block.instructions) {
    visit(instruction, block);
    for (const inner of blocksOf(instruction)) walk(inner, visit);
  }
}

/** Values used in a block (and inside) that it does not define: what it needs from around it. Immediates excepted. */
export function freeValues(block: Block, defined: Set<Value> = new Set()): Set<Value> {
  const free = new Set<Value>();
  collectFree(block, new Set(defined), free);
  return free;
}

function collectFree(block: Block, defined: Set<Value>, free: Set<Value>): void {
  const use = (value: Value): void => {
    if (value.constant === undefined && !defined.has(value)) free.add(value);
  };
  for (const instruction of block.instructions) {
    operandsOf(instruction).forEach(use);
    if (instruction.kind === 'loop') for (const parameter of instruction.parameters) defined.add(parameter);
    for (const inner of blocksOf(instruction)) collectFree(inner, defined, free);
    for (const result of resultsOf(instruction)) defined.add(result);
  }
  block.yields.forEach(use);
}

/** Functions a block calls, directly. */
export function callees(block: Block): Set<FunctionIr> {
  const found = new Set<FunctionIr>();
  walk(block, (instruction) => {
    if (instruction.kind === 'call' || instruction.kind === 'derive') found.add(instruction.target);
  });
  return found;
}

/** A function and all it calls, directly or not. */
export function reachable(root: FunctionIr): Set<FunctionIr> {
  const seen = new Set<FunctionIr>();
  const visit = (fn: FunctionIr): void => {
    if (seen.has(fn)) return;
    seen.add(fn);
    for (const callee of callees(fn.body)) visit(callee);
  };
  visit(root);
  return seen;
}

/** What stands for a value in a copy. */
export interface Substitution {
  get(value: Value): Value | undefined;
  set(value: Value, stands: Value): unknown;
}

/** The instruction with its operands (and blocks) replaced and its results renamed to fresh values. */
export function copyInstruction(instruction: Instruction, map: Substitution): Instruction {
  const old = (value: Value): Value => map.get(value) ?? value;
  const fresh = (value: Value): Value => {
    const copy = newValue(value.type, value.name);
    map.set(value, copy);
    return copy;
  };
  switch (instruction.kind) {
    case 'apply':
      return { ...instruction, args: instruction.args.map(old), result: fresh(instruction.result) };
    case 'if': {
      const condition = old(instruction.condition);
      const then = copyBlock(instruction.then, map);
      const otherwise = copyBlock(instruction.otherwise, map);
      return { ...instruction, condition, then, otherwise, results: instruction.results.map(fresh) };
    }
    case 'loop': {
      const initial = instruction.initial.map(old);
      const parameters = instruction.parameters.map(fresh);
      const test = copyBlock(instruction.test, map);
      const body = copyBlock(instruction.body, map);
      return { ...instruction, initial, parameters, test, body, results: instruction.results.map(fresh) };
    }
    case 'allocate': {
      const length = old(instruction.length);
      const fill = instruction.fill && old(instruction.fill);
      return { ...instruction, length, fill, result: fresh(instruction.result) };
    }
    case 'list':
    case 'struct':
      return { ...instruction, elements: instruction.elements.map(old), result: fresh(instruction.result) };
    case 'load':
      return {
        ...instruction,
        array: old(instruction.array),
        index: old(instruction.index),
        result: fresh(instruction.result),
      };
    case 'store':
    case 'accumulate':
      return {
        ...instruction,
        array: old(instruction.array),
        index: old(instruction.index),
        value: old(instruction.value),
      };
    case 'length':
    case 'pop':
      return { ...instruction, array: old(instruction.array), result: fresh(instruction.result) };
    case 'set-length':
      return { ...instruction, array: old(instruction.array), length: old(instruction.length) };
    case 'push':
      return { ...instruction, array: old(instruction.array), value: old(instruction.value) };
    case 'get-field':
      return { ...instruction, object: old(instruction.object), result: fresh(instruction.result) };
    case 'set-field':
    case 'accumulate-field':
      return { ...instruction, object: old(instruction.object), value: old(instruction.value) };
    case 'call':
    case 'derive':
      return { ...instruction, args: instruction.args.map(old), results: instruction.results.map(fresh) };
    case 'throw':
      return { ...instruction, message: old(instruction.message) };
    case 'kink':
      return { ...instruction, left: old(instruction.left), right: old(instruction.right) };
    default:
      return unreachable('copy of', instruction);
  }
}

/** A copy of a block with values replaced by `map`, which is extended by what the block defines. */
export function copyBlock(block: Block, map: Substitution): Block {
  countWritten(block.instructions.length);
  const instructions = block.instructions.map((instruction) => copyInstruction(instruction, map));
  return { instructions, yields: block.yields.map((value) => map.get(value) ?? value) };
}

/** A copy of a function in which nothing is shared with the original but immediates and callees. */
export function copyFunction(fn: FunctionIr, name = fn.name): FunctionIr {
  const map = new Map<Value, Value>();
  const parameters = fn.parameters.map((value) => {
    const copy = newValue(value.type, value.name);
    map.set(value, copy);
    return copy;
  });
  return { ...fn, name, parameters, body: copyBlock(fn.body, map) };
}
