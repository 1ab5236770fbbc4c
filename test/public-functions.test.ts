/** What the public functions promise beyond numbers: shapes, several arguments, nesting, captured values, rules given by hand. */
import { describe, expect, test } from 'vitest';
import {
  checkGradient,
  derivative,
  fromSource,
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  SecantError,
  stopGradient,
  taylor,
  valueAndGrad,
  vjp,
  withDerivative,
} from 'secant';

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof SecantError) return error.code;
    throw error;
  }
  return 'no error';
}

describe('shapes', () => {
  test('a gradient has the shape of its argument', () => {
    expect(grad((w: number) => w ** 2)(3)).toBe(6);
    expect(grad((w: number[]) => w[0]! * w[1]!)([2, 3])).toEqual([3, 2]);
    expect(grad((w: Float64Array) => w[0]! * w[1]!)(Float64Array.of(2, 3))).toEqual(Float64Array.of(3, 2));
    expect(grad((p: { a: number; b: number[][] }) => p.a * p.b[1]![0]!)({ a: 2, b: [[1], [5]] })).toEqual({
      a: 5,
      b: [[0], [2]],
    });
  });

  test('objects of which the first has nothing where others hold something', () => {
    interface Part {
      v: number;
      a: number | null;
      ref: { x: number } | null;
    }
    const f = (all: Part[]): number =>
      all.reduce((s, { v, a, ref }) => s + v * (a ?? 5) + (ref === null ? v * v : ref.x ** 3), 0);
    const parts = [
      { v: 2, a: null, ref: null },
      { v: 3, a: 4, ref: { x: 2 } },
    ];
    const [first, second] = grad(f)(parts);
    expect(first).toMatchObject({ v: 9 });
    expect(second).toEqual({ v: 4, a: 3, ref: { x: 12 } });
    expect(grad(f)(parts.reverse())[0]).toEqual(second);
  });

  test('several arguments, in the order asked for', () => {
    const f = (a: number, b: number[], c: number): number => a * b[0]! + c ** 2;
    expect(grad(f, { wrt: 1 })(2, [3], 4)).toEqual([2]);
    expect(grad(f, { wrt: [2, 0] })(2, [3], 4)).toEqual([8, 3]);
    expect(valueAndGrad(f, { wrt: [0, 1, 2] })(2, [3], 4)).toEqual({ value: 22, grad: [3, [2], 8] });
  });

  test('arguments are never changed', () => {
    const point = [3, 1, 2];
    const f = (w: number[]): number => {
      w.reverse();
      w[0] = w[0]! * w[1]!;
      w.push(w[0]);
      return w[3]! + w[2]!;
    };
    expect(grad(f)(point)).toEqual([1, 2, 1]);
    expect(hessian(f)(point)).toEqual([
      [0, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
    ]);
    expect(point).toEqual([3, 1, 2]);
  });

  test('Jacobians by columns and by rows agree with what they are', () => {
    const wide = (w: number[]): number[] => [w.reduce((a, b) => a + b * b, 0)];
    const point = Array.from({ length: 9 }, (_, k) => k - 4);
    expect(jacobian(wide)(point)).toEqual([point.map((x) => 2 * x)]);
    const tall = (w: number[]): number[] => [w[0]!, w[0]! * w[1]!, Math.sin(w[1]!), w[0]! ** 3];
    expect(jacobian(tall)([2, 0])).toEqual([
      [1, 0],
      [0, 2],
      [0, 1],
      [12, 0],
    ]);
    expect(jacobian((w: number) => [w, w ** 2])(3)).toEqual([1, 6]);
  });

  test('a Hessian is symmetric to the last bit, and hvp is its product', () => {
    const f = (w: number[]): number => Math.sin(w[0]! * w[1]!) * Math.exp(w[2]! / w[0]!) + w[1]! ** 3 * w[2]!;
    const point = [0.7, -1.3, 0.4];
    const matrix = hessian(f)(point);
    for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) expect(matrix[i]![j]).toBe(matrix[j]![i]);
    const vector = [1, -2, 0.5];
    const product = hvp(f)(point, vector);
    matrix.forEach((row, i) => {
      const expected = row.reduce((sum, entry, j) => sum + entry * vector[j]!, 0);
      expect(product[i]).toBeCloseTo(expected, 12);
    });
    expect(hessian((w: number) => w ** 3)(2)).toBe(12);
  });

  test('jvp and vjp are transposes', () => {
    const f = (a: number[], b: number): number[] => [a[0]! * b, a[1]! * a[0]!];
    const [y, change] = jvp(f, [[2, 3], 5], [[1, -1], 2]);
    expect(y).toEqual([10, 6]);
    expect(change).toEqual([9, 1]);
    const [value, pullback] = vjp(f, [2, 3], 5);
    expect(value).toEqual([10, 6]);
    expect(pullback([1, 10])).toEqual([[35, 20], 2]);
  });

  test('an empty array has an empty gradient', () => {
    expect(grad((w: number[]) => w.reduce((a, b) => a + b, 0))([])).toEqual([]);
  });
});

