/**
 * Where words go. A text mark asks for a place beside a point (and may name other points that would do);
 * each place has four sides, and where those are taken the four between them. Every candidate is scored by what it would cover: outside the panel worst,
 * then other words, then dots, then lines; the first of the best is taken. In come the text marks, the
 * panel's frame and what is already drawn; out come baselines and boxes in pixels. Pure, and the same for
 * the same scene. Greedy placement by candidates follows Christensen, Marks and Shieber (1995).
 *
 * What moves is another matter: a word that takes the best place of every moment hops from side to side. Whoever draws
 * one moment after another hands in the places of the moment before, and a word then stays near its own until another
 * covers one line less.
 */
import { clipInterval, pointsBefore } from './clip.ts';
import { measures, type Box, type PanelFrame } from './layout.ts';
import type { Mark, Point } from './scene.ts';
import { widthOf } from './text.ts';

/** Which end of a text stands at its point. */
export type Anchor = 'start' | 'middle' | 'end';

type TextMark = Extract<Mark, { kind: 'text' }>;

/** What a word should not cover. Lines are in data terms, dots and boxes in pixels. */
export type Obstacle =
  | { readonly kind: 'lines'; readonly pieces: readonly (readonly Point[])[] }
  | { readonly kind: 'dot'; readonly at: Point; readonly radius: number }
  | { readonly kind: 'box'; readonly box: Box };

/** A text mark with its place: `at` is the baseline point of its anchor. */
export interface PlacedLabel {
  readonly mark: TextMark;
  readonly at: Point;
  readonly anchor: Anchor;
  readonly box: Box;
  /** It gave way to something. */
  readonly hidden?: boolean;
}

/** Where words stood a moment ago, by panel and mark: the middle of each, in pixels. Written anew at every placement. */
export type LabelPositions = Map<string, Point>;

/** What a word gives to stay where it is: less than a line that it would cover. */
const staying = 5.9;
/** A place farther from the last one than this is another place. */
const near = 48;

/** Size of minor words in units of the others. */
export const minorSize = measures.fontSize / measures.labelSize;

/** Height of a line's box above and below the baseline in units of the font size. */
const ascent = 0.82;
const descent = 0.26;

/** The box of a line of text. */
export function textBox(at: Point, width: number, size: number, anchor: Anchor): Box {
  const left = anchor === 'start' ? at[0] : anchor === 'end' ? at[0] - width : at[0] - width / 2;
  return { left, top: at[1] - ascent * size, right: left + width, bottom: at[1] + descent * size };
}

/** Whether two boxes share more than an edge. */
export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Whether a polyline in data terms passes through a box in pixels. */
export function crosses(pieces: readonly (readonly Point[])[], box: Box, frame: PanelFrame): boolean {
  const [x0, y0] = frame.toData([box.left, box.bottom]);
  const [x1, y1] = frame.toData([box.right, box.top]);
  return pieces.some((piece) => passes(piece, { x: [x0, x1], y: [y0, y1] }));
}

/** How many of the line obstacles pass through a box. */
function linesThrough(box: Box, obstacles: readonly Obstacle[], frame: PanelFrame): number {
  let count = 0;
  for (const obstacle of obstacles) if (obstacle.kind === 'lines' && crosses(obstacle.pieces, box, frame)) count++;
  return count;
}

function passes(
  piece: readonly Point[],
  window: { x: readonly [number, number]; y: readonly [number, number] },
): boolean {
  const [x0, x1] = window.x;
  const [y0, y1] = window.y;
  const isGraph = goesRight(piece);
  for (let index = isGraph ? Math.max(1, pointsBefore(piece, x0)) : 1; index < piece.length; index++) {
    const from = piece[index - 1];
    const to = piece[index];
    if (from === undefined || to === undefined) continue;
    if (from[0] > x1 && to[0] > x1) {
      if (isGraph) return false;
      continue;
    }
    if (from[0] < x0 && to[0] < x0) continue;
    if ((from[1] < y0 && to[1] < y0) || (from[1] > y1 && to[1] > y1)) continue;
    if (clipInterval(from, to, window) !== undefined) return true;
  }
  return false;
}

const goingRight = new WeakMap<readonly Point[], boolean>();

/** Whether no point of a piece is to the left of the one before, as on the graph of a function; found once for each piece. */
function goesRight(piece: readonly Point[]): boolean {
  let known = goingRight.get(piece);
  if (known === undefined) {
    known = piece.every(([x], index) => index === 0 || x >= (piece[index - 1]?.[0] ?? NaN));
    goingRight.set(piece, known);
  }
  return known;
}

function outside(box: Box, frame: Box): number {
  const over = [frame.left - box.left, frame.top - box.top, box.right - frame.right, box.bottom - frame.bottom];
  return over.reduce((sum, by) => sum + Math.max(0, by), 0);
}

function opposite(anchor: Anchor): Anchor {
  return anchor === 'start' ? 'end' : anchor === 'end' ? 'start' : 'middle';
}

