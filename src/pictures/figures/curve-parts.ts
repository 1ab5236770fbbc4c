/**
 * A curve looked at more closely. In comes a window, out come the pieces of the curve in it, fine enough for it. Not every
 * window is sampled: there are few tiles, two windows wide and high or more, and each is sampled once, as finely as the
 * closest look at it asks; a window is cut out of its tile. So zooming and moving cost a search for two places, and a
 * sampling where a tile is met for the first time, which is about once for every doubling. What is cut out depends on the
 * window alone and not on the way to it.
 */
import { pointsBefore, type Window } from '../scene/clip.ts';
import type { SampledCurve } from '../scene/sample-curve.ts';
import type { Point } from '../scene/scene.ts';
import { mostParts, tileAround } from '../scene/tiles.ts';

/** As many tiles as a reader goes to and fro between. */
const tilesKept = 8;

/** A curve that windows are cut out of. */
export interface CurveToCut {
  /** The function; NaN where it has no value. */
  readonly g: (w: number) => number;
  readonly domain: readonly [number, number];
  /** What is seen of it where nothing is zoomed. */
  readonly whole: Window;
  /** Samples a part of the domain for the values shown, so many times finer than usual. */
  sample(part: readonly [number, number], y: readonly [number, number], finer: number): SampledCurve;
}

/** The curve in a window; `part` is what the window has of the domain. */
export type CurveIn = (window: Window, part: readonly [number, number]) => SampledCurve;

/** The curve in windows of a whole one, each wider than nothing inside the domain. */
export function curveParts({ g, domain, whole, sample }: CurveToCut): CurveIn {
  const tiles = new Map<string, SampledCurve>();
  const tileOf = (window: Window): SampledCurve => {
    const [x, y] = [tileAround(whole.x, window.x), tileAround(whole.y, window.y)];
    const [from, to] = [Math.max(domain[0], x[0]), Math.min(domain[1], x[1])];
    const key = `${from},${to},${y.join()}`;
    let tile = tiles.get(key);
    if (tile === undefined) {
      tile = sample([from, to], y, mostParts);
      if (tiles.size === tilesKept) tiles.clear();
      tiles.set(key, tile);
    }
    return tile;
  };
  return (window, [from, to]) => cutOut(tileOf(window), g, from, to);
}

function cutOut({ pieces, events, y }: SampledCurve, g: (w: number) => number, from: number, to: number): SampledCurve {
  const at = (w: number, beside: Point, other: Point): Point => {
    const value = g(w);
    // Far outside the tile the line was cut off, and stays so.
    const isNear = value >= y[0] - (y[1] - y[0]) && value <= y[1] + (y[1] - y[0]);
    return [w, isNear ? value : beside[1] + ((w - beside[0]) / (other[0] - beside[0])) * (other[1] - beside[1])];
  };
  return {
    pieces: pieces.flatMap((piece): (readonly Point[])[] => {
      const first = pointsBefore(piece, from);
      const last = pointsBefore(piece, to, true) - 1;
      const [before, start] = [piece[first - 1], piece[first]];
      const [end, after] = [piece[last], piece[last + 1]];
      const inside = piece.slice(first, last + 1);
      if (before !== undefined && start !== undefined && start[0] > from) inside.unshift(at(from, before, start));
      if (after !== undefined && end !== undefined && end[0] < to) inside.push(at(to, end, after));
      return inside.length > 1 ? [inside] : [];
    }),
    y,
    events: events.filter((event) =>
      'w' in event ? event.w >= from && event.w <= to : event.to >= from && event.from <= to,
    ),
  };
}
