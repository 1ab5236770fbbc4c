/** Parameters of every shape, destructuring, defaults, rest, objects, tuples. */
import * as c from './closed-forms.ts';
import { gradient, type Row, scalar, vector } from './row.ts';

const { identity, polynomial, power, scaled, sum } = c;

/** Only some elements hold something in their lists. */
interface Part {
  v: number;
  list: { q: number }[];
}

/** A node in a node, so many deep; only the last holds a number. */
type Chain = { kind: 'leaf'; w: number } | { kind: 'node'; inner: Chain };

function chain(depth: number): Chain {
  return depth === 0 ? { kind: 'leaf', w: 1.5 } : { kind: 'node', inner: chain(depth - 1) };
}

function chained(depth: number, leaf: object): object {
  return depth === 0 ? leaf : { inner: chained(depth - 1, leaf) };
}

interface Late {
  r?: number;
}

/** Each keeps r ← x + (r ?? x)/2 in a field of an object that is made without it. */
const lateFields: Readonly<Record<string, (v: number[]) => number>> = {
  '`??`'(v) {
    const o: Late = {};
    for (const x of v) o.r = x + (o.r ?? x) / 2;
    return o.r!;
  },
  'a test for undefined'(v) {
    const o: Late = {};
    for (let k = 0; k < v.length; k++) {
      if (o.r === undefined) o.r = 1.5 * v[k]!;
      else o.r = v[k]! + o.r / 2;
    }
    return o.r!;
  },
  'a default of a pattern'(v) {
    const o: Late = {};
    for (const x of v) {
      const { r = x } = o;
      o.r = x + r / 2;
    }
    return o.r!;
  },
  'a field of a class'(v) {
    class Mean {
      r?: number;
      add(x: number): void {
        const before = this.r;
        this.r = x + (before ?? x) / 2;
      }
    }
    const o = new Mean();
    for (const x of v) o.add(x);
    return o.r!;
  },
  'a recursion'(v) {
    const o: Late = {};
    const go = (k: number): void => {
      if (k === v.length) return;
      o.r = v[k]! + (o.r ?? v[k]!) / 2;
      go(k + 1);
    };
    go(0);
    return o.r!;
  },
  'another object in each step'(v) {
    let o: Late = {};
    for (const x of v) o = { r: x + (o.r ?? x) / 2 };
    return o.r!;
  },
};

/** Nothing, where there was something before: in names that a recursion writes to, and as its result. Each is 9·w at 2. */
const keptByRecursion: Readonly<Record<string, (w: number) => number>> = {
  'in a name of an object': (w) => {
    let p: { readonly v: number } | null = { v: w };
    const set = (k: number): void => {
      if (k > 0) set(k - 1);
      p = k > 1 ? null : { v: 3 * w };
    };
    set(w > 1 ? 2 : 0);
    return p ? (p as { readonly v: number }).v : 9 * w;
  },
  'in a name of a number': (w) => {
    const list = [w, 3 * w];
    let p: number | undefined = w;
    const set = (k: number): void => {
      if (k > 0) set(k - 1);
      p = list[k];
    };
    set(w > 1 ? 2 : 0);
    return p === undefined ? 9 * w : p;
  },
  'as a result': (w) => {
    const list = [{ v: w }];
    const pick = (n: number): { readonly v: number } | undefined => (n > 0 ? pick(n - 1) : list[w > 1 ? 7 : 0]);
    const found = pick(3);
    return found ? found.v : 9 * w;
  },
};

