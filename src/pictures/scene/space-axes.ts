/**
 * The axes of a box of space. Lines of a grid on the three walls that face the eye from behind, and the three
 * axes along edges of the silhouette, where nothing of the picture lies between them and their numbers. An axis
 * that is seen nearly end on has no numbers. Where the box is drawn larger than its panel, a number whose place is out of view
 * stands where the grid line of its tick leaves the panel. In comes the frame, out come two paths of lines that lie behind everything
 * and words that lie before it; kept by what the frame depends on, so that moving a slider makes none of it anew.
 */
import { halfHeight } from './camera.ts';
import { clipInterval, type Window } from './clip.ts';
import { overlap, textBox, type Anchor } from './labels.ts';
import { measures, type Box } from './layout.ts';
import { px, textNode, type PaintedNode } from './painted-node.ts';
import { Recent } from './recent.ts';
import type { Axis, Point, Point3, TextRun } from './scene.ts';
import type { SpaceFrame } from './space-frame.ts';
import { numberRuns, plain, widthOf } from './text.ts';
import { colourOf, theme, type ColourScheme } from './theme.ts';
import { axisName, axisTicks, type AxisTicks } from './ticks.ts';

/** The axes of a box, relative to the middle of its picture. */
export interface SpaceAxes {
  readonly lines: readonly PaintedNode[];
  readonly words: readonly PaintedNode[];
  /** What labels must leave free. */
  readonly boxes: readonly Box[];
  /** The three axes as lines. */
  readonly edges: readonly (readonly [Point, Point])[];
}

const kept = new Recent<SpaceAxes>(12);

/** What is seen of a box that is drawn larger than its panel. */
export interface Cut {
  readonly magnification: number;
  /** The panel, relative to the middle of the picture. */
  readonly room: Box;
}

/** The axes of a frame with the names of the three directions. */
export function spaceAxes(
  frame: SpaceFrame,
  names: readonly (readonly TextRun[])[],
  scheme: ColourScheme,
  textScale: number,
  cut?: Cut,
): SpaceAxes {
  const words = names.map((runs) => runs.map((run) => run.text).join('')).join();
  const room = cut === undefined ? '' : Object.values(cut.room).map(px).join();
  const key = `${frame.key}|${words}|${scheme}|${textScale}|${room}`;
  return kept.get(key, () => makeAxes(frame, names, scheme, textScale, cut));
}

/** One axis: its ends in the unit box. */
interface Edge3 {
  readonly key: 'x' | 'y' | 'z';
  readonly from: Point3;
  readonly to: Point3;
  readonly domain: Axis['domain'];
}

