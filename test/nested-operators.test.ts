/**
 * Operators inside functions that are differentiated, and operators of operators. Each row is a program that asks for
 * derivatives and the same program with the derivative written out by hand: value, gradient and Hessian must be equal.
 */
import { describe, expect, it } from 'vitest';
import { derivative, differentiability, fromFormula, fromSource, grad, hessian, hvp, jacobian, jvp, type SecantError, taylor, valueAndGrad, vjp, vmap } from '../src/index.ts'; // prettier-ignore

type F = (w: number[]) => number;

const rows: readonly (readonly [name: string, nested: string, plain: string])[] = [
  ['jacobian', 'w => jacobian(v => [v[0] * v[1], v[0] ** 3])(w)[1][0]', 'w => 3 * w[0] ** 2'],
  ['jacobian of a number', 'w => jacobian(v => v[0] * v[1])(w)[1]', 'w => w[0]'],
  ['jacobian in one number', 'w => jacobian(t => [t ** 2, t * w[1]])(w[0])[0]', 'w => 2 * w[0]'],
  ['jacobian of a record', 'w => { const J = jacobian(o => ({ p: o.a * o.b[0], q: [o.a ** 3] }))({ a: w[0], b: [w[1]] }); return J.p.b[0] * J.q[0].a }', 'w => w[0] * 3 * w[0] ** 2'],
  ['jacobian, typed', 'w => jacobian(v => v.map(e => e ** 3))(Float64Array.from(w))[1][1]', 'w => 3 * w[1] ** 2'],
  ['jacobian in the second argument', 'w => jacobian((a, b) => [a * b ** 3], { wrt: 1 })(w[0], w[1])[0]', 'w => 3 * w[0] * w[1] ** 2'],
  ['hessian', 'w => { const H = hessian(v => v[0] ** 3 * v[1])(w); return H[0][0] + 5 * H[0][1] + 7 * H[1][0] }', 'w => 6 * w[0] * w[1] + 36 * w[0] ** 2'],
  ['hvp', 'w => hvp(v => v[0] ** 3 * v[1])(w, [w[1], 2])[0]', 'w => 6 * w[0] * w[1] ** 2 + 6 * w[0] ** 2'],
  ['jvp', 'w => { const [y, dy] = jvp((a, b) => a ** 3 * b, [w[0], w[1]], [1, w[0]]); return y * dy }', 'w => w[0] ** 3 * w[1] * (3 * w[0] ** 2 * w[1] + w[0] ** 4)'],
  ['jvp of arrays', 'w => jvp(v => v.map(e => e * v[0]), [w], [[1, 0]])[1][1]', 'w => w[1]'],
  ['vjp', 'w => { const [y, pull] = vjp((a, b) => a ** 3 * b, w[0], w[1]); const [da, db] = pull(y); return da * db }', 'w => (w[0] ** 3 * w[1]) ** 2 * 3 * w[0] ** 2 * w[1] * w[0] ** 3'],
  ['vjp of arrays', 'w => vjp(v => v.map(e => e ** 2), w)[1]([w[1], 1])[0][0]', 'w => 2 * w[0] * w[1]'],
  ['a pullback used later, in a helper', 'w => { const pull = vjp(v => v[0] ** 2 * v[1], w)[1]; const use = (c) => pull(c)[0][0]; return use(w[1]) + grad(t => use(t) * t)(w[0]) }', 'w => 2 * w[0] * w[1] ** 2 + 4 * w[0] ** 2 * w[1]'],
  ['taylor', 'w => { const c = taylor(t => t ** 3 * w[1], w[0], 3); return c[0] + 10 * c[1] + 100 * c[2] + 1000 * c[3] }', 'w => w[1] * (w[0] ** 3 + 30 * w[0] ** 2 + 300 * w[0] + 1000)'],
  ['vmap', 'w => { const y = vmap((a, b) => a ** 2 * b * w[0])(w, Float64Array.of(3, w[1])); return y[0] + y[1] }', 'w => 3 * w[0] ** 3 + w[1] ** 3 * w[0]'],
  ['vmap of a gradient', 'w => { const y = vmap(grad(v => v[0] ** 3 * v[1]))([w, [w[1], 1]]); return y[0][0] + y[1][1] }', 'w => 3 * w[0] ** 2 * w[1] + w[1] ** 3'],
  ['grad in the second argument', 'w => grad((a, b) => a * b ** 3, { wrt: 1 })(w[0], w[1])', 'w => 3 * w[0] * w[1] ** 2'],
  ['captured values', 'w => { const k = w[1] ** 2; return hessian(v => k * v[0] ** 3 + v[0] * w[0])([w[0]])[0][0] }', 'w => 6 * w[1] ** 2 * w[0]'],
  ['in a loop', 'w => { let s = 0; for (let i = 1; i <= 3; i++) s += hvp(v => v[0] ** (i + 1))([w[0]], [w[1]])[0]; return s }', 'w => 2 * w[1] + 6 * w[0] * w[1] + 12 * w[0] ** 2 * w[1]'],
  ['in a helper that a branch calls', 'w => { const slope = (f, at) => jacobian(f)(at)[0]; return w[0] > 0 ? slope(v => v[0] ** 2 * w[1], w) : 3 }', 'w => 2 * w[0] * w[1]'],
  ['Newton with the inner Hessian', 'w => { let t = 1; const f = (v) => v[0] ** 4 / 4 - w[0] * v[0]; for (let i = 0; i < 30; i++) t -= grad(f)([t])[0] / hessian(f)([t])[0][0]; return t * w[1] }', 'w => Math.cbrt(w[0]) * w[1]'],
  ['operators of operators', 'w => { const d = jacobian(hessian(v => v[0] ** 4 * v[1])); return d(w)[0][0][0] }', 'w => 24 * w[0] * w[1]'],
]; // prettier-ignore

