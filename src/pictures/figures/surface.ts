/**
 * What every figure of a surface needs, made once per function: the grid of heights, the box it is shown in,
 * the gradient, and how the function stands at a point. A tangent plane needs more than two slopes: the function must have
 * the same plane in every direction. So wherever the gradient is not steady around the point, one-sided
 * slopes are asked of `differentiability` along the axes and four other directions, and the first that
 * disagrees says why there is no plane. Elsewhere a position costs a few evaluations.
 */
import type { Domains } from './positions.ts';
import { mustBeTold, SecantError } from '../../base/diagnostics.ts';
import { cellsInParts, inParts } from '../../base/parts.ts';
import { withinPicture } from '../../base/steps.ts';
import { differentiabilityAlong } from '../../calculus/differentiability.ts';
import { slopesOf } from '../../calculus/slopes.ts';
import type { Differentiability, VectorFunction } from '../../calculus/types.ts';
import { formatShort } from '../scene/format.ts';
import type { Panel, Point3, SpaceMark, SurfaceGrid, SurfaceLook, TextRun, View } from '../scene/scene.ts';
import { reducedView } from '../scene/camera.ts';
import { filled } from '../scene/filled-holes.ts';
import { sampleCurve } from '../scene/sample-curve.ts';
import { chooseHeights, sampleSurface } from '../scene/surface-grid.ts';
import { ownErrorOf } from './own-error.ts';
import { names, saidShort, whyNot } from './words.ts';

/** The slope along one axis, or why there is none. */
export type PartialSlope =
  { readonly kind: 'slope'; readonly slope: number } | { readonly kind: 'none'; readonly why: string };

/** How a function of two inputs stands at a point. */
export type SurfaceBehaviour =
  | { readonly kind: 'differentiable'; readonly point: Point3; readonly gradient: readonly [number, number] }
  /** No tangent plane; slopes along single axes may still exist. */
  | {
      readonly kind: 'kink';
      readonly point: Point3;
      readonly partials: readonly [PartialSlope, PartialSlope];
      readonly why: string;
    }
  | { readonly kind: 'outside'; readonly point: Point3 };

/** A function of two inputs made ready for a figure. */
export interface PreparedSurface {
  /** The function; NaN where it fails. */
  readonly f: (x: number, y: number) => number;
  /** Of each input. */
  readonly domains: Domains;
  readonly grid: SurfaceGrid;
  readonly heights: readonly [number, number];
  /** How it is drawn. */
  readonly look: SurfaceLook;
  behaviourAt(x: number, y: number): SurfaceBehaviour;
  /** The curve of the surface over a line through (x, y) along an axis. */
  slice(x: number, y: number, axis: 0 | 1): readonly (readonly Point3[])[];
}

const otherDirections = [
  [1, 1],
  [1, -1],
  [1, 2],
  [2, -1],
] as const;

/** Cells along each side of a surface. */
const surfaceCells = 24;

/** Prepares a function of two inputs for figures. */
export function prepareSurface(
  f: VectorFunction,
  domains: PreparedSurface['domains'],
  look: SurfaceLook = 'both',
): PreparedSurface {
  return withinPicture(() => prepare(f, domains, look));
}

