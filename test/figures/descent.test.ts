/** Gradient descent: the points are those of the iteration, and what goes wrong is told. */
import { describe, expect, test } from 'vitest';
import { descent, type Point } from '../../src/pictures/figures/index.ts';
import { markOf, panelOf, pointsOf, readOutOf } from '../support/marks.ts';

/** Functions of one number with their slopes in closed form, a start and a rate. */
const curves: readonly (readonly [string, (w: number) => number, (w: number) => number, number, number])[] = [
  ['w²', (w) => w ** 2, (w) => 2 * w, 2.5, 0.1],
  ['sin', (w) => Math.sin(w), (w) => Math.cos(w), 1, 0.3],
  ['w² with long steps', (w) => w ** 2, (w) => 2 * w, 2.5, 0.9],
  ['a curve of two valleys', (w) => w ** 4 / 4 - w ** 2 + w / 4, (w) => w ** 3 - 2 * w + 0.25, 0.15, 0.1],
];

/** And of two numbers. */
const planes: readonly (readonly [string, (w: number[]) => number, (x: number, y: number) => Point, Point, number])[] =
  [
    ['a bowl', (w) => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2, (x, y) => [2 * x + 1, 2 * y + 1], [2.5, 2], 0.2],
    [
      'a valley',
      (w) => (1 - w[0]!) ** 2 + 10 * (w[1]! - w[0]! ** 2) ** 2,
      (x, y) => [-2 * (1 - x) - 40 * x * (y - x * x), 20 * (y - x * x)],
      [-1.5, 1],
      0.02,
    ],
  ];

describe('descent on a curve', () => {
  test.each(curves)('%s: the walk is the iteration', (_, g, slope, from, rate) => {
    const figure = descent(g, { from, rate, steps: 20 });
    let w = from;
    const wanted: Point[] = [[w, g(w)]];
    for (let k = 1; k <= 20; k++) {
      w -= rate * slope(w);
      wanted.push([w, g(w)]);
      const scene = figure.sceneAt(k);
      const walk = pointsOf(scene, 'curve', 'walk');
      expect(walk).toHaveLength(k + 1);
      for (const [index, [x, y]] of walk.entries()) {
        expect(x).toBeCloseTo(wanted[index]![0], 12);
        expect(y).toBeCloseTo(wanted[index]![1], 12);
      }
      const [here, next] = pointsOf(scene, 'curve', 'next');
      expect(here?.[0]).toBeCloseTo(w, 12);
      expect(next?.[0]).toBeCloseTo(w - rate * slope(w), 12);
    }
  });

  test('start green, point red, past steps small, tangent green, next step dashed', () => {
    const scene = descent((w: number) => w ** 2, { from: 2, rate: 0.25 }).sceneAt(3);
    expect(markOf(scene, 'curve', 'dot', 'start')).toMatchObject({ role: 'fixed-point', at: [2, 4] });
    expect(markOf(scene, 'curve', 'dot', 'point')).toMatchObject({ role: 'moving-point', at: [0.25, 0.0625] });
    expect(markOf(scene, 'curve', 'dot', 'step1')).toMatchObject({ at: [1, 1], minor: true });
    expect(markOf(scene, 'curve', 'dot', 'step2')).toMatchObject({ at: [0.5, 0.25], minor: true });
    expect(markOf(scene, 'curve', 'path', 'next')?.role).toBe('guide');
    expect(markOf(scene, 'curve', 'dot', 'next-point')).toMatchObject({ at: [0.125, 0.015625], open: true });
    const [a, b] = pointsOf(scene, 'curve', 'tangent');
    expect((b![1] - a![1]) / (b![0] - a![0])).toBeCloseTo(0.5, 12);
    expect(markOf(scene, 'curve', 'text', 'point-word')?.runs.map(({ text }) => text)).toEqual(['w', '3']);
  });

  test('read-out, sentence and slider', () => {
    const figure = descent((w: number) => w ** 2, { from: 2, rate: 0.25 });
    expect(readOutOf(figure.sceneAt(1))).toEqual({ step: '1', w: '1.00', g: '1.00', slope: '2.00', rate: '0.25' });
    expect(figure.describeAt(1)).toBe(
      'Step 1: at w = 1.00 the function is 1.00 and its slope 2.00. The next step goes to 0.50.',
    );
    expect(figure.valueText(1)).toBe('step 1, w = 1.00, value 1.00');
    expect(figure.parameter).toMatchObject({ name: 'step', min: 0, max: 30, step: 1, value: 3, stops: [] });
    expect([figure.frames, figure.valueAt(30), figure.parameter.written?.(2.4)]).toEqual([31, 30, '2']);
  });

  test('a corner ends the walk, with the reason', () => {
    const figure = descent((w: number) => Math.abs(w), { from: 2, rate: 0.5 });
    const notice = 'the walk ends at step 4, no gradient there: slopes −1 and 1';
    for (const k of [4, 5, 30]) expect(figure.sceneAt(k).notice).toBe(notice);
    expect(figure.sceneAt(3).notice).toBeUndefined();
    expect(figure.parameter.stops).toEqual([4]);
    const scene = figure.sceneAt(30);
    expect(pointsOf(scene, 'curve', 'walk')).toHaveLength(5);
    expect(pointsOf(scene, 'curve', 'next')).toEqual([]);
    expect(pointsOf(scene, 'curve', 'tangent')).toEqual([]);
    expect(figure.describeAt(30)).toContain('The walk ends at step 4');
  });

  test('leaving the domain of the function ends it too', () => {
    const figure = descent((w: number) => Math.sqrt(w), { from: 0.3, rate: 1 });
    expect(figure.sceneAt(1).notice).toBe('the walk ends at step 1, no gradient there: the function is not defined');
  });

  test('steps that are too long climb, leave the picture, and are lost in the end', () => {
    const figure = descent((w: number) => w ** 2, { from: 2.2, rate: 1.1, steps: 200 });
    expect(figure.sceneAt(1).notice).toBe('this step went up: it was too long');
    expect(figure.parameter.stops[0]).toBe(2);
    expect(figure.sceneAt(3).notice).toBe('step 2 leaves the picture');
    expect(markOf(figure.sceneAt(3), 'curve', 'text', 'point-word')).toBeUndefined();
    expect(figure.sceneAt(200).notice).toMatch(/^after step \d+ the walk is lost/);
  });

  test('at the lowest place it rests', () => {
    expect(descent((w: number) => w ** 2, { from: 2, rate: 0.5 }).sceneAt(1).notice).toBe(
      'the gradient is zero here: the walk rests',
    );
  });

  test('rate and start can be moved', () => {
    const figure = descent((w: number) => w ** 2, { from: 2, rate: 0.25 });
    expect(figure.others?.map(({ name, value }) => [name, value])).toEqual([
      ['rate', 0.25],
      ['w⁰', 2],
    ]);
    expect(pointsOf(figure.sceneAt(1, [0.5, -3]), 'curve', 'walk')).toEqual([
      [-3, 9],
      [0, 0],
    ]);
    expect(figure.handles).toMatchObject([{ panel: 'curve', mark: 'start', moves: [2] }]);
    expect(figure.handles[0]?.parameterAt(9, 0)).toBe(3);
  });
});

