/** The static three panels and the figures of ε at named positions. */
import { describe, expect, test } from 'vitest';
import { epsilonError, epsilonSweep, secantPanels, type Mark, type Scene } from '../../src/pictures/figures/index.ts';

function paths(scene: Scene, panel: string): Extract<Mark, { kind: 'path' }>[] {
  const marks = scene.panels.find((candidate) => candidate.key === panel)?.marks ?? [];
  return marks.filter((mark) => mark.kind === 'path');
}

describe('secantPanels', () => {
  test('Example 1: sin, a secant through −2.6, the tangent at 0', () => {
    const figure = secantPanels((w) => Math.sin(w), { at: 0, through: -2.6 });
    const titles = figure.scene(0).panels.map(({ title }) => title?.map(({ text }) => text).join(''));
    expect(titles).toEqual(['w0 at (0, 0)', 'h(w) ≈ 0.1983 w', 'h(w) = w']);
    expect(figure.describe(0)).toContain('is h(w) ≈ 0.1983 w. The tangent is h(w) = w.');
    expect(figure.frames).toBe(1);
  });

  test('relu has a point, a secant, and no tangent', () => {
    const scene = secantPanels((w) => Math.max(0, w), { through: 2 }).scene(0);
    expect(scene.panels[2]?.marks.some((mark) => mark.role === 'tangent')).toBe(false);
    expect(scene.notice).toBe('no tangent here: slopes 0 and 1');
  });

  test('two points are needed', () => {
    expect(() => secantPanels((w) => w, { at: 1, through: 1 })).toThrow('S401');
  });
});

describe('epsilonSweep', () => {
  const figure = epsilonSweep((w) => Math.sin(w), { at: 1 });

  test('function black, true derivative dashed blue, numerical derivative red, ε in the title', () => {
    const scene = figure.sceneAt(3);
    expect(paths(scene, 'curve').map(({ role }) => role)).toEqual([
      'function',
      'numerical-derivative',
      'true-derivative',
    ]);
    expect(scene.panels[0]?.title?.map(({ text }) => text).join('')).toBe('ε = 10−3');
    expect(figure.parameter.written?.(3)).toBe('10⁻³');
  });

  test('ε runs from 1 to 1e-17', () => {
    expect(figure.valueText(figure.valueAt(0))).toMatch(/^ε = 1,/);
    expect(figure.valueText(figure.valueAt(figure.frames - 1))).toMatch(/^ε = 10⁻¹⁷,/);
  });

  test.each([
    [1, 'truncation'],
    [6, 'truncation'],
    [9, 'rounding'],
    [14, 'rounding'],
    [17, 'w + ε rounds to w'],
  ])('at 10^−%i the error is %s', (power, why) => {
    expect(figure.valueText(power).endsWith(why)).toBe(true);
  });

  test.each([
    ['relu', (w: number) => Math.max(0, w)],
    ['floor', (w: number) => Math.floor(w)],
    ['the cube root', (w: number) => Math.cbrt(w)],
  ])('where %s has no derivative, no number is called the true one', (_name, g) => {
    for (const kind of [epsilonSweep, epsilonError]) {
      const kinked = kind(g, { at: 0 });
      expect(kinked.describeAt(3)).toBe(
        'With ε = 10⁻³ the numerical derivative at w = 0 has no error: there is no finite derivative to compare it with.',
      );
      expect(kinked.valueText(3)).toBe('ε = 10⁻³, no finite derivative to compare with');
    }
  });

  test('the numerical derivative is what the definition says, noise and all', () => {
    for (const power of [1, 8, 15]) {
      const [numerical] = paths(figure.sceneAt(power), 'curve').filter(({ role }) => role === 'numerical-derivative');
      const epsilon = Number(`1e-${power}`);
      for (const [w, y] of numerical?.pieces.flat().filter((_, k) => k % 40 === 0) ?? [])
        expect(y).toBe((Math.sin(w + epsilon) - Math.sin(w)) / epsilon);
    }
  });
});

test('epsilonError: truncation has slope 1, rounding slope −1, and the best ε is near 10⁻⁸', () => {
  const scene = epsilonError((w) => Math.sin(w), { at: 1 }).sceneAt(1);
  const slope = (key: string): number => {
    const [a, b] = paths(scene, 'error').find((path) => path.key === key)?.pieces[0] ?? [];
    return a === undefined || b === undefined ? NaN : (b[1] - a[1]) / (b[0] - a[0]);
  };
  expect(slope('truncation')).toBeCloseTo(1, 9);
  expect(slope('rounding')).toBeCloseTo(-1, 9);
  const best = paths(scene, 'error').find((path) => path.key === 'best')?.pieces[0]?.[0]?.[0];
  expect(best).toBeGreaterThan(-8.5);
  expect(best).toBeLessThan(-7);
});
