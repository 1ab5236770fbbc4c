/**
 * From what a reader typed to a function. Two notations share one field: a text with `=>` or `function` in
 * it is TypeScript, anything else is a formula as people write it. In: the text. Out: a function of one
 * number, or the located error of the reader that tried. A formula may name its variable with any letter,
 * but only one: w1 + w2 and x + y are functions of two numbers and are refused.
 */
import { fromFormula, fromSource } from '../api/index.ts';
import type { ScalarFunction } from '../api/types.ts';
import { SecantError } from '../base/diagnostics.ts';

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
  if (read.length > 1) throw severalVariables(`this one takes ${read.length}`);
  return asScalar(read);
}

/** A letter with an index, as in w1 or x_2; e1 is no name. */
const indexedName = /(?<![A-Za-z])(?![eE]\d)[A-Za-z]_?\d/;

function readFormula(text: string): ScalarFunction {
  if (!indexedName.test(text)) {
    const letters = new Set(['w', ...(text.match(/[A-Za-z]/g) ?? [])]);
    for (const letter of letters) {
      try {
        return asScalar(fromFormula(text, { variables: [letter] }));
      } catch (error) {
        if (!(error instanceof SecantError)) throw error;
      }
    }
  }
  // Whatever is wrong with the formula itself comes first; a formula without a fault has too many variables.
  fromFormula(text);
  throw severalVariables('this formula has several variables');
}

function severalVariables(what: string): SecantError {
  return new SecantError('S201', `a function of one number is wanted here, and ${what}`, {
    hint: 'keep one variable, w',
  });
}

/** The readers promise a function but not how many numbers it takes: that is checked above. */
function asScalar(read: (...values: never[]) => unknown): ScalarFunction {
  return read as ScalarFunction;
}
