/**
 * Functions as values: in memory one is a tag, its place among the choices that the type names. A tag read
 * where there may be nothing may be undefined.
 */
import { newValue, type Value } from '../../ir/ir.ts';
import type { Abstract, KnownFunction } from './abstract.ts';
import type { Lowering } from './lowering.ts';
import type { Node } from '../syntax/function-text.ts';

/** The tag of a function as its place among other choices; undefined, which is none, stays so. */
export function placedTag(l: Lowering, tag: Value, places: readonly number[], choices: KnownFunction[]): Value {
  let result = l.builder.constant(undefined);
  places.forEach((place, k) => {
    const args = [l.builder.apply('eq', tag, l.builder.constant(k)), l.builder.constant(place), result];
    result = newValue({ kind: 'function', choices });
    l.builder.emit({ kind: 'apply', operation: 'select', args, result, span: l.builder.span });
  });
  return result;
}

/** A value that may be undefined or null in a run; undefined for one that is neither. */
export function maybeNothing(l: Lowering, abstract: Abstract): Value | undefined {
  if (abstract.kind === 'function') return abstract.loaded;
  if (abstract.kind === 'choice') return abstract.optional ? abstract.tag : undefined;
  return abstract.kind === 'value' && l.mayBeNothing(abstract.value) ? abstract.value : undefined;
}

/** A field that holds a function holds one for certain. */
export function refuseMissing(l: Lowering, abstract: Abstract, node: Node): void {
  if (abstract.kind !== 'value' && maybeNothing(l, abstract) !== undefined)
    l.fail('S105', node, `\`${l.text(node)}\` may be no function`, 'test it before it is kept');
}