const at = [1.5, 0.75];
/** A result with its numbers rounded to eleven digits. */
const rounded = (found: unknown): unknown =>
  JSON.parse(
    JSON.stringify(found, (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(11)) : value)),
  );

describe('an operator inside', () => {
  it.each(rows)('%s', (_, nested, plain) => {
    const inside = fromSource<F>(nested);
    const outside = fromSource<F>(plain);
    expect(rounded(valueAndGrad(inside)(at))).toEqual(rounded({ value: outside(at), grad: grad(outside)(at) }));
    expect(rounded(hessian(inside)(at))).toEqual(rounded(hessian(outside)(at)));
    expect(rounded(jvp(inside, [at], [[1, 2]]))).toEqual(rounded(jvp(outside, [at], [[1, 2]])));
    expect(JSON.stringify(hessian(inside)(at))).not.toContain('null');
  });
});

describe('an operator of an operator', () => {
  const f = fromSource<F>('v => v[0] ** 3 * v[1]');
  const second = [
    [6 * 1.5 * 0.75, 3 * 1.5 ** 2],
    [3 * 1.5 ** 2, 0],
  ];
  it('second derivatives', () => {
    expect(rounded(jacobian(grad(f))(at))).toEqual(rounded(second));
    expect(rounded(jacobian(jacobian(f) as never)(at))).toEqual(rounded(second));
    expect(rounded(jvp(grad(f), [at], [[1, 0]])[1])).toEqual(rounded(second[0]));
    expect(rounded(vjp(grad(f), at)[1]([1, 0])[0])).toEqual(rounded(second[0]));
  });
  it('third derivatives', () => {
    expect(rounded(jacobian(hessian(f) as never)(at))).toEqual(rounded([[[6 * 0.75, 6 * 1.5], [6 * 1.5, 0]], [[6 * 1.5, 0], [0, 0]]])); // prettier-ignore
    expect(rounded(jvp(hessian(f) as never, [at], [[1, 0]])[1])).toEqual(rounded([[6 * 0.75, 6 * 1.5], [6 * 1.5, 0]])); // prettier-ignore
    const along = fromSource<F>('v => hvp(u => u[0] ** 3 * u[1])(v, [1, 0])[0]');
    expect(rounded(grad(along)(at))).toEqual(rounded([6 * 0.75, 6 * 1.5]));
    expect(rounded(jacobian(hvp(f) as never)(at, [1, 0]))).toEqual(rounded([[6 * 0.75, 6 * 1.5], [6 * 1.5, 0]])); // prettier-ignore
  });
  it('in another argument', () => {
    const g = fromSource<(a: number, b: number) => number>('(a, b) => a ** 2 * b ** 3');
    expect(rounded(derivative((b: number) => grad(g, { wrt: 1 })(2, b), { scope: { grad, g } })(3))).toEqual(
      rounded(4 * 6 * 3),
    );
    expect(rounded(jacobian(grad(g, { wrt: 1 }))(2, 3))).toEqual(rounded(2 * 2 * 3 * 9));
    expect(rounded(hessian(g, { wrt: 1 })(2, 3))).toEqual(rounded(4 * 6 * 3));
  });
  it('mapped', () => {
    const doubled = vmap(fromSource<(t: number) => number>('t => t ** 3'));
    expect(rounded(jacobian(doubled as never)(Float64Array.of(1, 2)))).toEqual(rounded([{ 0: 3, 1: 0 }, { 0: 0, 1: 12 }])); // prettier-ignore
  });
});

/** The error of a program, without where it came from. */
function complaint(run: () => unknown): string {
  try {
    return JSON.stringify(run());
  } catch (error) {
    return (error as SecantError).message;
  }
}

