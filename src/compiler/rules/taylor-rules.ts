/**
 * Taylor recurrences of the smooth operations. In: the coefficients a₀, a₁ … of the arguments (aₖ is the k-th
 * derivative over k!), over any kind of term. Out: the coefficients y₀, y₁ … of the result, to the same order;
 * y₀ is the operation itself, bit for bit. Source: Griewank and Walther, Evaluating Derivatives, chapter 13:
 * an operation that satisfies a linear differential equation yields a convolution. The leading coefficient of
 * each auxiliary series is computed by the form that keeps its digits (1/cosh² for tanh, (1−w)(1+w) for asin,
 * acos and atanh, hypot for asinh, a scaled sum for hypot and atan2).
 *
 * Guaranteed: a coefficient that is structurally zero (`Terms.isZero`) costs nothing and stays zero; where the
 * operation is singular (√ at 0, log at 0, a pole) the answer is ∞ or NaN, never a wrong finite number; a
 * constant integer power is exact at a zero base as well, and its coefficients beyond the exponent are 0.
 *
 * Notation in the formulas: Σ' runs over 1 ≤ j ≤ k, Σ'' over 1 ≤ j < k, and h·a' in them is Σ' j aⱼ hₖ₋ⱼ.
 */
import type { ArityOf, OperationName, SmoothName } from '../ir/operations.ts';
import type { Series, TaylorRow, TaylorRule, Terms } from './rule.ts';

/** The coefficient of an order that the series has. */
function at<T>(series: readonly T[], k: number): T {
  return series[k] as T;
}

/** Arithmetic that skips structural zeros. */
class Algebra<T> {
  readonly zero: T;
  private readonly terms: Terms<T>;

  constructor(terms: Terms<T>) {
    this.terms = terms;
    this.zero = terms.constant(0);
  }

  isZero(term: T): boolean {
    return this.terms.isZero?.(term) ?? false;
  }

  /** The number a term is known to be. */
  known(term: T): number | undefined {
    return this.terms.known?.(term);
  }

  /** True if a₁ … aₖ are all known to be zero. */
  isFlat(a: readonly T[], k = a.length - 1): boolean {
    for (let j = 1; j <= k; j++) if (!this.isZero(at(a, j)) && this.known(at(a, j)) !== 0) return false;
    return true;
  }

  c(value: number): T {
    return this.terms.constant(value);
  }

  apply(operation: OperationName, ...args: T[]): T {
    return this.terms.apply(operation, ...args);
  }

  neg(a: T): T {
    return this.isZero(a) ? this.zero : this.terms.apply('neg', a);
  }

  add(a: T, b: T): T {
    if (this.isZero(a)) return b;
    return this.isZero(b) ? a : this.terms.apply('add', a, b);
  }

  sub(a: T, b: T): T {
    if (this.isZero(b)) return a;
    return this.isZero(a) ? this.neg(b) : this.terms.apply('sub', a, b);
  }

  mul(a: T, b: T): T {
    return this.isZero(a) || this.isZero(b) ? this.zero : this.terms.apply('mul', a, b);
  }

  div(a: T, b: T): T {
    return this.isZero(a) ? this.zero : this.terms.apply('div', a, b);
  }

  scale(factor: number, a: T): T {
    if (factor === 1) return a;
    return factor === 0 || this.isZero(a) ? this.zero : this.terms.apply('mul', this.c(factor), a);
  }

  /** a / k: a product where that is exact. */
  over(a: T, k: number): T {
    if (k === 1 || this.isZero(a)) return a;
    return (k & (k - 1)) === 0 ? this.scale(1 / k, a) : this.terms.apply('div', a, this.c(k));
  }

  /** Σ aⱼ bₖ₋ⱼ for from ≤ j ≤ to. */
  convolve(a: readonly T[], b: readonly T[], k: number, from: number, to: number): T {
    let sum = this.zero;
    for (let j = from; j <= to; j++) sum = this.add(sum, this.mul(at(a, j), at(b, k - j)));
    return sum;
  }

