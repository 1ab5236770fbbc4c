/**
 * Where things stand. From a scene and an outer size this file works out the rectangle of each panel and
 * the two maps between data and pixels. Panels stand side by side, and one above the other where the
 * drawing is narrow. Painters draw with these maps and a browser drags with them, so what is under the
 * finger and what is under the ink cannot differ.
 */
import type { Diagram } from './diagram.ts';
import type { DiagramFrame } from './diagram-frame.ts';
import type { Panel, Point, Scene, Size, Space } from './scene.ts';
import { spaceFrame, type SpaceFrame } from './space-frame.ts';
import { numberRuns, plain, widthOf } from './text.ts';
import { axisTicks } from './ticks.ts';

/** A rectangle in pixels, y downward. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** One panel's place: its outer box, the box its data window fills, and the maps between data and pixels. */
export interface PanelFrame {
  readonly key: string;
  readonly outer: Box;
  readonly plot: Box;
  readonly x: { readonly domain: readonly [number, number] };
  readonly y: { readonly domain: readonly [number, number] };
  toPixel(point: Point): Point;
  toData(pixel: Point): Point;
  /** For a view into space: where its box stands. The two maps above then turn pixels upside down and no more. */
  readonly space?: SpaceFrame;
  /** For boxes and arrows: where they stand. The two maps likewise. */
  readonly diagram?: DiagramFrame;
}

/** All panels of a drawing, and the height left for the read-out below them. */
export interface CoordinateSystem {
  readonly size: Size;
  readonly panels: readonly PanelFrame[];
  /** Box of the read-out line; of no height when none is drawn. */
  readonly readOut: Box;
}

/** What changes the layout apart from scene and size. */
export interface LayoutOptions {
  /** Leave room below for the read-out line; false when a page writes it as text of its own. */
  readonly readOut?: boolean;
  /** Leave so many pixels at least. */
  readonly readOutRoom?: number;
}

/** Sizes in pixels that the layout keeps. */
export const measures = {
  /** Narrower than this, panels stand one above the other. */
  narrowestPanel: 260,
  titleHeight: 26,
  gap: 16,
  /** Room over a box of space for the numbers at its silhouette. */
  spaceAbove: 26,
  fontSize: 13,
  labelSize: 15,
  readOutSize: 14,
  readOutLine: 22,
} as const;

/**
 * Font sizes grow a little with the drawing, so that a projector's picture is read from the back row, and with what the
 * reader has chosen for text.
 */
export function textScale({ width, text = 1 }: Pick<Size, 'width' | 'text'>): number {
  return Math.min(2.5, text * Math.max(1, width / 860));
}

/**
 * The straight map that takes a to c and b to d. This is all of d3-scale that a picture with linear axes
 * uses; the package would bring its colours, time and formats along (docs/decisions/0005-own-painter.md).
 */
function affine(a: number, b: number, c: number, d: number): (value: number) => number {
  const ratio = (d - c) / (b - a);
  return (value) => c + (value - a) * ratio;
}

function frameOf(panel: Panel, outer: Box, scale: number): PanelFrame {
  const titled = panel.title !== undefined ? measures.titleHeight * scale : 0;
  const [x0, x1] = panel.x.domain;
  const [y0, y1] = panel.y.domain;
  const inset = { left: 14, right: Math.max(26, widthOf(panel.x.label, measures.labelSize) + 12), top: 28, bottom: 26 };
  if (panel.axes) {
    const [low, high] = panel.x.whole ?? panel.x.domain;
    if (!(low <= 0 && high >= 0) || panel.x.powers === true || panel.map === true) inset.left = 48;
  } else {
    inset.right = inset.top = inset.bottom = 14;
  }
  const room: Box = {
    left: outer.left + inset.left * scale,
    top: outer.top + titled + inset.top * scale,
    right: outer.right - inset.right * scale,
    bottom: outer.bottom - inset.bottom * scale,
  };
  if (panel.space !== undefined) return frameOfSpace(panel, panel.space, outer, scale, titled);
  if (panel.diagram !== undefined) return frameOfDiagram(panel, panel.diagram, outer, scale, titled);
  const plot = panel.map === true ? trueToScale(room, x1 - x0, y1 - y0) : room;
  const toX = affine(x0, x1, plot.left, plot.right);
  const toY = affine(y0, y1, plot.bottom, plot.top);
  const backX = affine(plot.left, plot.right, x0, x1);
  const backY = affine(plot.bottom, plot.top, y0, y1);
  return {
    key: panel.key,
    outer,
    plot,
    x: { domain: [x0, x1] },
    y: { domain: [y0, y1] },
    toPixel: ([x, y]) => [toX(x), toY(y)],
    toData: ([x, y]) => [backX(x), backY(y)],
  };
}

