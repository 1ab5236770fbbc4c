/**
 * Operations with corners or jumps, on bits, and of logic. Their partials are the slopes between kinks and
 * the midpoint of the two sides at one; `tie` says when the program stands exactly on a kink, so that the
 * caller can look at both sides.
 */
import type { Arity, ArityOf, BitName, KinkedName, LogicalName } from '../ir/operations.ts';
import type { DifferentiableRow, Row, Terms, Tie } from './rule.ts';

const call = 20;
const zero = <T>(t: Terms<T>): T => t.constant(0);

/** The change where the chosen argument wins, half of it where both tie, 0 where it loses, whatever the change is. */
function wins<T>(t: Terms<T>, test: 'gt' | 'lt', chosen: T, other: T, change: T): T {
  const won = t.apply(test, chosen, other);
  const lost = t.apply(test, other, chosen);
  const half = t.apply('mul', t.constant(0.5), change);
  return t.apply('select', won, change, t.apply('select', lost, t.constant(0), half));
}

/** The larger or the smaller of two numbers. */
function extreme(test: 'gt' | 'lt', value: (a: number, b: number) => number, text: string): DifferentiableRow<2> {
  return {
    value,
    text,
    precedence: call,
    partials: [(t, [a, b]) => wins(t, test, a, b, t.constant(1)), (t, [a, b]) => wins(t, test, b, a, t.constant(1))],
    product: (t, k, [a, b], change) => (k === 0 ? wins(t, test, a, b, change) : wins(t, test, b, a, change)),
    tie: (_, [a, b]) => [a, b],
  };
}

/** Flat between jumps. */
function steps(
  name: 'floor' | 'ceil' | 'round' | 'trunc' | 'sign',
  value: (w: number) => number,
  tie: Tie<1>,
): DifferentiableRow<1> {
  return { value, text: `Math.${name}($0)`, precedence: call, partials: [zero], tie };
}

export const kinkedRules: { readonly [Name in KinkedName]: DifferentiableRow<ArityOf<Name>> } = {
  // |w|′ = sign w, midpoint 0 at 0
  abs: {
    value: Math.abs,
    text: 'Math.abs($0)',
    precedence: call,
    partials: [(t, [w]) => t.apply('sign', w)],
    tie: (t, [w]) => [w, t.constant(0)],
  },
  // max′ = 1 for the larger, ½ each at a tie
  max: extreme('gt', (a, b) => Math.max(a, b), 'Math.max($0, $1)'),
  // min′ = 1 for the smaller, ½ each at a tie
  min: extreme('lt', (a, b) => Math.min(a, b), 'Math.min($0, $1)'),
  // sign: a jump at 0
  sign: steps('sign', Math.sign, (t, [w]) => [w, t.constant(0)]),
  // floor, ceil: jumps at the integers
  floor: steps('floor', Math.floor, (t, [w]) => [w, t.apply('floor', w)]),
  ceil: steps('ceil', Math.ceil, (t, [w]) => [w, t.apply('ceil', w)]),
  // round: jumps at half-integers, ties to +∞
  round: steps('round', Math.round, (t, [w]) => {
    const shifted = t.apply('add', w, t.constant(0.5));
    return [shifted, t.apply('floor', shifted)];
  }),
  // trunc: jumps at the integers but 0
  trunc: steps('trunc', Math.trunc, (t, [w]) => {
    const jumps = t.apply('ne', w, t.constant(0));
    return [t.apply('select', jumps, w, t.constant(NaN)), t.apply('trunc', w)];
  }),
};

function bits(text: string, precedence: number, value: (a: number, b: number) => number): Row<Arity> {
  return { value, text, precedence };
}

