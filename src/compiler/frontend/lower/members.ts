/** Members of anything: elements, fields, methods, members of `Math` and its kind, members of what `scope` holds. */
import { arrayMethodFacts, isArrayMethod } from '../syntax/array-methods.ts';
import type * as acorn from '../syntax/tree.ts';
import { type Abstract, abstractOf, describeAbstract, type KnownFunction, undefinedAbstract } from './abstract.ts';
import { type StructType, unknownType, type Value } from '../../ir/ir.ts';
import { above, elementsNamed, memberOf } from './classes.ts';
import { capturedMember, namespaceMember } from './globals.ts';
import { discover } from '../../ir/open-shape.ts';
import { Restart, Unknown } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { becomeDictionary, collectionOf, listOf, loadElement, loadField, setMember } from './memory.ts';
import { isClass, type Node } from '../syntax/function-text.ts';
import { chosenTag } from './tags.ts';
import { isTextMethod, knownText } from './texts.ts';
import { choice, isField, isTextKey, numberOf } from './values.ts';

export function getIndex(l: Lowering, object: Abstract, key: Abstract, node: Node): Abstract {
  if (object.kind === 'value') {
    const type = l.types.find(object.value.type);
    const isName = key.kind === 'value' && typeof key.value.constant?.value === 'string';
    if (discover(type, isName ? 'record' : 'array')) throw new Restart();
    if (type.kind === 'array') return loadElement(l, object.value, numberOf(l, key, node));
    if (collectionOf(l, object) === 'dictionary') return l.entryOf(object, textOfKey(l, key, node), node);
    if (type.kind === 'string' && key.kind === 'value' && typeof key.value.constant?.value === 'number')
      return getMember(l, object, String(key.value.constant.value), node);
    if (type.kind === 'struct') {
      const known = key.kind === 'value' ? key.value.constant?.value : undefined;
      if (known !== undefined && known !== null) return getMember(l, object, String(known), node);
      if (key.kind === 'value' && !type.tuple) becomeDictionary(l, object);
      if (key.kind === 'value' && (type.tuple || isTextKey(l, key.value)))
        return chooseField(l, object, [...type.fields.keys()], key, node);
      becomeDictionary(l, object);
      return l.fail(
        'S101',
        node,
        `\`${l.text(node)}\` reads a field whose name is not known`,
        'use an array, or name the field',
      );
    }
  }
  if (object.kind === 'captured') {
    const known = key.kind === 'value' ? key.value.constant?.value : undefined;
    if (known !== undefined && known !== null) return getMember(l, object, String(known), node);
    const names = object.environment.keys?.(object.path) ?? [];
    if (key.kind === 'value' && names.length > 0) return chooseField(l, object, names, key, node);
  }
  if (object.kind === 'namespace' || object.kind === 'function') {
    const known = key.kind === 'value' ? key.value.constant?.value : undefined;
    if (typeof known === 'string') return getMember(l, object, known, node);
  }
  return missing(l, object, node);
}

/** The text of a key, as objects keep it. */
export function textOfKey(l: Lowering, key: Abstract, node: Node): Abstract {
  const held = l.valueOf(key);
  if (held === undefined) return l.fail('S105', node, `\`${l.text(node)}\` has no name as its key`, 'use a text');
  return abstractOf(l.types.find(held.type).kind === 'string' ? held : l.builder.apply('text', held));
}

/** `tuple[index]` or `record[key]` with an index or key known only at run time. */
function chooseField(l: Lowering, object: Abstract, fields: readonly string[], key: Abstract, node: Node): Abstract {
  const held = fields.map((field) => getMember(l, object, field, node));
  if (held.length > 0 && held.every((each) => each.kind === 'function')) {
    for (const each of held) l.noteEscape(each);
    const choices = held.map(({ fn }) => fn);
    const tag = chosenTag(l, choices, [...held.keys()], (k) => isField(l, key, fields[k]!, node));
    return { kind: 'choice', tag, choices, optional: true };
  }
  const pick = (from: number): Abstract =>
    from === fields.length
      ? undefinedAbstract
      : choice(
          l,
          isField(l, key, fields[from]!, node),
          node,
          () => held[from]!,
          () => pick(from + 1),
          'use destructuring, or an array of one kind',
        );
  return pick(0);
}

/** Methods that every object has. */
const objectMethodNames = new Set(['hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', 'valueOf']);

/** A method or accessor that an instance shares with the others of its class. */
function sharedMember(l: Lowering, object: Abstract, shared: object, name: string, node: Node): Abstract | undefined {
  const member = memberOf(l, shared, name, node);
  if (member === undefined) {
    if (name.startsWith('#') && !l.shared.has(shared))
      return l.fail(
        'S101',
        node,
        `\`${l.text(node)}\` is private in an instance that was made outside`,
        'make the instance inside the function',
      );
    return undefined;
  }
  if (member.method) return { kind: 'function', fn: member.method };
  return member.get ? l.invoke({ kind: 'function', fn: member.get }, [], node, object) : undefinedAbstract;
}

