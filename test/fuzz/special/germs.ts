/**
 * The oracle: what a program is on one side of a point, as a power series in the distance t > 0 along a direction,
 * compared lexicographically where values tie. From the series along several directions follow the slopes on both
 * sides, whether they belong to one gradient, and whether the second terms belong to one Hessian. It shares no line
 * with Secant. What it cannot tell exactly (roundings near a tie, odd powers under a root, poles) it discards.
 */
import { type Arithmetic, compareNumbers, evaluate, numbers, type Program } from './program.ts';

/** Coefficients of t⁰, t¹, … as far as they are known. */
type Series = readonly number[];

/** Enough for the fourth power of what bends a path. */
const known = 26;
/** Of so many terms none may be large. */
const looked = 16;
/** Fewer terms than this cannot tell that two values are the same. */
const enough = 6;

/** The oracle does not know. */
export class Unknown extends Error {}

function unknown(why: string): never {
  throw new Unknown(why);
}

/** −1, 0 or 1: the sign for small t > 0. */
function sign(a: Series): number {
  for (const c of a) {
    if (c === 0) continue;
    if (!(Math.abs(c) > 1e-8)) unknown('a rounding decides');
    return Math.sign(c);
  }
  if (a.length < enough) unknown('too few terms');
  return 0;
}

const add = (a: Series, b: Series): Series => cut(a, b).map((k) => a[k]! + b[k]!);
const subtract = (a: Series, b: Series): Series => cut(a, b).map((k) => a[k]! - b[k]!);
const scale = (a: Series, c: number): Series => a.map((term) => term * c);

function cut(a: Series, b: Series): number[] {
  return Array.from({ length: Math.min(a.length, b.length) }, (_, k) => k);
}

function multiply(a: Series, b: Series): Series {
  return cut(a, b).map((k) => {
    let sum = 0;
    for (let j = 0; j <= k; j++) if (a[j] !== 0 && b[k - j] !== 0) sum += a[j]! * b[k - j]!;
    return sum;
  });
}

/** The order of the first term that is not zero; −1 for zero itself. */
function valuation(a: Series): number {
  sign(a);
  return a.findIndex((c) => c !== 0);
}

function divide(a: Series, b: Series): Series {
  const m = valuation(b);
  if (m < 0) unknown('division by zero');
  const first = a.findIndex((c) => c !== 0);
  if (first >= 0 && first < m) unknown('a pole');
  if (first >= 0 && Math.abs(a[first]!) < 1e-8) unknown('a rounding decides');
  const u = a.slice(m);
  const v = b.slice(m);
  const quotient: number[] = [];
  for (let k = 0; k < Math.min(u.length, v.length); k++) {
    let sum = u[k]!;
    for (let j = 0; j < k; j++) sum -= quotient[j]! * v[k - j]!;
    quotient.push(sum / v[0]!);
  }
  return quotient;
}

function root(a: Series): Series {
  const m = valuation(a);
  if (m < 0) return a;
  if (m % 2 === 1) unknown('an odd power under a root');
  if (a[m]! < 0) unknown('outside the domain');
  const u = a.slice(m);
  const y: number[] = [Math.sqrt(u[0]!)];
  for (let k = 1; k < u.length; k++) {
    let sum = u[k]!;
    for (let j = 1; j < k; j++) sum -= y[j]! * y[k - j]!;
    y.push(sum / (2 * y[0]!));
  }
  return [...new Array<number>(m / 2).fill(0), ...y];
}

/** The series with first term y0 whose derivative is `slope(y)`·a′, term by term. */
function integrate(y0: number, a: Series, slope: (y: Series) => Series): Series {
  const y = [y0];
  for (let k = 1; k < a.length; k++) {
    const s = slope(y);
    let sum = 0;
    for (let j = 1; j <= k; j++) sum += j * a[j]! * s[k - j]!;
    y.push(sum / k);
  }
  return y;
}

