/**
 * The words and formulas of a computation graph: the texts of `computationGraph` as runs (names in italics, indices and
 * exponents where they belong), names with a dot or a bar, and the sums by which tangents and adjoints come about.
 */
import type { ComputationGraph, GraphEdge } from '../../calculus/index.ts';
import { formatNumber, isRounded, minus } from '../scene/format.ts';
import type { TextRun } from '../scene/scene.ts';

/** What stands over the name of a tangent, and of an adjoint. */
const over = { dot: '\u0307', bar: '\u0304' } as const;

const lowDigits = '₀₁₂₃₄₅₆₇₈₉';
const highDigits = '⁰¹²³⁴⁵⁶⁷⁸⁹⁻';

/** Words, indices, exponents and everything else of a formula. */
const tokens =
  /(?<word>\p{L}\p{M}?(?:\p{L}|\d)*)|(?<low>[₀-₉]+(?:,[₀-₉]+)*)|(?<high>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)|\^(?<power>\((?:[^()]|\([^()]*\))*\)|[\p{L}\d.]+[₀-₉]*)|(?<rest>[^])/gu;

function digitsOf(text: string, digits: string): string {
  return Array.from(text, (character) => {
    const digit = digits.indexOf(character);
    return digit < 0 ? character : digit === 10 ? minus : String(digit);
  }).join('');
}

/**
 * A formula as runs: names in italics, functions upright, indices lower, exponents raised.
 *
 * @example
 * ```ts
 * mathRuns('sin(w₁)²') // → [{ text: 'sin(' }, { text: 'w', style: 'italic' }, { text: '1', style: 'subscript' }, { text: ')' }, { text: '2', style: 'superscript' }]
 * ```
 */
export function mathRuns(text: string): TextRun[] {
  const runs: TextRun[] = [];
  const add = (piece: string, style?: NonNullable<TextRun['style']>): void => {
    const last = runs.at(-1);
    if (last !== undefined && last.style === style) runs[runs.length - 1] = { ...last, text: last.text + piece };
    else runs.push(style === undefined ? { text: piece } : { text: piece, style });
  };
  for (const { groups, index, 0: piece } of text.matchAll(tokens)) {
    const { word, low, high, power } = groups ?? {};
    const next = text[index + piece.length];
    if (word !== undefined) {
      if (next === '(' || next === '′' || word === 'mod') add(word);
      else add(word, 'italic');
    } else if (low !== undefined) add(digitsOf(low, lowDigits), 'subscript');
    else if (high !== undefined) add(digitsOf(high, highDigits), 'superscript');
    else if (power !== undefined) add(digitsOf(power.replace(/^\((.*)\)$/, '$1'), lowDigits), 'superscript');
    else add(piece);
  }
  return runs;
}

/** A name with its dot or bar, over the first letter. */
export function marked(name: string, mark: keyof typeof over): string {
  return (name.slice(0, 1) + over[mark]).normalize('NFC') + name.slice(1);
}

/** True if a sum stands in a text outside all brackets. */
function isSum(text: string): boolean {
  let depth = 0;
  for (const piece of text.match(/[()]| [+−] /g) ?? []) {
    if (piece === '(') depth++;
    else if (piece === ')') depth--;
    else if (depth === 0) return true;
  }
  return false;
}

/** A local derivative times what it acts on: `cos(w) ẇ`, `ẇ` for 1 ẇ, `(1 − b²) ȧ`. */
function timesText(partial: string, name: string): string {
  if (partial === '1') return name;
  if (partial === `${minus}1`) return `${minus}${name}`;
  return `${isSum(partial) ? `(${partial})` : partial} ${name}`;
}

/** Terms as a sum: `b ȧ − a ḃ`. */
function sumText(terms: readonly string[]): string {
  return terms.reduce(
    (sum, term, k) =>
      k === 0 ? term : term.startsWith(minus) ? `${sum} ${minus} ${term.slice(1)}` : `${sum} + ${term}`,
    '',
  );
}

/** More terms than this are not written out. */
const mostTerms = 4;

/** How a tangent or an adjoint comes about: from which terms, and what each amounts to. */
export interface Account {
  /** `ẏ` or `w̄`. */
  readonly name: string;
  /** `b ȧ + a ḃ`; empty where nothing flows in. */
  readonly rule: string;
  /** What each term amounts to, in the order of the rule. */
  readonly parts: readonly number[];
}

function accountOf(name: string, terms: readonly { readonly text: string; readonly part: number }[]): Account {
  const written = terms.slice(0, mostTerms).map(({ text }) => text);
  const rule = sumText(written) + (terms.length > mostTerms ? ' + …' : '');
  return { name, rule, parts: terms.map(({ part }) => part) };
}

/** The tangent of a node, from the tangents of what it is computed from. */
export function tangentAccount({ nodes }: ComputationGraph, index: number, into: readonly GraphEdge[]): Account {
  const terms = into.map(({ from, text, forward }) => {
    return { text: timesText(text, marked(nodes[from]!.name, 'dot')), part: forward };
  });
  return accountOf(marked(nodes[index]!.name, 'dot'), terms);
}

/** The adjoint of a node, from the adjoints of what uses it. */
export function adjointAccount({ nodes }: ComputationGraph, index: number, out: readonly GraphEdge[]): Account {
  const terms = out.map(({ to, text, backward }) => {
    return { text: timesText(text, marked(nodes[to]!.name, 'bar')), part: backward };
  });
  return accountOf(marked(nodes[index]!.name, 'bar'), terms);
}

/** Numbers as a sum: `1.50 + 3.00`, `≈ −1.66 + 3.64`. */
export function partsText(parts: readonly number[]): string {
  const shown = parts.slice(0, mostTerms);
  const written = shown.map((part) => formatNumber(part));
  const isExact = shown.every((part, k) => !isRounded(part, written[k] ?? ''));
  return `${isExact ? '' : '≈ '}${sumText(written)}${parts.length > mostTerms ? ' + …' : ''}`;
}
