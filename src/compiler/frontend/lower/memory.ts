/** Arrays and records in memory: building, reading, writing, copying, and which kind of element an array holds. */
import type * as acorn from '../syntax/tree.ts';
import { type ArrayType, newValue, numberType, type Storage, type Type, unknownType, type Value } from '../../ir/ir.ts';
import { sameFields } from '../../ir/type-of-value.ts';
import { type Abstract, describeAbstract, type KnownFunction, undefinedAbstract } from './abstract.ts';
import { choose } from './branches.ts';
import { Restart, Unknown } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { type Node, visitNodes } from '../syntax/function-text.ts';
import { isField, isTextKey, numberOf } from './values.ts';
import { placeAmong, refuseMissing, whatMayBeMissing } from './tags.ts';

/** What is kept as a list of keys, with a list of values beside it. */
export type Collection = 'Map' | 'Set' | 'dictionary';

/** What stands for each kind of collection in the types of its records. */
export const standInFor: Readonly<Record<Collection, object>> = {
  Map: { name: 'Map' },
  Set: { name: 'Set' },
  dictionary: { name: 'dictionary' },
};

/** Which kind of collection a value is, if it is one. */
export function collectionOf(l: Lowering, abstract: Abstract): Collection | undefined {
  const type = abstract.kind === 'value' ? l.types.find(abstract.value.type) : undefined;
  if (type?.kind !== 'struct' || type.shared === undefined) return undefined;
  return (['Map', 'Set', 'dictionary'] as const).find((kind) => standInFor[kind] === type.shared);
}

/**
 * An object that began as `{}` and is asked for a key that is not written out, or that gets (`isWrite`) an entry under one:
 * from its beginning it is a dictionary.
 */
export function becomeDictionary(l: Lowering, object: Abstract, isWrite = false): void {
  const type = object.kind === 'value' ? l.types.find(object.value.type) : undefined;
  if (type?.kind !== 'struct' || !(isWrite || type.fields.size === 0)) return;
  const { size } = l.facts.dictionaries;
  // Objects that meet are dictionaries together.
  for (const [made, origin] of l.origins) if (l.types.find(made) === type) l.facts.dictionaries.add(origin);
  if (l.facts.dictionaries.size > size) throw new Restart();
}

/** A new empty or sized array whose elements are not known yet. */
export function newArrayType(
  l: Lowering,
  node: Node,
  element: Type = unknownType,
  storage: Storage = 'list',
): ArrayType {
  const learnt = l.facts.elementTypes.get(node);
  if (learnt) l.types.adopt(learnt);
  const type = l.types.array(element.kind === 'unknown' && learnt ? learnt : element, storage);
  l.origins.set(type, node);
  return type;
}

/** Emits a list of given elements. Elements of different kinds make a tuple. */
export function listOf(l: Lowering, elements: readonly Abstract[], node: Node): Value {
  const flat = flattenAll(l, elements, node);
  const type = commonType(l, flat);
  if (type === undefined) return emitTuple(l, flat);
  const result = newValue(newArrayType(l, node, type));
  const conformed = flat.map((value) =>
    type.kind === 'number' && value.type.kind === 'boolean' ? l.builder.apply('number', value) : value,
  );
  l.builder.emit({ kind: 'list', result, elements: conformed, span: l.builder.span });
  return result;
}

/** An array whose length is known to the program, whatever its elements are. */
export function tupleOf(l: Lowering, elements: readonly Abstract[], node: Node): Value {
  return emitTuple(
    l,
    elements.map((element) => l.flatten(element, node)),
  );
}

function emitTuple(l: Lowering, elements: readonly Value[]): Value {
  const names = elements.map((_, k) => String(k));
  const fields = elements.map((value, k) => [names[k]!, value.type] as const);
  const result = newValue(l.types.struct(fields, true));
  l.builder.emit({ kind: 'struct', result, names, elements: [...elements], span: l.builder.span });
  return result;
}

function commonType(l: Lowering, values: readonly Value[]): Type | undefined {
  let type = unknownType as Type;
  const kinds = new Set(values.map((value) => l.types.find(value.type).kind));
  kinds.delete('unknown');
  if (kinds.size > 1) return undefined;
  for (const value of values) {
    const found = l.types.find(value.type);
    if (found.kind === 'struct' && type.kind === 'struct' && !sameFields(found, type)) return undefined;
    const unified: Type | undefined =
      found.kind === 'function' && type.kind === 'function' ? type : l.types.unify(type, found);
    if (unified === undefined) return undefined;
    type = unified;
  }
  return type;
}

/** Flattens values for memory; functions share one list of choices. */
function flattenAll(l: Lowering, elements: readonly Abstract[], node: Node): Value[] {
  const choices: KnownFunction[] = [];
  return elements.map((element) => {
    const flat = l.flatten(element, node);
    return flat.type.kind === 'function' ? placeAmong(l, choices, flat, node) : flat;
  });
}

/** A new empty list. */
export function newList(l: Lowering, node: Node, element: Type = unknownType): Value {
  const result = newValue(newArrayType(l, node, element));
  l.builder.emit({ kind: 'list', result, elements: [], span: l.builder.span });
  return result;
}

