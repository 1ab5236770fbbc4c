/**
 * Blocks inside an instruction: written as statements whose yields go to variables, or, where every
 * instruction is pure and used once, as one expression.
 */
import type { Block, Value } from '../../ir/ir.ts';
import { resultsOf } from '../../ir/visit.ts';
import type { Assignment } from './assignments.ts';
import type { Expression } from './expressions.ts';
import type { Line } from './lines.ts';
import type { Variable } from './variables.ts';
import type { Writer } from './writer.ts';

/** Blocks of more instructions than this are not written as expressions. */
const longest = 12;
/** Choices within choices beyond this are not either: asking of each whether it could be would take the square of a long chain. */
const deepestChoice = 6;

/** Emits a block whose yields go to variables. */
export function blockInto(w: Writer, block: Block, targets: readonly (Variable | undefined)[]): Line[] {
  const here = new Set<Value>(block.instructions.flatMap(resultsOf));
  block.yields.forEach((value, k) => {
    const target = targets[k];
    if (target !== undefined && here.has(value) && !w.destinations.has(value)) {
      w.destinations.set(value, target);
    }
  });
  return w.nested(() => {
    if (!w.instructions(block)) return;
    const assignments: Assignment[] = [];
    block.yields.forEach((value, k) => {
      const target = targets[k];
      if (target === undefined) {
        w.pending.delete(value);
        return;
      }
      const current = value.constant === undefined ? w.bindings.variableOf(value) : undefined;
      if (current === target && target.holder === value) return;
      assignments.push({ variable: target, expression: w.take(value) });
    });
    w.assignAll(assignments);
  });
}

/** A block for which `isExpressionBlock` holds, as an expression. */
export function blockExpression(w: Writer, block: Block): Expression {
  w.inline++;
  w.instructions(block);
  const expression = w.take(block.yields[0]!);
  w.inline--;
  return expression;
}

/** True if a block can be written as one expression. */
export function isExpressionBlock(w: Writer, block: Block, levels = deepestChoice): boolean {
  return (
    levels > 0 &&
    block.yields.length === 1 &&
    block.instructions.length <= longest &&
    block.instructions.every((instruction) => {
      switch (instruction.kind) {
        case 'apply':
          return (
            w.uses.usesOf(instruction.result).length <= 1 &&
            (instruction.operation !== 'guarded_mul' || isName(w, instruction.args[0]!))
          );
        case 'load':
        case 'length':
        case 'get-field':
          return w.uses.usesOf(instruction.result).length <= 1;
        case 'if':
          return (
            instruction.results.length === 1 &&
            w.uses.usesOf(instruction.results[0]!).length <= 1 &&
            isExpressionBlock(w, instruction.then, levels - 1) &&
            isExpressionBlock(w, instruction.otherwise, levels - 1)
          );
        default:
          return false;
      }
    })
  );
}

function isName(w: Writer, value: Value): boolean {
  return value.constant !== undefined || w.bindings.variableOf(value) !== undefined;
}
