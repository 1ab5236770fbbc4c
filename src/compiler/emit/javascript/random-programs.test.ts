/**
 * Random structured programs: branches, loops, swaps, memory of every kind, calls. Each is verified, and
 * emitted code must give what the interpreter gives, results and memory, bit for bit.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SecantError } from '../../../base/diagnostics.ts';
import { createPlainMachine, interpret } from '../../interpret/interpret.ts';
import type { Block, FunctionIr, KinkFlag, Storage, Type, Value } from '../../ir/ir.ts';
import { booleanType, newValue, numberType } from '../../ir/ir.ts';
import { walk } from '../../ir/visit.ts';
import { printFunction } from '../../ir/print.ts';
import { verify } from '../../ir/verify.ts';
import { Builder, emptyBlock } from '../../rules/builder.ts';
import { emitJavaScript } from './javascript.ts';

const list = (storage: Storage): Type => ({ kind: 'array', element: numberType, storage });
const record: Type = {
  kind: 'struct',
  tuple: false,
  fields: new Map([['x', numberType], ['__proto__', numberType], ['a b', numberType]]),
}; // prettier-ignore
const pair: Type = { kind: 'struct', tuple: true, fields: new Map([['0', numberType], ['1', numberType]]) }; // prettier-ignore

/** Draws a program from a stream of small numbers, so that fast-check can shrink it. */
class Author {
  private readonly stream: readonly number[];
  private at = 0;
  private b = new Builder();
  private readonly helpers: FunctionIr[];

  constructor(stream: readonly number[], helpers: FunctionIr[]) {
    this.stream = stream;
    this.helpers = helpers;
  }

  write(name: string, parameters: Value[], results: number, depth: number): FunctionIr {
    const body = emptyBlock();
    this.b = new Builder(body);
    const visible = [...parameters];
    this.statements(visible, 9, depth);
    body.yields = Array.from({ length: results }, () => this.number(visible));
    return { name, parameters, body };
  }

  private draw(count: number): number {
    const drawn = this.stream[this.at++ % this.stream.length] ?? 0;
    return (drawn + this.at) % count;
  }

  private some<T>(choices: readonly T[]): T {
    return choices[this.draw(choices.length)]!;
  }

  private name(): string | undefined {
    // Mostly none: unnamed values wait to be nested, which is where order can go wrong.
    return this.draw(3) ? undefined : this.some(['s', 'x', 't1', 'i', 'let', 'Math', '2x', 'a-b', 'x_dot']);
  }

  private of(kind: Type['kind'], visible: readonly Value[]): Value[] {
    return visible.filter((value) => value.type.kind === kind);
  }

  private number(visible: readonly Value[]): Value {
    const known = this.of('number', visible);
    const recent = known.slice(-4);
    if (known.length === 0 || this.draw(5) === 0) {
      return this.b.constant(this.some([0, 1, -1, 0.5, 2, -0, NaN, 1e21, Infinity, 3]));
    }
    return this.draw(2) ? this.some(recent) : this.some(known);
  }

  private truth(visible: readonly Value[]): Value {
    const known = this.of('boolean', visible);
    if (known.length > 0 && this.draw(2)) return this.some(known);
    const made = this.apply(this.some(['lt', 'le', 'eq', 'ne', 'gt', 'ge'] as const), visible);
    return made;
  }

  private apply(
    operation:
      | 'add'
      | 'sub'
      | 'mul'
      | 'div'
      | 'max'
      | 'neg'
      | 'sin'
      | 'guarded_mul'
      | 'stop'
      | 'bitand'
      | 'lt'
      | 'le'
      | 'eq'
      | 'ne'
      | 'gt'
      | 'ge'
      | 'select',
    visible: readonly Value[],
  ): Value {
    if (operation === 'select') {
      return this.b.applyNamed(this.name(), operation, [
        this.truth(visible),
        this.number(visible),
        this.number(visible),
      ]);
    }
    const arity = ['neg', 'sin', 'stop'].includes(operation) ? 1 : 2;
    return this.b.applyNamed(
      this.name(),
      operation,
      Array.from({ length: arity }, () => this.number(visible)),
    );
  }

  private block(
    outer: readonly Value[],
    extra: readonly Value[],
    size: number,
    depth: number,
    yields: (visible: Value[]) => Value[],
  ): Block {
    const block = emptyBlock();
    this.b.inBlock(block, () => {
      const visible = [...outer, ...extra];
      this.statements(visible, size, depth);
      block.yields = yields(visible);
    });
    return block;
  }

