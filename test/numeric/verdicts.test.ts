/**
 * Verdicts of the black-box road. Every function is put to the question at 0, moved to other points, raised by an
 * offset, stretched and scaled; none of this may change the verdict, and the slope must change as it should.
 */
import { describe, expect, it } from 'vitest';
import { blackBoxDifferentiability, type Verdict } from '../../src/calculus/numeric/index.ts';

const { abs, cbrt, cos, exp, floor, hypot, log, max, min, round, sign, sin, sqrt, tan, tanh } = Math;
const relu = (w: number): number => max(0, w);
/** f with the value at 0 set by hand. */
const from0 =
  (at0: number, f: (w: number) => number) =>
  (w: number): number =>
    w === 0 ? at0 : f(w);

interface Row {
  readonly name: string;
  readonly g: (w: number) => number;
  readonly verdict: Verdict;
  /** Slope at 0 where there is one. */
  readonly slope?: number;
  /** What moving to 10⁵ or adding 10⁵ would bury under rounding. */
  readonly delicate?: true;
}

const rows: readonly Row[] = [
  { name: 'relu', g: relu, verdict: 'corner' },
  { name: '|w|', g: abs, verdict: 'corner' },
  { name: 'max(1 + w, (1 + w)³)', g: (w) => max(1 + w, (1 + w) ** 3), verdict: 'corner' },
  { name: 'leaky relu', g: (w) => max(0.01 * w, w), verdict: 'corner' },
  { name: '√relu', g: (w) => sqrt(relu(w)), verdict: 'corner', delicate: true },
  { name: 'a corner of angle 1e-6', g: (w) => w + 1e-6 * abs(w), verdict: 'corner' },
  { name: 'log(1 + |w|)', g: (w) => Math.log1p(abs(w)), verdict: 'corner' },
  { name: 'w² sin(1/w)', g: from0(0, (w) => w * w * sin(1 / w)), verdict: 'differentiable', slope: 0, delicate: true },
  {
    name: 'w³ sin(1/w) + 2w',
    g: from0(0, (w) => w ** 3 * sin(1 / w) + 2 * w),
    verdict: 'differentiable',
    slope: 2,
    delicate: true,
  },
  { name: 'w|w|', g: (w) => w * abs(w), verdict: 'differentiable', slope: 0 },
  { name: 'relu²', g: (w) => relu(w) ** 2, verdict: 'differentiable', slope: 0 },
  { name: 'log(1 + e^1000w)', g: (w) => log(1 + exp(1000 * w)), verdict: 'differentiable', slope: 500 },
  { name: '√(w⁴)', g: (w) => sqrt(w ** 4), verdict: 'differentiable', slope: 0 },
  { name: '|w|^1.5', g: (w) => abs(w) ** 1.5, verdict: 'differentiable', slope: 0, delicate: true },
  { name: 'max(w, 0) + min(w, 0)', g: (w) => max(w, 0) + min(w, 0), verdict: 'differentiable', slope: 1 },
  { name: 'cos 1000w', g: (w) => cos(1000 * w), verdict: 'differentiable', slope: 0 },
  { name: 'tanh 500w', g: (w) => tanh(500 * w), verdict: 'differentiable', slope: 500 },
  { name: 'sin', g: sin, verdict: 'differentiable', slope: 1 },
  { name: 'hypot(w, 1)', g: (w) => hypot(w, 1), verdict: 'differentiable', slope: 0 },
  { name: 'round', g: round, verdict: 'differentiable', slope: 0 },
  { name: 'a constant', g: () => 3, verdict: 'differentiable', slope: 0 },
  { name: 'w sin(1/w)', g: from0(0, (w) => w * sin(1 / w)), verdict: 'oscillating', delicate: true },
  { name: 'cbrt', g: cbrt, verdict: 'vertical tangent', delicate: true },
  { name: 'w log|w|', g: from0(0, (w) => w * log(abs(w))), verdict: 'vertical tangent', delicate: true },
  { name: '|w|^(2/3)', g: (w) => abs(w) ** (2 / 3), verdict: 'cusp', delicate: true },
  { name: '√|w|', g: (w) => sqrt(abs(w)), verdict: 'cusp', delicate: true },
  { name: 'sign', g: sign, verdict: 'jump' },
  { name: 'floor', g: floor, verdict: 'jump' },
  { name: 'a step of 1e-9', g: (w) => (w < 0 ? 0 : 1e-9), verdict: 'jump', delicate: true },
  { name: 'sin and a step of 1e-9', g: (w) => sin(w) + (w < 0 ? 0 : 1e-9), verdict: 'jump', delicate: true },
  { name: 'sin(w)/w with a wrong value', g: from0(5, (w) => sin(w) / w), verdict: 'jump' },
  { name: '1/w with the value 0', g: from0(0, (w) => 1 / w), verdict: 'jump' },
  { name: '√', g: sqrt, verdict: 'outside the domain', delicate: true },
];

function check(g: (w: number) => number, w: number, verdict: Verdict, slope: number | undefined): void {
  const result = blackBoxDifferentiability(g, w);
  expect(`${result.verdict} (${result.reason})`).toMatch(new RegExp(`^${verdict} `));
  expect(result.differentiable).toBe(verdict === 'differentiable');
  expect(result.exact).toBe(false);
  expect(result.secants).toHaveLength(8);
  expect('derivative' in result).toBe(result.differentiable);
  if (slope !== undefined) {
    expect(Math.abs((result.derivative ?? NaN) - slope)).toBeLessThanOrEqual(1e-5 * max(1, abs(slope)));
  }
}

