/** The type of a run-time value, as programs are lowered for it, and clear errors for what has none. */
import { SecantError } from '../../base/diagnostics.ts';
import { refuseDetached } from '../../base/trees.ts';
import { booleanType, isTypedStorage, numberType, stringType, type StructType, type Type, unknownType } from './ir.ts';

/**
 * Describes an argument or captured value. Arrays of one kind of element are arrays; arrays of different
 * kinds are tuples; plain objects are records; instances of classes are records that know their prototype. A field
 * of an object that holds what no program can is closed: it is an error only for who reads it.
 *
 * @throws SecantError S202 for what is neither a number nor made of numbers, S201 for arrays of numbers of which some are missing.
 */
export function typeOfValue(value: unknown, what = 'the argument', depth = 0): Type {
  if (depth > 60)
    throw new SecantError('S201', `${what.split(/[.[]/)[0]} is nested too deeply, or contains itself`, {
      hint: 'pass plain nested arrays and objects',
    });
  if (value === undefined || value === null) return unknownType;
  switch (typeof value) {
    case 'number':
      return numberType;
    case 'boolean':
      return booleanType;
    case 'string':
      return stringType;
    case 'object':
      return typeOfObject(value, what, depth);
    default:
      throw new SecantError('S202', `${what} is a ${typeof value}, not a number`, {
        hint: 'pass numbers, arrays of numbers, or objects of these',
      });
  }
}

/** The kind of a typed array or view, whatever class of one's own or other page it comes from. */
const kindOfTyped = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype) as object,
  Symbol.toStringTag,
)!.get!;

/** The name of the class of a typed array, undefined for what is none. */
export function typedName(value: object): string | undefined {
  return Reflect.apply(kindOfTyped, value, []) as string | undefined;
}

function typeOfObject(value: object, what: string, depth: number): Type {
  if (Array.isArray(value)) return typeOfArray(value, what, depth);
  const name = value.constructor?.name ?? 'Object';
  if (ArrayBuffer.isView(value)) {
    refuseDetached(value, what);
    const storage = typedName(value) ?? name;
    if (isTypedStorage(storage)) return { kind: 'array', element: numberType, storage };
    throw new SecantError('S202', `${what} is a ${storage}`, {
      hint: 'pass a Float64Array or a plain array of numbers',
    });
  }
  const shared = prototypeOf(value);
  if (shared === 'native') {
    throw new SecantError('S202', `${what} is a ${name}`, {
      hint: 'pass numbers, arrays of numbers, or objects of these',
    });
  }
  const fields = new Map<string, Type>();
  const closed = new Map<string, string>();
  for (const [field, property] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (property.enumerable !== true) continue;
    const inner: unknown = property.value;
    const said = property.get || property.set ? 'a getter' : closedKind(inner);
    if (said !== undefined) closed.set(field, said);
    else fields.set(field, typeOfValue(inner, `${what}.${field}`, depth + 1));
  }
  return {
    kind: 'struct',
    fields,
    tuple: false,
    ...(shared && { shared }),
    ...(closed.size > 0 && { closed }),
  };
}

const kindsOfPrototypes = new WeakMap<object, 'instance' | 'native' | 'plain'>();

/** The prototype of an instance; undefined for plain objects; 'native' for JavaScript's own kinds of objects. */
export function prototypeOf(value: object): object | 'native' | undefined {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null) return undefined;
  let kind = kindsOfPrototypes.get(prototype);
  if (kind === undefined) kindsOfPrototypes.set(prototype, (kind = kindOfPrototype(prototype)));
  return kind === 'instance' ? prototype : kind === 'native' ? 'native' : undefined;
}

