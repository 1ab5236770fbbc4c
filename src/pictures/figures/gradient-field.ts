/**
 * The gradient of a function of two inputs, seen from above: contours with their values, an arrow along the gradient
 * at each place of a coarse grid, and a point that moves in the plane. The point shows its own gradient, and the
 * contour through it, which the gradient leaves at a right angle. Directions are exact (`grad`). The length of an
 * arrow grows with the square root of the slope, up to the width of its own place in the grid, so that no two arrows
 * meet; the arrow of the point is longer by a fixed factor. Where the function is defined and has no gradient there is
 * an open dot and no arrow, and the notice says why.
 */
import { isHurried } from '../../base/parts.ts';
import type { ScopeOption } from '../../calculus/functions.ts';
import type { VectorFunction } from '../../calculus/index.ts';
import type { Window } from '../scene/clip.ts';
import type { Figure, Windows } from '../scene/figure.ts';
import type { Mark, Point, ReadOut, Scene } from '../scene/scene.ts';
import { tileAround } from '../scene/tiles.ts';
import { contourLap } from './contour-lap.ts';
import { gradientArrow, mapPanel, prepareContours, type ContourMap } from './contour-map.ts';
import { drawnInParts } from './drawn-in-parts.ts';
import { figure, mustBeDomains, mustBeFrames, mustBeFunction, mustBePoint } from './figure.ts';
import { positionsAlong, shareOf, tidy, type PlaneDomain, type Positions } from './positions.ts';
import { prepareSurface, type PreparedSurface, type SurfaceBehaviour } from './surface.ts';
import { movingPoint } from './marks.ts';
import { names, readEqual, readPoint, readWord, said, saidPair, saidPoint, saidShort } from './words.ts';

/** Options of {@link gradientField}. */
export interface GradientFieldOptions extends ScopeOption {
  /** Where the point stands at first. */
  readonly at?: readonly [number, number];
  /** Both inputs run through this interval, or each through its own. */
  readonly domain?: PlaneDomain;
  /** Positions of a film, in which the point moves along its contour, and of `svg(k)`, along the first input. */
  readonly frames?: number;
  readonly title?: string;
}

/** Arrows along each side; where a part is looked at, at most so many, and half of them at least. */
const [places, closerPlaces] = [11, 14];
/** So many for a slow function. */
const fewPlaces = 4;
/** Places that are kept for going to and fro. */
const mostKnown = 4096;
/** The longest arrow of the field, and that of the point, in widths of a place. */
const [longest, longestOfPoint] = [0.86, 2.2];

/** The arrows of the field. */
interface Field {
  readonly marks: readonly Mark[];
  /** Length of an arrow by its slope, in widths of the largest one. */
  lengthOf(slope: number): number;
  readonly spacing: number;
  /** The same for a part of the plane; arrows keep their rule. */
  within(window: Window | undefined): Field;
  readonly places: number;
  /** How many of the places have a value and no gradient. */
  readonly missing: number;
}

/**
 * Contours and gradients of a function of two inputs, with a point to drag.
 *
 * @param f a function of an array of two numbers
 * @throws SecantError S003, S203 for options that make no figure, and whatever `grad(f)` throws
 * @example
 * ```ts
 * const field = gradientField((w) => w[0]! ** 2 + w[1]! ** 2, { at: [1, 2] });
 * field.valueText(1) // → 'w = (1.00, 2.00), gradient (2.00, 4.00)'
 * ```
 */
export function gradientField(f: VectorFunction, options: GradientFieldOptions = {}): Figure {
  return drawnInParts('gradient-field', f, options, drawGradientField);
}

