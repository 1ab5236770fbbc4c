/**
 * The smooth operations: value, JavaScript text, partial derivatives in the forms that keep their digits,
 * and Taylor recurrences. Above each row stands its formula. A name of `smoothOperations` without a row
 * here does not compile. Sources: Griewank and Walther, Evaluating Derivatives, chapters 3 and 13; the
 * forms for asin, acosh and atanh avoid the cancellation of 1 − w² near ±1.
 */
import type { ArityOf, SmoothName } from '../ir/operations.ts';
import type { DifferentiableRow, Partial, Terms, Tie } from './rule.ts';

const one = <T>(t: Terms<T>): T => t.constant(1);
const call = 20;

/** a·b, a/b … written as functions of terms, so that the rows below read as formulas. */
function algebra<T>(t: Terms<T>) {
  return {
    c: (value: number) => t.constant(value),
    add: (a: T, b: T) => t.apply('add', a, b),
    sub: (a: T, b: T) => t.apply('sub', a, b),
    mul: (a: T, b: T) => t.apply('mul', a, b),
    div: (a: T, b: T) => t.apply('div', a, b),
    neg: (a: T) => t.apply('neg', a),
    sqrt: (a: T) => t.apply('sqrt', a),
  };
}

/** 1 / term. */
function reciprocal(term: <T>(t: Terms<T>, w: T, y: T) => T): Partial<1> {
  return (t, [w], y) => t.apply('div', t.constant(1), term(t, w, y));
}

/** (1 − w)(1 + w): 1 − w² without cancellation near ±1. */
function oneMinusSquare<T>(t: Terms<T>, w: T): T {
  const { c, add, sub, mul } = algebra(t);
  return mul(sub(c(1), w), add(c(1), w));
}

function onePlusSquare<T>(t: Terms<T>, w: T): T {
  const { c, add, mul } = algebra(t);
  return add(c(1), mul(w, w));
}

/** A function of `Math` with one argument. */
function unary(
  name: keyof typeof Math & string,
  value: (w: number) => number,
  partial: Partial<1>,
  singular = false,
  tie?: Tie<1>,
): DifferentiableRow<1> {
  return { value, text: `Math.${name}($0)`, precedence: call, partials: [partial], singular, ...(tie && { tie }) };
}

/** The slope is infinite where the argument is `edge`; what comes before it may still make the whole smooth. */
function steepAt(edge: number) {
  return <T>(t: Terms<T>, [w]: readonly [T, ...T[]]): readonly [T, T] => [w, t.constant(edge)];
}

/** Likewise at ±1. */
const steepAtOne: Tie<1> = (t, [w]) => [t.apply('abs', w), t.constant(1)];

