/** Members of anything: elements, fields, methods, members of `Math` and its kind, members of what `scope` holds. */
import type * as acorn from 'acorn';
import { type Abstract, describeAbstract, undefinedAbstract } from './abstract.ts';
import { choose } from './branches.ts';
import { capturedMember, namespaceMember } from './globals.ts';
import { type Lowering, Unknown } from './lowering.ts';
import { listOf, loadElement, loadField } from './memory.ts';
import type { Node } from './syntax.ts';
import { isField, isTextKey, numberOf } from './values.ts';

/** Methods of arrays that the lowering knows (see array-methods.ts). */
const arrayMethodNames = new Set([
  'push', 'pop', 'at', 'fill', 'slice', 'concat', 'reverse', 'map', 'reduce', 'reduceRight', 'forEach', 'filter', 'every', 'some',
  'find', 'findIndex', 'findLast', 'findLastIndex', 'indexOf', 'lastIndexOf', 'includes', 'entries', 'keys', 'values', 'flat', 'flatMap', 'shift', 'unshift',
  'set', 'subarray', 'with', 'toReversed', 'sort', 'toSorted', 'copyWithin', 'splice', 'join',
]); // prettier-ignore

export function getIndex(l: Lowering, object: Abstract, key: Abstract, node: Node): Abstract {
  if (object.kind === 'value') {
    const type = l.types.find(object.value.type);
    if (type.kind === 'array') return loadElement(l, object.value, numberOf(l, key, node));
    if (type.kind === 'struct') {
      const known = key.kind === 'value' ? key.value.constant?.value : undefined;
      if (known !== undefined && known !== null) return getMember(l, object, String(known), node);
      if (key.kind === 'value' && (type.tuple || isTextKey(l, key.value)))
        return chooseField(l, object, [...type.fields.keys()], key, node);
      return l.fail(
        'S101',
        node,
        `\`${l.text(node)}\` reads a field whose name is not known`,
        'use an array, or name the field',
      );
    }
  }
  return missing(l, object, node);
}

/** `tuple[index]` or `record[key]` with an index or key known only at run time. */
function chooseField(l: Lowering, object: Abstract, fields: readonly string[], key: Abstract, node: Node): Abstract {
  const type = object.kind === 'value' ? l.types.find(object.value.type) : undefined;
  const isTable = type?.kind === 'struct' && [...type.fields.values()].every((field) => field.kind === 'function');
  const pick = (from: number): Abstract | 'throws' => {
    if (from < fields.length)
      return choose(
        l,
        isField(l, key, fields[from]!, node),
        node,
        () => getMember(l, object, fields[from]!, node),
        () => pick(from + 1),
      );
    if (!isTable) return undefinedAbstract;
    // A table of functions without one of that name: calling it would fail.
    const message = l.builder.constant(`\`${l.text(node)}\` is not a function`);
    l.builder.emit({ kind: 'throw', message, span: l.builder.span });
    return 'throws';
  };
  const result = pick(0);
  if (result === 'throws' || result.kind === 'conflict') {
    return l.fail(
      'S105',
      node,
      `\`${l.text(node)}\` is sometimes one kind of value and sometimes another`,
      'use destructuring, or an array of one kind',
    );
  }
  return result;
}

