/**
 * The way of playing and of a film over a map: the point goes once along its own contour, so that the value stands still
 * while the gradient turns and stays at a right angle to the way. In: the lines of the contour and where the point stands.
 * Out: places evenly spread along the line that passes nearest to it, from the point round to itself where the line is
 * closed, from end to end where it is not; nothing where no line passes near it.
 */
import type { FigureWay } from '../scene/figure.ts';
import type { Point } from '../scene/scene.ts';

/** A line that ends nearer to its start than this, in units of its length, is closed. */
const closing = 1e-9;

/** Where a line is nearest to a point: its distance, and how far along the line that is. */
function nearestOn(line: readonly Point[], [x, y]: Point): { readonly away: number; readonly along: number } {
  let [away, along, before] = [Infinity, 0, 0];
  for (let k = 1; k < line.length; k++) {
    const [[ax, ay], [bx, by]] = [line[k - 1]!, line[k]!];
    const [dx, dy] = [bx - ax, by - ay];
    const length = Math.hypot(dx, dy);
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length ** 2));
    const distance = Math.hypot(ax + share * dx - x, ay + share * dy - y);
    if (distance < away) [away, along] = [distance, before + share * length];
    before += length;
  }
  return { away, along };
}

/** The lengths of a line up to each of its points. */
function lengthsOf(line: readonly Point[]): number[] {
  const lengths = [0];
  for (let k = 1; k < line.length; k++)
    lengths.push(lengths[k - 1]! + Math.hypot(line[k]![0] - line[k - 1]![0], line[k]![1] - line[k - 1]![1]));
  return lengths;
}

/** The place so far along a line. */
function placeAt(line: readonly Point[], lengths: readonly number[], along: number): Point {
  const next = lengths.findIndex((length) => length >= along);
  const k = Math.max(1, next < 0 ? line.length - 1 : next);
  const [from, to] = [line[k - 1]!, line[k]!];
  const length = lengths[k]! - lengths[k - 1]!;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, (along - lengths[k - 1]!) / length));
  return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
}

/**
 * The way along the contour of a point.
 *
 * @param pieces the lines of the contour
 * @param at where the point stands
 * @param frames how many places there are
 * @param reach how far from the point its contour may pass, for what a grid of values leaves of exactness
 */
export function contourLap(
  pieces: readonly (readonly Point[])[],
  at: Point,
  frames: number,
  reach: number,
): FigureWay | undefined {
  let best: { readonly line: readonly Point[]; readonly away: number; readonly along: number } | undefined;
  for (const line of pieces) {
    const found = nearestOn(line, at);
    if (found.away < (best?.away ?? reach)) best = { line, ...found };
  }
  if (best === undefined) return undefined;
  const { line, along } = best;
  const lengths = lengthsOf(line);
  const whole = lengths.at(-1)!;
  if (!(whole > 0)) return undefined;
  const [first, last] = [line[0]!, line.at(-1)!];
  const isClosed = Math.hypot(first[0] - last[0], first[1] - last[1]) <= closing * whole;
  const distance = whole / (frames - 1);
  const from = isClosed ? 0 : along / distance;
  return {
    frames,
    from,
    rests: isClosed ? [] : [from],
    at(k) {
      // The point itself, where it stands: the line passes it by what the grid leaves.
      if (k === from || (isClosed && k === frames - 1)) return { value: at[0], others: [at[1]] };
      const [x, y] = placeAt(line, lengths, isClosed ? (along + k * distance) % whole : k * distance);
      return { value: x, others: [y] };
    },
  };
}
