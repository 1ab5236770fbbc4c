/** Which truth values are certain. */
import type { FunctionIr, Value } from '../ir/ir.ts';
import { walk } from '../ir/visit.ts';

/**
 * Values that are `true` or `false` whatever happens. A value of boolean type may be `undefined` where the program read
 * past the end of an array, so the type alone does not say it.
 */
export function certainBooleans(fn: FunctionIr): Set<Value> {
  const certain = new Set<Value>();
  /** For values that are certain only if others are: those others. */
  const sources = new Map<Value, readonly Value[]>();
  const depends = (value: Value, others: readonly Value[]): void => {
    if (value.type.kind !== 'boolean') return;
    certain.add(value);
    sources.set(value, others);
  };
  walk(fn.body, (instruction) => {
    if (instruction.kind === 'apply') {
      const { operation, args, result } = instruction;
      depends(result, operation === 'select' ? args.slice(1) : operation === 'stop' ? args : []);
    } else if (instruction.kind === 'if') {
      const { results, then, otherwise } = instruction;
      results.forEach((result, k) => depends(result, [then.yields[k]!, otherwise.yields[k]!]));
    } else if (instruction.kind === 'loop') {
      const { initial, parameters, results, body } = instruction;
      parameters.forEach((parameter, k) => depends(parameter, [initial[k]!, body.yields[k]!]));
      results.forEach((result, k) => depends(result, [parameters[k]!]));
    }
  });
  const holds = (value: Value): boolean => typeof value.constant?.value === 'boolean' || certain.has(value);
  for (let before = -1; before !== certain.size;) {
    before = certain.size;
    for (const [value, others] of sources) if (!others.every(holds)) certain.delete(value);
  }
  return certain;
}
