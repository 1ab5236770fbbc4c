/**
 * The painter's order against a z-buffer. The painted outlines are filled one after the other, the reference
 * casts a ray through every pixel and takes what it meets first; both say which cell of the surface, or which
 * plane, is seen there. They may differ by a pixel where two things meet, and nowhere else.
 */
import { describe, expect, test } from 'vitest';
import { halfHeight, projectionOf } from './camera.ts';
import { coordinateSystem } from './layout.ts';
import { paint, type PaintedNode } from './paint.ts';
import type { Panel, Point3, Scene, SpaceMark, View } from './scene.ts';
import { chooseHeights, sampleSurface, type HeightFunction } from './surface-grid.ts';
import { facetsOf, unitSurface } from './surface.ts';
import './space-painter.ts';
import { svgText } from './svg.ts';
import { variable } from './text.ts';

const domain = [-3, 3] as const;
const size = { width: 300, height: 260 };

type Gradient = readonly [number, number];

function panelOf(
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
      z: { domain: chooseHeights([grid]), label: variable('g') },
      camera: distance === undefined ? { view } : { view, distance },
      marks,
    },
  };
}

function sceneOf(panel: Panel): Scene {
  return { panels: [panel], readOut: [] };
}

function find(nodes: readonly PaintedNode[], key: string): PaintedNode {
  for (const node of nodes) {
    if (node.key === key) return node;
    const below = node.children === undefined ? undefined : tryFind(node.children, key);
    if (below !== undefined) return below;
  }
  throw new Error(`nothing with the key ${key}`);
}

