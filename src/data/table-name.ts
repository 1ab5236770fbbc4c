/**
 * The name of a table as its parts. `clicks` and `shop.clicks` are names; a path, a pattern of files or a name with an
 * ending that the engine reads as a file is one part, whatever is in it. Every part is quoted when it is written.
 */
import { SecantError } from '../base/diagnostics.ts';

/** @throws SecantError S601 for what can be no name */
export function tableName(table: string | readonly string[], fileEndings: readonly string[]): readonly string[] {
  const parts = typeof table === 'string' ? split(table, fileEndings) : table;
  if (
    Array.isArray(parts) &&
    parts.length > 0 &&
    parts.every((part) => typeof part === 'string' && part !== '' && !part.includes('\0'))
  )
    return parts;
  throw new SecantError('S601', `${JSON.stringify(table) ?? String(table)} is no name of a table or column`, {
    hint: "pass a name, or its parts: ['schema', 'clicks']",
  });
}

function split(table: string, fileEndings: readonly string[]): readonly string[] {
  const parts = table.split('.');
  const isName = parts.every((part) => /^[\p{L}_][\p{L}\d_$-]*$/u.test(part));
  return isName && !fileEndings.includes(parts.at(-1)!.toLowerCase()) ? parts : [table];
}
