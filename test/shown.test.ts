/** What `console.log` and a notebook's kernel show of results, and that an error says everything once. */
import { inspect } from 'node:util';
import katex from 'katex';
import {
  derivative,
  differentiability,
  fromSource,
  grad,
  hessian,
  numericalDerivative,
  SecantError,
  secantHyperplane,
  tangentLine,
  taylorPolynomial,
} from 'secant';
import { secantToTangent } from 'secant/figures';
import { describe, expect, test } from 'vitest';

const product = (w: number[]): number => w[0]! * w[1]!;
const display = Symbol.for('Jupyter.display');

const rows: readonly (readonly [name: string, value: object, text: string])[] = [
  ['a line', tangentLine(Math.sin, 1), 'Line h(w) = 0.8415 + 0.5403 (w − 1)'],
  ['a hyperplane', secantHyperplane(product, [1, 2], 0, 1), 'Hyperplane h(w) = 2 + 2 (w₁ − 1)'],
  ['a polynomial', taylorPolynomial(Math.sin, 0, 3), 'Polynomial h(w) = w − 0.1667 w³'],
  [
    'a verdict',
    differentiability((w: number) => w * Math.abs(w - 1), 1),
    [
      'corner: slopes from the left settle at -1, from the right at 1',
      '  ε         from the left  from the right',
      '  0.1       -0.9           1.1',
      '  0.01      -0.99          1.01',
      '  0.001     -0.999         1.001',
      '  0.0001    -0.9999        1.0001',
      '  0.00001   -0.99999       1.00001',
      '  0.000001  -0.999999      1.000001',
    ].join('\n'),
  ],
  ['a verdict by secants', differentiability(Math.abs, 0, { blackBox: true }), 'corner (by its secants): '],
  ['an estimate', numericalDerivative((w) => 3 * w).estimate(4), 'Estimate 2.99999'],
  [
    'an estimate that is none',
    numericalDerivative((w) => Math.sqrt(w)).estimate(-1),
    'Estimate: none (no finite value',
  ],
  ['a figure', secantToTangent((w) => w ** 2, { at: 1 }), 'Figure secant-to-tangent: '],
];

describe('console.log of', () => {
  test.each(rows)('%s', (_name, value, text) => {
    expect(inspect(value).slice(0, text.length)).toBe(text);
    expect(inspect([value])).toContain(text.split('\n')[0]);
  });
  test('gradients and matrices, which are arrays', () => {
    expect(inspect(grad(product)([1, 2]))).toBe('[ 2, 1 ]');
    expect(inspect(hessian(product)([1, 2]))).toBe('[ [ 0, 1 ], [ 1, 0 ] ]');
  });
});

test('what is shown is no part of the data', () => {
  const verdict = differentiability((w: number) => w ** 2, 1);
  expect(Object.getOwnPropertySymbols({ ...verdict })).toEqual([]);
  expect(structuredClone(verdict)).toEqual(verdict);
  expect(Object.keys(tangentLine(Math.sin, 1))).toEqual(['point', 'slope', 'at', 'equation']);
});

test.each(rows.filter(([name]) => !name.includes('figure')))(
  'a kernel is given text, HTML and TeX of %s',
  (_, value) => {
    const bundle = (Reflect.get(value, display) as () => Readonly<Record<string, string>>)();
    expect(bundle['text/plain']).toBe(inspect(value));
    expect(bundle['text/html']).toMatch(/^<p>.*<\/p>/s);
    const [, tex = ''] = /^\$\$(.*)\$\$$/s.exec(bundle['text/latex'] ?? '') ?? [];
    expect(tex).not.toBe('');
    expect(() => katex.renderToString(tex, { strict: 'error' })).not.toThrow();
  },
);

describe('an error', () => {
  const thrown = (act: () => unknown): unknown => {
    try {
      act();
    } catch (error) {
      return error;
    }
    return undefined;
  };
  const error = thrown(() => derivative(fromSource('w => { let x = w; x |= 1; return x }'))(1));
  const times = (text: string, part: string): number => text.split(part).length - 1;

  test('is printed with its excerpt once', () => {
    const text = inspect(error);
    expect(text).toContain('SecantError: source:1:19 S103: `x |= 1` has no derivative\n');
    expect(times(text, 'let x = w')).toBe(1);
    expect(times(text, '^^^^^^')).toBe(1);
    expect(times(text, 'has no derivative')).toBe(1);
    expect(times(text, 'use arithmetic')).toBe(1);
    expect(times(text, 'S103')).toBe(1);
  });
  test('still has its parts', () => {
    expect(error).toBeInstanceOf(SecantError);
    const { name, code, sentence, hint, line, column } = error as SecantError;
    expect({ name, code, sentence, hint, line, column }).toEqual({
      name: 'SecantError',
      code: 'S103',
      sentence: '`x |= 1` has no derivative',
      hint: 'use arithmetic, or keep it out of the differentiated part',
      line: 1,
      column: 19,
    });
  });
  test('is printed with the one that led to it', () => {
    const outer = new SecantError('S302', 'the function threw', { cause: new TypeError('inner') });
    expect(inspect(outer)).toContain('[cause]: TypeError: inner');
  });
});
