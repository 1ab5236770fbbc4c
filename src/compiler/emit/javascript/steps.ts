/**
 * The counting of steps in emitted code: a line at the start of a loop's body and of a function, and a call around the
 * length of new memory. Programs without a limit have neither.
 */
import type { FunctionIr, Loop } from '../../ir/ir.ts';
import { stepCost } from '../../analysis/step-cost.ts';
import type { Line } from './lines.ts';
import type { ModuleContext } from './writer.ts';

/** The line that counts an iteration or a call, where steps are counted. */
export function stepLine(of: Loop | FunctionIr, context: ModuleContext): Line[] {
  if (!context.countsSteps) return [];
  const cost = stepCost(of);
  const number = 'kind' in of ? context.spanNumber(of.span) : undefined;
  return [`if (${cost === 1 ? '--meter.left' : `(meter.left -= ${cost})`} < 0) stop(${number ?? ''});`];
}

/** The length of new memory, counted where steps are. */
export function countedLength(text: string, context: ModuleContext): string {
  return context.countsSteps ? `room(${text})` : text;
}
