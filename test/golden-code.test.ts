/**
 * What the transforms write, for five small programs: the IR of the forward and the reverse function as text, and
 * the JavaScript that is made of it in the end. These are read by people: a change here should be an improvement
 * that one can see.
 */
import { expect, it } from 'vitest';
import { programsOf } from '../src/calculus/programs.ts';
import { forwardTransform } from '../src/calculus/forward-transforms.ts';
import { gradientOnlyTransform } from '../src/calculus/reverse-transforms.ts';
import type { AnyFunction } from '../src/calculus/functions.ts';
import { forward } from '../src/compiler/transform/forward/forward.ts';
import { printFunction } from '../src/compiler/ir/print.ts';
import '../src/index.ts';
import { reverse } from '../src/compiler/transform/reverse/reverse.ts';

/** The IR of both transforms, and the code of both after the optimiser, without the lines of the source in it. */
function written(f: AnyFunction, ...args: readonly unknown[]) {
  const program = programsOf(f).compiledFor(args);
  const { fn } = program.lowered;
  const active = args.map(() => true);
  const code = (text: string): string => text.replaceAll(/^ *\/\/.*\n/gm, '');
  return {
    forward: printFunction(forward(fn, active)),
    reverse: printFunction(reverse(fn, active, { seed: 1 })),
    forwardCode: code(program.get(forwardTransform(active, 1, false)).code),
    reverseCode: code(program.get(gradientOnlyTransform(active, false)).code),
  };
}

it('straight line', () => {
  const { forward, reverse, forwardCode, reverseCode } = written((x: number, y: number) => Math.sin(x * y) / y, 1, 2);
  expect(forward).toMatchInlineSnapshot(`
    "function f_dot(%0:x number, %1:y number, %2:x_dot number, %3:y_dot number) {
      %4 = mul %0:x, %1:y
      %5 = mul %2:x_dot, %1:y
      %6 = mul %3:y_dot, %0:x
      %7 = add %5, %6
      %8 = sin %4
      %9 = cos %4
      %10 = mul %7, %9
      %11 = div %8, %1:y
      %12 = div 1, %1:y
      %13 = guarded_mul %10, %12
      %14 = div %11, %1:y
      %15 = neg %14
      %16 = guarded_mul %3:y_dot, %15
      %17 = add %13, %16
      yield %11, %17
    }"
  `);
  expect(reverse).toMatchInlineSnapshot(`
    "function f_bar(%0:x number, %1:y number) {
      %2 = mul %0:x, %1:y
      %3 = sin %2
      %4 = div %3, %1:y
      %5 = div 1, %1:y
      %6 = div %4, %1:y
      %7 = neg %6
      %8 = cos %2
      %9 = mul %5, %8
      %10 = mul %9, %1:y
      %11 = mul %9, %0:x
      %12:y_bar = add %7, %11
      yield %4, %10, %12:y_bar
    }"
  `);
  expect(forwardCode).toMatchInlineSnapshot(`
    "function f_dot(x, y, x_dot, y_dot) {
      const t1 = x * y;
      const t2 = Math.sin(t1) / y;
      const t3 = (x_dot * y + y_dot * x) * Math.cos(t1);
      return [t2, (t3 === 0 ? 0 : t3 * (1 / y)) + (y_dot === 0 ? 0 : y_dot * -(t2 / y))];
    }"
  `);
  expect(reverseCode).toMatchInlineSnapshot(`
    "function f_bar(x, y) {
      const t1 = x * y;
      const t2 = 1 / y * Math.cos(t1);
      return [t2 * y, -(Math.sin(t1) / y / y) + t2 * x];
    }"
  `);
});

