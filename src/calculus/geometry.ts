/** Secants and tangents of functions: the constructions of `geometry`, with derivatives from the compiler. */
import { SecantError } from '../base/diagnostics.ts';
import {
  hyperplaneThrough,
  type Hyperplane,
  type Line,
  lineThrough,
  type Polynomial,
  polynomialAt,
  secantHyperplaneThrough,
  secantThrough,
} from './geometry/index.ts';
import { taylor } from './derivative.ts';
import { differentiability } from './differentiability.ts';
import { grad } from './gradient.ts';
import { checkNumber } from './options.ts';
import type { ScalarFunction, VectorFunction } from './types.ts';

function valueAt(g: ScalarFunction, w: number, caller: string): number {
  checkNumber(w, caller);
  const value = g(w);
  if (Number.isFinite(value)) return value;
  throw new SecantError('S402', `the function has no value at ${w}`, { hint: 'choose a point of its domain' });
}

/**
 * The line through two points of a curve.
 *
 * @throws SecantError S401 if the points are the same, S402 if one is outside the domain
 *
 * @example
 * ```ts
 * secantLine((w: number) => Math.sin(w), 0, -2.6).equation() // → 'h(w) = 0.1983 w'
 * ```
 */
export function secantLine(g: ScalarFunction, w0: number, w1: number): Line {
  if (w0 === w1) {
    throw new SecantError('S401', `a secant needs two points, and both are ${w0}`, {
      hint: 'use tangentLine, or move one of them',
    });
  }
  return secantThrough([w0, valueAt(g, w0, 'a secant')], [w1, valueAt(g, w1, 'a secant')]);
}

/**
 * The tangent of a curve.
 *
 * @throws SecantError S402 where the function has no value, S301 where it has no tangent
 *
 * @example
 * ```ts
 * tangentLine((w: number) => w ** 2, 1).slope // → 2
 * ```
 */
export function tangentLine(g: ScalarFunction, w0: number): Line {
  const value = valueAt(g, w0, 'a tangent');
  const { derivative, reason } = differentiability(g, w0);
  if (derivative !== undefined) return lineThrough([w0, value], derivative);
  throw new SecantError('S301', `there is no tangent at ${w0}: ${reason}`, {
    hint: 'ask differentiability for both sides',
  });
}

/** The point of a function of several numbers. */
function checkPoint(w0: readonly number[]): void {
  let count = 0;
  if (Array.isArray(w0) || ArrayBuffer.isView(w0)) while (typeof w0[count] === 'number') count++;
  if (count > 0 && count === w0.length) return;
  throw new SecantError('S202', 'the point of a plane is not an array of numbers', {
    hint: 'pass one number for each input: [1, 2]',
  });
}

function checkAxis(w0: readonly number[], axis: number): void {
  checkPoint(w0);
  if (Number.isInteger(axis) && axis >= 0 && axis < w0.length) return;
  throw new SecantError('S203', `axis ${axis} does not exist for ${w0.length} inputs`, {
    hint: `use 0 to ${w0.length - 1}`,
  });
}

function surfaceAt(f: VectorFunction, w: readonly number[]): number {
  const value = f([...w]);
  if (Number.isFinite(value)) return value;
  throw new SecantError('S402', `the function has no value at (${w.join(', ')})`, {
    hint: 'choose a point of its domain',
  });
}

/**
 * The plane that contains the secant along one axis and is flat along the others.
 *
 * @param axis - index of the input that moves, from 0
 * @param h - how far it moves; not 0
 *
 * @example
 * ```ts
 * secantHyperplane((w: number[]) => w[0]! ** 2 + w[1]!, [1, 0], 0, 1).gradient // → [3, 0]
 * ```
 */
export function secantHyperplane(f: VectorFunction, w0: readonly number[], axis: number, h: number): Hyperplane {
  checkAxis(w0, axis);
  if (h === 0)
    throw new SecantError('S401', 'a secant needs two points, and h is 0', {
      hint: 'use partialHyperplane, or another h',
    });
  const moved = Array.from(w0, (x, k) => (k === axis ? x + h : x));
  return secantHyperplaneThrough(w0, surfaceAt(f, w0), axis, h, surfaceAt(f, moved));
}

/**
 * The plane that contains the tangent along one axis and is flat along the others.
 *
 * @example
 * ```ts
 * partialHyperplane((w: number[]) => w[0]! ** 2 + w[1]!, [1, 0], 0).gradient // → [2, 0]
 * ```
 */
export function partialHyperplane(f: VectorFunction, w0: readonly number[], axis: number): Hyperplane {
  checkAxis(w0, axis);
  const gradient = gradientAt(f, w0).map((slope, k) => (k === axis ? slope : 0));
  return hyperplaneThrough(w0, surfaceAt(f, w0), gradient);
}

/**
 * The tangent hyperplane: the first-order Taylor approximation at a point.
 *
 * @example
 * ```ts
 * tangentHyperplane((w: number[]) => w[0]! ** 2 + w[1]!, [1, 0]).at([2, 1]) // → 4
 * ```
 */
export function tangentHyperplane(f: VectorFunction, w0: readonly number[]): Hyperplane {
  checkPoint(w0);
  return hyperplaneThrough(w0, surfaceAt(f, w0), gradientAt(f, w0));
}

function gradientAt(f: VectorFunction, w0: readonly number[]): number[] {
  const gradient = grad(f, { atKink: 'throw' })([...w0]);
  if (gradient.every(Number.isFinite)) return gradient;
  throw new SecantError('S301', `there is no tangent plane at (${w0.join(', ')})`, {
    hint: 'a partial derivative is not finite there',
  });
}

/**
 * The Taylor polynomial of some order.
 *
 * @example
 * ```ts
 * taylorPolynomial((w: number) => Math.exp(w), 0, 2).at(1) // → 2.5
 * ```
 */
export function taylorPolynomial(g: ScalarFunction, w0: number, order: number): Polynomial {
  valueAt(g, w0, 'a Taylor polynomial');
  const coefficients = taylor(g, w0, order);
  if (coefficients.every(Number.isFinite)) return polynomialAt(w0, coefficients);
  throw new SecantError('S301', `there is no Taylor polynomial of order ${order} at ${w0}`, {
    hint: 'a derivative is missing there; try a lower order',
  });
}
