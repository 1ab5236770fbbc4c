/**
 * From what a reader typed to a function. Two notations share one field: a text with `=>` or `function` in
 * it is TypeScript, anything else is a formula as people write it. In: the text, and how many numbers the function
 * should take. Out: a function of one number, of a list of two, or of any number of them, or the located error of
 * the reader that tried. A formula may name one variable with any letter; two are w1 and w2, or two letters in
 * alphabetical order. A variable too many, or one too few, is refused.
 */
import { fromFormula, fromSource } from '../../calculus/from-text.ts';
import type { ScalarFunction, VectorFunction } from '../../calculus/types.ts';
import { SecantError, textOf, type Span } from '../../base/diagnostics.ts';
import type { FunctionInputs } from './kinds.ts';

/** The notations a field reads. */
export type Notation = 'formula' | 'source';

/** The functions that figures draw, by what they take. */
export interface DrawnFunctions {
  readonly one: ScalarFunction;
  readonly two: VectorFunction;
  readonly any: ScalarFunction | VectorFunction;
}

/** Which notation a text is written in, decided by its content. */
export function notationOf(text: string): Notation {
  return /=>|\bfunction\b/.test(text) ? 'source' : 'formula';
}

/**
 * Reads a function, of one number unless told otherwise.
 *
 * @param inputs `one` for a number, `two` for a list of two numbers, `any` for what the text itself says
 * @throws SecantError S001, S002, S201 or one of the S1 codes, with the place in the text where it has one
 *
 * @example
 * ```ts
 * readFunction('w1 + 2w2', 'two')([1, 3]) // → 7
 * ```
 */
export function readFunction(text: string): ScalarFunction;
export function readFunction<Inputs extends FunctionInputs>(text: string, inputs: Inputs): DrawnFunctions[Inputs];
export function readFunction(text: string, inputs: FunctionInputs = 'one'): DrawnFunctions[FunctionInputs] {
  if (text.trim() === '') {
    throw new SecantError('S002', 'there is no function yet', {
      hint: `type a formula such as ${inputs === 'two' ? 'w1^2 + w2^2' : 'sin(w)'}, or TypeScript such as ${
        inputs === 'two' ? 'w => w[0] ** 2 + w[1] ** 2' : 'w => w ** 2'
      }`,
    });
  }
  if (notationOf(text) === 'source') return readSource(text, inputs);
  return inputs === 'one' ? readFormula(text) : inputs === 'two' ? readPairFormula(text) : fromFormula(text);
}

function readSource(text: string, inputs: FunctionInputs): ScalarFunction {
  const read = fromSource(text);
  if (read.length > 1) {
    const wanted =
      inputs === 'one' ? 'one number' : inputs === 'two' ? 'two numbers as one list' : 'one list of numbers';
    throw new SecantError('S201', `a function of ${wanted} is wanted here, this one takes ${read.length} arguments`, {
      hint: inputs === 'one' ? oneVariable : 'write w => w[0] + w[1]',
    });
  }
  return read;
}

const oneVariable = 'keep one variable, w';
const twoVariables = 'write it with w1 and w2, or with x and y';

/** Letters with an index, as in w1 or x_2; e1 is no name. */
const indexedNames = /(?<!\p{L})(?![eE]\d)\p{L}(?:_?\d+|[₀-₉]+)/gu;

/** The letters of a formula, w before all others. */
function lettersOf(text: string): string[] {
  return [...new Set(['w', ...(text.match(/\p{L}/gu) ?? [])])];
}

/**
 * The formula is tried with each of its letters as the one variable. Where none will do, whatever is wrong
 * with the formula itself comes first; a formula without a fault has a variable too many, and the attempt
 * that came furthest says which.
 */
