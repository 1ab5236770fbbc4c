/** Derivatives asked for inside a program: each becomes a call of the function that computes it. */
import { refuseBitOperations } from './bit-operations.ts';
import { analyseActivity } from '../../compiler/analysis/activity.ts';
import { aliasClasses } from '../../compiler/analysis/alias.ts';
import { derivativeOnBothSides, type Differentiate } from '../../compiler/kinks/inner-sides.ts';
import { forward } from '../../compiler/transform/forward/forward.ts';
import type { Block, Derive, FunctionIr, Instruction, Value } from '../../compiler/ir/ir.ts';
import { blocksOf, reachable, walk } from '../../compiler/ir/visit.ts';
import { optimize } from '../../compiler/optimize/index.ts';
import { reverse } from '../../compiler/transform/reverse/reverse.ts';

/** True if a program asks for a derivative somewhere. */
export function asksForDerivatives(fn: FunctionIr): boolean {
  let found = false;
  for (const each of reachable(fn)) walk(each.body, ({ kind }) => (found ||= kind === 'derive'));
  return found;
}

/** What moves with what is differentiated around; `'noting'`: nothing does, and ties are noted for whoever asks. */
type Moves = ((value: Value) => boolean) | 'noting';
const nothingMoves: Moves = () => false;

/**
 * Replaces inner derivatives by the instructions that compute them, innermost first. One whose point moves with what is
 * differentiated around it is computed as it stands: its ties are those of the derivative around it, which looks at both sides.
 */
export function expandDerives(fn: FunctionIr, moves = nothingMoves, seen = new Set<FunctionIr>()): FunctionIr {
  if (seen.has(fn)) return fn;
  seen.add(fn);
  expandBlock(fn.body, seen, moves);
  // A derivative given by hand may ask for derivatives itself; transforms put calls of it into the program.
  if (fn.rule !== undefined) expandDerives(fn.rule.partials, nothingMoves, seen);
  return fn;
}

function expandBlock(block: Block, seen: Set<FunctionIr>, moves: Moves): void {
  const expanded: Instruction[] = [];
  for (const instruction of block.instructions) {
    for (const inner of blocksOf(instruction)) expandBlock(inner, seen, moves);
    if (instruction.kind === 'call') expandDerives(instruction.target, moves, seen);
    if (instruction.kind === 'derive') expanded.push(...expandedDerive(instruction, seen, moves));
    else expanded.push(instruction);
  }
  block.instructions.splice(0, Infinity, ...expanded);
}

function expandedDerive(derive: Derive, seen: Set<FunctionIr>, moves: Moves): Instruction[] {
  const { target, active, mode, args, results, span } = derive;
  const holdsOthers = asksForDerivatives(target);
  if (holdsOthers && !seen.has(target)) {
    const activity = analyseActivity(target, active, aliasClasses(target));
    expandDerives(target, (value) => activity.isActive(value), seen);
  }
  const inner = optimize(target);
  refuseBitOperations(inner, active);
  const differentiate: Differentiate = (fn, moving, ties) =>
    mode === 'forward' ? forward(fn, moving, { ties }) : reverse(fn, moving, { ties });
  if (moves === 'noting')
    return [{ kind: 'call', target: optimize(differentiate(inner, active, true)), args, results, span }];
  if (active.some((is, k) => is && moves(args[k]!)))
    return [{ kind: 'call', target: optimize(differentiate(inner, active, false)), args, results, span }];
  return derivativeOnBothSides({ ...derive, target: inner }, { differentiate, optimize, holdsOthers });
}
