/** What operators say to arguments and options that are none: an error of Secant's own, with a way out, never a TypeError. */
import { describe, expect, it } from 'vitest';
import { derivative, grad, hessian, hvp, jacobian, jvp, SecantError, taylor, valueAndGrad, vjp, vmap } from '../src/index.ts'; // prettier-ignore

type Loose = (...args: unknown[]) => unknown;

const f: Loose = (a: unknown) => (a as number[])[0]! ** 2;
const operators = Object.entries({ derivative, grad, valueAndGrad, jacobian, hessian, hvp, vmap }) as unknown as [string, (...args: unknown[]) => Loose][]; // prettier-ignore
const nothings = [undefined, null, 'b', NaN, -1, 1.5, {}, [], ['b'], [-1], true, () => 1];

/** What a call throws that is none of Secant's errors. */
function foreignErrors(calls: readonly (() => unknown)[]): unknown[] {
  return calls.flatMap((call) => {
    try {
      call();
      return [];
    } catch (error) {
      return error instanceof SecantError ? [] : [error];
    }
  });
}

describe.each(operators)('%s', (_, operator) => {
  it.each(nothings.map((value) => [typeof value, String(value?.toString()), value]))('of %s %s', (_t, _s, value) => {
    if (typeof value === 'function') expect(operator(value)).toBeTypeOf('function');
    else expect(() => operator(value)).toThrow(/^S003/);
  });

  it.each(nothings.map((value) => [typeof value, String(value?.toString()), value]))(
    'with %s %s for wrt, order, scope and options',
    (_t, _s, value) => {
      const options = [{ wrt: value }, { order: value }, { scope: value }, { atKink: value }, { steps: value }, value];
      expect(foreignErrors(options.map((each) => () => operator(f, each)([1, 2], [1, 2])))).toEqual([]);
    },
  ); // prettier-ignore

  it.each(nothings.map((value) => [typeof value, String(value?.toString()), value]))('at %s %s', (_t, _s, value) => {
    const points = [[], [value], [value, value], [[1], value], [[value], [1]]];
    expect(foreignErrors(points.map((args) => () => operator(f)(...args)))).toEqual([]);
  });
});

it.each(nothings.map((value) => [typeof value, String(value?.toString()), value]))('products at %s %s', (_t, _s, value) => {
  const calls: (() => unknown)[] = [
    () => (jvp as Loose)(f, value, value),
    () => (jvp as Loose)(f, [value], [value]),
    () => (jvp as Loose)(f, [[1]], value),
    () => (vjp as Loose)(f, value),
    () => (vjp as Loose)(f),
    () => ((vjp as Loose)(f, [1]) as [unknown, Loose])[1](value),
    () => (taylor as Loose)(f, value, 2),
    () => (taylor as Loose)((w: unknown) => w, 1, value),
    () => (jvp as Loose)(value, [1], [1]),
    () => (taylor as Loose)(value, 1, 1),
    () => (vjp as Loose)(value, 1),
  ];
  expect(foreignErrors(calls)).toEqual([]);
}); // prettier-ignore

it('an argument that is undefined or a function keeps its place', () => {
  const optional = (w: number[], n?: number): number => w[0]! ** 2 * (n ?? 3);
  expect(grad(optional)([1], undefined)).toEqual([6]);
  expect(grad(optional)([1], 5)).toEqual([10]);
  const late = (n: number | undefined, w: number[]): number => w[0]! ** 2 * (n ?? 3);
  expect(grad(late, { wrt: 1 })(undefined, [1])).toEqual([6]);
  const through = (g: (x: number) => number, x: number): number => g(x) ** 2;
  expect(grad(through, { wrt: 1 })((x: number) => 3 * x, 2)).toBe(36);
});
