/**
 * A function of one input with its tangent line, beside the same function of two inputs with its tangent
 * plane. Both touch at the same argument, which the slider moves: w on the left, (w, 0) or another second
 * coordinate on the right. The right panel is turned by drag and keys.
 */
import { withScope, type ScopeOption } from '../../calculus/functions.ts';
import type { ScalarFunction, VectorFunction } from '../../calculus/index.ts';
import type { Figure, Windows } from '../scene/figure.ts';
import type { Mark, Point, ReadOut, Scene, SpaceMark, SurfaceLook, View } from '../scene/scene.ts';
import { plain } from '../scene/text.ts';
import { prepareCurve, type PreparedCurve, type Behaviour } from './curve.ts';
import { drawnInParts } from './drawn-in-parts.ts';
import { figure, mustBeFunction, mustBeDomains, mustBeOfSurface } from './figure.ts';
import { curveMarks, curvePanel, dotPlace, lineMarks, movingPoint, rayMarks, saidAsymptotes } from './marks.ts';
import { positionsAlong, type PlaneDomain } from './positions.ts';
import {
  namedDot,
  planeMarks,
  prepareSurface,
  surfacePanel,
  type PreparedSurface,
  type SurfaceBehaviour,
} from './surface.ts';
import {
  names,
  readEqual,
  readWord,
  said,
  saidEqual,
  saidPair,
  saidPoint,
  noTangent,
  noTangentShort,
} from './words.ts';

/** Options of {@link lineAndPlane}. */
export interface LineAndPlaneOptions extends ScopeOption {
  /** Where line and plane touch at first: one number for both, or the first and the second input on the right. */
  readonly at?: number | readonly [number, number];
  /** Elevation and azimuth of the right panel in degrees. */
  readonly view?: View;
  /** The surface by light and shade, by the lines of its grid, or by both; both unless said. */
  readonly surface?: SurfaceLook;
  /** All inputs run through this interval; of two, the second is that of the second input on the right. */
  readonly domain?: PlaneDomain;
  /** Positions of a film. */
  readonly frames?: number;
  /** Arguments where the drawn line of the curve is cut. */
  readonly exclusions?: readonly number[];
  readonly title?: string;
}

/**
 * Tangent line and tangent plane side by side.
 *
 * @param g1 a function of one number
 * @param g2 the same function of an array of two numbers
 * @throws SecantError S003, S203 for options that make no figure, and whatever `derivative` or `grad` throws
 * @example
 * ```ts
 * const both = lineAndPlane((w) => 2 + Math.sin(w), (w) => 2 + Math.sin(w[0]! + w[1]!));
 * both.valueText(0) // → 'w = 0.00, slope 1.00, gradient (1.00, 1.00)'
 * ```
 */
export function lineAndPlane(g1: ScalarFunction, g2: VectorFunction, options: LineAndPlaneOptions = {}): Figure {
  const surface = withScope(g2, options.scope);
  return drawnInParts('line-and-plane', g1, options, (curve) => drawLineAndPlane(curve, surface, options));
}

function drawLineAndPlane(g1: ScalarFunction, g2: VectorFunction, options: LineAndPlaneOptions): Figure {
  const { at = 0, view = [20, -60], frames = 200, domain = [-3, 3], title = 'A line and a plane that touch' } = options;
  const domains = mustBeDomains(domain);
  const [first, second] = typeof at === 'number' ? [at, Math.min(domains[1][1], Math.max(domains[1][0], 0))] : at;
  mustBeFunction(g1);
  mustBeOfSurface(g2, { domains, frames, at: [first, second], view, surface: options.surface });
  const curve = prepareCurve(g1, domains[0], { exclusions: options.exclusions ?? [] });
  const surface = prepareSurface(g2, domains, options.surface);
  const slice: SpaceMark = { kind: 'line', key: 'slice', role: 'function', pieces: surface.slice(first, second, 0) };
  const positions = positionsAlong({
    name: 'w',
    domain: domains[0],
    frames,
    value: first,
    stops: [...new Set([...curve.kinks.stops, first])].sort((a, b) => a - b),
    stopNear: (value, reach) => (Math.abs(value - first) <= reach ? first : curve.kinks.near(value, reach)),
  });
  const behaviours = (value: number, windows?: Windows): readonly [Behaviour, SurfaceBehaviour] => {
    const w = positions.seen(value, windows);
    return [curve.behaviourAt(w), surface.behaviourAt(w, second)];
  };
  const within = (windows?: Windows): readonly [number, number] => curve.within(windows?.['curve']).window.x;
  return figure({
    kind: 'line-and-plane',
    title,
    parameter: positions.parameter,
    frames,
    handles: [
      {
        panel: 'curve',
        mark: 'point',
        label: 'point w⁰ of the curve',
        parameterAt: (x, _y, windows) => positions.seen(x, windows),
      },
      {
        panel: 'surface',
        mark: 'point',
        label: 'point w⁰ of the surface',
        parameterAt: (value, _y, windows) => positions.seen(value, windows),
        pointAt: (x) => [x, second, surface.f(x, second)],
      },
    ],
    valueAt: positions.valueAt,
    zoomable: ['curve'],
    sceneAt: (value, _others, windows) =>
      sceneOf(curve.within(windows?.['curve']), surface, slice, behaviours(value, windows), view),
    curveAt: (_panel, w) => curve.g(w),
    describeAt: (value, _others, windows) =>
      sentenceOf(behaviours(value, windows), within(windows), surface) +
      saidAsymptotes(curve.within(windows?.['curve'])),
    valueText: (value, _others, windows) => shortTextOf(behaviours(value, windows), within(windows)),
  });
}

