/**
 * `if`: as `c ? a : b` where both branches are short expressions, otherwise as a statement whose branches
 * assign to the variables of the results.
 */
import { blockHasEffects } from '../../analysis/effects.ts';
import type { If, Value } from '../../ir/ir.ts';
import { assignmentText } from './assignments.ts';
import { blockExpression, blockInto, isExpressionBlock } from './blocks.ts';
import { choice, condition, type Expression, negate } from './expressions.ts';
import { isSingleIf, type Line } from './lines.ts';
import type { Variable } from './variables.ts';
import type { Writer } from './writer.ts';

/** A choice wider than this becomes an `if` statement. */
const widestChoice = 76;

/** Emits an `if`. */
export function emitIf(w: Writer, instruction: If): void {
  const { then, otherwise, results } = instruction;
  const used = results.map((result) => w.uses.usesOf(result).length > 0);
  const effects = blockHasEffects(then) || blockHasEffects(otherwise);
  if (!effects && !used.includes(true)) return;
  if (results.length === 1 && isExpressionBlock(w, then) && isExpressionBlock(w, otherwise)) {
    if (w.inline > 0 || !keepsResult(w, instruction)) return emitChoice(w, instruction);
  }
  const test = w.take(instruction.condition);
  w.flushBefore(instruction);
  const targets = resultVariables(w, instruction, used);
  const before = w.bindings.mark();
  w.siblings.push(w.uses.blockExtent(otherwise));
  const first = blockInto(w, then, targets);
  w.siblings.pop();
  const changed = w.bindings.undo(before);
  const second = blockInto(w, otherwise, targets);
  for (const variable of w.bindings.undo(before)) changed.add(variable);
  w.bindings.forget(changed);
  writeIf(w, test, first, second);
  results.forEach((result, k) => {
    if (targets[k] !== undefined) w.bindings.hold(targets[k], result);
  });
}

function writeIf(w: Writer, test: Expression, then: readonly Line[], otherwise: readonly Line[]): void {
  if (then.length === 0 && otherwise.length === 0) return;
  if (then.length === 0) {
    w.line(`if (${negate(test).text}) {`);
    w.lines.push(otherwise, '}');
    return;
  }
  w.line(`if (${condition(test).text}) {`);
  w.lines.push(then);
  if (otherwise.length === 0) w.lines.push('}');
  else if (isSingleIf(otherwise)) w.lines.push(`} else ${String(otherwise[0])}`, ...otherwise.slice(1));
  else w.lines.push('} else {', otherwise, '}');
}

/** `c ? a : b`, or if that is too wide an `if` statement with one assignment in each branch. */
function emitChoice(w: Writer, instruction: If): void {
  const { condition: value, then, otherwise, results } = instruction;
  const result = results[0]!;
  const test = w.take(value);
  const first = blockExpression(w, then);
  const second = blockExpression(w, otherwise);
  // What the branches read has been read by now.
  w.position = w.uses.extentOf(instruction).end;
  const whole = choice(test, first, second);
  if (w.inline > 0 || whole.text.length <= widestChoice) return w.define(result, whole);
  const destination = w.destinations.get(result);
  const free = destination !== undefined && w.isFree(destination, w.position);
  const target = free ? destination : w.newVariable(result.name, true);
  w.flushReaders(target);
  if (!free) w.line(`let ${target.name};`);
  writeIf(w, test, [assignmentText(target, first)], [assignmentText(target, second)]);
  w.bindings.hold(target, result);
}

/** True if one branch leaves the result's variable as it is, so that an `if` without `else` says it best. */
function keepsResult(w: Writer, instruction: If): boolean {
  const destination = w.destinations.get(instruction.results[0]!);
  if (destination?.holder === undefined || !w.isFree(destination, w.uses.extentOf(instruction).end)) return false;
  const { then, otherwise } = instruction;
  return then.yields[0] === destination.holder || otherwise.yields[0] === destination.holder;
}

/** The variables in which an `if` leaves its results; new ones are declared. */
function resultVariables(w: Writer, instruction: If, used: readonly boolean[]): (Variable | undefined)[] {
  const { end } = w.uses.extentOf(instruction);
  const taken = new Set<Variable>();
  const fresh: string[] = [];
  const choose = (result: Value, k: number): Variable => {
    const wanted = [
      w.destinations.get(result),
      w.adoptable(instruction.then.yields[k]!),
      w.adoptable(instruction.otherwise.yields[k]!),
    ];
    for (const variable of wanted) {
      if (variable !== undefined && !taken.has(variable) && w.isFree(variable, end)) return variable;
    }
    const variable = w.newVariable(result.name, true);
    fresh.push(variable.name);
    return variable;
  };
  const variables = instruction.results.map((result, k) => {
    if (!used[k]) return undefined;
    const variable = choose(result, k);
    taken.add(variable);
    return variable;
  });
  if (fresh.length > 0) w.line(`let ${fresh.join(', ')};`);
  return variables;
}