  /** Σ aⱼ aₖ₋ⱼ for from ≤ j ≤ k − from, each pair once. */
  convolveSquare(a: readonly T[], k: number, from: number): T {
    let pairs = this.zero;
    for (let j = from; j < k - j; j++) pairs = this.add(pairs, this.mul(at(a, j), at(a, k - j)));
    const twice = this.scale(2, pairs);
    return k % 2 === 0 && k / 2 >= from ? this.add(twice, this.mul(at(a, k / 2), at(a, k / 2))) : twice;
  }

  /** The coefficients j·aⱼ of t·a'(t). */
  weighted(a: readonly T[]): T[] {
    return a.map((term, j) => this.scale(j, term));
  }

  /** y' = s·a': yₖ = (1/k) Σ' j aⱼ sₖ₋ⱼ, where `s` is asked for one order at a time and may depend on y so far. */
  integrate(y0: T, a: readonly T[], s: (k: number, y: readonly T[]) => T): T[] {
    const slopes = this.weighted(a);
    const known: T[] = [];
    const y = [y0];
    for (let k = 1; k < a.length; k++) {
      if (this.isFlat(a, k)) {
        y.push(this.zero);
        continue;
      }
      // Also those that were passed over: where only a₁ is 0, a₂ still meets s₀.
      while (known.length < k) known.push(s(known.length, y));
      y.push(this.over(this.convolve(slopes, known, k, 1, k), k));
    }
    return y;
  }

  /** r·y' = a': yₖ = (aₖ − (1/k) Σ'' j yⱼ rₖ₋ⱼ) / r₀. */
  integrateQuotient(y0: T, a: readonly T[], r: readonly T[]): T[] {
    const y = [y0];
    const slopes = [this.zero];
    for (let k = 1; k < a.length; k++) {
      const numerator = this.sub(at(a, k), this.over(this.convolve(slopes, r, k, 1, k - 1), k));
      y.push(this.terms.apply('div', numerator, at(r, 0)));
      slopes.push(this.scale(k, at(y, k)));
    }
    return y;
  }

  /** y·y = p from p₁, p₂ … and y₀: yₖ = (pₖ − Σ'' yⱼ yₖ₋ⱼ) / 2y₀. */
  squareRoot(y0: T, p: readonly T[]): T[] {
    if (this.isFlat(p)) return p.map((_, k) => (k === 0 ? y0 : this.zero));
    const y = [y0];
    const twice = this.scale(2, y0);
    for (let k = 1; k < p.length; k++) {
      y.push(this.terms.apply('div', this.sub(at(p, k), this.convolveSquare(y, k, 1)), twice));
    }
    return y;
  }

  /** The series of `leading` ± a² with its leading coefficient given. */
  squarePlus(leading: T, a: readonly T[], sign: 1 | -1): T[] {
    return a.map((_, k) =>
      k === 0 ? leading : sign === 1 ? this.convolveSquare(a, k, 0) : this.neg(this.convolveSquare(a, k, 0)),
    );
  }

  /** f(a) from fⱼ = f⁽ʲ⁾(a₀)/j!, by Horner's rule in the increment a − a₀. */
  compose(f: readonly T[], a: readonly T[]): T[] {
    const order = a.length - 1;
    let sum: T[] = [at(f, order)];
    for (let j = order - 1; j >= 0; j--) {
      const next: T[] = [at(f, j)];
      for (let k = 1; k <= order - j; k++) next.push(this.convolve(a, sum, k, 1, k));
      sum = next;
    }
    return sum;
  }

  /** `inside` where the test holds, NaN elsewhere. */
  where(test: T, inside: T): T {
    return this.terms.apply('select', test, inside, this.c(NaN));
  }
}

/** A rule of one argument as a function of its series. */
function unary(rule: <T>(x: Algebra<T>, a: Series<T>) => T[]): TaylorRow<1> {
  return (terms, [a]) => rule(new Algebra(terms), a);
}