function sceneOf(
  curve: PreparedCurve,
  surface: PreparedSurface,
  slice: SpaceMark,
  [flat, tall]: readonly [Behaviour, SurfaceBehaviour],
  view: View,
): Scene {
  const { window } = curve;
  const point: Point = [flat.w, flat.value];
  const marks: Mark[] = [...curveMarks(curve)];
  const readOut: ReadOut[] = [readEqual('w', names.w0, flat.w, window.x)];
  const notices: string[] = [];
  if (flat.kind === 'differentiable') {
    const { slope } = flat;
    marks.push(...lineMarks({ key: 'tangent', role: 'tangent', word: 'tangent', point, slope, window }));
    readOut.push(readWord('slope', 'slope', said(slope), 'tangent'));
  } else if (flat.kind === 'kink') {
    marks.unshift(...rayMarks(point, flat.verdict, window));
    notices.push(noTangent(flat.verdict));
  } else notices.push('no tangent here: the function is not defined');
  marks.push(...movingPoint(dotPlace(point, window)));

  const spaceMarks: SpaceMark[] = [];
  if (tall.kind === 'differentiable') {
    const { gradient } = tall;
    const word = 'tangent plane';
    spaceMarks.push(...planeMarks({ role: 'tangent', word, point: tall.point, gradient, surface }));
    readOut.push(readWord('gradient', 'gradient', saidPair(gradient), 'tangent'));
  } else if (tall.kind === 'kink') notices.push(`no tangent plane here: ${tall.why}`);
  else notices.push('no tangent plane here: the function is not defined');
  spaceMarks.push(slice, ...namedDot('point', 'moving-point', tall.point, names.w0));
  return {
    panels: [
      { ...curvePanel(curve, marks), title: [plain('one input')] },
      surfacePanel({ key: 'surface', title: [plain('two inputs')], surface, view, marks: spaceMarks }),
    ],
    readOut,
    ...(notices.length === 0 ? {} : { notice: notices.join('; ') }),
  };
}

function sentenceOf(
  [flat, tall]: readonly [Behaviour, SurfaceBehaviour],
  seen: readonly [number, number],
  { domains }: PreparedSurface,
): string {
  const w = `At ${saidEqual('w', flat.w, seen)}`;
  const line =
    flat.kind === 'differentiable'
      ? `${w} the tangent of the curve has slope ${said(flat.slope)}.`
      : flat.kind === 'kink'
        ? `${w} ${noTangent(flat.verdict, 'the curve has no tangent')}.`
        : `${w} the curve is not defined.`;
  const [x, y] = tall.point;
  const there = `At ${saidPoint('w', [x, y], domains)}`;
  const plane =
    tall.kind === 'differentiable'
      ? `${there} the tangent plane of the surface has the gradient ${saidPair(tall.gradient)}.`
      : tall.kind === 'kink'
        ? `${there} the surface has no tangent plane: ${tall.why}.`
        : `${there} the surface is not defined.`;
  return `${line} ${plane}`;
}

function shortTextOf([flat, tall]: readonly [Behaviour, SurfaceBehaviour], seen: readonly [number, number]): string {
  const line =
    flat.kind === 'differentiable'
      ? `slope ${said(flat.slope)}`
      : flat.kind === 'kink'
        ? noTangentShort(flat.verdict)
        : 'no tangent, the function is not defined';
  const plane = tall.kind === 'differentiable' ? `gradient ${saidPair(tall.gradient)}` : 'no tangent plane';
  return `${saidEqual('w', flat.w, seen)}, ${line}, ${plane}`;
}
