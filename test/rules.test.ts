/** Derivatives given by hand: of numbers, arrays and objects, of functions that can only be called, at kinks, of every order. */
import { describe, expect, it } from 'vitest';
import {
  derivative,
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  SecantError,
  taylor,
  valueAndGrad,
  vjp,
  vmap,
  withDerivative,
} from 'secant';
import { forbidCompiling } from './support/forbid-compiling.ts';

function errorOf(run: () => unknown): SecantError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(SecantError);
    return error as SecantError;
  }
  throw new Error('no error');
}

describe('results of several numbers', () => {
  it('of one number: a derivative for each', () => {
    const circle = withDerivative(
      (t: number) => [Math.cos(t), Math.sin(t)],
      (t: number) => [-10 * Math.sin(t), 10 * Math.cos(t)],
    );
    const f = (t: number): number => circle(t)[0]! * 2 + circle(t)[1]!;
    const scope = { circle };
    expect(derivative(f, { scope })(0)).toBe(10);
    expect(grad(f, { scope })(0)).toBe(10);
    expect(jvp(f, [0], [1], { scope })).toEqual([2, 10]);
    expect(jacobian<number[]>((t: number) => circle(t), { scope })(0)).toEqual([-0, 10]);
    // The rule is differentiated for the second order.
    expect(derivative(f, { scope, order: 2 })(0)).toBe(-20);
    expect(hessian<number>(f, { scope })(0)).toBe(-20);
    expect(taylor(f, 0, 2, { scope })).toEqual([2, 10, -10]);
  });

  it('of arrays: rows, as of a Jacobian', () => {
    const swap = withDerivative(
      (w: number[]) => [w[1]!, w[0]!, w[0]! * w[1]!],
      (w: number[]) => [[0, 1], [1, 0], [w[1]! * 100, w[0]! * 100]], // prettier-ignore
    );
    const f = (w: number[]): number[] => swap(w).map((y) => y * 2);
    const scope = { swap };
    expect(jacobian(f, { scope })([2, 3])).toEqual([[0, 2], [2, 0], [600, 400]]); // prettier-ignore
    expect(jvp(f, [[2, 3]], [[1, 0]], { scope })).toEqual([[6, 4, 12], [0, 2, 600]]); // prettier-ignore
    const sum = (w: number[]): number => swap(w).reduce((total, y) => total + y ** 2, 0);
    expect(grad(sum, { scope })([2, 3])).toEqual([2 * 2 + 2 * 6 * 300, 2 * 3 + 2 * 6 * 200]);
    const linear = (w: number[]): number => swap(w)[2]!;
    expect(hessian(linear, { scope })([2, 3])).toEqual([[0, 100], [100, 0]]); // prettier-ignore
    expect(hvp(linear, { scope })([2, 3], [1, 0])).toEqual([0, 100]);
    expect(vmap(sum, { scope })([[2, 3], [0, 1]])).toEqual(Float64Array.of(49, 1)); // prettier-ignore
  });

  it('of several arguments: a tree for each argument', () => {
    const both = withDerivative(
      (a: number, w: number[]) => [a * w[0]!, a + w[1]!],
      (a: number, w: number[]) => [
        [w[0]!, 1],
        [[a, 0], [0, 1]], // prettier-ignore
      ],
    );
    const f = (a: number, w: number[]): number => both(a, w)[0]! + 10 * both(a, w)[1]!;
    expect(grad(f, { wrt: [0, 1], scope: { both } })(2, [3, 4])).toEqual([13, [2, 10]]);
  });

  it('objects, and arrays in them', () => {
    const polar = withDerivative(
      (w: number[]) => ({ r: Math.hypot(w[0]!, w[1]!), parts: [w[0]!, w[1]!] }),
      (w: number[]) => {
        const r = Math.hypot(w[0]!, w[1]!);
        return { r: [w[0]! / r, w[1]! / r], parts: [[5, 0], [0, 5]] }; // prettier-ignore
      },
    );
    const f = (w: number[]): number => {
      const { r, parts } = polar(w);
      return r * 10 + parts[0]!;
    };
    expect(valueAndGrad(f, { scope: { polar } })([3, 4])).toEqual({ value: 53, grad: [11, 8] });
    const matrix = withDerivative(
      (t: number) => [[t, t * t], [1, t]], // prettier-ignore
      (t: number) => [[1, 2 * t], [0, 7]], // prettier-ignore
    );
    expect(derivative((t: number) => matrix(t)[0]![1]! + matrix(t)[1]![1]!, { scope: { matrix } })(3)).toBe(13);
  });

  it('captures stay what they are', () => {
    const k = { scale: 3 };
    const scaled = withDerivative(
      (w: number[]) => w.map((x) => x * k.scale),
      (w: number[]) => w.map((_, i) => w.map((__, j) => (i === j ? k.scale * 2 : 0))),
      { scope: { k } },
    );
    expect(grad((w: number[]) => scaled(w)[1]!, { scope: { scaled } })([1, 2])).toEqual([0, 6]);
  });

  it('the same in the interpreter', () => {
    forbidCompiling(true);
    try {
      const pair = withDerivative(
        (t: number) => [t, t ** 2],
        (t: number) => [1, 20 * t],
      );
      expect(derivative((t: number) => pair(t)[1]!, { scope: { pair } })(3)).toBe(60);
    } finally {
      forbidCompiling(false);
    }
  });
});

