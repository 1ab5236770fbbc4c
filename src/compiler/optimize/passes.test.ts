import { describe, expect, it } from 'vitest';
import { createPlainMachine, interpret } from '../interpret/interpret.ts';
import { aliasClasses } from '../analysis/alias.ts';
import type { ArrayType, FunctionIr, KinkFlag, StructType, Type, Value } from '../ir/ir.ts';
import { booleanType, newValue, numberType } from '../ir/ir.ts';
import { printFunction } from '../ir/print.ts';
import { verify } from '../ir/verify.ts';
import { Builder, emptyBlock } from '../rules/builder.ts';
import { shareCommonSubexpressions } from './common-subexpressions.ts';
import { removeDeadCode } from './dead-code.ts';
import { inlineCalls } from './inline-calls.ts';
import { hoistLoopInvariants } from './loop-invariants.ts';
import { optimize } from './optimize.ts';
import { outcomeOf } from '../../../test/support/outcome-of.ts';
import { replaceByScalars } from './scalar-replacement.ts';
import { simplifyIfs } from './simplify-ifs.ts';
import { splitRecords } from './split-records.ts';
import { unrollConstantLoops } from './unroll-loops.ts';

const list: ArrayType = { kind: 'array', element: numberType, storage: 'list' };
const doubles: ArrayType = { kind: 'array', element: numberType, storage: 'Float64Array' };
const singles: ArrayType = { kind: 'array', element: numberType, storage: 'Float32Array' };
const matrix: ArrayType = { kind: 'array', element: list, storage: 'list' };
const point: StructType = {
  kind: 'struct',
  tuple: false,
  fields: new Map([
    ['x', numberType],
    ['y', numberType],
  ]),
};

/** A function of parameters of the given types. */
function define(types: readonly Type[], write: (b: Writer, ...parameters: Value[]) => Value[]): FunctionIr {
  const b = new Writer(emptyBlock());
  const parameters = types.map((type, k) => newValue(type, 'abcdef'[k]));
  b.block.yields = write(b, ...parameters);
  return { name: 'f', parameters, body: b.block };
}

class Writer extends Builder {
  list(...elements: Value[]): Value {
    const type = elements[0]?.type === list ? matrix : list;
    return this.emit({ kind: 'list', result: newValue(type), elements }).result;
  }
  allocate(type: ArrayType, length: Value, fill?: Value): Value {
    return this.emit({ kind: 'allocate', result: newValue(type), length, fill }).result;
  }
  store(array: Value, index: Value | number, value: Value): void {
    this.emit({ kind: 'store', array, index: this.of(index), value });
  }
  at(array: Value, index: Value | number): Value {
    return this.load(array, this.of(index));
  }
  pop(array: Value): Value {
    return this.emit({ kind: 'pop', result: newValue(numberType), array }).result;
  }
  field(object: Value, field: string): Value {
    return this.emit({ kind: 'get-field', result: newValue(numberType), object, field }).result;
  }
  setField(object: Value, field: string, value: Value): void {
    this.emit({ kind: 'set-field', object, field, value });
  }
  point(x: Value, y: Value): Value {
    return this.emit({ kind: 'struct', result: newValue(point), names: ['x', 'y'], elements: [x, y] }).result;
  }
  of(value: Value | number): Value {
    return typeof value === 'number' ? this.constant(value) : value;
  }
  /** while (test(carried)) carried = body(carried) */
  loop(initial: Value[], test: (...carried: Value[]) => Value, body: (...carried: Value[]) => Value[]): Value[] {
    const parameters = initial.map((value) => newValue(value.type, value.name));
    const first = this.inBlock(emptyBlock(), () => (this.block.yields = [test(...parameters)]));
    const second = this.inBlock(emptyBlock(), () => (this.block.yields = body(...parameters)));
    const results = initial.map((value) => newValue(value.type, value.name));
    this.emit({ kind: 'loop', initial, parameters, test: first, body: second, results });
    return results;
  }
}

/** What is left of a function, after checking that it is in order and that the original is untouched. */
function after(fn: FunctionIr, pass: (fn: FunctionIr) => FunctionIr): string {
  const before = printFunction(fn);
  const result = pass(fn);
  verify(result);
  expect(printFunction(fn)).toBe(before);
  return `\n${printFunction(result)}\n`;
}

function expectSame(before: FunctionIr, result: FunctionIr, make: () => unknown[]): void {
  const run = (fn: FunctionIr, args: readonly unknown[], flag: KinkFlag): unknown[] =>
    interpret(fn, args, createPlainMachine(flag));
  expect(outcomeOf(run, result, make())).toBe(outcomeOf(run, before, make()));
}

