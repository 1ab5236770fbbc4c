/**
 * Typed arrays for machines whose numbers are not plain numbers. A typed array can hold nothing else, so such a
 * machine keeps a list in its place, which remembers what it stands for and rounds what is written to it as the typed
 * array would. How a number is rounded is the machine's affair.
 */
import type { Storage } from '../ir/ir.ts';
import type { Memory } from './interpret.ts';

/** Whole numbers of so many bits: what JavaScript's own arrays make of a number. */
const wholeStorages = {
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
};

/** Arrays that hold whole numbers only. */
export type WholeStorage = keyof typeof wholeStorages;

/** The whole number that such an array keeps of a number. */
export function wholeNumberIn(storage: WholeStorage, value: number): number {
  const cell = new wholeStorages[storage](1);
  cell[0] = value;
  return cell[0];
}

/** What stands behind an array that no machine has made. */
function storageOf(array: object): Storage {
  return Array.isArray(array) ? 'list' : (array.constructor.name as Storage);
}

/** The lists of one machine. */
export class TypedLists {
  private readonly storages = new WeakMap<object, Storage>();
  private readonly convert: (storage: Storage, value: unknown) => unknown;

  /** @param convert what an array of this storage keeps of a value */
  constructor(convert: (storage: Storage, value: unknown) => unknown) {
    this.convert = convert;
  }

  /** A new array of a program. */
  allocate(storage: Storage, length: number, fill: unknown): Memory {
    const memory: unknown[] = new Array(length);
    if (storage === 'list') return fill === undefined ? memory : memory.fill(fill);
    this.storages.set(memory, storage);
    return memory.fill(fill === undefined ? 0 : this.convert(storage, fill));
  }

  /** A write; past the end of a typed array it is lost, as in JavaScript. */
  store(array: Memory, index: number, value: unknown): void {
    const list = array as unknown[];
    const storage = this.storages.get(array) ?? storageOf(array);
    if (storage === 'list') list[index] = value;
    else if (Number.isInteger(index) && index >= 0 && index < list.length) list[index] = this.convert(storage, value);
  }

  /** A list that behaves as an array of this storage. */
  adopt(storage: Storage, contents: readonly unknown[]): unknown[] {
    const memory = [...contents];
    if (storage !== 'list') this.storages.set(memory, storage);
    return memory;
  }
}
