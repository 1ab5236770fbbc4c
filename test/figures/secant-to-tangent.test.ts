import { describe, expect, test } from 'vitest';
import { secantToTangent, type Mark, type Scene } from '../../src/pictures/figures/index.ts';

function mark<K extends Mark['kind']>(scene: Scene, kind: K, key: string): Extract<Mark, { kind: K }> | undefined {
  return scene.panels[0]?.marks.find((it): it is Extract<Mark, { kind: K }> => it.kind === kind && it.key === key);
}

function lineSlope(scene: Scene): number {
  const [a, b] = mark(scene, 'path', 'line')?.pieces[0] ?? [];
  return a === undefined || b === undefined ? NaN : (b[1] - a[1]) / (b[0] - a[0]);
}

const sine = secantToTangent((w) => Math.sin(w));
const tanh = secantToTangent((w) => Math.tanh(w) ** 2, { at: 1 });
const relu = secantToTangent((w) => Math.max(0, w));
const modulus = secantToTangent((w) => Math.abs(w));

describe('secantToTangent', () => {
  test('sin at 0: the secant through −2.6 is red, with slope 0.5155/2.6', () => {
    const scene = sine.sceneAt(-2.6);
    expect(mark(scene, 'path', 'line')?.role).toBe('secant');
    expect(lineSlope(scene)).toBeCloseTo(0.19827, 5);
    expect(mark(scene, 'dot', 'fixed')).toMatchObject({ role: 'fixed-point', at: [0, 0] });
    expect(mark(scene, 'dot', 'second')).toMatchObject({ role: 'second-point', at: [-2.6, Math.sin(-2.6)] });
    expect(mark(scene, 'text', 'line-word')?.runs).toEqual([{ text: 'secant' }]);
    expect(sine.parameter.value).toBe(-2.6);
  });

  test.each([
    ['sin at 0', sine, 0, 1],
    ['tanh² at 1', tanh, 1, 2 * Math.tanh(1) * (1 - Math.tanh(1) ** 2)],
  ] as const)('%s: where the points meet the line is green, from either side', (_, figure, at, slope) => {
    for (const w1 of [at, at - 0.005, at + 0.005]) {
      const scene = figure.sceneAt(w1);
      expect(mark(scene, 'path', 'line')?.role).toBe('tangent');
      expect(lineSlope(scene)).toBeCloseTo(slope, 7);
      expect(mark(scene, 'text', 'line-word')?.runs).toEqual([{ text: 'tangent' }]);
      expect(scene.notice).toBeUndefined();
    }
    for (const w1 of [at - 0.02, at + 0.02]) expect(mark(figure.sceneAt(w1), 'path', 'line')?.role).toBe('secant');
  });

  test('the fixed point is exactly where it was asked, whatever the frames', () => {
    const figure = secantToTangent((w) => Math.tanh(w) ** 2, { at: 0.123456789, frames: 17 });
    for (let k = 0; k < 17; k++) {
      expect(mark(figure.scene(k), 'dot', 'fixed')?.at).toEqual([0.123456789, Math.tanh(0.123456789) ** 2]);
    }
  });

  test('every film reaches the meeting', () => {
    for (const at of [0, 0.123, 1, -2.9, 3]) {
      const figure = secantToTangent((w) => Math.sin(w), { at });
      const met = Array.from({ length: figure.frames }, (_, k) => figure.valueAt(k)).filter((w) => w === at);
      expect(met.length).toBeGreaterThan(0);
      expect(figure.parameter.stops).toEqual([at]);
    }
  });

  test.each([
    ['relu', relu, 'slopes 0 and 1'],
    ['|w|', modulus, 'slopes −1 and 1'],
  ] as const)('%s at 0 never becomes green, and says why', (_, figure, why) => {
    for (let k = 0; k < figure.frames; k++) {
      const scene = figure.scene(k);
      expect(scene.panels[0]?.marks.some((it) => it.role === 'tangent')).toBe(false);
    }
    const scene = figure.sceneAt(0);
    expect(mark(scene, 'path', 'line')).toBeUndefined();
    expect(scene.notice).toBe(`no tangent here: ${why}`);
    expect(figure.valueText(0)).toBe(`w¹ = 0.00, no tangent, ${why}`);
  });

  test('the read-out and the sentences', () => {
    const values = (w: number): string[] => sine.sceneAt(w).readOut.map(({ value }) => value);
    expect(values(-2.6)).toEqual(['0.00', '−2.60', '0.20', 'secant']);
    expect(values(0)).toEqual(['0.00', '0.00', '1.00', 'tangent']);
    expect(sine.describeAt(0)).toContain('The points have met: the line is the tangent, with slope 1.00.');
    expect(sine.valueText(-2.6)).toBe('w¹ = −2.60, slope ≈ 0.20, secant');
  });

  test('where the function is not defined there is no secant', () => {
    const log = secantToTangent((w) => Math.log(w), { at: 1 });
    expect(log.sceneAt(-1).notice).toBe('no secant here: the function is not defined at the moving point');
    const lost = secantToTangent((w) => Math.log(w), { at: -1 });
    expect(lost.sceneAt(2).notice).toBe('no secant here: the function is not defined at the fixed point');
    expect(lost.sceneAt(-1).panels[0]?.marks.some((it) => it.role === 'tangent')).toBe(false);
  });

  test('the fixed point must be in the domain', () => {
    expect(() => secantToTangent((w) => w, { at: 4 })).toThrow('S203');
  });
});