  private statements(visible: Value[], size: number, depth: number): void {
    const count = this.draw(size + 1);
    for (let k = 0; k < count; k++) this.statement(visible, depth);
  }

  private statement(visible: Value[], depth: number): void {
    const { b } = this;
    const arrays = this.of('array', visible).filter(({ type }) => type.kind === 'array' && type.element.kind === 'number');
    const records = this.of('struct', visible);
    switch (this.draw(depth > 0 ? 16 : 11)) {
      case 0: case 1: case 2: case 3: {
        visible.push(this.apply(this.some(['add', 'sub', 'mul', 'div', 'max', 'neg', 'sin', 'guarded_mul', 'stop', 'bitand', 'select', 'lt', 'eq'] as const), visible));
        return;
      }
      case 4: case 5: case 6: {
        if (arrays.length === 0) return;
        const array = this.some(arrays);
        const { storage } = array.type as { storage: Storage };
        const index = this.draw(3) ? b.constant(this.draw(5)) : this.number(visible);
        switch (this.draw(7)) {
          case 0:
            b.emit({ kind: 'store', array, index, value: this.number(visible) });
            return;
          case 1:
            b.emit({ kind: 'accumulate', array, index, value: this.number(visible) });
            return;
          case 2:
            visible.push(b.length(array));
            return;
          case 3: {
            if (storage !== 'list') return;
            b.emit({ kind: 'push', array, value: this.number(visible) });
            return;
          }
          case 4: {
            if (storage !== 'list') return;
            if (this.draw(3) === 0) b.emit({ kind: 'set-length', array, length: b.constant(this.draw(4)) });
            const result = newValue(numberType, this.name());
            b.emit({ kind: 'pop', result, array });
            visible.push(result);
            return;
          }
          default:
            visible.push(b.load(array, index, this.name()));
            return;
        }
      }
      case 7: {
        const storage = this.some(['list', 'Float64Array', 'Float32Array', 'Uint8ClampedArray'] as const);
        const result = newValue(list(storage), this.name());
        if (storage === 'list' && this.draw(2)) {
          const elements = Array.from({ length: this.draw(4) }, () => this.number(visible));
          b.emit({ kind: 'list', result, elements });
        } else {
          const fill = this.draw(2) ? this.number(visible) : undefined;
          b.emit({ kind: 'allocate', result, length: b.constant(this.draw(5)), fill });
        }
        visible.push(result);
        return;
      }
      case 8: {
        const type = this.some([record, pair]);
        const names = [...(type as { fields: Map<string, Type> }).fields.keys()];
        const result = newValue(type, this.name());
        b.emit({ kind: 'struct', result, names, elements: names.map(() => this.number(visible)) });
        visible.push(result);
        return;
      }
      case 9: {
        if (records.length === 0) return;
        const object = this.some(records);
        const field = this.some([...(object.type as { fields: Map<string, Type> }).fields.keys()]);
        if (this.draw(3) === 0) b.emit({ kind: 'set-field', object, field, value: this.number(visible) });
        else if (this.draw(4) === 0) b.emit({ kind: 'accumulate-field', object, field, value: this.number(visible) });
        else {
          const result = newValue(numberType, this.name());
          b.emit({ kind: 'get-field', result, object, field });
          visible.push(result);
        }
        return;
      }
      case 10: {
        if (this.draw(2)) {
          b.emit({ kind: 'kink', left: this.number(visible), right: this.number(visible), ...(this.draw(3) ? {} : { missed: true }) });
          return;
        }
        const target = this.some(this.helpers);
        if (target === undefined) return;
        const args = target.parameters.map(({ type }) => {
          if (type.kind !== 'array') return this.number(visible);
          return this.some(arrays.filter((array) => (array.type as { storage: Storage }).storage === type.storage));
        });
        if (args.includes(undefined as unknown as Value)) return;
        const results = target.body.yields.map(() => newValue(numberType, this.name()));
        b.emit({ kind: 'call', target, args, results });
        visible.push(...results);
        return;
      }
      case 11: case 12: {
        const condition = this.truth(visible);
        if (condition.constant !== undefined) return;
        const types = Array.from({ length: this.draw(4) }, () => (this.draw(5) === 0 ? booleanType : numberType));
        const yields = (inside: Value[]): Value[] => types.map((t) => (t === booleanType ? this.truth(inside) : this.number(inside)));
        const size = this.draw(2) ? 1 : 5;
        const then = this.block(visible, [], size, depth - 1, yields);
        if (this.draw(12) === 0) b.inBlock(then, () => b.emit({ kind: 'throw', message: b.constant('no "way"\n') }));
        const otherwise = this.block(visible, [], size, depth - 1, yields);
        const results = types.map((type) => newValue(type, this.name()));
        b.emit({ kind: 'if', condition, then, otherwise, results });
        visible.push(...results);
        return;
      }
      default: {
        // A counter keeps the loop finite; where it stands among the parameters is drawn.
        const carried = Array.from({ length: this.draw(4) }, () => this.number(visible));
        const counter = newValue(numberType, this.name());
        const place = this.draw(carried.length + 1);
        const parameters = carried.map((v) => newValue(v.type.kind === 'number' ? v.type : numberType, this.draw(2) ? v.name : this.name()));
        parameters.splice(place, 0, counter);
        const initial = [...carried];
        const down = this.draw(3) === 0;
        initial.splice(place, 0, b.constant(down ? 4 : 0));
        const test = this.block(visible, parameters, this.draw(3) === 0 ? 2 : 0, 0, (inside) => {
          const goes = down ? b.apply('gt', counter, b.constant(0)) : b.apply('lt', counter, b.constant(this.draw(5)));
          if (this.draw(3)) return [goes];
          // A flag that may end it early, as `break` leaves it.
          return b.choose(goes, [{ type: booleanType }], () => [this.truth(inside)], () => [b.constant(false)]);
        });
        const body = this.block(visible, parameters, 6, depth - 1, (inside) => {
          const numbers = carried.map(() => (this.draw(3) === 0 ? this.some(parameters) : this.number(inside)));
          numbers.splice(place, 0, b.apply(down ? 'sub' : 'add', counter, b.constant(1)));
          return numbers;
        });
        const results = parameters.map((p) => newValue(numberType, p.name));
        b.emit({ kind: 'loop', initial, parameters, test, body, results });
        visible.push(...results);
        return;
      }
    }
  } // prettier-ignore
}