/** Integers in, integers out: the derivative is 0 wherever there is one. */
export const bitRules: { readonly [Name in BitName]: Row<ArityOf<Name>> } = {
  clz32: bits('Math.clz32($0)', call, (a) => Math.clz32(a)),
  imul: bits('Math.imul($0, $1)', call, Math.imul),
  bitand: bits('$0 & $1', 7, (a, b) => a & b),
  bitor: bits('$0 | $1', 5, (a, b) => a | b),
  bitxor: bits('$0 ^ $1', 6, (a, b) => a ^ b),
  bitnot: bits('~$0', 14, (a) => ~a),
  shl: bits('$0 << $1', 10, (a, b) => a << b),
  shr: bits('$0 >> $1', 10, (a, b) => a >> b),
  ushr: bits('$0 >>> $1', 10, (a, b) => a >>> b),
};

export const logicalRules: { readonly [Name in LogicalName]: Row<ArityOf<Name>> } = {
  lt: { value: (a: number, b: number) => a < b, text: '$0 < $1', precedence: 9, tie: (_, [a, b]) => [a, b] },
  le: { value: (a: number, b: number) => a <= b, text: '$0 <= $1', precedence: 9, tie: (_, [a, b]) => [a, b] },
  gt: { value: (a: number, b: number) => a > b, text: '$0 > $1', precedence: 9, tie: (_, [a, b]) => [a, b] },
  ge: { value: (a: number, b: number) => a >= b, text: '$0 >= $1', precedence: 9, tie: (_, [a, b]) => [a, b] },
  eq: { value: (a: unknown, b: unknown) => a === b, text: '$0 === $1', precedence: 8, tie: (_, [a, b]) => [a, b] },
  ne: { value: (a: unknown, b: unknown) => a !== b, text: '$0 !== $1', precedence: 8, tie: (_, [a, b]) => [a, b] },
  not: { value: (a: unknown) => !a, text: '!$0', precedence: 14 },
  truthy: { value: (a: unknown) => Boolean(a), text: '!!$0', precedence: 14, tie: (t, [a]) => [a, t.constant(0)] },
  is_undefined: { value: (a: unknown) => a === undefined, text: '$0 === undefined', precedence: 8 },
  is_null: { value: (a: unknown) => a === null, text: '$0 === null', precedence: 8 },
  is_nan: { value: (a: unknown) => Number.isNaN(a), text: 'Number.isNaN($0)', precedence: call },
  is_finite: { value: (a: unknown) => Number.isFinite(a), text: 'Number.isFinite($0)', precedence: call },
  is_integer: {
    value: (a: unknown) => Number.isInteger(a),
    text: 'Number.isInteger($0)',
    precedence: call,
    tie: (t, [a]) => [a, t.apply('floor', a)],
  },
  // +x: undefined becomes NaN, null 0, truth values 0 and 1; on a number it is the identity
  number: { value: (a: unknown) => Number(a), text: '+$0', precedence: 14, partials: [(t) => t.constant(1)] },
  text: { value: (a: unknown) => String(a), text: 'String($0)', precedence: call },
  concat: { value: (a: string, b: string) => `${a}${b}`, text: '`${$0}${$1}`', precedence: call },
  // c ? a : b of two values already computed; its derivative is that of the chosen one
  select: { value: (c: boolean, a: unknown, b: unknown) => (c ? a : b), text: '$0 ? $1 : $2', precedence: 2 },
  // the identity, whose derivative is taken as 0
  stop: { value: (a: number) => a, text: '$0', precedence: call },
  // a·b where a zero a means "not involved": 0·∞ is 0
  guarded_mul: {
    value: (a: number, b: number) => (a === 0 ? 0 : a * b),
    text: '($0 === 0 ? 0 : $0 * $1)',
    precedence: call,
    partials: [(_, [, b]) => b, (_, [a]) => a],
    // A zero first factor silences the change of the second too, but not its own.
    product: (t, k, [a, b], change, guard) =>
      k === 1 && guard !== 'always'
        ? t.apply('guarded_mul', a, change)
        : t.apply('guarded_mul', change, k === 0 ? b : a),
  },
};
