/**
 * Assignments that happen at once, as when a loop goes round: `a, b = b, a`. In: variables with the
 * expressions they take. Out: statements in an order in which no variable is overwritten before its last
 * reader, with a temporary only where a cycle leaves no such order.
 */
import { type Expression, within } from './expressions.ts';
import type { Variable } from './variables.ts';

export interface Assignment {
  readonly variable: Variable;
  readonly expression: Expression;
}

/** `x = e;`, or `x += e;` where that is the same. */
export function assignmentText({ name }: Variable, expression: Expression): string {
  const { compound } = expression;
  if (compound?.left === name) return `${name} ${compound.operator}= ${within(compound.right, 2)};`;
  return `${name} = ${within(expression, 2)};`;
}

/** The statements for assignments that all read the values from before. */
export function assignTogether(assignments: readonly Assignment[], newName: () => string): string[] {
  const statements: string[] = [];
  let waiting = assignments.filter(({ variable, expression }) => expression.text !== variable.name);
  while (waiting.length > 0) {
    const ready = waiting.find(
      (one) => !waiting.some((other) => other !== one && other.expression.reads.includes(one.variable)),
    );
    if (ready !== undefined) {
      statements.push(assignmentText(ready.variable, ready.expression));
      waiting = waiting.filter((one) => one !== ready);
      continue;
    }
    // A cycle: compute one that reads variables now, assign it when its own readers are done.
    const first = waiting.find(({ expression }) => expression.reads.length > 0)!;
    const name = newName();
    statements.push(`const ${name} = ${within(first.expression, 2)};`);
    const early: Assignment = {
      variable: first.variable,
      expression: { text: name, precedence: 20, reads: [], memory: false },
    };
    waiting = waiting.map((one) => (one === first ? early : one));
  }
  return statements;
}
