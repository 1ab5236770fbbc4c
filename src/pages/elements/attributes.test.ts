import { describe, expect, test } from 'vitest';
import { figureKinds } from '../../pictures/figures/kinds.ts';
import { attributeNames, attributeOf, attributeTable, readAttribute, textOfValue } from './attributes.ts';
import { defineElements, SecantFigureElement } from './index.ts';

test('every option of every kind is an attribute', () => {
  const options = new Set(Object.values(figureKinds).flatMap((row) => Object.keys(row.options)));
  for (const option of options) expect(attributeNames, option).toContain(attributeOf(option));
});

test('names are as HTML writes them', () => {
  for (const name of attributeNames) expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  expect(SecantFigureElement.observedAttributes).toEqual(Object.keys(attributeTable));
});

describe('a text is read in the shape that the kind gives it', () => {
  test.each([
    ['at', '1', 'secant-to-tangent', 1],
    ['at', '1 2', 'secant-planes', [1, 2]],
    ['at', '1', 'line-and-plane', 1],
    ['view', '20, 150', null, [20, 150]],
    ['domain', '-3, 3', 'gradient-field', [-3, 3]],
    [
      'domain',
      '[-3, 3], [0, 1]',
      'gradient-field',
      [
        [-3, 3],
        [0, 1],
      ],
    ],
    [
      'domain',
      '0 2 -1 1',
      'tangent-planes',
      [
        [0, 2],
        [-1, 1],
      ],
    ],
    ['value', '-2', 'tangent-planes', -2],
    ['label', '1 2', 'secant-to-tangent', '1 2'],
  ] as const)('%s="%s" of %s', (name, text, kind, value) => {
    expect(readAttribute(name, text, kind)).toEqual(value);
  });

  test('and refused in another', () => {
    expect(() => readAttribute('domain', '0, 1, 2, 3', 'secant-to-tangent')).toThrow('should be two numbers');
    expect(() => readAttribute('domain', '0, 1, 3, 2', 'secant-planes')).toThrow('or two such pairs');
    expect(() => readAttribute('at', '1 2', 'secant-to-tangent')).toThrow('`at` is "1 2", and should be a number');
    expect(() => readAttribute('at', '1', 'secant-planes')).toThrow('should be two numbers');
  });
});

test('values become text, whatever hands them over', () => {
  expect([textOfValue(0.5), textOfValue([-3, 3]), textOfValue('x'), textOfValue(null)]).toEqual([
    '0.5',
    '-3, 3',
    'x',
    undefined,
  ]);
  expect(() => textOfValue({})).toThrow('S203');
});

test('without a page the module does nothing', () => {
  expect(globalThis.customElements).toBeUndefined();
  expect(() => defineElements()).not.toThrow();
});
