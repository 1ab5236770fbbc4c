/**
 * The place where the reader of JavaScript is put. Formulas have a road of their own to the IR; everything else (a
 * function's text, what it captures, a derivative of such a function) goes through the reader, which is a large part
 * of Secant's weight. So nobody here imports it: `src/calculus/reader` brings it in, and hands it over when it is loaded.
 * The entries `secant`, `secant/figures` and `secant/view` import it; a page with formulas alone need not.
 *
 * Loops, memory of their own and calls, in forward mode, in the optimiser and in emitted code, come with the reader or with
 * the judge of kinks (`Passes`). Without them, programs are in a straight line, and go the road for such.
 */
import { SecantError } from '../base/diagnostics.ts';
import type { ArgumentDescription, CapturedDescription, Lowered } from '../compiler/ir/described.ts';
import type { Layout, LayoutOf } from '../compiler/emit/javascript/layouts.ts';
import { emitStraightLine } from '../compiler/emit/javascript/straight-line.ts';
import type { EmitOptions, EmittedJavaScript } from '../compiler/emit/javascript/module.ts';
import { type ForwardOptions, forwardStraightLine } from '../compiler/transform/forward/straight-line.ts';
import type { FunctionIr } from '../compiler/ir/ir.ts';
import { optimizeStraightLine } from '../compiler/optimize/straight-line.ts';

/** What reads functions from their text, and what programs made from it need besides. */
export interface Reader {
  /**
   * A function of the IR for arguments of the given kinds, without inner derivatives.
   *
   * @throws SecantError S0xx and S1xx with the place in the text
   */
  lower(description: CapturedDescription, args: readonly ArgumentDescription[], name: string): Lowered;
  /**
   * How many parameters the function in a TypeScript text has.
   *
   * @throws SecantError S001 where the text cannot be read, S003 where it is no function
   */
  countParameters(text: string, name: string): number;
  /**
   * Refuses operations that have no derivative and would silently give 0.
   *
   * @throws SecantError S103 with the place in the text
   */
  refuse(fn: FunctionIr, active: readonly boolean[]): void;
}

/** What programs with loops, memory of their own and calls need: those of JavaScript, and those that look at kinks. */
export interface Passes {
  /** All passes of the optimiser. */
  optimize(fn: FunctionIr): FunctionIr;
  /** The last pass before a program is only run. */
  finish(fn: FunctionIr): FunctionIr;
  /** Forward mode of any program. */
  forward(fn: FunctionIr, active: readonly boolean[], options?: ForwardOptions): FunctionIr;
  /** Any program as JavaScript. */
  emit(fn: FunctionIr, options: EmitOptions): EmittedJavaScript;
  /** Which parameters a program writes to. */
  writtenParameters(fn: FunctionIr): boolean[];
  /** Code for arguments of some kinds. */
  layoutOf(parts: readonly LayoutOf[]): Layout | undefined;
}

/** Set once, by the module that brings it in: pages load that when they need it (docs/decisions/0013-weight.md). */
let provided: Reader | undefined;
/** Likewise. */
let passes: Passes | undefined;

/** Hands over the reader; called once, by the module that brings it in. */
export function provideReader(reader: Reader): void {
  provided = reader;
}

/** Hands over the passes; called once, by the module that brings them in. */
export function providePasses(all: Passes): void {
  passes = all;
}

/**
 * The reader.
 *
 * @throws SecantError S005 where none is loaded
 */
export function readerFor(what: string): Reader {
  if (provided !== undefined) return provided;
  throw new SecantError('S005', `${what} is JavaScript, and what reads JavaScript is not loaded`, {
    hint: "import 'secant', or give a formula such as sin(w)",
  });
}

/** True once functions in JavaScript can be read. */
export function hasReader(): boolean {
  return provided !== undefined;
}

/** The same program, faster. */
export function optimize(fn: FunctionIr): FunctionIr {
  return passes === undefined ? optimizeStraightLine(fn) : passes.optimize(fn);
}

/** A program that will be transformed no further, as it is run. */
export function finish(fn: FunctionIr): FunctionIr {
  return passes === undefined ? fn : passes.finish(fn);
}

/** The program with tangents beside its values. */
export function forward(fn: FunctionIr, active: readonly boolean[], options?: ForwardOptions): FunctionIr {
  return passes === undefined ? forwardStraightLine(fn, active, options) : passes.forward(fn, active, options);
}

/** The program as JavaScript. */
export function emit(fn: FunctionIr, options: EmitOptions): EmittedJavaScript {
  return passes === undefined ? emitStraightLine(fn, options) : passes.emit(fn, options);
}

/** Which parameters a program writes to, so that it must be given copies. */
export function writtenParameters(fn: FunctionIr): boolean[] {
  return passes === undefined ? fn.parameters.map(() => false) : passes.writtenParameters(fn);
}

/** Code for arguments of some kinds; undefined where there is none, and each is described anew. */
export function layoutOf(parts: readonly LayoutOf[]): Layout | undefined {
  return passes?.layoutOf(parts);
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
  provided?.refuse(fn, active);
}
