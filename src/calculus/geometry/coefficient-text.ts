/**
 * Sums of terms as people write them: no `+ −`, no `1 w`, no `0 w`, no `+ 0` at the end, so many
 * significant digits and no more. In come terms (coefficient and factor), out goes the right-hand side of
 * an equation, as plain text with a proper minus or as TeX.
 */

/** Plain text, or TeX. */
export type EquationFormat = 'text' | 'tex';

/** Options of every `equation()`. */
export interface EquationOptions {
  readonly format?: EquationFormat;
  /** Significant digits of the coefficients; four unless asked otherwise. */
  readonly digits?: number;
}

/** One term: a number alone, or a number times a factor such as `(w − 1)²`. */
export interface Term {
  readonly coefficient: number;
  readonly factor: string;
}

/** Significant digits unless asked otherwise. */
export const defaultDigits = 4;

/** A number with so many significant digits, without zeros at its end. */
export function numberText(value: number, digits: number, format: EquationFormat): string {
  const minus = format === 'tex' ? '-' : '−';
  if (Number.isNaN(value)) return format === 'tex' ? '\\text{undefined}' : 'undefined';
  if (!Number.isFinite(value)) return `${value < 0 ? minus : ''}${format === 'tex' ? '\\infty' : '∞'}`;
  // Digits before the point are never rounded away.
  const whole = Math.abs(value) >= 1 && Math.abs(value) < 1e7 ? Math.floor(Math.log10(Math.abs(value)) + 1e-12) + 1 : 0;
  // A few decimals that are all there are say more than a rounded number.
  const isExact = whole >= digits && Number(value.toFixed(2)) === value;
  const rounded = isExact ? value : Number(value.toPrecision(Math.min(17, Math.max(1, digits, whole))));
  const size = Math.abs(rounded);
  if (size === 0) return '0';
  if (size < 1e-4 || size >= 1e7) {
    const [mantissa = '', exponent = ''] = rounded.toExponential().split('e');
    const power = String(Number(exponent));
    return format === 'tex'
      ? `${mantissa} \\cdot 10^{${power}}`
      : `${mantissa.replace('-', minus)}·10${Array.from(power, (c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)])).join('')}`;
  }
  return String(rounded).replace('-', minus);
}

/** The factor w − w⁰ without needless signs: `w`, `(w − 1)`, `(w + 1)`. */
export function shifted(name: string, offset: number, digits: number, format: EquationFormat): string {
  if (roundsToZero(offset)) return name;
  const size = numberText(Math.abs(offset), digits, format);
  const sign = offset < 0 ? '+' : format === 'tex' ? '-' : '−';
  return `(${name} ${sign} ${size})`;
}

/** A factor to a power. */
export function powerOf(factor: string, power: number, format: EquationFormat): string {
  if (power === 0) return '';
  if (power === 1) return factor;
  if (format === 'tex') return `${factor}^{${power}}`;
  return `${factor}${Array.from(String(power), (c) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)]).join('')}`;
}

/** Below this a number is the rounding error of a zero (sin(π) is 1.2e-16). */
function roundsToZero(value: number): boolean {
  return Math.abs(value) < 1e-14;
}

/**
 * The terms as one sum.
 *
 * @example
 * ```ts
 * sumText([{ coefficient: 1, factor: 'w' }, { coefficient: -2, factor: '' }], { digits: 3 }) // → 'w − 2'
 * ```
 */
export function sumText(
  terms: readonly Term[],
  { format = 'text', digits = defaultDigits }: EquationOptions = {},
): string {
  const minus = format === 'tex' ? '-' : '−';
  const space = format === 'tex' ? '\\,' : ' ';
  let text = '';
  for (const { coefficient, factor } of terms) {
    if (roundsToZero(coefficient)) continue;
    const negative = coefficient < 0;
    const size = numberText(Math.abs(coefficient), digits, format);
    const body = factor === '' ? size : size === '1' ? factor : `${size}${space}${factor}`;
    if (text === '') text = negative ? `${minus}${body}` : body;
    else text += ` ${negative ? minus : '+'} ${body}`;
  }
  return text === '' ? '0' : text;
}