/** The largest box within another in which one unit is as long upwards as along. */
function trueToScale({ left, top, right, bottom }: Box, width: number, height: number): Box {
  const unit = Math.min((right - left) / width, (bottom - top) / height);
  const [x, y] = [(right - left - unit * width) / 2, (bottom - top - unit * height) / 2];
  return { left: left + x, top: top + y, right: right - x, bottom: bottom - y };
}

/** Whether panels stand one above the other: side by side each would be too narrow. */
function isStacked(count: number, size: Pick<Size, 'width' | 'text'>): boolean {
  const narrowest = (count > 2 ? 0.85 : 1) * measures.narrowestPanel;
  return count > 1 && size.width / count < narrowest * textScale(size);
}

/**
 * The height of a drawing that suits its panels: a flat one is flatter where there is room, a view into space nearly
 * square, a diagram as high as its boxes need.
 */
export function naturalHeight(scene: Scene, width: number, text = 1): number {
  const [first] = scene.panels;
  if (first?.diagram !== undefined) {
    const scale = textScale({ width, text });
    const inner = first.diagram.painter.height(first.diagram, width / scale - 2 * diagramInset);
    return Math.ceil((inner + 2 * diagramInset) * scale);
  }
  const count = Math.max(1, scene.panels.length);
  const stacked = isStacked(count, { width, text });
  const share = stacked ? width : width / count;
  // With larger words a picture is laid out as a smaller one is.
  const isNarrow = share / text < 520;
  const spacious = scene.panels.some((panel) => panel.space !== undefined || panel.map === true);
  const square = scene.panels.some((panel) => panel.map === true);
  const ratio =
    square && isNarrow
      ? 0.96
      : spacious
        ? stacked || count === 1
          ? isNarrow
            ? 0.82
            : 0.68
          : // Side by side, a box of space is as wide as its panel.
            isNarrow
            ? 0.94
            : 0.78
        : count > 1 && !stacked
          ? 0.84
          : isNarrow
            ? 0.78
            : 0.56;
  return Math.round(Math.max(200, share * ratio) * (stacked ? count : 1) + (stacked ? (count - 1) * measures.gap : 0));
}

/** Free room around boxes and arrows. */
const diagramInset = 10;

/** A diagram is laid out in pixels. */
function frameOfDiagram(panel: Panel, diagram: Diagram, outer: Box, scale: number, titled: number): PanelFrame {
  const inset = diagramInset * scale;
  const plot: Box = {
    left: outer.left + inset,
    top: outer.top + titled + inset,
    right: outer.right - inset,
    bottom: outer.bottom - inset,
  };
  return { ...frameInPixels(panel, outer, plot), diagram: diagram.painter.frame(diagram, plot, scale) };
}

/** The frame of a panel that is laid out in pixels, with upright ones for data. */
function frameInPixels(panel: Panel, outer: Box, plot: Box): PanelFrame {
  const flip = ([x, y]: Point): Point => [x, -y];
  return {
    key: panel.key,
    outer,
    plot,
    x: { domain: [plot.left, plot.right] },
    y: { domain: [-plot.bottom, -plot.top] },
    toPixel: flip,
    toData: flip,
  };
}

/**
 * The share of the window's height that a drawing may take: one curve is never higher than most of the window.
 * Undefined for drawings that are as high as they need: several panels, a diagram.
 */
export function shareOfWindow(scene: Scene): number | undefined {
  return scene.panels.length > 1 || scene.panels[0]?.diagram !== undefined ? undefined : 0.78;
}

