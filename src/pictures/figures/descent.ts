/**
 * Gradient descent, step by step: on a curve for a function of one input, on a map with contours for one of two. The
 * slider is the number of steps; the start and the length of the steps can be moved too. Drawn are the walk so far,
 * the slope or the gradient at the point it has reached, and the next step, dashed. The points are those of the
 * iteration w ← w − rate ∇g(w), with the exact gradient and nothing else. A walk that leaves the picture, climbs, or
 * comes to a place without a gradient is told in words.
 */
import { inParts } from '../../base/parts.ts';
import type { ScopeOption } from '../../calculus/functions.ts';
import type { ScalarFunction, VectorFunction } from '../../calculus/index.ts';
import { mustBeTold, SecantError } from '../../base/diagnostics.ts';
import type { Figure, FigureParameter, Handle, Windows } from '../scene/figure.ts';
import type { Mark, Point, ReadOut, Role, Scene, TextRun } from '../scene/scene.ts';
import { applied, variable } from '../scene/text.ts';
import { curveLandscape, mapLandscape, type Landscape } from './descent-landscape.ts';
import { nextOf, noticeOf, sentenceOf, shortTextOf, slopeOf, walkDown, type Walk } from './descent-walk.ts';
import { drawnInParts } from './drawn-in-parts.ts';
import { figure, mustBeArgument, mustBeDomains, mustBeFunction, mustBePoint } from './figure.ts';
import { isInside } from './marks.ts';
import { positionsAlong, roundStep, shareOf, tidy, type PlaneDomain } from './positions.ts';
import { readEqual, readPoint, readWord, said, saidShort } from './words.ts';

/** Options of {@link descent}. */
export interface DescentOptions extends ScopeOption {
  /** The start: a number for a function of one input, two for one of two. */
  readonly from?: number | readonly [number, number];
  /** How far a step goes, in units of the gradient. */
  readonly rate?: number;
  /** How many steps there are, up to 500. */
  readonly steps?: number;
  /** Every input runs through this interval, or each through its own. */
  readonly domain?: PlaneDomain;
  /** Arguments where the drawn line of a curve is cut. */
  readonly exclusions?: readonly number[];
  /** The number of steps taken at first. */
  readonly value?: number;
  readonly title?: string;
}

const mostSteps = 500;

/**
 * A walk down by the gradient.
 *
 * @param f a function of one number, or of an array of two numbers
 * @throws SecantError S003, S203 for options that make no figure, and whatever `derivative` or `grad` throws
 * @example
 * ```ts
 * const walk = descent((w: number) => w ** 2, { from: 2, rate: 0.25 });
 * walk.valueText(2) // → 'step 2, w = 0.50, value 0.25'
 * ```
 */
export function descent(f: ScalarFunction | VectorFunction, options: DescentOptions = {}): Figure {
  return drawnInParts('descent', f, options, drawDescent);
}

function drawDescent(f: ScalarFunction | VectorFunction, options: DescentOptions): Figure {
  const { rate = 0.1, steps = 30, domain = [-3, 3], exclusions = [], title = 'Gradient descent' } = options;
  mustBeFunction(f);
  const domains = mustBeDomains(domain);
  if (!(rate > 0 && rate < Infinity))
    throw new SecantError('S203', `the rate is ${rate}`, { hint: 'give a number above 0, such as 0.1' });
  if (!Number.isInteger(steps) || steps < 1 || steps > mostSteps)
    throw new SecantError('S203', `${steps} steps make no walk`, {
      hint: `give a whole number from 1 to ${mostSteps}`,
    });
  const [first, second] = domains;
  const {
    from = ofOneNumber(f, first) ? shareOf(first, 0.9) : ([shareOf(first, 0.9), shareOf(second, 0.75)] as const),
  } = options;
  const start = typeof from === 'number' ? [from] : from;
  if (typeof from === 'number') mustBeArgument(from, first, 'from');
  else mustBePoint(from, domains);
  const landscape =
    start.length === 1
      ? curveLandscape(f as ScalarFunction, first, exclusions)
      : mapLandscape(f as VectorFunction, domains);
  const stepAt = (value: number): number => Math.min(steps, Math.max(0, Math.round(value) || 0));
  const rateParameter = rateAround(rate);
  const starts = start.map((w, axis) => {
    const name = start.length === 1 ? 'w⁰' : axis === 0 ? 'w₁⁰' : 'w₂⁰';
    return positionsAlong({ name, domain: domains[axis] ?? first, frames: 200, value: w, stops: [w] });
  });
  let last: { readonly others: string; readonly walk: Walk; readonly rate: number } | undefined;
  /** The walk for what the other sliders say: the rate first, then the start. */
  const walkFor = (others: readonly number[] = [], windows?: Windows) => {
    const key = `${others.join()} ${windows !== undefined && Object.keys(windows).length > 0}`;
    if (last?.others !== key) {
      const wanted = others[0] ?? rate;
      const place = starts.map(({ seen }, axis) => seen(others[axis + 1] ?? start[axis] ?? 0, windows));
      const walk = walkDown({ behaviourAt: landscape.behaviourAt, from: place, rate: wanted, count: steps, domains });
      last = { others: key, walk, rate: wanted };
    }
    return last;
  };
  const whole = walkFor().walk;
  const ends = whole.steps.length - 1;
  const happens = [whole.leaves, ends < steps ? ends : undefined].filter((k) => k !== undefined);
  const handle: Handle = {
    panel: landscape.panel,
    mark: 'start',
    label: 'start w⁰',
    moves: start.length === 1 ? [2] : [2, 3],
    parameterAt: (x, _y, windows) => starts[0]?.seen(x, windows) ?? x,
    acrossAt: (_x, y, windows) => starts[1]?.seen(y, windows) ?? y,
  };
  return figure({
    kind: 'descent',
    title,
    parameter: {
      name: 'step',
      min: 0,
      max: steps,
      step: 1,
      value: stepAt(options.value ?? 3),
      stops: [...new Set(happens)].sort((a, b) => a - b),
      written: (value) => String(stepAt(value)),
    },
    others: [rateParameter, ...starts.map(({ parameter }) => parameter)],
    frames: steps + 1,
    handles: [handle],
    zoomable: [landscape.panel],
    curveAt: landscape.curveAt,
    heightAt: landscape.heightAt,
    valueAt: (k) => k,
    sceneAt: (value, others, windows) => {
      const { walk, rate: taken } = walkFor(others, windows);
      return sceneOf(landscape.within(windows?.[landscape.panel]), walk, stepAt(value), taken);
    },
    describeAt: (value, others, windows) => {
      const { walk, rate: taken } = walkFor(others, windows);
      const { said, window } = landscape.within(windows?.[landscape.panel]);
      return sentenceOf(walk, stepAt(value), taken, window) + said;
    },
    valueText: (value, others, windows) => {
      const { window } = landscape.within(windows?.[landscape.panel]);
      return shortTextOf(walkFor(others, windows).walk, stepAt(value), window);
    },
  });
}

