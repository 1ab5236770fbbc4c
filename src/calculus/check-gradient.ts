/** Whether a gradient is right: against differences that know how far off they may be. */
import { numericalGradient } from './numeric/index.ts';
import { grad } from './gradient.ts';
import type { AnyFunction, Captured } from './functions.ts';
import { checkOptions } from './options.ts';
import { leavesOf, mapLeaves, type Tree } from './trees.ts';

/** One component of a gradient, by both roads. */
export interface CheckedComponent {
  /** Number of the component, counting through the argument's numbers in order. */
  readonly index: number;
  readonly exact: number;
  readonly numerical: number;
  /** How far off the numerical value may be. */
  readonly bound: number;
  readonly difference: number;
}

export interface GradientCheck {
  /** True if every component agrees within what the differences can tell. */
  readonly agrees: boolean;
  /** The components that do not agree, worst first. */
  readonly wrong: readonly CheckedComponent[];
  readonly components: readonly CheckedComponent[];
  /** What was found, in one sentence. */
  readonly report: string;
}

/**
 * Compares the gradient of f at a point with numerical differentiation, component by component.
 *
 * @param f - a function of one argument: a number, an array, or any shape of numbers
 * @returns which components are off, and by how much
 *
 * @example
 * ```ts
 * checkGradient((w: number[]) => w[0]! ** 2 * w[1]!, [2, 3]).agrees // → true
 * ```
 */
export function checkGradient(f: AnyFunction, point: Tree, options: { readonly scope?: Captured } = {}): GradientCheck {
  checkOptions(options, ['scope'], 'checkGradient');
  const gradient = grad(f as (w: Tree) => number, { ...options, wrt: 0 });
  const exact = leavesOf(gradient(point));
  const call = f as unknown as (w: Tree) => number;
  const numbers = leavesOf(point);
  const estimate = numericalGradient((w) => call(mapLeaves(point, (_, k) => w[k]!))).estimate(numbers);
  const components = exact.map((value, index): CheckedComponent => {
    const numerical = estimate.value[index]!;
    return { index, exact: value, numerical, bound: estimate.error[index]!, difference: Math.abs(value - numerical) };
  });
  const wrong = components.filter((component) => !fits(component)).sort((a, b) => excess(b) - excess(a));
  return { agrees: wrong.length === 0, wrong, components, report: reportOf(wrong, components.length) };
}

/** Agreement within a few bounds; where the differences can say nothing, nothing is held against the gradient. */
function fits({ exact, numerical, bound, difference }: CheckedComponent): boolean {
  if (Number.isNaN(numerical)) return true;
  if (exact === numerical) return true;
  return difference <= 10 * bound + 1e-9 * Math.max(Math.abs(exact), Math.abs(numerical));
}

function excess({ difference, numerical }: CheckedComponent): number {
  return Number.isNaN(difference) ? Infinity : difference / Math.max(Math.abs(numerical), Number.MIN_VALUE);
}

function reportOf(wrong: readonly CheckedComponent[], count: number): string {
  const [worst] = wrong;
  if (worst === undefined)
    return count === 1 ? 'the derivative agrees with differences' : `all ${count} components agree with differences`;
  const rest = wrong.length > 1 ? `, and ${wrong.length - 1} more of ${count}` : '';
  return `component ${worst.index} is ${worst.exact}, but differences give ${worst.numerical} ± ${worst.bound}${rest}`;
}
