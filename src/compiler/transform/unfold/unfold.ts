/**
 * A program written out as one straight line of operations on numbers. Arrays and records become their elements, helpers
 * are written where they are called, loops as often as they go round. What remains is what engines without loops and
 * memory can run: pure operations, and branches that hand on numbers.
 *
 * In: a function and, for each parameter, what stands for it: numbers for the leaves of an argument, constants for what
 * is captured. Out: instructions in a builder, and what the function yields. Guaranteed: the same operations in the same
 * order on the path that is taken, so results keep their bits. A branch that throws gives no number: `failed` is then
 * true. What cannot be written out is an error with its place: a loop whose end depends on the data and never comes, an
 * array as long as the data say, more operations than the limit.
 *
 * The method is partial evaluation: the program runs with symbols for numbers. At a branch that depends on them both
 * sides run, each with its own writes to memory, and what they leave is joined.
 */
import { SecantError, type Span, internalError, unreachable } from '../../../base/diagnostics.ts';
import {
  type Block,
  booleanType,
  type Call,
  type FunctionIr,
  type If,
  type Instruction,
  type Loop,
  newValue,
  numberType,
  type Storage,
  type Value,
} from '../../ir/ir.ts';
import { type Builder, emptyBlock, isConstant } from '../../rules/builder.ts';
import { Facts } from './facts.ts';
import { ArrayCell, type Cell, isScalar, Journal, nothing, RecordCell } from './cells.ts';

/** Limits of what is written out. */
export interface UnfoldOptions {
  /** Most operations in all; 20 000 if not given. */
  readonly limit?: number;
  /** Functions with a derivative of their author's stay calls; they must, until the derivative has been taken. */
  readonly keepRules?: boolean;
}

/** What became of a function. */
export interface Unfolded {
  readonly yields: readonly Cell[];
  /** True where the program throws; an immediate where that is known. */
  readonly failed: Value;
}

const mostCalls = 200;

/**
 * Writes a function out.
 *
 * @throws SecantError S101 and S304 with the place in the text
 */
export function unfold(
  fn: FunctionIr,
  args: readonly Cell[],
  builder: Builder,
  { limit = 20_000, keepRules = false }: UnfoldOptions = {},
): Unfolded {
  const run = new Unfolding(builder, limit, keepRules);
  const yields = run.call(fn, args);
  return { yields, failed: run.failed };
}

/** Ends the branch that throws. */
class Thrown extends Error {}

class Unfolding {
  failed: Value;
  private readonly builder: Builder;
  private readonly limit: number;
  private readonly keepRules: boolean;
  /** Of the call that runs. */
  private values = new Map<Value, Cell>();
  private readonly journals: Journal[] = [];
  private readonly facts = new Facts();
  private depth = 0;
  private count = 0;
  private span: Span | undefined;

  constructor(builder: Builder, limit: number, keepRules: boolean) {
    this.builder = builder;
    this.keepRules = keepRules;
    this.limit = limit;
    this.failed = builder.constant(false);
  }

  call(fn: FunctionIr, args: readonly Cell[]): Cell[] {
    if (++this.depth > mostCalls)
      this.fail(
        'S303',
        `\`${fn.name}\` calls itself too often to be written out`,
        'give the recursion a constant depth',
      );
    const outer = this.values;
    this.values = new Map(fn.parameters.map((parameter, k) => [parameter, args[k] ?? nothing(this.builder)]));
    try {
      return this.block(fn.body);
    } catch (error) {
      // Outside every branch: the program throws whatever it is given.
      if (!(error instanceof Thrown) || this.depth > 1) throw error;
      return fn.body.yields.map(() => this.builder.constant(NaN));
    } finally {
      this.values = outer;
      this.depth--;
    }
  }

  private fail(code: 'S101' | 'S303' | 'S304', sentence: string, hint: string): never {
    throw new SecantError(code, sentence, { span: this.span, hint });
  }

  private block(block: Block): Cell[] {
    for (const instruction of block.instructions) this.step(instruction);
    return block.yields.map((value) => this.read(value));
  }

