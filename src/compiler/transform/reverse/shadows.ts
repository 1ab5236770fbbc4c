/** Adding one shadow to another of the same shape, where it holds numbers that are active. */
import { type Activity, leadsToActive } from '../../analysis/activity.ts';
import type { AliasClass } from '../../analysis/alias.ts';
import { isReference, newValue, type Value } from '../../ir/ir.ts';
import type { Builder } from '../../rules/builder.ts';

/** Emits `target += source`, element by element, at every depth. What holds nothing active has no shadow. */
export function addShadowed(
  builder: Builder,
  target: Value,
  source: Value,
  of: AliasClass | undefined,
  activity: Activity,
): void {
  if (of === undefined || !leadsToActive(of, activity)) return;
  const held = activity.fieldsHeld(of);
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
        addShadowed(builder, to, from, of.element, activity);
      }
      return [];
    });
    return;
  }
  if (type.kind !== 'struct') return;
  for (const [field, inner] of type.fields) {
    const part = of.fields.get(field);
    if (isReference(inner) ? part === undefined || !leadsToActive(part, activity) : !held.has(field)) continue;
    const from = newValue(inner);
    builder.emit({ kind: 'get-field', result: from, object: source, field });
    if (!isReference(inner)) builder.emit({ kind: 'accumulate-field', object: target, field, value: from });
    else {
      const to = newValue(inner);
      builder.emit({ kind: 'get-field', result: to, object: target, field });
      addShadowed(builder, to, from, part, activity);
    }
  }
}
