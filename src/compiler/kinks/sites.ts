/**
 * Where a program can stand on a kink: the operations whose outcome changes from one side of a point to the other. A
 * row says when such an operation ties, which terms tell its sides apart, and what it gives on a side. The side is a
 * number s, the sign of the first term that differs just beside the point: −1, 0 or 1, where 0 means that nothing
 * moves and the program's own outcome holds. In: values of the program that is written. Out: values that compute the
 * answer. Guaranteed: with s = 0 a row gives what the operation itself gives.
 */
import type { Apply, Value } from '../ir/ir.ts';
import type { OperationName } from '../ir/operations.ts';
import type { Builder } from '../rules/builder.ts';

/** One operation that can tie. */
export interface Site {
  /** Whether it ties, at these arguments. */
  tied(b: Builder, args: readonly Value[]): Value;
  /** Two terms of one order, from those of the arguments: their difference is on the side that counts. */
  terms(b: Builder, args: readonly Value[], coefficients: readonly Value[]): readonly [Value, Value];
  /** True where it only counts whether the terms differ, and not which is larger. */
  readonly unsigned?: true;
  /** What it gives on side s of the tie. */
  outcome(b: Builder, args: readonly Value[], s: Value): Value;
  /** Coefficients of the result, `side` being s at a tie and NaN elsewhere; none for what is flat or no number. */
  readonly higher?: (
    b: Builder,
    args: readonly Value[],
    series: readonly (readonly Value[])[],
    tied: Value,
    side: Value,
  ) => Value[];
}

type Comparison = 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne';
type SiteName =
  | Comparison
  | 'truthy'
  | 'not'
  | 'is_integer'
  | 'abs'
  | 'max'
  | 'min'
  | 'sign'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'trunc'
  | 'rem'
  | 'atan2';

const first = (b: Builder, _args: readonly Value[], [a]: readonly Value[]): readonly [Value, Value] => [
  a!,
  b.constant(0),
];
const both = (_b: Builder, _args: readonly Value[], [a, c]: readonly Value[]): readonly [Value, Value] => [a!, c!];
const isZero = (b: Builder, [a]: readonly Value[]): Value => b.apply('eq', a!, b.constant(0));
const equal = (b: Builder, [a, c]: readonly Value[]): Value => b.apply('eq', a!, c!);

function comparison(operation: Comparison): Site {
  return { tied: equal, terms: both, outcome: (b, _args, s) => b.apply(operation, s, b.constant(0)) };
}

/** max and min: the first argument where it wins on the side, or where nothing tells them apart. */
function extreme(test: 'ge' | 'le', wins: 'gt' | 'lt'): Site {
  return {
    tied: equal,
    terms: both,
    outcome: (b, [a, c], s) => b.apply('select', b.apply(test, s, b.constant(0)), a!, c!),
    higher(b, [a, c], [p, q], tied, side) {
      const taken = b.apply('select', tied, b.apply(test, side, b.constant(0)), b.apply(wins, a!, c!));
      return p!.slice(1).map((term, k) => b.apply('select', taken, term, q![k + 1]!));
    },
  };
}

/** A number half a step on, whose whole part is what `round` gives. */
function shifted(b: Builder, a: Value): Value {
  return b.apply('add', a, b.constant(0.5));
}

/** The quotient of a % b on a side of a multiple. */
function quotient(b: Builder, [a, c]: readonly Value[], s: Value): Value {
  const whole = b.apply('trunc', b.apply('div', a!, c!));
  const inward = b.apply('lt', b.apply('mul', s, b.apply('sign', a!)), b.constant(0));
  return b.apply('select', inward, b.apply('sub', whole, b.apply('sign', whole)), whole);
}