function readFormula(text: string): ScalarFunction {
  const indexed = [...text.matchAll(indexedNames)];
  let furthest: Span | undefined;
  if (indexed.length === 0) {
    for (const letter of lettersOf(text)) {
      const read = attempt(text, [letter]);
      if (typeof read === 'function') return read;
      if (read.span !== undefined && read.span.start >= (furthest?.start ?? 0)) furthest = read.span;
      // Where w is in the formula it is the variable, and what it cannot be read for is another one.
      if (letter === 'w' && /(?<!\p{L})w(?!\p{L})/u.test(text)) break;
    }
  }
  checkFormula(text, 'the variable is a single letter, w');
  const extra = indexed.find(([name]) => name !== indexed[0]?.[0]) ?? indexed[0];
  const span = extra === undefined ? furthest : spanOf(text, extra.index, extra[0].length);
  const name = span === undefined ? undefined : textOf(span);
  const named = name === undefined ? 'it has several variables' : `\`${name}\` is one variable too many`;
  const hint =
    name === undefined || indexed.length > 0
      ? oneVariable
      : `put a number in place of ${name}, and keep one variable, w`;
  throw new SecantError('S201', `a function of one number is wanted here, and ${named}`, { span, hint });
}

/** A formula of two variables, tried with w1 and w2, with the indexed names it has, and with each pair of its letters. */
function readPairFormula(text: string): VectorFunction {
  const indexed = [...new Set([...text.matchAll(indexedNames)].map(([name]) => name.replace('_', '')))].sort();
  // A left side, as in f(y, x) = …, says the order itself.
  const left = /^[^=]*\(([^()=]*)\)\s*=/.exec(text)?.[1]?.split(',');
  if (left?.length === 2) return fromFormula<VectorFunction>(text);
  const letters = lettersOf(text).sort();
  const pairs =
    indexed.length > 0
      ? [['w1', 'w2'], indexed]
      : [
          ['w1', 'w2'],
          ...letters.flatMap((first) => letters.filter((other) => other > first).map((other) => [first, other])),
        ];
  // A formula of one letter can be read with any second one, so that has to be ruled out first.
  const single =
    indexed.length === 0 ? letters.find((letter) => typeof attempt(text, [letter]) === 'function') : undefined;
  const isConstant = single !== undefined && typeof attempt(text, ['w1', 'w2']) === 'function';
  if (single === undefined || isConstant) {
    for (const variables of pairs) {
      const read = variables.length === 2 ? attempt<VectorFunction>(text, variables) : undefined;
      if (typeof read === 'function') return read;
    }
    checkFormula(text, twoVariables);
  }
  throw new SecantError('S201', 'a function of two numbers is wanted here', { hint: twoVariables });
}

/** The formula with these variables, or why it cannot be read with them. */
function attempt<Read extends ScalarFunction | VectorFunction = ScalarFunction>(
  text: string,
  variables: readonly string[],
): Read | SecantError {
  try {
    return fromFormula<Read>(text, { variables });
  } catch (error) {
    if (error instanceof SecantError) return error;
    throw error;
  }
}

/** Throws what is wrong with a formula, without hints at options that a field does not have. */
function checkFormula(text: string, hint: string): void {
  try {
    fromFormula(text);
  } catch (error) {
    if (error instanceof SecantError) {
      const better = otherNotation(text);
      if (better !== undefined)
        throw new SecantError(error.code, error.sentence, { span: error.span, hint: better, cause: error });
    }
    if (!(error instanceof SecantError) || error.hint?.includes('{ variables') !== true) throw error;
    throw new SecantError(error.code, error.sentence, { span: error.span, hint, cause: error });
  }
}

/** What to write instead, where the digits of a number are grouped. */
function otherNotation(text: string): string | undefined {
  const grouped = /\d{1,3}(?:[ \u00a0\u202f']\d{3})+(?!\d)/.exec(text)?.[0];
  return grouped === undefined ? undefined : `write ${grouped.replace(/\D/g, '')}, with nothing between its digits`;
}

function spanOf(text: string, start: number, length: number): Span {
  return { source: { name: 'formula', text }, start, end: start + length };
}
