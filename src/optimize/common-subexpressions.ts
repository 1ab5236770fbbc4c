/**
 * Computes each thing once. In: a function and its alias classes. Out: the function in which an operation, a
 * load, a length or a field that was computed before, in the same block or one around it, is that earlier
 * value; a load after a store to the same place is the stored value; operations whose operands became constant
 * are folded; a kink noted before is not noted again. Guaranteed: every value keeps its last bit and its sign
 * of zero. Operands are exchanged only where that is exact (a + b, a·b), nothing is reassociated, and a value
 * is taken from memory's past only where no write between may have touched it.
 * Source: Briggs, Cooper, Simpson, Value numbering, Software: Practice and Experience 1997, with scopes for
 * the dominator tree, which for structured control flow is the nesting of blocks.
 */
import type { AliasClasses } from '../ir/alias.ts';
import type { Apply, Block, FunctionIr, Instruction, Loop, Value } from '../ir/ir.ts';
import { constantValue, newValue, numberType } from '../ir/ir.ts';
import type { OperationName } from '../ir/operations.ts';
import { Builder, emptyBlock, isConstant, isImmediate } from '../rules/builder.ts';
import { type Counter, counterOf, definitionIn } from './counters.ts';
import { MemoryVersions } from './memory-versions.ts';
import {
  constantCount,
  givesNumber,
  keyOf,
  replaceAll,
  Replacements,
  withBody,
  withContents,
  withOperands,
} from './rewrite.ts';

const commutative = new Set<OperationName>([
  'add',
  'mul',
  'max',
  'min',
  'hypot2',
  'eq',
  'ne',
  'bitand',
  'bitor',
  'bitxor',
]);

/** Lists longer than this do not have their elements remembered one by one. */
const longestRemembered = 64;

type Key = string;

class ValueNumbering {
  private readonly replaced = new Replacements();
  private readonly available = new Map<Key, Value>();
  private scope: [Key, Value | undefined][] = [];
  private readonly memory: MemoryVersions;
  private readonly definitions = new Map<Value, Instruction>();
  /** Counters of loops, and what they are below. */
  private readonly bounds = new Map<Value, Value>();
  /** Counters of loops, and the array whose length, as it stands all through the loop, they are below. */
  private readonly measures = new Map<Value, Value>();
  /** Parameters and results of loops and branches that are surely numbers, not undefined. */
  private readonly numbers = new Set<Value>();
  private readonly folder = new Builder(emptyBlock());

  constructor(classes: AliasClasses) {
    this.memory = new MemoryVersions(classes);
  }

  block(block: Block): Block {
    const outer = this.scope;
    this.scope = [];
    const out: Instruction[] = [];
    for (const instruction of block.instructions) this.visit(instruction, out);
    const yields = replaceAll(block.yields, this.replaced.of);
    for (let k = this.scope.length - 1; k >= 0; k--) {
      const [key, before] = this.scope[k]!;
      if (before === undefined) this.available.delete(key);
      else this.available.set(key, before);
    }
    this.scope = outer;
    return withContents(block, out, yields);
  }

  private remember(key: Key, value: Value): void {
    this.scope.push([key, this.available.get(key)]);
    this.available.set(key, value);
  }

  /** Takes the value known under a key for the result, or remembers the result under it. True if it was known. */
  private reuse(key: Key, result: Value): boolean {
    const known = this.available.get(key);
    if (known === undefined) {
      this.remember(key, result);
      return false;
    }
    this.replaced.set(result, known);
    return true;
  }

