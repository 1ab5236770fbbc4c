/** Which reads find what they would find at any later time: each program has one list or matrix, and tells its reads. */
import { expect, it } from 'vitest';
import { programsOf } from '../../calculus/programs.ts';
import type { AnyFunction } from '../../calculus/functions.ts';
import { walk } from '../ir/visit.ts';
import '../../index.ts';
import { aliasClasses } from './alias.ts';
import { isRead } from './effects.ts';
import { FinishedMemory } from './finished-memory.ts';

/** Whether the reads of elements are of finished lists, in the order of the text. */
function finished(f: AnyFunction, ...args: unknown[]): boolean[] {
  const { fn } = programsOf(f).compiledFor(args).lowered;
  const memory = new FinishedMemory(fn, aliasClasses(fn));
  const found: boolean[] = [];
  walk(fn.body, (instruction) => {
    if (instruction.kind === 'load' && isRead(instruction)) found.push(memory.isFinished(instruction));
  });
  return found;
}

it('an argument that nobody writes to, and one that somebody does', () => {
  expect(finished((w: number[]) => w[0]! * w[1]!, [1, 2])).toEqual([true, true]);
  expect(finished((w: number[]) => { const a = w[0]!; w[1] = a; return w[1]; }, [1, 2])).toEqual([false, false]); // prettier-ignore
});

it('a list that is filled by pushing and then read', () => {
  const f = (w: number[]): number => {
    const list: number[] = [];
    for (let k = 0; k < 3; k++) list.push(w[k]!);
    return list[0]!;
  };
  expect(finished(f, [1, 2, 3])).toEqual([true, true]);
});

it('a read between two writes is early, and one after them is not', () => {
  const f = (x: number): number => {
    const list = [x, x];
    list[0] = list[1]! * 2;
    list[1] = 3;
    return list[0];
  };
  expect(finished(f, 2)).toEqual([false, true]);
});

it('a list that is read while it grows', () => {
  const f = (x: number): number => {
    const list = [x];
    for (let k = 0; k < 3; k++) list.push(2 * list[k]!);
    return list[3]!;
  };
  expect(finished(f, 2)).toEqual([false, true]);
});

it('a list that has another name before its last write', () => {
  const f = (x: number): number => {
    const list = [x];
    const holder = [list];
    const before = holder[0]![0]!;
    list[0] = 5;
    return before * holder[0]![0]!;
  };
  expect(finished(f, 2).filter((is) => !is).length).toBeGreaterThanOrEqual(2);
});

it('rows of a matrix that a helper makes anew in each round', () => {
  const f = (x: number): number => {
    let rows = [[x]];
    for (let k = 0; k < 3; k++) rows = rows.map((row) => row.map((a) => a * 2));
    return rows[0]![0]!;
  };
  expect(finished(f, 2)).toEqual([true, true, true, true]);
});

it('a list that is carried from round to round and written to in the next', () => {
  const f = (x: number): number => {
    let list = [x];
    let sum = 0;
    for (let k = 0; k < 3; k++) {
      sum += list[0]!;
      list[0] = sum;
      list = k === 1 ? [x] : list;
    }
    return sum;
  };
  expect(finished(f, 2)).toEqual([false]);
});
