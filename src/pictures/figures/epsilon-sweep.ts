/**
 * A function, its true derivative and the numerical one as ε runs from 1 to 1e-17. On the left the function is
 * black, the derivative dashed blue, the numerical derivative red; at first the red line is off by truncation, then
 * the two lie on one another, then rounding tears the red one apart, and below the spacing of doubles it
 * is 0. On the right the error at one argument against ε, both in powers of ten. The slider moves the power.
 */
import { inParts, isHurried } from '../../base/parts.ts';
import type { ScopeOption } from '../../calculus/functions.ts';
import { secondDerivativeOf, slopeOf } from '../../calculus/slopes.ts';
import type { ScalarFunction } from '../../calculus/types.ts';
import { formatNumber, formatShort } from '../scene/format.ts';
import type { Window } from '../scene/clip.ts';
import type { Figure } from '../scene/figure.ts';
import { guarded, sampleCurve } from '../scene/sample-curve.ts';
import type { Mark, Panel, Point, ReadOut, Scene } from '../scene/scene.ts';
import { numberRuns, plain, variable } from '../scene/text.ts';
import { prepareCurve, type PreparedCurve } from './curve.ts';
import { curveIn } from './curve-in.ts';
import {
  epsilonText,
  errorCurves,
  errorPanel,
  exponents,
  forwardDifference,
  studyEpsilon,
  type EpsilonStudy,
} from './epsilon-study.ts';
import { drawnInParts } from './drawn-in-parts.ts';
import { figure, mustBeDomain, mustBeFrames, mustBeFunction } from './figure.ts';
import { curveMarks, curvePanel, isInside, saidAsymptotes } from './marks.ts';
import { positionsAlong, tidy } from './positions.ts';
import { equalShort, names, readWord, saidShort } from './words.ts';

/** Options of {@link epsilonError}, and of {@link epsilonSweep} with more. */
export interface EpsilonOptions extends ScopeOption {
  readonly domain?: readonly [number, number];
  /** Where the error is studied. */
  readonly at?: number;
  /** Positions of a film. */
  readonly frames?: number;
  /** The power of ten at first. */
  readonly value?: number;
  readonly title?: string;
}

/** Options of {@link epsilonSweep}. */
export interface EpsilonSweepOptions extends EpsilonOptions {
  /** Arguments where the drawn lines of the function and its derivative are cut. */
  readonly exclusions?: readonly number[];
}

/** Points of the numerical derivative along the domain; enough that its noise is seen as noise. */
const samples = 480;
/** So many for a slow function. */
const fewSamples = 24;

/** An argument at which the error is worth a look: two thirds of the way, unless the curve is straight there. */
function tellingArgument(g: ScalarFunction, [from, to]: readonly [number, number]): number {
  const bend = guarded(inParts(g, 'bend', secondDerivativeOf(g)));
  const sizeAt = (w: number): number => Math.abs(bend(w)) || 0;
  const usual = tidy(from + (2 / 3) * (to - from));
  let [best, most] = [usual, 50 * sizeAt(usual)];
  const places = Array.from({ length: isHurried() ? 0 : 59 }, (_, k) => tidy(from + ((to - from) * (k + 1)) / 60));
  // Beside a pole everything is bent, and nothing can be seen of it.
  const value = guarded(inParts(g, 'value', g));
  const [low, high] = sampleCurve(value, [from, to], { width: 160 }).y;
  for (const w of places) {
    if (sizeAt(w) > most && value(w) >= low && value(w) <= high) [best, most] = [w, sizeAt(w)];
  }
  return best;
}

function setUp(g: ScalarFunction, options: EpsilonOptions) {
  const { domain = [-3, 3], frames = 171, value = -1 } = options;
  mustBeFunction(g);
  mustBeDomain(domain);
  mustBeFrames(frames);
  const at = options.at ?? tellingArgument(g, domain);
  // The slider runs from ε = 1 at its left to 1e-17 at its right.
  const positions = positionsAlong({
    name: 'ε',
    domain: [-exponents[0] + 0, -exponents[1]],
    frames,
    value: -value,
    stops: [],
    stopNear: (wanted, reach) => (Math.abs(wanted - Math.round(wanted)) <= reach ? Math.round(wanted) : undefined),
  });
  const epsilonAt = (position: number): number => {
    const power = positions.snap(position);
    return Number.isInteger(power) ? Number(`1e-${power}`) : 10 ** -power;
  };
  const parameter = { ...positions.parameter, step: 0.1, written: (value: number) => epsilonText(epsilonAt(value)) };
  const study = studyEpsilon(g, at);
  return { domain, frames, at, positions, parameter, epsilonAt, study, curves: errorCurves(study) };
}

/** What of the left panel does not depend on ε, for a part of its plane. */
interface DrawnPart {
  readonly curve: PreparedCurve;
  /** The true derivative. */
  readonly truth: readonly (readonly Point[])[];
  readonly truthPlaces: readonly Point[];
  readonly window: Window;
  /** Arguments at which the numerical derivative is drawn. */
  readonly xs: readonly number[];
  /** The function is so low beside its derivative that it has a panel of its own. */
  readonly isApart: boolean;
}