  private visit(original: Instruction, out: Instruction[]): void {
    const instruction = withOperands(original, this.replaced.of);
    const { memory } = this;
    switch (instruction.kind) {
      case 'apply':
        return this.apply(instruction, instruction !== original, out);
      case 'if': {
        const then = this.block(instruction.then);
        const otherwise = this.block(instruction.otherwise);
        const same = then === instruction.then && otherwise === instruction.otherwise;
        out.push(same ? instruction : { ...instruction, then, otherwise });
        instruction.results.forEach((result, k) => {
          if (this.isNumber(then.yields[k]!) && this.isNumber(otherwise.yields[k]!)) this.numbers.add(result);
        });
        return;
      }
      case 'loop':
        return this.loop(instruction, out);
      case 'allocate':
        out.push(instruction);
        this.define(instruction.result, instruction);
        if (this.isCount(instruction.length)) this.remember(memory.length(instruction.result), instruction.length);
        return;
      case 'list': {
        const { result, elements } = instruction;
        out.push(instruction);
        this.remember(memory.length(result), constantValue(elements.length));
        if (elements.length > longestRemembered) return;
        elements.forEach((element, k) => this.remember(memory.load(result, constantValue(k)), element));
        return;
      }
      case 'struct':
        out.push(instruction);
        instruction.names.forEach((field, k) =>
          this.remember(memory.field(instruction.result, field), instruction.elements[k]!),
        );
        return;
      case 'load':
        if (!this.reuse(memory.load(instruction.array, instruction.index), instruction.result)) out.push(instruction);
        return;
      case 'length':
        if (this.reuse(memory.length(instruction.array), instruction.result)) return;
        this.define(instruction.result, instruction);
        out.push(instruction);
        return;
      case 'get-field':
        if (!this.reuse(memory.field(instruction.object, instruction.field), instruction.result)) out.push(instruction);
        return;
      case 'store': {
        const inRange = this.isInRange(instruction.array, instruction.index);
        out.push(instruction);
        memory.write(instruction, inRange);
        if (this.keepsWhatIsStored(instruction.array, instruction.value, inRange)) {
          this.remember(memory.load(instruction.array, instruction.index), instruction.value);
        }
        return;
      }
      case 'accumulate':
        out.push(instruction);
        memory.write(instruction, this.isInRange(instruction.array, instruction.index));
        return;
      case 'set-field':
        out.push(instruction);
        memory.write(instruction);
        this.remember(memory.field(instruction.object, instruction.field), instruction.value);
        return;
      case 'kink': {
        const { left, right } = instruction;
        if (isConstant(left) && isConstant(right) && left.constant!.value !== right.constant!.value) return;
        const key = `kink ${keyOf(left)} ${keyOf(right)}`;
        if (this.available.has(key)) return;
        this.remember(key, left);
        out.push(instruction);
        return;
      }
      default:
        out.push(instruction);
        memory.write(instruction);
    }
  }

  private apply(instruction: Apply, changed: boolean, out: Instruction[]): void {
    const { operation, args, result } = instruction;
    if (operation === 'number' && this.isNumber(args[0]!)) {
      this.replaced.set(result, args[0]!);
      return;
    }
    const term = operation === 'add' ? this.termBesideZero(args) : undefined;
    if (term !== undefined) {
      this.replaced.set(result, term);
      return;
    }
    if (changed || args.some(isConstant)) {
      const folded = this.fold(instruction, out);
      if (folded !== undefined) {
        this.replaced.set(result, folded);
        return;
      }
    }
    if (this.reuse(keyOfApply(instruction), result)) return;
    this.define(result, instruction);
    out.push(instruction);
  }

  /** The other operand of a sum with 0, which is the sum unless it is −0 or no number. */
  private termBesideZero([first, second]: readonly Value[]): Value | undefined {
    if (isImmediate(first!, 0) && this.isSurelySum(second!)) return second;
    return isImmediate(second!, 0) && this.isSurelySum(first!) ? first : undefined;
  }

  /** True for values that are surely numbers and not −0. */
  private isSurelySum(value: Value, depth = 0): boolean {
    if (value.constant !== undefined) return typeof value.constant.value === 'number' && !isImmediate(value, -0);
    if (this.isCount(value)) return true;
    const instruction = this.definitions.get(value);
    if (instruction?.kind !== 'apply' || depth > 3) return false;
    const [first, second] = instruction.args as [Value, Value];
    switch (instruction.operation) {
      case 'exp':
      case 'cosh':
      case 'abs':
      case 'hypot2':
        return true;
      case 'mul':
        return first === second;
      case 'add':
        return this.isSurelySum(first, depth + 1) || this.isSurelySum(second, depth + 1);
      case 'sub':
        return this.isSurelySum(first, depth + 1);
      default:
        return false;
    }
  }

  /** The value of an operation whose operands have changed, if that makes it a simpler one. */
  private fold({ operation, args, result, span }: Apply, out: Instruction[]): Value | undefined {
    const { folder } = this;
    folder.block = { instructions: [], yields: [] };
    folder.span = span;
    const value = folder.applyNamed(result.name, operation, args);
    const { instructions } = folder.block;
    const [first] = instructions;
    if (instructions.length === 1 && first?.kind === 'apply' && first.operation === operation) return undefined;
    for (const simpler of instructions) {
      out.push(simpler);
      if (simpler.kind === 'apply') this.define(simpler.result, simpler);
    }
    // 1·w is w for a number, and NaN for undefined.
    if (!args.includes(value) || !givesNumber(operation) || this.isNumber(value)) return value;
    const number: Apply = { kind: 'apply', operation: 'number', args: [value], result: newValue(numberType), span };
    this.define(number.result, number);
    out.push(number);
    return number.result;
  }

