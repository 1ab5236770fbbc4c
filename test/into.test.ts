/** Results written into arrays of the caller's: what is written, what comes back, and what is refused. */
import { describe, expect, it } from 'vitest';
import { grad, hvp, SecantError, valueAndGrad } from 'secant';
import { forbidCompiling } from './support/forbid-compiling.ts';

const rosenbrock = (w: number[]): number => {
  let sum = 0;
  for (let k = 1; k < w.length; k++) sum += 100 * (w[k]! - w[k - 1]! ** 2) ** 2 + (1 - w[k - 1]!) ** 2;
  return sum;
};
const typed = rosenbrock as unknown as (w: Float64Array) => number;

function sentenceOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(SecantError);
    expect((error as SecantError).code).toBe('S201');
    expect((error as SecantError).hint).toBeDefined();
    return (error as SecantError).sentence;
  }
  throw new Error('nothing was refused');
}

describe('grad(f).into and valueAndGrad(f).into', () => {
  it('write what grad gives, call after call, whatever out held', () => {
    const point = [0.5, -1, 2];
    const expected = grad(rosenbrock)(point);
    const gradient = grad(rosenbrock);
    const both = valueAndGrad(rosenbrock);
    for (let k = 0; k < 3; k++) {
      const out = [7, NaN, k];
      expect(gradient.into(out, point)).toBe(out);
      expect(out).toEqual(expected);
      const other = [NaN, 1, 2];
      expect(both.into(other, point)).toBe(rosenbrock(point));
      expect(other).toEqual(expected);
    }
    expect(point).toEqual([0.5, -1, 2]);
    expect(gradient.into(new Array<number>(3), point)).toEqual(expected);
  });

  it('write into typed arrays', () => {
    const point = Float64Array.of(0.5, -1, 2);
    const out = new Float64Array(3).fill(NaN);
    const gradient = grad(typed);
    for (let k = 0; k < 3; k++) expect(gradient.into(out, point)).toBe(out);
    expect(out).toEqual(grad(typed)(point));
    expect(valueAndGrad(typed).into(out, point)).toBe(typed(point));
  });

  it('take further arguments, of other kinds from call to call', () => {
    const loss = (w: number[], rows: number[][], rate: number): number =>
      rows.reduce((sum, row) => sum + (row[0]! * w[0]! + row[1]! * w[1]! - rate) ** 2, 0);
    const gradient = grad(loss);
    const rows = [[1, 2], [3, -1]]; // prettier-ignore
    const out = [0, 0];
    for (let k = 0; k < 4; k++) {
      expect(gradient.into(out, [1, k], rows, 0.5 * k)).toEqual(grad(loss)([1, k], rows, 0.5 * k));
    }
    const scaled = (w: number[], by: number[] | number): number =>
      typeof by === 'number' ? w[0]! * by : w[0]! * by[1]!;
    const slopes = grad(scaled);
    expect(slopes.into([0], [1], 3)).toEqual([3]);
    expect(slopes.into([0], [1], [4, 5])).toEqual([5]);
    expect(slopes.into([0], [1], 2)).toEqual([2]);
  });

  it('look at kinks as grad does', () => {
    const guarded = (w: number[]): number => (w[0] === 1 ? 1 : w[0]! ** 2) + Math.abs(w[1]!);
    const gradient = grad(guarded);
    for (let k = 0; k < 3; k++) {
      expect(gradient.into([9, 9], [1, 0])).toEqual(gradient([1, 0]));
      expect(gradient.into([9, 9], [2, -1])).toEqual([4, -1]);
    }
    const strict = grad(guarded, { atKink: 'nan' });
    expect(strict.into([0, 0], [3, 0])).toEqual([6, NaN]);
  });

  it('write into matrices, records and lists of arguments', () => {
    const f = (m: number[][]): number => m[0]![0]! * m[1]![1]! + m[1]![0]! ** 2;
    const out = [[9, 9], [9, 9]]; // prettier-ignore
    const [first] = out;
    grad(f).into(out, [[1, 2], [3, 4]]); // prettier-ignore
    expect(out).toEqual([[4, 0], [6, 1]]); // prettier-ignore
    expect(out[0]).toBe(first);
    const g = (p: { a: number; b: number[] }): number => p.a * p.b[0]!;
    expect(grad(g).into({ a: 0, b: [0] }, { a: 2, b: [5] })).toEqual({ a: 5, b: [2] });
    const h = (a: number, b: number[]): number => a ** 2 * b[0]!;
    const inner = [0];
    expect(grad(h, { wrt: [0, 1] }).into([0, inner], 3, [2])).toEqual([12, [9]]);
    expect(inner).toEqual([9]);
  });

  it('leave no trace past the end', () => {
    const past = (w: number[]): number => w[0]! * 2 + (w[5] === undefined ? 0 : 1);
    const gradient = grad(past);
    const out = [0, 0];
    for (let k = 0; k < 3; k++) expect(gradient.into(out, [1, 2])).toHaveLength(2);
  });

  it('give the same in the interpreter', () => {
    forbidCompiling(true);
    try {
      const f = (w: number[]): number => w[0]! ** 3 * w[1]!;
      const both = valueAndGrad(f);
      const out = [0, 0];
      for (let k = 0; k < 2; k++) expect([both.into(out, [2, 3]), ...out]).toEqual([24, 36, 8]);
    } finally {
      forbidCompiling(false);
    }
  });

  it('refuse a place of another shape, and say which part', () => {
    const gradient = grad(rosenbrock);
    expect(sentenceOf(() => gradient.into([0, 0], [1, 2, 3]))).toBe(
      'out is an array of 2, but the argument is an array of 3',
    );
    gradient.into([0, 0, 0], [1, 2, 3]);
    expect(sentenceOf(() => gradient.into([0, 0], [1, 2, 3]))).toMatch('out is an array of 2');
    expect(sentenceOf(() => gradient.into(undefined as never, [1, 2]))).toMatch('out is undefined');
    expect(sentenceOf(() => grad((w: number[][]) => w[1]![0]!).into([[0], [0, 0]], [[1], [2]]))).toBe(
      'out[1] is an array of 2, but the argument[1] is an array of 1',
    );
    const integers = new Int32Array(2) as unknown as Float64Array;
    expect(sentenceOf(() => grad(typed).into(integers, Float64Array.of(1, 2)))).toMatch('Int32Array');
    expect(sentenceOf(() => grad((w: number) => w * w).into(0, 2))).toMatch('one number to give');
  });

  it('refuse a place that is an argument, or a part or a view of one', () => {
    const point = [1, 2];
    const gradient = grad(rosenbrock);
    for (let k = 0; k < 2; k++) {
      expect(sentenceOf(() => gradient.into(point, point))).toMatch('out shares memory with an argument');
      gradient.into([0, 0], point);
    }
    expect(point).toEqual([1, 2]);
    const all = new Float64Array(5);
    const slopes = grad(typed);
    for (let k = 0; k < 2; k++) {
      expect(sentenceOf(() => slopes.into(all.subarray(1, 4), all.subarray(0, 3)))).toMatch('shares memory');
      // Neighbours in one buffer are no trouble.
      slopes.into(all.subarray(3), all.subarray(0, 2));
    }
    const rows = [[1, 2], [3, 4]]; // prettier-ignore
    const linear = grad((w: number[], data: number[][]) => w[0]! * data[0]![0]! + w[1]! * data[1]![1]!);
    for (let k = 0; k < 2; k++) {
      expect(sentenceOf(() => linear.into(rows[1]!, [1, 1], rows))).toMatch('shares memory');
      linear.into([0, 0], [1, 1], rows);
    }
  });
});

describe('hvp(f).into', () => {
  it('writes the product and returns it', () => {
    const times = hvp((w: number[]) => w[0]! ** 2 * w[1]!);
    const out = [NaN, NaN];
    expect(times.into(out, [2, 3], [1, 0])).toBe(out);
    expect(out).toEqual([6, 4]);
    expect(sentenceOf(() => times.into([0], [2, 3], [1, 0]))).toBe(
      'out is an array of 1, but the point is an array of 2',
    );
    const v = [1, 0];
    expect(sentenceOf(() => times.into(v, [2, 3], v))).toMatch('shares memory');
  });
});
