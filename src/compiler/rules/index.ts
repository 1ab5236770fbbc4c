/**
 * The rule table: one row per operation, with its value, its JavaScript text, its partial derivatives, its
 * Taylor recurrence and its kinks. To add a function, add its name in `src/compiler/ir/operations.ts`, its row in
 * `smooth.ts` or `kinked.ts`, and its recurrence in `taylor-rules.ts`; the compiler points at what is missing.
 */
import type { ArityOf, OperationName } from '../ir/operations.ts';
import { bitRules, kinkedRules, logicalRules } from './kinked.ts';
import type { Row, Rule } from './rule.ts';
import { smoothRules } from './smooth.ts';

export type { Rule, TaylorRule, Terms } from './rule.ts';
export { roundToHalf } from './smooth.ts';

const rows: { readonly [Name in OperationName]: Row<ArityOf<Name>> } = {
  ...smoothRules,
  ...kinkedRules,
  ...bitRules,
  ...logicalRules,
};

/** The rows for whoever has an operation and its arguments, whose number the type does not tell; `verify` holds it. */
export const rules = rows as unknown as Readonly<Record<OperationName, Rule>>;

/** The operation on plain numbers and truth values. */
export function evaluate(operation: OperationName, args: readonly unknown[]): unknown {
  return (rules[operation].value as (...args: readonly unknown[]) => unknown)(...args);
}
