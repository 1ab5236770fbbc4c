/**
 * Bounds of numerical derivatives where nothing at the function's own scale shows that they could fail: slopes that
 * drift without end, roundings inside the function that go along with the points, points far smaller than 1.
 */
import { describe, expect, it } from 'vitest';
import { numericalDerivative } from '../../src/calculus/numeric/index.ts';

const logarithm = (x: number): number => (x === 0 ? 0 : x * Math.log(Math.abs(x)));

describe('slopes that never settle', () => {
  // The limit is infinite, or approached more slowly than any power: no number with a bound can be given.
  const restless: readonly [string, (x: number) => number, number][] = [
    ['x·log x at 0, from the right', (x) => (x === 0 ? 0 : x * Math.log(x)), 0],
    ['x·log|x| at 0', logarithm, 0],
    ['x·log|x| moved to 1, with a slope of its own', (x) => logarithm(x - 1) + x * x, 1],
    ['x·log² x', (x) => (x === 0 ? 0 : x * Math.log(x) ** 2), 0],
    ['x·log(1 − log x)', (x) => (x === 0 ? 0 : x * Math.log(1 - Math.log(Math.abs(x)))), 0],
    ['x/log x', (x) => (x === 0 ? 0 : x / Math.log(Math.abs(x))), 0],
    ['x^0.99', (x) => x ** 0.99, 0],
    ['x^x at 0', (x) => x ** x, 0],
    ['x^x next to 0, where it is 1 to the last digit', (x) => x ** x, 1e-300],
    ['entropy at 0', (p) => logarithm(p) + (1 - p) * Math.log1p(-p), 0],
  ];
  it.each(restless)('%s: no value, and why', (_, g, w) => {
    const { value, reason, evaluations } = numericalDerivative(g).estimate(w);
    expect(value).toBeNaN();
    expect(reason).toMatch(/secant slopes/);
    expect(evaluations).toBeLessThanOrEqual(200);
  });
});

describe('the bound holds', () => {
  const end = (d: number): number => 1 - d;
  const rows: [string, (x: number) => number, number, number][] = [
    ...[1e-6, 1e-7, 1e-8, 3e-9, 1e-9, 1e-10, 1e-11].map((d): [string, (x: number) => number, number, number] => {
      const w = end(d);
      return [`√(1 − x²) at 1 − ${d}`, (x) => Math.sqrt(1 - x * x), w, -w / Math.sqrt((1 - w) * (1 + w))];
    }),
    ...[0.5, 0.3, 2, 0.7].map((w): [string, (x: number) => number, number, number] => [
      `sin(10⁶x) at ${w}`,
      (x) => Math.sin(1e6 * x),
      w,
      1e6 * Math.cos(1e6 * w),
    ]),
    ['log(x² − 1) next to 1', (x) => Math.log(x * x - 1), 1 + 1e-9, (2 * (1 + 1e-9)) / ((1 + 1e-9 - 1) * (1 + 1e-9 + 1))],
    ['acos next to 1', Math.acos, end(1e-11), -1 / Math.sqrt((1 - end(1e-11)) * (1 + end(1e-11)))],
    ['log at 1e-300', Math.log, 1e-300, 1 / 1e-300],
    ['1/x at 1e-100', (x) => 1 / x, 1e-100, -1e200],
    ['√x at 1e-300', Math.sqrt, 1e-300, 0.5e150],
    ['∛x at 1e-200', Math.cbrt, 1e-200, Math.cbrt(1e-200) / 3e-200],
    ['x·log x at 1e-300', (x) => x * Math.log(x), 1e-300, 1 + Math.log(1e-300)],
    ['x² at 1e-300', (x) => x * x, 1e-300, 2e-300],
    ['max(0, x)² + sin x beside its corner', (x) => Math.max(0, x) ** 2 + Math.sin(x), 1e-4, 2e-4 + Math.cos(1e-4)],
  ]; // prettier-ignore
  it.each(rows)('%s', (_, g, w, truth) => {
    const { value, error } = numericalDerivative(g).estimate(w);
    expect(Math.abs(value - truth)).toBeLessThanOrEqual(error);
  });

  it('and is not vacuous: digits stay where they can be had', () => {
    const digits = (g: (x: number) => number, w: number, truth: number): number =>
      -Math.log10(numericalDerivative(g).estimate(w).error / Math.abs(truth));
    expect(digits(Math.log, 1e-300, 1e300)).toBeGreaterThan(11);
    expect(digits((x) => Math.max(0, x) ** 2 + Math.sin(x), 1e-4, 1)).toBeGreaterThan(13);
    expect(digits((x) => Math.sin(1e6 * x), 0.5, 1e6)).toBeGreaterThan(7);
  });

  it('for the slope of random compositions that round inside', () => {
    // a·x is rounded: the same error for neighbouring points, sometimes in step with them.
    let outside = 0;
    let count = 0;
    for (let k = 0; k < 400; k++) {
      const a = 10 ** (3 + (k % 5)) * (1 + (k % 7) / 7);
      const w = 0.1 + ((k * 0.618034) % 1) * 3;
      const { value, error } = numericalDerivative((x) => Math.sin(a * x) + x).estimate(w);
      // cos(a·w) with the rounding of a·w taken out.
      const product = a * w;
      const low = exactLow(a, w, product);
      const truth = a * (Math.cos(product) - Math.sin(product) * low) + 1;
      count++;
      if (!(Math.abs(value - truth) <= error)) outside++;
    }
    expect(outside / count).toBeLessThan(0.01);
  });
});

/** a·b − product, exactly, by Dekker's splitting. */
function exactLow(a: number, b: number, product: number): number {
  const split = (x: number): [number, number] => {
    const c = 134217729 * x;
    const high = c - (c - x);
    return [high, x - high];
  };
  const [ah, al] = split(a);
  const [bh, bl] = split(b);
  return al * bl - (product - ah * bh - al * bh - ah * bl);
}
