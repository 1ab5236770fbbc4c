/**
 * A figure as data that can cross a border: a kind, the functions as text, and options that are numbers, words and
 * lists of them. Chapters write figures in this form, cells hand them to the page in this form, and share links
 * keep what the reader typed in it. The picture is always made here, from the text, by Secant's own compiler: no
 * code and no markup crosses. What is not in the table of kinds, or is no such option, is refused.
 */
import { fromFormula, fromSource } from 'secant';
import * as figures from 'secant/figures';
import type { Figure } from 'secant/figures';
import { figureKinds } from './figure-kinds.ts';

/** A function as text, in one of the two notations. */
export interface FunctionText {
  readonly notation: 'formula' | 'source';
  readonly text: string;
}

/** What an option can be. */
export type OptionValue = number | string | boolean | readonly OptionValue[];

/** A figure as plain data. */
export interface FigureSpec {
  readonly kind: string;
  readonly functions: readonly FunctionText[];
  readonly options: Readonly<Record<string, OptionValue>>;
}

const LONGEST_TEXT = 20_000;
const MOST_FRAMES = 2_000;

/** Reads a text as a reader types it: with an arrow or `function` it is TypeScript, otherwise a formula. */
export function functionText(text: string): FunctionText {
  return { notation: /=>|\bfunction\b/.test(text) ? 'source' : 'formula', text };
}

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

/** A description from data of unknown origin, or nothing if it is not one. */
export function readFigureSpec(data: unknown): FigureSpec | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { kind, functions, options } = data as Record<string, unknown>;
  if (typeof kind !== 'string' || !Object.hasOwn(figureKinds, kind) || !Array.isArray(functions)) return undefined;
  if (typeof options !== 'object' || options === null) return undefined;
  const texts: FunctionText[] = [];
  for (const item of functions as unknown[]) {
    if (typeof item !== 'object' || item === null) return undefined;
    const { notation, text } = item as Record<string, unknown>;
    if ((notation !== 'formula' && notation !== 'source') || typeof text !== 'string') return undefined;
    texts.push({ notation, text });
  }
  const kept: Record<string, OptionValue> = {};
  for (const [name, value] of Object.entries(options)) {
    if (!isOptionValue(value)) return undefined;
    kept[name] = value;
  }
  return { kind, functions: texts, options: kept };
}

/** Whether a value may be an option: numbers, words, and short lists of them. */
export function isOptionValue(value: unknown, depth = 0): value is OptionValue {
  if (typeof value === 'number' || typeof value === 'boolean') return true;
  if (typeof value === 'string') return value.length <= 200;
  return (
    Array.isArray(value) && depth < 3 && value.length <= 100 && value.every((inner) => isOptionValue(inner, depth + 1))
  );
}
