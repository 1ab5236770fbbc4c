/** A read past the end of an array makes the value NaN, and then every derivative is NaN. A guarded read does not. */
import { describe, expect, it } from 'vitest';
import { derivative, fromSource, grad, hessian, hvp, jacobian, jvp, valueAndGrad, vjp } from '../src/index.ts';

type F = (w: number[]) => number;

it.each([
  'w => { let s = 0; for (let i = 0; i <= w.length; i++) s += w[i]; return s }',
  'w => { let s = 1; for (let i = 0; i <= w.length; i++) s += w[i] * w[i]; return s }',
  'w => w[0] + w[2]',
  'w => w[0] * w[1] * w[3]',
  // Places that are none.
  'w => w[0] + w[1] + w[0.5]',
  'w => w[0] + w[1] + w[-1]',
  'w => w[0] + w[1] + w.at(-3)',
  'w => Math.max(w[0], w[1], w[2])',
  '([a, b, c]) => a * b + c',
  // Arrays of the function's own: short ones become plain values, and others stay.
  'w => { const a = [w[0], w[1]]; return a[0] + a[1] + a[2] }',
  'w => { const a = [w[0], w[1]]; let s = 0; for (let i = 0; i <= a.length; i++) s += a[i]; return s }',
  'w => { const a = new Float64Array(2); a[0] = w[0]; return a[0] + w[1] + a[2] }',
  'w => { const a = new Array(2).fill(0); a[0] = w[0]; return a[0] + w[1] + a[2] }',
  'w => { const a = new Float32Array(w.length); for (let i = 0; i < w.length; i++) a[i] = w[i] ** 2; let s = 0; for (let i = 0; i < 3; i++) s += a[i]; return s }',
  'w => { const a = w.slice(0, 1); return a[0] + a[1] + w[1] }',
  'w => { const a = w.map((x) => x * x); return a[0] + a[1] + a[2] }',
  'w => { const a = []; for (const x of w) a.push(x * 2); return a[0] + a[1] + a[2] }',
  'w => { const a = [w[0]]; a.pop(); return a.pop() + w[1] }',
  'w => { const m = [[w[0], w[1]], [w[1]]]; let s = 0; for (let i = 0; i < 2; i++) for (let j = 0; j < 2; j++) s += m[i][j]; return s }',
  'w => { const go = (k) => k > 2 ? 0 : w[k] + go(k + 1); return go(0) }',
  'w => w.reduce((s, x, i) => s + x * w[i + 1], 0)',
  // Nothing in the place of a number, from wherever.
  'w => { let u; return u * 2 + w[0] + w[1] }',
  'w => { const o = { a: w[0] }; return o.b + o.a + w[1] }',
  'w => { const f = () => {}; return f() + w[0] + w[1] }',
  'w => Math.max(w[0], undefined) + w[0] + w[1]',
  // Data, which has no derivative that could tell.
  'w => { const d = [3, 4]; let s = 0; for (let i = 0; i < 3; i++) s += d[i] + w[0] * w[1]; return s }',
])('%s', (text) => {
  const f = fromSource<F>(text);
  const nan = [NaN, NaN];
  expect(f([1, 2])).toBeNaN();
  expect(grad(f)([1, 2])).toEqual(nan);
  expect(grad(f)([1, 2])).toEqual(nan);
  expect(valueAndGrad(f)([1, 2])).toEqual({ value: NaN, grad: nan });
  expect(jacobian(f)([1, 2])).toEqual(nan);
  expect(hessian(f)([1, 2])).toEqual([nan, nan]);
  expect(hvp(f)([1, 2], [1, 0])).toEqual(nan);
  expect(jvp(f, [[1, 2]], [[1, 1]])).toEqual([NaN, NaN]);
  expect(vjp(f, [1, 2])[1](1)).toEqual([nan]);
});

it.each([
  ['a list', [3, 4]],
  ['a typed array', new Float64Array([3, 4])],
])('data in %s that is given or captured', (_, data) => {
  const nan = [NaN, NaN];
  const sums = {
    'in a loop': (w: number[], d: ArrayLike<number>, n: number) => {
      let s = 0;
      for (let i = 0; i < n; i++) s += d[i]! + w[0]! * w[1]!;
      return s;
    },
    'at a constant index': (w: number[], d: ArrayLike<number>) => d[2]! + w[0]! * w[1]!,
  };
  for (const f of Object.values<(w: number[], d: ArrayLike<number>, n: number) => number>(sums)) {
    expect(grad(f)([1, 2], data, 2)).toEqual(f === sums['in a loop'] ? [4, 2] : nan);
    expect(grad(f)([1, 2], data, 3)).toEqual(nan);
    expect(jacobian(f)([1, 2], data, 3)).toEqual(nan);
    expect(hessian(f)([1, 2], data, 3)).toEqual([nan, nan]);
  }
  expect(derivative((x: number) => data[2]! + x, { scope: { data } })(1)).toBeNaN();
  expect(derivative((x: number) => data[1]! + x, { scope: { data } })(1)).toBe(1);
});