describe('descent on a map', () => {
  test.each(planes)('%s: the walk is the iteration, and the arrow the gradient', (_, f, gradient, from, rate) => {
    const figure = descent(f, { from, rate, steps: 15 });
    let [x, y] = from;
    for (let k = 0; k <= 15; k++) {
      const scene = figure.sceneAt(k);
      const [a, b] = gradient(x, y);
      const [u, v] = markOf(scene, 'map', 'dot', 'point')?.at ?? [NaN, NaN];
      expect(u).toBeCloseTo(x, 12);
      expect(v).toBeCloseTo(y, 12);
      const [tail, head] = markOf(scene, 'map', 'arrows', 'gradient')?.arrows[0] ?? [];
      expect(tail).toEqual([u, v]);
      expect(((head![0] - u) * b - (head![1] - v) * a) / Math.hypot(a, b)).toBeCloseTo(0, 9);
      expect((head![0] - u) * a + (head![1] - v) * b).toBeGreaterThan(0);
      [x, y] = [x - rate * a, y - rate * b];
    }
    expect(panelOf(figure.sceneAt(0), 'map').map).toBe(true);
    expect(figure.handles).toMatchObject([{ panel: 'map', mark: 'start', moves: [2, 3] }]);
    expect(figure.handles[0]?.acrossAt?.(0, -1)).toBe(-1);
  });

  test('a ridge ends the walk', () => {
    const figure = descent((w: number[]) => Math.abs(w[0]!) + w[1]! ** 2, { from: [1, 1], rate: 0.25 });
    expect(figure.sceneAt(4).notice).toBe('the walk ends at step 4, no gradient there: slopes −1 and 1, along w₁');
    expect(markOf(figure.sceneAt(4), 'map', 'arrows', 'gradient')).toBeUndefined();
  });
});

describe('which of the two it is', () => {
  test('the start says it: a number, or two', () => {
    expect(descent((w: number) => w ** 2, { from: 1 }).scene(0).panels[0]?.key).toBe('curve');
    expect(descent((w: number[]) => w[0]! ** 2 + w[1]!, { from: [1, 1] }).scene(0).panels[0]?.key).toBe('map');
  });

  test('without one, the function does', () => {
    expect(descent((w: number) => Math.log(w)).scene(0).panels[0]?.key).toBe('curve');
    expect(descent((w: number[]) => w[0]! ** 2 + w[1]!).scene(0).panels[0]?.key).toBe('map');
  });

  test('options that make no figure are refused', () => {
    const g = (w: number): number => w;
    expect(() => descent(g, { rate: 0 })).toThrow('S203');
    expect(() => descent(g, { steps: 1000 })).toThrow('S203');
    expect(() => descent(g, { from: 9 })).toThrow('`from` is 9');
    expect(() => descent((w: number[]) => w[0]!, { from: [0, 9] })).toThrow('S203');
  });
});

test('a part of the picture shows the same walk', () => {
  const figure = descent((w: number[]) => w[0]! ** 2 + w[1]! ** 2, { from: [2, 1], rate: 0.25 });
  const window = { x: [0, 1], y: [0, 1] } as const;
  const scene = figure.sceneAt(3, undefined, { map: window });
  expect(panelOf(scene, 'map').x.domain).toEqual([0, 1]);
  expect(pointsOf(scene, 'map', 'walk')).toEqual(pointsOf(figure.sceneAt(3), 'map', 'walk'));
  const curve = descent((w: number) => w ** 2, { from: 2, rate: 0.25 });
  expect(panelOf(curve.sceneAt(1, undefined, { curve: window }), 'curve').y.domain).toEqual([0, 1]);
  expect(curve.curveAt?.('curve', 3)).toBe(9);
});

test('exclusions cut the curve', () => {
  const scene = descent((w: number) => w ** 2, { from: 2, exclusions: [-1] }).sceneAt(1);
  expect(markOf(scene, 'curve', 'path', 'curve')?.pieces).toHaveLength(2);
});
