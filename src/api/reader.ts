/**
 * The place where the reader of JavaScript is put. Formulas have a road of their own to the IR; everything else (a
 * function's text, what it captures, a derivative of such a function) goes through the reader, which is a large part
 * of Secant's weight. So nobody here imports it: `src/reader` brings it in, and hands it over when it is loaded.
 * The entries `secant`, `secant/figures` and `secant/view` import it; a page with formulas alone need not.
 *
 * The reader brings along the passes of the optimiser that formulas have no use for. Without it, programs are
 * optimised by the passes for code without loops and memory of its own.
 */
import { SecantError } from '../base/diagnostics.ts';
import type { ArgumentDescription, CapturedDescription, Lowered } from '../ir/described.ts';
import type { FunctionIr } from '../ir/ir.ts';
import { optimizeStraightLine } from '../optimize/straight-line.ts';

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
  /** All passes of the optimiser. */
  optimize(fn: FunctionIr): FunctionIr;
  /** The last pass before a program is only run. */
  finish(fn: FunctionIr): FunctionIr;
}

let provided: Reader | undefined;

/** Hands over the reader; called once, by the module that brings it in. */
export function provideReader(reader: Reader): void {
  provided = reader;
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
  return provided === undefined ? optimizeStraightLine(fn) : provided.optimize(fn);
}

/** A program that will be transformed no further, as it is run. */
export function finish(fn: FunctionIr): FunctionIr {
  return provided === undefined ? fn : provided.finish(fn);
}
