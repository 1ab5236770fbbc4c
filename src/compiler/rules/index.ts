/**
 * The rule table: one row per operation, with its value, its JavaScript text, its partial derivatives, its
 * Taylor recurrence and its kinks. To add a function, add its name in `src/compiler/ir/operations.ts`, its row in
 * `smooth.ts` or `kinked.ts`, and its recurrence in `taylor-rules.ts`; the compiler points at what is missing.
 */
import { type ArityOf, type OperationName, operationNames, operations } from '../ir/operations.ts';
import { bitRules, kinkedRules, logicalRules } from './kinked.ts';
import type { Row, Rule } from './rule.ts';
import { smoothRules } from './smooth.ts';

export type { Rule, TaylorRule, Terms } from './rule.ts';

const rows: { readonly [Name in OperationName]: Row<ArityOf<Name>> } = {
  ...smoothRules,
  ...kinkedRules,
  ...bitRules,
  ...logicalRules,
};

/** The rows for whoever has an operation and its arguments, whose number the type does not tell; `verify` holds it. */
export const rules = rows as unknown as Readonly<Record<OperationName, Rule>>;

/**
 * What emitted code is given because engines have no such function: by the name that the text of its row uses. Each
 * stands for itself, so that its own text can be a part of a module that needs nothing.
 */
export const helperFunctions: ReadonlyMap<string, Rule['value']> = new Map(
  operationNames.flatMap((name) => {
    const { helper } = operations[name];
    return helper === undefined ? [] : [[helper, rules[name].value] as const];
  }),
);

/** The operation on plain numbers and truth values. */
export function evaluate(operation: OperationName, args: readonly unknown[]): unknown {
  return (rules[operation].value as (...args: readonly unknown[]) => unknown)(...args);
}
