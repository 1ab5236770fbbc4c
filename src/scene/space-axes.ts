/**
 * The axes of a box of space. Lines of a grid on the three walls that face the eye from behind, and the three
 * axes along edges of the silhouette, where nothing of the picture lies between them and their numbers. An axis
 * that is seen nearly end on has no numbers. In comes the frame, out come two paths of lines that lie behind everything
 * and words that lie before it; kept by what the frame depends on, so that moving a slider makes none of it anew.
 */
import { halfHeight } from './camera.ts';
import { overlap, textBox, type Anchor } from './labels.ts';
import { measures, type Box } from './layout.ts';
import { px, textNode, type PaintedNode } from './painted-node.ts';
import { Recent } from './recent.ts';
import type { Axis, Point, Point3, TextRun } from './scene.ts';
import type { SpaceFrame } from './space-frame.ts';
import { numberRuns, widthOf } from './text.ts';
import { colourOf, theme, type Ground } from './theme.ts';
import { ticksOf, type Tick } from './ticks.ts';

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

/** The axes of a frame with the names of the three directions. */
export function spaceAxes(
  frame: SpaceFrame,
  names: readonly (readonly TextRun[])[],
  ground: Ground,
  textScale: number,
): SpaceAxes {
  const words = names.map((runs) => runs.map((run) => run.text).join('')).join();
  return kept.get(`${frame.key}|${words}|${ground}|${textScale}`, () => makeAxes(frame, names, ground, textScale));
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
  ground: Ground,
  textScale: number,
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
    // Numbers at a corner of the box would crowd those of the next axis.
    const inner = (count: number): readonly Tick[] =>
      length < 36 * textScale ? [] : ticksOf(domain, count).filter(({ value }) => Math.abs(unit(value)) < 0.97 * half);
    const usual = Math.min(5, Math.max(2, length / (46 * textScale)));
    // One number alone does not say how long the axis is.
    const ticks =
      [usual, usual + 1, usual + 2, usual + 3].map(inner).find(({ length: found }) => found > 1) ?? inner(usual);
    return { ticks, at: ticks.map(({ value }) => unit(value)) };
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
    const { ticks, at } = positions[axis] ?? { ticks: [], at: [] };
    let widest = 0;
    for (const [k, { label }] of ticks.entries()) {
      const place = pixel(
        axis === 0
          ? [at[k] ?? 0, from[1], from[2]]
          : axis === 1
            ? [from[0], at[k] ?? 0, from[2]]
            : [from[0], from[1], at[k] ?? 0],
      );
      const runs = numberRuns(label);
      const width = widthOf(runs, size);
      const word = wordBeside(place, away, 9 * textScale, width, size);
      if (boxes.some((box) => overlap(box, word.box))) continue;
      stroke('axis', place, [place[0] + 5 * textScale * away[0], place[1] + 5 * textScale * away[1]]);
      boxes.push(word.box);
      widest = Math.max(widest, width);
      words.push(
        textNode(`${key}${label}`, runs, word.at, { role: 'axis', ground, size, anchor: word.anchor, halo: false }),
      );
    }
    const runs = names[axis] ?? [];
    const nameSize = measures.labelSize * textScale;
    const word =
      axis === 2
        ? wordAbove(b, widthOf(runs, nameSize), nameSize, textScale)
        : wordBeside(
            middle,
            away,
            15 * textScale + Math.hypot(widest * away[0], size * away[1]),
            widthOf(runs, nameSize),
            nameSize,
          );
    boxes.push(word.box);
    words.push(
      textNode(`${key}-name`, runs, word.at, {
        role: 'axis',
        ground,
        size: nameSize,
        anchor: word.anchor,
        halo: false,
      }),
    );
  }
  const lines = (['grid', 'axis'] as const).map((role): PaintedNode => {
    const width = px(theme[role].width * textScale);
    const look = { class: `sc-line sc-${role}`, fill: 'none', stroke: colourOf(role, ground), 'stroke-width': width };
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

function distance(a: Point, b: Point): number {
  return Math.hypot(b[0] - a[0], b[1] - a[1]);
}
