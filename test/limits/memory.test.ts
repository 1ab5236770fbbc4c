/**
 * What is kept over many calls has a bound: the heap is where it was after new closures, new scope objects, new shapes of
 * records, lengths of tuples, and one large call among small ones. `SECANT_LONG=1` takes the numbers of a long day.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import {
  derivative,
  differentiability,
  fromFormula,
  fromSource,
  grad,
  hessian,
  taylor,
  valueAndGrad,
  vmap,
} from 'secant';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const isLong = process.env['SECANT_LONG'] !== undefined;

/** Bytes of the heap and of buffers, with nothing left that can go. */
function used(): number {
  for (let k = 0; k < 4; k++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/**
 * What is kept for each of many calls, in bytes. Tables that have a bound, and what the engine learns of the code, are filled
 * by the first part; of the three parts that follow one at least must keep nothing, since a leak shows in each of them.
 */
async function keptFor(count: number, call: (k: number) => unknown): Promise<number> {
  const part = async (from: number): Promise<number> => {
    for (let k = from; k < from + count; k++) {
      call(k);
      // What the engine keeps for a task goes with it.
      if (k % 100 === 99) await new Promise((done) => setImmediate(done));
    }
    return used();
  };
  let before = await part(0);
  let least = Infinity;
  for (let k = 1; k < 4; k++) {
    const after = await part(k * count);
    least = Math.min(least, after - before);
    before = after;
  }
  return least / count;
}

declare const rate: number;
const growth = (w: number): number => Math.exp(rate * w) + Math.sin(w);
const sum = (p: Readonly<Record<string, number>>): number => Object.values(p).reduce((a, b) => a + b * b, 0);
const square = (w: readonly number[]): number => w.reduce((s, x) => s + x * x, 0);

/** Each with a quarter of the calls that a normal run makes, and of those of a long one. */
const rows: Readonly<Record<string, readonly [normal: number, long: number, call: (k: number) => unknown]>> = {
  'a new scope object': [600, 2.5e5, (k) => derivative(growth, { scope: { rate: k } })(0.5)],
  'a new closure': [1500, 2.5e5, (k) => grad((w: number): number => Math.sin(4 * w) + 0.1 * w ** 2)(k)],
  'a new closure, its Hessian and its verdict': [
    150,
    2.5e4,
    (k) => {
      const f = (w: number): number => Math.abs(w) + w ** 3;
      hessian(f)(k);
      taylor(f, k, 3);
      return differentiability(f, k).verdict;
    },
  ],
  'a new derivative of one function': [1500, 2.5e5, () => derivative(growth, { scope: { rate: 2 } })(1)],
  'a new array': [1500, 2.5e5, (k) => valueAndGrad(square)(Array.from({ length: 1 + (k % 7) }, () => k))],
  'a new shape of records': [60, 5000, (k) => grad(sum)({ [`field${k}`]: 1, b: 2 })],
  // Tuples of twenty, each of another kind: what is written down for one grows with its length.
  'a new kind of tuples': [
    60,
    5000,
    (k) =>
      grad((t: readonly unknown[]) => (t[0] as number) ** 2)([
        1,
        ...Array.from({ length: 19 }, (_, j) => ((k >> j) & 1 ? 'a' : 2)),
      ]),
  ],
  'a new text': [200, 5000, (k) => derivative(fromSource(`w => w ** 2 + ${k} * w`))(1)],
  'a new formula': [200, 5000, (k) => derivative(fromFormula(`w^2 + ${k} w`))(1)],
  'a new text that is refused': [
    80,
    5000,
    (k) => {
      try {
        return fromSource(`w => w + missing${k}`)(1);
      } catch {
        return undefined;
      }
    },
  ],
  'a new text that has no end': [
    25,
    1000,
    (k) => {
      try {
        return fromSource(`w => { let s = w; while (s < ${k}) s += 0 * w; return s - 1 }`, { steps: 1000 })(-1);
      } catch {
        return undefined;
      }
    },
  ],
  'a new map': [150, 2.5e4, (k) => vmap((w: number) => w * w)(Float64Array.of(k))],
};

test.each(Object.entries(rows))(
  '%s leaves nothing behind',
  async (_, [normal, long, call]) => {
    // A program weighs five kilobytes and more.
    expect(await keptFor(isLong ? long : normal, call)).toBeLessThan(isLong ? 50 : 1500);
  },
  isLong ? 3_600_000 : 120_000,
);

test('a tape does not stay at its largest', () => {
  const f = (w: Float64Array): number => {
    let s = 0.5;
    for (let i = 0; i < w.length; i++) for (let j = 0; j < 20; j++) s = Math.sin(s * w[i]!) + Math.exp(-s * s);
    return s;
  };
  const g = grad(f);
  g(new Float64Array(10).fill(0.5));
  const before = used();
  const large = (): void => void g(new Float64Array(200_000).fill(0.5));
  large();
  for (let k = 0; k < 200; k++) g(new Float64Array(10).fill(0.5));
  expect(used() - before).toBeLessThan(4e6);
});
