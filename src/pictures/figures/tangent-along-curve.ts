/**
 * The tangent along a curve: function black, moving point red, tangent green, the second-order
 * approximation blue and dashed where asked for. The tangent is exact at every position; where there is
 * none (a kink, a jump, outside the domain) it is absent and the notice says why.
 */
import type { ScopeOption } from '../../calculus/functions.ts';
import { secondDerivativeOf } from '../../calculus/slopes.ts';
import type { ScalarFunction } from '../../calculus/types.ts';
import type { Figure, Windows } from '../scene/figure.ts';
import type { Mark, Point, ReadOut, Scene } from '../scene/scene.ts';
import { applied, variable } from '../scene/text.ts';
import { type AlsoDrawn, besideCurve, type BesideCurve } from './beside-curve.ts';
import { positionsOnCurve, prepareCurve, type PreparedCurve, type Behaviour } from './curve.ts';
import { drawnInParts } from './drawn-in-parts.ts';
import { figure, mustBeDomain, mustBeFrames, mustBeFunction } from './figure.ts';
import {
  bowMarks,
  saidAsymptotes,
  curveMarks,
  curvePanel,
  dotPlace,
  isInside,
  lineMarks,
  movingPoint,
  onAxis,
  rayMarks,
} from './marks.ts';
import {
  names,
  readEqual,
  readWord,
  said,
  saidEqual,
  slopesText,
  noTangent,
  asSentence,
  noTangentShort,
} from './words.ts';

/** Options of {@link tangentAlongCurve}. */
export interface TangentAlongCurveOptions extends ScopeOption {
  /** Which approximations are drawn: the tangent, or the tangent and the parabola of second order. */
  readonly orders?: readonly (1 | 2)[];
  /** Where the point moves. */
  readonly domain?: readonly [number, number];
  /** Which values are shown, from the lowest to the highest; chosen by the function if absent. */
  readonly y?: readonly [number, number];
  /** Positions of a film. */
  readonly frames?: number;
  /** Where the point stands at first. */
  readonly value?: number;
  /** Arguments where the drawn line is cut. */
  readonly exclusions?: readonly number[];
  readonly title?: string;
  /** Functions that are drawn beside: each with what it is called. */
  readonly also?: readonly AlsoDrawn[];
}

/**
 * A point that moves along a curve with its tangent.
 *
 * @param g any function of one number
 * @throws SecantError S003, S203 for options that make no figure, and whatever `derivative(g)` throws
 * @example
 * ```ts
 * const moving = tangentAlongCurve((w) => Math.sin(w));
 * moving.describeAt(0) // → 'At w = 0.00 the function is 0.00. The tangent has slope 1.00.'
 * ```
 */
export function tangentAlongCurve(g: ScalarFunction, options: TangentAlongCurveOptions = {}): Figure {
  return drawnInParts('tangent-along-curve', g, options, drawTangentAlongCurve);
}

function drawTangentAlongCurve(g: ScalarFunction, options: TangentAlongCurveOptions): Figure {
  const { orders = [1], domain = [-3, 3], frames = 200, title = 'The tangent along the curve' } = options;
  mustBeFunction(g);
  mustBeDomain(domain);
  if (options.y !== undefined) mustBeDomain(options.y, 'y');
  mustBeFrames(frames);
  const withSecond = orders.includes(2);
  const curve = prepareCurve(g, domain, {
    y: options.y,
    ...(withSecond ? { second: secondDerivativeOf(g) } : {}),
    ...(options.exclusions === undefined ? {} : { exclusions: options.exclusions }),
  });
  const beside = (options.also ?? []).map((drawn, place) => besideCurve(drawn, place, curve, options.exclusions));
  const positions = positionsOnCurve(curve, frames, options.value);
  const behaviourAt = (value: number, windows?: Windows): Behaviour =>
    curve.behaviourAt(positions.seen(value, windows));
  return figure({
    kind: 'tangent-along-curve',
    title,
    parameter: positions.parameter,
    frames,
    handles: [
      { panel: 'curve', mark: 'point', label: 'point w⁰', parameterAt: (x, _y, windows) => positions.seen(x, windows) },
    ],
    zoomable: ['curve'],
    valueAt: positions.valueAt,
    sceneAt: (value, _others, windows) =>
      sceneOf(curve.within(windows?.['curve']), behaviourAt(value, windows), orders, beside),
    curveAt: (_panel, w) => curve.g(w),
    describeAt: (value, _others, windows) => {
      const behaviour = behaviourAt(value, windows);
      const said = beside.map((each) => each.sentence(behaviour.w));
      const part = curve.within(windows?.['curve']);
      return [sentenceOf(part, behaviour, withSecond), ...said].join(' ') + saidAsymptotes(part);
    },
    valueText: (value, _others, windows) => shortTextOf(curve.within(windows?.['curve']), behaviourAt(value, windows)),
  });
}

