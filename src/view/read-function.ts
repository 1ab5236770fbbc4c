/**
 * From what a reader typed to a function. Two notations share one field: a text with `=>` or `function` in
 * it is TypeScript, anything else is a formula as people write it. In: the text. Out: a function of one
 * number, or the located error of the reader that tried. A formula may name its variable with any letter,
 * but only one: w1 + w2 and x + y are functions of two numbers and are refused.
 */
import { fromFormula, fromSource } from '../api/index.ts';
import type { ScalarFunction } from '../api/types.ts';
import { SecantError, textOf, type Span } from '../base/diagnostics.ts';

/** The notations a field reads. */
export type Notation = 'formula' | 'source';

/** Which notation a text is written in, decided by its content. */
export function notationOf(text: string): Notation {
  return /=>|\bfunction\b/.test(text) ? 'source' : 'formula';
}

/**
 * Reads a function of one number.
 *
 * @throws SecantError S001, S002, S201 or one of the S1 codes, with the place in the text where it has one
 */
export function readFunction(text: string): ScalarFunction {
  if (text.trim() === '') {
    throw new SecantError('S002', 'there is no function yet', {
      hint: 'type a formula such as sin(w), or TypeScript such as w => w ** 2',
    });
  }
  return notationOf(text) === 'source' ? readSource(text) : readFormula(text);
}

function readSource(text: string): ScalarFunction {
  const read = fromSource(text);
  if (read.length > 1) {
    throw new SecantError('S201', `a function of one number is wanted here, this one takes ${read.length}`, {
      hint: oneVariable,
    });
  }
  return asScalar(read);
}

const oneVariable = 'keep one variable, w';

/** Letters with an index, as in w1 or x_2; e1 is no name. */
const indexedNames = /(?<![A-Za-z])(?![eE]\d)[A-Za-z]_?\d+/g;

/**
 * The formula is tried with each of its letters as the one variable. Where none will do, whatever is wrong
 * with the formula itself comes first; a formula without a fault has a variable too many, and the attempt
 * that came furthest says which.
 */
function readFormula(text: string): ScalarFunction {
  const indexed = [...text.matchAll(indexedNames)];
  let furthest: Span | undefined;
  if (indexed.length === 0) {
    for (const letter of new Set(['w', ...(text.match(/[A-Za-z]/g) ?? [])])) {
      try {
        return asScalar(fromFormula(text, { variables: [letter] }));
      } catch (error) {
        if (!(error instanceof SecantError)) throw error;
        if (error.span !== undefined && error.span.start >= (furthest?.start ?? 0)) furthest = error.span;
      }
    }
  }
  checkFormula(text);
  const extra = indexed.find(([name]) => name !== indexed[0]?.[0]) ?? indexed[0];
  const span = extra === undefined ? furthest : spanOf(text, extra.index, extra[0].length);
  const named = span === undefined ? 'it has several variables' : `\`${textOf(span)}\` is one variable too many`;
  throw new SecantError('S201', `a function of one number is wanted here, and ${named}`, { span, hint: oneVariable });
}

/** Throws what is wrong with a formula, without hints at options that a field does not have. */
function checkFormula(text: string): void {
  try {
    fromFormula(text);
  } catch (error) {
    if (!(error instanceof SecantError) || error.hint?.includes('{ variables') !== true) throw error;
    throw new SecantError(error.code, error.sentence, { span: error.span, hint: 'the variable is a single letter, w' });
  }
}

function spanOf(text: string, start: number, length: number): Span {
  return { source: { name: 'formula', text }, start, end: start + length };
}

/** The readers promise a function but not how many numbers it takes: that is checked above. */
function asScalar(read: (...values: never[]) => unknown): ScalarFunction {
  return read as ScalarFunction;
}
