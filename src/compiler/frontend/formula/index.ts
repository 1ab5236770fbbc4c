/**
 * The notation people write → the source text of a JavaScript function, which Secant's own compiler then reads.
 * Nothing is evaluated here. The steps are one file each: `tokens` (text → tokens), `brackets` (which bar opens),
 * `read` (→ tree), `variables` (names → parameter), `print` (→ JavaScript); `vocabulary` holds the known words.
 *
 * In: a formula such as `sin(4w) + 0.1w^2`, with or without `g(w) =` before it. Out: `(w) => Math.sin(4 * w) + …`
 * with the way back from each of its characters to the formula. Guaranteed: the text is one arrow function of one
 * parameter, made of numbers, operators, `Math`, its parameter, `derivative` for `d/dw`, and nothing else; or a `SecantError` S002 says
 * where and why there is none.
 */
import { type SourceText, type Span, internalError } from '../../../base/diagnostics.ts';
import { pairBrackets } from './brackets.ts';
import { printFormula, type PrintedPart, type PrintedRange } from './print.ts';
import { type ReadFormula, readFormula } from './read.ts';
import { tokenize, type Token } from './tokens.ts';
import { type FormulaNode, formulaError } from './tree.ts';
import { checkVariables, settleParameter } from './variables.ts';
import { hasMeaning } from './vocabulary.ts';

/** How to read a formula. */
export interface FormulaOptions {
  /** The variables in order: one makes a function of a number, several a function of an array. */
  readonly variables?: readonly string[] | undefined;
  /** Letters that stand for numbers, and are written as these numbers. */
  readonly numbers?: ReadonlyMap<string, number> | undefined;
}

/** The letters of a formula whose meaning is open, and what stands on its left side. */
export interface FormulaNames {
  /** Free names in the order in which they stand first. */
  readonly names: readonly string[];
  /** The f of `f(x) = …`. */
  readonly own: string | undefined;
  /** The x of `f(x) = …`. */
  readonly declared: readonly string[] | undefined;
}

/** A formula as JavaScript. */
export interface FormulaSource {
  /** An arrow function of one parameter, for example `(w) => Math.sin(4 * w) + 0.1 * w ** 2`. */
  readonly source: string;
  /** The formula's variables in order. */
  readonly variables: readonly string[];
  /** True where the parameter is an array, one component a variable. */
  readonly vector: boolean;
  /**
   * The part of the formula that the characters `[start, end)` of `source` came from, as small as can be; `end` is
   * start + 1 unless given. Undefined for the head `(w) => `, which comes from no part.
   */
  spanOf(start: number, end?: number): Span | undefined;
  /** The formula itself, for those who have no need of the text. */
  readonly tree: FormulaNode;
  /** The name of the one parameter in `source`. */
  readonly parameter: string;
  /** Where a part of the tree stands in `source`, without parentheses around it. */
  rangeOf(part: PrintedPart): PrintedRange;
}

/** Longer texts are refused; the reader recurses over the tree that a text becomes. */
const longestFormula = 4000;

/**
 * Reads a formula and writes it as JavaScript.
 *
 * @param text - the formula: numbers, `+ - * / ^`, products side by side, `|w|`, functions and constants by name.
 * @param options - `variables` fixes names and order.
 * @returns the source of an arrow function; of one number, or of an array where `vector` is true.
 * @throws SecantError S002 with the place in the formula; S203 where `variables` is not a list of names.
 *
 * @example
 * ```ts
 * formulaToSource('sin(4w) + 0.1w^2').source // → '(w) => Math.sin(4 * w) + 0.1 * w ** 2'
 * ```
 */
export function formulaToSource(text: string, options: FormulaOptions = {}): FormulaSource {
  const { source, tree, names, declared } = readText(text, options);
  const parameter = settleParameter(source, names, declared);
  const head = `(${parameter.name}) => `;
  const printed = printFormula(head, tree, (variable) => parameter.textOf(variable));
  return {
    source: printed.text,
    variables: parameter.variables,
    vector: parameter.vector,
    // Inner parts come first, so the first range that holds the characters is the smallest.
    spanOf: (start, end = start + 1) =>
      printed.origins.find((origin) => origin.start <= start && end <= origin.end)?.span,
    tree,
    parameter: parameter.name,
    rangeOf: (part) => printed.ranges.get(part) ?? internalError('a part of a formula that was not written'),
  };
}

