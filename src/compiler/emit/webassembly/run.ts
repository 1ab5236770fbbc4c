/**
 * A module at work: arguments are copied into its memory, a run writes there, and what it wrote is copied back. A run that
 * ends before its time changes nothing that its caller can see.
 */
import type { KinkFlag, Type } from '../../ir/ir.ts';
import { flagPlace, resultsPlace } from './memory-layout.ts';
import type { EmittedWebAssembly } from './webassembly.ts';

/** A program that runs in WebAssembly. */
export interface WebAssemblyProgram {
  /** All results; undefined if the run was left. */
  run(args: readonly unknown[]): unknown[] | undefined;
}

type Numbers = Float64Array | number[];
type Rows = readonly (Numbers | Rows)[];

/**
 * Makes a module ready to run.
 *
 * @param kink where runs note what they meet
 * @param overwrites which arrays a run writes from end to end, so that what they hold need not be copied in
 *
 * @throws WebAssembly.CompileError where the engine does not know its instructions, or a page's policy forbids it
 */
export function instantiate(
  emitted: EmittedWebAssembly,
  kink: KinkFlag = { hit: false },
  overwrites: readonly boolean[] = [],
): WebAssemblyProgram {
  const module = new WebAssembly.Module(emitted.bytes);
  const instance = new WebAssembly.Instance(module, { host: emitted.imports });
  const memory = instance.exports['memory'] as WebAssembly.Memory;
  const start = instance.exports['run'] as (...args: number[]) => number | undefined;
  const room = instance.exports['room'] as (bytes: number) => number;
  const reset = instance.exports['reset'] as (free: number) => void;
  let floats = new Float64Array(memory.buffer);
  let words = new Int32Array(memory.buffer);
  const look = (): void => {
    if (floats.buffer === memory.buffer) return;
    floats = new Float64Array(memory.buffer);
    words = new Int32Array(memory.buffer);
  };
  const { parameters, writes, results } = emitted;
  const isTruth = results.map((kind) => kind === 'boolean');

  /** Copies numbers in, and gives their address. */
  const put = (numbers: Numbers): number => {
    const address = room(8 * numbers.length);
    look();
    const at = address >> 3;
    if (numbers.length > 32) floats.set(numbers, at);
    else for (let k = 0; k < numbers.length; k++) floats[at + k] = numbers[k]!;
    return address;
  };
  const putRows = (rows: Rows, type: Type): number => {
    if (type.kind !== 'array' || type.element.kind !== 'array') return put(rows as unknown as Numbers);
    const element = type.element;
    const address = room(8 * rows.length);
    rows.forEach((row, k) => {
      const inner = putRows(row as Rows, element);
      look();
      words[(address >> 2) + 2 * k] = inner;
      words[(address >> 2) + 2 * k + 1] = row.length;
    });
    return address;
  };
  const take = (numbers: Numbers, address: number): void => {
    const at = address >> 3;
    if (ArrayBuffer.isView(numbers) && numbers.length > 32) numbers.set(floats.subarray(at, at + numbers.length));
    else for (let k = 0; k < numbers.length; k++) numbers[k] = floats[at + k]!;
  };
  const takeRows = (rows: Rows, type: Type, address: number): void => {
    if (type.kind !== 'array' || type.element.kind !== 'array') return take(rows as unknown as Numbers, address);
    for (let k = 0; k < rows.length; k++) takeRows(rows[k] as Rows, type.element, words[(address >> 2) + 2 * k]!);
  };

  const given: number[] = parameters.flatMap(({ kind }) => (kind === 'array' ? [0, 0] : [0]));
  /** Copies what must be copied in, and gives what the function takes. */
  const hand = (args: readonly unknown[]): void => {
    let next = 0;
    for (let k = 0; k < parameters.length; k++) {
      const type = parameters[k]!;
      if (type.kind === 'array') {
        const arg = args[k] as Rows;
        given[next++] = overwrites[k] === true ? room(8 * arg.length) : putRows(arg, type);
        given[next++] = arg.length;
      } else given[next++] = Number(args[k]);
    }
    look();
  };
  const fetch = (args: readonly unknown[]): void => {
    let next = 0;
    for (let k = 0; k < parameters.length; k++) {
      if (writes[k]) takeRows(args[k] as Rows, parameters[k]!, given[next]!);
      next += parameters[k]!.kind === 'array' ? 2 : 1;
    }
  };

  return {
    run(args) {
      let value: number | undefined;
      try {
        reset(emitted.free);
        words[flagPlace >> 2] = 0;
        hand(args);
        value = Reflect.apply(start, undefined, given);
      } catch (error) {
        // Also where the stack is full: JavaScript finds out whether it is.
        if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) return undefined;
        throw error;
      }
      look();
      const note = words[flagPlace >> 2]!;
      if (note !== 0) kink.hit = note >= 2 ? true : kink.hit || 'missed';
      fetch(args);
      if (results.length === 1) return [isTruth[0] ? value !== 0 : value];
      return isTruth.map((truth, k) => {
        const number = floats[(resultsPlace >> 3) + k]!;
        return truth ? number !== 0 : number;
      });
    },
  };
}