/** Places for all words of a panel, in the order of the marks. Words whose point is not finite are left out. */
export function placeLabels(
  words: readonly TextMark[],
  frame: PanelFrame,
  obstacles: readonly Obstacle[],
  size: number,
  labelPositions?: LabelPositions,
): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  const room: Box = {
    left: frame.outer.left + 4,
    top: frame.outer.top + 2,
    right: frame.outer.right - 4,
    bottom: frame.outer.bottom - 2,
  };
  // Words that have only one place to be come first; those that may stand elsewhere make room for them.
  const choosy = words
    .filter((mark) => mark.minor !== true)
    .sort((a, b) => (a.orAt?.length ?? 0) - (b.orAt?.length ?? 0));
  for (const mark of choosy) {
    const width = widthOf(mark.runs, size);
    const [dx, dy] = mark.offset ?? [0, 0];
    const candidates: PlacedLabel[] = [];
    for (const point of [mark.at, ...(mark.orAt ?? [])]) {
      const [x, y] = frame.toPixel(point);
      if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
      for (const [sideX, sideY] of sides(dx, dy)) {
        const anchor = sideX === 0 ? 'middle' : sideX > 0 ? mark.anchor : opposite(mark.anchor);
        const at: Point = [x + sideX * dx, y + sideY * dy + ((ascent - descent) / 2) * size];
        candidates.push({ mark, at, anchor, box: textBox(at, width, size, anchor) });
      }
    }
    let best: PlacedLabel | undefined;
    let bestScore = Infinity;
    /** Takes a candidate if it is better; `rank` is what it costs by itself. */
    const weigh = (candidate: PlacedLabel, rank: number): void => {
      const { box } = candidate;
      let score = rank;
      const overhang = outside(box, room);
      if (overhang > 0) score += 1000 + overhang;
      for (const other of placed) if (overlap(box, other.box)) score += 100;
      for (const it of obstacles) {
        if (it.kind === 'box' && overlap(widened(box, 2 * clearance), it.box)) score += 100;
        if (it.kind === 'dot' && overlap(box, boxAround(it.at, it.radius))) score += 40;
      }
      if (score < bestScore) score += 6 * linesThrough(widened(box, clearance), obstacles, frame);
      if (score < bestScore) [bestScore, best] = [score, candidate];
    };
    const key = `${frame.key}/${mark.key}`;
    const stood = nearest(candidates, labelPositions?.get(key));
    if (stood !== undefined) weigh(stood, -staying);
    for (const [rank, candidate] of candidates.entries()) {
      // A later candidate costs at least its rank.
      if (bestScore <= rank * 0.1) break;
      weigh(candidate, rank * 0.1);
    }
    if (best === undefined) continue;
    const label: PlacedLabel = bestScore >= 1000 - staying ? pushedInside(best, room) : best;
    labelPositions?.set(key, middleOf(label.box));
    placed.push(label);
  }
  for (const mark of words)
    if (mark.minor === true) placed.push(...minorLabel(mark, frame, room, placed, obstacles, size));
  return words.flatMap((mark) => placed.filter((label) => label.mark === mark));
}

function middleOf({ left, top, right, bottom }: Box): Point {
  return [(left + right) / 2, (top + bottom) / 2];
}

/** The candidate that is nearest to where its word stood, if one is near. */
function nearest(candidates: readonly PlacedLabel[], stood: Point | undefined): PlacedLabel | undefined {
  if (stood === undefined) return undefined;
  let found: PlacedLabel | undefined;
  let least = near;
  for (const candidate of candidates) {
    const [x, y] = middleOf(candidate.box);
    const away = Math.hypot(x - stood[0], y - stood[1]);
    if (away < least) [least, found] = [away, candidate];
  }
  return found;
}

/** A minor word in its place, hidden if anything is there already. */
function minorLabel(
  mark: TextMark,
  frame: PanelFrame,
  room: Box,
  placed: readonly PlacedLabel[],
  obstacles: readonly Obstacle[],
  labelSize: number,
): PlacedLabel[] {
  const size = labelSize * minorSize;
  const [x, y] = frame.toPixel(mark.at);
  if (!Number.isFinite(x) || !Number.isFinite(y)) return [];
  const [dx, dy] = mark.offset ?? [0, 0];
  const at: Point = [x + dx, y + dy + ((ascent - descent) / 2) * size];
  const box = textBox(at, widthOf(mark.runs, size), size, mark.anchor);
  const wide = widened(box, clearance);
  const hidden =
    outside(box, room) > 0 ||
    placed.some(
      (other) =>
        other.hidden !== true && overlap(other.mark.minor === true ? widened(box, minorClearance) : wide, other.box),
    ) ||
    obstacles.some(
      (it) =>
        (it.kind === 'box' && overlap(wide, it.box)) ||
        (it.kind === 'dot' && overlap(box, boxAround(it.at, it.radius))),
    );
  return [{ mark, at, anchor: mark.anchor, box, hidden }];
}

function sides(dx: number, dy: number): readonly Point[] {
  if (dx === 0 && dy === 0) return [[1, 1]];
  if (dx === 0)
    return [
      [1, 1],
      [1, -1],
    ];
  if (dy === 0)
    return [
      [1, 1],
      [-1, 1],
    ];
  return [
    [1, 1],
    [-1, 1],
    [1, -1],
    [-1, -1],
    [0, 1.6],
    [0, -1.6],
    [1.3, 0],
    [-1.3, 0],
  ];
}

/** Free space in pixels between a word and a line beside it. */
const clearance = 2.5;
/** And between two minor words: a map full of numbers is no map. */
const minorClearance = 9;

/** A box with so many pixels more on every side. */
export function widened({ left, top, right, bottom }: Box, by: number): Box {
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}

function boxAround([x, y]: Point, radius: number): Box {
  return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
}

function pushedInside(label: PlacedLabel, room: Box): PlacedLabel {
  const { box, at } = label;
  const x = Math.max(0, room.left - box.left) - Math.max(0, box.right - room.right);
  const y = Math.max(0, room.top - box.top) - Math.max(0, box.bottom - room.bottom);
  const moved = { left: box.left + x, top: box.top + y, right: box.right + x, bottom: box.bottom + y };
  return { ...label, at: [at[0] + x, at[1] + y], box: moved };
}
