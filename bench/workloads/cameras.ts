/** Bundle adjustment as people write it: cameras and points as objects, small helpers on vectors. */
import { drawn, numbers, workload } from './workload.ts';

interface Scene {
  cameras: { rotation: number[]; place: number[]; focal: number; bend: number }[];
  points: number[][];
}

interface Sighting {
  camera: number;
  point: number;
  at: [number, number];
}

const cross = (a: number[], b: number[]): number[] => [
  a[1]! * b[2]! - a[2]! * b[1]!,
  a[2]! * b[0]! - a[0]! * b[2]!,
  a[0]! * b[1]! - a[1]! * b[0]!,
];
const dot = (a: number[], b: number[]): number => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;

function rotate(by: number[], v: number[]): number[] {
  const angle = Math.sqrt(dot(by, by));
  const axis = by.map((x) => x / angle);
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const across = cross(axis, v);
  const along = dot(axis, v) * (1 - c);
  return v.map((x, k) => x * c + across[k]! * s + axis[k]! * along);
}

function loss(scene: Scene, sightings: Sighting[]): number {
  let sum = 0;
  for (const { camera, point, at } of sightings) {
    const { rotation, place, focal, bend } = scene.cameras[camera]!;
    const v = rotate(
      rotation,
      scene.points[point]!.map((x, k) => x - place[k]!),
    );
    const x = v[0]! / v[2]!;
    const y = v[1]! / v[2]!;
    const radial = 1 + bend * (x * x + y * y);
    sum += (focal * radial * x - at[0]) ** 2 + (focal * radial * y - at[1]) ** 2;
  }
  return sum;
}

const next = drawn(20);

export const cameras = workload({
  name: 'bundle adjustment with objects, 400 sightings',
  loss,
  args: [
    {
      cameras: Array.from({ length: 4 }, () => ({
        rotation: numbers(3, next),
        place: [next(), next(), -6],
        focal: 1 + next() / 5,
        bend: next() / 10,
      })),
      points: Array.from({ length: 100 }, () => numbers(3, next)),
    },
    Array.from({ length: 400 }, (_, k): Sighting => ({ camera: k % 4, point: k >> 2, at: [next(), next()] })),
  ],
});
