/** NIST's reference sets: the certified parameters to 8 digits, from both starting points of every set. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { numericalJacobian } from 'secant';
import { describe, expect, test } from 'vitest';
import { leastSquares, levenbergMarquardt } from '../../examples/levenberg-marquardt.ts';
import { models, parseNist } from '../../examples/nist-models.ts';

const folder = join('examples', 'data', 'nist');
const sets = readdirSync(folder).map((file) => parseNist(readFileSync(join(folder, file), 'utf8')));

const digits = (got: number, certified: number): number => -Math.log10(Math.abs(got / certified - 1));

describe('the reader', () => {
  test('finds every set, with a model for it', () => {
    expect(sets.map(({ name }) => name).sort()).toEqual(Object.keys(models).sort());
  });

  test('reads starts, certified values and data of Rat42', () => {
    const { starts, certified, sumOfSquares, xs, ys } = sets.find(({ name }) => name === 'Rat42')!;
    expect(starts).toEqual([
      [100, 1, 0.1],
      [75, 2.5, 0.07],
    ]);
    expect(certified).toEqual([7.2462237576e1, 2.6180768402, 6.7359200066e-2]);
    expect(sumOfSquares).toBe(8.0565229338);
    expect(xs).toEqual([9, 14, 21, 28, 42, 57, 63, 70, 79]);
    expect(ys).toEqual([8.93, 10.8, 18.59, 22.33, 39.35, 56.11, 61.73, 64.62, 67.08]);
  });
});

describe.each(sets.map((set) => [set.name, set] as const))(
  '%s',
  (name, { starts, certified, sumOfSquares, xs, ys }) => {
    const model = models[name]!;

    test('the model has the certified sum of squares at the certified parameters', () => {
      const sum = xs.reduce((total, x, i) => total + (ys[i]! - model([...certified], x)) ** 2, 0);
      expect(digits(sum, sumOfSquares)).toBeGreaterThan(9);
    });

    test.each([1, 2])('start %i', (which) => {
      const { parameters, sumOfSquares: sum, steps } = levenbergMarquardt(model, xs, ys, starts[which - 1]!);
      for (const [k, value] of certified.entries())
        expect(digits(parameters[k]!, value), `b${k + 1}`).toBeGreaterThan(8);
      expect(digits(sum, sumOfSquares)).toBeGreaterThan(8);
      expect(steps).toBeLessThan(300);
    });
  },
);

test('the same fit with slopes from differences keeps to the same minimum', () => {
  const { xs, ys, certified } = sets.find(({ name }) => name === 'Misra1a')!;
  const slopes = numericalJacobian((b) => xs.map((x, i) => ys[i]! - models['Misra1a']!([...b], x)))([...certified]);
  const residuals = xs.map((x, i) => ys[i]! - models['Misra1a']!([...certified], x));
  const step = leastSquares(
    slopes,
    residuals.map((r) => -r),
  );
  for (const [k, change] of step.entries()) expect(Math.abs(change / certified[k]!)).toBeLessThan(1e-9);
});

test('least squares by reflections: a line through four points', () => {
  const line = leastSquares(
    [
      [1, 0],
      [1, 1],
      [1, 2],
      [1, 3],
    ],
    [1, 3, 5, 7],
  );
  expect(line[0]).toBeCloseTo(1, 14);
  expect(line[1]).toBeCloseTo(2, 14);
});
