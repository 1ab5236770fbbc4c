/**
 * Surfaces and planes as a ray tracer sees them: what the pictures of space are held against. Through every pixel goes
 * a ray; it meets cells of the surface and planes at certain depths, and nothing is known of any order of drawing. Shared
 * by the tests of the painter and of the browser.
 */
import { halfHeight, projectionOf } from '../../src/pictures/scene/camera.ts';
import { coordinateSystem } from '../../src/pictures/scene/layout.ts';
import { paint, type PaintedNode } from '../../src/pictures/scene/paint.ts';
import { planeOpacity } from '../../src/pictures/scene/paint-plane.ts';
import { surfaceOpacity } from '../../src/pictures/scene/paint-surface.ts';
import type { Panel, Point3, Scene, SpaceMark, View } from '../../src/pictures/scene/scene.ts';
import { facetsOf, unitSurface } from '../../src/pictures/scene/surface.ts';
import type { HeightFunction } from '../../src/pictures/scene/robust-extent.ts';
import { chooseHeights, sampleSurface } from '../../src/pictures/scene/surface-grid.ts';
import { nodeText } from '../../src/pictures/scene/svg.ts';
import { variable } from '../../src/pictures/scene/text.ts';
import { colourOf, grounds, shadeOf } from '../../src/pictures/scene/theme.ts';

export const domain = [-3, 3] as const;
export const size = { width: 300, height: 260 };

/** Slopes of a plane along both inputs. */
type Gradient = readonly [number, number];

/** A panel with a surface and planes through one of its points. */
export function panelOf(
  f: HeightFunction,
  at: readonly [number, number],
  gradients: readonly Gradient[],
  view: View,
  distance?: number,
): Panel {
  const grid = sampleSurface(f, domain, domain);
  const marks: SpaceMark[] = [
    { kind: 'surface', key: 'surface', grid },
    ...gradients.map((gradient, k): SpaceMark => {
      return { kind: 'plane', key: `plane${k}`, role: 'tangent', point: [...at, f(...at)], gradient };
    }),
  ];
  return {
    key: 'space',
    x: { domain, label: variable('w', { below: '1' }) },
    y: { domain, label: variable('w', { below: '2' }) },
    axes: true,
    marks: [],
    space: {
      z: { domain: chooseHeights(f, grid), label: variable('g') },
      camera: distance === undefined ? { view } : { view, distance },
      marks,
    },
  };
}

/** A scene of one panel. */
export function sceneOf(panel: Panel): Scene {
  return { panels: [panel], readOut: [] };
}

/** Something a ray meets: a cell of the surface by its number, plane k as −1 − k. */
interface Hit {
  readonly depth: number;
  readonly id: number;
}

