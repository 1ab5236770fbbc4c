/**
 * Functions written with other functions, for engines that lack them. In: arguments as terms. Out: a term. Each keeps its
 * digits: what would cancel near 0 is never subtracted. Guaranteed, and held by a test beside `Math`: a few units in the
 * last place. Sources: W. Kahan for log1p and expm1 from log and exp (Interval arithmetic options in the proposed IEEE
 * standard, 1979; HP-15C Advanced Functions Handbook, 1982); Higham, Accuracy and Stability of Numerical Algorithms, 1.14.
 */
import type { Terms } from '../../rules/index.ts';

/** A function in terms of others. */
export type Form = <T>(t: Terms<T>, args: readonly T[]) => T;

/** Names for the operations, so that forms read as formulas. */
function algebra<T>(t: Terms<T>) {
  return {
    c: (value: number): T => t.constant(value),
    add: (a: T, b: T): T => t.apply('add', a, b),
    sub: (a: T, b: T): T => t.apply('sub', a, b),
    mul: (a: T, b: T): T => t.apply('mul', a, b),
    div: (a: T, b: T): T => t.apply('div', a, b),
    neg: (a: T): T => t.apply('neg', a),
    abs: (a: T): T => t.apply('abs', a),
    exp: (a: T): T => t.apply('exp', a),
    log: (a: T): T => t.apply('log', a),
    sqrt: (a: T): T => t.apply('sqrt', a),
    log1p: (a: T): T => t.apply('log1p', a),
    expm1: (a: T): T => t.apply('expm1', a),
    lt: (a: T, b: T): T => t.apply('lt', a, b),
    gt: (a: T, b: T): T => t.apply('gt', a, b),
    eq: (a: T, b: T): T => t.apply('eq', a, b),
    either: (condition: T, a: T, b: T): T => t.apply('select', condition, a, b),
    /** |result| with the sign of w. */
    signed: (w: T, magnitude: T): T =>
      t.apply('select', t.apply('lt', w, t.constant(0)), t.apply('neg', magnitude), magnitude),
  };
}

/** log(1 + w): with u = 1 + w rounded, log(u)·w/(u − 1) has the digits that log(u) has lost. */
export const log1p: Form = (t, [w]) => {
  const { c, add, sub, mul, div, log, eq, either } = algebra(t);
  const u = add(c(1), w!);
  const corrected = mul(log(u), div(w!, sub(u, c(1))));
  return either(eq(u, c(1)), w!, either(eq(u, c(Infinity)), u, corrected));
};

/** exp(w) − 1: with u = exp(w) rounded, (u − 1)·w/log(u). */
export const expm1: Form = (t, [w]) => {
  const { c, sub, mul, div, exp, log, eq, gt, either } = algebra(t);
  const u = exp(w!);
  const less = sub(u, c(1));
  const corrected = mul(less, div(w!, log(u)));
  return either(eq(u, c(1)), w!, either(eq(less, c(-1)), less, either(gt(w!, c(40)), less, corrected)));
};

/** (m + m/(m + 1))/2 with m = exp|w| − 1. */
export const sinh: Form = (t, [w]) => {
  const { c, add, mul, div, exp, abs, expm1: less, gt, either, signed } = algebra(t);
  const size = abs(w!);
  const m = less(size);
  const half = exp(mul(c(0.5), size));
  const small = mul(c(0.5), add(m, div(m, add(m, c(1)))));
  return signed(w!, either(gt(size, c(40)), mul(mul(c(0.5), half), half), small));
};

/** (e + 1/e)/2 with e = exp|w|, as (h/2)·h with h = √e where e overflows first. */
export const cosh: Form = (t, [w]) => {
  const { c, add, mul, div, exp, abs, gt, either } = algebra(t);
  const size = abs(w!);
  const half = exp(mul(c(0.5), size));
  const e = exp(size);
  return either(gt(size, c(40)), mul(mul(c(0.5), half), half), mul(c(0.5), add(e, div(c(1), e))));
};

/** −m/(m + 2) with m = exp(−2|w|) − 1. */
export const tanh: Form = (t, [w]) => {
  const { c, add, mul, div, neg, abs, expm1: less, signed } = algebra(t);
  const m = less(mul(c(-2), abs(w!)));
  return signed(w!, div(neg(m), add(m, c(2))));
};

