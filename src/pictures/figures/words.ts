/**
 * What figures say. Short sentences for notices, read-outs and screen readers, all made from the same
 * verdicts, so that the picture, the line under it and the spoken text cannot disagree.
 */
import type { Differentiability } from '../../calculus/index.ts';
import type { ReadOut, Role, TextRun } from '../scene/scene.ts';
import { afterName, formatIn, formatShort, isRounded, withSign } from '../scene/format.ts';
import { domainsOf, type PlaneDomain } from './positions.ts';
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

type Interval = readonly [number, number];
type Pair = readonly [number, number];

/** An interval in which numbers are read as `formatNumber` has them. */
const anywhere = [-1, 1] as const;

/** A number in as few digits as a notice has room for: 0.5, ≈ 0.333. */
export function saidShort(value: number, digits?: number): string {
  return withSign(value, formatShort(value, digits));
}

/** The same after a name: `= 0.5`, `≈ 0.333`. */
export function equalShort(value: number, digits?: number): string {
  return afterName(saidShort(value, digits));
}

/** A number in a sentence, with `≈` before it where its digits are not all: 1.00, ≈ 0.84. */
export function said(value: number, within: Interval = anywhere): string {
  return withSign(value, formatIn(value, within));
}

/** A number with its name in a sentence: w = 1.00, w ≈ 0.33. */
export function saidEqual(name: string, value: number, within?: Interval): string {
  return `${name} ${afterName(said(value, within))}`;
}

/** A point with its name in a sentence: w = (1.00, 2.00). */
export function saidPoint(name: string, point: Pair, within?: PlaneDomain): string {
  return `${name} ${afterName(saidPair(point, within))}`;
}

/** Two numbers as a point or a gradient: (1.00, 2.00), ≈ (0.54, 0.84). */
export function saidPair(point: Pair, within: PlaneDomain = anywhere): string {
  const intervals = domainsOf(within);
  const texts = [formatIn(point[0], intervals[0]), formatIn(point[1], intervals[1])] as const;
  const isExact = texts.every((text, axis) => !isRounded(point[axis] ?? NaN, text));
  return `${isExact ? '' : '≈ '}(${texts.join(', ')})`;
}

/** A value of the read-out with its name: `w⁰ = 1.00`, and `≈` where it is rounded. */
export function readEqual(key: string, name: readonly TextRun[], value: number, within?: Interval): ReadOut {
  return readWord(key, name, afterName(said(value, within)));
}

/** The same for a point: `w⁰ = (1.00, 2.00)`. */
export function readPoint(key: string, name: readonly TextRun[], point: Pair, within?: PlaneDomain): ReadOut {
  return readWord(key, name, afterName(saidPair(point, within)));
}

/** Why there is no tangent, without the words "no tangent here". */
export function whyNot(verdict: Differentiability): string {
  const { left, right } = verdict;
  switch (verdict.verdict) {
    case 'corner':
      return `slopes ${saidShort(left)} and ${saidShort(right)}`;
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

/** What is said where no slope can be: that there is no tangent, in the words of whoever says it, and why; or that it is vertical. */
export function noTangent(verdict: Differentiability, none = 'no tangent here'): string {
  if (verdict.verdict === 'vertical tangent') return 'the tangent is vertical here: its slope is infinite';
  return `${none}: ${whyNot(verdict)}`;
}

/** Words as a sentence of their own. */
export function asSentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** The same in the few words that a slider says. */
export function noTangentShort(verdict: Differentiability): string {
  return noTangent(verdict).replace(' here:', ',');
}

/** What a function does where it has no derivative, as the end of a sentence about it. */
export function whatBreaks(verdict: Differentiability): string {
  const { left, right } = verdict;
  switch (verdict.verdict) {
    case 'corner':
      return `has the slopes ${saidShort(left)} and ${saidShort(right)}`;
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

/** An equation of a line or a polynomial in so many digits, with `≈` where they are not all. */
export function honestEquation(equation: (options: { readonly digits: number }) => string, digits: number): string {
  const text = equation({ digits });
  return text === equation({ digits: 15 }) ? text : text.replace('=', '≈');
}

/** A value of the read-out after a word: `slope 0.50`, `slope ≈ 0.54`. The sign belongs to the word, so that digits stand still. */
export function readWord(key: string, word: string | readonly TextRun[], written: string, role?: Role): ReadOut {
  const [, sign = '', value = ''] = /^([=≈]?) ?(.*)/.exec(written) ?? [];
  const name = typeof word === 'string' ? (word === '' ? [] : [plain(word)]) : word;
  const label = sign === '' ? name : [...name, plain(`${name.length === 0 ? '' : '\u00a0'}${sign}`)];
  return { key, label, value, ...(role === undefined ? {} : { role }) };
}

/** The two slopes of a kink for the read-out, where both are numbers. */
export function slopesText(verdict: Differentiability): string | undefined {
  if (Number.isNaN(verdict.left) || Number.isNaN(verdict.right)) return undefined;
  return `${said(verdict.left)} and ${said(verdict.right)}`;
}
