/** Derivatives of orders beyond 18!, 170! and the smallest double. */
import { expect, it } from 'vitest';
import { derivative, fromSource, taylor } from '../src/index.ts';

const error = (found: number, expected: number): number => Math.abs(found / expected - 1);

it.each([19, 60, 170, 171, 300])('exp is its own derivative of order %i', (order) => {
  expect(error(derivative(Math.exp, { order })(0), 1)).toBeLessThan(1e-13);
  expect(error(derivative((w: number) => Math.exp(w / 2), { order })(1), Math.exp(0.5) / 2 ** order)).toBeLessThan(
    1e-13,
  );
});

it('sin comes round every four orders', () => {
  expect(error(derivative((w: number) => Math.sin(w), { order: 171 })(0.5), -Math.cos(0.5))).toBeLessThan(1e-13);
  expect(error(derivative((w: number) => Math.cos(w), { order: 300 })(0.5), Math.cos(0.5))).toBeLessThan(1e-13);
});

it('what is no double is infinite, and what is one is not', () => {
  const inverse = fromSource<(w: number) => number>('(w) => 1 / (1 + w)');
  expect(derivative(inverse, { order: 171 })(0)).toBe(-Infinity);
  // 171! / 100^172
  expect(error(derivative((w: number) => 1 / (100 + w), { order: 171 })(0), -1.2410180702176678e-35)).toBeLessThan(
    1e-13,
  );
  expect(
    error(derivative((w: number) => Math.log(w), { order: 25 })(2), 620448401733239439360000 / 2 ** 25),
  ).toBeLessThan(1e-13);
});

it('coefficients of a high order are those of the series', () => {
  const coefficients = taylor((w: number) => 1 / (1 - w), 0, 200);
  expect(coefficients).toEqual(Array(201).fill(1));
  expect(error(taylor(Math.exp, 0, 150)[150]!, 1.750276206926015e-263)).toBeLessThan(1e-13);
});
