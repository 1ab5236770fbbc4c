/**
 * The smooth operations on germs. At a regular point an operation is its Taylor polynomial (by the recurrences
 * of the rule table, with error bounds) composed with the part of the argument that tends to 0. At a singular
 * point the leading term is split off first: √(c·tᵉ(1+u)) = √c·t^(e/2)·√(1+u), log likewise, asin, acos and
 * acosh at the ends of their domains through a square root, and the infinite arguments through the identities
 * that lead back to finite ones. In and out: germs. NaN stands for a function without values on this side.
 */
import { unreachable } from '../../base/diagnostics.ts';
import { isEntire, type SmoothName } from '../ir/operations.ts';
import { taylorRules } from '../rules/taylor-rules.ts';
import { applyToBalls, ballTerms, exactly, ulp, zeroBall, type Ball } from './germ-ball.ts';
import {
  bounded,
  compareSizes,
  constantOf,
  constantSeries,
  constantSize,
  hasLimit,
  isExactlyZero,
  leadingSize,
  neg,
  series,
  SeriesArithmetic,
  signOf,
  Undecided,
  type Germ,
  type Series,
} from './germ-series.ts';

/** A germ, or a number that is constant near the point and not finite. */
export type Outcome = Germ | number;

const halfPi: Ball = { c: Math.PI / 2, err: ulp };
const pi: Ball = { c: Math.PI, err: 2 * ulp };

export function isInfinite(a: Series): boolean {
  return a.terms.length > 0 && compareSizes(a.terms[0]!, constantSize) < 0;
}

/** True if all that is known is a finite bound. */
function isBounded(a: Series): boolean {
  const size = leadingSize(a);
  return size === undefined || compareSizes(size, constantSize) >= 0;
}

function unsettled(a: Series): Undecided {
  return new Undecided(a.oscillates ? 'unsupported' : 'order');
}

export class GermFunctions extends SeriesArithmetic {
  /** One smooth operation on series whose values are not ±∞ or NaN. */
  smooth(operation: SmoothName, args: readonly Series[]): Outcome {
    const [a, b] = args as [Series, Series];
    if (isEntire(operation)) return this.entire(operation, a);
    switch (operation) {
      case 'neg':
        return neg(a);
      case 'add':
        return this.add(a, b);
      case 'sub':
        return this.sub(a, b);
      case 'mul':
        return this.mul(a, b);
      case 'div':
        return this.quotient(a, b);
      case 'rem':
        return this.remainder(a, b);
      case 'pow':
        return this.power(a, b);
      case 'sin':
      case 'cos':
        if (hasLimit(a)) return this.analytic(operation, a);
        return bounded(constantSize, isInfinite(a) && !this.hasLoose(a));
      case 'tan':
        if (hasLimit(a)) return this.analytic('tan', a);
        if (isInfinite(a)) return bounded({ e: -Infinity, m: 0 }, true);
        throw unsettled(a);
      case 'asin':
        return this.arcSine(a);
      case 'acos':
        return this.arcCosine(a);
      case 'atan':
        return this.arcTangent(a);
      case 'atan2':
        return this.angle(a, b);
      case 'sinh':
      case 'cosh':
        return this.hyperbolic(operation, a);
      case 'tanh':
        return this.hyperbolicTangent(a);
      case 'asinh': {
        if (!isInfinite(a)) return this.entire('asinh', a);
        const sign = signOf(a);
        const size = this.scale(a, sign);
        const root = this.root('sqrt', this.add(this.mul(a, a), constantSeries(1)));
        if (typeof root === 'number' || root.kind === 'huge') throw new Undecided('unsupported');
        return this.scaled(this.logarithm(this.add(size, root)), sign);
      }
      case 'acosh':
        return this.areaCosine(a);
      case 'atanh':
        return this.areaTangent(a);
      case 'exp':
        return this.exponential(a);
      case 'expm1':
        return hasLimit(a) ? this.analytic('expm1', a) : this.sum(this.exponential(a), constantSeries(-1));
      case 'log':
        return this.logarithm(a);
      case 'log2':
      case 'log10': {
        if (hasLimit(a) && constantOf(a).c > 0) return this.analytic(operation, a);
        const natural = this.logarithm(a);
        if (typeof natural === 'number' || natural.kind === 'huge') return natural;
        return this.div(natural, constantSeries(inexact(operation === 'log2' ? Math.LN2 : Math.LN10)));
      }
      case 'log1p':
        if (hasLimit(a) && constantOf(a).c > -1) return this.analytic('log1p', a);
        return this.logarithm(this.add(constantSeries(1), a));
      case 'sqrt':
      case 'cbrt':
        return this.root(operation, a);
      case 'hypot2':
        return this.radius(a, b);
      case 'fround':
      case 'f16round':
        return this.rounded(operation, a);
      default:
        return unreachable('a smooth operation on germs', operation);
    }
  }