describe.each(rows)('$name', ({ g, verdict, slope, delicate }) => {
  const times = (factor: number): number | undefined => (slope === undefined ? undefined : factor * slope);

  it(`is ${verdict} at 0`, () => check(g, 0, verdict, slope));
  it('turned over', () => check((w) => -g(w), 0, verdict, times(-1)));
  it('scaled by 1000 and 1/1000', () => {
    check((w) => 1000 * g(w), 0, verdict, times(1000));
    check((w) => g(w) / 1000, 0, verdict, times(1 / 1000));
  });
  it('stretched', () => check((w) => g(w / 1000), 0, verdict, times(1 / 1000)));
  it('tilted', () => check((w) => g(w) + 3 * w, 0, verdict, slope === undefined ? undefined : slope + 3));
  it('moved to 0.3 and −2', () => {
    check((w) => g(w - 0.3), 0.3, verdict, slope);
    check((w) => g(w + 2), -2, verdict, slope);
  });
  it('moved to 1e5', () => check((w) => g(w - 1e5), 1e5, verdict, delicate ? undefined : slope));
  if (delicate === undefined) it('raised by 1e5', () => check((w) => g(w) + 1e5, 0, verdict, slope));
});

describe('where people ask', () => {
  it.each<[string, (w: number) => number, number, Verdict, number?]>([
    ['max(w, w³) at 1', (w) => max(w, w ** 3), 1, 'corner'],
    ['|sin w| at the double nearest π', (w) => abs(sin(w)), Math.PI, 'corner'],
    ['floor at 3', floor, 3, 'jump'],
    ['floor at 3.5', floor, 3.5, 'differentiable', 0],
    ['round at 2.5', round, 2.5, 'jump'],
    ['round at 2.3', round, 2.3, 'differentiable', 0],
    ['sign at 0.3', sign, 0.3, 'differentiable', 0],
    ['tan at 1.57', tan, 1.57, 'differentiable', 1 / cos(1.57) ** 2],
    ['tan at the double nearest π/2', tan, Math.PI / 2, 'differentiable'],
    ['e^(1/w) at 0', from0(0, (w) => exp(1 / w)), 0, 'jump'],
    ['1/w at 0', (w) => 1 / w, 0, 'jump'],
    ['sin(w)/w at 0', (w) => sin(w) / w, 0, 'outside the domain'],
    ['log at 0', log, 0, 'outside the domain'],
    ['log at −1', log, -1, 'outside the domain'],
    ['asin at 1', Math.asin, 1, 'outside the domain'],
    ['|3w − 0.9| at 0.3', (w) => abs(3 * w - 0.9), 0.3, 'corner'],
    ['a step of 1e-9 on 1e5', (w) => 1e5 + (w < 0.3 ? 0 : 1e-9), 0.3, 'jump'],
    ['1/w at 1e-8', (w) => 1 / w, 1e-8, 'differentiable', -1e16],
    ['|w| at 1e-12', abs, 1e-12, 'differentiable', 1],
    ['sin in single precision', (w) => Math.fround(sin(w)), 1, 'differentiable', cos(1)],
    ['at an infinite point', sin, Infinity, 'outside the domain'],
  ])('%s', (_name, g, w, verdict, slope) => check(g, w, verdict, slope));

  it('an end of the domain gives the slope of the side there is', () => {
    const end = blackBoxDifferentiability((w) => (w >= 0 ? 2 * w : NaN), 0);
    expect(end.verdict).toBe('outside the domain');
    expect(end.left).toBeNaN();
    expect(end.right).toBeCloseTo(2, 12);
    expect(blackBoxDifferentiability(sqrt, 0).right).toBe(Infinity);
  });

  it('a function that throws has no value there', () => {
    const g = (w: number): number => {
      if (w < 1) throw new Error('no');
      return w;
    };
    expect(blackBoxDifferentiability(g, 1).verdict).toBe('outside the domain');
    expect(blackBoxDifferentiability(g, 0).reason).toBe('the function has no value at 0');
  });

  it('rounding inside a function is not called a swing of its slopes', () => {
    const rest = (w: number): number => log((1 + w - w) ** 2);
    expect(blackBoxDifferentiability(rest, 0).reason).toMatch(/lost in rounding; doubles do not tell/);
    expect(
      blackBoxDifferentiability(
        from0(0, (w) => sin(1 / w)),
        0,
      ).reason,
    ).toMatch(/keep swinging between/);
  });

  it('reasons are sentences a student understands', () => {
    expect(blackBoxDifferentiability(relu, 0).reason).toBe('slopes from the left settle at 0, from the right at 1');
    expect(blackBoxDifferentiability((w) => abs(sin(w)), Math.PI).reason).toMatch(/closer than doubles can tell$/);
    expect(blackBoxDifferentiability((w) => w + 1e-6 * abs(w), 0).reason).toMatch(
      /at 0\.999999, from the right at 1\.000001$/,
    );
    expect(blackBoxDifferentiability((w) => (w < 0 ? 0 : 1e-9), 0).reason).toBe(
      'not continuous at 0, where the value is 1e-9: values from the left end 1e-9 below it, slopes from the right settle at 0',
    );
  });
});
