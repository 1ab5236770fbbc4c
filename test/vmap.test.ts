/** Functions and derivatives at many points: what may be mapped over, what comes back, and where it is written. */
import { describe, expect, it } from 'vitest';
import { derivative, fromFormula, grad, SecantError, vmap } from 'secant';
import { forbidCompiling } from './support/forbid-compiling.ts';

const f64 = (...values: number[]): Float64Array => Float64Array.from(values);

describe('functions of numbers', () => {
  it('take the elements of all their arguments', () => {
    const product = vmap((a: number, b: number) => a * b);
    const a = f64(1, 2, 3);
    const b = f64(10, 20, 30);
    expect(product(a, b)).toEqual(f64(10, 40, 90));
    expect(b).toEqual(f64(10, 20, 30));
    expect(product([1, 2], f64(3, 4))).toEqual(f64(3, 8));
    expect(vmap((a: number, b: number, c: number) => a - b * c)([1], [2], [3])).toEqual(f64(-5));
  });

  it('read what they capture when they are called', () => {
    const scope = { a: 2, list: [1, 2] };
    const scaled = vmap((w: number) => w * scope.a + scope.list[1]!, { scope: { scope } });
    expect(scaled([1, 2])).toEqual(f64(4, 6));
    scope.a = 10;
    expect(scaled([1, 2])).toEqual(f64(12, 22));
  });

  it('may have parameters with a default', () => {
    const raise = (w: number, n = 2): number => w ** n;
    const power = vmap(raise);
    expect(power([3])).toEqual(f64(9));
    expect(power([3], [3])).toEqual(f64(27));
  });

  it('may come from a formula', () => {
    expect(vmap(fromFormula<(w: number) => number>('w^2 + 1'))([1, 2])).toEqual(f64(2, 5));
  });

  it('give an array for each point where they return arrays', () => {
    expect(vmap((w: number) => [w, w ** 2])([2, 3])).toEqual([[2, 4], [3, 9]]); // prettier-ignore
    expect(vmap((w: number) => ({ s: Math.sin(w), w }))([0])).toEqual([{ s: 0, w: 0 }]);
  });

  it('of nothing give nothing', () => {
    expect(vmap((w: number) => w)(new Float64Array(0))).toEqual(new Float64Array(0));
    expect(vmap(derivative((w: number) => w * w))([])).toHaveLength(0);
  });
});

describe('functions of arrays', () => {
  const norm = (w: number[]): number => w.reduce((sum, x) => sum + x * x, 0);

  it('take the rows of a matrix', () => {
    expect(vmap(norm)([[1, 2], [3, 4]])).toEqual(f64(5, 25)); // prettier-ignore
    const rows = [f64(1, 2), f64(3, 4)];
    expect(vmap(norm as unknown as (w: Float64Array) => number)(rows)).toEqual(f64(5, 25));
  });

  it('take rows and numbers side by side, and leave them as they are', () => {
    const changed = (w: number[], by: number): number => {
      w[0] = w[0]! * by;
      return w[0] + w[1]!;
    };
    const rows = [[1, 2], [3, 4]]; // prettier-ignore
    expect(vmap(changed)(rows, [10, 100])).toEqual(f64(12, 304));
    expect(rows).toEqual([[1, 2], [3, 4]]); // prettier-ignore
  });

  it('take records', () => {
    expect(vmap((p: { a: number; b: number }) => p.a * p.b)([{ a: 2, b: 3 }, { a: 4, b: 5 }])).toEqual(f64(6, 20)); // prettier-ignore
  });

  it('may be gradients, which give a row for each row', () => {
    const slopes = vmap(grad((w: number[]) => w[0]! ** 2 * w[1]!));
    const rows = [[1, 2], [3, 4]]; // prettier-ignore
    expect(slopes(rows)).toEqual([[4, 1], [24, 9]]); // prettier-ignore
    const out = [[0, 0], [0, 0]]; // prettier-ignore
    const [first] = out;
    expect(slopes.into(out, rows)).toBe(out);
    expect(out).toEqual([[4, 1], [24, 9]]); // prettier-ignore
    expect(out[0]).toBe(first);
    expect(vmap(grad((w: number) => w ** 3))([1, 2])).toEqual(f64(3, 12));
  });

  it('with rows of data beside', () => {
    const loss = (w: number[], row: number[], y: number): number => (w[0]! * row[0]! - y) ** 2;
    expect(vmap(grad(loss))([[1], [2]], [[3], [4]], [0, 0])).toEqual([[18], [64]]); // prettier-ignore
  });
});