it('typed arrays, and rows of a matrix', () => {
  const f = (w: ArrayLike<number>): number => w[0]! + w[1]! + w[2]!;
  expect(Array.from(grad(f)(new Float64Array([1, 2])) as Float64Array)).toEqual([NaN, NaN]);
  expect(Array.from(grad(f)(new Float64Array([1, 2, 3])) as Float64Array)).toEqual([1, 1, 1]);
  const rows = (m: number[][]): number => m[0]![0]! * m[1]![1]! + m[0]![1]!;
  expect(grad(rows)([[1], [2]])).toEqual([[NaN], [NaN]]); // prettier-ignore
  expect(grad(rows)([[1, 2], [3, 4]])).toEqual([[4, 1], [0, 1]]); // prettier-ignore
});

it('of a result of several numbers, those that read past the end', () => {
  const f = (w: number[]): number[] => [w[0]! ** 2 + w[2]!, w[1]!];
  expect(jacobian(f)([1, 2])).toEqual([
    [NaN, NaN],
    [0, 1],
  ]);
  expect(vjp(f, [1, 2])[1]([1, 1])).toEqual([[NaN, NaN]]);
  expect(vjp(f, [1, 2])[1]([0, 1])).toEqual([[0, 1]]);
});

it.each([
  'w => { let s = 0; for (let i = 0; i <= w.length; i++) s += (w[i] ?? 0) ** 2; return s / 2 }',
  'w => { let s = 0; for (let i = 0; i < w.length; i++) { const before = w[i - 1]; s += i > 0 && before > 9 ? before : w[i] ** 2 } return s / 2 }',
  'w => { const far = w[2]; return (w[0] ** 2 + w[1] ** 2) / 2 + (w[0] > 9 ? far : 0) }',
  'w => { let s = 0; for (let i = 0; i < w.length; i++) s += w[i] * w[i] + (w[i + 1] === undefined ? 0 : 0 * w[i + 1]); return s / 2 }',
])('%s', (text) => {
  const f = fromSource<F>(text);
  expect(grad(f)([1, 2])).toEqual([1, 2]);
  expect(hessian(f)([1, 2])).toEqual([[1, 0], [0, 1]]); // prettier-ignore
});

it.each<[string, (w: number[]) => number]>([
  ['an argument', (w) => w[0]! + w[1]! + w[2]!],
  ['an array of its own', (w) => [w[0]!, w[1]!].reduce((s, x) => s + x, 0) + [w[0]!][1]!],
  ['a typed array of its own', (w) => Float64Array.of(w[0]!)[1]! + w[1]!],
  ['data', (w) => [3, 4][2]! + w[0]! * w[1]!],
  ['an empty list', (w) => ([] as number[]).pop()! + w[1]!],
  ['a map', (w) => new Map([[0, w[0]!]]).get(1)! + w[1]!],
])('%s, where the function is run and recorded', (_, f) => {
  const traced = { road: 'traced' } as const;
  expect(f([1, 2])).toBeNaN();
  expect(grad(f, traced)([1, 2])).toEqual([NaN, NaN]);
  expect(valueAndGrad(f, traced)([1, 2])).toEqual({ value: NaN, grad: [NaN, NaN] });
  expect(jacobian(f, traced)([1, 2])).toEqual([NaN, NaN]);
  expect(hessian(f, traced)([1, 2])).toEqual([[NaN, NaN], [NaN, NaN]]); // prettier-ignore
});

it('a guarded read, where the function is run and recorded', () => {
  const f = (w: number[]): number => w[0]! ** 2 + w[1]! * (w[2] ?? 5);
  expect(grad(f, { road: 'traced' })([1, 2])).toEqual([2, 5]);
});

describe('a function that is not there', () => {
  it.each([
    ['an index past the end', 'w => { const list = [(x) => x * x, (x) => 3 * x]; let k = 0; if (w > 0) k = 2; return list[k](w) }', 'list[k]'],
    ['a list that stays empty', 'w => { const list = []; if (w > 5) list.push((x) => x * x); return list[0](w) }', 'list[0]'],
    ['a key of no field', 'w => { const t = { a: (x) => x * x, b: (x) => 3 * x }; const k = w > 0 ? "c" : "a"; return t[k](w) }', 't[k]'],
    ['a list that is empty by now', 'w => { const list = [(x) => 3 * x]; const f = list.pop(); const g = list.pop(); return f(w) + g(w) }', 'g'],
  ] as const)('%s is not another one', (_, text, called) => {
    const f = fromSource<(w: number) => number>(text);
    const told = `\`${called}\` is not a function`;
    expect(() => valueAndGrad(f)(2)).toThrow(told);
    expect(() => derivative(f)(2)).toThrow(told);
  }); // prettier-ignore

  it('is not kept in a field by code that is compiled, and is by code that runs', () => {
    const f = (w: number): number => {
      const list = [(x: number) => x * x, (x: number) => 3 * x];
      const o = { f: list[w > 1 ? 4 : 0] };
      return o.f ? o.f(w) : 7 * w;
    };
    expect(valueAndGrad(f)(2)).toEqual({ value: 14, grad: 7 });
    expect(() => valueAndGrad(f, { road: 'compiled' })(2)).toThrow(/S105.*may be no function/);
  });

  it('is told in the words of the program where it runs as it is', () => {
    const f = (w: number): number => {
      const found = [(x: number) => x * x].find((g) => g(1) === w * 9);
      return found!(w);
    };
    expect(() => valueAndGrad(f, { road: 'traced' })(2)).toThrow(/found!? is not a function$/m);
    expect(() => valueAndGrad(f, { road: 'traced' })(2)).not.toThrow(/__secant/);
  });
});
