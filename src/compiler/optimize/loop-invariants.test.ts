/** Lengths in the tests of loops that call functions which recurse: measured once, unless what is called may change them. */
import { expect, it } from 'vitest';
import { grad } from '../../index.ts';

it('a length is measured before a loop whose calls write to no such list', () => {
  const f = (w: number[]): number => {
    const go = (n: number, list: number[]): number => {
      let sum = 0;
      for (let k = 0; k < list.length; k++) sum += list[k]! * (n > 0 ? go(n - 1, list) : 1);
      return sum;
    };
    return go(2, w);
  };
  const slope = grad(f);
  expect(slope([1, 2])).toEqual([27, 27]);
  expect(slope.code.replaceAll(/^ *\/\/.*$/gm, '')).not.toMatch(/< list\.length/);
});

it('a length is measured in each round where a call may change it', () => {
  const f = (x: number): number => {
    const go = (n: number, list: number[]): number => {
      let sum = 0;
      for (let k = 0; k < list.length && k < 4; k++) {
        sum += list[k]!;
        if (n > 0) sum += go(n - 1, list);
      }
      list.push(x);
      return sum;
    };
    return go(1, [x]);
  };
  expect(f(2)).toBe(28);
  expect(grad(f)(2)).toBe(14);
});
