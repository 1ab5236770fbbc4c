/**
 * The reader of JavaScript and TypeScript, brought to the compiler: importing this module is what makes
 * `derivative((w) => w ** 2)` and `fromSource(text)` work. It is a part of `secant`, `secant/figures` and
 * `secant/view`; what shows formulas alone leaves it out, and may import it later, when a function arrives.
 *
 * Together with the reader come the judge of kinks, which brings the passes of programs with loops, memory and calls, and the
 * expansion of derivatives that stand inside a program.
 */
import { provideReader } from '../reader.ts';
import { lowerToIr } from '../../compiler/frontend/lower/lower.ts';
import { isClass, parseFunction } from '../../compiler/frontend/syntax/function-text.ts';
import { refuseBitOperations } from './bit-operations.ts';
import { asksForDerivatives, expandDerives } from './inner-derivatives.ts';
import './interpreter.ts';
import './judge.ts';

provideReader({
  lower(description, args, name) {
    const lowered = lowerToIr(description, args, name);
    return { ...lowered, derives: asksForDerivatives(lowered.fn), fn: expandDerives(lowered.fn) };
  },
  countParameters(text, name) {
    const { fn } = parseFunction(text, name);
    return isClass(fn) ? 0 : fn.params.length;
  },
  refuse: refuseBitOperations,
});
