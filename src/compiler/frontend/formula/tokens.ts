/**
 * Formula text → tokens. The signs people write are brought to one form here: `·`, `×` and `**` become `*` and `^`,
 * `÷` becomes `/`, `−` becomes `-`, superscript digits become an exponent, subscripts (`w₁`, `w_1`, `w_{1}`) become
 * part of the name (`w1`). Where arguments are separated by `;`, a comma between digits is a decimal comma. A Latin name is a run of letters and digits; a Greek letter stands alone, so that
 * `2πw` is a product. `2e3` is two thousand, as in JavaScript; `2e` is twice e.
 *
 * In: the source text. Out: tokens in order, the last of kind 'end'. Guaranteed: every character that is not white
 * space lies in exactly one token, except `Math.` before a name, which is skipped; spans are offsets into the text.
 */
import { excerptOf, type SourceText } from '../../../base/diagnostics.ts';
import { formulaError } from './tree.ts';

/** What a token can be. Bars have no direction until `pairBrackets` has given them one. */
export type TokenKind =
  | 'number'
  | 'name'
  | 'superscript'
  | 'factorial'
  | 'operator'
  | 'root'
  | 'open'
  | 'close'
  | 'bar'
  | 'barOpen'
  | 'barClose'
  | 'comma'
  | 'colon'
  | 'relation'
  | 'end';

/** A token: `text` in normal form, `[start, end)` where it was written. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const subscripts = '₀₁₂₃₄₅₆₇₈₉';

const signs = new Map<string, readonly [TokenKind, string]>([
  ...['+', '-', '*', '/', '^'].map((sign) => [sign, ['operator', sign]] as const),
  ...['·', '×', '∗', '⋅', '∙'].map((sign) => [sign, ['operator', '*']] as const),
  ...['÷', '∕', '⁄'].map((sign) => [sign, ['operator', '/']] as const),
  ...['−', '–'].map((sign) => [sign, ['operator', '-']] as const),
  ...['(', '{'].map((sign) => [sign, ['open', sign]] as const),
  ...[')', '}'].map((sign) => [sign, ['close', sign]] as const),
  ...['<', '>', '='].map((sign) => [sign, ['relation', sign]] as const),
  ['**', ['operator', '^']],
  ['<=', ['relation', '<=']],
  ['>=', ['relation', '>=']],
  ['==', ['relation', '==']],
  ['!=', ['relation', '!=']],
  ['≠', ['relation', '!=']],
  ['≤', ['relation', '<=']],
  ['≥', ['relation', '>=']],
  ['!', ['factorial', '!']],
  ['∑', ['name', 'sum']],
  ['∏', ['name', 'prod']],
  ['√', ['root', 'sqrt']],
  ['∛', ['root', 'cbrt']],
  ['∞', ['name', 'inf']],
  ['|', ['bar', '|']],
  [',', ['comma', ',']],
  [';', ['comma', ';']],
  [':', ['colon', ':']],
]);

const charactersWithAHint = new Map([
  ['[', ['square brackets are not part of a formula', 'group with ( ), and write w1 for the first component of w']],
  [']', ['square brackets are not part of a formula', 'group with ( ), and write w1 for the first component of w']],
  ["'", ['a prime is not part of a formula', 'write the function itself; Secant finds its derivative']],
  ['′', ['a prime is not part of a formula', 'write the function itself; Secant finds its derivative']],
  ['°', ['angles are in radians', 'write w*pi/180 for w degrees']],
  ['%', ['`%` is not part of a formula', 'write w/100 for a percentage, w - 2 floor(w/2) for a remainder']],
  ['\\', ['TeX commands are not read', 'write sin(w), sqrt(w), pi']],
  ['.', ['a point that belongs to no number', 'write products with *, and decimals as 0.5']],
  ['?', ['`?` is not part of a formula', 'write pieces as {w > 0: w, 0}']],
  ['_', ['a subscript that belongs to no name', 'write w_1 or w1']],
]);

const pointNumber = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const commaNumber = /(?:\d+[.,]?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;

/**
 * Splits a formula into tokens.
 *
 * @example
 * ```ts
 * tokenize({ name: 'formula', text: '2w²' }).map((token) => token.text) // → ['2', 'w', '2', '']
 * ```
 */
