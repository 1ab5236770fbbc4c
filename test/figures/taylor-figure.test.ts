/** Taylor polynomials: the right coefficients, an honest end, and the stretch where they fit. */
import { describe, expect, test } from 'vitest';
import { taylorFigure, type Figure } from '../../src/pictures/figures/index.ts';
import { markOf, panelOf, pointsOf, readOutOf } from '../support/marks.ts';

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** Functions with the closed form of their coefficients at a point. */
const rows: readonly (readonly [string, (w: number) => number, number, (k: number) => number])[] = [
  ['sin at 0', (w) => Math.sin(w), 0, (k) => [0, 1, 0, -1][k % 4]! / factorial(k)],
  ['exp at 1', (w) => Math.exp(w), 1, (k) => Math.E / factorial(k)],
  ['1/(1 + w²) at 0', (w) => 1 / (1 + w ** 2), 0, (k) => (k % 2 === 1 ? 0 : (-1) ** (k / 2))],
  ['log at 2', (w) => Math.log(w), 2, (k) => (k === 0 ? Math.log(2) : (-1) ** (k + 1) / (k * 2 ** k))],
];

/** The polynomial as drawn, inside the window. */
function drawn(figure: Figure, order: number, others?: readonly number[]) {
  const scene = figure.sceneAt(order, others);
  const [low, high] = panelOf(scene, 'curve').y.domain;
  return pointsOf(scene, 'curve', 'polynomial').filter(([, y]) => y > low && y < high);
}

