/** Forward mode on single programs: what shadows of memory must do, and what must stay zero. */
import { expect, it } from 'vitest';
import { copyOf } from '../../../calculus/compile.ts';
import { programsOf } from '../../../calculus/programs.ts';
import { zerosOf } from '../../../calculus/trees.ts';
import { createPlainMachine, interpret } from '../../interpret/interpret.ts';
import '../../../index.ts';
import { forward } from './forward.ts';

/** Value and slope along tangents given per argument; zero where none is given. */
function slopes<A extends unknown[]>(f: (...args: A) => unknown, args: A, tangents: readonly unknown[]): unknown[] {
  const { fn } = programsOf(f).compiledFor(args).lowered;
  const dot = forward(fn, args.map(() => true)); // prettier-ignore
  return interpret(dot, [...args.map(copyOf), ...args.map((arg, k) => tangents[k] ?? zerosOf(arg))]);
}

it('tangents of single-precision arrays are not rounded', () => {
  const f = (x: number): number => {
    const a = new Float32Array(1);
    a[0] = x * 0.1;
    return a[0];
  };
  expect(slopes(f, [3], [1])[1]).toBe(0.1);
});

it('nor are those of a single-precision array that is only written to', () => {
  const f = (x: number, a: Float32Array): number => {
    a[0] = x * 0.1;
    return a[0];
  };
  const { fn } = programsOf(f).compiledFor([3, new Float32Array(1)]).lowered;
  expect(interpret(forward(fn, [true, false]), [3, new Float32Array(1), 1])[1]).toBe(0.1);
});

it('two names of one array have one shadow', () => {
  const f = (a: number[]): number => {
    const b = a;
    b[0] = a[1]! * 3;
    return a[0]!;
  };
  expect(slopes(f, [[1, 2]], [[5, 7]])).toEqual([6, 21]);
});

it('an array of constants becomes active when something active is stored in it', () => {
  const f = (x: number): number => {
    const a = [1, 2];
    for (let k = 0; k < 2; k++) a[k]! *= x;
    return a[0]! + a[1]!;
  };
  expect(slopes(f, [2], [1])).toEqual([6, 3]);
});

it('a structural zero stays zero beside an infinite slope', () => {
  const f = (x: number): number => Math.sqrt(x * (1 - 1)) + x;
  expect(slopes(f, [2], [1])).toEqual([2, 1]);
});

it('several tangents run beside one value', () => {
  const { fn } = programsOf((a: number[]): number => a[0]! * a[1]!).compiledFor([[2, 3]]).lowered;
  const wide = forward(fn, [true], { width: 2 });
  expect(interpret(wide, [[2, 3], [1, 0], [0, 1]])).toEqual([6, 3, 2]); // prettier-ignore
});

it('marks kinks if asked to', () => {
  const { fn } = programsOf((x: number): number => Math.max(x, 0)).compiledFor([0]).lowered;
  const flag = { hit: false };
  interpret(forward(fn, [true], { ties: true }), [1, 1], createPlainMachine(flag));
  expect(flag.hit).toBe(false);
  interpret(forward(fn, [true], { ties: true }), [0, 1], createPlainMachine(flag));
  expect(flag.hit).toBe(true);
});
