/**
 * A function as polylines that join what belongs together and nothing else. The domain is cut into cells
 * of half a pixel (jittered, so that no regular function hides between the samples); a cell whose middle
 * leaves the chord by more than 0.15 px is halved; what is still steep after that is tested for a jump or
 * a pole, and at undefined values the edge is bisected (breaks.ts). What lies far off the window is
 * clamped and not refined. Beside a single argument without a value, rounding noise is taken away first
 * (rounding-noise.ts). At the end, points that add less than 0.1 px are dropped.
 *
 * In come a function and a domain; out go the pieces in data terms, the events between them (jumps, poles,
 * gaps, holes) and the window. The function may throw or return NaN: that is an argument without a value.
 */
import { mustBeTold } from '../../base/diagnostics.ts';
import { isInParts } from '../../base/parts.ts';
import { callsAffordable } from '../../base/steps.ts';
import { describeJump, edgeOfDomain, findBreak, findPole, isQuiet, type CurveEvent } from './breaks.ts';
import { nextDown, nextUp, shortestBetween } from './floats.ts';
import { lookedAtCloser } from './closer-look.ts';
import { tickStep } from './round-numbers.ts';
import { calmed } from './rounding-noise.ts';
import type { Point } from './scene.ts';
import { thinned } from './thin.ts';
import { chooseYWindow } from './y-window.ts';

/** What may be said about a sampling beside function and domain. */
export interface SampleOptions {
  /** Width and height in pixels that the curve must look right at. */
  readonly width?: number;
  readonly height?: number;
  /** So many times finer, for looking closely at any part: a cell to start from has a pixel then, and half a one otherwise. */
  readonly finer?: number;
  /** The interval of values shown; chosen from the function where absent. */
  readonly y?: readonly [number, number];
  /** Arguments where the author wants the line cut. */
  readonly exclusions?: readonly number[];
  /** Arguments that may have no value, and would otherwise be met by chance only. */
  readonly places?: readonly number[];
  /** How far off the values may be. */
  readonly error?: number;
  /** The derivative, which tells where something narrow lies between two samples. */
  readonly slope?: (w: number) => number;
}

/** A curve ready to draw. */
export interface SampledCurve {
  readonly pieces: readonly (readonly Point[])[];
  readonly events: readonly CurveEvent[];
  readonly y: readonly [number, number];
}

const flatness = 0.15;
const mostDivisions = 6;
const mostEvaluations = 60_000;

/** g with every failure to give a finite or infinite number turned into NaN. */
export function guarded(g: (w: number) => number): (w: number) => number {
  return (w) => {
    try {
      const y: unknown = g(w);
      return typeof y === 'number' ? y : NaN;
    } catch (error) {
      if (mustBeTold(error)) throw error;
      return NaN;
    }
  };
}

/** A slow function is sampled with the share of the steps of its picture that leaves enough for all else in it. */
const shareOfSteps = 0.3;
const fewestCells = 48;
/** With so many calls to spare, noise is looked for and tops are climbed. */
export const enoughForMore = 12_000;

/** Arguments to start from: jittered cells, the round numbers, zero, both ends, the exclusions. */
function startingPoints(
  domain: readonly [number, number],
  cells: number,
  exclusions: readonly number[],
  places: readonly number[],
): number[] {
  const [from, to] = domain;
  const points = new Set<number>([from, to]);
  let random = 0.5;
  for (let cell = 1; cell < cells; cell++) {
    random = (random * 9301 + 0.49297) % 1;
    points.add(from + ((to - from) * (cell + 0.6 * (random - 0.5))) / cells);
  }
  const step = tickStep(from, to, 24);
  const decimals = Math.min(15, Math.max(0, -Math.floor(Math.log10(step))));
  for (let k = Math.ceil(from / step); k * step <= to; k++) points.add(Number((k * step).toFixed(decimals)) || 0);
  for (const w of places) points.add(w);
  for (const w of exclusions) for (const beside of [nextDown(w), w, nextUp(w)]) points.add(beside);
  return [...points].filter((w) => w >= from && w <= to).sort((a, b) => a - b);
}

/** Values at all arguments, those far apart first: what is known when time is up says something of the whole. */
function spreadOut(xs: readonly number[], at: (w: number) => number): number[] {
  const ys = xs.map(() => NaN);
  // A place that is a multiple of a larger power of two comes earlier.
  const stride = (k: number): number => k & -k || Infinity;
  for (const k of [...xs.keys()].sort((a, b) => stride(b) - stride(a))) ys[k] = at(xs[k] ?? NaN);
  return ys;
}

const mostIsolated = 24;