  private read(value: Value): Cell {
    if (value.constant !== undefined) return value;
    const cell = this.values.get(value) ?? internalError('a value read before its definition', value.name ?? value.id);
    if (!isScalar(cell) || cell.constant !== undefined) return cell;
    const immediate = this.facts.immediate(cell);
    return typeof immediate === 'boolean' ? this.builder.constant(immediate) : (immediate ?? cell);
  }

  /** A number, truth value or string. */
  private scalar(value: Value): Value {
    const cell = this.read(value);
    return isScalar(cell) ? cell : this.fail('S101', 'an array stands where a number is needed', 'use its elements');
  }

  private array(value: Value): ArrayCell {
    const cell = this.read(value);
    if (cell instanceof ArrayCell) return cell;
    return this.fail('S101', 'which array is meant depends on the data', 'choose among numbers instead of arrays');
  }

  private field(value: Value): RecordCell | ArrayCell {
    const cell = this.read(value);
    if (!isScalar(cell)) return cell;
    return this.fail('S101', 'which record is meant depends on the data', 'choose among numbers instead of records');
  }

  /** To be called before a write. */
  private writing(memory: ArrayCell | RecordCell): void {
    if (memory.joined)
      this.fail('S101', 'an array that depends on the data is written to', 'choose among numbers instead of arrays');
    this.journals.at(-1)?.note(memory);
  }

  private known(value: Value, what: string): number {
    const known = this.scalar(value).constant?.value;
    if (typeof known === 'number') return known;
    return this.fail('S101', `${what} depends on the data`, 'make it a constant');
  }

  private counted(): void {
    if (++this.count > this.limit)
      this.fail(
        'S304',
        `the function is more than ${this.limit} operations when it is written out`,
        'shorten its loops',
      );
  }

  private step(instruction: Instruction): void {
    if ('span' in instruction && instruction.span !== undefined) this.span = instruction.span;
    this.builder.span = this.span;
    this.counted();
    switch (instruction.kind) {
      case 'apply': {
        const { operation, args, result } = instruction;
        const cells = args.map((arg) => this.read(arg));
        const scalars = cells.filter(isScalar);
        if (scalars.length < cells.length) {
          this.values.set(result, this.ofMemory(operation, cells));
          return;
        }
        const made = this.builder.applyNamed(result.name, operation, scalars);
        this.facts.operation({ operation, args: scalars, result: made });
        this.values.set(result, made);
        return;
      }
      case 'if':
        return this.branch(instruction);
      case 'loop': {
        const initial = instruction.initial.map((value) => this.read(value));
        const results = this.rounds(instruction, initial);
        instruction.results.forEach((result, k) => this.values.set(result, results[k]!));
        return;
      }
      case 'allocate': {
        const length = this.known(instruction.length, 'the length of an array');
        if (length > this.limit) this.fail('S304', `an array of ${length} is too long to be written out`, 'shorten it');
        const { type } = instruction.result;
        const storage = type.kind === 'array' ? type.storage : 'list';
        const fill = instruction.fill
          ? this.read(instruction.fill)
          : this.builder.constant(storage === 'list' ? undefined : 0);
        this.values.set(
          instruction.result,
          new ArrayCell(new Array<Cell>(length).fill(fill), storage, this.journals.length),
        );
        return;
      }
      case 'list': {
        const items = instruction.elements.map((element) => this.read(element));
        this.values.set(instruction.result, new ArrayCell(items, 'list', this.journals.length));
        return;
      }
      case 'struct': {
        const fields = instruction.names.map((name, k) => [name, this.read(instruction.elements[k]!)] as const);
        this.values.set(instruction.result, new RecordCell(new Map(fields), this.journals.length));
        return;
      }
      case 'load':
        this.values.set(instruction.result, this.load(this.array(instruction.array), this.scalar(instruction.index)));
        return;
      case 'store':
        return this.store(instruction.array, instruction.index, () => this.read(instruction.value));
      case 'accumulate': {
        const added = this.scalar(instruction.value);
        return this.store(instruction.array, instruction.index, (old) => this.sum(old, added));
      }
      case 'length':
        this.values.set(instruction.result, this.builder.constant(this.lengthOf(this.array(instruction.array))));
        return;
      case 'set-length': {
        const array = this.array(instruction.array);
        this.writing(array);
        array.items.length = this.known(instruction.length, 'the length of an array');
        return;
      }
      case 'push': {
        const array = this.array(instruction.array);
        this.writing(array);
        array.items.push(this.read(instruction.value));
        return;
      }
      case 'pop': {
        const array = this.array(instruction.array);
        this.writing(array);
        this.values.set(instruction.result, array.items.pop() ?? nothing(this.builder));
        return;
      }
      case 'get-field': {
        const memory = this.field(instruction.object);
        const { field } = instruction;
        const found = memory instanceof RecordCell ? memory.get(field) : this.element(memory, Number(field));
        this.values.set(instruction.result, found ?? nothing(this.builder));
        return;
      }
      case 'set-field':
        return this.setField(instruction.object, instruction.field, () => this.read(instruction.value));
      case 'accumulate-field': {
        const added = this.scalar(instruction.value);
        return this.setField(instruction.object, instruction.field, (old) => this.sum(old, added));
      }
      case 'call':
        return this.callInstruction(instruction);
      case 'throw':
        this.failed = this.builder.constant(true);
        throw new Thrown();
      case 'kink':
        return;
      case 'derive':
        return internalError('a derivative inside the program that was not expanded', instruction.target.name);
      default:
        return unreachable('writing out', instruction);
    }
  }