/** Places for a word: the points in the window that are so far along the lines. */
function wordPlaces(pieces: readonly (readonly Point[])[], window: Window, shares: readonly number[]): Point[] {
  const all = pieces.flatMap((piece) => piece.filter((point) => isInside(point, window)));
  return shares.map((share) => all[Math.floor(share * (all.length - 1))]).filter((point) => point !== undefined);
}

/** Where the word of the true derivative may stand along it. */
const truthShares = [0.03, 0.5, 0.97, 0.25, 0.75];

/** The derivative may be so many times as high as the function in one panel. */
const leastShare = 12;

/** Function and derivative sampled for a part of their plane; all of it where no window is given. */
function drawnParts(
  g: ScalarFunction,
  domain: readonly [number, number],
  exclusions: readonly number[],
): (window: Window | undefined) => DrawnPart {
  const curve = prepareCurve(g, domain, { exclusions });
  const slope = guarded(inParts(g, 'slope', slopeOf(g)));
  const count = isHurried() ? fewSamples : samples;
  const evenly = ([from, to]: readonly [number, number]): number[] =>
    Array.from({ length: count + 1 }, (_, k) => from + ((to - from) * k) / count);
  const truth = sampleCurve(slope, domain, { exclusions });
  const both = [Math.min(curve.window.y[0], truth.y[0]), Math.max(curve.window.y[1], truth.y[1])] as const;
  // A function that would be a flat line on the scale of its derivative has a panel of its own.
  const isApart = (curve.window.y[1] - curve.window.y[0]) * leastShare < both[1] - both[0];
  const y = isApart ? truth.y : both;
  const partIn = (window: Window, shown: PreparedCurve, pieces: DrawnPart['truth']): DrawnPart => {
    const truthPlaces = wordPlaces(pieces, window, truthShares);
    return { curve: shown, truth: pieces, truthPlaces, window, xs: evenly(shown.domain), isApart };
  };
  const whole = partIn({ x: curve.window.x, y }, curve, truth.pieces);
  const truthIn = curveIn(slope, domain, whole.window, { exclusions });
  const parts = new WeakMap<Window, DrawnPart>();
  return (window) => {
    if (window === undefined) return whole;
    let part = parts.get(window);
    if (part === undefined) {
      const shown = curve.within(window);
      part = partIn(window, shown, truthIn(window).pieces);
      parts.set(window, part);
    }
    return part;
  };
}

/** Which of the two parts of the error rules at an ε. */
function ruling(study: EpsilonStudy, epsilon: number): string {
  const error = study.errorAt(epsilon);
  if (error === 0) return 'no error';
  if (!Number.isFinite(study.derivative)) return 'no finite derivative to compare with';
  if (Number.isNaN(error)) return 'no numerical derivative';
  if (study.at + epsilon === study.at) return 'w + ε rounds to w';
  return study.truncationAt(epsilon) >= study.roundingAt(epsilon) ? 'truncation' : 'rounding';
}

function readOutOf(study: EpsilonStudy, epsilon: number): ReadOut[] {
  const difference = study.errorAt(epsilon);
  return [
    { key: 'epsilon', label: [...variable('ε'), plain('\u00a0=')], value: epsilonText(epsilon) },
    {
      key: 'at',
      label: [plain('error')],
      value: difference > 0 ? formatShort(difference, 2) : formatNumber(difference),
      role: 'numerical-derivative',
    },
    readWord('ruling', '', ruling(study, epsilon)),
  ];
}

function sentenceOf(study: EpsilonStudy, epsilon: number): string {
  const error = study.errorAt(epsilon);
  const about = `With ε = ${epsilonText(epsilon)} the numerical derivative at w ${equalShort(study.at)}`;
  if (!Number.isFinite(study.derivative))
    return `${about} has no error: there is no finite derivative to compare it with.`;
  const truth = `The true derivative there is ${saidShort(study.derivative, 4)}.`;
  if (Number.isNaN(error)) return `${about} has no value. ${truth}`;
  return `${about} is off by ${saidShort(error, 2)}: ${ruling(study, epsilon)}. ${truth}`;
}

function shortTextOf(study: EpsilonStudy, epsilon: number): string {
  const error = study.errorAt(epsilon);
  const size = Number.isFinite(error) ? `error ${formatShort(error, 2)}, ` : '';
  return `ε = ${epsilonText(epsilon)}, ${size}${ruling(study, epsilon)}`;
}

/**
 * The numerical derivative as ε shrinks from 1 to 1e-17, with its error beside it.
 *
 * @param g any function of one number
 * @throws SecantError S003, S203 for options that make no figure, and whatever `derivative(g)` throws
 * @example
 * ```ts
 * epsilonSweep((w) => Math.sin(w)).parameter.max // → 17
 * ```
 */
export function epsilonSweep(g: ScalarFunction, options: EpsilonSweepOptions = {}): Figure {
  return drawnInParts('epsilon-sweep', g, options, drawEpsilonSweep);
}

