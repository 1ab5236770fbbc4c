/**
 * Secant planes become tangent planes. In each of two panels a plane runs through the fixed point of a surface and
 * through a second point, moved by h along one of the axes; it is flat along the other. Both are red; where h is
 * 0 and the function has a slope along that axis the plane is green, and where it has none there is no
 * plane and the notice says why. The slider moves h through 0, and both panels are turned together.
 */
import type { ScopeOption } from '../../calculus/functions.ts';
import { SecantError } from '../../base/diagnostics.ts';
import type { VectorFunction } from '../../calculus/index.ts';
import { secantHyperplaneThrough } from '../../calculus/geometry/index.ts';
import type { Figure } from '../scene/figure.ts';
import type { Point3, ReadOut, Scene, SpaceMark, SurfaceLook, View } from '../scene/scene.ts';
import { plain } from '../scene/text.ts';
import { drawnInParts } from './drawn-in-parts.ts';
import { figure, mustBeDomains, mustBeOfSurface } from './figure.ts';
import { positionsAlong, tidy, type PlaneDomain } from './positions.ts';
import { namedDot, partialAt, planeMarks, prepareSurface, surfacePanel, type PreparedSurface } from './surface.ts';
import { names, readEqual, readWord, said, saidEqual, saidPoint } from './words.ts';

/** Options of {@link secantPlanes}. */
export interface SecantPlanesOptions extends ScopeOption {
  /** The fixed point. */
  readonly at?: readonly [number, number];
  /** Elevation and azimuth of the view in degrees. */
  readonly view?: View;
  /** The surface by light and shade, by the lines of its grid, or by both; both unless said. */
  readonly surface?: SurfaceLook;
  /** Positions of a film. */
  readonly frames?: number;
  /** Both inputs run through this interval, or each through its own. */
  readonly domain?: PlaneDomain;
  /** The step h at first. */
  readonly value?: number;
  readonly title?: string;
}

/** What there is along one axis at a step h. */
type Meeting =
  | { readonly kind: 'secant'; readonly slope: number; readonly moved: Point3 }
  | { readonly kind: 'tangent'; readonly slope: number; readonly moved: Point3 }
  | { readonly kind: 'none'; readonly why: string; readonly moved: Point3 };

const axes = [0, 1] as const;
const axisWords = ['w₁', 'w₂'] as const;
const axisNames = [names.first, names.second] as const;

/**
 * The secant planes along both axes as the step h goes to 0.
 *
 * @param f a function of an array of two numbers
 * @throws SecantError S003, S203 for options that make no figure, and whatever `grad(f)` throws
 * @example
 * ```ts
 * const planes = secantPlanes((w) => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2);
 * planes.valueText(0) // → 'h = 0.00, slopes 1.00 and 1.00, tangent planes'
 * ```
 */
export function secantPlanes(f: VectorFunction, options: SecantPlanesOptions = {}): Figure {
  return drawnInParts('secant-planes', f, options, drawSecantPlanes);
}

