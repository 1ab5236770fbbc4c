/**
 * Words with mathematics in them. Text of a scene is a list of runs, each plain, italic, subscript or
 * superscript; this file makes the runs of the usual names (w⁰, g(w)), writes runs as plain text for
 * screen readers, and estimates how wide they are set, so that labels can be placed without a browser.
 * The widths are those of Helvetica and Times in units of the font size, widened a little because the
 * reader's font is not known: an estimate that is never too small for the fonts of the theme.
 */
import type { TextRun } from './scene.ts';

const superscripts: Readonly<Record<string, string>> = {
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
  '−': '⁻',
  '-': '⁻',
  n: 'ⁿ',
};
const subscripts: Readonly<Record<string, string>> = {
  '0': '₀',
  '1': '₁',
  '2': '₂',
  '3': '₃',
  '4': '₄',
  '5': '₅',
  '6': '₆',
  '7': '₇',
  '8': '₈',
  '9': '₉',
  '−': '₋',
  '-': '₋',
  n: 'ₙ',
};

/**
 * A plain run.
 *
 * @example
 * ```ts
 * plain('slope') // → { text: 'slope' }
 * ```
 */
export function plain(text: string): TextRun {
  return { text };
}

/**
 * A name in italics, with a superscript and a subscript where given.
 *
 * @example
 * ```ts
 * plainText(variable('w', { above: '0' })) // → 'w⁰'
 * ```
 */
export function variable(name: string, marks: { above?: string; below?: string } = {}): TextRun[] {
  const runs: TextRun[] = [{ text: name, style: 'italic' }];
  if (marks.below !== undefined) runs.push({ text: marks.below, style: 'subscript' });
  if (marks.above !== undefined) runs.push({ text: marks.above, style: 'superscript' });
  return runs;
}

/**
 * A function at an argument: the brackets stand upright.
 *
 * @example
 * ```ts
 * plainText(applied('g', variable('w', { above: '0' }))) // → 'g(w⁰)'
 * ```
 */
export function applied(name: string, argument: readonly TextRun[]): TextRun[] {
  return [{ text: name, style: 'italic' }, { text: '(' }, ...argument, { text: ')' }];
}

/** Digits and the minus, raised and lowered, in the order of `0123456789−`. */
const smallDigits = [
  ['superscript', '⁰¹²³⁴⁵⁶⁷⁸⁹⁻'],
  ['subscript', '₀₁₂₃₄₅₆₇₈₉₋'],
] as const;

/**
 * A number's text as runs: the exponent of 3·10⁻⁵ is set as a superscript of the same font, the 1 of w₁ as a subscript.
 *
 * @example
 * ```ts
 * numberRuns('3·10⁻⁵') // → [{ text: '3·10' }, { text: '−5', style: 'superscript' }]
 * ```
 */
export function numberRuns(text: string): TextRun[] {
  return text
    .split(/([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+|[₀₁₂₃₄₅₆₇₈₉₋]+)/)
    .filter((part) => part !== '')
    .map((part) => {
      const [style, digits] = smallDigits.find(([, known]) => known.includes(part.charAt(0))) ?? [];
      if (style === undefined || digits === undefined) return { text: part };
      return { text: Array.from(part, (digit) => '0123456789−'.charAt(digits.indexOf(digit))).join(''), style };
    });
}

/** The digits of a text as Unicode superscripts, for places that hold plain text only. */
function toSuperscript(text: string): string {
  return Array.from(text, (character) => superscripts[character] ?? character).join('');
}

/** The digits of a text as Unicode subscripts. */
function toSubscript(text: string): string {
  return Array.from(text, (character) => subscripts[character] ?? character).join('');
}

/**
 * Runs as one line of plain text.
 *
 * @example
 * ```ts
 * plainText([{ text: 'w', style: 'italic' }, { text: '0', style: 'superscript' }]) // → 'w⁰'
 * ```
 */
export function plainText(runs: readonly TextRun[]): string {
  return runs
    .map((run) =>
      run.style === 'superscript'
        ? toSuperscript(run.text)
        : run.style === 'subscript'
          ? toSubscript(run.text)
          : run.text,
    )
    .join('');
}

/** How many characters a value is long when its numbers with two decimals, which can be of either sign, are below zero. */
export function lengthWithSigns(value: string): number {
  return value.length + (value.match(/(?<![\d.−])\d+\.\d\d(?![\d·])/g)?.length ?? 0);
}

function characterWidth(character: string): number {
  // A dot or a bar stands over the letter before it.
  if (character >= '\u0300' && character <= '\u036f') return 0;
  if ("iljI.,:;'|!".includes(character)) return 0.29;
  if ('frt()[] /'.includes(character)) return 0.36;
  if (character >= '0' && character <= '9') return 0.6;
  if ('mwMW@∞'.includes(character)) return 0.88;
  if ('−+=<>≤≥'.includes(character)) return 0.64;
  if (character >= 'A' && character <= 'Z') return 0.72;
  return 0.57;
}

/** Width in pixels of one line of runs set at a font size, rounded up in doubt. */
export function widthOf(runs: readonly TextRun[], fontSize: number): number {
  let width = 0;
  for (const run of runs) {
    const size = run.style === 'superscript' || run.style === 'subscript' ? fontSize * smallScale : fontSize;
    for (const character of run.text) width += characterWidth(character) * size;
  }
  return width;
}

/** Size of sub- and superscripts in units of the text around them. */
export const smallScale = 0.72;
