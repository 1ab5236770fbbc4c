/**
 * Whether two functions mean the same, for tests: both are run, and what they give, what they throw, what they
 * leave in memory, which of the results are one object, and whether they met a kink are written as text.
 */
import { SecantError } from '../../src/base/diagnostics.ts';
import type { FunctionIr, KinkFlag } from '../../src/compiler/ir/ir.ts';

/** Runs a function: its results, given its arguments and a flag to set at kinks. */
export type RunFunction = (fn: FunctionIr, args: readonly unknown[], flag: KinkFlag) => unknown[];

/** All that can be seen of a run, as text; undefined if it failed in a way no program intends. */
export function outcomeOf(run: RunFunction, fn: FunctionIr, args: unknown[]): string | undefined {
  const flag: KinkFlag = { hit: false };
  // That a read found nothing is noted where its array is replaced by values, beside what the program notes itself.
  const kink = (): boolean => flag.hit === true;
  try {
    const results = run(fn, args, flag);
    return `${describe([results, args])} kink ${kink()}`;
  } catch (error) {
    if (!(error instanceof SecantError)) return undefined;
    return error.code === 'S302' ? `${error.sentence} ${kink()}` : `fault: ${error.message}`;
  }
}

/** A value as text in which −0, NaN, holes and shared objects can be told apart. */
function describe(value: unknown): string {
  const seen = new Map<object, number>();
  const show = (part: unknown): string => {
    if (typeof part === 'number') return Object.is(part, -0) ? '-0' : String(part);
    if (typeof part !== 'object' || part === null) return JSON.stringify(part) ?? 'undefined';
    const known = seen.get(part);
    if (known !== undefined) return `@${known}`;
    seen.set(part, seen.size);
    const entries = Object.keys(part).map((key) => `${key}: ${show((part as Record<string, unknown>)[key])}`);
    const length = Array.isArray(part) ? `${part.length}; ` : '';
    return `${part.constructor.name}(${length}${entries.join(', ')})`;
  };
  return show(value);
}
