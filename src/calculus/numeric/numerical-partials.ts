/**
 * Gradients, Jacobians and Hessians of black boxes. The idea: a partial derivative is the derivative of a function of
 * one number, so the scalar estimate does all the work, one coordinate line at a time; a mixed second derivative comes
 * from the second derivatives along the two diagonals of a rectangle whose sides are the scales found for the two
 * coordinates: f_ij = (D²₊ − D²₋)/(4ab). In: a function of number[]. Out: values and bounds entry by entry. Guarantee:
 * the function gets a fresh array each time, at most 200 calls per line, and no exception passes. Source: as in
 * numerical-estimate.ts; the mixed entries are the polarisation identity.
 */
import { mustBeTold, SecantError } from '../../base/diagnostics.ts';
import { countLeaves, describeShape, leavesOf, mapLeaves, refuseDetached, sameShape } from '../../base/trees.ts';
import { checkFunction, checkOptions } from './numerical-derivative.ts';
import { estimateDerivative, type NumericalEstimate } from './numerical-estimate.ts';

/** A table of derivatives with a table of bounds of the same shape. */
export interface PartialsEstimate<Shape> {
  /** The derivatives; NaN where nothing can be said. */
  readonly value: Shape;
  /** A bound for the error of each entry; NaN where there is no value. */
  readonly error: Shape;
  /** Calls of the function in all. */
  readonly evaluations: number;
  /** Why an entry is NaN, one sentence each; empty where all is well. */
  readonly reasons: readonly string[];
}

/** Partial derivatives of a black box as a function of the point. */
export interface NumericalPartials<Shape> {
  (w: readonly number[]): Shape;
  /** The same with bounds and cost. */
  estimate(w: readonly number[]): PartialsEstimate<Shape>;
}

function checkPoint(w: unknown): asserts w is readonly number[] {
  if (Array.isArray(w) && !hasHole(w) && w.every((entry) => typeof entry === 'number')) return;
  throw new SecantError('S202', 'the point is not an array of numbers', { hint: 'pass one number per input: [1, 2]' });
}

/** The point moved by t along the direction. */
function moved(w: readonly number[], direction: ReadonlyMap<number, number>, t: number): number[] {
  return w.map((entry, i) => entry + t * (direction.get(i) ?? 0));
}

/** The point with entry i replaced. */
function replaced(w: readonly number[], i: number, entry: number): number[] {
  const copy = [...w];
  copy[i] = entry;
  return copy;
}

function withEstimate<Shape>(estimate: (w: readonly number[]) => PartialsEstimate<Shape>): NumericalPartials<Shape> {
  const checked = (w: readonly number[]): PartialsEstimate<Shape> => {
    checkPoint(w);
    return estimate(w);
  };
  return Object.assign((w: readonly number[]) => checked(w).value, { estimate: checked });
}

/** Options of {@link numericalGradient}. */
export interface NumericalGradientOptions<T = number[]> {
  /** The function is not called below: one number for all inputs, or a value for each in the shape of the point. */
  readonly lower?: number | T | undefined;
  /** Nor above. */
  readonly upper?: number | T | undefined;
}

/** The gradient of a black box as a function of the point, in the point's shape. */
export interface NumericalGradient<T> {
  (w: T): T;
  /** The same with bounds and cost. */
  estimate(w: T): PartialsEstimate<T>;
}

/**
 * The gradient of a black box of several numbers, in the shape of its argument: number[], a typed array, nested arrays,
 * objects of these. `lower` and `upper` say where f may be called; at a bound the derivative from inside is given.
 *
 * Domain: f from numbers in some shape to number. Errors: S003 where f is not a function, S202 where the point holds
 * anything but numbers, S203 for an unknown option, S201 where bounds have another shape or the point is outside; what
 * f throws becomes NaN in the entry concerned. Source: see numerical-estimate.ts.
 *
 * @example
 * ```ts
 * numericalGradient(([a = 0, b = 0]) => a * b)([2, 3]).map((x) => Math.round(x)) // → [3, 2]
 * ```
 */
