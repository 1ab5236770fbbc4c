/**
 * The reader of JavaScript and TypeScript, brought to the compiler: importing this module is what makes
 * `derivative((w) => w ** 2)` and `fromSource(text)` work. It is a part of `secant`, `secant/figures` and
 * `secant/view`; what shows formulas alone leaves it out, and may import it later, when a function arrives.
 *
 * Together with the reader come the judge of kinks, loops, memory and calls in forward mode, in the
 * optimiser and in emitted code, and the expansion of derivatives that stand inside a program: only programs read from
 * JavaScript have these.
 */
import { provideReader } from '../reader.ts';
import { emitJavaScript } from '../../compiler/emit/javascript/javascript.ts';
import { forward } from '../../compiler/transform/forward/forward.ts';
import { optimize, reuseWorkspaces } from '../../compiler/optimize/index.ts';
import { lowerToIr } from '../../compiler/frontend/lower/lower.ts';
import { parseFunction } from '../../compiler/frontend/lower/syntax.ts';
import { acceptTypeScript } from '../../compiler/frontend/lower/typescript.ts';
import * as trace from '../../compiler/trace/index.ts';
import { refuseBitOperations } from './bit-operations.ts';
import { expandDerives } from './inner-derivatives.ts';
import '../captured.ts';
import './complaints.ts';
import './interpreter.ts';
import './judge.ts';
import { writtenParameters } from './written-parameters.ts';

provideReader({
  lower(description, args, name) {
    const lowered = lowerToIr(description, args, name);
    return { ...lowered, fn: expandDerives(lowered.fn) };
  },
  countParameters(text, name) {
    acceptTypeScript();
    return parseFunction(text, name).fn.params.length;
  },
  optimize,
  finish: reuseWorkspaces,
  forward,
  emit: emitJavaScript,
  writtenParameters,
  refuse: refuseBitOperations,
  trace,
});