const shared = (fn: FunctionIr): FunctionIr => shareCommonSubexpressions(fn, aliasClasses(fn));
const alive = (fn: FunctionIr): FunctionIr => removeDeadCode(fn, aliasClasses(fn));
const hoisted = (fn: FunctionIr): FunctionIr => hoistLoopInvariants(fn, aliasClasses(fn));

describe('common subexpressions', () => {
  it('shares operations, also with exchanged operands where that is exact', () => {
    const fn = define([numberType, numberType], (b, x, y) => {
      const sum = b.apply('mul', b.apply('add', x, y), b.apply('add', y, x));
      return [sum, b.apply('sub', x, y), b.apply('sub', y, x)];
    });
    expect(after(fn, shared)).toMatchInlineSnapshot(`
      "
      function f(%0:a number, %1:b number) {
        %2 = add %0:a, %1:b
        %3 = mul %2, %2
        %4 = sub %0:a, %1:b
        %5 = sub %1:b, %0:a
        yield %3, %4, %5
      }
      "
    `);
  });

  it('reads memory again after a write that may be to the same array, and not after others', () => {
    const fn = define([list, list, numberType], (b, a, c, x) => {
      const first = [b.at(a, 0), b.at(c, 0)];
      b.store(a, 1, x);
      return [...first, b.at(a, 0), b.at(c, 0), b.at(a, 1)];
    });
    expect(after(fn, shared)).toMatchInlineSnapshot(`
      "
      function f(%0:a number[], %1:b number[], %2:c number) {
        %3 = %0:a[0]
        %4 = %1:b[0]
        %0:a[1] = %2:c
        %5 = %0:a[0]
        yield %3, %4, %5, %4, %2:c
      }
      "
    `);
  });

  it('forgets what a loop writes, before and in the loop', () => {
    const fn = define([list, numberType], (b, a, n) => {
      const before = b.at(a, 0);
      const [sum] = b.count(n, [b.constant(0)], (i, [s]) => {
        const next = b.apply('add', s!, b.at(a, 0));
        b.store(a, i, next);
        return [next];
      });
      return [before, sum!, b.at(a, 0)];
    });
    expect(after(fn, shared)).toMatchInlineSnapshot(`
      "
      function f(%0:a number[], %1:b number) {
        %2 = %0:a[0]
        %3:i, %4 = loop (%5:i = 0, %6 = 0) while {
          %7 = lt %5:i, %1:b
          yield %7
        } do {
          %8 = %0:a[0]
          %9 = add %6, %8
          %0:a[%5:i] = %9
          %10 = add %5:i, 1
          yield %10, %9
        }
        %11 = %0:a[0]
        yield %2, %4, %11
      }
      "
    `);
  });

  it('takes a stored value from a typed array only where the index is surely inside', () => {
    const fn = define([doubles, numberType], (b, a, x) => {
      const square = b.apply('mul', x, x);
      b.count(b.length(a), [], (i) => {
        b.store(a, i, square);
        b.store(a, b.apply('add', i, b.constant(1)), b.apply('sin', b.at(a, i)));
        return [];
      });
      b.store(a, 3, square);
      return [b.at(a, 3)];
    });
    expect(after(fn, shared)).toMatchInlineSnapshot(`
      "
      function f(%0:a Float64Array, %1:b number) {
        %2 = mul %1:b, %1:b
        %3:length = length %0:a
        %4:i = loop (%5:i = 0) while {
          %6 = lt %5:i, %3:length
          yield %6
        } do {
          %0:a[%5:i] = %2
          %7 = add %5:i, 1
          %8 = sin %2
          %0:a[%7] = %8
          yield %7
        }
        %0:a[3] = %2
        %9 = %0:a[3]
        yield %9
      }
      "
    `);
  });

  it('keeps what a Float64Array makes of undefined', () => {
    const fn = define([list], (b, a) => {
      const box = b.allocate(doubles, b.constant(2));
      b.store(box, 0, b.at(a, 7));
      return [b.at(box, 0)];
    });
    expectSame(fn, shared(fn), () => [[1]]);
    expectSame(fn, replaceByScalars(fn), () => [[1]]);
  });

  it('does not trust a length that the loop itself changes', () => {
    const fn = define([list], (b, a) => {
      b.loop(
        [b.constant(0)],
        (i) => b.apply('lt', i, b.length(a)),
        (i) => {
          b.pop(a);
          const length = b.length(a);
          b.store(a, i, length);
          b.store(a, 0, b.length(a));
          return [b.apply('add', i, b.constant(1))];
        },
      );
      return [];
    });
    for (const pass of [shared, hoisted, optimize]) expectSame(fn, pass(fn), () => [[5, 6, 7]]);
  });
});

