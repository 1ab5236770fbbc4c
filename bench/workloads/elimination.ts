/** The logarithm of a determinant, by elimination with pivots. */
import { drawn, matrix, workload } from './workload.ts';

function loss(a: number[][]): number {
  const m = a.map((row) => row.slice());
  const n = m.length;
  let sum = 0;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(m[i]![k]!) > Math.abs(m[pivot]![k]!)) pivot = i;
    const held = m[k]!;
    m[k] = m[pivot]!;
    m[pivot] = held;
    sum += Math.log(Math.abs(m[k]![k]!));
    for (let i = k + 1; i < n; i++) {
      const factor = m[i]![k]! / m[k]![k]!;
      for (let j = k + 1; j < n; j++) m[i]![j]! -= factor * m[k]![j]!;
    }
  }
  return sum;
}

export const elimination = workload({
  name: 'log determinant by elimination with pivots, 24×24',
  loss,
  args: [matrix(24, 24, drawn(17))],
});
