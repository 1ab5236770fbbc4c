/**
 * The pure operations and what is known of each before anything is computed: one row for each, which every pass asks
 * instead of keeping names of its own. What an operation computes, its partial derivatives, its kinks and its Taylor
 * recurrence are rows of the tables in `src/compiler/rules`, which must have a row for every name here to compile.
 */

export type Arity = 1 | 2 | 3;

/** What is known of an operation. */
export interface Facts {
  readonly arity: Arity;
  /** The type of the result; `argument`: that of what is chosen or handed on. */
  readonly result: 'number' | 'boolean' | 'string' | 'argument';
  /** How the result follows its arguments: with a slope, with corners, flat between jumps, or not as a number does. */
  readonly slope: 'smooth' | 'corner' | 'flat' | 'none';
  /** Low: cheaper to repeat than to store its result and fetch it. High: dearer than that. */
  readonly cost: 'low' | 'medium' | 'high';
  /** Its name in `Math`, by which texts call it. */
  readonly math?: string | undefined;
  /** What is no function of the engine's `Math`: the name under which emitted code is given its value. */
  readonly helper?: string;
  /** True if formulas call it by that name, with as many arguments. */
  readonly formula?: boolean;
  /** As a function of `Math` it takes any number of arguments, two at a time: what it gives for none and for one. */
  readonly fold?: { readonly none: number; readonly one: 'abs' | 'number' };
  /** a ∘ b is b ∘ a, in every bit. */
  readonly commutative?: true;
  /** Where finite results are whole numbers: always, or for whole arguments. */
  readonly integer?: 'always' | 'of integers';
  /** True if its overflow at finite arguments is ±∞ where the function it stands for is finite. */
  readonly overflows?: boolean;
  /** True if it is a number for all numbers and infinities. */
  readonly total?: true;
  /** True if it is never negative and never −0. */
  readonly nonNegative?: true;
  /** Which argument makes it infinite or undefined by being 0, where another may take that back. */
  readonly pole?: 0 | 1;
  /** True if the result tells whether an argument is there at all. */
  readonly asks?: true;
  /** What it is on germs: regular wherever its arguments are, or one case of `germ-functions.ts`. */
  readonly germ?: 'entire' | 'cases';
}

/** What has to be said of an operation with a derivative. */
type SmoothFacts = Facts & Required<Pick<Facts, 'formula' | 'overflows' | 'germ'>> & { readonly math: string | undefined }; // prettier-ignore

const smooth = { result: 'number', slope: 'smooth' } as const;
const sign = { ...smooth, math: undefined, formula: false, germ: 'cases' } as const;

