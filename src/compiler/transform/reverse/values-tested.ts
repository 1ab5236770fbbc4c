/**
 * Reads that may be past the end, told by what the program does with them: `a[k] ?? 0`, `a[k] || b`, `if (a[k])`.
 * Their adjoint is zero when nothing was there, and must then not be added to a place that does not exist. In: a
 * function. Out: the values whose being `undefined` (or falsy) is looked at, also when a branch or a loop hands
 * them on first.
 */
import type { FunctionIr, Value } from '../../ir/ir.ts';
import { operations } from '../../ir/operations.ts';
import { reachable, walk } from '../../ir/visit.ts';

/** Values that the program asks about. */
export function valuesTested(root: FunctionIr): ReadonlySet<Value> {
  const found = new Set<Value>();
  const sources = new Map<Value, Value[]>();
  const flow = (from: Value | undefined, to: Value | undefined): void => {
    if (from === undefined || to === undefined || from.constant !== undefined) return;
    const known = sources.get(to);
    if (known) known.push(from);
    else sources.set(to, [from]);
  };
  const pending: Value[] = [];
  for (const fn of reachable(root)) {
    walk(fn.body, (instruction) => {
      switch (instruction.kind) {
        case 'apply':
          if (operations[instruction.operation].asks) pending.push(...instruction.args);
          if (instruction.operation !== 'select') return;
          pending.push(instruction.args[0]!);
          for (const arg of instruction.args.slice(1)) flow(arg, instruction.result);
          return;
        case 'if':
          pending.push(instruction.condition);
          instruction.results.forEach((result, k) => {
            flow(instruction.then.yields[k], result);
            flow(instruction.otherwise.yields[k], result);
          });
          return;
        case 'loop':
          pending.push(...instruction.test.yields);
          instruction.parameters.forEach((parameter, k) => {
            flow(instruction.initial[k], parameter);
            flow(instruction.body.yields[k], parameter);
            flow(parameter, instruction.results[k]);
          });
          return;
        case 'call':
          instruction.target.parameters.forEach((parameter, k) => flow(instruction.args[k], parameter));
          instruction.target.body.yields.forEach((value, k) => flow(value, instruction.results[k]));
          return;
        default:
      }
    });
  }
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (found.has(value)) continue;
    found.add(value);
    pending.push(...(sources.get(value) ?? []));
  }
  return found;
}
