/**
 * The shape of a row of the corpus. A row is a function as people write it (or a text), points, and what its
 * derivatives are, from a source that shares nothing with the engine: closed forms composed by the rules of
 * Leibniz and Faà di Bruno (closed-forms.ts), formulas written out by hand, or literals computed with 50
 * digits (each such file says how).
 */
import type { ClosedForm } from './closed-forms.ts';

/** Any function of a row; its arguments and result are checked when it runs. */
export type RowFunction = (...args: never[]) => unknown;

interface RowBase {
  readonly name: string;
  /** A function, or the text of one. */
  readonly f: RowFunction | string;
  /** What the function captures. */
  readonly scope?: Readonly<Record<string, unknown>>;
  /** The same function for JavaScript to run, where `f` itself asks Secant for derivatives of what it captures. */
  readonly native?: RowFunction;
  /** Largest error, relative to the entry or to `scale`, whichever is larger. Default 2e-14. */
  readonly tolerance?: number;
  /** Why the tolerance is not the usual one. */
  readonly reason?: string;
  /** Entries smaller than this are compared absolutely. Default 1e-2. */
  readonly scale?: number;
}

/** A function of one number. */
export interface ScalarRow extends RowBase {
  readonly kind: 'scalar';
  readonly at: readonly number[];
  /** Derivatives of order 0 to 4 as a closed form. */
  readonly closed: ClosedForm;
  /** Highest order compared; 4 if not given. */
  readonly orders: number;
  /** True where the value itself has no closed form to the last digits (an iteration, a rounded constant). */
  readonly looseValue?: boolean;
}

/** A function of numbers in any shape, with one number as its result. */
export interface GradientRow extends RowBase {
  readonly kind: 'gradient';
  /** Makes the arguments afresh. */
  readonly args: () => readonly unknown[];
  readonly wrt?: number;
  /** The gradient in the argument's own shape. */
  readonly gradient: (...args: never[]) => unknown;
  /** The Hessian of an argument number[], as a matrix. */
  readonly hessian?: (...args: never[]) => readonly (readonly number[])[];
}

/** A function with several numbers as its result. */
export interface VectorRow extends RowBase {
  readonly kind: 'vector';
  readonly args: () => readonly unknown[];
  /** One entry per output, in the shape of the result, each of the shape of the first argument. */
  readonly jacobian: (...args: never[]) => unknown;
}

export type Row = ScalarRow | GradientRow | VectorRow;

type Extra = Partial<Pick<ScalarRow, 'scope' | 'native' | 'tolerance' | 'reason' | 'scale' | 'orders' | 'looseValue'>>;

/** A row for a function of one number. */
export function scalar(
  name: string,
  f: RowFunction | string,
  at: readonly number[],
  closed: ClosedForm,
  extra: Extra = {},
): ScalarRow {
  return { kind: 'scalar', name, f, at, closed, orders: 4, ...extra };
}

/** A row for a gradient. */
export function gradient(
  name: string,
  f: RowFunction | string,
  args: GradientRow['args'],
  expected: GradientRow['gradient'],
  extra: Partial<Pick<GradientRow, 'scope' | 'native' | 'tolerance' | 'reason' | 'scale' | 'wrt' | 'hessian'>> = {},
): GradientRow {
  return { kind: 'gradient', name, f, args, gradient: expected, ...extra };
}

/** A row for a Jacobian. */
export function vector(
  name: string,
  f: RowFunction | string,
  args: VectorRow['args'],
  jacobian: VectorRow['jacobian'],
  extra: Partial<Pick<VectorRow, 'scope' | 'native' | 'tolerance' | 'reason' | 'scale'>> = {},
): VectorRow {
  return { kind: 'vector', name, f, args, jacobian, ...extra };
}
