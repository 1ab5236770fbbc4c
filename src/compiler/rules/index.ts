/**
 * The rule table: one row per operation, with its value, its JavaScript text, its partial derivatives, its
 * Taylor recurrence and its kinks. To add a function, add its name in `src/compiler/ir/operations.ts`, its row in
 * `smooth.ts` or `kinked.ts`, and its recurrence in `taylor-rules.ts`; the compiler points at what is missing.
 */
import type { OperationName } from '../ir/operations.ts';
import { bitRules, kinkedRules, logicalRules } from './kinked.ts';
import type { Rule } from './rule.ts';
import { smoothRules } from './smooth.ts';

export type { Partial, Rule, TaylorRule, Terms, Tie } from './rule.ts';
export { roundToHalf } from './smooth.ts';

export const rules: Record<OperationName, Rule> = { ...smoothRules, ...kinkedRules, ...bitRules, ...logicalRules };

/** The operation on plain numbers and truth values. */
export function evaluate(operation: OperationName, args: readonly unknown[]): unknown {
  return (rules[operation].value as (...args: readonly unknown[]) => unknown)(...args);
}
