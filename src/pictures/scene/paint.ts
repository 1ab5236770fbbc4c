/**
 * The painter both worlds share. In comes a scene and a size; out comes a tree of SVG elements as plain
 * data, in drawing order. Node writes the tree as text (svg.ts), the browser turns it into elements once
 * and then patches what differs (view). Guaranteed: the same scene gives the same tree; keys are unique
 * among siblings and stay the same while a slider moves; nothing is drawn outside its panel.
 *
 * The tree: `ground` (a rectangle, only where asked), then one group per panel with key `panel/<key>`,
 * holding `axes`, `marks` and `words`; each mark is a child with the key `<mark key>` and carries
 * `data-mark="<panel>/<mark key>"`. Colours are attributes (of the light column unless another is asked
 * for) and classes too, so a page can restyle with `themeCss` without painting again.
 *
 * A curve does not change while its tangent moves, so path strings are kept by the identity of `pieces`.
 */
import { paintAxes, planAxes } from './axes.ts';
import { clipPolyline } from './clip.ts';
import { arrowText } from './arrows.ts';
import { dotNode } from './dot-node.ts';
import { placeLabels, minorSize, textBox, type Obstacle, type LabelPositions } from './labels.ts';
import {
  coordinateSystem,
  measures,
  spaceRoom,
  textScale,
  wrapNotice,
  wrapReadOut,
  type Box,
  type PanelFrame,
} from './layout.ts';
import { lineLook, px, textNode, type PaintedNode } from './painted-node.ts';
import { paintSpace } from './paint-space.ts';
import { polylinePath } from './path-text.ts';
import type { Panel, Point, Role, Scene, Size, TextRun } from './scene.ts';
import { numberRuns, plain, widthOf } from './text.ts';
import { colourOf, grounds, shadeOf, shadeOfHeight, textColourOf, type ColourScheme } from './theme.ts';

export type { LabelPositions } from './labels.ts';
export type { PaintedNode } from './painted-node.ts';
export { coordinateSystem, type CoordinateSystem, type PanelFrame } from './layout.ts';

/** What the painter can be asked for besides scene and size. */
export interface PaintOptions {
  /** Column of the theme for the colour attributes. */
  readonly scheme?: ColourScheme;
  /** Paint a background rectangle. */
  readonly background?: boolean;
  /** Paint the read-out line and the notice below the panels. */
  readonly readOut?: boolean;
  /** Leave so many pixels for them at least. */
  readonly readOutRoom?: number;
  /** Where words stood in the picture before, for pictures that follow one another: words then move no more than they must. */
  readonly labelPositions?: LabelPositions;
}

const pathTexts = new WeakMap<readonly (readonly Point[])[], Map<string, string>>();

/** The `d` of a path mark, clipped to the panel, or of an area, which is; kept by the identity of the pieces. */
function pathText(pieces: readonly (readonly Point[])[], frame: PanelFrame, isArea = false): string {
  const place = [
    ...frame.x.domain,
    ...frame.y.domain,
    frame.plot.left,
    frame.plot.top,
    frame.plot.right,
    frame.plot.bottom,
  ].join();
  let known = pathTexts.get(pieces);
  if (known === undefined) pathTexts.set(pieces, (known = new Map()));
  const kept = known.get(place);
  if (kept !== undefined) return kept;
  const window = { x: frame.x.domain, y: frame.y.domain };
  const text = pieces
    .flatMap((piece) => (isArea ? [piece] : clipPolyline(piece, window)))
    .map((piece) => polylinePath(piece.map(frame.toPixel)) + (isArea ? 'Z' : ''))
    .join('');
  if (known.size > 8) known.clear();
  known.set(place, text);
  return text;
}

function inside(box: Box, [x, y]: Point): boolean {
  return x >= box.left - 0.5 && x <= box.right + 0.5 && y >= box.top - 0.5 && y <= box.bottom + 0.5;
}

/** Side of the square at the upper right corner of a live picture where its menu is: no word goes there. */
const cornerSize = 32;

/** How large the title of a panel is written and where: over its middle, farther left or smaller where it needs the room. */
function placeTitle(title: readonly TextRun[], { left, right, top }: Box, scale: number) {
  const usual = measures.labelSize * scale;
  const room = right - left - cornerSize;
  const size = usual * Math.min(1, room / widthOf(title, usual));
  const width = widthOf(title, size);
  const at: Point = [Math.min((left + right) / 2, left + room - width / 2), top + 18 * scale];
  return { at, size, box: textBox(at, width, size, 'middle') };
}

function titleNode(title: readonly TextRun[], outer: Box, scheme: ColourScheme, scale: number): PaintedNode {
  const { at, size } = placeTitle(title, outer, scale);
  return textNode('title', title, at, { role: 'label', scheme, size, anchor: 'middle', halo: false });
}

/** Nodes of which nothing is seen outside a box: a picture in the picture, which every viewer cuts. */
function cutTo({ left, top, right, bottom }: Box, children: readonly PaintedNode[]): PaintedNode {
  const [x, y, width, height] = [left, top, right - left, bottom - top].map(px);
  const viewBox = `${x} ${y} ${width} ${height}`;
  return { key: 'cut', tag: 'svg', attributes: { x: x!, y: y!, width: width!, height: height!, viewBox }, children };
}

