/**
 * Results written into what the caller has, so that loops make no garbage: `grad(f).into(out, x)` and the like. In:
 * a place, and what it must look like. Out: the place, filled. Guaranteed: nothing is written to a place of the wrong
 * shape, nor to one that is part of an argument, whose values would change while they are read.
 */
import { SecantError } from '../base/diagnostics.ts';
import { partsOf } from './shared-writes.ts';
import { describeShape, type Tree } from './trees.ts';

/**
 * Fails unless a result shaped like `like` can be written into `out`.
 *
 * @throws SecantError S201
 */
export function checkOut(out: Tree, like: Tree, caller: string, whose = 'the argument'): void {
  if (typeof like === 'number')
    throw new SecantError('S201', `${caller}.into has one number to give, and nothing to write it into`, {
      hint: `take the number that ${caller} returns, or let the function take an array`,
    });
  const place = firstMisfit(out, like, 'out');
  if (place === undefined) return;
  const { path, there, wanted } = place;
  throw new SecantError(
    'S201',
    `${path} is ${describeShape(there)}, but ${path.replace('out', whose)} is ${describeShape(wanted)}`,
    { hint: `let out have the shape of ${whose}` },
  );
}

/** The error of a place that cannot be written to. */
export function frozen(): SecantError {
  return new SecantError('S201', 'out is frozen, and cannot be written into', {
    hint: 'pass an array that may be changed',
  });
}

interface Misfit {
  readonly path: string;
  readonly there: Tree;
  readonly wanted: Tree;
}

const isList = (tree: Tree): tree is ArrayLike<Tree> => Array.isArray(tree) || ArrayBuffer.isView(tree);
const isRecord = (tree: Tree): tree is Record<string, Tree> =>
  typeof tree === 'object' && tree !== null && !isList(tree);

/** Where a place does not fit. Numbers are written over, so that `new Array(3)` fits three of them. */
function firstMisfit(out: Tree, like: Tree, path: string): Misfit | undefined {
  const misfit: Misfit = { path, there: out, wanted: like };
  if (isList(like)) {
    if (!isList(out) || out.length !== like.length) return misfit;
    if (ArrayBuffer.isView(out) && !(out instanceof Float64Array) && !(out instanceof Float32Array)) return misfit;
    if (ArrayBuffer.isView(like)) return undefined;
    for (let k = 0; k < like.length; k++) {
      const wanted = like[k];
      if (typeof wanted === 'number') continue;
      const inner = firstMisfit(out[k], wanted, `${path}[${k}]`);
      if (inner !== undefined) return inner;
    }
    return undefined;
  }
  if (!isRecord(like)) return undefined;
  if (!isRecord(out)) return misfit;
  for (const [field, wanted] of Object.entries(like)) {
    if (typeof wanted === 'number') continue;
    const inner = firstMisfit(out[field], wanted, `${path}.${field}`);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/**
 * Fails if `out` shares memory with an argument.
 *
 * @throws SecantError S201
 */
export function refuseShared(out: Tree, args: readonly unknown[], caller: string): void {
  if (!isList(out) && !isRecord(out)) return;
  for (const arg of args) {
    if (!isList(arg) && !isRecord(arg)) continue;
    // Flat arrays, the usual ones, share memory only where they are the same or views of the same.
    if (isFlat(out) && isFlat(arg) ? !overlap(out, arg) : !sharesPart(out, arg)) continue;
    throw new SecantError('S201', `out shares memory with an argument, which ${caller} reads while it writes`, {
      hint: 'pass an array of its own',
    });
  }
}

function isFlat(tree: Tree): boolean {
  return ArrayBuffer.isView(tree) || (Array.isArray(tree) && typeof tree[0] !== 'object');
}

/** True if two arrays are one, or views of the same bytes. */
export function overlap(a: Tree, b: Tree): boolean {
  if (a === b) return true;
  if (!ArrayBuffer.isView(a) || !ArrayBuffer.isView(b) || a.buffer !== b.buffer) return false;
  return a.byteOffset < b.byteOffset + b.byteLength && b.byteOffset < a.byteOffset + a.byteLength;
}

function sharesPart(out: Tree, arg: Tree): boolean {
  const parts = partsOf(out);
  return partsOf(arg).some((part) => parts.some((other) => overlap(part, other)));
}

/**
 * Writes the numbers of a tree over those of another of the same shape.
 *
 * @throws SecantError S201 where it cannot be written to
 */
export function copyInto(out: Tree, tree: Tree): void {
  try {
    copyParts(out, tree);
  } catch (error) {
    throw error instanceof TypeError ? frozen() : error;
  }
}

function copyParts(out: Tree, tree: Tree): void {
  if (isList(tree)) {
    const target = out as Tree[];
    for (let k = 0; k < tree.length; k++) {
      const value = tree[k];
      if (typeof value === 'object' && value !== null) copyParts(target[k], value);
      else target[k] = value;
    }
    return;
  }
  if (!isRecord(tree)) return;
  for (const [field, value] of Object.entries(tree)) {
    if (typeof value === 'object' && value !== null) copyParts((out as Record<string, Tree>)[field], value);
    else (out as Record<string, Tree>)[field] = value;
  }
}
