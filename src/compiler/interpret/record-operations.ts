/**
 * A machine for the interpreter that writes down what a program does. It runs on plain values, and every number that
 * depends on the inputs also knows the operation that made it and the numbers that went in. What comes out is the
 * computation as it was carried out at this point: branches not taken are not there, a loop is there once for each
 * time it went round, and what depends on no input is a constant.
 *
 * In: a function of the IR, its arguments, and how many operations may be recorded. Out: the numbers of the inputs and
 * the result. Guaranteed: values are those of `plainMachine`, bit for bit; a recorded number comes after all it was
 * made from. Operations that only choose among numbers (`select`, reads, writes) leave no trace. A function with a
 * derivative of its author's is one operation, with the partial derivatives that the author gives.
 */
import { interpretedStep, spendSteps } from '../../base/steps.ts';
import { SecantError } from '../../base/diagnostics.ts';
import type { Apply, FunctionIr, Storage } from '../ir/ir.ts';
import type { OperationName } from '../ir/operations.ts';
import { evaluate } from '../rules/index.ts';
import { interpret, type Machine, type Memory, plainMachine } from './interpret.ts';
import type { Program } from './germ-slope.ts';
import { TypedLists, wholeNumberIn } from './typed-lists.ts';

/** How a recorded number came about. */
export type Origin =
  /** The k-th number of the arguments, and the way to it: an index or a field for each level. */
  | { readonly kind: 'input'; readonly path: readonly string[] }
  | { readonly kind: 'operation'; readonly operation: OperationName; readonly from: Apply | undefined }
  /** A function whose author gives its derivative; one partial derivative for each of the args. */
  | { readonly kind: 'given'; readonly name: string; readonly partials: readonly number[] };

/** A number that depends on the inputs. */
export class RecordedNumber {
  readonly value: number;
  readonly origin: Origin;
  /** What went in: recorded numbers and constants. */
  readonly args: readonly (RecordedNumber | number)[];
  /** Place in the order in which numbers were computed. */
  readonly position: number;

  constructor(value: number, origin: Origin, args: readonly (RecordedNumber | number)[], position: number) {
    this.value = value;
    this.origin = origin;
    this.args = args;
    this.position = position;
  }
}

/** What a run left. */
export interface Recording {
  readonly inputs: readonly RecordedNumber[];
  /** What the function yields first; a plain number if it depends on no input. */
  readonly result: unknown;
}

/**
 * Runs a function and records it.
 *
 * @param limit how many operations may be recorded
 * @throws SecantError S304 beyond the limit, and whatever the program throws
 */
export function recordOperations(fn: Program, args: readonly unknown[], limit: number): Recording {
  const machine = new RecordingMachine(limit);
  if ('runOn' in fn) {
    const inputs = args.map((arg) => machine.input(arg, []));
    const numbers = inputs.map((input) => numbersOf(input));
    return { inputs: machine.inputs, result: fn.runOn(machine, args, (_value, j, k) => numbers[j]![k]) };
  }
  const recorded = args.map((arg) => machine.input(arg, []));
  const [result] = interpret(fn, recorded, machine);
  return { inputs: machine.inputs, result };
}

class RecordingMachine implements Machine {
  readonly inputs: RecordedNumber[] = [];
  private readonly lists = new TypedLists((storage, value) => this.convert(storage, value));
  private readonly limit: number;
  private count = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  spend(count: number): void {
    spendSteps(interpretedStep * count);
  }

  /** An argument with its numbers recorded. */
  input(value: unknown, path: readonly string[]): unknown {
    if (typeof value === 'number') {
      const input = new RecordedNumber(value, { kind: 'input', path }, [], this.inputs.length);
      this.inputs.push(input);
      return input;
    }
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((inner, k) => this.input(inner, [...path, String(k)]));
    if (ArrayBuffer.isView(value)) {
      const contents = Array.from(value as Float64Array, (inner, k) => this.input(inner, [...path, String(k)]));
      return this.lists.adopt(value.constructor.name as Storage, contents);
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.input(inner, [...path, key])]));
  }

  apply(operation: OperationName, args: readonly unknown[], from?: Apply): unknown {
    if (!args.some((arg) => arg instanceof RecordedNumber)) return evaluate(operation, args);
    if (operation === 'select') return plain(args[0]) ? args[1] : args[2];
    // Of a number it is the identity.
    if (operation === 'number') return args[0];
    const value = evaluate(operation, args.map(plain));
    if (typeof value !== 'number') return value;
    return this.record(value, { kind: 'operation', operation, from }, args.map(asNumber));
  }

  truth(value: unknown): boolean {
    return Boolean(plain(value));
  }

  index(value: unknown): number {
    return plain(value) as number;
  }

  kink(): void {
    // Kinks are found afterwards, operation by operation.
  }

  readonly allocate = (storage: Storage, length: number, fill: unknown): Memory =>
    this.lists.allocate(storage, length, fill);

  store(array: Memory, index: number, value: unknown): void {
    this.lists.store(array, index, value);
  }

  call(target: FunctionIr, args: readonly unknown[]): unknown[] | undefined {
    const { rule } = target;
    if (rule === undefined) return undefined;
    const numbers = args.slice(0, rule.count).flatMap(numbersOf);
    if (!numbers.some((number) => number instanceof RecordedNumber)) return undefined;
    const [value] = interpret(target, args.map(plainCopy), plainMachine);
    if (typeof value !== 'number') return undefined;
    const yielded = interpret(rule.partials, args.map(plainCopy), plainMachine);
    const partials = yielded.flatMap(numbersOf).map((partial) => Number(plain(partial)));
    return [this.record(value, { kind: 'given', name: target.name, partials }, numbers)];
  }

  private record(value: number, origin: Origin, args: readonly (RecordedNumber | number)[]): RecordedNumber {
    if (this.count >= this.limit) {
      throw new SecantError('S304', `the function takes more than ${this.limit} operations here`, {
        hint: 'record it at a point where a loop runs less often, or raise `limit`',
      });
    }
    return new RecordedNumber(value, origin, args, this.inputs.length + this.count++);
  }

  /** What a typed array keeps of a number. A whole number does not follow small changes: it is a constant. */
  private convert(storage: Storage, value: unknown): unknown {
    if (storage === 'list') return value;
    if (storage === 'Float64Array') return this.apply('number', [value]);
    if (storage === 'Float32Array') return this.apply('fround', [value]);
    return wholeNumberIn(storage, Number(plain(value)));
  }
}

function plain(value: unknown): unknown {
  return value instanceof RecordedNumber ? value.value : value;
}

/** An argument of arithmetic: what is no number counts as JavaScript counts it. */
function asNumber(value: unknown): RecordedNumber | number {
  return value instanceof RecordedNumber ? value : Number(value);
}

function plainCopy(value: unknown): unknown {
  if (value instanceof RecordedNumber || typeof value !== 'object' || value === null) return plain(value);
  if (Array.isArray(value)) return value.map(plainCopy);
  if (ArrayBuffer.isView(value)) return (value as Float64Array).slice();
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainCopy(inner)]));
}

/** The numbers of a value in order. */
function numbersOf(value: unknown): (RecordedNumber | number)[] {
  if (value instanceof RecordedNumber || typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  return Object.values(value).flatMap(numbersOf);
}
