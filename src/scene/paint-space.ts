/**
 * A box of space as SVG elements. Everything that stands in the box is drawn relative to the middle of its
 * picture, in one group that is moved into place, so panels that show the same surface share their elements. From back to
 * front: the walls' grid, then surface and planes in the order of drawing-order.ts, each translucent over the
 * ground's colour, so that what they hide shows fainter; lines and dots, their hidden parts fainter; the axes' numbers
 * and the words. Cells that nothing cuts are the same objects as long as the view stands still.
 */
import { halfHeight } from './camera.ts';
import { dotNode } from './dot-node.ts';
import { drawInOrder } from './drawing-order.ts';
import type { UnitPlane } from './facet.ts';
import { placeLabels, type Obstacle } from './labels.ts';
import { measures, type PanelFrame } from './layout.ts';
import { lineLook, px, textNode, type PaintedNode } from './painted-node.ts';
import type { Panel, Point, Point3, Space, SpaceMark, SurfaceGrid } from './scene.ts';
import { spaceAxes } from './space-axes.ts';
import type { SpaceFrame } from './space-frame.ts';
import { unitSurface, type UnitSurface } from './surface.ts';
import { colourOf, shadeCount, shadeOf, theme, type Ground } from './theme.ts';
import { isSeen, sortLine, type Scenery } from './visibility.ts';

/** How much of what lies behind it a surface covers, and a plane. */
const surfaceOpacity = 0.74;
const planeOpacity = 0.42;
/** How strongly hidden lines and dots are drawn. */
const hiddenOpacity = 0.34;

/** A surface seen in a frame: its corners as text, and the elements of its runs by their first cell. */
interface SeenSurface {
  readonly surface: UnitSurface;
  readonly corners: readonly string[];
  readonly runs: ({ readonly last: number; readonly node: PaintedNode } | undefined)[];
}

const seenSurfaces = new WeakMap<SurfaceGrid, Map<string, SeenSurface>>();

function seenSurface(grid: SurfaceGrid, frame: SpaceFrame, ground: Ground): SeenSurface {
  let kept = seenSurfaces.get(grid);
  if (kept === undefined) seenSurfaces.set(grid, (kept = new Map()));
  const key = `${frame.key}|${ground}`;
  let seen = kept.get(key);
  if (seen !== undefined) return seen;
  const surface = unitSurface(grid, frame.domains[2]);
  const row = surface.cells + 1;
  const corners: string[] = [];
  for (let k = 0; k < row * row; k++)
    corners.push(place(frame, surface.lines[k % row] ?? 0, surface.lines[Math.floor(k / row)] ?? 0, surface.z[k] ?? 0));
  seen = { surface, corners, runs: [] };
  if (kept.size > 3) kept.clear();
  kept.set(key, seen);
  return seen;
}

const tenths: string[] = [];

/** A number to one decimal. Turning a picture writes thousands of them, so their texts are kept; whole numbers name cells. */
function tenth(value: number): string {
  const rounded = Math.round(10 * value);
  const index = rounded >= 0 ? 2 * rounded : -2 * rounded - 1;
  if (!(index < 40_000)) return String(rounded / 10);
  return (tenths[index] ??= String(rounded / 10));
}

/** The picture's coordinates of a point, to a tenth of a pixel. */
function place({ projection, scale }: SpaceFrame, x: number, y: number, z: number): string {
  const [right, up] = projection.project(x, y, z);
  return `${tenth(scale * right)} ${tenth(-scale * up)}`;
}

function pathOf(frame: SpaceFrame, points: readonly Point3[], close: boolean): string {
  if (points.length < 2) return '';
  let d = '';
  for (const [x, y, z] of points) d += `${d === '' ? 'M' : 'L'}${place(frame, x, y, z)}`;
  return close ? `${d}Z` : d;
}

const shadeClasses = Array.from({ length: shadeCount }, (_, level) => `sc-shade-${level}`);

/** The element of a cell or a part of one. */
function shadedNode(key: string, d: string, surface: UnitSurface, cell: number, ground: Ground): PaintedNode {
  const level = surface.shade[cell] ?? 0;
  return { key, tag: 'path', attributes: { d, class: shadeClasses[level] ?? '', fill: shadeOf(level, ground) } };
}

/** The outline of a cell. */
function cellText({ surface, corners }: SeenSurface, cell: number): string {
  const corner = Math.floor(cell / surface.cells) * (surface.cells + 1) + (cell % surface.cells);
  const above = corner + surface.cells + 1;
  return `M${corners[corner]}L${corners[corner + 1]}L${corners[above + 1]}L${corners[above]}Z`;
}

