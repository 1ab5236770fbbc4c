/**
 * Emits instructions. Every pass that writes IR writes it through a `Builder`, which folds what is constant
 * and applies the identities that are exact in floating point (w·1, w/1, w − 0, −(−w), a choice whose
 * condition is known, small integer powers as products). Identities that are not exact, such as w + 0 for
 * w = −0 or w·0 for w = ∞, are never applied: the builder does not change a value's last bit.
 */
import type { Span } from '../../base/diagnostics.ts';
import { countWritten, nested } from '../../base/program-size.ts';
import type { Block, Constant, Instruction, Type, Value } from '../ir/ir.ts';
import { booleanType, constantValue, newValue, numberType, stringType } from '../ir/ir.ts';
import { type OperationName, operations } from '../ir/operations.ts';
import { evaluate, type Terms } from './index.ts';

/** Powers up to this one become products: w³ = (w·w)·w. */
const largestUnrolledPower = 8;

/** The type of an operation's result. */
export function resultType(operation: OperationName, args: readonly Value[]): Type {
  switch (operations[operation].result) {
    case 'number':
      return numberType;
    case 'boolean':
      return booleanType;
    case 'string':
      return stringType;
    case 'argument': {
      // What is chosen, or the one that is handed on.
      const [first, ...chosen] = args;
      return (chosen.find(({ type }) => type.kind !== 'unknown') ?? chosen.at(-1) ?? first!).type;
    }
  }
}

export function isConstant(value: Value): boolean {
  return value.constant !== undefined;
}

/** True if the value is the immediate `expected`. */
export function isImmediate(value: Value, expected: Constant): boolean {
  return value.constant !== undefined && Object.is(value.constant.value, expected);
}

export function emptyBlock(): Block {
  return { instructions: [], yields: [] };
}

export class Builder implements Terms<Value> {
  block: Block;
  /** Where instructions emitted from here on come from in the source. */
  span: Span | undefined;

  constructor(block: Block = emptyBlock()) {
    this.block = block;
  }

  emit<I extends Instruction>(instruction: I): I {
    countWritten(1, this.span);
    this.block.instructions.push(instruction);
    return instruction;
  }

  constant(value: Constant): Value {
    return constantValue(value);
  }

  isZero(term: Value): boolean {
    return term.constant?.value === 0;
  }

  known(term: Value): number | undefined {
    return typeof term.constant?.value === 'number' ? term.constant.value : undefined;
  }

  apply(operation: OperationName, ...args: Value[]): Value {
    return this.applyNamed(undefined, operation, args);
  }

  applyNamed(name: string | undefined, operation: OperationName, args: readonly Value[]): Value {
    const known = this.simplify(operation, args);
    if (known !== undefined) return known;
    const result = newValue(resultType(operation, args), name);
    this.emit({ kind: 'apply', operation, args, result, span: this.span });
    return result;
  }

  /** One of two values, which do not tell the type of what they are chosen for. */
  select(type: Type, condition: Value, then: Value, otherwise: Value): Value {
    const result = newValue(type);
    this.emit({ kind: 'apply', operation: 'select', args: [condition, then, otherwise], result, span: this.span });
    return result;
  }

  /** Runs `write` with instructions going to a block of their own. */
  inBlock(block: Block, write: () => void): Block {
    const outer = this.block;
    this.block = block;
    try {
      nested(write, this.span);
    } finally {
      this.block = outer;
    }
    return block;
  }

  /** `condition ? then : otherwise`, each branch yielding values of the given types. */
  choose(
    condition: Value,
    types: readonly { type: Type; name?: string | undefined }[],
    then: () => Value[],
    otherwise: () => Value[],
  ): Value[] {
    if (condition.constant !== undefined) return condition.constant.value ? then() : otherwise();
    const first = emptyBlock();
    const second = emptyBlock();
    this.inBlock(first, () => {
      first.yields = then();
    });
    this.inBlock(second, () => {
      second.yields = otherwise();
    });
    const results = types.map(({ type, name }) => newValue(type, name));
    this.emit({ kind: 'if', condition, then: first, otherwise: second, results, span: this.span });
    return results;
  }

