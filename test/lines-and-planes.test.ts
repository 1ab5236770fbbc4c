/** Secants, tangents and planes of functions: the numbers of the text, their equations, and what cannot be drawn. */
import { expect, test } from 'vitest';
import {
  numericalDerivative,
  partialHyperplane,
  secantHyperplane,
  secantLine,
  SecantError,
  tangentHyperplane,
  tangentLine,
  taylorPolynomial,
} from 'secant';

const bowl = (w: number[]): number => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2;

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof SecantError) return error.code;
    throw error;
  }
  return 'no error';
}

test('the point of a plane is an array or a typed array, whose numbers are read once', () => {
  const half = Float32Array.of(0, 0.5);
  for (const w0 of [[0, 0.5], Float64Array.of(0, 0.5), half]) {
    expect(tangentHyperplane(bowl, w0 as number[]).gradient).toEqual([1, 2]);
    expect(partialHyperplane(bowl, w0 as number[], 1).gradient).toEqual([0, 2]);
    expect(secantHyperplane(bowl, w0 as number[], 0, 1).gradient).toEqual([2, 0]);
  }
  // A step that single precision would round.
  expect(secantHyperplane((w) => w[0]!, half as unknown as number[], 0, 0.1).gradient[0]).toBeCloseTo(1, 15);
  expect(codeOf(() => tangentHyperplane(bowl, new Map() as unknown as number[]))).toBe('S202');
});

test('Example 1: the secant through 0 and −2.6 on the sinusoid', () => {
  const secant = secantLine((w) => Math.sin(w), 0, -2.6);
  expect(secant.equation()).toBe('h(w) = 0.1983 w');
  expect(secant.equation({ format: 'tex' })).toMatch(/0\.1983/);
  expect(secant.at(-2.6)).toBeCloseTo(Math.sin(-2.6), 15);
});

test('Examples 4 and 5: the slopes at ε = 0.0001 from both sides', () => {
  const sine = numericalDerivative((w) => Math.sin(w));
  expect(sine(0, { epsilon: 1e-4 }).toFixed(11)).toBe('0.99999999833');
  expect(sine(0, { epsilon: -1e-4 }).toFixed(11)).toBe('0.99999999833');
  const relu = numericalDerivative((w) => Math.max(0, w));
  for (const epsilon of [1, 0.1, 1e-4, 1e-12]) {
    expect(relu(0, { epsilon })).toBe(1);
    expect(Math.abs(relu(0, { epsilon: -epsilon }))).toBe(0);
  }
});

test('planes of any number of inputs', () => {
  const tangent = tangentHyperplane(bowl, [0, 0]);
  expect(tangent.gradient).toEqual([1, 1]);
  expect(tangent.at([0.5, -0.5])).toBe(5.5);
  expect(tangent.equation()).toBe('h(w) = 5.5 + w₁ + w₂');
  expect(partialHyperplane(bowl, [0, 0], 1).gradient).toEqual([0, 1]);
  const secant = secantHyperplane(bowl, [0, 0], 0, 2);
  expect(secant.gradient).toEqual([3, 0]);
  expect(secant.at([2, 7])).toBe(bowl([2, 0]));
  const five = (w: number[]): number => w.reduce((sum, x, k) => sum + (k + 1) * x ** 2, 0);
  expect(tangentHyperplane(five, [1, 1, 1, 1, 1]).gradient).toEqual([2, 4, 6, 8, 10]);
});

test('Taylor polynomials', () => {
  const cubic = taylorPolynomial((w) => Math.sin(w), 0, 3);
  expect(cubic.equation()).toBe('h(w) = w − 0.1667 w³');
  expect(cubic.at(0.1)).toBeCloseTo(Math.sin(0.1), 6);
});

test('what cannot be drawn is told', () => {
  expect(codeOf(() => secantLine((w) => w, 1, 1))).toBe('S401');
  expect(codeOf(() => secantHyperplane(bowl, [0, 0], 0, 0))).toBe('S401');
  expect(codeOf(() => secantLine((w) => Math.log(w), -1, 1))).toBe('S402');
  expect(codeOf(() => tangentLine((w) => Math.sqrt(w), -1))).toBe('S402');
  expect(codeOf(() => tangentLine((w) => Math.abs(w), 0))).toBe('S301');
  expect(codeOf(() => tangentHyperplane((w) => Math.abs(w[0]!) + w[1]!, [0, 0]))).toBe('S301');
  expect(codeOf(() => partialHyperplane(bowl, [0, 0], 2))).toBe('S203');
});
