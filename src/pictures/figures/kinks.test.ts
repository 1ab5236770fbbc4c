import { describe, expect, test } from 'vitest';
import '../../index.ts';
import { findKinks } from './kinks.ts';
import { sampleCurve } from '../scene/sample-curve.ts';

type F = (w: number) => number;

/** Functions with the exact derivative beside them, so that the search alone is tested. */
const rows: readonly (readonly [string, F, F, readonly number[]])[] = [
  ['sin', (w) => Math.sin(w), (w) => Math.cos(w), []],
  ['relu', (w) => Math.max(0, w), (w) => (w > 0 ? 1 : w < 0 ? 0 : 0.5), [0]],
  ['|w − 1/3|', (w) => Math.abs(w - 1 / 3), (w) => Math.sign(w - 1 / 3), [1 / 3]],
  ['|w² − 2|', (w) => Math.abs(w * w - 2), (w) => 2 * w * Math.sign(w * w - 2), [-Math.SQRT2, Math.SQRT2]],
  ['small corner', (w) => w + 1e-3 * Math.abs(w - 1), (w) => 1 + 1e-3 * Math.sign(w - 1), [1]],
  ['floor', (w) => Math.floor(w), () => 0, [-2, -1, 0, 1, 2, 3]],
  ['sign(w²), whose jump computers see at 1e-162', (w) => Math.sign(w * w), () => 0, [0]],
  ['tan', (w) => Math.tan(w), (w) => 1 / Math.cos(w) ** 2, [-Math.PI / 2, Math.PI / 2]],
  ['sin(1/w)', (w) => Math.sin(1 / w), (w) => -Math.cos(1 / w) / w ** 2, [0]],
  ['log', (w) => Math.log(w), (w) => (w > 0 ? 1 / w : NaN), [0]],
];

describe('kinks are found where they are', () => {
  test.each(rows)('%s', (_, g, slope, expected) => {
    const kinks = findKinks(g, slope, g, [-3, 3], sampleCurve(g, [-3, 3]).events);
    const inside = expected.filter((w) => kinks.near(w, 1e-9) !== undefined);
    expect(inside).toEqual(expected);
    expect(kinks.stops).toHaveLength(expected.length);
    for (const [index, w] of expected.entries()) expect(kinks.stops[index]).toBeCloseTo(w, 12);
  });

  test('many kinks leave room between them', () => {
    const g: F = (w) => Math.abs(Math.sin(50 * w));
    const slope: F = (w) => 50 * Math.cos(50 * w) * Math.sign(Math.sin(50 * w));
    const kinks = findKinks(g, slope, g, [-3, 3], []);
    expect(kinks.stops.length).toBe(24);
    expect(kinks.near(Math.PI / 100, 0.1)).toBeUndefined();
  });
});
