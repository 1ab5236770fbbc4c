/**
 * Ways to a database. In: what the caller holds, a function or a connection of a driver. Out: one function from a query and
 * its values to rows. Known by their shape are `@duckdb/node-api` (`runAndReadAll`) and what answers `query(text, values)`
 * with rows or with `{ rows }`, as `pg` does; for every other driver the caller writes the function, one line.
 */
import { SecantError } from '../base/diagnostics.ts';

/** Values of a query: by name where the dialect names its parameters, else in order. */
export type QueryValues = Readonly<Record<string, unknown>> | readonly unknown[];

/** A row of an answer. */
export type AnswerRow = Readonly<Record<string, unknown>>;

/** Sends a query and gives the rows of the answer. */
export type QueryFunction = (
  sql: string,
  values: QueryValues,
) => readonly AnswerRow[] | PromiseLike<readonly AnswerRow[]>;

/** A connection of `@duckdb/node-api`. */
export interface DuckDBLike {
  runAndReadAll(sql: string, values?: never): PromiseLike<{ getRowObjectsJS(): readonly AnswerRow[] }>;
}

/** A client of `pg`, or anything that answers alike. */
export interface QueryLike {
  query(sql: string, values?: never): PromiseLike<unknown>;
}

/** What `sumOver` can ask. */
export type Connection = QueryFunction | DuckDBLike | QueryLike;

export function isConnection(source: unknown): source is Connection {
  if (typeof source === 'function') return true;
  if (typeof source !== 'object' || source === null) return false;
  return ['runAndReadAll', 'query'].some((name) => typeof (source as Record<string, unknown>)[name] === 'function');
}

/** The rows of the answer; an error of the driver is left as it is. */
export async function ask(connection: Connection, sql: string, values: QueryValues): Promise<readonly AnswerRow[]> {
  if (typeof connection === 'function') return checked(await connection(sql, values));
  if ('runAndReadAll' in connection) return (await connection.runAndReadAll(sql, values as never)).getRowObjectsJS();
  const answer = await connection.query(sql, values as never);
  return checked(Array.isArray(answer) ? answer : (answer as { readonly rows?: unknown } | undefined)?.rows);
}

function checked(rows: unknown): readonly AnswerRow[] {
  if (Array.isArray(rows) && rows.every((row) => typeof row === 'object' && row !== null)) return rows as AnswerRow[];
  throw new SecantError('S602', 'the connection gave no rows', {
    hint: 'pass a function (sql, values) => rows, each row an object',
  });
}
