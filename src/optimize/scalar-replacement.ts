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
import type { AccumulateField, Block, FunctionIr, Instruction, Loop, Type, Value } from '../ir/ir.ts';
import { constantValue, newValue, numberType } from '../ir/ir.ts';
import { operandsOf } from '../ir/visit.ts';
import { Builder, emptyBlock } from '../rules/builder.ts';
import type { Allocation } from '../ir/alias.ts';
import {
  constantCount,
  givesNumber,
  replaceAll,
  Replacements,
  withBody,
  withContents,
  withOperands,
} from './rewrite.ts';

/** Longer arrays stay in memory. */
const mostElements = 64;

/** One place of an array or record, and how a value is changed when it is put there. */
interface Slot {
  readonly type: Type;
  readonly name: string | undefined;
  readonly rounding: 'none' | 'number' | 'fround';
}

/** An array or record that may be replaced. */
interface Candidate {
  readonly home: Block;
  /** How many loop tests stand around the allocation: writes in further ones cannot be carried. */
  readonly tests: number;
  readonly slots: Map<string | number, Slot>;
  readonly make: (key: string | number) => Slot;
  /** Length at the instruction being looked at; undefined for records. */
  length: number | undefined;
}

/** Instructions that look into or change the object in their first operand. */
function objectOf(instruction: Instruction): Value | undefined {
  switch (instruction.kind) {
    case 'load':
    case 'store':
    case 'accumulate':
    case 'length':
    case 'push':
    case 'pop':
    case 'set-length':
      return instruction.array;
    case 'get-field':
    case 'set-field':
    case 'accumulate-field':
      return instruction.object;
    default:
      return undefined;
  }
}

/** True for immediate numbers, and for values among those known to be numbers. */
function isNumber(value: Value, known: ReadonlySet<Value>): boolean {
  return known.has(value) || typeof value.constant?.value === 'number';
}

/** Finds what can be replaced. */
class Search {
  /** Values that are surely numbers, not undefined. */
  readonly numbers = new Set<Value>();
  readonly found = new Map<Value, Candidate>();
  /** Which slots each block writes, blocks inside it included. */
  readonly writes = new Map<Block, Set<Slot>>();
  private readonly open: Set<Slot>[] = [];
  private tests = 0;

  block(block: Block): void {
    const writes = new Set<Slot>();
    this.writes.set(block, writes);
    this.open.push(writes);
    for (const instruction of block.instructions) this.visit(instruction, block);
    for (const value of block.yields) this.found.delete(value);
    this.open.pop();
    const outer = this.open.at(-1);
    if (outer !== undefined) for (const slot of writes) outer.add(slot);
  }

  private visit(instruction: Instruction, block: Block): void {
    if (instruction.kind === 'apply' && givesNumber(instruction.operation)) this.numbers.add(instruction.result);
    const object = objectOf(instruction);
    for (const operand of operandsOf(instruction)) if (operand !== object) this.found.delete(operand);
    if (object !== undefined) {
      const candidate = this.found.get(object);
      if (candidate !== undefined && !this.allows(instruction, candidate, block)) this.found.delete(object);
      // Stored in itself.
      if ('value' in instruction && instruction.value === object) this.found.delete(object);
    }
    if (instruction.kind === 'if') {
      this.block(instruction.then);
      this.block(instruction.otherwise);
    } else if (instruction.kind === 'loop') {
      this.tests++;
      this.block(instruction.test);
      this.tests--;
      this.block(instruction.body);
    } else if (instruction.kind === 'list' || instruction.kind === 'struct' || instruction.kind === 'allocate') {
      this.consider(instruction, block);
    }
  }

  private consider(allocation: Allocation, home: Block): void {
    const { type } = allocation.result;
    const slots = new Map<string | number, Slot>();
    const name = allocation.result.name;
    const { tests } = this;
    if (allocation.kind === 'struct') {
      const fields = type.kind === 'struct' ? type.fields : new Map<string, Type>();
      const make = (key: string | number): Slot => ({
        type: fields.get(String(key)) ?? numberType,
        name: name === undefined ? String(key) : `${name}_${key}`,
        rounding: 'none',
      });
      for (const field of allocation.names) slots.set(field, make(field));
      this.found.set(allocation.result, { home, tests, slots, make, length: undefined });
      return;
    }
    if (type.kind !== 'array') return;
    const length = allocation.kind === 'list' ? allocation.elements.length : constantCount(allocation.length);
    if (length === undefined || length > mostElements) return;
    const { storage } = type;
    if (storage !== 'list' && storage !== 'Float64Array' && storage !== 'Float32Array') return;
    const { fill } = allocation.kind === 'allocate' ? allocation : { fill: undefined };
    // A typed array filled with what may be undefined is a matter of its own.
    if (storage !== 'list' && fill !== undefined && !isNumber(fill, this.numbers)) return;
    const rounding = storage === 'list' ? 'none' : storage === 'Float64Array' ? 'number' : 'fround';
    const make = (key: string | number): Slot => ({
      type: type.element,
      name: name === undefined ? undefined : `${name}_${key}`,
      rounding,
    });
    for (let k = 0; k < length; k++) slots.set(k, make(k));
    this.found.set(allocation.result, { home, tests, slots, make, length });
  }

  private allows(instruction: Instruction, candidate: Candidate, block: Block): boolean {
    const { slots, length } = candidate;
    const write = (key: string | number): boolean => {
      if (this.tests > candidate.tests) return false;
      const slot = slots.get(key);
      if (slot === undefined) return false;
      this.open.at(-1)!.add(slot);
      return true;
    };
    switch (instruction.kind) {
      case 'length':
        return length !== undefined;
      case 'load':
        return length !== undefined && constantCount(instruction.index) !== undefined;
      case 'store':
      case 'accumulate': {
        const index = constantCount(instruction.index);
        return length !== undefined && index !== undefined && index < length && write(index);
      }
      case 'get-field':
        return length === undefined && slots.has(instruction.field);
      case 'set-field':
      case 'accumulate-field':
        return length === undefined && write(instruction.field);
      case 'push':
        if (length === undefined || block !== candidate.home || length >= mostElements) return false;
        if (!slots.has(length)) slots.set(length, candidate.make(length));
        candidate.length = length + 1;
        return true;
      case 'pop':
        if (length === undefined || block !== candidate.home) return false;
        candidate.length = Math.max(0, length - 1);
        return true;
      default:
        return false;
    }
  }
}

type Environment = Map<Slot, Value>;

/** Writes the function anew, with a value for every slot. */
class Replacer {
  private readonly replaced = new Replacements();
  private readonly lengths = new Map<Value, number>();
  private environment: Environment = new Map();
  private readonly builder = new Builder(emptyBlock());
  private readonly search: Search;

  constructor(search: Search) {
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
      case 'load':
        return replaced.set(instruction.result, read(constantCount(instruction.index)!));
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
  const search = new Search();
  search.block(fn.body);
  return search.found.size === 0 ? fn : withBody(fn, new Replacer(search).block(fn.body));
}
