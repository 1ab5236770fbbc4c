/**
 * What looks at both sides of a point: germs, which decide at kinks, and secants where germs leave it open. Its programs have
 * loops, memory and calls, so the passes for these come with it, and the interpreter.
 */
import { emitJavaScript } from '../../compiler/emit/javascript/javascript.ts';
import { layoutOf } from '../../compiler/emit/javascript/layouts.ts';
import { germVerdict } from '../../compiler/interpret/germ.ts';
import { createPlainMachine, interpret } from '../../compiler/interpret/interpret.ts';
import type { FunctionIr, KinkFlag } from '../../compiler/ir/ir.ts';
import { optimize, reuseWorkspaces } from '../../compiler/optimize/index.ts';
import { forward } from '../../compiler/transform/forward/forward.ts';
import { settle } from '../kinks/settle.ts';
import { blackBoxDifferentiability, secantTable } from '../numeric/index.ts';
import { refuseSharedWrites } from '../shared-writes.ts';
import { writtenParameters } from '../../compiler/analysis/written-parameters.ts';

/** A program to run where a page forbids compiling; `kink.hit` becomes true when a run stands on a kink. */
function interpreted(fn: FunctionIr, kink: KinkFlag): (args: readonly unknown[]) => unknown[] {
  const machine = createPlainMachine(kink);
  return (args) => interpret(fn, args, machine);
}

/** The passes of programs with loops, memory of their own and calls. */
const passes = {
  optimize,
  finish: reuseWorkspaces,
  forward,
  emit: emitJavaScript,
  writtenParameters,
  refuseSharedWrites,
  layoutOf,
};

/** What decides where the two sides of a point may differ, and what its programs need. */
export const kinkAnalysis = { settle, germVerdict, blackBoxDifferentiability, secantTable, interpreted, passes };
