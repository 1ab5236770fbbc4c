/**
 * The front end of JavaScript and TypeScript with what programs of it need besides: the expansion of derivatives that stand
 * inside a program. It makes `derivative((w) => w ** 2)` and `fromSource(text)` work.
 */
import type { ArgumentDescription, CapturedDescription, Lowered } from '../../compiler/ir/described.ts';
import { lowerToIr } from '../../compiler/frontend/lower/lower.ts';
import { isClass, parseFunction } from '../../compiler/frontend/syntax/function-text.ts';
import { refuseBitOperations } from './bit-operations.ts';
import { asksForDerivatives, everythingMoves, expandDerives, nothingMoves } from './inner-derivatives.ts';

/**
 * A function of the IR for arguments of the given kinds, without inner derivatives.
 *
 * @throws SecantError S0xx and S1xx with the place in the text
 */
function lower(description: CapturedDescription, args: readonly ArgumentDescription[], name: string): Lowered {
  const lowered = lowerToIr(description, args, name);
  // What is a derivative as a whole is asked for its values at ties by whoever asks for it.
  const isDerivative = description.kind === 'derived';
  const derives = asksForDerivatives(lowered.fn);
  return { ...lowered, derives, fn: expandDerives(lowered.fn, isDerivative ? everythingMoves : nothingMoves) };
}

/**
 * How many parameters the function in a TypeScript text has.
 *
 * @throws SecantError S001 where the text cannot be read, S003 where it is no function
 */
function countParameters(text: string, name: string): number {
  const { fn } = parseFunction(text, name);
  return isClass(fn) ? 0 : fn.params.length;
}

/** What reads functions from their text. */
export const frontEnd = { lower, countParameters, refuseBitOperations };