it('a branch', () => {
  const f = (x: number): number => {
    let y = x * x;
    if (x > 1) y = Math.log(y);
    return y * x;
  };
  const { forward, reverse, forwardCode, reverseCode } = written(f, 1);
  expect(forward).toMatchInlineSnapshot(`
    "function f_dot(%0:x number, %1:x_dot number) {
      %2:y = mul %0:x, %0:x
      %3 = mul %1:x_dot, %0:x
      %4 = mul %1:x_dot, %0:x
      %5:y_dot = add %3, %4
      %6 = gt %0:x, 1
      %7:y, %8:y_dot = if %6 {
        %9:y = log %2:y
        %10 = div 1, %2:y
        %11 = ge %2:y, 0
        %12 = mul %2:y, NaN
        %13 = select %11, %10, %12
        %14:y_dot = guarded_mul %5:y_dot, %13
        yield %9:y, %14:y_dot
      } else {
        yield %2:y, %5:y_dot
      }
      %15 = mul %7:y, %0:x
      %16 = mul %8:y_dot, %0:x
      %17 = mul %1:x_dot, %7:y
      %18 = add %16, %17
      yield %15, %18
    }"
  `);
  expect(reverse).toMatchInlineSnapshot(`
    "function f_bar(%0:x number) {
      %1:y = mul %0:x, %0:x
      %2 = gt %0:x, 1
      %3:y = if %2 {
        %4:y = log %1:y
        yield %4:y
      } else {
        yield %1:y
      }
      %5 = mul %3:y, %0:x
      %6:y_bar = if %2 {
        %7 = div 1, %1:y
        %8 = ge %1:y, 0
        %9 = mul %1:y, NaN
        %10 = select %8, %7, %9
        %11 = mul %0:x, %10
        yield %11
      } else {
        yield %0:x
      }
      %12 = mul %6:y_bar, %0:x
      %13:x_bar = add %3:y, %12
      %14 = mul %6:y_bar, %0:x
      %15:x_bar = add %13:x_bar, %14
      yield %5, %15:x_bar
    }"
  `);
  expect(forwardCode).toMatchInlineSnapshot(`
    "function f_dot(x, x_dot) {
      const y = x * x;
      const t1 = x_dot * x;
      const y_dot = t1 + t1;
      let y2, y_dot2;
      if (x > 1) {
        y2 = Math.log(y);
        y_dot2 = y_dot === 0 ? 0 : y_dot * (y >= 0 ? 1 / y : y * NaN);
      } else {
        y2 = y;
        y_dot2 = y_dot;
      }
      return [y2 * x, y_dot2 * x + x_dot * y2];
    }"
  `);
  expect(reverseCode).toMatchInlineSnapshot(`
    "function f_bar(x) {
      const y = x * x;
      const t1 = x > 1;
      const y2 = t1 ? Math.log(y) : y;
      const y_bar = t1 ? x * (y >= 0 ? 1 / y : y * NaN) : x;
      const t2 = y_bar * x;
      const x_bar = y2 + t2;
      return [x_bar + t2];
    }"
  `);
});

it('the loop of the Rosenbrock function', () => {
  const f = (w: number[]): number => {
    let s = 0;
    for (let i = 0; i + 1 < w.length; i++) s += 100 * (w[i + 1]! - w[i]! ** 2) ** 2 + (1 - w[i]!) ** 2;
    return s;
  };
  const { forwardCode, reverseCode } = written(f, [1, 2, 3]);
  expect(forwardCode).toMatchInlineSnapshot(`
    "function f_dot(w, w_dot) {
      const length = w.length;
      let i = 0;
      let s = 0;
      let s_dot = 0;
      while (i + 1 < length) {
        const t1 = i + 1;
        const t2 = w[i];
        const t3 = w_dot[i];
        const t4 = t3 * t2;
        const t5 = w[t1] - t2 * t2;
        const t6 = (w_dot[t1] - (t4 + t4)) * t5;
        const t7 = 1 - t2;
        const t8 = -t3 * t7;
        s += 100 * (t5 * t5) + t7 * t7;
        s_dot += (t6 + t6) * 100 + (t8 + t8);
        i = t1;
      }
      return [s, s_dot];
    }"
  `);
  expect(reverseCode).toMatchInlineSnapshot(`
    "function f_bar(w, w_bar) {
      for (let k = w.length - 1 - 1; k >= 0; k--) {
        const t1 = k + 1;
        const t2 = w[k];
        const t3 = 1 - t2;
        const t4 = 100 * (w[t1] - t2 * t2);
        const t5 = t4 + t4;
        const t6 = -t5 * t2;
        w_bar[k] += -(t3 + t3) + t6 + t6;
        w_bar[t1] += t5;
      }
      return [];
    }"
  `);
});

