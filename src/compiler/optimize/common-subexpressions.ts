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
import type { AliasClasses } from '../analysis/alias.ts';
import type { Apply, FunctionIr, If, Instruction, Kink, Load, Loop, Value } from '../ir/ir.ts';
import { constantValue } from '../ir/ir.ts';
import { operations } from '../ir/operations.ts';
import { counterOf, definitionIn } from './counters.ts';
import { MemoryVersions, type Ranges } from './memory-versions.ts';
import type { NumberFacts } from './number-facts.ts';
import { constantCount, withBody } from './rewrite.ts';
import { type Key, StraightLineNumbering } from './straight-line-numbering.ts';

/** Lists longer than this do not have their elements remembered one by one. */
const longestRemembered = 64;

class ValueNumbering extends StraightLineNumbering implements Ranges {
  private readonly memory: MemoryVersions;
  /** Counters of the loops whose bodies are open, and what they are below. */
  private readonly bounds = new Map<Value, Value>();
  /** Counters of the loops whose bodies are open, and the array whose length, as it stands all through the loop, they are below. */
  private readonly measures = new Map<Value, Value>();

  constructor(classes: AliasClasses) {
    super();
    this.memory = new MemoryVersions(classes);
  }

  protected override keyOfLoad({ array, index }: Load): Key {
    return this.memory.load(array, index);
  }

  protected override otherInstruction(
    instruction: Exclude<Instruction, Apply | If | Load | Kink>,
    out: Instruction[],
  ): void {
    const { memory } = this;
    switch (instruction.kind) {
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
      default:
        out.push(instruction);
        memory.write(instruction);
    }
  }

  private loop(instruction: Loop, out: Instruction[]): void {
    const { memory } = this;
    const { counter, array: measured } = counterOf(instruction) ?? {};
    const array = measured && this.replaced.of(measured);
    const before = array && memory.length(array);
    memory.writeLoop(instruction, this);
    const fixed = array !== undefined && before === memory.length(array);
    findNumbers(this.facts, instruction);
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

/** Finds parameters that begin as numbers and go on as results of arithmetic. */
function findNumbers(facts: NumberFacts, { parameters, initial, results, body }: Loop): void {
  parameters.forEach((parameter, k) => {
    if (parameter.type.kind !== 'number' || !facts.isNumber(initial[k]!)) return;
    const next = definitionIn(body, body.yields[k]!);
    if (next?.kind !== 'apply' || operations[next.operation].result !== 'number') return;
    facts.numbers.add(parameter);
    facts.numbers.add(results[k]!);
  });
}

/** The function with each thing computed once. */
export function shareCommonSubexpressions(fn: FunctionIr, classes: AliasClasses): FunctionIr {
  return withBody(fn, new ValueNumbering(classes).block(fn.body));
}
