/** `switch`: each case runs if its label matched or an earlier one fell through, and nothing broke yet. */
import type * as acorn from '../syntax/tree.ts';
import { undefinedAbstract } from './abstract.ts';
import { choose } from './branches.ts';
import { declareFunctions } from './closures.ts';
import { alwaysThrows, leavesAround, leaving, openTarget } from './completions.ts';
import type { Completion, Lowering } from './lowering.ts';
import { Scope } from './scope.ts';
import { strictlyEqual } from './values.ts';

/** A switch: each case runs if its label matched or an earlier one fell through, and nothing broke yet. */
export function lowerSwitch(l: Lowering, node: acorn.SwitchStatement, labels: readonly string[]): Completion {
  const subject = l.evaluate(node.discriminant);
  openTarget(l, node, labels, 'plain', false);
  const outer = l.scope;
  l.scope = new Scope(outer);
  declareFunctions(
    l,
    node.cases.flatMap((entry) => entry.consequent),
  );
  const matched = l.hidden('matched', node, l.boolean(false));
  const matches = node.cases.map((entry) =>
    entry.test ? l.valueOf(strictlyEqual(l, subject, l.evaluate(entry.test), entry.test))! : undefined,
  );
  /** The functions of the block stand in all cases; what a case declares itself is there only if that case has run. */
  const everywhere = new Set(l.scope.owned());
  let none = l.builder.constant(true);
  for (const match of matches) if (match) none = l.both(none, l.builder.apply('not', match));
  const run = (k: number): void => {
    const entry = node.cases[k];
    if (entry === undefined) return;
    // `default` matches when no label does, whether it stands last or not.
    const enters = l.either(l.valueOf(matched.current!)!, matches[k] ?? none);
    let end: Completion = 'normal';
    choose(
      l,
      enters,
      entry,
      () => {
        l.set(matched, l.boolean(true), node);
        end = l.lowerList(entry.consequent);
        for (const binding of l.scope.owned()) if (!everywhere.has(binding)) binding.over = 'case';
        return entry.consequent.length > 0 && entry.consequent.some((s) => alwaysThrows(s))
          ? 'throws'
          : undefinedAbstract;
      },
      () => undefinedAbstract,
    );
    if (end === 'normal') run(k + 1);
    else {
      choose(
        l,
        leaving(l),
        node,
        () => undefinedAbstract,
        () => {
          run(k + 1);
          return undefinedAbstract;
        },
      );
    }
  };
  run(0);
  l.scope = outer;
  l.activation!.loops.pop();
  return leavesAround(node) ? 'maybe' : 'normal';
}