it('an array changed in place', () => {
  const f = (a: number[], x: number): number => {
    for (let i = 1; i < a.length; i++) a[i] = Math.sin(a[i - 1]!) * x;
    return a[a.length - 1]!;
  };
  const { forwardCode, reverseCode } = written(f, [1, 2, 3], 4);
  expect(forwardCode).toMatchInlineSnapshot(`
    "function f_dot(a, x, a_dot, x_dot) {
      const length = a.length;
      for (let i = 1; i < length; i++) {
        const t1 = i - 1;
        const t2 = a[t1];
        const t3 = Math.sin(t2);
        const t4 = a_dot[t1] * Math.cos(t2) * x + x_dot * t3;
        a[i] = t3 * x;
        a_dot[i] = t4;
      }
      const t5 = length - 1;
      return [a[t5], a_dot[t5]];
    }"
  `);
  expect(reverseCode).toMatchInlineSnapshot(`
    "let tape_store;

    function f_bar(a, x, a_bar) {
      let tape = tape_store ?? grown();
      tape_store = undefined;
      let tape_height = 0;
      const length = a.length;
      const length2 = a_bar.length;
      for (let i = 1; i < length; i++) {
        const t1 = a[i - 1];
        const t2 = Math.sin(t1);
        a[i] = t2 * x;
        const length3 = a_bar.length;
        if (i >= length3) {
          const t3 = i - length3 + 1;
          for (let i2 = 0; i2 < t3; i2++) {
            a_bar.push(0);
          }
        }
        if (tape_height + 2 > tape.length) tape = grown(tape);
        tape[tape_height++] = t1;
        tape[tape_height++] = t2;
      }
      const t4 = length - 1;
      a_bar[t4] += 1;
      let x_bar = 0;
      for (let k = t4 - 1; k >= 0; k--) {
        const t5 = tape[--tape_height];
        const t6 = tape[--tape_height];
        const t7 = 1 + k;
        const t8 = a_bar[t7];
        a_bar[t7] = 0;
        x_bar += t8 * t5;
        a_bar[t7 - 1] += t8 * x * Math.cos(t6);
      }
      a_bar.length = length2;
      tape_store = tape;
      return [x_bar];
    }"
  `);
});

it('recursion', () => {
  const f = (x: number): number => {
    const power = (n: number): number => (n === 0 ? 1 : x * power(n - 1));
    return power(5);
  };
  const { forwardCode, reverseCode } = written(f, 2);
  expect(forwardCode).toMatchInlineSnapshot(`
    "function power_dot(n, x, x_dot) {
      let t1, t2;
      if (n === 0) {
        t1 = 1;
        t2 = 0;
      } else {
        const t3 = power_dot(n - 1, x, x_dot);
        const t4 = t3[0];
        const t5 = t3[1];
        t1 = x * t4;
        t2 = x_dot * t4 + t5 * x;
      }
      return [t1, t2];
    }

    function f_dot(x, x_dot) {
      const t1 = power_dot(5, x, x_dot);
      const t2 = t1[0];
      const t3 = t1[1];
      return [t2, t3];
    }"
  `);
  expect(reverseCode).toMatchInlineSnapshot(`
    "function power_forward(n, x, tapes) {
      const tape0 = tapes.tape0;
      let t1;
      if (n === 0) {
        t1 = 1;
      } else {
        const t2 = power_forward(n - 1, x, tapes);
        t1 = x * t2;
        tape0.push(t2);
      }
      return t1;
    }

    function power_bar(t1, n, x, tapes) {
      const tape0 = tapes.tape0;
      let x_bar;
      if (n === 0) {
        x_bar = 0;
      } else {
        const t2 = tape0.pop();
        const x_bar2 = power_bar(t1 === 0 ? 0 : t1 * x, n - 1, x, tapes);
        x_bar = (t1 === 0 ? 0 : t1 * t2) + x_bar2;
      }
      return x_bar;
    }

    function f_bar(x) {
      const tape0 = [];
      const tapes = { tape0 };
      power_forward(5, x, tapes);
      const x_bar = power_bar(1, 5, x, tapes);
      return [x_bar];
    }"
  `);
});
