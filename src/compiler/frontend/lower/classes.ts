/**
 * What the objects of one class share: methods and accessors, found by the object that stands for the class in the
 * type of an instance. Classes of the text are told to the lowering where they are declared; those outside are known
 * by their prototypes, and their methods are read from their own texts.
 */
import type * as acorn from '../syntax/tree.ts';
import type { StructType, Value } from '../../ir/ir.ts';
import { type Abstract, type Closure, closureFrom, type KnownFunction } from './abstract.ts';
import { functionFrom } from './globals.ts';
import type { Lowering } from './lowering.ts';
import type { ClassNode, Node } from '../syntax/function-text.ts';

export type KnownClass = Extract<KnownFunction, { kind: 'class' }>;

/** A method, or the two halves of an accessor. */
export interface Member {
  readonly method?: KnownFunction | undefined;
  readonly get?: KnownFunction | undefined;
  readonly set?: KnownFunction | undefined;
}

/** What the objects of a class have in common, asked for by name. */
export interface Shared {
  own(l: Lowering, name: string): Member | undefined;
  /** What stands for the class above. */
  readonly above: object | undefined;
}

/** The name under which `[Symbol.iterator]` is kept. */
export const iteratorName = '@@iterator';

function isIteratorKey(key: acorn.Expression): boolean {
  return (
    key.type === 'MemberExpression' &&
    key.object.type === 'Identifier' &&
    key.object.name === 'Symbol' &&
    key.property.type === 'Identifier' &&
    key.property.name === 'iterator'
  );
}

/** The name of a class element, where it can be read off: private names begin with `#`. */
export function elementName(element: acorn.MethodDefinition | acorn.PropertyDefinition): string | undefined {
  const { key } = element;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Literal') return String(key.value);
  if (element.computed) return isIteratorKey(key) ? iteratorName : undefined;
  return key.type === 'Identifier' ? key.name : undefined;
}

/** The methods and accessors of a class text, own or static. */
export function elementsNamed(
  cls: { readonly node: ClassNode; readonly scope: Closure['scope'] } & Pick<Closure, 'source' | 'environment'>,
  name: string,
  isStatic: boolean,
): Member | undefined {
  let found: Member | undefined;
  for (const element of cls.node.body.body) {
    if (element.type !== 'MethodDefinition' || element.static !== isStatic || element.kind === 'constructor') continue;
    if (elementName(element) !== name || !element.value.body) continue;
    const fn = closureFrom(cls, element.value, name);
    found = element.kind === 'method' ? { method: fn } : { ...found, [element.kind]: fn };
  }
  return found;
}

/** A member that instances share, by what stands for their class. */
export function memberOf(l: Lowering, shared: object, name: string, node: Node): Member | undefined {
  for (let at: object | undefined = shared; at !== undefined;) {
    const known = l.shared.get(at);
    if (known === undefined) return outsideMember(l, at, name, node);
    const own = known.own(l, name);
    if (own !== undefined) return own;
    at = known.above;
  }
  return undefined;
}

function outsideMember(l: Lowering, prototype: object, name: string, node: Node): Member | undefined {
  if (name.startsWith('#')) return privateMember(l, prototype, name);
  const found = l.environment.member?.(prototype, name);
  if (found === undefined) return undefined;
  const { value, get, set, home } = found;
  const fnOf = (description: typeof value): KnownFunction | undefined => {
    if (description === undefined) return undefined;
    if (description.kind === 'opaque')
      return l.fail('S105', node, `\`${l.text(node)}\` is ${description.what}`, 'keep it in a field of each instance');
    const fn = functionFrom(l, description, name);
    // A method that was read from its own text stands inside its class, and knows it by the name it has there.
    if (fn.kind === 'closure' && fn.scope.home === undefined) {
      fn.scope.home = home;
      const made = name === 'constructor' ? undefined : l.environment.member?.(home, 'constructor')?.value;
      const cls = made?.kind === 'function' ? functionFrom(l, made, 'the class') : undefined;
      if (cls?.kind === 'class') fn.scope.parent = cls.scope;
    }
    return fn;
  };
  return { method: fnOf(value), get: fnOf(get), set: fnOf(set) };
}

/** A private method of a class outside: only the text of the class shows it. */
function privateMember(l: Lowering, prototype: object, name: string): Member | undefined {
  const made = l.environment.member?.(prototype, 'constructor')?.value;
  if (made?.kind !== 'function') return undefined;
  const cls = functionFrom(l, made, name);
  return cls.kind === 'class' ? elementsNamed(cls, name, false) : undefined;
}

/** What stands for the class above another. */
export function above(l: Lowering, shared: object): object | undefined {
  const known = l.shared.get(shared);
  return known === undefined ? ((Object.getPrototypeOf(shared) as object | null) ?? undefined) : known.above;
}

/** Whether the instances of a class are instances of another as well. */
export function extendsClass(l: Lowering, shared: object, wanted: object): boolean {
  for (let at: object | undefined = shared; at !== undefined; at = above(l, at)) if (at === wanted) return true;
  return false;
}

/** What stands for the objects that a function makes as a constructor. */
export function sharedBy(l: Lowering, fn: KnownFunction): object | undefined {
  if (fn.kind === 'class') return fn.shared;
  if (fn.kind === 'partial') return sharedBy(l, fn.of);
  if (fn.kind !== 'closure' || fn.node.type === 'ArrowFunctionExpression') return undefined;
  return fn.prototype ?? l.standIn(fn.node, fn.scope);
}

/** The type of an instance behind an abstract, if it is one. */
export function instanceType(l: Lowering, abstract: Abstract): (StructType & { readonly shared: object }) | undefined {
  if (abstract.kind !== 'value') return undefined;
  const type = l.types.find<Value['type']>(abstract.value.type);
  return type.kind === 'struct' && type.shared !== undefined ? { ...type, shared: type.shared } : undefined;
}