/** Operations from numbers to a number that have a derivative somewhere. */
// prettier-ignore
export const smoothOperations = {
  neg: { ...sign, arity: 1, cost: 'low', overflows: false, integer: 'of integers', total: true },
  add: { ...sign, arity: 2, cost: 'low', overflows: true, integer: 'of integers', commutative: true },
  sub: { ...sign, arity: 2, cost: 'low', overflows: true, integer: 'of integers' },
  mul: { ...sign, arity: 2, cost: 'low', overflows: true, integer: 'of integers', commutative: true },
  div: { ...sign, arity: 2, cost: 'low', overflows: false, pole: 1 },
  rem: { ...sign, arity: 2, cost: 'medium', overflows: false },
  pow: { ...smooth, arity: 2, cost: 'high', math: 'pow', formula: false, overflows: false, germ: 'cases', pole: 0 },
  sin: { ...smooth, arity: 1, cost: 'high', math: 'sin', formula: true, overflows: false, germ: 'cases' },
  cos: { ...smooth, arity: 1, cost: 'high', math: 'cos', formula: true, overflows: false, germ: 'cases' },
  tan: { ...smooth, arity: 1, cost: 'high', math: 'tan', formula: true, overflows: false, germ: 'cases' },
  asin: { ...smooth, arity: 1, cost: 'high', math: 'asin', formula: true, overflows: false, germ: 'cases' },
  acos: { ...smooth, arity: 1, cost: 'high', math: 'acos', formula: true, overflows: false, germ: 'cases' },
  atan: { ...smooth, arity: 1, cost: 'high', math: 'atan', formula: true, overflows: false, germ: 'cases', total: true },
  atan2: { ...smooth, arity: 2, cost: 'high', math: 'atan2', formula: true, overflows: false, germ: 'cases', total: true },
  sinh: { ...smooth, arity: 1, cost: 'high', math: 'sinh', formula: true, overflows: true, germ: 'cases', total: true },
  cosh: { ...smooth, arity: 1, cost: 'high', math: 'cosh', formula: true, overflows: true, germ: 'cases', total: true, nonNegative: true },
  tanh: { ...smooth, arity: 1, cost: 'high', math: 'tanh', formula: true, overflows: false, germ: 'cases', total: true },
  asinh: { ...smooth, arity: 1, cost: 'high', math: 'asinh', formula: true, overflows: false, germ: 'cases', total: true },
  acosh: { ...smooth, arity: 1, cost: 'high', math: 'acosh', formula: true, overflows: false, germ: 'cases' },
  atanh: { ...smooth, arity: 1, cost: 'high', math: 'atanh', formula: true, overflows: false, germ: 'cases' },
  exp: { ...smooth, arity: 1, cost: 'high', math: 'exp', formula: true, overflows: true, germ: 'cases', total: true, nonNegative: true },
  expm1: { ...smooth, arity: 1, cost: 'high', math: 'expm1', formula: true, overflows: true, germ: 'cases', total: true },
  // In formulas log may have a base, so the word has a row of its own there.
  log: { ...smooth, arity: 1, cost: 'high', math: 'log', formula: false, overflows: false, germ: 'cases', pole: 0 },
  log1p: { ...smooth, arity: 1, cost: 'high', math: 'log1p', formula: true, overflows: false, germ: 'cases' },
  log10: { ...smooth, arity: 1, cost: 'high', math: 'log10', formula: true, overflows: false, germ: 'cases', pole: 0 },
  log2: { ...smooth, arity: 1, cost: 'high', math: 'log2', formula: true, overflows: false, germ: 'cases', pole: 0 },
  sqrt: { ...smooth, arity: 1, cost: 'medium', math: 'sqrt', formula: true, overflows: false, germ: 'cases' },
  cbrt: { ...smooth, arity: 1, cost: 'high', math: 'cbrt', formula: true, overflows: false, germ: 'cases', total: true },
  hypot2: {
    ...smooth, arity: 2, cost: 'high', math: 'hypot', formula: false, fold: { none: 0, one: 'abs' }, overflows: true,
    germ: 'cases', commutative: true, total: true, nonNegative: true,
  },
  fround: { ...smooth, arity: 1, cost: 'medium', math: 'fround', formula: false, overflows: false, germ: 'cases', total: true },
  f16round: { ...smooth, arity: 1, cost: 'medium', math: 'f16round', helper: 'rounded16', formula: false, overflows: false, germ: 'cases', total: true },
} as const satisfies Record<string, SmoothFacts>;

type KinkedFacts = Facts & { readonly slope: 'corner' | 'flat'; readonly math: string; readonly formula: boolean };

const corner = { result: 'number', slope: 'corner', total: true } as const;
const flat = { result: 'number', slope: 'flat', total: true, integer: 'always' } as const;

/** Operations with corners or jumps. */
// prettier-ignore
export const kinkedOperations = {
  abs: { ...corner, arity: 1, cost: 'low', math: 'abs', formula: true, nonNegative: true },
  max: { ...corner, arity: 2, cost: 'low', math: 'max', formula: false, fold: { none: -Infinity, one: 'number' }, integer: 'of integers', commutative: true },
  min: { ...corner, arity: 2, cost: 'low', math: 'min', formula: false, fold: { none: Infinity, one: 'number' }, integer: 'of integers', commutative: true },
  sign: { ...flat, arity: 1, cost: 'medium', math: 'sign', formula: true },
  floor: { ...flat, arity: 1, cost: 'low', math: 'floor', formula: true },
  ceil: { ...flat, arity: 1, cost: 'low', math: 'ceil', formula: true },
  round: { ...flat, arity: 1, cost: 'medium', math: 'round', formula: true },
  trunc: { ...flat, arity: 1, cost: 'low', math: 'trunc', formula: true },
} as const satisfies Record<string, KinkedFacts>;

const bits = { result: 'number', slope: 'none', integer: 'always' } as const;

