/** Secant: calculus and automatic differentiation for plain TypeScript. */
import { useParts } from './calculus/loaded-parts.ts';
import { allParts } from './calculus/parts/index.ts';

useParts(allParts);

export * from './calculus/index.ts';