  /** True if a part that does not tend to 0 is only known by its size. */
  private hasLoose(a: Series): boolean {
    return a.remainder !== undefined && compareSizes(a.remainder, constantSize) <= 0;
  }

  /** Coefficients f⁽ʲ⁾(c)/j! of an operation of one argument. */
  private coefficients(operation: SmoothName, at: Ball, ...fixed: Ball[]): Ball[] {
    const line = [at, exactly(1), ...Array.from({ length: Math.max(0, this.limit - 2) }, () => zeroBall)];
    const flat = fixed.map((ball) => line.map((_, k) => (k === 0 ? ball : zeroBall)));
    return taylorRules[operation](ballTerms, [line, ...flat]);
  }

  /** The part of a germ that tends to 0. */
  private increment(a: Series): Series {
    return { ...a, terms: a.terms.filter((term) => compareSizes(term, constantSize) > 0) };
  }

  /** An operation at a regular point: its Taylor polynomial at the limit. */
  private analytic(operation: SmoothName, a: Series): Outcome {
    const f = this.coefficients(operation, constantOf(a));
    if (Number.isNaN(f[0]!.c)) return NaN;
    return this.compose(f, this.increment(a));
  }

  /** An operation without singular points, also where only a bound is known. */
  private entire(operation: SmoothName, a: Series): Outcome {
    if (hasLimit(a)) return this.analytic(operation, a);
    if (isBounded(a)) return bounded(constantSize, false);
    throw unsettled(a);
  }

  sum(a: Outcome, b: Series): Outcome {
    if (typeof a === 'number' || a.kind === 'huge') return a;
    return this.add(a, b);
  }

  private scaled(a: Outcome, factor: number): Outcome {
    if (typeof a === 'number') return a * factor;
    if (a.kind === 'huge') return { kind: 'huge', sign: Math.sign(a.sign * factor) as 1 | -1 };
    return this.scale(a, factor);
  }

  private quotient(a: Series, b: Series): Outcome {
    if (isExactlyZero(b)) return signOf(a) / 0;
    if (b.terms.length === 0 && b.remainder === undefined && b.flat !== '?') {
      if (leadingSize(a) === undefined) throw new Undecided('unsupported');
      return { kind: 'huge', sign: (signOf(a) * signOf(b)) as 1 | -1 };
    }
    return this.div(a, b);
  }

  /** 1/a of what may be huge. */
  private inverse(a: Outcome): Outcome {
    if (typeof a === 'number') return 1 / a;
    if (a.kind === 'huge') return series([], { flat: a.sign > 0 ? '+' : '-' });
    return this.quotient(constantSeries(1), a);
  }

  /** a % b = a − trunc(a/b)·b, where the quotient, if it tends to an integer, is taken on this side of it. */
  private remainder(a: Series, b: Series): Outcome {
    if (isExactlyZero(b)) return NaN;
    if (isExactlyZero(a)) return a;
    if (!hasLimit(b) || constantOf(b).c === 0) return this.remainderBySize(a, b);
    if (!hasLimit(a)) return bounded(constantSize, isInfinite(a) && !this.hasLoose(a));
    const top = constantOf(a).c;
    const bottom = constantOf(b).c;
    const left = top % bottom;
    let whole = Math.round((top - left) / bottom);
    if (Math.abs(whole) > Number.MAX_SAFE_INTEGER) throw new Undecided('noise');
    if (left === 0 && whole !== 0) {
      const excess = this.sub(a, this.scale(b, whole));
      const inward = { ...excess, terms: excess.terms.filter((term) => compareSizes(term, constantSize) !== 0) };
      if (signOf(inward) * Math.sign(top) < 0) whole -= Math.sign(whole);
    }
    return whole === 0 ? a : this.sub(a, this.scale(b, whole));
  }