function paintPanel(
  panel: Panel,
  frame: PanelFrame,
  scheme: ColourScheme,
  scale: number,
  labelPositions: LabelPositions | undefined,
): PaintedNode {
  if (panel.space !== undefined && frame.space !== undefined) {
    const title = panel.title === undefined ? [] : [titleNode(panel.title, frame.outer, scheme, scale)];
    const spacious = paintSpace(panel, panel.space, frame, frame.space, scheme, scale, labelPositions);
    const larger = (panel.space.camera.magnification ?? 1) > 1;
    const children = [...title, ...(larger ? [cutTo(spaceRoom(frame, scale), spacious)] : spacious)];
    return { key: `panel/${panel.key}`, tag: 'g', attributes: { 'data-panel': panel.key }, children };
  }
  if (panel.diagram !== undefined && frame.diagram !== undefined) {
    const title = panel.title === undefined ? [] : [titleNode(panel.title, frame.outer, scheme, scale)];
    const children = [...title, ...panel.diagram.painter.paint(panel.diagram, frame.diagram, scheme, panel.key)];
    return { key: `panel/${panel.key}`, tag: 'g', attributes: { 'data-panel': panel.key }, children };
  }
  const lines: PaintedNode[] = [];
  const dots: PaintedNode[] = [];
  const plan = panel.axes ? planAxes(panel, frame, scale) : undefined;
  const dotBoxes: Box[] = [];
  const obstacles: Obstacle[] = (plan?.names ?? []).map(({ box }) => ({ kind: 'box', box }));
  if (panel.title !== undefined) obstacles.push({ kind: 'box', box: placeTitle(panel.title, frame.outer, scale).box });
  const { right, top } = frame.outer;
  obstacles.push({ kind: 'box', box: { left: right - cornerSize, top, right, bottom: top + cornerSize } });
  for (const { from, to } of (plan?.strokes ?? []).slice(0, 2)) {
    obstacles.push({ kind: 'lines', pieces: [[frame.toData(from), frame.toData(to)]] });
  }
  for (const mark of panel.marks) {
    const id = `${panel.key}/${mark.key}`;
    if (mark.kind === 'path') {
      const d = pathText(mark.pieces, frame);
      lines.push({
        key: mark.key,
        tag: 'path',
        attributes: { 'data-mark': id, d, ...lineLook(mark.role, scheme, scale) },
      });
      // Thin lines may pass behind a word: its halo keeps it readable.
      if (mark.role !== 'guide' && mark.role !== 'surface') obstacles.push({ kind: 'lines', pieces: mark.pieces });
    } else if (mark.kind === 'area') {
      const shade = shadeOfHeight(mark.height);
      const look = { class: `sc-shade-${shade}`, fill: shadeOf(shade, scheme), 'fill-rule': 'evenodd' };
      const d = pathText(mark.pieces, frame, true);
      lines.push({ key: mark.key, tag: 'path', attributes: { 'data-mark': id, d, ...look } });
    } else if (mark.kind === 'polygon') {
      const look = {
        class: `sc-fill sc-${mark.role}`,
        fill: colourOf(mark.role, scheme),
        'fill-opacity': px(mark.shade ?? (mark.hidden === true ? 0.08 : 0.18)),
      };
      const points = mark.points.map((point) => frame.toPixel(point).map(px).join(',')).join(' ');
      lines.push({ key: mark.key, tag: 'polygon', attributes: { 'data-mark': id, points, ...look } });
    } else if (mark.kind === 'arrows') {
      const d = arrowText(mark.arrows, frame, scale);
      lines.push({
        key: mark.key,
        tag: 'path',
        attributes: { 'data-mark': id, d, ...lineLook(mark.role, scheme, scale) },
      });
    } else if (mark.kind === 'dot') {
      const at = frame.toPixel(mark.at);
      if (!Number.isFinite(at[0]) || !Number.isFinite(at[1]) || !inside(frame.plot, at)) continue;
      dots.push(dotNode(mark, at, scheme, scale, id));
      // The dots of jumps are small, and stand at numbers of an axis more often than not.
      dotBoxes.push(around(at, (mark.role === 'function' ? 1.5 : 8) * scale));
      obstacles.push({ kind: 'dot', at, radius: 8 * scale });
    }
  }
  // Words beside a point that is not in view are not in view either.
  const words = panel.marks
    .filter((mark) => mark.kind === 'text')
    .filter(({ at, orAt = [] }) => [at, ...orAt].some((point) => inside(frame.plot, frame.toPixel(point))));
  const size = measures.labelSize * scale;
  const placed = placeLabels(words, frame, obstacles, size, labelPositions);
  const texts = placed.map(({ mark, at, anchor, hidden }) => {
    const { role, minor } = mark;
    const node = textNode(mark.key, mark.runs, at, {
      role,
      scheme,
      size: minor === true ? size * minorSize : size,
      anchor,
    });
    return hidden === true ? { ...node, attributes: { ...node.attributes, visibility: 'hidden' } } : node;
  });
  const children: PaintedNode[] = [];
  if (panel.title !== undefined) children.push(titleNode(panel.title, frame.outer, scheme, scale));
  if (plan !== undefined) {
    const boxes = [...placed.flatMap(({ box, hidden }) => (hidden === true ? [] : [box])), ...dotBoxes];
    // The plan knows the function's own curve already; maps have their numbers outside.
    const passing = panel.marks.flatMap((mark) =>
      mark.kind === 'path' && mark.role !== 'function' && panel.map !== true ? [mark.pieces] : [],
    );
    const { lines: axisLines, words: axisWords } = paintAxes(plan, scheme, scale, frame, { boxes, lines: passing });
    children.push({ key: 'axes', tag: 'g', attributes: { class: 'sc-axes' }, children: axisLines });
    children.push({ key: 'lines', tag: 'g', attributes: {}, children: lines });
    children.push({ key: 'ticks', tag: 'g', attributes: { class: 'sc-ticks' }, children: axisWords });
  } else children.push({ key: 'lines', tag: 'g', attributes: {}, children: lines });
  children.push({ key: 'words', tag: 'g', attributes: {}, children: texts });
  children.push({ key: 'dots', tag: 'g', attributes: {}, children: dots });
  return { key: `panel/${panel.key}`, tag: 'g', attributes: { 'data-panel': panel.key }, children };
}