/** What the ray through each pixel meets, nearest first. */
export function castRays(panel: Panel): readonly (readonly Hit[])[] {
  const { space } = panel;
  const frame = coordinateSystem(sceneOf(panel), size).panels[0]?.space;
  if (space === undefined || frame === undefined) throw new Error('not a view into space');
  const { eye, towards, project } = projectionOf(space.camera);
  const hits = Array.from({ length: size.width * size.height }, (): Hit[] => []);
  const [elevation, azimuth] = space.camera.view.map((degrees) => (degrees * Math.PI) / 180) as [number, number];
  const right: Point3 = [-Math.sin(azimuth), Math.cos(azimuth), 0];
  const up: Point3 = [
    -Math.sin(elevation) * Math.cos(azimuth),
    -Math.sin(elevation) * Math.sin(azimuth),
    Math.cos(elevation),
  ];
  const parallel = space.camera.distance === Infinity;
  const rays = hits.map((_, k): readonly [Point3, Point3] => {
    const x = ((k % size.width) + 0.5 - frame.centre[0]) / frame.scale;
    const y = -(Math.floor(k / size.width) + 0.5 - frame.centre[1]) / frame.scale;
    const onPicture = [0, 1, 2].map((axis) => x * (right[axis] ?? 0) + y * (up[axis] ?? 0));
    const [a = 0, b = 0, c = 0] = onPicture;
    if (parallel)
      return [
        [a + 9 * towards[0], b + 9 * towards[1], c + 9 * towards[2]],
        [-towards[0], -towards[1], -towards[2]],
      ];
    const away: Point3 = [a - eye[0], b - eye[1], c - eye[2]];
    const length = Math.hypot(...away);
    return [eye, [away[0] / length, away[1] / length, away[2] / length]];
  });
  const meet = (k: number, normal: Point3, through: Point3, id: number, footprint?: readonly Point3[]): void => {
    const [from, along] = rays[k] ?? [eye, towards];
    const slant = normal[0] * along[0] + normal[1] * along[1] + normal[2] * along[2];
    const t =
      (normal[0] * (through[0] - from[0]) + normal[1] * (through[1] - from[1]) + normal[2] * (through[2] - from[2])) /
      slant;
    const [x, y, z] = [from[0] + t * along[0], from[1] + t * along[1], from[2] + t * along[2]];
    if (!(t > 0) || Math.abs(x) > 1 + 1e-9 || Math.abs(y) > 1 + 1e-9) return;
    if (Math.abs(z) > halfHeight + 1e-9) return;
    if (footprint !== undefined && !within(footprint, x, y)) return;
    // A ray through an edge meets the cells on both sides of it.
    const before = hits[k]?.find((hit) => Math.abs(hit.depth - t) < 1e-9 && hit.id >= 0 === id >= 0);
    if (before === undefined) hits[k]?.push({ depth: t, id });
  };
  let plane = -1;
  for (const mark of space.marks) {
    if (mark.kind === 'surface') {
      const surface = unitSurface(mark.grid, space.z.domain);
      for (let cell = 0; cell < surface.cells ** 2; cell++) {
        if (surface.shade[cell] === 255) continue;
        for (const half of facetsOf(surface, cell)) {
          if (half === undefined) continue;
          const { points } = half;
          const [p, q, r] = points as [Point3, Point3, Point3];
          const flat = points.map(([x, y, z]) => {
            const [a, b] = project(x, y, z);
            return [frame.centre[0] + frame.scale * a, frame.centre[1] - frame.scale * b] as const;
          });
          const u = [q[0] - p[0], q[1] - p[1], q[2] - p[2]] as const;
          const v = [r[0] - p[0], r[1] - p[1], r[2] - p[2]] as const;
          const normal: Point3 = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
          // A corner far outside the box may lie behind the eye, where it has no place on the picture.
          const sane = points.every(([, , z]) => Math.abs(z) < 3);
          const xs = sane ? flat.map(([x]) => Math.floor(x)) : [0, size.width - 1];
          const ys = sane ? flat.map(([, y]) => Math.floor(y)) : [0, size.height - 1];
          for (let y = Math.max(0, Math.min(...ys)); y <= Math.min(size.height - 1, Math.max(...ys)); y++)
            for (let x = Math.max(0, Math.min(...xs)); x <= Math.min(size.width - 1, Math.max(...xs)); x++)
              meet(y * size.width + x, normal, p, cell, points);
        }
      }
    }
    if (mark.kind === 'plane') {
      const origin = frame.box.toUnit(mark.point);
      const beside = frame.box.toUnit([mark.point[0] + 1, mark.point[1], mark.point[2] + mark.gradient[0]]);
      const behind = frame.box.toUnit([mark.point[0], mark.point[1] + 1, mark.point[2] + mark.gradient[1]]);
      const a = (beside[2] - origin[2]) / (beside[0] - origin[0]);
      const b = (behind[2] - origin[2]) / (behind[1] - origin[1]);
      for (let k = 0; k < hits.length; k++) meet(k, [-a, -b, 1], origin, plane);
      plane--;
    }
  }
  for (const found of hits) found.sort((one, other) => one.depth - other.depth);
  return hits;
}

/** Whether a place of the floor lies under a triangle. */
function within(flat: readonly Point3[], x: number, y: number): boolean {
  let [positive, negative] = [false, false];
  for (const [k, [x0, y0]] of flat.entries()) {
    const [x1, y1] = flat[(k + 1) % 3] ?? [x0, y0];
    const side = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0);
    positive ||= side > 1e-12;
    negative ||= side < -1e-12;
  }
  return !(positive && negative);
}

type Rgb = readonly [number, number, number];

