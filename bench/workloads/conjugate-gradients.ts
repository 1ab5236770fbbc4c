/** A quantity of the solution of a linear system that conjugate gradients solve inside the loss. */
import { drawn, numbers, workload } from './workload.ts';

const dot = (a: number[], b: number[]): number => a.reduce((sum, x, k) => sum + x * b[k]!, 0);

/** A rod of springs, one stiffness each. */
function apply(stiffness: number[], x: number[]): number[] {
  return x.map((at, k) => {
    const before = k > 0 ? x[k - 1]! : 0;
    const after = k + 1 < x.length ? x[k + 1]! : 0;
    return stiffness[k]! * (at - before) + stiffness[k + 1]! * (at - after);
  });
}

function loss(stiffness: number[], force: number[]): number {
  let x = force.map(() => 0);
  let r = force.slice();
  let p = force.slice();
  let rr = dot(r, r);
  for (let step = 0; step < 25; step++) {
    const ap = apply(stiffness, p);
    const alpha = rr / dot(p, ap);
    x = x.map((value, k) => value + alpha * p[k]!);
    r = r.map((value, k) => value - alpha * ap[k]!);
    const next = dot(r, r);
    const beta = next / rr;
    p = r.map((value, k) => value + beta * p[k]!);
    rr = next;
  }
  return dot(x, force);
}

const next = drawn(11);

export const conjugateGradients = workload({
  name: 'conjugate gradients inside, 40 unknowns, 25 steps',
  loss,
  args: [numbers(41, () => 1.5 + next() / 2), numbers(40, next)],
});
