/** Every operator at every row: one table, operators across, points down. */
import { describe, expect, it } from 'vitest';
import {
  type AtKink,
  derivative,
  fromSource,
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  taylor,
  valueAndGrad,
  vjp,
  vmap,
  withDerivative,
} from 'secant';
import { programsOf } from '../../src/calculus/programs.ts';
import { gradientOnlyTransform } from '../../src/calculus/reverse-transforms.ts';
import { bendRows, type KinkRow, kinkRows, smoothRows } from './rows.ts';

type Vector = readonly number[];
type VectorFunction = (w: number[]) => number;

/** The gradient by each operator of the first order. */
const firstOrder: Record<string, (f: VectorFunction, at: number[], atKink: AtKink) => Vector> = {
  grad: (f, at, atKink) => grad(f, { atKink })(at),
  valueAndGrad: (f, at, atKink) => valueAndGrad(f, { atKink })(at).grad,
  jacobian: (f, at, atKink) => jacobian<number[]>(f, { atKink })(at),
  jvp: (f, at, atKink) => at.map((_, k) => jvp(f, [at], [at.map((_w, j) => Number(j === k))], { atKink })[1]),
  vjp: (f, at, atKink) => vjp(f, at)[1](1, { atKink })[0] as number[],
  'vmap of grad': (f, at, atKink) => vmap(grad(f), { atKink })([at])[0]!,
  'vmap of derivative': (f, at, atKink) =>
    at.map((x, k) => vmap(derivative(onAxis(f, at, k), { scope: { f, at, k } }), { atKink })(Float64Array.of(x))[0]!),
  taylor: (f, at, atKink) => at.map((x, k) => taylor(onAxis(f, at, k), x, 1, { atKink, scope: { f, at, k } })[1]!),
  derivative: (f, at, atKink) => at.map((x, k) => derivative(onAxis(f, at, k), { atKink, scope: { f, at, k } })(x)),
};

