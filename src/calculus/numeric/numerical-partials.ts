/**
 * Gradients, Jacobians and Hessians of black boxes. The idea: a partial derivative is the derivative of a function of
 * one number, so the scalar estimate does all the work, one coordinate line at a time; a mixed second derivative comes
 * from the second derivatives along the two diagonals of a rectangle whose sides are the scales found for the two
 * coordinates: f_ij = (D²₊ − D²₋)/(4ab). In: a function of number[]. Out: values and bounds entry by entry. Guarantee:
 * the function gets a fresh array each time, at most 200 calls per line, and no exception passes. Source: as in
 * numerical-estimate.ts; the mixed entries are the polarisation identity.
 */
import { mustBeTold, SecantError } from '../../base/diagnostics.ts';
import { checkFunction } from './numerical-derivative.ts';
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
  if (Array.isArray(w) && w.every((entry) => typeof entry === 'number')) return;
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

/**
 * The gradient of a black box of several numbers.
 *
 * Domain: f from number[] to number. Errors: S003 where f is not a function, S202 where the point is not an array of
 * numbers; what f throws becomes NaN in the entry concerned. Source: see numerical-estimate.ts.
 *
 * @example
 * ```ts
 * numericalGradient(([a = 0, b = 0]) => a * b)([2, 3]).map((x) => Math.round(x)) // → [3, 2]
 * ```
 */
export function numericalGradient(f: (w: number[]) => number): NumericalPartials<number[]> {
  checkFunction(f, 'numericalGradient');
  return withEstimate((w) => {
    const entries = w.map((entry, i) => estimateDerivative((x) => f(replaced(w, i, x)), entry, 1));
    return {
      value: entries.map((entry) => entry.value),
      error: entries.map((entry) => entry.error),
      evaluations: total(entries),
      reasons: entries.flatMap((entry, i) => reasonOf(entry, `∂f/∂w${i + 1}`)),
    };
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