/** `object.name = value`: a field, the setter of a class, or what a function holds as an object. */
export function assignMember(l: Lowering, object: Abstract, name: string, value: Abstract, node: Node): void {
  const type = object.kind === 'value' ? l.types.find(object.value.type) : undefined;
  if (type?.kind === 'struct') {
    const closed = type.closed?.get(name);
    if (closed !== undefined)
      l.fail(
        'S104',
        node,
        `\`${l.text(node)}\` would change ${closed} of an object outside`,
        'return the value instead',
      );
    const shared = type.shared !== undefined && !type.fields.has(name) && memberOf(l, type.shared, name, node);
    if (shared && shared.set) {
      l.invoke({ kind: 'function', fn: shared.set }, [value], node, object);
      return;
    }
    if (shared && shared.get)
      l.fail('S101', node, `\`${l.text(node)}\` has a getter and no setter`, 'assign the field behind it');
  }
  if (object.kind === 'function' && (object.fn.kind === 'closure' || object.fn.kind === 'class') && !object.fn.place) {
    const { fn } = object;
    const held = (fn.kind === 'class' ? fn.statics.own(name) : undefined) ?? l.propertiesOf(fn).own(name);
    if (held) l.assign(held, value, node);
    else l.declare(l.propertiesOf(fn), name, node, false, value);
    return;
  }
  setMember(l, object, name, value, node);
}

/** `this`, as the function around has it. */
export function selfAround(l: Lowering, node: Node): Abstract {
  const self = l.scope.lookup('this');
  const held = self && l.read(self, node);
  if (held !== undefined && held.kind !== 'undefined') return held;
  return l.fail(
    'S101',
    node,
    '`this` means nothing here: the function is not called as a method',
    'pass the object as an argument, or call it as `object.method()`',
  );
}

/** `super.name`: what the class above shares under a name. */
export function superMember(l: Lowering, self: Abstract, node: acorn.MemberExpression): Abstract {
  const home = l.scope.homeAround();
  const name = memberKey(l, node);
  const next = home && above(l, home);
  if (typeof name !== 'string' || next === undefined)
    return l.fail('S101', node, `\`${l.text(node)}\` has no class above it`, 'use plain functions');
  if (self.kind === 'function') {
    const cls = home && l.classes.get(home);
    return cls?.parent ? getMember(l, { kind: 'function', fn: cls.parent }, name, node) : undefinedAbstract;
  }
  const member = memberOf(l, next, name, node);
  if (member?.method) return { kind: 'function', fn: member.method };
  return member?.get ? l.invoke({ kind: 'function', fn: member.get }, [], node, self) : undefinedAbstract;
}

/** What a function holds as an object: `call` and its kind, static members of a class, properties it was given. */
function functionMember(
  l: Lowering,
  object: Extract<Abstract, { kind: 'function' }>,
  name: string,
  node: Node,
): Abstract {
  const { fn } = object;
  if (name === 'call' || name === 'apply' || name === 'bind')
    return { kind: 'function', fn: { kind: 'bound', receiver: object, method: name } };
  if (fn.kind === 'native') return namespaceMember(l, fn.name, name, node);
  if (fn.kind === 'closure' || fn.kind === 'class') {
    const held = staticMember(l, fn, name, node);
    if (held !== undefined) return held;
    if (name === 'length') return l.number(parameterCount(fn));
    if (name === 'name') return abstractOf(l.builder.constant(fn.name));
    if (fn.place) return capturedMember(l, fn.place.environment, [...fn.place.path, name], node);
    if (fn.kind === 'class' && fn.parent) return getMember(l, { kind: 'function', fn: fn.parent }, name, node);
    return undefinedAbstract;
  }
  return { kind: 'function', fn: { kind: 'bound', receiver: object, method: name } };
}

function staticMember(
  l: Lowering,
  fn: Extract<KnownFunction, { kind: 'closure' | 'class' }>,
  name: string,
  node: Node,
): Abstract | undefined {
  const own = l.propertiesOf(fn).own(name);
  if (own) return l.read(own, node);
  if (fn.kind !== 'class') return undefined;
  const field = fn.statics.own(name);
  if (field) return l.read(field, node);
  // Those of a class outside are found with the class itself, unless they are private.
  if (fn.place !== undefined && !name.startsWith('#')) return undefined;
  const member = elementsNamed(fn, name, true);
  if (member?.method) return { kind: 'function', fn: member.method };
  return member?.get && l.invoke({ kind: 'function', fn: member.get }, [], node, { kind: 'function', fn });
}

function parameterCount({ node }: Extract<KnownFunction, { kind: 'closure' | 'class' }>): number {
  if (isClass(node)) return 0;
  const optional = node.params.findIndex(({ type }) => type === 'AssignmentPattern' || type === 'RestElement');
  return optional < 0 ? node.params.length : optional;
}

/** True for names that arrays have, so that what has such a member is taken for an array. */
function isOfArrays(name: string): boolean {
  return name === 'length' || isArrayMethod(name) || /^\d+$/.test(name);
}

