/**
 * Taylor polynomials of a function at a point. The slider is their order; the point can be dragged too. The polynomial
 * of order n shares value and n derivatives with the function at the point; a band shows how far it cannot be told
 * from the function in a picture of ordinary size. Where the function has fewer derivatives than are asked for, the
 * last polynomial that exists is drawn and the notice says which derivative is missing, and why. The coefficients are
 * exact (`taylor`), and so is the order at which they end.
 */
import { inParts, isHurried } from '../../base/parts.ts';
import type { ScopeOption } from '../../calculus/functions.ts';
import { derivative, taylor } from '../../calculus/derivative.ts';
import { differentiability } from '../../calculus/differentiability.ts';
import type { ScalarFunction } from '../../calculus/types.ts';
import { SecantError } from '../../base/diagnostics.ts';
import { polynomialAt, type Polynomial } from '../../calculus/geometry/index.ts';
import type { Figure, Windows } from '../scene/figure.ts';
import type { Mark, Point, ReadOut, Scene } from '../scene/scene.ts';
import { prepareCurve, type PreparedCurve } from './curve.ts';
import { drawnInParts } from './drawn-in-parts.ts';
import { figure, mustBeArgument, mustBeDomain, mustBeFunction } from './figure.ts';
import { bowMarks, curveMarks, curvePanel, dotPlace, movingPoint, saidAsymptotes } from './marks.ts';
import { positionsAlong } from './positions.ts';
import {
  asSentence,
  equalShort,
  equationRuns,
  honestEquation,
  names,
  readEqual,
  readWord,
  said,
  saidEqual,
  whatBreaks,
} from './words.ts';

/** Options of {@link taylorFigure}. */
export interface TaylorFigureOptions extends ScopeOption {
  /** The point around which the polynomials are taken, at first. */
  readonly at?: number;
  readonly domain?: readonly [number, number];
  /** Which values are shown, from the lowest to the highest; chosen by the function if absent. */
  readonly y?: readonly [number, number];
  /** The order at first. */
  readonly value?: number;
  /** The highest order of the slider, up to 20. */
  readonly highest?: number;
  /** Arguments where the drawn line is cut. */
  readonly exclusions?: readonly number[];
  readonly title?: string;
}

/** What there is at a point: all coefficients up to the highest order, or to the last that exists. */
interface Expansion {
  readonly w: number;
  readonly value: number;
  readonly coefficients: readonly number[];
}

/** What is drawn: the polynomial of some order, and how far it goes with the function. */
interface Approximation {
  readonly order: number;
  readonly asked: number;
  readonly polynomial: Polynomial;
  readonly match: readonly [number, number];
}

/**
 * The Taylor polynomials of a function, from order 0 to the highest.
 *
 * @param g any function of one number
 * @throws SecantError S003, S203 for options that make no figure, and whatever `taylor(g)` throws
 * @example
 * ```ts
 * taylorFigure((w) => Math.sin(w)).describeAt(3).startsWith('Around w = 0.00 the polynomial of order 3 is h(w) ≈ w − 0.1667 w³.') // → true
 * ```
 */
export function taylorFigure(g: ScalarFunction, options: TaylorFigureOptions = {}): Figure {
  return drawnInParts('taylor-figure', g, options, drawTaylorFigure);
}

