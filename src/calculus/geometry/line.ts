/**
 * Straight lines at a curve, as pure constructions: derivatives come in as numbers, nothing is
 * differentiated here. A line is kept as point and slope, so that at its own point it gives the value
 * exactly, whatever the slope. Its equation is written in point-slope form, which shows where it touches.
 */
import { SecantError } from '../../base/diagnostics.ts';
import { shownAs } from '../../base/shown.ts';
import { defaultDigits, shifted, sumText, type EquationOptions } from './coefficient-text.ts';

/** A straight line through a point of a curve. */
export interface Line {
  readonly point: readonly [number, number];
  readonly slope: number;
  at(w: number): number;
  /** Plain text, or TeX with `{ format: 'tex' }`. */
  equation(options?: EquationOptions): string;
}

function shown(value: number): string {
  return Number.isNaN(value) ? 'not a number' : String(value);
}

/** Says where a coordinate is missing: the point lies outside the domain. */
function mustBeFinite(point: readonly [number, number]): void {
  if (!Number.isFinite(point[0])) {
    throw new SecantError('S402', `the line's point is at w = ${shown(point[0])}`, { hint: 'give a finite number' });
  }
  if (!Number.isFinite(point[1])) {
    throw new SecantError('S402', `the function has no value at w = ${point[0]} (it gives ${shown(point[1])})`, {
      hint: 'choose a point where the function is defined',
    });
  }
}

/**
 * The line through a point with a slope; the tangent line, when the slope is the derivative.
 *
 * @throws SecantError S402 when the point or the slope is not finite
 * @example
 * ```ts
 * lineThrough([1, Math.sin(1)], Math.cos(1)).equation() // → 'h(w) = 0.8415 + 0.5403 (w − 1)'
 * ```
 */
export function lineThrough(point: readonly [number, number], slope: number): Line {
  mustBeFinite(point);
  if (!Number.isFinite(slope)) {
    throw new SecantError(
      'S402',
      `the slope at w = ${point[0]} is ${shown(slope)}, so no line with a slope passes there`,
      {
        hint: 'ask `differentiability` why there is no finite slope',
      },
    );
  }
  const [w0, g0] = point;
  return shownAs('line', {
    point: [w0, g0] as const,
    slope,
    at: (w) => g0 + slope * (w - w0),
    equation: (options = {}) => {
      const { format = 'text', digits = defaultDigits } = options;
      const factor = shifted('w', w0, digits, format);
      return `h(w) = ${sumText(
        [
          { coefficient: g0, factor: '' },
          { coefficient: slope, factor },
        ],
        options,
      )}`;
    },
  } satisfies Line);
}

/**
 * The secant line through two points of a curve; `point` is the first.
 *
 * @throws SecantError S401 when the points have the same argument, S402 when one is not finite
 * @example
 * ```ts
 * secantThrough([0, 0], [-2.6, Math.sin(-2.6)]).equation() // → 'h(w) = 0.1983 w'
 * ```
 */
export function secantThrough(p0: readonly [number, number], p1: readonly [number, number]): Line {
  mustBeFinite(p0);
  mustBeFinite(p1);
  if (p0[0] === p1[0]) {
    throw new SecantError('S401', `both points are at w = ${p0[0]}, so the line through them is not determined`, {
      hint: 'give two different points, or ask for the tangent line there',
    });
  }
  return lineThrough(p0, (p1[1] - p0[1]) / (p1[0] - p0[0]));
}
