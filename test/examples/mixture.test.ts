/** The mixture model: its file is read as the benchmark means it, its gradient is right, and following it climbs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkGradient, grad } from 'secant';
import { expect, test } from 'vitest';
import { mixtureGradient } from '../../bench/mixture.ts';
import { climb } from '../../examples/ascent.ts';
import { mixture, mixtureOf, parseMixture } from '../../examples/mixture-model.ts';

const small = parseMixture(readFileSync(join('examples', 'data', 'adbench', 'gmm_1k_d2_K5.txt'), 'utf8'));
const large = parseMixture(readFileSync(join('examples', 'data', 'adbench', 'gmm_1k_d10_K25.txt'), 'utf8'));

test('the files are read whole', () => {
  for (const { d, K, N, alphas, means, factors, points, gamma, m } of [small, large]) {
    expect([alphas.length, means.length, factors.length, points.length]).toEqual([
      K,
      K * d,
      (K * d * (d + 1)) / 2,
      N * d,
    ]);
    expect([gamma, m]).toEqual([1, 0]);
  }
  expect(small.factors.slice(0, 3)).toEqual(Float64Array.of(0.166813, -1.965419, -1.270071));
});

test('one line of points stands for all', () => {
  const { N, points } = parseMixture('2 1 3\n0\n1 2\n3 4 5\n6 7\n1 0\n');
  expect(N).toBe(3);
  expect(points).toEqual(Float64Array.of(6, 7, 6, 7, 6, 7));
});

test('one component, one dimension, by hand', () => {
  // log(e^α) − ½ (e^q (x − μ))² + q − log(e^α) + ½ e^2q
  const [alpha, mu, q, x] = [0.3, 0.5, 0.2, 2];
  const value = mixture(Float64Array.of(alpha), Float64Array.of(mu), Float64Array.of(q), Float64Array.of(x), 1, 1, 0);
  expect(value).toBeCloseTo(-0.5 * (Math.exp(q) * (x - mu)) ** 2 + q + 0.5 * Math.exp(2 * q), 13);
});

test('the gradient is that written by hand', () => {
  const { alphas, means, factors, points, d, gamma, m } = small;
  const ours = grad(mixture, { wrt: [0, 1, 2] })(alphas, means, factors, points, d, gamma, m) as Float64Array[];
  mixtureGradient(alphas, means, factors, points, d, gamma, m).forEach((part, k) =>
    part.forEach((slope, i) => expect(ours[k]![i]! / slope).toBeCloseTo(1, 11)),
  );
});

test('following the gradient climbs, steadily and far', () => {
  const { start, objective } = mixtureOf(small);
  const { values, w } = climb(objective, start, 30);
  expect(values.length).toBe(31);
  values.slice(1).forEach((value, k) => expect(value).toBeGreaterThan(values[k]!));
  expect(values[0]).toBeCloseTo(-3545.5677, 3);
  expect(values.at(-1)).toBeGreaterThan(-1045);
  expect(objective(w).value).toBe(values.at(-1));
});

test('the climber finds the top of a curved ridge', () => {
  // −Rosenbrock: the top is 0 at (1, 1).
  const ridge = (w: Float64Array): number => -100 * (w[1]! - w[0]! ** 2) ** 2 - (1 - w[0]!) ** 2;
  const slope = grad(ridge);
  const { w, values } = climb((at) => ({ value: ridge(at), grad: slope(at) }), Float64Array.of(-1.2, 1), 60);
  expect(values.at(-1)).toBeCloseTo(0, 12);
  expect(w[0]).toBeCloseTo(1, 6);
  expect(checkGradient(ridge, w).agrees).toBe(true);
});
