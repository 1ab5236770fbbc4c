/** Soft dynamic time warping of two series. */
import { drawn, workload } from './workload.ts';

function softMin(a: number, b: number, c: number): number {
  const least = Math.min(a, b, c);
  return (
    least - 0.1 * Math.log(Math.exp((least - a) / 0.1) + Math.exp((least - b) / 0.1) + Math.exp((least - c) / 0.1))
  );
}

function loss(a: number[], b: number[]): number {
  const cost: number[][] = [];
  for (let i = 0; i <= a.length; i++) {
    cost.push([]);
    for (let j = 0; j <= b.length; j++) {
      if (i === 0 && j === 0) cost[i]!.push(0);
      else if (i === 0 || j === 0) cost[i]!.push(1e6);
      else {
        const d = (a[i - 1]! - b[j - 1]!) ** 2;
        cost[i]!.push(d + softMin(cost[i - 1]![j]!, cost[i]![j - 1]!, cost[i - 1]![j - 1]!));
      }
    }
  }
  return cost[a.length]![b.length]!;
}

const next = drawn(15);

export const warping = workload({
  name: 'soft dynamic time warping, 40 by 40',
  loss,
  args: [Array.from({ length: 40 }, next), Array.from({ length: 40 }, next)],
});