/** In a column narrower than this, in pixels, the buttons that step are in the menu only. */
export const widthForSteps = 480;

/** No drawing is narrower or lower than this, in pixels. */
export const smallestSide = 240;

/** What of a panel a view into space may be drawn in: all that is under the title. */
export function spaceRoom({ outer, plot }: PanelFrame, scale: number): Box {
  return { ...outer, top: plot.top - measures.spaceAbove * scale };
}

/** A view into space leaves room for numbers all around; labels are placed in pixels, upright ones. */
function frameOfSpace(panel: Panel, space: Space, outer: Box, scale: number, titled: number): PanelFrame {
  // The numbers of the upright axis stand at the left, and may be long.
  const widest = axisTicks(space.z.domain, 5).ticks.reduce(
    (width, { label }) => Math.max(width, widthOf(numberRuns(label), measures.fontSize * scale)),
    0,
  );
  const plot: Box = {
    left: outer.left + Math.max(36 * scale, Math.min(widest + 12 * scale, (outer.right - outer.left) / 3)),
    top: outer.top + titled + measures.spaceAbove * scale,
    right: outer.right - 36 * scale,
    bottom: outer.bottom - 34 * scale,
  };
  return { ...frameInPixels(panel, outer, plot), space: spaceFrame(panel, space, plot) };
}

/**
 * The panels of a scene in a drawing of the given size.
 *
 * @example
 * ```ts
 * const { panels } = coordinateSystem(scene, { width: 640, height: 400 });
 * panels[0].toData([320, 200]) // the data point under the middle of the drawing
 * ```
 */
export function coordinateSystem(scene: Scene, size: Size, options: LayoutOptions = {}): CoordinateSystem {
  const scale = textScale(size);
  const { readOut = false, readOutRoom = 0 } = options;
  const height = size.height - (readOut ? Math.max(readOutRoom, readOutHeight(scene, size)) : 0);
  const count = Math.max(1, scene.panels.length);
  const stacked = isStacked(count, size);
  const gap = measures.gap * scale;
  const panels = scene.panels.map((panel, index): PanelFrame => {
    const share = stacked ? (height - gap * (count - 1)) / count : (size.width - gap * (count - 1)) / count;
    const start = index * (share + gap);
    const outer = stacked
      ? { left: 0, top: start, right: size.width, bottom: start + share }
      : { left: start, top: 0, right: start + share, bottom: height };
    return frameOf(panel, outer, scale);
  });
  return { size, panels, readOut: { left: 0, top: height, right: size.width, bottom: size.height } };
}

/** The height of the read-out under a picture. */
export function readOutHeight(scene: Scene, size: Size): number {
  const lines = readOutLines(scene, size);
  return lines === 0 ? 0 : (lines * measures.readOutLine + 8) * textScale(size);
}

/** How many lines the read-out takes: items wrap on a narrow drawing, and the notice has lines of its own. */
export function readOutLines(scene: Scene, size: Size): number {
  return wrapReadOut(scene, size).length + wrapNotice(scene, size).length;
}

/** The read-out's items (by index) broken into lines that fit the drawing. */
export function wrapReadOut(scene: Scene, size: Size): number[][] {
  const fontSize = measures.readOutSize * textScale(size);
  const room = size.width - 28 * textScale(size);
  const lines: number[][] = [];
  let width = Infinity;
  for (const [index, item] of scene.readOut.entries()) {
    const own = widthOf([...item.label, plain(`\u00a0${item.value}`)], fontSize);
    const separated = width + fontSize + own;
    if (separated > room) {
      lines.push([index]);
      width = own;
    } else {
      lines.at(-1)?.push(index);
      width = separated;
    }
  }
  return lines;
}

/** The notice broken between words into lines that fit the drawing; none where there is no notice. */
export function wrapNotice({ notice }: Scene, size: Size): string[] {
  if (notice === undefined) return [];
  const fontSize = measures.readOutSize * textScale(size);
  const room = size.width - 28 * textScale(size);
  const lines: string[] = [];
  for (const word of notice.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && widthOf([plain(longer)], fontSize) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
