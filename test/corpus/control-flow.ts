/** Declarations, assignments, branches, loops, jumps. Each function computes something with a plain closed form. */
import * as c from './closed-forms.ts';
import { gradient, type Row, scalar } from './row.ts';

const { constant, identity, piecewise, polynomial, power, scaled, sum } = c;
const cube = power(3);

export const controlFlow: readonly Row[] = [
  scalar(
    'const, let, var',
    (w: number) => {
      const a = w;
      let b = a * a;
      var d = b;
      b = d * a;
      return b;
    },
    [2, -1],
    cube,
  ),
  scalar(
    'var before its declaration',
    (w: number) => {
      if (w > 0) {
        var s = w;
      } else {
        s = -w;
      }
      return s! ** 3;
    },
    [2, -1],
    piecewise([(w) => w > 0, cube], [() => true, scaled(-1, cube)]),
  ),
  scalar(
    'var in a loop is one name',
    (w: number) => {
      for (var k = 0; k < 3; k++) {
        var last = k * w;
      }
      return last! * k;
    },
    [2],
    scaled(6, identity),
  ),
  scalar(
    'var redeclared keeps its value',
    (w: number) => {
      var a = w;
      var a: number;
      return a * a;
    },
    [3],
    power(2),
  ),
  scalar(
    '+= -= *= /=',
    (w: number) => {
      let s = 1;
      s += w;
      s -= 3;
      s *= w;
      s /= 2;
      return s;
    },
    [2, -1],
    polynomial(0, -1, 0.5),
  ),
  scalar(
    '**= and %=',
    (w: number) => {
      let s = w;
      s **= 3;
      s %= 100;
      return s;
    },
    [2, -1],
    cube,
  ),
  scalar(
    'bit assignments on integers',
    (w: number) => {
      let k = 6;
      k |= 1;
      k &= 5;
      k ^= 2;
      k <<= 2;
      k >>= 1;
      k >>>= 1;
      return k * w;
    },
    [2],
    scaled(7, identity),
  ),
  scalar(
    '&&= ||= ??=',
    (w: number) => {
      let a: number = w;
      a &&= a * w;
      let b = 0;
      b ||= w;
      let d: number | undefined;
      d ??= w;
      return a * b + d;
    },
    [2, -1],
    sum(cube, identity),
  ),
  scalar(
    '++ and -- before and after',
    (w: number) => {
      let k = 0;
      const a = k++ + ++k;
      const b = k-- - --k;
      return a * w + b * w * w + k;
    },
    [2],
    polynomial(0, 2, 2),
  ),
  scalar(
    '++ on a number that depends on w',
    (w: number) => {
      let a = w;
      a++;
      ++a;
      a--;
      return a ** 2;
    },
    [2],
    polynomial(1, 2, 1),
  ),
  scalar(
    'assignment as a value',
    (w: number) => {
      let a;
      let b;
      a = b = w * w;
      return (a = a + b) * w;
    },
    [2, -1],
    scaled(2, cube),
  ),
  scalar(
    'comma and sequence',
    (w: number) => {
      let a = 1,
        b = w;
      return ((a = 2), (b *= w), a * b);
    },
    [3],
    scaled(2, power(2)),
  ),
  scalar(
    'if without else',
    (w: number) => {
      let s = w;
      if (w > 1) s = s * w;
      if (w < 0) s *= 2;
      return s;
    },
    [2, 0.5, -1],
    piecewise([(w) => w > 1, power(2)], [(w) => w < 0, scaled(2, identity)], [() => true, identity]),
  ),
  scalar(
    'if else if else',
    (w: number) => {
      if (w > 2) return w ** 3;
      else if (w > 0) return w ** 2;
      else if (w === -5) {
        return 7;
      } else return 1 - w;
    },
    [3, 1, -1, -5],
    piecewise(
      [(w) => w > 2, cube],
      [(w) => w > 0, power(2)],
      [(w) => w === -5, constant(7)],
      [() => true, polynomial(1, -1)],
    ),
    { orders: 1 },
  ),
  scalar(
    'nested ?:',
    (w: number) => (w > 2 ? w * w : w > 0 ? (w > 1 ? 3 * w : w) : -w),
    [3, 1.5, 0.5, -2],
    piecewise(
      [(w) => w > 2, power(2)],
      [(w) => w > 1, scaled(3, identity)],
      [(w) => w > 0, identity],
      [() => true, scaled(-1, identity)],
    ),
  ),
  scalar(
    'early return',
    (w: number) => {
      if (w < 0) return -w;
      const s = w * w;
      if (s > 4) return s;
      return s * w;
    },
    [-1, 3, 1],
    piecewise([(w) => w < 0, scaled(-1, identity)], [(w) => w > 2, power(2)], [() => true, cube]),
  ),
  scalar(
    'return from nested loops',
    (w: number) => {
      for (let i = 0; i < 5; i++) for (let j = 0; j < 5; j++) if (i * j > 5) return w ** i + j * w;
      return 0;
    },
    [2],
    polynomial(0, 3, 1),
  ),
  scalar(
    'return inside while inside if',
    (w: number) => {
      let s = w;
      if (w > 0) {
        while (true) {
          s *= 2;
          if (s > 50) return s;
        }
      }
      return s * s;
    },
    [1.5, -2],
    piecewise([(w) => w > 0, scaled(64, identity)], [() => true, power(2)]),
  ),
  scalar(
    'switch on numbers with break',
    (w: number) => {
      let s = 0;
      switch (2 as number) {
        case 1:
          s = w;
          break;
        case 2:
          s = w * w;
          break;
        default:
          s = 5;
      }
      return s;
    },
    [3],
    power(2),
  ),
  scalar(
    'switch whose cases have a name each in common',
    (w: number) => {
      const a = w + 1;
      switch (Math.sign(w)) {
        case 1: {
          const b = w * w;
          return b + a;
        }
        default: {
          const b = 3 * w;
          return b * a;
        }
      }
    },
    [2, -2],
    piecewise([(w) => w > 0, polynomial(1, 1, 1)], [() => true, polynomial(0, 3, 3)]),
  ),
  scalar(
    'switch falls through',
    `(w) => {
      let s = 1;
      switch (Math.floor(w)) {
        case 1:
          s *= w;
        case 2:
          s *= w;
          break;
        case 3:
          s += w;
        default:
          s -= w;
      }
      return s;
    }`,
    [1.5, 2.5, 3.5, 7],
    piecewise(
      [(w) => w < 2, power(2)],
      [(w) => w < 3, identity],
      [(w) => w < 4, constant(1)],
      [() => true, polynomial(1, -1)],
    ),
  ),
  scalar(
    'switch with default first',
    (w: number) => {
      switch (Math.round(w)) {
        default:
          return w;
        case 4:
          return w ** 2;
        case 5: {
          return w ** 3;
        }
      }
    },
    [1, 4, 5.2],
    piecewise([(w) => w === 4, power(2)], [(w) => w > 5, cube], [() => true, identity]),
    {},
  ),
  scalar(
    'default in the middle falls through',
    `(w) => {
      let s = 0;
      switch (Math.round(w)) {
        case 1:
          s += w;
          break;
        default:
          s += 1;
        case 2:
          s += w * w;
      }
      return s;
    }`,
    [1, 2, 9],
    piecewise([(w) => w === 1, identity], [(w) => w === 2, power(2)], [() => true, polynomial(1, 0, 1)]),
  ),
  scalar(
    'switch(true)',
    (w: number) => {
      switch (true) {
        case w > 10:
          return w;
        case w > 1:
          return w * w;
        default:
          return 0 * w;
      }
    },
    [11, 2, 0],
    piecewise([(w) => w > 10, identity], [(w) => w > 1, power(2)], [() => true, constant(0)]),
  ),
  scalar(
    'switch on a string',
    (w: number) => {
      const parts = ['sin', 'exp', 'none'];
      let s = 0;
      for (const part of parts) {
        switch (part) {
          case 'sin':
            s += Math.sin(w);
            break;
          case 'exp':
            s += Math.exp(w);
            break;
          default:
            s += 1;
        }
      }
      return s;
    },
    [0.5],
    sum(c.sin, c.exp, constant(1)),
  ),
  scalar(
    'switch inside a loop with continue',
    (w: number) => {
      let s = 0;
      for (let k = 0; k < 6; k++) {
        switch (k % 3) {
          case 0:
            continue;
          case 1:
            s += w;
            break;
          default:
            s += w * w;
        }
        s += 1;
      }
      return s;
    },
    [2],
    polynomial(4, 2, 2),
  ),
  scalar(
    'for with several counters',
    (w: number) => {
      let s = 0;
      for (let i = 0, j = 10; i < j; i++, j--) s += i * w + j;
      return s;
    },
    [2],
    polynomial(40, 10),
  ),
  scalar(
    'for without parts',
    (w: number) => {
      let s = 1,
        k = 0;
      for (;;) {
        if (k++ >= 4) break;
        s *= w;
      }
      return s;
    },
    [2, -1.5],
    power(4),
  ),
  scalar(
    'for counting down',
    (w: number) => {
      let s = 0;
      for (let k = 5; k > 0; k -= 2) s = s * w + k;
      return s;
    },
    [2],
    polynomial(1, 3, 5),
  ),
  scalar(
    'for with a real step',
    (w: number) => {
      let s = 0;
      for (let x = 0; x <= 1; x += 0.25) s += w ** 2 * x;
      return s;
    },
    [2],
    scaled(2.5, power(2)),
  ),
  scalar(
    'while',
    (w: number) => {
      let s = w;
      let k = 0;
      while (k < 3) {
        s = s * w;
        k += 1;
      }
      return s;
    },
    [2, -1],
    power(4),
  ),
  scalar(
    'while on a number that depends on w',
    (w: number) => {
      let s = w;
      while (s < 100) s *= 3;
      return s;
    },
    [2, 150],
    piecewise([(w) => w === 2, scaled(81, identity)], [() => true, identity]),
  ),
  scalar(
    'do while runs once',
    (w: number) => {
      let s = w;
      do {
        s *= w;
      } while (s < 0);
      return s;
    },
    [2, 3],
    power(2),
  ),
  scalar(
    'do while with continue and break',
    (w: number) => {
      let s = 0,
        k = 0;
      do {
        k++;
        if (k === 2) continue;
        if (k === 5) break;
        s += w ** k;
      } while (k < 10);
      return s;
    },
    [1.5],
    sum(power(1), power(3), power(4)),
  ),
  scalar(
    'a test that assigns',
    (w: number) => {
      let k = 5,
        s = 1;
      while (k-- > 0) s *= w;
      return s + k;
    },
    [2],
    sum(power(5), constant(-1)),
  ),
  scalar(
    'a test that assigns w',
    (w: number) => {
      let s = w,
        n = 0;
      while ((s = s / 2) > 1) n++;
      return s * n;
    },
    [20],
    scaled(4 / 32, identity),
  ),
  scalar(
    'for of over an array',
    (w: number) => {
      let s = 0;
      for (const k of [1, 2, 4]) s += w ** k;
      return s;
    },
    [2],
    sum(identity, power(2), power(4)),
  ),
  scalar(
    'for of with destructuring',
    (w: number) => {
      let s = 0;
      for (const [a, b] of [
        [1, 2],
        [3, 4],
      ] as [number, number][])
        s += a * w ** b;
      return s;
    },
    [2],
    sum(power(2), scaled(3, power(4))),
  ),
  scalar(
    'for of over entries',
    (w: number) => {
      let s = 0;
      for (const [k, x] of [5, 7, 9].entries()) s += x * w ** k;
      return s;
    },
    [2],
    polynomial(5, 7, 9),
  ),
  scalar(
    'for of over keys and values',
    (w: number) => {
      let s = 0;
      const a = [2, 3];
      for (const k of a.keys()) s += k * w;
      for (const x of a.values()) s += x * w * w;
      return s;
    },
    [2],
    polynomial(0, 1, 5),
  ),
  scalar(
    'for of with break and continue',
    (w: number) => {
      let s = 0;
      for (const k of [1, 2, 3, 4, 5]) {
        if (k === 2) continue;
        if (k === 4) break;
        s += w ** k;
      }
      return s;
    },
    [2],
    sum(power(1), power(3)),
  ),
  scalar(
    'for of over a spread and a slice',
    (w: number) => {
      let s = 0;
      for (const x of [...[1, 2], 3].slice(1)) s += x * w;
      return s;
    },
    [2],
    scaled(5, identity),
  ),
  scalar(
    'for in over an object',
    (w: number) => {
      const o = { a: 2, b: 3 } as Record<string, number>;
      let s = 0;
      for (const key in o) s += o[key]! * w;
      return s;
    },
    [2],
    scaled(5, identity),
  ),
  scalar(
    'for in over an object with break',
    (w: number) => {
      const o: Record<string, number> = { a: 2, b: 3, d: 5 };
      let s = 1;
      for (const key in o) {
        if (key === 'd') break;
        s *= w ** o[key]!;
      }
      return s;
    },
    [2],
    power(5),
  ),
  scalar(
    'for in over an array',
    (w: number) => {
      const a = [3, 4];
      let s = 0;
      for (const k in a) s += a[k]! * w ** a[k]!;
      return s;
    },
    [2],
    sum(scaled(3, cube), scaled(4, power(4))),
  ),
  scalar(
    'break out of a labelled loop',
    (w: number) => {
      let s = 0;
      outer: for (let i = 0; i < 4; i++) {
        for (let j = 0; j < 4; j++) {
          if (i + j > 3) break outer;
          s += w ** j;
        }
      }
      return s;
    },
    [2],
    polynomial(2, 2, 2, 1),
  ),
  scalar(
    'continue a labelled loop',
    (w: number) => {
      let s = 0;
      outer: for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) {
          if (j > i) continue outer;
          s += w ** j;
        }
      }
      return s;
    },
    [2],
    polynomial(3, 2, 1),
  ),
  scalar(
    'break out of a labelled block',
    (w: number) => {
      let s = w;
      block: {
        s *= w;
        if (w > 1) break block;
        s *= w;
      }
      return s;
    },
    [2, 0.5],
    piecewise([(w) => w > 1, power(2)], [() => true, cube]),
  ),
  scalar(
    'three loops, jumps at every level',
    (w: number) => {
      let s = 0;
      a: for (let i = 0; i < 3; i++) {
        b: for (let j = 0; j < 3; j++) {
          for (let k = 0; k < 3; k++) {
            if (k === 2) continue b;
            if (j === 2) continue a;
            if (i === 2) break a;
            s += w ** (i + j + k);
          }
          s += 1000;
        }
      }
      return s;
    },
    [2],
    sum(polynomial(1, 3, 3, 1)),
  ),
  scalar(
    'a guard that throws',
    (w: number) => {
      if (w < 0) throw new RangeError('negative');
      return w ** 3;
    },
    [2],
    cube,
  ),
  scalar(
    'throw in both a branch and a default',
    (w: number) => {
      switch (Math.sign(w)) {
        case 1:
          return w * w;
        case -1:
          return -w;
        default:
          throw new Error(`zero ${w}`);
      }
    },
    [2, -3],
    piecewise([(w) => w > 0, power(2)], [() => true, scaled(-1, identity)]),
  ),
  scalar(
    'throw inside a loop',
    (w: number) => {
      let s = 1;
      for (let k = 0; k < 4; k++) {
        if (s > 1e6) throw 'too large';
        s *= w;
      }
      return s;
    },
    [2, -1],
    power(4),
  ),
  scalar(
    '&& as a guard',
    (w: number) => {
      let s = 0;
      w > 0 && (s += w * w);
      w > 1 && w < 3 && (s += w);
      return s;
    },
    [2, 0.5, -1],
    piecewise([(w) => w > 1, polynomial(0, 1, 1)], [(w) => w > 0, power(2)], [() => true, constant(0)]),
  ),
  scalar('|| gives a value', (w: number) => (Math.floor(w / 100) || w * w) + (w || 5), [2], polynomial(0, 1, 1)),
  scalar('&& gives a value', (w: number) => (w && w * w) + (0 && w), [2, -3], power(2)),
  scalar(
    '?? gives a value',
    `(w) => {
      const a = [w];
      return (a[0] ?? 1) * (a[7] ?? 3) + ((null) ?? w);
    }`,
    [2],
    scaled(4, identity),
  ),
  scalar(
    '! and mixed conditions',
    (w: number) => (!(w > 1) || (w > 2 && !(w > 3)) ? w * w : w),
    [0.5, 1.5, 2.5, 3.5],
    piecewise([(w) => w < 1 || (w > 2 && w < 3), power(2)], [() => true, identity]),
  ),
  scalar(
    'truth of numbers',
    (w: number) => {
      let s = 0;
      for (let k = 3; k; k--) s += w ** k;
      return s ? s : 0;
    },
    [2],
    polynomial(0, 1, 1, 1),
  ),
  scalar(
    'comparisons of every kind',
    (w: number) => {
      let s = 0;
      if (w < 3) s += w;
      if (w <= 2) s += w;
      if (w > 1) s += w;
      if (w >= 2) s += w;
      if (w === 2) s += w;
      if (w !== 3) s += w;
      if (w == 2) s += w;
      if (w != 2) s += 100 * w;
      return s;
    },
    [2],
    scaled(7, identity),
  ),
  scalar(
    'booleans as numbers',
    (w: number) => {
      const above = w > 1;
      return w * (above ? 1 : 0) + Number(above) * w * w + +above;
    },
    [2],
    polynomial(1, 1, 1),
  ),
  scalar(
    'optional chaining on known shapes',
    (w: number) => {
      const o: { a?: { b: number }; f?: (x: number) => number } = { a: { b: 3 } };
      return (o?.a?.b ?? 1) * w + (o.f?.(w) ?? w * w);
    },
    [2],
    polynomial(0, 3, 1),
  ),
  scalar(
    'shadowed names',
    (w: number) => {
      const x = w;
      {
        const x = 2 * w;
        {
          const x = 5;
          if (x > 9) return x;
        }
        if (x > 100) return x;
      }
      return x * x;
    },
    [2],
    power(2),
  ),
  scalar(
    'a loop variable per step, read within the step',
    (w: number) => {
      let s = 0;
      for (let k = 0; k < 3; k++) {
        const f = () => k * w;
        k += 0;
        s += f();
      }
      return s;
    },
    [2],
    scaled(3, identity),
  ),
  scalar(
    'empty statements and blocks',
    (w: number) => {
      {
      }
      for (let k = 0; k < 2; k++);
      if (w) {
        // nothing
      } else {
      }
      return w;
    },
    [2],
    identity,
  ),
  scalar(
    'a thousand steps',
    (w: number) => {
      let s = 0;
      for (let k = 1; k <= 1000; k++) s += Math.sin(w / k);
      return s;
    },
    [0.7, -2],
    (k, w) => {
      let s = 0;
      for (let n = 1; n <= 1000; n++) s += c.sin(k, w / n) / n ** k;
      return s;
    },
    { tolerance: 1e-13 },
  ),
  scalar(
    'a thousand products',
    (w: number) => {
      let s = 1;
      for (let k = 0; k < 1000; k++) s *= 1 + w / 1000;
      return s;
    },
    [0.5],
    (k, w) => (c.falling(1000, k) / 1000 ** k) * (1 + w / 1000) ** (1000 - k),
    { tolerance: 5e-13, reason: 'a thousand roundings in the program itself' },
  ),
  scalar(
    'logistic map, a thousand contracting steps',
    (w: number) => {
      let x = w;
      for (let k = 0; k < 1000; k++) x = 0.5 * x + 1;
      return x;
    },
    [3],
    (k) => (k === 0 ? 2 : k === 1 ? 0.5 ** 1000 : 0),
    { orders: 2, scale: 1e-290 },
  ),
  scalar(
    'nested loops with a triangle',
    (w: number) => {
      let s = 0;
      for (let i = 0; i < 10; i++) for (let j = 0; j <= i; j++) s += w * j;
      return s;
    },
    [2],
    scaled(165, identity),
  ),
  scalar(
    'a loop that never runs',
    (w: number) => {
      let s = w;
      for (let k = 0; k < 0; k++) s = 0;
      while (false) s = 1;
      for (const x of [] as number[]) s = x;
      return s;
    },
    [2],
    identity,
  ),
  scalar(
    'swap with a temporary',
    (w: number) => {
      let a = w,
        b = 2;
      for (let k = 0; k < 3; k++) {
        const t = a;
        a = b;
        b = t;
      }
      return a ** 2 + b ** 3;
    },
    [2],
    sum(constant(4), cube),
  ),
  scalar(
    'swap by destructuring',
    (w: number) => {
      let a = w,
        b = 1;
      for (let k = 0; k < 5; k++) [a, b] = [b, a + b];
      return b;
    },
    [2],
    polynomial(8, 5),
  ),
  scalar(
    'Euclid on integers beside w',
    (w: number) => {
      let a = 48,
        b = 18;
      while (b !== 0) {
        const t = b;
        b = a % b;
        a = t;
      }
      return w ** a;
    },
    [1.1],
    power(6),
  ),
  scalar(
    'conditions that change inside',
    (w: number) => {
      let up = true,
        s = 0,
        x = w;
      for (let k = 0; k < 6; k++) {
        if (up) {
          s += x;
          x *= w;
        } else {
          s -= 1;
        }
        up = !up;
      }
      return s;
    },
    [2],
    polynomial(-3, 1, 1, 1),
  ),
  gradient(
    'branches per element',
    (w: number[]) => {
      let s = 0;
      for (let k = 0; k < w.length; k++) {
        const x = w[k]!;
        if (x > 1) s += x * x;
        else if (x < 0) continue;
        else s += x;
      }
      return s;
    },
    () => [[2, 0.5, -3]],
    () => [4, 1, 0],
    {
      hessian: () => [
        [2, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
    },
  ),
  gradient(
    'break when a sum is large',
    (w: number[]) => {
      let s = 0;
      for (const x of w) {
        s += x ** 2;
        if (s > 5) break;
      }
      return s;
    },
    () => [[1, 2, 3, 4]],
    () => [2, 4, 6, 0].map((x, k) => (k < 3 ? x : 0)).map((x, k) => (k === 2 ? 6 : x)),
    {
      hessian: () => [
        [2, 0, 0, 0],
        [0, 2, 0, 0],
        [0, 0, 2, 0],
        [0, 0, 0, 0],
      ],
    },
  ),
];
