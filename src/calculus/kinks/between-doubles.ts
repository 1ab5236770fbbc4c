/**
 * Kinks that no double hits. The program of |sin w| at the double nearest π has a slope there, −1, and the next double has 1:
 * for whoever points at π there is a corner. In: a verdict, the function and its slope. Out: the verdict of the nearest kink
 * within a few units of the last place, with a reason that says so; otherwise the verdict as it was.
 *
 * A corner is one step in the slopes of nine neighbouring doubles that stand still before and after it, where the
 * values do not step. Slopes that merely change fast change at every one of them.
 */
import type { Differentiability, ScalarFunction } from '../types.ts';

const neighbours = 4;
const view = new DataView(new ArrayBuffer(8));

/** The double so many places above a number that is not 0. */
function shifted(w: number, places: number): number {
  view.setFloat64(0, w);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(w > 0 ? places : -places));
  return view.getFloat64(0);
}

/** The verdict where doubles cannot hit the kink. */
export function nearestKink(
  found: Differentiability,
  value: ScalarFunction,
  slope: ScalarFunction,
  w: number,
  tie: boolean,
): Differentiability {
  const here = value(w);
  const aside = 1e-9 * Math.max(1, Math.abs(w));
  if (
    found.verdict === 'jump' &&
    Math.abs(here) === Infinity &&
    here * value(w - aside) > 0 &&
    here * value(w + aside) > 0
  ) {
    return {
      ...found,
      verdict: 'outside the domain',
      left: NaN,
      right: NaN,
      reason: 'the values grow without bound here',
    };
  }
  if (found.verdict === 'outside the domain' && Number.isFinite(here)) {
    return roundedOut(found, slope, w) ?? found;
  }
  // Where a tie is met at the point itself, the program has said all there is to say.
  if (!found.differentiable || tie || w === 0 || !Number.isFinite(w)) return found;
  const corner = cornerBeside(value, slope, w);
  return corner === undefined ? found : asCorner(found, corner);
}

interface Slopes {
  readonly left: number;
  readonly right: number;
}

function asCorner({ derivative: _none, ...found }: Differentiability, { left, right }: Slopes): Differentiability {
  const reason = `slopes from the left settle at ${say(left)}, from the right at ${say(right)}; ${between}`;
  return { ...found, verdict: 'corner', differentiable: false, left, right, reason };
}

/**
 * A corner at whose point rounding has led the program to the edge of a domain, as that of asin(sin w) at π/2, where sin is 1:
 * slopes at two distances, each from its own side, that agree with one another and not across.
 */
function roundedOut(found: Differentiability, slope: ScalarFunction, w: number): Differentiability | undefined {
  const unit = Math.max(1, Math.abs(w));
  const [left, right] = [-1, 1].map((direction) => {
    const [far = NaN, near = NaN] = [1e-4, 1e-5].map((distance) => slope(w + direction * distance * unit));
    return Math.abs(far - near) <= 1e-3 * (1 + Math.abs(far)) ? far : NaN;
  }) as [number, number];
  if (!(Math.abs(left - right) > 0.01 * (1 + Math.abs(left)))) return undefined;
  return asCorner(found, { left, right });
}

const between = 'the point itself lies between two numbers that a computer can hold';

function cornerBeside(value: ScalarFunction, slope: ScalarFunction, w: number): Slopes | undefined {
  const places = Array.from({ length: 2 * neighbours + 1 }, (_, k) => shifted(w, k - neighbours));
  const slopes = places.map(slope);
  const steps = slopes.slice(1).map((s, k) => Math.abs(s - slopes[k]!));
  const size = Math.max(...slopes.map(Math.abs));
  if (!Number.isFinite(size)) return undefined;
  const large = steps.filter((step) => step > 1e-6 * size);
  const [left = NaN] = slopes;
  const right = slopes.at(-1) ?? NaN;
  if (large.length !== 1 || steps.some((step) => step > 1e-9 * size && step <= 1e-6 * size)) return undefined;
  if (!(Math.abs(right - left) > 1e-6 * size)) return undefined;
  const here = value(w);
  const wide = Math.abs(places.at(-1)! - places[0]!);
  const moved = Math.max(Math.abs(value(places[0]!) - here), Math.abs(value(places.at(-1)!) - here));
  return moved <= 4 * size * wide + 1e-15 * Math.abs(here) ? { left, right } : undefined;
}

function say(slope: number): string {
  return String(Number(slope.toPrecision(6)));
}
