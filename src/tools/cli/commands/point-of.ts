/** A point as the arguments of a function: one argument, or one number for each where the function takes several. */
import { type AnyFunction, SecantError, type Tree } from '../../../index.ts';

/** The arguments of a call at a point, and what is differentiated: the first argument, or all. */
export interface ArgumentsAt {
  readonly args: readonly Tree[];
  readonly wrt: readonly number[];
}

/**
 * Spreads a point over the parameters of a function.
 *
 * @throws SecantError S201 where there are more or fewer numbers than parameters
 */
export function argumentsAt(fn: AnyFunction, point: Tree): ArgumentsAt {
  if (fn.length <= 1) return { args: [point], wrt: [0] };
  const args = Array.isArray(point) ? (point as readonly Tree[]) : [point];
  if (args.length !== fn.length) {
    throw new SecantError('S201', `the function takes ${fn.length} arguments, and the point has ${args.length}`, {
      hint: `write --at ${Array.from({ length: fn.length }, () => 0).join(',')}`,
    });
  }
  return { args, wrt: args.map((_, k) => k) };
}

/** A tree of numbers as text: as JSON, but with NaN and infinity written out. */
export function treeText(tree: Tree): string {
  if (ArrayBuffer.isView(tree)) return treeText(Array.from(tree as Float64Array));
  if (Array.isArray(tree)) return `[${tree.map(treeText).join(', ')}]`;
  if (typeof tree === 'object' && tree !== null)
    return `{ ${Object.entries(tree)
      .map(([field, inner]) => `${field}: ${treeText(inner)}`)
      .join(', ')} }`;
  return String(tree);
}

/** Typed arrays as plain ones, for JSON. */
export function plainTree(tree: Tree): unknown {
  if (ArrayBuffer.isView(tree)) return Array.from(tree as Float64Array);
  if (Array.isArray(tree)) return tree.map(plainTree);
  if (typeof tree === 'object' && tree !== null)
    return Object.fromEntries(Object.entries(tree).map(([field, inner]) => [field, plainTree(inner)]));
  return tree;
}

/** The numbers of a tree in order. */
export function numbersOf(tree: Tree): number[] {
  if (typeof tree === 'number') return [tree];
  if (ArrayBuffer.isView(tree)) return Array.from(tree as Float64Array);
  return typeof tree === 'object' && tree !== null ? Object.values(tree).flatMap(numbersOf) : [];
}
