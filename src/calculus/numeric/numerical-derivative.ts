/**
 * Derivatives of functions that can only be called. The idea: with ε given, the quotient of the definition and nothing
 * else, so that one can watch it fail; without, the step is chosen by the function's own behaviour and comes with a
 * bound. In: a function of one number, an order from 1 to 6. Out: the derivative as a function of w, and its estimate
 * with bound, cost and side. Guarantee: options are checked when the derivative is made; calling it never throws for
 * what the function does. The method is described in numerical-estimate.ts.
 */
import { shownAs } from '../../base/shown.ts';
import { mustBeTold, SecantError } from '../../base/diagnostics.ts';
import { estimateDerivative, type NumericalEstimate } from './numerical-estimate.ts';

/** Options of {@link numericalDerivative}. */
export interface NumericalDerivativeOptions {
  /** Order of the derivative, 1 to 6; 1 if not given. */
  readonly order?: number | undefined;
  /** Step of the difference quotient; chosen by itself if not given. Negative steps look to the left. */
  readonly epsilon?: number | undefined;
}

/** The derivative of a black box, as a function of the point. */
export interface NumericalDerivative {
  /** The derivative at w; with `epsilon`, the difference quotient with that step. NaN where nothing can be said. */
  (w: number, options?: { readonly epsilon?: number | undefined }): number;
  /** The derivative at w with its bound, the step chosen, the calls made, the side used and, where needed, a reason. */
  estimate(w: number): NumericalEstimate;
}

const highestOrder = 6;

/** Refuses what is not a function. */
export function checkFunction(g: unknown, caller: string): void {
  if (typeof g === 'function') return;
  throw new SecantError('S003', `${caller} needs a function, and got ${describe(g)}`, {
    hint: `for example ${caller}((w) => Math.sin(w))`,
  });
}

/** Refuses options that are unknown or have a wrong value. */
export function checkOptions(options: object, allowed: readonly string[], caller: string): void {
  for (const name of Object.keys(options)) {
    if (allowed.includes(name)) continue;
    throw new SecantError('S203', `${caller} has no option ${name}`, { hint: `there is ${allowed.join(' and ')}` });
  }
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'string') return `the text "${value}"`;
  return typeof value === 'object' ? 'an object' : String(value);
}

function checkPoint(w: unknown): asserts w is number {
  if (typeof w === 'number') return;
  throw new SecantError('S202', `the point is not a number: ${describe(w)}`, { hint: 'pass a number' });
}

function checkEpsilon(epsilon: unknown): asserts epsilon is number | undefined {
  if (epsilon === undefined) return;
  if (typeof epsilon === 'number' && Number.isFinite(epsilon) && epsilon !== 0) return;
  throw new SecantError('S203', `epsilon is ${describe(epsilon)}`, { hint: 'a finite number other than 0, or none' });
}

/**
 * The derivative of a black box.
 *
 * Domain: any function of one number; orders 1 to 6. `der(w)` chooses its steps by itself, at most 200 calls of g,
 * and is NaN where nothing can be said (`der.estimate(w).reason` says why). `der(w, { epsilon })` is exactly
 * (g(w + ε) − g(w))/ε; for order n it is the n-th forward difference Σ (−1)ⁿ⁻ᵏ C(n, k) g(w + kε) divided by εⁿ.
 *
 * Errors: S003 where g is not a function, S203 for an unknown option or a wrong value, S202 where w is not a number.
 * What g throws becomes NaN. Source of the method: see numerical-estimate.ts.
 *
 * @example
 * ```ts
 * numericalDerivative(Math.exp)(0, { epsilon: 1 }) // → 1.718281828459045
 * ```
 */
export function numericalDerivative(
  g: (w: number) => number,
  options: NumericalDerivativeOptions = {},
): NumericalDerivative {
  checkFunction(g, 'numericalDerivative');
  checkOptions(options, ['order', 'epsilon'], 'numericalDerivative');
  const { order = 1, epsilon: usualEpsilon } = options;
  if (!Number.isInteger(order) || order < 1 || order > highestOrder) {
    throw new SecantError('S203', `order is ${describe(order)}`, { hint: `a whole number from 1 to ${highestOrder}` });
  }
  checkEpsilon(usualEpsilon);
  const at = (w: number, call: { readonly epsilon?: number | undefined } = {}): number => {
    checkPoint(w);
    checkOptions(call, ['epsilon'], 'the derivative');
    const epsilon = call.epsilon ?? usualEpsilon;
    checkEpsilon(epsilon);
    return epsilon === undefined ? estimateDerivative(g, w, order).value : forwardQuotient(g, w, order, epsilon);
  };
  const estimate = (w: number): NumericalEstimate => {
    checkPoint(w);
    return shownAs('estimate', estimateDerivative(g, w, order));
  };
  return Object.assign(at, { estimate });
}

/** The n-th forward difference divided by the n-th power of the step; NaN where g throws. */
function forwardQuotient(g: (w: number) => number, w: number, order: number, epsilon: number): number {
  try {
    if (order === 1) return (g(w + epsilon) - g(w)) / epsilon;
    let sum = 0;
    let binomial = 1;
    for (let k = order; k >= 0; k--) {
      sum += ((order - k) % 2 === 0 ? binomial : -binomial) * g(w + k * epsilon);
      binomial = (binomial * k) / (order - k + 1);
    }
    return sum / epsilon ** order;
  } catch (error) {
    if (mustBeTold(error)) throw error;
    return NaN;
  }
}
