/** Looking through a list: for the first element that passes a test, or for one that is equal to a value. */
import type { Value } from '../../ir/ir.ts';
import type { Abstract } from './abstract.ts';
import { countedLoop } from './iteration.ts';
import type { Lowering } from './lowering.ts';
import { loadElement } from './memory.ts';
import type { Node } from '../syntax/function-text.ts';
import { choice, strictlyEqual } from './values.ts';

/** Looks from one end for the first element that passes; gives its index, or −1. */
export function search(
  l: Lowering,
  array: Value,
  node: Node,
  fromEnd: boolean,
  passes: (element: Abstract, index: Value) => Value,
): Value {
  const { builder } = l;
  const found = l.hidden('found', node, l.number(-1));
  const length = builder.length(array);
  countedLoop(
    l,
    node,
    length,
    (step) => {
      const index = fromEnd ? builder.apply('sub', builder.apply('sub', length, builder.constant(1)), step) : step;
      const test = passes(loadElement(l, array, index), index);
      const here = (): Abstract => ({ kind: 'value', value: index });
      l.set(
        found,
        choice(l, test, node, here, () => l.number(-1)),
        node,
      );
    },
    [found],
    () => builder.apply('lt', l.valueOf(found.current!)!, l.builder.constant(0)),
  );
  return l.valueOf(found.current!)!;
}

/** Where a list holds a value, NaN included, or −1. */
export function searchFor(l: Lowering, list: Value, wanted: Abstract, node: Node): Value {
  const also = sameOrNaN(l, wanted);
  return search(l, list, node, false, (element) => also(l.valueOf(strictlyEqual(l, element, wanted, node))!, element));
}

/** Equal as `includes` and `Map` mean it. */
export function sameOrNaN(l: Lowering, wanted: Abstract | undefined): (same: Value, element: Abstract) => Value {
  return (same, element) => {
    if (element.kind !== 'value' || wanted?.kind !== 'value') return same;
    if (l.types.find(element.value.type).kind !== 'number') return same;
    return l.either(same, l.both(l.builder.apply('is_nan', element.value), l.builder.apply('is_nan', wanted.value)));
  };
}
