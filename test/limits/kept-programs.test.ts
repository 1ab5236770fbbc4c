/**
 * What is compiled is found again: with a new object in `scope` each call, for a function written inline in a loop, and for
 * records and tuples of many shapes nothing is compiled twice that need not be, and what is kept has a bound.
 */
import { expect, test } from 'vitest';
import { derivative, grad, valueAndGrad } from 'secant';
import { programsOf } from '../../src/calculus/programs.ts';

declare const rate: number;
declare const helper: (w: number) => number;

const growth = (w: number): number => Math.exp(rate * w);

test('a new scope object each call finds the same program', () => {
  const first = programsOf(growth, { rate: 0 }).for([1]);
  for (let k = 1; k < 200; k++) {
    expect(derivative(growth, { scope: { rate: k } })(0)).toBe(k);
    expect(programsOf(growth, { rate: k }).for([1])).toBe(first);
  }
});

test('two derivatives with other values answer each for itself, in turns and in one another', () => {
  const [two, three] = [2, 3].map((value) => derivative(growth, { scope: { rate: value } }));
  const live = { rate: 5 };
  const five = derivative(growth, { scope: () => live });
  for (let round = 0; round < 3; round++) expect([two!(0), three!(0), five(0)]).toEqual([2, 3, 5]);
  live.rate = 7;
  expect([two!(0), five(0), three!(0)]).toEqual([2, 7, 3]);
  expect(derivative(two!)(0)).toBe(4);
  expect(derivative(three!)(0)).toBe(9);
});

test('a scope whose values are of another kind has a program of its own', () => {
  const f = (w: number): number => helper(w) * 2;
  expect(derivative(f, { scope: { helper: (x: number) => x * x } })(3)).toBe(12);
  expect(derivative(f, { scope: { helper: (x: number) => x ** 3 } })(1)).toBe(6);
  expect(derivative(f, { scope: { helper: Math.sin } })(0)).toBe(2);
  expect(() => derivative(f, { scope: { other: 1 } })(0)).toThrow('S102');
  expect(derivative(f, { scope: { helper: (x: number) => x * x } })(3)).toBe(12);
});

test('a function written inline in a loop is compiled once', () => {
  const made = new Set<unknown>();
  for (let k = 0; k < 50; k++) {
    const inline = (w: number): number => Math.sin(4 * w) + 0.1 * w ** 2;
    expect(derivative(inline)(0)).toBe(4);
    made.add(programsOf(inline).for([0]));
  }
  expect(made.size).toBe(1);
});

test('a function with something of its own is not taken for another of the same text', () => {
  const make = (): ((w: number) => number) => (w) => w * 2;
  const [one, other] = [make(), make()];
  Object.assign(other, { factor: 3 });
  expect(programsOf(one).for([0])).not.toBe(programsOf(other).for([0]));
});

test('kinds of arguments are kept up to a bound', () => {
  const sum = (p: Readonly<Record<string, number>>): number => Object.values(p).reduce((a, b) => a + b, 0);
  for (let k = 0; k < 100; k++) expect(grad(sum)({ [`field${k}`]: 1, b: 2 })).toEqual({ [`field${k}`]: 1, b: 1 });
  const programs = programsOf(sum);
  const last = programs.for([{ field99: 1, b: 2 }]);
  expect(programs.for([{ field99: 1, b: 2 }])).toBe(last);
});

test('names of fields that look like types do not take one record for another', () => {
  const sum = (p: Readonly<Record<string, number>>): number => Object.values(p).reduce((a, b) => a + b, 0);
  expect(valueAndGrad(sum)({ a: 1, b: 2 }).value).toBe(3);
  expect(valueAndGrad(sum)({ 'a: number, b': 3 })).toEqual({ value: 3, grad: { 'a: number, b': 1 } });
  const deep = (leaf: object): object => Array.from({ length: 8 }).reduce<object>((inner) => ({ inner }), leaf);
  const kinds = programsOf((p: object): number => (p === undefined ? 0 : 1));
  expect(kinds.for([deep({ a: 1 })])).not.toBe(kinds.for([deep({ b: 1 })]));
});
