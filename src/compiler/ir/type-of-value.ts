/** The type of a run-time value, as programs are lowered for it, and clear errors for what has none. */
import { SecantError } from '../../base/diagnostics.ts';
import {
  type ArrayType,
  booleanType,
  isTypedStorage,
  numberType,
  stringType,
  type StructType,
  type Type,
  unknownType,
} from './ir.ts';

/**
 * Describes an argument or captured value. Arrays of one kind of element are arrays; arrays of different
 * kinds are tuples; plain objects are records.
 *
 * @throws SecantError S202 for what is neither a number nor made of numbers, S201 for arrays with holes.
 */
export function typeOfValue(value: unknown, what = 'the argument', depth = 0): Type {
  if (depth > 60)
    throw new SecantError('S201', `${what.split(/[.[]/)[0]} is nested too deeply, or contains itself`, {
      hint: 'pass plain nested arrays and objects',
    });
  switch (typeof value) {
    case 'number':
      return numberType;
    case 'boolean':
      return booleanType;
    case 'string':
      return stringType;
    case 'undefined':
      return unknownType;
    case 'object':
      if (value === null) return unknownType;
      return typeOfObject(value, what, depth);
    default:
      throw new SecantError('S202', `${what} is a ${typeof value}, not a number`, {
        hint: 'pass numbers, arrays of numbers, or objects of these',
      });
  }
}

function typeOfObject(value: object, what: string, depth: number): Type {
  if (Array.isArray(value)) return typeOfArray(value, what, depth);
  const name = value.constructor?.name ?? 'Object';
  if (ArrayBuffer.isView(value)) {
    if (isTypedStorage(name)) return { kind: 'array', element: numberType, storage: name };
    throw new SecantError('S202', `${what} is a ${name}`, { hint: 'pass a Float64Array or a plain array of numbers' });
  }
  if (name !== 'Object' && Object.getPrototypeOf(value) !== null) {
    throw new SecantError('S202', `${what} is a ${name}`, {
      hint: 'pass numbers, arrays of numbers, or plain objects of these',
    });
  }
  const fields = new Map<string, Type>();
  for (const [field, inner] of Object.entries(value))
    fields.set(field, typeOfValue(inner, `${what}.${field}`, depth + 1));
  return { kind: 'struct', fields, tuple: false };
}

function typeOfArray(value: readonly unknown[], what: string, depth: number): Type {
  let scalar: string | undefined;
  let uniform = true;
  for (let k = 0; k < value.length; k++) {
    const kind = typeof value[k];
    if (scalar === undefined) scalar = kind;
    else if (scalar !== kind) uniform = false;
    if (kind === 'object') uniform = false;
    if (!uniform) break;
  }
  if (uniform && scalar === 'number') return { kind: 'array', element: numberType, storage: 'list' };
  const types = Array.from(value, (inner, k) => typeOfValue(inner, `${what}[${k}]`, depth + 1));
  let element: Type = unknownType;
  for (const type of types) {
    if (!sameKind(element, type)) return tuple(types);
    element = element.kind === 'unknown' ? type : element;
  }
  const array: ArrayType = {
    kind: 'array',
    element,
    storage: 'list',
  };
  return array;
}

function tuple(types: readonly Type[]): StructType {
  return { kind: 'struct', fields: new Map(types.map((type, k) => [String(k), type])), tuple: true };
}

/** True if two types can stand in one array. */
export function sameKind(a: Type, b: Type): boolean {
  if (a === b || a.kind === 'unknown' || b.kind === 'unknown') return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'array' && b.kind === 'array') return a.storage === b.storage && sameKind(a.element, b.element);
  if (a.kind === 'struct' && b.kind === 'struct') {
    if (a.tuple !== b.tuple || a.fields.size !== b.fields.size) return false;
    for (const [field, inner] of a.fields) {
      const other = b.fields.get(field);
      if (other === undefined || !sameKind(inner, other)) return false;
    }
  }
  return true;
}
