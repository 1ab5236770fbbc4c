/** The numerical side of Secant: derivatives and verdicts for functions that can only be called. Imports base only. */
export {
  numericalDerivative,
  type NumericalDerivative,
  type NumericalDerivativeOptions,
} from './numerical-derivative.ts';
export type { NumericalEstimate, Side } from './numerical-estimate.ts';
export {
  numericalGradient,
  numericalHessian,
  numericalJacobian,
  type NumericalGradient,
  type NumericalGradientOptions,
  type NumericalPartials,
  type PartialsEstimate,
} from './numerical-partials.ts';
export { blackBoxDifferentiability } from './black-box-differentiability.ts';
export type { Differentiability, SecantRow, Verdict } from './differentiability.ts';
export { secantTable } from './secant-table.ts';
