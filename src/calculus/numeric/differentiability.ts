/**
 * What a verdict on differentiability consists of. The public type of the same name is structurally this one.
 * In, out and guarantee belong to the functions that give it: black-box-differentiability.ts for sampled functions.
 */

/** The verdicts; see the documentation page on numerical differentiation for their meaning. */
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
