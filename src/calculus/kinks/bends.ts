/**
 * A Hessian from second derivatives along directions. Where operations are singular on the way, the program of the
 * Hessian adds infinities that cancel; the germ of the value has none. In: how many inputs, and the slope and the second
 * derivative just beside the point in a direction. Out: the Hessian, where the second derivatives along all directions
 * tried, both ways, belong to one; undefined where they do not, or are not known.
 */
import { genericDirection } from './directions.ts';

/** First and second derivative along a direction; undefined where they are not known. */
export type Along = (direction: readonly number[]) => readonly [slope: number, bend: number] | undefined;

/** So many inputs at most: the directions are about half their square. */
const mostInputs = 12;
/** Directions beyond those that determine the Hessian, which must agree with it. */
const spare = 3;

export function hessianFromBends(inputs: number, along: Along): readonly (readonly number[])[] | undefined {
  if (inputs > mostInputs) return undefined;
  const places = Array.from({ length: inputs }, (_, i) => Array.from({ length: i + 1 }, (__, j) => [i, j] as const)).flat(); // prettier-ignore
  const directions = [
    ...places.map(([i, j], k) => tilted(genericDirection(inputs, 1 + k), [i, j])),
    ...Array.from({ length: spare }, (_, k) => rounded(genericDirection(inputs, 1 + places.length + k))),
  ];
  const bends: number[] = [];
  const slopes: number[] = [];
  const bendsBack: number[] = [];
  const slopesBack: number[] = [];
  for (const direction of directions) {
    const there = along(direction);
    const back = along(direction.map((x) => -x));
    if (there === undefined || back === undefined) return undefined;
    slopes.push(there[0]);
    bends.push(there[1]);
    slopesBack.push(-back[0]);
    bendsBack.push(back[1]);
  }
  if (!alike(slopes, slopesBack) || !alike(bends, bendsBack)) return undefined;
  const gradient = solved(directions.slice(0, inputs), slopes) ?? [];
  const forms = directions.map((d) => places.map(([i, j]) => (i === j ? d[i]! ** 2 : 2 * d[i]! * d[j]!)));
  const entries = solved(forms.slice(0, places.length), bends) ?? [];
  const fits = (rows: readonly (readonly number[])[], x: readonly number[], values: readonly number[]): boolean =>
    alike(
      rows.map((row) => row.reduce((sum, c, i) => sum + c * (x[i] ?? NaN), 0)),
      values,
    );
  if (!fits(directions, gradient, slopes) || !fits(forms, entries, bends)) return undefined;
  const hessian = Array.from({ length: inputs }, () => new Array<number>(inputs).fill(0));
  const size = Math.max(...entries.map(Math.abs));
  places.forEach(([i, j], k) => {
    const entry = Math.abs(entries[k]!) <= 1e-13 * size ? 0 : entries[k]!;
    hessian[i]![j] = hessian[j]![i] = entry;
  });
  return hessian;
}

/** Near e_i + e_j, and generic: short numbers, whose sums and products are exact. */
function tilted(generic: readonly number[], [i, j]: readonly [number, number]): number[] {
  return rounded(generic.map((x, k) => x / 8 + (k === i ? 1 : 0) + (k === j ? 1 : 0)));
}

function rounded(direction: readonly number[]): number[] {
  return direction.map((x) => Math.round(x * 64) / 64);
}

/** Equal up to rounding, which is relative to the largest: a function may be small all over, like a cone of slope 1e-10. */
function alike(a: readonly number[], b: readonly number[]): boolean {
  const size = Math.max(...a.map(Math.abs), ...b.map(Math.abs));
  return a.every((x, k) => x === b[k] || Math.abs(x - b[k]!) <= 1e-9 * size);
}

/** Solves rows·x = values by elimination with pivots; undefined where the rows depend on one another. */
function solved(rows: readonly (readonly number[])[], values: readonly number[]): number[] | undefined {
  const n = rows.length;
  const a = rows.map((row, k) => [...row, values[k]!]);
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(a[r]![c]!) > Math.abs(a[pivot]![c]!)) pivot = r;
    if (!(Math.abs(a[pivot]![c]!) > 1e-6)) return undefined;
    [a[c], a[pivot]] = [a[pivot]!, a[c]!];
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = a[r]![c]! / a[c]![c]!;
      if (factor !== 0) for (let k = c; k <= n; k++) a[r]![k]! -= factor * a[c]![k]!;
    }
  }
  return a.map((row, k) => row[n]! / row[k]!);
}
