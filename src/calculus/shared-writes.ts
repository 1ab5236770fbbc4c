/**
 * Arguments that share memory, where the function writes to one of them.
 */
import { SecantError } from '../base/diagnostics.ts';
import type { Tree } from './trees.ts';

/**
 * Fails if what the function writes to, in argument `k`, is also another argument or another part of this one: the
 * program works on copies, which would not see one another's writes. So it is with what it captures, whose text does not
 * say that two names are of one memory.
 *
 * @param kind what the trees are
 * @throws SecantError S201
 */
export function refuseSharedWrites(args: readonly Tree[], k: number, kind = 'argument'): void {
  const own = partsOf(args[k]);
  const others = args.flatMap((arg, j) => (j === k ? [] : partsOf(arg)));
  const written = new Set(own);
  const twice = written.size < own.length || bytesMeet(own, []);
  if (!twice && !others.some((part) => written.has(part)) && !bytesMeet(own, others)) return;
  throw new SecantError(
    'S201',
    `the function writes to ${kind} ${k + 1}, and a part of it is there ${twice ? 'twice' : `in another ${kind} too`}`,
    { hint: 'pass a copy for one of them' },
  );
}

/** True if views among `own`, or one of them and one of the others, hold the same bytes. */
function bytesMeet(own: readonly Tree[], others: readonly Tree[]): boolean {
  const views = [own, others].flatMap((trees, k) =>
    trees.filter((tree) => ArrayBuffer.isView(tree)).map((view) => ({ view, isOwn: k === 0 })),
  );
  views.sort((a, b) => a.view.byteOffset - b.view.byteOffset);
  const ends = new Map<ArrayBufferLike, { own: number; any: number }>();
  return views.some(({ view, isOwn }) => {
    const before = ends.get(view.buffer) ?? { own: 0, any: 0 };
    const end = view.byteOffset + view.byteLength;
    const any = Math.max(before.any, end);
    ends.set(view.buffer, { own: isOwn ? Math.max(before.own, end) : before.own, any });
    return view.byteOffset < (isOwn ? before.any : before.own);
  });
}

/** All arrays and records of a tree. */
export function partsOf(tree: Tree, into: Tree[] = []): Tree[] {
  if (typeof tree !== 'object' || tree === null) return into;
  into.push(tree);
  if (ArrayBuffer.isView(tree)) return into;
  for (const inner of Array.isArray(tree) ? tree : Object.values(tree))
    if (typeof inner === 'object') partsOf(inner, into);
  return into;
}
