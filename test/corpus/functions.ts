/** Nested functions, closures, recursion, functions passed to functions, derivatives inside. */
import { derivative, grad } from 'secant';
import * as c from './closed-forms.ts';
import { gradient, type Row, scalar, vector } from './row.ts';

const { constant, identity, polynomial, power, product, scaled, sum } = c;

type Line = (y: number) => number;

/** Functions read where there may be none, by a key or an index; each is 7·w at 2. */
const functionsThatMayBeMissing: Readonly<Record<string, (w: number) => number>> = {
  'by a key, ??': (w) => (table[keyOf(w)] ?? seven)(w),
  'by a key, ||': (w) => {
    const f = table[keyOf(w)] || seven;
    return f(w);
  },
  'by a key, if': (w) => {
    const f = table[keyOf(w)];
    if (!f) return 7 * w;
    return f(w);
  },
  'by a key, typeof': (w) => {
    const f = table[keyOf(w)];
    return typeof f === 'function' ? f(w) : 7 * w;
  },
  'by a key, ?.': (w) => table[keyOf(w)]?.(w) ?? 7 * w,
  'by an index': (w) => {
    const list = [(x: number) => x * x, (x: number) => 7 * x - x * x];
    let s = 0;
    for (let k = 0; k < 3; k++) s += list[k]?.(w) ?? 0;
    return s;
  },
  'given to a recursion that had one before': (w) => {
    const square = (x: number): number => x * x;
    const triple = (x: number): number => 3 * x;
    const list = [square, triple];
    const call = (n: number, f: Line | undefined): number => (n > 0 ? call(n - 1, f) : f ? f(w) : 7 * w);
    const before = call(2, w > 1 ? square : triple);
    return before + call(2, list[w > 1 ? 7 : 0]) - w * w;
  },
  'kept by a recursion': (w) => {
    const list = [(x: number) => x * x, (x: number) => 3 * x];
    let f = list[0];
    const set = (k: number): void => {
      if (k > 0) set(k - 1);
      f = list[k];
    };
    set(w > 1 ? 3 : 0);
    return f ? f(w) : 7 * w;
  },
  'from one of two places': (w) => {
    const list = [(x: number) => x * x, (x: number) => 3 * x];
    const f = w > 1 ? list[5] : list[0];
    return f ? f(w) : 7 * w;
  },
  'carried through a loop': (w) => {
    const list = [(x: number) => x * x, (x: number) => 3 * x];
    let f = list[0];
    for (let k = 0; k < 3; k++) f = list[k];
    return f ? f(w) : 7 * w;
  },
  'given by a helper': (w) => {
    const list = [(x: number) => x * x, (x: number) => 3 * x];
    const pick = (k: number) => list[k];
    return (pick(w > 1 ? 4 : 0) ?? seven)(w);
  },
  'taken from a list until it is empty': (w) => {
    const list = [(x: number) => 7 * x];
    const f = list.pop();
    return f === undefined || list.pop() ? 0 : f(w);
  },
};
const seven = (x: number): number => 7 * x;
const table: Readonly<Record<string, ((x: number) => number) | undefined>> = { a: (x) => x * x, b: (x) => 3 * x };
const keyOf = (w: number): string => (w > 1 ? 'c' : 'a');
const pickOf = (w: number) => table[w > 1 ? 'b' : 'a'];

/** Each keeps y ↦ xy and y ↦ x²y in a list, and gives 3x + 5x². */
const listsOfFunctions: Readonly<Record<string, (x: number) => number>> = {
  'pushed one after the other'(x) {
    const list: Line[] = [];
    list.push((y) => y * x);
    const z = x * x;
    list.push((y) => y * z);
    return list[0]!(3) + list[1]!(5);
  },
  'put at their places'(x) {
    const list: Line[] = [];
    list[1] = (y) => y * x * x;
    list[0] = (y) => y * x;
    return list[0](3) + list[1](5);
  },
  'added by a helper'(x) {
    const lists: Record<string, Line[]> = {};
    const on = (name: string, f: Line): void => {
      (lists[name] = lists[name] ?? []).push(f);
    };
    on('a', (y) => y * x);
    on('a', (y) => y * x * x);
    return lists['a']![0]!(3) + lists['a']![1]!(5);
  },
  spread(x) {
    const one: Line[] = [(y) => y * x];
    const two: Line[] = [(y) => y * x * x];
    const all = [...one, ...two];
    return all[0]!(3) + all[1]!(5);
  },
  'asked whether they are there'(x) {
    const list: Line[] = [];
    if (x > 100) list.push((y) => y);
    const line = list[0];
    return (line ? line(x) : 3 * x) + (list[7]?.(1) ?? 5 * x * x);
  },
};