  /** Questions that can be asked of arrays and records. */
  private ofMemory(operation: string, [first, second]: readonly Cell[]): Value {
    switch (operation) {
      case 'truthy':
        return this.builder.constant(true);
      case 'not':
      case 'is_undefined':
      case 'is_null':
      case 'is_nan':
        return this.builder.constant(false);
      case 'eq':
        return this.builder.constant(first === second);
      case 'ne':
        return this.builder.constant(first !== second);
      default:
        return this.fail('S101', 'an array stands where a number is needed', 'use its elements');
    }
  }

  private sum(old: Cell, added: Value): Value {
    if (!isScalar(old)) return internalError('adding to an array');
    return this.builder.apply('add', old, added);
  }

  private lengthOf(array: ArrayCell): number {
    if (array.grow === undefined) return array.items.length;
    return this.fail(
      'S101',
      `how long \`${array.name}\` is, is not known here`,
      'give an example: { sample } for the row, the parameters for the rest',
    );
  }

  private element(array: ArrayCell, index: number): Cell | undefined {
    if (array.grow !== undefined && Number.isInteger(index) && index >= 0 && index < this.limit)
      for (let k = array.items.length; k <= index; k++) array.items.push(array.grow(k));
    return array.items[index];
  }

  /** `array[index]`; for an index that the data give, the one of the elements. */
  private load(array: ArrayCell, index: Value): Cell {
    const known = index.constant?.value;
    if (known !== undefined) return this.element(array, Number(known)) ?? nothing(this.builder);
    const count = this.lengthOf(array);
    let found = this.builder.constant(NaN);
    for (let k = count - 1; k >= 0; k--) {
      const at = this.builder.apply('eq', index, this.builder.constant(k));
      const item = array.items[k]!;
      if (!isScalar(item))
        this.fail('S101', 'which array is meant depends on the data', 'choose among numbers instead of arrays');
      this.counted();
      found = this.builder.apply('select', at, item, found);
    }
    return found;
  }

  private store(target: Value, at: Value, value: (old: Cell) => Cell): void {
    const array = this.array(target);
    const index = this.scalar(at);
    this.writing(array);
    const known = index.constant?.value;
    if (known !== undefined) {
      array.items[Number(known)] = this.stored(
        array.storage,
        value(this.element(array, Number(known)) ?? nothing(this.builder)),
      );
      return;
    }
    const count = this.lengthOf(array);
    for (let k = 0; k < count; k++) {
      const old = array.items[k]!;
      const next = this.stored(array.storage, value(old));
      if (!isScalar(old) || !isScalar(next))
        this.fail('S101', 'which array is written to depends on the data', 'choose among numbers instead of arrays');
      this.counted();
      array.items[k] = this.builder.apply(
        'select',
        this.builder.apply('eq', index, this.builder.constant(k)),
        next,
        old,
      );
    }
  }