export const objects: readonly Row[] = [
  scalar('a default parameter', (w: number, k = 3) => w ** k, [2, -1], power(3)),
  scalar(
    'a default that uses another parameter',
    (w: number, a = w * w, b = a + 1) => a * b,
    [2],
    sum(power(4), power(2)),
  ),
  scalar(
    'a default object',
    (w: number, { a = 2, b: { d } = { d: 3 } }: { a?: number; b?: { d: number } } = {}) => a * w + d * w * w,
    [2],
    polynomial(0, 2, 3),
  ),
  scalar('a rest parameter that is empty', (w: number, ...more: number[]) => w + more.length, [2], identity, {
    tolerance: 2e-14,
  }),
  scalar(
    'object literal, shorthand and computed names',
    (w: number) => {
      const a = w;
      const key = 'b';
      const o = { a, [key]: 2 * w, 'd e': 3, 4: w * w };
      return o.a * o.b + o['d e'] * o[4];
    },
    [2],
    scaled(5, power(2)),
  ),
  scalar(
    'object spread',
    (w: number) => {
      const a = { x: w, y: 1 };
      const b = { ...a, y: w * w, z: 2 };
      return b.x + b.y + b.z + a.y;
    },
    [2],
    polynomial(3, 1, 1),
  ),
  scalar(
    'object rest',
    (w: number) => {
      const { a, ...rest } = { a: w, b: w * w, d: 3 };
      return a + rest.b * rest.d;
    },
    [2],
    polynomial(0, 1, 3),
  ),
  scalar(
    'nested destructuring with defaults',
    (w: number) => {
      const {
        a: {
          b = 5,
          d: [e, , f = 7],
        },
      } = { a: { d: [w, 1] } } as { a: { b?: number; d: number[] } };
      return b * e! + f;
    },
    [2],
    polynomial(7, 5),
  ),
  scalar(
    'array destructuring with rest',
    (w: number) => {
      const [a, b, ...rest] = [w, w * w, 3, 4];
      return a! * b! + rest[0]! * rest[1]! * rest.length;
    },
    [2],
    sum(power(3), (k) => (k === 0 ? 24 : 0)),
  ),
  scalar(
    'assigning through patterns',
    (w: number) => {
      let a = 0,
        b = 0;
      const o = { p: 1, q: [0, 0] };
      [a, b] = [w, 2];
      ({
        x: o.p,
        y: [o.q[1]],
      } = { x: w * a, y: [b * w] });
      return o.p + o.q[1]!;
    },
    [2],
    polynomial(0, 2, 1),
  ),
  scalar(
    'fields that change',
    (w: number) => {
      const o = { x: w, n: 0 };
      o.x *= w;
      o.n++;
      o.x += o.n;
      o['x'] -= 1;
      return o.x * o.n;
    },
    [2, -3],
    power(2),
  ),
  scalar(
    'a new field',
    (w: number) => {
      const o: { x: number; y?: number } = { x: w };
      o.y = o.x * 3;
      return o.x * o.y;
    },
    [2],
    scaled(3, power(2)),
  ),
  scalar(
    'two names of one object',
    (w: number) => {
      const a = { v: w };
      const b = a;
      b.v = b.v * w;
      return a.v;
    },
    [2],
    power(2),
  ),
  scalar(
    'objects in a loop',
    (w: number) => {
      let p = { x: 1, y: 0 };
      for (let k = 0; k < 4; k++) p = { x: p.x * w, y: p.y + p.x };
      return p.x + p.y;
    },
    [2],
    polynomial(1, 1, 1, 1, 1),
  ),
  scalar(
    'an object chosen by a branch',
    (w: number) => {
      const o = w > 0 ? { a: w, b: 2 } : { a: -w, b: 3 };
      return o.a ** o.b;
    },
    [2, -2],
    c.piecewise([(w) => w > 0, power(2)], [() => true, scaled(-1, power(3))]),
  ),
  scalar(
    'an object changed in a branch',
    (w: number) => {
      const o = { a: w };
      if (w > 0) o.a = o.a ** 2;
      else o.a = 3 * o.a;
      return o.a;
    },
    [2, -2],
    c.piecewise([(w) => w > 0, power(2)], [() => true, scaled(3, identity)]),
  ),
  scalar(
    'methods in shorthand',
    (w: number) => {
      const shape = {
        scale: 2,
        area(r: number) {
          return Math.PI * r * r;
        },
      };
      return shape.area(w) * shape.scale;
    },
    [2],
    scaled(2 * Math.PI, power(2)),
  ),
  scalar(
    'functions in an object',
    (w: number) => {
      const ops = { twice: (x: number) => 2 * x, square: (x: number) => x * x };
      return ops.twice(ops.square(w));
    },
    [2],
    scaled(2, power(2)),
  ),
  scalar(
    'Object.keys, values, entries',
    (w: number) => {
      const o = { a: w, b: w * w };
      let s = Object.keys(o).length;
      for (const v of Object.values(o)) s += v;
      for (const [key, v] of Object.entries(o)) if (key === 'b') s += v;
      return s;
    },
    [2],
    polynomial(2, 1, 2),
  ),
  scalar(
    'Object.assign and freeze',
    (w: number) => {
      const o = Object.assign({ a: 1 }, { a: w });
      const f = Object.freeze({ b: w });
      return o.a * f.b;
    },
    [2],
    power(2),
  ),
  scalar(
    'in on objects',
    (w: number) => {
      const o: { a: number; b?: number } = { a: 1 };
      return 'a' in o && !('b' in o) ? w * w : w;
    },
    [2],
    power(2),
  ),
  scalar(
    'a tuple of kinds',
    (w: number) => {
      const pair: [number, number[]] = [w, [w, 2]];
      const [a, list] = pair;
      return a * list[0]! * list[1]!;
    },
    [2],
    scaled(2, power(2)),
  ),
  scalar(
    'complex numbers as objects',
    (w: number) => {
      const mul = (a: { re: number; im: number }, b: { re: number; im: number }) => ({
        re: a.re * b.re - a.im * b.im,
        im: a.re * b.im + a.im * b.re,
      });
      let z = { re: w, im: 1 };
      for (let k = 0; k < 2; k++) z = mul(z, z);
      return z.re;
    },
    [2, 0.5],
    polynomial(1, 0, -6, 0, 1),
  ),
  scalar(
    'a linked list',
    (w: number) => {
      let list: { v: number; next: { v: number; next: { v: number } } } = { v: w, next: { v: w * w, next: { v: 3 } } };
      return list.v * list.next.v * list.next.next.v;
    },
    [2],
    scaled(3, power(3)),
  ),
  scalar(
    'typeof and Array.isArray',
    (w: number) =>
      typeof w === 'number' &&
      Array.isArray([w]) &&
      !Array.isArray(w) &&
      typeof [w] === 'object' &&
      typeof undefined === 'undefined' &&
      typeof Math.sin === 'function'
        ? w * w
        : 0,
    [2],
    power(2),
  ),
  scalar(
    'typeof of what may be null or undefined',
    (w: number) => {
      const nothing = w > 1 ? null : w;
      const missing = w > 1 ? undefined : w;
      const object = w > 1 ? null : [w];
      const there = w > 1 ? w : null;
      return [typeof nothing, typeof missing, typeof object, typeof there].join() === 'object,undefined,object,number'
        ? w * w
        : 0;
    },
    [2],
    power(2),
  ),
  ...Object.entries(keptByRecursion).map(([name, f]) => scalar(`nothing ${name}`, f, [2], scaled(9, identity))),
  gradient(
    'an object argument',
    (p: { a: number; b: number[] }) => p.a * p.b[0]! + p.b[1]! ** 2,
    () => [{ a: 2, b: [3, 4] }],
    (p: { a: number; b: number[] }) => ({ a: p.b[0]!, b: [p.a, 2 * p.b[1]!] }),
  ),
  gradient(
    'a destructured argument',
    ({ a, b: [x, y] }: { a: number; b: [number, number] }) => a * x * y,
    () => [{ a: 2, b: [3, 4] }],
    () => ({ a: 12, b: [8, 6] }),
  ),
  gradient(
    'a destructured array argument',
    ([a, b = 5]: number[]) => a! * b + a!,
    () => [[3]],
    () => [6],
  ),
  gradient(
    'a tuple of kinds as argument',
    ([a, v]: [number, number[]]) => a * v[0]! + v[1]!,
    () => [[2, [3, 4]]],
    () => [3, [2, 1]],
  ),
  gradient(
    'a nested array argument',
    (m: number[][]) => {
      let s = 0;
      for (const row of m) for (const x of row) s += x ** 2;
      return s;
    },
    () => [[[1, 2], [3]]],
    (m: number[][]) => m.map((row) => row.map((x) => 2 * x)),
  ),
  gradient(
    'an array of objects of which the first has an empty list where others hold records',
    (all: Part[]) => all.reduce((s, { v, list }) => s + list.reduce((t, { q }) => t + v * q * q, v), 0),
    () => [
      [
        { v: 2, list: [] },
        { v: 3, list: [{ q: 6 }] },
      ],
    ],
    () => [
      { v: 1, list: [] },
      { v: 37, list: [{ q: 36 }] },
    ],
  ),
  gradient(
    'a recursion over records that differ where types are no longer printed',
    (e: Chain) => {
      const value = (node: Chain): number => (node.kind === 'leaf' ? node.w * node.w : 2 * value(node.inner));
      return value(e);
    },
    () => [chain(9)],
    () => chained(9, { w: 1.5 * 2 ** 10 }),
  ),
  gradient(
    'an array of objects',
    (points: { x: number; y: number }[]) => points.reduce((s, { x, y }) => s + x * y ** 2, 0),
    () => [
      [
        { x: 1, y: 2 },
        { x: 3, y: 4 },
      ],
    ],
    () => [
      { x: 4, y: 4 },
      { x: 16, y: 24 },
    ],
  ),
  gradient(
    'a Float64Array argument',
    (w: Float64Array) => {
      let s = 0;
      for (let k = 0; k < w.length; k++) s += w[k]! ** 3;
      return s;
    },
    () => [Float64Array.of(1, 2)],
    () => Float64Array.of(3, 12),
  ),
  gradient(
    'a Float32Array argument',
    (w: Float32Array) => w[0]! * w[1]! * 2,
    () => [Float32Array.of(1.5, 2)],
    () => Float32Array.of(4, 3),
  ),
  gradient(
    'with respect to the second argument',
    (n: number, v: number[]) => v[0]! ** n + v[1]!,
    () => [3, [2, 5]],
    () => [12, 1],
    { wrt: 1 },
  ),
  gradient(
    'several arguments, one a function of data',
    (w: number[], xs: number[], ys: number[]) => {
      let s = 0;
      for (let k = 0; k < xs.length; k++) s += (w[0]! + w[1]! * xs[k]! - ys[k]!) ** 2;
      return s;
    },
    () => [
      [1, 2],
      [0, 1, 2],
      [1, 2, 9],
    ],
    () => [2 * (0 + 1 - 4), 2 * (0 + 1 - 8)],
  ),
  gradient(
    'spread arguments into rest',
    (...ws: number[]) => ws.reduce((s, x) => s + x * x, 0),
    () => [3, 4],
    () => 6,
  ),
  gradient(
    'an argument with a flag and a name',
    (p: { w: number; mode: string; on: boolean }) => (p.on && p.mode === 'square' ? p.w ** 2 : p.w),
    () => [{ w: 3, mode: 'square', on: true }],
    () => ({ w: 6 }),
  ),
  gradient(
    'an optional second argument that is missing',
    (w: number[], options?: { power?: number }) => w[0]! ** (options?.power ?? 2),
    () => [[3]],
    () => [6],
  ),
  gradient(
    'an optional second argument that is there',
    (w: number[], options?: { power?: number }) => w[0]! ** (options?.power ?? 2),
    () => [[3], { power: 3 }],
    () => [27],
  ),
  vector(
    'a tuple as result',
    (w: number[]) => [w[0]! * w[1]!, w[0]! + w[1]!, 5],
    () => [[2, 3]],
    () => [
      [3, 2],
      [1, 1],
      [0, 0],
    ],
  ),
  vector(
    'an object as result',
    (w: number) => ({ sine: Math.sin(w), both: [w, w * w] }),
    () => [0.5],
    (w: number) => ({ sine: Math.cos(w), both: [1, 2 * w] }),
  ),
  vector(
    'a nested array as result',
    (w: number[]) => [
      [w[0]!, w[1]!],
      [w[0]! * w[1]!, 1],
    ],
    () => [[2, 3]],
    () => [
      [
        [1, 0],
        [0, 1],
      ],
      [
        [3, 2],
        [0, 0],
      ],
    ],
  ),
  vector(
    'an object in, an object out',
    (p: { x: number; y: number }) => ({ r: Math.hypot(p.x, p.y), t: Math.atan2(p.y, p.x) }),
    () => [{ x: 3, y: 4 }],
    () => ({ r: { x: 0.6, y: 0.8 }, t: { x: -4 / 25, y: 3 / 25 } }),
  ),
  vector(
    'a Float64Array as result',
    (w: number[]) => Float64Array.from(w, (x) => x * x),
    () => [[1, 2, 3]],
    () => [
      [2, 0, 0],
      [0, 4, 0],
      [0, 0, 6],
    ],
  ),
  ...Object.entries(lateFields).map(([what, f]) =>
    gradient(
      `a field that a step of a loop adds, ${what}`,
      f,
      () => [[1, 2, 4]],
      () => [0.375, 0.5, 1],
    ),
  ),
  gradient(
    'an object with an entry that gets others under keys of a list',
    (v: number[]) => {
      const far: Record<string, number> = { s: 0 };
      const roads: [string, string, number][] = [
        ['s', 'a', v[0]!],
        ['s', 'b', v[1]!],
        ['a', 'b', v[2]!],
        ['b', 't', v[0]! * v[1]!],
      ];
      for (const [from, to, length] of roads) {
        const before = far[to];
        if (before === undefined || far[from]! + length < before) far[to] = far[from]! + length;
      }
      return far['t']!;
    },
    () => [[1, 4, 2]],
    // The way over a: v₀ + v₂ + v₀v₁
    () => [5, 1, 1],
  ),
  gradient(
    'a copy of an object that gets others under keys of a list',
    (v: number[]) => {
      const usual = { base: v[0]! };
      const rates: Record<string, number> = { ...usual };
      for (const name of ['low', 'high']) rates[name] = rates['base']! * v[1]!;
      return rates['low']! * rates['high']! + rates['base']!;
    },
    () => [[2, 3]],
    // v₀²v₁² + v₀
    () => [37, 24],
  ),
  gradient(
    'a total and counts in one object',
    (v: number[]) => {
      const counts: Record<string, number> = { total: 0, a: v[0]! };
      for (const word of ['a', 'b', 'a']) {
        counts[word] = (counts[word] ?? 0) + v[1]!;
        counts['total']! += counts[word]! * v[0]!;
      }
      return counts['total']!;
    },
    () => [[2, 3]],
    // (v₀ + v₁)v₀ + v₁v₀ + (v₀ + 2v₁)v₀
    () => [20, 8],
  ),
  gradient(
    'records in a list, written under the names of their fields',
    (v: number[]) => {
      const bodies: Record<string, number>[] = [
        { x: v[0]!, y: 1 },
        { x: 2, y: v[1]! },
      ];
      for (const body of bodies) for (const axis of ['x', 'y']) body[axis]! *= v[1]!;
      return bodies[0]!['x']! * bodies[1]!['y']!;
    },
    () => [[2, 3]],
    // v₀v₁ · v₁²
    () => [27, 54],
  ),
  vector(
    'the argument itself as result',
    (w: number[]) => w,
    () => [[1, 2]],
    () => [
      [1, 0],
      [0, 1],
    ],
  ),
  vector(
    'the argument changed and returned',
    (w: number[]) => {
      w[0]! *= 3;
      w.push(w[0]! + w[1]!);
      return w;
    },
    () => [[1, 2]],
    () => [
      [3, 0],
      [0, 1],
      [3, 1],
    ],
  ),
];
