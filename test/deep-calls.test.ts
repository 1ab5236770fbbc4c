/** Helpers that call helpers twice, whose text is short and what they would be written out is not; and themselves, down to what is not there. */
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

interface Branch {
  value: number;
  left?: Branch;
  right?: Branch;
}

test.each(['t === undefined ? 0 : sum(t)', 't ? sum(t) : 0', 't?.value === undefined ? 0 : sum(t)'])(
  'a deep tree whose leaves have no children: %s',
  (end) => {
    const loss = fromSource(
      `(root) => { const sum = (t) => Math.sin(t.value) + 2 * go(t.left) + 3 * go(t.right); const go = (t) => ${end}; return go(root); }`,
    ) as (root: Branch) => number;
    const grow = (depth: number): Branch =>
      depth === 0 ? { value: 0.5 } : { value: depth, left: grow(depth - 1), right: grow(depth - 1) };
    const slopes = (t: Branch, factor: number): Branch => ({
      value: factor * Math.cos(t.value),
      ...(t.left && t.right ? { left: slopes(t.left, 2 * factor), right: slopes(t.right, 3 * factor) } : {}),
    });
    for (const depth of [1, 7]) expect(grad(loss)(grow(depth))).toEqual(slopes(grow(depth), 1));
  },
);

test('a parameter that the first call gives, and a call inside does not', () => {
  const f = fromSource(
    '(x) => { const go = (n, start) => { const from = start ?? 0; return n === 0 ? from : x * go(n - 1, n > 1 ? start : undefined) + from; }; return go(2, 5); }',
  ) as (x: number) => number;
  expect(f(3)).toBe(20);
  expect(grad(f)(3)).toBe(5);
});
