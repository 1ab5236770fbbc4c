/** The energy of bodies that attract one another, as objects in an array. */
import { drawn, workload } from './workload.ts';

interface Body {
  x: number;
  y: number;
  z: number;
}

function energy(bodies: Body[], masses: number[]): number {
  let e = 0;
  for (let i = 0; i < bodies.length; i++) {
    for (let j = i + 1; j < bodies.length; j++) {
      const a = bodies[i]!;
      const b = bodies[j]!;
      const dx = a.x - b.x;
      const dy = a.y - b.y;
      const dz = a.z - b.z;
      e -= (masses[i]! * masses[j]!) / Math.sqrt(dx * dx + dy * dy + dz * dz + 0.01);
    }
  }
  return e;
}

function byHand(bodies: Body[], masses: number[]): Body[] {
  const g = bodies.map(() => ({ x: 0, y: 0, z: 0 }));
  for (let i = 0; i < bodies.length; i++) {
    for (let j = i + 1; j < bodies.length; j++) {
      const a = bodies[i]!;
      const b = bodies[j]!;
      const dx = a.x - b.x;
      const dy = a.y - b.y;
      const dz = a.z - b.z;
      const d2 = dx * dx + dy * dy + dz * dz + 0.01;
      const f = (masses[i]! * masses[j]!) / (d2 * Math.sqrt(d2));
      g[i]!.x += f * dx;
      g[i]!.y += f * dy;
      g[i]!.z += f * dz;
      g[j]!.x -= f * dx;
      g[j]!.y -= f * dy;
      g[j]!.z -= f * dz;
    }
  }
  return g;
}

const next = drawn(2);

export const bodies = workload({
  name: 'energy of 60 bodies as objects',
  loss: energy,
  args: [
    Array.from({ length: 60 }, () => ({ x: next(), y: next(), z: next() })),
    Array.from({ length: 60 }, () => 1 + next() / 2),
  ],
  byHand,
});
