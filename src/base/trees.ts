/**
 * Arguments and results of any shape, seen as a row of numbers: a number, an array, a typed array, nested
 * arrays, records. The order is that of the elements and fields.
 */

import { SecantError } from './diagnostics.ts';

/** A number, or numbers arranged in arrays and objects. */
export type Tree = unknown;

/**
 * Fails for a typed array without elements whose memory has been given away, to a worker or by `structuredClone`: the
 * numbers that it once held must not count as none.
 *
 * @throws SecantError S202
 */
export function refuseDetached(array: ArrayBufferView, what: string): void {
  if (array.byteLength > 0) return;
  try {
    array.buffer.slice(0, 0);
  } catch {
    throw new SecantError('S202', `${what} is an array whose memory has been given away`, {
      hint: 'pass a copy that was made before it was transferred',
    });
  }
}

/** Number of numbers in a tree. */
export function countLeaves(tree: Tree): number {
  if (typeof tree === 'number') return 1;
  if (ArrayBuffer.isView(tree)) return (tree as Float64Array).length;
  if (Array.isArray(tree))
    return isFlat(tree) ? tree.length : tree.reduce((sum: number, inner: Tree) => sum + countLeaves(inner), 0);
  if (typeof tree === 'object' && tree !== null)
    return Object.values(tree).reduce((sum: number, inner: Tree) => sum + countLeaves(inner), 0);
  return 0;
}

function isFlat(tree: readonly unknown[]): tree is number[] {
  return (
    tree.length > 0 &&
    typeof tree[0] === 'number' &&
    typeof tree[tree.length - 1] === 'number' &&
    tree.every((x) => typeof x === 'number')
  );
}

/** A tree of the same shape with zeros; what is no number becomes undefined. Typed arrays stay typed, integers become doubles. */
export function zerosOf(tree: Tree): Tree {
  if (tree instanceof Float64Array) return new Float64Array(tree.length);
  if (tree instanceof Float32Array) return new Float32Array(tree.length);
  if (Array.isArray(tree) && isFlat(tree)) return new Array<number>(tree.length).fill(0);
  return mapLeaves(tree, () => 0);
}

/** Zeros shaped like a tree, where adjoints are gathered. */
export interface Shadow {
  readonly tree: Tree;
  /** The gathered tree. A program that replaces rows of its argument moves the shadow's rows too; here they are put back. */
  read(): Tree;
}

/** A shadow for a tree of numbers. */
export function shadowOf(tree: Tree): Shadow {
  const zeros = zerosOf(tree);
  const links: { readonly holder: Record<string, Tree>; readonly key: string; readonly held: Tree }[] = [];
  gatherLinks(zeros, links);
  return {
    tree: zeros,
    read() {
      for (const { holder, key, held } of links) holder[key] = held;
      return zeros;
    },
  };
}

function gatherLinks(tree: Tree, links: { holder: Record<string, Tree>; key: string; held: Tree }[]): void {
  if (typeof tree !== 'object' || tree === null || ArrayBuffer.isView(tree)) return;
  if (Array.isArray(tree) && isFlat(tree)) return;
  const holder = tree as Record<string, Tree>;
  for (const [key, held] of Object.entries(holder)) {
    if (typeof held !== 'object' || held === null) continue;
    links.push({ holder, key, held });
    gatherLinks(held, links);
  }
}

/**
 * A tree of the same shape with each number replaced; `k` counts them. What is no number becomes undefined, and an
 * instance a record; `kept`, all that is no number stays as it is.
 */
export function mapLeaves(
  tree: Tree,
  leaf: (value: number, k: number) => Tree,
  counter = { k: 0 },
  kept = false,
): Tree {
  if (typeof tree === 'number') return leaf(tree, counter.k++);
  if (ArrayBuffer.isView(tree)) {
    const source = tree as Float64Array;
    const values = new Array<Tree>(source.length);
    for (let k = 0; k < source.length; k++) values[k] = leaf(source[k]!, counter.k++);
    if (!values.every((value) => typeof value === 'number')) return values;
    return source instanceof Float32Array ? new Float32Array(values) : new Float64Array(values);
  }
  // A plain array, whatever class the given one is of.
  if (Array.isArray(tree)) {
    const values = new Array<Tree>(tree.length);
    for (let k = 0; k < tree.length; k++) values[k] = mapLeaves(tree[k], leaf, counter, kept);
    return values;
  }
  if (typeof tree === 'object' && tree !== null) {
    const record: object = Object.fromEntries(
      Object.entries(tree).map(([field, inner]) => [field, mapLeaves(inner, leaf, counter, kept)]),
    );
    return kept ? (Object.setPrototypeOf(record, Object.getPrototypeOf(tree) as object) as Tree) : record;
  }
  return kept ? tree : undefined;
}

