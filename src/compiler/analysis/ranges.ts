/**
 * Which reads find an element for certain: `a[i]` in a loop that counts up to the length of `a`. In: a function and its
 * alias classes. Out: for each read, whether it has to be looked whether it found something. Of reads at constant indices
 * from an array that is a parameter, one look at the furthest serves all: `furthest`, once all have been asked for.
 */
import { type AliasClasses, changesLength } from './alias.ts';
import { countedLoop } from './inductions.ts';
import type { FunctionIr, Instruction, Load, Loop, Value } from '../ir/ir.ts';
import { reachable, walk } from '../ir/visit.ts';

/** A value as another one and a whole number; a number alone has no base. */
interface Sum {
  readonly base: Value | undefined;
  readonly offset: number;
}

export class Ranges {
  /** The largest constant index at which an array that is a parameter of the function is read. */
  readonly furthest = new Map<Value, number>();
  private readonly root: FunctionIr;
  private readonly definitions = new Map<Value, Instruction>();
  private readonly loops = new Map<Value, Loop>();

  private readonly classes: AliasClasses;

  constructor(root: FunctionIr, classes: AliasClasses) {
    this.root = root;
    this.classes = classes;
    for (const fn of reachable(root)) {
      walk(fn.body, (instruction) => {
        if ('result' in instruction) this.definitions.set(instruction.result, instruction);
        if (instruction.kind === 'loop') for (const parameter of instruction.parameters) this.loops.set(parameter, instruction); // prettier-ignore
      });
    }
  }

  /** Whether a read finds something for certain. */
  isWithin({ array, index }: Pick<Load, 'array' | 'index'>): boolean {
    if (changesLength(this.classes.classOf(array))) return false;
    const { base, offset } = this.sum(index);
    if (base !== undefined) return this.countedWithin(base, offset, array);
    return Number.isInteger(offset) && offset >= 0 && this.within({ base, offset }, array);
  }

  /** Whether a read may find nothing, and no look at another read tells. */
  needsLook(load: Pick<Load, 'array' | 'index'>): boolean {
    if (this.isWithin(load)) return false;
    const { array } = load;
    const { base, offset } = this.sum(load.index);
    if (base !== undefined || !Number.isInteger(offset) || offset < 0) return true;
    if (changesLength(this.classes.classOf(array)) || !this.root.parameters.includes(array)) return true;
    this.furthest.set(array, Math.max(offset, this.furthest.get(array) ?? 0));
    return false;
  }

  /** Whether a counter of a loop and a constant make an index of an array in each round. */
  private countedWithin(counter: Value, offset: number, array: Value): boolean {
    const loop = this.loops.get(counter);
    const counted = loop && countedLoop(loop);
    if (counted === undefined || loop!.parameters[counted.index] !== counter) return false;
    const { comparison, step } = counted;
    const from = this.sum(counted.from);
    const bound = this.sum(counted.bound);
    const up = comparison === 'lt' || comparison === 'le';
    const down = comparison === 'gt' || comparison === 'ge';
    if (!Number.isInteger(step) || !Number.isInteger(from.offset) || !Number.isInteger(bound.offset)) return false;
    if (!(up && step > 0) && !(down && step < 0)) return false;
    const [least, most] = up ? [from, bound] : [bound, from];
    const strict = comparison === 'lt' || comparison === 'gt' ? 1 : 0;
    const lowest = least.base === undefined ? least.offset + offset + (up ? 0 : strict) : -1;
    return lowest >= 0 && this.within({ base: most.base, offset: most.offset + offset - (up ? strict : 0) }, array);
  }

  /** Whether a number is below the length of an array. */
  private within({ base, offset }: Sum, array: Value): boolean {
    const definition = this.definitions.get(array);
    if (definition?.kind === 'list' && base === undefined) return offset < definition.elements.length;
    if (definition?.kind === 'allocate') {
      const length = this.sum(definition.length);
      if (length.base === base) return offset < length.offset;
    }
    const end = base && this.definitions.get(base);
    return end?.kind === 'length' && end.array === array && offset < 0;
  }

  private sum(value: Value): Sum {
    if (typeof value.constant?.value === 'number') return { base: undefined, offset: value.constant.value };
    const definition = this.definitions.get(value);
    if (definition?.kind === 'apply' && (definition.operation === 'add' || definition.operation === 'sub')) {
      const [first, second] = definition.args.map((arg) => this.sum(arg)) as [Sum, Sum];
      if (second.base === undefined) return { base: first.base, offset: definition.operation === 'add' ? first.offset + second.offset : first.offset - second.offset }; // prettier-ignore
      if (definition.operation === 'add' && first.base === undefined) return { base: second.base, offset: first.offset + second.offset }; // prettier-ignore
    }
    return { base: value, offset: 0 };
  }
}
