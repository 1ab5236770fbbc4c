/**
 * A plane in a box of space as SVG elements: its face, translucent, a grid on it, its edge, and the line in which it
 * cuts the surface. In come the mark and what drawing-order.ts found of it, out come the elements from back to front, in
 * tenths of a pixel.
 */
import { halfHeight } from './camera.ts';
import type { UnitPlane } from './facet.ts';
import { px, type PaintedNode } from './painted-node.ts';
import type { Point3, SpaceMark } from './scene.ts';
import { PathWriter } from './path-writer.ts';
import type { SpaceFrame } from './space-frame.ts';
import { tenthsLook, writeLine } from './space-lines.ts';
import { colourOf, type ColourScheme } from './theme.ts';

/** How much of what lies behind it a plane covers. */
export const planeOpacity = 0.42;

export type PlaneMark = Extract<SpaceMark, { kind: 'plane' }>;

/** A plane mark in units of the box. */
export function unitPlane({ point, gradient }: PlaneMark, { box, domains }: SpaceFrame): UnitPlane {
  const [x, y, z] = domains;
  const steep = (2 * halfHeight) / (z[1] - z[0]) / 2;
  const a = gradient[0] * (x[1] - x[0]) * steep;
  const b = gradient[1] * (y[1] - y[0]) * steep;
  const [px0, py0, pz0] = box.toUnit(point);
  return { a, b, c: pz0 - a * px0 - b * py0 };
}

const pen = new PathWriter();

function pathText(frame: SpaceFrame, lines: readonly (readonly Point3[])[], close: boolean): string {
  for (const line of lines) writeLine(pen, frame, line, close);
  return pen.take();
}

/** Lines of a grid on a plane inside its outline. */
function planeGrid(outline: readonly Point3[], plane: UnitPlane): Point3[][] {
  const lines: Point3[][] = [];
  for (const axis of [0, 1] as const)
    for (let k = -3; k <= 3; k++) {
      const t = k / 3.5;
      const hits: Point3[] = [];
      for (const [index, p] of outline.entries()) {
        const q = outline[(index + 1) % outline.length] ?? p;
        if (p[axis] < t === q[axis] < t) continue;
        const s = (t - p[axis]) / (q[axis] - p[axis]);
        const [x, y] = [p[0] + s * (q[0] - p[0]), p[1] + s * (q[1] - p[1])];
        hits.push([x, y, plane.a * x + plane.b * y + plane.c]);
      }
      if (hits.length === 2) lines.push(hits);
    }
  return lines;
}

/** The elements of a plane inside its outline. */
export function planeNodes(
  mark: PlaneMark,
  plane: UnitPlane,
  outline: readonly Point3[],
  cut: readonly (readonly [Point3, Point3])[],
  frame: SpaceFrame,
  scheme: ColourScheme,
  scale: number,
): PaintedNode[] {
  const { key, role } = mark;
  const d = pathText(frame, [outline], true);
  const line = tenthsLook(role, scheme, scale);
  const thin = { 'stroke-width': px(7.5 * scale), 'stroke-opacity': '0.4' };
  const fill = {
    class: `sc-fill sc-${role}`,
    fill: colourOf(role, scheme),
    'fill-opacity': String(planeOpacity),
    stroke: 'none',
  };
  return [
    { key: `${key}/fill`, tag: 'path', attributes: { d, ...fill } },
    {
      key: `${key}/grid`,
      tag: 'path',
      attributes: { d: pathText(frame, planeGrid(outline, plane), false), ...line, ...thin },
    },
    { key: `${key}/edge`, tag: 'path', attributes: { d, ...line, 'stroke-opacity': '0.9' } },
    {
      key: `${key}/cut`,
      tag: 'path',
      attributes: {
        d: pathText(frame, cut, false),
        ...line,
        'stroke-opacity': '1',
        'stroke-width': px(15 * scale),
      },
    },
  ];
}
