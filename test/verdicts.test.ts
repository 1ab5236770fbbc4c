/**
 * The verdicts that must come out right, by both roads: from the source, exactly, and from secants alone. The two
 * roads share no code. Where doubles cannot tell, the black box says so in its reason.
 */
import { describe, expect, test } from 'vitest';
import { differentiability, type ScalarFunction, type Verdict } from 'secant';

interface Row {
  readonly name: string;
  readonly g: ScalarFunction;
  readonly at: number;
  readonly verdict: Verdict;
  /** One-sided slopes, where there are any to speak of. */
  readonly slopes?: readonly [left: number, right: number];
  /** What the black box says instead, and must explain. */
  readonly sampled?: Verdict;
}

const rows: readonly Row[] = [
  { name: 'relu', g: (w) => Math.max(0, w), at: 0, verdict: 'corner', slopes: [0, 1] },
  { name: '|w|', g: (w) => Math.abs(w), at: 0, verdict: 'corner', slopes: [-1, 1] },
  { name: 'max(w, w³)', g: (w) => Math.max(w, w ** 3), at: 1, verdict: 'corner', slopes: [1, 3] },
  {
    name: 'w² sin(1/w)',
    g: (w) => (w === 0 ? 0 : w * w * Math.sin(1 / w)),
    at: 0,
    verdict: 'differentiable',
    slopes: [0, 0],
  },
  { name: 'w sin(1/w)', g: (w) => (w === 0 ? 0 : w * Math.sin(1 / w)), at: 0, verdict: 'oscillating' },
  { name: 'cbrt', g: (w) => Math.cbrt(w), at: 0, verdict: 'vertical tangent', slopes: [Infinity, Infinity] },
  { name: '|w|^(2/3)', g: (w) => Math.abs(w) ** (2 / 3), at: 0, verdict: 'cusp', slopes: [-Infinity, Infinity] },
  { name: 'sign', g: (w) => Math.sign(w), at: 0, verdict: 'jump' },
  { name: 'max(sin, cos) at π/4', g: (w) => Math.max(Math.sin(w), Math.cos(w)), at: Math.PI / 4, verdict: 'corner' },
  { name: 'log|w|', g: (w) => Math.log(Math.abs(w)), at: 0, verdict: 'outside the domain' },
  { name: 'sign beside', g: (w) => Math.sign(w), at: 0.5, verdict: 'differentiable', slopes: [0, 0] },
  { name: 'floor at an integer', g: (w) => Math.floor(w), at: 1, verdict: 'jump' },
  { name: 'floor between', g: (w) => Math.floor(w), at: 1.5, verdict: 'differentiable', slopes: [0, 0] },
  { name: 'round at a half', g: (w) => Math.round(w), at: 0.5, verdict: 'jump' },
  { name: 'round at an integer', g: (w) => Math.round(w), at: 1, verdict: 'differentiable', slopes: [0, 0] },
  { name: 'w |w|', g: (w) => w * Math.abs(w), at: 0, verdict: 'differentiable', slopes: [0, 0] },
  { name: 'relu squared', g: (w) => Math.max(0, w) ** 2, at: 0, verdict: 'differentiable', slopes: [0, 0] },
  {
    name: 'log(1 + e^(1000w))',
    g: (w) => Math.log(1 + Math.exp(1000 * w)),
    at: 0,
    verdict: 'differentiable',
    slopes: [500, 500],
  },
  { name: 'sqrt', g: (w) => Math.sqrt(w), at: 0, verdict: 'outside the domain', slopes: [NaN, Infinity] },
  { name: 'sqrt(w⁴)', g: (w) => Math.sqrt(w ** 4), at: 0, verdict: 'differentiable', slopes: [0, 0] },
  {
    name: 'tan near π/2',
    g: (w) => Math.tan(w),
    at: 1.57,
    verdict: 'differentiable',
    slopes: [1 / Math.cos(1.57) ** 2, 1 / Math.cos(1.57) ** 2],
  },
  { name: '1/w', g: (w) => 1 / w, at: 0, verdict: 'jump' },
  {
    name: '|sin w| at the double nearest π, where sin is 1.2e-16',
    g: (w) => Math.abs(Math.sin(w)),
    at: Math.PI,
    verdict: 'corner',
    slopes: [-1, 1],
  },
  {
    name: 'max(w,0) + min(w,0)',
    g: (w) => Math.max(w, 0) + Math.min(w, 0),
    at: 0,
    verdict: 'differentiable',
    slopes: [1, 1],
  },
  { name: 'a step of height 1e-9', g: (w) => (w < 0 ? 0 : 1e-9), at: 0, verdict: 'jump' },
  { name: 'a corner of angle 1e-6', g: (w) => (w < 0 ? 0 : 1e-6 * w), at: 0, verdict: 'corner', slopes: [0, 1e-6] },
];

