/**
 * Functions as values: in memory one is a tag, its place among the choices that the type names. A tag read
 * where there may be nothing may be undefined.
 */
import { newValue, type Type, type Value } from '../../ir/ir.ts';
import { type Abstract, type KnownFunction, sameFunction } from './abstract.ts';
import type { Lowering } from './lowering.ts';
import type { Node } from '../syntax/function-text.ts';

/** The place of the function whose test holds; undefined where none does. */
export function chosenTag(
  l: Lowering,
  choices: KnownFunction[],
  places: readonly number[],
  test: (k: number) => Value,
): Value {
  let result = l.builder.constant(undefined);
  places.forEach((place, k) => {
    result = l.builder.select({ kind: 'function', choices }, test(k), l.builder.constant(place), result);
  });
  return result;
}

/** The tag of a function as its place among others, which it joins; undefined, which is none, stays so. */
export function placeAmong(l: Lowering, choices: KnownFunction[], value: Value, node: Node): Value {
  const own = (value.type as Type & { readonly kind: 'function' }).choices as readonly KnownFunction[];
  const places = own.map((fn) => {
    const place = choices.findIndex((choice) => sameFunction(choice, fn));
    // Who has read an element already counts on the functions that were known then.
    return place < 0 && !l.readChoices.has(choices) ? choices.push(fn) - 1 : place;
  });
  if (places.includes(-1))
    l.fail('S101', node, 'this array would hold other functions than before', 'fill it before it is read');
  const { constant } = value;
  if (constant)
    return { ...newValue({ kind: 'function', choices }), constant: { value: places[constant.value as number] } };
  return chosenTag(l, choices, places, (k) => l.builder.apply('eq', value, l.builder.constant(k)));
}

/** A value that may be undefined or null in a run; undefined for one that is neither. */
export function maybeNothing(l: Lowering, abstract: Abstract): Value | undefined {
  if (abstract.kind === 'choice') return abstract.optional ? abstract.tag : undefined;
  return abstract.kind === 'value' && l.mayBeNothing(abstract.value) ? abstract.value : undefined;
}

/** What was read where there may be nothing. */
export function whatMayBeMissing(l: Lowering, result: Value): Abstract {
  l.optional.add(result);
  const held = l.abstract(result);
  if (held.kind === 'function') return { kind: 'choice', tag: result, choices: [held.fn], optional: true };
  return held.kind === 'choice' ? { ...held, optional: true } : held;
}

/** A field that holds a function holds one for certain. */
export function refuseMissing(l: Lowering, abstract: Abstract, node: Node): void {
  if (abstract.kind !== 'value' && maybeNothing(l, abstract) !== undefined)
    l.fail('S105', node, `\`${l.text(node)}\` may be no function`, 'test it first');
}
