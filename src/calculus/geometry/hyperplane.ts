/**
 * Hyperplanes at a surface: affine functions of n inputs, from a point, the value there and a gradient that
 * comes in as numbers. A secant or partial hyperplane is one whose gradient has a single entry.
 */
import { SecantError } from '../../base/diagnostics.ts';
import { shownAs } from '../../base/shown.ts';
import { defaultDigits, shifted, sumText, type EquationOptions } from './coefficient-text.ts';

/** An affine function of n inputs through a point of a surface. */
export interface Hyperplane {
  readonly point: readonly number[];
  readonly value: number;
  readonly gradient: readonly number[];
  at(w: readonly number[]): number;
  equation(options?: EquationOptions): string;
}

function indexed(index: number, format: 'text' | 'tex'): string {
  const number = String(index + 1);
  if (format === 'tex') return number.length === 1 ? `w_${number}` : `w_{${number}}`;
  return `w${Array.from(number, (digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('')}`;
}

/**
 * The hyperplane through a point of a surface with a gradient.
 *
 * @throws SecantError S201 when point and gradient differ in length, S402 when a number is not finite
 * @example
 * ```ts
 * hyperplaneThrough([0, 0], 5.5, [1, 1]).equation() // → 'h(w) = 5.5 + w₁ + w₂'
 * ```
 */
export function hyperplaneThrough(point: readonly number[], value: number, gradient: readonly number[]): Hyperplane {
  if (point.length !== gradient.length) {
    throw new SecantError('S201', `the point has ${point.length} entries and the gradient ${gradient.length}`, {
      hint: 'give one slope for every input',
    });
  }
  const place = [...point];
  const slopes = [...gradient];
  if (!place.every(Number.isFinite) || !Number.isFinite(value)) {
    throw new SecantError(
      'S402',
      `the function has no value at w = (${place.join(', ')}) (it gives ${String(value)})`,
      {
        hint: 'choose a point where the function is defined',
      },
    );
  }
  if (!slopes.every(Number.isFinite)) {
    throw new SecantError(
      'S402',
      `the gradient at w = (${place.join(', ')}) is (${slopes.join(', ')}), so no hyperplane touches there`,
      {
        hint: 'choose a point where the function has a gradient',
      },
    );
  }
  return shownAs('hyperplane', {
    point: place,
    value,
    gradient: slopes,
    at: (w) => {
      if (w.length !== place.length) {
        throw new SecantError('S201', `the hyperplane has ${place.length} inputs and was given ${w.length}`, {
          hint: 'give one number for every input',
        });
      }
      return slopes.reduce((sum, slope, index) => sum + slope * ((w[index] ?? NaN) - (place[index] ?? NaN)), value);
    },
    equation: (options = {}) => {
      const { format = 'text', digits = defaultDigits } = options;
      const terms = slopes.map((coefficient, index) => ({
        coefficient,
        factor: shifted(place.length === 1 ? 'w' : indexed(index, format), place[index] ?? 0, digits, format),
      }));
      return `h(w) = ${sumText([{ coefficient: value, factor: '' }, ...terms], options)}`;
    },
  } satisfies Hyperplane);
}

/**
 * The secant hyperplane along one axis: through the surface's points at w and at w + h e.
 *
 * @param value the function at the point
 * @param moved the function at the point moved by `step` along `axis`
 * @throws SecantError S401 when the step is 0
 */
export function secantHyperplaneThrough(
  point: readonly number[],
  value: number,
  axis: number,
  step: number,
  moved: number,
): Hyperplane {
  if (!Number.isInteger(axis) || axis < 0 || axis >= point.length) {
    throw new SecantError('S201', `there is no axis ${axis} among ${point.length} inputs`, {
      hint: 'axes count from 0',
    });
  }
  if (step === 0) {
    throw new SecantError(
      'S401',
      `both points are at w = (${point.join(', ')}), so the hyperplane through them is not determined`,
      {
        hint: 'give a step other than 0, or ask for the partial hyperplane',
      },
    );
  }
  if (!Number.isFinite(moved)) {
    const there = point.map((w, index) => (index === axis ? w + step : w));
    throw new SecantError(
      'S402',
      `the function has no value at w = (${there.join(', ')}) (it gives ${String(moved)})`,
      {
        hint: 'choose a step that stays where the function is defined',
      },
    );
  }
  return hyperplaneThrough(
    point,
    value,
    point.map((_, index) => (index === axis ? (moved - value) / step : 0)),
  );
}