function makeAxes(
  frame: SpaceFrame,
  names: readonly (readonly TextRun[])[],
  scheme: ColourScheme,
  textScale: number,
  cut: Cut | undefined,
): SpaceAxes {
  const { projection, scale } = frame;
  const [tx, ty, tz] = projection.towards;
  const near = [tx >= 0 ? 1 : -1, ty >= 0 ? 1 : -1, tz >= 0 ? 1 : -1] as const;
  const floor = -near[2] * halfHeight;
  const pixel = ([x, y, z]: Point3): Point => {
    const [right, up] = projection.project(x, y, z);
    return [scale * right, -scale * up];
  };
  const corners = [
    [near[0], -near[1]],
    [-near[0], near[1]],
  ] as const;
  const left = pixel([...corners[0], 0])[0] <= pixel([...corners[1], 0])[0] ? corners[0] : corners[1];
  const edges: Edge3[] = [
    { key: 'x', from: [-1, near[1], floor], to: [1, near[1], floor], domain: frame.domains[0] },
    { key: 'y', from: [near[0], -1, floor], to: [near[0], 1, floor], domain: frame.domains[1] },
    { key: 'z', from: [...left, -halfHeight], to: [...left, halfHeight], domain: frame.domains[2] },
  ];
  const strokes = { grid: '', axis: '' };
  const words: PaintedNode[] = [];
  const boxes: Box[] = [];
  const stroke = (role: 'grid' | 'axis', from: Point, to: Point): void => {
    strokes[role] += `M${px(from[0])} ${px(from[1])}L${px(to[0])} ${px(to[1])}`;
  };
  const wallLines = (ticks: readonly number[], at: (t: number, end: -1 | 1) => Point3): void => {
    for (const t of ticks) stroke('grid', pixel(at(t, -1)), pixel(at(t, 1)));
  };
  const positions = edges.map(({ from, to, domain }, axis) => {
    const length = distance(pixel(from), pixel(to));
    const half = axis === 2 ? halfHeight : 1;
    const unit = (value: number): number => (-1 + (2 * (value - domain[0])) / (domain[1] - domain[0])) * half;
    const isLong = length >= 36 * textScale;
    // Numbers at a corner of the box would crowd those of the next axis.
    const inner = (count: number): AxisTicks => {
      const made = axisTicks(domain, count);
      return { ...made, ticks: made.ticks.filter(({ value }) => isLong && Math.abs(unit(value)) < 0.97 * half) };
    };
    const usual = Math.min(5 * (cut?.magnification ?? 1), Math.max(2, length / (46 * textScale)));
    // One number alone does not say how long the axis is.
    const made =
      [usual, usual + 1, usual + 2, usual + 3].map(inner).find(({ ticks }) => ticks.length > 1) ?? inner(usual);
    return {
      name: axisName(names[axis] ?? [], made),
      ticks: made.ticks,
      at: made.ticks.map(({ value }) => unit(value)),
    };
  });
  const [xs, ys, zs] = [positions[0]?.at ?? [], positions[1]?.at ?? [], positions[2]?.at ?? []];
  const wall = [-near[0], -near[1]] as const;
  wallLines([-1, ...xs, 1], (t, end) => [t, end, floor]);
  wallLines([-1, ...ys, 1], (t, end) => [end, t, floor]);
  wallLines([-1, ...xs, 1], (t, end) => [t, wall[1], end * halfHeight]);
  wallLines([-1, ...ys, 1], (t, end) => [wall[0], t, end * halfHeight]);
  wallLines([...zs, -floor], (t, end) => [end, wall[1], t]);
  wallLines([...zs, -floor], (t, end) => [wall[0], end, t]);

  const size = measures.fontSize * textScale;
  const ends: (readonly [Point, Point])[] = [];
  for (const [axis, { key, from, to }] of edges.entries()) {
    const [a, b] = [pixel(from), pixel(to)];
    const length = distance(a, b);
    stroke('axis', a, b);
    ends.push([a, b]);
    if (length < 36 * textScale) continue;
    const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const away = outward(a, b, middle);
    const { name, ticks, at } = positions[axis] ?? { name: [], ticks: [], at: [] };
    let widest = 0;
    let isNamed = false;
    for (const [k, { label }] of ticks.entries()) {
      const place = pixel(
        axis === 0
          ? [at[k] ?? 0, from[1], from[2]]
          : axis === 1
            ? [from[0], at[k] ?? 0, from[2]]
            : [from[0], from[1], at[k] ?? 0],
      );
      const number = numberRuns(label);
      const usual = wordBeside(place, away, 9 * textScale, widthOf(number, size), size);
      const isIn = cut === undefined || isInside(usual.box, cut.room);
      const t = at[k] ?? 0;
      const far: Point3 =
        axis === 0
          ? [t, wall[1], floor]
          : axis === 1
            ? [wall[0], t, floor]
            : left[1] === wall[1]
              ? [-left[0], wall[1], t]
              : [wall[0], -left[1], t];
      // At the edge of the panel numbers of several axes meet, so each says whose it is.
      const runs = isIn ? number : [...name, plain('\u00a0=\u00a0'), ...number];
      const width = widthOf(runs, size);
      const word = isIn ? usual : wordAtEdge(pixel(far), place, cut.room, width, size);
      if (word === undefined || boxes.some((box) => overlap(box, word.box))) continue;
      if (isIn) stroke('axis', place, [place[0] + 5 * textScale * away[0], place[1] + 5 * textScale * away[1]]);
      boxes.push(word.box);
      widest = Math.max(widest, width);
      isNamed ||= !isIn;
      words.push(
        textNode(`${key}${label}`, runs, word.at, { role: 'axis', scheme, size, anchor: word.anchor, halo: !isIn }),
      );
    }
    const nameSize = measures.labelSize * textScale;
    const nameWidth = widthOf(name, nameSize);
    // A long name beside an axis at a slant goes past the numbers that it would stand on.
    const nameBeside = (gap: number): Word => {
      const at = (more: number): Word => wordBeside(middle, away, gap + more * textScale, nameWidth, nameSize);
      return [0, 8, 16, 24, 32, 40].map(at).find((word) => !boxes.some((box) => overlap(box, word.box))) ?? at(0);
    };
    const usual =
      axis === 2
        ? wordAbove(b, nameWidth, nameSize, textScale)
        : nameBeside(15 * textScale + Math.hypot(widest * away[0], size * away[1]));
    const isIn = cut === undefined || isInside(usual.box, cut.room);
    if (isNamed && !isIn) continue;
    const word = isIn ? usual : nameAtEdge(usual, boxes, cut.room, nameWidth, nameSize);
    if (word === undefined) continue;
    boxes.push(word.box);
    words.push(
      textNode(`${key}-name`, name, word.at, {
        role: 'axis',
        scheme,
        size: nameSize,
        anchor: word.anchor,
        halo: word !== usual,
      }),
    );
  }
  const lines = (['grid', 'axis'] as const).map((role): PaintedNode => {
    const width = px(theme[role].width * textScale);
    const look = { class: `sc-line sc-${role}`, fill: 'none', stroke: colourOf(role, scheme), 'stroke-width': width };
    return { key: role, tag: 'path', attributes: { d: strokes[role], ...look } };
  });
  return { lines, words, boxes, edges: ends };
}