/** Functions compared and looked for; each is 7·w at 2. */
const functionsCompared: Readonly<Record<string, (w: number) => number>> = {
  '===': (w) => (pickOf(w) === table['b'] ? 7 * w : w),
  '!==': (w) => (pickOf(w) !== table['a'] ? 7 * w : w),
  'two that a branch chose': (w) => (pickOf(w) === pickOf(w + 1) && pickOf(w) !== pickOf(0) ? 7 * w : w),
  switch(w) {
    switch (pickOf(w)) {
      case table['a']:
        return w;
      case table['b']:
        return 7 * w;
      default:
        return 0;
    }
  },
  indexOf(w) {
    const list = [seven, (x: number) => x * x, (x: number) => 5 * x];
    return (list.indexOf(list[2]!) + 5 + list.lastIndexOf(seven)) * w;
  },
  includes(w) {
    const f = (x: number) => x * x;
    return [seven, f].includes(f) && ![seven].includes(f) ? 7 * w : w;
  },
  'put into a new list, one of them missing'(w) {
    const list = [(x: number) => x * x];
    const two = [list[5], list[0]];
    return two[1]!(w) + 7 * w - w * w + (two[0] ? 1 : 0);
  },
};

/** Memory that is made before the function, and written to in each call. */
const workspace = [0, 0, 0];

