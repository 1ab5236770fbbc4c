/** The end of a chain of pendulums after 200 steps of Runge and Kutta's method, with work arrays and a helper. */
import { drawn, workload } from './workload.ts';

const n = 8;

/** Angles first, then their speeds; neighbours are joined by springs. */
function rhs(s: Float64Array, d: Float64Array): void {
  for (let k = 0; k < n; k++) {
    const left = k > 0 ? s[k - 1]! - s[k]! : 0;
    const right = k < n - 1 ? s[k + 1]! - s[k]! : 0;
    d[k] = s[n + k]!;
    d[n + k] = -Math.sin(s[k]!) + 0.5 * (left + right);
  }
}

function loss(start: Float64Array): number {
  const h = 0.02;
  const s = Float64Array.from(start);
  const k1 = new Float64Array(2 * n);
  const k2 = new Float64Array(2 * n);
  const k3 = new Float64Array(2 * n);
  const k4 = new Float64Array(2 * n);
  const at = new Float64Array(2 * n);
  for (let step = 0; step < 200; step++) {
    rhs(s, k1);
    for (let k = 0; k < 2 * n; k++) at[k] = s[k]! + (h / 2) * k1[k]!;
    rhs(at, k2);
    for (let k = 0; k < 2 * n; k++) at[k] = s[k]! + (h / 2) * k2[k]!;
    rhs(at, k3);
    for (let k = 0; k < 2 * n; k++) at[k] = s[k]! + h * k3[k]!;
    rhs(at, k4);
    for (let k = 0; k < 2 * n; k++) s[k] = s[k]! + (h / 6) * (k1[k]! + 2 * k2[k]! + 2 * k3[k]! + k4[k]!);
  }
  let sum = 0;
  for (let k = 0; k < n; k++) sum += s[k]! ** 2;
  return sum;
}

export const pendulums = workload({
  name: 'chain of pendulums, RK4, 200 steps',
  loss,
  args: [Float64Array.from({ length: 2 * n }, drawn(1))],
});