/** The direction at right angles to an axis on the picture that leads away from the middle of the box. */
function outward(a: Point, b: Point, middle: Point): Point {
  const length = distance(a, b);
  const across: Point = [(b[1] - a[1]) / length, (a[0] - b[0]) / length];
  return across[0] * middle[0] + across[1] * middle[1] >= 0 ? across : [-across[0], -across[1]];
}

interface Word {
  readonly at: Point;
  readonly anchor: Anchor;
  readonly box: Box;
}

/** A word that stands so far from a point in a direction, with its near side or corner there. */
function wordBeside(point: Point, away: Point, gap: number, width: number, size: number): Word {
  // The box of the word slides along the direction until it leaves the point by the gap.
  const reach = Math.min(
    Math.abs(away[0]) > 1e-6 ? width / 2 / Math.abs(away[0]) : Infinity,
    Math.abs(away[1]) > 1e-6 ? (0.4 * size) / Math.abs(away[1]) : Infinity,
  );
  const middle: Point = [point[0] + (gap + reach) * away[0], point[1] + (gap + reach) * away[1]];
  const at: Point = [middle[0], middle[1] + 0.33 * size];
  return { at, anchor: 'middle', box: textBox(at, width, size, 'middle') };
}

function wordAbove(point: Point, width: number, size: number, textScale: number): Word {
  const at: Point = [point[0], point[1] - 9 * textScale];
  return { at, anchor: 'middle', box: textBox(at, width, size, 'middle') };
}

function isInside(box: Box, room: Box): boolean {
  return box.left >= room.left && box.right <= room.right && box.top >= room.top && box.bottom <= room.bottom;
}

function wordAround([x, y]: Point, width: number, size: number): Word {
  const at: Point = [x, y + 0.33 * size];
  return { at, anchor: 'middle', box: textBox(at, width, size, 'middle') };
}

/** Where the middle of a word may be, so that all of it is in a room. */
function innerRoom(room: Box, width: number, size: number): Window {
  return {
    x: [room.left + width / 2, room.right - width / 2],
    y: [room.top + 0.6 * size, room.bottom - 0.6 * size],
  };
}

/** The number of a grid line that runs from far to its axis, where it leaves the room; none where it does not pass through. */
function wordAtEdge(far: Point, near: Point, room: Box, width: number, size: number): Word | undefined {
  const seen = clipInterval(far, near, innerRoom(room, width, size));
  if (seen === undefined || seen[1] === 1) return undefined;
  const [x, y] = [far[0] + seen[1] * (near[0] - far[0]), far[1] + seen[1] * (near[1] - far[1])];
  return wordAround([x, y], width, size);
}

/** The name of an axis as near to its place as the room allows, aside of what stands there. */
function nameAtEdge({ at }: Word, taken: readonly Box[], room: Box, width: number, size: number): Word | undefined {
  const { x, y } = innerRoom(room, width, size);
  const held = (value: number, [low, high]: readonly [number, number]): number => Math.min(high, Math.max(low, value));
  const place: Point = [held(at[0], x), held(at[1], y)];
  for (const step of [0, 1, -1, 2, -2, 3, -3])
    for (const [dx, dy] of [
      [step * size, 0],
      [0, step * size],
    ] as const) {
      const word = wordAround([held(place[0] + dx, x), held(place[1] + dy, y)], width, size);
      if (!taken.some((box) => overlap(box, word.box))) return word;
    }
  return undefined;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b[0] - a[0], b[1] - a[1]);
}
