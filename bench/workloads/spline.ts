/** Points fitted by a cubic B-spline, de Boor's recursion. */
import { drawn, numbers, workload } from './workload.ts';

function bspline(control: number[], x: number): number {
  const last = control.length - 4;
  const k = Math.min(Math.floor(x), last);
  const d = [control[k]!, control[k + 1]!, control[k + 2]!, control[k + 3]!];
  for (let r = 1; r <= 3; r++) {
    for (let j = 3; j >= r; j--) {
      const alpha = (x - (k + j - 3)) / (4 - r);
      d[j] = (1 - alpha) * d[j - 1]! + alpha * d[j]!;
    }
  }
  return d[3]!;
}

function loss(control: number[], xs: number[], ys: number[]): number {
  let sum = 0;
  xs.forEach((x, i) => {
    sum += (bspline(control, x) - ys[i]!) ** 2;
  });
  return sum;
}

const next = drawn(10);

export const spline = workload({
  name: 'cubic B-spline through 500 points',
  loss,
  args: [numbers(20, next), numbers(500, () => (next() + 1) * 8), numbers(500, next)],
});
