import { describe, expect, it } from 'vitest';
import { numericalGradient, numericalHessian, numericalJacobian } from './numerical-partials.ts';

const rosenbrock = ([a = 0, b = 0]: number[]): number => (1 - a) ** 2 + 100 * (b - a * a) ** 2;

function holds(value: number | undefined, error: number | undefined, truth: number): void {
  expect(Math.abs((value ?? NaN) - truth)).toBeLessThanOrEqual((error ?? NaN) + 1e-14 * Math.abs(truth));
}

describe('gradients', () => {
  it('hold within their bounds', () => {
    const { value, error, evaluations, reasons } = numericalGradient(rosenbrock).estimate([-1.2, 1]);
    holds(value[0], error[0], -215.6);
    holds(value[1], error[1], -88);
    expect(evaluations).toBeLessThanOrEqual(100);
    expect(reasons).toEqual([]);
  });

  it('give each coordinate its own scale', () => {
    const f = ([a = 0, b = 0]: number[]): number => Math.sin(1e5 * a) + Math.cos(b / 1e5);
    const { value } = numericalGradient(f).estimate([0.3, 1e5]);
    expect((value[0] ?? NaN) / (1e5 * Math.cos(3e4))).toBeCloseTo(1, 9);
    expect((value[1] ?? NaN) / (-1e-5 * Math.sin(1))).toBeCloseTo(1, 9);
  });

  it('do not let the function spoil the point', () => {
    const w = [1, 2];
    const spoils = (point: number[]): number => {
      const [a = 0, b = 0] = point;
      point[0] = 99;
      return a * b;
    };
    expect(numericalGradient(spoils)(w).map((x) => Math.round(x))).toEqual([2, 1]);
    expect(w).toEqual([1, 2]);
  });

  it('name the entry without a derivative', () => {
    const { value, reasons } = numericalGradient(([a = 0, b = 0]) => a + Math.abs(b)).estimate([1, 0]);
    expect(value[0]).toBeCloseTo(1, 12);
    expect(value[1]).toBeNaN();
    expect(reasons).toEqual([expect.stringMatching(/^∂f\/∂w2: the two sides disagree/)]);
  });
});

describe('Jacobians', () => {
  it('have outputs as rows and share the calls', () => {
    let calls = 0;
    const f = ([a = 0, b = 0]: number[]): number[] => {
      calls++;
      return [a * b, Math.sin(a), 7];
    };
    const { value, error, evaluations } = numericalJacobian(f).estimate([2, 3]);
    expect(calls).toBe(evaluations);
    [
      [3, 2],
      [Math.cos(2), 0],
      [0, 0],
    ].forEach((row, k) => row.forEach((truth, i) => holds(value[k]?.[i], error[k]?.[i], truth)));
  });

  it('need an array at the point', () => {
    expect(() => numericalJacobian(() => [1 / 0])([1])).not.toThrow();
    const one: unknown = () => 1;
    expect(() => Reflect.apply(numericalJacobian, undefined, [one])([1])).toThrow(/S106/);
  });
});

describe('Hessians', () => {
  it('are symmetric and hold within their bounds', () => {
    const { value, error } = numericalHessian(rosenbrock).estimate([-1.2, 1]);
    [
      [1330, 480],
      [480, 200],
    ].forEach((row, i) => row.forEach((truth, j) => holds(value[i]?.[j], error[i]?.[j], truth)));
    expect(value[0]?.[1]).toBe(value[1]?.[0]);
  });
});

describe('points', () => {
  it('must be arrays of numbers', () => {
    expect(() => Reflect.apply(numericalGradient(rosenbrock), undefined, [3])).toThrow(/S202/);
    expect(() => Reflect.apply(numericalHessian(rosenbrock), undefined, [['1']])).toThrow(/S202/);
  });
});

describe('shapes and bounds of a gradient', () => {
  it('has the shape of the point', () => {
    const typed = numericalGradient((w: Float64Array) => w[0]! * w[1]!)(Float64Array.of(2, 3));
    expect(typed).toBeInstanceOf(Float64Array);
    expect(typed[0]).toBeCloseTo(3, 10);
    const rows = numericalGradient((m: number[][]) => m[0]![0]! * m[1]![0]! ** 2)([[2], [3]]);
    expect(rows[1]![0]).toBeCloseTo(12, 9);
    const estimate = numericalGradient((p: { a: number; b: number[] }) => p.a * p.b[1]!).estimate({ a: 2, b: [1, 5] });
    expect(estimate.value.a).toBeCloseTo(5, 10);
    expect(estimate.value.b[1]).toBeCloseTo(2, 10);
    expect(estimate.error.b).toHaveLength(2);
  });

  it('calls the function within the bounds only, and looks inwards from them', () => {
    const seen: number[] = [];
    const f = ([a = 0, b = 0]: number[]): number => {
      seen.push(a, b);
      if (a < 0 || b > 1) throw new Error('outside');
      return Math.exp(a) + b * b;
    };
    const gradient = numericalGradient(f, { lower: [0, -2], upper: 1 });
    const [da, db] = gradient([0, 1]);
    expect(da).toBeCloseTo(1, 9);
    expect(db).toBeCloseTo(2, 9);
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...seen)).toBeLessThanOrEqual(1);
    expect(seen.filter((_, k) => k % 2 === 0).every((a) => a >= 0)).toBe(true);
  });

  it('refuses points outside, bounds of another shape, and what is not a number', () => {
    const code = (run: () => unknown): string => {
      try {
        run();
      } catch (error) {
        return (error as { code: string }).code;
      }
      return 'nothing';
    };
    const f = (w: number[]): number => w[0]!;
    expect(code(() => numericalGradient(f, { lower: 0 })([-1]))).toBe('S201');
    expect(code(() => numericalGradient(f, { lower: [0, 1] })([1]))).toBe('S201');
    expect(code(() => numericalGradient(f)(['1'] as unknown as number[]))).toBe('S202');
    expect(code(() => numericalGradient(f)(null as unknown as number[]))).toBe('S202');
    expect(code(() => numericalGradient(f, { least: 0 } as object)([1]))).toBe('S203');
  });
});
