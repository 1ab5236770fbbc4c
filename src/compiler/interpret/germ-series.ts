/**
 * Germs: how a value behaves as t → 0+. A series germ is a finite sum of terms c·tᵉ·Lᵐ with L = log(1/t), real
 * exponents e (negative at a pole) and m, in order of decreasing size, and a remainder O(tᵖ·L^q) that may be
 * absent. A remainder can be known to oscillate, as that of sin(1/t) does, and a part smaller than every power
 * (e^(−1/t)) is kept as a sign. A huge germ is larger than every power. Arithmetic truncates to a number of
 * terms and says so in the remainder; a decision that the known terms do not settle throws `Undecided`.
 *
 * Guaranteed: the function lies within the remainder and the bounds of the coefficients around the terms, as
 * far as those bounds are true (see germ-ball.ts); nothing is decided by a coefficient smaller than its bound.
 * Source: Puiseux series with a logarithm, the first floor of transseries (van der Hoeven, LNM 1888).
 */
import { addBalls, divBalls, exactly, isExactZero, mulBalls, negBall, ulp, type Ball } from './germ-ball.ts';

/** The size tᵉ·Lᵐ. */
export interface Size {
  readonly e: number;
  readonly m: number;
}

export interface Term extends Size, Ball {}

/** The sign of a part smaller than every power of t; '?' if there is one of unknown sign. */
export type Flat = 'none' | '+' | '-' | '?';

export interface Series {
  readonly kind: 'series';
  readonly terms: readonly Term[];
  readonly remainder: Size | undefined;
  /** The remainder, divided by its size, has no limit. */
  readonly oscillates: boolean;
  readonly flat: Flat;
  /** How far rounding may have moved the constant term: the program's value there counts as exact all the same. */
  readonly noise: number;
}

/** Larger in size than every power of 1/t. */
export interface Huge {
  readonly kind: 'huge';
  readonly sign: 1 | -1;
}

export type Germ = Series | Huge;

/**
 * Why a decision could not be made: too few terms are kept (`order`), a sign is lost in rounding (`noise`), or a germ cannot hold
 * what happens there, within the work that is allowed (`unsupported`).
 */
export class Undecided extends Error {
  readonly why: 'order' | 'noise' | 'unsupported';

  constructor(why: 'order' | 'noise' | 'unsupported') {
    super(`the behaviour near the point is not settled: ${why}`);
    this.why = why;
  }
}

const near = 1e-11;
export const constantSize: Size = { e: 0, m: 0 };

/** Exponents that are fractions with a small denominator become the nearest double of the fraction. */
function snap(e: number): number {
  const fraction = Math.round(e * 27720) / 27720;
  return Math.abs(fraction - e) <= 1e-12 * Math.max(1, Math.abs(e)) ? fraction : e;
}

/** Negative if a is larger in size than b for small t. */
export function compareSizes(a: Size, b: Size): number {
  const difference = a.e - b.e;
  if (Math.abs(difference) > near) return difference;
  if (a.e !== b.e && !Number.isFinite(a.e)) return difference;
  return Math.abs(a.m - b.m) > near ? b.m - a.m : 0;
}

function addSizes(a: Size, b: Size): Size {
  return { e: snap(a.e + b.e), m: snap(a.m + b.m) };
}

function scaleSize(a: Size, r: number): Size {
  return { e: snap(a.e * r), m: snap(a.m * r) };
}

export function series(terms: readonly Term[], more: Partial<Omit<Series, 'kind' | 'terms'>> = {}): Series {
  return { kind: 'series', terms, remainder: undefined, oscillates: false, flat: 'none', noise: 0, ...more };
}

export function constantSeries(c: number | Ball): Series {
  const ball = typeof c === 'number' ? exactly(c) : c;
  return series(isExactZero(ball) ? [] : [{ e: 0, m: 0, c: ball.c, err: ball.err }]);
}

/** Nothing known but a bound. */
export function bounded(remainder: Size, oscillates: boolean): Series {
  return series([], { remainder, oscillates });
}

/** The largest size a series can have; undefined if it is 0 or flat. */
export function leadingSize(a: Series): Size | undefined {
  return a.terms[0] ?? a.remainder;
}