/** Operations on bits: integers in, integers out, derivative zero where there is one. */
export const bitOperations = {
  clz32: { ...bits, arity: 1, cost: 'medium', math: 'clz32' },
  imul: { ...bits, arity: 2, cost: 'medium', math: 'imul', commutative: true },
  bitand: { ...bits, arity: 2, cost: 'low', commutative: true },
  bitor: { ...bits, arity: 2, cost: 'low', commutative: true },
  bitxor: { ...bits, arity: 2, cost: 'medium', commutative: true },
  bitnot: { ...bits, arity: 1, cost: 'medium' },
  shl: { ...bits, arity: 2, cost: 'low' },
  shr: { ...bits, arity: 2, cost: 'low' },
  ushr: { ...bits, arity: 2, cost: 'low' },
} as const satisfies Record<string, Facts>;

const truth = { result: 'boolean', slope: 'none' } as const;

/** Operations whose result is a truth value, or that only choose or convert. */
const logicalOperations = {
  lt: { ...truth, arity: 2, cost: 'low' },
  le: { ...truth, arity: 2, cost: 'low' },
  gt: { ...truth, arity: 2, cost: 'low' },
  ge: { ...truth, arity: 2, cost: 'low' },
  eq: { ...truth, arity: 2, cost: 'low', commutative: true, asks: true },
  ne: { ...truth, arity: 2, cost: 'low', commutative: true, asks: true },
  not: { ...truth, arity: 1, cost: 'low', asks: true },
  truthy: { ...truth, arity: 1, cost: 'medium', asks: true },
  is_undefined: { ...truth, arity: 1, cost: 'low', asks: true },
  is_null: { ...truth, arity: 1, cost: 'low', asks: true },
  is_nan: { ...truth, arity: 1, cost: 'low', asks: true },
  is_finite: { ...truth, arity: 1, cost: 'medium' },
  is_integer: { ...truth, arity: 1, cost: 'medium' },
  number: { result: 'number', slope: 'smooth', arity: 1, cost: 'low', total: true },
  text: { result: 'string', slope: 'none', arity: 1, cost: 'medium', asks: true },
  concat: { result: 'string', slope: 'none', arity: 2, cost: 'medium' },
  select: { result: 'argument', slope: 'smooth', arity: 3, cost: 'low' },
  stop: { result: 'argument', slope: 'none', arity: 1, cost: 'medium', total: true },
  guarded_mul: { result: 'number', slope: 'smooth', arity: 2, cost: 'medium' },
} as const satisfies Record<string, Facts>;

export type SmoothName = keyof typeof smoothOperations;
export type KinkedName = keyof typeof kinkedOperations;
export type BitName = keyof typeof bitOperations;
export type LogicalName = keyof typeof logicalOperations;
export type OperationName = SmoothName | KinkedName | BitName | LogicalName;

const all = { ...smoothOperations, ...kinkedOperations, ...bitOperations, ...logicalOperations };

/** How many arguments an operation takes. */
export type ArityOf<Name extends OperationName> = (typeof all)[Name]['arity'];

/** Smooth operations without singular points. */
export type EntireName = {
  [Name in SmoothName]: (typeof smoothOperations)[Name]['germ'] extends 'cases' ? never : Name;
}[SmoothName];

/** Operations that emitted code is given the value of. */
export type HelperName = {
  [Name in OperationName]: (typeof all)[Name] extends { readonly helper: string } ? Name : never;
}[OperationName];

/** The facts of every operation. */
export const operations: Readonly<Record<OperationName, Facts>> = all;

export const operationNames = Object.keys(all) as readonly OperationName[];

/** True for operations whose result changes with their arguments; the others are flat, or give no number. */
export function carriesDerivative(operation: OperationName): boolean {
  const { slope } = operations[operation];
  return slope === 'smooth' || slope === 'corner';
}

export function isSmooth(operation: OperationName): operation is SmoothName {
  return Object.hasOwn(smoothOperations, operation);
}

export function isEntire(operation: SmoothName): operation is EntireName {
  return operations[operation].germ === 'entire';
}

const byMathName = new Map(operationNames.map((name) => [operations[name].math, name]));

/** The operation that a function of `Math` is, if it is one. */
export function operationOfMath(name: string): OperationName | undefined {
  return byMathName.get(name);
}
