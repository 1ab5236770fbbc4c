/**
 * Least squares by Levenberg and Marquardt: parameters b that make Σ (y − model(b, x))² smallest. Every step solves
 * the linearised problem, damped so that it stays where the linear model can be trusted; `jacobian` supplies the
 * linear model. Columns are scaled by the longest they have been (Moré 1978), the damping follows the ratio of
 * actual to predicted gain (Nielsen 1999), and the step comes from a QR factorisation, which keeps the digits that
 * the normal equations JᵀJ would square away.
 */
import { jacobian } from 'secant';

export interface Fit {
  readonly parameters: number[];
  readonly sumOfSquares: number;
  readonly steps: number;
}

export function levenbergMarquardt(
  model: (b: number[], x: number) => number,
  xs: readonly number[],
  ys: readonly number[],
  start: readonly number[],
  mostSteps = 2000,
): Fit {
  const residuals = (b: number[], xs: readonly number[], ys: readonly number[]): number[] =>
    xs.map((x, i) => ys[i]! - model(b, x));
  const slopes = jacobian(residuals, { scope: { model } });
  const cost = (r: readonly number[]): number => r.reduce((sum, x) => sum + x * x, 0);

  let b = [...start];
  let r = residuals(b, xs, ys);
  let damping = 1e-3;
  let growth = 2;
  let shortest = Infinity;
  const scale = b.map(() => 0);
  for (let steps = 1; steps <= mostSteps; steps++) {
    const J = slopes(b, xs, ys);
    scale.forEach((longest, k) => (scale[k] = Math.max(longest, Math.hypot(...J.map((row) => row[k]!)))));
    // The damped step: least squares of J s = −r with the rows √damping · scale below.
    const below = scale.map((size, k) => scale.map((_, j) => (j === k ? Math.sqrt(damping) * size : 0)));
    const s = leastSquares([...J, ...below], [...r.map((x) => -x), ...scale.map(() => 0)]);
    const moved = b.map((x, k) => x + s[k]!);
    const next = residuals(moved, xs, ys);
    const linear = J.map((row) => row.reduce((sum, slope, k) => sum + slope * s[k]!, 0));
    const predicted = cost(linear) + 2 * damping * cost(s.map((x, k) => x * scale[k]!));
    const gain = (cost(r) - cost(next)) / predicted;
    const length = Math.max(...s.map((x, k) => Math.abs(x) / (Math.abs(moved[k]!) + Number.MIN_VALUE)));
    // So close to the end the sums of squares differ by rounding only, and the steps know better.
    const settling = predicted < 1e-8 * cost(r) && length < shortest;
    if (gain > 0 || settling) {
      [b, r] = [moved, next];
      damping *= settling ? 1 / 3 : Math.max(1 / 3, 1 - (2 * gain - 1) ** 3);
      growth = 2;
      if (settling) shortest = length;
    } else {
      if (predicted < 1e-8 * cost(r)) return { parameters: b, sumOfSquares: cost(r), steps };
      damping *= growth;
      growth *= 2;
    }
    if (length < 1e-15) return { parameters: b, sumOfSquares: cost(r), steps };
  }
  return { parameters: b, sumOfSquares: cost(r), steps: mostSteps };
}

/** The x that makes |A x − y| smallest, by Householder reflections. */
export function leastSquares(A: readonly (readonly number[])[], y: readonly number[]): number[] {
  const columns = A[0]!.length;
  const rows = A.map((row, i) => [...row, y[i]!]);
  for (let k = 0; k < columns; k++) {
    const norm = Math.hypot(...rows.slice(k).map((row) => row[k]!));
    if (norm === 0) continue;
    const v = rows.map((row, i) => (i < k ? 0 : row[k]!));
    v[k] = v[k]! + (v[k]! < 0 ? -norm : norm);
    const square = v.reduce((sum, x) => sum + x * x, 0);
    for (let j = k; j <= columns; j++) {
      const along = (2 * rows.reduce((sum, row, i) => sum + v[i]! * row[j]!, 0)) / square;
      rows.forEach((row, i) => (row[j] = row[j]! - along * v[i]!));
    }
  }
  const x = new Array<number>(columns).fill(0);
  for (let k = columns - 1; k >= 0; k--) {
    let rest = rows[k]![columns]!;
    for (let j = k + 1; j < columns; j++) rest -= rows[k]![j]! * x[j]!;
    x[k] = rest / rows[k]![k]!;
  }
  return x;
}