describe('what cannot be nested is told in the words of the program', () => {
  it.each([
    ['w => taylor(t => t ** 2, w[0], w[1])[0]', /S203.*order of an inner `taylor` must be a plain number/],
    ['w => jacobian(v => v[0], { atKink: "nan", x: 1 })(w)[0]', /S203.*has no option/],
    ['w => hessian(v => v)(w)[0][0]', /S106.*gives an array/],
    ['w => vmap(t => t)(w[0])[0]', /S201.*argument 1 of a mapped function is a number/],
    ['w => jvp(v => v[0], [w], [1])[0]', /S201.*tangent 1 is a number, but argument 1 is an array/],
    ['w => hvp(v => v[0] ** 2)(w)[0]', /S201.*tangent 1 is undefined/],
    ['w => jacobian(v => [v[0]])()[0]', /S\d+/],
  ])('%s', (text, expected) => {
    const message = complaint(() => grad(fromSource<F>(text))(at));
    expect(message).toMatch(expected);
    expect(message).not.toMatch(/argumentAt|programs|Lowering/);
  });

  it('functions whose point or arguments are fixed already', () => {
    const pullback = vjp((a: number) => a ** 2, 3)[1];
    expect(complaint(() => grad(pullback as (cotangent: number) => never)(1))).toMatch(/S003.*a pullback at a point/);
    const both = grad((a: number, b: number) => a * b, { wrt: [0, 1] });
    expect(complaint(() => jacobian(both as never)(1, 2))).toMatch(/S003.*a gradient in several arguments/);
  });
});