function drawGradientField(f: VectorFunction, options: GradientFieldOptions): Figure {
  const { domain = [-3, 3], frames = 200, title = 'Contours and gradients' } = options;
  mustBeFunction(f);
  const domains = mustBeDomains(domain);
  mustBeFrames(frames);
  const { at = [shareOf(domains[0], 2 / 3), shareOf(domains[1], 7 / 12)] } = options;
  mustBePoint(at, domains);
  const surface = prepareSurface(f, domains);
  const map = prepareContours(surface.f, domains);
  const field = fieldOf(surface);
  const along = (axis: 0 | 1): Positions => {
    const domain = domains[axis];
    // Zero can be reached exactly: what has kinks has them there more often than anywhere.
    const stops = [...new Set([0, at[axis]])].filter((w) => w >= domain[0] && w <= domain[1]);
    return positionsAlong({
      name: axis === 0 ? 'w₁' : 'w₂',
      domain,
      frames,
      value: at[axis],
      stops: [at[axis]],
      stopNear: (value, reach) => stops.find((w) => Math.abs(value - w) <= reach),
    });
  };
  const [first, second] = [along(0), along(1)];
  const behaviourAt = (value: number, others: readonly number[] = [], windows?: Windows): SurfaceBehaviour =>
    surface.behaviourAt(first.seen(value, windows), second.seen(others[0] ?? at[1], windows));
  const shown = (windows?: Windows): PlaneDomain => {
    const { x, y } = map.within(windows?.['map']).window;
    return [x, y];
  };
  return figure({
    kind: 'gradient-field',
    title,
    parameter: first.parameter,
    others: [second.parameter],
    frames,
    handles: [
      {
        panel: 'map',
        mark: 'point',
        label: 'point w⁰',
        moves: [0, 1],
        parameterAt: (x, _y, windows) => first.seen(x, windows),
        acrossAt: (_x, y, windows) => second.seen(y, windows),
      },
    ],
    zoomable: ['map'],
    heightAt: (_panel, x, y) => surface.f(x, y),
    valueAt: first.valueAt,
    wayFrom(value, others, windows) {
      const [x, y, height] = behaviourAt(value, others, windows).point;
      const part = map.within(windows?.['map']);
      return contourLap(part.contourAt(height), [x, y], frames, 0.01 * (part.window.x[1] - part.window.x[0]));
    },
    sceneAt: (value, others, windows) => {
      const window = windows?.['map'];
      return sceneOf(map.within(window), field.within(window), behaviourAt(value, others, windows));
    },
    describeAt: (value, others, windows) =>
      sentenceOf(field.within(windows?.['map']), behaviourAt(value, others, windows), shown(windows)),
    valueText: (value, others, windows) => shortTextOf(behaviourAt(value, others, windows), shown(windows)),
  });
}

/** The field over the whole square, and over parts of it. */
function fieldOf(surface: PreparedSurface): Field {
  const { domains } = surface;
  const starts = domains.map(([from]) => from);
  // Arrows are as dense on both sides: so many along the longer one.
  const spans = domains.map(([from, to]) => to - from);
  const longer = (spans[1] ?? 0) > (spans[0] ?? 0) ? 1 : 0;
  const placesOver = ({ x, y }: Window, spacing: number) =>
    placesIn(y, starts[1] ?? 0, spacing).flatMap((v) =>
      placesIn(x, starts[0] ?? 0, spacing).map((u) => [u, v] as const),
    );
  const parts = new WeakMap<Window, Field>();
  // Closer looks share their places, so that an arrow stays with its place while the picture grows around it.
  const known = new Map<string, SurfaceBehaviour>();
  const behaviourAt = (x: number, y: number): SurfaceBehaviour => {
    const key = `${x},${y}`;
    let behaviour = known.get(key);
    if (behaviour === undefined) {
      if (known.size > mostKnown) known.clear();
      known.set(key, (behaviour = surface.behaviourAt(x, y)));
    }
    return behaviour;
  };
  const within = (window: Window | undefined): Field => {
    if (window === undefined) return whole;
    let part = parts.get(window);
    if (part === undefined) {
      const [from, to] = tileAround(domains[longer], longer === 0 ? window.x : window.y);
      const spacing = (to - from) / 2 / closerPlaces;
      const behaviours = placesOver(window, spacing).map(([x, y]) => behaviourAt(x, y));
      parts.set(window, (part = arrowsOf(behaviours, spacing, whole.lengthOf, within)));
    }
    return part;
  };
  const spacing = Math.max(...spans) / (isHurried() ? fewPlaces : places);
  const whole = arrowsOf(
    placesOver({ x: domains[0], y: domains[1] }, spacing).map(([x, y]) => surface.behaviourAt(x, y)),
    spacing,
    undefined,
    within,
  );
  return whole;
}

/** The middles of places in an interval, where places are counted from a start. */
function placesIn([from, to]: readonly [number, number], start: number, spacing: number): number[] {
  const first = Math.ceil((from - start) / spacing - 0.5);
  const count = Math.floor((to - start) / spacing - 0.5) - first + 1;
  return Array.from({ length: count }, (_, k) => tidy(start + (first + k + 0.5) * spacing));
}

/** One arrow at each place where there is a gradient. */
function arrowsOf(
  behaviours: readonly SurfaceBehaviour[],
  spacing: number,
  rule: Field['lengthOf'] | undefined,
  within: Field['within'],
): Field {
  const found = behaviours.flatMap((behaviour) => (behaviour.kind === 'differentiable' ? [behaviour] : []));
  const slopes = found.map(({ gradient }) => Math.hypot(...gradient)).sort((a, b) => a - b);
  // Slopes far out, as beside a pole, would leave nothing of the others.
  const steep = slopes[Math.floor(0.95 * (slopes.length - 1))] ?? 0;
  const lengthOf = rule ?? ((slope: number): number => (steep > 0 ? Math.sqrt(Math.min(1, slope / steep)) : 0));
  const arrows = found.flatMap(({ point: [x, y], gradient }): (readonly [Point, Point])[] => {
    const slope = Math.hypot(...gradient);
    const half = (longest * spacing * lengthOf(slope)) / 2;
    if (half === 0) return [];
    const [u, v] = [(half * gradient[0]) / slope, (half * gradient[1]) / slope];
    return [
      [
        [x - u, y - v],
        [x + u, y + v],
      ],
    ];
  });
  const kinks = behaviours.filter(({ kind }) => kind === 'kink');
  const marks: Mark[] = [
    { kind: 'arrows', key: 'field', role: 'plane', arrows },
    ...kinks.map(({ point: [x, y] }, index): Mark => {
      return { kind: 'dot', key: `no-gradient${index}`, role: 'axis', at: [x, y], open: true };
    }),
  ];
  return { marks, lengthOf, spacing, places: behaviours.length, missing: kinks.length, within };
}

