/**
 * Arrays and records that are finished before anybody else sees them: what is written to them is written under the name
 * they were made by, in the block that made them, and they are handed on only after the last write, as `map` and helpers
 * that return a new matrix do. Whoever reads such an object finds the same at any later time. In: a function and its alias
 * classes. Out: for each read, whether it is one of a finished object. Errs only towards "not finished".
 */
import type { AliasClass, AliasClasses } from './alias.ts';
import { isRead, isWrite, objectOf, type Read, writtenReference } from './effects.ts';
import type { Block, FunctionIr, Instruction, Value } from '../ir/ir.ts';
import { blocksOf, operandsOf, reachable } from '../ir/visit.ts';

/** A new object that is written to: where it is made, and the places in that block that matter. */
interface Made {
  readonly block: Block;
  lastWrite: number;
  firstUse: number;
  readonly reads: { readonly read: Instruction; readonly at: number }[];
}

export class FinishedMemory {
  private readonly classes: AliasClasses;
  private readonly made = new Map<Value, Made>();
  private readonly unfinished = new Set<AliasClass>();
  private readonly early = new Set<Instruction>();

  constructor(root: FunctionIr, classes: AliasClasses) {
    this.classes = classes;
    const written = new Set<Value>();
    for (const of of classes.classes) {
      const makers = new Set<Value | undefined>(of.allocations.map(({ result }) => result));
      const targets = of.writes.map((write) => (write.kind === 'derive' ? undefined : writtenReference(write)));
      if (!targets.every((target) => makers.has(target))) this.unfinished.add(of);
      else for (const target of targets) written.add(target!);
    }
    for (const fn of reachable(root)) this.visit(fn.body, written, new Map());
    for (const [value, { lastWrite, firstUse, reads }] of this.made) {
      if (firstUse <= lastWrite) this.unfinished.add(classes.classOf(value));
      for (const { read, at } of reads) if (at <= lastWrite) this.early.add(read);
    }
  }

  /** True if the read finds what it would find at any later time. */
  isFinished(read: Read): boolean {
    return !this.early.has(read) && !this.unfinished.has(this.classes.classOf(objectOf(read)));
  }

  /** `places`: how far the blocks around have come. */
  private visit(block: Block, written: ReadonlySet<Value>, places: Map<Block, number>): void {
    block.instructions.forEach((instruction, at) => {
      places.set(block, at);
      for (const operand of operandsOf(instruction)) this.use(operand, instruction, places);
      for (const inner of blocksOf(instruction)) this.visit(inner, written, places);
      if ('result' in instruction && written.has(instruction.result))
        this.made.set(instruction.result, { block, lastWrite: -1, firstUse: Infinity, reads: [] });
    });
    places.set(block, Infinity);
    for (const value of block.yields) this.use(value, undefined, places);
  }

  private use(value: Value, by: Instruction | undefined, places: ReadonlyMap<Block, number>): void {
    const made = this.made.get(value);
    if (made === undefined) return;
    const at = places.get(made.block)!;
    const isOnlyObject = by !== undefined && operandsOf(by).filter((operand) => operand === value).length === 1;
    if (by !== undefined && isOnlyObject && isWrite(by) && writtenReference(by) === value) made.lastWrite = at;
    else if (by !== undefined && isRead(by)) made.reads.push({ read: by, at });
    else made.firstUse = Math.min(made.firstUse, at);
  }
}
