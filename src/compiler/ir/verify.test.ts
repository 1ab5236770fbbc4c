/** Each invariant of the IR, broken by hand once. */
import { describe, expect, it } from 'vitest';
import { Builder, emptyBlock } from '../rules/builder.ts';
import type { FunctionIr, Instruction, Loop, Type, Value } from './ir.ts';
import { booleanType, constantValue, newValue, numberType, unknownType } from './ir.ts';
import { verify } from './verify.ts';

const list: Type = { kind: 'array', element: numberType, storage: 'list' };

function program(write: (b: Builder, x: Value, a: Value) => Value[]): FunctionIr {
  const [x, a] = [newValue(numberType, 'x'), newValue(list, 'a')];
  const body = emptyBlock();
  body.yields = write(new Builder(body), x, a);
  return { name: 'f', parameters: [x, a], body };
}

function check(message: string, write: (b: Builder, x: Value, a: Value) => Value[]): void {
  expect(() => verify(program(write))).toThrow(message);
}

function apply(operation: string, args: Value[], result = newValue(numberType, 'r')): Instruction {
  return { kind: 'apply', operation, args, result } as Instruction;
}

describe('verify', () => {
  it('accepts what the builder writes', () => {
    const fn = program((b, x, a) => {
      const [sum] = b.count(b.length(a), [x], (i, [s]) => [b.apply('add', s!, b.load(a, i))]);
      const positive = b.apply('gt', sum!, b.constant(0));
      return b.choose(
        positive,
        [{ type: numberType }],
        () => [sum!],
        () => [b.constant(0)],
      );
    });
    expect(() => verify(fn)).not.toThrow();
  });

  it('finds a value used before its definition, and prints the function', () => {
    const later = newValue(numberType, 'later');
    const write = (b: Builder, x: Value): Value[] => {
      b.emit(apply('sin', [later]));
      b.emit(apply('cos', [x], later));
      return [later];
    };
    check('is used before its definition, by apply', write);
    check('function f(%0:x number, %1:a number[]) {\n  %2:r = sin %3:later', write);
    check('S901', write);
  });

  it('finds a value used outside its block', () => {
    check('is used outside the block that defines it, by a yield', (b, x) => {
      const inner = newValue(numberType, 'inner');
      const then = emptyBlock();
      then.instructions.push(apply('sin', [x], inner));
      b.emit({ kind: 'if', condition: b.apply('gt', x, x), then, otherwise: emptyBlock(), results: [] });
      return [inner];
    });
  });

  it('finds a value of the test used in the body, and a parameter used after its loop', () => {
    const loop = (leak: 'test' | 'parameter'): ((b: Builder, x: Value) => Value[]) => (b, x) => {
      const [p, r] = [newValue(numberType, 'p'), newValue(numberType, 'r')];
      const test = emptyBlock();
      const bound = newValue(booleanType, 'bound');
      test.instructions.push(apply('lt', [p, x], bound));
      test.yields = [bound];
      const body = { instructions: [], yields: [leak === 'test' ? bound : x] };
      b.emit({ kind: 'loop', initial: [x], parameters: [p], test, body, results: [r] });
      return [leak === 'parameter' ? p : r];
    }; // prettier-ignore
    check('bound', loop('test'));
    check('is used outside the block that defines it, by a yield', loop('parameter'));
  });

  it('finds a second definition, and an immediate that is defined', () => {
    check('is defined twice', (b, x) => {
      const twice = newValue(numberType);
      b.emit(apply('sin', [x], twice));
      b.emit(apply('cos', [x], twice));
      return [];
    });
    check('an immediate is defined: 1', (b, x) => {
      b.emit(apply('sin', [x], constantValue(1)));
      return [];
    });
  });

  it('finds lengths that differ', () => {
    check('the yields of a branch are 1, not 0', (b, x) => {
      const then = { instructions: [], yields: [x] };
      b.emit({ kind: 'if', condition: b.apply('gt', x, x), then, otherwise: emptyBlock(), results: [] });
      return [];
    });
    const loop = (change: Partial<Loop>): ((b: Builder, x: Value) => Value[]) => (b, x) => {
      const test = { instructions: [], yields: [constantValue(false)] };
      const body = { instructions: [], yields: [x] };
      b.emit({ kind: 'loop', initial: [x], parameters: [newValue(numberType)], test, body, results: [newValue(numberType)], ...change });
      return [];
    }; // prettier-ignore
    check('the initial values of a loop are 0, not 1', loop({ initial: [] }));
    check('the results of a loop are 0, not 1', loop({ results: [] }));
    check('the yields of a loop are 0, not 1', loop({ body: emptyBlock() }));
    check('the yields of a test are 0, not 1', loop({ test: emptyBlock() }));
    check('the test of a loop is a number', loop({ test: { instructions: [], yields: [constantValue(1)] } }));
  });

  it('finds operands of the wrong kind or number', () => {
    check('sin takes 1 arguments, not 2', (b, x) => [b.emit(apply('sin', [x, x])) && x]);
    check('there is no operation sinus', (b, x) => [b.emit(apply('sinus', [x])) && x]);
    check('sin of memory', (b, _, a) => [b.emit(apply('sin', [a])) && a]);
    check('the index of a load is a array', (b, _, a) => [b.load(a, a)]);
    check('the array of a store is a number', (b, x) => {
      b.emit({ kind: 'store', array: x, index: x, value: x });
      return [];
    });
    check('a condition is a number', (b, x) => {
      b.emit({ kind: 'if', condition: x, then: emptyBlock(), otherwise: emptyBlock(), results: [] });
      return [];
    });
  });

  it('finds calls with the wrong number of arguments, also in what is called', () => {
    const callee = program((_, x) => [x]);
    const caller = (args: number, results: number) => (b: Builder, x: Value) => {
      const values = Array.from({ length: results }, () => newValue(numberType));
      b.emit({ kind: 'call', target: callee, args: Array.from({ length: args }, () => x), results: values });
      return [];
    };
    check('the arguments of f are 1, not 2', caller(1, 1));
    check('the results of f are 2, not 1', caller(2, 2));
    callee.body.yields = [newValue(numberType, 'nowhere')];
    check('nowhere', caller(2, 1));
  });

  it('lets a type that is not known yet stand for any', () => {
    const fn = program((b) => [b.load(newValueOf(b), b.constant(0))]);
    expect(() => verify(fn)).not.toThrow();
  });
});

/** A value of which only `undefined` was seen. */
function newValueOf(b: Builder): Value {
  const value = newValue(unknownType, 'u');
  b.emit(apply('select', [b.constant(true), b.constant(undefined), b.constant(null)], value));
  return value;
}
