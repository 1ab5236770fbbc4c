/**
 * The table of secant slopes that people look at: ε from 10⁻¹ to 10⁻⁸, the slope to the left and to the right. In: a
 * function and a point. Out: eight rows. Guarantee: exactly the quotients of the definition; NaN where the function
 * has no value or throws.
 */
import { mustBeTold } from '../../base/diagnostics.ts';
import { checkFunction } from './numerical-derivative.ts';
import type { SecantRow } from './differentiability.ts';

/**
 * The secant slopes on both sides of w for ε = 10⁻¹, …, 10⁻⁸.
 *
 * Domain: any function, any number. Errors: S003 where g is not a function; what g throws becomes NaN.
 *
 * @example
 * ```ts
 * secantTable(Math.abs, 0)[0] // → { epsilon: 0.1, left: -1, right: 1 }
 * ```
 */
export function secantTable(g: (w: number) => number, w: number): SecantRow[] {
  checkFunction(g, 'secantTable');
  const at = (x: number): number => {
    try {
      return g(x);
    } catch (error) {
      if (mustBeTold(error)) throw error;
      return NaN;
    }
  };
  const here = at(w);
  return [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8].map((epsilon) => ({
    epsilon,
    left: (here - at(w - epsilon)) / epsilon,
    right: (at(w + epsilon) - here) / epsilon,
  }));
}
