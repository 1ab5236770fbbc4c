/**
 * The optimiser: passes over the IR until nothing changes, or a few rounds are over. In: a function, with
 * whatever it calls. Out: another function with the same meaning, bit for bit under `Object.is`, the same
 * changes to memory outside, the same throws and kinks. The function given is not changed; functions that
 * recurse are optimised in copies. What may differ is what JavaScript code cannot see, listed in
 * `docs/decisions/0007-optimiser.md`.
 */
import { aliasClasses, type AliasClasses } from '../analysis/alias.ts';
import type { FunctionIr } from '../ir/ir.ts';
import { shareCommonSubexpressions } from './common-subexpressions.ts';
import { removeDeadCode } from './dead-code.ts';
import { inlineCalls } from './inline-calls.ts';
import { hoistLoopInvariants } from './loop-invariants.ts';
import { type OptimizeOptions, type Passes, runPasses } from './rounds.ts';
import { replaceByScalars } from './scalar-replacement.ts';
import { copyShells } from './shells.ts';
import { simplifyIfs } from './simplify-ifs.ts';
import { splitRecords } from './split-records.ts';
import { unrollConstantLoops } from './unroll-loops.ts';

const passes: Passes<AliasClasses> = {
  prepare: (fn) => copyShells(inlineCalls(fn)),
  memoryOf: aliasClasses,
  shaping: [
    ['short loops', unrollConstantLoops],
    ['branches', simplifyIfs],
    ['small objects', replaceByScalars],
    ['records handed on', splitRecords],
  ],
  sharing: [
    ['common subexpressions', shareCommonSubexpressions],
    ['loop invariants', hoistLoopInvariants],
    ['dead code', removeDeadCode],
  ],
};

/**
 * A faster function that means the same. The parameters of the function are taken to be distinct objects, and
 * to be there: it is for functions that are called from outside, not for parts of a larger one.
 *
 * @param fn the function; it is left as it is
 */
export function optimize(fn: FunctionIr, options: OptimizeOptions = {}): FunctionIr {
  return runPasses(fn, passes, options);
}
