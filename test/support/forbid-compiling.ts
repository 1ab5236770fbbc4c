/** As in a page whose policy forbids `new Function`: programs run in the interpreter. */
import { vi } from 'vitest';

const forbidden = new Proxy(Function, {
  construct() {
    throw new EvalError('new Function is forbidden here');
  },
});

/** Forbids it from here on, or allows it again. Programs that are compiled already stay so. */
export function forbidCompiling(on: boolean): void {
  if (on) vi.stubGlobal('Function', forbidden);
  else vi.unstubAllGlobals();
}
