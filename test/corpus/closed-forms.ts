/**
 * Closed forms with their derivatives up to the fourth, independent of the engine: elementary functions with
 * the formulas of any calculus table, joined by linearity, Leibniz' rule and Faà di Bruno's formula.
 */

/** `form(k, w)` is the k-th derivative at w; k = 0 is the value. */
export type ClosedForm = (order: number, w: number) => number;

export const constant =
  (c: number): ClosedForm =>
  (k) =>
    k === 0 ? c : 0;

/** c₀ + c₁w + c₂w² + … */
export const polynomial =
  (...c: number[]): ClosedForm =>
  (k, w) => {
    let sum = 0;
    for (let n = c.length - 1; n >= k; n--) sum = sum * w + c[n]! * falling(n, k);
    return sum;
  };

/** n(n−1)…(n−k+1) */
export function falling(n: number, k: number): number {
  let product = 1;
  for (let j = 0; j < k; j++) product *= n - j;
  return product;
}

export const identity: ClosedForm = polynomial(0, 1);

/** wᵖ */
export const power =
  (p: number): ClosedForm =>
  (k, w) => {
    const factor = falling(p, k);
    return factor === 0 ? 0 : factor * w ** (p - k);
  };

export const sum =
  (...forms: ClosedForm[]): ClosedForm =>
  (k, w) =>
    forms.reduce((total, form) => total + form(k, w), 0);

export const scaled =
  (c: number, form: ClosedForm): ClosedForm =>
  (k, w) =>
    c * form(k, w);

export const minus = (a: ClosedForm, b: ClosedForm): ClosedForm => sum(a, scaled(-1, b));

const binomial = [[1], [1, 1], [1, 2, 1], [1, 3, 3, 1], [1, 4, 6, 4, 1]];

/** (fg)⁽ᵏ⁾ = Σ (k over j) f⁽ʲ⁾ g⁽ᵏ⁻ʲ⁾ */
export const product = (...forms: ClosedForm[]): ClosedForm =>
  forms.reduce(
    (f, g): ClosedForm =>
      (k, w) =>
        binomial[k]!.reduce((total, c, j) => total + c * f(j, w) * g(k - j, w), 0),
  );

/** f(g(w)), by Faà di Bruno. */
export const compose =
  (f: ClosedForm, g: ClosedForm): ClosedForm =>
  (k, w) => {
    const u = g(0, w);
    const [f1, f2, f3, f4] = [1, 2, 3, 4].map((j) => (j <= k ? f(j, u) : 0)) as [number, number, number, number];
    const [g1, g2, g3, g4] = [1, 2, 3, 4].map((j) => (j <= k ? g(j, w) : 0)) as [number, number, number, number];
    switch (k) {
      case 0:
        return f(0, u);
      case 1:
        return f1 * g1;
      case 2:
        return f2 * g1 ** 2 + f1 * g2;
      case 3:
        return f3 * g1 ** 3 + 3 * f2 * g1 * g2 + f1 * g3;
      default:
        return f4 * g1 ** 4 + 6 * f3 * g1 ** 2 * g2 + f2 * (3 * g2 ** 2 + 4 * g1 * g3) + f1 * g4;
    }
  };

/** f(aw + b) */
export const stretched =
  (f: ClosedForm, a: number, b = 0): ClosedForm =>
  (k, w) =>
    a ** k * f(k, a * w + b);

export const quotient = (f: ClosedForm, g: ClosedForm): ClosedForm => product(f, compose(power(-1), g));

/** Different formulas on pieces of the line: the first whose test holds. */
export const piecewise =
  (...pieces: readonly (readonly [(w: number) => boolean, ClosedForm])[]): ClosedForm =>
  (k, w) =>
    pieces.find(([holds]) => holds(w))![1](k, w);

export const exp: ClosedForm = (_k, w) => Math.exp(w);
export const sin: ClosedForm = (k, w) => [Math.sin(w), Math.cos(w), -Math.sin(w), -Math.cos(w)][k % 4]!;
export const cos: ClosedForm = (k, w) => sin(k + 1, w);
export const sinh: ClosedForm = (k, w) => (k % 2 === 0 ? Math.sinh(w) : Math.cosh(w));
export const cosh: ClosedForm = (k, w) => sinh(k + 1, w);
/** (−1)ᵏ⁻¹ (k−1)! / wᵏ */
export const log: ClosedForm = (k, w) => (k === 0 ? Math.log(w) : [1, -1, 2, -6][k - 1]! / w ** k);
export const sqrt: ClosedForm = power(0.5);
export const expm1: ClosedForm = (k, w) => (k === 0 ? Math.expm1(w) : Math.exp(w));
export const log1p: ClosedForm = (k, w) => (k === 0 ? Math.log1p(w) : log(k, 1 + w));
export const cbrt: ClosedForm = (k, w) => (k === 0 ? Math.cbrt(w) : (falling(1 / 3, k) * Math.cbrt(w)) / w ** k);

/** A form whose first derivative is known as a form. */
export const primitive =
  (value: (w: number) => number, slope: ClosedForm): ClosedForm =>
  (k, w) =>
    k === 0 ? value(w) : slope(k - 1, w);

export const tan: ClosedForm = (k, w) => {
  const t = Math.tan(w);
  const s = 1 / Math.cos(w) ** 2;
  return [t, s, 2 * t * s, s * (2 + 6 * t * t), s * t * (16 + 24 * t * t)][k]!;
};
export const tanh: ClosedForm = (k, w) => {
  const t = Math.tanh(w);
  const s = 1 / Math.cosh(w) ** 2;
  return [t, s, -2 * t * s, s * (6 * t * t - 2), s * t * (16 - 24 * t * t)][k]!;
};
export const asin: ClosedForm = primitive(Math.asin, compose(power(-0.5), polynomial(1, 0, -1)));
export const acos: ClosedForm = primitive(Math.acos, scaled(-1, compose(power(-0.5), polynomial(1, 0, -1))));
export const atan: ClosedForm = primitive(Math.atan, compose(power(-1), polynomial(1, 0, 1)));
export const asinh: ClosedForm = primitive(Math.asinh, compose(power(-0.5), polynomial(1, 0, 1)));
export const acosh: ClosedForm = primitive(Math.acosh, compose(power(-0.5), polynomial(-1, 0, 1)));
export const atanh: ClosedForm = primitive(Math.atanh, compose(power(-1), polynomial(1, 0, -1)));
/** 1/(1 + e⁻ʷ) and its derivatives in s(1 − s). */
export const logistic: ClosedForm = (k, w) => {
  const s = 1 / (1 + Math.exp(-w));
  const d = s * (1 - s);
  const c = 1 - 2 * s;
  return [s, d, d * c, d * (1 - 6 * d), d * c * (1 - 12 * d)][k]!;
};