export function isExactlyZero(a: Series): boolean {
  return a.terms.length === 0 && a.remainder === undefined && a.flat === 'none';
}

/** The constant coefficient. */
export function constantOf(a: Series): Ball {
  return a.terms.find((term) => compareSizes(term, constantSize) === 0) ?? exactly(0);
}

/** True if the germ tends to a finite limit that is known. */
export function hasLimit(a: Series): boolean {
  if (a.remainder !== undefined && compareSizes(a.remainder, constantSize) <= 0) return false;
  return a.terms.length === 0 || compareSizes(a.terms[0]!, constantSize) >= 0;
}

function flipFlat(flat: Flat): Flat {
  return flat === '+' ? '-' : flat === '-' ? '+' : flat;
}

function joinFlat(a: Flat, b: Flat): Flat {
  if (a === 'none') return b;
  if (b === 'none') return a;
  return a === b ? a : '?';
}

/** Collects equal sizes, drops exact zeros, what the remainder covers, and terms beyond the limit. */
function collect(
  raw: readonly Term[],
  remainder: Size | undefined,
  oscillates: boolean,
  flat: Flat,
  noise: number,
  limit: number,
): Series {
  const sorted = [...raw].sort(compareSizes);
  const terms: Term[] = [];
  for (const term of sorted) {
    const last = terms.at(-1);
    if (last !== undefined && compareSizes(last, term) === 0) {
      terms[terms.length - 1] = { e: last.e, m: last.m, ...addBalls(last, term) };
    } else terms.push(term);
  }
  let rest = remainder;
  let wild = oscillates;
  const kept: Term[] = [];
  for (const term of terms) {
    if (rest !== undefined && compareSizes(term, rest) >= 0) {
      break;
    }
    if (isExactZero(term)) continue;
    if (kept.length >= limit || !Number.isFinite(term.c) || !Number.isFinite(term.err)) {
      rest = { e: term.e, m: term.m };
      wild = false;
      break;
    }
    kept.push(term);
  }
  return { kind: 'series', terms: kept, remainder: rest, oscillates: wild, flat: rest ? 'none' : flat, noise };
}

/** The products of each term with each, as far as a remainder does not cover them. */
function productsOf(a: readonly Term[], b: readonly Term[], rest: Size | undefined): Term[] {
  const terms: Term[] = [];
  for (const x of a) {
    for (const y of b) {
      const size = addSizes(x, y);
      if (rest !== undefined && compareSizes(size, rest) >= 0) break;
      terms.push({ ...size, ...mulBalls(x, y) });
    }
  }
  return terms;
}

/** The highest of the powers that two lists of terms may span for their products to be added up as they come. */
const widestSpan = 256;

/** The same, added up in the same order, where all are whole powers of t: most germs are, and their products are most of the work. */
function productsByPower(a: readonly Term[], b: readonly Term[], rest: Size | undefined): Term[] | undefined {
  const isWhole = ({ e, m }: Term): boolean => m === 0 && Number.isInteger(e);
  if (!a.every(isWhole) || !b.every(isWhole)) return undefined;
  const lowest = (a[0]?.e ?? 0) + (b[0]?.e ?? 0);
  if ((a.at(-1)?.e ?? 0) + (b.at(-1)?.e ?? 0) - lowest > widestSpan) return undefined;
  const sums: Term[] = [];
  for (const x of a) {
    for (const y of b) {
      const e = x.e + y.e;
      if (rest !== undefined && compareSizes({ e, m: 0 }, rest) >= 0) break;
      const product = mulBalls(x, y);
      const sum = sums[e - lowest];
      const { c, err } = sum === undefined ? product : addBalls(sum, product);
      sums[e - lowest] = { e, m: 0, c, err };
    }
  }
  return sums.filter((sum) => sum !== undefined);
}

/** The larger of two remainders, and whether it still oscillates. */
function joinRemainders(
  a: Size | undefined,
  aWild: boolean,
  b: Size | undefined,
  bWild: boolean,
): { rest: Size | undefined; wild: boolean } {
  if (a === undefined) return { rest: b, wild: bWild };
  if (b === undefined) return { rest: a, wild: aWild };
  const order = compareSizes(a, b);
  if (order === 0) return { rest: a, wild: false };
  return order < 0 ? { rest: a, wild: aWild } : { rest: b, wild: bWild };
}

