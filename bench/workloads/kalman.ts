/** The likelihood of a series under a Kalman filter with two states, by the logarithms of four variances. */
import { drawn, numbers, workload } from './workload.ts';

function loss(p: number[], series: number[]): number {
  const q1 = Math.exp(p[0]!);
  const q2 = Math.exp(p[1]!);
  const r = Math.exp(p[2]!);
  const damping = 1 / (1 + Math.exp(-p[3]!));
  let level = 0;
  let slope = 0;
  let p11 = 10;
  let p12 = 0;
  let p22 = 10;
  let minusLog = 0;
  for (const y of series) {
    level = level + slope;
    slope = damping * slope;
    const a = p11 + 2 * p12 + p22 + q1;
    const b = damping * (p12 + p22);
    const c = damping * damping * p22 + q2;
    const s = a + r;
    const v = y - level;
    minusLog += 0.5 * (Math.log(2 * Math.PI * s) + (v * v) / s);
    const k1 = a / s;
    const k2 = b / s;
    level += k1 * v;
    slope += k2 * v;
    p11 = (1 - k1) * a;
    p12 = (1 - k1) * b;
    p22 = c - k2 * b;
  }
  return minusLog;
}

const next = drawn(6);

export const kalman = workload({
  name: 'likelihood of a Kalman filter, 500 steps',
  loss,
  args: [[-1, -2, 0.5, 1], numbers(500, next).map((x, k) => x + 0.01 * k)],
});
