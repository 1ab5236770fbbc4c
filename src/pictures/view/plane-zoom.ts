/**
 * Zooming and moving the window of a flat panel, as arithmetic on intervals. In: the window the panel came with,
 * the one it shows, and what happened. Out: the next window, or `undefined` where that is the whole again. A window
 * keeps the proportions of the whole, is never larger, never leaves it, and never becomes so small that
 * doubles or the numbers at the axes could not tell its points apart.
 */
import type { Window } from '../scene/clip.ts';
import type { Point } from '../scene/scene.ts';

/** How many times smaller than the whole a window may become. */
export const MOST_ZOOM = 1000;

type Interval = readonly [number, number];

function lengthOf([low, high]: Interval): number {
  return high - low;
}

/** An interval moved, if need be, until it lies inside another that is not shorter. */
function heldInside([low, high]: Interval, [least, most]: Interval): Interval {
  const length = high - low;
  const start = Math.min(Math.max(low, least), most - length);
  return [start, Math.min(most, start + length)];
}

/** How many times larger than the whole a window is drawn. */
export function zoomOf(whole: Window, now: Window): number {
  return lengthOf(whole.x) / lengthOf(now.x);
}

/** The window after zooming by a factor around a data point, which stays where it is unless an end is in the way. */
export function zoomedWindow(whole: Window, now: Window, factor: number, around: Point): Window | undefined {
  const before = zoomOf(whole, now);
  const zoom = Math.min(MOST_ZOOM, before * factor);
  // A little under 1 is what rounding leaves of zooming in and out again.
  if (!(zoom > 1 + 1e-6)) return undefined;
  const along = (own: Interval, from: Interval, at: number): Interval => {
    const length = lengthOf(own) / zoom;
    const share = (at - from[0]) / lengthOf(from);
    return heldInside([at - share * length, at + (1 - share) * length], own);
  };
  return { x: along(whole.x, now.x, around[0]), y: along(whole.y, now.y, around[1]) };
}

/** The window moved by so much in data terms. */
export function movedWindow(whole: Window, now: Window, [dx, dy]: Point): Window {
  return {
    x: heldInside([now.x[0] + dx, now.x[1] + dx], whole.x),
    y: heldInside([now.y[0] + dy, now.y[1] + dy], whole.y),
  };
}

/**
 * A window from outside (a program, a link) made into one that can be shown: ends in order, inside the whole, in its
 * proportions along w. `undefined` where it is no window, or the whole.
 */
export function heldWindow(whole: Window, wanted: Window): Window | undefined {
  if (![...wanted.x, ...wanted.y].every(Number.isFinite)) return undefined;
  const length = Math.abs(wanted.x[1] - wanted.x[0]);
  const middle: Point = [(wanted.x[0] + wanted.x[1]) / 2, (wanted.y[0] + wanted.y[1]) / 2];
  const zoom = Math.min(MOST_ZOOM, lengthOf(whole.x) / length);
  if (!(zoom > 1 + 1e-6)) return undefined;
  const along = (own: Interval, at: number): Interval => {
    const half = lengthOf(own) / zoom / 2;
    return heldInside([at - half, at + half], own);
  };
  return { x: along(whole.x, middle[0]), y: along(whole.y, middle[1]) };
}