export const smoothRules: { readonly [Name in SmoothName]: DifferentiableRow<ArityOf<Name>> } = {
  // −w
  neg: { value: (w: number) => -w, text: '-$0', precedence: 14, partials: [(t) => t.constant(-1)] },
  // a + b
  add: { value: (a: number, b: number) => a + b, text: '$0 + $1', precedence: 11, partials: [one, one] },
  // a − b
  sub: {
    value: (a: number, b: number) => a - b,
    text: '$0 - $1',
    precedence: 11,
    partials: [one, (t) => t.constant(-1)],
  },
  // ∂(ab) = (b, a)
  mul: {
    value: (a: number, b: number) => a * b,
    text: '$0 * $1',
    precedence: 12,
    partials: [(_, [, b]) => b, (_, [a]) => a],
  },
  // ∂(a/b) = (1/b, −(a/b)/b)
  div: {
    value: (a: number, b: number) => a / b,
    text: '$0 / $1',
    precedence: 12,
    singular: true,
    tie: (t, [, b]) => [b, t.constant(0)],
    partials: [(t, [, b]) => t.apply('div', t.constant(1), b), (t, [, b], y) => t.apply('neg', t.apply('div', y, b))],
  },
  // ∂(a % b) = (1, −trunc(a/b))
  rem: {
    value: (a: number, b: number) => a % b,
    text: '$0 % $1',
    precedence: 12,
    // With a fixed point of the quotient excluded: a jump where a is a non-zero multiple of b.
    tie: (t, [a, b]) => {
      const zero = t.constant(0);
      const remainder = t.apply('rem', a, b);
      return [t.apply('select', t.apply('eq', a, zero), t.constant(1), remainder), zero];
    },
    partials: [one, (t, [a, b]) => t.apply('neg', t.apply('trunc', t.apply('div', a, b)))],
  },
  // ∂(aᵇ) = (b·aᵇ⁻¹, aᵇ·ln a); b = 0 is a constant, a = 0 has no slope in b > 0
  pow: {
    value: (a: number, b: number) => a ** b,
    text: 'Math.pow($0, $1)',
    precedence: call,
    singular: true,
    tie: steepAt(0),
    partials: [
      (t, [a, b]) => t.apply('guarded_mul', b, t.apply('pow', a, t.apply('sub', b, t.constant(1)))),
      (t, [a, b], y) => {
        const slope = t.apply('guarded_mul', y, t.apply('log', a));
        const atZero = t.apply('select', t.apply('eq', a, t.constant(0)), nowhere(t, b), slope);
        return t.apply('select', t.apply('gt', b, t.constant(0)), slope, atZero);
      },
    ],
  },
  // sin′ = cos
  sin: unary('sin', Math.sin, (t, [w]) => t.apply('cos', w)),
  // cos′ = −sin
  cos: unary('cos', Math.cos, (t, [w]) => t.apply('neg', t.apply('sin', w))),
  // tan′ = 1/cos²
  tan: unary(
    'tan',
    Math.tan,
    reciprocal((t, w) => {
      const cosine = t.apply('cos', w);
      return t.apply('mul', cosine, cosine);
    }),
  ),
  // asin′ = 1/√((1−w)(1+w))
  asin: unary(
    'asin',
    Math.asin,
    reciprocal((t, w) => algebra(t).sqrt(oneMinusSquare(t, w))),
    true,
    steepAtOne,
  ),
  // acos′ = −1/√((1−w)(1+w))
  acos: unary(
    'acos',
    Math.acos,
    (t, [w]) => t.apply('div', t.constant(-1), t.apply('sqrt', oneMinusSquare(t, w))),
    true,
    steepAtOne,
  ),
  // atan′ = 1/(1+w²)
  atan: unary('atan', Math.atan, reciprocal(onePlusSquare)),
  // atan2(y, x): (x, −y)/(x² + y²); at the origin there is no answer
  atan2: {
    value: (y: number, x: number) => Math.atan2(y, x),
    text: 'Math.atan2($0, $1)',
    precedence: call,
    singular: true,
    // The cut: y = 0 with x ≤ 0. Written as the tie y == (x > 0 ? 1 : 0) only where it can tie.
    tie: (t, [y, x]) => [y, t.apply('select', t.apply('gt', x, t.constant(0)), t.constant(NaN), t.constant(0))],
    partials: [
      (t, [y, x]) => {
        const radius = t.apply('hypot2', y, x);
        return t.apply('div', t.apply('div', x, radius), radius);
      },
      (t, [y, x]) => {
        const radius = t.apply('hypot2', y, x);
        return t.apply('neg', t.apply('div', t.apply('div', y, radius), radius));
      },
    ],
  },
  // sinh′ = cosh
  sinh: unary('sinh', Math.sinh, (t, [w]) => t.apply('cosh', w)),
  // cosh′ = sinh
  cosh: unary('cosh', Math.cosh, (t, [w]) => t.apply('sinh', w)),
  // tanh′ = 1/cosh² = 4e/(1+e)² with e = exp(−2|w|) (1 − tanh² is noise from w ≈ 15 on)
  tanh: {
    ...unary('tanh', Math.tanh, (t, [w]) => {
      // Even in w: either sign is right at 0, to every order, which the slope of |w| there would not be.
      const isNegative = t.apply('lt', t.apply('stop', w), t.constant(0));
      const size = t.apply('select', isNegative, t.apply('neg', w), w);
      const e = t.apply('exp', t.apply('mul', t.constant(-2), size));
      const sum = t.apply('add', t.constant(1), e);
      return t.apply('div', t.apply('mul', t.constant(4), e), t.apply('mul', sum, sum));
    }),
    written: ['1 − $y²'],
  },
  // asinh′ = 1/√(1+w²), as 1/hypot(1, w) against overflow
  asinh: unary(
    'asinh',
    Math.asinh,
    reciprocal((t, w) => t.apply('hypot2', t.constant(1), w)),
  ),
  // acosh′ = 1/(√(w−1)·√(w+1))
  acosh: unary(
    'acosh',
    Math.acosh,
    reciprocal((t, w) => {
      const { c, add, sub, mul, sqrt } = algebra(t);
      return mul(sqrt(sub(w, c(1))), sqrt(add(w, c(1))));
    }),
    true,
    steepAt(1),
  ),
  // atanh′ = 1/((1−w)(1+w)) inside (−1, 1)
  atanh: unary(
    'atanh',
    Math.atanh,
    (t, [w]) => {
      const slope = t.apply('div', t.constant(1), oneMinusSquare(t, w));
      const inside = t.apply('le', t.apply('abs', w), t.constant(1));
      return t.apply('select', inside, slope, nowhere(t, w));
    },
    true,
  ),
  // exp′ = exp
  exp: unary('exp', Math.exp, (_, __, y) => y),
  // expm1′ = exp
  expm1: unary('expm1', Math.expm1, (t, [w]) => t.apply('exp', w)),
  // log′ = 1/w for w > 0
  log: unary('log', Math.log, (t, [w]) => outsideIsNaN(t, w, 0, t.apply('div', t.constant(1), w)), true, steepAt(0)),
  // log1p′ = 1/(1+w) for w > −1
  log1p: unary(
    'log1p',
    Math.log1p,
    (t, [w]) => outsideIsNaN(t, w, -1, t.apply('div', t.constant(1), t.apply('add', t.constant(1), w))),
    true,
    steepAt(-1),
  ),
  // log2′ = 1/(w ln 2)
  log2: unary(
    'log2',
    Math.log2,
    (t, [w]) => outsideIsNaN(t, w, 0, t.apply('div', t.constant(1), t.apply('mul', w, t.constant(Math.LN2)))),
    true,
    steepAt(0),
  ),
  // log10′ = 1/(w ln 10)
  log10: unary(
    'log10',
    Math.log10,
    (t, [w]) => outsideIsNaN(t, w, 0, t.apply('div', t.constant(1), t.apply('mul', w, t.constant(Math.LN10)))),
    true,
    steepAt(0),
  ),
  // sqrt′ = 1/(2√w)
  sqrt: unary('sqrt', Math.sqrt, (t, _, y) => t.apply('div', t.constant(0.5), y), true, steepAt(0)),
  // cbrt′ = 1/(3∛w²)
  cbrt: unary(
    'cbrt',
    Math.cbrt,
    (t, _, y) => t.apply('div', t.constant(1), t.apply('mul', t.constant(3), t.apply('mul', y, y))),
    true,
    steepAt(0),
  ),
  // hypot(a, b)′ = (a, b)/hypot; at the origin a corner, whose midpoint is 0
  hypot2: {
    value: (a: number, b: number) => Math.hypot(a, b),
    text: 'Math.hypot($0, $1)',
    precedence: call,
    singular: true,
    tie: (t, [a, b]) => [t.apply('hypot2', a, b), t.constant(0)],
    partials: [(t, [a, b], y) => overRadius(t, a, b, y), (t, [a, b], y) => overRadius(t, b, a, y)],
  },
  // rounding to single precision is taken as the identity
  fround: unary('fround', Math.fround, one),
  // rounding to half precision likewise
  f16round: { ...unary('fround', roundToHalf, one), text: 'rounded16($0)' },
};