describe('the counter of a loop', () => {
  it('is not below the length in the test itself', () => {
    for (const type of [list, doubles]) {
      const fn = define([type], (b, a) => {
        const found: Value[] = [];
        const before = b.length(a);
        const [, last] = b.loop(
          [b.constant(0), b.constant(0)],
          (i) => {
            const length = b.length(a);
            b.store(a, i, b.constant(7));
            return b.apply('lt', i, length);
          },
          (i, s) => [b.apply('add', i, b.constant(1)), b.apply('add', s, b.length(a))],
        );
        found.push(before, last!, b.length(a));
        return found;
      });
      for (const pass of [shared, hoisted, optimize]) {
        expectSame(fn, pass(fn), () => [type === list ? [5, 6] : Float64Array.of(5, 6)]);
      }
    }
  });

  it('is not in range of a typed array in the test', () => {
    const fn = define([doubles], (b, a) => {
      const seen = b.list(b.constant(0));
      b.loop(
        [b.constant(0)],
        (i) => {
          b.store(a, i, b.constant(7));
          b.store(seen, 0, b.at(a, i));
          return b.apply('lt', i, b.length(a));
        },
        (i) => [b.apply('add', i, b.constant(1))],
      );
      return [b.at(seen, 0)];
    });
    expectSame(fn, shared(fn), () => [Float64Array.of(5, 6)]);
    expectSame(fn, optimize(fn), () => [Float64Array.of(5, 6)]);
  });
});

describe('dead code', () => {
  it('drops arrays that are only written, values that feed only themselves, and loops without a use', () => {
    const fn = define([numberType, numberType], (b, x, n) => {
      const waste = b.list(x);
      const [kept] = b.count(n, [x, b.constant(0)], (i, [s, dead]) => {
        b.store(waste, i, s!);
        return [b.apply('sin', s!), b.apply('add', dead!, s!)];
      });
      b.count(n, [x], (_, [s]) => [b.apply('cos', s!)]);
      return [kept!];
    });
    expect(after(fn, alive)).toMatchInlineSnapshot(`
      "
      function f(%0:a number, %1:b number) {
        %2:i, %3:a = loop (%4:i = 0, %5:a = %0:a) while {
          %6 = lt %4:i, %1:b
          yield %6
        } do {
          %7 = sin %5:a
          %8 = add %4:i, 1
          yield %8, %7
        }
        yield %3:a
      }
      "
    `);
  });

  it('keeps writes to what comes from outside or goes there, field by field', () => {
    const fn = define([list, numberType], (b, a, x) => {
      b.store(a, 0, x);
      const inside = b.point(x, x);
      b.setField(inside, 'x', b.constant(1));
      b.setField(inside, 'y', b.constant(2));
      const outside = b.point(x, x);
      b.setField(outside, 'y', b.constant(3));
      return [b.field(inside, 'y'), outside];
    });
    expect(after(fn, alive)).toMatchInlineSnapshot(`
      "
      function f(%0:a number[], %1:b number) {
        %0:a[0] = %1:b
        %2 = struct {x: %1:b, y: %1:b}
        %2.y = 2
        %3 = struct {x: %1:b, y: %1:b}
        %3.y = 3
        %4 = %2.y
        yield %4, %3
      }
      "
    `);
  });
});