describe('nesting', () => {
  test('derivatives of derivatives are higher orders', () => {
    expect(derivative(derivative((w) => w ** 5))(2)).toBe(160);
    expect(
      derivative(
        derivative((w) => w ** 5),
        { order: 2 },
      )(2),
    ).toBe(240);
    expect(
      taylor(
        derivative((w) => Math.exp(w)),
        0,
        2,
      ),
    ).toEqual([1, 1, 0.5]);
  });

  test('perturbations are not confused', () => {
    expect(derivative((w: number) => derivative((u: number) => u * w)(2) * w)(3)).toBe(6);
    expect(derivative((x: number) => x * derivative((y: number) => x + y)(1))(1)).toBe(1);
    const outer = (w: number[]): number =>
      grad((v: number[]) => v[0]! ** 2 * w[0]! + v[1]! * w[1]! ** 2)([w[0]!, w[1]!])[0]!;
    expect(grad(outer)([2, 3])).toEqual([8, 0]);
  });
});

describe('captured values', () => {
  test('are read when the derivative is called', () => {
    const scope = { a: 2, helper: (x: number): number => x * 10 };
    const a = 2;
    const helper = scope.helper;
    const slope = derivative((w: number) => helper(w) * a, { scope });
    expect(slope(1)).toBe(20);
    scope.a = 3;
    expect(slope(1)).toBe(30);
    scope.helper = (x) => x * x;
    expect(slope(2)).toBe(12);
  });

  test('without scope the error names them and both ways out', () => {
    const factor = 3;
    expect(() => derivative((w: number) => w * factor)(1)).toThrow(
      /S102: `factor`.*\n.*\n.*scope: \{ factor \}.*secant\/plugin/,
    );
  });
});

