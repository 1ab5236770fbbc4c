/** A fresh zero of the same shape as a value: where adjoints are gathered, or a tangent that does not move. */
import { SecantError } from '../../base/diagnostics.ts';
import { isReference, newValue, type Type, type Value } from '../ir/ir.ts';
import type { Builder } from './builder.ts';
import { shadowType } from './shadow-type.ts';

/** True if a value of the type can carry a derivative: it is a number or holds some. */
export function carriesNumbers(type: Type, depth = 0): boolean {
  if (depth > 16) return false;
  switch (type.kind) {
    case 'number':
      return true;
    case 'array':
      return carriesNumbers(type.element, depth + 1);
    case 'struct':
      return [...type.fields.values()].some((inner) => carriesNumbers(inner, depth + 1));
    default:
      return false;
  }
}

/**
 * Emits the construction of zeros shaped like `value`, which are its shadow. Fields that hold no numbers are kept as undefined.
 * Rows of lists are filled by `push`, as shadows of lists mostly are: engines keep what is made in one way as one kind.
 *
 * @param resolve what a type stands for, while types are being found
 * @param typeOf the type of the zeros for a type
 * @throws SecantError S101 for a record that contains records of its own type
 */
export function zerosLike(
  builder: Builder,
  value: Value,
  resolve: (type: Type) => Type = (type) => type,
  typeOf: (type: Type) => Type = shadowType,
): Value {
  const zeros = (of: Value, around: readonly Type[]): Value => {
    const type = resolve(of.type);
    if (!isReference(type)) return builder.constant(type.kind === 'number' ? 0 : undefined);
    if (around.includes(type)) {
      throw new SecantError('S101', 'a record that contains records of its own kind cannot carry derivatives here', {
        span: builder.span,
        hint: 'keep such records out of the differentiated part',
      });
    }
    const inside = [...around, type];
    const result = newValue(typeOf(of.type), 'zeros');
    if (type.kind === 'struct') {
      const elements = [...type.fields].map(([field, inner]) => {
        const part = newValue(resolve(inner));
        if (isReference(part.type)) builder.emit({ kind: 'get-field', result: part, object: of, field });
        return zeros(part, inside);
      });
      builder.emit({ kind: 'struct', result, names: [...type.fields.keys()], elements });
      return result;
    }
    const element = resolve(type.element);
    const length = builder.length(of);
    const isNumbers = element.kind === 'number' && type.storage === 'list';
    const isRow = isNumbers && around.at(-1)?.kind === 'array';
    if (isRow) builder.emit({ kind: 'list', result, elements: [] });
    else builder.emit({ kind: 'allocate', result, length, fill: isNumbers ? builder.constant(0) : undefined });
    if (isRow || isReference(element)) {
      builder.count(length, [], (index) => {
        if (isRow) builder.emit({ kind: 'push', array: result, value: builder.constant(0) });
        else {
          const inner = newValue(element);
          builder.emit({ kind: 'load', result: inner, array: of, index });
          builder.emit({ kind: 'store', array: result, index, value: zeros(inner, inside) });
        }
        return [];
      });
    }
    return result;
  };
  return zeros(value, []);
}
