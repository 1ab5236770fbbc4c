/**
 * The front end of JavaScript and TypeScript with what programs of it need besides: the expansion of derivatives that stand
 * inside a program. It makes `derivative((w) => w ** 2)` and `fromSource(text)` work.
 */
import type { ArgumentDescription, CapturedDescription, Lowered } from '../../compiler/ir/described.ts';
import { analyseActivity } from '../../compiler/analysis/activity.ts';
import { aliasClasses } from '../../compiler/analysis/alias.ts';
import { lowerToIr } from '../../compiler/frontend/lower/lower.ts';
import { isClass, parseFunction } from '../../compiler/frontend/syntax/function-text.ts';
import { refuseBitOperations } from './bit-operations.ts';
import { asksForDerivatives, expandDerives } from './inner-derivatives.ts';

/**
 * A function of the IR for arguments of the given kinds, without inner derivatives.
 *
 * @throws SecantError S0xx and S1xx with the place in the text
 */
function lower(description: CapturedDescription, args: readonly ArgumentDescription[], name: string): Lowered {
  const lowered = lowerToIr(description, args, name);
  if (!asksForDerivatives(lowered.fn)) return { ...lowered, derives: false };
  // What moves with the arguments is looked at from both sides by whoever asks; captured values stand still.
  const own = lowered.fn.parameters.length - lowered.captured.length;
  const active = lowered.fn.parameters.map((_, k) => k < own);
  const activity = analyseActivity(lowered.fn, active, aliasClasses(lowered.fn));
  const noted = lowerToIr(description, args, name).fn;
  const settled = lowerToIr(description, args, name).fn;
  return {
    ...lowered,
    derives: true,
    fn: expandDerives(lowered.fn, (value) => activity.isActive(value)),
    value: { noting: () => expandDerives(noted, 'noting'), onBothSides: () => expandDerives(settled) },
  };
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
