/**
 * The condition of a query: SQL of the caller's with `?` where values go. It is the one piece of SQL that is taken as it
 * stands, so it is looked through: it must be one condition, which ends where it ends. In: the text. Out: the text cut at
 * its `?`; those in strings, names and comments are none, and `??` is a single `?` of an operator.
 */
import { SecantError } from '../base/diagnostics.ts';
import type { WhereClause } from '../compiler/emit/sql/query.ts';

/** @throws SecantError S601 for what could reach beyond the condition */
export function parseWhere(text: string): WhereClause {
  const parts = [''];
  const open: string[] = [];
  const add = (piece: string): void => {
    parts[parts.length - 1] += piece;
  };
  const refuse = (what: string): never => {
    throw new SecantError('S601', `the condition \`${text}\` ${what}`, {
      hint: "give one condition in SQL, with ? for values: { where: 'day >= ?', values: ['2026-01-01'] }",
    });
  };
  for (let k = 0; k < text.length; k++) {
    const character = text[k]!;
    const pair = text.slice(k, k + 2);
    if (character === "'" || character === '"' || character === '`') {
      const end = closing(text, k);
      if (end < 0) refuse('leaves a quote open');
      const quoted = text.slice(k, end + 1);
      // Engines disagree on what a backslash does to the quote behind it.
      if (quoted.includes('\\')) refuse('has a backslash inside quotes');
      add(quoted);
      k = end;
    } else if (pair === '--' || pair === '/*' || character === '#') refuse('has a comment');
    else if (character === ';') refuse('ends a statement');
    else if (character === '\0') refuse('has a zero byte');
    else if (character === '$' && /^\$\w*\$/.test(text.slice(k))) refuse('has a dollar quote');
    else if (pair === '??') {
      add('?');
      k++;
    } else if (character === '?') parts.push('');
    else {
      if (character === '(') open.push(character);
      if (character === ')' && open.pop() === undefined) refuse('closes a bracket that it did not open');
      add(character);
    }
  }
  if (open.length > 0) refuse('leaves a bracket open');
  if (text.trim() === '') refuse('is empty');
  return { parts };
}

/** Where the quote that opens at `from` closes; a doubled quote is a part of what is quoted. */
function closing(text: string, from: number): number {
  const quote = text[from]!;
  for (let k = from + 1; k < text.length; k++) {
    if (text[k] !== quote) continue;
    if (text[k + 1] === quote) k++;
    else return k;
  }
  return -1;
}