export function getMember(l: Lowering, object: Abstract, name: string, node: Node): Abstract {
  switch (object.kind) {
    case 'namespace':
      return namespaceMember(l, object.name, name, node);
    case 'captured':
      return capturedMember(l, object.environment, [...object.path, name], node);
    case 'function':
      if (name === 'call' || name === 'apply')
        return { kind: 'function', fn: { kind: 'bound', receiver: object, method: name } };
      if (object.fn.kind === 'native') return namespaceMember(l, object.fn.name, name, node);
      return { kind: 'function', fn: { kind: 'bound', receiver: object, method: name } };
    case 'value': {
      const type = l.types.find(object.value.type);
      if (type.kind === 'array') {
        if (name === 'length' || (name === 'byteLength' && type.storage !== 'list'))
          return { kind: 'value', value: l.builder.length(object.value) };
        if (arrayMethodNames.has(name))
          return { kind: 'function', fn: { kind: 'bound', receiver: object, method: name } };
        if (/^\d+$/.test(name)) return loadElement(l, object.value, l.builder.constant(Number(name)));
        return l.fail(
          'S101',
          node,
          `arrays have no \`${name}\` that can be differentiated`,
          'use a loop or one of map, reduce, forEach',
        );
      }
      if (type.kind === 'struct') {
        if (l.types.fieldOf(type, name) !== undefined) return loadField(l, object, name);
        if (type.tuple && name === 'length') return l.number(type.fields.size);
        if (type.tuple && changingMethods.has(name))
          return l.fail(
            'S105',
            node,
            `\`${name}\` cannot change an array whose elements are of different kinds`,
            'keep one kind of value in one array',
          );
        if (type.tuple && arrayMethodNames.has(name)) {
          const elements = [...type.fields.keys()].map((key) => getMember(l, object, key, node));
          const list = listOf(l, elements, node);
          if (list.type.kind === 'array')
            return { kind: 'function', fn: { kind: 'bound', receiver: { kind: 'value', value: list }, method: name } };
        }
        return undefinedAbstract;
      }
      if (type.kind === 'string')
        return l.fail(
          'S105',
          node,
          `\`${l.text(node)}\` works on a string, and strings have no derivative`,
          'keep text out of the differentiated part',
        );
      if (type.kind === 'number' && name === 'valueOf')
        return { kind: 'function', fn: { kind: 'bound', receiver: object, method: name } };
      if (type.kind === 'number')
        return l.fail('S105', node, `\`${name}\` of a number gives no number`, 'use arithmetic');
      return missing(l, object, node);
    }
    default:
      return missing(l, object, node);
  }
}

/**
 * Reading a member of what is surely undefined or null, as at the end of a tree: JavaScript throws. Where a branch
 * guards it, the branch ends here; where nothing does, it is told now.
 */
export function missing(l: Lowering, object: Abstract, node: Node): never {
  const told = l.error(
    'S105',
    node,
    `\`${l.text(node)}\` reads from ${describeAbstract(object)}`,
    'only arrays and objects have members',
  );
  const type = object.kind === 'value' ? l.types.find(object.value.type).kind : object.kind;
  if (type !== 'unknown' && type !== 'undefined' && type !== 'null') throw told;
  const message = l.builder.constant(`cannot read \`${l.text(node)}\` of nothing`);
  l.builder.emit({ kind: 'throw', message, span: l.builder.span });
  throw new Unknown('nothing', told);
}

/** Methods that change the array they belong to. */
const changingMethods = new Set([
  'push', 'pop', 'fill', 'reverse', 'shift', 'unshift', 'set', 'sort', 'copyWithin', 'splice',
]); // prettier-ignore

/** The constant name of a member, or the expression that computes its index. */
export function memberKey(l: Lowering, node: acorn.MemberExpression): string | Abstract {
  if (!node.computed)
    return node.property.type === 'Identifier'
      ? node.property.name
      : l.fail('S101', node, 'private members are outside the accepted language', 'use plain objects');
  const key = l.evaluate(node.property);
  if (key.kind === 'value' && typeof key.value.constant?.value === 'string') return key.value.constant.value;
  return key;
}

export function readMember(l: Lowering, object: Abstract, node: acorn.MemberExpression): Abstract {
  const key = memberKey(l, node);
  l.at(node);
  return typeof key === 'string' ? getMember(l, object, key, node) : getIndex(l, object, key, node);
}

export function propertyName(l: Lowering, property: acorn.Property | acorn.AssignmentProperty): string {
  const { key } = property;
  if (!property.computed) {
    if (key.type === 'Identifier') return key.name;
    if (key.type === 'Literal') return String(key.value);
  } else {
    const value = l.evaluate(key);
    const known = value.kind === 'value' ? value.value.constant?.value : undefined;
    if (typeof known === 'string' || typeof known === 'number') return String(known);
  }
  return l.fail('S101', key, 'the name of a field must be known', 'write the field name, or use an array');
}