function sceneOf(
  curve: PreparedCurve,
  behaviour: Behaviour,
  orders: readonly (1 | 2)[],
  beside: readonly BesideCurve[],
): Scene {
  const { window } = curve;
  const { w, value } = behaviour;
  const point: Point = [w, value];
  const marks: Mark[] = [...beside.flatMap((each) => each.marks(window)), ...curveMarks(curve)];
  const readOut: ReadOut[] = [readEqual('w', names.w0, w, window.x), readEqual('g', names.g0, value, window.y)];
  let notice: string | undefined;
  const shown = Number.isFinite(value) && isInside(point, window);
  if (shown) marks.push({ kind: 'path', key: 'drop', role: 'guide', pieces: [[onAxis(w, window), point]] });
  if (behaviour.kind === 'differentiable') {
    const { slope } = behaviour;
    readOut.push(readWord('slope', 'slope', said(slope), 'tangent'));
    if (orders.includes(2)) {
      const second = curve.secondAt(w);
      if (second === undefined) notice = 'no second derivative here';
      else {
        const at = (u: number): number => value + (u - w) * (slope + (second / 2) * (u - w));
        marks.push(...bowMarks({ key: 'second-order', role: 'second-order', word: 'second order', at, window }));
        readOut.push({
          ...readEqual('second', applied('g″', variable('w', { above: '0' })), second),
          role: 'second-order',
        });
      }
    }
    if (orders.includes(1))
      marks.push(...lineMarks({ key: 'tangent', role: 'tangent', word: 'tangent', point, slope, window }));
    readOut.push(readWord('verdict', '', 'differentiable'));
  } else if (behaviour.kind === 'kink') {
    const slopes = slopesText(behaviour.verdict);
    if (slopes !== undefined) readOut.push(readWord('slope', 'slopes', slopes));
    readOut.push(readWord('verdict', '', behaviour.verdict.verdict));
    notice = noTangent(behaviour.verdict);
    marks.unshift(...rayMarks(point, behaviour.verdict, window));
  } else {
    readOut.push(readWord('verdict', '', 'outside the domain'));
    notice = 'no tangent here: the function is not defined';
  }
  readOut.push(...beside.map((each) => each.readOut(w)));
  marks.push(...movingPoint(dotPlace(point, window)));
  return { panels: [curvePanel(curve, marks)], readOut, ...(notice === undefined ? {} : { notice }) };
}

function sentenceOf(curve: PreparedCurve, behaviour: Behaviour, withSecond: boolean): string {
  const { w, value } = behaviour;
  const place = `At ${saidEqual('w', w, curve.window.x)}`;
  const at = `${place} the function is ${said(value, curve.window.y)}.`;
  switch (behaviour.kind) {
    case 'differentiable': {
      const second = withSecond ? curve.secondAt(w) : undefined;
      const tail = !withSecond
        ? ''
        : second === undefined
          ? ' It has no second derivative here.'
          : ` The second derivative is ${said(second)}.`;
      return `${at} The tangent has slope ${said(behaviour.slope)}.${tail}`;
    }
    case 'kink':
      return `${at} ${asSentence(noTangent(behaviour.verdict, 'there is no tangent here'))}`;
    case 'outside':
      return `${place} the function is not defined, so there is no tangent.`;
  }
}

function shortTextOf({ window }: PreparedCurve, behaviour: Behaviour): string {
  const w = saidEqual('w', behaviour.w, window.x);
  switch (behaviour.kind) {
    case 'differentiable':
      return `${w}, slope ${said(behaviour.slope)}, tangent`;
    case 'kink':
      return `${w}, ${noTangentShort(behaviour.verdict)}`;
    case 'outside':
      return `${w}, no tangent, the function is not defined`;
  }
}