function drawTaylorFigure(g: ScalarFunction, options: TaylorFigureOptions): Figure {
  const { at = 0, domain = [-3, 3], highest = 10, exclusions = [], title = 'Taylor polynomials' } = options;
  mustBeFunction(g);
  mustBeDomain(domain);
  if (options.y !== undefined) mustBeDomain(options.y, 'y');
  mustBeArgument(at, domain, 'at');
  if (!Number.isInteger(highest) || highest < 1 || highest > 20)
    throw new SecantError('S203', `the highest order is ${highest}`, { hint: 'give a whole number from 1 to 20' });
  const orderAt = (value: number): number => Math.min(highest, Math.max(0, Math.round(value) || 0));
  const curve = prepareCurve(g, domain, { exclusions, through: [at], y: options.y });
  const points = positionsAlong({
    name: 'w⁰',
    domain,
    frames: 200,
    value: at,
    stops: [...new Set([...curve.kinks.stops, at])].sort((a, b) => a - b),
    stopNear: (value, reach) => (Math.abs(value - at) <= reach ? at : curve.kinks.near(value, reach)),
  });
  const expand = expanderOf(g, curve, highest);
  const reason = reasonsOf(g);
  const study = (value: number, others: readonly number[] = [], windows?: Windows) => {
    const expansion = expand(points.seen(others[0] ?? at, windows));
    return { expansion, shown: approximate(curve, expansion, orderAt(value)) };
  };
  return figure({
    kind: 'taylor-figure',
    title,
    parameter: {
      name: 'order',
      min: 0,
      max: highest,
      step: 1,
      value: orderAt(options.value ?? 3),
      stops: Array.from({ length: highest + 1 }, (_, order) => order),
      written: (value) => String(orderAt(value)),
    },
    others: [points.parameter],
    frames: highest + 1,
    handles: [
      {
        panel: 'curve',
        mark: 'point',
        label: 'point w⁰',
        moves: [1],
        parameterAt: (x, _y, windows) => points.seen(x, windows),
      },
    ],
    zoomable: ['curve'],
    valueAt: (k) => k,
    sceneAt: (value, others, windows) => {
      const { expansion, shown } = study(value, others, windows);
      return sceneOf(curve.within(windows?.['curve']), expansion, shown, noticeOf(expansion, shown, reason));
    },
    curveAt: (_panel, w) => curve.g(w),
    describeAt: (value, others, windows) => {
      const { expansion, shown } = study(value, others, windows);
      const sentence = sentenceOf(curve, expansion, shown, noticeOf(expansion, shown, reason));
      return sentence + saidAsymptotes(curve.within(windows?.['curve']));
    },
    valueText: (value, others, windows) => {
      const { expansion, shown } = study(value, others, windows);
      const notice = noticeOf(expansion, shown, reason);
      return `order ${orderAt(value)}, ${saidEqual('w⁰', expansion.w)}${notice === undefined ? '' : `, ${notice}`}`;
    },
  });
}

/** The coefficients at a point as far as they exist; kept for the last point. */
function expanderOf(g: ScalarFunction, curve: PreparedCurve, highest: number): (w: number) => Expansion {
  let last: Expansion | undefined;
  const expanded = inParts(g, `taylor ${highest}`, (w) => taylor(g, w, highest));
  return (w) => {
    if (last !== undefined && Object.is(last.w, w)) return last;
    const behaviour = curve.behaviourAt(w);
    const { value } = behaviour;
    let coefficients: readonly number[] = [];
    if (behaviour.kind === 'kink') coefficients = [value];
    else if (behaviour.kind === 'differentiable') {
      const all = expanded(w);
      const missing = all.findIndex((coefficient) => !Number.isFinite(coefficient));
      coefficients = missing < 0 ? all : all.slice(0, missing);
    }
    return (last = { w, value, coefficients });
  };
}

/** Why the derivative after the last one is missing at a point; remembered, for it takes a verdict. */
function reasonsOf(g: ScalarFunction): (w: number, order: number) => string {
  const known = new Map<string, string>();
  return (w, order) => {
    const key = `${w},${order}`;
    let text = known.get(key);
    if (text === undefined) {
      const subject = order === 0 ? 'the function' : `the ${ordinals[order] ?? `${order}th`} derivative`;
      text = `${subject} ${whatBreaks(differentiability(order === 0 ? g : derivative(g, { order }), w))}`;
      if (known.size > 256) known.clear();
      known.set(key, text);
    }
    return text;
  };
}

const ordinals = ['', 'first', 'second', 'third'];

/** Pixels of the picture that counts when polynomial and function are compared. */
const compared = { width: 640, height: 400 } as const;
/** Steps along the domain in which a slow function is compared. */
const hurriedSteps = 24;