describe('a derivative asked for at a tie of its own function', () => {
  const slope = (g: string, at = 0): string => `w => derivative(${g})(${at}) * w[0] + w[1]`;
  const gradient = (g: string, at: string): string => `w => { const s = grad(${g})(${at}); return s[0] * w[0] + w[1] }`;

  it.each([
    ['a guard', slope('z => z === 1 ? 1 : z ** 2', 1), 2],
    ['a comparison', slope('z => z > 0 ? z : 0'), 0.5],
    ['a jump: the branch', slope('z => Math.round(z) * z', 0.5), 1],
    ['a corner', slope('z => Math.max(0, z)'), 0.5],
    ['a corner of a corner', slope('z => Math.max(0, Math.max(0, z))'), 0.5],
    ['a corner inside something smooth', slope('z => Math.exp(Math.abs(z)) + 3 * z'), 3],
    ['the square of a corner', slope('z => Math.max(0, z) ** 2 + z'), 1],
    ['beside a guard', slope('z => z === 1 ? 1 : z ** 2', 2), 4],
    ['a second derivative', 'w => derivative(derivative(z => Math.max(0, z) ** 2))(0) * w[0] + w[1]', 1],
    ['a second derivative by order', 'w => derivative(z => Math.max(0, z) ** 2, { order: 2 })(0) * w[0] + w[1]', 1],
    ['a third derivative', 'w => derivative(z => z === 1 ? 1 : z ** 3, { order: 3 })(1) * w[0] + w[1]', 6],
    ['a guard in a gradient', gradient('v => v[0] === 1 ? v[1] : v[0] * v[1]', '[1, 3]'), 3],
    ['rows', 'w => { const s = grad(m => m[0][0] === 1 ? m[1][0] : m[0][0] * m[1][0])([[1], [2]]); return s[0][0] * w[0] + w[1] }', 2],
    ['records', 'w => { const s = grad(o => o.a === 1 ? o.b[0] : o.a * o.b[0])({ a: 1, b: [2] }); return s.a * w[0] + w[1] }', 2],
    ['corners that do not depend on one another', gradient('v => Math.max(0, v[0]) + 3 * Math.max(0, v[1])', '[0, 0]'), 0.5],
    ['corners side by side in a loop', gradient('v => { let s = 0; for (const x of v) s += Math.max(0, x); return s }', '[0, 0, 0]'), 0.5],
    ['the larger of two, in a loop', gradient('v => { let m = -9; for (const x of v) m = Math.max(m, x); return m }', '[1, 1, 0]'), 0.5],
    ['forward', 'w => jvp(z => z === 1 ? 1 : z ** 2, [1], [1])[1] * w[0] + w[1]', 2],
    ['reverse', 'w => vjp(z => z === 1 ? 1 : z ** 2, 1)[1](1)[0] * w[0] + w[1]', 2],
    ['arrays', 'w => jvp(v => v.map(z => z === 1 ? 1 : z ** 2), [[1, 2]], [[1, 0]])[1][0] * w[0] + w[1]', 2],
    ['a Jacobian', 'w => jacobian(v => v.map(z => z === 1 ? 1 : z ** 2))([1, 2])[0][0] * w[0] + w[1]', 2],
    ['a Hessian', 'w => hessian(v => v[0] === 1 ? 1 : v[0] ** 2)([1])[0][0] * w[0] + w[1]', 2],
    ['a Hessian product', 'w => hvp(v => v[0] === 1 ? 1 : v[0] ** 2)([1], [1])[0] * w[0] + w[1]', 2],
    ['Taylor coefficients', 'w => taylor(z => z === 1 ? 1 : z ** 2, 1, 2)[2] * w[0] + w[1]', 1],
    ['recursion', 'w => { const p = (z, n) => n === 0 ? 1 : (z === 1 ? 1 : z) * p(z, n - 1); return derivative(z => p(z, 3))(1) * w[0] + w[1] }', 3],
    ['what moves with a captured number', 'w => derivative(z => z === 1 ? w[0] : w[0] * z ** 2)(1) + w[1]', 2],
  ])('%s', (_, text, factor) => {
    const f = fromSource<F>(text);
    expect(f([2, 3])).toBeCloseTo(2 * factor + 3, 12);
    const { value, grad: slopes } = valueAndGrad(f)([2, 3]);
    expect(value).toBeCloseTo(2 * factor + 3, 12);
    expect(slopes[0]).toBeCloseTo(factor, 12);
    expect(slopes[1]).toBe(1);
    expect(jvp(f, [[2, 3]], [[1, 0]])[1]).toBeCloseTo(factor, 12);
  }); // prettier-ignore

  it.each([
    ['the largest of three', gradient('v => Math.max(v[0], v[1], v[2])', '[1, 1, 1]')],
    ['the largest of three, in a loop', gradient('v => { let m = -9; for (const x of v) m = Math.max(m, x); return m }', '[1, 1, 1]')],
    ['where nothing is left after the guard', slope('z => z === 0 ? 1 : Math.sin(z) / z')],
  ])('%s is left open: NaN', (_, text) => {
    const f = fromSource<F>(text);
    expect(f([2, 3])).toBeNaN();
    expect(grad(f)([2, 3])[0]).toBeNaN();
  }); // prettier-ignore

  it.each([
    ['a guard', 'x => derivative(z => z === 1 ? 1.5 : z + 0.5)(x) * x', 1, 1],
    ['a corner', 'x => derivative(z => Math.max(0, z))(x) + x', 0, 0.5],
    ['a guard in a gradient', 'x => grad(v => v[0] === 1 ? v[1] : v[0] * v[1])([x, 3])[0]', 1, 3],
    ['a second derivative', 'x => derivative(z => Math.max(0, z) ** 2, { order: 2 })(x)', 0, 1],
    ['in a branch', 'x => x < 2 ? derivative(z => z === 1 ? 1 : z ** 2)(x) : 7', 1, 2],
    ['beside the tie', 'x => derivative(z => z === 1 ? 1.5 : z + 0.5)(x) * x', 2, 2],
  ])('the value, where the inputs move it: %s', (_, text, x, value) => {
    const f = fromSource<(x: number) => number>(text);
    expect(f(x)).toBe(value);
    expect(valueAndGrad(f)(x).value).toBe(value);
    expect(jvp(f, [x], [1])[0]).toBe(value);
    expect(vjp(f, x)[0]).toBe(value);
    expect(taylor(f, x, 1)[0]).toBe(value);
    expect([...vmap(f)([x, x])]).toEqual([value, value]);
    expect(differentiability(f, x).reason).not.toContain('the value is 0,');
  }); // prettier-ignore

  it('the value of the derivative of a formula', () => {
    const slope = derivative(fromFormula('max(0, w)'));
    expect(valueAndGrad(slope)(0).value).toBe(0.5);
    expect(jvp(slope, [0], [1])[0]).toBe(0.5);
  });

  it('slopes where the inputs move it', () => {
    const f = fromSource<(x: number) => number>('x => derivative(z => z === 1 ? 1 : z ** 2)(x)');
    expect(grad(f)(1)).toBe(2);
    expect(derivative(f)(1)).toBe(2);
    expect(derivative(f, { order: 2 })(1)).toBe(0);
    const cube = fromSource<(x: number) => number>('x => derivative(derivative(z => Math.abs(z) ** 3))(x)');
    expect(grad(cube)(0)).toBe(0);
    expect(differentiability(cube, 0)).toMatchObject({ verdict: 'corner', left: -6, right: 6 });
    const steps = fromSource<F>('w => { const s = grad(v => Math.max(0, v[0]) ** 2 + Math.max(0, v[1]) ** 2)(w); return s[0] + s[1] }'); // prettier-ignore
    expect(grad(steps)([0, 1])).toEqual([1, 2]);
  });
});