describe('small objects', () => {
  it('carries elements through branches and loops', () => {
    const fn = define([numberType, numberType], (b, x, n) => {
      const pair = b.list(x, b.constant(0));
      b.count(n, [], (i) => {
        b.choose(
          b.apply('lt', i, x),
          [],
          () => (b.store(pair, 1, b.apply('add', b.at(pair, 1), b.at(pair, 0))), []),
          () => [],
        );
        return [];
      });
      return [b.at(pair, 1), b.length(pair)];
    });
    expect(after(fn, replaceByScalars)).toMatchInlineSnapshot(`
      "
      function f(%0:a number, %1:b number) {
        %2:i, %3 = loop (%4:i = 0, %5 = 0) while {
          %6 = lt %4:i, %1:b
          yield %6
        } do {
          %7 = lt %4:i, %0:a
          %8 = if %7 {
            %9 = add %5, %0:a
            yield %9
          } else {
            yield %5
          }
          %10 = add %4:i, 1
          yield %10, %8
        }
        yield %3, 2
      }
      "
    `);
  });

  it('follows pushes and pops, and rounds as the storage does', () => {
    const fn = define([numberType], (b, x) => {
      const stack = b.list();
      b.emit({ kind: 'push', array: stack, value: x });
      b.emit({ kind: 'push', array: stack, value: b.constant(2) });
      const top = b.pop(stack);
      const single = b.allocate(singles, b.constant(2));
      b.store(single, 0, x);
      return [top, b.length(stack), b.at(stack, 0), b.at(single, 0), b.at(single, 1), b.at(single, 5)];
    });
    expect(after(fn, replaceByScalars)).toMatchInlineSnapshot(`
      "
      function f(%0:a number) {
        %1 = fround %0:a
        missed undefined = undefined
        yield 2, 1, %0:a, %1, 0, undefined
      }
      "
    `);
    expectSame(fn, replaceByScalars(fn), () => [0.1]);
  });

  it('leaves what is written in a loop test, merged, stored or given away', () => {
    const fn = define([numberType, booleanType], (b, x, c) => {
      const count = b.list(b.constant(0));
      b.loop(
        [],
        () => {
          b.store(count, 0, b.apply('add', b.at(count, 0), b.constant(1)));
          return b.apply('lt', b.at(count, 0), x);
        },
        () => [],
      );
      const one = b.list(x);
      const two = b.list(x);
      const [either] = b.choose(c, [{ type: list }], () => [one], () => [two]); // prettier-ignore
      return [b.at(count, 0), b.at(either!, 0), b.list(x)];
    });
    expect(printFunction(replaceByScalars(fn))).toBe(printFunction(fn));
    expectSame(fn, optimize(fn), () => [3, true]);
  });
});

describe('records handed on', () => {
  it('are their fields, if they are only asked for those', () => {
    const fn = define([list], (b, a) => {
      const [last] = b
        .loop(
          [b.constant(0), b.point(b.constant(0), b.constant(0))],
          (i) => b.apply('lt', i, b.length(a)),
          (i, sums) => {
            const w = b.at(a, i);
            const x = b.apply('add', b.field(sums, 'x'), w);
            const y = b.apply('add', b.field(sums, 'y'), b.apply('mul', w, w));
            return [b.apply('add', i, b.constant(1)), b.point(x, y)];
          },
        )
        .slice(1);
      return [b.apply('sub', b.field(last!, 'y'), b.field(last!, 'x'))];
    });
    expect(after(fn, optimize)).toMatchInlineSnapshot(`
      "
      function f(%0:a number[]) {
        %1:length = length %0:a
        %2, %3:x, %4:y = loop (%5 = 0, %6:x = 0, %7:y = 0) while {
          %8 = lt %5, %1:length
          yield %8
        } do {
          %9 = %0:a[%5]
          %10 = add %6:x, %9
          %11 = mul %9, %9
          %12 = add %7:y, %11
          %13 = add %5, 1
          yield %13, %10, %12
        }
        %14 = sub %4:y, %3:x
        yield %14
      }
      "
    `);
  });

  it('stay records if one is yielded or written', () => {
    const fn = define([booleanType, numberType], (b, c, x) => {
      const choose = (): Value =>
        b.choose(c, [{ type: point }], () => [b.point(x, x)], () => [b.point(x, b.constant(0))])[0]!; // prettier-ignore
      const kept = choose();
      return [kept, b.field(kept, 'x'), b.field(choose(), 'y')];
    });
    const text = after(fn, splitRecords);
    expect(text.match(/struct/g)).toHaveLength(4);
    expect(text.match(/\.x|\.y/g)).toEqual(['.x']);
    expectSame(fn, optimize(fn), () => [true, 2]);
  });
});

