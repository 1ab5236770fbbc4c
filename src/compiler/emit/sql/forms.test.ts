import { describe, expect, test } from 'vitest';
import { evaluate, type Terms } from '../../rules/index.ts';
import type { OperationName } from '../../ir/operations.ts';
import * as forms from './forms.ts';

/** Forms computed with numbers; only what every engine has is taken from `Math`. */
const basic = new Set<OperationName>([
  'add', 'sub', 'mul', 'div', 'neg', 'abs', 'exp', 'log', 'sqrt', 'floor', 'ceil', 'lt', 'gt', 'eq', 'select',
]); // prettier-ignore

const table: Partial<Record<OperationName, forms.Form>> = {
  log1p: forms.log1p,
  expm1: forms.expm1,
  sinh: forms.sinh,
  cosh: forms.cosh,
  tanh: forms.tanh,
  asinh: forms.asinh,
  acosh: forms.acosh,
  atanh: forms.atanh,
  cbrt: forms.cbrt,
  hypot2: forms.hypot2,
  log2: forms.log2,
  log10: forms.log10,
  rem: forms.rem,
  round: forms.round,
  trunc: forms.trunc,
  sign: forms.sign,
  guarded_mul: forms.guardedMul,
  is_finite: forms.isFinite,
  is_integer: forms.isInteger,
};

const numbers: Terms<unknown> = {
  constant: (value) => value,
  apply(operation, ...args) {
    const form = table[operation];
    if (form !== undefined) return form(numbers, args);
    if (!basic.has(operation)) throw new Error(`a form uses ${operation}`);
    return evaluate(operation, args);
  },
};

const magnitudes = [0, 1e-320, 1e-300, 1e-20, 1e-9, 1e-5, 0.01, 0.3, 0.49999999999999994, 0.5, 0.9, 1, 1.5, 2.5, 8, 19, 41, 300, 709, 1e5, 1e10, 1e200, Infinity]; // prettier-ignore
const points = [...magnitudes.flatMap((w) => [w, -w]), NaN];

/** 4 units in the last place, or both outside. */
function near(got: number, wanted: number): boolean {
  if (Object.is(got, wanted) || got === wanted) return true;
  return Math.abs(got - wanted) <= 4 * 2 ** -52 * Math.abs(wanted) || Math.abs(got - wanted) < 1e-320;
}

describe('forms of functions that an engine lacks', () => {
  const unary = Object.keys(table).filter(
    (name) => !['hypot2', 'rem', 'guarded_mul'].includes(name),
  ) as OperationName[];
  test.each(unary)('%s is that of Math', (name) => {
    for (const w of points) {
      // sinh and cosh of large numbers are squares of exp: the error doubles with the exponent.
      const wanted = evaluate(name, [w]) as number;
      const got = table[name]!(numbers, [w]) as number;
      if (typeof wanted === 'boolean') expect(got, `${name}(${w})`).toBe(wanted);
      else if (!near(got, wanted)) {
        const isLarge = ['sinh', 'cosh', 'expm1'].includes(name) && Math.abs(w) > 40;
        expect(Math.abs(got / wanted - 1), `${name}(${w}): ${got}, not ${wanted}`).toBeLessThan(
          isLarge ? 2e-13 : 2e-15,
        );
      }
    }
  });

  test.each(['hypot2', 'rem', 'guarded_mul'] as const)('%s is that of Math', (name) => {
    const few = [0, 1e-200, 0.5, 2, 7.25, 1e200, -3, -1e-9];
    for (const a of few) {
      for (const b of few) {
        // The rounding of a long quotient reaches the remainder.
        if (name === 'rem' && Math.abs(a / b) > 2 ** 20) continue;
        const wanted = evaluate(name, [a, b]) as number;
        const got = table[name]!(numbers, [a, b]) as number;
        const slack = name === 'rem' ? 1e-15 * Math.abs(a) : 0;
        const isNear = Math.abs(got - wanted) <= slack || near(got, wanted);
        expect(isNear, `${name}(${a}, ${b}): ${got}, not ${wanted}`).toBe(true);
      }
    }
  });
});
