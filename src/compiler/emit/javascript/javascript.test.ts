/** Goldens of emitted code, looked at by eye, and what must never go wrong in it. */
import { describe, expect, it } from 'vitest';
import { SecantError, type SourceText } from '../../../base/diagnostics.ts';
import { interpret } from '../../interpret/interpret.ts';
import type { FunctionIr, Storage, Type, Value } from '../../ir/ir.ts';
import { booleanType, constantValue, newValue, numberType, stringType } from '../../ir/ir.ts';
import { verify } from '../../ir/verify.ts';
import { Builder, emptyBlock } from '../../rules/builder.ts';
import { emitJavaScript } from './javascript.ts';

const list = (storage: Storage = 'list'): Type => ({ kind: 'array', element: numberType, storage });
const matrix: Type = { kind: 'array', element: list(), storage: 'list' };
const one = numberType;

function program(parameters: readonly [string, Type][], write: (b: Builder, ...p: Value[]) => Value[], name = 'f'): FunctionIr {
  const values = parameters.map(([called, type]) => newValue(type, called));
  const body = emptyBlock();
  body.yields = write(new Builder(body), ...values);
  const fn = { name, parameters: values, body };
  verify(fn);
  return fn;
} // prettier-ignore

function code(fn: FunctionIr, results: 'single' | 'array' = 'single'): string {
  return emitJavaScript(fn, { results }).code;
}

/** Runs emitted code and interpreter, and checks that they agree. */
function run(fn: FunctionIr, ...args: unknown[]): unknown[] {
  const copies = structuredClone(args);
  const expected = interpret(fn, copies);
  const actual = emitJavaScript(fn, { results: 'array' })
    .compile()
    .run(...args);
  expect(actual).toStrictEqual(expected);
  expect(args).toStrictEqual(copies);
  return expected;
}

