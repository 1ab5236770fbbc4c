/** Errors of a run, in Secant's words. */
import { SecantError } from '../base/diagnostics.ts';

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
  if (error instanceof TypeError || (error instanceof RangeError && !/stack/i.test(error.message)))
    return new SecantError('S302', `the function threw an error: ${error.message}`);
  if (!(error instanceof RangeError)) return error;
  return new SecantError('S303', 'the function calls itself without an end', {
    hint: 'give the recursion a case that stops it',
  });
}
