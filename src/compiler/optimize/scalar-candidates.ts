/**
 * Which arrays and records `scalar-replacement.ts` may replace by plain values. In: a function's body, walked
 * once in program order. Out: the allocations whose reference goes nowhere, with a slot for each element or
 * field, and for each block the slots that are written in it.
 */
import type { Allocation } from '../analysis/alias.ts';
import { objectOf } from '../analysis/effects.ts';
import type { Block, Instruction, Type, Value } from '../ir/ir.ts';
import { numberType } from '../ir/ir.ts';
import { operations } from '../ir/operations.ts';
import { operandsOf } from '../ir/visit.ts';
import { constantCount } from './rewrite.ts';

/** Longer arrays stay in memory. */
const mostElements = 64;

/** One place of an array or record, and how a value is changed when it is put there. */
export interface Slot {
  readonly type: Type;
  readonly name: string | undefined;
  readonly rounding: 'none' | 'number' | 'fround';
}

/** An array or record that may be replaced. */
export interface Candidate {
  readonly home: Block;
  /** How many loop tests stand around the allocation: writes in further ones cannot be carried. */
  readonly tests: number;
  readonly slots: Map<string | number, Slot>;
  readonly make: (key: string | number) => Slot;
  /** Length at the instruction being looked at; undefined for records. */
  length: number | undefined;
}

/** True for immediate numbers, and for values among those known to be numbers. */
export function isNumber(value: Value, known: ReadonlySet<Value>): boolean {
  return known.has(value) || typeof value.constant?.value === 'number';
}

/** Finds what can be replaced. */
export class CandidateSearch {
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
    if (instruction.kind === 'apply' && operations[instruction.operation].result === 'number')
      this.numbers.add(instruction.result);
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