describe('black boxes', () => {
  const table = new Map([[1, 10], [2, 20]]); // prettier-ignore
  const unreadable = (w: number): number => table.get(Math.round(w)) ?? w ** 3;

  it('are called for their value, and differentiated by the rule', () => {
    let calls = 0;
    const box = withDerivative(
      (w: number): number => {
        calls++;
        return unreadable(w);
      },
      (w: number) => 3 * w ** 2,
    );
    const scope = { box };
    expect(derivative((w: number) => box(w) * 2, { scope })(5)).toBe(150);
    expect(calls).toBeLessThanOrEqual(1);
    expect(valueAndGrad((w: number[]) => box(w[0]!) + w[1]!, { scope })([4, 1])).toEqual({ value: 65, grad: [48, 1] });
    expect(calls).toBeGreaterThan(0);
    expect(derivative(box)(5)).toBe(75);
    expect(derivative((w: number) => box(w), { scope, order: 2 })(5)).toBe(30);
    expect(derivative((w: number) => box(w), { scope, order: 3 })(5)).toBe(6);
    expect(hessian((w: number[]) => box(w[0]!) * w[1]!, { scope })([2, 1])).toEqual([[12, 12], [12, 0]]); // prettier-ignore
    expect(vmap(box)([1, 3])).toEqual(Float64Array.of(10, 27));
  });

  it('may be bound or native, and take arrays', () => {
    const bound = withDerivative(unreadable.bind(undefined), (w: number) => 3 * w ** 2);
    expect(grad((w: number) => bound(w) + w, { scope: { bound } })(5)).toBe(76);
    const seen: unknown[] = [];
    const norm = withDerivative(
      (w: number[]): number => {
        seen.push(w);
        return Reflect.apply(Math.hypot, undefined, w);
      },
      (w: number[]) => {
        const r = Math.sqrt(w.reduce((sum, x) => sum + x * x, 0));
        return w.map((x) => x / r);
      },
    );
    const point = [3, 4];
    expect(valueAndGrad((w: number[]) => norm(w) * 5, { scope: { norm } })(point)).toEqual({ value: 25, grad: [3, 4] });
    expect(vjp(norm, point)[1](1)).toEqual([[0.6, 0.8]]);
    // What it is given is a copy: it may keep it or write to it.
    expect(seen.every((w) => w !== point)).toBe(true);
    const columns = withDerivative(
      (w: number[]) => Array.from(new Set(w), (x) => x * table.get(1)!),
      (w: number[]) => w.map((_, i) => w.map((__, j) => (i === j ? 10 : 0))),
    );
    expect(jacobian((w: number[]) => columns(w), { scope: { columns } })([1, 2])).toEqual([[10, 0], [0, 10]]); // prettier-ignore
  });

  it('say so when they give something else', () => {
    const text = withDerivative(
      (w: number) => JSON.stringify({ w, at: table.size }) as unknown as number,
      () => 1,
    );
    const error = errorOf(() => valueAndGrad((w: number) => text(w), { scope: { text } })(1));
    expect(error.code).toBe('S106');
    expect(error.hint).toBeDefined();
  });
});

describe('a rule is what holds, also where it says that there is no derivative', () => {
  const none = withDerivative((w: number) => w * w, () => NaN); // prettier-ignore
  it.each([
    ['derivative', () => derivative((w: number) => none(w), { scope: { none } })(1)],
    ['second derivative', () => derivative((w: number) => none(w), { order: 2, scope: { none } })(1)],
    ['grad', () => grad((w: number[]) => none(w[0]!), { scope: { none } })([1])[0]],
    ['jvp', () => jvp((w: number) => none(w), [1], [1], { scope: { none } })[1]],
    ['beside a tie', () => derivative((w: number) => none(w) + Math.max(0, w - 1), { scope: { none } })(1)],
  ])('%s', (_name, ask) => {
    expect(ask()).toBeNaN();
  });
});

describe('rules that do not fit', () => {
  it('too few partial derivatives are an error', () => {
    const few = withDerivative((a: number, b: number) => a * b, (_a: number, b: number) => [b]); // prettier-ignore
    const first = errorOf(() => grad((a: number, b: number) => few(a, b), { wrt: [0, 1], scope: { few } })(2, 3));
    expect(first.code).toBe('S105');
    expect(first.message).toMatch('1 of 2');
    const later = withDerivative((a: number, b: number) => a * b, (_a: number, b: number) => [b, 1].slice(1)); // prettier-ignore
    for (const ask of [
      () => grad((a: number, b: number) => later(a, b), { wrt: 1, scope: { later } })(2, 3),
      () => jvp((a: number, b: number) => later(a, b), [2, 3], [1, 1], { scope: { later } }),
    ])
      expect(errorOf(ask).message).toMatch('too few partial derivatives');
    const short = withDerivative((w: number[]) => w[0]! * w[1]!, (w: number[]) => [w[1]!]); // prettier-ignore
    for (const ask of [
      () => grad((w: number[]) => short(w), { scope: { short } })([2, 3]),
      () => jvp((w: number[]) => short(w), [[2, 3]], [[1, 1]], { scope: { short } }),
    ])
      expect(errorOf(ask).message).toMatch('another length than its argument');
    const rows = withDerivative((w: number) => [w, w], (_w: number) => [1]); // prettier-ignore
    expect(errorOf(() => jacobian((w: number) => rows(w), { scope: { rows } })(2)).message).toMatch('too few rows');
  });
});
