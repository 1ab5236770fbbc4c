/**
 * The four functions of the first figures, from text to derivative: values and slopes against closed forms, the
 * verdicts at the points that matter, and the same through every door (code, formula, source).
 */
import { describe, expect, test } from 'vitest';
import {
  derivative,
  differentiability,
  fromFormula,
  fromSource,
  grad,
  secantLine,
  tangentLine,
  type ScalarFunction,
} from 'secant';

interface Row {
  readonly name: string;
  readonly code: ScalarFunction;
  readonly formula: string;
  readonly source: string;
  readonly slope: ScalarFunction;
  /** Where the closed form is exact to the last digits. */
  readonly points: readonly number[];
}

const rows: readonly Row[] = [
  {
    name: 'sin(4w) + 0.1w²',
    code: (w) => Math.sin(4 * w) + 0.1 * w ** 2,
    formula: 'sin(4w) + 0.1w^2',
    source: '(w: number): number => Math.sin(4 * w) + 0.1 * w ** 2',
    slope: (w) => 4 * Math.cos(4 * w) + 0.2 * w,
    points: [-3, -1.3, -0.5, 0, 0.1, 1, 2.2, 3],
  },
  {
    name: 'tanh(w)²',
    code: (w) => Math.tanh(w) ** 2,
    formula: 'tanh(w)^2',
    source: 'function g(w) { const t = Math.tanh(w); return t * t }',
    slope: (w) => (2 * Math.tanh(w)) / Math.cosh(w) ** 2,
    points: [-3, -1, -0.2, 0, 0.3, 1, 2.5, 20],
  },
  {
    name: 'max(0, w)',
    code: (w) => Math.max(0, w),
    formula: 'max(0, w)',
    source: 'w => w > 0 ? w : 0',
    slope: (w) => (w > 0 ? 1 : 0),
    points: [-3, -1e-9, 1e-300, 0.5, 3],
  },
  {
    name: 'cos(40w)^100/(w²+1)',
    code: (w) => Math.cos(40 * w) ** 100 / (w ** 2 + 1),
    formula: 'cos(40w)^100/(w^2+1)',
    source: 'w => { const c = Math.cos(40 * w); let p = Math.pow(c, 100); return p / (w * w + 1) }',
    slope: (w) => {
      const cosine = Math.cos(40 * w);
      const below = w * w + 1;
      return (-4000 * cosine ** 99 * Math.sin(40 * w)) / below - (cosine ** 100 * 2 * w) / below ** 2;
    },
    points: [-2.51, -0.08, 0, 0.005, 0.0785, 1.5708, 2.98],
  },
];

function expectClose(actual: number, expected: number, relative: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));
}

describe.each(rows)('$name', ({ code, formula, source, slope, points }) => {
  const doors: [string, ScalarFunction][] = [
    ['code', code],
    ['formula', fromFormula(formula)],
    ['source', fromSource(source)],
  ];
  test.each(doors)('from %s: value and slope at every point', (_, g) => {
    const der = derivative(g);
    for (const w of points) {
      expectClose(g(w), code(w), 1e-14);
      expectClose(der(w), slope(w), 1e-14);
    }
  });
});

test('the derivative and gradient that the first page shows are exact to the last digits', () => {
  expect(derivative((w: number) => Math.sin(4 * w) + 0.1 * w ** 2)(1)).toBe(4 * Math.cos(4) + 0.2);
  const f = (w: number[]): number => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2;
  expect(grad(f)([0, 0])).toEqual([1, 1]);
  expect(grad(f)([0.25, -3])).toEqual([1.5, -5]);
});

test('secants and tangents of the text', () => {
  const secant = secantLine((w) => Math.sin(w), 0, -2.6);
  expectClose(secant.slope, Math.sin(-2.6) / -2.6, 1e-15);
  expect(secant.slope.toFixed(5)).toBe('0.19827');
  expect(secant.equation()).toBe('h(w) = 0.1983 w');
  expect(tangentLine((w) => Math.sin(w), 0).slope).toBe(1);
  expect(() => tangentLine((w) => Math.max(0, w), 0)).toThrow('slopes from the left settle at 0, from the right at 1');
  expect(() => secantLine((w) => w, 2, 2)).toThrow('a secant needs two points');
});

describe('verdicts', () => {
  test('relu has a corner at 0, and says its slopes', () => {
    const verdict = differentiability((w) => Math.max(0, w), 0);
    expect(verdict).toMatchObject({ verdict: 'corner', differentiable: false, left: 0, right: 1, exact: true });
    expect(verdict.reason).toBe('slopes from the left settle at 0, from the right at 1');
    expect(verdict).not.toHaveProperty('derivative');
    expect(verdict.secants.length).toBeGreaterThan(3);
    for (const row of verdict.secants) expect([row.left, row.right]).toEqual([0, 1]);
  });

  test('|w| has a corner at 0 and none beside it', () => {
    expect(differentiability((w) => Math.abs(w), 0)).toMatchObject({ verdict: 'corner', left: -1, right: 1 });
    expect(differentiability((w) => Math.abs(w), 1e-9)).toMatchObject({ verdict: 'differentiable', derivative: 1 });
  });

  test('tanh(w)² is differentiable at 1', () => {
    const verdict = differentiability((w) => Math.tanh(w) ** 2, 1);
    expect(verdict).toMatchObject({ verdict: 'differentiable', differentiable: true, exact: true });
    expectClose(verdict.derivative!, (2 * Math.tanh(1)) / Math.cosh(1) ** 2, 1e-14);
  });

  test('two corners that cancel are no corner', () => {
    expect(differentiability((w) => Math.max(w, 0) + Math.min(w, 0), 0)).toMatchObject({
      verdict: 'differentiable',
      derivative: 1,
    });
  });
});