  /** a % b where b tends to 0 or to infinity: by the limit of the quotient, or only bounded by b. */
  private remainderBySize(a: Series, b: Series): Outcome {
    const quotient = this.div(a, b);
    if (isInfinite(quotient)) return bounded(leadingSize(b)!, !this.hasLoose(quotient));
    if (!hasLimit(quotient)) throw unsettled(quotient);
    const { c, err } = constantOf(quotient);
    if (err > 0 && Math.abs(c - Math.round(c)) <= err) throw new Undecided('noise');
    let whole = Math.trunc(c);
    if (c === whole && c !== 0) {
      const inward = { ...quotient, terms: quotient.terms.filter((term) => compareSizes(term, constantSize) !== 0) };
      if (signOf(inward) * Math.sign(c) < 0) whole -= Math.sign(c);
    }
    return whole === 0 ? a : this.sub(a, this.scale(b, whole));
  }

  private power(a: Series, b: Series): Outcome {
    if (b.terms.length === 0 && leadingSize(b) === undefined && b.flat === 'none') return constantSeries(1);
    const fixed = constantOf(b);
    const isFixed = b.terms.length === 1 && b.remainder === undefined && b.flat === 'none' && fixed.c !== 0;
    if (isFixed && fixed.err === 0) return this.fixedPower(a, fixed.c);
    if (isExactlyZero(a)) return signOf(b) > 0 ? series([]) : Infinity;
    if (signOf(a) < 0) {
      // Outside the domain if the exponent really moves; a difference of rounding errors does not settle that.
      const moving = { ...b, terms: b.terms.filter((term) => compareSizes(term, constantSize) !== 0) };
      if (signOf(moving) === 0) throw new Undecided('noise');
      return NaN;
    }
    const logarithm = this.logarithm(a);
    if (typeof logarithm === 'number' || logarithm.kind === 'huge') throw new Undecided('unsupported');
    return this.exponential(this.mul(b, logarithm));
  }

  private fixedPower(a: Series, r: number): Outcome {
    if (isExactlyZero(a)) return 0 ** r;
    const natural = Number.isInteger(r) && r > 0;
    const complete = natural && r < this.limit;
    if (hasLimit(a) && constantOf(a).c !== 0) {
      const f = this.coefficients('pow', constantOf(a), exactly(r));
      return Number.isNaN(f[0]!.c) ? NaN : this.compose(f, this.increment(a), complete);
    }
    if (a.terms.length === 0) {
      if (natural && r <= 64) return Array.from({ length: r - 1 }).reduce<Series>((y) => this.mul(y, a), a);
      if (a.flat === '+' && a.remainder === undefined) return r > 0 ? a : { kind: 'huge', sign: 1 };
      throw unsettled(a);
    }
    const { lead, rest } = this.factor(a);
    const coefficient = applyToBalls('pow', [lead, exactly(r)]);
    if (Number.isNaN(coefficient.c)) return NaN;
    const tail = this.compose(this.coefficients('pow', exactly(1), exactly(r)), rest, complete);
    return this.mul(this.monomial(lead, r, coefficient), tail);
  }

  private root(operation: 'sqrt' | 'cbrt', a: Series): Outcome {
    if (isExactlyZero(a)) return a;
    if (operation === 'sqrt' && signOf(a) < 0) return NaN;
    if (hasLimit(a) && constantOf(a).c !== 0) return this.analytic(operation, a);
    if (a.terms.length === 0 && a.remainder === undefined) return a;
    const { lead, rest } = this.factor(a);
    const tail = this.compose(this.coefficients(operation, exactly(1)), rest, isExactlyZero(rest));
    return this.mul(this.monomial(lead, operation === 'sqrt' ? 1 / 2 : 1 / 3, applyToBalls(operation, [lead])), tail);
  }

