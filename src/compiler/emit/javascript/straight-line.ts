/**
 * The instructions of straight-line programs, as formulas give them, in JavaScript: arithmetic, choices, reads from an
 * argument, marks of kinks. What loops, memory of a program's own and calls need is in `statements.ts`. Any other
 * instruction is refused, never left out.
 */
import { internalError } from '../../../base/diagnostics.ts';
import type { Apply, FunctionIr, Instruction, Value } from '../../ir/ir.ts';
import { emitIf } from './branches.ts';
import { elementExpression, type Expression, operationExpression } from './expressions.ts';
import type { Statements } from './function-text.ts';
import { emitModule, type EmitOptions, type EmittedJavaScript } from './module.ts';
import { noTapes } from './tape-plan.ts';
import type { Writer } from './writer.ts';

/** Emits a straight-line program. */
export function emitStraightLine(fn: FunctionIr, options: EmitOptions): EmittedJavaScript {
  return emitModule(fn, options, straightLine);
}

const straightLine: Statements = {
  emit(w, instruction) {
    if (!emitSimple(w, instruction)) internalError('emitting in a straight line', instruction.kind);
  },
  planTapes: () => noTapes,
};

/** Instructions that formulas have too. */
type Simple = Extract<Instruction, { kind: 'apply' | 'if' | 'load' | 'kink' }>;

/** Emits an instruction that formulas have too; false for any other. */
export function emitSimple(w: Writer, instruction: Instruction): instruction is Simple {
  switch (instruction.kind) {
    case 'apply':
      emitApply(w, instruction);
      return true;
    case 'if':
      emitIf(w, instruction);
      return true;
    case 'load': {
      const [array, index] = w.takeAll([instruction.array, instruction.index]) as [Expression, Expression];
      w.define(instruction.result, elementExpression(array, index));
      return true;
    }
    case 'kink': {
      const [left, right] = w.takeAll([instruction.left, instruction.right]) as [Expression, Expression];
      const note = instruction.missed ? "kink.hit ||= 'missed';" : 'kink.hit = true;';
      const known = isNothing(instruction.left) && isNothing(instruction.right);
      w.line(known ? note : `if (${operationExpression('eq', [left, right]).text}) ${note}`);
      return true;
    }
    default:
      return false;
  }
}

function isNothing({ constant }: Value): boolean {
  return constant !== undefined && constant.value === undefined;
}

function emitApply(w: Writer, { operation, args, result }: Apply): void {
  if (w.uses.usesOf(result).length === 0) {
    for (const arg of args) w.pending.delete(arg);
    return;
  }
  if (operation === 'guarded_mul' && w.inline === 0) {
    const first = w.takeAtom(args[0]!);
    return w.define(result, operationExpression(operation, [first, w.take(args[1]!)]));
  }
  w.define(result, operationExpression(operation, w.takeAll(args)));
}
