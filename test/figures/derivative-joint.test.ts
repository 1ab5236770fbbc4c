/** The derivative is drawn as the point moves, at the right heights, and with no line where it has no value. */
import { describe, expect, test } from 'vitest';
import { derivativeJoint } from '../../src/pictures/figures/index.ts';
import { markOf, panelOf, pointsOf, readOutOf } from '../support/marks.ts';

const sine = derivativeJoint((w) => Math.sin(w));
const absolute = derivativeJoint((w) => Math.abs(w));

describe('derivativeJoint', () => {
  test('two panels: function and tangent, derivative and its height', () => {
    const scene = sine.sceneAt(1);
    expect(scene.panels.map(({ key }) => key)).toEqual(['curve', 'derivative']);
    expect(markOf(scene, 'curve', 'path', 'curve')?.role).toBe('function');
    expect(markOf(scene, 'curve', 'path', 'tangent')?.role).toBe('tangent');
    expect(markOf(scene, 'curve', 'dot', 'point')).toMatchObject({ role: 'moving-point', at: [1, Math.sin(1)] });
    expect(markOf(scene, 'derivative', 'path', 'derivative')?.role).toBe('true-derivative');
    expect(markOf(scene, 'derivative', 'dot', 'height')).toMatchObject({ role: 'second-point', at: [1, Math.cos(1)] });
  });

  test('what was passed is drawn up to the point, what is to come begins there', () => {
    for (const w of [-2.5, -1, 0.25, 2.9]) {
      const scene = sine.sceneAt(w);
      const passed = pointsOf(scene, 'derivative', 'derivative');
      const toCome = pointsOf(scene, 'derivative', 'to-come');
      expect(markOf(scene, 'derivative', 'path', 'to-come')?.role).toBe('guide');
      expect(passed.at(-1)).toEqual([w, Math.cos(w)]);
      expect(toCome[0]).toEqual([w, Math.cos(w)]);
      expect(passed[0]?.[0]).toBe(-3);
      expect(toCome.at(-1)?.[0]).toBe(3);
      for (const [x, y] of [...passed, ...toCome]) expect(y).toBeCloseTo(Math.cos(x), 12);
    }
  });

  test('the rise over a run of 1 is the height on the right, in its colour and with its number', () => {
    for (const w of [-2.9, -1, 0, 1, 2.9]) {
      const scene = sine.sceneAt(w);
      const [low, high] = pointsOf(scene, 'curve', 'rise');
      const [start, corner] = pointsOf(scene, 'curve', 'run');
      expect((high?.[1] ?? NaN) - (low?.[1] ?? NaN)).toBeCloseTo(Math.cos(w), 12);
      expect((corner?.[0] ?? NaN) - (start?.[0] ?? NaN)).toBeCloseTo(1, 12);
      expect(markOf(scene, 'curve', 'path', 'rise')?.role).toBe(markOf(scene, 'derivative', 'path', 'stem')?.role);
      const rise = markOf(scene, 'curve', 'text', 'rise-word');
      const height = markOf(scene, 'derivative', 'text', 'height-word');
      expect([rise?.runs, rise?.role]).toEqual([height?.runs, height?.role]);
    }
  });

  test('over a long domain the run is longer, and the number says so', () => {
    const scene = derivativeJoint((w) => w / 4, { domain: [-100, 100] }).sceneAt(0);
    const [low, high] = pointsOf(scene, 'curve', 'rise');
    expect((high?.[1] ?? NaN) - (low?.[1] ?? NaN)).toBeCloseTo(5, 12);
    expect(markOf(scene, 'curve', 'text', 'rise-word')?.runs).toEqual([{ text: '20 · 0.25' }]);
  });

  test('at a corner: no height, two open dots, no line across, and the reason', () => {
    const scene = absolute.sceneAt(0);
    expect(markOf(scene, 'derivative', 'dot', 'height')).toBeUndefined();
    expect(markOf(scene, 'curve', 'path', 'tangent')).toBeUndefined();
    expect(scene.notice).toBe('no derivative here: slopes −1 and 1');
    expect(absolute.valueText(0)).toBe('w = 0.00, no slope, slopes −1 and 1');
    expect(absolute.describeAt(0)).toBe(
      'At w = 0.00 the function is 0.00. There is no derivative here: slopes −1 and 1.',
    );
    const dots = panelOf(scene, 'derivative').marks.filter((mark) => mark.kind === 'dot');
    expect(dots).toMatchObject([
      { at: [0, -1], open: true },
      { at: [0, 1], open: true },
    ]);
    expect(absolute.parameter.stops).toEqual([0]);
  });

  test.each([
    ['|w|', (w: number) => Math.abs(w), [0]],
    ['|w² − 2|', (w: number) => Math.abs(w * w - 2), [-Math.SQRT2, Math.SQRT2]],
    ['relu', (w: number) => Math.max(0, w), [0]],
    ['floor + w/2', (w: number) => Math.floor(w) + w / 2, [-2, -1, 0, 1, 2]],
    ['1/w', (w: number) => 1 / w, [0]],
    ['log', (w: number) => Math.log(w), [0]],
    ['∛w', (w: number) => Math.cbrt(w), [0]],
  ])('the derivative of %s has no line across its breaks', (_, g, breaks) => {
    const scene = derivativeJoint(g).sceneAt(2.99);
    const pieces = markOf(scene, 'derivative', 'path', 'derivative')?.pieces ?? [];
    for (const w of breaks)
      for (const piece of pieces) {
        const [first, last] = [piece[0]?.[0] ?? NaN, piece.at(-1)?.[0] ?? NaN];
        expect(first < w && last > w, `a piece from ${first} to ${last} passes ${w}`).toBe(false);
      }
  });

  test('a jump of the function leaves a hole in its derivative, not a spike', () => {
    const scene = derivativeJoint((w) => Math.floor(w) + w / 2).sceneAt(2.99);
    for (const [, y] of pointsOf(scene, 'derivative', 'derivative')) expect(y).toBe(0.5);
    expect(markOf(scene, 'derivative', 'dot', 'left-limit0')).toMatchObject({ open: true });
  });

  test('outside the domain neither has a value', () => {
    const log = derivativeJoint((w) => Math.log(w));
    const scene = log.sceneAt(-1);
    expect(scene.notice).toBe('no derivative here: the function is not defined');
    expect(pointsOf(scene, 'derivative', 'derivative')).toEqual([]);
    expect(readOutOf(scene)).toMatchObject({ verdict: 'outside the domain' });
  });

  test('exclusions cut both lines', () => {
    const scene = derivativeJoint((w) => Math.exp(w), { exclusions: [0.5] }).sceneAt(3);
    expect(markOf(scene, 'curve', 'path', 'curve')?.pieces).toHaveLength(2);
    expect(markOf(scene, 'derivative', 'path', 'derivative')?.pieces).toHaveLength(2);
  });

  test('both points are handles of the same slider', () => {
    expect(sine.handles.map(({ panel, mark }) => [panel, mark])).toEqual([
      ['curve', 'point'],
      ['derivative', 'height'],
    ]);
    expect(sine.handles[1]?.parameterAt(9, 0)).toBe(3);
    expect(absolute.handles[0]?.parameterAt(0.01, 0)).toBe(0);
  });
});