function around([x, y]: Point, radius: number): Box {
  return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
}

function paintReadOut(scene: Scene, size: Size, box: Box, scheme: ColourScheme, scale: number): PaintedNode[] {
  const fontSize = measures.readOutSize * scale;
  const left = 14 * scale;
  const nodes: PaintedNode[] = [];
  let y = box.top + 18 * scale;
  for (const [index, items] of wrapReadOut(scene, size).entries()) {
    const runs: TextRun[] = [];
    const worn = new Map<number, Role>();
    for (const item of items) {
      const read = scene.readOut[item];
      if (read === undefined) continue;
      if (runs.length > 0) runs.push(plain('\u2003'));
      const first = runs.length;
      runs.push(...read.label, ...numberRuns(`${read.label.length === 0 ? '' : '\u00a0'}${read.value}`));
      if (read.role !== undefined) for (let run = first; run < runs.length; run++) worn.set(run, read.role);
    }
    const line = readOutLine(`line${index}`, runs, [left, y], 'label', scheme, fontSize);
    nodes.push({ ...line, children: (line.children ?? []).map((span, run) => inRole(span, worn.get(run), scheme)) });
    y += measures.readOutLine * scale;
  }
  for (const [index, line] of wrapNotice(scene, size).entries()) {
    const key = index === 0 ? 'notice' : `notice${index}`;
    nodes.push(readOutLine(key, numberRuns(line), [left, y], 'axis', scheme, fontSize));
    y += measures.readOutLine * scale;
  }
  return nodes;
}

/** Words that name a mark wear its colour. */
function inRole(span: PaintedNode, role: Role | undefined, scheme: ColourScheme): PaintedNode {
  if (role === undefined) return span;
  const look = { class: `sc-text sc-${role}`, fill: textColourOf(role, scheme) };
  return { ...span, attributes: { ...span.attributes, ...look } };
}

function readOutLine(
  key: string,
  runs: readonly TextRun[],
  at: Point,
  role: Role,
  scheme: ColourScheme,
  size: number,
): PaintedNode {
  const node = textNode(key, runs, at, { role, scheme, size, anchor: 'start', halo: false });
  return { ...node, attributes: { ...node.attributes, style: 'font-variant-numeric:tabular-nums' } };
}

/**
 * A scene as SVG elements in drawing order.
 *
 * @example
 * ```ts
 * const scene = tangentAlongCurve((w: number) => Math.sin(w)).scene(0)
 * paint(scene, { width: 640, height: 400 })[0]!.tag // → 'g'
 * ```
 */
export function paint(scene: Scene, size: Size, options: PaintOptions = {}): PaintedNode[] {
  const scheme = options.scheme ?? 'light';
  const scale = textScale(size);
  const system = coordinateSystem(scene, size, {
    readOut: options.readOut === true,
    readOutRoom: options.readOutRoom ?? 0,
  });
  const nodes: PaintedNode[] = [];
  if (options.background === true) {
    const attributes = { class: 'sc-ground', width: px(size.width), height: px(size.height), fill: grounds[scheme] };
    nodes.push({ key: 'ground', tag: 'rect', attributes });
  }
  for (const [index, panel] of scene.panels.entries()) {
    const frame = system.panels[index];
    if (frame !== undefined) nodes.push(paintPanel(panel, frame, scheme, scale, options.labelPositions));
  }
  if (options.readOut === true) {
    const children = paintReadOut(scene, size, system.readOut, scheme, scale);
    nodes.push({ key: 'read-out', tag: 'g', attributes: { class: 'sc-read-out' }, children });
  }
  return nodes;
}