export function numericalGradient(
  f: (w: number[]) => number,
  options?: NumericalGradientOptions,
): NumericalPartials<number[]>;
export function numericalGradient<T>(f: (w: T) => number, options?: NumericalGradientOptions<T>): NumericalGradient<T>;
export function numericalGradient<T>(
  f: (w: T) => number,
  options: NumericalGradientOptions<T> = {},
): NumericalGradient<T> {
  checkFunction(f, 'numericalGradient');
  checkOptions(options, ['lower', 'upper'], 'numericalGradient');
  const estimate = (w: T): PartialsEstimate<T> => {
    const numbers = numbersOf(w);
    const lower = boundsFor(options.lower, -Infinity, w, 'lower');
    const upper = boundsFor(options.upper, Infinity, w, 'upper');
    const shaped = (values: readonly number[]): T => mapLeaves(w, (_, k) => values[k]!) as T;
    const entries = numbers.map((entry, i) => {
      const [least, most] = [lower[i]!, upper[i]!];
      if (entry < least || entry > most)
        throw new SecantError('S201', `input ${i + 1} is ${entry}, and the bounds are ${least} and ${most}`, {
          hint: 'choose a point within the bounds',
        });
      const line = (x: number): number => (x < least || x > most ? NaN : f(shaped(replaced(numbers, i, x))));
      return estimateDerivative(line, entry, 1);
    });
    return {
      value: shaped(entries.map((entry) => entry.value)),
      error: shaped(entries.map((entry) => entry.error)),
      evaluations: total(entries),
      reasons: entries.flatMap((entry, i) => reasonOf(entry, `∂f/∂w${i + 1}`)),
    };
  };
  return Object.assign((w: T) => estimate(w).value, { estimate });
}

/** The numbers of a point; a point of anything else is refused. */
function numbersOf(w: unknown): number[] {
  if (typeof w === 'number')
    throw new SecantError('S202', 'the point is one number', { hint: 'use numericalDerivative, or pass an array' });
  if (holdsNumbers(w)) return leavesOf(w);
  throw new SecantError('S202', 'the point holds something that is not a number', {
    hint: 'pass numbers, in arrays or objects where there are several: [1, 2], { a: 1, b: [2] }',
  });
}

/** Methods of arrays pass over holes; the first one is looked for. */
function hasHole(list: readonly unknown[]): boolean {
  for (let k = 0; k < list.length; k++) if (!(k in list)) return true;
  return false;
}

function holdsNumbers(tree: unknown): boolean {
  if (typeof tree !== 'object' || tree === null) return typeof tree === 'number';
  if (Array.isArray(tree)) return !hasHole(tree) && tree.every(holdsNumbers);
  if (ArrayBuffer.isView(tree)) {
    refuseDetached(tree, 'the point');
    return !(tree instanceof DataView) && typeof ((tree as Float64Array)[0] ?? 0) === 'number';
  }
  const inside = Object.values(tree);
  // A date, a set or a boxed number holds none that could be moved.
  return inside.length > 0 && inside.every(holdsNumbers);
}

function boundsFor(given: unknown, none: number, w: unknown, name: string): number[] {
  const count = countLeaves(w);
  if (given === undefined || typeof given === 'number') return new Array<number>(count).fill(given ?? none);
  if (sameShape(w, given)) return leavesOf(given);
  throw new SecantError('S201', `${name} is ${describeShape(given)}, but the point is ${describeShape(w)}`, {
    hint: `let ${name} be one number, or have the shape of the point`,
  });
}

/**
 * The Jacobian of a black box with several outputs: rows are outputs, columns are inputs.
 *
 * Domain: f from number[] to number[], always of one length. Errors: S003 where f is not a function, S202 where the
 * point is not an array of numbers, S302 where f throws at the point itself, S106 where it gives no array there.
 * The outputs share the calls of f. Source: see numerical-estimate.ts.
 *
 * @example
 * ```ts
 * numericalJacobian(([a = 0, b = 0]) => [a + b, a * b])([2, 3]).map((row) => row.map(Math.round)) // → [[1, 1], [3, 2]]
 * ```
 */
