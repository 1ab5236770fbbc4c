/**
 * What a dialect of SQL is: how names, numbers and parameters are written, how an array is read, how a sum is taken, and
 * how each operation of the rule table is spelled. One small file for each engine holds what is its own; the operations
 * that most engines share stand in `functions.ts`. An operation that a dialect cannot spell has a reason instead.
 */
import type { OperationName } from '../../ir/operations.ts';
import type { Form } from './forms.ts';

/** The engines whose SQL is written. */
export type DialectName =
  'duckdb' | 'postgres' | 'clickhouse' | 'spark' | 'bigquery' | 'snowflake' | 'mysql' | 'sqlite';

/** How an operation is written. */
export type Spelling =
  /** SQL with the arguments at `$0`, `$1`, and numbers as `{1}`, `{NaN}`; calls and CASE, which need no parentheses. */
  | { readonly kind: 'text'; readonly text: string }
  /** An operator between, or before, its arguments. */
  | { readonly kind: 'operator'; readonly text: string; readonly precedence: number }
  /** Written with other operations. */
  | { readonly kind: 'form'; readonly form: Form }
  /** By the printer itself: comparisons, choices, questions. */
  | { readonly kind: 'built in' }
  /** Not at all, and what to do instead. */
  | { readonly kind: 'refused'; readonly hint: string };

export const text = (sql: string): Spelling => ({ kind: 'text', text: sql });
export const form = (written: Form): Spelling => ({ kind: 'form', form: written });

export interface Dialect {
  readonly name: DialectName;
  /** The engine as people call it. */
  readonly title: string;
  /** A name in the quotes of the dialect, whatever it contains. */
  quote(name: string): string;
  /** A string in quotes, whatever it contains. */
  string(value: string): string;
  /** A double, NaN and the infinities included. */
  number(value: number): string;
  /** A truth value. */
  truth(value: boolean): string;
  /** The expression as a double. */
  double(expression: string): string;
  /**
   * Whether an expression is NaN; nothing where the engine has no NaN: there a number that does not exist is NULL.
   */
  readonly isNaN: ((expression: string) => string) | undefined;
  /** True where NaN equals NaN and is above every number, instead of being unequal to all. */
  readonly ordersNaN: boolean;
  /** The `position`th parameter, from 1, of a name made of letters, digits and `_`. */
  parameter(name: string, position: number): string;
  /** How drivers take the values: by name, or in their order. */
  readonly binding: 'named' | 'positional';
  /** An element of an array, from 0; nothing where there are no arrays. */
  readonly element: ((array: string, index: number) => string) | undefined;
  /** A field of a record; nothing where there are no records. */
  readonly field: ((record: string, quoted: string) => string) | undefined;
  /** The sum of a column of doubles. */
  sum(column: string): string;
  /** True if `sum` keeps what plain summation loses. */
  readonly compensated: boolean;
  /** Where several names of one table or file are joined by dots, which endings are no names. */
  readonly files: readonly string[];
  /**
   * True if a select can use the names that it gives itself. Then one select does it all, which an engine of several
   * servers runs where the rows are; the names begin with `s_` to be no columns.
   */
  readonly aliases: boolean;
  /** True if queries can be named by WITH and read one after the other; else they are nested. */
  readonly named: boolean;
  /** Text behind a nested query that keeps the engine from writing its expressions out where they are used. */
  readonly fence: string;
  /** Largest depth of nested queries to rely on. */
  readonly depth: number;
  readonly operations: Readonly<Record<OperationName, Spelling>>;
  /** Where an engine fails instead of giving an infinity or 0: what tells so, and longer spellings that do not fail. */
  readonly careful?: {
    readonly isNeeded: (error: unknown) => boolean;
    readonly operations: Readonly<Record<OperationName, Spelling>>;
  };
}

/** Truth values as most engines have them. */
export const words = (value: boolean): string => (value ? 'TRUE' : 'FALSE');

/** Quotes a name or a string by doubling the quote. */
export function doubled(text: string, quote: string): string {
  return quote + text.replaceAll(quote, quote + quote) + quote;
}

/** Quotes with backslashes before quotes and backslashes. */
export function backslashed(text: string, quote: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replaceAll('\n', '\\n');
  return quote + escaped + quote;
}

/** A finite number so that no engine takes it for an integer: `1.0`, `1e+21`. */
export function decimal(value: number): string {
  const written = Object.is(value, -0) ? '-0.0' : String(value);
  return /[.e]/.test(written) ? written : `${written}.0`;
}
