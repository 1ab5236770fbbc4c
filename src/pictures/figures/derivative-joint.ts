/**
 * A function and its derivative, joined by a point. On the left the point moves along the function with its tangent;
 * beside it a triangle shows how far the tangent rises over a run of 1. On the right that rise is the height of a
 * point, and the heights passed on the way draw the derivative. Where the function has no slope the derivative has no
 * value: its line is cut there, open dots show what it comes near from each side, and the notice says why.
 */
import type { ScopeOption } from '../../calculus/functions.ts';
import type { ScalarFunction } from '../../calculus/index.ts';
import { isQuiet } from '../scene/breaks.ts';
import { formatNumber, formatShort } from '../scene/format.ts';
import type { Figure, Windows } from '../scene/figure.ts';
import { nextDown, nextUp } from '../scene/floats.ts';
import { sampleCurve, type SampledCurve } from '../scene/sample-curve.ts';
import type { Mark, Panel, Point, ReadOut, Scene } from '../scene/scene.ts';
import { numberRuns, plain } from '../scene/text.ts';
import type { Window } from '../scene/clip.ts';
import { positionsOnCurve, prepareCurve, type PreparedCurve, type Behaviour } from './curve.ts';
import { curveIn } from './curve-in.ts';
import { drawnInParts } from './drawn-in-parts.ts';
import { figure, mustBeDomain, mustBeFrames, mustBeFunction } from './figure.ts';
import {
  curveMarks,
  curvePanel,
  dotPlace,
  isInside,
  lineMarks,
  movingPoint,
  onAxis,
  rayMarks,
  saidAsymptotes,
} from './marks.ts';
import { roundStep } from './positions.ts';
import { names, readEqual, readWord, said, saidEqual, slopesText, whyNot } from './words.ts';

/** Options of {@link derivativeJoint}. */
export interface DerivativeJointOptions extends ScopeOption {
  /** Where the point moves. */
  readonly domain?: readonly [number, number];
  /** Which values are shown, from the lowest to the highest; chosen by the function if absent. */
  readonly y?: readonly [number, number];
  /** Positions of a film. */
  readonly frames?: number;
  /** Where the point stands at first. */
  readonly value?: number;
  /** Arguments where the drawn lines are cut. */
  readonly exclusions?: readonly number[];
  readonly title?: string;
}

/** The derivative, sampled, with the dots it has where it breaks. */
interface DrawnDerivative {
  readonly sampled: SampledCurve;
  readonly window: Window;
  readonly dots: readonly Mark[];
  /** The same sampled for a part of its plane; all of it where no window is given. */
  within(window: Window | undefined): DrawnDerivative;
}

/**
 * A function on the left, and on the right its derivative, drawn as the point moves.
 *
 * @param g any function of one number
 * @throws SecantError S003, S203 for options that make no figure, and whatever `derivative(g)` throws
 * @example
 * ```ts
 * const joint = derivativeJoint((w) => Math.sin(w));
 * joint.describeAt(0) // → 'At w = 0.00 the function is 0.00. Its slope is 1.00, and that is the height of the derivative.'
 * ```
 */
export function derivativeJoint(g: ScalarFunction, options: DerivativeJointOptions = {}): Figure {
  return drawnInParts('derivative-joint', g, options, drawDerivativeJoint);
}

function drawDerivativeJoint(g: ScalarFunction, options: DerivativeJointOptions): Figure {
  const { domain = [-3, 3], frames = 200, exclusions = [], title = 'A function and its derivative' } = options;
  mustBeFunction(g);
  mustBeDomain(domain);
  if (options.y !== undefined) mustBeDomain(options.y, 'y');
  mustBeFrames(frames);
  const curve = prepareCurve(g, domain, { exclusions, y: options.y });
  const derived = drawDerivative(curve, exclusions);
  const positions = positionsOnCurve(curve, frames, options.value);
  const behaviourAt = (value: number, windows?: Windows): Behaviour =>
    curve.behaviourAt(positions.seen(value, windows));
  const parameterAt = (x: number, _y: number, windows?: Windows): number => positions.seen(x, windows);
  return figure({
    kind: 'derivative-joint',
    title,
    parameter: positions.parameter,
    frames,
    handles: [
      { panel: 'curve', mark: 'point', label: 'point w⁰ of the function', parameterAt },
      { panel: 'derivative', mark: 'height', label: 'point w⁰ of the derivative', parameterAt },
    ],
    valueAt: positions.valueAt,
    zoomable: ['curve', 'derivative'],
    sceneAt: (value, _others, windows) =>
      sceneOf(curve.within(windows?.['curve']), derived.within(windows?.['derivative']), behaviourAt(value, windows)),
    curveAt: (panel, w) => (panel === 'curve' ? curve.g(w) : curve.slope(w)),
    describeAt: (value, _others, windows) => {
      const part = curve.within(windows?.['curve']);
      return sentenceOf(part, behaviourAt(value, windows)) + saidAsymptotes(part);
    },
    valueText: (value, _others, windows) => shortTextOf(curve.within(windows?.['curve']), behaviourAt(value, windows)),
  });
}

