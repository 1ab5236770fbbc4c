/**
 * What the optimisers share: passes over a function and all it calls, round after round, until nothing changes or a few
 * rounds are over. In: a function and the passes. Out: another function; the one given is not changed, and functions
 * that recurse are optimised in copies. Which passes there are is the affair of `optimize.ts` and `straight-line.ts`.
 */
import type { AliasClasses } from '../ir/alias.ts';
import { aliasClasses } from '../ir/alias.ts';
import type { Block, FunctionIr, Instruction } from '../ir/ir.ts';
import { reachable } from '../ir/visit.ts';
import { inlineCalls } from './inline-calls.ts';
import { withContents } from './rewrite.ts';

/** A pass: a function and the alias classes of its root to another function, or to itself if nothing changed. */
export type Pass = (fn: FunctionIr, classes: AliasClasses) => FunctionIr;

/** How far the optimiser goes. */
export interface OptimizeOptions {
  /** Rounds over all passes; 4 if not given. */
  readonly rounds?: number;
  /** Called after each pass that changed something: for tests and for looking at what the passes do. */
  readonly watch?: (pass: string, fn: FunctionIr) => void;
}

/** The passes of an optimiser, with their names. */
export interface Passes {
  /** Passes that may make new references, and are done before the classes of a round are found. */
  readonly shaping: readonly (readonly [string, (fn: FunctionIr) => FunctionIr])[];
  /** Passes that look at memory; they make no new references, so that one round of classes serves them all. */
  readonly sharing: readonly (readonly [string, Pass])[];
}

/** Changes by these passes leave nothing new for the others to do. */
const final = new Set(['common subexpressions', 'dead code']);

/** Inlines calls, then runs the passes in rounds. */
export function runPasses(fn: FunctionIr, { shaping, sharing }: Passes, options: OptimizeOptions): FunctionIr {
  const { rounds = 4, watch } = options;
  const root = copyShells(inlineCalls(fn));
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
    for (const [name, pass] of shaping) run(name, pass);
    const classes = aliasClasses(root);
    for (const [name, pass] of sharing) run(name, (each) => pass(each, classes));
  }
  return root;
}

/** Copies of a function and of those it reaches, sharing blocks that call nothing; passes then exchange bodies. */
function copyShells(root: FunctionIr): FunctionIr {
  const shells = new Map<FunctionIr, FunctionIr>();
  for (const fn of reachable(root)) shells.set(fn, { ...fn, parameters: [...fn.parameters] });
  if (shells.size > 1) for (const shell of shells.values()) shell.body = retarget(shell.body, shells);
  return shells.get(root)!;
}

function retarget(block: Block, shells: ReadonlyMap<FunctionIr, FunctionIr>): Block {
  const instructions = block.instructions.map((instruction): Instruction => {
    switch (instruction.kind) {
      case 'call':
      case 'derive':
        return { ...instruction, target: shells.get(instruction.target)! };
      case 'if':
        return {
          ...instruction,
          then: retarget(instruction.then, shells),
          otherwise: retarget(instruction.otherwise, shells),
        };
      case 'loop':
        return { ...instruction, test: retarget(instruction.test, shells), body: retarget(instruction.body, shells) };
      default:
        return instruction;
    }
  });
  return withContents(block, instructions, block.yields);
}
