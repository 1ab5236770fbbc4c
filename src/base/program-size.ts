/**
 * The budget of compiling. Texts of a few lines can stand for programs without measure: functions that call one another
 * twice, loops that are written out, derivatives of derivatives, a list doubled again and again. So every instruction that
 * is written or copied while a program is compiled counts, and branches within branches are counted in depth; past a
 * limit compiling ends with a located error. The count depends on the text alone, never on a clock.
 */
import { SecantError, type Span } from './diagnostics.ts';

/** Instructions that may be written while a text is compiled, over all passes. */
export const writtenForText = 100_000;
/** The same for a function of the program itself, whose author can wait. */
export const writtenForProgram = 4_000_000;
/** The same where the traced road is ready to take over: trying costs no more than a moment. */
export const writtenForTrial = 20_000;
/** Branches and loops within one another. */
const deepestNesting = 250;
/** Derivatives of higher orders than this are not made: beyond 170 factorials alone leave the numbers. */
export const highestOrder = 1000;

/*
 * What may still be written: counted where instructions are emitted, in every transform and the front end, and set and set
 * back by `withinSize` alone.
 */
let left = Infinity;
let limit = Infinity;
let depth = 0;

/**
 * Compiles something with so many instructions written at most.
 *
 * @throws SecantError S108 where it takes more, and where its parts are nested too deeply for the stack there is
 */
export function withinSize<R>(most: number, run: () => R): R {
  if (left <= most) return run();
  const outer = { left, limit, depth };
  left = limit = most;
  depth = 0;
  try {
    return run();
  } catch (error) {
    throw isStackOverflow(error) ? tooDeep() : error;
  } finally {
    ({ left, limit, depth } = outer);
  }
}

/** Counts instructions that are written. */
export function countWritten(count: number, span?: Span): void {
  if ((left -= count) >= 0) return;
  throw new SecantError('S108', `the program is too large: more than ${limit} instructions are written to compile it`, {
    span,
    hint: 'calls, short loops and inner derivatives are written out: let there be fewer of them, or shorter ones',
  });
}

/** Writes what stands inside a branch or a loop. */
export function nested<R>(write: () => R, span?: Span): R {
  if (depth >= deepestNesting) throw tooDeep(span);
  depth++;
  try {
    return write();
  } finally {
    depth--;
  }
}

function tooDeep(span?: Span): SecantError {
  return new SecantError('S108', `the function is nested too deeply: more than ${deepestNesting} levels`, {
    span,
    hint: 'use a loop over a list, or helper functions',
  });
}

/** True for what engines throw where the stack is full: a RangeError in V8 and Safari, an InternalError in Firefox. */
export function isStackOverflow(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'InternalError') return /recursion/i.test(error.message);
  return error instanceof RangeError && /stack|recursion/i.test(error.message);
}