function prepare(f: VectorFunction, domains: PreparedSurface['domains'], look: SurfaceLook): PreparedSurface {
  const value = inParts(
    f,
    'value',
    (x, y): number => {
      try {
        const height: unknown = f([x, y]);
        return typeof height === 'number' ? height : NaN;
      } catch (error) {
        if (mustBeTold(error)) throw error;
        return NaN;
      }
    },
    2,
  );
  const gradient = slopesOf(f);
  const slopesAt = inParts(
    f,
    'slopes',
    (x, y): readonly [number, number] => {
      try {
        const [a = NaN, b = NaN] = gradient([x, y]);
        return [a, b];
      } catch (error) {
        if (mustBeTold(error)) throw error;
        if (error instanceof SecantError && !error.code.startsWith('S3')) throw ownErrorOf(() => f([x, y])) ?? error;
        return [NaN, NaN];
      }
    },
    2,
  );
  if (f.length > 1)
    throw new SecantError(
      'S201',
      `a function of one list of two numbers is wanted here, this one takes ${f.length} arguments`,
      {
        hint: 'put its arguments in brackets: ([x, y]) => x * y',
      },
    );
  // What can never be differentiated is told at once, before anything is drawn.
  const [across, along] = domains;
  const spans = [across[1] - across[0], along[1] - along[0]] as const;
  slopesAt(across[0] + 0.618 * spans[0], along[0] + 0.382 * spans[1]);
  const whole = filled(value, Math.min(...spans));
  const grid = sampleSurface(whole, across, along, cellsInParts(surfaceCells));
  const heights = chooseHeights(whole, grid);
  const span = heights[1] - heights[0];

  const isSteady = (x: number, y: number, height: number, [a, b]: readonly [number, number]): boolean => {
    if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
    const tolerance = 1e-4 * (1 + Math.abs(a) + Math.abs(b));
    const step = 1e-13 * Math.max(1, Math.abs(x), Math.abs(y));
    return [...otherDirections, [-1, -1] as const, [-1, 1] as const].every(([u, v]) => {
      const [nx, ny] = [x + step * u, y + step * v];
      const [c, d] = slopesAt(nx, ny);
      if (!(Math.abs(c - a) <= tolerance && Math.abs(d - b) <= tolerance)) return false;
      return Math.abs(value(nx, ny) - height) <= 1e-9 * span + 1e-12 * Math.abs(height);
    });
  };
  const verdictAlong = (x: number, y: number, u: number, v: number): Differentiability =>
    inParts(f, `along ${u} ${v}`, (...point) => differentiabilityAlong(f, point, [u, v]), 2)(x, y);

  const verdictOn = (x: number, y: number, point: Point3): SurfaceBehaviour => {
    const verdicts = [verdictAlong(x, y, 1, 0), verdictAlong(x, y, 0, 1)] as const;
    const partialOf = (verdict: Differentiability): PartialSlope =>
      verdict.differentiable && verdict.derivative !== undefined
        ? { kind: 'slope', slope: verdict.derivative }
        : { kind: 'none', why: whyNot(verdict) };
    const partials = [partialOf(verdicts[0]), partialOf(verdicts[1])] as const;
    for (const [axis, partial] of partials.entries()) {
      if (partial.kind === 'none')
        return { kind: 'kink', point, partials, why: `${partial.why}, along ${axis === 0 ? 'w₁' : 'w₂'}` };
    }
    const [first, second] = partials;
    if (first.kind !== 'slope' || second.kind !== 'slope') return { kind: 'outside', point };
    for (const [u, v] of otherDirections) {
      const verdict = verdictAlong(x, y, u, v);
      const expected = u * first.slope + v * second.slope;
      const name = `in the direction (${formatShort(u)}, ${formatShort(v)})`;
      if (!verdict.differentiable) return { kind: 'kink', point, partials, why: `${whyNot(verdict)}, ${name}` };
      if (Math.abs((verdict.derivative ?? NaN) - expected) > 1e-5 * (1 + Math.abs(expected))) {
        const why = `the slope ${name} is ${saidShort(verdict.derivative ?? NaN)}, not the ${saidShort(expected)} of a plane`;
        return { kind: 'kink', point, partials, why };
      }
    }
    return { kind: 'differentiable', point, gradient: [first.slope, second.slope] };
  };

  const judged = new Map<string, SurfaceBehaviour>();
  let last: SurfaceBehaviour | undefined;
  return {
    f: value,
    domains,
    grid,
    heights,
    look,
    behaviourAt(x, y) {
      if (last !== undefined && Object.is(last.point[0], x) && Object.is(last.point[1], y)) return last;
      const height = value(x, y);
      const point: Point3 = [x, y, height];
      if (!Number.isFinite(height)) return (last = { kind: 'outside', point });
      const slopes = slopesAt(x, y);
      if (isSteady(x, y, height, slopes)) return (last = { kind: 'differentiable', point, gradient: slopes });
      const key = `${x},${y}`;
      let behaviour = judged.get(key);
      if (behaviour === undefined) {
        if (judged.size > 512) judged.clear();
        judged.set(key, (behaviour = verdictOn(x, y, point)));
      }
      return (last = behaviour);
    },
    slice(x, y, axis) {
      const curve = (t: number): number => (axis === 0 ? value(t, y) : value(x, t));
      const { pieces } = sampleCurve(curve, domains[axis], { y: heights, width: 200, height: 160 });
      return pieces.map((piece) => piece.map(([t, height]): Point3 => (axis === 0 ? [t, y, height] : [x, t, height])));
    },
  };
}