/** The Hessian by each operator of the second order. */
const secondOrder: Record<string, (f: VectorFunction, at: number[]) => readonly Vector[]> = {
  hessian: (f, at) => hessian(f)(at),
  'jacobian of grad': (f, at) => jacobian(grad(f))(at),
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

describe('ties inside a min', () => {
  const table = (w: number[]): number => {
    const cost = [0, Infinity, Infinity];
    for (let k = 0; k < w.length; k++) {
      cost.push(w[k]! ** 2 + Math.min(cost[k + 1]!, cost[k + 2]!, cost[k]!));
    }
    return cost[w.length + 2]!;
  };
  const three = (w: number[]): number => Math.min(w[0]!, w[1]!, w[2]!);
  const inLoop = (w: number[]): number => {
    let s = 0;
    for (let k = 0; k < 2; k++) s += Math.min(w[0]! + k, w[1]! + k, Math.exp(w[2]!) * k);
    return s;
  };
  it.each<[string, VectorFunction, number[], boolean]>([
    ['a border of Infinity', table, [1, 2, 3], false],
    ['losers', three, [2, 2, 1], false],
    ['winners', three, [1, 1, 2], true],
    ['the last and a loser', three, [1, 2, 2], false],
    ['the last and a winner', three, [1, 2, 1], true],
    ['beside what is no number', three, [1, 1, NaN], true],
    ['in one round of a loop', inLoop, [1, 1, 1], true],
    ['in no round of a loop', inLoop, [2, 2, 0], false],
  ])('%s', (_name, f, at, looked) => {
    const made = programsOf(f)
      .compiledFor([at])
      .get(gradientOnlyTransform([true], true));
    made.kink.hit = false;
    made.run([at, at.map(() => 0)]);
    expect(made.kink.hit).toBe(looked);
  });

  it('a long chain is compiled in proportion to its length, and its ties are found', () => {
    const chain = (count: number): VectorFunction => {
      const terms = Array.from({ length: count }, (_, k) => `${k + 1} * w[${k}]`);
      return fromSource(`(w) => Math.max(${terms.join(', ')})`);
    };
    const codeOf = (count: number): number => {
      const gradient = grad(chain(count));
      // Two losers tie at 0, far inside.
      const at: number[] = Array.from({ length: count }, (_, k) => (k < 2 ? 0 : k === count - 1 ? 1 : -1));
      expect(gradient(at)).toEqual(at.map((_, k) => (k === count - 1 ? count : 0)));
      // And two winners, far apart.
      at[1] = count / 2;
      expect(gradient(at)).toEqual(at.map((_, k) => (k === 1 ? 1 : k === count - 1 ? count / 2 : 0)));
      return gradient.code.length;
    };
    expect(codeOf(160)).toBeLessThan(2.5 * codeOf(80));
  });
});

describe('derivatives of derivatives at a guard', () => {
  const square = (x: number): number => (x === 1 ? 1 : x ** 2);
  const scope = { square, derivative };
  it('are those of the function', () => {
    expect(derivative(derivative(square))(1)).toBe(2);
    expect(derivative((x: number) => derivative(square)(x) * x, { scope })(1)).toBe(4);
    expect(grad((w: number[]) => derivative(square)(w[0]!) * w[1]!, { scope })([1, 3])).toEqual([6, 2]);
    expect(derivative(derivative((w: number) => Math.abs(w) * w))(0)).toBe(0);
  });
});

describe('where the Hessian of the program adds infinities that cancel', () => {
  // By values: sin(q)/q = 1 − q²/6 + …, and what is 0 identically.
  it.each([
    [
      'w => { const q = Math.hypot(w[0], w[1], w[2]); return q === 0 ? 1 : Math.sin(q) / q }',
      [0, 0, 0],
      [
        [-1 / 3, 0, 0],
        [0, -1 / 3, 0],
        [0, 0, -1 / 3],
      ],
    ],
    [
      'w => w[1] - 1 === 0 ? 1 : (w[1] - 1) * w[0] / ((w[1] - 1) * w[0])',
      [0.5, 1],
      [
        [0, 0],
        [0, 0],
      ],
    ],
    [
      'w => Math.sqrt((w[1] - w[1]) ** 4) + w[0] * w[1]',
      [0.5, 0.5],
      [
        [0, 1],
        [1, 0],
      ],
    ],
  ])('%s', (text, at, expected) => {
    const f = fromSource<VectorFunction>(text);
    hessian(f)(at).forEach((row, k) => expectNear(row, expected[k]!, `row ${k}`));
    expected.forEach((row, k) => expectNear(hvp(f)(at, at.map((_, j) => Number(j === k))), row, `hvp ${k}`)); // prettier-ignore
    expect(hessian(f, { atKink: 'throw' })(at).flat().every(Number.isFinite)).toBe(true);
  });
  it.each([1e-200, 1e-10, 1, 1e10, 1e200])('cones and rounded tops at scale %s', (c) => {
    const cone = (w: number[]): number => c * Math.hypot(w[0]!, w[1]!);
    expect(hessian(cone, { scope: { c } })([0, 0]).flat().some(Number.isFinite)).toBe(false);
    const bowl = (w: number[]): number => c * Math.hypot(w[0]!, w[1]!) ** 2;
    const entries = hessian(bowl, { scope: { c } })([0, 0]).flat();
    [2, 0, 0, 2].forEach((entry, k) => expect(Math.abs(entries[k]! / c - entry)).toBeLessThan(1e-12));
  });

  it.each([1e-10, 1, 1e10])('sin(r)/r at scale %s', (c) => {
    const top = (w: number[]): number => {
      const r = c * Math.hypot(w[0]!, w[1]!);
      return r === 0 ? 1 : Math.sin(r) / r;
    };
    const entries = hessian(top, { scope: { c } })([0, 0]).flat();
    [-1 / 3, 0, 0, -1 / 3].forEach((entry, k) => expect(Math.abs(entries[k]! / c / c - entry)).toBeLessThan(1e-12));
  });

  it('a cotangent of 0 takes nothing of an infinite slope, and leaves a missing one missing', () => {
    expect(vjp((x: number) => Math.sqrt(x), 0)[1](0)).toEqual([0]);
    expect(vjp((x: number) => Math.log(x), -1)[1](0)).toEqual([NaN]);
  });

  it('a cone has no Hessian', () => {
    const cone = (w: number[]): number => Math.hypot(w[0]!, w[1]!);
    expect(hessian(cone)([0, 0]).flat().some(Number.isFinite)).toBe(false);
    expect(hvp(cone)([0, 0], [1, 0]).some(Number.isFinite)).toBe(false);
  });
  it('nor are there infinities in a pullback', () => {
    const f = fromSource<VectorFunction>('w => 2 * Math.sqrt(w[0] - w[0]) + w[1]');
    expect(vjp(f, [1, 3])[1](3)).toEqual([[0, 3]]);
  });
});

describe('what was asked before changes nothing', () => {
  it('neither a long run nor many inputs', () => {
    const f = (w: number[], n: number): number => {
      let s = 0;
      for (let k = 0; k < n; k++) s += w[0] === 1 ? 1 : w[0]! ** 2;
      return s / n;
    };
    expect(grad(f)([1], 1)).toEqual([2]);
    expect(grad(f)([1], 2000)[0]).toBeCloseTo(2, 9);
    expect(grad(f)([1], 1)).toEqual([2]);
  });

  it.each([1, 2, 33, 1000])('a guard, a relu and an absolute value at each of %i inputs', (n) => {
    const point = (value: number): number[] => new Array<number>(n).fill(value);
    const sumOf = (term: (x: number) => number, at: number): number[] =>
      grad(
        (w: number[]) => {
          let s = 0;
          for (const x of w) s += term(x);
          return s;
        },
        { scope: { term } },
      )(point(at));
    expect(sumOf((x) => (x === 1 ? 1 : x * x), 1)).toEqual(point(2));
    expect(sumOf((x) => Math.max(0, x), 0)).toEqual(point(0.5));
    expect(sumOf((x) => Math.abs(x), 0)).toEqual(point(0));
  });
});

describe('rules given by hand are used at ties too', () => {
  it('a straight-through rounding beside a relu at 0', () => {
    const ste = withDerivative((x: number) => Math.round(x), () => 1); // prettier-ignore
    expect(grad((w: number[]) => ste(w[0]!) * 2 + Math.max(0, w[1]!), { scope: { ste } })([0.3, 0])).toEqual([2, 0.5]);
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

describe('where second derivatives have sides', () => {
  it.each(bendRows.map((row) => [row.name, row] as const))('%s', (_name, { f, at, left, right, middle }) => {
    const products = (atKink: AtKink): Vector[] => at.map((_, k) => hvp(f, { atKink })([...at], at.map((_w, j) => Number(j === k)))); // prettier-ignore
    for (const [atKink, expected] of [
      ['left', left],
      ['right', right],
      ['midpoint', middle],
    ] as const)
      // prettier-ignore
      expected.forEach((row, k) => {
        expectNear(hessian(f, { atKink })([...at])[k]!, row, `${atKink}, row ${k}`);
        expectNear(products(atKink)[k]!, row, `hvp, ${atKink}, row ${k}`);
      });
    const known = hessian(f, { atKink: 'nan' })([...at]);
    known.forEach((row, i) =>
      row.forEach((entry, j) => {
        const sides = [left[i]![j]!, right[i]![j]!, middle[i]![j]!];
        if (sides.every((side) => side === sides[0])) expect([sides[0], NaN]).toContain(entry);
        else expect(entry).toBeNaN();
      }),
    );
    expect(() => hessian(f, { atKink: 'throw' })([...at])).toThrow(/S301/);
    expect(() => at.map((_, k) => hvp(f, { atKink: 'throw' })([...at], at.map((_w, j) => Number(j === k))))).toThrow(/S301/); // prettier-ignore
  });
});
