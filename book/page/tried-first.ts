/**
 * Functions that a reader types are drawn in the same frame, unless they might go on without an end: those are drawn in
 * the sandbox first, so that they do not take the page with them. In: a sandbox that no cell has run in. Out: a
 * trial for each text. Only the newest text counts; a trial of the one before makes way. Reading a text is part of the
 * trial: helper functions that call one another can take for ever to compile.
 */
import type { FigurePosition, FigureSpec, FunctionText } from 'secant/cells';
import type { Trials } from './figure-places.ts';

/** Undefined for a figure that can be drawn at once; otherwise a promise, rejected if it would take too long. */
export type TriedFirst = (spec: FigureSpec, position?: FigurePosition) => Promise<void> | undefined;

/**
 * Whether a function might go on without an end, judged by its text: it has a loop, or calls something that is not of
 * `Math`. Formulas have neither.
 */
export function mayNotEnd({ notation, text }: FunctionText): boolean {
  if (notation === 'formula') return false;
  const calls = text.replace(/\bMath\s*\.\s*\w+\s*\(/g, '').replace(/\b(?:if|switch|return|typeof)\s*\(/g, '');
  return /\b(?:for|while|do)\b|[\w$\])`]\s*(?:\?\.)?\s*[(`]/.test(calls);
}

/** The trials of one field. */
export function triedFirst(trials: Trials): TriedFirst {
  let latest: AbortController | undefined;
  const inSandbox = async (spec: FigureSpec, position: FigurePosition): Promise<void> => {
    latest = new AbortController();
    const { end, fault } = await trials.try(spec, position, latest.signal);
    // Any other fault is told by the page itself, with its place in the text.
    if (end === 'too long') throw new Error(fault);
  };
  return (spec, position = {}) => {
    latest?.abort();
    latest = undefined;
    return spec.functions.some(mayNotEnd) ? inSandbox(spec, position) : undefined;
  };
}