/** The slope along an axis of what the function does at a point. */
export function partialAt(behaviour: SurfaceBehaviour, axis: 0 | 1): PartialSlope {
  switch (behaviour.kind) {
    case 'differentiable':
      return { kind: 'slope', slope: behaviour.gradient[axis] };
    case 'kink':
      return behaviour.partials[axis];
    case 'outside':
      return { kind: 'none', why: 'the function is not defined' };
  }
}

/** The panel of a surface with what stands on it. */
export function surfacePanel(options: {
  readonly key: string;
  readonly title: readonly TextRun[];
  readonly surface: PreparedSurface;
  readonly view: View;
  readonly marks: readonly SpaceMark[];
}): Panel {
  const { key, title, surface, view, marks } = options;
  return {
    key,
    title,
    x: { domain: surface.domains[0], label: names.first },
    y: { domain: surface.domains[1], label: names.second },
    axes: true,
    marks: [],
    space: {
      z: { domain: surface.heights, label: names.g },
      camera: { view: reducedView(view) },
      marks: [{ kind: 'surface', key: 'surface', grid: surface.grid, look: surface.look }, ...marks],
    },
  };
}

/** A plane through a point, with its word where its panel's title does not say it, and the straight line in it along an axis where one is given. */
export function planeMarks(options: {
  readonly role: 'secant' | 'tangent';
  readonly word?: string;
  readonly point: Point3;
  readonly gradient: readonly [number, number];
  readonly surface: PreparedSurface;
  readonly axis?: 0 | 1;
}): SpaceMark[] {
  const { role, word, point, gradient, surface, axis } = options;
  const [[x0, x1], [y0, y1]] = surface.domains;
  const at = (x: number, y: number): Point3 => [
    x,
    y,
    point[2] + gradient[0] * (x - point[0]) + gradient[1] * (y - point[1]),
  ];
  const marks: SpaceMark[] = [{ kind: 'plane', key: 'plane', role, point, gradient }];
  if (axis !== undefined) {
    const ends = axis === 0 ? [at(x0, point[1]), at(x1, point[1])] : [at(point[0], y0), at(point[0], y1)];
    marks.push({ kind: 'line', key: 'line', role, pieces: [ends], within: 'plane' });
  }
  if (word === undefined) return marks;
  const inside = ([, , height]: Point3): boolean => height >= surface.heights[0] && height <= surface.heights[1];
  const places: Point3[] = [];
  for (const share of [0.95, 0.75, 0.5]) {
    for (const [u, v] of [
      [1, 1],
      [1, -1],
      [-1, 1],
      [-1, -1],
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      const x = (x0 + x1) / 2 + (u * share * (x1 - x0)) / 2;
      const y = (y0 + y1) / 2 + (v * share * (y1 - y0)) / 2;
      if (inside(at(x, y))) places.push(at(x, y));
    }
  }
  const [first = point, ...rest] = places;
  marks.push({
    kind: 'text',
    key: 'plane-word',
    role,
    at: first,
    orAt: rest,
    runs: [{ text: word }],
    anchor: 'middle',
    offset: [0, 14],
  });
  return marks;
}

/** A dot with its name. */
export function namedDot(
  key: string,
  role: 'moving-point' | 'fixed-point' | 'second-point',
  at: Point3,
  name: readonly TextRun[],
): SpaceMark[] {
  if (!Number.isFinite(at[2])) return [];
  return [
    { kind: 'text', key: `${key}-word`, role, at, runs: name, anchor: 'start', offset: [11, -13] },
    { kind: 'dot', key, role, at },
  ];
}
