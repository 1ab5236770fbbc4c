/**
 * Random programs of the IR, for tests. In: a list of whole numbers, read as choices one after the other, so
 * that a property tester shrinks a program by shrinking the list. Out: a function that keeps the invariants of
 * the IR and ends: its parameters are two numbers, a list, a Float64Array and a matrix, and it has branches,
 * loops, all kinds of memory, aliases, throws, kinks, calls and recursion. `sampleArguments` gives arguments for it.
 */
import { internalError } from '../../src/base/diagnostics.ts';
import type { ArrayType, Block, FunctionIr, StructType, Type, Value } from '../../src/compiler/ir/ir.ts';
import { booleanType, newValue, numberType, stringType } from '../../src/compiler/ir/ir.ts';
import type { OperationName } from '../../src/compiler/ir/operations.ts';
import { Builder, emptyBlock } from '../../src/compiler/rules/builder.ts';

const list: ArrayType = { kind: 'array', element: numberType, storage: 'list' };
const doubles: ArrayType = { kind: 'array', element: numberType, storage: 'Float64Array' };
const singles: ArrayType = { kind: 'array', element: numberType, storage: 'Float32Array' };
const matrix: ArrayType = { kind: 'array', element: list, storage: 'list' };
const record: StructType = {
  kind: 'struct',
  tuple: false,
  fields: new Map<string, Type>([
    ['a', numberType],
    ['b', numberType],
    ['row', list],
  ]),
};
const types = [numberType, booleanType, list, doubles, singles, matrix, record] as const;
/** What programs without records, strings and lists that grow are made of. */
const plainTypes = [numberType, booleanType, list, doubles, matrix] as const;
type Sort = (typeof types)[number];
type Scope = Map<Sort, Value[]>;

const unary: OperationName[] = ['neg', 'sin', 'exp', 'abs', 'floor', 'sqrt', 'sign', 'number', 'stop'];
const binary: OperationName[] = ['add', 'sub', 'mul', 'div', 'rem', 'max', 'min', 'guarded_mul', 'pow', 'add', 'mul'];
const tests: OperationName[] = ['lt', 'le', 'gt', 'eq', 'ne'];
const constants = [0, 1, 2, -1, 0.5, -0, 3, Infinity, NaN];
const smallCounts = [0, 1, 2, 3, 4];

class Program {
  private position = 0;
  private left: number;
  private readonly choices: readonly number[];
  private readonly b = new Builder(emptyBlock());
  private readonly helpers: FunctionIr[] = [];
  /** Programs whose records are never written after they are made. */
  private fixedRecords = false;

  /** Without records, strings, lists that grow and arrays of other numbers than doubles. */
  private readonly plain: boolean;
  private readonly kinds: readonly Sort[];

  constructor(choices: readonly number[], plain: boolean) {
    this.choices = choices;
    this.plain = plain;
    this.kinds = plain ? plainTypes : types;
    this.left = 70;
  }

  make(): FunctionIr {
    this.fixedRecords = this.chance(2);
    if (this.chance(3)) this.helpers.push(this.helper());
    if (this.chance(3)) this.helpers.push(this.recursion());
    const parameters = [numberType, numberType, list, doubles, matrix].map((type) => newValue(type));
    const scope: Scope = new Map(types.map((type) => [type, parameters.filter((value) => value.type === type)]));
    const body = this.inside(emptyBlock(), () => {
      this.statements(scope, 0, 6 + this.next(12));
      const numbers = scope.get(numberType)!.slice(-12);
      if (this.plain) return [...numbers, this.value(scope, booleanType)];
      return [...numbers, ...this.someTypes().map((type) => this.value(scope, type))];
    });
    return { name: 'f', parameters, body };
  }

  private next(limit: number): number {
    const choice = this.choices[this.position++] ?? 0;
    return choice % limit;
  }

  /** True once in so many times; never when the choices are used up. */
  private chance(times: number): boolean {
    return this.next(times) === times - 1;
  }

  private pick<T>(from: readonly T[]): T {
    return from[this.next(from.length)]!;
  }

