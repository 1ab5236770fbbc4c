/** Which captured functions a program was made from: it holds as long as they stay what they were. */
import type { Environment } from '../compiler/ir/described.ts';

/** A captured function that a program was built on, with the place it was read from. */
export interface FunctionUse {
  readonly environment: Environment;
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Where uses are noted while a program is made: functions are described deep inside the front end, which knows nothing of programs. */
let uses: FunctionUse[] | undefined;

/** Runs `make` and tells which captured functions it looked into: what it made holds only while they stay. */
export function recordFunctionUses<T>(make: () => T): { readonly made: T; readonly uses: readonly FunctionUse[] } {
  const outer = uses;
  const recorded: FunctionUse[] = [];
  uses = recorded;
  try {
    return { made: make(), uses: recorded };
  } finally {
    uses = outer;
  }
}

/** Notes that a program looks into a captured function. */
export function noteFunctionUse(use: FunctionUse): void {
  if (uses && !uses.some(({ environment, path }) => environment === use.environment && samePath(path, use.path)))
    uses.push(use);
}

function samePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, k) => name === b[k]);
}
