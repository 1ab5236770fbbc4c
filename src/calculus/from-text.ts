/**
 * Functions from text: TypeScript or JavaScript (`fromSource`) and the notation people write (`fromFormula`).
 * The text is read by Secant's own parser and compiled by its own compiler; it is never run as it stands, so
 * it can compute and nothing else.
 */
import { SecantError, type SourceText } from '../base/diagnostics.ts';
import { withinSize, writtenForText } from '../base/program-size.ts';
import { stepsOfText } from '../base/steps.ts';
import { type FormulaOptions, formulaToSource } from '../compiler/frontend/formula/index.ts';
import type { DirectLowering } from '../compiler/ir/described.ts';
import { valueOf } from './compile.ts';
import { programsOf } from './programs.ts';
import { type AnyFunction, rememberSource } from './functions.ts';
import { part } from './loaded-parts.ts';
import { lowerFormula } from './lower-formula.ts';
import { checkOptions, checkSteps } from './options.ts';

/** What may be said about a function made from text. */
export interface TextOptions {
  /**
   * How many steps a call may take: iterations of loops and calls that are not written out, of up to 16 operations each.
   * 10 000 000 if not given, which is some 50 ms; Infinity for text that can be trusted to end.
   */
  readonly steps?: number;
}

/** A function made from text: it can be called, and it can be differentiated. */
export type TextFunction = (...args: unknown[]) => unknown;

/**
 * A function from TypeScript or JavaScript text: an arrow or function, possibly after declarations it uses.
 *
 * @throws SecantError S001 where the text cannot be read, S1xx where it reaches outside itself
 *
 * @example
 * ```ts
 * fromSource('(w: number): number => w ** 2')(3) // → 9
 * ```
 */
export function fromSource<F extends AnyFunction = (w: number) => number>(text: string, options: TextOptions = {}): F {
  checkOptions(options, ['steps'], 'fromSource');
  checkSteps(options.steps, 'fromSource');
  if (typeof text !== 'string')
    throw new SecantError('S003', `the source is a ${typeof text}`, { hint: 'pass the text of a function' });
  const source: SourceText = { name: 'source', text };
  const parameters = withinSize(writtenForText, () => part('frontEnd').countParameters(text, source.name));
  return functionFromSource(source, parameters, options.steps) as unknown as F;
}

/**
 * A function from a formula: `sin(4w) + 0.1w^2`, `max(0, w)`, `|w|`, `5 + (w1 + 0.5)^2 + (w2 + 0.5)^2`. One
 * variable makes a function of a number, several a function of an array.
 *
 * @throws SecantError S002 with the place in the formula
 *
 * @example
 * ```ts
 * fromFormula('2w + |w|')(-1) // → -1
 * ```
 */
export function fromFormula<F extends AnyFunction = (w: number) => number>(
  text: string,
  options: TextOptions & { readonly variables?: readonly string[] } = {},
): F {
  if (typeof text !== 'string')
    throw new SecantError('S003', `the formula is a ${typeof text}`, { hint: 'pass the text of a formula' });
  checkOptions(options, ['variables', 'steps'], 'fromFormula');
  checkSteps(options.steps, 'fromFormula');
  return functionOfFormula<F>(text, options, options.steps);
}

/**
 * A formula as a function, for figures: also one in which letters stand for numbers.
 *
 * @throws SecantError S002 with the place in the formula
 */
export function functionOfFormula<F extends AnyFunction>(text: string, options: FormulaOptions, steps?: number): F {
  const formula = withinSize(writtenForText, () => formulaToSource(text, options));
  const source: SourceText = { name: 'formula', text: formula.source };
  const lower: DirectLowering = (args, name) => lowerFormula(formula, source, args, name);
  return functionFromSource(source, 1, steps, { lower, vector: formula.vector }) as unknown as F;
}

/** The letters of a formula whose meaning is open. */
export { namesOfFormula } from '../compiler/frontend/formula/index.ts';

/** Errors that no other argument could mend: they are told at once. */
const lasting = new Set(['S001', 'S101', 'S102', 'S104', 'S107', 'S108']);

/** A formula's own road to the IR, and whether it is a function of an array. */
interface FormulaRoad {
  readonly lower: DirectLowering;
  readonly vector: boolean;
}

function functionFromSource(
  source: SourceText,
  parameters: number,
  steps = stepsOfText,
  road?: FormulaRoad,
): TextFunction {
  const call: TextFunction = (...args) => {
    const program = programsOf(call).for(args);
    return valueOf(program, args);
  };
  rememberSource(call, source, steps, road?.lower);
  // A function made from text takes as many arguments as its text says, for whoever asks.
  Object.defineProperty(call, 'length', { value: parameters, configurable: true });
  // The name that its code is emitted under: g_dot, g_bar.
  Object.defineProperty(call, 'name', { value: 'g', configurable: true });
  if (road?.vector !== true) {
    try {
      programsOf(call).for(Array.from({ length: parameters }, () => 0));
    } catch (error) {
      if (!(error instanceof SecantError) || lasting.has(error.code)) throw error;
    }
  }
  return call;
}
