/** Heat in a rod after 300 steps, and its distance from a wanted profile. */
import { drawn, workload } from './workload.ts';

function loss(start: Float64Array, wanted: Float64Array): number {
  const n = start.length;
  let u = Float64Array.from(start);
  for (let step = 0; step < 300; step++) {
    const next = new Float64Array(n);
    for (let k = 1; k < n - 1; k++)
      next[k] = u[k]! + 0.2 * (u[k - 1]! - 2 * u[k]! + u[k + 1]!) + 0.001 * Math.sin(u[k]!);
    u = next;
  }
  let sum = 0;
  for (let k = 0; k < n; k++) sum += (u[k]! - wanted[k]!) ** 2;
  return sum;
}

const next = drawn(19);

export const heat = workload({
  name: 'heat in a rod of 64, 300 steps',
  loss,
  args: [Float64Array.from({ length: 64 }, next), Float64Array.from({ length: 64 }, next)],
});