function programFrom(stream: readonly number[]): FunctionIr {
  const half = stream.length >> 1;
  const parameters = (): Value[] => [newValue(numberType, 'x'), newValue(numberType, 'y'), newValue(list('list'), 'a'), newValue(list('Float64Array'), 'w')]; // prettier-ignore
  const first = new Author(stream.slice(half), []).write('f', parameters(), 2, 1);
  const second = new Author(stream.slice(0, half), [first]).write('g', parameters().slice(0, 3), 1, 1);
  return new Author(stream, [first, second]).write('f', parameters(), 3, 3);
}

type Outcome = { results: unknown; memory: unknown; kink: KinkFlag['hit'] } | { error: string };

function outcome(run: (args: unknown[]) => unknown, kinkOf: () => KinkFlag['hit']): Outcome {
  const args = [0.75, -2, [1, 2.5, -0], new Float64Array([3, -4])];
  try {
    const results = run(args);
    // Entries, since a list may have come to be sparse and very long.
    const memory = args.slice(2).map((array) => [(array as unknown[]).length, Object.entries(array as unknown[])]);
    return { results, memory, kink: kinkOf() };
  } catch (error) {
    return { error: error instanceof SecantError ? error.message : (error as Error).name };
  }
}

it('emitted random programs do what the interpreter does', () => {
  const size = Number(process.env['SECANT_PROGRAMS'] ?? 1500);
  let steps = 0;
  fc.assert(
    fc.property(fc.array(fc.nat(239), { minLength: 20, maxLength: 240 }), (stream) => {
      const fn = programFrom(stream);
      verify(fn);
      const flag = { hit: false };
      const expected = outcome(
        (args) => interpret(fn, args, createPlainMachine(flag)),
        () => flag.hit,
      );
      const emitted = emitJavaScript(fn, { results: 'array' });
      try {
        const { run, kink } = emitted.compile();
        expect(
          outcome(
            (args) => run(...args),
            () => kink.hit,
          ),
        ).toStrictEqual(expected);
      } catch (error) {
        throw new Error(`${String(error)}\n${printFunction(fn)}\n${emitted.code}`, { cause: error });
      }
      walk(fn.body, () => steps++);
    }),
    { numRuns: size, seed: 20240601 },
  );
  expect(steps).toBeGreaterThan(size * 5);
});
