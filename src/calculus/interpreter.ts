/**
 * The place of the interpreter, which runs programs where a page's policy forbids `new Function`. Few pages do, so it is
 * handed over like the reader of JavaScript: it comes with that, or by itself where a figure of a formula needs it.
 */
import { SecantError } from '../base/diagnostics.ts';
import { mayCompile } from '../compiler/emit/javascript/may-compile.ts';
import type { FunctionIr, KinkFlag } from '../compiler/ir/ir.ts';

/** Makes a function of a program: arguments in, results out. `kink.hit` becomes true when a run stands on a kink. */
export type Interpreter = (fn: FunctionIr, kink: KinkFlag) => (args: readonly unknown[]) => unknown[];

/** Set once, by the module that brings it in: pages load that when they need it (docs/decisions/0013-weight.md). */
let provided: Interpreter | undefined;
/** Asked for once: a page may have every attempt to compile reported. */
let compiles: boolean | undefined;

/** Hands over the interpreter; called once, by the module that brings it in. */
export function provideInterpreter(given: Interpreter): void {
  provided = given;
}

/** True where programs can be run: the page lets them be compiled, or the interpreter is there. */
export function canRun(): boolean {
  compiles ??= mayCompile();
  return compiles || provided !== undefined;
}

/**
 * The interpreter.
 *
 * @throws SecantError S007 where none is loaded
 */
export function interpreter(): Interpreter {
  if (provided !== undefined) return provided;
  throw new SecantError('S007', 'this page forbids compiling, and the interpreter is not loaded', {
    hint: "import 'secant', or make figures with loadFigure, which loads it",
  });
}
