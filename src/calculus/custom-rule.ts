/** A derivative given by hand: for functions whose derivative is known better than their steps. */
import { SecantError } from '../base/diagnostics.ts';
import {
  type AnyFunction,
  type Captured,
  describeFunction,
  hasSource,
  rememberDescription,
  rememberGiven,
} from './functions.ts';
import { checkOptions } from './options.ts';

/**
 * The same function, with a derivative that you give. It is used in forward and reverse mode wherever the function
 * is called from a function that Secant differentiates; the rule itself is differentiated for higher orders.
 * Check it with `checkGradient`. A function whose text cannot be read (a table, a native function, WebAssembly) is
 * called as it is.
 *
 * @param f - a function of numbers and arrays of numbers that gives a number, or numbers in arrays and objects; one
 *   that cannot be read gives a number or nested arrays
 * @param rule - from the same arguments: its derivative (of one argument, in that argument's shape), or an array with
 *   one partial derivative for each argument. Where f gives several numbers, a derivative for each in its place: the
 *   rows of the Jacobian for arrays
 * @throws SecantError S003 for what is no function; when it is used S105 where the rule does not fit, S106 where a
 *   function that cannot be read gives something else
 *
 * @example
 * ```ts
 * const softplus = withDerivative((w: number) => Math.log1p(Math.exp(w)), (w: number) => 1 / (1 + Math.exp(-w)))
 * derivative((w: number) => softplus(w), { scope: { softplus } })(0) // → 0.5
 * ```
 */
export function withDerivative<F extends AnyFunction>(
  f: F,
  rule: (...args: Parameters<F>) => unknown,
  options: { readonly scope?: Captured } = {},
): F {
  checkOptions(options, ['scope'], 'withDerivative');
  if (typeof f !== 'function') describeFunction(f, options.scope, 'the function');
  const of = hasSource(f) ? describeFunction(f, options.scope, 'the function') : undefined;
  if (typeof rule !== 'function') {
    throw new SecantError('S003', 'the derivative is not a function', {
      hint: 'pass a function of the same arguments',
    });
  }
  const wrapped = ((...args: Parameters<F>): unknown => f(...args)) as F;
  Object.defineProperty(wrapped, 'name', { value: f.name });
  rememberGiven(wrapped, { of: f, rule, name: f.name === '' ? 'f' : f.name });
  rememberDescription(wrapped, {
    kind: 'ruled',
    name: f.name === '' ? 'f' : f.name,
    of,
    call: f as unknown as (...args: readonly unknown[]) => unknown,
    rule: describeFunction(rule, options.scope, 'the derivative'),
  });
  return wrapped;
}
