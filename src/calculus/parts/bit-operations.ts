/**
 * Operations on bits have no derivative: they see a number as 32 bits. Where what they work on depends on the
 * inputs, a derivative would silently be 0, and `w^2`, which is exclusive or, would be a mistake that nobody
 * sees. So every derivative asks here first. The idioms that cut off the fraction (`x | 0`, `~~x`, `x >> 0`,
 * `x >>> 0`) are steps like `Math.trunc` and stay. What does not depend on the inputs is free.
 */
import { excerptOf, SecantError } from '../../base/diagnostics.ts';
import { analyseActivity } from '../../compiler/analysis/activity.ts';
import { aliasClasses } from '../../compiler/analysis/alias.ts';
import type { Apply, Block, FunctionIr, Value } from '../../compiler/ir/ir.ts';
import { bitOperations, type OperationName } from '../../compiler/ir/operations.ts';
import { blocksOf, reachable } from '../../compiler/ir/visit.ts';

/** @throws SecantError S103 for an operation on bits, other than `except`, of a number that changes with the active parameters. */
export function refuseBitOperations(fn: FunctionIr, active: readonly boolean[], except?: OperationName): void {
  const found: Apply[] = [];
  const inverted = new Set<Value>();
  for (const { body } of reachable(fn)) gather(body, found, inverted);
  if (found.length === 0) return;
  const activity = analyseActivity(fn, active, aliasClasses(fn));
  for (const apply of found) {
    if (apply.operation === except) continue;
    if (apply.args.some((arg) => activity.isActive(arg)) && !cutsOff(apply, inverted)) throw refusal(apply);
  }
}

function gather(block: Block, found: Apply[], inverted: Set<Value>): void {
  for (const instruction of block.instructions) {
    for (const inner of blocksOf(instruction)) gather(inner, found, inverted);
    if (instruction.kind !== 'apply' || !Object.hasOwn(bitOperations, instruction.operation)) continue;
    found.push(instruction);
    if (instruction.operation === 'bitnot') inverted.add(instruction.args[0]!);
  }
}

/** True for `x | 0`, `x >> 0`, `x >>> 0`, and for the inner half of `~~x`. */
function cutsOff({ operation, args, result }: Apply, inverted: ReadonlySet<Value>): boolean {
  const isZero = (value: Value | undefined): boolean => value?.constant?.value === 0;
  if (operation === 'bitnot') return inverted.has(result);
  if (operation === 'bitor') return isZero(args[0]) || isZero(args[1]);
  return (operation === 'shr' || operation === 'ushr') && isZero(args[1]);
}

function refusal({ operation, span }: Apply): SecantError {
  const text = span === undefined ? operation : excerptOf(span);
  return new SecantError('S103', `\`${text}\` has no derivative`, {
    span,
    hint:
      operation === 'bitxor'
        ? '`^` is exclusive or; a power is written `**`'
        : 'use arithmetic, or keep it out of the differentiated part',
  });
}
