/** Errors of a run, in Secant's words. */
import { SecantError } from '../base/diagnostics.ts';
import { isStackOverflow } from '../base/program-size.ts';
import { spendFullStack } from '../base/steps.ts';

/** Runs what may call itself without an end. */
export function guarded<R>(run: () => R): R {
  try {
    return run();
  } catch (error) {
    throw endlessOr(error);
  }
}

/** The error of a recursion that found no end, or of a read from nothing, in our words; any other error as it is. */
export function endlessOr(error: unknown): unknown {
  if (!isStackOverflow(error))
    return error instanceof TypeError || error instanceof RangeError
      ? new SecantError('S302', `the function threw an error: ${error.message}`, { cause: error })
      : error;
  spendFullStack();
  return new SecantError('S303', 'the function calls itself without an end', {
    hint: 'give the recursion a case that stops it',
    cause: error,
  });
}
