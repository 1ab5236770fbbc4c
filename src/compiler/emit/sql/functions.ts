/**
 * How operations are spelled where engines agree, one row for each name of the rule table: a missing row does not
 * compile. What can fail in some engine is guarded, so that every expression has a value for every number; a dialect
 * replaces rows by its own. Guards are right whether NaN is above all numbers or equal to none: they let it through, or
 * give NaN themselves.
 */
import { type HelperName, type OperationName, operationNames, operations } from '../../ir/operations.ts';
import { form, type Spelling, text } from './dialect.ts';
import * as forms from './forms.ts';

const builtIn: Spelling = { kind: 'built in' };
const noBits: Spelling = { kind: 'refused', hint: 'use arithmetic instead of operations on bits' };
const noText: Spelling = { kind: 'refused', hint: 'keep text out of the function, or compare it with ===' };
const noRounding: Spelling = { kind: 'refused', hint: 'leave out the rounding to fewer bits' };

/** Precedence of operators: the larger binds tighter. */
export const precedences = { or: 1, and: 2, not: 3, compare: 4, add: 6, mul: 7, unary: 8, atom: 9 } as const;

const operator = (written: string, precedence: number): Spelling => ({ kind: 'operator', text: written, precedence });

/** log and the like: −∞ at 0, NaN below. */
export function guardedLog(name: string): Spelling {
  return text(`CASE WHEN $0 > {0} THEN ${name} WHEN $0 = {0} THEN {-Infinity} ELSE {NaN} END`);
}

/** Where an engine fails at infinity. */
export function guardedWave(name: string): Spelling {
  return text(`CASE WHEN abs($0) < {Infinity} THEN ${name}($0) ELSE {NaN} END`);
}

/** What no engine and not even JavaScript has, where no row says otherwise. */
const noHelper: Spelling = { kind: 'refused', hint: 'leave it out of the function, or sum in the process' };
const noHelpers = Object.fromEntries(
  operationNames.flatMap((name) => (operations[name].helper === undefined ? [] : [[name, noHelper]])),
) as Record<HelperName, Spelling>;

export const commonOperations: Readonly<Record<OperationName, Spelling>> = {
  ...noHelpers,
  neg: operator('-', precedences.unary),
  add: operator('+', precedences.add),
  sub: operator('-', precedences.add),
  mul: operator('*', precedences.mul),
  div: operator('/', precedences.mul),
  rem: form(forms.rem),
  pow: text('power($0, $1)'),
  sin: text('sin($0)'),
  cos: text('cos($0)'),
  tan: text('tan($0)'),
  asin: text('CASE WHEN abs($0) <= {1} THEN asin($0) ELSE {NaN} END'),
  acos: text('CASE WHEN abs($0) <= {1} THEN acos($0) ELSE {NaN} END'),
  atan: text('atan($0)'),
  atan2: text('atan2($0, $1)'),
  sinh: form(forms.sinh),
  cosh: form(forms.cosh),
  tanh: form(forms.tanh),
  asinh: form(forms.asinh),
  acosh: form(forms.acosh),
  atanh: form(forms.atanh),
  exp: text('exp($0)'),
  expm1: form(forms.expm1),
  log: guardedLog('ln($0)'),
  log1p: form(forms.log1p),
  log2: form(forms.log2),
  log10: form(forms.log10),
  sqrt: text('CASE WHEN $0 >= {0} THEN sqrt($0) ELSE {NaN} END'),
  cbrt: form(forms.cbrt),
  hypot2: form(forms.hypot2),
  fround: noRounding,
  f16round: noRounding,

  abs: text('abs($0)'),
  max: text('greatest($0, $1)'),
  min: text('least($0, $1)'),
  sign: form(forms.sign),
  floor: text('floor($0)'),
  ceil: text('ceil($0)'),
  round: form(forms.round),
  trunc: form(forms.trunc),

  clz32: noBits,
  imul: noBits,
  bitand: noBits,
  bitor: noBits,
  bitxor: noBits,
  bitnot: noBits,
  shl: noBits,
  shr: noBits,
  ushr: noBits,

  lt: builtIn,
  le: builtIn,
  gt: builtIn,
  ge: builtIn,
  eq: builtIn,
  ne: builtIn,
  not: builtIn,
  truthy: builtIn,
  is_undefined: builtIn,
  is_null: builtIn,
  is_nan: builtIn,
  is_finite: form(forms.isFinite),
  is_integer: form(forms.isInteger),
  number: builtIn,
  text: noText,
  concat: noText,
  select: builtIn,
  stop: builtIn,
  guarded_mul: form(forms.guardedMul),
};
