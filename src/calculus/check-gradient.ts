/** Whether a gradient or Hessian is right: against differences that know how far off they may be. */
import { numericalGradient, numericalHessian } from './numeric/index.ts';
import { grad } from './gradient.ts';
import type { Captured, NumberFunction } from './functions.ts';
import { hessian, hvp } from './jacobian.ts';
import { checkOptions, checkOrder, checkSteps } from './options.ts';
import { SecantError } from '../base/diagnostics.ts';
import { leavesOf, mapLeaves, type Tree } from './trees.ts';

/** One component of a gradient, or one entry of a Hessian, by both roads. */
export interface CheckedComponent {
  /** Number of the component, counting through the argument's numbers in order; of a Hessian, row by row. */
  readonly index: number;
  readonly exact: number;
  readonly numerical: number;
  /** How far off the numerical value may be. */
  readonly bound: number;
  readonly difference: number;
}

/** What `checkGradient` found: whether all components agree, and each of them. */
export interface GradientCheck {
  /** True if every component agrees within what the differences can tell, and they can tell something. */
  readonly agrees: boolean;
  /** The components that do not agree, worst first. */
  readonly wrong: readonly CheckedComponent[];
  readonly components: readonly CheckedComponent[];
  /** What was found, in one sentence. */
  readonly report: string;
}

export interface CheckGradientOptions {
  readonly scope?: Captured;
  /** 1 for the gradient, 2 for the Hessian: what `hessian` gives, and what `hvp` gives along each input. */
  readonly order?: 1 | 2;
  /** How many steps a call of a derivative may take; without it a function of the program has no limit. */
  readonly steps?: number;
}

/**
 * Compares the gradient of f at a point, or with `order: 2` its Hessian, with numerical differentiation, component by
 * component.
 *
 * @param f - a function of one argument: a number, an array, or any shape of numbers
 * @returns which components are off, and by how much
 * @throws SecantError S203 for another order
 *
 * @example
 * ```ts
 * checkGradient((w: number[]) => w[0]! ** 2 * w[1]!, [2, 3], { order: 2 }).agrees // → true
 * ```
 */
export function checkGradient(f: NumberFunction, point: Tree, options: CheckGradientOptions = {}): GradientCheck {
  checkOptions(options, ['scope', 'order', 'steps'], 'checkGradient');
  const { order = 1, ...rest } = options;
  checkOrder(order, 1, 'checkGradient');
  checkSteps(options.steps, 'checkGradient');
  if (order > 2)
    throw new SecantError('S203', `the order of checkGradient is ${order}`, {
      hint: 'it is 1 for the gradient and 2 for the Hessian',
    });
  const call = f as unknown as (w: Tree) => number;
  // First, since it refuses what is no point.
  const exact = leavesOf(
    order === 1 ? grad(f as (w: Tree) => number, { ...rest, wrt: 0 })(point) : hessian<Tree>(f, rest)(point),
  );
  const numbers = leavesOf(point);
  const line = (w: number[]): number => call(mapLeaves(point, (_, k) => w[k]!));
  const name = (index: number): string =>
    order === 1
      ? `component ${index}`
      : `entry ${Math.floor(index / numbers.length)}, ${index % numbers.length} of the Hessian`;
  const { roads, value, error } = order === 1 ? firstOrder() : secondOrder();
  function firstOrder() {
    const estimate = numericalGradient(line).estimate(numbers);
    return { roads: [exact], value: estimate.value, error: estimate.error };
  }
  function secondOrder() {
    const estimate = numericalHessian(line).estimate(numbers);
    const times = hvp<Tree>(f, rest);
    // The matrix is one triangle, mirrored; the products show both.
    const products = numbers.flatMap((_, i) =>
      leavesOf(
        times(
          point,
          mapLeaves(point, (__, k) => (k === i ? 1 : 0)),
        ),
      ),
    );
    return { roads: [exact, products], value: estimate.value.flat(), error: estimate.error.flat() };
  }
  const components = value.map((numerical, index): CheckedComponent => {
    const found = roads.map((values) => {
      const exact = values[index]!;
      return { index, exact, numerical, bound: error[index]!, difference: Math.abs(exact - numerical) };
    });
    return found.find((component) => !fits(component)) ?? found[0]!;
  });
  const wrong = components.filter((component) => !fits(component)).sort((a, b) => excess(b) - excess(a));
  const [worst] = wrong;
  const silent = components.filter(saysNothing).length;
  const report =
    worst === undefined
      ? allAgree(components.length, silent, order)
      : `${name(worst.index)} is ${worst.exact}, but differences give ${worst.numerical} ± ${worst.bound}${othersOf(wrong, components.length)}`;
  const compared = silent < components.length || components.length === 0;
  return { agrees: wrong.length === 0 && compared, wrong, components, report };
}

/** Where the differences find no number and the derivative has one, nothing was compared. */
function saysNothing({ exact, numerical }: CheckedComponent): boolean {
  return Number.isNaN(numerical) && !Number.isNaN(exact);
}

function allAgree(count: number, silent: number, order: number): string {
  if (silent === count && count > 0) return 'nothing was compared: differences find no number here';
  if (silent > 0)
    return `${count - silent} of ${count} ${order === 1 ? 'components' : 'entries'} agree with differences, which find no number for the others`;
  if (count === 1) return `the ${order === 1 ? '' : 'second '}derivative agrees with differences`;
  return `all ${count} ${order === 1 ? 'components' : 'entries'} agree with differences`;
}

function othersOf(wrong: readonly CheckedComponent[], count: number): string {
  return wrong.length > 1 ? `, and ${wrong.length - 1} more of ${count}` : '';
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