function expectSlope(found: number, expected: number, digits: number): void {
  if (!Number.isFinite(expected)) expect(found).toBe(expected);
  else expect(Math.abs(found - expected)).toBeLessThanOrEqual(digits * Math.max(1e-3, Math.abs(expected)));
}

describe.each(rows)('$name', ({ g, at, verdict, slopes, sampled }) => {
  test('from the source', () => {
    const found = differentiability(g, at);
    expect(found.verdict).toBe(verdict);
    expect(found.exact).toBe(true);
    expect(found.differentiable).toBe(verdict === 'differentiable');
    expect('derivative' in found).toBe(verdict === 'differentiable');
    expect(found.reason.length).toBeGreaterThan(10);
    if (slopes) {
      expectSlope(found.left, slopes[0], 1e-7);
      expectSlope(found.right, slopes[1], 1e-7);
    }
  });

  test('from secants alone', () => {
    const found = differentiability(g, at, { blackBox: true });
    expect(found.verdict).toBe(sampled ?? verdict);
    expect(found.exact).toBe(false);
    expect(found.secants.length).toBeGreaterThan(3);
    if (sampled) expect(found.reason).toMatch(/beside|may|cannot/);
    else if (slopes) {
      expectSlope(found.left, slopes[0], 1e-5);
      expectSlope(found.right, slopes[1], 1e-5);
    }
  });
});

test('a native function and one whose captured names are hidden are judged as black boxes', () => {
  const hidden = ((): ScalarFunction => {
    const factor = 2;
    return (w) => Math.abs(factor * w);
  })();
  expect(differentiability(hidden, 0)).toMatchObject({ verdict: 'corner', exact: false });
  expect(differentiability(Math.abs, 0)).toMatchObject({ verdict: 'corner', exact: true, left: -1, right: 1 });
  expect(differentiability(Math.abs.bind(undefined), 0)).toMatchObject({ verdict: 'corner', exact: false });
});

test('a corner that doubles cannot hit is one, and the reason says so', () => {
  const between = {
    verdict: 'corner',
    differentiable: false,
    reason: expect.stringContaining('between two numbers') as string,
  };
  expect(differentiability((w) => Math.abs(Math.sin(w)), Math.PI)).toMatchObject(between);
  expect(differentiability((w) => Math.max(Math.sin(w), Math.cos(w)), Math.PI / 4)).toMatchObject(between);
  expect(differentiability((w) => Math.abs(w ** 2 - 2), Math.SQRT2)).toMatchObject(between);
  const folded = differentiability((w) => Math.asin(Math.sin(w)), Math.PI / 2);
  expect(folded).toMatchObject(between);
  expect([folded.left, folded.right].map((slope) => Number(slope.toFixed(6)))).toEqual([1, -1]);
});

test.each([
  ['steep', (w: number) => Math.tanh(1e12 * (w - 1)), 1 + 1e-12],
  ['fast', (w: number) => Math.sin(1e15 * w), 1],
  ['smooth', (w: number) => Math.sin(w), Math.PI],
  ['curved', (w: number) => Math.exp(-1e8 * (w - 1) ** 2), 1],
] as const)('a %s function is no corner', (_how, g, at) => {
  expect(differentiability(g, at).verdict).not.toBe('corner');
});