/** Samples the derivative, cut at every kink of the function. */
function drawDerivative(curve: PreparedCurve, exclusions: readonly number[]): DrawnDerivative {
  const { domain, slopes: slope, slopeSampling, window } = curve;
  const cuts = [...new Set([...curve.kinks.stops, ...exclusions])].sort((a, b) => a - b);
  // The window is chosen before the cuts: beside a pole they would bring in values that flatten all others.
  const y = withZero(sampleCurve(slope, domain, slopeSampling).y);
  const sampled = sampleCurve(slope, domain, { ...slopeSampling, exclusions: cuts, y });
  const span = sampled.y[1] - sampled.y[0];
  const dots = curve.kinks.stops.flatMap((w, index) =>
    ([-1, 1] as const).flatMap((side): Mark[] => {
      const near = side === -1 ? nextDown(w) : nextUp(w);
      const at: Point = [w, slope(near)];
      const isThere = near >= domain[0] && near <= domain[1] && isInside(at, { ...window, y: sampled.y });
      if (!isThere || !isQuiet(slope, near, side, 0.01 * span)) return [];
      // The derivative of a function with a hole has a hole there too: one dot, not two.
      const isHole = side === 1 && Math.abs(slope(nextDown(w)) - at[1]) <= 1e-6 * span;
      if (isHole && nextDown(w) >= domain[0]) return [];
      const key = `${side === -1 ? 'left' : 'right'}-limit${index}`;
      return [{ kind: 'dot', key, role: 'true-derivative', at, open: true }];
    }),
  );
  const sampledIn = curveIn(slope, domain, { x: window.x, y: sampled.y }, { ...slopeSampling, exclusions: cuts });
  const parts = new WeakMap<Window, DrawnDerivative>();
  const whole: DrawnDerivative = {
    sampled,
    window: { x: window.x, y: sampled.y },
    dots,
    within(part) {
      if (part === undefined) return whole;
      const known = parts.get(part);
      if (known !== undefined) return known;
      const zoomed = { ...whole, sampled: sampledIn(part), window: part };
      parts.set(part, zoomed);
      return zoomed;
    },
  };
  return whole;
}

/** Heights are seen from zero: it is taken in when it is no farther than the picture is high. */
function withZero([low, high]: readonly [number, number]): readonly [number, number] {
  const span = high - low;
  return [low > 0 && low < span ? 0 : low, high < 0 && -high < span ? 0 : high];
}

/** A run that suits the width of a picture: 1 where it can be. */
function runIn([from, to]: readonly [number, number]): number {
  const width = to - from;
  return width >= 2 && width <= 12 ? 1 : roundStep(width / 5);
}

/** A curve's pieces in two: up to an argument and from there on. They meet in `end`, if it is given. */
function cutAt(
  pieces: readonly (readonly Point[])[],
  w: number,
  end: Point | undefined,
): { readonly before: readonly (readonly Point[])[]; readonly after: readonly (readonly Point[])[] } {
  const before: (readonly Point[])[] = [];
  const after: (readonly Point[])[] = [];
  for (const piece of pieces) {
    const first = piece.findIndex(([x]) => x >= w);
    if (first < 0) before.push(piece);
    else if (first === 0) after.push(piece);
    else {
      const joint = end === undefined ? [] : [end];
      before.push([...piece.slice(0, first), ...joint]);
      after.push([...joint, ...piece.slice(first)]);
    }
  }
  return { before, after };
}

/** The triangle under the tangent: a run, and the rise that belongs to it in the colour of the derivative. */
function triangleMarks([w, value]: Point, slope: number, window: Window): Mark[] {
  const run = runIn(window.x);
  // To the right of the point, and to the left of it where it would leave the picture on the right but not there.
  const fits = (side: -1 | 1): boolean => isInside([w + side * run, value + side * slope * run], window);
  const ahead = fits(1) || (w + run <= window.x[1] && !fits(-1));
  const corner: Point = ahead ? [w + run, value] : [w, value - slope * run];
  const start: Point = ahead ? [w, value] : [w - run, corner[1]];
  const top: Point = [corner[0], corner[1] + slope * run];
  const seen = (y: number): number => Math.min(window.y[1], Math.max(window.y[0], y));
  const along = (share: number): Point => [corner[0], seen(corner[1]) + share * (seen(top[1]) - seen(corner[1]))];
  // A rise too low for a word beside it has it over or under it.
  const [low, high] = [seen(corner[1]), seen(top[1])].sort((a, b) => a - b) as [number, number];
  const margin = 0.08 * (window.y[1] - window.y[0]);
  const rise = run === 1 ? formatNumber(slope) : `${formatShort(run)} · ${formatNumber(slope)}`;
  const marks: Mark[] = [
    { kind: 'path', key: 'run', role: 'guide', pieces: [[start, corner]] },
    { kind: 'path', key: 'rise', role: 'true-derivative', pieces: [[corner, top]] },
    {
      kind: 'text',
      key: 'rise-word',
      role: 'true-derivative',
      at: along(0.5),
      orAt: [along(0.2), along(0.8), along(1), [corner[0], high + margin], [corner[0], low - margin]],
      runs: numberRuns(rise),
      anchor: 'start',
      offset: [8, 5],
    },
  ];
  if (seen(corner[1]) === corner[1])
    marks.push({
      kind: 'text',
      key: 'run-word',
      role: 'guide',
      at: [(start[0] + corner[0]) / 2, corner[1]],
      runs: numberRuns(formatShort(run)),
      anchor: 'middle',
      offset: [0, slope >= 0 ? 16 : -8],
    });
  return marks;
}

