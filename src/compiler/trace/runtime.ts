/**
 * What rewritten code calls: `$t`, the parts of `operators.ts`, `memory.ts` and `calls.ts` under short names.
 *
 * Guaranteed: code without boxes computes what it computed before, bit for bit; a box never becomes a plain number
 * where that would lose its derivative without a word.
 */
import { applyOperation, Box } from './box.ts';
import { callable, construct, isInstance, method, pass } from './calls.ts';
import { math } from './math-functions.ts';
import { each, get, hidden, items, Place, read, remove, rest, set, variable, write } from './memory.ts';
import { add, arithmetic, bits, comparison, equal, key, number, numeric, same, text, truth } from './operators.ts';
import { refuse } from './run.ts';

/** The functions that rewritten code calls. */
export const runtime = {
  add,
  sub: arithmetic('sub', (a, b) => a - b),
  mul: arithmetic('mul', (a, b) => a * b),
  div: arithmetic('div', (a, b) => a / b),
  rem: arithmetic('rem', (a, b) => a % b),
  pow: arithmetic('pow', (a, b) => a ** b),
  neg: (a: unknown): unknown => (a instanceof Box ? applyOperation('neg', [a]) : -(a as number)),
  bitand: bits('bitand', (a, b) => a & b),
  bitor: bits('bitor', (a, b) => a | b),
  bitxor: bits('bitxor', (a, b) => a ^ b),
  bitnot: (a: unknown): unknown => bits('bitnot', (x) => ~x)(a, undefined),
  shl: bits('shl', (a, b) => a << b),
  shr: bits('shr', (a, b) => a >> b),
  ushr: bits('ushr', (a, b) => a >>> b),
  lt: comparison('lt', (a, b) => a < b),
  le: comparison('le', (a, b) => a <= b),
  gt: comparison('gt', (a, b) => a > b),
  ge: comparison('ge', (a, b) => a >= b),
  same,
  differ: (a: unknown, b: unknown): boolean => !same(a, b),
  eq: equal,
  ne: (a: unknown, b: unknown): boolean => !equal(a, b),
  truth,
  number,
  numeric,
  next: (a: unknown): unknown => (typeof a === 'bigint' ? a + 1n : add(number(a), 1)),
  previous: (a: unknown): unknown => (typeof a === 'bigint' ? a - 1n : slowSub(a)),
  type: (a: unknown): string => (a instanceof Box ? 'number' : typeof a),
  text,
  key,
  get,
  set,
  read,
  write,
  each,
  items,
  place: (object: unknown, at: unknown): Place => new Place(object, at),
  variable,
  hidden,
  remove,
  rest,
  callable,
  math,
  isInstance,
  method,
  /** What stands before a template: `object.name`…``. */
  tag:
    (...[object, name, place]: Parameters<typeof method>) =>
    (...args: unknown[]): unknown =>
      method(object, name, place, ...args),
  construct,
  pass,
  refuse,
} as const;

function slowSub(a: unknown): unknown {
  const value = number(a);
  return typeof value === 'number' ? value - 1 : applyOperation('sub', [value, 1]);
}
