/**
 * The names of the pure operations, and how many arguments each takes. What an operation computes, its
 * partial derivatives, its Taylor recurrence, its domain and its kinks are rows of the tables in
 * `src/compiler/rules`, which must have a row for every name here to compile.
 */

/** Operations from numbers to a number that have a derivative somewhere. */
export const smoothOperations = {
  neg: 1, add: 2, sub: 2, mul: 2, div: 2, rem: 2, pow: 2,
  sin: 1, cos: 1, tan: 1, asin: 1, acos: 1, atan: 1, atan2: 2,
  sinh: 1, cosh: 1, tanh: 1, asinh: 1, acosh: 1, atanh: 1,
  exp: 1, expm1: 1, log: 1, log1p: 1, log2: 1, log10: 1,
  sqrt: 1, cbrt: 1, hypot2: 2, fround: 1, f16round: 1,
} as const; // prettier-ignore

/** Operations with corners or jumps. */
export const kinkedOperations = {
  abs: 1, max: 2, min: 2, sign: 1, floor: 1, ceil: 1, round: 1, trunc: 1,
} as const; // prettier-ignore

/** Operations on bits: integers in, integers out, derivative zero where there is one. */
export const bitOperations = {
  clz32: 1, imul: 2, bitand: 2, bitor: 2, bitxor: 2, bitnot: 1, shl: 2, shr: 2, ushr: 2,
} as const; // prettier-ignore

/** Operations whose result is a truth value, or that only choose or convert. */
export const logicalOperations = {
  lt: 2, le: 2, gt: 2, ge: 2, eq: 2, ne: 2,
  not: 1, truthy: 1, is_undefined: 1, is_null: 1, is_nan: 1, is_finite: 1, is_integer: 1,
  number: 1, text: 1, concat: 2, select: 3, stop: 1, guarded_mul: 2,
} as const; // prettier-ignore

export type SmoothName = keyof typeof smoothOperations;
export type KinkedName = keyof typeof kinkedOperations;
export type BitName = keyof typeof bitOperations;
export type LogicalName = keyof typeof logicalOperations;
export type OperationName = SmoothName | KinkedName | BitName | LogicalName;
