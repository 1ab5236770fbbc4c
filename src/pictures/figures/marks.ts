/**
 * The marks that figures of a curve share: the curve with its dots at jumps and holes, lines cut to the
 * window with their word near an end, the rays of one-sided tangents.
 */
import type { Differentiability } from '../../calculus/index.ts';
import { clipPolyline, lineInWindow, type Window } from '../scene/clip.ts';
import type { Away, Mark, Panel, Point, Role } from '../scene/scene.ts';
import { plain } from '../scene/text.ts';
import type { PreparedCurve } from './curve.ts';
import { names, saidEqual } from './words.ts';

/** More dots than this would be beads on a string and say nothing. */
const mostEvents = 24;

/**
 * The curve, black, with open dots at limits that are not taken and filled ones at values that are, and thin lines where its
 * values grow without bound (say so with `saidAsymptotes`).
 *
 * @example
 * ```ts
 * curveMarks(prepareCurve(Math.sign, [-1, 1])).map(({ kind }) => kind) // → ['path', 'dot', 'dot', 'dot']
 * ```
 */
export function curveMarks(curve: PreparedCurve): readonly Mark[] {
  const marks: Mark[] = [{ kind: 'path', key: 'curve', role: 'function', pieces: curve.sampled.pieces }];
  for (const [index, w] of asymptotesOf(curve).entries()) {
    const pieces = [curve.window.y.map((y): Point => [w, y])];
    marks.push({ kind: 'path', key: `asymptote${index}`, role: 'guide', pieces });
  }
  const events = curve.sampled.events.filter((event) => event.kind === 'jump' || event.kind === 'hole');
  if (events.length > mostEvents) return marks;
  const [from, to] = curve.domain;
  for (const [index, event] of events.entries()) {
    const { w, value } = event;
    const dot = (key: string, y: number, open: boolean): void => {
      if (Number.isFinite(y)) marks.push({ kind: 'dot', key: `${key}${index}`, role: 'function', at: [w, y], open });
    };
    if (event.kind === 'hole') dot('hole', event.y, true);
    else {
      if (w > from && event.left !== value) dot('left-limit', event.left, true);
      if (w < to && event.right !== value) dot('right-limit', event.right, true);
    }
    dot('value', value, false);
  }
  return marks;
}

/**
 * Where a curve has vertical asymptotes with values on both sides, in order: at its poles, and never at a jump or a hole. So many
 * that they would stand like a fence are none.
 *
 * @example
 * ```ts
 * asymptotesOf(prepareCurve((w) => 1 / w, [-3, 3])) // → [0]
 * ```
 */
export function asymptotesOf({ sampled }: PreparedCurve): readonly number[] {
  const places = sampled.events.flatMap((event) => (event.kind === 'pole' ? event.w : []));
  return places.length > mostEvents ? [] : places;
}

/** Asymptotes as a sentence behind others; nothing where there are none. Of many the number is said. */
export function saidAsymptotes(curve: PreparedCurve): string {
  const places = asymptotesOf(curve);
  const count = places.length;
  const named = places.map((w) => saidEqual('w', w, curve.window.x)).join(' and ');
  const what = count === 1 ? 'a vertical asymptote' : `${count} vertical asymptotes`;
  return count === 0 ? '' : ` The curve has ${what}${count < 5 ? ` at ${named}` : ''}.`;
}

/**
 * The panel of a curve, with axes and the marks given.
 *
 * @example
 * ```ts
 * curvePanel(prepareCurve(Math.sin, [-1, 1]), []).x.domain // → [-1.06, 1.06]
 * ```
 */
export function curvePanel(curve: PreparedCurve, marks: readonly Mark[]): Panel {
  return {
    key: 'curve',
    x: { domain: curve.window.x, label: names.w },
    y: { domain: curve.window.y, label: names.g },
    axes: true,
    marks,
  };
}

