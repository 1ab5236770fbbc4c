/**
 * Sucrase takes types out of a line and moves no line, but what stands behind a type moves. In: a line as it was written and
 * as it is without types. Out: for a column of the second the column of the first.
 */

/**
 * The column in a line that had types, from the column in the same line without them; undefined where more was changed
 * than taken out. What was left keeps its order, so each letter is looked for behind the one before it.
 *
 * @example
 * ```ts
 * columnWritten('const g = (w: number) => q', 'const g = (w) => q', 18) // → 26
 * ```
 */
export function columnWritten(written: string, code: string, column: number): number | undefined {
  let at = -1;
  for (const letter of code.slice(0, column)) {
    at = written.indexOf(letter, at + 1);
    if (at < 0) return undefined;
  }
  return column > code.length ? undefined : at + 1;
}
