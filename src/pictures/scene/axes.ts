/**
 * Axes through the origin where it is in view, otherwise at the left and lower edge. Few ticks, numbers
 * with a proper minus, one zero where the axes cross, the names of the axes at their ends. A number that
 * would leave the drawing moves to the other side with all its neighbours; one that the curve passes through or
 * that would meet another word is hidden. Hidden numbers stay in the tree, so that nothing is built or thrown away while a
 * point passes by. A number that a line of the moment passes through keeps the ground's colour around it.
 *
 * The plan of an axis depends only on what stands still (window, size, the function's curve), so it is
 * made once and kept by the identity of the curve's pieces.
 */
import { crosses, overlap, textBox, widened, type Anchor } from './labels.ts';
import { measures, type Box, type PanelFrame } from './layout.ts';
import { px, textNode, type PaintedNode } from './painted-node.ts';
import type { Axis, Panel, Point, TextRun } from './scene.ts';
import { numberRuns, plainText, widthOf } from './text.ts';
import { colourOf, theme, type ColourScheme } from './theme.ts';
import { axisName, axisTicks, powerTicks, type AxisTicks } from './ticks.ts';

type Pieces = readonly (readonly Point[])[];

interface PlannedWord {
  readonly key: string;
  readonly runs: readonly TextRun[];
  readonly at: Point;
  readonly anchor: Anchor;
  readonly box: Box;
  readonly size: number;
  /** The curve passes through every place it could have: it keeps the ground's colour around it. */
  readonly crossed: boolean;
  readonly shown: boolean;
}

/** The lines and words of a panel's axes, placed. */
export interface AxisPlan {
  readonly strokes: readonly { readonly key: string; readonly from: Point; readonly to: Point }[];
  readonly names: readonly PlannedWord[];
  readonly numbers: readonly PlannedWord[];
}

/** Length of a tick in pixels, half on each side of the axis. */
const tickLength = 6;
const noPieces: Pieces = [];
const plans = new WeakMap<Pieces, Map<string, AxisPlan>>();

/** The plan of a panel's axes, made once for a window, a size, its names and a curve. */
export function planAxes(panel: Panel, frame: PanelFrame, scale: number): AxisPlan {
  // On a map the numbers stand outside, where no line comes.
  const marks = panel.map === true ? [] : panel.marks;
  const curves = marks.flatMap((mark) => (mark.kind === 'path' && mark.role === 'function' ? [mark.pieces] : []));
  const { plot, outer } = frame;
  const words = [panel.x, panel.y].map(
    ({ label, powers }) => `${plainText(label)}${powers === true ? ' in powers' : ''}`,
  );
  const boxes = [plot, outer].flatMap((box) => Object.values(box));
  const place = [...frame.x.domain, ...frame.y.domain, ...boxes, scale, ...words].join();
  const owner = curves[0] ?? noPieces;
  let known = plans.get(owner);
  if (known === undefined) plans.set(owner, (known = new Map()));
  const kept = known.get(place);
  if (kept !== undefined && curves.length <= 1) return kept;
  const plan = makePlan(panel, frame, scale, curves);
  if (known.size > 8) known.clear();
  known.set(place, plan);
  return plan;
}

function ticksFor(axis: Axis, domain: readonly [number, number], count: number): AxisTicks {
  return axis.powers === true ? { ticks: powerTicks(domain, count), offset: 0, unit: 1 } : axisTicks(domain, count);
}

