import { expect, test } from 'vitest';
import { fromSource } from '../../../index.ts';
import { rowProgram } from '../../../data/row-program.ts';
import { interpret } from '../../interpret/interpret.ts';
import { printFunction } from '../../ir/print.ts';
import { walk } from '../../ir/visit.ts';

/** The program written out, and what is in it. */
function written(text: string, parameters: unknown, sample: unknown) {
  const loss = fromSource<(p: unknown, row: unknown) => number>(text);
  const { fn } = rowProgram(loss, { parameters, sample });
  const kinds = new Set<string>();
  walk(fn.body, ({ kind }) => void kinds.add(kind));
  return { loss, fn, kinds: [...kinds].sort() };
}

const programs: [string, string][] = [
  ['a loop with break', '(p, x) => { let s = 0; for (let k = 0; k < 4; k++) { if (s > 2) break; s += p[k] * x } return s }'],
  ['continue', '(p, x) => { let s = 0; for (const w of p) { if (w < x) continue; s += w } return s }'],
  ['early return in a helper', 'const f = (v) => { if (v > 1) return 1; if (v < -1) return -1; return v }; (p, x) => f(p[0] * x) + f(p[1])'],
  ['writes in a branch', '(p, x) => { const a = [0, 0]; if (x > 0) { a[0] = p[0]; a[1] = 2 } else a[1] = p[1]; return a[0] + 3 * a[1] }'],
  ['records', '(p, x) => { const r = { u: p[0], v: 0 }; if (p[1] > x) r.v = r.u * x; r.u += 1; return r.u * r.v }'],
  ['map and reduce', '(p, x) => p.map((w, k) => w * x ** k).reduce((a, b) => a + b, 0)'],
  ['an index from the row', '(p, x) => p[Math.floor(Math.abs(x))] * 2'],
  ['a write at an index from the row', '(p, x) => { const a = [1, 2, 3, 4]; a[Math.floor(Math.abs(x))] += p[0]; return a[0] + 2 * a[1] + 3 * a[2] }'],
  ['a bounded while', '(p, x) => { let s = p[0], n = 0; while (n < 5 && s * s > 0.1) { s *= 0.5 * x; n++ } return s + n }'],
  ['recursion', 'const power = (v, n) => n === 0 ? 1 : v * power(v, n - 1); (p, x) => power(p[0] * x, 5)'],
  ['a Float64Array', '(p, x) => { const a = new Float64Array(3); for (let k = 0; k < 3; k++) a[k] = p[k] * x; return a[0] - a[2] }'],
  ['swapping', '(p, x) => { let [a, b] = [p[0], x]; if (a < b) [a, b] = [b, a]; return a / (1 + b * b) }'],
]; // prettier-ignore

test.each(programs)('%s is written out as numbers alone, with every bit', (_name, text) => {
  const { loss, fn, kinds } = written(text, [0, 0, 0, 0], 0);
  expect(kinds.filter((kind) => kind !== 'apply' && kind !== 'if')).toEqual([]);
  for (const x of [-2.5, -1, 0, 0.3, 1, 2.5]) {
    for (const p of [
      [1, -2, 0.5, 3],
      [0.25, 4, -1, -1],
      [-3, 0, 0, 2],
    ]) {
      expect(interpret(fn, [...p, x])[0], `at ${p.join()} and ${x}`).toBe(loss(p, x));
    }
  }
});

test('a throw is a row without a value', () => {
  const { fn } = written('(p, x) => { if (x < 0) throw new Error("no"); return p * x }', 1, 0);
  expect(interpret(fn, [2, 3])).toEqual([6]);
  expect(interpret(fn, [2, -3])).toEqual([NaN]);
});

test('shapes are found from what is read', () => {
  const { fn } = written(
    '(p, row) => p.w[1] * row.x + p.b + (row.kind === "new" ? 1 : 0) + (row.z ?? 2)',
    undefined,
    undefined,
  );
  expect(printFunction(fn).split('\n')[0]).toBe(
    'function g(%0:w_0 number, %1:w_1 number, %2:b number, %3:x number, %4:kind string, %5:z number) {',
  );
});

const refused: [string, string, RegExp][] = [
  ['a loop whose end the row gives', '(p, x) => { let s = 0; for (let k = 0; k < x; k++) s += p[0]; return s }', /1:37 S101: how often this loop goes round/],
  ['a length that the row gives', '(p, x) => { const a = []; if (x > 0) a.push(p[0]); return a.length }', /S101: the length of an array depends/],
  ['too much', '(p, x) => { let s = 0; for (let k = 0; k < 1e6; k++) s += p[0] * x; return s }', /S304: the function is more than 20000/],
]; // prettier-ignore

test.each(refused)('%s is refused with its place', (_name, text, message) => {
  expect(() => written(text, [0, 0], 0)).toThrow(message);
});

test('an unknown length is told with the way out', () => {
  const text = '(p, row) => p.w.reduce((a, b) => a + b, 0) * row.x';
  expect(() => written(text, undefined, undefined)).toThrow(/how long `w` is, is not known here/);
  expect(() => written(text, { w: [1, 2] }, undefined)).not.toThrow();
});
