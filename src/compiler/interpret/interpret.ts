/**
 * The slow, obvious evaluator. It walks the IR instruction by instruction and keeps every value in a map, so
 * that reading it is reading what the IR means. It is the oracle of the tests, and it serves where a page's
 * security policy forbids compiled code.
 *
 * In: a function of the IR, its arguments as ordinary JavaScript values, and a `Machine`, which says what an
 * operation computes, so that the same walk runs a program over numbers or over another domain. Out: what the
 * body yields. Guaranteed: with `plainMachine`, the results and the changes to memory are those of emitted
 * code, bit for bit. Memory is real JavaScript arrays, typed arrays and objects; arguments are used as they
 * come and never copied. A program's `throw` is a `SecantError` S302; a stack overflow is left to the caller.
 */
import { type Span, internalError, unreachable } from '../../base/diagnostics.ts';
import { roomFor, spendSteps } from '../../base/steps.ts';
import type { Apply, Block, FunctionIr, Instruction, KinkFlag, Storage, TypedStorage, Value } from '../ir/ir.ts';
import type { OperationName } from '../ir/operations.ts';
import { stepCost } from '../analysis/step-cost.ts';
import { thrownByProgram } from '../ir/thrown.ts';
import { evaluate } from '../rules/index.ts';

/** An array in memory: a list, or one of the typed arrays. Whether it holds numbers is the machine's affair. */
export type Memory = unknown[] | Float64Array;

/**
 * What a number is, and what the operations do with it. Constants of the program reach `apply` as plain
 * numbers, truth values and strings; a machine of another domain lifts them as it needs.
 */
export interface Machine {
  /** The result of a pure operation; `from` is the instruction, where the operation is one of its own. */
  apply(operation: OperationName, args: readonly unknown[], from?: Apply): unknown;
  /** Which way an `if` goes, and whether a loop goes on. */
  truth(value: unknown): boolean;
  /** The plain number behind an index or a length. */
  index(value: unknown): number;
  /** The program stands on a kink if the two are equal; with `missed`, a read found nothing. */
  kink(left: unknown, right: unknown, missed: boolean): void;
  /** A new array; without it, the JavaScript object that the storage names. */
  allocate?(storage: Storage, length: number, fill: unknown): Memory;
  /** A write to an array; without it, JavaScript's own. */
  store?(array: Memory, index: number, value: unknown): void;
  /** The results of a call; without it, or where it answers nothing, the body runs. */
  call?(target: FunctionIr, args: readonly unknown[]): unknown[] | undefined;
  /** Takes steps of the program from what may be spent; without it, from the meter that compiled code uses. */
  spend?(count: number): void;
}

/** A machine of plain numbers that notes kinks in `flag`. */
export function createPlainMachine(flag: KinkFlag): Machine {
  return {
    apply: (operation, args) => evaluate(operation, args),
    truth: Boolean,
    index: (value) => value as number,
    kink(left, right, missed) {
      if (left === right) flag.hit = !missed || flag.hit || 'missed';
    },
  };
}

/** The machine of plain numbers, for callers who do not ask about kinks. */
export const plainMachine: Machine = createPlainMachine({ hit: false });

/**
 * Runs a function and gives what its body yields.
 *
 * @throws SecantError S302 where the program throws; RangeError where its recursion has no end, or a length is
 * not possible; TypeError where it reads from something that is not there.
 */
export function interpret(fn: FunctionIr, args: readonly unknown[], machine: Machine = plainMachine): unknown[] {
  const values = new Map<Value, unknown>();
  fn.parameters.forEach((parameter, k) => values.set(parameter, args[k]));
  spend(machine, stepCost(fn));
  return new Run(values, machine).block(fn.body);
}

/** The result of a function that is called as it is; on values that are not plain its body runs, and throws. */
function outside({ rule }: FunctionIr, args: readonly unknown[]): unknown[] | undefined {
  if (rule?.outside === undefined) return undefined;
  const plain = (value: unknown): boolean =>
    typeof value !== 'object' || ArrayBuffer.isView(value) || (Array.isArray(value) && value.every(plain));
  return args.every(plain) ? [rule.outside(args)] : undefined;
}

function spend(machine: Machine, count: number, span?: Span): void {
  if (machine.spend === undefined) spendSteps(count, span);
  else machine.spend(count);
}

const typedArrays: Record<TypedStorage, new (length: number) => { fill(value: number): unknown }> = {
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
};

/** A new array as the program's JavaScript would make it; `fill` undefined leaves holes, or zeros in typed arrays. */
function allocatePlain(storage: Storage, length: number, fill: unknown): Memory {
  if (storage === 'list') {
    const list: unknown[] = new Array(length);
    return fill === undefined ? list : list.fill(fill);
  }
  const typed = new typedArrays[storage](length);
  if (fill !== undefined) typed.fill(fill as number);
  return typed as unknown as Memory;
}

