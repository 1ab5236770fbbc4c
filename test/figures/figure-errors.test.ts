/** What figures say to what they cannot draw, in the reader's words, and functions that capture something. */
import { describe, expect, test } from 'vitest';
import { SecantError } from '../../src/base/diagnostics.ts';
import {
  gradientField,
  makeFigure,
  readFunction,
  tangentAlongCurve,
  tangentPlanes,
} from '../../src/pictures/figures/index.ts';
import { readOutOf } from '../support/marks.ts';

function errorOf(make: () => unknown): SecantError {
  try {
    make();
  } catch (error) {
    if (error instanceof SecantError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('formulas written in other ways', () => {
  test.each([
    ['1 000 w', 'write 1000, with nothing between its digits'],
    ['12 345 678 + w', 'write 12345678, with nothing between its digits'],
    ['a + b', 'put a number in place of b, and keep one variable, w'],
    ['x₁²+x₂²', 'keep one variable, w'],
  ])('%s: %s', (text, hint) => {
    expect(errorOf(() => makeFigure('tangent-along-curve', [text], {})).hint).toBe(hint);
  });

  test('what the hints say works', () => {
    for (const text of ['1000 w', 'max(0.5, w)', '3 w^2'])
      expect(makeFigure('tangent-along-curve', [text], {}).kind).toBe('tangent-along-curve');
  });

  test('the letter that is too many is named, and shown', () => {
    const error = errorOf(() => readFunction('a w^2'));
    expect(error.message).toContain('`a` is one variable too many');
    expect(errorOf(() => makeFigure('tangent-along-curve', ['x₁²+x₂²'], {})).message).toContain('`x₂`');
  });

  test('a semicolon between arguments, and a comma in decimals, are read', () => {
    expect(readOutOf(makeFigure('tangent-along-curve', ['max(0,5;w)'], {}).sceneAt(-1))['g']).toBe('0.50');
  });

  test('any letter may be the variable', () => {
    expect(readOutOf(makeFigure('tangent-along-curve', ['θ^2'], {}).sceneAt(2))['g']).toBe('4.00');
  });
});

test('the text of what a body throws is kept', () => {
  const error = errorOf(() =>
    tangentAlongCurve((): number => {
      throw new Error('no data for this year');
    }),
  );
  expect(error.message).toContain('no data for this year');
});

test('a function of two numbers is told how to take a list', () => {
  const product = ((x: number, y: number) => x * y) as unknown as (w: number[]) => number;
  const error = errorOf(() => gradientField(product));
  expect(error.hint).toBe('put its arguments in brackets: ([x, y]) => x * y');
  expect(gradientField(([x = 0, y = 0]) => x * y).kind).toBe('gradient-field');
});

describe('what a function captures is passed in', () => {
  const scale = [3].map((it) => it)[0] ?? 0;
  const helper = (w: number): number => scale * w;

  test('numbers and helper functions, to makers and by kind', () => {
    const g = (w: number): number => scale * w * w;
    expect(errorOf(() => tangentAlongCurve(g)).hint).toContain('{ scope: { scale } }');
    const made = [
      tangentAlongCurve(g, { scope: { scale } }),
      makeFigure('tangent-along-curve', [g], { scope: { scale } }),
    ];
    for (const figure of made) expect(readOutOf(figure.sceneAt(1))).toMatchObject({ g: '3.00', slope: '6.00' });
    const nested = tangentAlongCurve((w: number) => helper(w) * w, { scope: { helper: (w: number) => 3 * w } });
    expect(readOutOf(nested.sceneAt(1))['slope']).toBe('6.00');
    const plane = tangentPlanes(([x = 0, y = 0]: number[]) => scale * x + y, { scope: { scale } });
    expect(plane.describeAt(0)).toContain('slope 3.00 along w₁');
  });

  test('a scope that is none is refused', () => {
    const error = errorOf(() => tangentAlongCurve((w) => w, { scope: 3 as unknown as Record<string, unknown> }));
    expect(error.code).toBe('S203');
  });
});