  private someTypes(): Sort[] {
    const more = Array.from({ length: this.next(3) }, () => this.pick(this.kinds));
    return this.chance(6) ? more : [numberType, ...more];
  }

  private inside(block: Block, write: () => Value[]): Block {
    return this.b.inBlock(block, () => {
      block.yields = write();
    });
  }

  /** f(x, list) of a few statements, called in several places. */
  private helper(): FunctionIr {
    const parameters = [newValue(numberType), newValue(list)];
    const scope: Scope = new Map(types.map((type) => [type, parameters.filter((value) => value.type === type)]));
    const body = this.inside(emptyBlock(), () => {
      this.statements(scope, 1, 3);
      return [this.value(scope, numberType), this.value(scope, list)];
    });
    return { name: 'helper', parameters, body };
  }

  /** The same signature, but it calls itself with x − 1 while 0 < x < 5. */
  private recursion(): FunctionIr {
    const x = newValue(numberType);
    const array = newValue(list);
    const self: FunctionIr = { name: 'again', parameters: [x, array], body: emptyBlock() };
    self.body = this.inside(emptyBlock(), () => {
      const scope: Scope = new Map(types.map((type): [Sort, Value[]] => [type, []]));
      scope.set(numberType, [x]).set(list, [array]);
      this.statements(scope, 1, 2);
      const more = this.b.apply('select', this.b.apply('lt', x, this.b.constant(5)), this.b.apply('gt', x, this.b.constant(0)), this.b.constant(false)); // prettier-ignore
      return this.b.choose(
        more,
        [{ type: numberType }, { type: list }],
        () => {
          const args = [this.b.apply('sub', x, this.b.constant(1)), this.value(scope, list)];
          const results = [newValue(numberType), newValue(list)];
          this.b.emit({ kind: 'call', target: self, args, results });
          return [this.b.apply('add', results[0]!, this.value(scope, numberType)), results[1]!];
        },
        () => [this.value(scope, numberType), array],
      );
    });
    return self;
  }

  /** A value of a type: one in scope, or a new one. */
  private value(scope: Scope, type: Sort): Value {
    const known = scope.get(type)!;
    if (known.length > 0 && !this.chance(9)) {
      // Mostly among the newest numbers and the oldest objects, so that they meet again.
      const far = Math.min(this.next(known.length), this.next(known.length));
      return known[type === numberType ? known.length - 1 - far : far]!;
    }
    return this.fresh(scope, type);
  }

  private number(scope: Scope): Value {
    return this.value(scope, numberType);
  }

  private fresh(scope: Scope, type: Sort): Value {
    const value = this.create(scope, type);
    if (value.constant === undefined) scope.get(type)!.push(value);
    return value;
  }

  private create(scope: Scope, type: Sort): Value {
    const { b } = this;
    switch (type) {
      case numberType:
        return b.constant(this.pick(constants));
      case booleanType:
        return this.chance(4) ? b.constant(true) : b.apply(this.pick(tests), this.number(scope), this.number(scope));
      case list:
        if (this.chance(3)) return this.allocate(scope, list);
        return b.emit({
          kind: 'list',
          result: newValue(list),
          elements: Array.from({ length: this.next(4) }, () => this.number(scope)),
        }).result;
      case matrix:
        return b.emit({
          kind: 'list',
          result: newValue(matrix),
          elements: Array.from({ length: 2 + this.next(2) }, () => this.value(scope, list)),
        }).result;
      case record:
        return b.emit({
          kind: 'struct',
          result: newValue(record),
          names: ['a', 'b', 'row'],
          elements: [this.number(scope), this.number(scope), this.value(scope, list)],
        }).result;
      case doubles:
      case singles:
        return this.allocate(scope, type);
      default:
        return internalError('a value of type', type.kind);
    }
  }

  private allocate(scope: Scope, type: ArrayType): Value {
    const length = this.chance(3) ? this.b.length(this.anyArray(scope)) : this.b.constant(this.pick(smallCounts));
    const fill = (this.plain && type === list) || this.chance(2) ? this.number(scope) : undefined;
    return this.b.emit({ kind: 'allocate', result: newValue(type), length, fill }).result;
  }