/** log1p(s + s²/(1 + √(1 + s²))) with s = |w|; beyond 2²⁷ log(s) + log 2. */
export const asinh: Form = (t, [w]) => {
  const { c, add, mul, div, sqrt, abs, log, log1p: more, gt, either, signed } = algebra(t);
  const s = abs(w!);
  const square = mul(s, s);
  const near = more(add(s, div(square, add(c(1), sqrt(add(c(1), square))))));
  return signed(w!, either(gt(s, c(2 ** 27)), add(log(s), c(Math.LN2)), near));
};

/** log1p(d + √(2d + d²)) with d = w − 1. */
export const acosh: Form = (t, [w]) => {
  const { c, add, sub, mul, sqrt, log, log1p: more, lt, gt, either } = algebra(t);
  const d = sub(w!, c(1));
  const near = more(add(d, sqrt(add(mul(c(2), d), mul(d, d)))));
  const inside = either(gt(w!, c(2 ** 27)), add(log(w!), c(Math.LN2)), near);
  return either(lt(w!, c(1)), c(NaN), inside);
};

/** log1p(2s/(1 − s))/2 with s = |w|. */
export const atanh: Form = (t, [w]) => {
  const { c, sub, mul, div, abs, log1p: more, signed, eq, gt, either } = algebra(t);
  const s = abs(w!);
  const inside = mul(c(0.5), more(div(mul(c(2), s), sub(c(1), s))));
  return signed(w!, either(eq(s, c(1)), c(Infinity), either(gt(s, c(1)), c(NaN), inside)));
};

/** exp(log|w|/3) and one step of Newton's. */
export const cbrt: Form = (t, [w]) => {
  const { c, sub, mul, div, exp, log, abs, eq, either, signed } = algebra(t);
  const s = abs(w!);
  const y = exp(div(log(s), c(3)));
  const square = mul(y, y);
  const better = sub(y, div(sub(y, div(s, square)), c(3)));
  return either(eq(w!, c(0)), w!, either(eq(s, c(Infinity)), w!, signed(w!, better)));
};

/** m·√(1 + (n/m)²), m the larger of |a| and |b|. */
export const hypot2: Form = (t, [a, b]) => {
  const { c, add, mul, div, sqrt, abs, gt, eq, either } = algebra(t);
  const [one, two] = [abs(a!), abs(b!)];
  const larger = either(gt(one, two), one, two);
  const smaller = either(gt(one, two), two, one);
  const ratio = div(smaller, larger);
  const length = mul(larger, sqrt(add(c(1), mul(ratio, ratio))));
  return either(eq(larger, c(0)), larger, either(eq(larger, c(Infinity)), larger, length));
};

export const log2: Form = (t, [w]) => t.apply('div', t.apply('log', w!), t.constant(Math.LN2));
export const log10: Form = (t, [w]) => t.apply('div', t.apply('log', w!), t.constant(Math.LN10));

/** a − b·trunc(a/b): exact while the quotient is below 2⁵³. */
export const rem: Form = (t, [a, b]) => {
  const { sub, mul, div, abs, lt, either } = algebra(t);
  const rest = sub(a!, mul(b!, t.apply('trunc', div(a!, b!))));
  return either(lt(abs(a!), abs(b!)), a!, rest);
};

/** Ties go to +∞. */
export const round: Form = (t, [w]) => {
  const { c, add, sub, lt, either } = algebra(t);
  const below = t.apply('floor', w!);
  return either(lt(sub(w!, below), c(0.5)), below, add(below, c(1)));
};

export const trunc: Form = (t, [w]) => {
  const { c, lt, either } = algebra(t);
  return either(lt(w!, c(0)), t.apply('ceil', w!), t.apply('floor', w!));
};

export const sign: Form = (t, [w]) => {
  const { c, lt, gt, either } = algebra(t);
  return either(gt(w!, c(0)), c(1), either(lt(w!, c(0)), c(-1), w!));
};

export const guardedMul: Form = (t, [a, b]) => {
  const { c, mul, eq, either } = algebra(t);
  return either(eq(a!, c(0)), c(0), mul(a!, b!));
};

export const isFinite: Form = (t, [w]) => t.apply('lt', t.apply('abs', w!), t.constant(Infinity));

export const isInteger: Form = (t, [w]) => {
  const { c, abs, lt, eq, either } = algebra(t);
  return either(lt(abs(w!), c(Infinity)), eq(w!, t.apply('floor', w!)), lt(c(1), c(0)));
};