/** The numbers of a tree in order. */
export function leavesOf(tree: Tree, into: number[] = []): number[] {
  if (typeof tree === 'number') into.push(tree);
  else if (ArrayBuffer.isView(tree))
    for (let k = 0; k < (tree as Float64Array).length; k++) into.push((tree as Float64Array)[k]!);
  else if (Array.isArray(tree))
    for (const inner of tree) {
      if (typeof inner === 'number') into.push(inner);
      else leavesOf(inner, into);
    }
  else if (typeof tree === 'object' && tree !== null) for (const inner of Object.values(tree)) leavesOf(inner, into);
  return into;
}

/** A place where two trees differ in shape: what stands behind their names there, and what each holds. */
export interface Misfit {
  readonly path: string;
  readonly of: readonly [Tree, Tree];
}

/** True if `b` can go along with `a`: the same shape, with anything or nothing where `a` holds no number. */
export function sameShape(a: Tree, b: Tree): boolean {
  return misfitOf(a, b) === undefined;
}

/** Where `b` cannot go along with `a`, if there is such a place. */
export function misfitOf(a: Tree, b: Tree): Misfit | undefined {
  const here: Misfit = { path: '', of: [a, b] };
  if (typeof a === 'number' || typeof b === 'number') return typeof a === typeof b ? undefined : here;
  const isList = (tree: Tree): tree is ArrayLike<unknown> => Array.isArray(tree) || ArrayBuffer.isView(tree);
  if (isList(a) && isList(b)) {
    if (a.length !== b.length) return here;
    for (let k = 0; k < a.length; k++) {
      if (typeof a[k] === 'number' && typeof b[k] === 'number') continue;
      const inner = misfitOf(a[k], b[k]);
      if (inner !== undefined) return { ...inner, path: `[${k}]${inner.path}` };
    }
    return undefined;
  }
  if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null && !isList(a) && !isList(b)) {
    if (!Object.keys(b).every((field) => Object.hasOwn(a, field))) return here;
    for (const field of Object.keys(a)) {
      const inner = misfitOf((a as Record<string, Tree>)[field], (b as Record<string, Tree>)[field]);
      if (inner !== undefined) return { ...inner, path: `.${field}${inner.path}` };
    }
    return undefined;
  }
  const isPlain = (tree: Tree): boolean => typeof tree !== 'object' || tree === null;
  return isPlain(a) && isPlain(b) ? undefined : here;
}

/** A shape in words: "number[3]", "{ a, b }". */
export function describeShape(tree: Tree): string {
  if (typeof tree === 'number') return 'a number';
  if (ArrayBuffer.isView(tree)) return `a ${tree.constructor.name} of ${(tree as Float64Array).length}`;
  if (Array.isArray(tree)) return `an array of ${tree.length}`;
  if (typeof tree === 'object' && tree !== null) return `an object with ${Object.keys(tree).join(', ')}`;
  return String(tree);
}

/**
 * Cuts a shadow of lists back to the lengths of what it shadows. A read past the end of a list leaves a trace past the
 * end of its shadow: the value is NaN then, and so must every derivative be.
 *
 * @returns true if there was such a trace
 */
export function cutBack(shadow: Tree, argument: Tree): boolean {
  if (!Array.isArray(shadow) || !Array.isArray(argument)) return false;
  let cut = shadow.length > argument.length;
  if (cut) shadow.length = argument.length;
  if (typeof argument[0] === 'object')
    for (let k = 0; k < shadow.length; k++) if (cutBack(shadow[k] as Tree, argument[k] as Tree)) cut = true;
  return cut;
}

/** NaN for every number. */
export function allNaN(tree: Tree): Tree {
  return mapLeaves(tree, () => NaN);
}