/**
 * Collects whole cells into runs: neighbours in one strip of the grid with the same shade, seen from the same side. Such
 * cells never hide one another (a line of sight crosses a strip in one stretch and meets its sides in turn), so
 * one element can hold them. That makes turning several times cheaper.
 */
function runCollector(seen: SeenSurface, bodies: PaintedNode[], ground: Ground) {
  const { surface } = seen;
  let run: number[] = [];
  let side = -1;
  const flush = (): void => {
    const [first] = run;
    const last = run.at(-1);
    if (first === undefined || last === undefined) return;
    let kept = seen.runs[first];
    if (kept?.last !== last) {
      let d = '';
      for (const cell of run) d += cellText(seen, cell);
      kept = { last, node: shadedNode(tenth(first), d, surface, first, ground) };
      seen.runs[first] = kept;
    }
    bodies.push(kept.node);
    run = [];
  };
  return {
    flush,
    add(cell: number, seenFrom: number): void {
      const last = run.at(-1);
      const goesOn =
        last !== undefined &&
        Math.abs(cell - last) === surface.cells &&
        seenFrom === side &&
        surface.shade[cell] === surface.shade[last];
      if (!goesOn) flush();
      run.push(cell);
      side = seenFrom;
    },
  };
}

type PlaneMark = Extract<SpaceMark, { kind: 'plane' }>;

/** A plane mark in units of the box. */
function unitPlane({ point, gradient }: PlaneMark, { box, domains }: SpaceFrame): UnitPlane {
  const [x, y, z] = domains;
  const steep = (2 * halfHeight) / (z[1] - z[0]) / 2;
  const a = gradient[0] * (x[1] - x[0]) * steep;
  const b = gradient[1] * (y[1] - y[0]) * steep;
  const [px0, py0, pz0] = box.toUnit(point);
  return { a, b, c: pz0 - a * px0 - b * py0 };
}

/** Lines of a grid on a plane inside its outline, as one path. */
function planeGrid(outline: readonly Point3[], plane: UnitPlane, frame: SpaceFrame): string {
  let d = '';
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
      if (hits.length === 2) d += pathOf(frame, hits, false);
    }
  return d;
}

function planeNodes(
  mark: PlaneMark,
  plane: UnitPlane,
  outline: readonly Point3[],
  cut: readonly (readonly [Point3, Point3])[],
  frame: SpaceFrame,
  ground: Ground,
  scale: number,
): PaintedNode[] {
  const { key, role } = mark;
  const d = pathOf(frame, outline, true);
  const line = lineLook(role, ground, scale);
  const thin = { 'stroke-width': px(0.75 * scale), 'stroke-opacity': '0.4' };
  const fill = {
    class: `sc-fill sc-${role}`,
    fill: colourOf(role, ground),
    'fill-opacity': String(planeOpacity),
    stroke: 'none',
  };
  return [
    { key: `${key}/fill`, tag: 'path', attributes: { d, ...fill } },
    { key: `${key}/grid`, tag: 'path', attributes: { d: planeGrid(outline, plane, frame), ...line, ...thin } },
    { key: `${key}/edge`, tag: 'path', attributes: { d, ...line, 'stroke-opacity': '0.9' } },
    {
      key: `${key}/cut`,
      tag: 'path',
      attributes: {
        d: cut.map((segment) => pathOf(frame, segment, false)).join(''),
        ...line,
        'stroke-opacity': '1',
        'stroke-width': px(1.5 * scale),
      },
    },
  ];
}

