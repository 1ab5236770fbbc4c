/**
 * Short loops written out. In: a function. Out: the same function in which a loop that counts between two
 * immediates, at most 8 times and with at most 256 instructions in all, is its body that many times, with the
 * counter an immediate in each copy. Inner loops go first. Guaranteed: the same operations in the same order.
 * What it is for: the copies' indexes are immediates, so that small arrays become locals, and what depends on
 * the counter alone is computed now.
 */
import type { Block, FunctionIr, Instruction, Loop, Value } from '../ir/ir.ts';
import { copyInstruction, type Substitution } from '../ir/visit.ts';
import { Builder, emptyBlock, isConstant } from '../rules/builder.ts';
import { evaluate } from '../rules/index.ts';
import { definitionIn } from './counters.ts';
import { replaceAll, Replacements, sizeOf, withBody, withContents, withOperands } from './rewrite.ts';

const mostTrips = 8;
const mostInstructions = 256;

/** The function with its short counted loops written out. */
export function unrollConstantLoops(fn: FunctionIr): FunctionIr {
  return withBody(fn, unrollIn(fn.body, new Replacements()));
}

function unrollIn(block: Block, replaced: Replacements): Block {
  const out: Instruction[] = [];
  for (const original of block.instructions) {
    const instruction = withOperands(original, replaced.of);
    if (instruction.kind === 'if') {
      const then = unrollIn(instruction.then, replaced);
      const otherwise = unrollIn(instruction.otherwise, replaced);
      const same = then === instruction.then && otherwise === instruction.otherwise;
      out.push(same ? instruction : { ...instruction, then, otherwise });
    } else if (instruction.kind === 'loop') {
      const test = unrollIn(instruction.test, replaced);
      const body = unrollIn(instruction.body, replaced);
      const same = test === instruction.test && body === instruction.body;
      const loop = same ? instruction : { ...instruction, test, body };
      const trips = tripsOf(loop);
      if (trips === undefined || trips * (sizeOf(test) + sizeOf(body, mostInstructions)) > mostInstructions)
        out.push(loop);
      else unroll(loop, trips, out, replaced);
    } else {
      out.push(instruction);
    }
  }
  return withContents(block, out, replaceAll(block.yields, replaced.of));
}

/** How often the body runs, if a counter and an immediate alone decide it and it is not often. */
function tripsOf({ parameters, initial, test, body }: Loop): number | undefined {
  const comparison = definitionIn(test, test.yields[0]!);
  if (comparison?.kind !== 'apply' || comparison.args.length !== 2) return undefined;
  const k = parameters.findIndex((parameter) => comparison.args.includes(parameter));
  if (k < 0) return undefined;
  const counter = parameters[k]!;
  const step = definitionIn(body, body.yields[k]!);
  if (step?.kind !== 'apply' || step.args.length !== 2) return undefined;
  const depends = (args: readonly Value[]): boolean => args.every((arg) => arg === counter || isConstant(arg));
  if (!isConstant(initial[k]!) || !depends(comparison.args) || !depends(step.args)) return undefined;
  let count = initial[k]!.constant!.value;
  const at = (args: readonly Value[]): unknown[] => args.map((arg) => (arg === counter ? count : arg.constant!.value));
  for (let trips = 0; trips <= mostTrips; trips++) {
    if (!evaluate(comparison.operation, at(comparison.args))) return trips;
    count = evaluate(step.operation, at(step.args)) as number;
  }
  return undefined;
}

function unroll(loop: Loop, trips: number, out: Instruction[], replaced: Replacements): void {
  let values: readonly Value[] = loop.initial;
  const builder = new Builder({ instructions: out, yields: [] });
  for (let trip = 0; trip <= trips; trip++) {
    const map: Substitution = new Map(loop.parameters.map((parameter, k) => [parameter, values[k]!]));
    copyFolding(loop.test, map, builder);
    if (trip < trips) values = copyFolding(loop.body, map, builder);
  }
  loop.results.forEach((result, k) => replaced.set(result, values[k]!));
}

/** Writes a copy of a block's instructions, folded where operands are immediates now; gives what it yields. */
function copyFolding(block: Block, map: Substitution, builder: Builder): Value[] {
  for (const instruction of block.instructions) copyOne(instruction, map, builder);
  return block.yields.map((value) => map.get(value) ?? value);
}

function copyOne(instruction: Instruction, map: Substitution, builder: Builder): void {
  const of = (value: Value): Value => map.get(value) ?? value;
  const block = (inner: Block): Block => {
    const copy = emptyBlock();
    return builder.inBlock(copy, () => {
      copy.yields = copyFolding(inner, map, builder);
    });
  };
  if (instruction.kind === 'apply' && instruction.args.every((arg) => isConstant(of(arg)))) {
    builder.span = instruction.span;
    const { operation, args, result } = instruction;
    map.set(result, builder.applyNamed(result.name, operation, args.map(of)));
  } else if (instruction.kind === 'if') {
    const condition = of(instruction.condition);
    if (condition.constant !== undefined) {
      const yields = copyFolding(condition.constant.value ? instruction.then : instruction.otherwise, map, builder);
      instruction.results.forEach((result, k) => map.set(result, yields[k]!));
      return;
    }
    const then = block(instruction.then);
    const otherwise = block(instruction.otherwise);
    const hollow = { ...instruction, then: emptyBlock(), otherwise: emptyBlock() };
    builder.emit({ ...copyInstruction(hollow, map), then, otherwise } as Instruction);
  } else {
    builder.emit(copyInstruction(instruction, map));
  }
}