/** part / radius; at the origin the midpoint 0, whose own slopes are undefined. */
function overRadius<T>(t: Terms<T>, part: T, other: T, radius: T): T {
  const undefinedSlope = (zero: T): T => t.apply('guarded_mul', zero, t.constant(NaN));
  const corner = t.apply('add', undefinedSlope(part), undefinedSlope(other));
  return t.apply('select', t.apply('eq', radius, t.constant(0)), corner, t.apply('div', part, radius));
}

/** NaN that moves with w, so that it is NaN to every order. */
function nowhere<T>(t: Terms<T>, w: T): T {
  return t.apply('mul', w, t.constant(NaN));
}

/** The slope where w ≥ edge (at the edge itself it is infinite, as IEEE has it), NaN outside the domain. */
function outsideIsNaN<T>(t: Terms<T>, w: T, edge: number, slope: T): T {
  return t.apply('select', t.apply('ge', w, t.constant(edge)), slope, nowhere(t, w));
}

/** Rounds to the nearest half-precision number, ties to even: `Math.f16round` for engines without it. */
function roundToHalf(w: number): number {
  if (!Number.isFinite(w) || w === 0) return w;
  const magnitude = Math.abs(w);
  const exponent = Math.max(Math.floor(Math.log2(magnitude)), -14);
  const unit = 2 ** (exponent - 10);
  const scaled = magnitude / unit;
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
  const result = rounded * unit;
  return Math.sign(w) * (result > 65504 ? Infinity : result);
}
