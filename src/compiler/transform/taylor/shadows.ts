/**
 * Shadows of arrays and records: objects of the same shape in which every number is a Taylor coefficient of
 * the number that stands in its place. Single-precision arrays have double-precision shadows, since rounding a
 * value is taken as the identity and its coefficients are not rounded. What is not a number (truth values,
 * texts) stands in a shadow as it stands in the primal, and is never read there.
 */
import { SecantError } from '../../../base/diagnostics.ts';
import type { Type, Value } from '../../ir/ir.ts';
import { isReference, newValue } from '../../ir/ir.ts';
import type { Builder } from '../../rules/builder.ts';
import { shadowType } from '../../rules/shadow-type.ts';

/** Emits a shadow of zeros for an array or record. */
export function zeroShadow(builder: Builder, primal: Value): Value {
  return zerosFor(builder, primal, []);
}

function zerosFor(builder: Builder, primal: Value, around: readonly Type[]): Value {
  const { type } = primal;
  if (type.kind === 'number') return builder.constant(0);
  if (!isReference(type)) return primal;
  if (around.includes(type)) {
    throw new SecantError('S101', 'a record that contains records of its own kind cannot carry derivatives here', {
      span: builder.span,
      hint: 'keep such records out of the differentiated part',
    });
  }
  const inside = [...around, type];
  const result = newValue(shadowType(type), primal.name);
  if (type.kind === 'struct') {
    const names = [...type.fields.keys()];
    const elements = names.map((field) => {
      const part = newValue(type.fields.get(field)!, field);
      builder.emit({ kind: 'get-field', result: part, object: primal, field });
      return zerosFor(builder, part, inside);
    });
    builder.emit({ kind: 'struct', result, names, elements });
    return result;
  }
  const length = builder.length(primal);
  const fill = type.element.kind === 'number' ? builder.constant(0) : undefined;
  builder.emit({ kind: 'allocate', result, length, fill });
  if (isReference(type.element)) {
    builder.count(length, [], (index) => {
      const element = zerosFor(builder, builder.load(primal, index), inside);
      builder.emit({ kind: 'store', array: result, index, value: element });
      return [];
    });
  }
  return result;
}
