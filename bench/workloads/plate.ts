/** Heat in a plate: rows that are copied and then overwritten in place, step by step. */
import { drawn, matrix, workload } from './workload.ts';

function loss(start: number[][], steps: number): number {
  let u = start;
  const n = u.length;
  for (let t = 0; t < steps; t++) {
    const v = u.map((row) => row.slice());
    for (let i = 1; i < n - 1; i++)
      for (let j = 1; j < n - 1; j++)
        v[i]![j] = u[i]![j]! + 0.1 * (u[i - 1]![j]! + u[i + 1]![j]! + u[i]![j - 1]! + u[i]![j + 1]! - 4 * u[i]![j]!);
    u = v;
  }
  return u.reduce((sum, row) => sum + row.reduce((inner, x) => inner + x * x, 0), 0);
}

export const plate = workload({
  name: 'heat in a plate of 20 by 20, 20 steps',
  loss,
  args: [matrix(20, 20, drawn(43)), 20],
});
