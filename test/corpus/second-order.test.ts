/**
 * Second derivatives at single points, by every operator that gives them: rows down, operators across. The points are
 * those where a transform's own doing was once taken for the program's: adjoints that are 0, values that are not used,
 * points outside a domain, reads past an end. Both triangles of a Hessian are looked at.
 */
import { describe, expect, it } from 'vitest';
import { fromSource, grad, hessian, hvp, jacobian, jvp, vjp } from '../../src/index.ts';

type F = (w: number[]) => number;

interface Row {
  readonly name: string;
  readonly text: string;
  readonly at: readonly number[];
  readonly hessian: readonly (readonly number[])[];
}

const nan = (n: number): number[][] => Array.from({ length: n }, () => Array<number>(n).fill(NaN));

const rows: readonly Row[] = [
  // Adjoints that are 0 where the program stands and move beside it.
  { name: 'a branch at 0', text: 'x => x[0] > 5 ? 3 : x[0]**2', at: [0], hessian: [[2]] },
  {
    name: 'Huber at an exact fit',
    text: 'x => { const r = x[0]-1; return Math.abs(r) < 1 ? 0.5*r*r : Math.abs(r)-0.5 }',
    at: [1.5],
    hessian: [[1]],
  },
  { name: 'a product at the origin', text: 'w => w[0] > 5 ? 3 : w[0]*w[1]', at: [0, 0], hessian: [[0, 1], [1, 0]] },
  {
    name: 'neighbours with guarded reads',
    text: 'w => { let s = 0; for (let i = 0; i < w.length; i++) s += (w[i + 1] ?? 0) * w[i]; return s }',
    at: [0, 0, 0],
    hessian: [[0, 1, 0], [1, 0, 1], [0, 1, 0]],
  },
  { name: 'a list that grows', text: 'w => { const a = []; for (const e of w) a.push(e * e); return a[0] * a[1] }', at: [0, 1], hessian: [[2, 0], [0, 0]] },
  // Partial derivatives with a form of their own where an argument is 0.
  { name: 'a power whose exponent is 0', text: 'w => w[0] ** w[1]', at: [2, 0], hessian: [[0, 0.5], [0.5, Math.LN2 ** 2]] },
  { name: 'tanh differentiated inside', text: 'w => { const d = derivative((t) => Math.tanh(t)); return d(w[0]) }', at: [0], hessian: [[-2]] },
  // Values that nothing uses.
  { name: 'an infinite product that is not taken', text: 'w => { const y = w[0] * Infinity; return w[0] > 0 ? 3 * w[0] ** 2 : y }', at: [1], hessian: [[6]] },
  { name: 'an infinite term that loses', text: 'w => Math.max(w[0] ** 2, -1 / w[1] ** 2)', at: [1, 0], hessian: [[2, 0], [0, 0]] },
  // Outside the domain.
  ...['Math.log(w[0])', 'Math.log2(w[0])', 'Math.log10(w[0])', 'Math.log1p(w[0])', 'Math.sqrt(w[0])', 'Math.acosh(w[0])'].map((text) => ({ name: `${text} at -2`, text: `w => ${text}`, at: [-2], hessian: nan(1) })),
  ...['Math.atanh(w[0])', 'Math.asin(w[0])', 'Math.acos(w[0])'].map((text) => ({ name: `${text} at 2`, text: `w => ${text}`, at: [2], hessian: nan(1) })),
  ...['w[0] ** 0.5', 'w[0] ** -1.5', 'w[0] ** w[0]'].map((text) => ({ name: `${text} at -2`, text: `w => ${text}`, at: [-2], hessian: nan(1) })),
]; // prettier-ignore

const units = (n: number): number[][] => Array.from({ length: n }, (_, j) => Array.from({ length: n }, (_w, k) => (k === j ? 1 : 0))); // prettier-ignore

const operators: Readonly<Record<string, (f: F, at: number[]) => number[][]>> = {
  hessian: (f, at) => hessian(f)(at),
  'hvp with unit vectors': (f, at) => units(at.length).map((v) => hvp(f)(at, v)),
  'jacobian of grad': (f, at) => jacobian(grad(f))(at),
  'jvp of grad': (f, at) => units(at.length).map((v) => jvp(grad(f), [at], [v])[1]),
  'vjp of grad': (f, at) => units(at.length).map((v) => vjp(grad(f), at)[1](v)[0] as number[]),
};

describe.each(Object.entries(operators))('%s', (_, apply) => {
  it.each(rows)('$name', ({ text, at, hessian: expected }) => {
    const found = apply(fromSource<F>(text), [...at]);
    const rounded = found.map((row) => row.map((entry) => Number(entry.toPrecision(14)) + 0));
    expect(rounded).toEqual(expected.map((row) => row.map((entry) => Number(entry.toPrecision(14)))));
  });
});