export function numericalJacobian(f: (w: number[]) => readonly number[]): NumericalPartials<number[][]> {
  checkFunction(f, 'numericalJacobian');
  return withEstimate((w) => {
    const outputs = countOutputs(f, w);
    const value: number[][] = Array.from({ length: outputs }, () => []);
    const error: number[][] = Array.from({ length: outputs }, () => []);
    const reasons: string[] = [];
    let evaluations = 1;
    w.forEach((entry, i) => {
      const known = new Map<number, readonly number[] | undefined>();
      const at = (x: number): readonly number[] | undefined => {
        if (known.has(x)) return known.get(x);
        evaluations++;
        let answer: readonly number[] | undefined;
        try {
          answer = f(replaced(w, i, x));
        } catch (error) {
          if (mustBeTold(error)) throw error;
          answer = undefined;
        }
        known.set(x, answer);
        return answer;
      };
      for (let k = 0; k < outputs; k++) {
        const partial = estimateDerivative((x) => at(x)?.[k] ?? NaN, entry, 1);
        value[k]?.push(partial.value);
        error[k]?.push(partial.error);
        reasons.push(...reasonOf(partial, `∂f${k + 1}/∂w${i + 1}`));
      }
    });
    return { value, error, evaluations, reasons };
  });
}

/**
 * The Hessian of a black box: symmetric, one row per input.
 *
 * Domain: f from number[] to number. Errors: S003 where f is not a function, S202 where the point is not an array of
 * numbers; what f throws becomes NaN in the entry concerned. Source: see numerical-estimate.ts.
 *
 * @example
 * ```ts
 * numericalHessian(([a = 0, b = 0]) => a * a * b + b * b)([2, 3]).map((row) => row.map(Math.round)) // → [[6, 4], [4, 2]]
 * ```
 */
export function numericalHessian(f: (w: number[]) => number): NumericalPartials<number[][]> {
  checkFunction(f, 'numericalHessian');
  return withEstimate((w) => {
    const value = w.map(() => w.map(() => NaN));
    const error = w.map(() => w.map(() => NaN));
    const reasons: string[] = [];
    let evaluations = 0;
    const put = (i: number, j: number, entry: number, bound: number): void => {
      for (const [row, column] of [
        [i, j],
        [j, i],
      ] as const) {
        const values = value[row];
        const bounds = error[row];
        if (values) values[column] = entry;
        if (bounds) bounds[column] = bound;
      }
    };
    const scales = w.map((entry, i) => {
      const own = estimateDerivative((x) => f(replaced(w, i, x)), entry, 2);
      evaluations += own.evaluations;
      reasons.push(...reasonOf(own, `∂²f/∂w${i + 1}²`));
      put(i, i, own.value, own.error);
      return Number.isFinite(own.epsilon)
        ? Math.min(own.epsilon, Math.max(1, Math.abs(entry))) * 16
        : Math.max(1, Math.abs(entry)) / 16;
    });
    for (let i = 0; i < w.length; i++) {
      for (let j = 0; j < i; j++) {
        const a = scales[i] ?? 1;
        const b = scales[j] ?? 1;
        const along = (sign: number): NumericalEstimate => {
          const direction = new Map([
            [i, a],
            [j, sign * b],
          ]);
          return estimateDerivative((t) => f(moved(w, direction, t)), 0, 2);
        };
        const plus = along(1);
        const minus = along(-1);
        evaluations += plus.evaluations + minus.evaluations;
        put(i, j, (plus.value - minus.value) / (4 * a * b), (plus.error + minus.error) / (4 * a * b));
        const name = `∂²f/∂w${j + 1}∂w${i + 1}`;
        reasons.push(...(Number.isNaN(plus.value) ? reasonOf(plus, name) : reasonOf(minus, name)));
      }
    }
    return { value, error, evaluations, reasons };
  });
}

function countOutputs(f: (w: number[]) => readonly number[], w: readonly number[]): number {
  let answer: unknown;
  try {
    answer = f([...w]);
  } catch (error) {
    if (mustBeTold(error)) throw error;
    const what = error instanceof Error ? error.message : String(error);
    throw new SecantError('S302', `the function throws at the point: ${what}`, {
      hint: 'choose a point of its domain',
      cause: error,
    });
  }
  if (Array.isArray(answer)) return answer.length;
  throw new SecantError('S106', 'the function gives no array at the point', {
    hint: 'numericalJacobian is for functions with several outputs; numericalGradient is for one',
  });
}

function total(entries: readonly NumericalEstimate[]): number {
  return entries.reduce((sum, entry) => sum + entry.evaluations, 0);
}

function reasonOf(entry: NumericalEstimate, name: string): string[] {
  return Number.isNaN(entry.value) ? [`${name}: ${entry.reason ?? 'no value'}`] : [];
}
