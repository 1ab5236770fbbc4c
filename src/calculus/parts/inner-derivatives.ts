/** Derivatives asked for inside a program: each becomes a call of the function that computes it. */
import { refuseBitOperations } from './bit-operations.ts';
import { forward } from '../../compiler/transform/forward/forward.ts';
import type { Block, FunctionIr, Instruction } from '../../compiler/ir/ir.ts';
import { blocksOf, reachable, walk } from '../../compiler/ir/visit.ts';
import { optimize } from '../../compiler/optimize/index.ts';
import { reverse } from '../../compiler/transform/reverse/reverse.ts';

/** True if a program asks for a derivative somewhere. */
export function asksForDerivatives(fn: FunctionIr): boolean {
  let found = false;
  for (const each of reachable(fn)) walk(each.body, ({ kind }) => (found ||= kind === 'derive'));
  return found;
}

/** Replaces inner derivatives by calls of the functions that compute them, innermost first. */
export function expandDerives(fn: FunctionIr, seen = new Set<FunctionIr>()): FunctionIr {
  if (seen.has(fn)) return fn;
  seen.add(fn);
  expandBlock(fn.body, seen);
  // A derivative given by hand may ask for derivatives itself; transforms put calls of it into the program.
  if (fn.rule !== undefined) expandDerives(fn.rule.partials, seen);
  return fn;
}

function expandBlock(block: Block, seen: Set<FunctionIr>): void {
  block.instructions.forEach((instruction, k) => {
    for (const inner of blocksOf(instruction)) expandBlock(inner, seen);
    if (instruction.kind === 'call') expandDerives(instruction.target, seen);
    if (instruction.kind !== 'derive') return;
    const { target, active, mode, args, results, span } = instruction;
    expandDerives(target, seen);
    const inner = optimize(target);
    refuseBitOperations(inner, active);
    const transformed = mode === 'forward' ? forward(inner, active) : reverse(inner, active, {});
    const call: Instruction = { kind: 'call', target: optimize(transformed), args, results, span };
    block.instructions[k] = call;
  });
}
