/**
 * Which reads see the same memory. Every alias class has a version for its elements, one for its length and
 * one for each field; a write gives what it touches a new version, so that two reads with one key (object,
 * index, version) read the same thing. Entering a loop renews all that the loop writes, because its body runs
 * after itself. Versions only grow and are never set back at the end of a branch: a read is at worst taken
 * to be different from an equal one.
 */
import type { AliasClasses } from '../analysis/alias.ts';
import { isWrite, objectOf, type Part, partsWritten } from '../analysis/effects.ts';
import type { Block, Instruction, Loop, Value } from '../ir/ir.ts';
import { keyOf } from './rewrite.ts';

/** Who knows which stores surely hit an element that is there, told of each loop's blocks as they come. */
export interface Ranges {
  isInRange(array: Value, index: Value): boolean;
  /** In its test, a loop's counter is not yet below anything. */
  beforeTest(loop: Loop): void;
  beforeBody(loop: Loop): void;
}

export class MemoryVersions {
  private readonly versions = new Map<string, number>();
  private clock = 0;
  /** The time of the last call: it may have written anything. */
  private epoch = 0;
  private readonly classes: AliasClasses;

  constructor(classes: AliasClasses) {
    this.classes = classes;
  }

  /** Key of an element as it is now. */
  load(array: Value, index: Value): string {
    return `${array.id}[${keyOf(index)}]${this.version(array, '[]')}`;
  }

  /** Key of a length as it is now. */
  length(array: Value): string {
    return `${array.id}#${this.version(array, 'length')}`;
  }

  /** Key of a field as it is now. */
  field(object: Value, field: string): string {
    return `${object.id}.${field} ${this.version(object, `.${field}`)}`;
  }

  /** Notes what an instruction writes itself; `inRange` if a store surely hits an element that is there. */
  write(instruction: Instruction, inRange = false): void {
    if (isWrite(instruction))
      for (const part of partsWritten(instruction, inRange)) this.renew(objectOf(instruction), part);
    else if (instruction.kind === 'call' || instruction.kind === 'derive') this.epoch = ++this.clock;
  }

  /** Notes all that a loop writes, however deep inside. */
  writeLoop(loop: Loop, ranges: Ranges): void {
    ranges.beforeTest(loop);
    this.writeBlock(loop.test, ranges);
    ranges.beforeBody(loop);
    this.writeBlock(loop.body, ranges);
  }

  private writeBlock(block: Block, ranges: Ranges): void {
    for (const instruction of block.instructions) {
      if (instruction.kind === 'loop') this.writeLoop(instruction, ranges);
      else if (instruction.kind === 'if') {
        this.writeBlock(instruction.then, ranges);
        this.writeBlock(instruction.otherwise, ranges);
      } else {
        const element = instruction.kind === 'store' || instruction.kind === 'accumulate';
        this.write(instruction, element && ranges.isInRange(instruction.array, instruction.index));
      }
    }
  }

  private slot(value: Value, part: Part): string {
    return value.constant === undefined ? `${this.classes.classOf(value).id}${part}` : part;
  }

  private version(value: Value, part: Part): number {
    if (part === 'length' && value.type.kind === 'array' && value.type.storage !== 'list') return 0;
    return Math.max(this.epoch, this.versions.get(this.slot(value, part)) ?? 0);
  }

  private renew(value: Value, part: Part): void {
    this.versions.set(this.slot(value, part), ++this.clock);
  }
}