  /** What an array of some storage makes of a number. */
  private stored(storage: Storage, cell: Cell): Cell {
    if (storage === 'list' || storage === 'Float64Array' || !isScalar(cell)) return cell;
    if (storage === 'Float32Array') return this.builder.apply('fround', cell);
    return this.fail('S101', `a number is put into an ${storage}`, 'use an array of numbers or a Float64Array');
  }

  private setField(object: Value, field: string, value: (old: Cell) => Cell): void {
    const memory = this.field(object);
    this.writing(memory);
    if (memory instanceof RecordCell) memory.fields.set(field, value(memory.get(field) ?? nothing(this.builder)));
    else memory.items[Number(field)] = value(memory.items[Number(field)] ?? nothing(this.builder));
  }

  private callInstruction(call: Call): void {
    const args = call.args.map((arg) => this.read(arg));
    let results: readonly Cell[];
    if (call.target.rule === undefined || !this.keepRules) results = this.call(call.target, args);
    else {
      const scalars = args.filter(isScalar);
      if (scalars.length < args.length)
        this.fail('S101', `\`${call.target.name}\` has a derivative of its own and takes arrays`, 'give it numbers');
      const made = call.results.map((result) => newValue(result.type, result.name));
      this.builder.emit({ ...call, args: scalars, results: made });
      results = made;
    }
    call.results.forEach((result, k) => this.values.set(result, results[k] ?? nothing(this.builder)));
  }

  // ── Branches and loops ────────────────────────────────────────────────────────────────────────────────

  private branch(instruction: If): void {
    const condition = this.scalar(instruction.condition);
    const names = instruction.results.map(({ name }) => name);
    const results = this.choose(
      condition,
      () => this.block(instruction.then),
      () => this.block(instruction.otherwise),
      names,
    );
    instruction.results.forEach((result, k) => this.values.set(result, results[k]!));
  }

  /** The rounds of a loop from here on; a test that the data decide makes the rest of them one side of a branch. */
  private rounds(loop: Loop, initial: readonly Cell[]): Cell[] {
    let carried = [...initial];
    for (;;) {
      this.counted();
      loop.parameters.forEach((parameter, k) => this.values.set(parameter, carried[k]!));
      const test = this.block(loop.test)[0]!;
      if (!isScalar(test)) return internalError('a loop that is tested by an array');
      if (isConstant(test)) {
        if (test.constant!.value !== true) return carried;
        carried = this.block(loop.body);
        continue;
      }
      if (this.isImpossible(loop, test)) return carried;
      if (this.journals.length > mostCalls) {
        this.span = loop.span ?? this.span;
        this.fail('S101', 'how often this loop goes round depends on the data', 'give it a constant bound');
      }
      const rest = carried;
      return this.choose(
        test,
        () => this.rounds(loop, this.block(loop.body)),
        () => rest,
        loop.results.map(({ name }) => name),
      );
    }
  }

  /** True if a test contradicts itself: where its first part holds, its second does not. */
  private isImpossible(loop: Loop, test: Value): boolean {
    const again = this.facts.within(test, true, () => this.side(() => this.block(loop.test)).cells?.[0]);
    return again !== undefined && isScalar(again) && again.constant?.value === false;
  }

  /** Both sides of a branch, joined. */
  private choose(
    condition: Value,
    then: () => Cell[],
    otherwise: () => Cell[],
    names: readonly (string | undefined)[],
  ): Cell[] {
    if (isConstant(condition)) return condition.constant!.value ? then() : otherwise();
    const before = this.failed;
    const first = this.facts.within(condition, true, () => this.side(then));
    this.failed = before;
    const second = this.facts.within(condition, false, () => this.side(otherwise));
    this.failed = before;
    const join = new Join(this.builder, this.journals.length, first.block, second.block);
    const results = names.map((name, k) => join.cells(first.cells?.[k], second.cells?.[k], name));
    for (const memory of new Set([...first.journal.written(), ...second.journal.written()])) {
      this.writing(memory);
      const one = first.journal.after(memory);
      const two = second.journal.after(memory);
      if (memory instanceof ArrayCell) {
        if (one.length !== two.length)
          this.fail('S101', 'the length of an array depends on the data', 'give both branches the same length');
        memory.items.splice(0, Infinity, ...one.map((cell, k) => join.cells(cell, two[k], undefined)));
      } else {
        const fields = [...memory.fields.keys()];
        fields.forEach((field, k) => memory.fields.set(field, join.cells(one[k], two[k], field)));
      }
    }
    this.failed = join.cells(first.failed, second.failed, undefined) as Value;
    join.results.forEach((result, k) =>
      this.facts.join(result, condition, first.block.yields[k]!, second.block.yields[k]!),
    );
    if (join.results.length > 0) {
      const { block: thenBlock } = first;
      this.builder.emit({
        kind: 'if',
        condition,
        then: thenBlock,
        otherwise: second.block,
        results: join.results,
        span: this.span,
      });
    }
    return results;
  }

