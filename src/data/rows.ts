/**
 * Rows in the process: an array of objects, an object of columns, an Arrow table. In: one of these and the columns that a
 * loss reads. Out: for each of them a function from the number of a row to what stands there, and how many rows there are.
 */
import { SecantError } from '../base/diagnostics.ts';
import { kindInWords } from '../calculus/functions.ts';
import { pathText } from './row-program.ts';

/** A table of Apache Arrow, as far as it is needed. */
export interface ArrowLike {
  readonly numRows: number;
  getChild(name: string): { get(index: number): unknown; toArray(): unknown; readonly nullCount: number } | null;
}

/** Columns by name. */
export type Columns = Readonly<Record<string, ArrayLike<unknown>>>;

export interface RowReader {
  readonly count: number;
  /** What stands in a column, an element or a field of it. */
  column(path: readonly (string | number)[]): (row: number) => unknown;
}

/** @throws SecantError S202 for anything else, S201 for columns of different lengths or missing ones */
export function readRows(source: unknown): RowReader {
  if (Array.isArray(source)) return fromObjects(source);
  if (typeof source !== 'object' || source === null) {
    throw new SecantError('S202', `the rows are ${kindInWords(source)}`, {
      hint: 'pass a connection, an array of rows, an object of columns or an Arrow table',
    });
  }
  const arrow = source as Partial<ArrowLike>;
  if (typeof arrow.numRows === 'number' && typeof arrow.getChild === 'function') return fromArrow(source as ArrowLike);
  return fromColumns(source as Columns);
}

function fromObjects(rows: readonly unknown[]): RowReader {
  return { count: rows.length, column: (path) => (row) => at(rows[row], path) };
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  let part = value;
  for (const key of path) {
    if (typeof part !== 'object' || part === null) return undefined;
    // Elements of an Arrow list are asked for, those of everything else are there.
    const list = part as { get?: unknown };
    part =
      typeof key === 'number' && typeof list.get === 'function'
        ? (part as { get(index: number): unknown }).get(key)
        : (part as Record<string | number, unknown>)[key];
  }
  return part;
}

function within(column: (row: number) => unknown, rest: readonly (string | number)[]): (row: number) => unknown {
  return rest.length === 0 ? column : (row) => at(column(row), rest);
}

function missing(path: readonly (string | number)[], names: readonly string[] | undefined): never {
  throw new SecantError('S201', `there is no column \`${pathText(path.slice(0, 1), 'row')}\``, {
    hint: names === undefined ? 'name the columns as the loss does' : `there are ${names.join(', ')}`,
  });
}

function fromColumns(columns: Columns): RowReader {
  const names = Object.keys(columns);
  const lengths = names.map((name) => columns[name]?.length);
  const count = lengths[0] ?? 0;
  const odd = names.findIndex((_, k) => lengths[k] !== count);
  if (odd >= 0) {
    throw new SecantError(
      'S201',
      `the column \`${names[odd]!}\` has ${String(lengths[odd])} rows, and \`${names[0]!}\` has ${count}`,
      {
        hint: 'give columns of one length',
      },
    );
  }
  return {
    count,
    column(path) {
      const [root, ...rest] = path;
      const column = Object.hasOwn(columns, String(root)) ? columns[String(root)] : undefined;
      return column === undefined ? missing(path, names) : within((row) => column[row], rest);
    },
  };
}

function fromArrow(table: ArrowLike): RowReader {
  return {
    count: table.numRows,
    column(path) {
      const [root, ...rest] = path;
      const vector = table.getChild(String(root));
      if (vector === null) return missing(path, undefined);
      const values = vector.nullCount === 0 ? vector.toArray() : undefined;
      const plain = values instanceof Float64Array || values instanceof Float32Array || values instanceof Int32Array;
      return within(plain ? (row) => values[row] : (row) => vector.get(row), rest);
    },
  };
}
