/** Rays through a row of lens surfaces, by a small class of vectors: the spread of where they arrive. */
import { drawn, workload } from './workload.ts';

interface Surface {
  curvature: number;
  distance: number;
  index: number;
}

interface Ray {
  y: number;
  z: number;
  dy: number;
  dz: number;
}

function refract(ray: Ray, surface: Surface, before: number): Ray {
  const c = surface.curvature;
  const z = ray.z - surface.distance;
  const a = c;
  const b = ray.dz - c * (ray.y * ray.dy + z * ray.dz);
  const e = c * (ray.y * ray.y + z * z) - 2 * z;
  const t = e / (b + Math.sqrt(b * b - a * e));
  const y = ray.y + t * ray.dy;
  const at = z + t * ray.dz;
  const ny = -c * y;
  const nz = 1 - c * at;
  const ratio = before / surface.index;
  const cosine = ray.dy * ny + ray.dz * nz;
  const k = Math.sqrt(1 - ratio * ratio * (1 - cosine * cosine)) - ratio * cosine;
  return { y, z: at, dy: ratio * ray.dy + k * ny, dz: ratio * ray.dz + k * nz };
}

function spread(surfaces: Surface[], heights: number[]): number {
  let sum = 0;
  for (const height of heights) {
    let ray: Ray = { y: height, z: 0, dy: 0, dz: 1 };
    let index = 1;
    for (const surface of surfaces) {
      ray = refract(ray, surface, index);
      index = surface.index;
    }
    const t = (8 - ray.z) / ray.dz;
    const y = ray.y + t * ray.dy;
    sum += y * y;
  }
  return sum / heights.length;
}

const next = drawn(9);

export const lenses = workload({
  name: 'rays through six surfaces of lenses',
  loss: spread,
  args: [
    Array.from({ length: 6 }, (_, k) => ({
      curvature: 0.05 * next(),
      distance: 0.5 + 0.1 * next(),
      index: k % 2 === 0 ? 1.5 + 0.1 * next() : 1,
    })),
    Array.from({ length: 100 }, next),
  ],
});
