import { describe, expect, test } from 'vitest';
import { SecantError } from '../../base/diagnostics.ts';
import '../../index.ts';
import type { FunctionInputs } from './kinds.ts';
import { notationOf, readFunction } from './read-function.ts';

function errorOf(text: string, inputs: FunctionInputs = 'one'): SecantError {
  try {
    readFunction(text, inputs);
  } catch (error) {
    if (error instanceof SecantError) return error;
    throw error;
  }
  throw new Error(`${text} was read`);
}

test('the notation is decided by the content', () => {
  expect(notationOf('sin(4w) + 0.1w^2')).toBe('formula');
  expect(notationOf('g(w) = |w|')).toBe('formula');
  expect(notationOf('w => w ** 2')).toBe('source');
  expect(notationOf('function (w) { return w }')).toBe('source');
});

describe('formulas of one variable are read', () => {
  test.each([
    ['sin(w)', 1, Math.sin(1)],
    ['x^2 + 2x', 3, 15],
    ['t', 2, 2],
    ['3', 2, 3],
    ['2e3 w', 1, 2000],
    ['log(w) + e^w', 1, Math.E],
    ['w => w * 2', 4, 8],
  ])('%s at %d', (text, at, value) => {
    expect(readFunction(text)(at)).toBeCloseTo(value, 12);
  });
});

describe('a variable too many is named with its place', () => {
  test.each([
    ['w + 7q', 6, 'q'],
    ['x*y', 3, 'y'],
    ['w1 + w2', 6, 'w2'],
    ['2w_1', 2, 'w_1'],
  ])('%s', (text, column, name) => {
    const error = errorOf(text);
    expect(error.code).toBe('S201');
    expect(error.column).toBe(column);
    expect(error.sentence).toContain(`\`${name}\``);
  });
});

test('a fault in the formula comes first', () => {
  expect(errorOf('sin(w + q').code).toBe('S002');
  expect(errorOf('').code).toBe('S002');
  expect(errorOf('sinn(w)').code).toBe('S002');
});

test('no hint speaks of options that a field does not have', () => {
  for (const text of ['3*foo', 'w + w1']) expect(errorOf(text).hint).not.toContain('{');
});

describe('functions of two numbers are read', () => {
  test.each([
    ['w1 + 2w2', 5],
    ['2w2', 4],
    ['w_1^2', 1],
    ['x + 2y', 5],
    ['sin(x)*cos(y)', Math.sin(1) * Math.cos(2)],
    ['x1 - x2', -1],
    ['f(y, x) = y - 3x', -5],
    ['7', 7],
    ['w => w[0] - w[1]', -1],
    ['([a, b]) => a * b', 2],
  ])('%s at (1, 2)', (text, value) => {
    expect(readFunction(text, 'two')([1, 2])).toBeCloseTo(value, 12);
  });

  test.each([
    ['sin(w)', 'S201', 'two numbers'],
    ['x + y + z', 'S201', 'two numbers'],
    ['w1 + w2 + w3', 'S201', 'two numbers'],
    ['(x, y) => x + y', 'S201', 'takes 2 arguments'],
    ['w1 +', 'S002', ''],
    ['', 'S002', 'no function yet'],
  ])('"%s" is not one', (text, code, words) => {
    const error = errorOf(text, 'two');
    expect(error.code).toBe(code);
    expect(error.sentence).toContain(words);
    expect(error.hint ?? '').not.toContain('{');
  });
});

test('functions of any number of numbers are what the text says', () => {
  const read = (text: string): ((...values: unknown[]) => number) => readFunction(text, 'any') as never;
  expect(read('w^2')(3)).toBe(9);
  expect(read('w1 w2 w3')([2, 3, 4])).toBe(24);
});
