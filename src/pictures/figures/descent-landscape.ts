/**
 * What a walk of gradient descent goes over: a curve, or a map with contours. Each says how its function stands at a
 * point, where a point is drawn, what is drawn for the slope there, and how the picture around it is made, so that the
 * figure of descent need not know which of the two it has.
 */
import type { ScalarFunction, VectorFunction } from '../../calculus/index.ts';
import type { Window } from '../scene/clip.ts';
import type { Mark, Panel, Point } from '../scene/scene.ts';
import { gradientArrow, mapPanel, prepareContours, type ContourMap } from './contour-map.ts';
import { prepareCurve, type PreparedCurve } from './curve.ts';
import { slopeOf, type WalkStep } from './descent-walk.ts';
import { curveMarks, curvePanel, dotPlace, lineMarks, saidAsymptotes, type DotPlace } from './marks.ts';
import { prepareSurface, type PreparedSurface } from './surface.ts';
import { whyNot } from './words.ts';

/** What differs between a curve and a map. */
export interface Landscape {
  readonly panel: 'curve' | 'map';
  /** What the picture shows. */
  readonly window: Window;
  /** The same, looked at more closely. */
  within(window: Window | undefined): Landscape;
  behaviourAt(w: readonly number[]): WalkStep;
  /** Where a point is drawn. */
  place(step: WalkStep): Point;
  /** Where its dot stands, so that it can be seen and taken hold of. */
  dot(step: WalkStep): DotPlace;
  /** The slope, or the gradient, where the walk has come to. */
  slopeMarks(step: WalkStep): readonly Mark[];
  panelOf(marks: readonly Mark[]): Panel;
  /** What a sentence says of it at its end. */
  readonly said: string;
  /** What is read out under the pointer. */
  curveAt(panel: string, w: number): number;
  heightAt(panel: string, x: number, y: number): number;
}

/** The landscape of a function of one number. */
export function curveLandscape(
  g: ScalarFunction,
  domain: readonly [number, number],
  exclusions: readonly number[],
): Landscape {
  return landscapeOfCurve(prepareCurve(g, domain, { exclusions }));
}

function landscapeOfCurve(curve: PreparedCurve): Landscape {
  const fixed = curveMarks(curve);
  const landscape: Landscape = {
    within: (window) => (window === undefined ? landscape : landscapeOfCurve(curve.within(window))),
    panel: 'curve',
    window: curve.window,
    behaviourAt: ([w = NaN]) => {
      const behaviour = curve.behaviourAt(w);
      const { value } = behaviour;
      if (behaviour.kind === 'differentiable') return { at: [w], value, gradient: [behaviour.slope] };
      const why = behaviour.kind === 'kink' ? whyNot(behaviour.verdict) : 'the function is not defined';
      return { at: [w], value, gradient: why };
    },
    place: ({ at: [w = NaN], value }) => [w, value],
    dot: ({ at: [w = NaN], value }) => dotPlace([w, value], curve.window),
    slopeMarks: ({ at: [w = NaN], value, gradient }) => {
      const slope = typeof gradient === 'string' ? NaN : (gradient[0] ?? NaN);
      return lineMarks({
        key: 'tangent',
        role: 'tangent',
        word: 'tangent',
        point: [w, value],
        slope,
        window: curve.window,
      });
    },
    panelOf: (marks) => curvePanel(curve, [...fixed, ...marks]),
    said: saidAsymptotes(curve),
    curveAt: (_panel, w) => curve.g(w),
    heightAt: () => NaN,
  };
  return landscape;
}

/** The landscape of a function of two. */
export function mapLandscape(f: VectorFunction, domains: PreparedSurface['domains']): Landscape {
  const surface = prepareSurface(f, domains);
  return landscapeOfMap(surface, prepareContours(surface.f, domains));
}

function landscapeOfMap(surface: PreparedSurface, map: ContourMap): Landscape {
  const { x, y } = map.window;
  const reach = 0.16 * Math.max(x[1] - x[0], y[1] - y[0]);
  const landscape: Landscape = {
    within: (window) => (window === undefined ? landscape : landscapeOfMap(surface, map.within(window))),
    panel: 'map',
    window: map.window,
    behaviourAt: ([x = NaN, y = NaN]) => {
      const behaviour = surface.behaviourAt(x, y);
      const value = behaviour.point[2];
      if (behaviour.kind === 'differentiable') return { at: [x, y], value, gradient: behaviour.gradient };
      return { at: [x, y], value, gradient: behaviour.kind === 'kink' ? behaviour.why : 'the function is not defined' };
    },
    place: ({ at: [x = NaN, y = NaN] }) => [x, y],
    dot: ({ at: [x = NaN, y = NaN], value }) => {
      return Number.isFinite(value) ? { at: [x, y] } : { at: [x, y], away: 'nowhere' };
    },
    slopeMarks: (step) => {
      const slope = slopeOf(step);
      const { at, gradient } = step;
      if (typeof gradient === 'string' || !(slope > 0)) return [];
      const [x = NaN, y = NaN] = at;
      const [u, v] = [(gradient[0] ?? NaN) / slope, (gradient[1] ?? NaN) / slope];
      return gradientArrow([x, y], [reach * u, reach * v]);
    },
    panelOf: (marks) => mapPanel(map, marks),
    said: '',
    curveAt: () => NaN,
    heightAt: (_panel, x, y) => surface.f(x, y),
  };
  return landscape;
}
