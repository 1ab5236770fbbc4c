/**
 * Classes and `new`. A class declaration says what its instances share and runs its static parts. An instance is a
 * record: fields are set by the field declarations and the constructor, from the class above down, as JavaScript does.
 */
import type * as acorn from '../syntax/tree.ts';
import { isReference, newValue } from '../../ir/ir.ts';
import { type Abstract, closureFrom, describeAbstract, type KnownFunction, undefinedAbstract } from './abstract.ts';
import { elementName, elementsNamed, type KnownClass, sharedBy } from './classes.ts';
import type { Lowering } from './lowering.ts';
import { assignMember } from './members.ts';
import { Scope } from './scope.ts';
import type { ClassNode, Node } from '../syntax/function-text.ts';

/** A class of the text: what it is from here on. */
export function classOf(l: Lowering, node: ClassNode, name = 'anonymous'): KnownClass {
  const scope = new Scope(l.scope);
  const parent = node.superClass ? parentOf(l, node.superClass) : undefined;
  const { source, environment } = l;
  const shared = l.standIn(node, scope);
  return openClass(l, {
    kind: 'class',
    node,
    scope,
    source,
    environment,
    name: node.id?.name ?? name,
    shared,
    parent,
    statics: new Scope(),
  });
}

function parentOf(l: Lowering, node: acorn.Expression): KnownFunction | undefined {
  const parent = l.evaluate(node);
  if (parent.kind === 'null') return undefined;
  if (parent.kind === 'function' && parent.fn.kind !== 'native' && sharedBy(l, parent.fn)) return parent.fn;
  return l.fail(
    'S101',
    node,
    `\`${l.text(node)}\` is ${describeAbstract(parent)} that no class of a program can extend`,
    'extend a class of your own, or keep the array in a field',
  );
}

/** Tells what the instances share, and runs the static parts. */
function openClass(l: Lowering, cls: KnownClass): KnownClass {
  const { node, scope, shared, parent } = cls;
  scope.home = shared;
  if (node.id) l.declare(scope, node.id.name, node, true, { kind: 'function', fn: cls });
  refuseHidden(l, cls);
  l.classes.set(shared, cls);
  l.shared.set(shared, {
    above: parent && sharedBy(l, parent),
    own: (_l, name) => (name === 'constructor' ? { method: cls } : elementsNamed(cls, name, false)),
  });
  const around = l.scope;
  l.scope = new Scope(scope);
  l.declare(l.scope, 'this', node, true, { kind: 'function', fn: cls });
  for (const element of node.body.body) {
    if (element.type === 'StaticBlock') l.lowerStatement({ ...element, type: 'BlockStatement' });
    else if (element.type === 'PropertyDefinition' && element.static) {
      const name = elementName(element) ?? l.fail('S101', element, 'the name of a static field must be written out');
      const value = element.value ? l.evaluate(element.value, name) : undefinedAbstract;
      l.declare(cls.statics, name, element, false, value);
    }
  }
  l.scope = around;
  return cls;
}

/** Two private names that are spelled alike in a class and one above it are two names; here they would be one. */
function refuseHidden(l: Lowering, cls: KnownClass): void {
  const names = new Set(privateNames(cls.node));
  for (let at = cls.parent; at?.kind === 'class'; at = at.parent) {
    const same = privateNames(at.node).find((name) => names.has(name));
    if (same !== undefined)
      l.fail('S101', cls.node, `\`${same}\` is private in \`${cls.name}\` and in \`${at.name}\` too`, 'rename one');
  }
}

function privateNames(node: ClassNode): string[] {
  return node.body.body.flatMap((element) =>
    element.type !== 'StaticBlock' && element.key.type === 'PrivateIdentifier' ? [`#${element.key.name}`] : [],
  );
}

/** `new callee(...args)` for a class or constructor function that can be looked into. */
export function construct(l: Lowering, callee: KnownFunction, args: readonly Abstract[], node: Node): Abstract {
  if (callee.kind === 'partial') return construct(l, callee.of, [...callee.args, ...args], node);
  const shared = sharedBy(l, callee);
  if (shared === undefined || (callee.kind !== 'class' && callee.kind !== 'closure'))
    return l.fail('S105', node, `\`${l.text(node)}\` makes an instance of what is no class`, 'use a class');
  const type = l.types.struct([], false, shared);
  const value = newValue(type);
  l.builder.emit({ kind: 'struct', result: value, names: [], elements: [], span: l.builder.span });
  const self: Abstract = { kind: 'value', value };
  return initialise(l, callee, self, args, node);
}

/** Runs a constructor on an instance, and gives the instance, or the object that the constructor returns instead. */
function initialise(
  l: Lowering,
  callee: KnownFunction,
  self: Abstract,
  args: readonly Abstract[],
  node: Node,
): Abstract {
  if (callee.kind === 'closure')
    return madeBy(l, l.invoke({ kind: 'function', fn: callee }, args, node, self), self, node);
  if (callee.kind !== 'class') return self;
  const own = constructorOf(callee);
  if (callee.parent === undefined) setFields(l, callee, self);
  if (own === undefined) {
    if (callee.parent !== undefined) {
      initialise(l, callee.parent, self, args, node);
      setFields(l, callee, self);
    }
    return self;
  }
  const fn = closureFrom(callee, own, callee.name);
  return madeBy(l, l.invoke({ kind: 'function', fn }, args, node, self), self, node);
}

function constructorOf(cls: KnownClass): acorn.FunctionExpression | undefined {
  for (const element of cls.node.body.body)
    if (element.type === 'MethodDefinition' && element.kind === 'constructor' && element.value.body)
      return element.value;
  return undefined;
}

function madeBy(l: Lowering, result: Abstract, self: Abstract, node: Node): Abstract {
  if (result.kind === 'function' || result.kind === 'choice')
    return l.fail(
      'S101',
      node,
      'a constructor that returns a function is outside the accepted language',
      'return nothing',
    );
  if (result.kind !== 'value' || !isReference(l.types.find(result.value.type))) return self;
  if (self.kind === 'value' && result.value === self.value) return self;
  if (!l.mayBeNothing(result.value)) return result;
  return l.fail(
    'S101',
    node,
    'a constructor that sometimes returns another object is outside the accepted language',
    'return nothing',
  );
}

/** `super(...args)` in a constructor. */
export function callSuper(l: Lowering, args: readonly Abstract[], node: Node): Abstract {
  const home = l.scope.homeAround();
  const cls = home && l.classes.get(home);
  const self = l.scope.lookup('this');
  if (cls?.parent === undefined || self === undefined)
    return l.fail(
      'S101',
      node,
      '`super` is called outside the constructor of a class that extends another',
      'use a class',
    );
  const instance = l.read(self, node);
  initialise(l, cls.parent, instance, args, node);
  setFields(l, cls, instance);
  return undefinedAbstract;
}

/** Runs the field declarations of one class. */
function setFields(l: Lowering, cls: KnownClass, self: Abstract): void {
  const before = { scope: l.scope, source: l.source, environment: l.environment };
  l.scope = new Scope(cls.scope);
  l.source = cls.source;
  l.environment = cls.environment;
  l.declare(l.scope, 'this', cls.node, true, self);
  for (const element of cls.node.body.body) {
    if (element.type !== 'PropertyDefinition' || element.static || !element.value) continue;
    const name = elementName(element) ?? l.fail('S101', element, 'the name of a field must be written out');
    assignMember(l, self, name, l.evaluate(element.value, name), element);
  }
  Object.assign(l, before);
}
