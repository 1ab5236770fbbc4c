/** Round numbers and quantiles are those of d3-array, to the bit, on random intervals of every size. */
import { quantileSorted, ticks, tickStep as stepOfD3 } from 'd3-array';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantile, roundNumbers, tickStep } from '../src/pictures/scene/round-numbers.ts';

const number = fc.double({ noNaN: true, min: -1e12, max: 1e12 });
const interval = fc
  .tuple(number, fc.double({ noNaN: true, min: 1e-12, max: 1e12 }))
  .map(([from, length]) => [from, from + length] as const)
  .filter(([from, to]) => from < to);

test('round numbers and their step', () => {
  fc.assert(
    fc.property(interval, fc.double({ noNaN: true, min: 0.01, max: 40 }), ([from, to], count) => {
      expect(tickStep(from, to, count)).toBe(stepOfD3(from, to, count));
      expect(roundNumbers(from, to, count)).toEqual(ticks(from, to, count));
    }),
    { seed: 13, numRuns: 5000 },
  );
  expect(roundNumbers(1, 1, 3)).toEqual(ticks(1, 1, 3));
  expect(roundNumbers(0, 1, 0)).toEqual(ticks(0, 1, 0));
  expect(tickStep(0, Infinity, 3)).toBe(stepOfD3(0, Infinity, 3));
  expect(tickStep(0, NaN, 3)).toBe(stepOfD3(0, NaN, 3));
});

test('quantiles of sorted values', () => {
  fc.assert(
    fc.property(fc.array(number), fc.double({ noNaN: true, min: 0, max: 1 }), (values, share) => {
      const sorted = values.sort((a, b) => a - b);
      expect(quantile(sorted, share)).toBe(quantileSorted(sorted, share));
    }),
    { seed: 13, numRuns: 5000 },
  );
});
