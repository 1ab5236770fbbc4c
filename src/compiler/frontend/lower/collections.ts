/**
 * `Map`, `Set`, and plain objects that are used as dictionaries (`cache[n] = …` on an object that began as `{}`). Each
 * is a record of two lists, keys and values, in the order of insertion; a key is looked for from the front. Keys are
 * compared by value, so a key that depends on an input is a comparison like any other.
 */
import { newValue, type Type, type Value } from '../../ir/ir.ts';
import { type Abstract, describeAbstract, undefinedAbstract } from './abstract.ts';
import { choose } from './branches.ts';
import { instanceType, iteratorName, memberOf } from './classes.ts';
import { countedLoop, elementsOf } from './iteration.ts';
import type { Lowering } from './lowering.ts';
import { getIndex } from './members.ts';
import {
  appendAll,
  type Collection,
  collectionOf,
  copySlice,
  loadElement,
  loadField,
  newList,
  pushTo,
  setIndex,
  standInFor,
  tupleOf,
} from './memory.ts';
import { searchFor } from './search.ts';
import type { Node } from '../syntax/function-text.ts';
import { choice } from './values.ts';

const value = (inner: Value): Abstract => ({ kind: 'value', value: inner });

/** A new empty one. */
export function newCollection(l: Lowering, kind: Collection, node: Node): Abstract {
  const keys = newList(l, node);
  const held = kind === 'Set' ? undefined : newList(l, valuesNode(node));
  const fields: [string, Type][] = [['keys', keys.type]];
  if (held) fields.push(['values', held.type]);
  const result = newValue(l.types.struct(fields, false, standInFor[kind]));
  l.builder.emit({
    kind: 'struct',
    result,
    names: fields.map(([name]) => name),
    elements: held ? [keys, held] : [keys],
    span: l.builder.span,
  });
  return value(result);
}

const valuesNodes = new WeakMap<Node, Node>();

/** A node that stands for the list of values, so that what is learnt of it is kept apart from the keys. */
function valuesNode(node: Node): Node {
  let own = valuesNodes.get(node);
  if (own === undefined) valuesNodes.set(node, (own = { ...node }));
  return own;
}

/** `new Map(pairs)`, `new Set(elements)`. */
export function collectionFrom(l: Lowering, kind: 'Map' | 'Set', args: readonly Abstract[], node: Node): Abstract {
  const made = newCollection(l, kind, node);
  const [from] = args;
  if (from === undefined || from.kind === 'undefined' || from.kind === 'null') return made;
  const add = (element: Abstract): void => {
    if (kind === 'Set') setEntry(l, made, element, undefined, node);
    else setEntry(l, made, getIndex(l, element, l.number(0), node), getIndex(l, element, l.number(1), node), node);
  };
  const type = from.kind === 'value' ? l.types.find(from.value.type) : undefined;
  if (type?.kind === 'struct' && type.tuple) {
    for (const field of type.fields.keys()) add(loadField(l, from, field));
    return made;
  }
  const elements = elementsOf(l, from, node);
  countedLoop(l, node, l.builder.length(elements), (index) => add(loadElement(l, elements, index)));
  return made;
}

function listIn(l: Lowering, collection: Abstract, name: 'keys' | 'values'): Value {
  const held = loadField(l, collection, name);
  if (held.kind !== 'value') throw new Error(`a collection without ${name}`);
  l.optional.delete(held.value);
  return held.value;
}

/** Where a key stands, or −1; NaN is found as `Map` finds it. */
function placeOfKey(l: Lowering, collection: Abstract, key: Abstract, node: Node): Value {
  const keys = listIn(l, collection, 'keys');
  return searchFor(l, keys, key, node);
}

/** The value under a key; undefined where there is none. */
export function entryOf(l: Lowering, collection: Abstract, key: Abstract, node: Node): Abstract {
  const place = placeOfKey(l, collection, key, node);
  const values = listIn(l, collection, 'values');
  return choice(
    l,
    l.builder.apply('ge', place, l.builder.constant(0)),
    node,
    () => loadElement(l, values, place),
    () => undefinedAbstract,
  );
}

export function hasEntry(l: Lowering, collection: Abstract, key: Abstract, node: Node): Value {
  return l.builder.apply('ge', placeOfKey(l, collection, key, node), l.builder.constant(0));
}

