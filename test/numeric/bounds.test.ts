/**
 * The bound on functions nobody chose: random sums, products and compositions of smooth functions, whose derivatives
 * are written down beside them by the rules of calculus. The seed is fixed.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numericalDerivative, numericalGradient, numericalHessian } from '../../src/calculus/numeric/index.ts';

/** A function with its first derivative. */
interface Smooth {
  readonly g: (w: number) => number;
  readonly slope: (w: number) => number;
}

/** Evenly spread, unlike fc.double, whose numbers are mostly next to 0. */
const between = (low: number, high: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 2 ** 31 - 1 }).map((k) => low + ((high - low) * k) / (2 ** 31 - 1));
const parameter = between(-3, 3);
const rate = between(-3, 4).map((exponent) => 10 ** exponent);

const simple: fc.Arbitrary<Smooth> = fc.oneof(
  fc
    .tuple(rate, parameter)
    .map(([a, b]) => ({ g: (w: number) => Math.sin(a * w + b), slope: (w: number) => a * Math.cos(a * w + b) })),
  fc.tuple(rate, parameter).map(([a, b]) => ({
    g: (w: number) => Math.tanh(a * (w - b)),
    slope: (w: number) => a / Math.cosh(a * (w - b)) ** 2,
  })),
  fc.tuple(rate, parameter).map(([a, b]) => ({
    g: (w: number) => Math.atan(a * (w - b)),
    slope: (w: number) => a / (1 + (a * (w - b)) ** 2),
  })),
  fc
    .tuple(parameter, parameter)
    .map(([a, b]) => ({ g: (w: number) => Math.exp(a * w + b), slope: (w: number) => a * Math.exp(a * w + b) })),
  fc
    .tuple(parameter, parameter, parameter)
    .map(([a, b, c]) => ({ g: (w: number) => (a * w + b) * w + c, slope: (w: number) => 2 * a * w + b })),
);

const smooth: fc.Arbitrary<Smooth> = fc.oneof(
  simple,
  fc
    .tuple(simple, simple)
    .map(([f, h]) => ({ g: (w: number) => f.g(w) + h.g(w), slope: (w: number) => f.slope(w) + h.slope(w) })),
  fc.tuple(simple, simple).map(([f, h]) => ({
    g: (w: number) => f.g(w) * h.g(w),
    slope: (w: number) => f.slope(w) * h.g(w) + f.g(w) * h.slope(w),
  })),
  fc.tuple(simple, parameter).map(([f, a]) => ({
    g: (w: number) => Math.sin(a * f.g(w)),
    slope: (w: number) => a * Math.cos(a * f.g(w)) * f.slope(w),
  })),
);

describe('the bound on random smooth functions', () => {
  const samples = fc.sample(fc.tuple(smooth, parameter), { seed: 20240607, numRuns: 1000 });
  const results = samples.map(([{ g, slope }, w]) => {
    const { value, error, evaluations } = numericalDerivative(g).estimate(w);
    const truth = slope(w);
    return { off: Math.abs(value - truth), error, evaluations, size: Math.abs(truth) };
  });

  it('covers the true error in at least 95 of 100', () => {
    const covered = results.filter(({ off, error, size }) => off <= error + size * 2 ** -51).length;
    expect(covered / results.length).toBeGreaterThanOrEqual(0.95);
  });

  it('is not vacuous', () => {
    // Where tanh is flat the slope is 0 and no bound can be small beside it: there 10⁻¹² counts as tight.
    const tight = results.filter(({ off, error, size }) => {
      return error <= 1e4 * off || error <= 1e-8 * size || error <= 1e-12;
    }).length;
    expect(tight / results.length).toBeGreaterThanOrEqual(0.95);
  });

  it('costs at most 200 calls, half of the time at most 40', () => {
    const calls = results.map(({ evaluations }) => evaluations).sort((a, b) => a - b);
    expect(calls.at(-1)).toBeLessThanOrEqual(200);
    expect(calls[500]).toBeLessThanOrEqual(40);
  });
});

describe('whatever the function does', () => {
  const wild = fc.func(fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0)));

  it('an estimate comes back, within the budget', () => {
    fc.assert(
      fc.property(wild, fc.double(), fc.integer({ min: 1, max: 6 }), (g, w, order) => {
        const estimate = numericalDerivative(g as (w: number) => number, { order }).estimate(w);
        expect(estimate.evaluations).toBeLessThanOrEqual(200);
        if (Number.isNaN(estimate.value)) expect(estimate.reason).toMatch(/\w/);
        else expect(estimate.error).toBeGreaterThanOrEqual(0);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe('partials of random quadratic forms', () => {
  const entry = between(-10, 10);

  it('agree with the form within the bounds', () => {
    fc.assert(
      fc.property(entry, entry, entry, entry, entry, (a, b, c, x, y) => {
        const f = ([u = 0, v = 0]: number[]): number => a * u * u + b * u * v + c * v * v;
        const gradient = numericalGradient(f).estimate([x, y]);
        const hessian = numericalHessian(f).estimate([x, y]);
        const size = Math.abs(a) + Math.abs(b) + Math.abs(c);
        [2 * a * x + b * y, b * x + 2 * c * y].forEach((truth, i) => {
          expect(Math.abs((gradient.value[i] ?? NaN) - truth)).toBeLessThanOrEqual(1e-9 * (size + Math.abs(truth)));
        });
        [
          [2 * a, b],
          [b, 2 * c],
        ].forEach((row, i) =>
          row.forEach((truth, j) => {
            expect(Math.abs((hessian.value[i]?.[j] ?? NaN) - truth)).toBeLessThanOrEqual(1e-6 * size);
          }),
        );
      }),
      { seed: 11, numRuns: 60 },
    );
  });
});