function kindOfPrototype(prototype: object): 'instance' | 'native' | 'plain' {
  for (let at = prototype; ;) {
    const next = Object.getPrototypeOf(at) as object | null;
    // The end of every chain is Object.prototype, of this realm or another, or an object without a prototype.
    if (next === null) return at === prototype ? 'plain' : 'instance';
    const made: unknown = Object.hasOwn(at, 'constructor') ? at.constructor : undefined;
    if (typeof made === 'function' && /\{\s*\[native code\]\s*\}\s*$/.test(Function.prototype.toString.call(made)))
      return 'native';
    at = next;
  }
}

/** What a field holds that no program can hold, in words; undefined for what it can. */
function closedKind(value: unknown): string | undefined {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return `a ${typeof value}`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const name = value.constructor?.name ?? 'Object';
  if (ArrayBuffer.isView(value)) return isTypedStorage(typedName(value) ?? name) ? undefined : `a ${name}`;
  return prototypeOf(value) === 'native' ? `a ${name}` : undefined;
}

function typeOfArray(value: readonly unknown[], what: string, depth: number): Type {
  // Long lists of numbers are the rule, and need no description of each.
  let numbers = 0;
  while (typeof value[numbers] === 'number') numbers++;
  if (numbers > 0 && numbers === value.length) return { kind: 'array', element: numberType, storage: 'list' };
  const types = Array.from(value, (inner, k) => {
    if (inner === undefined && !(k in value)) refuseMissing(what, k, 'there is a hole');
    return typeOfValue(inner, `${what}[${k}]`, depth + 1);
  });
  let element: Type | undefined = unknownType;
  for (const type of types) {
    element = mergeTypes(element, type);
    if (element === undefined) return tuple(types, what);
  }
  // A number that is missing is missing, whether there is a hole or `undefined` in its place.
  const missing = element.kind === 'number' ? value.indexOf(undefined) : -1;
  if (missing >= 0) refuseMissing(what, missing, 'it is undefined');
  return { kind: 'array', element, storage: 'list' };
}

/** Every element of such an array is a variable of its own in the program. */
const mostKinds = 1000;

function refuseMissing(what: string, k: number, why: string): never {
  throw new SecantError('S201', `${what} has no element ${k}: ${why}`, {
    hint: 'give every element a value, as in new Array(n).fill(0)',
  });
}

function tuple(types: readonly Type[], what: string): StructType {
  if (types.length > mostKinds)
    throw new SecantError('S201', `${what} holds ${types.length} elements of different kinds`, {
      hint: 'put those of one kind into an array of their own',
    });
  return { kind: 'struct', fields: new Map(types.map((type, k) => [String(k), type])), tuple: true };
}

/**
 * The type of what may be of either, undefined where there is none: where one has nothing, the other says what is
 * there. It is `a` itself where `b` adds nothing.
 */
export function mergeTypes(a: Type, b: Type, met = new Set<Type>()): Type | undefined {
  if (a === b || b.kind === 'unknown' || met.has(b)) return a;
  if (a.kind === 'unknown') return b;
  if (a.kind === 'array' && b.kind === 'array') {
    met.add(b);
    const element = mergeTypes(a.element, b.element, met);
    if (element === undefined || a.storage !== b.storage) return undefined;
    return element === a.element ? a : { ...a, element };
  }
  if (a.kind === 'struct' && b.kind === 'struct') {
    if (a.shared !== b.shared || !sameFields(a, b)) return undefined;
    met.add(b);
    let merged = a;
    for (const [field, inner] of a.fields) {
      const both = mergeTypes(inner, b.fields.get(field)!, met);
      if (both === undefined) return undefined;
      if (both !== inner) merged = { ...a, fields: new Map(merged.fields).set(field, both) };
    }
    return merged;
  }
  return a.kind === b.kind ? a : undefined;
}

/** True if two records have the same fields, or two tuples the same length. */
export function sameFields(a: StructType, b: StructType): boolean {
  return (
    a.tuple === b.tuple && a.fields.size === b.fields.size && [...a.fields.keys()].every((field) => b.fields.has(field))
  );
}
