/**
 * Where words beside arrows stand. In: the words of each arrow, and the diagram laid out. Out: for each the middle of
 * its baseline. A word stands beside its arrow, in the middle of the path if it can, and where it covers no box, no
 * other word, and no arrow.
 */
import type { DiagramDirection, DiagramFrame } from './diagram-frame.ts';
import { pointAt } from './diagram-paths.ts';
import { overlap, textBox } from './labels.ts';
import type { Box } from './layout.ts';
import type { Point, TextRun } from './scene.ts';
import { widthOf } from './text.ts';

/** Shares of the path, the best first. */
const shares = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82] as const;

/** Where around the point, the best first: over and under it where arrows run right, left and right of it, and aslant. */
const aside: readonly Point[] = [[1, 0], [-1, 0], [1, -1], [-1, -1], [1, 1], [-1, 1]]; // prettier-ignore
const around: Readonly<Record<DiagramDirection, readonly Point[]>> = {
  right: [[0, -1], [0, 1], ...aside],
  down: aside,
};

/** Free pixels between a word and an arrow. */
const clearance = 3;

/** Whether a row of points enters a box. Points of a path are near one another, so looking at them and half-way is enough. */
function enters(points: readonly Point[], { left, top, right, bottom }: Box): boolean {
  const inside = (x: number, y: number): boolean => x > left && x < right && y > top && y < bottom;
  return points.some(([x, y], k) => {
    if (inside(x, y)) return true;
    const before = points[k - 1];
    if (before === undefined) return false;
    const pieces = Math.ceil(Math.hypot(x - before[0], y - before[1]) / 4);
    for (let i = 1; i < pieces; i++) {
      const t = i / pieces;
      if (inside(before[0] + t * (x - before[0]), before[1] + t * (y - before[1]))) return true;
    }
    return false;
  });
}

function isOutside(box: Box, room: Box): boolean {
  return box.left < room.left || box.top < room.top || box.right > room.right || box.bottom > room.bottom;
}

/** The rectangle around a row of points. */
function boundsOf(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

/** Whether two rectangles have a point in common: a straight path has a rectangle without an inside. */
function touches(a: Box, b: Box): boolean {
  return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;
}

/** The words of an arrow, and whether something runs back along it. */
interface ArrowWords {
  readonly label: readonly TextRun[];
  readonly back: boolean;
}

const placed = new WeakMap<DiagramFrame, Map<string, readonly (Point | undefined)[]>>();

/** Places for the words, arrow by arrow; none where an arrow has no word. Words of the same widths keep their places. */
export function placeWords(
  words: readonly (ArrowWords | undefined)[],
  frame: DiagramFrame,
  size: number,
): readonly (Point | undefined)[] {
  const key = words.map((word) => (word === undefined ? '' : `${word.back} ${widthOf(word.label, size)}`)).join();
  let known = placed.get(frame);
  if (known === undefined) placed.set(frame, (known = new Map()));
  let places = known.get(key);
  if (places === undefined) known.set(key, (places = findPlaces(words, frame, size)));
  return places;
}

function findPlaces(
  words: readonly (ArrowWords | undefined)[],
  frame: DiagramFrame,
  size: number,
): (Point | undefined)[] {
  const bounds = frame.points.map(boundsOf);
  const taken: Box[] = [];
  // Words stand on the outer sides of arrows that run together, so that each is seen to belong to its own.
  const across = frame.direction === 'right' ? 1 : 0;
  const middles = words.map((word, arrow) =>
    word === undefined ? undefined : pointAt(frame.points[arrow]!, 0.5)[across],
  );
  const known = middles.filter((middle) => middle !== undefined);
  const centre = known.reduce((sum, middle) => sum + middle, 0) / known.length;
  return words.map((word, arrow) => {
    if (word === undefined) return undefined;
    const path = frame.points[arrow]!;
    const width = widthOf(word.label, size);
    let best: { readonly at: Point; readonly box: Box } | undefined;
    let least = Infinity;
    shares.forEach((share, rank) => {
      const [x, y] = pointAt(path, word.back ? 1 - share : share);
      const [besides, above] = [width / 2 + clearance + 2, size * 0.55 + clearance];
      const centres = around[frame.direction].map(([u, v]): Point => {
        return [x + u * besides, y + v * (u === 0 ? above : size * 0.6)];
      });
      centres.forEach((place, side) => {
        const at: Point = [place[0], place[1] + size * 0.33];
        const box = textBox(at, width, size, 'middle');
        const inwards = around[frame.direction][side]![across] * ((middles[arrow] ?? centre) - centre) < 0;
        let score = rank + 0.3 * side + (inwards ? 5 : 0);
        if (isOutside(box, frame.room)) score += 1000;
        for (const other of frame.boxes) if (overlap(box, other)) score += 100;
        for (const other of taken) if (overlap(box, other)) score += 100;
        frame.points.forEach((line, k) => {
          if (score < least && touches(bounds[k]!, box) && enters(line, box)) score += 20;
        });
        if (score < least) [best, least] = [{ at, box }, score];
      });
    });
    if (best === undefined) return undefined;
    taken.push(best.box);
    return best.at;
  });
}
