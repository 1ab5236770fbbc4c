/**
 * A secant becomes a tangent. The fixed point stands, green, exactly where it was asked; the other point,
 * blue, moves; the line through both is red. Where the points meet there are no two points and no secant:
 * if the function has a derivative there the line is the tangent and turns green, from either side alike;
 * if not, there is no line and the notice says why. Nobody sets a flag: `differentiability` decides.
 */
import type { ScopeOption } from '../../calculus/functions.ts';
import type { Differentiability, ScalarFunction } from '../../calculus/index.ts';
import { SecantError } from '../../base/diagnostics.ts';
import { secantThrough } from '../../calculus/geometry/index.ts';
import type { Figure, Windows } from '../scene/figure.ts';
import type { Mark, Point, ReadOut, Scene } from '../scene/scene.ts';
import { prepareCurve, type PreparedCurve } from './curve.ts';
import { drawnInParts } from './drawn-in-parts.ts';
import { figure, mustBeDomain, mustBeFrames, mustBeFunction } from './figure.ts';
import { curveMarks, curvePanel, dotPlace, lineMarks, rayMarks, saidAsymptotes } from './marks.ts';
import { positionsAlong, tidy } from './positions.ts';
import { names, readEqual, readWord, said, saidEqual, slopesText, noTangent, noTangentShort } from './words.ts';

/** Options of {@link secantToTangent}. */
export interface SecantToTangentOptions extends ScopeOption {
  /** Where the fixed point stands. */
  readonly at?: number;
  /** Where the other point moves. */
  readonly domain?: readonly [number, number];
  /** Which values are shown, from the lowest to the highest; chosen by the function if absent. */
  readonly y?: readonly [number, number];
  /** Positions of a film. */
  readonly frames?: number;
  /** Where the other point stands at first. */
  readonly value?: number;
  /** Arguments where the drawn line is cut. */
  readonly exclusions?: readonly number[];
  readonly title?: string;
}

/** What the line is at a position of the other point. */
type Meeting =
  | { readonly kind: 'secant'; readonly w1: number; readonly g1: number; readonly slope: number }
  | { readonly kind: 'tangent'; readonly w1: number; readonly slope: number }
  | { readonly kind: 'no tangent'; readonly w1: number; readonly verdict: Differentiability }
  | { readonly kind: 'no secant'; readonly w1: number; readonly why: string };

/**
 * A fixed point, a second point that moves, and the line through both.
 *
 * @param g any function of one number
 * @throws SecantError S003, S203 for options that make no figure, and whatever `derivative(g)` throws
 * @example
 * ```ts
 * const meeting = secantToTangent((w) => Math.sin(w), { at: 0 });
 * meeting.valueText(0) // → 'w¹ = 0.00, slope 1.00, tangent'
 * ```
 */
export function secantToTangent(g: ScalarFunction, options: SecantToTangentOptions = {}): Figure {
  return drawnInParts('secant-to-tangent', g, options, drawSecantToTangent);
}

function drawSecantToTangent(g: ScalarFunction, options: SecantToTangentOptions): Figure {
  const { at = 0, domain = [-3, 3], frames = 300, title = 'The secant becomes the tangent' } = options;
  mustBeFunction(g);
  mustBeDomain(domain);
  if (options.y !== undefined) mustBeDomain(options.y, 'y');
  mustBeFrames(frames);
  if (!(at >= domain[0] && at <= domain[1])) {
    throw new SecantError('S203', `the fixed point ${at} is not in the domain [${domain[0]}, ${domain[1]}]`, {
      hint: 'choose `at` inside the domain, or widen the domain',
    });
  }
  const curve = prepareCurve(g, domain, {
    y: options.y,
    through: [at],
    ...(options.exclusions === undefined ? {} : { exclusions: options.exclusions }),
  });
  const g0 = curve.g(at);
  const span = domain[1] - domain[0];
  const farLeft = tidy(domain[0] + span / 15);
  const positions = positionsAlong({
    name: 'w¹',
    domain,
    frames,
    value: options.value ?? (at - farLeft > span / 5 ? farLeft : tidy(domain[1] - span / 15)),
    stops: [at],
    stopNear: (value, reach) => (Math.abs(value - at) <= reach ? at : undefined),
  });
  const meetingAt = (value: number, windows?: Windows): Meeting =>
    meet(curve, [at, g0], positions.seen(value, windows));
  return figure({
    kind: 'secant-to-tangent',
    title,
    parameter: positions.parameter,
    frames,
    handles: [
      {
        panel: 'curve',
        mark: 'second',
        label: 'point w¹',
        parameterAt: (x, _y, windows) => positions.seen(x, windows),
      },
    ],
    zoomable: ['curve'],
    valueAt: positions.valueAt,
    sceneAt: (value, _others, windows) =>
      sceneOf(curve.within(windows?.['curve']), [at, g0], meetingAt(value, windows)),
    curveAt: (_panel, w) => curve.g(w),
    describeAt: (value, _others, windows) => {
      const part = curve.within(windows?.['curve']);
      return sentenceOf(part, [at, g0], meetingAt(value, windows)) + saidAsymptotes(part);
    },
    valueText: (value, _others, windows) => shortTextOf(curve.within(windows?.['curve']), meetingAt(value, windows)),
  });
}

