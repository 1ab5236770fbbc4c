/**
 * Which bracket belongs to which. Parentheses and braces pair by nesting. A bar says nothing of its direction, so
 * the bars of one bracketed stretch are paired by search: where a value is expected a bar opens; after a value it
 * closes if the rest can then still be completed, and otherwise it opens a factor, as in `2|w|`. The search visits
 * each pair (token, open bars) once, and open bars are bounded. `|a|b|c|` is |a|·b·|c|; `|a|b||` is |a·|b||.
 *
 * In: tokens. Out: the same tokens, each bar now 'barOpen' or 'barClose'. Guaranteed: brackets of all three kinds
 * nest properly, or the error names the one that has no partner.
 */
import type { SourceText } from '../../../base/diagnostics.ts';
import type { Token } from './tokens.ts';
import { formulaError } from './tree.ts';
import { functionNamed } from './vocabulary.ts';

/** More bars inside one another than this are refused, which bounds the search. */
const deepestBars = 50;

/** Pairs brackets and bars; `declared` names are variables even where they look like functions. */
export function pairBrackets(source: SourceText, tokens: readonly Token[], declared: readonly string[]): Token[] {
  const paired = [...tokens];
  const open: { token: Token; stretch: number[] }[] = [];
  let stretch: number[] = [];
  const finish = (): void => pairBars(source, tokens, paired, stretch, declared);
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'open') {
      // A bracketed stretch is one value to the stretch around it, standing where its opening bracket stands.
      stretch.push(index);
      open.push({ token, stretch });
      stretch = [];
    } else if (token.kind === 'close') {
      const start = open.pop();
      if (start === undefined) {
        const wanted = token.text === ')' ? '(' : '{';
        const sentence = `\`${token.text}\` closes nothing`;
        throw formulaError(source, token.start, token.end, sentence, `add \`${wanted}\` before it, or remove it`);
      }
      const wanted = start.token.text === '(' ? ')' : '}';
      if (token.text !== wanted) {
        const sentence = `\`${start.token.text}\` is closed by \`${token.text}\``;
        throw formulaError(source, token.start, token.end, sentence, `close it with \`${wanted}\``);
      }
      finish();
      stretch = start.stretch;
    } else if (token.kind === 'comma' || token.kind === 'colon' || token.kind === 'relation') {
      finish();
      stretch = [];
    } else if (token.kind !== 'end') {
      stretch.push(index);
    }
  }
  const unclosed = open.pop();
  if (unclosed !== undefined) {
    const { text, start, end } = unclosed.token;
    throw formulaError(source, start, end, `\`${text}\` is never closed`, `add \`${text === '(' ? ')' : '}'}\``);
  }
  finish();
  return paired;
}

function pairBars(
  source: SourceText,
  tokens: readonly Token[],
  paired: Token[],
  stretch: readonly number[],
  declared: readonly string[],
): void {
  const bars = stretch.filter((index) => tokens[index]?.kind === 'bar');
  if (bars.length === 0) return;
  if (bars.length % 2 === 1) {
    const stray = tokens[bars[bars.length - 1] ?? 0];
    throw formulaError(
      source,
      stray?.start ?? 0,
      stray?.end ?? 0,
      'a bar `|` has no partner',
      'write |w| for the absolute value, or abs(w)',
    );
  }
  const directions = searchDirections(source, tokens, stretch, declared);
  // Without a reading that completes, bars alternate and the reader says what is missing between them.
  for (const [count, index] of bars.entries()) {
    const token = tokens[index];
    if (token === undefined) continue;
    const opens = directions?.get(index) ?? count % 2 === 0;
    paired[index] = { ...token, kind: opens ? 'barOpen' : 'barClose' };
  }
}

/** For each bar of the stretch, whether it opens; undefined if no choice completes. */
function searchDirections(
  source: SourceText,
  tokens: readonly Token[],
  stretch: readonly number[],
  declared: readonly string[],
): Map<number, boolean> | undefined {
  interface Step {
    readonly at: number;
    readonly depth: number;
    readonly afterValue: boolean;
    readonly opens: boolean;
    readonly earlier: Step | undefined;
  }
  let deepest: Token | undefined;
  const seen = new Set<number>();
  const waiting: Step[] = [{ at: 0, depth: 0, afterValue: false, opens: false, earlier: undefined }];
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    const { at, depth, afterValue } = step;
    const key = (at * (deepestBars + 2) + depth) * 2 + (afterValue ? 1 : 0);
    if (seen.has(key)) continue;
    seen.add(key);
    const index = stretch[at];
    const token = index === undefined ? undefined : tokens[index];
    if (depth > deepestBars) {
      deepest ??= tokens[stretch[at - 1] ?? 0];
      continue;
    }
    if (token === undefined) {
      if (depth > 0 || !afterValue) continue;
      const directions = new Map<number, boolean>();
      for (let back: Step | undefined = step; back?.earlier; back = back.earlier) {
        const bar = stretch[back.earlier.at];
        if (bar !== undefined) directions.set(bar, back.opens);
      }
      return directions;
    }
    const next = { at: at + 1, earlier: step };
    if (token.kind !== 'bar') {
      waiting.push({ ...next, depth, afterValue: endsValue(tokens, stretch, at, declared), opens: false });
      continue;
    }
    // The last pushed is tried first: closing is preferred after a value.
    waiting.push({ ...next, depth: depth + 1, afterValue: false, opens: true });
    if (afterValue && depth > 0) waiting.push({ ...next, depth: depth - 1, afterValue: true, opens: false });
  }
  if (deepest !== undefined) {
    const sentence = `more than ${deepestBars} bars inside one another`;
    throw formulaError(source, deepest.start, deepest.end, sentence, 'split the formula');
  }
  return undefined;
}

/** Whether a value is complete after this token; after `sin` and `sin^2` one is still expected. */
function endsValue(
  tokens: readonly Token[],
  stretch: readonly number[],
  at: number,
  declared: readonly string[],
): boolean {
  const tokenAt = (place: number): Token | undefined => tokens[stretch[place] ?? -1];
  const isFunction = (token: Token | undefined): boolean =>
    token?.kind === 'name' && !declared.includes(token.text) && functionNamed(token.text) !== undefined;
  const token = tokenAt(at);
  if (token === undefined || token.kind === 'operator' || token.kind === 'root' || isFunction(token)) return false;
  if (token.kind === 'superscript') return !isFunction(tokenAt(at - 1));
  if (token.kind === 'number' && tokenAt(at - 1)?.text === '^') return !isFunction(tokenAt(at - 2));
  return true;
}
