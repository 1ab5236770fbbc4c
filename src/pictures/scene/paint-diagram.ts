/**
 * Boxes and arrows as SVG elements. In: a diagram and where its parts stand. Out: arrows, what runs along them, boxes
 * with their lines, and the words on arrows, in drawing order; keys are those of the diagram, so that a step patches
 * attributes and rebuilds nothing. A state is never told by colour alone: what waits is dashed and thin, what stands is
 * a plain line, what is current is thick and its box is tinted.
 */
import type { Diagram, DiagramArrow, DiagramBox, DiagramPainter } from './diagram.ts';
import { type DiagramFrame, diagramFrame, diagramHeight, diagramMeasures } from './diagram-frame.ts';
import { placeWords } from './diagram-words.ts';
import { pointAt, pathText, type PathPiece } from './diagram-paths.ts';
import type { Box } from './layout.ts';
import { lineLook, type PaintedNode, px, textNode } from './painted-node.ts';
import type { Point, Role } from './scene.ts';
import { colourOf, grounds, type ColourScheme } from './theme.ts';

/** What diagrams bring along. */
export const diagramPainter: DiagramPainter = { height: diagramHeight, frame: diagramFrame, paint: paintDiagram };

function paintDiagram(diagram: Diagram, frame: DiagramFrame, scheme: ColourScheme, id: string): PaintedNode[] {
  const arrows = diagram.arrows.map((arrow, k) => paintArrow(arrow, frame.paths[k]!, frame.scale, scheme, id));
  const boxes = diagram.boxes.map((box, k) => paintBox(box, frame.boxes[k]!, frame.scale, scheme, id));
  // What is current is drawn over what is not.
  const over = (k: number): number => (diagram.arrows[k]?.state === 'current' ? 1 : 0);
  const order = arrows.map((_, k) => k).sort((a, b) => over(a) - over(b));
  return [
    { key: 'arrows', tag: 'g', attributes: {}, children: order.map((k) => arrows[k]!) },
    { key: 'boxes', tag: 'g', attributes: {}, children: boxes },
    { key: 'words', tag: 'g', attributes: {}, children: paintWords(diagram, frame, scheme) },
    { key: 'runners', tag: 'g', attributes: {}, children: paintRunners(diagram, frame, scheme) },
  ];
}

function roleOf(part: { readonly role: Role; readonly state: DiagramArrow['state'] }): Role {
  return part.state === 'current' ? part.role : part.state === 'waiting' ? 'guide' : 'axis';
}

function paintArrow(
  arrow: DiagramArrow,
  path: readonly PathPiece[],
  scale: number,
  scheme: ColourScheme,
  id: string,
): PaintedNode {
  const role = roleOf(arrow);
  const isBack = arrow.back === true;
  const isCurrent = arrow.state === 'current';
  const size = diagramMeasures.arrowHead * scale * (isCurrent ? 1.25 : 1);
  const length = size * 0.8;
  const children: PaintedNode[] = [
    {
      key: 'line',
      tag: 'path',
      attributes: {
        d: pathText(path, { start: isBack ? length : 0, end: isBack ? 0 : length }),
        ...lineLook(role, scheme, scale),
        ...(isCurrent ? {} : { 'stroke-width': px((arrow.state === 'waiting' ? 1 : 1.25) * scale) }),
      },
    },
    {
      key: 'head',
      tag: 'polygon',
      attributes: {
        points: headPoints(path, isBack, size),
        class: `sc-fill sc-${role}`,
        fill: colourOf(role, scheme),
      },
    },
  ];
  return { key: arrow.key, tag: 'g', attributes: { 'data-mark': `${id}/${arrow.key}` }, children };
}

/** A head at the end of a path, or at its start, in the direction in which the path arrives there. */
function headPoints(path: readonly PathPiece[], atStart: boolean, size: number): string {
  const piece = atStart ? path[0]! : path.at(-1)!;
  const [tip, before] = atStart ? [piece[0], piece[1]] : [piece.at(-1)!, piece.at(-2)!];
  const length = Math.hypot(tip[0] - before[0], tip[1] - before[1]) || 1;
  const [u, v] = [(tip[0] - before[0]) / length, (tip[1] - before[1]) / length];
  const base: Point = [tip[0] - u * size, tip[1] - v * size];
  const half = size * 0.46;
  const corners: Point[] = [tip, [base[0] - v * half, base[1] + u * half], [base[0] + v * half, base[1] - u * half]];
  return corners.map((corner) => corner.map(px).join(',')).join(' ');
}

function paintBox(box: DiagramBox, place: Box, scale: number, scheme: ColourScheme, id: string): PaintedNode {
  const role = roleOf(box);
  const isCurrent = box.state === 'current';
  const rectangle = {
    x: px(place.left),
    y: px(place.top),
    width: px(place.right - place.left),
    height: px(place.bottom - place.top),
    rx: px(diagramMeasures.radius * scale),
  };
  const look = lineLook(role, scheme, scale);
  const children: PaintedNode[] = [
    {
      key: 'box',
      tag: 'rect',
      attributes: {
        ...rectangle,
        ...look,
        class: `${look['class']} sc-hollow`,
        fill: grounds[scheme],
        ...(isCurrent ? {} : { 'stroke-width': px((box.state === 'waiting' ? 1 : 1.25) * scale) }),
      },
    },
  ];
  if (isCurrent)
    children.push({
      key: 'tint',
      tag: 'rect',
      attributes: { ...rectangle, class: `sc-fill sc-${role}`, fill: colourOf(role, scheme), 'fill-opacity': '0.1' },
    });
  const { headingSize, lineSize, headingHeight, lineHeight, padding } = diagramMeasures;
  const middle = (place.left + place.right) / 2;
  box.lines.forEach(({ runs, role: own, shown }, k) => {
    if (!shown) return;
    const baseline = k === 0 ? headingHeight * 0.76 : headingHeight + lineHeight * (k - 1) + lineHeight * 0.74;
    const at: Point = [middle, place.top + (padding.y + baseline) * scale];
    const size = (k === 0 ? headingSize : lineSize) * scale;
    children.push(textNode(`line${k}`, runs, at, { role: own, scheme, size, anchor: 'middle', halo: false }));
  });
  return { key: box.key, tag: 'g', attributes: { 'data-mark': `${id}/${box.key}` }, children };
}

/** Words beside arrows. */
function paintWords({ arrows }: Diagram, frame: DiagramFrame, scheme: ColourScheme): PaintedNode[] {
  const size = diagramMeasures.labelSize * frame.scale;
  const places = placeWords(
    arrows.map(({ label, back }) => (label === undefined ? undefined : { label, back: back === true })),
    frame,
    size,
  );
  return arrows.flatMap(({ key, label, role }, k): PaintedNode[] => {
    const place = places[k];
    if (label === undefined || place === undefined) return [];
    return [textNode(key, label, place, { role, scheme, size, anchor: 'middle' })];
  });
}

/** What runs along arrows now. */
function paintRunners({ arrows }: Diagram, { points, scale }: DiagramFrame, scheme: ColourScheme): PaintedNode[] {
  return arrows.flatMap(({ key, role, travelled, back }, k): PaintedNode[] => {
    if (travelled === undefined) return [];
    const path = back === true ? [...points[k]!].reverse() : points[k]!;
    const [x, y] = pointAt(path, travelled);
    const attributes = {
      class: `sc-fill sc-${role}`,
      cx: px(x),
      cy: px(y),
      r: px(6 * scale),
      fill: colourOf(role, scheme),
    };
    return [{ key, tag: 'circle', attributes }];
  });
}
