/**
 * Small arrays and records that need no memory. In: a function. Out: the same function in which an array or
 * record made here, of known length, is its elements as plain values, carried through branches as results and
 * through loops as parameters. That is done where its reference goes nowhere: it is only read and written, at
 * immediate indexes or fields, in this function; pushes and pops are followed where they stand beside the
 * allocation. Guaranteed: what typed arrays do to what is stored in them, rounding to single precision or
 * making a number of undefined, is done by an operation instead.
 * Source: after promotion of memory to registers in compilers with static single assignment; here the merge
 * points are the ends of `if` and the heads of `loop`.
 */
import type { Allocation } from '../analysis/alias.ts';
import { objectOf } from '../analysis/effects.ts';
import type { AccumulateField, Block, FunctionIr, Instruction, Loop, Value } from '../ir/ir.ts';
import { constantValue, newValue } from '../ir/ir.ts';
import { Builder, emptyBlock } from '../rules/builder.ts';
import { constantCount, replaceAll, Replacements, withBody, withContents, withOperands } from './rewrite.ts';
import { type Candidate, CandidateSearch, isNumber, type Slot } from './scalar-candidates.ts';

type Environment = Map<Slot, Value>;

const nothing = constantValue(undefined);

/** Writes the function anew, with a value for every slot. */
class Replacer {
  private readonly replaced = new Replacements();
  private readonly lengths = new Map<Value, number>();
  private environment: Environment = new Map();
  private readonly builder = new Builder(emptyBlock());
  private readonly search: CandidateSearch;

  constructor(search: CandidateSearch) {
    this.search = search;
  }

  block(block: Block): Block {
    const copy = emptyBlock();
    this.builder.inBlock(copy, () => {
      for (const original of block.instructions) this.visit(withOperands(original, this.replaced.of));
    });
    return withContents(block, copy.instructions, replaceAll(block.yields, this.replaced.of));
  }

  private visit(instruction: Instruction): void {
    const object = objectOf(instruction);
    const candidate = object && this.search.found.get(object);
    if (candidate !== undefined) return this.access(instruction, object!, candidate);
    switch (instruction.kind) {
      case 'if':
        return this.branch(instruction);
      case 'loop':
        return this.loop(instruction);
      case 'allocate':
      case 'list':
      case 'struct':
        if (this.search.found.has(instruction.result)) this.make(instruction);
        else this.builder.emit(instruction);
        return;
      default:
        this.builder.emit(instruction);
    }
  }

  private make(allocation: Allocation): void {
    const { slots, make: _, ...rest } = this.search.found.get(allocation.result)!;
    if (rest.length !== undefined) {
      const length = allocation.kind === 'list' ? allocation.elements.length : slots.size;
      this.lengths.set(allocation.result, allocation.kind === 'allocate' ? constantCount(allocation.length)! : length);
    }
    if (allocation.kind === 'allocate') {
      const count = constantCount(allocation.length)!;
      for (let k = 0; k < count; k++) {
        const slot = slots.get(k)!;
        const empty = constantValue(slot.rounding === 'none' ? undefined : 0);
        this.environment.set(slot, allocation.fill === undefined ? empty : this.rounded(slot, allocation.fill));
      }
      return;
    }
    allocation.elements.forEach((element, k) => {
      const slot = slots.get(allocation.kind === 'list' ? k : allocation.names[k]!)!;
      this.environment.set(slot, this.rounded(slot, element));
    });
  }

  private rounded(slot: Slot, value: Value): Value {
    if (slot.rounding === 'none') return value;
    if (slot.rounding === 'fround') return this.builder.apply('fround', value);
    if (isNumber(value, this.search.numbers)) return value;
    return this.builder.apply('number', value);
  }

