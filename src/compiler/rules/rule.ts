/**
 * What a row of the rule table holds. Formulas are written once, over any kind of term: with the IR builder
 * as `Terms` they emit instructions, with numbers they compute. Nothing here knows a transform.
 */
import type { Arity, OperationName } from '../ir/operations.ts';

/** Arithmetic over terms of some kind: IR values, or plain numbers. */
export interface Terms<T> {
  constant(value: number): T;
  apply(operation: OperationName, ...args: T[]): T;
  /** True if a term is zero by construction (an immediate), so that products with it may be left out, 0·∞ included. */
  isZero?(term: T): boolean;
  /** The number a term is known to be while formulas are written out, if it is known. */
  known?(term: T): number | undefined;
}

/** One thing for each argument of an operation. */
export type PerArgument<N extends Arity, T> = N extends 1
  ? readonly [T]
  : N extends 2
    ? readonly [T, T]
    : readonly [T, T, T];

/**
 * One partial derivative: from the arguments and the result to ∂result/∂argument. Later transforms differentiate what is
 * written here. So where it chooses between forms, they agree to every order where they meet; a choice of a constant
 * (0 where b = 0) would be taken for a function that does not move.
 */
export type Partial<N extends Arity> = <T>(terms: Terms<T>, args: PerArgument<N, T>, result: T) => T;

/**
 * A change of the result on account of argument `k`: what `change · partial` is, written so that 0·∞ does not come of it.
 * `guard` says where the change itself may be a structural zero.
 */
export type Product<N extends Arity> = <T>(
  terms: Terms<T>,
  k: number,
  args: PerArgument<N, T>,
  change: T,
  guard: 'never' | 'singular' | 'always',
) => T;

/** Where an operation has a corner or jump: it ties when the two terms are equal. */
export type Tie<N extends Arity> = <T>(terms: Terms<T>, args: PerArgument<N, T>) => readonly [T, T];

/** Coefficients of a Taylor series: the value, and those of higher orders. */
export type Series<T> = readonly [T, ...T[]];

/** Taylor coefficients of the result from those of the arguments, up to their common order. */
export type TaylorRow<N extends Arity> = <T>(terms: Terms<T>, args: PerArgument<N, Series<T>>) => T[];

/** A row of the table: one operation of `N` arguments. */
export interface Row<N extends Arity> {
  /** The value, as JavaScript computes it. */
  readonly value: (...args: never[]) => unknown;
  /** JavaScript text of the operation; `$0`, `$1` … are its arguments, already parenthesised where needed. */
  readonly text: string;
  /** JavaScript precedence of `text`, 20 for calls; arguments of lower precedence are parenthesised. */
  readonly precedence: number;
  /** Partial derivatives, one per argument; none for operations that carry no derivative. */
  readonly partials?: PerArgument<N, Partial<N>>;
  /** How a change is multiplied with a partial, where that is no plain product. */
  readonly product?: Product<N>;
  /**
   * The partial derivatives as people write them, where the form that is computed keeps digits and reads badly;
   * `$0`, `$1` … are the arguments, `$y` is the result.
   */
  readonly written?: readonly string[];
  /** True where a partial may be infinite at a finite point, so that a zero seed must be kept zero (0·∞ = 0). */
  readonly singular?: boolean;
  readonly tie?: Tie<N>;
}

/** A row with a derivative: partials must be there. Its Taylor recurrence stands in `taylor-rules.ts`. */
export type DifferentiableRow<N extends Arity> = Row<N> & Required<Pick<Row<N>, 'partials'>>;

/** A row as passes use it, which have an operation and its arguments at hand and ask for neither's number. */
export interface Rule extends Omit<Row<Arity>, 'partials' | 'product' | 'tie'> {
  readonly partials?: readonly (<T>(terms: Terms<T>, args: readonly T[], result: T) => T)[];
  readonly product?: <T>(
    terms: Terms<T>,
    k: number,
    args: readonly T[],
    change: T,
    guard: 'never' | 'singular' | 'always',
  ) => T;
  readonly tie?: <T>(terms: Terms<T>, args: readonly T[]) => readonly [T, T];
}

/** A recurrence likewise. */
export type TaylorRule = <T>(terms: Terms<T>, args: readonly (readonly T[])[]) => T[];