describe('rules given by hand', () => {
  const softplus = withDerivative(
    (w: number) => Math.log1p(Math.exp(w)),
    (w: number) => 1 / (1 + Math.exp(-w)),
  );
  const scope = { softplus };

  test('are used in both modes and at every order', () => {
    expect(derivative(softplus)(0)).toBe(0.5);
    expect(derivative((w: number) => softplus(w) ** 2, { scope })(0)).toBe(Math.log(2));
    expect(derivative(softplus, { order: 2 })(0)).toBe(0.25);
    expect(grad((w: number[]) => softplus(w[0]!) * w[1]!, { scope })([0, 3])).toEqual([1.5, Math.log(2)]);
    // The text of the function overflows at 1000; the rule does not.
    expect(derivative(softplus)(1000)).toBe(1);
  });

  test('for arrays and for several arguments', () => {
    const square = withDerivative(
      (w: number[]) => w.reduce((a, b) => a + b * b, 0),
      (w: number[]) => w.map((x) => 2 * x),
    );
    expect(grad((w: number[]) => square(w) * w[0]!, { scope: { square } })([1, 2])).toEqual([7, 4]);
    const product = withDerivative(
      (a: number, b: number) => a * b,
      (a: number, b: number) => [b, a],
    );
    expect(grad((w: number[]) => product(w[0]!, w[1]!) ** 2, { scope: { product } })([2, 3])).toEqual([36, 24]);
    expect(hessian((w: number[]) => product(w[0]!, w[1]!), { scope: { product } })([2, 3])).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  test('checkGradient looks at Hessians, from both roads', () => {
    const f = (w: number[]): number => w[0]! ** 2 * w[1]! + Math.sin(w[1]!);
    const check = checkGradient(f, [2, 3], { order: 2 });
    expect(check).toMatchObject({ agrees: true, report: 'all 4 entries agree with differences' });
    expect(check.components.map(({ exact }) => exact)).toEqual([6, 4, 4, -Math.sin(3)]);
    expect(checkGradient((w: number) => w ** 3, 2, { order: 2 }).report).toBe('the second derivative agrees with differences'); // prettier-ignore
    // The rule is right, and its own derivative is not what the function bends by.
    const bent = withDerivative(
      (w: number) => w ** 3,
      (w: number) => 3 * stopGradient(w) * w,
    );
    const wrong = checkGradient((w: number[]) => bent(w[0]!) * w[1]!, [2, 1], { order: 2, scope: { bent } });
    expect(wrong.agrees).toBe(false);
    expect(wrong.wrong.map(({ index }) => index)).toContain(0);
    expect(wrong.report).toMatch('entry 0, 0 of the Hessian is 6, but differences give 12');
    expect(codeOf(() => checkGradient(f, [2, 3], { order: 3 as 2 }))).toBe('S203');
  });

  test('a wrong rule is caught, with the component and by how much', () => {
    const wrong = withDerivative(
      (w: number[]) => w[0]! * w[1]!,
      (w: number[]) => [w[1]!, 2 * w[0]!],
    );
    const check = checkGradient(wrong, [2, 3]);
    expect(check.agrees).toBe(false);
    expect(check.wrong.map(({ index, exact }) => [index, exact])).toEqual([[1, 4]]);
    expect(check.wrong[0]!.difference).toBeCloseTo(2, 9);
    expect(check.report).toMatch(/^component 1 is 4, but differences give 2(\.0|\b|1\.99)/);
    expect(checkGradient((w: { a: number; b: number[] }) => Math.sin(w.a) * w.b[0]!, { a: 1, b: [2] }).agrees).toBe(
      true,
    );
  });
});

describe('kinks', () => {
  test('one number where the sides agree, the midpoint where they do not, however that is written', () => {
    expect(derivative((w) => Math.abs(w))(0)).toBe(0);
    expect(derivative((w) => Math.max(0, w))(0)).toBe(0.5);
    expect(derivative((w) => (w > 0 ? w : 0))(0)).toBe(0.5);
    expect(derivative((w) => Math.max(w, 0) + Math.min(w, 0))(0)).toBe(1);
    expect(derivative((w) => Math.min(w, Math.max(w, 0)))(0)).toBe(1);
    expect(derivative((w) => (w === 0 ? 1 : Math.expm1(w) / w))(0)).toBe(0.5);
    expect(derivative((w) => Math.cbrt(w ** 3))(0)).toBe(1);
    expect(grad((w: number[]) => Math.max(w[0]!, 0) + Math.min(w[0]!, 0) + Math.abs(w[1]!))([0, 0])).toEqual([1, 0]);
  });

  test('atKink says otherwise', () => {
    expect(derivative((w) => Math.abs(w), { atKink: 'nan' })(0)).toBeNaN();
    expect(codeOf(() => derivative((w) => Math.abs(w), { atKink: 'throw' })(0))).toBe('S301');
    expect(derivative((w) => w * Math.abs(w), { atKink: 'throw' })(0)).toBe(0);
    expect(codeOf(() => grad((w: number[]) => Math.abs(w[0]!), { atKink: 'throw' })([0]))).toBe('S301');
  });

  test('no number at a cusp and where the secants swing', () => {
    expect(derivative((w) => Math.abs(w) ** (2 / 3))(0)).toBeNaN();
    expect(derivative((w) => (w === 0 ? 0 : w * Math.sin(1 / w)))(0)).toBeNaN();
    expect(derivative((w) => (w === 0 ? 0 : w * w * Math.sin(1 / w)))(0)).toBe(0);
    expect(derivative((w) => Math.cbrt(w))(0)).toBe(Infinity);
  });

  test('a constant by decision', () => {
    expect(derivative((w: number) => w * stopGradient(w))(3)).toBe(3);
    expect(grad((w: number[]) => stopGradient(w[0]!) * w[1]!)([2, 3])).toEqual([0, 2]);
    for (const road of ['compiled', 'traced'] as const) {
      const ofList = (w: number): number => (stopGradient as unknown as (x: number[]) => number[])([w])[0]! * w;
      expect(() => derivative(ofList, { road, scope: { stopGradient } })(3)).toThrow(/S105/);
    }
  });
});

describe('at the edges', () => {
  test('a read past the end is NaN and no component', () => {
    expect(grad((w: number[]) => w[0]! + w[5]!)([1])).toEqual([NaN]);
    expect(grad((w: number[]) => w[0]! * (w[1] ?? 3))([2])).toEqual([3]);
  });

  test('recursion without an end is an error, also where only its derivative is asked for', () => {
    expect(
      codeOf(() =>
        derivative((w: number) => {
          const f = (x: number): number => f(x + 1);
          return f(w);
        })(2),
      ),
    ).toBe('S303');
  });

  test('an error keeps what led to it', () => {
    const endless = derivative(fromSource('w => { const f = (x) => (x < 0 ? 0 : f(x + 1) + w); return f(w) }'));
    let error: unknown;
    try {
      endless(2);
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ code: 'S303', cause: { name: 'RangeError' } });
  });

  test('standing on a kink of a long program costs no more than a look', () => {
    const loss = (w: Float64Array, xs: Float64Array): number => {
      let s = 0;
      for (const x of xs) {
        let a = 0;
        for (let k = 0; k < w.length; k++) a += w[k]! * x * k;
        s += Math.max(0, a);
      }
      return s;
    };
    const xs = Float64Array.from({ length: 300 }, (_, i) => Math.cos(i));
    xs[0] = 0;
    const gradient = grad(loss)(
      Float64Array.from({ length: 30 }, (_, i) => Math.sin(i)),
      xs,
    );
    // At the kink, where the first point is 0, every slope is 0.
    xs[0] = 1e-300;
    const beside = grad(loss)(
      Float64Array.from({ length: 30 }, (_, i) => Math.sin(i)),
      xs,
    );
    expect(gradient).toEqual(beside);
  });
});