function along(from: Point, to: Point, t: number): Point {
  return [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
}

/**
 * A straight line cut to the window, and its word near the end that has more room.
 *
 * @param options key, role and word of the line, a point of it and its slope, and the window, in data terms
 * @example
 * ```ts
 * const window = { x: [-1, 1], y: [-1, 1] } as const;
 * lineMarks({ key: 'line', role: 'tangent', word: 'tangent', point: [0, 0], slope: 2, window }).map(({ key }) => key) // → ['line', 'line-word']
 * ```
 */
export function lineMarks(options: {
  readonly key: string;
  readonly role: Role;
  readonly word: string;
  readonly point: Point;
  readonly slope: number;
  readonly window: Window;
}): Mark[] {
  const { key, role, word, point, slope, window } = options;
  const segment = lineInWindow(point, slope, window);
  if (segment === undefined) return [{ kind: 'path', key, role, pieces: [] }];
  const [left, right] = segment;
  const fromRight = [0.98, 0.86, 0.74].map((t) => along(left, right, t));
  const fromLeft = [0.02, 0.14, 0.26].map((t) => along(left, right, t));
  // The roomier end first: the one farther from the point.
  const rightFirst = right[0] - point[0] >= point[0] - left[0];
  const [first = right, ...rest] = rightFirst ? [...fromRight, ...fromLeft] : [...fromLeft, ...fromRight];
  return [
    { kind: 'path', key, role, pieces: [[left, right]] },
    {
      kind: 'text',
      key: `${key}-word`,
      role,
      at: first,
      orAt: rest,
      runs: [plain(word)],
      anchor: rightFirst ? 'end' : 'start',
      offset: [rightFirst ? -6 : 6, -12],
    },
  ];
}

/** A curve given by a formula near a point, such as a parabola, cut to the window, with its word; `count` straight pieces. */
export function bowMarks(options: {
  readonly key: string;
  readonly role: Role;
  readonly word: string;
  readonly at: (w: number) => number;
  readonly window: Window;
  readonly count?: number;
}): Mark[] {
  const { key, role, word, at, window, count = 96 } = options;
  const [from, to] = window.x;
  const points: Point[] = [];
  for (let index = 0; index <= count; index++) {
    const w = from + ((to - from) * index) / count;
    points.push([w, at(w)]);
  }
  const pieces = clipPolyline(points, window);
  const ends = pieces.flatMap((piece) => [
    piece.at(-1),
    piece.at(Math.floor(piece.length * 0.8)),
    piece[0],
    piece.at(Math.floor(piece.length * 0.2)),
  ]);
  const [first, ...rest] = ends.filter((point) => point !== undefined).reverse();
  if (first === undefined) return [{ kind: 'path', key, role, pieces }];
  return [
    { kind: 'path', key, role, pieces },
    {
      kind: 'text',
      key: `${key}-word`,
      role,
      at: first,
      orAt: rest,
      runs: [plain(word)],
      anchor: 'start',
      offset: [8, -10],
    },
  ];
}

/**
 * What is drawn for the slopes where there is none: the tangent, where that is vertical, and otherwise thin lines of the one-sided
 * tangents at a kink. Each runs along its own side and half as far beyond the
 * point, so that it is seen where the curve itself is straight; an infinite slope, as at a cusp, gives a vertical one.
 */
export function rayMarks(point: Point, verdict: Differentiability, window: Window): Mark[] {
  const [w, value] = point;
  const reach = 0.2 * (window.x[1] - window.x[0]);
  const rise = 0.25 * (window.y[1] - window.y[0]);
  const ray = (key: string, slope: number, side: -1 | 1): Mark => {
    const none: Mark = { kind: 'path', key, role: 'guide', pieces: [] };
    if (Number.isNaN(slope)) return none;
    const [dx, dy] = Number.isFinite(slope)
      ? [side * reach, side * reach * slope]
      : [0, side * Math.sign(slope) * rise];
    return {
      kind: 'path',
      key,
      role: 'guide',
      pieces: [
        [
          [w - dx / 2, value - dy / 2],
          [w + dx, value + dy],
        ],
      ],
    };
  };
  // Both sides turn upright, the same way: there is a tangent, but not the colour of those whose slope is a derivative.
  if (verdict.verdict === 'vertical tangent')
    return lineMarks({ key: 'upright', role: 'guide', word: 'vertical tangent', point, slope: Infinity, window });
  if (verdict.verdict === 'jump' || verdict.verdict === 'outside the domain') return [];
  return [ray('left-ray', verdict.left, -1), ray('right-ray', verdict.right, 1)];
}

/** The point that moves, with its name beside it: up and to the right, unless told otherwise. */
export function movingPoint({ at, ...away }: DotPlace, [right, down]: readonly [number, number] = [11, -13]): Mark[] {
  const anchor = right > 0 ? 'start' : 'end';
  return [
    { kind: 'text', key: 'point-word', role: 'moving-point', at, runs: names.w0, anchor, offset: [right, down] },
    { kind: 'dot', key: 'point', role: 'moving-point', at, ...away },
  ];
}

/** Where the dot of a point stands, and whether the point is elsewhere. */
export interface DotPlace {
  readonly at: Point;
  readonly away?: Away;
}

/**
 * Where the dot of a point stands so that it can be seen and taken hold of: at the point; at the edge of the picture with an
 * arrow, where the point is beyond it; at the lower edge with a cross where there is no value.
 */
export function dotPlace([w, value]: Point, window: Window): DotPlace {
  const [low, high] = window.y;
  if (!Number.isFinite(value)) return { at: [w, low], away: 'nowhere' };
  if (value > high) return { at: [w, high], away: 'up' };
  return value < low ? { at: [w, low], away: 'down' } : { at: [w, value] };
}

/** Where the axis of the inputs is met over an argument. */
export function onAxis(w: number, window: Window): Point {
  const [low, high] = window.y;
  return [w, Math.min(high, Math.max(low, 0))];
}

/** Whether a point can be seen. */
export function isInside([x, y]: Point, window: Window): boolean {
  return x >= window.x[0] && x <= window.x[1] && y >= window.y[0] && y <= window.y[1];
}