/** The sign for small t. @throws Undecided where the known terms do not tell */
export function signOf(a: Germ): 1 | 0 | -1 {
  if (a.kind === 'huge') return a.sign;
  const first = a.terms[0];
  if (first !== undefined) {
    if (Math.abs(first.c) <= first.err) throw new Undecided('noise');
    return first.c > 0 ? 1 : -1;
  }
  if (a.remainder !== undefined) throw new Undecided(a.oscillates ? 'unsupported' : 'order');
  if (a.flat === '?') throw new Undecided('unsupported');
  return a.flat === 'none' ? 0 : a.flat === '+' ? 1 : -1;
}

/** Whether a coefficient is known well enough to be given away. */
export function isKnown({ c, err }: Ball): boolean {
  return err <= 1e-8 * Math.abs(c) || err <= 1e-12;
}

/** Errors up to this size come from rounding. */
const rounding = 1e-9;

/** A series without leading terms that may be nothing but rounding. */
export function beyondRounding(a: Series): Series {
  const clear = a.terms.findIndex(({ c, err }) => Math.abs(c) > err || err > rounding);
  return { ...a, terms: clear < 0 ? [] : a.terms.slice(clear) };
}

/** The sign, where what may be nothing but rounding is taken for 0. @throws Undecided if that is all there is */
export function signBeyondRounding(a: Germ): 1 | 0 | -1 {
  if (a.kind === 'huge') return a.sign;
  const clear = beyondRounding(a);
  return signOf(clear.terms.length > 0 ? clear : a);
}

/** The sign, or undefined where it is not settled. */
function signIfKnown(a: Series): 1 | 0 | -1 | undefined {
  try {
    return signOf(a);
  } catch (error) {
    if (error instanceof Undecided) return undefined;
    throw error;
  }
}

function flatOfProduct(a: Series, b: Series): Flat {
  const one = (flat: Flat, other: Series): Flat => {
    if (flat === 'none' || isExactlyZero(other)) return 'none';
    const sign = signIfKnown(other);
    return sign === undefined ? '?' : sign > 0 ? flat : flipFlat(flat);
  };
  if (a.terms.length === 0 && a.remainder === undefined) return one(a.flat, b);
  if (b.terms.length === 0 && b.remainder === undefined) return one(b.flat, a);
  return joinFlat(one(a.flat, b), one(b.flat, a));
}

export function neg(a: Series): Series {
  return { ...a, terms: a.terms.map((term) => ({ ...term, ...negBall(term) })), flat: flipFlat(a.flat) };
}

/** Series arithmetic that keeps at most `limit` terms. */
export class SeriesArithmetic {
  readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  add(a: Series, b: Series): Series {
    const { rest, wild } = joinRemainders(a.remainder, a.oscillates, b.remainder, b.oscillates);
    return collect([...a.terms, ...b.terms], rest, wild, joinFlat(a.flat, b.flat), a.noise + b.noise, this.limit);
  }

  sub(a: Series, b: Series): Series {
    return a === b ? series([]) : this.add(a, neg(b));
  }

  mul(a: Series, b: Series): Series {
    const first = leadingSize(a);
    const second = leadingSize(b);
    const flat = flatOfProduct(a, b);
    if (first === undefined || second === undefined) return series([], { flat });
    const fromA = a.remainder && addSizes(a.remainder, second);
    const fromB = b.remainder && addSizes(b.remainder, first);
    const plainA = a.oscillates && b.terms.length > 0;
    const plainB = b.oscillates && a.terms.length > 0;
    const { rest, wild } = joinRemainders(fromA, plainA, fromB, plainB);
    const terms = productsByPower(a.terms, b.terms, rest) ?? productsOf(a.terms, b.terms, rest);
    const noise = Math.abs(constantOf(a).c) * b.noise + Math.abs(constantOf(b).c) * a.noise;
    return collect(terms, rest, wild, flat, noise, this.limit);
  }

  scale(a: Series, factor: number): Series {
    return this.mul(a, constantSeries(factor));
  }

