/**
 * Three planes at one point of a surface: the partial planes along the first and along the second input, each flat
 * along the other, and the tangent plane, which has both slopes. The slider moves the point along the first
 * input. Where a slope does not exist its plane is absent; where both exist and no plane fits all directions,
 * the third is absent alone. The notice says why.
 */
import type { ScopeOption } from '../../calculus/functions.ts';
import type { VectorFunction } from '../../calculus/index.ts';
import type { Figure } from '../scene/figure.ts';
import type { Panel, ReadOut, Scene, SpaceMark, SurfaceLook, TextRun, View } from '../scene/scene.ts';
import { plain, plainText } from '../scene/text.ts';
import { drawnInParts } from './drawn-in-parts.ts';
import { figure, mustBeDomains, mustBeOfSurface } from './figure.ts';
import { positionsAlong, type PlaneDomain } from './positions.ts';
import {
  namedDot,
  partialAt,
  planeMarks,
  prepareSurface,
  surfacePanel,
  type PreparedSurface,
  type SurfaceBehaviour,
} from './surface.ts';
import { names, readEqual, readPoint, readWord, said, saidEqual, saidPoint } from './words.ts';

/** Options of {@link tangentPlanes}. */
export interface TangentPlanesOptions extends ScopeOption {
  /** Where the planes touch at first. */
  readonly at?: readonly [number, number];
  /** Elevation and azimuth of the view in degrees. */
  readonly view?: View;
  /** The surface by light and shade, by the lines of its grid, or by both; both unless said. */
  readonly surface?: SurfaceLook;
  /** Both inputs run through this interval, or each through its own. */
  readonly domain?: PlaneDomain;
  /** Positions of a film, in which the point moves along the first input. */
  readonly frames?: number;
  readonly title?: string;
}

/** A panel of the figure: which plane it shows. */
type Which = 0 | 1 | 'full';
const panels: readonly Which[] = [0, 1, 'full'];

/**
 * The partial planes and the tangent plane of a surface at a point.
 *
 * @param f a function of an array of two numbers
 * @throws SecantError S003, S203 for options that make no figure, and whatever `grad(f)` throws
 * @example
 * ```ts
 * const planes = tangentPlanes((w) => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2);
 * planes.valueText(0) // → 'w₁ = 0.00, slopes 1.00 and 1.00, tangent plane'
 * ```
 */
export function tangentPlanes(f: VectorFunction, options: TangentPlanesOptions = {}): Figure {
  return drawnInParts('tangent-planes', f, options, drawTangentPlanes);
}

function drawTangentPlanes(f: VectorFunction, options: TangentPlanesOptions): Figure {
  const { at = [0, 0], view = [10, 150], frames = 200, domain = [-3, 3] } = options;
  const { title = 'Planes that touch a surface' } = options;
  const domains = mustBeDomains(domain);
  mustBeOfSurface(f, { domains, frames, at, view, surface: options.surface });
  const surface = prepareSurface(f, domains, options.surface);
  const acrossSlice: SpaceMark = {
    kind: 'line',
    key: 'slice',
    role: 'function',
    pieces: surface.slice(at[0], at[1], 0),
  };
  const positions = positionsAlong({
    name: 'w₁',
    domain: domains[0],
    frames,
    value: at[0],
    stops: [at[0]],
    stopNear: (value, reach) => (Math.abs(value - at[0]) <= reach ? at[0] : undefined),
  });
  const behaviourAt = (value: number): SurfaceBehaviour => surface.behaviourAt(positions.snap(value), at[1]);
  return figure({
    kind: 'tangent-planes',
    title,
    parameter: positions.parameter,
    frames,
    handles: panels.map((which) => ({
      panel: keyOf(which),
      mark: 'point',
      label: `point w⁰, ${plainText(titleOf(which, true))}`,
      parameterAt: (value) => positions.snap(value),
      pointAt: (x) => [x, at[1], surface.f(x, at[1])] as const,
    })),
    valueAt: positions.valueAt,
    sceneAt: (value) => sceneOf(surface, behaviourAt(value), view, acrossSlice),
    describeAt: (value) => sentenceOf(behaviourAt(value), domains, surface.heights),
    valueText: (value) => shortTextOf(behaviourAt(value), domains[0]),
  });
}