function drawSecantPlanes(f: VectorFunction, options: SecantPlanesOptions): Figure {
  const { at = [0, 0], view = [20, 150], frames = 50, domain = [-3, 3] } = options;
  const { title = 'Secant planes become tangent planes' } = options;
  const domains = mustBeDomains(domain);
  mustBeOfSurface(f, { domains, frames, at, view, surface: options.surface });
  const surface = prepareSurface(f, domains, options.surface);
  const behaviour = surface.behaviourAt(at[0], at[1]);
  const slices = axes.map((axis): SpaceMark => ({
    kind: 'line',
    key: 'slice',
    role: 'function',
    pieces: surface.slice(at[0], at[1], axis),
  }));
  const [[low1, high1], [low2, high2]] = domains;
  const range = [tidy(Math.max(low1 - at[0], low2 - at[1])), tidy(Math.min(high1 - at[0], high2 - at[1]))] as const;
  if (!(range[0] < range[1])) {
    throw new SecantError('S203', `from (${at.join(', ')}) no step along both axes stays in the domain`, {
      hint: 'choose `at` farther inside the domain, or widen the domain',
    });
  }
  const far = tidy(range[0] + (range[1] - range[0]) / 15);
  const positions = positionsAlong({
    name: 'h',
    domain: range,
    frames,
    value: options.value ?? (far < 0 ? far : tidy(range[1] - (range[1] - range[0]) / 15)),
    stops: range[0] <= 0 && range[1] >= 0 ? [0] : [],
    stopNear: (value, reach) => (Math.abs(value) <= reach ? 0 : undefined),
  });

  const movedTo = (axis: 0 | 1, h: number): Point3 => {
    const [x, y] = axis === 0 ? [at[0] + h, at[1]] : [at[0], at[1] + h];
    return [x, y, surface.f(x, y)];
  };
  const meet = (axis: 0 | 1, value: number): Meeting => {
    const h = positions.snap(value);
    const moved = movedTo(axis, h);
    if (behaviour.kind === 'outside')
      return { kind: 'none', why: 'the function is not defined at the fixed point', moved };
    if (h === 0) {
      const partial = partialAt(behaviour, axis);
      return partial.kind === 'slope'
        ? { kind: 'tangent', slope: partial.slope, moved }
        : { kind: 'none', why: partial.why, moved };
    }
    if (!Number.isFinite(moved[2]))
      return { kind: 'none', why: 'the function is not defined at the moved point', moved };
    const plane = secantHyperplaneThrough(at, behaviour.point[2], axis, h, moved[2]);
    return { kind: 'secant', slope: plane.gradient[axis] ?? NaN, moved };
  };

  const panelMarks = (axis: 0 | 1, meeting: Meeting, h: number): SpaceMark[] => {
    const marks: SpaceMark[] = [];
    if (meeting.kind !== 'none') {
      const gradient = axis === 0 ? ([meeting.slope, 0] as const) : ([0, meeting.slope] as const);
      marks.push(...planeMarks({ role: meeting.kind, point: behaviour.point, gradient, surface, axis }));
    }
    const slice = slices[axis];
    if (slice !== undefined) marks.push(slice);
    if (h !== 0) marks.push(...namedDot('second', 'second-point', meeting.moved, names.w1));
    marks.push(...namedDot('fixed', 'fixed-point', behaviour.point, names.w0));
    return marks;
  };

  const sceneAt = (value: number): Scene => {
    const h = positions.snap(value);
    const meetings = [meet(0, value), meet(1, value)] as const;
    const readOut: ReadOut[] = [readEqual('h', names.h, h)];
    for (const axis of axes) {
      const meeting = meetings[axis];
      if (meeting.kind === 'none') continue;
      readOut.push(
        readWord(`slope${axis}`, [plain('slope along '), ...axisNames[axis]], said(meeting.slope), meeting.kind),
      );
    }
    const [{ kind }, other] = meetings;
    if (kind !== 'none' && kind === other.kind)
      readOut.push({ key: 'kind', label: [], value: `${kind} planes`, role: kind });
    const notice = noticeOf(meetings, h);
    return {
      panels: axes.map((axis) =>
        surfacePanel({
          key: `along${axis + 1}`,
          title: [
            plain(`${meetings[axis].kind === 'none' ? 'no' : meetings[axis].kind} plane along `),
            ...axisNames[axis],
          ],
          surface,
          view,
          marks: panelMarks(axis, meetings[axis], h),
        }),
      ),
      readOut,
      ...(notice === undefined ? {} : { notice }),
    };
  };

  return figure({
    kind: 'secant-planes',
    title,
    parameter: positions.parameter,
    frames,
    handles: axes.map((axis) => ({
      panel: `along${axis + 1}`,
      mark: 'second',
      label: `point moved along ${axisWords[axis]}`,
      parameterAt: (value) => positions.snap(value),
      pointAt: (h) => movedTo(axis, h),
    })),
    valueAt: positions.valueAt,
    sceneAt,
    describeAt: (value) =>
      sentenceOf(surface, behaviour.point, [meet(0, value), meet(1, value)], positions.snap(value)),
    valueText: (value) => shortTextOf([meet(0, value), meet(1, value)], positions.snap(value)),
  });
}

function noticeOf(meetings: readonly [Meeting, Meeting], h: number): string | undefined {
  const what = h === 0 ? 'tangent' : 'secant';
  const [first, second] = meetings.map((meeting) => (meeting.kind === 'none' ? meeting.why : undefined));
  if (first === undefined && second === undefined) return undefined;
  if (first === second) return `no ${what} planes here: ${first}`;
  const parts = [first, second].flatMap((why, axis) => (why === undefined ? [] : [`along ${axisWords[axis]}: ${why}`]));
  return `no ${what} plane ${parts.join(', and ')}`;
}

function sentenceOf(
  { domains, heights }: PreparedSurface,
  [x, y, height]: Point3,
  meetings: readonly [Meeting, Meeting],
  h: number,
): string {
  const fixed = `The fixed point is at ${saidPoint('w⁰', [x, y], domains)}, ${saidEqual('g(w⁰)', height, heights)}.`;
  const parts = meetings.map((meeting, axis) => {
    const along = `along ${axisWords[axis]}`;
    switch (meeting.kind) {
      case 'secant':
        return `The secant plane ${along} with step ${saidEqual('h', h)} has slope ${said(meeting.slope)}.`;
      case 'tangent':
        return `The points have met ${along}: the plane is tangent, with slope ${said(meeting.slope)}.`;
      case 'none':
        return `There is no plane ${along}: ${meeting.why}.`;
    }
  });
  return [fixed, ...parts].join(' ');
}

function shortTextOf(meetings: readonly [Meeting, Meeting], h: number): string {
  const step = saidEqual('h', h);
  const [first, second] = meetings;
  if (first.kind !== 'none' && second.kind !== 'none')
    return `${step}, slopes ${said(first.slope)} and ${said(second.slope)}, ${first.kind} planes`;
  return `${step}, ${noticeOf(meetings, h) ?? ''}`;
}
