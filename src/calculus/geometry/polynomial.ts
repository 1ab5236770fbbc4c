/**
 * Polynomials around a point, from Taylor coefficients c[k] = g⁽ᵏ⁾(w⁰)/k! that come in as numbers. Values
 * are computed by Horner's scheme in w − w⁰, so the value at w⁰ is c[0] exactly.
 */
import { SecantError } from '../../base/diagnostics.ts';
import { shownAs } from '../../base/shown.ts';
import { defaultDigits, powerOf, shifted, sumText, type EquationOptions } from './coefficient-text.ts';

/** A polynomial in powers of w − w⁰. */
export interface Polynomial {
  readonly point: number;
  /** `coefficients[k]` belongs to (w − w⁰)ᵏ. */
  readonly coefficients: readonly number[];
  at(w: number): number;
  equation(options?: EquationOptions): string;
}

/**
 * The polynomial with the given coefficients around a point.
 *
 * @throws SecantError S402 when a coefficient is not finite
 * @example
 * ```ts
 * polynomialAt(0, [1, 0, -0.5]).equation() // → 'h(w) = 1 − 0.5 w²'
 * ```
 */
export function polynomialAt(w0: number, coefficients: readonly number[]): Polynomial {
  const kept = [...coefficients];
  const missing = kept.findIndex((c) => !Number.isFinite(c));
  if (!Number.isFinite(w0) || missing >= 0) {
    const what = Number.isFinite(w0)
      ? `the coefficient of order ${missing} at w = ${w0} is ${String(kept[missing])}`
      : `the point is ${String(w0)}`;
    throw new SecantError('S402', what, { hint: 'choose a point where the function has all these derivatives' });
  }
  return shownAs('polynomial', {
    point: w0,
    coefficients: kept,
    at: (w) => kept.reduceRight((sum, c) => sum * (w - w0) + c, 0),
    equation: (options = {}) => {
      const { format = 'text', digits = defaultDigits } = options;
      const base = shifted('w', w0, digits, format);
      const terms = kept.map((coefficient, power) => ({ coefficient, factor: powerOf(base, power, format) }));
      return `h(w) = ${sumText(terms, options)}`;
    },
  } satisfies Polynomial);
}