  /** Long division. @throws Undecided if the divisor's leading term is not known */
  div(a: Series, b: Series): Series {
    const lead = b.terms[0];
    if (lead === undefined) throw new Undecided(b.remainder === undefined || b.oscillates ? 'unsupported' : 'order');
    signOf(b);
    const tail: Series = { ...b, terms: b.terms.slice(1), flat: 'none' };
    const inverseSize = scaleSize(lead, -1);
    const quotient: Term[] = [];
    let rest = a;
    while (rest.terms.length > 0 && quotient.length <= this.limit) {
      const top = rest.terms[0]!;
      const term: Term = { ...addSizes(top, inverseSize), ...divBalls(top, lead) };
      quotient.push(term);
      const product = this.mul(series([term]), tail);
      rest = this.add({ ...rest, terms: rest.terms.slice(1) }, neg(product));
    }
    const left = leadingSize(rest);
    const remainder = left && addSizes(left, inverseSize);
    const wild = rest.terms.length === 0 && rest.oscillates;
    const flat = a.flat === 'none' && b.flat === 'none' ? 'none' : a.terms.length === 0 ? flatOfProduct(a, b) : '?';
    const noise = (a.noise + Math.abs(quotient[0]?.c ?? 0) * b.noise) / Math.abs(lead.c);
    return collect(quotient, remainder, wild, flat, noise, this.limit);
  }

  /** Σ fⱼ δʲ for a δ that tends to 0; `complete` if no further fⱼ follow. */
  compose(f: readonly Ball[], delta: Series, complete = false): Series {
    const size = leadingSize(delta);
    let sum = constantSeries(f.at(-1)!);
    for (let j = f.length - 2; j >= 0; j--) sum = this.add(constantSeries(f[j]!), this.mul(delta, sum));
    const noise = Math.abs(f[1]?.c ?? 0) * delta.noise + Math.abs(f[0]!.c) * ulp;
    if (complete || size === undefined) return { ...sum, noise };
    const { rest, wild } = joinRemainders(sum.remainder, sum.oscillates, scaleSize(size, f.length), false);
    return collect(sum.terms, rest, wild, sum.flat, noise, this.limit);
  }

  /** a = c·tᵉLᵐ·(1 + u). @throws Undecided if the leading term is not known */
  factor(a: Series): { lead: Term; rest: Series } {
    signOf(a);
    const lead = a.terms[0];
    if (lead === undefined) throw new Undecided('unsupported');
    const inverse: Term = { ...scaleSize(lead, -1), c: 1, err: 0 };
    const tail = this.mul({ ...a, terms: a.terms.slice(1) }, series([inverse]));
    return { lead, rest: this.div(tail, constantSeries(lead)) };
  }

  /** A term with its size raised to a power, around a coefficient already raised. */
  monomial(size: Size, r: number, coefficient: Ball): Series {
    return series([{ ...scaleSize(size, r), c: coefficient.c, err: coefficient.err }]);
  }

  /** Both possibilities at once: coefficients midway, with bounds that cover either. */
  hull(a: Series, b: Series): Series {
    const half = constantSeries(0.5);
    const middle = this.mul(half, this.add(a, b));
    const spread = this.mul(half, this.sub(a, b));
    const widened = [
      ...middle.terms,
      ...spread.terms.map((term) => ({ ...term, c: 0, err: Math.abs(term.c) + term.err })),
    ];
    return collect(widened, middle.remainder ?? spread.remainder, false, 'none', middle.noise, this.limit);
  }

  /** The series cut off at a size. */
  truncate(a: Series, remainder: Size): Series {
    return collect(
      a.terms,
      joinRemainders(a.remainder, false, remainder, false).rest,
      false,
      'none',
      a.noise,
      this.limit,
    );
  }
}

/** The series with its constant coefficient set to a value taken as exact. */
export function withConstant(a: Series, value: number, noise: number): Series {
  const others = a.terms.filter((term) => compareSizes(term, constantSize) !== 0);
  const constant: Term[] = value === 0 ? [] : [{ ...constantSize, c: value, err: 0 }];
  return { ...a, terms: [...constant, ...others].sort(compareSizes), noise };
}
