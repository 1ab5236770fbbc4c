/**
 * The optimiser for programs without loops and without arrays or records of their own, as formulas give them: the
 * passes of `optimize.ts` that find something to do there. Guaranteed: on such programs, and on what the transforms
 * make of them, it gives the same program as all passes would; on any other, one that means the same and is slower.
 */
import type { FunctionIr } from '../ir/ir.ts';
import { type OptimizeOptions, type Passes, runPasses } from './rounds.ts';
import { simplifyIfs } from './simplify-ifs.ts';
import { removeDeadStraightLine } from './straight-line-liveness.ts';
import { shareInStraightLine } from './straight-line-numbering.ts';

const passes: Passes<undefined> = {
  prepare: (fn) => ({ ...fn }),
  memoryOf: () => undefined,
  shaping: [['branches', simplifyIfs]],
  sharing: [
    ['common subexpressions', shareInStraightLine],
    ['dead code', removeDeadStraightLine],
  ],
};

/** A faster function that means the same, for programs without loops. */
export function optimizeStraightLine(fn: FunctionIr, options: OptimizeOptions = {}): FunctionIr {
  return runPasses(fn, passes, options);
}
