/** Secant: calculus and automatic differentiation for plain TypeScript. */
import './reader/index.ts';
export * from './api/index.ts';
