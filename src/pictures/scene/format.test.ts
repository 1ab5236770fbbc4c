import { describe, expect, test } from 'vitest';
import { formatNumber, formatShort } from './format.ts';
import { numberRuns, plainText, variable, applied } from './text.ts';
import { ticksOf } from './ticks.ts';

describe('numbers as people read them', () => {
  test.each([
    [1, '1.00'],
    [-2.6, '−2.60'],
    [0.84147, '0.84'],
    [0, '0.00'],
    [-0, '0.00'],
    [0.05, '0.05'],
    [0.0515, '0.051'],
    [0.00123, '0.0012'],
    [-0.00123, '−0.0012'],
    [1e-7, '1.0·10⁻⁷'],
    [1234.5, '1235'],
    [12345678, '1.23·10⁷'],
    [NaN, 'undefined'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
    [0.999999999, '1.00'],
    [-1e-17, '−1.0·10⁻¹⁷'],
  ])('%d is read out as %s', (value, text) => expect(formatNumber(value)).toBe(text));

  test.each([
    [0, '0'],
    [1, '1'],
    [-0.5, '−0.5'],
    [0.5403023, '0.54'],
    [2.5e-7, '2.5·10⁻⁷'],
    [3e8, '3·10⁸'],
  ])('%d is short for %s', (value, text) => expect(formatShort(value, 2)).toBe(text));
});

test('ticks have the digits of their step and a proper minus', () => {
  expect(ticksOf([-1, 1], 4).map(({ label }) => label)).toEqual(['−1.0', '−0.5', '0', '0.5', '1.0']);
  expect(ticksOf([-3.1, 3.1], 6).map(({ label }) => label)).toEqual(['−3', '−2', '−1', '0', '1', '2', '3']);
  expect(ticksOf([0, 1.1e-9], 2).map(({ label }) => label)).toEqual(['0', '5·10⁻¹⁰', '1.0·10⁻⁹']);
  expect(ticksOf([0, 59049], 3).map(({ label }) => label)).toEqual(['0', '20000', '40000']);
});

test('runs as plain text', () => {
  expect(plainText(variable('w', { above: '0' }))).toBe('w⁰');
  expect(plainText(applied('g', variable('w', { above: '0' })))).toBe('g(w⁰)');
});

test('exponents are set as superscripts', () => {
  expect(numberRuns('−3·10⁻¹⁵ and 2')).toEqual([
    { text: '−3·10' },
    { text: '−15', style: 'superscript' },
    { text: ' and 2' },
  ]);
});
