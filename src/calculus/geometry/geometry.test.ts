import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SecantError } from '../../base/diagnostics.ts';
import { hyperplaneThrough, lineThrough, polynomialAt, secantHyperplaneThrough, secantThrough } from './index.ts';

const seed = { seed: 20261123 };
const number = fc.double({ min: -1e3, max: 1e3, noNaN: true });

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof SecantError) return error.code;
    throw error;
  }
  return 'none';
}

describe('equations read as people write them', () => {
  test.each([
    [secantThrough([0, 0], [-2.6, Math.sin(-2.6)]), 'h(w) = 0.1983 w'],
    [lineThrough([1, Math.sin(1)], Math.cos(1)), 'h(w) = 0.8415 + 0.5403 (w − 1)'],
    [lineThrough([-1, -0.5], 1), 'h(w) = −0.5 + (w + 1)'],
    [lineThrough([0, 2], 0), 'h(w) = 2'],
    [lineThrough([0, 0], 0), 'h(w) = 0'],
    [lineThrough([0, 0], -1), 'h(w) = −w'],
    [lineThrough([Math.PI, Math.sin(Math.PI)], -1), 'h(w) = −(w − 3.142)'],
    [lineThrough([2, 1.5], -0.25), 'h(w) = 1.5 − 0.25 (w − 2)'],
    [lineThrough([0, 1e-7], 3e9), 'h(w) = 1·10⁻⁷ + 3·10⁹ w'],
    [hyperplaneThrough([0, 0], 5.5, [1, 1]), 'h(w) = 5.5 + w₁ + w₂'],
    [hyperplaneThrough([1, -0.5], 5, [3, -2]), 'h(w) = 5 + 3 (w₁ − 1) − 2 (w₂ + 0.5)'],
    [hyperplaneThrough([0, 0], 2, [0, 1]), 'h(w) = 2 + w₂'],
    [polynomialAt(0, [1, 0, -0.5, 0, 1 / 24]), 'h(w) = 1 − 0.5 w² + 0.04167 w⁴'],
    [polynomialAt(1, [0, 1, -0.5]), 'h(w) = (w − 1) − 0.5 (w − 1)²'],
  ])('equation %#', (object: { equation(): string }, text: string) => expect(object.equation()).toBe(text));

  test('TeX', () => {
    expect(lineThrough([1, -2], -0.5).equation({ format: 'tex', digits: 3 })).toBe('h(w) = -2 - 0.5\\,(w - 1)');
    expect(hyperplaneThrough([0, 0], 5.5, [1, 2]).equation({ format: 'tex' })).toBe('h(w) = 5.5 + w_1 + 2\\,w_2');
    expect(polynomialAt(0, [0, 0, 1e-6]).equation({ format: 'tex' })).toBe('h(w) = 1 \\cdot 10^{-6}\\,w^{2}');
  });

  test('digits', () => expect(lineThrough([0, 0], 0.123456).equation({ digits: 2 })).toBe('h(w) = 0.12 w'));
});

describe('properties', () => {
  test('a line gives its own point exactly', () => {
    fc.assert(
      fc.property(number, number, number, (w0, g0, slope) => {
        expect(lineThrough([w0, g0], slope).at(w0) === g0).toBe(true);
      }),
      seed,
    );
  });

  test('a secant passes through both points and does not care for their order', () => {
    fc.assert(
      fc.property(number, number, number, number, (w0, g0, w1, g1) => {
        fc.pre(Math.abs(w1 - w0) > 1e-6);
        const forth = secantThrough([w0, g0], [w1, g1]);
        const back = secantThrough([w1, g1], [w0, g0]);
        const size = 1 + Math.abs(g0) + Math.abs(g1);
        expect(Math.abs(forth.at(w1) - g1)).toBeLessThan(1e-12 * size);
        expect(Math.abs(forth.slope - back.slope)).toBeLessThanOrEqual(1e-15 * Math.abs(forth.slope));
      }),
      seed,
    );
  });

  test('a hyperplane of one input is the line', () => {
    fc.assert(
      fc.property(number, number, number, number, (w0, g0, slope, w) => {
        const line = lineThrough([w0, g0], slope);
        const plane = hyperplaneThrough([w0], g0, [slope]);
        expect(plane.at([w])).toBe(line.at(w));
        expect(plane.equation()).toBe(line.equation());
      }),
      seed,
    );
  });

  test('a hyperplane is affine: its value at a midpoint is the mean', () => {
    const vector = fc.array(number, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(vector, number, vector, vector, vector, (point, value, gradient, a, b) => {
        const plane = hyperplaneThrough(point, value, gradient);
        const middle = a.map((x, index) => (x + (b[index] ?? 0)) / 2);
        const mean = (plane.at(a) + plane.at(b)) / 2;
        expect(Math.abs(plane.at(middle) - mean)).toBeLessThan(1e-8 * (1 + Math.abs(mean)) + 1e-6);
      }),
      seed,
    );
  });

  test('a secant hyperplane passes through both points', () => {
    const plane = secantHyperplaneThrough([1, 2], 5, 1, 0.5, 6);
    expect([plane.at([1, 2]), plane.at([1, 2.5]), plane.at([7, 2])]).toEqual([5, 6, 5]);
  });

  test('a polynomial of order one is the tangent line', () => {
    fc.assert(
      fc.property(number, number, number, number, (w0, c0, c1, w) => {
        const line = lineThrough([w0, c0], c1).at(w);
        expect(Math.abs(polynomialAt(w0, [c0, c1]).at(w) - line)).toBeLessThanOrEqual(
          1e-15 * (Math.abs(c0) + Math.abs(c1 * (w - w0))),
        );
      }),
      seed,
    );
  });
});

test('what cannot be drawn is refused with a code', () => {
  expect(codeOf(() => secantThrough([1, 2], [1, 3]))).toBe('S401');
  expect(codeOf(() => secantThrough([1, 2], [0, NaN]))).toBe('S402');
  expect(codeOf(() => lineThrough([0, 0], Infinity))).toBe('S402');
  expect(codeOf(() => hyperplaneThrough([0], 1, [1, 2]))).toBe('S201');
  expect(codeOf(() => hyperplaneThrough([0], NaN, [1]))).toBe('S402');
  expect(codeOf(() => hyperplaneThrough([0], 0, [1]).at([1, 2]))).toBe('S201');
  expect(codeOf(() => secantHyperplaneThrough([0, 0], 1, 0, 0, 1))).toBe('S401');
  expect(codeOf(() => secantHyperplaneThrough([0, 0], 1, 2, 1, 1))).toBe('S201');
  expect(codeOf(() => polynomialAt(0, [1, NaN]))).toBe('S402');
});
