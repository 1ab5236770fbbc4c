/**
 * What a cell shows, as plain data: lines it printed, a number, a text, a table, a figure, an error. In: any value.
 * Out: data that can be posted, stored and drawn without running anything, cut to a size that a page can hold.
 */
import { type FigureSpec, readFigureSpec } from '../../pictures/figures/figure-spec.ts';

/** One thing under a cell. */
export type CellOutput =
  | { readonly kind: 'log' | 'number' | 'text'; readonly text: string }
  | { readonly kind: 'table'; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'figure'; readonly spec: FigureSpec }
  | {
      readonly kind: 'error';
      readonly message: string;
      /** Where in the cell, from 1, as far as it is known. */
      readonly line?: number;
      readonly column?: number;
      /** The line that is meant, and a line with carets under the part of it. */
      readonly excerpt?: readonly [line: string, caret: string];
    };

const LONGEST = 10_000;
const MOST_ROWS = 200;
const MOST_COLUMNS = 20;
const MOST_ITEMS = 100;
/** Most things one run of a cell shows. */
export const MOST_OUTPUTS = 200;

/** A text cut to what a page can hold. */
export function cut(text: string, longest = LONGEST): string {
  return text.length <= longest ? text : `${text.slice(0, longest)} …`;
}

/** A value as text, as a programmer writes it. */
export function inspect(value: unknown, depth = 0): string {
  if (typeof value === 'string') return depth === 0 ? value : `'${value.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return depth === 0 ? Function.prototype.toString.call(value) : '[function]';
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (depth > 4) return '…';
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const list = value as ArrayLike<unknown>;
    const shown = itemsOf(list, MOST_ITEMS).map((inner) => inspect(inner, depth + 1));
    return `[${shown.join(', ')}${list.length > shown.length ? ', …' : ''}]`;
  }
  const entries = Object.entries(value).slice(0, 50);
  if (entries.length === 0) return '{}';
  return `{ ${entries.map(([key, inner]) => `${key}: ${inspect(inner, depth + 1)}`).join(', ')} }`;
}

/** The first items of a list, which may be too long to be copied whole. */
function itemsOf(list: ArrayLike<unknown>, most: number): unknown[] {
  return Array.from({ length: Math.min(most, list.length || 0) }, (_, index) => list[index]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** A list of records, or of lists, as a table; undefined for anything else. */
export function tableOf(value: unknown): CellOutput | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const items = (value as unknown[]).slice(0, MOST_ROWS);
  if (items.every(isRecord)) {
    const columns = [...new Set(items.flatMap((item) => Object.keys(item)))].slice(0, MOST_COLUMNS);
    const rows = items.map((item) => columns.map((column) => (column in item ? cut(inspect(item[column]), 200) : '')));
    return { kind: 'table', columns, rows };
  }
  if (items.every((item) => Array.isArray(item) || ArrayBuffer.isView(item))) {
    const rows = items.map((item) =>
      itemsOf(item as ArrayLike<unknown>, MOST_COLUMNS).map((inner) => cut(inspect(inner), 200)),
    );
    const width = Math.max(...rows.map((row) => row.length));
    return { kind: 'table', columns: Array.from({ length: width }, (_, index) => String(index)), rows };
  }
  return undefined;
}

/** How a value is shown; undefined for nothing. */
export function outputOf(value: unknown, specOf: (value: unknown) => FigureSpec | undefined): CellOutput | undefined {
  if (value === undefined) return undefined;
  const spec = specOf(value);
  if (spec !== undefined) return { kind: 'figure', spec };
  if (typeof value === 'number') return { kind: 'number', text: inspect(value) };
  return tableOf(value) ?? { kind: 'text', text: cut(inspect(value)) };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST + 10;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value);
}

function isExcerpt(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((line) => isText(line) && line.length <= 100);
}

/**
 * An output from data of unknown origin; undefined if it is none.
 *
 * @example
 * ```ts
 * readOutput({ kind: 'number', text: '12', more: 1 }) // → { kind: 'number', text: '12' }
 * ```
 */
export function readOutput(data: unknown): CellOutput | undefined {
  if (!isRecord(data)) return undefined;
  const { kind } = data;
  if (kind === 'log' || kind === 'number' || kind === 'text')
    return isText(data['text']) ? { kind, text: data['text'] } : undefined;
  if (kind === 'error') {
    const { message, line, column, excerpt } = data;
    if (!isText(message)) return undefined;
    if (!isCount(line)) return { kind, message };
    if (!isCount(column) || !isExcerpt(excerpt)) return { kind, message, line };
    return { kind, message, line, column, excerpt };
  }
  if (kind === 'figure') {
    const spec = readFigureSpec(data['spec']);
    return spec === undefined ? undefined : { kind, spec };
  }
  if (kind !== 'table') return undefined;
  const { columns, rows } = data;
  const isRow = (row: unknown): row is string[] =>
    Array.isArray(row) && row.length <= MOST_COLUMNS && row.every(isText);
  if (!isRow(columns) || !Array.isArray(rows) || rows.length > MOST_ROWS || !rows.every(isRow)) return undefined;
  return { kind, columns, rows };
}

/** What a page draws of an output at once, in the room that a line takes. */
function sizeOf(output: CellOutput): number {
  if (output.kind === 'figure') return 100;
  if (output.kind === 'table') return 1 + (output.rows.length * output.columns.length) / 5;
  return 1 + (output.kind === 'error' ? output.message : output.text).length / 500;
}

/** A page stays quick with so much under one cell. */
const MOST_SHOWN = 1000;

/** The first outputs, as many as a page can show at once; at least one. The rest waits until it is asked for. */
export function beginningOf(outputs: readonly CellOutput[]): readonly CellOutput[] {
  let size = 0;
  const end = outputs.findIndex((output, k) => (size += sizeOf(output)) > MOST_SHOWN && k > 0);
  return end === -1 ? outputs : outputs.slice(0, end);
}
