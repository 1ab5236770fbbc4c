/** The traced road: functions run as they are, their arithmetic recorded. */
import { applyOperation, Box, plain } from './box.ts';

export { plain };
import { callable as callableAt } from './calls.ts';
export { isRewritten } from './marks.ts';
import type { AnyFunction } from './run.ts';

export { rewriteFunction } from './rewrite.ts';
export {
  callGiven,
  isTracing,
  arranged,
  forced,
  numbersOf,
  runForwardOverReverse,
  runDerivativeOnMachine,
  runOnMachine,
  runRecording,
  runReverse,
  runSeries,
  runValue,
} from './trace.ts';

/** True for numbers, and for what stands for them in a run. */
export function isNumber(value: unknown): boolean {
  return typeof value === 'number' || value instanceof Box;
}

/** A function as it may be called in a run. */
export function callable(fn: unknown): AnyFunction {
  return callableAt(fn, '1:1 ');
}

/** A number times what may be a box. */
export function times(factor: number, value: unknown): unknown {
  return applyOperation('mul', [factor, value]);
}