function sceneOf(curve: PreparedCurve, derived: DrawnDerivative, behaviour: Behaviour): Scene {
  const { window } = curve;
  const { w, value } = behaviour;
  const point: Point = [w, value];
  const slope = behaviour.kind === 'differentiable' ? behaviour.slope : undefined;
  const height: Point | undefined = slope === undefined ? undefined : [w, slope];
  const { before, after } = cutAt(derived.sampled.pieces, w, height);
  const left: Mark[] = [...curveMarks(curve)];
  const right: Mark[] = [
    { kind: 'path', key: 'to-come', role: 'guide', pieces: after },
    { kind: 'path', key: 'derivative', role: 'true-derivative', pieces: before },
    ...derived.dots,
  ];
  const readOut: ReadOut[] = [readEqual('w', names.w0, w, window.x), readEqual('g', names.g0, value, window.y)];
  let notice: string | undefined;
  if (slope !== undefined && height !== undefined) {
    left.push(
      ...lineMarks({ key: 'tangent', role: 'tangent', word: 'tangent', point, slope, window }),
      ...triangleMarks(point, slope, window),
    );
    right.push(
      { kind: 'path', key: 'stem', role: 'true-derivative', pieces: [[onAxis(w, derived.window), height]] },
      {
        kind: 'text',
        key: 'height-word',
        role: 'true-derivative',
        at: dotPlace(height, derived.window).at,
        runs: numberRuns(formatNumber(slope)),
        anchor: 'start',
        offset: [11, -13],
      },
      { kind: 'dot', key: 'height', role: 'second-point', ...dotPlace(height, derived.window) },
    );
    readOut.push({ ...readEqual('slope', names.slope0, slope), role: 'true-derivative' });
  } else if (behaviour.kind === 'kink') {
    left.unshift(...rayMarks(point, behaviour.verdict, window));
    const slopes = slopesText(behaviour.verdict);
    if (slopes !== undefined) readOut.push(readWord('slope', 'slopes', slopes));
    readOut.push(readWord('verdict', '', behaviour.verdict.verdict));
    notice = `no derivative here: ${whyNot(behaviour.verdict)}`;
  } else {
    readOut.push(readWord('verdict', '', 'outside the domain'));
    notice = 'no derivative here: the function is not defined';
  }
  left.push(...movingPoint(dotPlace(point, window), [-11, -13]));
  const derivative: Panel = {
    key: 'derivative',
    title: [plain('derivative')],
    x: { domain: derived.window.x, label: names.w },
    y: { domain: derived.window.y, label: names.slope },
    axes: true,
    marks: right,
  };
  return {
    panels: [{ ...curvePanel(curve, left), title: [plain('function')] }, derivative],
    readOut,
    ...(notice === undefined ? {} : { notice }),
  };
}

function sentenceOf({ window }: PreparedCurve, behaviour: Behaviour): string {
  const w = `At ${saidEqual('w', behaviour.w, window.x)}`;
  switch (behaviour.kind) {
    case 'differentiable':
      return `${w} the function is ${said(behaviour.value, window.y)}. Its slope is ${said(behaviour.slope)}, and that is the height of the derivative.`;
    case 'kink':
      return `${w} the function is ${said(behaviour.value, window.y)}. There is no derivative here: ${whyNot(behaviour.verdict)}.`;
    case 'outside':
      return `${w} the function is not defined, and neither is the derivative.`;
  }
}

function shortTextOf({ window }: PreparedCurve, behaviour: Behaviour): string {
  const w = saidEqual('w', behaviour.w, window.x);
  switch (behaviour.kind) {
    case 'differentiable':
      return `${w}, slope ${said(behaviour.slope)}`;
    case 'kink':
      return `${w}, no slope, ${whyNot(behaviour.verdict)}`;
    case 'outside':
      return `${w}, no slope, the function is not defined`;
  }
}
