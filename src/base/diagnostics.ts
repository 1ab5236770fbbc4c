/**
 * Errors for people. Every failure that Secant can foresee is one class, `SecantError`, and carries a
 * stable code, a sentence, where the text is known the place (line, column, caret), and a way out.
 * The table below is the only list of codes: a code that is not a row does not compile.
 *
 *     f.ts:4:3 S103: `x |= 1` has no derivative
 *       4 |   x |= 1
 *         |   ^^^^^^  use arithmetic, or keep it out of the differentiated part
 */

/** A piece of program text and the name it goes by in messages. */
export interface SourceText {
  readonly name: string;
  readonly text: string;
}

/** A half-open range `[start, end)` of character offsets in a source text. */
export interface Span {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/** What each code means. S0 reading text, S1 what cannot be differentiated, S2 inputs, S3 run time, S4 geometry, S5 figures, S9 Secant's own faults. */
export const errorCodes = {
  S001: 'the text is not TypeScript or JavaScript',
  S002: 'the formula cannot be read',
  S003: 'what was given is not a function',
  S004: 'the function hides its source',
  S101: 'a construct outside the accepted language',
  S102: 'a name the function captures is not known',
  S103: 'an operation without a derivative',
  S104: 'chance, clocks or the outside world',
  S105: 'a value of the wrong kind for the operation',
  S106: 'a result that cannot be differentiated',
  S107: 'coverage counters inside the function',
  S108: 'a program that is too large, or nested too deeply',
  S201: 'an argument of the wrong shape',
  S202: 'an argument that is not a number',
  S203: 'an option that does not exist or has a wrong value',
  S301: 'no derivative at this point, and the caller asked to be told',
  S302: 'the function threw an error',
  S303: 'recursion without an end',
  S304: 'more operations than may be recorded',
  S305: 'more steps than a function may take',
  S401: 'a secant through one point twice',
  S402: 'a point outside the domain',
  S501: 'a figure that cannot be drawn',
  S502: 'a picture or film that this browser cannot make',
  S503: 'a chapter that cannot be read',
  S601: 'a table or query that cannot be written',
  S602: 'a database that did not answer',
  S901: 'a fault inside Secant',
} as const;

/** One of the stable codes of {@link errorCodes}. */
export type ErrorCode = keyof typeof errorCodes;

/** A place in a text as people count it: from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Line and column (both from 1) of an offset into a text. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, Math.max(0, offset));
  const lastBreak = before.lastIndexOf('\n');
  let line = 1;
  for (const character of before) if (character === '\n') line++;
  return { line, column: before.length - lastBreak };
}

/** The text a span covers. */
export function textOf(span: Span): string {
  return span.source.text.slice(span.start, span.end);
}

/** A span's text made short enough for a message: one line, at most 40 characters. */
export function excerptOf(span: Span): string {
  const text = textOf(span).replace(/\s+/g, ' ').trim();
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

/**
 * The one error class of Secant.
 *
 * @example
 * ```ts
 * new SecantError('S202', 'the point is not a number: "1"', { hint: 'pass 1' }).code // → 'S202'
 * ```
 */
export class SecantError extends Error {
  declare readonly code: ErrorCode;
  /** The sentence alone, without place and caret. */
  declare readonly sentence: string;
  declare readonly hint: string | undefined;
  declare readonly span: Span | undefined;

  /** @param where the place, the way out, and the error that led to this one, which is kept as its `cause` */
  constructor(
    code: ErrorCode,
    sentence: string,
    where: { span?: Span | undefined; hint?: string | undefined; cause?: unknown } = {},
  ) {
    super(format(code, sentence, where.span, where.hint), 'cause' in where ? { cause: where.cause } : undefined);
    // The message has all of this, so consoles and reports of uncaught errors, which list what can be listed, do not say it again.
    const { hint, span } = where;
    for (const [field, value] of Object.entries({ name: 'SecantError', code, sentence, hint, span }))
      Object.defineProperty(this, field, { value });
  }

  /** Line of the place, from 1, where the text is known. */
  get line(): number | undefined {
    return this.span && placeOf(this.span.source.text, this.span.start).line;
  }

  /** Column of the place, from 1, where the text is known. */
  get column(): number | undefined {
    return this.span && placeOf(this.span.source.text, this.span.start).column;
  }
}

function format(code: ErrorCode, sentence: string, span: Span | undefined, hint: string | undefined): string {
  if (span === undefined) return `${code}: ${sentence}${hint === undefined ? '' : `\n  ${hint}`}`;
  const { text, name } = span.source;
  const { line, column } = placeOf(text, span.start);
  const lineText = (text.split('\n')[line - 1] ?? '').replace(/\r$/, '').replace(/\t/g, ' ');
  const gutter = String(line).length;
  const shown = windowAround(lineText, column - 1);
  const from = column - 1 - shown.skipped;
  const width = Math.max(1, Math.min(span.end - span.start, shown.text.length - from));
  const caret = ' '.repeat(from) + '^'.repeat(width);
  const hintText = hint === undefined ? '' : `  ${hint}`;
  return (
    `${name}:${line}:${column} ${code}: ${sentence}\n` +
    `  ${line} | ${shown.text}\n` +
    `  ${' '.repeat(gutter)} | ${caret}${hintText}`
  );
}

/** A line no longer than this is shown whole. */
const longestLine = 160;

/** The part of a line around a column, with dots where it was cut: minified code has one line. */
function windowAround(text: string, column: number): { readonly text: string; readonly skipped: number } {
  if (text.length <= longestLine) return { text, skipped: 0 };
  const start = Math.max(0, Math.min(column - longestLine / 4, text.length - longestLine));
  const end = Math.min(text.length, start + longestLine);
  const head = start > 0 ? '…' : '';
  return {
    text: head + text.slice(start + head.length, end) + (end < text.length ? '…' : ''),
    skipped: start,
  };
}

/** A part of Secant that a page loads when it is wanted has not come yet: the answer waits, and is not a value that is not there. */
export class NotLoadedError extends Error {
  constructor(what: string) {
    super(`${what} is not loaded yet`);
    this.name = 'NotLoadedError';
  }
}

/**
 * True for an error that says nothing of the function's values, so that whoever samples it must not take it for a value
 * that is not there: a part of Secant is not loaded, or the run had no steps left.
 */
export function mustBeTold(error: unknown): error is Error {
  return error instanceof NotLoadedError || (error instanceof SecantError && error.code === 'S305');
}

/** Fails loudly where Secant itself is at fault: what its own invariants exclude. */
export function internalError(what: string, detail?: unknown): never {
  throw new SecantError('S901', `${what}${detail === undefined ? '' : `: ${String(detail)}`}`, {
    hint: 'this is a fault in Secant; please report it with the function that caused it',
  });
}

/** The end of a `switch` that names every case: a case that is missing is of a type other than `never`, and does not compile. */
export function unreachable(what: string, missing: never): never {
  return internalError(what, missing);
}
