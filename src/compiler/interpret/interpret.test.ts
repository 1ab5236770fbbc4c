import { describe, expect, it } from 'vitest';
import type { Block, FunctionIr, Type, Value } from '../ir/ir.ts';
import { constantValue, newValue, numberType, stringType } from '../ir/ir.ts';
import { Builder, emptyBlock } from '../rules/builder.ts';
import { createPlainMachine, interpret } from './interpret.ts';

const list: Type = { kind: 'array', element: numberType, storage: 'list' };

function program(types: readonly Type[], write: (b: Builder, parameters: Value[]) => Value[]): FunctionIr {
  const parameters = types.map((type) => newValue(type));
  const body: Block = emptyBlock();
  const builder = new Builder(body);
  body.yields = write(builder, parameters);
  return { name: 'f', parameters, body };
}

describe('the interpreter', () => {
  it('computes straight-line code', () => {
    const fn = program([numberType, numberType], (b, [x, y]) => [b.apply('mul', b.apply('add', x!, y!), x!)]);
    expect(interpret(fn, [3, 4])).toEqual([21]);
  });

  it('takes one branch and leaves the other alone', () => {
    const fn = program([numberType], (b, [x]) =>
      b.choose(
        b.apply('gt', x!, b.constant(0)),
        [{ type: numberType }],
        () => [b.apply('sqrt', x!)],
        () => {
          b.emit({ kind: 'throw', message: constantValue('negative') });
          return [b.constant(0)];
        },
      ),
    );
    expect(interpret(fn, [9])).toEqual([3]);
    expect(() => interpret(fn, [-1])).toThrow('S302: the function threw an error: negative');
  });

  it('swaps the parameters of a loop at once', () => {
    const fn = program([numberType, numberType, numberType], (b, [n, x, y]) =>
      b.count(n!, [x!, y!], (_, [p, q]) => [q!, p!]),
    );
    expect(interpret(fn, [3, 1, 2])).toEqual([2, 1]);
    expect(interpret(fn, [0, 1, 2])).toEqual([1, 2]);
  });

  it('reads undefined past the end, lets lists grow, and drops writes past the end of typed arrays', () => {
    const fn = program([list, numberType], (b, [a, k]) => {
      b.emit({ kind: 'store', array: a!, index: k!, value: b.constant(7) });
      return [b.load(a!, b.constant(9)), b.length(a!)];
    });
    const grown = [1, 2];
    expect(interpret(fn, [grown, 3])).toEqual([undefined, 4]);
    expect(grown).toEqual([1, 2, , 7]); // prettier-ignore
    expect(interpret(fn, [new Float64Array(2), 3])).toEqual([undefined, 2]);
  });

  it('rounds what is accumulated in single precision, as the array does', () => {
    const fn = program([{ kind: 'array', element: numberType, storage: 'Float32Array' }], (b, [a]) => {
      b.emit({ kind: 'accumulate', array: a!, index: b.constant(0), value: b.constant(0.1) });
      return [b.load(a!, b.constant(0))];
    });
    expect(interpret(fn, [new Float32Array(1)])).toEqual([Math.fround(0.1)]);
  });

  it('keeps a field named __proto__ a plain field', () => {
    const fn = program([numberType], (b, [x]) => {
      const result = newValue({ kind: 'struct', tuple: false, fields: new Map([['__proto__', numberType]]) });
      b.emit({ kind: 'struct', result, names: ['__proto__'], elements: [x!] });
      const read = newValue(numberType);
      b.emit({ kind: 'get-field', result: read, object: result, field: '__proto__' });
      return [read];
    });
    expect(interpret(fn, [5])).toEqual([5]);
  });

  it('calls itself', () => {
    const factorial = program([numberType], () => []);
    const b = new Builder(factorial.body);
    const n = factorial.parameters[0]!;
    factorial.body.yields = b.choose(
      b.apply('le', n, b.constant(1)),
      [{ type: numberType }],
      () => [b.constant(1)],
      () => {
        const results = [newValue(numberType)];
        b.emit({ kind: 'call', target: factorial, args: [b.apply('sub', n, b.constant(1))], results });
        return [b.apply('mul', n, results[0]!)];
      },
    );
    expect(interpret(factorial, [10])).toEqual([3628800]);
  });

  it('tells its machine of kinks', () => {
    const fn = program([numberType], (b, [x]) => {
      b.emit({ kind: 'kink', left: x!, right: b.constant(0) });
      return [b.apply('abs', x!)];
    });
    const flag = { hit: false };
    interpret(fn, [1], createPlainMachine(flag));
    expect(flag.hit).toBe(false);
    interpret(fn, [-0], createPlainMachine(flag));
    expect(flag.hit).toBe(true);
  });

  it('runs the same program over another domain', () => {
    const fn = program([stringType, stringType], (b, [x, y]) => [b.apply('mul', x!, b.apply('sin', y!))]);
    const symbols = {
      apply: (operation: string, args: readonly unknown[]) => `${operation}(${args.join(', ')})`,
      truth: Boolean,
      index: Number,
      kink: () => undefined,
    };
    expect(interpret(fn, ['u', 'v'], symbols)).toEqual(['mul(u, sin(v))']);
  });
});
