/** Dynamic time warping with a hard minimum, in a table whose border is Infinity: it ties there at every call. */
import { drawn, numbers, workload } from './workload.ts';

function distance(a: number[], b: number[]): number {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(Infinity));
  table[0]![0] = 0;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const best = Math.min(table[i - 1]![j]!, table[i]![j - 1]!, table[i - 1]![j - 1]!);
      table[i]![j] = (a[i - 1]! - b[j - 1]!) ** 2 + best;
    }
  return table[a.length]![b.length]!;
}

const next = drawn(32);

export const alignment = workload({
  name: 'dynamic time warping, 40 by 40',
  loss: distance,
  args: [numbers(40, next), numbers(40, next)],
});
