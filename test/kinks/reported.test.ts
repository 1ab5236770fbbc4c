/**
 * Programs of which some tool, or this one, was once reported to give a wrong derivative, each of a kind of its own: every
 * operator that applies, at the point of the report. The right answers are those of calculus, written by hand.
 */
import { describe, expect, it } from 'vitest';
import {
  derivative,
  differentiability,
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

type F = (w: number[]) => number;
type G = (x: number) => number;

interface Report {
  readonly kind: string;
  readonly text: string;
  readonly at: readonly number[];
  readonly gradient: readonly number[];
  readonly hessian?: readonly (readonly number[])[];
}

const filled = (n: number, x: number): number[] => new Array<number>(n).fill(x);
const unit = (n: number, k: number): number[] => Array.from({ length: n }, (_, j) => Number(j === k));
const scaledUnits = (n: number, x: number): number[][] =>
  Array.from({ length: n }, (_, k) => unit(n, k).map((e) => e * x));

const reports: readonly Report[] = [
  { kind: 'an adjoint that is exactly 0', text: 'x => x[0] > 5 ? 3 : x[0] ** 2', at: [0], gradient: [0], hessian: [[2]] },
  { kind: 'an adjoint that is exactly 0', text: 'w => w[0] > 5 ? 3 : w[0] * w[1]', at: [0, 0], gradient: [0, 0], hessian: [[0, 1], [1, 0]] },
  { kind: 'an adjoint that is exactly 0', text: 'x => { const r = x[0] - 1; return Math.abs(r) < 1 ? 0.5 * r * r : Math.abs(r) - 0.5 }', at: [1], gradient: [0], hessian: [[1]] },
  { kind: 'an adjoint that is exactly 0', text: 'x => { let s = 0; for (const r of x) s += Math.abs(r) < 1 ? 0.5 * r * r : Math.abs(r) - 0.5; return s }', at: [0, 0, 3], gradient: [0, 0, 1], hessian: [[1, 0, 0], [0, 1, 0], [0, 0, 0]] },
  { kind: 'a guard', text: 'w => w[0] === 1 ? 1 : w[0] ** 2', at: [1], gradient: [2], hessian: [[2]] },
  { kind: 'a guard', text: 'w => w[0] === 0 ? 0.5 : (Math.exp(w[0]) - 1 - w[0]) / w[0] ** 2', at: [0], gradient: [1 / 6], hessian: [[1 / 12]] },
  { kind: 'a guard', text: 'w => w[0] === 0 ? 1 / 6 : (Math.exp(w[0]) - 1 - w[0] - w[0] ** 2 / 2) / w[0] ** 3', at: [0], gradient: [1 / 24], hessian: [[1 / 60]] },
  { kind: 'a guard', text: 'w => w[0] === 0 ? 1 : w[0] / (Math.exp(w[0]) - 1)', at: [0], gradient: [-0.5], hessian: [[1 / 6]] },
  { kind: 'a guard', text: 'w => w[0] === w[1] ? Math.exp(w[0]) : (Math.exp(w[0]) - Math.exp(w[1])) / (w[0] - w[1])', at: [0, 0], gradient: [0.5, 0.5], hessian: [[1 / 3, 1 / 6], [1 / 6, 1 / 3]] },
  { kind: 'a guard', text: 'w => w[0] === 0 ? 0.5 : (1 - Math.cos(w[0])) / w[0] ** 2', at: [0], gradient: [0], hessian: [[-1 / 12]] },
  { kind: 'a loss written against overflow', text: 'w => { const z = w[0] + 2 * w[1]; return Math.max(z, 0) - z + Math.log1p(Math.exp(-Math.abs(z))) }', at: [0, 0], gradient: [-0.5, -1], hessian: [[0.25, 0.5], [0.5, 1]] },
  { kind: 'a norm squared', text: 'w => Math.hypot(w[0], w[1]) ** 2', at: [0, 0], gradient: [0, 0], hessian: [[2, 0], [0, 2]] },
  { kind: 'a norm squared', text: 'w => Math.sqrt(w[0] ** 2 + w[1] ** 2) ** 2', at: [0, 0], gradient: [0, 0], hessian: [[2, 0], [0, 2]] },
  { kind: 'outside the domain', text: 'w => Math.log(w[0])', at: [-2], gradient: [NaN], hessian: [[NaN]] },
  { kind: 'outside the domain', text: 'w => Math.log2(w[0])', at: [-2], gradient: [NaN], hessian: [[NaN]] },
  { kind: 'outside the domain', text: 'w => Math.log10(w[0])', at: [-2], gradient: [NaN], hessian: [[NaN]] },
  { kind: 'outside the domain', text: 'w => Math.log1p(w[0])', at: [-2], gradient: [NaN], hessian: [[NaN]] },
  { kind: 'outside the domain', text: 'w => Math.atanh(w[0])', at: [2], gradient: [NaN], hessian: [[NaN]] },
  { kind: 'outside the domain', text: 'w => Math.asin(w[0])', at: [2], gradient: [NaN], hessian: [[NaN]] },
  { kind: 'outside the domain', text: 'w => Math.sqrt(w[0])', at: [-2], gradient: [NaN], hessian: [[NaN]] },
  { kind: 'outside the domain', text: 'w => w[0] ** w[0]', at: [-1.5], gradient: [NaN], hessian: [[NaN]] },
  { kind: 'a second derivative that grows without bound', text: 'w => Math.abs(w[0]) ** 1.5', at: [0], gradient: [0], hessian: [[Infinity]] },
  { kind: 'a pair that is skipped', text: 'x => { let e = 0; for (let i = 0; i < x.length; i++) for (let j = 0; j < x.length; j++) { const r = Math.sqrt((x[i] - x[j]) ** 2); if (i !== j) e += 0.5 / r } return e }', at: [0, 1], gradient: [1, -1], hessian: [[2, -2], [-2, 2]] },
  { kind: 'many inputs', text: 'w => { let s = 0; for (const x of w) s += x === 1 ? 1 : x * x; return s }', at: filled(33, 1), gradient: filled(33, 2), hessian: scaledUnits(33, 2) },
  { kind: 'many inputs', text: 'y => { let s = 0; for (const x of y) s += (x - 3) ** 2; return Math.sqrt(s) ** 2 / 2 }', at: filled(5, 3), gradient: filled(5, 0) },
  { kind: 'infinity in the branch not taken', text: 'w => { const y = w[0] * Infinity; return w[0] > 0 ? 3 : y }', at: [1], gradient: [0], hessian: [[0]] },
  { kind: 'flat', text: 'w => w[0] === 0 ? 0 : Math.exp(-1 / w[0] ** 2)', at: [0], gradient: [0], hessian: [[0]] },
  { kind: 'equal rows', text: 'w => { const m = Math.max(w[0], w[1]); return m + Math.log(Math.exp(w[0] - m) + Math.exp(w[1] - m)) }', at: [1, 1], gradient: [0.5, 0.5], hessian: [[0.25, -0.25], [-0.25, 0.25]] },
  { kind: 'clamped in the middle', text: 'w => Math.min(1, Math.max(0, w[0])) ** 3', at: [0.5], gradient: [0.75], hessian: [[3]] },
  { kind: 'a break', text: 'w => { let s = 0; for (let k = 0; k < 9; k++) { if (w[0] === 2) { s = 8; break } s = w[0] ** 3; if (k > 3) break } return s }', at: [2], gradient: [12], hessian: [[12]] },
  { kind: 'a sorted pair', text: 'w => { const lo = w[0] < w[1] ? w[0] : w[1]; const hi = w[0] < w[1] ? w[1] : w[0]; return lo * hi }', at: [2, 2], gradient: [2, 2], hessian: [[0, 1], [1, 0]] },
  { kind: 'a guard on a line', text: 'w => w[1] === 0 ? 1 : w[0] * w[1] / w[1]', at: [1, 0], gradient: [1, 0], hessian: [[0, 0], [0, 0]] },
  { kind: 'a guard on a line', text: 'w => w[1] === 0 ? 1 : (Math.exp(w[0] * w[1]) - 1) / (w[0] * w[1])', at: [-2, 0], gradient: [0, -1], hessian: [[0, 0.5], [0.5, 4 / 3]] },
  { kind: 'a guard of a high power', text: 'w => w[0] ** 10 === 0 ? 0 : w[0]', at: [0], gradient: [1], hessian: [[0]] },
  { kind: 'a guard of a high power', text: 'w => { let p = 1; for (let k = 0; k < 12; k++) p *= w[0]; return p === 0 ? 0 : w[0] ** 2 }', at: [0], gradient: [0], hessian: [[2]] },
  { kind: 'a guard of a product', text: 'w => w[0] * w[1] * w[2] * w[3] * w[4] * w[0] * w[1] * w[2] * w[3] === 0 ? 0 : w[3]', at: filled(5, 0), gradient: unit(5, 3) },
  { kind: 'a guard of a square on an axis', text: 'w => { let s = (w[0] - 1) ** 2 === 0 ? Math.sin(1) : Math.sin(w[1]); if (w[1] + w[0] >= 2 && w[1] + w[0] <= 2) s = Math.sin(1); return s }', at: [1, 1], gradient: [0, Math.cos(1)], hessian: [[0, 0], [0, -Math.sin(1)]] },
  { kind: 'a power of a distance', text: 'w => Math.abs(w[0] - 1) ** 2.5 + Math.abs(w[1]) ** 2.5', at: [1, 0], gradient: [0, 0], hessian: [[0, 0], [0, 0]] },
  { kind: 'an end of a power', text: 'w => w[0] ** 2.4 + w[1]', at: [0, 1], gradient: [0, 1] },
  { kind: 'a guard on a plane', text: 'w => w[2] === 0.5 ? -8 : w[0] ** 3 * ((w[2] - 0.5) * w[1]) / ((w[2] - 0.5) * w[1])', at: [-2, -2, 0.5], gradient: [12, 0, 0] },
]; // prettier-ignore

/** Equal to a few roundings; NaN and infinities exactly. */
function expectNear(actual: readonly number[], expected: readonly number[], what: string): void {
  expect(actual.length, what).toBe(expected.length);
  expected.forEach((y, k) => {
    const x = actual[k]!;
    if (!(Object.is(x, y) || x === y || Math.abs(x - y) <= 1e-11 * Math.max(1, Math.abs(y))))
      expect.fail(`${what}[${k}] is ${x}, not ${y}`);
  });
}

describe('reported once', () => {
  it.each(reports.map((report) => [`${report.kind}: ${report.text}`, report] as const))('%s', (_, report) => {
    const { text, gradient, hessian: matrix } = report;
    const at = [...report.at];
    const f = fromSource<F>(text);
    const n = at.length;
    expectNear(grad(f)(at), gradient, 'grad');
    expectNear([...grad(f)(Float64Array.from(at) as unknown as number[])], gradient, 'grad of a typed array');
    expectNear(valueAndGrad(f)(at).grad, gradient, 'valueAndGrad');
    expectNear(jacobian<number[]>(f)(at), gradient, 'jacobian');
    expectNear(vjp(f, at)[1](1)[0] as number[], gradient, 'vjp');
    expectNear(vmap(grad(f))([at])[0]!, gradient, 'vmap of grad');
    expectNear(at.map((__, k) => jvp(f, [at], [unit(n, k)])[1]), gradient, 'jvp'); // prettier-ignore
    if (matrix === undefined) return;
    expectNear(hessian(f)(at).flat(), matrix.flat(), 'hessian');
    expectNear(at.flatMap((__, k) => hvp(f)(at, unit(n, k))), matrix.flat(), 'hvp'); // prettier-ignore
    expectNear(jacobian(grad(f))(at).flat(), matrix.flat(), 'jacobian of grad');
    if (n > 5) return;
    expectNear(at.flatMap((__, k) => vjp(grad(f), at)[1](unit(n, k))[0] as number[]), matrix.flat(), 'vjp of grad'); // prettier-ignore
    if (n !== 1) return;
    const g = fromSource<G>(`x => { const f = ${text}; return f([x]) }`);
    expectNear([derivative(g)(at[0]!), derivative(g, { order: 2 })(at[0]!)], [gradient[0]!, matrix[0]![0]!], 'derivative');
    expectNear([derivative(derivative(g))(at[0]!)], matrix[0]!, 'derivative of derivative');
    if (matrix.flat().every(Number.isFinite)) expectNear(taylor(g, at[0]!, 2).slice(1), [gradient[0]!, matrix[0]![0]! / 2], 'taylor');
  }); // prettier-ignore

  it('a rule given by hand is used beside a tie, and one that is wrong is told', () => {
    const ste = withDerivative((x: number) => Math.round(x), () => 1); // prettier-ignore
    expect(grad((w: number[]) => ste(w[0]!) * 2 + Math.max(0, w[1]!), { scope: { ste } })([0.3, 0])).toEqual([2, 0.5]);
    const none = withDerivative((x: number) => x * x, () => NaN); // prettier-ignore
    expect(derivative((x: number) => none(x), { scope: { none } })(2)).toBeNaN();
    expect(grad((w: number[]) => none(w[0]!), { scope: { none } })([2])).toEqual([NaN]);
    const few = withDerivative((x: number, y: number) => x * y, (x: number) => [x]); // prettier-ignore
    expect(() => grad((w: number[]) => few(w[0]!, w[1]!), { scope: { few } })([1, 2])).toThrow(/S\d+/);
  });

  it('the larger of two that differ in a square, beside a root', () => {
    const f = (x: number): number => Math.sqrt((x + 1) ** 2) ** 2 + Math.max(Math.cos(x), Math.cos(x) - (x + 1) ** 2);
    const second = 2 - Math.cos(1);
    expectNear([derivative(f)(-1), derivative(f, { order: 2 })(-1)], [Math.sin(1), second], 'derivative');
    expectNear([hessian((w: number[]) => f(w[0]!), { scope: { f } })([-1])[0]![0]!], [second], 'hessian');
    expectNear(taylor(f, -1, 2), [Math.cos(1), Math.sin(1), second / 2], 'taylor');
  });

  it('a mixed derivative whose guard holds all along an axis is right or not told', () => {
    const f = (w: number[]): number =>
      (w[1] === 2 ? 0 : ((1 - w[0]!) * ((w[1]! - 2) * w[0]!)) / ((w[1]! - 2) * w[0]!)) +
      (w[0] === 1 ? 2 : 2 + (w[0]! - 1) * w[1]!);
    const found = jacobian(grad(f), { scope: { f } })([1, 2]).flat();
    [0, 1, 1, 0].forEach((x, k) => expect(Number.isNaN(found[k]!) ? x : found[k], `entry ${k}`).toBeCloseTo(x, 12));
    expectNear(hessian(f)([1, 2]).flat(), [0, 1, 1, 0], 'hessian');
  });

  it('choices that are settled', () => {
    expect(derivative((x: number) => (x === 1 ? 1 : x > 1 ? x * x : x))(1)).toBe(1.5);
    expect(derivative((x: number) => Math.max(0, 1 - x) ** 2, { order: 2 })(1)).toBe(1);
    expect(derivative((x: number) => Math.sqrt(x) ** 2)(0)).toBe(1);
    expect(derivative((x: number) => Math.sqrt(x * x * x))(0)).toBe(grad((x: number) => Math.sqrt(x * x * x))(0));
    expect(derivative(Math.exp, { order: 171 })(0)).toBeCloseTo(1, 12);
  });

  it('the sides along an axis are those beside a guard that holds on the whole axis', () => {
    const f = (w: number[]): number => (w[0] === 0 ? -2 : Math.max(w[1]!, -2));
    const bend = (w: number[]): number => (w[1] === -1 ? 1 : w[0]! + Math.abs(w[0]! - 1));
    const sides = (g: F, at: number[]): number[][] =>
      (['left', 'right', 'midpoint', 'nan'] as const).map((atKink) => grad(g, { atKink })(at));
    expect(sides(f, [0, -2])).toEqual([[0, 0], [0, 1], [0, 0.5], [0, NaN]]); // prettier-ignore
    expect(sides(bend, [1, -1])).toEqual([[0, 0], [2, 0], [1, 0], [NaN, 0]]); // prettier-ignore
    // Not a guard: on the axis itself the function is another than on one of its sides.
    expect(grad((w: number[]) => (w[1]! > 0 ? 2 * w[0]! : w[0]!), { atKink: 'right' })([0, 0])).toEqual([1, 0]);
  });

  /** The largest of some numbers by programs of several kinds. */
  const largest: Record<string, F> = {
    'Math.max of all': (z) => Math.max(...z),
    'a loop with Math.max': (z) => {
      let m = z[0]!;
      for (let k = 1; k < z.length; k++) m = Math.max(m, z[k]!);
      return m;
    },
    'a loop with if': (z) => {
      let m = -Infinity;
      for (const x of z) if (x > m) m = x;
      return m;
    },
    'the place of the largest': (z) => {
      let at = 0;
      for (let k = 1; k < z.length; k++) if (z[k]! > z[at]!) at = k;
      return z[at]!;
    },
    reduce: (z) => z.reduce((a, b) => (a > b ? a : b), -Infinity),
  };
  const logSumExp = (z: number[], max: F): number => {
    const m = max(z);
    let s = 0;
    for (const x of z) s += Math.exp(x - m);
    return m + Math.log(s);
  };

  it.each(Object.entries(largest))('thousands of numbers that tie, and do not matter: %s', (_, max) => {
    const n = 3000;
    const f = (z: number[]): number => logSumExp(z, max) - z[7]!;
    const expected = filled(n, 1 / n).map((x, k) => (k === 7 ? x - 1 : x));
    for (const atKink of ['midpoint', 'left', 'nan'] as const) {
      const found = grad(f, { atKink, scope: { logSumExp, max } })(filled(n, 0));
      // What rounding leaves of 1 − Σ exp(zₖ)/Σ exp(zₖ) is in the slope of whichever is taken for the largest.
      found.forEach((x, k) => expect(Math.abs(x - expected[k]!), `${atKink} ${k}`).toBeLessThan(1e-12));
    }
  });

  it('a classifier of 40 classes that begins with all weights 0', () => {
    const rows = Array.from({ length: 12 }, (_, i) => Array.from({ length: 30 }, (__, j) => Math.sin(7 * i + 2 * j)));
    const loss = (w: number[]): number => {
      let total = 0;
      rows.forEach((row, i) => {
        const z: number[] = [];
        for (let c = 0; c < 40; c++) z.push(row.reduce((s, x, j) => s + w[30 * c + j]! * x, 0));
        const m = Math.max(...z);
        total += m + Math.log(z.reduce((s, x) => s + Math.exp(x - m), 0)) - z[i % 5]!;
      });
      return total;
    };
    const expected = filled(1200, 0);
    rows.forEach((row, i) => {
      for (let c = 0; c < 40; c++) row.forEach((x, j) => (expected[30 * c + j]! += (1 / 40 - Number(c === i % 5)) * x));
    });
    expectNear(grad(loss, { scope: { rows } })(filled(1200, 0)), expected, 'grad');
    expectNear(grad(loss, { scope: { rows }, atKink: 'throw' })(filled(1200, 0)), expected, 'grad, throw');
  });

  it('many inputs of which some stand at the end of the domain', () => {
    const n = 300;
    const p = Array.from({ length: n }, (_, k) => (k % 3 === 0 ? 0 : (1 + (k % 5)) / n));
    const guarded = (w: number[]): number => w.reduce((s, x) => s + (x === 0 ? 0 : x * Math.log(x)), 0);
    const skipped = (w: number[]): number => w.reduce((s, x) => (x > 0 ? s + x * Math.log(x) : s), 0);
    const roots = (w: number[]): number => w.reduce((s, x) => s + 3 * Math.sqrt(x) + x * x, 0);
    for (const f of [guarded, skipped]) {
      const found = grad(f)(p);
      p.forEach((x, k) => expect(found[k], `${k}`).toBeCloseTo(Math.log(x) + 1, 12));
    }
    const found = grad(roots)(p);
    p.forEach((x, k) => expect(found[k], `${k}`).toBeCloseTo(1.5 / Math.sqrt(x) + 2 * x, 11));
    // There is no derivative at an end, and there is one beside it.
    const strict = grad(roots, { atKink: 'nan' })(p);
    p.forEach((x, k) => {
      if (x === 0) expect(strict[k], `${k}`).toBeNaN();
      else expect(strict[k], `${k}`).toBeCloseTo(1.5 / Math.sqrt(x) + 2 * x, 11);
    });
  });

  it('forty centres at one place', () => {
    const f = (c: number[]): number => {
      let s = 0;
      for (let i = 0; i < 50; i++) {
        let nearest = Infinity;
        for (const x of c) nearest = Math.min(nearest, (i - x) ** 2);
        s += nearest;
      }
      return s;
    };
    // One that goes up comes nearer to 26 … 49, one that goes down to 0 … 24.
    expect(grad(f, { atKink: 'right' })(filled(40, 25))).toEqual(filled(40, -600));
    expect(grad(f)(filled(40, 25))).toEqual(filled(40, 25));
  });

  it('a direction, which jumps at the origin: what the branch gives there', () => {
    const cosine = (w: number[]): number => {
      const size = w.reduce((s, x) => s + x * x, 0);
      return size === 0 ? 0 : w.reduce((s, x, i) => s + i * x, 0) / Math.sqrt(size);
    };
    for (const n of [2, 3, 5]) {
      expect(grad(cosine)(filled(n, 0))).toEqual(filled(n, 0));
      expect(grad(cosine, { atKink: 'nan' })(filled(n, 0))).toEqual(filled(n, NaN));
    }
  });

  it('a corner is one however fast the function grows beside it', () => {
    const grown: readonly G[] = [
      (x) => (x > 0 ? x : 0) + Math.exp(5000 * x),
      (x) => (x > 0 ? x : 0) + 5000 / (1 - 64 * x) - 315_000 * x,
      (x) => (x === 0 ? 0 : 5000 * x) + Math.max(1e-7 * x, -1e-7 * x),
    ];
    const slopes = [5000.5, 5000.5, 5000];
    grown.forEach((g, k) => {
      expect(derivative(g)(0)).toBe(slopes[k]);
      expect(derivative(g, { atKink: 'nan' })(0)).toBeNaN();
      const sum = (w: number[]): number => w.reduce((s, x) => s + g(x), 0);
      expect(grad(sum, { scope: { g } })(filled(14, 0))).toEqual(filled(14, slopes[k]!));
      expect(grad(sum, { scope: { g }, atKink: 'nan' })(filled(14, 0))).toEqual(filled(14, NaN));
    });
  });

  it('classes in balance: terms that cancel leave no corner', () => {
    const f = (w: number[]): number => {
      let s = 0;
      for (let i = 0; i < w.length; i++) s += logSumExp(w, largest['Math.max of all']!) - w[i]!;
      return s;
    };
    const found = grad(f, { atKink: 'nan', scope: { logSumExp, largest } })(filled(20, 0));
    found.forEach((x) => expect(Math.abs(x)).toBeLessThan(1e-12));
  });

  it('domains that end upwards and downwards at once', () => {
    const f = (w: number[]): number => w[0]! ** 1.5 + (1 - w[1]!) ** 2.5 + w[2]! ** 2 * Math.abs(w[3]!);
    const at = [0, 1, 3, 0];
    expect(grad(f)(at)).toEqual([0, 0, 0, 0]);
    expect(grad(f, { atKink: 'right' })(at)).toEqual([0, 0, 0, 9]);
    expect(grad(f, { atKink: 'left' })(at)).toEqual([0, 0, 0, -9]);
    expect(grad(f, { atKink: 'nan' })(at)).toEqual([NaN, NaN, 0, NaN]);
  });

  it('thousands of numbers that tie, and matter', () => {
    const f = (z: number[]): number => Math.max(...z) + z[0]!;
    expect(grad(f)(filled(100, 1))).toEqual(filled(100, 0.5).with(0, 1.5));
    // Past the number of axes that may be looked at, nothing is said.
    expect(grad(f)(filled(3000, 1)).slice(64).every(Number.isNaN)).toBe(true);
    expect(grad(f, { atKink: 'nan' })(filled(3000, 1)).every(Number.isNaN)).toBe(true);
    expect(() => grad(f, { atKink: 'throw' })(filled(3000, 1))).toThrow(/S301/);
  });

  it('a kink between two doubles', () => {
    expect(differentiability((w: number) => Math.abs(Math.sin(w)), Math.PI)).toMatchObject({ verdict: 'corner' });
    expect(differentiability((w: number) => Math.max(Math.sin(w), Math.cos(w)), Math.PI / 4)).toMatchObject({
      verdict: 'corner',
    });
  });
});
