/**
 * The type of what runs beside an array or record and holds derivatives. Single-precision arrays have
 * double-precision shadows: rounding a value is taken as the identity, and its derivative is not rounded.
 */
import { type ArrayType, isReference, type StructType, type Type } from '../ir/ir.ts';

const known = new WeakMap<Type, Type>();

/** The type of a shadow. */
export function shadowType(type: Type): Type {
  if (!isReference(type)) return type;
  const made = known.get(type);
  if (made !== undefined) return made;
  if (type.kind === 'array') {
    const storage = type.storage === 'Float32Array' ? 'Float64Array' : type.storage;
    const shadow: ArrayType = { kind: 'array', element: type.element, storage };
    known.set(type, shadow);
    shadow.element = shadowType(type.element);
    return shadow;
  }
  const fields = new Map<string, Type>();
  const shadow: StructType = { kind: 'struct', fields, tuple: type.tuple };
  known.set(type, shadow);
  for (const [name, field] of type.fields) fields.set(name, shadowType(field));
  return shadow;
}