  /** One side of a branch: what it computes, and what memory holds after it. Memory itself is put back. */
  private side(run: () => Cell[]) {
    const block = emptyBlock();
    const journal = new Journal();
    this.journals.push(journal);
    let cells: Cell[] | undefined;
    this.builder.inBlock(block, () => {
      try {
        cells = run();
      } catch (error) {
        if (!(error instanceof Thrown)) throw error;
      }
    });
    this.journals.pop();
    journal.putBack();
    return { block, journal, cells, failed: this.failed };
  }
}

/** Makes one cell of two: what the two sides of a branch hold. */
class Join {
  readonly results: Value[] = [];
  private readonly builder: Builder;
  private readonly depth: number;
  private readonly then: Block;
  private readonly otherwise: Block;

  constructor(builder: Builder, depth: number, then: Block, otherwise: Block) {
    this.builder = builder;
    this.depth = depth;
    this.then = then;
    this.otherwise = otherwise;
  }

  /** `undefined` for a side that throws, and so never gets here. */
  cells(a: Cell | undefined, b: Cell | undefined, name: string | undefined): Cell {
    if (a === b && a !== undefined) return a;
    const one = a ?? nothing(this.builder);
    const two = b ?? nothing(this.builder);
    if (isScalar(one) && isScalar(two)) return this.scalars(one, two, name);
    const memory = isScalar(one) ? two : one;
    const other = isScalar(one) ? one : two;
    if (isScalar(memory)) return internalError('joining');
    // Beside nothing at all an array stays what it is, if it was there before the branch.
    if (isScalar(other) && memory.depth <= this.depth) return memory;
    return this.memories(one, two, memory);
  }

  private scalars(one: Value, two: Value, name: string | undefined): Value {
    if (isConstant(one) && isConstant(two) && Object.is(one.constant!.value, two.constant!.value)) return one;
    const type = one.type.kind === 'unknown' ? two.type : one.type;
    const mixed = one.type.kind !== two.type.kind && one.type.kind !== 'unknown' && two.type.kind !== 'unknown';
    const result = newValue(mixed ? numberType : type.kind === 'boolean' ? booleanType : type, name);
    this.then.yields.push(one);
    this.otherwise.yields.push(two);
    this.results.push(result);
    return result;
  }

  private memories(one: Cell, two: Cell, like: ArrayCell | RecordCell): Cell {
    if (like instanceof ArrayCell) {
      const items = (cell: Cell): readonly (Cell | undefined)[] =>
        cell instanceof ArrayCell ? cell.items : like.items.map(() => undefined);
      const [a, b] = [items(one), items(two)];
      if (a.length !== b.length || one instanceof RecordCell || two instanceof RecordCell)
        throw new SecantError('S101', 'the length of an array depends on the data', {
          span: this.builder.span,
          hint: 'give both branches the same length',
        });
      const joined = a.map((cell, k) => this.cells(cell, b[k], undefined));
      return new ArrayCell(joined, like.storage, this.depth, !(isScalar(one) || isScalar(two)));
    }
    const fields = [...like.fields.keys()].map((field) => {
      const part = (cell: Cell): Cell | undefined => (cell instanceof RecordCell ? cell.get(field) : undefined);
      return [field, this.cells(part(one), part(two), field)] as const;
    });
    return new RecordCell(new Map(fields), this.depth, !(isScalar(one) || isScalar(two)));
  }
}
