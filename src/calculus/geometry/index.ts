/** Lines, hyperplanes and polynomials at a curve or surface, from derivatives given as numbers. */
export type { EquationFormat, EquationOptions } from './coefficient-text.ts';
export { lineThrough, secantThrough, type Line } from './line.ts';
export { hyperplaneThrough, secantHyperplaneThrough, type Hyperplane } from './hyperplane.ts';
export { polynomialAt, type Polynomial } from './polynomial.ts';
