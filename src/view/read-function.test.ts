import { describe, expect, test } from 'vitest';
import { SecantError } from '../base/diagnostics.ts';
import { notationOf, readFunction } from './read-function.ts';

function errorOf(text: string): SecantError {
  try {
    readFunction(text);
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