export const functions: readonly Row[] = [
  scalar(
    'a nested function',
    (w: number) => {
      function square(x: number) {
        return x * x;
      }
      return square(w) + square(3);
    },
    [2],
    polynomial(9, 0, 1),
  ),
  scalar(
    'a function used before its declaration',
    (w: number) => {
      return cube(w);
      function cube(x: number) {
        return x ** 3;
      }
    },
    [2],
    power(3),
  ),
  scalar(
    'an arrow and a function expression',
    (w: number) => {
      const f = (x: number) => x * w;
      const g = function (x: number) {
        return x + w;
      };
      return f(g(1));
    },
    [2],
    polynomial(0, 1, 1),
  ),
  scalar(
    'a closure that reads',
    (w: number) => {
      const k = w * w;
      const f = (x: number) => k * x;
      return f(w) + f(2);
    },
    [2],
    polynomial(0, 0, 2, 1),
  ),
  scalar(
    'a closure that writes',
    (w: number) => {
      let s = 0;
      const add = (x: number) => {
        s += x;
      };
      add(w);
      add(w * w);
      add(1);
      return s;
    },
    [2],
    polynomial(1, 1, 1),
  ),
  scalar(
    'a closure sees later changes',
    (w: number) => {
      let k = 1;
      const f = () => k * w;
      const a = f();
      k = 5;
      return a + f();
    },
    [2],
    scaled(6, identity),
  ),
  scalar(
    'a counter made by a function',
    (w: number) => {
      const make = () => {
        let n = 0;
        return () => ++n;
      };
      const a = make(),
        b = make();
      a();
      a();
      return w ** (a() + b());
    },
    [1.5],
    power(4),
  ),
  scalar(
    'an accumulator made by a function',
    (w: number) => {
      const make = (s: number) => (x: number) => (s += x);
      const acc = make(1);
      acc(w);
      return acc(w * w);
    },
    [2],
    polynomial(1, 1, 1),
  ),
  scalar(
    'currying',
    (w: number) => {
      const mul = (a: number) => (b: number) => (d: number) => a * b * d;
      return mul(w)(2)(w);
    },
    [3],
    scaled(2, power(2)),
  ),
  scalar(
    'composition',
    (w: number) => {
      const compose = (f: (x: number) => number, g: (x: number) => number) => (x: number) => f(g(x));
      return compose(Math.sin, (x) => x * x)(w);
    },
    [0.7],
    c.compose(c.sin, power(2)),
  ),
  scalar(
    'a pipe of many',
    (w: number) => {
      const pipe =
        (...fs: ((x: number) => number)[]) =>
        (x: number) =>
          fs.reduce((v, f) => f(v), x);
      return pipe(
        (x) => x + 1,
        (x) => x * x,
        (x) => 3 * x,
      )(w);
    },
    [2],
    polynomial(3, 6, 3),
  ),
  scalar(
    'a function applied n times',
    (w: number) => {
      const times = (f: (x: number) => number, n: number, x: number) => {
        for (let k = 0; k < n; k++) x = f(x);
        return x;
      };
      return times((x) => x * w + 1, 3, 1);
    },
    [2],
    polynomial(1, 1, 1, 1),
  ),
  scalar(
    'a native passed to a function',
    (w: number) => {
      const apply = (f: (x: number) => number, x: number) => f(x);
      return apply(Math.exp, w) + apply(Math.abs, -w);
    },
    [2],
    sum(c.exp, identity),
  ),
  scalar(
    'Math destructured',
    (w: number) => {
      const { sin, cos, PI } = Math;
      return sin(w) * cos(w) * PI;
    },
    [0.6],
    scaled(Math.PI, product(c.sin, c.cos)),
  ),
  scalar(
    'Math under another name',
    (w: number) => {
      const M = Math;
      const f = M.exp;
      return f(w) * M.E;
    },
    [0.6],
    scaled(Math.E, c.exp),
  ),
  scalar(
    'a function chosen by a branch',
    (w: number) => {
      const f = w > 0 ? Math.sin : (x: number) => x * x;
      return f(w);
    },
    [0.5, -2],
    c.piecewise([(w) => w > 0, c.sin], [() => true, power(2)]),
  ),
  scalar(
    'a closure made in a branch',
    (w: number) => {
      let f: () => number;
      if (w > 0) {
        const k = w * w;
        f = () => k * 2;
      } else {
        const k = w * w * w;
        f = () => k;
      }
      return f();
    },
    [2, -2],
    c.piecewise([(w) => w > 0, scaled(2, power(2))], [() => true, power(3)]),
  ),
  scalar(
    'a table of functions',
    (w: number) => {
      const table = { twice: (x: number) => 2 * x, square: (x: number) => x * x, tanh: Math.tanh };
      let s = w;
      for (const name of ['twice', 'square'] as const) s = table[name](s);
      return s;
    },
    [2],
    scaled(4, power(2)),
  ),
  scalar(
    'a function returned early',
    (w: number) => {
      const pick = (n: number) => {
        if (n === 1) return (x: number) => x;
        if (n === 2) return (x: number) => x * x;
        return (x: number) => x ** 3;
      };
      return pick(1)(w) + pick(2)(w) + pick(3)(w);
    },
    [2],
    polynomial(0, 1, 1, 1),
  ),
  scalar(
    'an immediately invoked function',
    (w: number) =>
      (() => {
        const a = w * w;
        return a + 1;
      })() * ((x) => x)(w),
    [2],
    polynomial(0, 1, 0, 1),
  ),
  scalar(
    'default parameters in helpers',
    (w: number) => {
      const f = (x: number, n = 2, scale = n + 1) => scale * x ** n;
      return f(w) + f(w, 3) + f(w, 1, 5);
    },
    [2],
    polynomial(0, 5, 3, 4),
  ),
  scalar(
    'rest and spread in helpers',
    (w: number) => {
      const total = (first: number, ...rest: number[]) => rest.reduce((s, x) => s + x, 0) * first;
      const args = [w, w * w, 1] as const;
      return total(...args);
    },
    [2],
    polynomial(0, 1, 0, 1),
  ),
  scalar(
    'call and apply',
    (w: number) => {
      function f(a: number, b: number) {
        return a * b;
      }
      return f.call(null, w, 2) + f.apply(null, [w, w]);
    },
    [3],
    polynomial(0, 2, 1),
  ),
  scalar(
    'helpers with objects',
    (w: number) => {
      const add = (a: { x: number; y: number }, b: { x: number; y: number }) => ({ x: a.x + b.x, y: a.y + b.y });
      const p = add({ x: w, y: 1 }, { x: w * w, y: w });
      return p.x * p.y;
    },
    [2],
    polynomial(0, 1, 2, 1),
  ),
  scalar(
    'a helper that gives two values',
    (w: number) => {
      const divmod = (a: number, b: number): [number, number] => [Math.floor(a / b), a % b];
      const [q, r] = divmod(w, 2);
      return q * 10 + r * r;
    },
    [3.5],
    polynomial(14, -4, 1),
  ),
  scalar(
    'recursion: a power',
    (w: number) => {
      const pow = (x: number, n: number): number => (n === 0 ? 1 : x * pow(x, n - 1));
      return pow(w, 5);
    },
    [2, -1],
    power(5),
  ),
  scalar(
    'recursion: fast power',
    (w: number) => {
      function pow(x: number, n: number): number {
        if (n === 0) return 1;
        const h = pow(x, n >> 1);
        return n % 2 === 1 ? h * h * x : h * h;
      }
      return pow(w, 10);
    },
    [1.5],
    power(10),
  ),
  scalar(
    'recursion: a Fibonacci-like polynomial',
    (w: number) => {
      const fib = (n: number): number => (n < 2 ? (n === 0 ? 1 : w) : w * fib(n - 1) + fib(n - 2));
      return fib(6);
    },
    [0.5, 2],
    polynomial(1, 0, 6, 0, 5, 0, 1),
  ),
  scalar(
    'recursion: Chebyshev',
    (w: number) => {
      function T(n: number, x: number): number {
        return n === 0 ? 1 : n === 1 ? x : 2 * x * T(n - 1, x) - T(n - 2, x);
      }
      return T(5, w);
    },
    [0.3, -0.8],
    polynomial(0, 5, 0, -20, 0, 16),
    { scale: 1 },
  ),
  scalar(
    'mutual recursion',
    (w: number) => {
      const even = (n: number): number => (n === 0 ? 1 : w * odd(n - 1));
      const odd = (n: number): number => (n === 0 ? 0 : 1 + even(n - 1));
      return even(6) + odd(3);
    },
    [2],
    polynomial(1, 3, 1, 2),
  ),
  scalar(
    'recursion that reads a constant which changes between its calls',
    (w: number) => {
      let factor = 1;
      const power = (n: number): number => (n === 0 ? w : factor * power(n - 1));
      const first = power(2);
      factor = 3;
      return first + power(2);
    },
    [2],
    polynomial(0, 10),
  ),
  scalar(
    'recursion that reads a function, and a name that holds nothing at first',
    (w: number) => {
      let step = (x: number): number => 2 * x;
      let more: number | undefined;
      const go = (n: number, x: number): number => (n === 0 ? x * (more ?? 1) : go(n - 1, step(x)));
      const first = go(2, w);
      step = (x) => 3 * x;
      more = w;
      return first + go(2, w);
    },
    [2],
    polynomial(0, 4, 9),
  ),
  scalar(
    'mutual recursion over a constant that changes, in a loop and after it',
    (w: number) => {
      let factor = 1;
      let s = 0;
      const even = (n: number): number => (n === 0 ? w : odd(n - 1));
      const odd = (n: number): number => factor * even(n - 1);
      s += even(4);
      for (let i = 0; i < 2; i++) {
        factor += 1;
        s += even(2);
      }
      factor = 5;
      return s + even(2) + odd(1);
    },
    [2],
    polynomial(0, 16),
  ),
  scalar(
    'recursion that writes outside',
    (w: number) => {
      let calls = 0,
        s = 0;
      const walk = (n: number): void => {
        calls++;
        s += w ** n;
        if (n > 0) walk(n - 1);
      };
      walk(3);
      return s + calls;
    },
    [2],
    polynomial(5, 1, 1, 1),
  ),
  scalar(
    'recursion over an array',
    (w: number) => {
      const total = (a: number[], k = 0): number => (k >= a.length ? 0 : a[k]! + total(a, k + 1));
      return total([w, w * w, 3]);
    },
    [2],
    polynomial(3, 1, 1),
  ),
  scalar(
    'recursion by halves',
    (w: number) => {
      const a = [1, w, w * w, 4];
      const total = (lo: number, hi: number): number => {
        if (hi - lo === 1) return a[lo]!;
        const mid = (lo + hi) >> 1;
        return total(lo, mid) * 2 + total(mid, hi);
      };
      return total(0, 4);
    },
    [2],
    polynomial(8, 2, 2),
  ),
  scalar(
    'recursion: adaptive Simpson',
    (w: number) => {
      const f = (x: number): number => Math.exp(w * x);
      const simpson = (a: number, b: number): number => ((b - a) / 6) * (f(a) + 4 * f((a + b) / 2) + f(b));
      const go = (a: number, b: number, _whole: number, depth: number): number => {
        const m = (a + b) / 2;
        const l = simpson(a, m),
          r = simpson(m, b);
        return depth === 0 ? l + r : go(a, m, l, depth - 1) + go(m, b, r, depth - 1);
      };
      return go(0, 1, simpson(0, 1), 6);
    },
    [1],
    c.quotient(c.expm1, identity),
    { tolerance: 1e-9, orders: 2, looseValue: true, reason: 'Simpson with 128 panels is right to about 1e-10' },
  ),
  scalar(
    'recursion: Ackermann-like counting',
    (w: number) => {
      const count = (m: number, n: number): number =>
        m === 0 ? n + 1 : n === 0 ? count(m - 1, 1) : count(m - 1, count(m, n - 1));
      return w ** count(1, 2);
    },
    [1.5],
    power(4),
  ),
  scalar(
    'a recursive arrow that takes a function',
    (w: number) => {
      const iterate = (f: (x: number) => number, n: number, x: number): number =>
        n === 0 ? x : iterate(f, n - 1, f(x));
      return iterate((x) => x * x, 3, w);
    },
    [1.2],
    power(8),
    { tolerance: 5e-14 },
  ),
  scalar(
    'recursion on objects',
    (w: number) => {
      type Tree = { v: number; l?: Tree; r?: Tree };
      const leaf = (v: number): Tree => ({ v });
      const total = (a: number, n: number): number => (n === 0 ? a : total(a * w, n - 1) + leaf(1).v);
      return total(1, 3);
    },
    [2],
    polynomial(3, 0, 0, 1),
  ),
  scalar('a derivative inside', (w: number) => derivative((u: number) => u * u * w)(3) * w, [2], scaled(6, power(2)), {
    native: (w: number) => 2 * 3 * w * w,
  }),
  scalar('no confusion of perturbations', (w: number) => derivative((u: number) => u * w)(2) * w, [3], power(2), {
    native: (w: number) => w * w,
  }),
  scalar(
    'a derivative inside, nested',
    (w: number) => derivative((u: number) => derivative((v: number) => u * v * v * w)(u) * u)(w),
    [2],
    scaled(6, power(3)),
    { native: (w: number) => 6 * w * w * w },
  ),
  scalar(
    'a second derivative inside',
    (w: number) => derivative((u: number) => u ** 4 * w, { order: 2 })(w),
    [2],
    scaled(12, power(3)),
    { native: (w: number) => 12 * w * w * w },
  ),
  scalar(
    'a gradient inside',
    (w: number) => {
      const g = grad((v: number[]) => v[0]! ** 2 * v[1]!)([w, 3]);
      return g[0]! * g[1]!;
    },
    [2],
    scaled(6, power(3)),
    { native: (w: number) => 2 * w * 3 * (w * w) },
  ),
  scalar('captured number and array', 'w => a * w ** 2 + list[1] * w', [2], polynomial(0, 5, 3), {
    scope: { a: 3, list: [4, 5] },
  }),
  scalar('captured helper', '(w) => helper(w) + helper(k)', [2], polynomial(9, 0, 1), {
    scope: { helper: (x: number) => x * x, k: 3 },
  }),
  scalar('captured object with functions', 'w => tools.square(w) * tools.scale', [2], scaled(5, power(2)), {
    scope: { tools: { square: (x: number) => x * x, scale: 5 } },
  }),
  scalar('captured object', 'w => p.a * w + p.b[0] * w * w', [2], polynomial(0, 2, 3), {
    scope: { p: { a: 2, b: [3] } },
  }),
  scalar(
    'captured array copied and changed',
    'w => { const a = data.slice(); a[0] *= w; return a[0] * w + data[0]; }',
    [2],
    polynomial(2, 0, 2),
    { scope: { data: [2] } },
  ),
  scalar('captured helper that calls another', 'w => outer(w)', [2], power(4), {
    scope: { outer: (x: number) => x * x * x * x },
  }),
  gradient(
    'a matrix product by helpers',
    (w: number[]) => {
      const multiply = (a: number[][], b: number[][]): number[][] =>
        a.map((row) => b[0]!.map((_, j) => row.reduce((s, x, k) => s + x * b[k]![j]!, 0)));
      const m = multiply([[w[0]!, w[1]!]], [[w[2]!], [w[3]!]]);
      return m[0]![0]!;
    },
    () => [[1, 2, 3, 4]],
    () => [3, 4, 1, 2],
  ),
  gradient(
    'a sum by recursion',
    (w: number[]) => {
      const go = (k: number): number => (k === w.length ? 0 : w[k]! ** 2 + go(k + 1));
      return go(0);
    },
    () => [[1, 2, 3]],
    () => [2, 4, 6],
  ),
  gradient(
    'quicksort by recursion on copies',
    (w: number[]) => {
      const sort = (a: number[]): number[] => {
        if (a.length < 2) return a;
        const [p, ...rest] = a;
        return [...sort(rest.filter((x) => x < p!)), p!, ...sort(rest.filter((x) => x >= p!))];
      };
      const s = sort(w);
      let t = 0;
      for (let k = 0; k < s.length; k++) t += s[k]! * (k + 1);
      return t;
    },
    () => [[3, 1, 2]],
    () => [3, 1, 2],
  ),
  vector(
    'a function that gives a function’s values',
    (w: number[]) => {
      const f = (x: number) => w[0]! * x + w[1]!;
      return [0, 1, 2].map(f);
    },
    () => [[2, 3]],
    () => [
      [0, 1],
      [1, 1],
      [2, 1],
    ],
  ),
  scalar(
    'a name kept by a const function',
    (w: number) => {
      const k = constantLike(2);
      function constantLike(n: number) {
        return n;
      }
      return k * w;
    },
    [2],
    sum(scaled(2, identity), constant(0)),
  ),
  ...Object.entries(listsOfFunctions).map(([name, f]) =>
    scalar(`functions in a list, ${name}`, f, [0.7, 2], polynomial(0, 3, 5)),
  ),
  ...Object.entries(functionsThatMayBeMissing).map(([name, f]) =>
    scalar(`functions that may be missing, ${name}`, f, [2], scaled(7, identity), { scope: { table, keyOf, seven } }),
  ),
  ...Object.entries(functionsCompared).map(([name, f]) =>
    scalar(`functions compared, ${name}`, f, [2], scaled(7, identity), { scope: { table, pickOf, seven } }),
  ),
  gradient(
    'a captured list that is written and read at fixed places',
    (x: number) => {
      workspace[0] = x * x;
      workspace[2] = 3 * x;
      return workspace[0] * workspace[2];
    },
    () => [2],
    () => 36,
    { scope: { workspace } },
  ),
];
