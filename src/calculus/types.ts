/** The shapes of the public results. Names and meanings are fixed; see the documentation of each function. */

/** A plain function of one number. */
export type ScalarFunction = (w: number) => number;

/** A function of several numbers, given as an array. */
export type VectorFunction = (w: number[]) => number;

/**
 * What happens where a derivative has two sides that disagree: their middle, one of them, NaN or an error. With several
 * inputs the sides are along each axis.
 */
export type AtKink = 'midpoint' | 'left' | 'right' | 'nan' | 'throw';

/** What a function is at a point, in one or two words. */
export type Verdict =
  'differentiable' | 'corner' | 'cusp' | 'vertical tangent' | 'jump' | 'oscillating' | 'outside the domain';

/** One row of the table of secant slopes: `left` is (g(w) − g(w−ε))/ε, `right` is (g(w+ε) − g(w))/ε. */
export interface SecantRow {
  readonly epsilon: number;
  readonly left: number;
  readonly right: number;
}

/** Whether a function has a derivative at a point, and why. */
export interface Differentiability {
  readonly verdict: Verdict;
  readonly differentiable: boolean;
  /** One-sided slopes; NaN where there is none. */
  readonly left: number;
  readonly right: number;
  /** The derivative, present only where there is one. */
  readonly derivative?: number;
  readonly secants: readonly SecantRow[];
  /** One sentence a student understands. */
  readonly reason: string;
  /** True when the verdict comes from the function's source, false when it comes from sampled secants. */
  readonly exact: boolean;
}

/** A straight line through a point of a curve. */
export interface Line {
  readonly point: readonly [number, number];
  readonly slope: number;
  at(w: number): number;
  /** Plain text, or TeX with `{ format: 'tex' }`. */
  equation(options?: { format?: 'text' | 'tex'; digits?: number }): string;
}

/** An affine function of n inputs through a point of a surface. */
export interface Hyperplane {
  readonly point: readonly number[];
  readonly value: number;
  readonly gradient: readonly number[];
  at(w: readonly number[]): number;
  equation(options?: { format?: 'text' | 'tex'; digits?: number }): string;
}