function native(fn: string, args: readonly Series[]): Series {
  const a = args[0]!;
  const a0 = a[0]!;
  const square = (s: Series): Series => multiply(s, s);
  switch (fn) {
    case 'abs':
      return sign(a) < 0 ? scale(a, -1) : a;
    case 'max':
      return args.reduce((p, q) => (sign(subtract(p, q)) >= 0 ? p : q));
    case 'min':
      return args.reduce((p, q) => (sign(subtract(p, q)) <= 0 ? p : q));
    case 'sqrt':
      return root(a);
    case 'hypot':
      return root(args.map(square).reduce(add));
    case 'exp':
      return integrate(Math.exp(a0), a, (y) => y);
    case 'sin':
    case 'cos': {
      const s = [Math.sin(a0)];
      const c = [Math.cos(a0)];
      for (let k = 1; k < a.length; k++) {
        let ds = 0;
        let dc = 0;
        for (let j = 1; j <= k; j++) {
          ds += j * a[j]! * c[k - j]!;
          dc -= j * a[j]! * s[k - j]!;
        }
        s.push(ds / k);
        c.push(dc / k);
      }
      return fn === 'sin' ? s : c;
    }
    case 'tanh':
      return integrate(Math.tanh(a0), a, (y) => subtract([1, ...new Array<number>(y.length - 1).fill(0)], square(y)));
    case 'atan':
    case 'log':
    case 'log1p': {
      const one = constant(1).slice(0, a.length);
      const below = fn === 'atan' ? add(one, square(a)) : fn === 'log' ? a : add(one, a);
      if (fn !== 'atan' && !(below[0]! > 1e-3)) unknown('outside the domain');
      const slope = divide(one, below);
      return integrate(fn === 'atan' ? Math.atan(a0) : fn === 'log' ? Math.log(a0) : Math.log1p(a0), a, () => slope);
    }
    default:
      return unknown(fn);
  }
}

const constant = (value: number): Series => [value, ...new Array<number>(known - 1).fill(0)];

/** Series in place of numbers. */
const series: Arithmetic<Series> = {
  number: constant,
  binary: (op, a, b) =>
    op === '+' ? add(a, b) : op === '-' ? subtract(a, b) : op === '*' ? multiply(a, b) : divide(a, b),
  power: (a, n) => Array.from({ length: n }).reduce<Series>((product) => multiply(product, a), constant(1)),
  native,
  compare: (op, a, b) => compareNumbers(op, sign(subtract(a, b)), 0),
};

/** Bends every path a little, so that none runs inside a guard such as `w[1] === 0`, beside which all is otherwise. */
const bend = [0.6875, -0.8125, 0.4375];
const bendOrder = 6;

/**
 * The program along p + t·direction + t⁶·bend: to the orders that are looked at, what it is along the direction,
 * beside all guards that hold on a line or a point alone.
 */
function along(program: Program, point: readonly number[], direction: readonly number[]): Series {
  const paths = point.map((p, k) =>
    Array.from({ length: known }, (_, j) => (j === 0 ? p : j === 1 ? direction[k]! : j === bendOrder ? bend[k]! : 0)),
  );
  const terms = evaluate(program, point.length === 1 ? paths.map((path) => path.with(bendOrder, 0)) : paths, series);
  if (terms.length < enough || !terms.every(Number.isFinite)) unknown('too few terms');
  if (terms.slice(0, looked).some((c) => Math.abs(c) > 1e4)) unknown('large terms');
  // The program itself, a little further along, must follow the series: else another break point is near. Along an
  // axis it may stand on a guard, and the bend is too small for numbers to be computed well.
  if (direction.every((c) => c !== 0)) {
    const t = 1 / 512;
    const sum = terms.slice(0, bendOrder).reduceRight((rest, c) => rest * t + c, 0);
    const there = evaluate(program, point.map((p, k) => p + t * direction[k]!), numbers); // prettier-ignore
    const rest = 1e6 * t ** Math.min(terms.length, bendOrder) + 1e-10 * (1 + Math.abs(there));
    if (!(Math.abs(sum - there) <= rest)) unknown(`the series gives ${sum}, the program ${there}`);
  }
  return terms;
}

