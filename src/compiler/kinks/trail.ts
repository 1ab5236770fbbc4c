/**
 * The trail: one list of numbers in which a run of a program writes down how its ties come out, and from which another
 * run of the same program reads it. In: a function and all it calls. Out: copies that take the trail as a further, last
 * parameter and hand it on to each other. Functions with a derivative of their own are left as they are: what stands
 * in them is their author's affair. Guaranteed: nothing else changes, so that both runs meet the same ties in one order.
 *
 * Entry 0 says how the run went while it is written (`status`), and which entry comes next while it is read. Entry 1
 * becomes 1 where the two sides of a tie differ in a term beyond the first. Behind these stand two entries for each
 * tie: its side, and the term that decided it.
 */
import {
  type ArrayType,
  type Block,
  type FunctionIr,
  type Instruction,
  newValue,
  numberType,
  type Value,
} from '../ir/ir.ts';
import { bitOperations } from '../ir/operations.ts';
import { blocksOf, copyFunction, reachable } from '../ir/visit.ts';

/** How a run that wrote a trail went: all is told, more terms may tell, or series do not tell. */
export const status = { told: 0, open: 1, singular: 2 } as const;

/** Where the first tie stands. */
export const firstTie = 2;

/** A trail as it was written. */
export type Trail = readonly number[];

/** How many ties a trail holds. */
export const tiesIn = (trail: Trail): number => (trail.length - firstTie) / 2;

const trailType: ArrayType = { kind: 'array', element: numberType, storage: 'list' };

/** A program with its trail: the value that stands for it in each function. */
export interface Trailed {
  readonly fn: FunctionIr;
  readonly trails: ReadonlyMap<FunctionIr, Value>;
}

/** Copies a program and gives each function the trail. */
export function withTrail(fn: FunctionIr): Trailed {
  const copies = new Map<FunctionIr, FunctionIr>();
  const trails = new Map<FunctionIr, Value>();
  for (const each of reachable(fn)) if (each.rule === undefined) copies.set(each, copyFunction(each));
  for (const copy of copies.values()) {
    const trail = newValue(trailType, 'trail');
    copy.parameters = [...copy.parameters, trail];
    trails.set(copy, trail);
    rewrite(copy.body, copies, trail);
  }
  return { fn: copies.get(fn)!, trails };
}

function rewrite(block: Block, copies: ReadonlyMap<FunctionIr, FunctionIr>, trail: Value): void {
  const instructions: Instruction[] = [];
  const whole = new Set<Value>();
  for (const instruction of block.instructions) {
    for (const inner of blocksOf(instruction)) rewrite(inner, copies, trail);
    if (instruction.kind === 'call') {
      const target = copies.get(instruction.target);
      instructions.push(target ? { ...instruction, target, args: [...instruction.args, trail] } : instruction);
    } else if (instruction.kind === 'apply' && Object.hasOwn(bitOperations, instruction.operation)) {
      // Bits cut the fraction off first, which is what can tie.
      const args = instruction.args.map((arg) => {
        if (arg.constant !== undefined || arg.type.kind !== 'number' || whole.has(arg)) return arg;
        const result = newValue(numberType, arg.name);
        instructions.push({ kind: 'apply', operation: 'trunc', args: [arg], result, span: instruction.span });
        return result;
      });
      instructions.push({ ...instruction, args });
      whole.add(instruction.result);
    } else instructions.push(instruction);
  }
  block.instructions.splice(0, block.instructions.length, ...instructions);
}