function tryFind(nodes: readonly PaintedNode[], key: string): PaintedNode | undefined {
  for (const node of nodes) {
    const found = node.key === key ? node : tryFind(node.children ?? [], key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is seen at each pixel: a cell's number, −1 − k for plane k, or nothing. */
type Picture = Int32Array;
const empty = 1 << 20;

/** Fills the painted outlines in their order. */
function painted(panel: Panel): Picture {
  const system = coordinateSystem(sceneOf(panel), size);
  const [cx, cy] = system.panels[0]?.space?.centre ?? [0, 0];
  const picture = new Int32Array(size.width * size.height).fill(empty);
  for (const { key, attributes } of find(paint(sceneOf(panel), size), 'bodies').children ?? []) {
    const plane = /^plane(\d+)\/fill$/.exec(key);
    const cell = /^(\d+)/.exec(key);
    if (plane === null && cell === null) continue;
    const id = plane === null ? Number(cell?.[1]) : -1 - Number(plane[1]);
    // A run holds neighbours of one strip, walked towards the eye.
    const eye = projectionOf(panel.space?.camera ?? { view: [0, 0] }).eye;
    const upward = -1 + (2 * (Math.floor(id / 24) + 0.5)) / 24 < eye[1];
    const step = cell?.[0] === key ? (upward ? 24 : -24) : 0;
    for (const [k, text] of (attributes['d'] ?? '').split('M').slice(1).entries()) {
      const points = text
        .replace('Z', '')
        .split('L')
        .map((pair) => pair.split(' ').map(Number));
      fill(
        picture,
        points.map(([x = NaN, y = NaN]) => [x + cx, y + cy] as const),
        id < 0 ? id : id + k * step,
      );
    }
  }
  return picture;
}

function fill(picture: Picture, outline: readonly (readonly [number, number])[], id: number): void {
  const ys = outline.map(([, y]) => y);
  for (let row = Math.max(0, Math.floor(Math.min(...ys))); row <= Math.min(size.height - 1, Math.max(...ys)); row++) {
    const y = row + 0.5;
    const hits: number[] = [];
    for (const [k, [x0, y0]] of outline.entries()) {
      const [x1, y1] = outline[(k + 1) % outline.length] ?? [x0, y0];
      if (y0 <= y !== y1 <= y) hits.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
    }
    hits.sort((a, b) => a - b);
    for (let k = 0; k + 1 < hits.length; k += 2)
      for (let x = Math.ceil((hits[k] ?? 0) - 0.5); x + 0.5 < (hits[k + 1] ?? 0); x++)
        if (x >= 0 && x < size.width) picture[row * size.width + x] = id;
  }
}

/** The first thing on the ray through each pixel. */
function reference(panel: Panel): Picture {
  const { space } = panel;
  const frame = coordinateSystem(sceneOf(panel), size).panels[0]?.space;
  if (space === undefined || frame === undefined) throw new Error('not a view into space');
  const { eye, towards, project } = projectionOf(space.camera);
  const picture = new Int32Array(size.width * size.height).fill(empty);
  const depth = new Float64Array(picture.length).fill(Infinity);
  const [elevation, azimuth] = space.camera.view.map((degrees) => (degrees * Math.PI) / 180) as [number, number];
  const right: Point3 = [-Math.sin(azimuth), Math.cos(azimuth), 0];
  const up: Point3 = [
    -Math.sin(elevation) * Math.cos(azimuth),
    -Math.sin(elevation) * Math.sin(azimuth),
    Math.cos(elevation),
  ];
  const parallel = space.camera.distance === Infinity;
  const rays = Array.from(picture, (_, k): readonly [Point3, Point3] => {
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
    if (!(t > 0 && t < (depth[k] ?? 0)) || Math.abs(x) > 1 + 1e-9 || Math.abs(y) > 1 + 1e-9) return;
    if (Math.abs(z) > halfHeight + 1e-9) return;
    if (footprint !== undefined && !within(footprint, x, y)) return;
    depth[k] = t;
    picture[k] = id;
  };
  let plane = -1;
  for (const mark of space.marks) {
    if (mark.kind === 'surface') {
      const surface = unitSurface(mark.grid, space.z.domain);
      for (let cell = 0; cell < surface.cells ** 2; cell++) {
        if (surface.shade[cell] === 255) continue;
        for (const { points } of facetsOf(surface, cell)) {
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
      for (let k = 0; k < picture.length; k++) meet(k, [-a, -b, 1], origin, plane);
      plane--;
    }
  }
  return picture;
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

/** The same plane, or cells that touch: where a cell is seen edge on, less than a pixel decides between neighbours. */
function agree(a: number, b: number): boolean {
  if (a === b || a < 0 || b < 0 || a === empty || b === empty) return a === b;
  return Math.abs((a % 24) - (b % 24)) <= 1 && Math.abs(Math.floor(a / 24) - Math.floor(b / 24)) <= 1;
}

/** Pixels whose thing in one picture is seen nowhere near in the other. */
function wrongPixels(one: Picture, other: Picture): number {
  let wrong = 0;
  for (let y = 1; y < size.height - 1; y++)
    for (let x = 1; x < size.width - 1; x++) {
      const id = one[y * size.width + x] ?? empty;
      let found = false;
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++) found ||= agree(other[(y + dy) * size.width + x + dx] ?? empty, id);
      if (!found) wrong++;
    }
  return wrong;
}

const bowl: HeightFunction = (x, y) => 5 + (x + 0.5) ** 2 + (y + 0.5) ** 2;
const wave: HeightFunction = (x, y) => 2 + Math.sin(x + y);
const saddle: HeightFunction = (x, y) => x * x - y * y;
const monkey: HeightFunction = (x, y) => x ** 3 - 3 * x * y * y;
const egg: HeightFunction = (x, y) => Math.sin(2 * x) * Math.cos(2 * y);
const pole: HeightFunction = (x, y) => 1 / (0.02 + x * x + y * y);

const rows: readonly (readonly [string, HeightFunction, readonly [number, number], readonly Gradient[]])[] = [
  ['bowl with its tangent plane', bowl, [0, 0], [[1, 1]]],
  ['bowl with a secant plane', bowl, [0, 0], [[-1.6, 0]]],
  ['2 + sin(w₁ + w₂)', wave, [0, 0], [[1, 1]]],
  ['saddle at its middle', saddle, [0, 0], [[0, 0]]],
  ['saddle beside it', saddle, [1.3, -0.4], [[2.6, 0.8]]],
  ['monkey saddle, beyond the box', monkey, [0.2, 1], [[-2.88, -1.2]]],
  ['egg box', egg, [0.3, 0.1], [[1.6, -0.2]]],
  ['two planes', egg, [0.3, 0.1], [[0.3, 0.2], [-0.2, 0.4]]], // prettier-ignore
  ['peak beyond the box', pole, [1, 1], [[-0.4, -0.4]]],
];
const views: readonly View[] = [
  [20, 150],
  [10, 150],
  [30, -60],
  [75, 20],
  [-25, 45],
  [0, 90],
];

describe.each(rows)('%s', (_, f, at, gradients) => {
  test.each(views.map((view) => [view] as const))('seen from %j as the z-buffer sees it', (view) => {
    const panel = panelOf(f, at, gradients, view);
    const [mine, theirs] = [painted(panel), reference(panel)];
    expect(theirs.filter((id) => id !== empty).length).toBeGreaterThan(3000);
    expect(wrongPixels(mine, theirs)).toBeLessThanOrEqual(3);
    expect(wrongPixels(theirs, mine)).toBeLessThanOrEqual(3);
  });
});

test('parallel rays and a near eye are ordered as well', () => {
  for (const distance of [Infinity, 3])
    for (const view of views) {
      const panel = panelOf(egg, [0.3, 0.1], [[1.6, -0.2]], view, distance);
      const [mine, theirs] = [painted(panel), reference(panel)];
      expect(wrongPixels(mine, theirs) + wrongPixels(theirs, mine), `${distance} ${view.join()}`).toBeLessThanOrEqual(
        6,
      );
    }
});

test('a jump tears the surface, a steep slope does not', () => {
  const step = sampleSurface((x, y) => Math.floor(x / 2) + y / 10, domain, domain);
  expect(step.torn.reduce((sum, cell) => sum + cell, 0)).toBe(3 * 24);
  const steep = sampleSurface((x) => Math.atan(1e6 * x), domain, domain);
  expect(steep.torn.some((cell) => cell === 1)).toBe(false);
});

test('text in space is text, keys are unique, and nothing is written as NaN', () => {
  const scene = sceneOf(panelOf((x, y) => Math.log(x + y), [1, 1], [[0.5, 0.5]], [20, 150]));
  const svg = svgText(scene, { ...size, title: 'log', description: 'a surface', theme: 'auto' });
  expect(svg).not.toContain('NaN');
  expect(svg).toContain('>g</tspan>');
  expect(svg).toContain('.sc-shade-3{fill:');
  const keys = find(paint(scene, size), 'bodies').children?.map(({ key }) => key) ?? [];
  expect(new Set(keys).size).toBe(keys.length);
});
