/** Random expressions over every operation of the rule table: the text means what the interpreter computes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpret } from '../../interpret/interpret.ts';
import type { FunctionIr, Value } from '../../ir/ir.ts';
import { constantValue, newValue, numberType } from '../../ir/ir.ts';
import { type OperationName, operationNames, operations } from '../../ir/operations.ts';
import { printFunction } from '../../ir/print.ts';
import { verify } from '../../ir/verify.ts';
import { Builder, emptyBlock, resultType } from '../../rules/builder.ts';
import { constantExpression, operationExpression } from './expressions.ts';
import { emitJavaScript } from './javascript.ts';

const frequent: OperationName[] = ['neg', 'neg', 'add', 'sub', 'sub', 'mul', 'div', 'not', 'select', 'lt', 'eq'];
const takesText = new Set<OperationName>(['eq', 'ne', 'not', 'truthy', 'is_undefined', 'is_null', 'is_nan', 'number', 'text', 'concat', 'stop']); // prettier-ignore
const numbers = [0, -0, 1, -1, 0.5, -2.5, 3, NaN, Infinity, -Infinity, 1e21, 1e-7, 5e-324, -9007199254740993, 2 ** 31];

/** A function of three numbers built from a stream of draws, without the builder's simplifications. */
function expressionFrom(stream: readonly number[]): FunctionIr {
  let at = 0;
  const some = <T>(choices: readonly T[]): T => choices[stream[at++ % stream.length]! % choices.length]!;
  const parameters = ['x', 'y', 'z'].map((name) => newValue(numberType, name));
  const b = new Builder(emptyBlock());
  const computed: Value[] = [];
  const fresh = new Set<Value>();
  const operand = (text: boolean): Value => {
    const kind = some([0, 1, 1, 1, 2, 3]);
    const known = computed.filter((value) => text || value.type.kind !== 'string');
    // Mostly values not used yet, so that expressions nest.
    const unused = known.filter((value) => fresh.has(value));
    if (kind === 1 && unused.length > 0) {
      const value = unused.at(-1)!;
      fresh.delete(value);
      return value;
    }
    if (kind === 0 && known.length > 0) return some(known);
    if (kind === 3) return constantValue(text ? some(['', "it's `${x}` \"\\\u2028\n", 'true', ...numbers]) : some([...numbers, undefined, null, true, false])); // prettier-ignore
    return some(parameters);
  };
  for (let k = 3 + (stream.length >> 2); k > 0; k--) {
    if (some([0, 0, 0, 0, 1])) {
      const condition = b.apply('truthy', operand(false));
      const yields = [some([constantValue(true), constantValue(false), operand(false)]), some([constantValue(true), constantValue(false), operand(false)])] as const; // prettier-ignore
      if (condition.constant !== undefined) continue;
      const result = newValue(yields[0].type);
      b.emit({
        kind: 'if',
        condition,
        then: { instructions: [], yields: [yields[0]] },
        otherwise: { instructions: [], yields: [yields[1]] },
        results: [result],
      });
      computed.push(result);
      fresh.add(result);
      continue;
    }
    const operation = some([...operationNames, ...frequent, ...frequent, ...frequent]);
    const args = Array.from({ length: operations[operation].arity }, () => operand(takesText.has(operation)));
    const result = newValue(resultType(operation, args), some([undefined, undefined, undefined, 'v']));
    b.emit({ kind: 'apply', operation, args, result });
    computed.push(result);
    fresh.add(result);
  }
  b.block.yields = computed.filter((value) => fresh.has(value));
  return { name: 'f', parameters, body: b.block };
}

it('random expressions over all operations mean what the interpreter computes', () => {
  const point = fc.constantFrom(...numbers, undefined, null, 1.25, -7, 100);
  const met = new Set<string>();
  fc.assert(
    fc.property(
      fc.array(fc.nat(997), { minLength: 4, maxLength: 60 }),
      fc.tuple(point, point, point),
      (stream, args) => {
        const fn = expressionFrom(stream);
        verify(fn);
        for (const instruction of fn.body.instructions)
          if (instruction.kind === 'apply') met.add(instruction.operation);
        const emitted = emitJavaScript(fn, { results: 'array' });
        const expected = interpret(fn, args);
        let actual: unknown[] = [];
        try {
          actual = emitted.compile().run(...args) as unknown[];
        } catch (error) {
          throw new Error(`${String(error)}\n${emitted.code}`, { cause: error });
        }
        const same = expected.every((value, k) => Object.is(value, actual[k]));
        if (!same)
          throw new Error(`${String(expected)} is not ${String(actual)}\n${printFunction(fn)}\n${emitted.code}`);
      },
    ),
    { numRuns: Number(process.env['SECANT_PROGRAMS'] ?? 3000), seed: 271828 },
  );
  expect(met.size).toBe(operationNames.length);
});

describe('how expressions are written', () => {
  const x = { text: 'x', precedence: 20, reads: [], memory: false };
  const y = { ...x, text: 'y' };
  const apply = operationExpression;
  const constant = constantExpression;

  it.each([
    [apply('mul', [apply('add', [x, y]), y]), '(x + y) * y'],
    [apply('add', [x, apply('mul', [x, y])]), 'x + x * y'],
    [apply('sub', [x, apply('sub', [x, y])]), 'x - (x - y)'],
    [apply('sub', [apply('sub', [x, y]), x]), 'x - y - x'],
    [apply('neg', [apply('neg', [x])]), '-(-x)'],
    [apply('neg', [constant(-1)]), '-(-1)'],
    [apply('number', [apply('number', [x])]), '+(+x)'],
    [apply('number', [apply('neg', [x])]), '+-x'],
    [apply('sub', [x, apply('neg', [y])]), 'x + y'],
    [apply('add', [x, apply('neg', [apply('add', [x, y])])]), 'x - (x + y)'],
    [apply('add', [x, constant(-3)]), 'x - 3'],
    [apply('mul', [x, constant(-3)]), 'x * -3'],
    [apply('neg', [apply('mul', [x, y])]), '-(x * y)'],
    [apply('mul', [apply('neg', [x]), y]), '-x * y'],
    [apply('bitand', [apply('eq', [x, y]), x]), 'x === y & x'],
    [apply('eq', [apply('bitand', [x, y]), x]), '(x & y) === x'],
    [apply('lt', [apply('shl', [x, y]), x]), 'x << y < x'],
    [apply('not', [apply('eq', [x, y])]), '!(x === y)'],
    [apply('pow', [apply('neg', [x]), y]), 'Math.pow(-x, y)'],
    [apply('select', [apply('lt', [x, y]), apply('add', [x, y]), y]), 'x < y ? x + y : y'],
    [apply('add', [apply('select', [x, x, y]), y]), '(x ? x : y) + y'],
    [apply('guarded_mul', [x, apply('add', [x, y])]), 'x === 0 ? 0 : x * (x + y)'],
    [apply('concat', [constant('a'), apply('add', [x, y])]), '`${"a"}${x + y}`'],
    [constant(-0), '-0'],
    [constant(1e21), '1e+21'],
    [constant(-Infinity), '-Infinity'],
    [constant('a"\n\u2028'), '"a\\"\\n\\u2028"'],
  ])('$1', (expression, text) => {
    expect(expression.text).toBe(text);
  });
});
