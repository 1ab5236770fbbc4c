/**
 * What is wrong where a formula cannot be read on, in words for the person who typed it. The reader knows only
 * that a value is missing or that a token cannot follow; the tokens on both sides tell which slip it was.
 *
 * In: the source and the tokens around the place. Out: a SecantError S002 or its hint. Guaranteed: an error for
 * every kind of token, with a span inside the text.
 */
import type { SecantError, SourceText } from '../../../base/diagnostics.ts';
import type { Token } from './tokens.ts';
import { formulaError } from './tree.ts';

/** A value was expected at `token`, which follows `before`. */
export function missingValue(source: SourceText, token: Token, before: Token | undefined): SecantError {
  const here = quote(source, token);
  const at = (sentence: string, hint: string): SecantError =>
    formulaError(source, token.start, token.end, sentence, hint);
  if (before === undefined) {
    if (token.kind === 'end') return at('nothing stands after the sign =', 'write for example y = sin(w)');
    return at(`nothing stands before ${here}`, 'write a value before it');
  }
  const there = quote(source, before);
  if (before.kind === 'barOpen' && token.kind === 'barClose') return at('nothing stands between the bars', 'write |w|');
  if (before.kind === 'open' && token.kind === 'close') {
    return at(`nothing stands between ${there} and ${here}`, 'write a value between them');
  }
  if (before.kind === 'comma') return at('nothing stands after the comma', 'write for example max(0, w)');
  if (before.kind === 'open' && token.kind === 'comma') {
    return at('nothing stands before the comma', 'write for example max(0, w)');
  }
  if (before.kind === 'colon') return at('a condition has no value', 'write {w > 0: w, 0}');
  if (before.kind === 'operator' && token.kind === 'operator') {
    const sentence = `two operators in a row: ${there} and ${here}`;
    return formulaError(source, before.start, token.end, sentence, 'remove one, or write a value between them');
  }
  if (before.kind === 'operator' && before.text === '^') {
    return formulaError(source, before.start, before.end, `the exponent after ${there} is missing`, 'write w^2');
  }
  if (before.kind === 'open' || before.kind === 'barOpen') {
    return at(`nothing stands before ${here}`, 'write a value before it');
  }
  return formulaError(source, before.start, before.end, `nothing stands after ${there}`, 'write a value after it');
}

/** The token at `index` cannot follow the complete value before it. */
export function unexpectedToken(source: SourceText, tokens: readonly Token[], index: number): SecantError {
  const token = tokens[index] ?? { kind: 'end', text: '', start: source.text.length, end: source.text.length };
  const at = (sentence: string, hint: string): SecantError =>
    formulaError(source, token.start, token.end, sentence, hint);
  if (token.text === ';')
    return at('a formula is one expression', 'statements are TypeScript: read them with fromSource');
  if (token.kind === 'comma') {
    const [before, after] = [tokens[index - 1], tokens[index + 1]];
    if (before !== undefined && after !== undefined && isDecimalComma(tokens, index)) {
      const hint = `write ${before.text}.${after.text}`;
      return formulaError(source, before.start, after.end, 'decimals are written with a point', hint);
    }
    return at('a comma stands outside the arguments of a function', 'write one expression');
  }
  if (token.kind === 'relation') {
    if (token.text === '=' || token.text === '==')
      return at('an equation is not a function', 'write g(w) = … or one side');
    return at('a comparison is not a value', 'write pieces as {w > 0: w, 0}');
  }
  if (token.kind === 'colon') {
    return at('a colon stands outside pieces', 'write pieces as {w > 0: w, 0}, and division as /');
  }
  return at(`${quote(source, token)} cannot stand here`, 'write an operator before it');
}

/** `5 6`, `w 2`, `(w+1)2`: a number right after a value. */
export function sideBySide(source: SourceText, before: Token, number: Token): SecantError {
  const at = (sentence: string, hint: string): SecantError =>
    formulaError(source, before.start, number.end, sentence, hint);
  const [left, right] = [before.text, number.text];
  if (before.kind === 'number') {
    return at('two numbers side by side', `write ${left}*${right} for the product, ${left}${right} for the number`);
  }
  const hint =
    before.kind === 'name' ? `write ${right}${left} or ${left}^${right}` : `write ${right} first, or * before it`;
  return at('a number follows a value without an operator', hint);
}

/** `sin^-1`: the inverse function to some, the reciprocal to others. */
export function inverseFunction(source: SourceText, name: Token, end: Token): SecantError {
  const shown = source.text.slice(name.start, end.end);
  const inverse = /^(sin|cos|tan)h?$/.test(name.text) ? `a${name.text}(w)` : 'the inverse by its name';
  const hint = `write ${inverse} or 1/${name.text}(w)`;
  return formulaError(source, name.start, end.end, `\`${shown}\` has two meanings`, hint);
}

const examples = new Map([
  ['atan2', 'atan2(y, x)'],
  ['pow', 'pow(w, 3)'],
  ['max', 'max(0, w)'],
  ['min', 'min(1, w)'],
]);

/** A call of the function as it should look. */
export function exampleOf(name: string): string {
  return examples.get(name) ?? `${name}(w)`;
}

/** The way out where function `name` was given the wrong number of arguments; `read` ends with its call. */
export function hintForCount(name: Token, read: readonly Token[], count: number): string {
  const start = read.indexOf(name);
  const decimal = read.some((_, index) => index > start && isDecimalComma(read, index));
  if (decimal && count > 1) return 'decimals are written with a point: 0.5';
  if (/^(log.|ln)/.test(name.text) && count === 2) return 'the base is part of the name: log_3(w)';
  return `write ${exampleOf(name.text)}`;
}

function isDecimalComma(tokens: readonly Token[], index: number): boolean {
  const [before, comma, after] = tokens.slice(Math.max(0, index - 1), index + 2);
  if (before?.kind !== 'number' || comma?.kind !== 'comma' || after?.kind !== 'number') return false;
  return before.end === comma.start && comma.end === after.start;
}

function quote(source: SourceText, token: Token): string {
  return token.kind === 'end' ? 'the end' : `\`${source.text.slice(token.start, token.end)}\``;
}
