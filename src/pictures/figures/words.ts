/**
 * What figures say. Short sentences for notices, read-outs and screen readers, all made from the same
 * verdicts, so that the picture, the line under it and the spoken text cannot disagree.
 */
import type { Differentiability } from '../../calculus/index.ts';
import type { ReadOut, Role, TextRun } from '../scene/scene.ts';
import { formatIn, formatNumber, formatShort, isRounded } from '../scene/format.ts';
import { applied, numberRuns, plain, variable } from '../scene/text.ts';

/** The runs of w⁰, w¹ and of g at them. */
export const names = {
  w: variable('w'),
  g: applied('g', variable('w')),
  w0: variable('w', { above: '0' }),
  w1: variable('w', { above: '1' }),
  g0: applied('g', variable('w', { above: '0' })),
  slope: applied('g′', variable('w')),
  slope0: applied('g′', variable('w', { above: '0' })),
  h: variable('h'),
  first: variable('w', { below: '1' }),
  second: variable('w', { below: '2' }),
} as const;

/** An equation as runs: h and w in italics, exponents raised. */
export function equationRuns(text: string): TextRun[] {
  return numberRuns(text).flatMap((run) =>
    run.style === undefined
      ? run.text
          .split(/([hw])/)
          .filter((part) => part !== '')
          .map((part): TextRun => (part === 'h' || part === 'w' ? { text: part, style: 'italic' } : { text: part }))
      : [run],
  );
}

/** Why there is no tangent, without the words "no tangent here". */
export function whyNot(verdict: Differentiability): string {
  const { left, right } = verdict;
  switch (verdict.verdict) {
    case 'corner':
      return `slopes ${formatShort(left)} and ${formatShort(right)}`;
    case 'cusp':
      return 'a cusp, the slopes grow without bound on both sides';
    case 'vertical tangent':
      return 'the curve is vertical, so there is no slope';
    case 'jump':
      return 'the value jumps';
    case 'oscillating':
      return 'the secant slopes never settle';
    case 'outside the domain':
      return 'the function is not defined on both sides';
    case 'differentiable':
      return verdict.reason;
  }
}

/** What a function does where it has no derivative, as the end of a sentence about it. */
export function whatBreaks(verdict: Differentiability): string {
  const { left, right } = verdict;
  switch (verdict.verdict) {
    case 'corner':
      return `has the slopes ${formatShort(left)} and ${formatShort(right)}`;
    case 'cusp':
      return 'has a cusp';
    case 'vertical tangent':
      return 'is vertical';
    case 'jump':
      return 'jumps';
    case 'oscillating':
      return 'has secants that never settle';
    case 'outside the domain':
      return 'is not defined on both sides';
    case 'differentiable':
      return 'has no finite slope';
  }
}

/** Two numbers as a point: (1.00, 2.00). */
export function pairText([a, b]: readonly [number, number]): string {
  return `(${formatNumber(a)}, ${formatNumber(b)})`;
}

/** A value of the read-out with its name: `w⁰ = 1.00`, and `≈` where it is rounded. */
export function readEqual(
  key: string,
  name: readonly TextRun[],
  value: number,
  within: readonly [number, number] = [-1, 1],
): ReadOut {
  const text = formatIn(value, within);
  return { key, label: [...name, plain(isRounded(value, text) ? '\u00a0≈' : '\u00a0=')], value: text };
}

/** An equation of a line or a polynomial in so many digits, with `≈` where they are not all. */
export function honestEquation(equation: (options: { readonly digits: number }) => string, digits: number): string {
  const text = equation({ digits });
  return text === equation({ digits: 15 }) ? text : text.replace('=', '≈');
}

/** A value of the read-out after a word: `slope 0.54`. */
export function readWord(key: string, word: string, value: string, role?: Role): ReadOut {
  return { key, label: word === '' ? [] : [plain(word)], value, ...(role === undefined ? {} : { role }) };
}

/** The two slopes of a kink for the read-out, where both are numbers. */
export function slopesText(verdict: Differentiability): string | undefined {
  if (Number.isNaN(verdict.left) || Number.isNaN(verdict.right)) return undefined;
  return `${formatNumber(verdict.left)} and ${formatNumber(verdict.right)}`;
}