describe('taylorFigure', () => {
  test.each(rows)('%s: orders 0 to 10 are the closed form', (_, g, at, coefficient) => {
    const figure = taylorFigure(g, { at });
    for (let order = 0; order <= 10; order++) {
      const points = drawn(figure, order);
      expect(points.length).toBeGreaterThan(5);
      for (const [w, y] of points) {
        let sum = 0;
        for (let k = order; k >= 0; k--) sum = sum * (w - at) + coefficient(k);
        expect(y, `order ${order} at ${w}`).toBeCloseTo(sum, 8);
      }
      expect(markOf(figure.sceneAt(order), 'curve', 'text', 'polynomial-word')?.runs).toEqual([
        { text: `order ${order}` },
      ]);
    }
  });

  test('the slider is an integer from 0 to 10 and stops at each', () => {
    const { parameter, frames, valueAt } = taylorFigure((w) => Math.sin(w));
    expect(parameter).toMatchObject({ name: 'order', min: 0, max: 10, step: 1, value: 3 });
    expect(parameter.stops).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect([frames, valueAt(0), valueAt(10), parameter.written?.(2.6)]).toEqual([11, 0, 10, '3']);
    const figure = taylorFigure((w) => Math.sin(w));
    expect(figure.valueText(2.6)).toBe(figure.valueText(3));
  });

  test('order 1 is the tangent, the others are dashed', () => {
    const roles = [0, 1, 2, 10].map(
      (order) => markOf(taylorFigure((w) => Math.sin(w)).sceneAt(order), 'curve', 'path', 'polynomial')?.role,
    );
    expect(roles).toEqual(['second-order', 'tangent', 'second-order', 'second-order']);
  });

  test('the point is dragged: it moves the second parameter, and the polynomial with it', () => {
    const figure = taylorFigure((w) => Math.exp(w));
    expect(figure.others?.map(({ name, value }) => [name, value])).toEqual([['w⁰', 0]]);
    expect(figure.handles[0]?.moves).toEqual([1]);
    expect(figure.handles[0]?.parameterAt(1.25, 9)).toBe(1.25);
    expect(figure.sceneAt(1, [0])).toEqual(figure.sceneAt(1));
    for (const [w, y] of drawn(figure, 1, [1])) expect(y).toBeCloseTo(Math.E * w, 8);
  });

  test.each(rows)('%s: inside the band polynomial and function are within a pixel, at its ends just so', (_, g, at) => {
    const figure = taylorFigure(g, { at });
    for (const order of [0, 1, 3, 6]) {
      const scene = figure.sceneAt(order);
      const [low, high] = panelOf(scene, 'curve').y.domain;
      const pixel = (high - low) / 400;
      const band = markOf(scene, 'curve', 'polygon', 'match')?.points ?? [];
      const [from, to] = [band[0]?.[0] ?? NaN, band[1]?.[0] ?? NaN];
      expect(from).toBeLessThanOrEqual(at);
      expect(to).toBeGreaterThanOrEqual(at);
      for (const [w, y] of drawn(figure, order)) {
        const off = Math.abs(y - g(w));
        if (w > from && w < to) expect(off).toBeLessThanOrEqual(pixel * 1.01);
        if ((w < from && w > from - 0.02) || (w > to && w < to + 0.02)) expect(off).toBeGreaterThan(pixel * 0.99);
      }
    }
  });

  test.each([
    ['relu', (w: number) => Math.max(0, w), 0, 'the function has the slopes 0 and 1'],
    ['|w| w', (w: number) => Math.abs(w) * w, 1, 'the first derivative has the slopes −2 and 2'],
    ['|w|³', (w: number) => Math.abs(w) ** 3, 2, 'the second derivative has the slopes −6 and 6'],
    ['w³ from 0 on', (w: number) => (w < 0 ? 0 : w ** 3), 2, 'the second derivative has the slopes 0 and 6'],
    ['|w|^2.5', (w: number) => Math.abs(w) ** 2.5, 2, 'the second derivative has a cusp'],
    ['∛w', (w: number) => Math.cbrt(w), 0, 'the function is vertical'],
  ])('%s ends at its last derivative, and the figure says why', (_, g, last, why) => {
    const figure = taylorFigure(g);
    expect(figure.sceneAt(last).notice).toBeUndefined();
    const scene = figure.sceneAt(last + 1);
    expect(scene.notice).toBe(`order ${last} is the last here: ${why}`);
    expect(readOutOf(scene)['order']).toBe(String(last));
    expect(figure.valueText(10)).toBe(`order 10, w⁰ = 0.00, order ${last} is the last here: ${why}`);
    expect(figure.describeAt(10)).toContain(`Order ${last} is the last here: ${why}.`);
    // Beside the point there is nothing in the way.
    expect(figure.sceneAt(10, [0.5]).notice).toBeUndefined();
  });

  test('outside the domain there is no polynomial', () => {
    const figure = taylorFigure((w) => Math.log(w), { at: -1 });
    const scene = figure.sceneAt(3);
    expect(scene.notice).toBe('no polynomial here: the function is not defined');
    expect(markOf(scene, 'curve', 'path', 'polynomial')).toBeUndefined();
    expect(markOf(scene, 'curve', 'polygon', 'match')).toBeUndefined();
    expect(figure.describeAt(3)).toBe('At w = −1.00 there is no polynomial here: the function is not defined.');
  });

  test('the equation: a beginning in the title, all of it in the sentence', () => {
    const figure = taylorFigure((w) => Math.exp(w));
    const title = panelOf(figure.sceneAt(10), 'curve')
      .title?.map(({ text }) => text)
      .join('');
    expect(title).toMatch(/^h\(w\) ≈ 1 \+ w \+ 0.5 w2 .*…$/);
    expect(figure.describeAt(2)).toBe(
      'Around w = 0.00 the polynomial of order 2 is h(w) = 1 + w + 0.5 w². In the picture it cannot be told from the function from w ≈ −0.756 to w ≈ 0.672.',
    );
    expect(taylorFigure((w) => w ** 2).describeAt(2)).toContain('cannot be told from the function everywhere.');
  });

  test('options that make no figure are refused', () => {
    expect(() => taylorFigure((w) => w, { highest: 0 })).toThrow('S203');
    expect(() => taylorFigure((w) => w, { highest: 21 })).toThrow('S203');
    expect(() => taylorFigure((w) => w, { at: 4 })).toThrow('`at` is 4');
  });
});