  /** `for (i = 0; i < count; i++) carried = body(i, carried)`; gives the final carried values. */
  count(
    count: Value,
    initial: readonly Value[],
    body: (index: Value, carried: Value[]) => Value[],
    name = 'i',
  ): Value[] {
    const index = newValue(numberType, name);
    const parameters = initial.map((value) => newValue(value.type, value.name));
    const test = emptyBlock();
    this.inBlock(test, () => {
      test.yields = [this.apply('lt', index, count)];
    });
    const inside = emptyBlock();
    this.inBlock(inside, () => {
      const next = body(index, parameters);
      inside.yields = [this.apply('add', index, this.constant(1)), ...next];
    });
    const results = [newValue(numberType, name), ...initial.map((value) => newValue(value.type, value.name))];
    this.emit({
      kind: 'loop',
      initial: [this.constant(0), ...initial],
      parameters: [index, ...parameters],
      test,
      body: inside,
      results,
      span: this.span,
    });
    return results.slice(1);
  }

  load(array: Value, index: Value, name?: string): Value {
    const element = array.type.kind === 'array' ? array.type.element : numberType;
    const result = newValue(element, name);
    this.emit({ kind: 'load', result, array, index, span: this.span });
    return result;
  }

  /** Notes for the caller, who looks at the value then, that a read may have found nothing. */
  noteMissing(read: Value): void {
    this.emit({ kind: 'kink', left: read, right: this.constant(undefined), missed: true });
  }

  length(array: Value): Value {
    const result = newValue(numberType, 'length');
    this.emit({ kind: 'length', result, array });
    return result;
  }

  private simplify(operation: OperationName, args: readonly Value[]): Value | undefined {
    if (operation === 'stop') return undefined;
    if (args.every(isConstant)) {
      const folded = evaluate(
        operation,
        args.map((arg) => arg.constant!.value),
      );
      return constantValue(folded as Constant);
    }
    const [first, second, third] = args as [Value, Value, Value];
    switch (operation) {
      case 'mul':
        if (isImmediate(first, 1)) return second;
        if (isImmediate(second, 1)) return first;
        if (isImmediate(first, -1)) return this.apply('neg', second);
        if (isImmediate(second, -1)) return this.apply('neg', first);
        return undefined;
      case 'guarded_mul': {
        const factor = first.constant?.value;
        if (typeof factor !== 'number') return undefined;
        return factor === 0 ? this.constant(0) : this.apply('mul', first, second);
      }
      case 'div':
        return isImmediate(second, 1) ? first : undefined;
      case 'sub':
        return isImmediate(second, 0) ? first : undefined;
      case 'neg': {
        const inner = this.definition(first);
        return inner?.kind === 'apply' && inner.operation === 'neg' ? inner.args[0] : undefined;
      }
      case 'not': {
        const inner = this.definition(first);
        return inner?.kind === 'apply' && inner.operation === 'not' ? inner.args[0] : undefined;
      }
      case 'truthy':
        return first.type.kind === 'boolean' ? first : undefined;
      case 'pow': {
        const exponent = second.constant?.value;
        return typeof exponent === 'number' ? this.integerPower(first, exponent) : undefined;
      }
      case 'select':
        if (isConstant(first)) return first.constant!.value ? second : third;
        return second === third ? second : undefined;
      default:
        return undefined;
    }
  }

  /** The instruction of this block that defines a value, if it is among the last few. */
  private definition(value: Value): Instruction | undefined {
    const { instructions } = this.block;
    for (let k = instructions.length - 1; k >= Math.max(0, instructions.length - 4); k--) {
      const instruction = instructions[k]!;
      if ('result' in instruction && instruction.result === value) return instruction;
    }
    return undefined;
  }

  private integerPower(base: Value, exponent: number): Value | undefined {
    if (!Number.isInteger(exponent) || Math.abs(exponent) > largestUnrolledPower) return undefined;
    if (exponent === 0) return constantValue(1);
    if (exponent < 0) return this.apply('div', this.constant(1), this.integerPower(base, -exponent)!);
    let power: Value | undefined;
    let square = base;
    for (let rest = exponent; rest > 0; rest >>= 1) {
      if (rest & 1) power = power === undefined ? square : this.apply('mul', power, square);
      if (rest > 1) square = this.apply('mul', square, square);
    }
    return power;
  }
}
