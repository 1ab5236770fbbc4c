/**
 * What a running program's own `throw` becomes. The interpreter and emitted code call this one function, so
 * that a program fails with the same error whichever way it runs.
 */
import { SecantError, type Span } from '../../base/diagnostics.ts';

/** The error a `throw` instruction raises: S302, with the program's message and the place of the `throw`. */
export function thrownByProgram(message: unknown, span?: Span): SecantError {
  return new SecantError('S302', `the function threw an error: ${String(message)}`, { span });
}