function meet(curve: PreparedCurve, [w0, g0]: Point, w1: number): Meeting {
  if (!Number.isFinite(g0)) return { kind: 'no secant', w1, why: 'the function is not defined at the fixed point' };
  if (w1 === w0) {
    const verdict = curve.kinks.verdictAt(w0);
    if (verdict.differentiable && verdict.derivative !== undefined)
      return { kind: 'tangent', w1, slope: verdict.derivative };
    return { kind: 'no tangent', w1, verdict };
  }
  const g1 = curve.g(w1);
  if (!Number.isFinite(g1)) return { kind: 'no secant', w1, why: 'the function is not defined at the moving point' };
  return { kind: 'secant', w1, g1, slope: secantThrough([w0, g0], [w1, g1]).slope };
}

function sceneOf(curve: PreparedCurve, point: Point, meeting: Meeting): Scene {
  const { window } = curve;
  const [w0] = point;
  const { w1 } = meeting;
  const marks: Mark[] = [...curveMarks(curve)];
  const readOut: ReadOut[] = [readEqual('w0', names.w0, w0, window.x), readEqual('w1', names.w1, w1, window.x)];
  let notice: string | undefined;
  if (meeting.kind === 'secant' || meeting.kind === 'tangent') {
    const { kind, slope } = meeting;
    marks.push(...lineMarks({ key: 'line', role: kind, word: kind, point, slope, window }));
    readOut.push(readWord('slope', 'slope', said(slope), kind), readWord('verdict', '', kind, kind));
  } else if (meeting.kind === 'no tangent') {
    const slopes = slopesText(meeting.verdict);
    if (slopes !== undefined) readOut.push(readWord('slope', 'slopes', slopes));
    readOut.push(readWord('verdict', '', meeting.verdict.verdict));
    marks.unshift(...rayMarks(point, meeting.verdict, window));
    notice = noTangent(meeting.verdict);
  } else {
    readOut.push(readWord('verdict', '', 'outside the domain'));
    notice = `no secant here: ${meeting.why}`;
  }
  const place = dotPlace([w1, curve.g(w1)], window);
  const fixedPlace = dotPlace(point, window);
  if (w1 !== w0) {
    marks.push({
      kind: 'text',
      key: 'second-word',
      role: 'second-point',
      at: place.at,
      runs: names.w1,
      anchor: 'start',
      offset: [11, -13],
    });
  }
  marks.push({
    kind: 'text',
    key: 'fixed-word',
    role: 'fixed-point',
    at: fixedPlace.at,
    runs: names.w0,
    anchor: 'start',
    offset: [11, 13],
  });
  // The moving point lies under the fixed one, so that where they meet one green point is seen.
  marks.push({ kind: 'dot', key: 'second', role: 'second-point', ...place });
  marks.push({ kind: 'dot', key: 'fixed', role: 'fixed-point', ...fixedPlace });
  return { panels: [curvePanel(curve, marks)], readOut, ...(notice === undefined ? {} : { notice }) };
}

function sentenceOf({ window }: PreparedCurve, [w0, g0]: Point, meeting: Meeting): string {
  const fixed = `The fixed point is at ${saidEqual('w⁰', w0, window.x)}, ${saidEqual('g(w⁰)', g0, window.y)}.`;
  const w1 = saidEqual('w¹', meeting.w1, window.x);
  switch (meeting.kind) {
    case 'secant':
      return `${fixed} The secant through the point at ${w1} has slope ${said(meeting.slope)}.`;
    case 'tangent':
      return `${fixed} The points have met: the line is the tangent, with slope ${said(meeting.slope)}.`;
    case 'no tangent':
      return `${fixed} The points have met, and ${noTangent(meeting.verdict, 'there is no tangent')}.`;
    case 'no secant':
      return `${fixed} There is no secant for ${w1}: ${meeting.why}.`;
  }
}

function shortTextOf({ window }: PreparedCurve, meeting: Meeting): string {
  const w1 = saidEqual('w¹', meeting.w1, window.x);
  switch (meeting.kind) {
    case 'secant':
    case 'tangent':
      return `${w1}, slope ${said(meeting.slope)}, ${meeting.kind}`;
    case 'no tangent':
      return `${w1}, ${noTangentShort(meeting.verdict)}`;
    case 'no secant':
      return `${w1}, no secant, ${meeting.why}`;
  }
}
