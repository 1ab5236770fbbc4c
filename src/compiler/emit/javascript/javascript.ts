/**
 * IR to JavaScript, whatever the program: the text that `module.ts` writes, with all instructions. Programs in a straight
 * line can be emitted by `straight-line.ts` alone, to the same text.
 */
import type { FunctionIr } from '../../ir/ir.ts';
import { emitModule, type EmitOptions, type EmittedJavaScript } from './module.ts';
import { splitFunction } from './split-functions.ts';
import { allStatements } from './statements.ts';

export type { Compiled, EmitOptions, EmittedJavaScript } from './module.ts';

/** Emits a function and all it calls. */
export function emitJavaScript(fn: FunctionIr, options: EmitOptions): EmittedJavaScript {
  return emitModule(splitFunction(fn), options, allStatements);
}