describe('loop invariants', () => {
  it('moves what does not change before the loop, and drops parameters that stay', () => {
    const fn = define([list, list, numberType], (b, a, c, x) => {
      const [sum, same] = b
        .loop(
          [b.constant(0), b.constant(0), x],
          (i) => b.apply('lt', i, b.length(a)),
          (i, s, kept) => {
            const term = b.apply('mul', b.at(c, 0), b.apply('sin', kept));
            b.store(a, i, term);
            return [b.apply('add', i, b.constant(1)), b.apply('add', s, term), kept];
          },
        )
        .slice(1);
      return [sum!, same!];
    });
    expect(after(fn, hoisted)).toMatchInlineSnapshot(`
      "
      function f(%0:a number[], %1:b number[], %2:c number) {
        %3:length = length %0:a
        %4 = %1:b[0]
        %5 = sin %2:c
        %6 = mul %4, %5
        %7, %8 = loop (%9 = 0, %10 = 0) while {
          %11 = lt %9, %3:length
          yield %11
        } do {
          %0:a[%9] = %6
          %12 = add %9, 1
          %13 = add %10, %6
          yield %12, %13
        }
        yield %8, %2:c
      }
      "
    `);
  });

  it('does not read from a row that may not be there before it is needed', () => {
    const fn = define([matrix, numberType], (b, m, n) => {
      const row = b.at(m, 3);
      return b.count(n, [b.constant(0)], (_, [s]) => [b.apply('add', s!, b.at(row, 0))]);
    });
    expect(after(fn, hoisted)).toContain('= %2[0]');
    expectSame(fn, optimize(fn), () => [[], 0]);
  });

  it('makes counters in step one', () => {
    const fn = define([numberType], (b, n) => {
      const one = b.constant(1);
      return b.loop(
        [b.constant(0), b.constant(0)],
        (i) => b.apply('lt', i, n),
        (i, j) => [b.apply('add', i, one), b.apply('add', j, one)],
      );
    });
    expect(after(fn, optimize)).toMatchInlineSnapshot(`
      "
      function f(%0:a number) {
        %1 = loop (%2 = 0) while {
          %3 = lt %2, %0:a
          yield %3
        } do {
          %4 = add %2, 1
          yield %4
        }
        yield %1, %1
      }
      "
    `);
  });
});

describe('branches', () => {
  it('takes known branches and turns choices between values into selects', () => {
    const fn = define([numberType, numberType], (b, x, y) => {
      const c = b.apply('lt', x, y);
      const number = { type: numberType };
      const [first, flag] = b.choose(
        c,
        [number, { type: booleanType }],
        () => [
          ...b.choose(c, [number], () => [b.apply('sin', x)], () => [b.apply('cos', x)]), // prettier-ignore
          b.constant(true),
        ],
        () => [x, b.constant(false)],
      );
      const [second] = b.choose(flag!, [number], () => [x], () => [y]); // prettier-ignore
      return [first!, second!];
    });
    expect(after(fn, simplifyIfs)).toMatchInlineSnapshot(`
      "
      function f(%0:a number, %1:b number) {
        %2 = lt %0:a, %1:b
        %3 = if %2 {
          %4 = sin %0:a
          yield %4
        } else {
          yield %0:a
        }
        %5 = select %2, %0:a, %1:b
        yield %3, %5
      }
      "
    `);
  });
});

describe('short loops', () => {
  it('are written out, upwards and downwards, and the rest folds', () => {
    const fn = define([list], (b, a) => {
      const three = b.constant(3);
      const sum = b.count(three, [b.constant(0)], (i, [s]) => [b.apply('add', s!, b.at(a, i))]);
      const down = b.loop(
        [b.constant(2), b.constant(0)],
        (i) => b.apply('ge', i, b.constant(1)),
        (i, s) => [b.apply('sub', i, b.constant(1)), b.apply('add', s, i)],
      );
      return [...sum, down[1]!];
    });
    expect(after(fn, unrollConstantLoops)).toMatchInlineSnapshot(`
      "
      function f(%0:a number[]) {
        %1 = %0:a[0]
        %2 = add 0, %1
        %3 = %0:a[1]
        %4 = add %2, %3
        %5 = %0:a[2]
        %6 = add %4, %5
        yield %6, 3
      }
      "
    `);
  });

  it('stay if they are long', () => {
    const fn = define([numberType], (b, x) => b.count(b.constant(9), [x], (_, [s]) => [b.apply('sin', s!)]));
    expect(unrollConstantLoops(fn)).toBe(fn);
  });
});

describe('calls', () => {
  it('are inlined, but not those of a cycle', () => {
    const square = define([numberType], (b, x) => [b.apply('mul', x, x)]);
    const again: FunctionIr = { name: 'again', parameters: [newValue(numberType, 'n')], body: emptyBlock() };
    const call = (b: Writer, target: FunctionIr, arg: Value): Value =>
      b.emit({ kind: 'call', target, args: [arg], results: [newValue(numberType)] }).results[0]!;
    const w = new Writer(again.body);
    const n = again.parameters[0]!;
    again.body.yields = w.choose(
      w.apply('lt', n, w.constant(1)),
      [{ type: numberType }],
      () => [n],
      () => [call(w, again, w.apply('sub', n, call(w, square, w.constant(1))))],
    );
    const fn = define([numberType], (b, x) => [call(b, square, call(b, again, x))]);
    expect(after(fn, inlineCalls)).toMatchInlineSnapshot(`
      "
      function f(%0:a number) {
        %1 = call again(%0:a)
        %2 = mul %1, %1
        yield %2
      }
      "
    `);
    const result = optimize(fn);
    verify(result);
    expect(interpret(result, [4])).toEqual([0]);
  });
});
