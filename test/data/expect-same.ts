/** Two sums are one: the same rows, and every number the same relative to the largest of them. */
import { expect } from 'vitest';

interface Sum {
  readonly value: number;
  readonly grad?: unknown;
  readonly matrix?: unknown;
  readonly rows: number;
  readonly missing: number;
  readonly outside: number;
}

export function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}

/** Fails unless the two agree to a relative error. */
export function expectSame(one: Sum, other: Sum, tolerance: number): void {
  expect({ rows: one.rows, missing: one.missing, outside: one.outside }).toEqual({
    rows: other.rows,
    missing: other.missing,
    outside: other.outside,
  });
  const [a, b] = [one, other].map(({ value, grad, matrix }) => numbersIn([value, grad, matrix])) as [
    number[],
    number[],
  ];
  expect(a.length).toBe(b.length);
  const scale = Math.max(...b.filter(Number.isFinite).map(Math.abs), Number.MIN_VALUE);
  a.forEach((value, k) => {
    if (Object.is(value, b[k])) return;
    expect(Math.abs(value - b[k]!) / scale, `number ${k}: ${value} and ${b[k]}`).toBeLessThanOrEqual(tolerance);
  });
}