/** Arguments without a finite value between two that have one. */
function isolated(xs: readonly number[], ys: readonly number[]): { readonly w: number; readonly between: false }[] {
  const isThere = (k: number): boolean => Number.isFinite(ys[k] ?? NaN);
  const places = xs.filter((_, k) => !isThere(k) && isThere(k - 1) && isThere(k + 1));
  return places.length > mostIsolated ? [] : places.map((w) => ({ w, between: false }));
}

/**
 * Samples a function for drawing.
 *
 * @example
 * ```ts
 * sampleCurve((w) => 1 / w, [-3, 3]).pieces.length // → 2
 * ```
 * @example
 * ```ts
 * sampleCurve(Math.sign, [-1, 1]).events[0] // → { kind: 'jump', w: 0, left: -1, right: 1, value: 0 }
 * ```
 */
export function sampleCurve(
  g: (w: number) => number,
  domain: readonly [number, number],
  options: SampleOptions = {},
): SampledCurve {
  const { finer = 1, exclusions = [], places = [] } = options;
  const [width, height] = [finer * (options.width ?? 640), finer * (options.height ?? 400)];
  let evaluations = 0;
  let value = guarded(g);
  const affordable = callsAffordable(value, domain, shareOfSteps);
  const most = Math.min(mostEvaluations, affordable);
  const at = (w: number): number => {
    evaluations++;
    return value(w);
  };
  const cells = Math.max(Math.min(fewestCells, affordable), Math.min(finer > 1 ? width : 2 * width, affordable / 4));
  let xs: readonly number[] = startingPoints(domain, cells, exclusions, places);
  let ys: readonly number[] = isInParts() ? spreadOut(xs, at) : xs.map(at);
  // What is slow is drawn from what there is.
  const isFast = affordable >= enoughForMore;
  const calm = calmed(value, isFast ? isolated(xs, ys) : [], domain[1] - domain[0]);
  if (calm.g !== value) {
    value = calm.g;
    ys = xs.map((w, k) => (calm.noisy.some(([from, to]) => w >= from && w <= to) ? value(w) : (ys[k] ?? NaN)));
  }
  const even = ys;
  if (finer === 1 && isFast) ({ xs, ys } = lookedAtCloser({ xs, ys }, at, options.slope));
  const error = Math.max(calm.error, options.error ?? 0);
  const y = options.y ?? chooseYWindow(at, xs, ys, error, even);
  const [bottom, top] = y;
  const span = top - bottom;
  const perPixel = span / height;
  const large = 1e6 * span + Math.max(Math.abs(bottom), Math.abs(top));
  const clamp = (v: number): number => Math.min(top + span, Math.max(bottom - span, v));

  const largest = Math.max(Math.abs(domain[0]), Math.abs(domain[1]));
  const deepest = isFast ? divisionsWithin(most - evaluations) : mostDivisions;
  const tiny = Math.max(1e-9 * (domain[1] - domain[0]), 4 * (nextUp(largest) - largest));
  const pieces: Point[][] = [];
  const events: CurveEvent[] = [];
  let piece: Point[] = [];
  let lastDefined: number | undefined;
  const push = (w: number, v: number): void => {
    piece.push([w, clamp(v)]);
  };
  const cut = (): void => {
    // A piece one double wide (the value on a jump) is told by the event's dot, not by a line.
    if (piece.length > 1 && (piece.at(-1)?.[0] ?? 0) - (piece[0]?.[0] ?? 0) > tiny) pieces.push(piece);
    piece = [];
  };
  const tell = (event: CurveEvent): void => {
    const last = events.at(-1);
    if (last !== undefined && 'w' in last && 'w' in event && last.w === event.w) return;
    events.push(event);
  };
  const cutAt = (low: number, high: number): void => {
    push(low, at(low));
    cut();
    push(high, at(high));
  };

  function refine(a: number, ya: number, b: number, yb: number, depth: number): void {
    const above = ya > top && yb > top;
    const below = ya < bottom && yb < bottom;
    const middle = a + (b - a) * (depth % 2 === 0 ? 0.47 : 0.54);
    if (!(middle > a && middle < b) || evaluations > most) return push(b, yb);
    const ym = at(middle);
    if (!Number.isFinite(ym)) {
      toEdge(a, ya, middle, depth + 1);
      return fromEdge(middle, b, yb, depth + 1);
    }
    if ((above && ym > top) || (below && ym < bottom)) return push(b, yb);
    const t = (middle - a) / (b - a);
    const chord = clamp(ya) + t * (clamp(yb) - clamp(ya));
    if (Math.abs(clamp(ym) - chord) <= flatness * perPixel) return push(b, yb);
    if (depth < deepest) {
      refine(a, ya, middle, ym, depth + 1);
      return refine(middle, ym, b, yb, depth + 1);
    }
    if (Math.abs(clamp(yb) - clamp(ya)) > 0.3 * perPixel) {
      const found = findBreak(at, a, b, large);
      if (found.kind === 'jump') {
        cutAt(found.low, found.high);
        tell(describeJump(at, found.low, found.high));
      } else if (found.kind === 'pole') {
        cutAt(found.low, found.high);
        tell({ kind: 'pole', w: shortestBetween(found.low, found.high) });
      }
    }
    push(b, yb);
  }

  /**
   * How often a cell is halved. Where all cells would be halved until nothing is left to spend, as those of sin(1000w), each
   * is halved less often, so that a curve looks alike from end to end.
   */
  function divisionsWithin(left: number): number {
    const stride = 16;
    let bent = 0;
    for (let k = stride; k < xs.length; k += stride) {
      const [a = NaN, b = NaN, ya = NaN, yb = NaN] = [xs[k - 1], xs[k], ys[k - 1], ys[k]];
      const off = at(a + 0.47 * (b - a)) - (ya + 0.47 * (yb - ya));
      if (Math.abs(off) > 4 * flatness * perPixel) bent++;
    }
    const affordable = Math.floor(Math.log2(left / (2 + 2 * stride * bent)));
    return Math.max(1, Math.min(mostDivisions, affordable));
  }

  /** From a defined argument to the last one before an undefined one. */
  function toEdge(a: number, ya: number, missing: number, depth: number): void {
    const edge = edgeOfDomain(at, a, missing);
    if (edge > a) refine(a, ya, edge, at(edge), depth);
    cut();
    lastDefined = edge;
  }

  /** From an undefined argument to the next defined one. */
  function fromEdge(missing: number, b: number, yb: number, depth: number): void {
    const edge = edgeOfDomain(at, b, missing);
    tellGap(lastDefined, edge);
    push(edge, at(edge));
    if (edge < b) refine(edge, at(edge), b, yb, depth);
  }

  function tellGap(from: number | undefined, to: number): void {
    if (from === undefined || to - from > tiny) return tell({ kind: 'gap', from: from ?? domain[0], to });
    const [left, right] = [at(from), at(to)];
    const w = shortestBetween(nextUp(from), nextDown(to));
    if (Math.abs(left) > large || Math.abs(right) > large || Math.abs(at(w)) === Infinity) tell({ kind: 'pole', w });
    else if (!isQuiet(at, from, -1, span) || !isQuiet(at, to, 1, span)) tell({ kind: 'gap', from, to });
    else if (Math.abs(left - right) <= Math.max(perPixel, 4 * error))
      tell({ kind: 'hole', w, y: (left + right) / 2, value: at(w) });
    else tell({ kind: 'jump', w, left, right, value: at(w) });
  }

  const excluded = new Set(exclusions);
  for (const [index, w] of xs.entries()) {
    const v = ys[index] ?? NaN;
    const before = xs[index - 1];
    const valueBefore = ys[index - 1] ?? NaN;
    if (before === undefined) {
      if (Number.isFinite(v)) push(w, v);
      continue;
    }
    if (excluded.has(w)) {
      cut();
      tell({ kind: 'gap', from: w, to: w });
      continue;
    }
    const [was, is] = [Number.isFinite(valueBefore), Number.isFinite(v)];
    if (excluded.has(before)) {
      if (is) push(w, v);
    } else if (was && is) {
      const pole = hiddenPole(index);
      if (pole !== undefined) {
        cut();
        tell({ kind: 'pole', w: pole });
        push(w, v);
      } else refine(before, valueBefore, w, v, 0);
    } else if (was) toEdge(before, valueBefore, w, 0);
    else if (is) fromEdge(before, w, v, 0);
  }
  cut();
  const last = xs.at(-1);
  if (last !== undefined && !Number.isFinite(ys.at(-1) ?? NaN))
    tell({ kind: 'gap', from: lastDefined ?? domain[0], to: last });
  const pixel = { x: (domain[1] - domain[0]) / width, y: perPixel };
  return { pieces: pieces.map((points) => thinned(points, pixel, 0.1)), events, y };

  /** A pole between two samples far off the window on the same side, where the values peak. */
  function hiddenPole(index: number): number | undefined {
    const [a, b] = [ys[index - 1] ?? NaN, ys[index] ?? NaN];
    if (!((a > top && b > top) || (a < bottom && b < bottom))) return undefined;
    const size = Math.max(Math.abs(a), Math.abs(b));
    if (Math.abs(ys[index - 2] ?? 0) > size || Math.abs(ys[index + 1] ?? 0) > size) return undefined;
    return findPole(at, xs[index - 1] ?? NaN, xs[index] ?? NaN, large);
  }
}