function drawEpsilonSweep(g: ScalarFunction, options: EpsilonSweepOptions): Figure {
  const { domain, frames, positions, parameter, epsilonAt, study, curves } = setUp(g, options);
  const { title = 'The numerical derivative as ε shrinks', exclusions = [] } = options;
  const partOf = drawnParts(g, domain, exclusions);
  const word = (
    key: string,
    role: 'function' | 'true-derivative' | 'numerical-derivative',
    text: string,
    places: readonly Point[],
  ): Mark[] => {
    const [at, ...orAt] = places;
    if (at === undefined) return [];
    return [{ kind: 'text', key, role, at, orAt, runs: [plain(text)], anchor: 'start', offset: [8, -14] }];
  };
  const panelAt = (epsilon: number, part: DrawnPart): Panel => {
    const { curve, truth, window, xs } = part;
    const { y } = window;
    const pieces: Point[][] = [];
    let piece: Point[] = [];
    const [low, high] = [y[0] - (y[1] - y[0]), y[1] + (y[1] - y[0])];
    for (const w of xs) {
      const value = forwardDifference(curve.g, w, epsilon);
      if (Number.isFinite(value)) piece.push([w, Math.max(low, Math.min(high, value))]);
      else {
        if (piece.length > 1) pieces.push(piece);
        piece = [];
      }
    }
    if (piece.length > 1) pieces.push(piece);
    const marks: Mark[] = [
      ...(part.isApart ? [] : curveMarks(curve)),
      { kind: 'path', key: 'numerical', role: 'numerical-derivative', pieces },
      { kind: 'path', key: 'truth', role: 'true-derivative', pieces: truth },
      ...word('truth-word', 'true-derivative', 'derivative', part.truthPlaces),
      ...word('numerical-word', 'numerical-derivative', 'numerical', wordPlaces(pieces, window, [0.9, 0.1, 0.6, 0.3])),
    ];
    return {
      key: 'curve',
      title: [...variable('ε'), plain(' = '), ...numberRuns(epsilonText(epsilon))],
      x: { domain: window.x, label: names.w },
      y: { domain: y, label: part.isApart ? names.slope : names.g },
      axes: true,
      marks,
    };
  };
  return figure({
    kind: 'epsilon-sweep',
    title,
    parameter,
    frames,
    handles: [
      {
        panel: 'error',
        mark: 'now',
        label: 'point at ε on the line of errors',
        parameterAt: (x) => positions.snap(-x),
      },
    ],
    valueAt: positions.valueAt,
    zoomable: ['curve'],
    sceneAt: (value, _others, windows): Scene => {
      const epsilon = epsilonAt(value);
      const part = partOf(windows?.['curve']);
      const whole = partOf(undefined).curve;
      const apart = part.isApart ? [{ ...curvePanel(whole, curveMarks(whole)), key: 'function', title: names.g }] : [];
      const shown = panelAt(epsilon, part);
      return { panels: [...apart, shown, errorPanel(study, epsilon, curves)], readOut: readOutOf(study, epsilon) };
    },
    curveAt: (panel, w) => {
      const { curve, isApart } = partOf(undefined);
      if (panel === 'error') return NaN;
      return isApart && panel === 'curve' ? curve.slope(w) : curve.g(w);
    },
    describeAt: (value) => sentenceOf(study, epsilonAt(value)) + saidAsymptotes(partOf(undefined).curve),
    valueText: (value) => shortTextOf(study, epsilonAt(value)),
  });
}

/**
 * The error of the numerical derivative at one argument against ε, in powers of ten: the slope of truncation, the
 * slope of rounding, and the best ε where they meet.
 *
 * @param g any function of one number
 * @throws SecantError S003, S203 for options that make no figure, and whatever `derivative(g)` throws
 * @example
 * ```ts
 * epsilonError((w) => Math.sin(w), { at: 1 }).kind // → 'epsilon-error'
 * ```
 */
export function epsilonError(g: ScalarFunction, options: EpsilonOptions = {}): Figure {
  return drawnInParts('epsilon-error', g, options, drawEpsilonError);
}

function drawEpsilonError(g: ScalarFunction, options: EpsilonOptions): Figure {
  const { frames, positions, parameter, epsilonAt, study, curves } = setUp(g, options);
  return figure({
    kind: 'epsilon-error',
    title: options.title ?? 'The error of a numerical derivative',
    parameter,
    frames,
    handles: [
      {
        panel: 'error',
        mark: 'now',
        label: 'point at ε on the line of errors',
        parameterAt: (x) => positions.snap(-x),
      },
    ],
    valueAt: positions.valueAt,
    sceneAt: (value): Scene => {
      const epsilon = epsilonAt(value);
      return { panels: [errorPanel(study, epsilon, curves)], readOut: readOutOf(study, epsilon) };
    },
    describeAt: (value) => sentenceOf(study, epsilonAt(value)),
    valueText: (value) => shortTextOf(study, epsilonAt(value)),
  });
}