  private anyArray(scope: Scope): Value {
    return this.value(scope, this.pick(this.plain ? [list, doubles] : [list, doubles, list, doubles, singles]));
  }

  private index(scope: Scope): Value {
    const counters = scope.get(numberType)!.filter(({ name }) => name === 'i');
    if (counters.length > 0 && this.chance(2)) return this.pick(counters);
    return this.chance(6) ? this.number(scope) : this.b.constant(this.pick([0, 1, 0, 1, 0, 1, 0, 1, 2, 3, -1, 0.5]));
  }

  private statements(scope: Scope, depth: number, count: number): void {
    for (let k = 0; k < count && this.left > 0; k++) {
      this.left--;
      this.statement(scope, depth);
    }
  }

  private statement(scope: Scope, depth: number): void {
    const { b } = this;
    const numbers = scope.get(numberType)!;
    const kind = this.next(30);
    if (kind < 4) {
      const value = b.apply(this.pick(binary), this.number(scope), this.number(scope));
      if (value.constant === undefined) numbers.push(value);
    } else if (kind < 5) {
      const value = b.apply(this.pick(unary), this.number(scope));
      if (value.constant === undefined) numbers.push(value);
    } else if (kind < 6) {
      const value = b.apply('select', this.value(scope, booleanType), this.number(scope), this.number(scope));
      if (value.constant === undefined) numbers.push(value);
    } else if (kind < 11) numbers.push(b.load(this.anyArray(scope), this.index(scope)));
    else if (kind < 15) {
      b.emit({ kind: 'store', array: this.anyArray(scope), index: this.index(scope), value: this.number(scope) });
    } else if (kind < 16) {
      b.emit({ kind: 'accumulate', array: this.anyArray(scope), index: this.index(scope), value: this.number(scope) });
    } else if (kind < 17) this.fresh(scope, this.pick(this.kinds));
    else if (kind < 18) numbers.push(b.length(this.anyArray(scope)));
    else if (kind < 21 && this.plain) numbers.push(b.load(this.value(scope, doubles), b.constant(this.next(3))));
    else if (kind < 20) this.recordStatement(scope);
    else if (kind < 21) this.listStatement(scope);
    else if (kind < 22) this.rareStatement(scope, depth);
    else if (depth > 2) return;
    else if (kind < 26) this.branch(scope, depth);
    else this.repeat(scope, depth);
  }

  private recordStatement(scope: Scope): void {
    const { b } = this;
    const object = this.value(scope, record);
    const field = this.pick(['a', 'b']);
    const kind = this.next(6) % (this.fixedRecords ? 2 : 6);
    if (kind < 2) {
      const result = newValue(numberType);
      scope.get(numberType)!.push(b.emit({ kind: 'get-field', result, object, field }).result);
    } else if (kind < 3) b.emit({ kind: 'set-field', object, field, value: this.number(scope) });
    else if (kind < 4) b.emit({ kind: 'accumulate-field', object, field, value: this.number(scope) });
    else if (kind < 5) {
      scope.get(list)!.push(b.emit({ kind: 'get-field', result: newValue(list), object, field: 'row' }).result);
    } else b.emit({ kind: 'set-field', object, field: 'row', value: this.value(scope, list) });
  }

  private listStatement(scope: Scope): void {
    const { b } = this;
    const array = this.value(scope, list);
    const kind = this.next(6);
    if (kind < 2) b.emit({ kind: 'push', array, value: this.number(scope) });
    else if (kind < 3) scope.get(numberType)!.push(b.emit({ kind: 'pop', result: newValue(numberType), array }).result);
    else if (kind < 4) b.emit({ kind: 'set-length', array, length: b.constant(this.pick(smallCounts)) });
    else if (kind < 5) scope.get(list)!.push(b.load(this.value(scope, matrix), b.constant(this.pick([0, 1, 0, 1, 5]))));
    else {
      const rows = this.value(scope, matrix);
      b.emit({ kind: 'store', array: rows, index: b.constant(this.next(2)), value: array });
    }
  }

