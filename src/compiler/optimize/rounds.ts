/**
 * What the optimisers share: passes over a function and all it calls, round after round, until nothing changes or a few
 * rounds are over. In: a function and the passes. Out: another function; the one given is not changed, and functions
 * that recurse are optimised in copies. Which passes there are is the affair of `optimize.ts` and `straight-line.ts`.
 */
import type { FunctionIr } from '../ir/ir.ts';
import { reachable } from '../ir/visit.ts';

/** A pass: a function and what is known of the memory of its root to another function, or to itself if nothing changed. */
export type Pass<Memory> = (fn: FunctionIr, memory: Memory) => FunctionIr;

/** How far the optimiser goes. */
export interface OptimizeOptions {
  /** Rounds over all passes; 4 if not given. */
  readonly rounds?: number;
  /** Called after each pass that changed something: for tests and for looking at what the passes do. */
  readonly watch?: (pass: string, fn: FunctionIr) => void;
}

/** The passes of an optimiser, with their names. */
export interface Passes<Memory> {
  /** A copy of the root and of all it reaches, whose bodies may be exchanged. */
  prepare(root: FunctionIr): FunctionIr;
  /** What is known of memory at the start of a round. */
  memoryOf(root: FunctionIr): Memory;
  /** Passes that may make new references, and are done before the memory of a round is looked at. */
  readonly shaping: readonly (readonly [string, (fn: FunctionIr) => FunctionIr])[];
  /** Passes that look at memory; they make no new references, so that one look serves them all. */
  readonly sharing: readonly (readonly [string, Pass<Memory>])[];
}

/** Changes by these passes leave nothing new for the others to do. */
const final = new Set(['common subexpressions', 'dead code']);

/** Runs the passes in rounds. */
export function runPasses<Memory>(fn: FunctionIr, passes: Passes<Memory>, options: OptimizeOptions): FunctionIr {
  const { rounds = 4, watch } = options;
  const root = passes.prepare(fn);
  let again = true;
  /** Runs a pass on every function still called. */
  const run = (name: string, pass: (fn: FunctionIr) => FunctionIr): void => {
    for (const each of reachable(root)) {
      const result = pass(each);
      if (result === each) continue;
      each.parameters = result.parameters;
      each.body = result.body;
      again ||= !final.has(name);
      watch?.(name, root);
    }
  };
  for (let round = 0; round < rounds && again; round++) {
    again = false;
    for (const [name, pass] of passes.shaping) run(name, pass);
    const memory = passes.memoryOf(root);
    for (const [name, pass] of passes.sharing) run(name, (each) => pass(each, memory));
  }
  return root;
}
