/** The public functions of the compiler side. */
export {
  derivative,
  type DerivativeFunction,
  type DerivativeOptions,
  taylor,
  type TaylorOptions,
} from './derivative.ts';
export {
  type ArgumentsOf,
  grad,
  type GradientFunction,
  type GradientOf,
  type GradientOptions,
  valueAndGrad,
  type ValueAndGradientFunction,
} from './gradient.ts';
export { jvp, type ProductOptions, type ValueAndPullback, vjp } from './products.ts';
export { hessian, type HessianTimesVector, hvp, jacobian, type JacobianOptions } from './jacobian.ts';
export { type Mapped, type PlaceFor, type PointsOf, type ResultsOf, vmap } from './vmap.ts';
export { differentiability, type DifferentiabilityOptions } from './differentiability.ts';
export {
  partialHyperplane,
  secantHyperplane,
  secantLine,
  tangentHyperplane,
  tangentLine,
  taylorPolynomial,
} from './geometry.ts';
export {
  computationGraph,
  type ComputationGraph,
  type ComputationGraphOptions,
  type GraphEdge,
  type GraphNode,
} from './computation-graph.ts';
export { fromFormula, fromSource, type TextFunction } from './from-text.ts';
export { stopGradient } from './stop-gradient.ts';
export { withDerivative } from './custom-rule.ts';
export { type CheckedComponent, checkGradient, type GradientCheck } from './check-gradient.ts';
export type { AnyFunction, Captured, NumberFunction } from './functions.ts';
export type { Tree } from './trees.ts';
export type { AtKink, Differentiability, ScalarFunction, SecantRow, VectorFunction, Verdict } from './types.ts';
export type { Hyperplane, Line, Polynomial } from './geometry/index.ts';
export {
  numericalDerivative,
  numericalGradient,
  type NumericalGradient,
  type NumericalGradientOptions,
  numericalHessian,
  numericalJacobian,
} from './numeric/index.ts';
export { SecantError } from '../base/diagnostics.ts';
