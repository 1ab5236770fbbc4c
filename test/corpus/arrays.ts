/** Arrays: making them, reading, writing, every method, aliases, typed arrays. The caller's arrays stay as they are. */
import * as c from './closed-forms.ts';
import { gradient, type Row, scalar, vector } from './row.ts';

const { constant, identity, polynomial, power, scaled, sum } = c;

export const arrays: readonly Row[] = [
  scalar(
    'array literal and index',
    (w: number) => {
      const a = [w, w * w, 3];
      return a[0]! * a[1]! + a[2]!;
    },
    [2, -1],
    sum(power(3), constant(3)),
  ),
  scalar(
    'new Array(n).fill',
    (w: number) => {
      const a = new Array(5).fill(w);
      a[2] = 1;
      let s = 1;
      for (const x of a) s *= x;
      return s;
    },
    [2, -1],
    power(4),
  ),
  scalar(
    'Array(n).fill().map',
    (w: number) =>
      Array(4)
        .fill(0)
        .map((_, k) => w ** k)
        .reduce((a, b) => a + b),
    [2],
    polynomial(1, 1, 1, 1),
  ),
  scalar(
    'new Float64Array',
    (w: number) => {
      const a = new Float64Array(3);
      a[0] = w;
      a[1] = a[0] * w;
      a[2]! += a[1]! + a[0]!;
      return a[2]!;
    },
    [2],
    polynomial(0, 1, 1),
  ),
  scalar(
    'Float64Array.from and of',
    (w: number) => {
      const a = Float64Array.from([w, 2, 3]);
      const b = Float64Array.of(w, 1);
      return a[0]! * b[0]! + a.length + b.length;
    },
    [2],
    polynomial(5, 0, 1),
  ),
  scalar(
    'Array.from with length',
    (w: number) => Array.from({ length: 4 }, (_, k) => w * k).reduce((a, b) => a + b, 0),
    [2],
    scaled(6, identity),
  ),
  scalar(
    'Array.from an array',
    (w: number) => {
      const a = [w, 2];
      const b = Array.from(a);
      b[0] = 7;
      return a[0]! * Array.from(a, (x) => x * x)[0]!;
    },
    [2],
    power(3),
  ),
  scalar('Array.of', (w: number) => Array.of(w, w, 2).length * w, [2], scaled(3, identity)),
  scalar(
    '[...Array(n).keys()]',
    (w: number) => [...Array(4).keys()].reduce((s, k) => s + w ** k, 0),
    [2],
    polynomial(1, 1, 1, 1),
  ),
  scalar(
    'spread of several',
    (w: number) => {
      const a = [1, w],
        b = [w * w];
      const d = [...a, 3, ...b, ...a];
      return d.length * d[1]! * d[3]!;
    },
    [2],
    scaled(6, power(3)),
  ),
  scalar(
    'length and push',
    (w: number) => {
      const a: number[] = [];
      for (let k = 0; k < 4; k++) a.push(w ** k);
      return a.length + a[3]!;
    },
    [2],
    polynomial(4, 0, 0, 1),
  ),
  scalar(
    'push of several, and its value',
    (w: number) => {
      const a = [w];
      const n = a.push(2 * w, 3 * w);
      return n * a[2]!;
    },
    [2],
    scaled(9, identity),
  ),
  scalar(
    'push a spread',
    (w: number) => {
      const a = [w];
      a.push(...[w * w, 5]);
      return a[1]! + a[2]!;
    },
    [2],
    polynomial(5, 0, 1),
  ),
  scalar(
    'pop',
    (w: number) => {
      const a = [1, w, w * w];
      const top = a.pop()!;
      return top * a.pop()! + a.length;
    },
    [2],
    polynomial(1, 0, 0, 1),
  ),
  scalar(
    'a stack machine',
    (w: number) => {
      const stack: number[] = [];
      for (const op of [0, 0, 2, 1, 3]) {
        if (op === 0) stack.push(w);
        else if (op === 1) stack.push(3);
        else {
          const b = stack.pop()!,
            a = stack.pop()!;
          stack.push(op === 2 ? a * b : a + b);
        }
      }
      return stack[0]!;
    },
    [2],
    polynomial(3, 0, 1),
  ),
  scalar(
    'at',
    (w: number) => {
      const a = [w, w * w, 7];
      return a.at(0)! * a.at(-2)! + a.at(-1)!;
    },
    [2],
    polynomial(7, 0, 0, 1),
  ),
  scalar(
    'fill a part',
    (w: number) => {
      const a = [1, 2, 3, 4];
      a.fill(w, 1, 3).fill(5, -1);
      return a[0]! + a[1]! * a[2]! + a[3]!;
    },
    [2],
    polynomial(6, 0, 1),
  ),
  scalar(
    'slice',
    (w: number) => {
      const a = [1, w, w * w, 4];
      const b = a.slice(1, 3),
        d = a.slice(-2),
        e = a.slice();
      e[0] = 9;
      return b[0]! * b[1]! + d[0]! + a[0]! + b.length;
    },
    [2],
    polynomial(3, 0, 1, 1),
  ),
  scalar(
    'concat',
    (w: number) => {
      const a = [w].concat([2, w], 5, [[w * w]].flat());
      return a.length * a[4]! + a[3]!;
    },
    [2],
    polynomial(5, 0, 5),
  ),
  scalar(
    'reverse in place',
    (w: number) => {
      const a = [w, 2, 3];
      const b = a.reverse();
      return a[2]! * b[2]! + a[0]!;
    },
    [2],
    polynomial(3, 0, 1),
  ),
  scalar(
    'toReversed and with',
    (w: number) => {
      const a = [w, 2];
      const b = a.toReversed();
      const d = a.with(1, w * w);
      return a[0]! + b[1]! + d[1]! + a[1]!;
    },
    [2],
    polynomial(2, 2, 1),
  ),
  scalar(
    'map with index and array',
    (w: number) => [1, 2, 3].map((x, k, all) => x * w ** k + all.length)[2]!,
    [2],
    polynomial(3, 0, 3),
  ),
  scalar(
    'map to arrays',
    (w: number) =>
      [1, 2]
        .map((x) => [x, x * w])
        .map(([a, b]) => a! * b!)
        .reduce((p, q) => p + q, 0),
    [2],
    scaled(5, identity),
  ),
  scalar(
    'map to objects',
    (w: number) => [1, 2].map((k) => ({ k, v: w ** k })).reduce((s, { k, v }) => s + k * v, 0),
    [2],
    polynomial(0, 1, 2),
  ),
  scalar('reduce without a start', (w: number) => [w, 2, w].reduce((a, b) => a * b), [3], scaled(2, power(2))),
  scalar(
    'reduce with index',
    (w: number) => [1, 1, 1].reduce((s, x, k) => s + x * w ** k, 0),
    [2],
    polynomial(1, 1, 1),
  ),
  scalar(
    'reduce to an array',
    (w: number) => [1, 2, 3].reduce((sums, x) => [...sums, (sums.at(-1) ?? 0) + x * w], [] as number[])[2]!,
    [2],
    scaled(6, identity),
  ),
  scalar(
    'reduce to an object',
    (w: number) => {
      const r = [1, 2, 3].reduce((s, x) => ({ n: s.n + 1, t: s.t + x * w }), { n: 0, t: 0 });
      return r.t / r.n;
    },
    [2],
    scaled(2, identity),
  ),
  scalar('reduceRight', (w: number) => [1, 2, 3].reduceRight((s, x) => s * w + x, 0), [2], polynomial(1, 2, 3)),
  scalar(
    'forEach writes outside',
    (w: number) => {
      let s = 0;
      [1, 2, 3].forEach((x, k) => {
        s += x * w ** k;
      });
      return s;
    },
    [2],
    polynomial(1, 2, 3),
  ),
  scalar(
    'filter',
    (w: number) =>
      [1, 2, 3, 4]
        .filter((x) => x % 2 === 0)
        .map((x) => w * x)
        .reduce((a, b) => a + b, 0),
    [2],
    scaled(6, identity),
  ),
  scalar(
    'filter on values that depend on w',
    (w: number) => [w - 3, w, w * w].filter((x) => x > 0).reduce((a, b) => a * b, 1),
    [2, 5],
    c.piecewise([(w) => w === 2, power(3)], [() => true, polynomial(0, 0, 0, -3, 1)]),
  ),
  scalar('filter(Boolean)', (w: number) => [0, w, 0, w * w].filter(Boolean).length * w, [2], scaled(2, identity)),
  scalar(
    'every and some',
    (w: number) => ([1, 2].every((x) => x > 0) && [1, w].some((x) => x > 1.5) ? w * w : w),
    [2, 1],
    c.piecewise([(w) => w > 1.5, power(2)], [() => true, identity]),
  ),
  scalar(
    'find and findIndex',
    (w: number) => {
      const a = [1, w, w * w];
      return (a.find((x) => x > 1.5) ?? 0) * a.findIndex((x) => x > 3) + (a.find((x) => x > 1e9) ?? 1);
    },
    [2],
    polynomial(1, 2),
  ),
  scalar(
    'findLast and findLastIndex',
    (w: number) => {
      const a = [w, w * w, 0];
      return a.findLast((x) => x > 0)! * (a.findLastIndex((x) => x > 0) + 1);
    },
    [2],
    scaled(2, power(2)),
  ),
  scalar(
    'indexOf, lastIndexOf, includes',
    (w: number) => {
      const a = [5, 7, 5];
      return w ** (a.indexOf(7) + a.lastIndexOf(5)) * (a.includes(7) ? 1 : 0) + a.indexOf(9);
    },
    [2],
    sum(power(3), constant(-1)),
  ),
  scalar('indexOf with a start', (w: number) => [5, 7, 5].indexOf(5, 1) * w, [2], scaled(2, identity)),
  scalar(
    'entries',
    (w: number) => {
      let s = 0;
      for (const [k, x] of [w, w * w].entries()) s += (k + 1) * x;
      return s;
    },
    [2],
    polynomial(0, 1, 2),
  ),
  scalar(
    'flat and flatMap',
    (w: number) => [[w, 2], [3]].flat().length + [1, 2].flatMap((x) => [x, x * w]).reduce((a, b) => a + b, 0),
    [2],
    polynomial(6, 3),
  ),
  scalar(
    'shift and unshift',
    (w: number) => {
      const a = [w, 2, 3];
      const first = a.shift()!;
      a.unshift(w * w);
      return first * a[0]! + a.length;
    },
    [2],
    polynomial(3, 0, 0, 1),
  ),
  scalar(
    'splice',
    (w: number) => {
      const a = [1, w, 3, w * w];
      const out = a.splice(1, 2);
      return out[0]! * a[1]! + a.length + out.length;
    },
    [2],
    polynomial(4, 0, 0, 1),
  ),
  scalar(
    'sort by a key',
    (w: number) => {
      const a = [3, w, 1];
      a.sort((x, y) => x - y);
      return a[0]! + 2 * a[1]! + 3 * a[2]!;
    },
    [2, 5, 0.5],
    c.piecewise([(w) => w > 3, polynomial(7, 3)], [(w) => w > 1, polynomial(10, 2)], [() => true, polynomial(11, 1)]),
  ),
  scalar(
    'toSorted leaves the array',
    (w: number) => {
      const a = [3, w, 1];
      const b = a.toSorted((x, y) => y - x);
      return a[0]! * b[0]! + b[2]!;
    },
    [2, 5],
    c.piecewise([(w) => w > 3, polynomial(1, 3)], [() => true, constant(10)]),
  ),
  scalar(
    'join is text, kept out',
    (w: number) => {
      const name = ['a', 'b'].join('-');
      return name === 'a-b' ? w * w : w;
    },
    [2],
    power(2),
  ),
  scalar(
    'length set to less',
    (w: number) => {
      const a = [w, 2, 3];
      a.length = 1;
      a.push(w);
      return a.length * a[0]! * a[1]!;
    },
    [2],
    scaled(2, power(2)),
  ),
  scalar(
    'past the end is undefined',
    (w: number) => {
      const a = [w];
      return a[3] === undefined ? w * w : w;
    },
    [2],
    power(2),
  ),
  scalar(
    'writing past the end',
    (w: number) => {
      const a = [w];
      a[1] = w * w;
      a[a.length] = 3;
      return a.length * a[1]!;
    },
    [2],
    scaled(3, power(2)),
  ),
  scalar(
    'two names of one array',
    (w: number) => {
      const a = [w, 1];
      const b = a;
      b[1] = w * w;
      return a[0]! * a[1]!;
    },
    [2],
    power(3),
  ),
  scalar(
    'an alias through a function',
    (w: number) => {
      const put = (v: number[], x: number): number[] => {
        v[0] = x;
        return v;
      };
      const a = [1];
      const b = put(a, w);
      b[0]! *= w;
      return a[0]!;
    },
    [2],
    power(2),
  ),
  scalar(
    'aliased rows of a matrix',
    (w: number) => {
      const row = [w, 1];
      const m = [row, row];
      m[0]![1] = w * w;
      return m[1]![0]! * m[1]![1]!;
    },
    [2],
    power(3),
  ),
  scalar(
    'fill with one array aliases it',
    (w: number) => {
      const m = new Array(2).fill([0]) as number[][];
      m[0]![0] = w;
      return m[1]![0]! * w;
    },
    [2],
    power(2),
  ),
  scalar(
    'an alias chosen at run time',
    (w: number) => {
      const a = [w],
        b = [2 * w];
      const d = w > 0 ? a : b;
      d[0]! *= w;
      return a[0]! + b[0]!;
    },
    [2, -3],
    c.piecewise([(w) => w > 0, polynomial(0, 2, 1)], [() => true, polynomial(0, 1, 2)]),
  ),
  scalar(
    'a matrix in place',
    (w: number) => {
      const m = [
        [1, 0],
        [0, 1],
      ];
      for (let i = 0; i < 2; i++) for (let j = 0; j < 2; j++) m[i]![j]! += w * (i + j);
      return m[0]![0]! * m[1]![1]! - m[0]![1]! * m[1]![0]!;
    },
    [2],
    polynomial(1, 2, -1),
  ),
  scalar(
    'a matrix of zeros by map',
    (w: number) => {
      const m = Array.from({ length: 3 }, () => new Array(3).fill(0) as number[]);
      for (let i = 0; i < 3; i++) m[i]![i] = w;
      return m[0]![0]! * m[1]![1]! * m[2]![2]! + m[0]![1]!;
    },
    [2],
    power(3),
  ),
  scalar(
    'compound assignment to elements',
    (w: number) => {
      const a = [1, 2, 3];
      a[0]! += w;
      a[1]! -= w;
      a[2]! *= w;
      a[2]! /= 2;
      a[0]! **= 2;
      a[1]!++;
      --a[1]!;
      return a[0]! + a[1]! + a[2]!;
    },
    [2],
    polynomial(3, 2.5, 1),
  ),
  scalar(
    'an index with an effect',
    (w: number) => {
      const a = [0, 0, 0];
      let k = 0;
      a[k++] = w;
      a[k++]! += w * w;
      a[k] = a[--k]! * a[0]!;
      return a[0]! + a[1]! + a[2]! + k;
    },
    [2],
    polynomial(1, 1, 1, 1),
  ),
  scalar(
    'a typed array rounds what it holds',
    (w: number) => {
      const a = new Int32Array(2);
      a[0] = 3;
      a[1] = a[0] * 2;
      return w * a[1]!;
    },
    [2],
    scaled(6, identity),
  ),
  scalar(
    'subarray read',
    (w: number) => {
      const a = Float64Array.of(1, w, w * w);
      let s = 0;
      for (const x of a.slice(1)) s += x;
      return s;
    },
    [2],
    polynomial(0, 1, 1),
  ),
  scalar(
    'set on a typed array',
    (w: number) => {
      const a = new Float64Array(4);
      a.set([w, w * w], 1);
      return a[1]! * a[2]! + a[0]!;
    },
    [2],
    power(3),
  ),
  scalar(
    'typed array methods',
    (w: number) => new Float64Array([1, 2, 3]).map((x) => x * w).reduce((s, x) => s + x, 0),
    [2],
    scaled(6, identity),
  ),
  scalar(
    'an array of functions',
    (w: number) => {
      const fs = [(x: number) => x * x, (x: number) => 3 * x, Math.sin];
      return fs[0]!(w) + fs[1]!(w);
    },
    [2],
    polynomial(0, 3, 1),
  ),
  scalar(
    'a loop over functions',
    (w: number) => {
      let s = 0;
      for (const f of [Math.sin, Math.cos, (x: number) => x ** 2]) s += f(w);
      return s;
    },
    [0.5],
    sum(c.sin, c.cos, power(2)),
  ),
  scalar(
    'strings in an array',
    (w: number) => {
      let s = w;
      for (const op of ['twice', 'square', 'twice']) s = op === 'twice' ? 2 * s : s * s;
      return s;
    },
    [2],
    scaled(8, power(2)),
  ),
  scalar(
    'Array.from of a map over a matrix',
    (w: number) => {
      const m = [
        [w, 1],
        [2, w],
      ];
      const t = m[0]!.map((_, j) => m.map((row) => row[j]!));
      return t[0]![1]! * t[1]![0]! + t[0]![0]! * t[1]![1]!;
    },
    [3],
    polynomial(2, 0, 1),
  ),
  gradient(
    'a sum of squares',
    (w: number[]) => w.reduce((s, x) => s + x * x, 0),
    () => [[1, -2, 3]],
    (w: number[]) => w.map((x) => 2 * x),
    { hessian: (w: number[]) => w.map((_, i) => w.map((_, j) => (i === j ? 2 : 0))) },
  ),
  gradient(
    'the argument is changed and stays as it was',
    (w: number[]) => {
      w[0]! *= w[1]!;
      w.push(1);
      w.reverse();
      return w[2]! ** 2;
    },
    () => [[2, 3]],
    () => [36, 24],
  ),
  gradient(
    'rows of the argument changed',
    (m: number[][]) => {
      m[0]![0] = m[1]![0]! * 2;
      m[1] = [5, 5];
      return m[0]![0]! * m[0]![1]! + m[1]![0]!;
    },
    () => [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    () => [
      [0, 6],
      [4, 0],
    ],
  ),
  gradient(
    'an alias of the argument',
    (w: number[]) => {
      const v = w;
      v[0] = v[0]! ** 2;
      const u = w.slice();
      u[1] = 0;
      return w[0]! * w[1]! + u[0]!;
    },
    () => [[3, 2]],
    () => [2 * 3 * 2 + 6, 9],
  ),
  gradient(
    'two hundred inputs',
    (w: number[]) => {
      let s = 0;
      for (let k = 0; k + 1 < w.length; k++) s += (w[k + 1]! - w[k]! ** 2) ** 2;
      return s;
    },
    () => [Array.from({ length: 200 }, (_, k) => Math.sin(k))],
    (w: number[]) =>
      w.map((x, k) => (k + 1 < w.length ? -4 * x * (w[k + 1]! - x * x) : 0) + (k > 0 ? 2 * (x - w[k - 1]! ** 2) : 0)),
    {
      tolerance: 1e-13,
      scale: 1,
      hessian: (w: number[]) =>
        w.map((x, i) =>
          w.map((y, j) =>
            i === j
              ? (i + 1 < w.length ? 12 * x * x - 4 * w[i + 1]! : 0) + (i > 0 ? 2 : 0)
              : j === i + 1
                ? -4 * x
                : j === i - 1
                  ? -4 * y
                  : 0,
          ),
        ),
    },
  ),
  gradient(
    'elements met twice',
    (w: number[]) => {
      let s = 0;
      for (const k of [0, 1, 0, 2, 0]) s += w[k]! ** 2;
      return s;
    },
    () => [[1, 2, 3]],
    () => [6, 4, 6],
  ),
  gradient(
    'an index computed from data',
    (w: number[], order: number[]) => order.reduce((s, k, i) => s + w[k]! * (i + 1), 0),
    () => [
      [1, 2, 3],
      [2, 0, 1],
    ],
    () => [2, 3, 1],
  ),
  gradient(
    'an empty array',
    (w: number[]) => w.reduce((s, x) => s + x, 7),
    () => [[]],
    () => [],
  ),
  vector(
    'map as result',
    (w: number[]) => w.map((x) => Math.exp(x)),
    () => [[0, 1]],
    (w: number[]) => w.map((x, i) => w.map((_, j) => (i === j ? Math.exp(x) : 0))),
  ),
  vector(
    'prefix sums',
    (w: number[]) => {
      const out = new Array<number>(w.length).fill(0);
      let s = 0;
      for (let k = 0; k < w.length; k++) {
        s += w[k]!;
        out[k] = s;
      }
      return out;
    },
    () => [[1, 2, 3]],
    () => [
      [1, 0, 0],
      [1, 1, 0],
      [1, 1, 1],
    ],
  ),
  vector(
    'prefix products in place',
    (w: number[]) => {
      for (let k = 1; k < w.length; k++) w[k]! *= w[k - 1]!;
      return w;
    },
    () => [[2, 3, 5]],
    () => [
      [1, 0, 0],
      [3, 2, 0],
      [15, 10, 6],
    ],
  ),
  vector(
    'a transpose',
    (m: number[][]) => m[0]!.map((_, j) => m.map((row) => row[j]!)),
    () => [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    () =>
      [0, 1, 2].map((j) => [0, 1].map((i) => [0, 1].map((r) => [0, 1, 2].map((q) => (r === i && q === j ? 1 : 0))))),
  ),
];
