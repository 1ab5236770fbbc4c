/** Secant: calculus and automatic differentiation for plain TypeScript. */
import './calculus/reader/index.ts';
import './calculus/reader/traced.ts';
export * from './calculus/index.ts';
