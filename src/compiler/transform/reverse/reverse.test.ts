/**
 * Faults that reverse mode had, each as the smallest program that showed it; random programs found most of them
 * (`test/fuzz`). The program is transformed as it was read, so that no other pass can cover a fault up.
 */
import { expect, it } from 'vitest';
import { copyOf } from '../../../calculus/compile.ts';
import { programsOf } from '../../../calculus/programs.ts';
import { zerosOf } from '../../../calculus/trees.ts';
import { interpret } from '../../interpret/interpret.ts';
import '../../../index.ts';
import { reverse } from './reverse.ts';

/** The gradient by every argument, each in its own shape. */
function gradients<A extends unknown[]>(f: (...args: A) => number, ...args: A): unknown[] {
  const { fn } = programsOf(f).compiledFor(args).lowered;
  const bar = reverse(fn, args.map(() => true)); // prettier-ignore
  const shadows = args.map((arg) => (typeof arg === 'number' ? undefined : zerosOf(arg)));
  const results = interpret(bar, [...args.map(copyOf), 1, ...shadows.filter((shadow) => shadow !== undefined)]);
  let next = 1;
  return shadows.map((shadow) => shadow ?? results[next++]);
}

it('a store past the end makes a stack longer, and its reverse makes it shorter again', () => {
  const f = (x: number): number => {
    const z: number[] = [];
    z.push(x);
    z[z.length] = 1;
    return z[0]! * z[1]!;
  };
  expect(gradients(f, 3)).toEqual([1]);
});

it('a function that recurses is given in the sweep back what it asks for there, and takes values off in the order they went on', () => {
  const f = (x: number, w: number[]): number => {
    const go = (n: number, unused: number, v: number[]): number => {
      if (n < 1) return v[0]! * x;
      let sum = 0;
      for (let k = 0; k < v.length; k++) sum += Math.sin(v[k]! * go(n - 1, unused + 1, v));
      if (sum > 1 || n % 2 === 0) return sum * go(n - 1, unused * sum, v);
      return Math.exp(sum) + n;
    };
    return go(3, 1, w);
  };
  const w = [0.3, -0.7];
  const [byX, byW] = gradients(f, 0.4, w) as [number, number[]];
  const h = 1e-6;
  const slope = (at: (t: number) => number): number => (at(h) - at(-h)) / (2 * h);
  expect(byX).toBeCloseTo(
    slope((t) => f(0.4 + t, w)),
    6,
  );
  expect(byW[0]).toBeCloseTo(
    slope((t) => f(0.4, [w[0]! + t, w[1]!])),
    6,
  );
  expect(byW[1]).toBeCloseTo(
    slope((t) => f(0.4, [w[0]!, w[1]! + t])),
    6,
  );
});

it('a call of a function that recurses in the test of a loop leaves nothing on the tapes', () => {
  const f = (x: number): number => {
    const half = (n: number, v: number): number => (n === 0 ? v : half(n - 1, v * v * 0.5));
    const grow = (n: number, v: number): number => (n === 0 ? v : Math.sin(v) * grow(n - 1, v * 1.5));
    let y = grow(2, x);
    while (half(2, y) < 10) y = y * 2 + grow(2, x);
    return y * grow(3, x);
  };
  const h = 1e-6;
  expect(gradients(f, 0.9)[0]).toBeCloseTo((f(0.9 + h) - f(0.9 - h)) / (2 * h), 4);
});

it('the same in a loop, which must then not be run again', () => {
  const f = (x: number): number => {
    const z: number[] = [];
    z.push(x);
    for (const e of [1, 2, 3]) z[z.length] = e;
    return z[0]! * z[3]!;
  };
  expect(gradients(f, 5)).toEqual([3]);
});

it('rows that change places are put back, so that each row of the gradient is where the caller put it', () => {
  const f = (m: number[][]): number => {
    [m[0], m[1]] = [m[1]!, m[0]!];
    return m[1][0]!;
  };
  expect(gradients(f, [[1, 2], [3, 4]])).toEqual([[[1, 0], [0, 0]]]); // prettier-ignore
});