/** The elements of a panel's space, in drawing order. */
export function paintSpace(
  panel: Panel,
  space: Space,
  frame: PanelFrame,
  spaced: SpaceFrame,
  ground: Ground,
  scale: number,
): PaintedNode[] {
  const { centre, projection, box } = spaced;
  const axes = spaceAxes(spaced, [panel.x.label, panel.y.label, space.z.label], ground, scale);
  const planeMarks = space.marks.filter((mark) => mark.kind === 'plane');
  const planes = planeMarks.map((mark) => unitPlane(mark, spaced));
  const surfaceMark = space.marks.find((mark) => mark.kind === 'surface');
  const seen = surfaceMark === undefined ? undefined : seenSurface(surfaceMark.grid, spaced, ground);
  const bodies: PaintedNode[] = [];
  const runs = seen === undefined ? undefined : runCollector(seen, bodies, ground);
  drawInOrder(seen?.surface, planes, projection, {
    cell: (cell, side) => runs?.add(cell, side),
    part: (key, cell, outlines) => {
      runs?.flush();
      let d = '';
      for (const outline of outlines) d += pathOf(spaced, outline, true);
      if (seen !== undefined) bodies.push(shadedNode(key, d, seen.surface, cell, ground));
    },
    plane: (index, outline, cut) => {
      runs?.flush();
      const [mark, plane] = [planeMarks[index], planes[index]];
      if (mark !== undefined && plane !== undefined)
        bodies.push(...planeNodes(mark, plane, outline, cut, spaced, ground, scale));
    },
  });
  runs?.flush();

  const scenery: Scenery = { surface: seen?.surface, planes, projection };
  const lines: PaintedNode[] = [];
  const dots: PaintedNode[] = [];
  const obstacles: Obstacle[] = axes.boxes.map((area) => ({ kind: 'box', box: moved(area, centre) }));
  for (const edge of axes.edges)
    obstacles.push({ kind: 'lines', pieces: [edge.map(([x, y]): Point => [x + centre[0], -(y + centre[1])])] });
  const flat = (point: Point3): Point => {
    const [x, y] = spaced.toPixel(point);
    return [x, -y];
  };
  for (const mark of space.marks) {
    const id = `${panel.key}/${mark.key}`;
    if (mark.kind === 'line') {
      const within = planeMarks.findIndex((plane) => plane.key === mark.within);
      const sorted = sortLine(
        mark.pieces.map((piece) => piece.map(box.toUnit)),
        scenery,
        within < 0 ? undefined : within,
      );
      const look = lineLook(mark.role, ground, scale);
      const d = (parts: readonly (readonly Point3[])[]): string =>
        parts.map((part) => pathOf(spaced, part, false)).join('');
      lines.push({
        key: `${mark.key}/hidden`,
        tag: 'path',
        attributes: { d: d(sorted.hidden), ...look, 'stroke-opacity': String(hiddenOpacity) },
      });
      lines.push({ key: mark.key, tag: 'path', attributes: { 'data-mark': id, d: d(sorted.seen), ...look } });
      obstacles.push({ kind: 'lines', pieces: mark.pieces.map((piece) => piece.map(flat)) });
    } else if (mark.kind === 'dot') {
      const at = spaced.toPixel(mark.at);
      if (!Number.isFinite(at[0]) || !Number.isFinite(at[1]) || !isInBox(box.toUnit(mark.at))) continue;
      const node = dotNode(mark, [at[0] - centre[0], at[1] - centre[1]], ground, scale, id);
      const opacity = isSeen(box.toUnit(mark.at), scenery) ? '1' : '0.55';
      dots.push({ ...node, attributes: { ...node.attributes, opacity } });
      obstacles.push({ kind: 'dot', at, radius: 8 * scale });
    }
  }
  const size = measures.labelSize * scale;
  const words = space.marks
    .filter((mark) => mark.kind === 'text')
    .map((mark) => {
      // A word that may stand in several places is put where its plane is seen, if there is such a place.
      const places = [mark.at, ...(mark.orAt ?? [])];
      const inView = places.length === 1 ? places : places.filter((point) => isSeen(box.toUnit(point), scenery));
      const [at = flat(mark.at), ...orAt] = [...new Set([...inView, ...places])].map(flat);
      return { ...mark, at, orAt };
    });
  const placed = placeLabels(words, frame, obstacles, size);
  const texts = placed.map(({ mark, at, anchor }) =>
    textNode(mark.key, mark.runs, at, { role: mark.role, ground, size, anchor }),
  );
  const wire = {
    class: 'sc-line sc-surface',
    stroke: colourOf('surface', ground),
    'stroke-width': px(theme.surface.width * scale),
    'stroke-opacity': '0.3',
    'fill-opacity': String(surfaceOpacity),
    'stroke-linejoin': 'round',
  };
  const group = (key: string, attributes: Record<string, string>, children: readonly PaintedNode[]): PaintedNode => ({
    key,
    tag: 'g',
    attributes,
    children,
  });
  return [
    group('space', { class: 'sc-space', transform: `translate(${px(centre[0])} ${px(centre[1])})` }, [
      group('axes', { class: 'sc-axes' }, axes.lines),
      group('bodies', wire, bodies),
      group('lines', {}, lines),
      group('ticks', { class: 'sc-ticks' }, axes.words),
      group('dots', {}, dots),
    ]),
    group('words', {}, texts),
  ];
}

function moved(area: { left: number; top: number; right: number; bottom: number }, [x, y]: Point) {
  return { left: area.left + x, top: area.top + y, right: area.right + x, bottom: area.bottom + y };
}

function isInBox([x, y, z]: Point3): boolean {
  return Math.abs(x) <= 1 + 1e-9 && Math.abs(y) <= 1 + 1e-9 && Math.abs(z) <= halfHeight + 1e-9;
}
