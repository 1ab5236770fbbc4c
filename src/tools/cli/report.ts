/**
 * What a command has to say, before anybody has decided how it is written: as data for programs (`--json`), as rows
 * (`--csv`) and as text for people. One command makes one report; the choice of form is made here, once for all.
 */
import { UsageError } from './usage-error.ts';
import type { Terminal } from './terminal.ts';

/** A cell of a table. */
export type Cell = number | string | boolean | null;

/** Rows of equal length under their names. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What a command found out. */
export interface Report {
  /** What `--json` prints: an object. */
  readonly json: Readonly<Record<string, unknown>>;
  /** What `--csv` prints, and what people see as aligned columns. Absent: the command has no rows. */
  readonly table?: Table;
  /** What people read, without the table. */
  readonly text: readonly string[];
  /** 0 unless the answer itself is a "no". */
  readonly exitCode?: number;
}

/** The forms a report can take. */
export interface ReportForm {
  readonly json?: boolean;
  readonly csv?: boolean;
}

/**
 * Writes a report in the form that was asked for.
 *
 * @throws UsageError where the form does not fit the report
 */
export function writeReport(report: Report, form: ReportForm, terminal: Terminal): number {
  const { json, table, text, exitCode = 0 } = report;
  if (form.json === true && form.csv === true) throw new UsageError('--json and --csv ask for two forms', 'keep one');
  if (form.json === true) terminal.out(`${JSON.stringify(json, plainNumber, 2)}\n`);
  else if (form.csv === true) {
    if (table === undefined) throw new UsageError('there is no table here to write as CSV', 'use --json');
    terminal.out([table.header, ...table.rows].map((row) => `${row.map(csvCell).join(',')}\n`).join(''));
  } else {
    const lines = table === undefined ? text : [...text, ...(text.length > 0 ? [''] : []), ...aligned(table)];
    terminal.out(`${lines.join('\n')}\n`);
  }
  return exitCode;
}

/** JSON has no NaN and no infinity: the first is null, the others are words that `Number()` reads. */
function plainNumber(_key: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  return Number.isNaN(value) ? null : String(value);
}

/** A cell by RFC 4180. */
function csvCell(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Columns with their numbers to the right, parted by two spaces. */
function aligned({ header, rows }: Table): string[] {
  const cells = [
    header,
    ...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? digits(cell) : String(cell ?? '')))),
  ];
  const widths = header.map((_, k) => Math.max(...cells.map((row) => row[k]?.length ?? 0)));
  const right = header.map((_, k) => rows.every((row) => typeof row[k] === 'number' || row[k] === null));
  return cells.map((row) =>
    row
      .map((cell, k) => (right[k] === true ? cell.padStart(widths[k] ?? 0) : cell.padEnd(widths[k] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** A number in a column: what it is where that is short, twelve digits of it where it is not. */
function digits(value: number): string {
  const exact = String(value);
  return exact.length <= 14 ? exact : String(Number(value.toPrecision(12)));
}
