/** A fresh zero of the same shape as a value: where adjoints are gathered, or a tangent that does not move. */
import type { Type, Value } from '../ir/ir.ts';
import { newValue } from '../ir/ir.ts';
import type { Builder } from './builder.ts';

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
 * Emits the construction of zeros shaped like `value`. Fields that hold no numbers are kept as undefined. Rows of lists are
 * filled by `push`, as shadows of lists mostly are: engines keep what is made in one way as one kind.
 */
export function zerosLike(
  builder: Builder,
  value: Value,
  resolve: (type: Type) => Type = (type) => type,
  isRow = false,
): Value {
  const type = resolve(value.type);
  switch (type.kind) {
    case 'array': {
      const element = resolve(type.element);
      const length = builder.length(value);
      const result = newValue(value.type, 'zeros');
      if (isRow && element.kind === 'number' && type.storage === 'list') {
        builder.emit({ kind: 'list', result, elements: [] });
        builder.count(length, [], () => {
          builder.emit({ kind: 'push', array: result, value: builder.constant(0) });
          return [];
        });
        return result;
      }
      if (element.kind !== 'array' && element.kind !== 'struct') {
        builder.emit({
          kind: 'allocate',
          result,
          length,
          fill: element.kind === 'number' && type.storage === 'list' ? builder.constant(0) : undefined,
        });
        return result;
      }
      builder.emit({ kind: 'allocate', result, length, fill: undefined });
      builder.count(length, [], (index) => {
        const inner = newValue(element);
        builder.emit({ kind: 'load', result: inner, array: value, index });
        builder.emit({ kind: 'store', array: result, index, value: zerosLike(builder, inner, resolve, true) });
        return [];
      });
      return result;
    }
    case 'struct': {
      const names: string[] = [];
      const elements: Value[] = [];
      for (const [field, inner] of type.fields) {
        names.push(field);
        const held = resolve(inner);
        if (held.kind === 'array' || held.kind === 'struct') {
          const part = newValue(held);
          builder.emit({ kind: 'get-field', result: part, object: value, field });
          elements.push(zerosLike(builder, part, resolve));
        } else elements.push(builder.constant(held.kind === 'number' ? 0 : undefined));
      }
      const result = newValue(value.type, 'zeros');
      builder.emit({ kind: 'struct', result, names, elements });
      return result;
    }
    default:
      return builder.constant(type.kind === 'number' ? 0 : undefined);
  }
}