/** What is true of a program at a point. */
export interface Truth {
  readonly value: number;
  /** Slopes along each axis, in the direction of growing inputs on both sides. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** The gradient, where there is one. */
  readonly gradient: readonly number[] | undefined;
  /** The Hessian, where there is one. */
  readonly hessian: readonly (readonly number[])[] | undefined;
  /** Second derivatives along each axis on both sides. */
  readonly bentLeft: readonly number[];
  readonly bentRight: readonly number[];
}

const generic = [
  [0.75, -0.4375, 0.59375],
  [-0.53125, 0.84375, 0.3125],
  [0.34375, 0.65625, -0.8125],
  [0.90625, 0.46875, 0.71875],
];

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * (1 + Math.abs(a) + Math.abs(b));
const clear = (a: number, b: number): boolean => Math.abs(a - b) > 1e-4;

/** True, false, or unknown where it is neither equal nor clearly different. */
function same(pairs: readonly (readonly [number, number])[]): boolean {
  if (pairs.every(([a, b]) => near(a, b))) return true;
  if (pairs.some(([a, b]) => clear(a, b))) return false;
  return unknown('neither equal nor different');
}

/** What the series say. @throws Unknown where they say nothing certain. */
export function truthOf(program: Program, point: readonly number[]): Truth {
  const value = evaluate(program, point, numbers);
  if (!Number.isFinite(value)) unknown('no value');
  const n = point.length;
  const unit = (i: number, s: number): number[] => point.map((_, k) => (k === i ? s : 0));
  const right = point.map((_, i) => along(program, point, unit(i, 1)));
  const left = point.map((_, i) => along(program, point, unit(i, -1)));
  const others = n === 1 ? [] : generic.flatMap((d) => [d.slice(0, n), d.slice(0, n).map((c) => -c)]);
  const sides = others.map((d) => along(program, point, d));
  for (const terms of [...right, ...left, ...sides]) if (!near(terms[0]!, value)) unknown('not continuous');
  const slopeRight = right.map((terms) => terms[1]!);
  const slopeLeft = left.map((terms) => -terms[1]!);
  const smooth = same([
    ...slopeRight.map((s, i) => [s, slopeLeft[i]!] as const),
    ...others.map((d, k) => [sides[k]![1]!, d.reduce((sum, c, i) => sum + c * slopeRight[i]!, 0)] as const),
  ]);
  const bentRight = right.map((terms) => 2 * terms[2]!);
  const bentLeft = left.map((terms) => 2 * terms[2]!);
  const hessian = smooth ? hessianOf(program, point, bentRight, bentLeft, others, sides) : undefined;
  return {
    value,
    left: slopeLeft,
    right: slopeRight,
    gradient: smooth ? slopeRight : undefined,
    hessian,
    bentLeft,
    bentRight,
  };
}

function hessianOf(
  program: Program,
  point: readonly number[],
  bentRight: readonly number[],
  bentLeft: readonly number[],
  others: readonly (readonly number[])[],
  sides: readonly Series[],
): number[][] | undefined {
  const n = point.length;
  const hessian = point.map((_, i) => point.map((__, j) => (i === j ? bentRight[i]! : 0)));
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const d = point.map((_, k) => (k === i ? 1 : k === j ? 0.5 : 0));
      const bent = 2 * along(program, point, d)[2]!;
      hessian[i]![j] = hessian[j]![i] = bent - bentRight[i]! - bentRight[j]! / 4;
    }
  const form = (d: readonly number[]): number =>
    d.reduce((sum, c, i) => sum + d.reduce((inner, e, j) => inner + c * e * hessian[i]![j]!, 0), 0);
  const twice = same([
    ...bentRight.map((b, i) => [b, bentLeft[i]!] as const),
    ...others.map((d, k) => [2 * sides[k]![2]!, form(d)] as const),
  ]);
  return twice ? hessian : undefined;
}
