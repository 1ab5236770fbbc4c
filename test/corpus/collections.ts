/** Maps, sets, dictionaries, generators, known texts, and branches that only tell somebody something. */
import { polynomial, power, scaled, sum } from './closed-forms.ts';
import * as c from './closed-forms.ts';
import { gradient, type Row, scalar } from './row.ts';

export const collections: readonly Row[] = [
  scalar(
    'a Map by texts: set, get, has, size, delete, forEach, for of',
    (w: number) => {
      const m = new Map<string, number>([['a', w]]);
      m.set('b', w * w).set('a', 2 * w);
      let s = m.has('c') ? 100 : m.size;
      for (const [key, value] of m) s += key === 'a' ? value : 3 * value;
      m.delete('a');
      m.forEach((value) => (s += value));
      return s + (m.get('a') ?? 5) + m.size;
    },
    [2, -1],
    polynomial(8, 2, 4),
  ),
  scalar(
    'a Map by numbers that a loop counts',
    (w: number) => {
      const m = new Map<number, number>();
      for (let k = 0; k < 4; k++) m.set(k % 2, (m.get(k % 2) ?? 0) + w ** k);
      return m.get(0)! * m.get(1)!;
    },
    [2, -1],
    polynomial(0, 1, 0, 2, 0, 1),
  ),
  scalar(
    'a Set: add, has, delete, spread, Array.from with a function',
    (w: number) => {
      const s = new Set([1, 2, 2, 3]);
      s.add(1);
      s.delete(3);
      let t = s.has(2) ? 0 : 100;
      for (const k of s) t += w ** k;
      return t + s.size * w + [...s].indexOf(1) + Array.from(s, (k) => k * w).reduce((a, b) => a + b);
    },
    [2, -1],
    polynomial(0, 6, 1),
  ),
  scalar(
    'an object as a dictionary: keys from a loop',
    (w: number) => {
      const cache: Record<number, number> = {};
      for (let k = 0; k < 5; k++) cache[k] = k < 2 ? w : cache[k - 1]! * cache[k - 2]!;
      const count: Record<string, number> = {};
      for (const k of ['a', 'b', 'a']) count[k] = (count[k] || 0) + w;
      return cache[4]! + count['a']! * count['b']! + ('c' in count ? 100 : 0);
    },
    [2, -1],
    sum(power(5), scaled(2, power(2))),
  ),
  scalar(
    'a recursion that remembers its results',
    (w: number) => {
      const memo: Record<number, number> = {};
      const fib = (n: number): number => {
        if (n in memo) return memo[n]!;
        const result = n < 2 ? w * n : fib(n - 1) + fib(n - 2);
        memo[n] = result;
        return result;
      };
      return fib(10);
    },
    [2, -1],
    scaled(55, c.identity),
  ),
  scalar(
    'a generator of a finite sequence: for of, spread, yield*',
    (w: number) => {
      function* powers(n: number): Generator<number> {
        for (let k = 1; k <= n; k++) yield w ** k;
      }
      function* both(): Generator<number> {
        yield 1;
        yield* powers(2);
      }
      let s = 0;
      for (const x of powers(3)) s += x;
      return s + [...both()].length + Array.from(both())[2]!;
    },
    [2, -1],
    polynomial(3, 1, 2, 1),
  ),
  scalar(
    'an iterator of a class',
    `function f(w) {
      class List { constructor(xs) { this.xs = xs; } *[Symbol.iterator]() { for (const x of this.xs) yield 2 * x; } }
      let s = 0;
      for (const x of new List([w, w * w])) s += x;
      return s + [...new List([w])][0];
    }`,
    [2, -1],
    polynomial(0, 4, 2),
  ),
  scalar(
    'known texts: methods, length, templates as keys, characters',
    (w: number, unit = 'Degrees') => {
      const factors: Record<string, number> = { deg: 3, rad: 1 };
      const short = unit.toLowerCase().slice(0, 3);
      const o: Record<string, number> = { [`k_${short}`]: w };
      return (
        o['k_' + short]! * factors[short]! * 'abc'.length * Array.from('xy').length * (unit.includes('ees') ? 1 : 0)
      );
    },
    [2, -1],
    scaled(18, c.identity),
  ),
  scalar(
    'a report in a branch that is not taken, and an error with words of its own',
    (w: number) => {
      if (w > 1e6) console.warn('large', w);
      if (w < -1e6) throw new Error(`too small: ${JSON.stringify({ w })}`);
      return w * w;
    },
    [2, -1],
    power(2),
  ),
  scalar(
    'flat to a depth, copyWithin, toSpliced',
    (w: number) =>
      [[[w], [2 * w]], [[w * w]]].flat(2).reduce((s, x) => s + x, 0) +
      [w, 2, 3, w * w].copyWithin(1, 3)[1]! +
      [w, 1, 2].toSpliced(0, 1, w * w)[0]!,
    [2, -1],
    polynomial(0, 3, 3),
  ),
  scalar(
    'typed arrays of integers as tables, parseFloat of a number',
    (w: number) => {
      const table = new Uint8Array([1, 2, 3]);
      const from = Int32Array.from([5, 6]);
      let s = 0;
      for (let k = 0; k < table.length; k++) s += table[k]! * w ** k;
      return s * from[0]! + parseFloat(w as unknown as string);
    },
    [2, -1],
    polynomial(5, 11, 15),
  ),
  gradient(
    'a Map of arrays, grouped by a key of the data',
    (rows: { k: number; x: number }[]) => {
      const groups = new Map<number, number[]>();
      for (const { k, x } of rows) {
        if (!groups.has(k)) groups.set(k, []);
        groups.get(k)!.push(x);
      }
      let s = 0;
      for (const group of groups.values()) s += group.reduce((a, b) => a + b, 0) ** 2;
      return s;
    },
    () => [
      [
        { k: 1, x: 2 },
        { k: 2, x: 3 },
        { k: 1, x: -1 },
      ],
    ],
    () => [
      { k: 0, x: 2 },
      { k: 0, x: 6 },
      { k: 0, x: 2 },
    ],
  ),
];