function makePlan(panel: Panel, frame: PanelFrame, scale: number, curves: readonly Pieces[]): AxisPlan {
  const { plot, outer } = frame;
  const [x0, x1] = frame.x.domain;
  const [y0, y1] = frame.y.domain;
  const [originX, originY] = frame.toPixel([0, 0]);
  // Powers of ten have no zero for an axis to stand at, and a map has its axes at the edges.
  const crossesX = x0 <= 0 && x1 >= 0 && panel.x.powers !== true && panel.map !== true;
  const crossesY = y0 <= 0 && y1 >= 0 && panel.y.powers !== true && panel.map !== true;
  const axisX = crossesX ? originX : plot.left;
  const axisY = crossesY ? originY : plot.bottom;
  const size = measures.fontSize * scale;
  const reach = (tickLength / 2) * scale;
  const strokes: { key: string; from: Point; to: Point }[] = [
    { key: 'x', from: [plot.left, axisY], to: [plot.right, axisY] },
    { key: 'y', from: [axisX, plot.bottom], to: [axisX, plot.top] },
  ];
  const countX = Math.min(7, Math.max(2, (plot.right - plot.left) / (62 * scale)));
  const countY = Math.min(7, Math.max(2, (plot.bottom - plot.top) / (62 * scale)));
  const [alongX, alongY] = [ticksFor(panel.x, [x0, x1], countX), ticksFor(panel.y, [y0, y1], countY)];
  const [xName, yName] = [axisName(panel.x.label, alongX), axisName(panel.y.label, alongY)];
  const names: PlannedWord[] = [];
  const numbers: PlannedWord[] = [];
  const used: Box[] = [];

  const name = (key: string, runs: readonly TextRun[], at: Point, anchor: Anchor): void => {
    const nameSize = measures.labelSize * scale;
    const box = textBox(at, widthOf(runs, nameSize), nameSize, anchor);
    used.push(box);
    names.push({ key, runs, at, anchor, box, size: nameSize, crossed: false, shown: true });
  };
  // A long name stands over the end of the axis, where it has room.
  const room = outer.right - plot.right - 7 * scale;
  const isLong = xName !== panel.x.label && widthOf(xName, measures.labelSize * scale) > room;
  if (isLong) name('x-name', xName, [outer.right - 2, axisY - 8 * scale], 'end');
  else name('x-name', xName, [plot.right + 7 * scale, axisY + 0.3 * measures.labelSize * scale], 'start');
  const half = widthOf(yName, measures.labelSize * scale) / 2;
  const middle = Math.min(outer.right - half - 2, Math.max(outer.left + half + 2, axisX));
  name('y-name', yName, [middle, plot.top - 9 * scale], 'middle');

  interface Place {
    readonly at: Point;
    readonly anchor: Anchor;
  }
  const placed = (key: string, text: string, places: readonly Place[], otherAxis?: Box): PlannedWord | undefined => {
    const runs = numberRuns(text);
    const width = widthOf(runs, size);
    const boxed = places.map(({ at, anchor }) => ({ at, anchor, box: textBox(at, width, size, anchor) }));
    const possible = boxed.filter(
      ({ box }) =>
        box.left >= outer.left &&
        box.right <= outer.right &&
        box.bottom <= outer.bottom &&
        box.top >= outer.top &&
        !used.some((other) => overlap(other, box)) &&
        (otherAxis === undefined || !overlap(otherAxis, box)),
    );
    const clear = possible.find(({ box }) => !curves.some((pieces) => crosses(pieces, box, frame)));
    const chosen = clear ?? possible[0] ?? boxed[0];
    if (chosen === undefined) return undefined;
    return { key, runs, ...chosen, size, crossed: clear === undefined, shown: possible.length > 0 };
  };
  const keep = (word: PlannedWord | undefined): void => {
    if (word === undefined) return;
    if (word.shown) used.push(word.box);
    numbers.push(word);
  };
  /** Numbers of one axis, all on one side of it: the first side unless the other has more that the curve leaves alone. */
  const alongAxis = (
    ticks: readonly { key: string; label: string; sides: readonly (readonly Place[])[] }[],
    otherAxis: Box,
  ): void => {
    let best: (PlannedWord | undefined)[] = [];
    let most = -1;
    for (const side of [0, 1]) {
      const words = ticks.map(({ key, label, sides }) => placed(key, label, sides[side] ?? [], otherAxis));
      const clear = words.filter((word) => word !== undefined && word.shown && !word.crossed).length;
      if (clear > most + (side === 0 ? 0 : 1)) [best, most] = [words, clear];
    }
    // One under the curve is left out where enough others tell the scale.
    for (const word of best) keep(word?.crossed === true && most >= 2 ? { ...word, shown: false } : word);
  };

  const lineOfX: Box = { left: plot.left, right: plot.right, top: axisY - 0.5, bottom: axisY + 0.5 };
  const lineOfY: Box = { left: axisX - 0.5, right: axisX + 0.5, top: plot.top, bottom: plot.bottom };
  const below = axisY + reach + 3 * scale + 0.82 * size;
  const above = axisY - reach - 4 * scale;
  const left = axisX - reach - 4 * scale;
  const right = axisX + reach + 4 * scale;
  if (crossesX && crossesY) {
    keep(
      placed('origin', '0', [
        { at: [left, below], anchor: 'end' },
        { at: [right, below], anchor: 'start' },
        { at: [left, above], anchor: 'end' },
        { at: [right, above], anchor: 'start' },
      ]),
    );
  }
  const ticksX: Parameters<typeof alongAxis>[0][number][] = [];
  const ticksY: typeof ticksX = [];
  for (const { value, label } of alongX.ticks) {
    if (label === '0' && crossesX && crossesY) continue;
    const [x] = frame.toPixel([value, 0]);
    strokes.push({ key: `x${label}`, from: [x, axisY - reach], to: [x, axisY + reach] });
    // A minus sign hangs to the left, so that the digits stand under their tick.
    const at = label.startsWith('−') ? x - 0.2 * size : x;
    const sides = [below, above].map((y) => [{ at: [at, y] as const, anchor: 'middle' as const }]);
    ticksX.push({ key: `x${label}`, label, sides });
  }
  alongAxis(ticksX, lineOfY);
  for (const { value, label } of alongY.ticks) {
    if (label === '0' && crossesX && crossesY) continue;
    const [, y] = frame.toPixel([0, value]);
    strokes.push({ key: `y${label}`, from: [axisX - reach, y], to: [axisX + reach, y] });
    // A number right under the name of the axis hangs a little lower, rather than not at all.
    const lower = y - plot.top < size ? [y + 0.62 * size] : [];
    const heights = [y + 0.28 * size, ...lower, y - 0.35 * size];
    const sides = [
      heights.map((baseline) => ({ at: [left, baseline] as const, anchor: 'end' as const })),
      heights.map((baseline) => ({ at: [right, baseline] as const, anchor: 'start' as const })),
    ];
    ticksY.push({ key: `y${label}`, label, sides });
  }
  alongAxis(ticksY, lineOfX);
  return { strokes, names, numbers };
}

