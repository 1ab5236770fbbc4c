/** The likelihood of a Gaussian process: a kernel, Cholesky's factor of it, and a forward solve. */
import { drawn, numbers, workload } from './workload.ts';

interface Kernel {
  scale: number;
  width: number;
  noise: number;
}

function loss(kernel: Kernel, xs: number[], ys: number[]): number {
  const n = xs.length;
  const L: number[][] = [];
  for (let i = 0; i < n; i++) {
    const row: number[] = [];
    for (let j = 0; j <= i; j++) {
      let sum = kernel.scale ** 2 * Math.exp(-0.5 * ((xs[i]! - xs[j]!) / kernel.width) ** 2);
      if (i === j) sum += kernel.noise ** 2;
      for (let k = 0; k < j; k++) sum -= row[k]! * (j === i ? row[k]! : L[j]![k]!);
      row.push(i === j ? Math.sqrt(sum) : sum / L[j]![j]!);
    }
    L.push(row);
  }
  let total = 0;
  const z: number[] = [];
  for (let i = 0; i < n; i++) {
    let rest = ys[i]!;
    for (let k = 0; k < i; k++) rest -= L[i]![k]! * z[k]!;
    z.push(rest / L[i]![i]!);
    total += 0.5 * z[i]! ** 2 + Math.log(L[i]![i]!);
  }
  return total;
}

const next = drawn(18);

export const cholesky = workload({
  name: 'Gaussian process by Cholesky, 40 points',
  loss,
  args: [{ scale: 1.2, width: 0.3, noise: 0.2 }, numbers(40, next), numbers(40, next)],
});