function sceneOf(map: ContourMap, field: Field, behaviour: SurfaceBehaviour): Scene {
  const [x, y, height] = behaviour.point;
  const at: Point = [x, y];
  const marks: Mark[] = [
    ...field.marks,
    { kind: 'path', key: 'through', role: 'function', pieces: map.contourAt(height) },
  ];
  const readOut: ReadOut[] = [
    readPoint('w', names.w0, [x, y], [map.window.x, map.window.y]),
    readEqual('g', names.g0, height),
  ];
  if (behaviour.kind === 'differentiable') {
    const { gradient } = behaviour;
    marks.push(...gradientMarks(at, gradient, field));
    readOut.push(
      readWord('gradient', 'gradient', saidPair(gradient), 'tangent'),
      readWord('slope', 'slope', said(Math.hypot(...gradient)), 'tangent'),
    );
  } else readOut.push(readWord('verdict', '', behaviour.kind === 'kink' ? 'not differentiable' : 'outside the domain'));
  readOut.push(readWord('rule', 'arrow length', '∝ √slope'));
  marks.push(...movingPoint(Number.isFinite(height) ? { at } : { at, away: 'nowhere' }, [11, 13]));
  const notice = noticeOf(behaviour);
  return { panels: [mapPanel(map, marks)], readOut, ...(notice === undefined ? {} : { notice }) };
}

/** The gradient at the point, its word, and the sign of a right angle between it and the contour. */
function gradientMarks([x, y]: Point, gradient: readonly [number, number], field: Field): Mark[] {
  const slope = Math.hypot(...gradient);
  const length = longestOfPoint * field.spacing * field.lengthOf(slope);
  if (length === 0) return [];
  const [u, v] = [gradient[0] / slope, gradient[1] / slope];
  const side = Math.min(0.24 * field.spacing, 0.4 * length);
  // The sign stands on the right of the arrow, the word on its left.
  const corner = (forwards: number, aside: number): Point => [
    x + side * (forwards * u + aside * v),
    y + side * (forwards * v - aside * u),
  ];
  return [
    { kind: 'path', key: 'right-angle', role: 'axis', pieces: [[corner(0, 1), corner(1, 1), corner(1, 0)]] },
    ...gradientArrow([x, y], [length * u, length * v]),
  ];
}

function noticeOf(behaviour: SurfaceBehaviour): string | undefined {
  switch (behaviour.kind) {
    case 'differentiable':
      return behaviour.gradient.every((slope) => slope === 0)
        ? 'the gradient is zero here: no direction climbs'
        : undefined;
    case 'kink':
      return `no gradient here: ${behaviour.why}`;
    case 'outside':
      return 'no gradient here: the function is not defined';
  }
}

function sentenceOf(field: Field, behaviour: SurfaceBehaviour, within: PlaneDomain): string {
  const [x, y, height] = behaviour.point;
  const at = `At ${saidPoint('w', [x, y], within)}`;
  const dots =
    field.missing === 0
      ? ''
      : ` At ${field.missing} of the ${field.places} places with an arrow or a dot there is no gradient.`;
  if (behaviour.kind === 'outside') return `${at} the function is not defined.${dots}`;
  const value = `${at} the function is ${said(height)}.`;
  if (behaviour.kind === 'kink') return `${value} There is no gradient here: ${behaviour.why}.${dots}`;
  const slope = Math.hypot(...behaviour.gradient);
  if (slope === 0) return `${value} The gradient is zero, so no direction climbs.${dots}`;
  return `${value} It climbs fastest along the gradient ${saidPair(behaviour.gradient)}, with slope ${saidShort(slope)}, at a right angle to the contour through the point.${dots}`;
}

function shortTextOf(behaviour: SurfaceBehaviour, within: PlaneDomain): string {
  const at = saidPoint('w', [behaviour.point[0], behaviour.point[1]], within);
  if (behaviour.kind === 'differentiable') return `${at}, gradient ${saidPair(behaviour.gradient)}`;
  return `${at}, ${noticeOf(behaviour) ?? ''}`;
}