/** Puts a value under a key; for a set, the key alone. */
export function setEntry(
  l: Lowering,
  collection: Abstract,
  key: Abstract,
  entry: Abstract | undefined,
  node: Node,
): void {
  const place = placeOfKey(l, collection, key, node);
  choose(
    l,
    l.builder.apply('ge', place, l.builder.constant(0)),
    node,
    () => {
      if (entry) setIndex(l, value(listIn(l, collection, 'values')), value(place), entry, node);
      return undefinedAbstract;
    },
    () => {
      pushTo(l, listIn(l, collection, 'keys'), key, node);
      if (entry) pushTo(l, listIn(l, collection, 'values'), entry, node);
      return undefinedAbstract;
    },
  );
}

/** What runs through a collection: the keys of a set, the pairs of a map, what the iterator of an instance gives. */
export function elementsOfCollection(l: Lowering, collection: Abstract, node: Node): Value {
  const instance = instanceType(l, collection);
  if (instance !== undefined && collectionOf(l, collection) === undefined) {
    const iterator = memberOf(l, instance.shared, iteratorName, node)?.method;
    if (iterator === undefined)
      return l.fail('S105', node, `\`${l.text(node)}\` has no iterator that is known here`, 'loop over an array');
    return elementsOf(l, l.invoke({ kind: 'function', fn: iterator }, [], node, collection), node);
  }
  const keys = listIn(l, collection, 'keys');
  if (collectionOf(l, collection) === 'Set') return keys;
  const values = listIn(l, collection, 'values');
  const pairs = newList(l, node);
  countedLoop(l, node, l.builder.length(keys), (index) =>
    pushTo(l, pairs, value(tupleOf(l, [loadElement(l, keys, index), loadElement(l, values, index)], node)), node),
  );
  return pairs;
}

/** Calls a method of a `Map` or `Set`. */
export function callCollection(
  l: Lowering,
  collection: Abstract,
  method: string,
  args: readonly Abstract[],
  node: Node,
): Abstract {
  const kind = collectionOf(l, collection);
  const key = args[0] ?? undefinedAbstract;
  switch (`${kind}.${method}`) {
    case 'Map.get':
      return entryOf(l, collection, key, node);
    case 'Map.set':
      setEntry(l, collection, key, args[1] ?? undefinedAbstract, node);
      return collection;
    case 'Set.add':
      setEntry(l, collection, key, undefined, node);
      return collection;
    case 'Map.has':
    case 'Set.has':
    case 'dictionary.hasOwnProperty':
      return value(hasEntry(l, collection, key, node));
    case 'Map.delete':
    case 'Set.delete':
      return deleteEntry(l, collection, key, node);
    case 'Map.clear':
    case 'Set.clear':
      for (const name of kind === 'Set' ? (['keys'] as const) : (['keys', 'values'] as const))
        l.builder.emit({
          kind: 'set-length',
          array: listIn(l, collection, name),
          length: l.builder.constant(0),
          span: l.builder.span,
        });
      return undefinedAbstract;
    case 'Map.forEach':
    case 'Set.forEach': {
      const keys = listIn(l, collection, 'keys');
      const values = kind === 'Set' ? keys : listIn(l, collection, 'values');
      countedLoop(l, node, l.builder.length(keys), (index) => {
        l.invoke(key, [loadElement(l, values, index), loadElement(l, keys, index), collection], node);
      });
      return undefinedAbstract;
    }
    case 'Map.keys':
    case 'Set.keys':
    case 'Set.values':
      return value(listIn(l, collection, 'keys'));
    case 'Map.values':
      return value(listIn(l, collection, 'values'));
    case 'Map.entries':
      return value(elementsOfCollection(l, collection, node));
    default:
      return l.fail(
        'S101',
        node,
        `\`${method}\` of ${describeAbstract(collection)} is outside the accepted language`,
        'use get, set, has, add, delete and a loop',
      );
  }
}

function deleteEntry(l: Lowering, collection: Abstract, key: Abstract, node: Node): Abstract {
  const place = placeOfKey(l, collection, key, node);
  const found = l.builder.apply('ge', place, l.builder.constant(0));
  choose(
    l,
    found,
    node,
    () => {
      for (const name of collectionOf(l, collection) === 'Set' ? (['keys'] as const) : (['keys', 'values'] as const))
        removeAt(l, listIn(l, collection, name), place, node);
      return undefinedAbstract;
    },
    () => undefinedAbstract,
  );
  return value(found);
}

function removeAt(l: Lowering, list: Value, place: Value, node: Node): void {
  const { builder } = l;
  const after = copySlice(l, list, builder.apply('add', place, builder.constant(1)), builder.length(list), node);
  builder.emit({ kind: 'set-length', array: list, length: place, span: builder.span });
  appendAll(l, list, value(after), node);
}
