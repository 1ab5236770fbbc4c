/**
 * From the description of a figure to the figure. The picture is always made here, from the text of its functions,
 * by Secant's own compiler: no code and no markup crosses from a cell to the page. What is not in the table of kinds
 * is refused.
 */
import { fromFormula, fromSource } from 'secant';
import * as figures from 'secant/figures';
import type { Figure } from 'secant/figures';
import type { FigureSpec, FunctionText } from './figure-data.ts';
import { figureKinds } from './figure-kinds.ts';

const LONGEST_TEXT = 20_000;
const MOST_FRAMES = 2_000;

/** The variables of a formula: one letter, or w1, w2 … for a function of several inputs. */
function variablesOf(text: string): readonly string[] {
  const several = [...new Set(text.match(/(?<![A-Za-z])w_?\d+/g) ?? [])].sort();
  return several.length > 0 ? several : ['w'];
}

/** A function from its text. */
export function readFunctionText({ notation, text }: FunctionText): (w: never) => number {
  if (text.length > LONGEST_TEXT) throw new Error(`a function of ${text.length} characters is too long to draw`);
  return notation === 'source' ? fromSource(text) : fromFormula(text, { variables: variablesOf(text) });
}

/**
 * The figure of a description.
 *
 * @throws Error for a kind that does not exist, and whatever the figure throws
 */
export function buildFigure(spec: FigureSpec): Figure {
  const row = figureKinds[spec.kind];
  const make: unknown = row === undefined ? undefined : Reflect.get(figures, row.name);
  if (row === undefined || typeof make !== 'function') throw new Error(`there is no figure of the kind ${spec.kind}`);
  if (spec.functions.length !== row.functions) {
    throw new Error(`a figure ${spec.kind} has ${row.functions} functions and was given ${spec.functions.length}`);
  }
  for (const name of Object.keys(spec.options)) {
    if (!row.options.includes(name)) throw new Error(`a figure ${spec.kind} has no option ${name}`);
  }
  const { frames } = spec.options;
  if (typeof frames === 'number' && frames > MOST_FRAMES) throw new Error(`${frames} frames are too many`);
  const result: unknown = Reflect.apply(make, undefined, [...spec.functions.map(readFunctionText), spec.options]);
  return result as Figure;
}