  private rareStatement(scope: Scope, depth: number): void {
    const { b } = this;
    const kind = this.next(6);
    if (kind < 2 && this.helpers.length > 0) {
      const results = [newValue(numberType), newValue(list)];
      const args = [this.number(scope), this.value(scope, list)];
      b.emit({ kind: 'call', target: this.pick(this.helpers), args, results });
      scope.get(numberType)!.push(results[0]!);
      scope.get(list)!.push(results[1]!);
    } else if (kind < 4)
      b.emit({
        kind: 'kink',
        left: this.number(scope),
        right: this.number(scope),
        ...(this.next(3) ? {} : { missed: true }),
      });
    else if (depth > 0) {
      const message = this.plain
        ? b.constant('stop')
        : b.apply('concat', b.constant('stop at '), b.apply('text', this.number(scope)));
      const text = message.type === stringType ? message : b.constant('stop');
      b.choose(
        b.apply('gt', this.number(scope), b.constant(2)),
        [],
        () => {
          b.emit({ kind: 'throw', message: text });
          return [];
        },
        () => [],
      );
    }
  }

  private branch(scope: Scope, depth: number): void {
    const given = this.someTypes();
    const condition = this.value(scope, booleanType);
    const side = (): Value[] => {
      const inner = copyScope(scope);
      this.statements(inner, depth + 1, this.next(5));
      return given.map((type) => this.value(inner, type));
    };
    const results = this.b.choose(condition, given.map((type) => ({ type })), side, side); // prettier-ignore
    results.forEach((value, k) => value.constant ?? scope.get(given[k]!)!.push(value));
  }

  /** A loop with a counter that ends it, sometimes with a condition and statements of its own in the test. */
  private repeat(scope: Scope, depth: number): void {
    const { b } = this;
    const given = this.someTypes();
    const carried = given.map((type) => this.value(scope, type));
    const bound = this.chance(3) ? undefined : this.b.constant(this.next(5));
    const counter = newValue(numberType, 'i');
    const parameters = given.map((type) => newValue(type));
    const inner = copyScope(scope);
    inner.get(numberType)!.push(counter);
    parameters.forEach((value, k) => inner.get(given[k]!)!.push(value));
    const test = this.inside(emptyBlock(), () => {
      const testing = copyScope(inner);
      const measured = this.anyArray(testing);
      if (this.chance(3)) this.statements(testing, 3, 2);
      const below = b.apply('lt', counter, bound ?? b.length(measured));
      if (bound === undefined)
        return [b.apply('select', b.apply('lt', counter, b.constant(6)), below, b.constant(false))];
      return [this.chance(5) ? b.apply('select', below, this.value(testing, booleanType), b.constant(false)) : below];
    });
    const body = this.inside(emptyBlock(), () => {
      const doing = copyScope(inner);
      this.statements(doing, depth + 1, 1 + this.next(5));
      const yields = given.map((type, k) => (this.chance(4) ? parameters[k]! : this.value(doing, type)));
      return [b.apply('add', counter, b.constant(1)), ...yields];
    });
    const results = [newValue(numberType, 'i'), ...given.map((type) => newValue(type))];
    const all = [counter, ...parameters];
    b.emit({ kind: 'loop', initial: [b.constant(0), ...carried], parameters: all, test, body, results });
    results.slice(1).forEach((value, k) => scope.get(given[k]!)!.push(value));
  }
}

function copyScope(scope: Scope): Scope {
  return new Map([...scope].map(([type, values]) => [type, [...values]]));
}

/** The program that a list of choices stands for; `plain` ones hold numbers, truth values and arrays of doubles alone. */
export function randomProgram(choices: readonly number[], { plain = false } = {}): FunctionIr {
  return new Program(choices, plain).make();
}

/** Arguments for a random program; new ones at every call, because programs write to memory. */
export function sampleArguments(which: number): unknown[] {
  const numbers = [0, -0, 1, 2.5, -1, 4, NaN, 0.5, Infinity];
  const at = (k: number): number => numbers[(which + k) % numbers.length]!;
  const row = [at(1), at(3), at(2)];
  return [at(0), at(4), [at(2), at(5), at(1)], Float64Array.of(at(1), at(2), at(7)), [[at(3), at(5)], row, [at(4)]]];
}