/** Free pixels between a number and a word beside it: less, and the two are read as one. */
const apart = 4;

/** Lines with more points than this are taken to pass through every number: to look costs more than a halo. */
const mostPoints = 1500;

function passesThrough(pieces: Pieces, box: Box, frame: PanelFrame): boolean {
  return pieces.reduce((sum, { length }) => sum + length, 0) > mostPoints || crosses(pieces, box, frame);
}

/** The elements of a plan; numbers that meet one of the boxes are hidden, those that meet a line get a halo. */
export function paintAxes(
  plan: AxisPlan,
  scheme: ColourScheme,
  scale: number,
  frame: PanelFrame,
  meets: { readonly boxes: readonly Box[]; readonly lines: readonly Pieces[] },
): { readonly lines: PaintedNode[]; readonly words: PaintedNode[] } {
  const lines = axisLines(plan, scheme, scale);
  const word = ({ key, runs, at, anchor, size, crossed }: PlannedWord): PaintedNode =>
    textNode(key, runs, at, { role: 'axis', scheme, size, anchor, halo: crossed });
  const numbers = plan.numbers.map((planned) => {
    const wide = widened(planned.box, apart);
    const visible = planned.shown && !meets.boxes.some((box) => overlap(box, wide));
    const crossed =
      planned.crossed || (visible && meets.lines.some((pieces) => passesThrough(pieces, planned.box, frame)));
    const node = word({ ...planned, crossed });
    return { ...node, attributes: { ...node.attributes, visibility: visible ? 'visible' : 'hidden' } };
  });
  return { lines, words: [...plan.names.map(word), ...numbers] };
}

const keptLines = new WeakMap<AxisPlan, Map<ColourScheme, PaintedNode[]>>();

/** The strokes of a plan; the same nodes every time, so that a patching painter passes over them. */
function axisLines(plan: AxisPlan, scheme: ColourScheme, scale: number): PaintedNode[] {
  let known = keptLines.get(plan);
  if (known === undefined) keptLines.set(plan, (known = new Map()));
  let lines = known.get(scheme);
  if (lines !== undefined) return lines;
  const look = {
    class: 'sc-line sc-axis',
    stroke: colourOf('axis', scheme),
    'stroke-width': px(theme.axis.width * scale),
  };
  lines = plan.strokes.map(({ key, from, to }) => ({
    key,
    tag: 'line',
    attributes: { ...look, x1: px(from[0]), y1: px(from[1]), x2: px(to[0]), y2: px(to[1]) },
  }));
  known.set(scheme, lines);
  return lines;
}