  private access(instruction: Instruction, object: Value, { slots }: Candidate): void {
    const { environment, replaced, builder } = this;
    const length = this.lengths.get(object) ?? 0;
    const read = (key: string | number): Value => {
      const slot = slots.get(key);
      const there = slot !== undefined && (typeof key === 'string' || key < length);
      return (there ? environment.get(slot) : undefined) ?? constantValue(undefined);
    };
    const write = (key: string | number, value: Value): void => {
      const slot = slots.get(key)!;
      environment.set(slot, this.rounded(slot, value));
    };
    if ('span' in instruction) builder.span = instruction.span;
    switch (instruction.kind) {
      case 'length':
        return replaced.set(instruction.result, constantValue(length));
      case 'load': {
        const index = constantCount(instruction.index)!;
        // What is read past the end shows in the value as NaN, and in no derivative.
        if (index >= length) builder.noteMissing(nothing);
        return replaced.set(instruction.result, read(index));
      }
      case 'get-field':
        return replaced.set(instruction.result, read(instruction.field));
      case 'store':
        return write(constantCount(instruction.index)!, instruction.value);
      case 'set-field':
        return write(instruction.field, instruction.value);
      case 'accumulate': {
        const index = constantCount(instruction.index)!;
        const sum = builder.apply('add', read(index), instruction.value);
        this.search.numbers.add(sum);
        return write(index, sum);
      }
      case 'accumulate-field':
        return this.accumulateField(instruction, read, write);
      case 'push':
        this.lengths.set(object, length + 1);
        return write(length, instruction.value);
      case 'pop':
        if (length === 0) builder.noteMissing(nothing);
        replaced.set(instruction.result, read(length - 1));
        this.lengths.set(object, Math.max(0, length - 1));
        return;
      default:
        return;
    }
  }

  private accumulateField(
    { field, value }: AccumulateField,
    read: (key: string) => Value,
    write: (key: string, value: Value) => void,
  ): void {
    write(field, this.builder.apply('add', read(field), value));
  }

  /** The slots a block writes that have a value around it. */
  private carried(...blocks: readonly Block[]): Slot[] {
    const slots = new Set<Slot>();
    for (const block of blocks) {
      for (const slot of this.search.writes.get(block)!) if (this.environment.has(slot)) slots.add(slot);
    }
    return [...slots];
  }

  private branch(instruction: Instruction & { kind: 'if' }): void {
    const carried = this.carried(instruction.then, instruction.otherwise);
    const before = this.environment;
    this.environment = new Map(before);
    const then = this.block(instruction.then);
    const afterThen = this.environment;
    this.environment = new Map(before);
    const otherwise = this.block(instruction.otherwise);
    const afterOtherwise = this.environment;
    this.environment = before;
    if (carried.length === 0) {
      const same = then === instruction.then && otherwise === instruction.otherwise;
      this.builder.emit(same ? instruction : { ...instruction, then, otherwise });
      return;
    }
    const results = carried.map((slot) => newValue(slot.type, slot.name));
    const extend = ({ instructions, yields }: Block, after: Environment): Block => ({
      instructions,
      yields: [...yields, ...carried.map((slot) => after.get(slot)!)],
    });
    this.builder.emit({
      ...instruction,
      then: extend(then, afterThen),
      otherwise: extend(otherwise, afterOtherwise),
      results: [...instruction.results, ...results],
    });
    carried.forEach((slot, k) => before.set(slot, results[k]!));
  }

  private loop(instruction: Loop): void {
    const carried = this.carried(instruction.body);
    const before = this.environment;
    const initial = carried.map((slot) => before.get(slot)!);
    const parameters = carried.map((slot) => newValue(slot.type, slot.name));
    const entry: Environment = new Map(before);
    carried.forEach((slot, k) => entry.set(slot, parameters[k]!));
    this.environment = new Map(entry);
    const test = this.block(instruction.test);
    this.environment = entry;
    const body = this.block(instruction.body);
    this.environment = before;
    if (carried.length === 0) {
      const same = test === instruction.test && body === instruction.body;
      this.builder.emit(same ? instruction : { ...instruction, test, body });
      return;
    }
    const results = carried.map((slot) => newValue(slot.type, slot.name));
    this.builder.emit({
      ...instruction,
      initial: [...instruction.initial, ...initial],
      parameters: [...instruction.parameters, ...parameters],
      test,
      body: { instructions: body.instructions, yields: [...body.yields, ...carried.map((slot) => entry.get(slot)!)] },
      results: [...instruction.results, ...results],
    });
    carried.forEach((slot, k) => before.set(slot, results[k]!));
  }
}

/** The function with its small local arrays and records as plain values. */
export function replaceByScalars(fn: FunctionIr): FunctionIr {
  const search = new CandidateSearch();
  search.block(fn.body);
  return search.found.size === 0 ? fn : withBody(fn, new Replacer(search).block(fn.body));
}
