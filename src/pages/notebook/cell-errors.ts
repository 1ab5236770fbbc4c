/**
 * From what a cell threw to what is said under it: a sentence, the line and column in the cell as it was written, and
 * that line with a caret. In: the error, the text of the cell and how it was compiled. Out: an output. Between the text
 * and what runs stand two changes: types were taken out, and calls were written in (`compile-cell.ts`). Columns are led
 * back over both; where that cannot be done the line is all that is told.
 */
import { excerptAround } from '../../base/excerpt.ts';
import { type Analysis, CellError } from './analyse.ts';
import { type CompiledCell, LINES_BEFORE } from './compile-cell.ts';
import { type CellOutput, cut, inspect } from './outputs.ts';
import { columnWritten } from './written-column.ts';

/** A cell that failed, as far as it came. */
export interface FailedCell {
  readonly text: string;
  /** What stack traces call it. */
  readonly name: string;
  /** Absent where it could not be read. */
  readonly analysis: Analysis | undefined;
  readonly compiled: CompiledCell | undefined;
}

/** A place in the text of a cell, from 1. */
interface CellPlace {
  readonly line: number;
  readonly column?: number | undefined;
  /** How many letters are meant. */
  readonly length?: number;
}

/** The output that tells an error. */
export function errorOutput(error: unknown, cell: FailedCell): CellOutput {
  if (error instanceof CellError) {
    const { message, line, column } = error;
    return told(message, line === undefined ? undefined : { line, column }, cell);
  }
  if (!(error instanceof Error)) return told(`thrown: ${inspect(error)}`, undefined, cell);
  const sentence: unknown = Reflect.get(error, 'sentence');
  if (typeof sentence !== 'string') return told(`${error.name}: ${error.message}`, stackPlace(error, cell), cell);
  const hint: unknown = Reflect.get(error, 'hint');
  const text = typeof hint === 'string' ? `${sentence}. ${hint.charAt(0).toUpperCase()}${hint.slice(1)}.` : sentence;
  return told(text, ownPlace(error, cell) ?? stackPlace(error, cell), cell);
}

function told(message: string, place: CellPlace | undefined, { text }: FailedCell): CellOutput {
  if (place === undefined) return { kind: 'error', message: cut(message) };
  const { line, column, length = 1 } = place;
  if (column === undefined) return { kind: 'error', message: cut(message), line };
  const start = text
    .split('\n')
    .slice(0, line - 1)
    .reduce((sum, { length: own }) => sum + own + 1, column - 1);
  const excerpt = excerptAround({ source: { name: 'cell', text }, start, end: start + length });
  return { kind: 'error', message: cut(message), line, column, excerpt: [excerpt.line, excerpt.caret] };
}

/** The place that an error of Secant carries, if it is in the text of a cell. */
function ownPlace(error: Error, cell: FailedCell): CellPlace | undefined {
  const [line, column, span] = ['line', 'column', 'span'].map((name): unknown => Reflect.get(error, name));
  if (typeof line !== 'number' || typeof column !== 'number' || typeof span !== 'object' || span === null)
    return undefined;
  if (Reflect.get(Object(Reflect.get(span, 'source')), 'name') !== 'cell') return undefined;
  const [start, end] = ['start', 'end'].map((name): unknown => Reflect.get(span, name));
  const length = typeof start === 'number' && typeof end === 'number' ? end - start : 1;
  return inText({ line, column, length }, cell);
}

/** The place of the cell in a stack trace. */
function stackPlace(error: Error, cell: FailedCell): CellPlace | undefined {
  const stack = error.stack ?? '';
  const at = stack.indexOf(`${cell.name}:`);
  const found = at < 0 ? null : /^(\d+)(?::(\d+))?/.exec(stack.slice(at + cell.name.length + 1));
  if (found === null) return undefined;
  const line = Math.max(1, Number(found[1]) - LINES_BEFORE);
  const column = found[2] === undefined ? undefined : cell.compiled?.columnInCode(line, Number(found[2]));
  return atName(error, inText({ line, column }, cell), cell);
}

/** Engines point somewhere into the statement that uses an unknown name; the name itself says more. */
function atName(error: Error, place: CellPlace, { text }: FailedCell): CellPlace {
  const [, name] =
    /^([\w$]+) is not defined$|^Can't find variable: ([\w$]+)$/.exec(error.message)?.filter(Boolean) ?? [];
  if (!(error instanceof ReferenceError) || name === undefined || place.column === undefined) return place;
  const line = text.split('\n')[place.line - 1] ?? '';
  const places = [...line.matchAll(/[\w$]+/g)].filter(([word]) => word === name).map(({ index }) => index + 1);
  const { column } = place;
  const found = places.findLast((one) => one <= column) ?? places[0];
  return found === undefined ? place : { ...place, column: found, length: name.length };
}

/** A place in the code without types as a place in the text. */
function inText(place: CellPlace, { text, analysis }: FailedCell): CellPlace {
  const { line, column } = place;
  const written = text.split('\n')[line - 1];
  const code = analysis?.code.split('\n')[line - 1];
  if (column === undefined || written === undefined || code === undefined) return { line };
  return { ...place, column: columnWritten(written, code, column) };
}
