/**
 * The optimiser for programs without loops and without arrays or records of their own, as formulas give them: the
 * passes of `optimize.ts` that find something to do there. Guaranteed: on such programs, and on what the transforms
 * make of them, it gives the same program as all passes would; on any other, one that means the same and is slower.
 */
import type { FunctionIr } from '../ir/ir.ts';
import { shareCommonSubexpressions } from './common-subexpressions.ts';
import { removeDeadCode } from './dead-code.ts';
import { type OptimizeOptions, type Passes, runPasses } from './rounds.ts';
import { simplifyIfs } from './simplify-ifs.ts';

const passes: Passes = {
  shaping: [['branches', simplifyIfs]],
  sharing: [
    ['common subexpressions', shareCommonSubexpressions],
    ['dead code', removeDeadCode],
  ],
};

/** A faster function that means the same, for programs without loops. */
export function optimizeStraightLine(fn: FunctionIr, options: OptimizeOptions = {}): FunctionIr {
  return runPasses(fn, passes, options);
}