/** One activation of a function. */
class Run {
  private readonly values: Map<Value, unknown>;
  private readonly machine: Machine;

  constructor(values: Map<Value, unknown>, machine: Machine) {
    this.values = values;
    this.machine = machine;
  }

  block(block: Block): unknown[] {
    for (const instruction of block.instructions) this.step(instruction);
    return block.yields.map((value) => this.read(value));
  }

  private read(value: Value): unknown {
    if (value.constant !== undefined) return value.constant.value;
    if (!this.values.has(value)) internalError('a value read before its definition', value.name ?? value.id);
    return this.values.get(value);
  }

  private write(value: Value, content: unknown): void {
    this.values.set(value, content);
  }

  private writeAll(targets: readonly Value[], contents: readonly unknown[]): void {
    targets.forEach((target, k) => this.write(target, contents[k]));
  }

  private readAll(values: readonly Value[]): unknown[] {
    return values.map((value) => this.read(value));
  }

  private memory(value: Value): unknown[] {
    return this.read(value) as unknown[];
  }

  private record(value: Value): Record<string, unknown> {
    return this.read(value) as Record<string, unknown>;
  }

  private index(value: Value): number {
    return this.machine.index(this.read(value));
  }

  private store(array: unknown[], index: number, content: unknown): void {
    if (this.machine.store === undefined) array[index] = content;
    else this.machine.store(array, index, content);
  }

  private step(instruction: Instruction): void {
    const { machine } = this;
    switch (instruction.kind) {
      case 'apply':
        return this.write(
          instruction.result,
          machine.apply(instruction.operation, this.readAll(instruction.args), instruction),
        );
      case 'if': {
        const taken = machine.truth(this.read(instruction.condition)) ? instruction.then : instruction.otherwise;
        return this.writeAll(instruction.results, this.block(taken));
      }
      case 'loop': {
        this.writeAll(instruction.parameters, this.readAll(instruction.initial));
        const cost = stepCost(instruction);
        while (machine.truth(this.block(instruction.test)[0])) {
          spend(machine, cost, instruction.span);
          this.writeAll(instruction.parameters, this.block(instruction.body));
        }
        return this.writeAll(instruction.results, this.readAll(instruction.parameters));
      }
      case 'allocate': {
        const { type } = instruction.result;
        const storage = type.kind === 'array' ? type.storage : 'list';
        const fill = instruction.fill && this.read(instruction.fill);
        const allocate = machine.allocate ?? allocatePlain;
        return this.write(instruction.result, allocate(storage, roomFor(this.index(instruction.length)), fill));
      }
      case 'list':
        return this.write(instruction.result, this.readAll(instruction.elements));
      case 'struct': {
        const { type } = instruction.result;
        const elements = this.readAll(instruction.elements);
        const tuple = type.kind === 'struct' && type.tuple;
        const fields = (): object => Object.fromEntries(instruction.names.map((name, k) => [name, elements[k]]));
        return this.write(instruction.result, tuple ? elements : fields());
      }
      case 'load':
        return this.write(instruction.result, this.memory(instruction.array)[this.index(instruction.index)]);
      case 'store':
        return this.store(this.memory(instruction.array), this.index(instruction.index), this.read(instruction.value));
      case 'accumulate': {
        const array = this.memory(instruction.array);
        const index = this.index(instruction.index);
        return this.store(array, index, machine.apply('add', [array[index], this.read(instruction.value)]));
      }
      case 'length':
        return this.write(instruction.result, this.memory(instruction.array).length);
      case 'set-length':
        this.memory(instruction.array).length = roomFor(this.index(instruction.length));
        return;
      case 'push':
        this.memory(instruction.array).push(this.read(instruction.value));
        return;
      case 'pop':
        return this.write(instruction.result, this.memory(instruction.array).pop());
      case 'get-field':
        return this.write(instruction.result, this.record(instruction.object)[instruction.field]);
      case 'set-field':
        this.record(instruction.object)[instruction.field] = this.read(instruction.value);
        return;
      case 'accumulate-field': {
        const object = this.record(instruction.object);
        object[instruction.field] = machine.apply('add', [object[instruction.field], this.read(instruction.value)]);
        return;
      }
      case 'call': {
        const args = this.readAll(instruction.args);
        const { target } = instruction;
        const known = machine.call?.(target, args) ?? outside(target, args);
        return this.writeAll(instruction.results, known ?? interpret(target, args, machine));
      }
      case 'derive':
        return internalError('a derivative inside the program that was not expanded', instruction.target.name);
      case 'throw':
        throw thrownByProgram(this.read(instruction.message), instruction.span);
      case 'kink':
        return machine.kink(this.read(instruction.left), this.read(instruction.right), instruction.missed === true);
      default:
        return unreachable('interpreting', instruction);
    }
  }
}
