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
import { placeLabels, type Obstacle, type LabelPositions } from './labels.ts';
import { measures, spaceRoom, type PanelFrame } from './layout.ts';
import { px, textNode, type PaintedNode } from './painted-node.ts';
import { PathWriter } from './path-writer.ts';
import { planeNodes, unitPlane } from './paint-plane.ts';
import { seeSurface, surfaceNodes, surfaceOpacity } from './paint-surface.ts';
import type { Panel, Point, Point3, Space } from './scene.ts';
import { spaceAxes, type Cut } from './space-axes.ts';
import type { SpaceFrame } from './space-frame.ts';
import { inTenths, tenthsLook, writeLine } from './space-lines.ts';
import { layersFor } from './surface-layers.ts';
import { colourOf, theme, type ColourScheme } from './theme.ts';
import { isSeen, sortLine, type Scenery } from './visibility.ts';

/** How strongly hidden lines and dots are drawn. */
const hiddenOpacity = 0.34;

const pen = new PathWriter();

/** The elements of a panel's space, in drawing order. */
export function paintSpace(
  panel: Panel,
  space: Space,
  frame: PanelFrame,
  spaced: SpaceFrame,
  scheme: ColourScheme,
  scale: number,
  labelPositions?: LabelPositions,
): PaintedNode[] {
  const { centre, projection, box } = spaced;
  const axes = spaceAxes(
    spaced,
    [panel.x.label, panel.y.label, space.z.label],
    scheme,
    scale,
    cutOf(space, frame, centre, scale),
  );
  const planeMarks = space.marks.filter((mark) => mark.kind === 'plane');
  const planes = planeMarks.map((mark) => unitPlane(mark, spaced));
  const surfaceMark = space.marks.find((mark) => mark.kind === 'surface');
  const seen = surfaceMark === undefined ? undefined : seeSurface(surfaceMark.grid, spaced);
  const layers = seen === undefined ? undefined : layersFor(seen.surface, projection.eye);
  const bodies: PaintedNode[] = [];
  drawInOrder(seen?.surface, planes, projection, {
    cells(region) {
      if (seen !== undefined && layers !== undefined)
        bodies.push(...surfaceNodes(seen, region, layers, spaced, surfaceMark?.look ?? 'both', scheme));
    },
    plane(index, outline, cut) {
      const [mark, plane] = [planeMarks[index], planes[index]];
      if (mark !== undefined && plane !== undefined)
        bodies.push(...planeNodes(mark, plane, outline, cut, spaced, scheme, scale));
    },
  });

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
      const look = tenthsLook(mark.role, scheme, scale);
      const d = (parts: readonly (readonly Point3[])[]): string => {
        for (const part of parts) writeLine(pen, spaced, part, false);
        return pen.take();
      };
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
      const node = dotNode(mark, [at[0] - centre[0], at[1] - centre[1]], scheme, scale, id);
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
  const placed = placeLabels(words, frame, obstacles, size, labelPositions);
  const texts = placed.map(({ mark, at, anchor }) =>
    textNode(mark.key, mark.runs, at, { role: mark.role, scheme, size, anchor }),
  );
  const wire = {
    class: 'sc-line sc-surface',
    stroke: colourOf('surface', scheme),
    transform: inTenths,
    'stroke-width': px(10 * theme.surface.width * scale),
    'stroke-opacity': '0.36',
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
      group('lines', { transform: inTenths }, lines),
      group('ticks', { class: 'sc-ticks' }, axes.words),
      group('dots', {}, dots),
    ]),
    group('words', {}, texts),
  ];
}

/** Room that numbers keep from the edge of their panel, in pixels. */
const edge = 4;

/** What is seen of a box that is drawn larger than its panel. */
function cutOf({ camera }: Space, frame: PanelFrame, [x, y]: Point, scale: number): Cut | undefined {
  const { magnification = 1 } = camera;
  if (magnification <= 1) return undefined;
  const { left, top, right, bottom } = spaceRoom(frame, scale);
  return {
    magnification,
    room: { left: left - x + edge, top: top - y + edge, right: right - x - edge, bottom: bottom - y - edge },
  };
}

function moved(area: { left: number; top: number; right: number; bottom: number }, [x, y]: Point) {
  return { left: area.left + x, top: area.top + y, right: area.right + x, bottom: area.bottom + y };
}

function isInBox([x, y, z]: Point3): boolean {
  return Math.abs(x) <= 1 + 1e-9 && Math.abs(y) <= 1 + 1e-9 && Math.abs(z) <= halfHeight + 1e-9;
}