  /** log(c·tᵉ(1 + u)) = log c − e·L + log(1 + u). */
  private logarithm(a: Outcome): Outcome {
    if (typeof a === 'number') return Math.log(a);
    if (a.kind === 'huge') throw new Undecided('unsupported');
    if (isExactlyZero(a)) return -Infinity;
    if (signOf(a) < 0) return NaN;
    if (hasLimit(a) && constantOf(a).c !== 0) return this.analytic('log', a);
    const { lead, rest } = this.factor(a);
    if (lead.m !== 0) throw new Undecided('unsupported');
    const tail = this.compose(this.coefficients('log', exactly(1)), rest, isExactlyZero(rest));
    const grows = series([{ e: 0, m: 1, c: -lead.e, err: 0 }]);
    return this.add(this.add(grows, constantSeries(applyToBalls('log', [lead]))), tail);
  }

  /** e^a: what tends to infinity in a becomes a power of t, something smaller than all of them, or larger. */
  private exponential(a: Series): Outcome {
    if (!isInfinite(a)) return this.entire('exp', a);
    const sign = signOf(a);
    const lead = a.terms[0]!;
    if (lead.e < 0 || lead.m > 1) return sign > 0 ? { kind: 'huge', sign: 1 } : series([], { flat: '+' });
    if (lead.m !== 1 || lead.err > 0) throw new Undecided('unsupported');
    const rest = { ...a, terms: a.terms.slice(1) };
    if (isInfinite(rest) || this.hasLoose(rest)) throw unsettled(rest);
    const others = this.entire('exp', rest);
    if (typeof others === 'number' || others.kind === 'huge') return others;
    return this.mul(series([{ e: -lead.c, m: 0, c: 1, err: 0 }]), others);
  }

  private hyperbolic(operation: 'sinh' | 'cosh', a: Series): Outcome {
    if (!isInfinite(a)) return this.entire(operation, a);
    const growing = this.exponential(a);
    const falling = this.exponential(neg(a));
    const sign = operation === 'cosh' ? 1 : -1;
    if (typeof growing === 'number' || typeof falling === 'number') throw new Undecided('unsupported');
    if (growing.kind === 'huge') return growing;
    if (falling.kind === 'huge') return { kind: 'huge', sign };
    return this.scale(this.add(growing, this.scale(falling, sign)), 0.5);
  }

  /** tanh a = s·(1 − 2/(e^(2|a|) + 1)) for an infinite a of sign s. */
  private hyperbolicTangent(a: Series): Outcome {
    if (!isInfinite(a)) return this.entire('tanh', a);
    const sign = signOf(a);
    const growing = this.sum(this.exponential(this.scale(a, 2 * sign)), constantSeries(1));
    const rest = this.scaled(this.inverse(growing), -2);
    return this.scaled(this.sum(rest, constantSeries(1)), sign);
  }

  /** 2·asin √(u/2), the angle whose cosine is 1 − u. */
  private angleFromCosine(u: Series): Outcome {
    const root = this.root('sqrt', this.scale(u, 0.5));
    if (typeof root === 'number' || root.kind === 'huge') return NaN;
    return this.scaled(this.arcSine(root), 2);
  }

  /** −1, 0 or 1 as |limit of a| is below, at or above 1. */
  private sideOfOne(a: Series): number {
    if (isInfinite(a)) return 1;
    if (!hasLimit(a)) throw unsettled(a);
    const { c, err } = constantOf(a);
    if (err > 0 && Math.abs(Math.abs(c) - 1) <= err) throw new Undecided('noise');
    return Math.sign(Math.abs(c) - 1);
  }

  private arcSine(a: Series): Outcome {
    const side = this.sideOfOne(a);
    if (side !== 0) return side > 0 ? NaN : this.analytic('asin', a);
    const sign = Math.sign(constantOf(a).c);
    const rest = this.angleFromCosine(this.sub(constantSeries(1), this.scale(a, sign)));
    return this.scaled(this.sum(this.scaled(rest, -1), constantSeries(halfPi)), sign);
  }

