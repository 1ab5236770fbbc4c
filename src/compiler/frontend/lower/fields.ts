/** Which fields an object has: known from its type, or tested where some objects of the type lack a field. */
import type { StructType, Value } from '../../ir/ir.ts';
import { type Abstract, describeAbstract, undefinedAbstract } from './abstract.ts';
import type { Lowering } from './lowering.ts';
import { collectionOf, loadField } from './memory.ts';
import type { Node } from '../syntax/function-text.ts';
import { isField, numberOf } from './values.ts';

/** The fields of an object, where they count as all there are; refused where only the run knows them. */
export function fieldsOf(l: Lowering, object: Abstract & { readonly kind: 'value' }, node: Node): string[] {
  if (collectionOf(l, object))
    l.fail(
      'S101',
      node,
      `\`${l.text(node)}\` lists keys that are known only when the program runs`,
      'use a Map, which can be run through',
    );
  const type = l.types.find(object.value.type as StructType);
  const fields = [...type.fields.keys()];
  if (l.facts.late.has(node) || fields.some((field) => l.facts.late.has(field)))
    l.fail('S101', node, `\`${l.text(node)}\` asks for fields of which a loop adds some`, 'use a Map');
  if (!type.tuple) l.types.noteAbsent(type, undefined, node);
  return fields;
}

/** `o.hasOwnProperty(key)`, where the key or the fields are known. */
export function hasField(l: Lowering, object: Abstract, key: Abstract | undefined, node: Node): Value {
  const type = object.kind === 'value' ? l.types.find(object.value.type) : undefined;
  if (object.kind === 'captured' && key?.kind === 'value' && key.value.constant)
    return l.builder.constant(
      (object.environment.keys?.(object.path) ?? []).includes(String(key.value.constant.value)),
    );
  if (type?.kind === 'array') {
    if (key?.kind === 'value' && key.value.constant?.value === 'length') return l.builder.constant(true);
    const index = numberOf(l, key ?? undefinedAbstract, node);
    const below = l.builder.apply('lt', index, l.builder.length((object as { readonly value: Value }).value));
    return l.both(l.builder.apply('ge', index, l.builder.constant(0)), below);
  }
  if (object.kind !== 'value' || type?.kind !== 'struct' || key?.kind !== 'value')
    return l.fail('S105', node, `\`${l.text(node)}\` asks ${describeAbstract(object)} for a field`, 'ask an object');
  const fields = fieldsOf(l, object, node);
  const known = key.value.constant?.value;
  if (type.closed && (known === undefined || type.closed.has(String(known)))) {
    if (known !== undefined) return l.builder.constant(true);
    return l.fail('S101', node, `\`${l.text(node)}\` asks for a field whose name is not known`, 'name the field');
  }
  // A field that some objects of this type lack holds undefined in those.
  const present = (field: string): Value => {
    if (l.types.fieldOf(type, field)?.kind === 'unknown') return l.builder.constant(true);
    const held = loadField(l, object, field);
    return held.kind === 'value' && held.value.type.kind !== 'function'
      ? l.builder.apply('not', l.builder.apply('is_undefined', held.value))
      : l.builder.constant(true);
  };
  if (known !== undefined) return type.fields.has(String(known)) ? present(String(known)) : l.builder.constant(false);
  return fields.reduce<Value>(
    (sofar, field) => l.either(sofar, l.both(isField(l, key, field, node), present(field))),
    l.builder.constant(false),
  );
}
