/** Adding one shadow to another of the same shape. */
import { isReference, newValue, type Value } from '../../ir/ir.ts';
import type { Builder } from '../../rules/builder.ts';
import { carriesNumbers } from '../../rules/zeros.ts';

/** Emits `target += source`, element by element, at every depth. */
export function addShadowed(builder: Builder, target: Value, source: Value): void {
  const { type } = target;
  if (type.kind === 'array') {
    const { element } = type;
    builder.count(builder.length(source), [], (index) => {
      const from = newValue(element);
      builder.emit({ kind: 'load', result: from, array: source, index });
      if (!isReference(element)) builder.emit({ kind: 'accumulate', array: target, index, value: from });
      else {
        const to = newValue(element);
        builder.emit({ kind: 'load', result: to, array: target, index });
        addShadowed(builder, to, from);
      }
      return [];
    });
    return;
  }
  if (type.kind !== 'struct') return;
  for (const [field, inner] of type.fields) {
    if (!carriesNumbers(inner)) continue;
    const from = newValue(inner);
    builder.emit({ kind: 'get-field', result: from, object: source, field });
    if (!isReference(inner)) builder.emit({ kind: 'accumulate-field', object: target, field, value: from });
    else {
      const to = newValue(inner);
      builder.emit({ kind: 'get-field', result: to, object: target, field });
      addShadowed(builder, to, from);
    }
  }
}