describe('derivatives', () => {
  it('are what the derivative gives, at kinks and guards too', () => {
    const guarded = (w: number): number => (w === 1 ? 1 : w ** 2);
    // Kinks in the first block, at a border of blocks, and in the last.
    const points = Float64Array.from({ length: 3000 }, (_, k) => ([5, 1023, 1024, 2999].includes(k) ? k % 2 : k / 1000 + 0.25)); // prettier-ignore
    for (const g of [guarded, Math.abs, (w: number): number => Math.max(0, w) + Math.min(0, w), Math.log, Math.cbrt]) {
      for (const slope of [derivative(g), derivative(g, { order: 2 }), derivative(derivative(g))]) {
        expect(vmap(slope)(points)).toEqual(Float64Array.from(points, slope));
        expect(vmap(slope)([...points])).toEqual(Float64Array.from(points, slope));
      }
    }
    expect(vmap(derivative(guarded))([1])).toEqual(f64(2));
    expect(vmap(derivative(Math.abs, { atKink: 'nan' }))([-1, 0, 1])).toEqual(f64(-1, NaN, 1));
  });

  it('the same in the interpreter', () => {
    forbidCompiling(true);
    try {
      expect(vmap(derivative((w: number) => Math.abs(w) * w))([-1, 0, 2])).toEqual(f64(2, 0, 4));
      expect(vmap((w: number[], b: number) => w[0]! * b)([[1], [2]], [3, 4])).toEqual(f64(3, 8)); // prettier-ignore
    } finally {
      forbidCompiling(false);
    }
  });
});

describe('.into', () => {
  const square = vmap((w: number) => w ** 2);
  const slopes = vmap(derivative((w: number) => w ** 3 + Math.abs(w - 2)));

  it('writes and returns out, which may be longer', () => {
    const out = new Float64Array(4);
    expect(square.into(out, f64(1, 2, 3))).toBe(out);
    expect(out).toEqual(f64(1, 4, 9, 0));
    expect(square.into([7, 7], [3, 4])).toEqual([9, 16]);
  });

  it('may write over its own points', () => {
    const points = f64(1, 2, 3);
    square.into(points, points);
    expect(points).toEqual(f64(1, 4, 9));
    const same = f64(1, 2, 3);
    slopes.into(same, same);
    expect(same).toEqual(f64(2, 12, 28));
    const sum = vmap((a: number, b: number) => a + 10 * b);
    const a = f64(1, 2);
    const b = f64(3, 4);
    sum.into(b, a, b);
    expect(b).toEqual(f64(31, 42));
  });

  it('reads points before it writes over them, however views overlap', () => {
    const all = Float64Array.from({ length: 3000 }, (_, k) => (k % 500 === 3 ? 2 : (k % 9) / 2 - 2.25));
    for (const mapped of [square, slopes]) {
      for (const shift of [1, -1, 1500]) {
        const copy = all.slice();
        const from = shift < 0 ? 1 : 0;
        const points = copy.subarray(from, from + 1400);
        const expected = mapped(points);
        const out = copy.subarray(from + shift, from + shift + 1400);
        expect(mapped.into(out, points)).toEqual(expected);
      }
    }
  });

  it('refuses what has no room', () => {
    const sentence = (run: () => unknown): string => {
      try {
        run();
      } catch (error) {
        if (error instanceof SecantError) return `${error.code} ${error.sentence}`;
      }
      return 'nothing';
    };
    const rows = vmap(grad((w: number[]) => w[0]! * w[1]!));
    expect(sentence(() => rows.into([[0, 0]], [[1, 2], [3, 4]]))).toBe('S201 out is an array of 1, and there are 2 rows of results'); // prettier-ignore
    expect(sentence(() => rows.into([[0]], [[1, 2]]))).toBe('S201 out is an array of 1, but the argument is an array of 2'); // prettier-ignore
    expect(sentence(() => square.into(1 as unknown as number[], [1]))).toBe('S201 out is a number, and the results are numbers'); // prettier-ignore
    expect(sentence(() => vmap((w: number) => [w, w]).into([[0]], [1]))).toBe('S201 out is an array of 1, but the result is an array of 2'); // prettier-ignore
  });
});
