/**
 * The runs that are open, the innermost last: what each must put back, which numbers it has written as text or used as
 * keys, and how it calls functions. Errors get their place here.
 */
import { SecantError, type SourceText } from '../../base/diagnostics.ts';
import type { Box } from './box.ts';
import { Transaction } from './transaction.ts';
import { untraceableHint } from './untraceable.ts';

export type AnyFunction = (...args: unknown[]) => unknown;
/** What names a property. */
export type Key = string | number | symbol;

/** What the runtime needs of those who know functions: their text and what they capture. */
export type Rewriter = (fn: AnyFunction, self?: unknown) => AnyFunction;

/** State of the runs that are open, the innermost last. */
export interface RunState {
  readonly transaction: Transaction;
  /** Full texts of boxes, and whether several boxes had the same. */
  readonly spoken: Map<string, { readonly box: Box; several: boolean }>;
  /** Parts that were taken out of such texts: digits, which say less than the number. */
  readonly parts: Set<string>;
  /** Texts of rounded boxes. */
  readonly steps: Set<string>;
  /** Numbers that served as keys. */
  readonly keys: Map<number, Box>;
  readonly rewrite: Rewriter;
  /** What is called in a function's place, once known. */
  readonly twins: WeakMap<object, AnyFunction>;
  /** The name of the text that is run, for errors. */
  readonly file: string;
  readonly calls: Calls;
  /** True once nothing was taken for a number: a read that found nothing shows as NaN in the value, and in no derivative. */
  missed: boolean;
}

/** Calls of functions that a built-in function was given. */
interface Calls {
  callable(fn: unknown, place: string, self?: unknown): AnyFunction;
  construct(target: unknown, place: string, ...args: unknown[]): unknown;
  callMethod(object: unknown, name: string): unknown;
}

const runs: RunState[] = [];

/** The run at work. */
export function currentRun(): RunState | undefined {
  return runs.at(-1);
}

/** Begins a run. */
export function openRun(of: Pick<RunState, 'rewrite' | 'twins' | 'file'>, calls: Calls): RunState {
  const { rewrite, twins, file } = of;
  const run: RunState = {
    transaction: new Transaction(),
    spoken: new Map(),
    parts: new Set(),
    steps: new Set(),
    keys: new Map(),
    rewrite,
    twins,
    file,
    calls,
    missed: false,
  };
  runs.push(run);
  return run;
}

/** Ends the innermost run and puts back what it changed. */
export function closeRun(): void {
  runs.pop()?.transaction.rollBack();
}

/** The run at work; there must be one. */
export function inRun(): RunState {
  const run = runs.at(-1);
  if (run === undefined) throw new SecantError('S901', 'a rewritten function runs, but nothing is traced');
  return run;
}

// ── Refusals ────────────────────────────────────────────────────────────────────────────────────────────

/** A text of which only one piece is known, at its place: so errors have a line, a column and a caret. */
function sourceAt(place: string): { source: SourceText; start: number; end: number } | undefined {
  const match = /^(?:(.*?):)??(\d+):(\d+) (.*)$/s.exec(place);
  if (match === null) return undefined;
  const [, file, line, column, excerpt = ''] = match;
  const before = '\n'.repeat(Number(line) - 1) + ' '.repeat(Number(column) - 1);
  const source = { name: file ?? runs.at(-1)?.file ?? 'function', text: before + excerpt };
  return { source, start: before.length, end: before.length + excerpt.length };
}

/** An error of Secant's own with the place in the program. */
export function refusal(
  code: ConstructorParameters<typeof SecantError>[0],
  sentence: string,
  place: string,
  hint: string,
): SecantError {
  return new SecantError(code, sentence, { span: sourceAt(place), hint });
}

export function refuse(what: string, place: string): never {
  throw refusal('S101', `${what} is outside of what can be traced`, place, untraceableHint);
}