export function tokenize(source: SourceText): Token[] {
  const { text } = source;
  const tokens: Token[] = [];
  // Who separates with semicolons writes decimals with a comma: max(0,5; w).
  const decimalComma = text.includes(';');
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const push = (kind: TokenKind, normal: string, length: number): void => {
    tokens.push({ kind, text: normal, start: at, end: at + length });
    at += length;
  };
  while (at < text.length) {
    const space = match(/\s+|Math\s*\.\s*(?=[A-DF-Za-z])/y);
    if (space) {
      at += space[0].length;
      continue;
    }
    const eulersNumber = match(/Math\s*\.\s*E\b/y);
    if (eulersNumber) {
      push('name', 'e', eulersNumber[0].length);
      continue;
    }
    const arrow = match(/=>|⇒/y);
    if (arrow) {
      const sentence = `\`${arrow[0]}\` belongs to a TypeScript function, not to a formula`;
      throw formulaError(source, at, at + arrow[0].length, sentence, 'read it with fromSource');
    }
    const number = match(decimalComma ? commaNumber : pointNumber);
    if (number) {
      const normal = normalNumber(source, at, number[0].replace(',', '.'));
      push('number', normal, number[0].length);
      if (text[at] === '.') {
        const start = tokens[tokens.length - 1]?.start ?? at;
        throw formulaError(source, start, at + 1, 'a number has two decimal points', 'keep one of them');
      }
      continue;
    }
    const name = match(/([A-Za-z][A-Za-z0-9]*|[\u0370-\u03ff]\d*)([₀-₉]+|_[A-Za-z0-9]+|_\{[A-Za-z0-9]+\})?/y);
    if (name) {
      push('name', normalName(name[1] ?? '', name[2] ?? ''), name[0].length);
      continue;
    }
    const raised = match(/[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/y);
    if (raised) {
      push('superscript', plainDigits(raised[0], superscripts).replace('⁺', '').replace('⁻', '-'), raised[0].length);
      continue;
    }
    const two = text.slice(at, at + 2);
    const sign = signs.get(two) ?? signs.get(two.slice(0, 1));
    if (sign === undefined) throw unknownCharacter(source, at);
    push(sign[0], sign[1], signs.has(two) ? two.length : 1);
  }
  push('end', '', 0);
  return tokens;
}

function plainDigits(text: string, digits: string): string {
  return text.replace(/./gu, (digit) => (digits.includes(digit) ? String(digits.indexOf(digit)) : digit));
}

function normalName(base: string, subscript: string): string {
  const index = plainDigits(subscript, subscripts).replace(/[_{}]/g, '');
  if (index !== '' && !/^\d+$/.test(index)) return `${base}_${index}`;
  if (index !== '' && /\d$/.test(base)) return `${base}_${index}`;
  const parts = /^(.[A-Za-z]*?)(\d+)$/u.exec(base + index);
  return parts ? `${parts[1] ?? ''}${BigInt(parts[2] ?? '0')}` : base + index;
}

function normalNumber(source: SourceText, at: number, text: string): string {
  if (!Number.isFinite(Number(text))) {
    const shown = excerptOf({ source, start: at, end: at + text.length });
    throw formulaError(source, at, at + text.length, `the number ${shown} is too large`, 'write inf for infinity');
  }
  return text
    .replace(/^0+(?=\d)/, '')
    .replace(/^\./, '0.')
    .replace(/\.(?=\D|$)/, '');
}

function unknownCharacter(source: SourceText, at: number): Error {
  const character = String.fromCodePoint(source.text.codePointAt(at) ?? 0);
  const [sentence, hint] = charactersWithAHint.get(character) ?? [];
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const shown = /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character) ? `\`${character}\`` : `U+${code}`;
  return formulaError(
    source,
    at,
    at + character.length,
    sentence ?? `the character ${shown} means nothing in a formula`,
    hint ?? 'use letters, numbers, + - * / ^ ( ) and | |',
  );
}