function binary(rule: <T>(x: Algebra<T>, a: Series<T>, b: Series<T>) => T[]): TaylorRow<2> {
  return (terms, [a, b]) => rule(new Algebra(terms), a, b);
}

/** Two functions with s' = c·a' and c' = sign·s·a': sin and cos, sinh and cosh. */
function coupled<T>(
  x: Algebra<T>,
  a: Series<T>,
  names: readonly [OperationName, OperationName],
  sign: 1 | -1,
): { first: T[]; second: T[] } {
  const slopes = x.weighted(a);
  const moving = !x.isFlat(a);
  const first = [x.apply(names[0], a[0])];
  const second = moving ? [x.apply(names[1], a[0])] : [x.zero];
  for (let k = 1; k < a.length; k++) {
    first.push(x.over(x.convolve(slopes, second, k, 1, k), k));
    const turned = x.over(x.convolve(slopes, first, k, 1, k), k);
    second.push(sign === 1 ? turned : x.neg(turned));
  }
  return { first, second };
}

/** (1 − w)(1 + w): 1 − w² without cancellation near ±1. */
function oneMinusSquare<T>(x: Algebra<T>, w: T): T {
  return x.apply('mul', x.apply('sub', x.c(1), w), x.apply('add', x.c(1), w));
}

/** asin and −acos up to the leading coefficient: y' = a'/√((1−a)(1+a)). */
function arcSine<T>(x: Algebra<T>, y0: T, a: Series<T>): T[] {
  if (x.isFlat(a)) return flat(x, y0, a);
  const square = x.squarePlus(oneMinusSquare(x, a[0]), a, -1);
  return x.integrateQuotient(y0, a, x.squareRoot(x.apply('sqrt', at(square, 0)), square));
}

/** ln a up to the leading coefficient: a y' = a', with NaN below the edge of the domain. */
function logarithm<T>(x: Algebra<T>, y0: T, a: Series<T>, edge: number): T[] {
  if (x.isFlat(a)) return flat(x, y0, a);
  const shifted = edge === 0 ? a[0] : x.apply('add', x.c(-edge), a[0]);
  const known = x.known(a[0]);
  const inside = known !== undefined && known >= edge;
  const leading = inside ? shifted : x.where(x.apply('ge', a[0], x.c(edge)), shifted);
  return x.integrateQuotient(y0, a, [leading, ...a.slice(1)]);
}

function flat<T>(x: Algebra<T>, y0: T, a: readonly T[]): T[] {
  return a.map((_, k) => (k === 0 ? y0 : x.zero));
}

function exponential<T>(x: Algebra<T>, y0: T, a: readonly T[]): T[] {
  return x.integrate(y0, a, (k, y) => at(y, k));
}

/** r choose j for any real r. */
function binomial(r: number, j: number): number {
  let product = 1;
  for (let i = 0; i < j; i++) product = (product * (r - i)) / (i + 1);
  return product;
}

/** aʳ with r fixed: fⱼ = C(r, j)·a₀ʳ⁻ʲ, which ends at j = r if r is a natural number. */
function powerFixed<T>(x: Algebra<T>, y0: T, a: Series<T>, exponent: T): T[] {
  if (x.isFlat(a)) return flat(x, y0, a);
  const r = x.known(exponent);
  const f = [y0];
  let factor = x.c(1);
  for (let j = 1; j < a.length; j++) {
    if (r === undefined) {
      factor = x.over(x.mul(factor, x.sub(exponent, j === 1 ? x.zero : x.c(j - 1))), j);
      f.push(x.apply('guarded_mul', factor, x.apply('pow', a[0], x.apply('sub', exponent, x.c(j)))));
    } else {
      const choices = binomial(r, j);
      f.push(choices === 0 ? x.zero : x.scale(choices, x.apply('pow', a[0], x.c(r - j))));
    }
  }
  return x.compose(f, a);
}

