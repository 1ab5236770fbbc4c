/**
 * The pictures of space against rays. One test fills the outlines in the order of drawing and asks of every pixel which
 * cell of the surface, or which plane, is seen there: the nearest on its ray. They may differ by a pixel where two
 * things meet, and nowhere else. Another makes pixels of the SVG itself and compares their colours with what the
 * rays meet, laid over one another from far to near.
 */
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, test } from 'vitest';
import {
  castRays,
  compareWithRays,
  domain,
  egg,
  facesAsSvg,
  panelOf,
  rows,
  sceneOf,
  size,
  views,
} from '../../../test/support/space-rays.ts';
import { drawInOrder } from './drawing-order.ts';
import { coordinateSystem } from './layout.ts';
import { paint, type PaintedNode } from './paint.ts';
import { unitPlane } from './paint-plane.ts';
import type { Panel, Point3 } from './scene.ts';
import type { HeightFunction } from './robust-extent.ts';
import { chooseHeights, sampleSurface } from './surface-grid.ts';
import { layersFor } from './surface-layers.ts';
import { facetsOf, unitSurface } from './surface.ts';
import { svgText } from './svg.ts';

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

/** Fills the outlines in their order; the halves of one layer forwards or backwards, since their order is free. */
function painted(panel: Panel, backwards: boolean): Picture {
  const frame = coordinateSystem(sceneOf(panel), size).panels[0]?.space;
  const mark = panel.space?.marks.find((candidate) => candidate.kind === 'surface');
  if (frame === undefined || mark === undefined) throw new Error('not a view of a surface');
  const surface = unitSurface(mark.grid, frame.domains[2]);
  const planes = (panel.space?.marks ?? []).filter((candidate) => candidate.kind === 'plane');
  const { of } = layersFor(surface, frame.projection.eye);
  const picture = new Int32Array(size.width * size.height).fill(empty);
  const draw = (points: readonly Point3[], id: number): void => {
    const onPicture = points.map(([x, y, z]) => {
      const [right, up] = frame.projection.project(x, y, z);
      return [frame.centre[0] + frame.scale * right, frame.centre[1] - frame.scale * up] as const;
    });
    fill(picture, onPicture, id);
  };
  drawInOrder(
    surface,
    planes.map((plane) => unitPlane(plane, frame)),
    frame.projection,
    {
      cells({ whole, remnants }) {
        const faces: { layer: number; cell: number; points: readonly Point3[] }[] = [];
        for (let cell = 0; cell < whole.length; cell++) {
          const remnant = remnants.get(cell);
          const halves = whole[cell] === 1 ? facetsOf(surface, cell) : [remnant?.lower, remnant?.upper];
          for (const [k, half] of halves.entries())
            if (half !== undefined) faces.push({ layer: of[2 * cell + k] ?? 0, cell, points: half.points });
        }
        if (backwards) faces.reverse();
        for (const { cell, points } of faces.toSorted((a, b) => a.layer - b.layer)) draw(points, cell);
      },
      plane: (index, outline) => draw(outline, -1 - index),
    },
  );
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
  return Int32Array.from(castRays(panel), ([first]) => first?.id ?? empty);
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

describe.each(rows)('%s', (_, f, at, gradients) => {
  test.each(views.map((view) => [view] as const))('seen from %j as the z-buffer sees it', (view) => {
    const panel = panelOf(f, at, gradients, view);
    const theirs = reference(panel);
    expect(theirs.filter((id) => id !== empty).length).toBeGreaterThan(3000);
    for (const backwards of [false, true]) {
      const mine = painted(panel, backwards);
      expect(wrongPixels(mine, theirs)).toBeLessThanOrEqual(3);
      expect(wrongPixels(theirs, mine)).toBeLessThanOrEqual(3);
    }
  });

  test.each(views.map((view) => [view] as const))('its pixels seen from %j', (view) => {
    const panel = panelOf(f, at, gradients, view);
    const { pixels } = new Resvg(facesAsSvg(panel)).render();
    const { compared, wrong } = compareWithRays(panel, pixels);
    expect(compared).toBeGreaterThan(500);
    expect(wrong).toBeLessThanOrEqual(0.005 * compared);
  });
});

test('parallel rays and a near eye are ordered as well', () => {
  for (const distance of [Infinity, 3])
    for (const view of views) {
      const panel = panelOf(egg, [0.3, 0.1], [[1.6, -0.2]], view, distance);
      const [mine, theirs] = [painted(panel, false), reference(panel)];
      expect(wrongPixels(mine, theirs) + wrongPixels(theirs, mine), `${distance} ${view.join()}`).toBeLessThanOrEqual(
        6,
      );
    }
});

test.each<[string, HeightFunction, number, number]>([
  ['a steep bell', (x, y) => 3 * Math.exp(-3 * (x * x + y * y)), 3, 4],
  ['a needle between grid lines', (x, y) => 1 / (0.02 + (x - 0.05) ** 2 + (y - 0.05) ** 2), 30, 60],
  ['a pole on a grid point', (x, y) => 1 / (x * x + y * y), 1, 10],
  ['a pole beside grid points', (x, y) => 1 / Math.hypot(x - 0.013, y + 0.071), 1, 6],
  ['a wall of poles', (x, y) => 1 / (x + y - 0.1234), 3, 12],
])('%s: a peak is shown whole, a pole does not flatten the rest', (_name, f, above, below) => {
  const [, high] = chooseHeights(f, sampleSurface(f, domain, domain));
  expect(high).toBeGreaterThan(above);
  expect(high).toBeLessThan(below);
  const turned: HeightFunction = (x, y) => -f(x, y);
  expect(chooseHeights(turned, sampleSurface(turned, domain, domain))[0]).toBeCloseTo(-high, 6);
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
