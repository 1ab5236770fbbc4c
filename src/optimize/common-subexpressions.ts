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
import { counterOf } from './counters.ts';
import { MemoryVersions, type Ranges } from './memory-versions.ts';
import { NumberFacts } from './number-facts.ts';
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

class ValueNumbering implements Ranges {
  private readonly replaced = new Replacements();
  private readonly available = new Map<Key, Value>();
  private scope: [Key, Value | undefined][] = [];
  private readonly memory: MemoryVersions;
  /** Counters of the loops whose bodies are open, and what they are below. */
  private readonly bounds = new Map<Value, Value>();
  /** Counters of the loops whose bodies are open, and the array whose length, as it stands all through the loop, they are below. */
  private readonly measures = new Map<Value, Value>();
  private readonly facts = new NumberFacts();
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
          if (this.facts.isNumber(then.yields[k]!) && this.facts.isNumber(otherwise.yields[k]!))
            this.facts.numbers.add(result);
        });
        return;
      }
      case 'loop':
        return this.loop(instruction, out);
      case 'allocate':
        out.push(instruction);
        this.facts.define(instruction.result, instruction);
        if (this.facts.isCount(instruction.length))
          this.remember(memory.length(instruction.result), instruction.length);
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
        this.facts.define(instruction.result, instruction);
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
    if (operation === 'number' && this.facts.isNumber(args[0]!)) {
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
    this.facts.define(result, instruction);
    out.push(instruction);
  }

  /** The other operand of a sum with 0, which is the sum unless it is −0 or no number. */
  private termBesideZero([first, second]: readonly Value[]): Value | undefined {
    if (isImmediate(first!, 0) && this.facts.isSurelySum(second!)) return second;
    return isImmediate(second!, 0) && this.facts.isSurelySum(first!) ? first : undefined;
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
      if (simpler.kind === 'apply') this.facts.define(simpler.result, simpler);
    }
    // 1·w is w for a number, and NaN for undefined.
    if (!args.includes(value) || !givesNumber(operation) || this.facts.isNumber(value)) return value;
    const number: Apply = { kind: 'apply', operation: 'number', args: [value], result: newValue(numberType), span };
    this.facts.define(number.result, number);
    out.push(number);
    return number.result;
  }

  private loop(instruction: Loop, out: Instruction[]): void {
    const { memory } = this;
    const { counter, array: measured } = counterOf(instruction) ?? {};
    const array = measured && this.replaced.of(measured);
    const before = array && memory.length(array);
    memory.writeLoop(instruction, this);
    const fixed = array !== undefined && before === memory.length(array);
    this.facts.findNumbers(instruction);
    this.beforeTest(instruction);
    const test = this.block(instruction.test);
    this.beforeBody(instruction);
    if (!fixed && counter !== undefined) this.measures.delete(counter);
    const body = this.block(instruction.body);
    const same = test === instruction.test && body === instruction.body;
    out.push(same ? instruction : { ...instruction, test, body });
  }

  beforeTest(loop: Loop): void {
    const counter = counterOf(loop)?.counter;
    if (counter === undefined) return;
    this.facts.counters.add(counter);
    this.bounds.delete(counter);
    this.measures.delete(counter);
  }

  beforeBody(loop: Loop): void {
    const found = counterOf(loop);
    if (found === undefined) return;
    this.bounds.set(found.counter, this.replaced.of(found.bound));
    if (found.array !== undefined) this.measures.set(found.counter, this.replaced.of(found.array));
  }

  isInRange(array: Value, index: Value): boolean {
    return this.isBelowLength(this.replaced.of(array), index);
  }

  private isBelowLength(array: Value, index: Value): boolean {
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
    return array.type.storage === 'Float64Array' && inRange && this.facts.isNumber(value);
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
