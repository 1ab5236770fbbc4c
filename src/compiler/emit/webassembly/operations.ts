/**
 * How each operation is computed in WebAssembly: by instructions, which give what JavaScript gives bit for bit; by a kernel;
 * or by the function of the engine, as an import, which is what a smooth function without a row has. Any other operation has a
 * row, or the file does not compile.
 */
import type { OperationName, SmoothName } from '../../ir/operations.ts';
import type { Lanes } from './lanes.ts';
import type { Code } from './module.ts';

/** From numbers, each a local or a constant that may be written several times. */
type OfNumbers = (l: Lanes, args: readonly Code[]) => Code;

export type Row =
  /** A number, or a truth value, from numbers. */
  | { readonly by: 'instructions'; readonly of: OfNumbers }
  | { readonly by: 'kernel' }
  /** The engine's own function, one number at a time. */
  | { readonly by: 'engine' }
  /** Where types decide; the emitter knows these. */
  | { readonly by: 'emitter' }
  | { readonly by: 'nothing'; readonly what: string };

const instructions = (of: OfNumbers): Row => ({ by: 'instructions', of });
const two = (op: Parameters<Lanes['two']>[0]): Row => instructions((l, [a, b]) => l.two(op, a!, b!));
const one = (op: Parameters<Lanes['one']>[0]): Row => instructions((l, [a]) => l.one(op, a!));
const kernel: Row = { by: 'kernel' };
const engine: Row = { by: 'engine' };
const emitter: Row = { by: 'emitter' };

/** a with the sign of b. */
function withSign(l: Lanes, a: Code, b: Code): Code {
  const sign = l.word64(1n << 63n);
  const size = l.words('and', l.toWord(a), l.word64((1n << 63n) - 1n));
  return l.fromWord(l.words('or', size, l.words('and', l.toWord(b), sign)));
}

/** a === 0 ? 0 : a·b */
function guardedProduct(l: Lanes, a: Code, b: Code): Code {
  return l.select(l.two('eq', a, l.constant(0)), l.constant(0), l.two('mul', a, b));
}

const rows: Readonly<Record<Exclude<OperationName, SmoothName>, Row> & Partial<Record<SmoothName, Row>>> = {
  neg: one('neg'),
  add: two('add'),
  sub: two('sub'),
  mul: two('mul'),
  div: two('div'),
  rem: engine,
  sin: kernel,
  cos: kernel,
  exp: kernel,
  log: kernel,
  sqrt: one('sqrt'),
  abs: one('abs'),
  max: two('max'),
  min: two('min'),
  // As JavaScript has it: 0, −0 and NaN are themselves.
  sign: instructions((l, [a]) =>
    l.select(
      l.two('gt', a!, l.constant(0)),
      l.constant(1),
      l.select(l.two('lt', a!, l.constant(0)), l.constant(-1), a!),
    ),
  ),
  floor: one('floor'),
  ceil: one('ceil'),
  // Halves go up, and what rounds to zero keeps its sign.
  round: instructions((l, [a]) => {
    const below = l.one('floor', a!);
    const isUp = l.two('ge', l.two('sub', a!, below), l.constant(0.5));
    return withSign(l, l.select(isUp, l.two('add', below, l.constant(1)), below), a!);
  }),
  trunc: one('trunc'),
  clz32: engine,
  imul: engine,
  bitand: engine,
  bitor: engine,
  bitxor: engine,
  bitnot: engine,
  shl: engine,
  shr: engine,
  ushr: engine,
  lt: two('lt'),
  le: two('le'),
  gt: two('gt'),
  ge: two('ge'),
  eq: emitter,
  ne: emitter,
  not: emitter,
  truthy: emitter,
  is_undefined: emitter,
  is_null: emitter,
  is_nan: instructions((l, [a]) => l.two('ne', a!, a!)),
  is_finite: instructions((l, [a]) => l.two('lt', l.one('abs', a!), l.constant(Infinity))),
  is_integer: instructions((l, [a]) =>
    l.and(l.two('eq', l.one('trunc', a!), a!), l.two('lt', l.one('abs', a!), l.constant(Infinity))),
  ),
  number: emitter,
  text: { by: 'nothing', what: 'texts' },
  concat: { by: 'nothing', what: 'texts' },
  select: emitter,
  stop: emitter,
  guarded_mul: instructions((l, [a, b]) => guardedProduct(l, a!, b!)),
};

/** How an operation is computed. */
export function rowOf(operation: OperationName): Row {
  return rows[operation] ?? engine;
}