function rgb(colour: string): Rgb {
  const channel = (start: number): number => Number.parseInt(colour.slice(start, start + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

/** The colour of what a ray meets when it is laid over the ground from far to near, each translucent. */
function colourAlong(hits: readonly Hit[], shade: Uint8Array): Rgb {
  return hits.toReversed().reduce<Rgb>((below, { id }) => {
    const [colour, share] =
      id < 0 ? [colourOf('tangent', 'light'), planeOpacity] : [shadeOf(shade[id] ?? 0, 'light'), surfaceOpacity];
    const [r, g, b] = rgb(colour);
    return [below[0] + share * (r - below[0]), below[1] + share * (g - below[1]), below[2] + share * (b - below[2])];
  }, rgb(grounds.light));
}

/** The painted picture of a panel without lines and words, as SVG text: faces of cells and planes, as they are on a page. */
export function facesAsSvg(panel: Panel): string {
  const facesOf = (node: PaintedNode): PaintedNode | undefined => {
    if (node.children === undefined) {
      const { attributes } = node;
      return attributes['stroke'] === 'none' && attributes['fill'] !== 'none' ? node : undefined;
    }
    return { ...node, children: node.children.map(facesOf).filter((child) => child !== undefined) };
  };
  const nodes = paint(sceneOf(panel), size).map(facesOf);
  const ground = `<rect width="${size.width}" height="${size.height}" fill="${grounds.light}"/>`;
  const body = nodes.map((node) => (node === undefined ? '' : nodeText(node))).join('');
  const { width, height } = size;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${ground}${body}</svg>`;
}

/** How a picture agrees with the rays. */
export interface Agreement {
  /** Pixels compared: those whose ray meets the same things as all rays around it, so that no edge runs through them. */
  readonly compared: number;
  /** Of these, how many differ by more than rounding. */
  readonly wrong: number;
}

type Pixel = readonly [number, number];

/** How far a pixel is from the line through two others. */
function distanceFrom([[x0, y0], [x1, y1]]: readonly [Pixel, Pixel], [x, y]: Pixel): number {
  return Math.abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) / Math.hypot(x1 - x0, y1 - y0);
}

/** Where planes lie that are seen edge on: hairlines that no ray meets, and edges as much as any other. */
function hairlines(panel: Panel): readonly (readonly [Pixel, Pixel])[] {
  const frame = coordinateSystem(sceneOf(panel), size).panels[0]?.space;
  if (frame === undefined || panel.space === undefined) return [];
  return panel.space.marks.flatMap((mark) => {
    if (mark.kind !== 'plane') return [];
    const corners = domain.flatMap((x) =>
      domain.map((y) => {
        const rise = mark.gradient[0] * (x - mark.point[0]) + mark.gradient[1] * (y - mark.point[1]);
        return frame.toPixel([x, y, mark.point[2] + rise]);
      }),
    );
    const [left, right] = [corners.toSorted(([a], [b]) => a - b)[0], corners.toSorted(([a], [b]) => b - a)[0]];
    if (left === undefined || right === undefined) return [];
    const line = [left, right] as const;
    return corners.every((corner) => distanceFrom(line, corner) < 0.25) ? [line] : [];
  });
}

/** Compares pixels (red, green, blue, opacity) with what the rays meet, laid over one another. */
export function compareWithRays(panel: Panel, pixels: ArrayLike<number>): Agreement {
  const surface = panel.space?.marks.find((mark) => mark.kind === 'surface');
  if (surface === undefined || panel.space === undefined) throw new Error('no surface to compare');
  const { shade } = unitSurface(surface.grid, panel.space.z.domain);
  const rays = castRays(panel);
  const met = rays.map((hits) => hits.map(({ id }) => id).join());
  const lines = hairlines(panel);
  let [compared, wrong] = [0, 0];
  for (let y = 1; y < size.height - 1; y++)
    for (let x = 1; x < size.width - 1; x++) {
      const at = y * size.width + x;
      const isInside = [-1, 0, 1].every((dy) => [-1, 0, 1].every((dx) => met[at + dy * size.width + dx] === met[at]));
      if (!isInside || met[at] === '') continue;
      if (lines.some((line) => distanceFrom(line, [x + 0.5, y + 0.5]) < 1)) continue;
      compared++;
      const expected = colourAlong(rays[at] ?? [], shade);
      if (expected.some((value, k) => Math.abs(value - (pixels[4 * at + k] ?? 0)) > 2.5)) wrong++;
    }
  return { compared, wrong };
}

const bowl: HeightFunction = (x, y) => 5 + (x + 0.5) ** 2 + (y + 0.5) ** 2;
const wave: HeightFunction = (x, y) => 2 + Math.sin(x + y);
const saddle: HeightFunction = (x, y) => x * x - y * y;
const monkey: HeightFunction = (x, y) => x ** 3 - 3 * x * y * y;
export const egg: HeightFunction = (x, y) => Math.sin(2 * x) * Math.cos(2 * y);
const pole: HeightFunction = (x, y) => 1 / ((x - 0.01) ** 2 + (y + 0.02) ** 2);

/** Surfaces, a point of each, and planes through it. */
export const rows: readonly (readonly [string, HeightFunction, readonly [number, number], readonly Gradient[]])[] = [
  ['bowl with its tangent plane', bowl, [0, 0], [[1, 1]]],
  ['bowl with a secant plane', bowl, [0, 0], [[-1.6, 0]]],
  ['2 + sin(w₁ + w₂)', wave, [0, 0], [[1, 1]]],
  ['saddle at its middle', saddle, [0, 0], [[0, 0]]],
  ['saddle beside it', saddle, [1.3, -0.4], [[2.6, 0.8]]],
  ['monkey saddle, beyond the box', monkey, [0.2, 1], [[-2.88, -1.2]]],
  ['egg box', egg, [0.3, 0.1], [[1.6, -0.2]]],
  ['two planes', egg, [0.3, 0.1], [[0.3, 0.2], [-0.2, 0.4]]], // prettier-ignore
  ['pole beyond the box', pole, [1, 1], [[-0.4, -0.4]]],
];
/** From where they are looked at. */
export const views: readonly View[] = [
  [20, 150],
  [10, 150],
  [30, -60],
  [75, 20],
  [-25, 45],
  [0, 90],
];