export function getMember(l: Lowering, object: Abstract, name: string, node: Node): Abstract {
  switch (object.kind) {
    case 'namespace':
      return namespaceMember(l, object.name, name, node);
    case 'captured':
      if (name === 'hasOwnProperty') return { kind: 'function', fn: { kind: 'bound', receiver: object, method: name } };
      return capturedMember(l, object.environment, [...object.path, name], node);
    case 'function':
      return functionMember(l, object, name, node);
    case 'choice':
      if (name === 'call' || name === 'apply' || name === 'bind')
        return { kind: 'function', fn: { kind: 'bound', receiver: object, method: name } };
      return missing(l, object, node);
    case 'value': {
      const type = l.types.find(object.value.type);
      if (name !== 'valueOf' && discover(type, isOfArrays(name) ? 'array' : 'record')) throw new Restart();
      if (type.kind === 'array') {
        if (name === 'length' || (name === 'byteLength' && type.storage !== 'list'))
          return { kind: 'value', value: l.builder.length(object.value) };
        if (isArrayMethod(name)) return { kind: 'function', fn: { kind: 'bound', receiver: object, method: name } };
        if (/^\d+$/.test(name)) return loadElement(l, object.value, l.builder.constant(Number(name)));
        return l.fail(
          'S101',
          node,
          `arrays have no \`${name}\` that can be differentiated`,
          'use a loop or one of map, reduce, forEach',
        );
      }
      if (type.kind === 'struct') {
        const collection = collectionOf(l, object);
        if (collection === 'dictionary' && name !== 'hasOwnProperty')
          return l.entryOf(object, abstractOf(l.builder.constant(name)), node);
        if (collection !== undefined)
          return name === 'size' && collection !== 'dictionary'
            ? abstractOf(l.builder.length((loadField(l, object, 'keys') as { readonly value: Value }).value))
            : { kind: 'function', fn: { kind: 'bound', receiver: object, method: name } };
        if (l.types.fieldOf(type, name) !== undefined) return loadField(l, object, name);
        const closed = type.closed?.get(name);
        if (closed !== undefined)
          return l.fail(
            'S105',
            node,
            `\`${l.text(node)}\` is ${closed} in a field of what came in`,
            'pass the numbers it gives, or make the object inside the function',
          );
        if (type.shared !== undefined) {
          const shared = sharedMember(l, object, type.shared, name, node);
          if (shared !== undefined) return shared;
        }
        if (!type.tuple && objectMethodNames.has(name))
          return { kind: 'function', fn: { kind: 'bound', receiver: object, method: name } };
        if (type.tuple && name === 'length') return l.number(type.fields.size);
        if (type.tuple && arrayMethodFacts(name).changes)
          return l.fail(
            'S105',
            node,
            `\`${name}\` cannot change an array whose elements are of different kinds`,
            'keep one kind of value in one array',
          );
        if (type.tuple && isArrayMethod(name)) {
          const elements = [...type.fields.keys()].map((key) => getMember(l, object, key, node));
          const list = listOf(l, elements, node);
          if (list.type.kind === 'array')
            return { kind: 'function', fn: { kind: 'bound', receiver: { kind: 'value', value: list }, method: name } };
        }
        return lateField(l, object, type, name, node);
      }
      const text = knownText(object);
      if (text !== undefined) {
        if (name === 'length') return l.number(text.length);
        if (isTextMethod(name)) return { kind: 'function', fn: { kind: 'bound', receiver: object, method: name } };
        if (/^\d+$/.test(name)) return abstractOf(l.builder.constant(text[Number(name)]));
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

/** A field that no text before this one has set: undefined, unless an earlier step of a loop has set it. */
function lateField(l: Lowering, object: Abstract, type: StructType, name: string, node: Node): Abstract {
  if (type.tuple || type.closed || !l.types.repeated(type)) return undefinedAbstract;
  if (l.facts.late.has(name) && l.types.addField(type, name, unknownType)) return loadField(l, object, name);
  l.types.noteAbsent(type, name, node);
  return undefinedAbstract;
}

/**
 * Reading a member of what is surely undefined or null, as at the end of a tree: JavaScript throws. Where a branch
 * guards it, the branch ends here; where nothing does, it is told now.
 */
function missing(l: Lowering, object: Abstract, node: Node): never {
  const told = l.error(
    'S105',
    node,
    `\`${l.text(node)}\` reads from ${describeAbstract(object)}`,
    'only arrays and objects have members',
  );
  const type = object.kind === 'value' ? l.types.find(object.value.type).kind : object.kind;
  // An earlier step of a loop may have set what nothing is known of here.
  if (l.facts.late.size > 0) throw told;
  if (type !== 'unknown' && type !== 'undefined' && type !== 'null') throw told;
  const message = l.builder.constant(`cannot read \`${l.text(node)}\` of nothing`);
  l.builder.emit({ kind: 'throw', message, span: l.builder.span });
  throw new Unknown('nothing', told);
}

/** The constant name of a member, or the expression that computes its index. */
export function memberKey(l: Lowering, node: acorn.MemberExpression): string | Abstract {
  if (!node.computed)
    return node.property.type === 'PrivateIdentifier'
      ? `#${node.property.name}`
      : (node.property as acorn.Identifier).name;
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