/** The polynomial of an order, or of the last that exists, and the interval around its point where it is within a pixel of the function. */
function approximate(curve: PreparedCurve, { w, coefficients }: Expansion, asked: number): Approximation | undefined {
  if (coefficients.length === 0) return undefined;
  const kept = coefficients.slice(0, asked + 1);
  const polynomial = polynomialAt(w, kept);
  const [low, high] = curve.window.y;
  const pixel = (high - low) / compared.height;
  const fits = (u: number): boolean => Math.abs(polynomial.at(u) - curve.g(u)) <= pixel;
  const [from, to] = curve.domain;
  const step = (to - from) / (isHurried() ? hurriedSteps : compared.width);
  const reach = (side: -1 | 1): number => {
    let [inside, outside] = [w, w + side * step];
    while (outside >= from && outside <= to && fits(outside)) [inside, outside] = [outside, outside + side * step];
    if (outside < from || outside > to) return side === 1 ? to : from;
    for (let halving = 0; halving < 8; halving++) {
      const middle = (inside + outside) / 2;
      if (fits(middle)) inside = middle;
      else outside = middle;
    }
    return inside;
  };
  return { order: kept.length - 1, asked, polynomial, match: [reach(-1), reach(1)] };
}

/** The beginning of an equation that fits in a title: as many terms as there is room for, and dots for the others. */
function shortEquation({ point, coefficients }: Polynomial): string {
  const most = 36;
  const upTo = (order: number): string =>
    honestEquation((options) => polynomialAt(point, coefficients.slice(0, order + 1)).equation(options), 4);
  let shortest = upTo(0);
  for (let order = 1; order < coefficients.length; order++) {
    const longer = upTo(order);
    if (longer.length > most && order > 1) return `${shortest} + …`;
    shortest = longer;
  }
  return shortest;
}

function noticeOf(
  { w, coefficients }: Expansion,
  shown: Approximation | undefined,
  reason: (w: number, order: number) => string,
): string | undefined {
  if (shown === undefined) return 'no polynomial here: the function is not defined';
  if (shown.order === shown.asked) return undefined;
  return `order ${shown.order} is the last here: ${reason(w, coefficients.length - 1)}`;
}

function sceneOf(
  curve: PreparedCurve,
  { w, value }: Expansion,
  shown: Approximation | undefined,
  notice: string | undefined,
): Scene {
  const { window } = curve;
  const point: Point = [w, value];
  const marks: Mark[] = [];
  const readOut: ReadOut[] = [readEqual('w', names.w0, w, window.x), readEqual('g', names.g0, value, window.y)];
  if (shown !== undefined) {
    const { order, polynomial, match } = shown;
    const role = order === 1 ? 'tangent' : 'second-order';
    const [low, high] = window.y;
    const [from, to] = match;
    marks.push(
      {
        kind: 'polygon',
        key: 'match',
        role: 'second-order',
        shade: 0.12,
        points: [
          [from, low],
          [to, low],
          [to, high],
          [from, high],
        ],
      },
      ...curveMarks(curve),
      ...bowMarks({ key: 'polynomial', role, word: `order ${order}`, at: polynomial.at, window, count: 240 }),
    );
    readOut.push(
      readWord('order', 'order', String(order), role),
      readWord('match', 'within a pixel from', `${said(from)} to ${said(to)}`, 'second-order'),
    );
  } else {
    marks.push(...curveMarks(curve));
    readOut.push(readWord('verdict', '', 'outside the domain'));
  }
  marks.push(...movingPoint(dotPlace(point, window)));
  const heading = shown === undefined ? 'no polynomial' : shortEquation(shown.polynomial);
  return {
    panels: [{ ...curvePanel(curve, marks), title: equationRuns(heading) }],
    readOut,
    ...(notice === undefined ? {} : { notice }),
  };
}

function sentenceOf(
  curve: PreparedCurve,
  { w }: Expansion,
  shown: Approximation | undefined,
  notice: string | undefined,
): string {
  if (shown === undefined) return `At ${saidEqual('w', w, curve.domain)} there is ${notice ?? 'no polynomial'}.`;
  const { order, polynomial, match } = shown;
  const [from, to] = match;
  const everywhere = from === curve.domain[0] && to === curve.domain[1];
  const where = everywhere ? 'everywhere' : `from w ${equalShort(from)} to w ${equalShort(to)}`;
  const last = notice === undefined ? '' : ` ${asSentence(notice)}`;
  return `Around ${saidEqual('w', w, curve.domain)} the polynomial of order ${order} is ${honestEquation((options) => polynomial.equation(options), 4)}. In the picture it cannot be told from the function ${where}.${last}`;
}
