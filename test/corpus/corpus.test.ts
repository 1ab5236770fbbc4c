/**
 * Every row of the corpus through every road: interpreter and emitted code (the same bits), forward and
 * reverse mode (the same numbers to rounding), the values of the native function, the derivatives of the
 * closed forms, higher orders by Taylor series and by nesting. Arguments must be as they were.
 */
import { describe, expect, it } from 'vitest';
import { derivative, grad, hessian, hvp, jacobian, jvp, type NumberFunction, valueAndGrad, vjp } from 'secant';
import { copyOf, type CompiledProgram, valueTransform } from '../../src/calculus/compile.ts';
import { Programs } from '../../src/calculus/programs.ts';
import { forwardTransform } from '../../src/calculus/forward-transforms.ts';
import { reverseTransform } from '../../src/calculus/reverse-transforms.ts';
import { leavesOf, zerosOf } from '../../src/calculus/trees.ts';
import { createPlainMachine, interpret } from '../../src/compiler/interpret/interpret.ts';
import { corpus } from './corpus.ts';
import { functionsOf } from './functions-of-row.ts';
import type { GradientRow, Row, ScalarRow, VectorRow } from './row.ts';

function expectClose(actual: unknown, expected: unknown, row: Row, what: string): void {
  const a = leavesOf(actual);
  const b = leavesOf(expected);
  expect(a.length, `${what}: shape`).toBe(b.length);
  const { tolerance = 2e-14, scale = 1e-2 } = row;
  a.forEach((x, k) => {
    const y = b[k]!;
    if (Object.is(x, y) || x === y) return;
    const error = Math.abs(x - y) / Math.max(Math.abs(y), scale);
    if (!(error <= tolerance)) expect.fail(`${what}[${k}] is ${x}, expected ${y}, relative error ${error}`);
  });
}

/** Interpreter and emitted code of one transform give the same bits. */
function expectSameBits(
  program: CompiledProgram,
  transform: Parameters<CompiledProgram['get']>[0],
  inputs: () => unknown[],
): void {
  const made = program.get(transform);
  const first = inputs();
  const second = inputs();
  const emitted = made.run(first);
  const interpreted = interpret(made.fn, second, createPlainMachine({ hit: false }));
  expect(interpreted, 'interpreter and emitted code').toEqual(emitted);
  expect(second, 'what both wrote').toEqual(first);
}

/** The native function's value. Integer powers are products here and a library call there, which may differ in the last bits. */
function expectSameValue(value: unknown, native: unknown): void {
  const a = leavesOf(value);
  const b = leavesOf(native);
  expect(a.length, 'shape of the value').toBe(b.length);
  a.forEach((x, k) => {
    if (!Object.is(x, b[k]) && !(Math.abs(x - b[k]!) <= 1e-14 * Math.abs(b[k]!)))
      expect.fail(`value ${x}, natively ${b[k]}`);
  });
}

/** What the native function did to its arguments is undone by working on copies. */
function nativeValue(native: (...args: unknown[]) => unknown, args: readonly unknown[]): unknown {
  return native(...args.map(copyOf));
}

function checkScalar(row: ScalarRow): void {
  const { native, ...given } = functionsOf(row);
  const f = given.f as NumberFunction;
  const scope = row.scope && { scope: row.scope };
  const g = f as unknown as (w: number) => number;
  for (const w of row.at) {
    const program = new Programs(f, row.scope).compiledFor([w]);
    expectSameBits(program, valueTransform, () => [w, ...program.captured()]);
    const value = program.get(valueTransform).run([w, ...program.captured()])[0];
    expectSameValue(value, nativeValue(native, [w]));
    if (row.looseValue !== true) expectClose(value, row.closed(0, w), row, `closed form at ${w}`);
    expectSameBits(program, forwardTransform([true], 1, true), () => [w, ...program.captured(), 1]);
    expectSameBits(program, reverseTransform([true], true), () => [w, ...program.captured(), 1]);
    const first = derivative(g, { ...scope })(w);
    expectClose(first, row.closed(1, w), row, `derivative at ${w}`);
    expectClose(grad(g, { ...scope })(w), row.closed(1, w), row, `reverse derivative at ${w}`);
    let nested = derivative(g, { ...scope });
    for (let order = 2; order <= row.orders; order++) {
      expectClose(derivative(g, { ...scope, order })(w), row.closed(order, w), row, `derivative ${order} at ${w}`);
      nested = derivative(nested);
      if (order <= 2) expectClose(nested(w), row.closed(order, w), row, `nested derivative ${order} at ${w}`);
    }
    if (row.orders >= 2) {
      const overReverse = hessian<number>(f, { ...scope })(w);
      expectClose(overReverse, row.closed(2, w), row, `forward over reverse at ${w}`);
    }
  }
}

