/** Secant: calculus and automatic differentiation for plain TypeScript. */
export * from './api/index.ts';