/** Pushes every element of an array or tuple. */
export function appendAll(l: Lowering, target: Value, from: Abstract, node: Node): void {
  if (from.kind !== 'value') l.fail('S105', node, `${describeAbstract(from)} cannot be spread`, 'spread an array');
  const type = l.types.find(from.value.type);
  if (type.kind === 'struct' && type.shared !== undefined) {
    appendAll(l, target, { kind: 'value', value: l.elementsOfCollection(from, node) }, node);
    return;
  }
  if (type.kind === 'struct' && type.tuple) {
    for (const field of type.fields.keys()) pushTo(l, target, loadField(l, from, field), node);
    return;
  }
  if (type.kind !== 'array')
    l.fail('S105', node, `${describeAbstract(from)} cannot be spread into an array`, 'spread an array');
  const count = l.builder.length(from.value);
  l.builder.count(count, [], (index) => {
    pushTo(l, target, loadElement(l, from.value, index), node);
    return [];
  });
}

export function pushTo(l: Lowering, array: Value, element: Abstract, node: Node): void {
  refuseStepBound(l, element, node);
  l.builder.emit({ kind: 'push', array, value: asElement(l, array, l.flatten(element, node), node) });
}

/** A function kept beyond the step of a loop must not remember what belongs to that step: each step would need its own. */
function refuseStepBound(l: Lowering, element: Abstract, node: Node): void {
  const innermost = l.journals.findLastIndex(({ isLoop }) => isLoop);
  if (innermost < 0 || element.kind !== 'function' || element.fn.kind !== 'closure') return;
  const step = l.journals.slice(innermost);
  const { fn } = element;
  visitNodes(fn.node.body, (inner) => {
    if (inner.type !== 'Identifier') return;
    const binding = fn.scope.lookup((inner as acorn.Identifier).name);
    const held = binding?.current && l.valueOf(binding.current);
    if (binding === undefined || held === undefined || held.constant !== undefined) return;
    if (!step.some(({ own, remembered }) => own.has(binding) || remembered.has(binding))) return;
    l.fail(
      'S101',
      node,
      `a function that remembers \`${binding.name}\` of one step of a loop cannot be kept in an array`,
      'keep the numbers in an array, and call one function with them',
    );
  });
}

/** A value as the array holds it, or why it cannot. */
export function asElement(l: Lowering, array: Value, value: Value, node: Node): Value {
  const type = l.types.find(array.type);
  if (type.kind !== 'array') return l.fail('S105', node, 'only an array can take a new element', 'use an array');
  if (l.neverFilled.has(type)) {
    l.fail('S105', node, 'this array is read before it is known what it holds', 'fill it before it is read');
  }
  const before = l.types.elementOf(type);
  // Each array has choices of its own: those of another may have been read.
  if (value.type.kind === 'function') {
    const choices = before.kind === 'function' ? before.choices : [];
    value = placeAmong(l, choices as KnownFunction[], value, node);
    if (before.kind === 'function') return value;
  }
  const element = l.types.find(value.type);
  if (l.types.addElement(type, element))
    return before.kind === 'number' && element.kind === 'boolean' ? l.builder.apply('number', value) : value;
  const origin = l.origins.get(type) ?? l.origins.get(array.type);
  if (l.assumedNumbers.has(type) && origin && !l.facts.elementTypes.has(origin) && !l.types.holdsFunction(element)) {
    l.facts.elementTypes.set(origin, element);
    throw new Restart();
  }
  return l.fail(
    'S105',
    node,
    `an array that holds ${l.describe(before)} cannot also hold ${l.describe(element)}`,
    'keep one kind of value in one array',
  );
}

/** `array[index]`. */
export function loadElement(l: Lowering, array: Value, index: Value): Abstract {
  const type = l.types.find(array.type) as ArrayType;
  let element = l.types.elementOf(type);
  if (element.kind === 'unknown') {
    if (l.facts.emptyReads === 'looked for') {
      l.emptyArrays.add(type);
      throw new Unknown('the elements of an array');
    }
    if (l.facts.emptyReads === 'found') {
      l.neverFilled.add(type);
      return undefinedAbstract;
    }
    l.types.addElement(type, numberType);
    l.assumedNumbers.add(type);
    l.facts.tookEmptyAsNumbers = true;
    element = numberType;
  }
  const result = newValue(element);
  l.builder.emit({ kind: 'load', result, array, index, span: l.builder.span });
  return whatMayBeMissing(l, result);
}

/** A field of a record or tuple; undefined where there is none. */
export function loadField(l: Lowering, object: Abstract, name: string): Abstract {
  const type = object.kind === 'value' ? l.types.find(object.value.type) : undefined;
  const field = type?.kind === 'struct' ? l.types.fieldOf(type, name) : undefined;
  if (object.kind !== 'value' || field === undefined) return undefinedAbstract;
  const result = newValue(field, name === '0' || Number(name) ? undefined : name);
  l.builder.emit({ kind: 'get-field', result, object: object.value, field: name, span: l.builder.span });
  return field.kind === 'function' ? l.abstract(result) : whatMayBeMissing(l, result);
}

