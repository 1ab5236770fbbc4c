/** Partial derivatives that a function's author gives: calling them, and using them for arrays. */
import { type FunctionIr, newValue, type Value } from '../ir/ir.ts';
import type { Builder } from './builder.ts';

/** Emits the call that gives the partial derivatives at the arguments. */
export function callPartials(builder: Builder, rule: NonNullable<FunctionIr['rule']>, args: readonly Value[]): Value[] {
  const results = rule.partials.body.yields.map((value) => newValue(value.type, 'partial'));
  builder.emit({ kind: 'call', target: rule.partials, args: [...args], results, span: builder.span });
  return results;
}

/** Σ aₖ·bₖ over two arrays of numbers. */
export function innerProduct(builder: Builder, a: Value, b: Value): Value {
  const [sum] = builder.count(builder.length(a), [builder.constant(0)], (index, [total]) => {
    const term = builder.apply('mul', builder.load(a, index), builder.load(b, index));
    return [builder.apply('add', total!, term)];
  });
  return sum!;
}
