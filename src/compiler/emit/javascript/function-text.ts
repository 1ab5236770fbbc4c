/**
 * One function of the IR as JavaScript statements.
 *
 * The instructions are gone through in order; `Writer` nests what is pure. A value that a loop or an `if` hands
 * on is assigned to its variable where it is computed, if nothing needs what the variable held before;
 * otherwise at the end of the block, all at once.
 *
 * In: a function that `verify` accepts, and how its instructions are written: all of them (`statements.ts`), or those
 * of formulas (`straight-line.ts`). Out: parameter names and lines. Guaranteed: the same results and the same changes
 * to memory as `interpret`, bit for bit; unused pure values are not computed.
 */
import type { Block, FunctionIr, Instruction } from '../../ir/ir.ts';
import { listExpression } from './expressions.ts';
import type { Line } from './lines.ts';
import type { Scope } from './names.ts';
import { stepLine } from './steps.ts';
import { noTapes, type TapePlan } from './tape-plan.ts';
import { type ModuleContext, Writer } from './writer.ts';

/** How the instructions of a program are written. */
export interface Statements {
  emit(w: Writer, instruction: Instruction, context: ModuleContext): void;
  /** Lists of the function that are kept as tapes. */
  planTapes(fn: FunctionIr): TapePlan;
}

/** Emits a function's parameters and statements. `scope` is the function's own. */
export function emitFunction(
  fn: FunctionIr,
  scope: Scope,
  context: ModuleContext,
  results: 'single' | 'array',
  statements: Statements,
): { parameters: string[]; lines: Line[] } {
  const w = new Writer(
    fn,
    scope,
    context.notes,
    (writer, block) => emitBlock(writer, block, context, statements),
    context.mayKeepTapes(fn) ? statements.planTapes(fn) : noTapes,
  );
  const parameters = fn.parameters.map((parameter) => {
    const variable = w.newVariable(parameter.name, false);
    w.bindings.hold(variable, parameter);
    return variable.name;
  });
  w.lines.push(...stepLine(fn, context));
  if (w.instructions(fn.body)) {
    const yields = fn.body.yields.map((value) => w.take(value));
    for (const { array, store } of new Set(w.tapes.values())) w.line(`${store} = ${array.name};`);
    if (results === 'array') w.line(`return ${listExpression(yields).text};`);
    else if (yields.length > 0) w.line(`return ${yields[0]!.text};`);
  }
  return { parameters, lines: w.lines };
}

/** Emits a block's instructions; false if the end is not reached. */
function emitBlock(w: Writer, block: Block, context: ModuleContext, statements: Statements): boolean {
  for (const instruction of block.instructions) {
    if (w.skipped.has(instruction)) continue;
    w.position = w.uses.extentOf(instruction).start;
    if ('span' in instruction && instruction.span !== undefined) w.span = instruction.span;
    statements.emit(w, instruction, context);
    if (instruction.kind === 'throw') return false;
  }
  w.position = w.uses.blockExtent(block).end;
  return true;
}
