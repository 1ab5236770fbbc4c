/**
 * A figure as data that can cross a border: a kind, the functions as text, and options that are numbers, words and
 * lists of them. Chapters write figures in this form, cells hand them to the page in this form, and share links
 * keep what the reader typed in it. Data from elsewhere is read here and refused if it is anything else. Whether there is
 * such a kind is seen when the figure is made: the table of kinds comes with the figures, and this file is part of what
 * every page loads first.
 */

/** A function as text, in one of the two notations. */
export interface FunctionText {
  readonly notation: 'formula' | 'source';
  readonly text: string;
}

/** What an option can be. */
export type SpecValue = number | string | boolean | readonly SpecValue[] | { readonly [name: string]: SpecValue };

/** A figure as plain data. */
export interface FigureSpec {
  readonly kind: string;
  readonly functions: readonly FunctionText[];
  readonly options: Readonly<Record<string, SpecValue>>;
}

/**
 * Reads a text as a reader types it: with an arrow or `function` it is TypeScript, otherwise a formula.
 *
 * @example
 * ```ts
 * functionText('w => w ** 2').notation // → 'source'
 * ```
 */
export function functionText(text: string): FunctionText {
  return { notation: /=>|\bfunction\b/.test(text) ? 'source' : 'formula', text };
}

/** What a kind looks like. */
const kindWord = /^[a-z][a-z-]{0,60}$/;

/**
 * A description from data of unknown origin, or nothing if it is not one.
 *
 * @example
 * ```ts
 * readFigureSpec({ kind: '<b>', functions: [], options: {} }) // → undefined
 * ```
 */
export function readFigureSpec(data: unknown): FigureSpec | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { kind, functions, options } = data as Record<string, unknown>;
  if (typeof kind !== 'string' || !kindWord.test(kind) || !Array.isArray(functions)) return undefined;
  if (typeof options !== 'object' || options === null) return undefined;
  const texts: FunctionText[] = [];
  for (const item of functions as unknown[]) {
    if (typeof item !== 'object' || item === null) return undefined;
    const { notation, text } = item as Record<string, unknown>;
    if ((notation !== 'formula' && notation !== 'source') || typeof text !== 'string') return undefined;
    texts.push({ notation, text });
  }
  const entries = Object.entries(options);
  if (!entries.every((entry): entry is [string, SpecValue] => isSpecValue(entry[1]))) return undefined;
  return { kind, functions: texts, options: Object.fromEntries(entries) };
}

/** Whether a value may be an option: numbers, words, and short lists and records of them. */
export function isSpecValue(value: unknown, depth = 0): value is SpecValue {
  if (typeof value === 'number' || typeof value === 'boolean') return true;
  if (typeof value === 'string') return value.length <= 200;
  if (typeof value !== 'object' || value === null || depth >= 3) return false;
  const inner: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return inner.length <= 100 && inner.every((each) => isSpecValue(each, depth + 1));
}
