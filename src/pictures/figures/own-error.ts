/** What a function that is drawn says itself when it fails, where all that Secant could say is that it gives no number. */
import { NotLoadedError, SecantError } from '../../base/diagnostics.ts';

/** The error that a call throws, in a sentence of ours; undefined where it throws none of its own. */
export function ownErrorOf(call: () => unknown): SecantError | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof SecantError || error instanceof NotLoadedError || !(error instanceof Error)) return undefined;
    return new SecantError('S302', `the function threw an error: ${error.message}`, {
      hint: 'a figure can draw a function that throws for some arguments, not one that throws for all',
      cause: error,
    });
  }
}
