/**
 * Numbers as people read them: a proper minus sign (U+2212), as many digits as the place has room for,
 * never an exponent that a reader of the text has not met without need, and words where there is no
 * number. In come numbers, out comes plain text; tabular figures are the painter's business.
 */

/** The minus sign of mathematics. */
export const minus = '−';

function withMinus(text: string): string {
  return text.replace('-', minus);
}

/** 3.2e-5 as 3.2·10⁻⁵. */
function scientific(value: number, digits: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential(digits).split('e');
  const power = Array.from(String(Number(exponent)), (character) =>
    character === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(character)],
  ).join('');
  return `${withMinus(mantissa)}·10${power}`;
}

/**
 * A number for a read-out: two decimals, so that the digits stand still while it changes; where that would
 * hide the number (smaller than 0.1 away from zero) significant digits instead; large ones without decimals.
 *
 * @param decimals digits after the point for numbers of ordinary size
 * @example
 * ```ts
 * formatNumber(-2.6) // → '−2.60'
 * ```
 * @example
 * ```ts
 * formatNumber(0.00123) // → '0.0012'
 * ```
 */
export function formatNumber(value: number, decimals = 2): string {
  if (Number.isNaN(value)) return 'undefined';
  if (value === Infinity) return '∞';
  if (value === -Infinity) return `${minus}∞`;
  const size = Math.abs(value);
  if (size === 0) return (0).toFixed(decimals);
  if (size >= 1e6) return scientific(value, 2);
  if (size >= 1000) return withMinus(value.toFixed(Math.max(0, decimals - 2)));
  const smallest = 10 ** -decimals;
  if (size >= 10 * smallest || isShort(value, decimals)) return withMinus(value.toFixed(decimals));
  if (size < 1e-4) return scientific(value, 1);
  return withMinus(value.toFixed(1 - Math.floor(Math.log10(size))));
}

/** True where rounding to so many decimals loses nothing: 0.05. */
function isShort(value: number, decimals: number): boolean {
  const rounded = Number(value.toFixed(decimals));
  return rounded !== 0 && Math.abs(rounded - value) <= 1e-9 * Math.abs(value);
}

/**
 * A number within an interval: as `formatNumber` writes it, and with more digits where those of the interval would all
 * look alike otherwise.
 *
 * @example
 * ```ts
 * formatIn(1e9 + 0.25, [1e9 - 1, 1e9 + 1]) // → '1000000000.25'
 * ```
 */
export function formatIn(value: number, [from, to]: readonly [number, number]): string {
  const span = to - from;
  const size = Math.max(Math.abs(from), Math.abs(to));
  if (!Number.isFinite(value) || !(span > 0 && span < 0.02 * size)) return formatNumber(value);
  const decimals = Math.min(20, Math.max(0, 2 - Math.floor(Math.log10(span) + 1e-9)));
  if (size < 1000 && decimals <= 2) return formatNumber(value);
  return size < 1e15 ? withMinus(value.toFixed(decimals)) : scientific(value, 16);
}

/** Whether a text is less than the number: 0.33 for a third, not 0.5 for a half. */
export function isRounded(value: number, text: string): boolean {
  if (!Number.isFinite(value)) return false;
  const digits = text.replace(minus, '-');
  const [mantissa = '', power] = digits.split('·10');
  const exponent = power === undefined ? 0 : Number(Array.from(power, (c) => (c === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c))).join('')); // prettier-ignore
  return Math.abs(Number(`${mantissa}e${exponent}`) - value) > 1e-12 * Math.abs(value);
}

/** A number as it is written, with `≈` before it where its digits are not all: 1.00, ≈ 0.84. */
export function withSign(value: number, text: string): string {
  return isRounded(value, text) ? `≈ ${text}` : text;
}

/** A written number after a name: `= 1.00`, `≈ 0.84`. */
export function afterName(written: string): string {
  return written.startsWith('≈') ? written : `= ${written}`;
}

/** So many significant digits that numbers which differ look different, and at least those asked for. */
export function digitsApart(values: readonly number[], digits = 3): number {
  const different = new Set(values.filter(Number.isFinite)).size;
  let enough = digits;
  while (
    enough < 15 &&
    new Set(values.filter(Number.isFinite).map((value) => formatShort(value, enough))).size < different
  )
    enough++;
  return enough;
}

/** Digits before the point are never rounded away; so many there are. */
function wholeDigits(value: number): number {
  const size = Math.abs(value);
  return size >= 1 && size < 1e6 ? Math.floor(Math.log10(size) + 1e-12) + 1 : 0;
}

/**
 * A number for a sentence or an equation: at most so many significant digits after the point, no zeros at the end.
 *
 * @example
 * ```ts
 * formatShort(0.5403023, 4) // → '0.5403'
 * ```
 */
export function formatShort(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  if (value === 0) return '0';
  const whole = wholeDigits(value);
  // A few decimals that are all there are say more than a rounded number.
  const isExact = whole >= digits && Number(value.toFixed(2)) === value;
  const rounded = isExact ? value : Number(value.toPrecision(Math.max(digits, whole)));
  const size = Math.abs(rounded);
  if (size >= 1e6 || size < 1e-4)
    return scientific(value, Math.max(0, digits - 1))
      .replace(/(\.\d*?)0+·/, '$1·')
      .replace('.·', '·');
  return withMinus(String(rounded));
}