  private arcCosine(a: Series): Outcome {
    const side = this.sideOfOne(a);
    if (side !== 0) return side > 0 ? NaN : this.analytic('acos', a);
    const one = constantSeries(1);
    if (constantOf(a).c > 0) return this.angleFromCosine(this.sub(one, a));
    return this.sum(this.scaled(this.angleFromCosine(this.add(one, a)), -1), constantSeries(pi));
  }

  private arcTangent(a: Series): Outcome {
    if (!isInfinite(a)) return this.entire('atan', a);
    const rest = this.analytic('atan', this.div(constantSeries(-1), a));
    return this.sum(rest, constantSeries({ c: signOf(a) * halfPi.c, err: halfPi.err }));
  }

  /** acosh a = log1p(u + √(u(u+2))) with u = a − 1. */
  private areaCosine(a: Series): Outcome {
    if (signOf(a) < 0) return NaN;
    const side = this.sideOfOne(a);
    if (side < 0) return NaN;
    if (side > 0 && hasLimit(a)) return this.analytic('acosh', a);
    const u = this.sub(a, constantSeries(1));
    if (signOf(u) < 0) return NaN;
    const root = this.root('sqrt', this.mul(u, this.add(u, constantSeries(2))));
    if (typeof root === 'number' || root.kind === 'huge') return root;
    return this.smooth('log1p', [this.add(u, root)]);
  }

  /** atanh a = ½(log(1+a) − log(1−a)). */
  private areaTangent(a: Series): Outcome {
    const side = this.sideOfOne(a);
    if (side !== 0) return side > 0 ? NaN : this.analytic('atanh', a);
    const one = constantSeries(1);
    const up = this.logarithm(this.add(one, a));
    const down = this.logarithm(this.sub(one, a));
    if (typeof up === 'number' || typeof down === 'number') return (Number(up) - Number(down)) / 2;
    if (up.kind === 'huge' || down.kind === 'huge') throw new Undecided('unsupported');
    return this.scale(this.sub(up, down), 0.5);
  }

  /** atan2(y, x), by the quotient that stays finite and the quadrant on this side. */
  private angle(y: Series, x: Series): Outcome {
    const up = signOf(y);
    const steep = up !== 0 && x.terms.length > 0 && compareSizes(leadingSize(y)!, leadingSize(x)!) < 0;
    const along = steep ? 1 : signOf(x);
    if (along === 0) return up === 0 ? 0 : constantSeries({ c: up * halfPi.c, err: halfPi.err });
    if (steep) {
      const rest = this.arcTangent(this.div(x, y));
      return this.sum(this.scaled(rest, -1), constantSeries({ c: up * halfPi.c, err: halfPi.err }));
    }
    const flat = this.arcTangent(this.div(y, x));
    return along > 0 ? flat : this.sum(flat, constantSeries({ c: (up < 0 ? -1 : 1) * pi.c, err: pi.err }));
  }

  /** hypot(a, b) = s·√((a/s)² + (b/s)²), s a power of two near the larger. */
  private radius(a: Series, b: Series): Outcome {
    const larger = Math.max(Math.abs(a.terms[0]?.c ?? 0), Math.abs(b.terms[0]?.c ?? 0));
    const unit = 2 ** Math.min(1000, Math.max(-1000, Math.round(Math.log2(larger || 1))));
    const first = this.scale(a, 1 / unit);
    const second = this.scale(b, 1 / unit);
    return this.scaled(this.root('sqrt', this.add(this.mul(first, first), this.mul(second, second))), unit);
  }

  /** Rounding to a narrower number is taken as the identity around the rounded value. */
  private rounded(operation: 'fround' | 'f16round', a: Series): Outcome {
    const terms = a.terms.map((term) =>
      compareSizes(term, constantSize) === 0 ? { ...term, c: applyToBalls(operation, [exactly(term.c)]).c } : term,
    );
    return { ...a, terms };
  }
}

function inexact(c: number): Ball {
  return { c, err: Math.abs(c) * ulp };
}
