/** A module's text to its tree, or the error of who would run it: JavaScript alone, and nothing let pass. */
import * as acorn from 'acorn';

/**
 * Reads a module as an engine would.
 *
 * @throws SyntaxError with the place, as `(line:column)`, at the end of its message
 *
 * @example
 * ```ts
 * parseStrictModule('const a = 1').body.length // → 1
 * ```
 */
export function parseStrictModule(text: string): acorn.Program {
  return acorn.parse(text, { ecmaVersion: 'latest', sourceType: 'module' });
}
