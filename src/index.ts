/** Secant: calculus and automatic differentiation for plain TypeScript. */
import './calculus/reader/index.ts';
export * from './calculus/index.ts';
