/** Shapes of numbers, as the public functions take and give them. */
export * from '../base/trees.ts';
