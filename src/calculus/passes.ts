/**
 * The passes that a program goes through. Those for loops, memory and calls come with the analysis of kinks
 * (`loaded-parts.ts`). Without it, programs are in a straight line, which is all that a formula is, and go the road for such.
 */
import type { Layout, LayoutOf } from '../compiler/emit/javascript/layouts.ts';
import { emitStraightLine } from '../compiler/emit/javascript/straight-line.ts';
import type { EmitOptions, EmittedJavaScript } from '../compiler/emit/javascript/module.ts';
import { type ForwardOptions, forwardStraightLine } from '../compiler/transform/forward/straight-line.ts';
import type { FunctionIr } from '../compiler/ir/ir.ts';
import { optimizeStraightLine } from '../compiler/optimize/straight-line.ts';
import { mayCompile } from '../compiler/emit/javascript/may-compile.ts';
import { type Parts, partIfLoaded } from './loaded-parts.ts';
import type { Tree } from './trees.ts';

const passes = (): Parts['kinkAnalysis']['passes'] | undefined => partIfLoaded('kinkAnalysis')?.passes;

/** The same program, faster. */
export function optimize(fn: FunctionIr): FunctionIr {
  return passes()?.optimize(fn) ?? optimizeStraightLine(fn);
}

/** A program that will be transformed no further, as it is run. */
export function finish(fn: FunctionIr): FunctionIr {
  return passes()?.finish(fn) ?? fn;
}

/** The program with tangents beside its values. */
export function forward(fn: FunctionIr, active: readonly boolean[], options?: ForwardOptions): FunctionIr {
  return passes()?.forward(fn, active, options) ?? forwardStraightLine(fn, active, options);
}

/** The program as JavaScript. */
export function emit(fn: FunctionIr, options: EmitOptions): EmittedJavaScript {
  return passes()?.emit(fn, options) ?? emitStraightLine(fn, options);
}

/** Which parameters a program writes to, so that it must be given copies. */
export function writtenParameters(fn: FunctionIr): boolean[] {
  return passes()?.writtenParameters(fn) ?? fn.parameters.map(() => false);
}

/** Fails if memory that a program writes to is there twice: see `shared-writes.ts`. */
export function refuseSharedWrites(trees: readonly Tree[], k: number, kind?: string): void {
  passes()?.refuseSharedWrites(trees, k, kind);
}

/** Code for arguments of some kinds; undefined where there is none, and each is described anew. */
export function layoutOf(parts: readonly LayoutOf[]): Layout | undefined {
  return passes()?.layoutOf(parts);
}

/** Parameters of a lowered function: the arguments (active or not), then captured values, which never are. */
export function padded(active: readonly boolean[], fn: FunctionIr): boolean[] {
  const flags = fn.parameters.map((_, k) => active[k] ?? false);
  refuseOperations(fn, flags);
  return flags;
}

/**
 * Refuses operations that have no derivative where they depend on active parameters; formulas have none.
 *
 * @throws SecantError S103 with the place in the text
 */
export function refuseOperations(fn: FunctionIr, active: readonly boolean[]): void {
  partIfLoaded('frontEnd')?.refuseBitOperations(fn, active);
}

/** Asked for once: a page may have every attempt to compile reported. */
let compiles: boolean | undefined;

/** True where programs can be run: the page lets them be compiled, or what interprets them is there. */
export function canRun(): boolean {
  compiles ??= mayCompile();
  return compiles || partIfLoaded('kinkAnalysis') !== undefined;
}