  private loop(instruction: Loop, out: Instruction[]): void {
    const counter = this.enterLoop(instruction);
    const before = counter?.array && this.memory.length(counter.array);
    const inRange = (array: Value, index: Value): boolean => this.isInRange(this.replaced.of(array), index);
    const onLoop = (inner: Loop): void => void this.enterLoop(inner);
    this.memory.writeAll(instruction.test, inRange, onLoop);
    this.memory.writeAll(instruction.body, inRange, onLoop);
    if (before !== undefined && before !== this.memory.length(counter!.array!)) this.measures.delete(counter!.counter);
    this.findNumbers(instruction);
    const test = this.block(instruction.test);
    const body = this.block(instruction.body);
    const same = test === instruction.test && body === instruction.body;
    out.push(same ? instruction : { ...instruction, test, body });
  }

  /** Finds parameters that begin as numbers and go on as results of arithmetic. */
  private findNumbers({ parameters, initial, results, body }: Loop): void {
    parameters.forEach((parameter, k) => {
      if (parameter.type.kind !== 'number' || !this.isNumber(initial[k]!)) return;
      const next = definitionIn(body, body.yields[k]!);
      if (next?.kind !== 'apply' || !givesNumber(next.operation)) return;
      this.numbers.add(parameter);
      this.numbers.add(results[k]!);
    });
  }

  /** Notes what a loop's counter is below. */
  private enterLoop(loop: Loop): Counter | undefined {
    const found = counterOf(loop);
    if (found === undefined) return undefined;
    const bound = this.replaced.of(found.bound);
    const array = found.array && this.replaced.of(found.array);
    this.bounds.set(found.counter, bound);
    if (array !== undefined) this.measures.set(found.counter, array);
    return { counter: found.counter, bound, array };
  }

  private define(value: Value, instruction: Instruction): void {
    this.definitions.set(value, instruction);
  }

  private isNumber(value: Value): boolean {
    if (this.numbers.has(value)) return true;
    if (value.constant !== undefined) return typeof value.constant.value === 'number';
    const instruction = this.definitions.get(value);
    if (instruction?.kind === 'length') return true;
    if (instruction?.kind !== 'apply') return false;
    if (instruction.operation === 'select') return instruction.args.slice(1).every((arg) => this.isNumber(arg));
    return givesNumber(instruction.operation);
  }

  /** True for values that are surely 0, 1, 2, … */
  private isCount(value: Value): boolean {
    if (constantCount(value) !== undefined || this.bounds.has(value)) return true;
    return this.definitions.get(value)?.kind === 'length';
  }

  private isInRange(array: Value, index: Value): boolean {
    if (this.measures.get(index) === array) return true;
    const length = this.available.get(this.memory.length(array));
    if (length === undefined) return false;
    const constant = constantCount(index);
    const known = constantCount(length);
    if (constant !== undefined) return known !== undefined && constant < known;
    const bound = this.bounds.get(index);
    if (bound === undefined) return false;
    const limit = constantCount(bound);
    return bound === length || (limit !== undefined && known !== undefined && limit <= known);
  }

  /** True if reading back a stored value gives that value. */
  private keepsWhatIsStored(array: Value, value: Value, inRange: boolean): boolean {
    if (array.type.kind !== 'array') return false;
    if (array.type.storage === 'list') return true;
    return array.type.storage === 'Float64Array' && inRange && this.isNumber(value);
  }
}

function keyOfApply({ operation, args }: Apply): Key {
  if (args.length === 1) return `${operation} ${keyOf(args[0]!)}`;
  const first = keyOf(args[0]!);
  const second = keyOf(args[1]!);
  if (args.length > 2) return `${operation} ${first} ${second} ${keyOf(args[2]!)}`;
  return commutative.has(operation) && first > second
    ? `${operation} ${second} ${first}`
    : `${operation} ${first} ${second}`;
}

/** The function with each thing computed once. */
export function shareCommonSubexpressions(fn: FunctionIr, classes: AliasClasses): FunctionIr {
  return withBody(fn, new ValueNumbering(classes).block(fn.body));
}
