/** Every operator at every row: one table, operators across, points down. */
import { describe, expect, it } from 'vitest';
import { type AtKink, derivative, grad, hessian, hvp, jacobian, jvp, valueAndGrad, vjp } from 'secant';
import { type KinkRow, kinkRows, smoothRows } from './rows.ts';

type Vector = readonly number[];
type VectorFunction = (w: number[]) => number;

/** The gradient by each operator of the first order. */
const firstOrder: Record<string, (f: VectorFunction, at: number[], atKink: AtKink) => Vector> = {
  grad: (f, at, atKink) => grad(f, { atKink })(at),
  valueAndGrad: (f, at, atKink) => valueAndGrad(f, { atKink })(at).grad,
  jacobian: (f, at, atKink) => jacobian<number[]>(f, { atKink })(at),
  jvp: (f, at, atKink) => at.map((_, k) => jvp(f, [at], [at.map((_w, j) => Number(j === k))], { atKink })[1]),
  vjp: (f, at, atKink) => vjp(f, at)[1](1, { atKink })[0] as number[],
  derivative: (f, at, atKink) => at.map((x, k) => derivative(onAxis(f, at, k), { atKink, scope: { f, at, k } })(x)),
};

/** The Hessian by each operator of the second order. */
const secondOrder: Record<string, (f: VectorFunction, at: number[]) => readonly Vector[]> = {
  hessian: (f, at) => hessian(f)(at),
  hvp: (f, at) => at.map((_, k) => hvp(f)(at, at.map((_w, j) => Number(j === k)))), // prettier-ignore
};

function onAxis(f: VectorFunction, at: number[], k: number): (x: number) => number {
  return (x) => {
    const w = [...at];
    w[k] = x;
    return f(w);
  };
}

function expectNear(actual: Vector, expected: Vector, what: string): void {
  expect(actual.length, what).toBe(expected.length);
  expected.forEach((y, k) => {
    const x = actual[k]!;
    if (!(Object.is(x, y) || x === y || Math.abs(x - y) <= 1e-12 * Math.max(1, Math.abs(y))))
      expect.fail(`${what}[${k}] is ${x}, expected ${y}`);
  });
}

const named = (rows: readonly KinkRow[]) => rows.map((row) => [`${row.kind}: ${row.name}`, row] as const);

describe('where a function is smooth however it is written', () => {
  it.each(named(smoothRows))('%s', (_name, { f, at, gradient, hessian: matrix }) => {
    for (const [operator, run] of Object.entries(firstOrder)) {
      for (const atKink of ['midpoint', 'left', 'right', 'nan', 'throw'] as const)
        expectNear(run(f, [...at], atKink), gradient!, `${operator}, ${atKink}`);
    }
    if (matrix === undefined) return;
    for (const [operator, run] of Object.entries(secondOrder))
      run(f, [...at]).forEach((row, k) => expectNear(row, matrix[k]!, `${operator}, row ${k}`));
  });
});

describe('at a kink, along each axis', () => {
  it.each(named(kinkRows))('%s', (_name, { f, at, sides }) => {
    for (const [operator, run] of Object.entries(firstOrder)) {
      const left = sides!.map(([a]) => a);
      const right = sides!.map(([, b]) => b);
      expectNear(run(f, [...at], 'left'), left, `${operator}, left`);
      expectNear(run(f, [...at], 'right'), right, `${operator}, right`);
      expectNear(run(f, [...at], 'midpoint'), sides!.map(([a, b]) => (a + b) / 2), `${operator}, midpoint`); // prettier-ignore
      run(f, [...at], 'nan').forEach((x, k) => {
        if (left[k] !== right[k]) expect(x, `${operator}, nan`).toBeNaN();
      });
      expect(() => run(f, [...at], 'throw'), `${operator}, throw`).toThrow(/S301/);
    }
  });
});
