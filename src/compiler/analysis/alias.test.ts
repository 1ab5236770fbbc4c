import { describe, expect, it } from 'vitest';
import { Builder, emptyBlock } from '../rules/builder.ts';
import { aliasClasses } from './alias.ts';
import type { ArrayType, FunctionIr, StructType, Value } from '../ir/ir.ts';
import { newValue, numberType } from '../ir/ir.ts';

const vector: ArrayType = { kind: 'array', element: numberType, storage: 'list' };
const matrix: ArrayType = { kind: 'array', element: vector, storage: 'list' };
const pair: StructType = { kind: 'struct', tuple: false, fields: new Map([['row', vector]]) };

function make(parameters: Value[], write: (b: Builder) => Value[]): FunctionIr {
  const b = new Builder(emptyBlock());
  b.block.yields = write(b);
  return { name: 'f', parameters, body: b.block };
}

function listOf(b: Builder, ...elements: Value[]): Value {
  const first = elements[0];
  const type: ArrayType = { kind: 'array', element: first?.type ?? numberType, storage: 'list' };
  return b.emit({ kind: 'list', result: newValue(type), elements }).result;
}

describe('aliasClasses', () => {
  it('keeps parameters and fresh lists apart', () => {
    const a = newValue(vector, 'a');
    const c = newValue(vector, 'c');
    let fresh: Value | undefined;
    const fn = make([a, c], (b) => {
      fresh = listOf(b, b.constant(1));
      b.emit({ kind: 'store', array: fresh, index: b.constant(0), value: b.load(a, b.constant(0)) });
      return [b.load(c, b.constant(0))];
    });
    const classes = aliasClasses(fn);
    expect(new Set([a, c, fresh!].map((value) => classes.classOf(value))).size).toBe(3);
    expect(classes.classOf(a)).toMatchObject({ isParameter: true, escapes: false, element: undefined });
    expect(classes.classOf(fresh!)).toMatchObject({ isParameter: false, escapes: false });
    expect(classes.classOf(fresh!).writes.map(({ kind }) => kind)).toEqual(['store']);
    expect(classes.classOf(a).reads.map(({ kind }) => kind)).toEqual(['load']);
  });

  it('meets rows of a matrix with what is loaded from it, in and out of loops', () => {
    const m = newValue(matrix, 'm');
    let row: Value | undefined;
    let fresh: Value | undefined;
    let last: Value | undefined;
    const fn = make([m], (b) => {
      fresh = listOf(b, b.constant(0));
      [last] = b.count(b.length(m), [fresh], (i) => [(row = b.load(m, i))]);
      return [last!];
    });
    const classes = aliasClasses(fn);
    expect(classes.classOf(row!)).toBe(classes.classOf(fresh!));
    expect(classes.classOf(m).element).toBe(classes.classOf(last!));
    expect(classes.classOf(row!)).toMatchObject({ isParameter: true, escapes: true });
    expect(classes.classOf(m)).toMatchObject({ isParameter: true, escapes: false });
  });

  it('follows fields, calls and what is yielded inside a record', () => {
    const p = newValue(vector, 'p');
    const helper = make([p], () => [p]);
    const a = newValue(vector, 'a');
    let made: Value | undefined;
    let got: Value | undefined;
    const fn = make([a], (b) => {
      const fresh = listOf(b, b.constant(0));
      const [out] = b.emit({ kind: 'call', target: helper, args: [fresh], results: [newValue(vector)] }).results;
      made = b.emit({ kind: 'struct', result: newValue(pair), names: ['row'], elements: [out!] }).result;
      got = b.emit({ kind: 'get-field', result: newValue(vector), object: made, field: 'row' }).result;
      return [made];
    });
    const classes = aliasClasses(fn);
    expect(classes.classOf(got!)).toBe(classes.classOf(p));
    expect(classes.classOf(made!).fields.get('row')).toBe(classes.classOf(p));
    expect(classes.classOf(p)).toMatchObject({ isParameter: false, escapes: true });
    expect(classes.classOf(a).escapes).toBe(false);
  });

  it('takes a derivative inside to touch all it is given', () => {
    const w = newValue(vector, 'w');
    const target = make([w], (b) => [b.load(w, b.constant(0))]);
    const x = newValue(vector, 'x');
    const shadow = newValue(vector, 'shadow');
    const fn = make([x, shadow], (b) => {
      const args = [x, b.constant(1), shadow];
      b.emit({ kind: 'derive', mode: 'reverse', target, active: [true], args, results: [newValue(numberType)] });
      return [];
    });
    const classes = aliasClasses(fn);
    expect(classes.classOf(x)).toBe(classes.classOf(w));
    expect(classes.classOf(x)).not.toBe(classes.classOf(shadow));
    expect(classes.classOf(shadow).writes.map(({ kind }) => kind)).toEqual(['derive']);
  });
});