/** Whether a function takes one number: it gives one back at some place of the domain. */
function ofOneNumber(f: ScalarFunction | VectorFunction, [from, to]: readonly [number, number]): boolean {
  const value = inParts(f, 'one number', (w): unknown => Reflect.apply(f, undefined, [w]));
  return Array.from({ length: 9 }, (_, k) => from + ((k + 0.5) / 9) * (to - from)).some((w) => {
    try {
      const given = value(w);
      return typeof given === 'number' && !Number.isNaN(given);
    } catch (error) {
      if (mustBeTold(error)) throw error;
      return false;
    }
  });
}

/** The slider of the rate: from a twentieth of the rate asked for to four times as much. */
function rateAround(rate: number): FigureParameter {
  const step = roundStep(rate / 20);
  return {
    name: 'rate',
    min: step,
    max: tidy(4 * rate),
    step,
    value: rate,
    stops: [rate],
    written: (value) => saidShort(value),
  };
}

function sceneOf(landscape: Landscape, walk: Walk, asked: number, rate: number): Scene {
  const k = Math.min(asked, walk.steps.length - 1);
  const taken = walk.steps.slice(0, k + 1);
  const now = taken.at(-1);
  const start = taken[0];
  if (now === undefined || start === undefined) return { panels: [landscape.panelOf([])], readOut: [] };
  const points = taken.map(landscape.place);
  const here = landscape.place(now);
  const wanted = asked === k ? nextOf(now, rate) : undefined;
  const next = wanted === undefined ? undefined : landscape.place(walk.steps[k + 1] ?? landscape.behaviourAt(wanted));
  const name = variable('w', { above: String(k) });
  const word = (key: string, role: Role, at: Point, runs: readonly TextRun[], down: number): Mark => ({
    kind: 'text',
    key,
    role,
    at,
    runs,
    anchor: 'start',
    offset: [11, down],
  });
  const marks: Mark[] = [
    { kind: 'path', key: 'walk', role: 'secant', pieces: piecesOf(points) },
    ...(isInside(here, landscape.window) ? landscape.slopeMarks(now) : []),
    { kind: 'path', key: 'next', role: 'guide', pieces: next === undefined ? [] : piecesOf([here, next]) },
    ...points.slice(1, -1).map((at, index): Mark => {
      return { kind: 'dot', key: `step${index + 1}`, role: 'secant', at, minor: true };
    }),
  ];
  if (next !== undefined) marks.push({ kind: 'dot', key: 'next-point', role: 'axis', at: next, open: true });
  if (k > 0) marks.push(word('start-word', 'fixed-point', landscape.dot(start).at, variable('w', { above: '0' }), 13));
  if (isInside(here, landscape.window)) marks.push(word('point-word', 'moving-point', here, name, -13));
  marks.push(
    { kind: 'dot', key: 'start', role: 'fixed-point', ...landscape.dot(start) },
    { kind: 'dot', key: 'point', role: 'moving-point', ...landscape.dot(now) },
  );
  const { gradient } = now;
  const [x = NaN, y] = now.at;
  const readOut: ReadOut[] = [
    readWord('step', 'step', String(k)),
    y === undefined
      ? readEqual('w', name, x, landscape.window.x)
      : readPoint('w', name, [x, y], [landscape.window.x, landscape.window.y]),
    readEqual('g', applied('g', name), now.value),
    typeof gradient === 'string'
      ? readWord('slope', '', 'no gradient')
      : gradient.length === 1
        ? readWord('slope', 'slope', said(gradient[0] ?? NaN), 'tangent')
        : readWord('slope', 'gradient of length', said(slopeOf(now)), 'tangent'),
    readWord('rate', 'rate', saidShort(rate)),
  ];
  const notice = noticeOf(walk, asked);
  return { panels: [landscape.panelOf(marks)], readOut, ...(notice === undefined ? {} : { notice }) };
}

/** A line through points, broken where one of them has no place. */
function piecesOf(points: readonly Point[]): readonly (readonly Point[])[] {
  const pieces: Point[][] = [[]];
  for (const point of points) {
    if (point.every(Number.isFinite)) pieces.at(-1)?.push(point);
    else pieces.push([]);
  }
  return pieces.filter((piece) => piece.length > 1);
}
