/** Numerical programs as people write them: solvers, integrators, decompositions, models, losses. */
import * as c from './closed-forms.ts';
import * as literal from './literals.ts';
import { gradient, type Row, scalar, vector } from './row.ts';

const { compose, constant, identity, polynomial, power, product, quotient, scaled, stretched, sum } = c;

/** Coefficients of a polynomial to a power. */
function powerOf(base: readonly number[], n: number): number[] {
  let result = [1];
  for (let k = 0; k < n; k++) {
    const next = new Array<number>(result.length + base.length - 1).fill(0);
    result.forEach((a, i) => base.forEach((b, j) => (next[i + j]! += a * b)));
    result = next;
  }
  return result;
}
const rk4 = [1, 1, 1 / 2, 1 / 6, 1 / 24];
const sumOf = (xs: readonly number[]): number => xs.reduce((s, x) => s + x, 0);
const softmaxOf = (w: readonly number[]): number[] => {
  const e = w.map((x) => Math.exp(x));
  return e.map((x) => x / sumOf(e));
};
const literalReason = 'roundings of the program itself, up to the fourth derivative';

interface Tree {
  x: number;
  left: Tree | null;
  right: Tree | null;
}

export const numericalPrograms: readonly Row[] = [
  scalar(
    'Newton for a square root',
    (w: number) => {
      let x = w > 1 ? w / 2 : 1;
      for (let k = 0; k < 30; k++) x = x - (x * x - w) / (2 * x);
      return x;
    },
    [2, 0.5, 9],
    c.sqrt,
    { tolerance: 1e-12, reason: 'the fourth derivative of an iterate', looseValue: true },
  ),
  scalar(
    'Newton until it stands still',
    (w: number) => {
      let x = 1;
      for (let k = 0; k < 100; k++) {
        const next = (2 * x + w / (x * x)) / 3;
        if (Math.abs(next - x) < 1e-15) {
          x = next;
          break;
        }
        x = next;
      }
      return x;
    },
    [2, 27],
    c.cbrt,
    { tolerance: 1e-11, reason: 'the iterate that is returned is not the limit', orders: 2 },
  ),
  scalar(
    'bisection, then one Newton step',
    (w: number) => {
      let lo = 0,
        hi = 10;
      while (hi - lo > 1e-13) {
        const mid = (lo + hi) / 2;
        if (mid * mid < w) lo = mid;
        else hi = mid;
      }
      const x = (lo + hi) / 2;
      return x - (x * x - w) / (2 * x);
    },
    [2, 5],
    c.sqrt,
    { orders: 1, tolerance: 1e-12, reason: 'the bisection stops at 1e-13' },
  ),
  scalar(
    'the midpoint of a bisection does not move',
    (w: number) => {
      let lo = 0,
        hi = 4;
      for (let k = 0; k < 40; k++) {
        const mid = (lo + hi) / 2;
        if (mid ** 3 < w) lo = mid;
        else hi = mid;
      }
      return lo;
    },
    [2],
    constant(0),
    { looseValue: true },
  ),
  scalar(
    'a fixed point',
    (w: number) => {
      let x = 1;
      for (let k = 0; k < 200; k++) x = Math.cos(x) * w;
      return x;
    },
    [0.5],
    (k, w) => {
      let x = 0.5;
      for (let n = 0; n < 300; n++) x -= (x - w * Math.cos(x)) / (1 + w * Math.sin(x));
      const d = Math.cos(x) / (1 + w * Math.sin(x));
      return k === 0 ? x : k === 1 ? d : (-2 * Math.sin(x) * d - w * Math.cos(x) * d * d) / (1 + w * Math.sin(x));
    },
    { orders: 2, tolerance: 1e-13 },
  ),
  scalar(
    'the secant method',
    (w: number) => {
      let a = 1,
        b = 2;
      for (let k = 0; k < 9; k++) {
        const fa = a * a - w,
          fb = b * b - w;
        if (fa === fb) break;
        [a, b] = [b, b - (fb * (b - a)) / (fb - fa)];
      }
      return b;
    },
    [3],
    c.sqrt,
    { orders: 1, tolerance: 1e-7, reason: 'the iterate that is returned is not the limit', looseValue: true },
  ),
  scalar(
    'Kepler’s equation',
    (w: number) => {
      let E = w;
      for (let k = 0; k < 12; k++) E -= (E - 0.3 * Math.sin(E) - w) / (1 - 0.3 * Math.cos(E));
      return E;
    },
    [1],
    (k, w) => {
      let E = w;
      for (let n = 0; n < 60; n++) E = w + 0.3 * Math.sin(E);
      const d = 1 / (1 - 0.3 * Math.cos(E));
      return k === 0 ? E : k === 1 ? d : -0.3 * Math.sin(E) * d ** 3;
    },
    { orders: 2, tolerance: 1e-13 },
  ),
  scalar(
    'Euler’s method',
    (w: number) => {
      let y = 1;
      const h = 1 / 16;
      for (let t = 0; t < 1; t += h) y += h * w * y;
      return y;
    },
    [1, -2],
    compose(power(16), polynomial(1, 1 / 16)),
    { tolerance: 1e-13 },
  ),
  scalar(
    'Runge and Kutta, one equation',
    (w: number) => {
      const f = (_t: number, y: number): number => w * y;
      let y = 1,
        t = 0;
      const h = 0.125;
      for (let n = 0; n < 8; n++) {
        const k1 = f(t, y),
          k2 = f(t + h / 2, y + (h / 2) * k1),
          k3 = f(t + h / 2, y + (h / 2) * k2),
          k4 = f(t + h, y + h * k3);
        y += (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
        t += h;
      }
      return y;
    },
    [1, -0.5],
    compose(power(8), stretched(polynomial(...rk4), 0.125)),
    { tolerance: 1e-13 },
  ),
  scalar(
    'Runge and Kutta on arrays',
    (w: number) => {
      const f = (y: number[]): number[] => [y[1]! * w, -y[0]! * w];
      const axpy = (y: number[], a: number, k: number[]): number[] => y.map((x, i) => x + a * k[i]!);
      let y = [1, 0];
      const h = 0.25;
      for (let n = 0; n < 6; n++) {
        const k1 = f(y),
          k2 = f(axpy(y, h / 2, k1)),
          k3 = f(axpy(y, h / 2, k2)),
          k4 = f(axpy(y, h, k3));
        y = y.map((x, i) => x + (h / 6) * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!));
      }
      return y[0]!;
    },
    [1, 0.5],
    stretched(polynomial(...powerOf(rk4, 6).map((a, k) => a * [1, 0, -1, 0][k % 4]!)), 0.25),
    { tolerance: 2e-13, scale: 1 },
  ),
  scalar(
    'leapfrog for a pendulum',
    (w: number) => {
      const acceleration = (x: number) => -w * Math.sin(x);
      let x = 1,
        v = 0;
      const h = 0.0625;
      for (let k = 0; k < 40; k++) {
        v += (h / 2) * acceleration(x);
        x += h * v;
        v += (h / 2) * acceleration(x);
      }
      return x;
    },
    [1, 2.5],
    literal.pendulum,
    { tolerance: 1e-11, reason: literalReason, scale: 1 },
  ),
  scalar(
    'Lorenz by Runge and Kutta',
    (w: number) => {
      const f = ([x, y, z]: number[]): number[] => [10 * (y! - x!), x! * (w - z!) - y!, x! * y! - 2.5 * z!];
      const step = (s: number[], k: number[], h: number): number[] => s.map((v, i) => v + h * k[i]!);
      let s = [1, 1, 1];
      const h = 0.015625;
      for (let n = 0; n < 40; n++) {
        const k1 = f(s);
        const k2 = f(step(s, k1, h / 2));
        const k3 = f(step(s, k2, h / 2));
        const k4 = f(step(s, k3, h));
        s = s.map((v, i) => v + (h / 6) * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!));
      }
      return s[0]!;
    },
    [28, 14],
    literal.lorenz,
    { tolerance: 1e-10, reason: literalReason, scale: 1 },
  ),
  scalar(
    'predator and prey',
    (w: number) => {
      let prey = 2,
        predator = 1;
      const h = 0.03125;
      for (let k = 0; k < 64; k++) {
        const dPrey = w * prey - prey * predator;
        const dPredator = (prey * predator) / 2 - predator;
        prey += h * dPrey;
        predator += h * dPredator;
      }
      return prey * predator;
    },
    [1, 1.5],
    literal.lotka,
    { tolerance: 1e-11, reason: literalReason, scale: 1 },
  ),
  scalar(
    'van der Pol by the midpoint rule',
    (w: number) => {
      const s = { x: 1, v: 0 };
      const h = 0.0625;
      for (let k = 0; k < 32; k++) {
        const a = w * (1 - s.x * s.x) * s.v - s.x;
        const xm = s.x + (h / 2) * s.v,
          vm = s.v + (h / 2) * a;
        s.x += h * vm;
        s.v += h * (w * (1 - xm * xm) * vm - xm);
      }
      return s.x;
    },
    [1, 0.5],
    literal.vdp,
    { tolerance: 1e-11, reason: literalReason, scale: 1 },
  ),
  scalar(
    'the logistic map',
    (w: number) => {
      let x = 0.25;
      for (let k = 0; k < 10; k++) x = w * x * (1 - x);
      return x;
    },
    [3, 2.5],
    literal.logmap,
    { tolerance: 1e-10, reason: literalReason, scale: 1 },
  ),
  scalar(
    'a Bessel function by its series',
    (w: number) => {
      let term = 1,
        s = 1;
      for (let k = 1; k <= 30; k++) {
        term *= (-w * w) / (4 * k * k);
        s += term;
      }
      return s;
    },
    [1, 3.5],
    literal.bessel,
    { tolerance: 1e-12, reason: literalReason, scale: 1 },
  ),
  scalar(
    'net present value',
    (w: number) => [-100, 30, 40, 50, 20].reduce((s, cash, k) => s + cash / (1 + w) ** k, 0),
    [0.125, 0.25],
    literal.npv,
    { tolerance: 1e-12, reason: literalReason, scale: 1 },
  ),
  scalar(
    'arithmetic and geometric mean',
    (w: number) => {
      let a = 1,
        b = w;
      while (Math.abs(a - b) > 1e-14) [a, b] = [(a + b) / 2, Math.sqrt(a * b)];
      return a;
    },
    [0.5, 0.25],
    literal.agm,
    { tolerance: 1e-11, reason: literalReason, scale: 1, orders: 2 },
  ),
  scalar(
    'log gamma by Lanczos',
    (w: number) => {
      const coefficients = [
        0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
        12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
      ];
      const x = w - 1;
      let a = coefficients[0]!;
      for (let k = 1; k < coefficients.length; k++) a += coefficients[k]! / (x + k);
      const t = x + 7.5;
      return 0.9189385332046727 + (x + 0.5) * Math.log(t) - t + Math.log(a);
    },
    [3.5, 1.25],
    literal.lanczos,
    { tolerance: 1e-11, reason: literalReason, scale: 1 },
  ),
  scalar(
    'Horner',
    (w: number) => {
      const a = [5, -3, 0, 2, 7];
      let s = 0;
      for (let k = a.length - 1; k >= 0; k--) s = s * w + a[k]!;
      return s;
    },
    [2, -1],
    polynomial(5, -3, 0, 2, 7),
  ),
  scalar(
    'Clenshaw for Chebyshev series',
    (w: number) => {
      const a = [1, 2, 3, 4];
      let b1 = 0,
        b2 = 0;
      for (let k = a.length - 1; k > 0; k--) {
        const t = 2 * w * b1 - b2 + a[k]!;
        b2 = b1;
        b1 = t;
      }
      return w * b1 - b2 + a[0]!;
    },
    [0.3, -0.7],
    polynomial(-2, -10, 6, 16),
    { scale: 1 },
  ),
  scalar(
    'Newton’s divided differences',
    (w: number) => {
      const xs = [0, 1, 2, 4],
        ys = [1, 2, 9, 65];
      const d = [...ys];
      for (let j = 1; j < 4; j++) for (let i = 3; i >= j; i--) d[i] = (d[i]! - d[i - 1]!) / (xs[i]! - xs[i - j]!);
      let s = d[3]!;
      for (let k = 2; k >= 0; k--) s = s * (w - xs[k]!) + d[k]!;
      return s;
    },
    [3, 0.5],
    polynomial(1, 0, 0, 1),
    { scale: 1 },
  ),
  scalar(
    'Neville’s interpolation',
    (w: number) => {
      const xs = [-1, 0, 1, 2];
      const p = xs.map((x) => x ** 3 - x);
      for (let m = 1; m < 4; m++)
        for (let i = 0; i < 4 - m; i++)
          p[i] = ((w - xs[i + m]!) * p[i]! + (xs[i]! - w) * p[i + 1]!) / (xs[i]! - xs[i + m]!);
      return p[0]!;
    },
    [3, 0.5],
    polynomial(0, -1, 0, 1),
    { scale: 1, tolerance: 5e-14 },
  ),
  scalar(
    'de Casteljau',
    (w: number) => {
      let p = [0, 1, 3, 2];
      while (p.length > 1) p = p.slice(1).map((q, k) => (1 - w) * p[k]! + w * q);
      return p[0]!;
    },
    [0.25, 0.9],
    polynomial(0, 3, 3, -4),
    { scale: 1 },
  ),
  scalar(
    'Gauss and Legendre',
    (w: number) => {
      const nodes = [-Math.sqrt(0.6), 0, Math.sqrt(0.6)],
        weights = [5 / 9, 8 / 9, 5 / 9];
      const integrate = (f: (x: number) => number, a: number, b: number): number =>
        nodes.reduce((s, x, k) => s + weights[k]! * f((a + b) / 2 + ((b - a) / 2) * x), 0) * ((b - a) / 2);
      return integrate((x) => x ** 4 - 2 * x, 0, w);
    },
    [2, -1],
    polynomial(0, 0, -1, 0, 0, 0.2),
    { scale: 1, tolerance: 5e-14 },
  ),
  scalar(
    'Simpson’s rule',
    (w: number) => {
      const f = (x: number): number => w * x ** 3 + w * w;
      const n = 10,
        h = 2 / n;
      let s = f(0) + f(2);
      for (let k = 1; k < n; k++) s += (k % 2 ? 4 : 2) * f(k * h);
      return (s * h) / 3;
    },
    [2, -1],
    polynomial(0, 4, 2),
    { scale: 1, tolerance: 5e-14 },
  ),
  scalar(
    'Romberg',
    (w: number) => {
      const f = (x: number): number => x ** 3 * w;
      const R: number[][] = [];
      for (let i = 0; i < 4; i++) {
        const n = 2 ** i,
          h = 2 / n;
        let s = (f(0) + f(2)) / 2;
        for (let k = 1; k < n; k++) s += f(k * h);
        const row = [s * h];
        for (let j = 1; j <= i; j++) row.push(row[j - 1]! + (row[j - 1]! - R[i - 1]![j - 1]!) / (4 ** j - 1));
        R.push(row);
      }
      return R[3]![3]!;
    },
    [3],
    scaled(4, identity),
    { tolerance: 5e-14 },
  ),
  scalar(
    'a continued fraction from the end',
    (w: number) => {
      let x = w;
      for (let k = 0; k < 3; k++) x = w + 1 / x;
      return x;
    },
    [1, 2],
    quotient(polynomial(1, 0, 3, 0, 1), polynomial(0, 2, 0, 1)),
    { scale: 1, tolerance: 2e-13 },
  ),
  scalar(
    'a continued fraction by recursion',
    (w: number) => {
      const fraction = (n: number): number => (n === 0 ? 1 : 1 + w / fraction(n - 1));
      return fraction(3);
    },
    [0.5, 2],
    quotient(polynomial(1, 3, 1), polynomial(1, 2)),
    { scale: 1, tolerance: 2e-13 },
  ),
  scalar(
    'exp by its series',
    (w: number) => {
      let term = 1,
        s = 1;
      for (let k = 1; k < 40; k++) {
        term *= w / k;
        s += term;
      }
      return s;
    },
    [1, -2],
    c.exp,
    { tolerance: 1e-13 },
  ),
  scalar(
    'sin by its series, until a term vanishes',
    (w: number) => {
      let term = w,
        s = 0,
        n = 1;
      while (Math.abs(term) > 1e-20) {
        s += term;
        term *= (-w * w) / ((n + 1) * (n + 2));
        n += 2;
      }
      return s;
    },
    [1, -2],
    c.sin,
    { tolerance: 1e-13 },
  ),
  scalar(
    'a geometric series by hand',
    (w: number) => {
      let s = 0;
      for (let k = 0, p = 1; k < 60; k++, p *= w) s += p;
      return s;
    },
    [0.3],
    compose(power(-1), polynomial(1, -1)),
    { tolerance: 1e-13 },
  ),
  scalar(
    'compensated summation',
    (w: number) => {
      let s = 0,
        lost = 0;
      for (const x of [1, w, 1e-8, w * w]) {
        const y = x - lost;
        const t = s + y;
        lost = t - s - y;
        s = t;
      }
      return s;
    },
    [2],
    polynomial(1 + 1e-8, 1, 1),
  ),
  scalar(
    'the exponential of a matrix',
    (w: number) => {
      const A = [
        [0, -w],
        [w, 0],
      ];
      let term = [
          [1, 0],
          [0, 1],
        ],
        s = [
          [1, 0],
          [0, 1],
        ];
      for (let k = 1; k < 30; k++) {
        term = term.map((row) => [0, 1].map((j) => (row[0]! * A[0]![j]! + row[1]! * A[1]![j]!) / k));
        s = s.map((row, i) => row.map((x, j) => x + term[i]![j]!));
      }
      return s[0]![0]!;
    },
    [1, 0.3],
    c.cos,
    { tolerance: 1e-13, scale: 1 },
  ),
  scalar(
    'a determinant by LU in place',
    (w: number) => {
      const A = [
        [2, w, 1],
        [1, 3, w],
        [w, 1, 4],
      ];
      let det = 1;
      for (let k = 0; k < 3; k++) {
        det *= A[k]![k]!;
        for (let i = k + 1; i < 3; i++) {
          A[i]![k]! /= A[k]![k]!;
          for (let j = k + 1; j < 3; j++) A[i]![j]! -= A[i]![k]! * A[k]![j]!;
        }
      }
      return det;
    },
    [1, 0.5],
    polynomial(25, -9, 0, 1),
    { scale: 1, tolerance: 2e-13 },
  ),
  scalar(
    'a determinant with pivots',
    (w: number) => {
      const A = [
        [0, w, 1],
        [1, 3, w],
        [w, 1, 4],
      ];
      const n = 3;
      let det = 1;
      for (let k = 0; k < n; k++) {
        let p = k;
        for (let i = k + 1; i < n; i++) if (Math.abs(A[i]![k]!) > Math.abs(A[p]![k]!)) p = i;
        if (p !== k) {
          const t = A[p]!;
          A[p] = A[k]!;
          A[k] = t;
          det = -det;
        }
        det *= A[k]![k]!;
        for (let i = k + 1; i < n; i++) {
          const f = A[i]![k]! / A[k]![k]!;
          for (let j = k; j < n; j++) A[i]![j]! -= f * A[k]![j]!;
        }
      }
      return det;
    },
    [2, 0.5],
    polynomial(1, -7, 0, 1),
    { scale: 1, tolerance: 2e-13 },
  ),
  scalar(
    'a determinant by minors',
    (w: number) => {
      const det = (m: number[][]): number =>
        m.length === 1
          ? m[0]![0]!
          : m[0]!.reduce(
              (s, x, j) => s + (j % 2 === 0 ? 1 : -1) * x * det(m.slice(1).map((row) => row.filter((_, k) => k !== j))),
              0,
            );
      return det([
        [2, w, 1],
        [1, 3, w],
        [w, 1, 4],
      ]);
    },
    [1, 0.5],
    polynomial(25, -9, 0, 1),
    { scale: 1, tolerance: 1e-13 },
  ),
  scalar(
    'a linear system by elimination',
    (w: number) => {
      const A = [
          [4, 1],
          [w, 3],
        ],
        b = [1, 2];
      const f = A[1]![0]! / A[0]![0]!;
      A[1]![1]! -= f * A[0]![1]!;
      b[1]! -= f * b[0]!;
      const y = b[1]! / A[1]![1]!;
      return (b[0]! - A[0]![1]! * y) / A[0]![0]!;
    },
    [1, -2],
    quotient(constant(1), polynomial(12, -1)),
    { tolerance: 1e-13 },
  ),
  scalar(
    'Gauss and Seidel',
    (w: number) => {
      let x = 0,
        y = 0;
      for (let k = 0; k < 80; k++) {
        x = (1 - y) / 4;
        y = (2 - w * x) / 3;
      }
      return x;
    },
    [1],
    quotient(constant(1), polynomial(12, -1)),
    { tolerance: 1e-13 },
  ),
  scalar(
    'conjugate gradients',
    (w: number) => {
      const mul = (v: number[]): number[] => [4 * v[0]! + w * v[1]!, w * v[0]! + 3 * v[1]!];
      const dot = (a: number[], b: number[]): number => a.reduce((s, x, k) => s + x * b[k]!, 0);
      let x = [0, 0],
        r = [1, 2],
        p = [...r];
      for (let k = 0; k < 2; k++) {
        const Ap = mul(p);
        const alpha = dot(r, r) / dot(p, Ap);
        x = x.map((v, i) => v + alpha * p[i]!);
        const next = r.map((v, i) => v - alpha * Ap[i]!);
        const beta = dot(next, next) / dot(r, r);
        p = next.map((v, i) => v + beta * p[i]!);
        r = next;
      }
      return x[0]!;
    },
    [1, 0.5],
    quotient(polynomial(3, -2), polynomial(12, 0, -1)),
    { tolerance: 1e-11, reason: 'the last residual is rounding alone', scale: 1, orders: 3 },
  ),
  scalar(
    'log determinant by Cholesky in place',
    (w: number) => {
      const A = [
        [4, w, 1],
        [w, 3, 0],
        [1, 0, 2],
      ];
      let s = 0;
      for (let j = 0; j < 3; j++) {
        for (let k = 0; k < j; k++) A[j]![j]! -= A[j]![k]! ** 2;
        A[j]![j] = Math.sqrt(A[j]![j]!);
        s += 2 * Math.log(A[j]![j]!);
        for (let i = j + 1; i < 3; i++) {
          for (let k = 0; k < j; k++) A[i]![j]! -= A[i]![k]! * A[j]![k]!;
          A[i]![j]! /= A[j]![j]!;
        }
      }
      return s;
    },
    [1, 0.5],
    compose(c.log, polynomial(21, 0, -2)),
    { tolerance: 2e-13, scale: 1 },
  ),
  scalar(
    'the larger eigenvalue by power iteration',
    (w: number) => {
      let v = [1, 1],
        lambda = 0;
      for (let k = 0; k < 60; k++) {
        const u = [2 * v[0]! + w * v[1]!, w * v[0]! + 2 * v[1]!];
        lambda = Math.hypot(u[0]!, u[1]!);
        v = [u[0]! / lambda, u[1]! / lambda];
      }
      return lambda;
    },
    [1, 0.5],
    polynomial(2, 1),
    { tolerance: 1e-13, scale: 1 },
  ),
  scalar(
    'a spline of three knots',
    (w: number) => {
      const x = [0, 1, 2],
        y = [1, w, 3];
      const n = 3;
      const second = new Array<number>(n).fill(0),
        u = new Array<number>(n).fill(0);
      for (let i = 1; i < n - 1; i++) {
        const s = (x[i]! - x[i - 1]!) / (x[i + 1]! - x[i - 1]!);
        const p = s * second[i - 1]! + 2;
        second[i] = (s - 1) / p;
        u[i] =
          (6 * ((y[i + 1]! - y[i]!) / (x[i + 1]! - x[i]!) - (y[i]! - y[i - 1]!) / (x[i]! - x[i - 1]!))) /
            (x[i + 1]! - x[i - 1]!) -
          s * u[i - 1]!;
        u[i]! /= p;
      }
      for (let k = n - 2; k >= 0; k--) second[k] = second[k]! * second[k + 1]! + u[k]!;
      const at = 0.5;
      let lo = 0,
        hi = n - 1;
      while (hi - lo > 1) {
        const mid = (hi + lo) >> 1;
        if (x[mid]! > at) hi = mid;
        else lo = mid;
      }
      const h = x[hi]! - x[lo]!,
        a = (x[hi]! - at) / h,
        b = (at - x[lo]!) / h;
      return a * y[lo]! + b * y[hi]! + (((a ** 3 - a) * second[lo]! + (b ** 3 - b) * second[hi]!) * h * h) / 6;
    },
    [2, -1],
    polynomial(0.5 + 1.5 * 4 * -0.0625, 0.5 + 1.5 * 2 * 0.0625),
    { scale: 1 },
  ),
  scalar(
    'a spline evaluated along w',
    (w: number) => {
      const x = [0, 1, 2],
        y = [1, 2, 9],
        m = [0, 9, 0];
      let k = 0;
      while (k < 1 && w > x[k + 1]!) k++;
      const t = w - x[k]!;
      const a = (m[k + 1]! - m[k]!) / 6,
        b = m[k]! / 2,
        d = y[k + 1]! - y[k]! - (2 * m[k]! + m[k + 1]!) / 6;
      return ((a * t + b) * t + d) * t + y[k]!;
    },
    [0.5, 1.5],
    c.piecewise(
      [(w) => w < 1, polynomial(1, -0.5, 0, 1.5)],
      [() => true, compose(polynomial(2, 4, 4.5, -1.5), polynomial(-1, 1))],
    ),
    { scale: 1 },
  ),
  scalar(
    'linear interpolation in a table',
    (w: number) => {
      const xs = [0, 1, 3, 6],
        ys = [0, 2, 8, 5];
      let k = 0;
      while (k < xs.length - 2 && w >= xs[k + 1]!) k++;
      return ys[k]! + ((ys[k + 1]! - ys[k]!) * (w - xs[k]!)) / (xs[k + 1]! - xs[k]!);
    },
    [0.5, 2, 4.5],
    c.piecewise([(w) => w < 1, polynomial(0, 2)], [(w) => w < 3, polynomial(-1, 3)], [() => true, polynomial(11, -1)]),
    { scale: 1 },
  ),
  scalar(
    'activation chosen by a string',
    (w: number) => {
      const activate = (kind: string, x: number): number => {
        switch (kind) {
          case 'tanh':
            return Math.tanh(x);
          case 'relu':
            return Math.max(0, x);
          case 'square':
            return x * x;
          default:
            throw new Error('unknown activation ' + kind);
        }
      };
      return ['square', 'tanh'].reduce((x, kind) => activate(kind, x), w);
    },
    [0.7],
    compose(c.tanh, power(2)),
    { tolerance: 2e-13 },
  ),
  scalar(
    'a small interpreter',
    (w: number) => {
      const program = [
        { op: 'push', k: 2 },
        { op: 'w', k: 0 },
        { op: 'mul', k: 0 },
        { op: 'w', k: 0 },
        { op: 'add', k: 0 },
        { op: 'pow', k: 3 },
      ];
      const stack: number[] = [];
      for (const { op, k } of program) {
        switch (op) {
          case 'push':
            stack.push(k);
            break;
          case 'w':
            stack.push(w);
            break;
          case 'mul':
            stack.push(stack.pop()! * stack.pop()!);
            break;
          case 'add':
            stack.push(stack.pop()! + stack.pop()!);
            break;
          default:
            stack.push(stack.pop()! ** k);
        }
      }
      return stack[0]!;
    },
    [2],
    scaled(27, power(3)),
  ),
  scalar(
    'Black and Scholes in volatility, by a rational normal',
    (w: number) => {
      const d = (Math.log(1.1) + 0.5 * w * w) / w;
      const density = Math.exp((-d * d) / 2) / Math.sqrt(2 * Math.PI);
      return density * w;
    },
    [0.2, 0.5],
    product(
      scaled(1 / Math.sqrt(2 * Math.PI), compose(c.exp, scaled(-0.5, power(2)))) &&
        compose(
          scaled(1 / Math.sqrt(2 * Math.PI), compose(c.exp, polynomial(0, 0, -0.5))),
          sum(scaled(Math.log(1.1), power(-1)), scaled(0.5, identity)),
        ),
      identity,
    ),
    { tolerance: 2e-12, reason: 'terms up to 1e3 cancel in the fourth derivative' },
  ),
  scalar(
    'distance on a sphere',
    (w: number) => {
      const a = Math.sin(w / 2) ** 2;
      return 2 * Math.atan2(Math.sqrt(a), Math.sqrt(1 - a));
    },
    [0.5, 1.2],
    identity,
    { tolerance: 1e-12, reason: 'cancellation between atan2 and sqrt', scale: 1 },
  ),
  scalar(
    'rotation by a quaternion',
    (w: number) => {
      const mul = ([a, b, d, e]: number[], [f, g, h, i]: number[]): number[] => [
        a! * f! - b! * g! - d! * h! - e! * i!,
        a! * g! + b! * f! + d! * i! - e! * h!,
        a! * h! - b! * i! + d! * f! + e! * g!,
        a! * i! + b! * h! - d! * g! + e! * f!,
      ];
      const q = [Math.cos(w / 2), 0, 0, Math.sin(w / 2)];
      const r = mul(mul(q, [0, 1, 0, 0]), [q[0]!, -q[1]!, -q[2]!, -q[3]!]);
      return r[2]!;
    },
    [0.5, 2],
    c.sin,
    { scale: 1 },
  ),
  gradient(
    'Rosenbrock',
    (w: number[]) => {
      let s = 0;
      for (let i = 0; i < w.length - 1; i++) s += 100 * (w[i + 1]! - w[i]! ** 2) ** 2 + (1 - w[i]!) ** 2;
      return s;
    },
    () => [[1.2, 0.8, -0.5]],
    ([x, y, z]: number[]) => [
      -400 * x! * (y! - x! ** 2) - 2 * (1 - x!),
      200 * (y! - x! ** 2) - 400 * y! * (z! - y! ** 2) - 2 * (1 - y!),
      200 * (z! - y! ** 2),
    ],
    {
      tolerance: 1e-13,
      hessian: ([x, y, z]: number[]) => [
        [1200 * x! ** 2 - 400 * y! + 2, -400 * x!, 0],
        [-400 * x!, 202 + 1200 * y! ** 2 - 400 * z!, -400 * y!],
        [0, -400 * y!, 200],
      ],
    },
  ),
  gradient(
    'Himmelblau',
    ([x, y]: number[]) => (x! ** 2 + y! - 11) ** 2 + (x! + y! ** 2 - 7) ** 2,
    () => [[1, 2]],
    ([x, y]: number[]) => [
      4 * x! * (x! ** 2 + y! - 11) + 2 * (x! + y! ** 2 - 7),
      2 * (x! ** 2 + y! - 11) + 4 * y! * (x! + y! ** 2 - 7),
    ],
    {
      hessian: ([x, y]: number[]) => [
        [12 * x! ** 2 + 4 * y! - 42, 4 * (x! + y!)],
        [4 * (x! + y!), 4 * x! + 12 * y! ** 2 - 26],
      ],
    },
  ),
  gradient(
    'Rastrigin',
    (w: number[]) => 10 * w.length + w.reduce((s, x) => s + x * x - 10 * Math.cos(2 * Math.PI * x), 0),
    () => [[0.3, -1.1]],
    (w: number[]) => w.map((x) => 2 * x + 20 * Math.PI * Math.sin(2 * Math.PI * x)),
    {
      tolerance: 1e-13,
      scale: 1,
      hessian: (w: number[]) =>
        w.map((x, i) => w.map((_, j) => (i === j ? 2 + 40 * Math.PI ** 2 * Math.cos(2 * Math.PI * x) : 0))),
    },
  ),
  gradient(
    'Ackley',
    (w: number[]) => {
      const n = w.length;
      let squares = 0,
        waves = 0;
      for (const x of w) {
        squares += x * x;
        waves += Math.cos(2 * Math.PI * x);
      }
      return -20 * Math.exp(-0.2 * Math.sqrt(squares / n)) - Math.exp(waves / n) + 20 + Math.E;
    },
    () => [[0.4, -0.7]],
    (w: number[]) => {
      const n = w.length;
      const r = Math.sqrt(sumOf(w.map((x) => x * x)) / n);
      const e = Math.exp(sumOf(w.map((x) => Math.cos(2 * Math.PI * x))) / n);
      return w.map((x) => (4 * Math.exp(-0.2 * r) * x) / (n * r) + (2 * Math.PI * Math.sin(2 * Math.PI * x) * e) / n);
    },
    { tolerance: 1e-13 },
  ),
  gradient(
    'log-sum-exp, shifted',
    (w: number[]) => {
      const m = Math.max(...w);
      return m + Math.log(w.reduce((s, x) => s + Math.exp(x - m), 0));
    },
    () => [[1, 3, -2, 0.5]],
    (w: number[]) => softmaxOf(w),
    {
      hessian: (w: number[]) => {
        const p = softmaxOf(w);
        return p.map((a, i) => p.map((b, j) => (i === j ? a : 0) - a * b));
      },
      tolerance: 1e-13,
    },
  ),
  gradient(
    'cross entropy of a softmax',
    (w: number[], label: number) => {
      const e = w.map((x) => Math.exp(x));
      const total = e.reduce((a, b) => a + b, 0);
      return -Math.log(e[label]! / total);
    },
    () => [[1, -1, 0.5], 2],
    (w: number[], label: number) => softmaxOf(w).map((p, k) => p - (k === label ? 1 : 0)),
    { tolerance: 1e-13 },
  ),
  gradient(
    'logistic regression',
    (w: number[], X: number[][], y: number[]) => {
      let loss = 0;
      for (let i = 0; i < X.length; i++) {
        let z = w[w.length - 1]!;
        for (let j = 0; j < X[i]!.length; j++) z += w[j]! * X[i]![j]!;
        loss += Math.log1p(Math.exp(-y[i]! * z));
      }
      return loss / X.length;
    },
    () => [
      [0.5, -0.3, 0.1],
      [
        [1, 2],
        [-1, 0.5],
        [0.3, -2],
      ],
      [1, -1, 1],
    ],
    (w: number[], X: number[][], y: number[]) => {
      const g = [0, 0, 0];
      X.forEach((row, i) => {
        const z = w[0]! * row[0]! + w[1]! * row[1]! + w[2]!;
        const s = -y[i]! / (1 + Math.exp(y[i]! * z)) / X.length;
        [...row, 1].forEach((x, j) => (g[j]! += s * x));
      });
      return g;
    },
    { tolerance: 1e-13 },
  ),
  gradient(
    'ridge regression with hinges',
    (w: number[], X: number[][], y: number[]) =>
      X.reduce((s, row, i) => s + Math.max(0, 1 - y[i]! * row.reduce((z, x, j) => z + x * w[j]!, 0)), 0) +
      0.5 * w.reduce((s, x) => s + x * x, 0),
    () => [
      [0.2, -0.3],
      [
        [1, 2],
        [-3, 1],
        [2, 2],
      ],
      [1, -1, -1],
    ],
    (w: number[], X: number[][], y: number[]) =>
      w.map(
        (x, j) =>
          x + sumOf(X.map((row, i) => (1 - y[i]! * (row[0]! * w[0]! + row[1]! * w[1]!) > 0 ? -y[i]! * row[j]! : 0))),
      ),
  ),
  gradient(
    'a network of one hidden layer',
    (p: { W: number[][]; b: number[]; v: number[]; d: number }) => {
      const xs = [0.5, -1];
      const h = p.W.map((row, i) => Math.tanh(row.reduce((s, a, j) => s + a * xs[j]!, p.b[i]!)));
      const y = h.reduce((s, x, i) => s + x * p.v[i]!, p.d);
      return (y - 0.7) ** 2;
    },
    () => [
      {
        W: [
          [0.1, -0.2],
          [0.3, 0.4],
          [-0.5, 0.2],
        ],
        b: [0.1, 0, -0.1],
        v: [0.5, -0.6, 0.7],
        d: 0.05,
      },
    ],
    (p: { W: number[][]; b: number[]; v: number[]; d: number }) => {
      const xs = [0.5, -1];
      const h = p.W.map((row, i) => Math.tanh(row[0]! * xs[0]! + row[1]! * xs[1]! + p.b[i]!));
      const r = 2 * (h[0]! * p.v[0]! + h[1]! * p.v[1]! + h[2]! * p.v[2]! + p.d - 0.7);
      const g = h.map((x, i) => r * p.v[i]! * (1 - x * x));
      return { W: g.map((x) => xs.map((z) => x * z)), b: g, v: h.map((x) => r * x), d: r };
    },
    { tolerance: 1e-13 },
  ),
  gradient(
    'two layers on flat weights',
    (w: Float64Array) => {
      const hidden = new Float64Array(2);
      let k = 0;
      for (let i = 0; i < 2; i++) {
        let s = w[k++]!;
        for (let j = 0; j < 2; j++) s += w[k++]! * (j + 1);
        hidden[i] = 1 / (1 + Math.exp(-s));
      }
      let out = w[k++]!;
      for (let i = 0; i < 2; i++) out += w[k++]! * hidden[i]!;
      return out * out;
    },
    () => [Float64Array.of(0.1, 0.2, -0.3, 0.4, -0.5, 0.6, 0.7, -0.8, 0.9)],
    (w: Float64Array) => {
      const s = [w[0]! + w[1]! + 2 * w[2]!, w[3]! + w[4]! + 2 * w[5]!].map((x) => 1 / (1 + Math.exp(-x)));
      const r = 2 * (w[6]! + w[7]! * s[0]! + w[8]! * s[1]!);
      const g = s.map((x, i) => r * w[7 + i]! * x * (1 - x));
      return Float64Array.of(g[0]!, g[0]!, 2 * g[0]!, g[1]!, g[1]!, 2 * g[1]!, r, r * s[0]!, r * s[1]!);
    },
    { tolerance: 1e-13 },
  ),
  gradient(
    'attention',
    (q: number[], K: number[][], V: number[]) => {
      const scores = K.map((row) => row.reduce((s, x, j) => s + x * q[j]!, 0) / Math.sqrt(q.length));
      const m = Math.max(...scores);
      const e = scores.map((s) => Math.exp(s - m));
      const total = e.reduce((a, b) => a + b, 0);
      return e.reduce((s, x, k) => s + (x / total) * V[k]!, 0);
    },
    () => [
      [0.3, -0.6],
      [
        [1, 0],
        [0.5, -1],
        [2, 1],
      ],
      [1, -2, 3],
    ],
    (q: number[], K: number[][], V: number[]) => {
      const p = softmaxOf(K.map((row) => (row[0]! * q[0]! + row[1]! * q[1]!) / Math.SQRT2));
      const mean = sumOf(p.map((x, k) => x * V[k]!));
      return q.map((_, j) => sumOf(p.map((x, k) => (x * (V[k]! - mean) * K[k]![j]!) / Math.SQRT2)));
    },
    { tolerance: 1e-13 },
  ),
  gradient(
    'a convolution',
    (kernel: number[], signal: number[]) => {
      const out: number[] = [];
      for (let i = 0; i + kernel.length <= signal.length; i++) {
        let s = 0;
        for (let j = 0; j < kernel.length; j++) s += kernel[j]! * signal[i + j]!;
        out.push(s);
      }
      return out.reduce((s, x) => s + x * x, 0);
    },
    () => [
      [1, -1],
      [1, 3, 2, 5],
    ],
    () => [2 * (-2 * 1 + 1 * 3 - 3 * 2), 2 * (-2 * 3 + 1 * 2 - 3 * 5)],
  ),
  gradient(
    'edit distance of costs',
    (cost: number[]) => {
      const a = 'kitten',
        b = 'sit';
      void a;
      void b;
      const A = [1, 2, 3],
        B = [1, 3];
      const d: number[][] = [];
      for (let i = 0; i <= A.length; i++) {
        d.push(new Array<number>(B.length + 1).fill(0));
        for (let j = 0; j <= B.length; j++) {
          if (i === 0) d[i]![j] = j * cost[0]!;
          else if (j === 0) d[i]![j] = i * cost[1]!;
          else
            d[i]![j] = Math.min(
              d[i - 1]![j]! + cost[1]!,
              d[i]![j - 1]! + cost[0]!,
              d[i - 1]![j - 1]! + (A[i - 1] === B[j - 1] ? 0 : cost[2]!),
            );
        }
      }
      return d[A.length]![B.length]!;
    },
    () => [[1, 1.5, 2]],
    () => [0, 1, 0],
  ),
  gradient(
    'shortest path by relaxation',
    (w: number[]) => {
      const edges = [
        [0, 1],
        [1, 2],
        [0, 2],
        [2, 3],
        [1, 3],
      ] as const;
      const d = [0, Infinity, Infinity, Infinity];
      for (let round = 0; round < 3; round++)
        edges.forEach(([a, b], k) => {
          if (d[a]! + w[k]! < d[b]!) d[b] = d[a]! + w[k]!;
        });
      return d[3]!;
    },
    () => [[1, 1, 3, 1, 5]],
    () => [1, 1, 0, 1, 0],
  ),
  gradient(
    'a forward algorithm',
    (w: number[]) => {
      const T = [
        [0.7, 0.3],
        [0.4, 0.6],
      ];
      let alpha = [w[0]!, w[1]!];
      for (let t = 0; t < 2; t++)
        alpha = [0, 1].map((j) => (alpha[0]! * T[0]![j]! + alpha[1]! * T[1]![j]!) * w[2 + j]!);
      return alpha[0]! + alpha[1]!;
    },
    () => [[0.5, 0.5, 0.8, 0.2]],
    (w: number[]) => {
      const [a, b, e, f] = w as [number, number, number, number];
      const p = 0.7 * a + 0.4 * b,
        q = 0.3 * a + 0.6 * b;
      const total = (x: number, y: number) => (0.7 * x + 0.4 * y) * e + (0.3 * x + 0.6 * y) * f;
      return [
        0.7 * (0.7 * e * e + 0.3 * e * f) + 0.3 * (0.4 * f * e + 0.6 * f * f),
        0.4 * (0.7 * e * e + 0.3 * e * f) + 0.6 * (0.4 * f * e + 0.6 * f * f),
        total(p, 0) + 0.7 * p * e + 0.4 * q * f,
        total(0, q) + 0.3 * p * e + 0.6 * q * f,
      ];
    },
    { tolerance: 1e-13 },
  ),
  gradient(
    'knapsack by dynamic programming',
    (value: number[]) => {
      const weight = [2, 3, 4],
        best = new Array<number>(6).fill(0);
      for (let i = 0; i < 3; i++)
        for (let room = 5; room >= weight[i]!; room--)
          best[room] = Math.max(best[room]!, best[room - weight[i]!]! + value[i]!);
      return best[5]!;
    },
    () => [[3, 4, 5]],
    () => [1, 1, 0],
  ),
  gradient(
    'bubble sort by swaps',
    (w: number[]) => {
      const a = [...w];
      for (let i = 0; i < a.length; i++)
        for (let j = 0; j + 1 < a.length - i; j++)
          if (a[j]! > a[j + 1]!) {
            const t = a[j]!;
            a[j] = a[j + 1]!;
            a[j + 1] = t;
          }
      return a.reduce((s, x, k) => s + x * (k + 1), 0);
    },
    () => [[3, -1, 2, 0.5]],
    () => [4, 1, 3, 2],
  ),
  gradient(
    'selection sort by destructuring',
    (w: number[]) => {
      for (let i = 0; i < w.length; i++) {
        let m = i;
        for (let j = i + 1; j < w.length; j++) if (w[j]! < w[m]!) m = j;
        [w[i], w[m]] = [w[m]!, w[i]!];
      }
      return w[0]! * w[1]! + w[2]! ** 2;
    },
    () => [[3, 1, 2]],
    () => [6, 2, 1],
  ),
  gradient(
    'a median',
    (w: number[]) => {
      const s = [...w].sort((a, b) => a - b);
      const m = s.length >> 1;
      return s.length % 2 ? s[m]! : (s[m - 1]! + s[m]!) / 2;
    },
    () => [[5, 1, 4, 2]],
    () => [0, 0, 0.5, 0.5],
  ),
  gradient(
    'a trace of a product',
    (A: number[][], B: number[][]) => {
      let s = 0;
      for (let i = 0; i < 2; i++) for (let k = 0; k < 2; k++) s += A[i]![k]! * B[k]![i]!;
      return s;
    },
    () => [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ],
    (_A: number[][], B: number[][]) => [
      [B[0]![0], B[1]![0]],
      [B[0]![1], B[1]![1]],
    ],
  ),
  gradient(
    'log determinant of I + wwᵀ',
    (w: number[]) => {
      const n = w.length;
      const A = w.map((x, i) => w.map((y, j) => x * y + (i === j ? 1 : 0)));
      let s = 0;
      for (let k = 0; k < n; k++) {
        s += Math.log(A[k]![k]!);
        for (let i = k + 1; i < n; i++) {
          const f = A[i]![k]! / A[k]![k]!;
          for (let j = k; j < n; j++) A[i]![j]! -= f * A[k]![j]!;
        }
      }
      return s;
    },
    () => [[0.5, -1, 2, 0.3]],
    (w: number[]) => w.map((x) => (2 * x) / (1 + sumOf(w.map((y) => y * y)))),
    {
      tolerance: 2e-13,
      scale: 1,
      hessian: (w: number[]) => {
        const r = 1 + sumOf(w.map((y) => y * y));
        return w.map((x, i) => w.map((y, j) => ((i === j ? 2 : 0) * r - 4 * x * y) / r ** 2));
      },
    },
  ),
  gradient(
    'power spectrum by a recursive transform',
    (w: number[]) => {
      type Z = { re: number; im: number };
      const fft = (x: Z[]): Z[] => {
        if (x.length === 1) return x;
        const even = fft(x.filter((_, k) => k % 2 === 0)),
          odd = fft(x.filter((_, k) => k % 2 === 1));
        const n = x.length;
        const out = x.map((z) => ({ re: z.re, im: z.im }));
        for (let k = 0; k < n / 2; k++) {
          const t = (-2 * Math.PI * k) / n;
          const o = odd[k]!;
          const re = Math.cos(t) * o.re - Math.sin(t) * o.im,
            im = Math.sin(t) * o.re + Math.cos(t) * o.im;
          out[k] = { re: even[k]!.re + re, im: even[k]!.im + im };
          out[k + n / 2] = { re: even[k]!.re - re, im: even[k]!.im - im };
        }
        return out;
      };
      return fft(w.map((re) => ({ re, im: 0 }))).reduce((s, z) => s + z.re ** 2 + z.im ** 2, 0);
    },
    () => [[1, 2, -1, 3]],
    (w: number[]) => w.map((x) => 2 * w.length * x),
    { tolerance: 1e-13 },
  ),
  gradient(
    'gravity of bodies',
    (bodies: { x: number; y: number; m: number }[]) => {
      let energy = 0;
      for (let i = 0; i < bodies.length; i++)
        for (let j = 0; j < i; j++) {
          const dx = bodies[i]!.x - bodies[j]!.x,
            dy = bodies[i]!.y - bodies[j]!.y;
          energy -= (bodies[i]!.m * bodies[j]!.m) / Math.sqrt(dx * dx + dy * dy);
        }
      return energy;
    },
    () => [
      [
        { x: 0, y: 0, m: 2 },
        { x: 3, y: 4, m: 5 },
      ],
    ],
    () => [
      { x: (-10 * 3) / 125, y: (-10 * 4) / 125, m: -1 },
      { x: (10 * 3) / 125, y: (10 * 4) / 125, m: -0.4 },
    ],
  ),
  gradient(
    'a mixture of normals',
    (p: { mu: number[]; s: number[]; a: number[] }, xs: number[]) => {
      const total = p.a.reduce((t, x) => t + Math.exp(x), 0);
      let ll = 0;
      for (const x of xs) {
        let q = 0;
        for (let k = 0; k < p.mu.length; k++) {
          const z = (x - p.mu[k]!) * Math.exp(-p.s[k]!);
          q += (Math.exp(p.a[k]!) / total) * Math.exp(-0.5 * z * z - p.s[k]!);
        }
        ll += Math.log(q);
      }
      return ll;
    },
    () => [{ mu: [0, 2], s: [0.1, -0.2], a: [0.3, -0.1] }, [0.5, 1.7]],
    (p: { mu: number[]; s: number[]; a: number[] }, xs: number[]) => {
      const pi = softmaxOf(p.a);
      const g = { mu: [0, 0], s: [0, 0], a: [0, 0] };
      for (const x of xs) {
        const z = p.mu.map((m, k) => (x - m) * Math.exp(-p.s[k]!));
        const q = z.map((v, k) => pi[k]! * Math.exp(-0.5 * v * v - p.s[k]!));
        const r = q.map((v) => v / sumOf(q));
        r.forEach((v, k) => {
          g.mu[k]! += v * z[k]! * Math.exp(-p.s[k]!);
          g.s[k]! += v * (z[k]! ** 2 - 1);
          g.a[k]! += v - pi[k]!;
        });
      }
      return g;
    },
    { tolerance: 2e-13 },
  ),
  gradient(
    'a Kalman filter',
    (w: number[], ys: number[]) => {
      let mean = 0,
        variance = 1,
        ll = 0;
      for (const y of ys) {
        variance += Math.exp(w[0]!);
        const s = variance + Math.exp(w[1]!);
        const gain = variance / s;
        ll += Math.log(s) + (y - mean) ** 2 / s;
        mean += gain * (y - mean);
        variance *= 1 - gain;
      }
      return ll;
    },
    () => [[0, 0], [1]],
    () => [1 / 3 - 1 / 9, 1 / 3 - 1 / 9],
    { tolerance: 1e-13 },
  ),
  gradient(
    'four hundred steps of descent',
    (w: number[]) => {
      let x = w[0]!;
      for (let k = 0; k < 400; k++) x -= 0.1 * 2 * (x - w[1]!);
      return x;
    },
    () => [[5, 3]],
    () => [0.8 ** 400, 1],
    { tolerance: 1e-12, reason: 'four hundred roundings', scale: 1e-3 },
  ),
  gradient(
    'nearest of several centres',
    (centres: number[][], points: number[][]) =>
      points.reduce((s, p) => s + Math.min(...centres.map((q) => (p[0]! - q[0]!) ** 2 + (p[1]! - q[1]!) ** 2)), 0),
    () => [
      [
        [0, 0],
        [5, 5],
      ],
      [
        [1, 0],
        [4, 6],
        [0, 2],
      ],
    ],
    () => [
      [-2, -4],
      [2, -2],
    ],
  ),
  gradient(
    'least squares through a spread',
    (...w: number[]) => [1, 2, 3].map((x) => (w[0]! * x + w[1]! - 2 * x) ** 2).reduce((a, b) => a + b),
    () => [1, 1],
    () => sumOf([1, 2, 3].map((x) => 2 * (x + 1 - 2 * x) * x)),
  ),
  vector(
    'residuals of a model',
    (w: number[], xs: number[]) => xs.map((x) => w[0]! * (1 - Math.exp(-w[1]! * x))),
    () => [
      [2, 0.5],
      [1, 2, 4],
    ],
    (w: number[], xs: number[]) => xs.map((x) => [1 - Math.exp(-w[1]! * x), w[0]! * x * Math.exp(-w[1]! * x)]),
  ),
  vector(
    'softmax',
    (w: number[]) => {
      const m = Math.max(...w);
      const e = w.map((x) => Math.exp(x - m));
      const s = e.reduce((a, b) => a + b, 0);
      return e.map((x) => x / s);
    },
    () => [[1, 2, 0]],
    (w: number[]) => {
      const p = softmaxOf(w);
      return p.map((a, i) => p.map((b, j) => (i === j ? a : 0) - a * b));
    },
    { tolerance: 1e-13 },
  ),
  vector(
    'polar to plane',
    ([r, t]: number[]) => [r! * Math.cos(t!), r! * Math.sin(t!)],
    () => [[2, 0.5]],
    ([r, t]: number[]) => [
      [Math.cos(t!), -r! * Math.sin(t!)],
      [Math.sin(t!), r! * Math.cos(t!)],
    ],
  ),
  vector(
    'a linear solve of two',
    (b: number[]) => {
      const A = [
          [4, 1],
          [2, 3],
        ],
        y = [...b];
      const f = A[1]![0]! / A[0]![0]!;
      A[1]![1]! -= f * A[0]![1]!;
      y[1]! -= f * y[0]!;
      y[1]! /= A[1]![1]!;
      y[0] = (y[0]! - A[0]![1]! * y[1]!) / A[0]![0]!;
      return y;
    },
    () => [[1, 2]],
    () => [
      [0.3, -0.1],
      [-0.2, 0.4],
    ],
    { tolerance: 1e-13 },
  ),
  vector(
    'Gram and Schmidt',
    (v: number[][]) => {
      const q: number[][] = [];
      for (const x of v) {
        let y = [...x];
        for (const u of q) {
          const d = u.reduce((s, a, k) => s + a * x[k]!, 0);
          y = y.map((a, k) => a - d * u[k]!);
        }
        const n = Math.hypot(...y);
        q.push(y.map((a) => a / n));
      }
      return q[0]!;
    },
    () => [
      [
        [3, 4],
        [1, 2],
      ],
    ],
    () => [
      [
        [0.128, -0.096],
        [0, 0],
      ],
      [
        [-0.096, 0.072],
        [0, 0],
      ],
    ],
    { tolerance: 1e-13 },
  ),
  gradient(
    'pairs of records that change from step to step, each with itself left out',
    (w: number[]) => {
      const p = w.map((x) => ({ x }));
      let e = 0;
      for (let s = 0; s < 2; s++) {
        for (let i = 0; i < p.length; i++) {
          for (let j = 0; j < p.length; j++) {
            if (i === j) continue;
            const d = p[j]!.x - p[i]!.x;
            e += d * d;
          }
        }
        for (let i = 0; i < p.length; i++) p[i]!.x = 2 * p[i]!.x;
      }
      return e;
    },
    () => [[0.5, 1.25, -2, 0.75]],
    (w: number[]) => w.map((x) => 20 * sumOf(w.map((y) => x - y))),
  ),
  gradient(
    'a table of lists that grow while a branch reads the row before',
    (w: number[]) => {
      let e = 0;
      for (let s = 0; s < 2; s++) {
        const rows: number[][] = [];
        for (let i = 0; i < w.length; i++) {
          rows.push([]);
          for (let j = 0; j < w.length; j++) {
            if (i === 0 || j === 0) rows[i]!.push(w[i]! * w[j]!);
            else rows[i]!.push(rows[i - 1]![j - 1]! + w[i]! * w[j]!);
          }
        }
        e += rows[w.length - 1]![w.length - 1]!;
      }
      return e;
    },
    () => [[0.5, 1.25, -2, 0.75]],
    (w: number[]) => w.map((x) => 4 * x),
  ),
  gradient(
    'records that a branch replaces',
    (w: number[]) => {
      const p = w.map((x) => ({ x }));
      let e = 0;
      for (let s = 0; s < 2; s++) {
        for (let j = 0; j < p.length; j++) {
          const q = p[j]!;
          if (j % 2 === 0) {
            e += q.x * q.x;
            p[j] = { x: 2 * q.x };
          } else e += p[j]!.x;
        }
      }
      return e;
    },
    () => [[0.5, 1.25, -2, 0.75]],
    (w: number[]) => w.map((x, j) => (j % 2 === 0 ? 10 * x : 2)),
  ),
  gradient(
    'branches in branches, with a loop between them',
    (w: number[]) => {
      let e = 0;
      for (let s = 0; s < 2; s++) {
        for (let i = 0; i < w.length; i++) {
          if (i > 0) {
            let a = 0;
            for (let j = 0; j < i; j++) {
              const k = i - j - 1;
              if (k !== 1 || s === 0) {
                const b = w[k]!;
                if (b < 100) a += b * w[i]!;
              }
            }
            if (a > -1e9) e += a * a;
          }
        }
      }
      return e;
    },
    () => [[0.5, 1.25, -2, 0.75]],
    (w: number[]) => {
      const g = w.map(() => 0);
      for (let s = 0; s < 2; s++) {
        for (let i = 1; i < w.length; i++) {
          const others = w.map((_, j) => j).filter((j) => j < i && (j !== 1 || s === 0));
          const sum = sumOf(others.map((j) => w[j]!));
          g[i]! += 2 * w[i]! * sum ** 2;
          for (const j of others) g[j]! += 2 * w[i]! ** 2 * sum;
        }
      }
      return g;
    },
  ),
  gradient(
    'a recursion with branches inside a loop',
    (w: number[]) => {
      const f = (n: number, x: number): number => (n === 0 ? x : n % 2 === 0 ? f(n - 1, x * w[0]!) : x * f(n - 1, x));
      let e = 0;
      for (let i = 0; i < w.length; i++) if (i !== 1) e += f(3, w[i]!);
      return e;
    },
    () => [[0.5, 1.25, -2, 0.75]],
    (w: number[]) =>
      w.map(
        (x, k) =>
          (k === 1 ? 0 : 3 * x ** 2 * w[0]! ** 2) +
          (k === 0 ? 2 * w[0]! * sumOf(w.map((y, j) => (j === 1 ? 0 : y ** 3))) : 0),
      ),
  ),
  gradient(
    'an array that is filled where it is made, and one that is seen before',
    (w: number[]) => {
      const a = new Array<number>(w.length).fill(2);
      a[0] = w[0]!;
      const b = new Array<number>(w.length);
      const c = b;
      b[1] = w[1]!;
      c.fill(3);
      c[2] = w[2]!;
      let s = 0;
      for (let k = 0; k < w.length; k++) s += (a[k]! + b[k]!) * w[k]!;
      return s;
    },
    () => [[0.5, 1.25, -2, 0.75]],
    (w: number[]) => [2 * w[0]! + 3, 5, 2 + 2 * w[2]!, 5],
  ),
  gradient(
    'a recursion that replaces the records it is given',
    (w: number[]) => {
      const go = (p: { x: number }[], k: number): number => {
        if (k === p.length) return 0;
        const q = p[k]!;
        p[k] = { x: 2 * q.x };
        return q.x * q.x + go(p, k + 1) + p[k]!.x;
      };
      return go(
        w.map((x) => ({ x })),
        0,
      );
    },
    () => [[0.5, 1.25, -2]],
    (w: number[]) => w.map((x) => 2 * x + 2),
  ),
  gradient(
    'a recursion that makes a list longer on its way in and out',
    (w: number[]) => {
      const out: number[] = [];
      const walk = (k: number): number => {
        if (k === 0) return 0;
        out.push(w[k - 1]! * w[k - 1]!);
        const inner = walk(k - 1);
        out.push(2 * out[out.length - 1]!);
        return inner + out[out.length - 1]!;
      };
      return walk(w.length) + out[0]!;
    },
    () => [[0.5, 1.25, -2]],
    (w: number[]) => w.map((x, k) => (k === 0 ? 28 * x : k === w.length - 1 ? 2 * x : 0)),
  ),
  gradient(
    'a recursion over a tree whose branches are records or nothing',
    (t: Tree) => {
      const value = (n: Tree): number =>
        n.left === null || n.right === null ? n.x * n.x : n.x * value(n.left) * value(n.right);
      return value(t);
    },
    () => [{ x: 2, left: { x: 3, left: null, right: null }, right: { x: 5, left: null, right: null } }],
    () => ({
      x: 225,
      left: { x: 2 * 6 * 25, left: undefined, right: undefined },
      right: { x: 2 * 9 * 10, left: undefined, right: undefined },
    }),
  ),
];
