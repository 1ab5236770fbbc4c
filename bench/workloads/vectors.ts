/** Repulsion of points, with helpers that make and take small objects. */
import { drawn, workload } from './workload.ts';

interface Vector {
  x: number;
  y: number;
  z: number;
}

const minus = (a: Vector, b: Vector): Vector => ({ x: a.x - b.x, y: a.y - b.y, z: a.z - b.z });
const dot = (a: Vector, b: Vector): number => a.x * b.x + a.y * b.y + a.z * b.z;

function repulsion(points: Vector[]): number {
  let energy = 0;
  for (let i = 0; i < points.length; i++)
    for (let j = i + 1; j < points.length; j++) {
      const d = minus(points[i]!, points[j]!);
      energy += 1 / Math.sqrt(dot(d, d) + 0.01);
    }
  return energy;
}

const next = drawn(33);

export const vectors = workload({
  name: 'repulsion of 50 points by helpers on objects',
  loss: repulsion,
  args: [Array.from({ length: 50 }, () => ({ x: next(), y: next(), z: next() }))],
});