it('a row that stands in two places counts once', () => {
  const f = (m: number[][]): number => {
    m[1] = m[0]!;
    return m[1][0]!;
  };
  expect(gradients(f, [[1, 2], [3, 4]])).toEqual([[[1, 0], [0, 0]]]); // prettier-ignore
});

it('a field of an argument that is given another array is put back', () => {
  const f = (o: { v: number[]; w: number[] }): number => {
    o.v = o.w;
    return o.v[0]! * 2;
  };
  expect(gradients(f, { v: [1], w: [3] })).toEqual([{ v: [0], w: [2] }]);
});

it('a guarded read past the end does not make the gradient longer', () => {
  const f = (a: number[]): number => {
    let t = 0;
    for (let k = 0; k < 4; k++) t = a[k] || 2 * t;
    return t;
  };
  expect(gradients(f, [1, 2, 3])).toEqual([[0, 0, 2]]);
});

it('a read past the end that nothing uses does not make the gradient longer', () => {
  const f = (a: number[]): number => {
    const b = [1, 1, 1];
    for (let i = 0; i < 3; i++) b[i] = a[i + 1]!;
    return b[0]! * b[1]!;
  };
  expect(gradients(f, [1, 2, 3])).toEqual([[0, 3, 2]]);
});

it('an argument that the program makes longer keeps its length in the gradient', () => {
  const f = (a: number[]): number => {
    a[a.length] = a[0]! * 2;
    return a[a.length - 1]! * a[1]!;
  };
  expect(gradients(f, [3, 5])).toEqual([[10, 6]]);
});

it('a name that a loop carries on unchanged may be used inside it', () => {
  const f = (x: number, a: number[]): number => {
    for (let i = 0; i < 2; i++) {
      a[0]! += x;
      x *= 1;
    }
    return a[0]!;
  };
  expect(gradients(f, 3, [5])).toEqual([2, [1]]);
});

it('a value that overflows and that the result does not use leaves no NaN', () => {
  const f = (x: number, y: number): number => {
    let s = y;
    for (let k = 0; k < 12; k++) s = s * s + 3;
    return s > 0 ? x : 2 * x;
  };
  expect(gradients(f, 2, 5)).toEqual([1, 0]);
});

it('a variable that a recursion writes gets a zero adjoint where it is made', () => {
  const f = (a: number[]): number => {
    let s = a[0]!;
    const set = (n: number): number => {
      if (n > 2) s = 0.75;
      return n <= 0 ? 0 : set(n - 1);
    };
    if (a[1]! > 0.5) set(4);
    return s;
  };
  expect(gradients(f, [3, 0])).toEqual([[1, 0]]);
  expect(gradients(f, [3, 1])).toEqual([[0, 0]]);
});

it('an element that is undefined can be popped all the same', () => {
  const f = (x: number): number => {
    const z: (number | undefined)[] = [];
    z.push(x);
    z.push(x > 5 ? x : undefined);
    const last = z.pop();
    return z[0]! * (last ?? 2);
  };
  expect(gradients(f, 3)).toEqual([2]);
});

it('popping an empty list takes nothing, and its reverse puts nothing back', () => {
  const f = (x: number): number => {
    const z: number[] = [];
    const none = z.pop() ?? 4;
    z.push(x);
    return z[0]! * none;
  };
  expect(gradients(f, 3)).toEqual([4]);
});

it('adjoints of single-precision arrays are not rounded', () => {
  const f = (x: number): number => {
    const a = new Float32Array(1);
    a[0] = x * 0.1;
    return a[0];
  };
  expect(gradients(f, 3)).toEqual([0.1]);
});

it('an array that is held fixed and written to is looked at before its adjoints are made', () => {
  const f = (w: number[], a: Float32Array): number => {
    a[0] = w[0]! * 0.1;
    return a[0] * 0.1;
  };
  const args: Parameters<typeof f> = [[3], new Float32Array(1)];
  const { fn } = programsOf(f).compiledFor(args).lowered;
  const shadow = [0];
  interpret(reverse(fn, [true, false], { ties: true }), [[3], new Float32Array(1), 1, shadow]);
  expect(shadow[0]).toBeCloseTo(0.01, 15);
});
