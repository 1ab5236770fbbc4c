/** Bodies that attract one another, moved step by step: records that change, each body left out of its own sum. */
import { drawn, workload } from './workload.ts';

interface Vector {
  x: number;
  y: number;
  z: number;
}

function spread(positions: Vector[], velocities: Vector[], masses: number[]): number {
  const p = positions.map(({ x, y, z }) => ({ x, y, z }));
  const v = velocities.map(({ x, y, z }) => ({ x, y, z }));
  for (let step = 0; step < 20; step++) {
    for (let i = 0; i < p.length; i++) {
      for (let j = 0; j < p.length; j++) {
        if (i === j) continue;
        const dx = p[j]!.x - p[i]!.x;
        const dy = p[j]!.y - p[i]!.y;
        const dz = p[j]!.z - p[i]!.z;
        const r2 = dx * dx + dy * dy + dz * dz + 0.05;
        const pull = (0.01 * masses[j]!) / (r2 * Math.sqrt(r2));
        v[i]!.x += pull * dx;
        v[i]!.y += pull * dy;
        v[i]!.z += pull * dz;
      }
    }
    for (let i = 0; i < p.length; i++) {
      p[i]!.x += 0.01 * v[i]!.x;
      p[i]!.y += 0.01 * v[i]!.y;
      p[i]!.z += 0.01 * v[i]!.z;
    }
  }
  return p.reduce((sum, { x, y, z }) => sum + x * x + y * y + z * z, 0);
}

const next = drawn(31);
const vectors = (count: number): Vector[] => Array.from({ length: count }, () => ({ x: next(), y: next(), z: next() }));

export const leapfrog = workload({
  name: 'twelve bodies as objects, 20 steps',
  loss: spread,
  args: [vectors(12), vectors(12), Array.from({ length: 12 }, () => 1 + next() / 2)],
});
