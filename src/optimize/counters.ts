/** Counted loops, found by their shape: a counter from 0, 1, 2 … upwards in whole steps, while it is below a bound. */
import type { Loop, Value } from '../ir/ir.ts';
import { constantCount } from './rewrite.ts';

/** The counter of a loop. In the body it is a whole number, at least 0 and below the bound. */
export interface Counter {
  readonly counter: Value;
  readonly bound: Value;
  /** The array whose length the loop's test measures to get the bound, if it does. */
  readonly array: Value | undefined;
}

/** The counter that a loop's test looks at, if the loop has that shape. */
export function counterOf({ parameters, initial, test, body }: Loop): Counter | undefined {
  const condition = test.instructions.find((inner) => inner.kind === 'apply' && inner.result === test.yields[0]);
  if (condition?.kind !== 'apply' || condition.operation !== 'lt') return undefined;
  const [counter, bound] = condition.args as [Value, Value];
  const k = parameters.indexOf(counter);
  if (k < 0 || constantCount(initial[k]!) === undefined) return undefined;
  const next = body.yields[k]!;
  const step = body.instructions.find((inner) => inner.kind === 'apply' && inner.result === next);
  if (step?.kind !== 'apply' || step.operation !== 'add' || !step.args.includes(counter)) return undefined;
  const other = step.args[0] === counter ? step.args[1]! : step.args[0]!;
  if (constantCount(other) === undefined) return undefined;
  const measured = test.instructions.find((inner) => inner.kind === 'length' && inner.result === bound);
  return { counter, bound, array: measured?.kind === 'length' ? measured.array : undefined };
}