export function setIndex(l: Lowering, object: Abstract, key: Abstract, value: Abstract, node: Node): void {
  if (object.kind === 'value') {
    const type = l.types.find(object.value.type);
    if (type.kind === 'array') {
      const index = numberOf(l, key, node);
      refuseStepBound(l, value, node);
      l.builder.emit({
        kind: 'store',
        array: object.value,
        index,
        value: asElement(l, object.value, l.flatten(value, node), node),
        span: l.builder.span,
      });
      return;
    }
    const known = key.kind === 'value' ? key.value.constant?.value : undefined;
    if (type.kind === 'struct' && known !== undefined && known !== null) {
      setMember(l, object, String(known), value, node);
      return;
    }
    if (type.kind === 'struct' && !type.tuple) becomeDictionary(l, object, true);
    if (type.kind === 'struct' && key.kind === 'value' && isTextKey(l, key.value)) {
      setKnownField(l, object, [...type.fields.keys()], key, value, node);
      return;
    }
  }
  if (object.kind !== 'value' || l.types.find(object.value.type).kind !== 'struct') {
    l.fail('S105', node, `\`${l.text(node)}\` writes to an element of ${describeAbstract(object)}`, 'use an array');
  }
  l.fail(
    'S101',
    node,
    `\`${l.text(node)}\` writes to a field whose name is not known`,
    'use an array, or name the field',
  );
}

/** `record[key] = value` with a key known only at run time: one of the fields the record has. */
function setKnownField(
  l: Lowering,
  object: Abstract,
  fields: readonly string[],
  key: Abstract,
  value: Abstract,
  node: Node,
): void {
  const [field, ...others] = fields;
  if (field === undefined) {
    const message = l.builder.constant('a record gets a field that it did not have');
    l.builder.emit({ kind: 'throw', message, span: l.builder.span });
    return;
  }
  choose(
    l,
    isField(l, key, field, node),
    node,
    () => {
      setMember(l, object, field, value, node);
      return undefinedAbstract;
    },
    () => {
      setKnownField(l, object, others, key, value, node);
      return others.length === 0 ? 'throws' : undefinedAbstract;
    },
  );
}

export function setMember(l: Lowering, object: Abstract, name: string, value: Abstract, node: Node): void {
  if (object.kind === 'value') {
    const type = l.types.find(object.value.type);
    if (type.kind === 'array' && name === 'length') {
      l.builder.emit({
        kind: 'set-length',
        array: object.value,
        length: numberOf(l, value, node),
        span: l.builder.span,
      });
      return;
    }
    if (type.kind === 'array' && /^\d+$/.test(name)) {
      setIndex(l, object, l.number(Number(name)), value, node);
      return;
    }
    if (type.kind === 'struct') {
      l.literalFields.delete(object.value);
      refuseMissing(l, value, node);
      const flat = l.flatten(value, node);
      const old = l.types.fieldOf(type, name);
      if (!l.types.addField(type, name, flat.type)) {
        l.fail(
          'S105',
          node,
          `the field \`${name}\` holds ${l.describe(old!)} and cannot also hold ${l.describe(flat.type)}`,
          'keep one kind of value in one field',
        );
      }
      l.builder.emit({ kind: 'set-field', object: object.value, field: name, value: flat });
      return;
    }
  }
  if (object.kind === 'captured' || object.kind === 'function')
    l.fail('S104', node, `\`${l.text(node)}\` would change an object outside the function`, 'return the value instead');
  l.fail(
    'S105',
    node,
    `\`${l.text(node)}\` writes to ${describeAbstract(object)}`,
    'only arrays and objects can be written to',
  );
}

/** A fresh list with the elements `from ≤ k < to` of an array. */
export function copySlice(l: Lowering, array: Value, from: Value, to: Value, node: Node): Value {
  const source = l.types.find(array.type) as ArrayType;
  const type = newArrayType(l, node, l.types.elementOf(source), source.storage);
  const result = newValue(type);
  const { builder } = l;
  if (source.storage !== 'list') {
    const count = builder.apply('max', builder.apply('sub', to, from), builder.constant(0));
    builder.emit({ kind: 'allocate', result, length: count, fill: undefined, span: builder.span });
    builder.count(count, [], (index) => {
      const element = newValue(numberType);
      builder.emit({ kind: 'load', result: element, array, index: builder.apply('add', from, index) });
      builder.emit({ kind: 'store', array: result, index, value: element });
      return [];
    });
    return result;
  }
  // Both hold one kind of element from here on.
  l.types.unify(source, type);
  builder.emit({ kind: 'list', result, elements: [], span: builder.span });
  const count = builder.apply('sub', to, from);
  builder.count(count, [], (index) => {
    const element = newValue(l.types.elementOf(source));
    builder.emit({ kind: 'load', result: element, array, index: builder.apply('add', from, index) });
    builder.emit({ kind: 'push', array: result, value: element });
    return [];
  });
  return result;
}
