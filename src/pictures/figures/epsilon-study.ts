/**
 * The numerical derivative (g(w + ε) − g(w))/ε against the true one, made ready for the two figures of ε. At one
 * argument the error has two parts: truncation, what the straight secant misses of the curve, which shrinks with
 * ε, and rounding, what subtraction and division in doubles lose, which grows as ε shrinks. They are told
 * apart exactly enough by their first terms: |g″(w)| ε / 2, and one unit of rounding of g(w) over ε. The best
 * ε is where the two meet (Dennis and Schnabel 1983, section 5.4).
 */
import { inParts } from '../../base/parts.ts';
import { secondDerivativeOf, slopeOf } from '../../calculus/slopes.ts';
import type { ScalarFunction } from '../../calculus/types.ts';
import { formatShort } from '../scene/format.ts';
import { guarded } from '../scene/sample-curve.ts';
import type { Mark, Panel, Point, TextRun } from '../scene/scene.ts';
import { plain, variable } from '../scene/text.ts';

/** Powers of ten that ε runs through: from 1 to 1e-17. */
export const exponents = [0, -17] as const;

/** The numerical derivative of a function with a step. */
export function forwardDifference(g: ScalarFunction, w: number, epsilon: number): number {
  return (g(w + epsilon) - g(w)) / epsilon;
}

/** How the error at one argument depends on ε. */
export interface EpsilonStudy {
  readonly at: number;
  readonly derivative: number;
  errorAt(epsilon: number): number;
  truncationAt(epsilon: number): number;
  roundingAt(epsilon: number): number;
  /** The ε at which both parts are alike; NaN where there is no second derivative to tell. */
  readonly best: number;
}

/** Studies a function at an argument. */
export function studyEpsilon(g: ScalarFunction, w: number): EpsilonStudy {
  const value = guarded(inParts(g, 'value', g));
  const [slope, bend] = [
    guarded(inParts(g, 'slope', slopeOf(g)))(w),
    guarded(inParts(g, 'bend', secondDerivativeOf(g)))(w),
  ];
  const height = Math.abs(value(w));
  const truncationAt = (epsilon: number): number => (Math.abs(bend) * epsilon) / 2;
  // The two values are rounded by half a unit each, and so is the place w + ε, which costs a slope's worth.
  const unit = Number.EPSILON * Math.max(height, Math.abs(value(w + 1e-8)), Math.abs(w * slope), Number.MIN_VALUE);
  return {
    at: w,
    derivative: slope,
    errorAt: (epsilon) => Math.abs(forwardDifference(value, w, epsilon) - slope),
    truncationAt,
    roundingAt: (epsilon) => unit / epsilon,
    best: bend === 0 ? NaN : Math.sqrt((2 * unit) / Math.abs(bend)),
  };
}

/** ε in powers of ten, as text: 10⁻³, 3.2·10⁻⁵. */
export function epsilonText(epsilon: number): string {
  const power = Math.round(Math.log10(epsilon));
  const exact = Math.abs(Math.log10(epsilon) - power) < 1e-9;
  if (exact && power === 0) return '1';
  const raised = (n: number): string =>
    Array.from(String(n), (c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)])).join('');
  if (exact) return `10${raised(power)}`;
  const floor = Math.floor(Math.log10(epsilon));
  return floor >= -2 ? formatShort(epsilon, 2) : `${(epsilon / 10 ** floor).toFixed(1)}·10${raised(floor)}`;
}

const perDecade = 12;
/** Errors are shown down to here; a smaller one, or none, stands on the floor. */
const lowest = -18;

/** The log–log panel of a study, with the error at one ε marked. */
export function errorPanel(study: EpsilonStudy, epsilon: number, kept: ErrorCurves): Panel {
  const [x, error] = [Math.log10(epsilon), study.errorAt(epsilon)];
  const y = Math.max(kept.low, Math.min(kept.high, logOf(error)));
  const marks: Mark[] = [
    { kind: 'path', key: 'truncation', role: 'second-order', pieces: kept.truncation },
    { kind: 'path', key: 'rounding', role: 'guide', pieces: kept.rounding },
    { kind: 'path', key: 'error', role: 'numerical-derivative', pieces: kept.error },
    ...kept.words,
    { kind: 'dot', key: 'now', role: 'moving-point', at: [x, y] },
  ];
  return {
    key: 'error',
    title: [plain('error at '), ...variable('w'), plain(` = ${formatShort(study.at)}`)],
    x: { domain: [-17.6, 0.6], label: variable('ε'), powers: true },
    y: { domain: [kept.low, kept.high], label: [plain('error')], powers: true },
    axes: true,
    marks,
  };
}

/** What stands still in the error panel. */
export interface ErrorCurves {
  readonly error: readonly (readonly Point[])[];
  readonly truncation: readonly (readonly Point[])[];
  readonly rounding: readonly (readonly Point[])[];
  readonly words: readonly Mark[];
  readonly low: number;
  readonly high: number;
}

function logOf(error: number): number {
  return error > 0 ? Math.max(lowest, Math.log10(error)) : lowest;
}

/** Samples the error and its two parts once. */
export function errorCurves(study: EpsilonStudy): ErrorCurves {
  const [from, to] = [exponents[1], exponents[0]];
  const points: Point[] = [];
  for (let k = 0; k <= (to - from) * perDecade; k++) {
    const x = from + k / perDecade;
    const error = study.errorAt(10 ** x);
    if (Number.isFinite(error)) points.push([x, logOf(error)]);
  }
  const heights = points.map(([, y]) => y).filter((y) => y > lowest);
  const high = Math.ceil(Math.max(0, ...heights)) + 0.5;
  const low = Math.max(lowest, Math.floor(Math.min(-8, ...heights))) - 0.5;
  const line = (at: (epsilon: number) => number): readonly (readonly Point[])[] => {
    const ends = [from, to].map((x): Point => [x, Math.log10(at(10 ** x))]);
    return ends.every(([, y]) => Number.isFinite(y)) ? [ends] : [];
  };
  const [truncation, rounding] = [line(study.truncationAt), line(study.roundingAt)];
  const words: Mark[] = [];
  const say = (
    key: string,
    role: 'second-order' | 'guide',
    text: string,
    x: number,
    y: number,
    left: boolean,
  ): void => {
    const runs: TextRun[] = [plain(text)];
    const anchor = left ? 'end' : 'start';
    if (Number.isFinite(y))
      words.push({ kind: 'text', key, role, at: [x, y], runs, anchor, offset: [left ? -10 : 10, -10] });
  };
  if (truncation.length > 0)
    say('truncation-word', 'second-order', 'truncation', -2, Math.log10(study.truncationAt(1e-2)), true);
  if (rounding.length > 0) say('rounding-word', 'guide', 'rounding', -13, Math.log10(study.roundingAt(1e-13)), false);
  const { best } = study;
  if (best > 1e-17 && best < 1) {
    const x = Math.log10(best);
    words.push({
      kind: 'path',
      key: 'best',
      role: 'guide',
      pieces: [
        [
          [x, low],
          [x, high],
        ],
      ],
    });
    words.push({
      kind: 'text',
      key: 'best-word',
      role: 'label',
      at: [x, low],
      runs: [plain('best '), ...variable('ε')],
      anchor: 'start',
      offset: [8, -14],
    });
  }
  return { error: [points], truncation, rounding, words, low, high };
}