const sites: Record<SiteName, Site> = {
  lt: comparison('lt'),
  le: comparison('le'),
  gt: comparison('gt'),
  ge: comparison('ge'),
  eq: { ...comparison('eq'), unsigned: true },
  ne: { ...comparison('ne'), unsigned: true },
  truthy: { unsigned: true, tied: isZero, terms: first, outcome: (b, _args, s) => b.apply('ne', s, b.constant(0)) },
  not: { unsigned: true, tied: isZero, terms: first, outcome: (b, _args, s) => b.apply('eq', s, b.constant(0)) },
  is_integer: {
    unsigned: true,
    tied: (b, [a]) => b.apply('is_integer', a!),
    terms: first,
    outcome: (b, _args, s) => b.apply('eq', s, b.constant(0)),
  },
  // |w| is w or −w; written so that the zero it gives is +0
  abs: {
    tied: isZero,
    terms: first,
    outcome: (b, [a], s) =>
      b.apply(
        'select',
        b.apply('lt', s, b.constant(0)),
        b.apply('sub', b.constant(0), a!),
        b.apply('add', a!, b.constant(0)),
      ),
    higher(b, [a], [p], tied, side) {
      const below = b.apply('select', tied, b.apply('lt', side, b.constant(0)), b.apply('lt', a!, b.constant(0)));
      return p!.slice(1).map((term) => b.apply('select', below, b.apply('neg', term), term));
    },
  },
  max: extreme('ge', 'gt'),
  min: extreme('le', 'lt'),
  sign: { tied: isZero, terms: first, outcome: (_b, _args, s) => s },
  floor: {
    tied: (b, [a]) => b.apply('eq', a!, b.apply('floor', a!)),
    terms: first,
    outcome: (b, [a], s) =>
      b.apply(
        'select',
        b.apply('lt', s, b.constant(0)),
        b.apply('sub', b.apply('floor', a!), b.constant(1)),
        b.apply('floor', a!),
      ),
  },
  ceil: {
    tied: (b, [a]) => b.apply('eq', a!, b.apply('ceil', a!)),
    terms: first,
    outcome: (b, [a], s) =>
      b.apply(
        'select',
        b.apply('gt', s, b.constant(0)),
        b.apply('add', b.apply('ceil', a!), b.constant(1)),
        b.apply('ceil', a!),
      ),
  },
  // ties to +∞: below a half the number that is one less
  round: {
    tied: (b, [a]) => b.apply('eq', shifted(b, a!), b.apply('floor', shifted(b, a!))),
    terms: first,
    outcome(b, [a], s) {
      const above = b.apply('round', a!);
      return b.apply('select', b.apply('lt', s, b.constant(0)), b.apply('sub', above, b.constant(1)), above);
    },
  },
  // cut off towards 0, so that 0 itself is no jump
  trunc: {
    tied: (b, [a]) => {
      const jumps = b.apply('ne', a!, b.constant(0));
      return b.apply('eq', b.apply('select', jumps, a!, b.constant(NaN)), b.apply('trunc', a!));
    },
    terms: first,
    outcome(b, [a], s) {
      const inward = b.apply('lt', b.apply('mul', s, b.apply('sign', a!)), b.constant(0));
      const whole = b.apply('trunc', a!);
      return b.apply('select', inward, b.apply('sub', whole, b.apply('sign', a!)), whole);
    },
  },
  // a % b = a − q·b with a whole q that changes at multiples of b other than 0
  rem: {
    tied: (b, [a, c]) => {
      const moves = b.apply('ne', a!, b.constant(0));
      return b.apply('eq', b.apply('select', moves, b.apply('rem', a!, c!), b.constant(NaN)), b.constant(0));
    },
    terms: (b, [a, c], [p, q]) => {
      const whole = b.apply('trunc', b.apply('div', a!, c!));
      return [p!, b.apply('mul', whole, q!)];
    },
    outcome: (b, [a, c], s) => b.apply('sub', a!, b.apply('mul', quotient(b, [a!, c!], s), c!)),
    higher(b, [a, c], [p, q], tied, side) {
      const plain = b.apply('trunc', b.apply('div', a!, c!));
      const whole = b.apply('select', tied, quotient(b, [a!, c!], side), plain);
      return p!.slice(1).map((term, k) => b.apply('sub', term, b.apply('mul', whole, q![k + 1]!)));
    },
  },
  // the cut of the angle: π above it, −π below
  atan2: {
    tied: (b, [y, x]) => {
      const left = b.apply('lt', x!, b.constant(0));
      return b.apply('eq', b.apply('select', left, y!, b.constant(NaN)), b.constant(0));
    },
    terms: first,
    outcome(b, [y, x], s) {
      const angle = b.apply('atan2', y!, x!);
      const below = b.apply('lt', s, b.constant(0));
      const up = b.apply('select', b.apply('lt', angle, b.constant(0)), b.constant(2 * Math.PI), b.constant(0));
      const down = b.apply('select', b.apply('gt', angle, b.constant(0)), b.constant(-2 * Math.PI), b.constant(0));
      const still = b.apply('eq', s, b.constant(0));
      const turn = b.apply('select', still, b.constant(0), b.apply('select', below, down, up));
      return b.apply('add', angle, turn);
    },
  },
};

/** The row of an operation, if it can tie. */
export function siteNamed(operation: OperationName): Site | undefined {
  return isSite(operation) ? sites[operation] : undefined;
}

/** The row for an instruction whose arguments move, if it can tie. */
export function siteOf({ operation, args }: Apply, isActive: (value: Value) => boolean): Site | undefined {
  if (!isSite(operation)) return undefined;
  return args.some((arg) => arg.type.kind === 'number' && isActive(arg)) ? sites[operation] : undefined;
}

function isSite(operation: OperationName): operation is SiteName {
  return Object.hasOwn(sites, operation);
}
