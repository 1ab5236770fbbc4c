/** Helpers that call helpers twice: their text is short, what they would be written out is not. */
import { expect, test } from 'vitest';
import { derivative, fromSource, grad } from '../src/index.ts';

/** `f0`, and so many functions that each call the one before in this way, the last one called with w. */
function tower(levels: number, first: string, call: (before: string) => string): (w: number) => number {
  const lines = [`const f0 = (x) => ${first};`];
  for (let k = 1; k <= levels; k++) lines.push(`const f${k} = (x) => ${call(`f${k - 1}`)};`);
  return fromSource(`(w) => {\n${lines.join('\n')}\nreturn f${levels}(w);\n}`);
}

test('twelve levels give what JavaScript gives, with its derivatives', () => {
  const g = tower(12, 'Math.sin(x) * 0.9 + x * 0.1', (before) => `${before}(${before}(x))`);
  let [y, slope] = [1, 1];
  for (let k = 0; k < 2 ** 12; k++) {
    slope *= Math.cos(y) * 0.9 + 0.1;
    y = Math.sin(y) * 0.9 + y * 0.1;
  }
  expect(g(1)).toBe(y);
  expect(Math.abs(derivative(g)(1) / slope - 1)).toBeLessThan(1e-11);
  expect(Math.abs(grad(g)(1) / slope - 1)).toBeLessThan(1e-11);
});

test('forty levels are lowered, and run where the way that is taken is short', () => {
  const g = tower(40, 'Math.sin(x)', (before) => `x > 1e9 ? ${before}(${before}(x)) : ${before}(x)`);
  expect(g(1)).toBe(Math.sin(1));
  expect(derivative(g)(1)).toBe(Math.cos(1));
});
