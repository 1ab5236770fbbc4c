/** Functions with odd names, odd places and odd texts: the derivative, or an error with a place, never one of the engine's. */
import { describe, expect, test } from 'vitest';
import { derivative, fromSource, grad, hessian, SecantError, vmap } from 'secant';

const square = (): ((w: number) => number) => (w) => w * w;

function errorOf(run: () => unknown): SecantError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(SecantError);
    return error as SecantError;
  }
  throw new Error('nothing was refused');
}

test.each(['a b;c', '*/ alert(1) //\n', 'class', '__proto__', 'λ→µ', '', '0', '`${x}`', 5, undefined])(
  'a function by the name %j',
  (name) => {
    const named = Object.defineProperty(square(), 'name', { value: name });
    expect(derivative(named)(3)).toBe(6);
    expect(grad(named)(3)).toBe(6);
    expect(hessian(named)(3)).toBe(2);
    expect(vmap(named)([3])).toEqual(Float64Array.of(9));
    expect(derivative(derivative(named))(3)).toBe(2);
  },
);

describe('a source that was attached', () => {
  const attached = (source: unknown): ((w: number) => number) =>
    Object.assign(square(), { [Symbol.for('secant.source')]: source });
  const text = 'w => w * w';

  test.each([
    [1e9, 1],
    [1, 1e9],
    [1e9, 1e9],
    [-4, 1],
    [1.5, 1],
    [NaN, NaN],
    [Infinity, 1],
    ['1', 1],
  ])('with line %s and column %s, which no file has', (line, column) => {
    expect(derivative(attached({ name: 'f.ts', text, line, column }))(3)).toBe(6);
    const failing = attached({ name: 'f.ts', text: 'w => w * q', line, column });
    expect(errorOf(() => derivative(failing)(3)).message).toContain('f.ts:1:10 S102');
  });

  test('with a place of its own is named by it', () => {
    const failing = attached({ name: 'f.ts', text: 'w => w * q', line: 70, column: 3 });
    expect(errorOf(() => derivative(failing)(3)).message).toContain('f.ts:70:12 S102');
  });

  test.each([null, 'text', 5, {}, { name: 'f.ts' }, { text: 5, name: 'f.ts', line: 1, column: 1 }])(
    'that is none: %j',
    (source) => {
      expect(derivative(attached(source))(3)).toBe(6);
    },
  );
});

describe('texts', () => {
  test.each([
    'w => { const o = { __proto__: { a: w * w }, b: 2 }; return o.a * o.b }',
    "w => { const o = { '__proto__': { a: w * w }, b: 2 }; return o.a * o.b }",
    'w => { const o = { __proto__: null, b: w }; return o.b }',
  ])('a prototype set in an object is no field: %s', (text) => {
    const error = errorOf(() => fromSource(text)(3));
    expect([error.code, error.line]).toEqual(['S101', 1]);
    expect(error.sentence).toContain('__proto__');
  });

  test('a field of that name is one', () => {
    expect(derivative(fromSource("w => { const o = { ['__proto__']: w * w, b: 2 }; return o['__proto__'] * o.b }"))(3)).toBe(12); // prettier-ignore
    expect(derivative(fromSource('w => { const __proto__ = w; const o = { __proto__ }; return o.__proto__ * 2 }'))(3)).toBe(2); // prettier-ignore
  });

  test.each([
    'declare const q: number; w => w * q',
    'declare let q: number; (w: number) => w * q',
    'declare var q: number; (w: number) => w * q',
    'w => { declare const q: number; return w * q }',
    'declare function q(w: number): number; (w: number) => q(w)',
  ])('what is only declared is not there: %s', (text) => {
    const error = errorOf(() => fromSource(text)(3));
    expect([error.code, error.sentence]).toEqual([
      'S102',
      '`q` is captured from outside the function, and its value cannot be seen',
    ]);
  });
});