/** aᵇ with both moving: y' = y·(b ln a)'; at a₀ = 0 the orders up to b₀ are those of a fixed exponent, the rest NaN. */
function powerMoving<T>(x: Algebra<T>, y0: T, a: Series<T>, b: Series<T>): T[] {
  const logarithms = logarithm(x, x.apply('log', a[0]), a, 0);
  const product = a.map((_, k) => (k === 0 ? x.zero : x.convolve(b, logarithms, k, 0, k)));
  const general = exponential(x, y0, product);
  const base = x.known(a[0]);
  if (base !== undefined && base !== 0) return general;
  const atZero = powerFixed(x, y0, a, b[0]);
  const vanishes = x.apply('eq', a[0], x.c(0));
  return general.map((term, k) => {
    if (k === 0) return y0;
    const fixed = x.where(x.apply('ge', b[0], x.c(k)), at(atZero, k));
    const still = x.isFlat(a) ? x.where(x.apply('gt', b[0], x.c(0)), x.zero) : fixed;
    return x.apply('select', vanishes, still, term);
  });
}

const rows: { readonly [Name in SmoothName]: TaylorRow<ArityOf<Name>> } = {
  // yₖ = −aₖ
  neg: unary((x, a) => a.map((term, k) => (k === 0 ? x.apply('neg', term) : x.neg(term)))),
  // yₖ = aₖ + bₖ
  add: binary((x, a, b) => a.map((term, k) => (k === 0 ? x.apply('add', term, at(b, k)) : x.add(term, at(b, k))))),
  // yₖ = aₖ − bₖ
  sub: binary((x, a, b) => a.map((term, k) => (k === 0 ? x.apply('sub', term, at(b, k)) : x.sub(term, at(b, k))))),
  // yₖ = Σ aⱼ bₖ₋ⱼ
  mul: binary((x, a, b) =>
    a.map((term, k) => {
      if (k === 0) return x.apply('mul', term, b[0]);
      return a === b ? x.convolveSquare(a, k, 0) : x.convolve(a, b, k, 0, k);
    }),
  ),
  // b·y = a: yₖ = (aₖ − Σ' bⱼ yₖ₋ⱼ) / b₀
  div: binary((x, a, b) => {
    const y = [x.apply('div', a[0], b[0])];
    for (let k = 1; k < a.length; k++) {
      const numerator = x.sub(at(a, k), x.convolve(b, y, k, 1, k));
      y.push(x.isFlat(b, k) ? x.div(numerator, b[0]) : x.apply('div', numerator, b[0]));
    }
    return y;
  }),
  // yₖ = aₖ − trunc(a₀/b₀)·bₖ
  rem: binary((x, a, b) => {
    const quotient = x.isFlat(b) ? x.zero : x.apply('trunc', x.apply('div', a[0], b[0]));
    return a.map((term, k) => (k === 0 ? x.apply('rem', term, b[0]) : x.sub(term, x.mul(quotient, at(b, k)))));
  }),
  // aᵇ: a binomial series in a − a₀ for a fixed exponent, y' = y·(b ln a)' for a moving one
  pow: binary((x, a, b) => {
    const y0 = x.apply('pow', a[0], b[0]);
    return x.isFlat(b) ? powerFixed(x, y0, a, b[0]) : powerMoving(x, y0, a, b);
  }),
  // sin' = cos·a', cos' = −sin·a'
  sin: unary((x, a) => coupled(x, a, ['sin', 'cos'], -1).first),
  cos: unary((x, a) => {
    if (x.isFlat(a)) return flat(x, x.apply('cos', a[0]), a);
    return coupled(x, a, ['sin', 'cos'], -1).second;
  }),
  // y' = v·a' with v = 1 + y², v₀ = 1/cos²
  tan: unary((x, a) =>
    x.integrate(x.apply('tan', a[0]), a, (k, y) => {
      if (k > 0) return x.convolveSquare(y, k, 0);
      const cosine = x.apply('cos', a[0]);
      return x.apply('div', x.c(1), x.apply('mul', cosine, cosine));
    }),
  ),
  // r·y' = a' with r = √((1−a)(1+a))
  asin: unary((x, a) => arcSine(x, x.apply('asin', a[0]), a)),
  // −asin but for the leading coefficient
  acos: unary((x, a) => arcSine(x, x.apply('acos', a[0]), a).map((term, k) => (k === 0 ? term : x.neg(term)))),
  // h·y' = a' with h = 1 + a²
  atan: unary((x, a) => {
    const y0 = x.apply('atan', a[0]);
    if (x.isFlat(a)) return flat(x, y0, a);
    const leading = x.apply('add', x.c(1), x.apply('mul', a[0], a[0]));
    return x.integrateQuotient(y0, a, x.squarePlus(leading, a, 1));
  }),
  // (b² + a²)·y' = b·a' − a·b' for atan2(a, b), both divided by the radius at the point
  atan2: binary((x, a, b) => {
    const y0 = x.apply('atan2', a[0], b[0]);
    if (x.isFlat(a) && x.isFlat(b)) return flat(x, y0, a);
    const radius = x.apply('hypot2', a[0], b[0]);
    const up = a.map((term, k) => (k === 0 ? x.apply('div', term, radius) : x.div(term, radius)));
    const along = b.map((term, k) => (k === 0 ? x.apply('div', term, radius) : x.div(term, radius)));
    const square = a.map((_, k) => x.add(x.convolveSquare(up, k, 0), x.convolveSquare(along, k, 0)));
    const upSlopes = x.weighted(up);
    const alongSlopes = x.weighted(along);
    const turn = a.map((_, k) =>
      x.over(x.sub(x.convolve(upSlopes, along, k, 1, k), x.convolve(alongSlopes, up, k, 1, k)), Math.max(k, 1)),
    );
    return x.integrateQuotient(y0, turn, square);
  }),
  // sinh' = cosh·a', cosh' = sinh·a'
  sinh: unary((x, a) => coupled(x, a, ['sinh', 'cosh'], 1).first),
  cosh: unary((x, a) => {
    if (x.isFlat(a)) return flat(x, x.apply('cosh', a[0]), a);
    return coupled(x, a, ['sinh', 'cosh'], 1).second;
  }),
  // y' = v·a' with v = 1 − y², v₀ = 1/cosh²
  tanh: unary((x, a) =>
    x.integrate(x.apply('tanh', a[0]), a, (k, y) => {
      if (k > 0) return x.neg(x.convolveSquare(y, k, 0));
      const cosh = x.apply('cosh', a[0]);
      return x.apply('div', x.c(1), x.apply('mul', cosh, cosh));
    }),
  ),
  // r·y' = a' with r = √(1 + a²), r₀ = hypot(1, a₀)
  asinh: unary((x, a) => {
    const y0 = x.apply('asinh', a[0]);
    if (x.isFlat(a)) return flat(x, y0, a);
    const root = x.apply('hypot2', x.c(1), a[0]);
    return x.integrateQuotient(y0, a, x.squareRoot(root, x.squarePlus(root, a, 1)));
  }),
  // r·y' = a' with r = √(a² − 1), r₀ = √(a₀−1)·√(a₀+1)
  acosh: unary((x, a) => {
    const y0 = x.apply('acosh', a[0]);
    if (x.isFlat(a)) return flat(x, y0, a);
    const below = x.apply('sqrt', x.apply('sub', a[0], x.c(1)));
    const root = x.apply('mul', below, x.apply('sqrt', x.apply('add', a[0], x.c(1))));
    return x.integrateQuotient(y0, a, x.squareRoot(root, x.squarePlus(root, a, 1)));
  }),
  // h·y' = a' with h = (1−a)(1+a), NaN outside [−1, 1]
  atanh: unary((x, a) => {
    const y0 = x.apply('atanh', a[0]);
    if (x.isFlat(a)) return flat(x, y0, a);
    const inside = x.apply('le', x.apply('abs', a[0]), x.c(1));
    const leading = x.where(inside, oneMinusSquare(x, a[0]));
    return x.integrateQuotient(y0, a, x.squarePlus(leading, a, -1));
  }),
  // y' = y·a'
  exp: unary((x, a) => exponential(x, x.apply('exp', a[0]), a)),
  // exp but for the leading coefficient
  expm1: unary((x, a) => {
    const y0 = x.apply('expm1', a[0]);
    if (x.isFlat(a)) return flat(x, y0, a);
    return [y0, ...exponential(x, x.apply('exp', a[0]), a).slice(1)];
  }),
  // a·y' = a'
  log: unary((x, a) => logarithm(x, x.apply('log', a[0]), a, 0)),
  // (1 + a)·y' = a'
  log1p: unary((x, a) => logarithm(x, x.apply('log1p', a[0]), a, -1)),
  // ln a / ln 2
  log2: unary((x, a) => {
    const natural = logarithm(x, x.zero, a, 0);
    return natural.map((term, k) => (k === 0 ? x.apply('log2', a[0]) : x.div(term, x.c(Math.LN2))));
  }),
  // ln a / ln 10
  log10: unary((x, a) => {
    const natural = logarithm(x, x.zero, a, 0);
    return natural.map((term, k) => (k === 0 ? x.apply('log10', a[0]) : x.div(term, x.c(Math.LN10))));
  }),
  // y·y = a: yₖ = (aₖ − Σ'' yⱼ yₖ₋ⱼ) / 2y₀
  sqrt: unary((x, a) => x.squareRoot(x.apply('sqrt', a[0]), a)),
  // 3q·y' = a' with q = y²: yₖ = (aₖ/3 − (1/k) Σ'' j yⱼ qₖ₋ⱼ) / q₀
  cbrt: unary((x, a) => {
    const y = [x.apply('cbrt', a[0])];
    if (x.isFlat(a)) return flat(x, at(y, 0), a);
    const square = [x.apply('mul', at(y, 0), at(y, 0))];
    const slopes = [x.zero];
    for (let k = 1; k < a.length; k++) {
      const numerator = x.sub(x.over(at(a, k), 3), x.over(x.convolve(slopes, square, k, 1, k - 1), k));
      y.push(x.apply('div', numerator, at(square, 0)));
      slopes.push(x.scale(k, at(y, k)));
      square.push(x.convolveSquare(y, k, 0));
    }
    return y;
  }),
  // y·y' = a·a' + b·b', divided by y₀; at the origin a corner, whose midpoint is 0 and whose higher orders are NaN
  hypot2: binary((x, a, b) => {
    const y = [x.apply('hypot2', a[0], b[0])];
    if (x.isFlat(a) && x.isFlat(b)) return flat(x, at(y, 0), a);
    const radius = at(y, 0);
    const origin = x.apply('eq', radius, x.c(0));
    const unitA = a.map((term, k) => (k === 0 ? x.apply('div', term, radius) : x.div(term, radius)));
    const unitB = b.map((term, k) => (k === 0 ? x.apply('div', term, radius) : x.div(term, radius)));
    const slopesA = x.weighted(a);
    const slopesB = x.weighted(b);
    const unit = [x.c(1)];
    const slopes = [x.zero];
    for (let k = 1; k < a.length; k++) {
      const inner = x.add(x.convolve(slopesA, unitA, k, 1, k), x.convolve(slopesB, unitB, k, 1, k));
      const term = x.over(x.sub(inner, x.convolve(slopes, unit, k, 1, k - 1)), k);
      y.push(x.isZero(term) ? x.zero : x.apply('select', origin, k === 1 ? x.zero : x.c(NaN), term));
      slopes.push(x.scale(k, at(y, k)));
      unit.push(x.div(at(y, k), radius));
    }
    return y;
  }),
  // rounding to a narrower number is taken as the identity: yₖ = aₖ
  fround: unary((x, a) => a.map((term, k) => (k === 0 ? x.apply('fround', term) : term))),
  f16round: unary((x, a) => a.map((term, k) => (k === 0 ? x.apply('f16round', term) : term))),
};

/** The recurrences for whoever has an operation with the series of its arguments, which are as many as it takes. */
export const taylorRules = rows as Readonly<Record<SmoothName, TaylorRule>>;