function keyOf(which: Which): string {
  return which === 'full' ? 'full' : `along${which + 1}`;
}

function titleOf(which: Which, isThere: boolean): readonly TextRun[] {
  if (which === 'full') return [plain(isThere ? 'tangent plane' : 'no tangent plane')];
  return [plain(isThere ? 'plane along ' : 'no plane along '), ...(which === 0 ? names.first : names.second)];
}

/** The slopes of the plane of a panel, or why it is not there. */
function gradientOf(behaviour: SurfaceBehaviour, which: Which): readonly [number, number] | string {
  if (which === 'full') {
    if (behaviour.kind === 'differentiable') return behaviour.gradient;
    return behaviour.kind === 'kink' ? behaviour.why : 'the function is not defined';
  }
  const partial = partialAt(behaviour, which);
  if (partial.kind === 'none') return partial.why;
  return which === 0 ? [partial.slope, 0] : [0, partial.slope];
}

function sceneOf(surface: PreparedSurface, behaviour: SurfaceBehaviour, view: View, slice: SpaceMark): Scene {
  const panelOf = (which: Which): Panel => {
    const gradient = gradientOf(behaviour, which);
    const marks: SpaceMark[] = [];
    if (typeof gradient !== 'string') {
      const axis = which === 'full' ? {} : { axis: which };
      marks.push(...planeMarks({ role: 'tangent', point: behaviour.point, gradient, surface, ...axis }));
    }
    if (which === 0) marks.push(slice);
    marks.push(...namedDot('point', 'moving-point', behaviour.point, names.w0));
    return surfacePanel({
      key: keyOf(which),
      title: titleOf(which, typeof gradient !== 'string'),
      surface,
      view,
      marks,
    });
  };
  const [x, y, height] = behaviour.point;
  const readOut: ReadOut[] = [
    readPoint('w', names.w0, [x, y], surface.domains),
    readEqual('g', names.g0, height, surface.heights),
  ];
  for (const axis of [0, 1] as const) {
    const partial = partialAt(behaviour, axis);
    if (partial.kind === 'slope') {
      const name = axis === 0 ? names.first : names.second;
      const label = [plain('slope along '), ...name];
      readOut.push(readWord(`slope${axis}`, label, said(partial.slope), 'tangent'));
    }
  }
  const verdict =
    behaviour.kind === 'differentiable'
      ? 'differentiable'
      : behaviour.kind === 'kink'
        ? 'not differentiable'
        : 'outside the domain';
  readOut.push({ key: 'verdict', label: [], value: verdict });
  const notice = noticeOf(behaviour);
  return { panels: panels.map(panelOf), readOut, ...(notice === undefined ? {} : { notice }) };
}

function noticeOf(behaviour: SurfaceBehaviour): string | undefined {
  if (behaviour.kind === 'differentiable') return undefined;
  if (behaviour.kind === 'outside') return 'no planes here: the function is not defined';
  return `no tangent plane here: ${behaviour.why}`;
}

type Interval = readonly [number, number];

function sentenceOf(behaviour: SurfaceBehaviour, domain: PlaneDomain, heights: Interval): string {
  const [x, y, height] = behaviour.point;
  const at = `At ${saidPoint('w', [x, y], domain)}`;
  switch (behaviour.kind) {
    case 'differentiable': {
      const [a, b] = behaviour.gradient.map((slope) => said(slope));
      return `${at} the function is ${said(height, heights)}. The tangent plane has slope ${a} along w₁ and ${b} along w₂.`;
    }
    case 'kink':
      return `${at} the function is ${said(height, heights)}. There is no tangent plane here: ${behaviour.why}.`;
    case 'outside':
      return `${at} the function is not defined, so there are no planes.`;
  }
}

function shortTextOf(behaviour: SurfaceBehaviour, domain: Interval): string {
  const at = saidEqual('w₁', behaviour.point[0], domain);
  if (behaviour.kind === 'differentiable') {
    const [a, b] = behaviour.gradient;
    return `${at}, slopes ${said(a)} and ${said(b)}, tangent plane`;
  }
  return `${at}, ${noticeOf(behaviour) ?? ''}`;
}
