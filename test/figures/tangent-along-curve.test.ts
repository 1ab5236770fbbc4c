import { describe, expect, test } from 'vitest';
import { SecantError } from '../../src/base/diagnostics.ts';
import { tangentAlongCurve, type Mark, type Scene } from '../../src/pictures/figures/index.ts';

function mark<K extends Mark['kind']>(scene: Scene, kind: K, key: string): Extract<Mark, { kind: K }> | undefined {
  return scene.panels[0]?.marks.find((it): it is Extract<Mark, { kind: K }> => it.kind === kind && it.key === key);
}

function slopeDrawn(scene: Scene, key = 'tangent'): number | undefined {
  const [a, b] = mark(scene, 'path', key)?.pieces[0] ?? [];
  return a === undefined || b === undefined ? undefined : (b[1] - a[1]) / (b[0] - a[0]);
}

function readOut(scene: Scene): Record<string, string> {
  return Object.fromEntries(scene.readOut.map(({ key, value }) => [key, value]));
}

const sine = tangentAlongCurve((w) => Math.sin(w));
const relu = tangentAlongCurve((w) => Math.max(0, w));

describe('tangentAlongCurve', () => {
  test('function black, point red, tangent green', () => {
    const scene = sine.sceneAt(1);
    expect(mark(scene, 'path', 'curve')?.role).toBe('function');
    expect(mark(scene, 'dot', 'point')).toMatchObject({ role: 'moving-point', at: [1, Math.sin(1)] });
    expect(mark(scene, 'path', 'tangent')?.role).toBe('tangent');
    expect(mark(scene, 'text', 'tangent-word')?.runs).toEqual([{ text: 'tangent' }]);
  });

  test('the tangent is the derivative at every position', () => {
    for (let k = 0; k < sine.frames; k += 7) {
      const w = sine.valueAt(k);
      expect(slopeDrawn(sine.scene(k))).toBeCloseTo(Math.cos(w), 7);
    }
  });

  test('defaults: domain [−3, 3], 200 frames, from end to end', () => {
    expect([sine.frames, sine.valueAt(0), sine.valueAt(199)]).toEqual([200, -3, 3]);
    expect(sine.parameter).toMatchObject({ min: -3, max: 3, step: 0.02, value: 1, stops: [] });
  });

  test('the read-out, the sentence and the slider agree', () => {
    expect(readOut(sine.sceneAt(1))).toEqual({ w: '1.00', g: '0.84', slope: '0.54', verdict: 'differentiable' });
    expect(sine.describeAt(1)).toBe('At w = 1.00 the function is ≈ 0.84. The tangent has slope ≈ 0.54.');
    expect(sine.valueText(1)).toBe('w = 1.00, slope ≈ 0.54, tangent');
  });

  test('the curve is sampled once: scrubbing hands out the same pieces', () => {
    expect(mark(sine.sceneAt(1), 'path', 'curve')?.pieces).toBe(mark(sine.sceneAt(-2), 'path', 'curve')?.pieces);
  });

  test('second order: blue, and exact for a parabola', () => {
    const figure = tangentAlongCurve((w) => 2 + w + 3 * w ** 2, { orders: [1, 2] });
    const scene = figure.sceneAt(0.5);
    const bow = mark(scene, 'path', 'second-order');
    expect(bow?.role).toBe('second-order');
    const points = bow?.pieces.flat() ?? [];
    expect(points.length).toBeGreaterThan(10);
    for (const [w, y] of points.slice(1, -1)) expect(y).toBeCloseTo(2 + w + 3 * w ** 2, 4);
    expect(readOut(scene)['second']).toBe('6.00');
  });

  test('at a corner there is no tangent, and the figure says why', () => {
    const scene = relu.sceneAt(0);
    expect(mark(scene, 'path', 'tangent')).toBeUndefined();
    expect(scene.notice).toBe('no tangent here: slopes 0 and 1');
    expect(readOut(scene)['verdict']).toBe('corner');
    expect(relu.valueText(0)).toBe('w = 0.00, no tangent, slopes 0 and 1');
    expect(mark(scene, 'path', 'left-ray')?.role).toBe('guide');
  });

  test('a corner is a stop, and near it the point snaps onto it', () => {
    expect(relu.parameter.stops).toEqual([0]);
    expect(relu.sceneAt(0.014).notice).toBeDefined();
    expect(relu.sceneAt(0.016).notice).toBeUndefined();
    expect(relu.handles[0]?.parameterAt(0.01, 0)).toBe(0);
    expect([...Array(200).keys()].filter((k) => relu.scene(k).notice !== undefined).length).toBeGreaterThan(0);
  });

  test('beside a corner the tangents are those of the sides', () => {
    expect(slopeDrawn(relu.sceneAt(-0.5))).toBeCloseTo(0, 9);
    expect(slopeDrawn(relu.sceneAt(0.5))).toBeCloseTo(1, 9);
  });

  test.each([
    ['|w|', (w: number) => Math.abs(w), [0]],
    ['|w − 0.3|', (w: number) => Math.abs(w - 0.3), [0.3]],
    ['two corners', (w: number) => Math.max(-1, Math.min(1, w)), [-1, 1]],
    ['tanh²', (w: number) => Math.tanh(w) ** 2, []],
    ['w|w|', (w: number) => w * Math.abs(w), []],
  ])('the corners of %s are found', (_, g, stops) => {
    const found = tangentAlongCurve(g).parameter.stops;
    expect(found).toHaveLength(stops.length);
    for (const [index, w] of stops.entries()) expect(found[index]).toBeCloseTo(w, 9);
  });

  test('outside the domain nothing is drawn but the hold, and it is said', () => {
    const log = tangentAlongCurve((w) => Math.log(w));
    const scene = log.sceneAt(-1);
    expect(scene.notice).toBe('no tangent here: the function is not defined');
    expect(mark(scene, 'path', 'tangent')).toBeUndefined();
    // A cross at the edge of the picture: no point of the curve, and none at height 0.
    expect(mark(scene, 'dot', 'point')).toMatchObject({ at: [-1, scene.panels[0]!.y.domain[0]], away: 'nowhere' });
    expect(readOut(scene)).toMatchObject({ g: 'undefined', verdict: 'outside the domain' });
    expect(log.valueText(-1)).toBe('w = −1.00, no tangent, the function is not defined');
  });

  test.each([
    ['floor(cos w)', (w: number) => Math.floor(Math.cos(w))],
    ['sign(w²)', (w: number) => Math.sign(w * w)],
    ['floor(exp(−w²))', (w: number) => Math.floor(Math.exp(-w * w))],
  ])('where only one value jumps out of a level line, there is no tangent: %s at 0', (_name, g) => {
    const figure = tangentAlongCurve(g);
    expect(slopeDrawn(figure.sceneAt(0))).toBeUndefined();
    expect(figure.valueText(0)).toBe('w = 0.00, no tangent, the value jumps');
  });

  test('a pole has no tangent and joins nothing', () => {
    const inverse = tangentAlongCurve((w) => 1 / w);
    expect(mark(inverse.sceneAt(1), 'path', 'curve')?.pieces).toHaveLength(2);
    expect(slopeDrawn(inverse.sceneAt(1))).toBeCloseTo(-1, 7);
    expect(inverse.sceneAt(0).notice).toBeDefined();
  });

  test('a jump is shown with an open and a filled dot', () => {
    const step = tangentAlongCurve((w) => (w >= 1 ? 1 : 0));
    const dots = step.sceneAt(0).panels[0]?.marks.filter((it) => it.kind === 'dot' && it.role === 'function');
    expect(dots).toMatchObject([
      { at: [1, 0], open: true },
      { at: [1, 1], open: false },
    ]);
    expect(step.parameter.stops).toEqual([1]);
    expect(mark(step.sceneAt(1), 'path', 'tangent')).toBeUndefined();
    expect(step.sceneAt(1).notice).toMatch(/^no tangent here: /);
  });

  test('options that make no figure are refused', () => {
    const code = (run: () => unknown): string => {
      try {
        run();
        return 'none';
      } catch (error) {
        return error instanceof SecantError ? error.code : 'other';
      }
    };
    const g = (w: number): number => w;
    expect(code(() => tangentAlongCurve(g, { domain: [1, 1] }))).toBe('S203');
    expect(code(() => tangentAlongCurve(g, { frames: 1.5 }))).toBe('S203');
    expect(code(() => tangentAlongCurve(g).scene(200))).toBe('S203');
    expect(code(() => tangentAlongCurve(g).mount(Object.create(null)))).toBe('S501');
  });

  test('a page of its own', () => {
    const html = sine.html();
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).toContain('<svg');
    expect(html).toContain('At w = 1.00 the function is ≈ 0.84.');
  });
});
