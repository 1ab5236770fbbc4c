import { describe, expect, it } from 'vitest';
import { numericalDerivative, type NumericalDerivativeOptions } from './numerical-derivative.ts';

describe('with epsilon', () => {
  it('is exactly the quotient of the definition', () => {
    for (const epsilon of [1, 1e-3, 1e-8, 1e-17, -1e-4]) {
      const w = 0.7;
      expect(numericalDerivative(Math.sin)(w, { epsilon })).toBe((Math.sin(w + epsilon) - Math.sin(w)) / epsilon);
      expect(numericalDerivative(Math.sin, { epsilon })(w)).toBe((Math.sin(w + epsilon) - Math.sin(w)) / epsilon);
    }
  });

  it('is the forward difference for higher orders', () => {
    expect(numericalDerivative((w) => w ** 2, { order: 2 })(3, { epsilon: 0.5 })).toBe(2);
    expect(numericalDerivative((w) => w ** 3, { order: 3 })(1, { epsilon: 0.25 })).toBe(6);
    const second = (Math.exp(1) - 2 * Math.exp(0.5) + Math.exp(0)) / 0.25;
    expect(numericalDerivative(Math.exp, { order: 2 })(0, { epsilon: 0.5 })).toBeCloseTo(second, 14);
  });

  it('is NaN where the function throws', () => {
    const g = (w: number): number => {
      if (w > 1) throw new Error('over');
      return w;
    };
    expect(numericalDerivative(g)(1, { epsilon: 0.1 })).toBeNaN();
  });
});

describe('without epsilon', () => {
  it.each([1, 2, 3, 4, 5, 6])('reaches order %i within its bound', (order) => {
    const { value, error, side, reason } = numericalDerivative(Math.exp, { order }).estimate(1);
    expect(Math.abs(value - Math.E)).toBeLessThanOrEqual(error);
    expect(error).toBeLessThan(1e-6);
    expect(side).toBe('both');
    expect(reason).toBeUndefined();
  });

  it('says which side it used', () => {
    expect(numericalDerivative((w) => (w <= 2 ? w * w : NaN)).estimate(2).side).toBe('left');
    expect(numericalDerivative((w) => (w >= 2 ? w * w : NaN)).estimate(2).side).toBe('right');
  });

  it.each<[string, (w: number) => number, number, RegExp]>([
    ['a corner', Math.abs, 0, /from the left, 1 from the right/],
    ['a vertical tangent', Math.cbrt, 0, /./],
    ['no value', Math.log, -1, /no finite value at -1/],
    ['noise alone', () => Math.random(), 1, /./],
    ['beyond resolution', Math.sin, 1e20, /./],
    ['an isolated point', (w) => (w === 1 ? 2 : NaN), 1, /./],
    ['a step at the point', Math.floor, 3, /no slope from the left/],
    ['a point that is no number', Math.sin, NaN, /not a finite number/],
  ])('gives NaN and a reason for %s', (_name, g, w, reason) => {
    const estimate = numericalDerivative(g).estimate(w);
    expect(estimate.value).toBeNaN();
    expect(estimate.side).toBe('none');
    expect(estimate.reason).toMatch(reason);
    expect(estimate.evaluations).toBeLessThanOrEqual(200);
  });

  it('reports what the function throws at the point', () => {
    const g = (): number => {
      throw new Error('no table');
    };
    expect(numericalDerivative(g).estimate(1).reason).toBe('the function throws at 1: no table');
  });

  it('counts its calls truly and never asks twice', () => {
    const asked: number[] = [];
    const { evaluations } = numericalDerivative((w) => {
      asked.push(w);
      return Math.sin(w);
    }).estimate(1);
    expect(asked).toHaveLength(evaluations);
    expect(new Set(asked).size).toBe(evaluations);
  });

  it('sees a narrow peak that a wide stencil steps over', () => {
    const { value, error } = numericalDerivative((w) => w * Math.exp(-1e8 * w * w)).estimate(0);
    expect(Math.abs(value - 1)).toBeLessThanOrEqual(error);
  });

  it('keeps its side of a step', () => {
    const g = (w: number): number => Math.tanh(1e4 * (w - 2.97)) + 0.02 * w;
    const { value, error } = numericalDerivative(g).estimate(2.85);
    expect(Math.abs(value - 0.02)).toBeLessThanOrEqual(error);
    expect(error).toBeLessThan(1e-9);
  });

  it('takes the extreme sizes', () => {
    expect(numericalDerivative((w) => w * 1e308)(0) / 1e308).toBeCloseTo(1, 12);
    expect(numericalDerivative((w) => w * 1e-300)(1) / 1e-300).toBeCloseTo(1, 12);
    expect(numericalDerivative((w) => w * w)(5e-324)).toBeCloseTo(0, 12);
  });
});

describe('what is refused', () => {
  const codeOf = (act: () => unknown): unknown => {
    try {
      return act();
    } catch (error) {
      return error instanceof Error && 'code' in error ? `${String(error.code)} ${error.message}` : error;
    }
  };

  it('what is not a function', () => {
    const notAFunction: unknown = 'sin';
    expect(codeOf(() => Reflect.apply(numericalDerivative, undefined, [notAFunction]))).toMatch(
      /^S003 .*the text "sin"/,
    );
  });

  it.each<[NumericalDerivativeOptions, RegExp]>([
    [{ order: 0 }, /^S203 .*order is 0/],
    [{ order: 7 }, /^S203 .*order is 7/],
    [{ order: 1.5 }, /^S203 .*order is 1\.5/],
    [{ epsilon: 0 }, /^S203 .*epsilon is 0/],
    [{ epsilon: NaN }, /^S203 .*epsilon is NaN/],
  ])('%j', (options, message) => {
    expect(codeOf(() => numericalDerivative(Math.sin, options))).toMatch(message);
  });

  it('options that do not exist, and points that are no numbers', () => {
    const misspelt: object = { eps: 1 };
    expect(codeOf(() => numericalDerivative(Math.sin, misspelt))).toMatch(/^S203 .*no option eps/);
    expect(codeOf(() => numericalDerivative(Math.sin)(1, misspelt))).toMatch(/^S203 .*no option eps/);
    expect(codeOf(() => Reflect.apply(numericalDerivative(Math.sin), undefined, ['1']))).toMatch(/^S202/);
  });
});
