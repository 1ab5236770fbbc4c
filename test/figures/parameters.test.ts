/**
 * Figures of functions with parameters: which letters have sliders, that what is drawn is the function with these numbers in
 * it, and that derivatives stay exact, also with respect to a letter.
 */
import { describe, expect, test } from 'vitest';
import { SecantError } from '../../src/base/diagnostics.ts';
import { makeFigure } from '../../src/pictures/figures/index.ts';
import { readDrawn } from '../../src/pictures/figures/read-drawn.ts';
import type { FunctionInputs } from '../../src/pictures/figures/kinds.ts';

describe('which letters are parameters', () => {
  test.each<readonly [string, FunctionInputs, readonly string[]]>([
    ['a w^2 + b', 'one', ['a', 'b']],
    ['b + a w', 'one', ['a', 'b']],
    ['a x^2', 'one', ['a']],
    ['A sin(k t + φ)', 'one', ['A', 'k', 'φ']],
    ['a0 + a_1 w', 'one', ['a0', 'a1']],
    ['x w', 'one', ['x']],
    ['g(t) = x t', 'one', ['x']],
    ['e^w + pi', 'one', []],
    ['d/dw a w^2', 'one', ['a']],
    ['sum(k, 1, 3, c w^k)', 'one', ['c']],
    ['q^2', 'one', []],
    ['a w1^2 + b w2', 'two', ['a', 'b']],
    ['a x^2 + y^2', 'two', ['a']],
    ['f(u, v) = x u v', 'two', ['x']],
    ['u v', 'two', []],
    ['a w', 'any', []],
  ])('%s for %s', (text, inputs, letters) => {
    expect(readDrawn(text, inputs).parameters).toEqual(letters);
  });

  test('who draws may say so', () => {
    expect(readDrawn('a w^2', 'any', ['a']).parameters).toEqual(['a']);
    expect(readDrawn('w x', 'one', ['w']).parameters).toEqual(['w']);
  });

  test.each(['a + b', 'alpha w', 'w + w(', 'foo'])('%s is an error, as without parameters', (text) => {
    expect(() => readDrawn(text, 'one')).toThrow(SecantError);
  });
});

const square = makeFigure('tangent-along-curve', ['a w^2 + b'], { parameters: { b: { min: -3, max: 4, value: -1 } } });

test('parameters are plain data, the last of the other sliders', () => {
  expect(square.parameters).toEqual([
    { name: 'a', min: -5, max: 5, step: 0.1, value: 1, stops: [] },
    { name: 'b', min: -3, max: 4, step: 0.05, value: -1, stops: [] },
  ]);
  expect(square.others).toEqual(square.parameters);
  const map = makeFigure('gradient-field', ['a w1^2 + w2^2']);
  expect(map.others?.map(({ name }) => name)).toEqual(['w₂', 'a']);
  expect(map.parameters?.map(({ name }) => name)).toEqual(['a']);
});

test.each([
  [1, [2, 3], 5, 4],
  [-1.5, [-0.5, 0], -1.125, 1.5],
  [0, [5, -3], -3, 0],
])('at w = %d with %j the figure is that of the function with these numbers', (w, others, value, slope) => {
  const [a = 0, b = 0] = others;
  const plain = makeFigure('tangent-along-curve', [`${a}w^2 + ${b}`], {
    y: square.sceneAt(0).panels[0]?.y.domain ?? [0, 1],
  });
  const drawn = square.sceneAt(w, others);
  expect(drawn.panels).toEqual(plain.sceneAt(w).panels);
  expect(plain.memberAt).toBeUndefined();
  expect(square.memberAt?.(others).curveAt?.('curve', w)).toBe(value);
  expect(square.valueText(w, others)).toContain(`slope ${slope.toFixed(2).replace('-', '−')}`);
});

test('the axis stands still while a parameter moves', () => {
  const windows = [-5, -1, 0.1, 1, 5].map((a) => square.sceneAt(1, [a, -1]).panels[0]?.y.domain);
  expect(new Set(windows.map(String)).size).toBe(1);
});

test('the values are said under the picture and in the sentence', () => {
  const { readOut } = square.sceneAt(1, [2, 3]);
  expect(readOut.slice(-2).map(({ key, value }) => [key, value])).toEqual([
    ['parameter-a', '2.00'],
    ['parameter-b', '3.00'],
  ]);
  expect(square.describeAt(1, [2, 3])).toBe(
    'At w = 1.00 the function is 5.00. The tangent has slope 4.00. Here a = 2.00, b = 3.00.',
  );
});

test('a kink moves with its parameter, and the slider stops there', () => {
  const corner = makeFigure('tangent-along-curve', ['|w - c|']);
  expect(corner.memberAt?.([-1.3]).parameter.stops).toEqual([-1.3]);
  expect(corner.sceneAt(-1.3, [-1.3]).notice).toContain('slopes −1 and 1');
  expect(corner.sceneAt(1, [-1.3]).notice).toBeUndefined();
});

test('the derivative with respect to a parameter is exact', () => {
  const wave = makeFigure('tangent-along-curve', ['a sin(k w)'], { also: ['d/dk', 'a k w'] });
  for (const [w, a, k] of [
    [1, 2, 3],
    [-0.7, 1, 1],
    [2.5, -4, 0.5],
  ] as const) {
    const line = wave.sceneAt(w, [a, k]).panels[0]?.marks.find(({ key }) => key === 'beside-0');
    const points = line?.kind === 'path' ? line.pieces.flat() : [];
    expect(points.length).toBeGreaterThan(50);
    for (const [at, height] of points) expect(height).toBeCloseTo(a * at * Math.cos(k * at), 12);
  }
  expect(wave.describeAt(1, [2, 3])).toContain(`There ∂g/∂k is ≈ ${(2 * Math.cos(3)).toFixed(2).replace('-', '−')}.`);
  expect(wave.describeAt(1, [2, 3])).toContain('There a k w is 6.00.');
});

test('both functions of a figure of two share their letters', () => {
  const both = makeFigure('line-and-plane', ['a w^2', 'a w1^2 + c w2']);
  expect(both.parameters?.map(({ name }) => name)).toEqual(['a', 'c']);
  expect(both.valueText(1, [3, 2])).toBe('w = 1.00, slope 6.00, gradient (6.00, 2.00)');
});

test.each([
  [{ parameters: { a: { min: 2, max: 1 } } }, 'the parameter `a` cannot be'],
  [{ parameters: { a: { value: 9 } } }, 'the parameter `a` cannot be 9'],
  [{ parameters: { a: { least: 1 } } }, '`parameters` is'],
  [{ parameters: [1] }, '`parameters` is'],
  [{ also: ['d/dc'] }, 'derivative by `c`'],
  [{ y: [1, 0] }, '`y` is'],
])('%j is refused', (options, words) => {
  expect(() => makeFigure<string>('tangent-along-curve', ['a w'], options)).toThrow(words);
});