/**
 * The letters of a formula whose meaning is open.
 *
 * @throws SecantError S002 with the place in the formula
 *
 * @example
 * ```ts
 * namesOfFormula('f(x) = a x^2 + b') // → { names: ['a', 'x', 'b'], own: 'f', declared: ['x'] }
 * ```
 */
export function namesOfFormula(text: string): FormulaNames {
  const { names, left } = readText(text, {});
  return { names: [...names.keys()], own: left.name, declared: left.variables };
}

/** `xy` where x and y are declared: the two names side by side, which are a product. Any other token is itself. */
function productOf(token: Token, declared: readonly string[]): readonly Token[] {
  const { kind, text, start, end } = token;
  if (kind !== 'name' || text.length !== end - start || declared.includes(text) || hasMeaning(text)) return [token];
  const parts: Token[] = [];
  const longestFirst = declared.toSorted((a, b) => b.length - a.length);
  for (let at = 0; at < text.length;) {
    const part = longestFirst.find((name) => text.startsWith(name, at));
    if (part === undefined) return [token];
    parts.push({ kind, text: part, start: start + at, end: start + at + part.length });
    at += part.length;
  }
  return parts;
}

interface ReadText extends ReadFormula {
  readonly source: SourceText;
  readonly declared: readonly string[] | undefined;
  readonly left: LeftSide;
}

function readText(text: string, options: FormulaOptions): ReadText {
  const source: SourceText = { name: 'formula', text };
  const given = options.variables === undefined ? undefined : checkVariables(options.variables);
  if (text.length > longestFormula) {
    const sentence = `a formula has at most ${longestFormula} characters`;
    throw formulaError(source, longestFormula, text.length, sentence, 'write it as TypeScript: fromSource');
  }
  if (text.trim() === '') throw formulaError(source, 0, 0, 'the formula is empty', 'write for example sin(w)');
  const read = tokenize(source);
  const left = readLeftSide(source, read);
  const declared = given ?? left.variables;
  const tokens = declared === undefined ? read : read.flatMap((token) => productOf(token, declared));
  const paired = pairBrackets(source, tokens, declared ?? []).slice(left.length);
  const { tree, names } = readFormula(source, paired, { declared, self: left.name, numbers: options.numbers });
  return { source, tree, names, declared, left };
}

interface LeftSide {
  /** How many tokens it takes, the sign = included. */
  readonly length: number;
  readonly name: string | undefined;
  readonly variables: readonly string[] | undefined;
}

/** `y =`, `g(w) =`, `f(x, y) =`, or nothing. */
function readLeftSide(source: SourceText, tokens: readonly Token[]): LeftSide {
  const sign = tokens.findIndex((token) => token.text === '=' && token.kind === 'relation');
  const braced = tokens.slice(0, sign).some((token) => token.text === '{');
  const name = tokens[0];
  if (sign < 0 || braced || name === undefined) return { length: 0, name: undefined, variables: undefined };
  const shape = tokens
    .slice(0, sign)
    .map((token) => (token.kind === 'name' ? 'n' : token.text))
    .join('');
  if (!/^n(\(n(,n)*\))?$/.test(shape)) {
    const { start, end } = tokens[sign] ?? name;
    throw formulaError(
      source,
      start,
      end,
      'an equation is not a function',
      'on the left of = write a name alone: y = … or g(w) = …',
    );
  }
  const inner = tokens.slice(1, sign).filter((token) => token.kind === 'name');
  const variables = inner.map((token) => token.text);
  const repeated = inner.find((token, place) => variables.indexOf(token.text) < place);
  if (repeated !== undefined) {
    throw formulaError(source, repeated.start, repeated.end, `\`${repeated.text}\` is named twice`, 'name it once');
  }
  return { length: sign + 1, name: name.text, variables: variables.length === 0 ? undefined : variables };
}