function checkGradient(row: GradientRow): void {
  const { native, ...given } = functionsOf(row);
  const f = given.f as NumberFunction;
  const scope = row.scope && { scope: row.scope };
  const { wrt = 0 } = row;
  const args = row.args();
  const kept = args.map(copyOf);
  const options = { ...scope, wrt };
  const both = valueAndGrad(f, options)(...(args as never[]));
  expect(args, 'the arguments are unchanged').toEqual(kept);
  expectSameValue(both.value, nativeValue(native, args));
  const expected = row.gradient(...(args as never[]));
  expectClose(both.grad, expected, row, 'gradient');
  expectClose(grad(f, options)(...(args as never[])), expected, row, 'gradient alone');
  const program = new Programs(f, row.scope).compiledFor(args);
  const active = args.map((_, k) => k === wrt);
  const shadows = (): unknown[] => (typeof args[wrt] === 'number' ? [] : [zerosOf(args[wrt])]);
  expectSameBits(program, reverseTransform(active, true), () => [
    ...args.map(copyOf),
    ...program.captured(),
    1,
    ...shadows(),
  ]);
  if (typeof args[wrt] !== 'object') return;
  // Forward mode along one direction.
  const direction = directionLike(args[wrt]);
  const tangents = args.map((arg, k) => (k === wrt ? direction : zerosOf(arg)));
  if (tangents.every((tangent) => tangent !== undefined)) {
    const [, slope] = jvp(f as never, args, tangents, { ...scope });
    const d = leavesOf(direction);
    const e = leavesOf(expected);
    const size = e.reduce((total, x, k) => total + Math.abs(x * d[k]!), 0);
    const along = e.reduce((total, x, k) => total + x * d[k]!, 0);
    expectClose(slope, along, { ...row, scale: Math.max(row.scale ?? 1e-2, size) }, 'forward along a direction');
  }
  if (row.hessian) {
    const matrix = hessian(f, options)(...args);
    const exact = row.hessian(...(args as never[]));
    expectClose(matrix, exact, row, 'Hessian');
    if (args.length === 1) {
      const product = exact.map((line) => line.reduce((total, h, k) => total + h * leavesOf(direction)[k]!, 0));
      const size = exact.flat().reduce((m, h) => Math.max(m, Math.abs(h)), 0);
      expectClose(
        hvp(f, { ...scope })(args[0] as never, direction as never),
        product,
        { ...row, scale: Math.max(row.scale ?? 1e-2, size) },
        'Hessian times vector',
      );
    }
  }
  expect(args, 'the arguments are unchanged').toEqual(kept);
}

/** A direction without symmetry, shaped like the argument. */
function directionLike(tree: unknown): unknown {
  let k = 0;
  const walk = (inner: unknown): unknown => {
    if (typeof inner === 'number') return Math.cos(1 + 2.3 * k++);
    if (ArrayBuffer.isView(inner)) {
      const copy = Float64Array.from(inner as Float64Array, () => Math.cos(1 + 2.3 * k++));
      return inner instanceof Float32Array ? Float32Array.from(copy) : copy;
    }
    if (Array.isArray(inner)) return inner.map(walk);
    if (typeof inner === 'object' && inner !== null)
      return Object.fromEntries(Object.entries(inner).map(([field, value]) => [field, walk(value)]));
    return undefined;
  };
  return walk(tree);
}

function checkVector(row: VectorRow): void {
  const { f, native } = functionsOf(row);
  const scope = row.scope && { scope: row.scope };
  const args = row.args();
  const kept = args.map(copyOf);
  const program = new Programs(f, row.scope).compiledFor(args);
  expectSameBits(program, valueTransform, () => [...args.map(copyOf), ...program.captured()]);
  const value = program.get(valueTransform).run([...args.map(copyOf), ...program.captured()])[0];
  expectSameValue(value, nativeValue(native, args));
  const expected = row.jacobian(...(args as never[]));
  const matrix = jacobian<unknown>(f, { ...scope })(...args);
  expectClose(matrix, expected, row, 'Jacobian');
  expect(args, 'the arguments are unchanged').toEqual(kept);
  if (row.scope) return;
  // ⟨c, Jv⟩ = ⟨Jᵀc, v⟩
  const direction = directionLike(args[0]);
  const tangents = args.map((arg, k) => (k === 0 ? direction : zerosOf(arg)));
  const [, moved] = jvp(f as never, args, tangents);
  const [again, pullback] = vjp(f as never, ...args);
  expect(again, 'value').toEqual(value);
  const cotangent = directionLike(value);
  const pulled = pullback(cotangent as never)[0];
  const c = leavesOf(cotangent);
  const v = leavesOf(direction);
  const left = leavesOf(moved).reduce((total, x, k) => total + x * c[k]!, 0);
  const right = leavesOf(pulled).reduce((total, x, k) => total + x * v[k]!, 0);
  const size = leavesOf(pulled).reduce((total, x, k) => total + Math.abs(x * v[k]!), 1);
  expectClose(left, right, { ...row, scale: size }, 'forward against reverse');
  expect(args, 'the arguments are unchanged').toEqual(kept);
}

describe.each(Object.entries(corpus))('%s', (_file, rows) => {
  it.each(rows.map((row) => [row.name, row] as const))('%s', (_name, row) => {
    switch (row.kind) {
      case 'scalar':
        return checkScalar(row);
      case 'gradient':
        return checkGradient(row);
      case 'vector':
        return checkVector(row);
    }
  });
});

describe('the corpus', () => {
  const rows = Object.values(corpus).flat();
  it('has at least 260 rows with names of their own', () => {
    expect(rows.length).toBeGreaterThanOrEqual(260);
    expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length);
  });
  it('gives a reason for every loose tolerance', () => {
    const silent = rows.filter((row) => (row.tolerance ?? 0) > 2e-13 && row.reason === undefined);
    expect(silent.map((row) => row.name)).toEqual([]);
  });
});