describe('formulas', () => {
  it('nest what is used once and name what is used more often', () => {
    const fn = program([['x', one], ['y', one]], (b, x, y) => {
      const r = b.applyNamed('r', 'sqrt', [b.apply('add', b.apply('mul', x, x), b.apply('mul', y, y))]);
      const twice = b.apply('sin', r);
      return [b.apply('div', b.apply('mul', twice, twice), b.apply('add', r, b.constant(1)))];
    }); // prettier-ignore
    expect(code(fn)).toMatchInlineSnapshot(`
      "function f(x, y) {
        const r = Math.sqrt(x * x + y * y);
        const t1 = Math.sin(r);
        return t1 * t1 / (r + 1);
      }"
    `);
    run(fn, 3, 4);
  });

  it('are split where they would be too wide', () => {
    const fn = program([['someLongName', one]], (b, x) => {
      let sum = b.apply('sin', x);
      for (let k = 1; k < 9; k++) sum = b.apply('add', sum, b.apply('cos', b.apply('mul', b.constant(k + 0.25), x)));
      return [sum];
    });
    expect(code(fn)).toMatchInlineSnapshot(`
      "function f(someLongName) {
        const t1 = Math.sin(someLongName) + Math.cos(1.25 * someLongName);
        const t2 = t1 + Math.cos(2.25 * someLongName) + Math.cos(3.25 * someLongName);
        const t3 = t2 + Math.cos(4.25 * someLongName) + Math.cos(5.25 * someLongName);
        const t4 = t3 + Math.cos(6.25 * someLongName) + Math.cos(7.25 * someLongName);
        return t4 + Math.cos(8.25 * someLongName);
      }"
    `);
    for (const line of code(fn).split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    run(fn, 0.3);
  });

  it('drop what nobody uses', () => {
    const fn = program([['x', one]], (b, x) => {
      b.apply('exp', b.apply('sin', x));
      return [x];
    });
    expect(code(fn)).toMatchInlineSnapshot(`
      "function f(x) {
        return x;
      }"
    `);
  });

  it('never wait past a write to what they read', () => {
    const fn = program([['a', list()], ['x', one]], (b, a, x) => {
      const before = b.load(a, b.constant(0));
      b.emit({ kind: 'store', array: a, index: b.constant(0), value: x });
      return [b.apply('sub', before, b.load(a, b.constant(0)))];
    }); // prettier-ignore
    expect(code(fn)).toMatchInlineSnapshot(`
      "function f(a, x) {
        const t1 = a[0];
        a[0] = x;
        return t1 - a[0];
      }"
    `);
    expect(run(fn, [5], 2)).toEqual([3]);
  });
});

describe('names', () => {
  it('are made identifiers, kept apart, and never hide a helper', () => {
    const wanted = ['a-b', 'a_b', '2x', 'let', 'Math', 'kink', 'σ', '__proto__', 'x1', 'x1', '*/ alert(1) //', ''];
    const fn = program(wanted.map((name) => [name, one]), (b, ...p) => [p.reduce((sum, v) => b.apply('add', sum, v))]); // prettier-ignore
    expect(code(fn)).toMatchInlineSnapshot(`
      "function f(a_b, a_b2, _2x, let_, Math_, kink_, σ, __proto__, x1, x1_2, ___alert_1____, _) {
        const t1 = a_b + a_b2 + _2x + let_ + Math_ + kink_ + σ + __proto__ + x1 + x1_2 + ___alert_1____;
        return t1 + _;
      }"
    `);
    expect(run(fn, ...wanted.map((_, k) => 10 ** k))).toEqual([111111111111]);
  });

  it('of functions may be reserved words too', () => {
    const fn = program([['eval', one]], (_, x) => [x], 'delete');
    expect(code(fn)).toMatchInlineSnapshot(`
      "function delete_(eval_) {
        return eval_;
      }"
    `);
    run(fn, 1);
  });
});

describe('branches', () => {
  it('are a choice where both sides are short, an `if` otherwise', () => {
    const fn = program([['x', one]], (b, x) => {
      const positive = b.apply('gt', x, b.constant(0));
      const [root] = b.choose(positive, [{ type: one }], () => [b.apply('sqrt', x)], () => [b.constant(0)]);
      const [low, high] = b.choose(
        b.apply('not', positive),
        [{ type: one, name: 'low' }, { type: one, name: 'high' }],
        () => [b.apply('neg', x), x],
        () => [x, b.apply('add', root!, x)],
      );
      return [b.apply('sub', high!, low!)];
    }); // prettier-ignore
    expect(code(fn)).toMatchInlineSnapshot(`
      "function f(x) {
        const t1 = x > 0;
        const t2 = t1 ? Math.sqrt(x) : 0;
        let low, high;
        if (!t1) {
          low = -x;
          high = x;
        } else {
          high = t2 + x;
          low = x;
        }
        return high - low;
      }"
    `);
    run(fn, 4);
    run(fn, -4);
  });

  it('chain, and leave out what is empty', () => {
    const fn = program([['a', list()], ['x', one]], (b, a, x) => {
      const write = (value: number): Value[] => {
        b.emit({ kind: 'store', array: a, index: b.constant(0), value: b.constant(value) });
        return [];
      };
      const above = (bound: number): Value => b.apply('gt', x, b.constant(bound));
      b.choose(above(2), [], () => write(2), () => b.choose(above(1), [], () => write(1), () => []));
      b.choose(above(3), [], () => [], () => write(9));
      return [];
    }); // prettier-ignore
    expect(code(fn, 'array')).toMatchInlineSnapshot(`
      "function f(a, x) {
        if (x > 2) {
          a[0] = 2;
        } else if (x > 1) {
          a[0] = 1;
        }
        if (!(x > 3)) {
          a[0] = 9;
        }
        return [];
      }"
    `);
    for (const x of [0, 1.5, 2.5, 4]) run(fn, [0], x);
  });

  it('use && and || for truth values, and only for those', () => {
    const fn = program([['x', one], ['flags', { kind: 'array', element: booleanType, storage: 'list' }]], (b, x, flags) => {
      const positive = b.apply('gt', x, b.constant(0));
      const small = b.choose(positive, [{ type: booleanType }], () => [b.apply('lt', x, b.constant(1))], () => [b.constant(false)]);
      const read = newValue(booleanType);
      b.emit({ kind: 'load', result: read, array: flags, index: b.constant(7) });
      return [small[0]!, b.apply('select', read, positive, b.constant(false))];
    }); // prettier-ignore
    expect(code(fn, 'array')).toMatchInlineSnapshot(`
      "function f(x, flags) {
        const t1 = x > 0;
        return [t1 && x < 1, flags[7] ? t1 : false];
      }"
    `);
    expect(run(fn, 0.5, [])).toEqual([true, false]);
  });
});

describe('loops', () => {
  it('nest, count and sum in place', () => {
    const fn = program([['a', matrix]], (b, a) => {
      const rows = b.length(a);
      return b.count(rows, [newNamed(b, 's')], (i, [s]) => {
        const row = newValue(list(), 'row');
        b.emit({ kind: 'load', result: row, array: a, index: i });
        return b.count(b.length(row), [s!], (j, [inner]) => [b.applyNamed('s', 'add', [inner!, b.load(row, j)])], 'j');
      });
    });
    expect(code(fn)).toMatchInlineSnapshot(`
      "function f(a) {
        const length = a.length;
        let s = 0;
        for (let i = 0; i < length; i++) {
          const row = a[i];
          const length2 = row.length;
          for (let j = 0; j < length2; j++) {
            s += row[j];
          }
        }
        return s;
      }"
    `);
    expect(run(fn, [[1, 2], [], [3]])).toEqual([6]); // prettier-ignore
  });

  it('swap with one temporary', () => {
    const swap = program([['n', one], ['p', one], ['q', one]], (b, n, p, q) =>
      b.count(n, [p, q], (_, [s, t]) => [t!, s!]),
    ); // prettier-ignore
    expect(code(swap, 'array')).toMatchInlineSnapshot(`
      "function f(n, p, q) {
        let p2 = p;
        let q2 = q;
        for (let i = 0; i < n; i++) {
          const t1 = q2;
          q2 = p2;
          p2 = t1;
        }
        return [p2, q2];
      }"
    `);
    expect(run(swap, 3, 1, 2)).toEqual([2, 1]);
    const fibonacci = program([['n', one]], (b, n) => {
      const [last] = b.count(n, [b.constant(0), b.constant(1)], (_, [s, t]) => [t!, b.apply('add', s!, t!)]);
      return [last!];
    });
    expect(code(fibonacci)).toMatchInlineSnapshot(`
      "function f(n) {
        let t1 = 0;
        let t2 = 1;
        for (let i = 0; i < n; i++) {
          const t3 = t2;
          t2 = t1 + t2;
          t1 = t3;
        }
        return t1;
      }"
    `);
    expect(run(fibonacci, 10)).toEqual([55]);
  });

  it('rotate several cycles at once', () => {
    const fn = program('pqrst'.split('').map((name) => [name, one]), (b, ...p) =>
      b.count(b.constant(1), p, (_, [a, c, d, e, f]) => [c!, d!, a!, f!, b.apply('add', e!, a!)]),
    ); // prettier-ignore
    expect(run(fn, 1, 2, 3, 4, 5)).toEqual([2, 3, 1, 5, 5]);
  });

  it('end at a flag, as `break` leaves it', () => {
    const fn = program([['n', one]], (b, n) => {
      const [i, done] = [newValue(one, 'i'), newValue(booleanType, 'done')];
      const results = [newValue(one, 'i'), newValue(booleanType, 'done')];
      const test = b.inBlock(emptyBlock(), () => undefined);
      b.inBlock(test, () => {
        test.yields = [b.apply('select', b.apply('not', done), b.apply('lt', i, n), b.constant(false))];
      });
      const body = emptyBlock();
      b.inBlock(body, () => {
        const found = b.apply('gt', b.apply('mul', i, i), b.constant(20));
        body.yields = [b.apply('select', found, i, b.apply('add', i, b.constant(1))), found];
      });
      b.emit({ kind: 'loop', initial: [b.constant(0), b.constant(false)], parameters: [i, done], test, body, results });
      return [results[0]!];
    });
    expect(code(fn)).toMatchInlineSnapshot(`
      "function f(n) {
        let i = 0;
        let done = false;
        while (!done && i < n) {
          done = i * i > 20;
          i = done ? i : i + 1;
        }
        return i;
      }"
    `);
    expect(run(fn, 100)).toEqual([5]);
    expect(run(fn, 3)).toEqual([3]);
  });

  it('put a test that needs statements inside', () => {
    const fn = program([['x', one]], (b, x) => {
      const p = newValue(one, 'p');
      const test = emptyBlock();
      b.inBlock(test, () => {
        const square = b.apply('mul', p, p);
        test.yields = [b.apply('lt', b.apply('add', square, square), b.constant(100))];
      });
      const body = emptyBlock();
      b.inBlock(body, () => {
        body.yields = [b.apply('mul', p, b.constant(2))];
      });
      const result = newValue(one, 'p');
      b.emit({ kind: 'loop', initial: [x], parameters: [p], test, body, results: [result] });
      return [result];
    });
    expect(code(fn)).toMatchInlineSnapshot(`
      "function f(x) {
        let p = x;
        while (true) {
          const t1 = p * p;
          if (!(t1 + t1 < 100)) break;
          p *= 2;
        }
        return p;
      }"
    `);
    expect(run(fn, 1)).toEqual([8]);
  });
});

describe('variables that are assigned again', () => {
  /** A loop over parameters that starts at the given values. */
  function loop(b: Builder, initial: Value[], test: (p: Value[]) => Value, body: (p: Value[]) => Value[]): Value[] {
    const parameters = initial.map((_, k) => newValue(one, 'pqr'[k]));
    const results = initial.map((_, k) => newValue(one, 'pqr'[k]));
    const [tests, inside] = [emptyBlock(), emptyBlock()];
    b.inBlock(tests, () => (tests.yields = [test(parameters)]));
    b.inBlock(inside, () => (inside.yields = body(parameters)));
    b.emit({ kind: 'loop', initial, parameters, test: tests, body: inside, results });
    return results;
  }

  it('first let go what reads them', () => {
    const fn = program([['a', list()], ['n', one]], (b, a, n) =>
      b.count(n, [b.constant(1)], (i, [s]) => {
        const twice = b.apply('mul', s!, b.constant(2));
        const next = b.applyNamed('s', 'add', [s!, b.constant(10)]);
        b.emit({ kind: 'store', array: a, index: i, value: twice });
        b.emit({ kind: 'push', array: a, value: next });
        return [next];
      }),
    ); // prettier-ignore
    expect(code(fn)).toMatchInlineSnapshot(`
      "function f(a, n) {
        let t1 = 1;
        for (let i = 0; i < n; i++) {
          const t2 = t1 * 2;
          t1 += 10;
          a[i] = t2;
          a.push(t1);
        }
        return t1;
      }"
    `);
    run(fn, [], 3);
  });

  it('keep a parameter until the test that may be the last has been', () => {
    const fn = program([['x', one]], (b, x) => {
      const below = (limit: number) => (p: Value[]) => b.apply('lt', p[0]!, b.constant(limit));
      const step = (p: Value[]): Value[] => [b.apply('add', p[0]!, b.constant(3))];
      return loop(
        b,
        [x],
        ([p]) => b.apply('lt', loop(b, [p!], below(10), step)[0]!, x),
        () => [b.constant(50)],
      );
    });
    expect(code(fn)).toMatchInlineSnapshot(`
      "function f(x) {
        let p = x;
        while (true) {
          let p2 = p;
          for (; p2 < 10; p2 += 3) {
          }
          if (!(p2 < x)) break;
          p = 50;
        }
        return p;
      }"
    `);
    expect(run(fn, 1)).toEqual([1]);
    expect(run(fn, 11)).toEqual([11]);
    expect(run(fn, 12)).toEqual([12]);
  });

  it('are not taken over while a header counts with them', () => {
    const fn = program([['n', one]], (b, n) =>
      loop(b, [b.constant(0), b.constant(0)], ([i]) => b.apply('lt', i!, n), ([i, s]) => {
        const next = b.apply('add', i!, b.constant(1));
        const [, inner] = loop(b, [i!, s!], ([j]) => b.apply('lt', j!, b.constant(3)), ([j, t]) => [
          b.apply('add', j!, b.constant(1)),
          b.apply('add', t!, b.constant(1)),
        ]);
        return [next, inner!];
      }),
    ); // prettier-ignore
    expect(code(fn, 'array')).toMatchInlineSnapshot(`
      "function f(n) {
        let p = 0;
        let q = 0;
        for (; p < n; p++) {
          for (let p2 = p; p2 < 3; p2++) {
            q += 1;
          }
        }
        return [p, q];
      }"
    `);
    expect(run(fn, 4)).toEqual([4, 6]);
  });

  it('are not overwritten before a header has started from them', () => {
    const fn = program([['n', one]], (b, n) =>
      loop(b, [b.constant(0), b.constant(5)], ([i]) => b.apply('lt', i!, n), ([i, s]) => {
        const from = b.apply('add', s!, b.constant(1));
        const [, inner] = loop(b, [from, b.constant(0)], ([j]) => b.apply('lt', j!, b.constant(8)), ([j, t]) => [
          b.apply('add', j!, b.constant(1)),
          b.apply('add', t!, j!),
        ]);
        return [b.apply('add', i!, b.constant(1)), inner!];
      }).slice(1),
    ); // prettier-ignore
    expect(code(fn)).toMatchInlineSnapshot(`
      "function f(n) {
        let q = 5;
        for (let p = 0; p < n; p++) {
          let p2 = q + 1;
          q = 0;
          for (; p2 < 8; p2++) {
            q += p2;
          }
        }
        return q;
      }"
    `);
    expect(run(fn, 1)).toEqual([13]);
  });
});

describe('memory', () => {
  it('is allocated in the fastest form of its kind', () => {
    const fn = program([['n', one], ['x', one]], (b, n, x) => {
      const make = (type: Type, length: Value, fill?: Value): Value => {
        const result = newValue(type, 'a');
        b.emit({ kind: 'allocate', result, length, fill });
        return result;
      };
      return [
        make(list(), b.constant(0)),
        make(list(), b.constant(3), b.constant(0)),
        make(list(), b.constant(400), b.constant(0)),
        make(list(), n, x),
        make(list(), n),
        make(list('Float64Array'), n),
        make(list('Float32Array'), n, x),
      ];
    }); // prettier-ignore
    expect(code(fn, 'array')).toMatchInlineSnapshot(`
      "function f(n, x) {
        const a = [];
        const a2 = [0, 0, 0];
        const a3 = new Array(400).fill(0);
        const a4 = new Array(n).fill(x);
        const a5 = new Array(n);
        const a6 = new Float64Array(n);
        const a7 = new Float32Array(n).fill(x);
        return [a, a2, a3, a4, a5, a6, a7];
      }"
    `);
    run(fn, 2, 0.1);
    expect(() => emitJavaScript(fn, { results: 'array' }).compile().run(-1, 0)).toThrow(RangeError);
    expect(() => interpret(fn, [-1, 0])).toThrow(RangeError);
  });

  it('of records and tuples keeps any field a plain field', () => {
    const fields = ['x', '__proto__', 'a b', 'class', '0'];
    const type: Type = { kind: 'struct', tuple: false, fields: new Map(fields.map((field) => [field, one])) };
    const fn = program([['o', type], ['x', one]], (b, o, x) => {
      const result = newValue(type, 'made');
      b.emit({ kind: 'struct', result, names: fields, elements: fields.map((_, k) => b.apply('add', x, b.constant(k))) });
      const pair = newValue({ kind: 'struct', tuple: true, fields: new Map([['0', one], ['1', one]]) });
      b.emit({ kind: 'struct', result: pair, names: ['0', '1'], elements: [x, x] });
      b.emit({ kind: 'set-field', object: o, field: 'a b', value: x });
      b.emit({ kind: 'accumulate-field', object: o, field: 'x', value: b.apply('neg', x) });
      const read = fields.map((field) => {
        const value = newValue(one);
        b.emit({ kind: 'get-field', result: value, object: result, field });
        return value;
      });
      return [...read, result, pair];
    }); // prettier-ignore
    expect(code(fn, 'array')).toMatchInlineSnapshot(`
      "function f(o, x) {
        const made = { x: x + 0, ["__proto__"]: x + 1, "a b": x + 2, class: x + 3, "0": x + 4 };
        o["a b"] = x;
        o.x -= x;
        return [made.x, made["__proto__"], made["a b"], made.class, made[0], made, [x, x]];
      }"
    `);
    const argument = JSON.parse('{"x": 1, "__proto__": 2, "a b": 3, "class": 4, "0": 5}') as unknown;
    const [x, proto] = emitJavaScript(fn, { results: 'array' }).compile().run(argument, 7) as unknown[];
    expect([x, proto]).toEqual([7, 8]);
    expect(argument).toMatchObject({ x: -6, 'a b': 7 });
  });

  it('reads undefined past the end, and grows as JavaScript does', () => {
    const fn = program([['a', list()]], (b, a) => {
      b.emit({ kind: 'push', array: a, value: b.constant(1) });
      const popped = newValue(one);
      b.emit({ kind: 'pop', result: popped, array: a });
      b.emit({ kind: 'store', array: a, index: b.constant(4), value: popped });
      b.emit({ kind: 'set-length', array: a, length: b.constant(6) });
      return [b.load(a, b.constant(9)), b.apply('add', b.load(a, b.constant(3)), popped), b.length(a)];
    });
    expect(code(fn, 'array')).toMatchInlineSnapshot(`
      "function f(a) {
        a.push(1);
        const t1 = a.pop();
        a[4] = t1;
        a.length = 6;
        return [a[9], a[3] + t1, a.length];
      }"
    `);
    expect(run(fn, [0])).toEqual([undefined, NaN, 6]);
  });
});

describe('functions', () => {
  function factorial(): FunctionIr {
    const fn: FunctionIr = { name: 'factorial', parameters: [newValue(one, 'n')], body: emptyBlock() };
    const b = new Builder(fn.body);
    const n = fn.parameters[0]!;
    fn.body.yields = b.choose(b.apply('le', n, b.constant(1)), [{ type: one }], () => [b.constant(1)], () => {
      const rest = newValue(one, 'rest');
      fn.body.yields = [rest];
      b.emit({ kind: 'call', target: fn, args: [b.apply('sub', n, b.constant(1))], results: [rest] });
      return [b.apply('mul', n, rest)];
    }); // prettier-ignore
    return fn;
  }

  it('call themselves, whichever way the caller wants the result', () => {
    const fn = factorial();
    verify(fn);
    expect(code(fn, 'array')).toMatchInlineSnapshot(`
      "function factorial(n) {
        let t1;
        if (n <= 1) {
          t1 = 1;
        } else {
          const rest = factorial(n - 1);
          t1 = n * rest;
        }
        return t1;
      }

      function factorial_entry(n) {
        return [factorial(n)];
      }"
    `);
    expect(run(fn, 10)).toEqual([3628800]);
    expect(emitJavaScript(fn, { results: 'single' }).compile().run(5)).toBe(120);
    expect(() => emitJavaScript(fn, { results: 'single' }).compile().run(1e6)).toThrow(RangeError);
  });

  it('return several results as an array', () => {
    const both = program([['x', one]], (b, x) => [b.apply('sin', x), b.apply('cos', x)], 'f');
    const fn = program([['x', one]], (b, x) => {
      const results = [newValue(one, 'sine'), newValue(one, 'cosine')];
      b.emit({ kind: 'call', target: both, args: [x], results });
      return [b.apply('div', results[0]!, results[1]!)];
    });
    expect(code(fn)).toMatchInlineSnapshot(`
      "function f2(x) {
        return [Math.sin(x), Math.cos(x)];
      }

      function f(x) {
        const t1 = f2(x);
        const sine = t1[0];
        const cosine = t1[1];
        return sine / cosine;
      }"
    `);
    run(fn, 0.5);
  });
});

describe('tapes', () => {
  /** Pushes x, x − 1, … and adds them up again in reverse; with `recursive`, by calling itself in between. */
  function taped(recursive: boolean): FunctionIr {
    const fn: FunctionIr = { name: 'f', parameters: [newValue(one, 'tape_store')], body: emptyBlock() };
    const b = new Builder(fn.body);
    const x = fn.parameters[0]!;
    const tape = newValue(list(), 'tape');
    b.emit({ kind: 'list', result: tape, elements: [], tape: true });
    b.emit({ kind: 'push', array: tape, value: x });
    let inner = b.constant(0);
    fn.body.yields = [inner];
    if (recursive) {
      inner = b.choose(b.apply('gt', x, b.constant(0)), [{ type: one }], () => {
        const result = newValue(one);
        b.emit({ kind: 'call', target: fn, args: [b.apply('sub', x, b.constant(1))], results: [result] });
        return [result];
      }, () => [b.constant(0)])[0]!;
    }
    const popped = newValue(one);
    b.emit({ kind: 'pop', result: popped, array: tape });
    fn.body.yields = [b.apply('add', popped, inner)];
    verify(fn);
    return fn;
  } // prettier-ignore

  it('stay from call to call, under a name that nothing hides', () => {
    expect(code(taped(false))).toMatchInlineSnapshot(`
      "let tape_store;

      function f(tape_store_) {
        let tape = tape_store ?? grown();
        tape_store = undefined;
        let tape_height = 0;
        if (tape_height === tape.length) tape = grown(tape);
        tape[tape_height++] = tape_store_;
        const t1 = tape[--tape_height];
        tape_store = tape;
        return t1 + 0;
      }"
    `);
    const { run } = emitJavaScript(taped(false), { results: 'single' }).compile();
    expect([run(3), run(4)]).toEqual([3, 4]);
  });

  it('belong to one call where a function runs inside itself', () => {
    expect(run(taped(true), 4)).toEqual([10]);
  });
});

describe('the compiled function', () => {
  const source: SourceText = { name: 'f.ts', text: "x => {\n  if (x < 0) throw new Error('no')\n  return x\n}" };

  it('throws what the program throws, at its place', () => {
    const fn = program([['x', one]], (b, x) =>
      b.choose(b.apply('lt', x, b.constant(0)), [{ type: one }], () => {
        const message = newValue(stringType);
        b.emit({ kind: 'apply', operation: 'concat', args: [constantValue('bad "'), x], result: message });
        b.emit({ kind: 'throw', message, span: { source, start: 20, end: 41 } });
        return [x];
      }, () => [x]),
    ); // prettier-ignore
    expect(code(fn)).toMatchInlineSnapshot(`
      "function f(x) {
        let t1;
        if (x < 0) {
          throw raise(\`\${"bad \\""}\${x}\`, 0);
        } else {
          t1 = x;
        }
        return t1;
      }"
    `);
    const { run } = emitJavaScript(fn, { results: 'single' }).compile();
    expect(run(1)).toBe(1);
    const thrown = (what: () => unknown): SecantError => {
      try {
        what();
      } catch (error) {
        if (error instanceof SecantError) return error;
      }
      throw new Error('nothing was thrown');
    };
    const emitted = thrown(() => run(-2));
    expect(emitted.code).toBe('S302');
    expect(emitted.line).toBe(2);
    expect(emitted.message).toContain('bad "-2');
    expect(emitted.message).toBe(thrown(() => interpret(fn, [-2])).message);
  });

  it('notes kinks', () => {
    const fn = program([['x', one]], (b, x) => {
      b.emit({ kind: 'kink', left: x, right: b.constant(0) });
      return [b.apply('abs', x)];
    });
    expect(code(fn)).toMatchInlineSnapshot(`
      "function f(x) {
        if (x === 0) kink.hit = true;
        return Math.abs(x);
      }"
    `);
    const { run, kink } = emitJavaScript(fn, { results: 'single' }).compile();
    run(1);
    expect(kink.hit).toBe(false);
    run(-0);
    expect(kink.hit).toBe(true);
  });

  it('rounds to half precision where the engine cannot', () => {
    const fn = program([['x', one]], (b, x) => [b.apply('f16round', x)]);
    expect(run(fn, 0.1)).toEqual([0.0999755859375]);
  });
});

describe('source lines', () => {
  it('stand beside the statements, once each, and cannot end their comment', () => {
    const lines = ['x => {', '  const a = x * x; // */ \u202Ehidden', '  const b = a + 1; return a * b', '}'];
    const source: SourceText = { name: 'f.ts', text: lines.join('\n') };
    const at = (line: number): { source: SourceText; start: number; end: number } => {
      const start = source.text.indexOf(lines[line - 1]!);
      return { source, start, end: start + 5 };
    };
    const fn = program([['x', one]], (b, x) => {
      b.span = at(2);
      const a = b.applyNamed('a', 'mul', [x, x]);
      b.span = at(3);
      const c = b.applyNamed('b', 'add', [a, b.constant(1)]);
      const d = b.applyNamed('c', 'mul', [c, c]);
      return [b.apply('mul', a, d)];
    });
    const { code: commented } = emitJavaScript(fn, { results: 'single', comments: true });
    expect(commented).toMatchInlineSnapshot(`
      "function f(x) {
        // 2: const a = x * x; // */ hidden
        const a = x * x;
        // 3: const b = a + 1; return a * b
        const b = a + 1;
        const c = b * b;
        return a * c;
      }"
    `);
    expect(new Function(`${commented}; return f(2)`)()).toBe(100);
  });
});

function newNamed(b: Builder, name: string): Value {
  const value = newValue(numberType, name);
  b.emit({ kind: 'apply', operation: 'stop', args: [b.constant(0)], result: value });
  return value;
}
