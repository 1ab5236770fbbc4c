/**
 * Where a curve breaks. Between two arguments whose values differ much the interval is halved towards the
 * larger difference: a continuous function loses the difference on the way, a jump keeps it down to the
 * last bit, a pole makes it grow. Between a defined and an undefined value the edge of the domain is found
 * the same way. In comes a function and an interval, out comes what is there. The idea is that of the
 * adaptive plotter of Tupper and of Avidan; the test of the last bit is exact in floating point.
 */
import { digitsOf, nextDown, nextUp } from './floats.ts';

/** What happens on a curve between its pieces. */
export type CurveEvent =
  /** The value steps: `left` and `right` are the limits, `value` is what the function says at `w`. */
  | { readonly kind: 'jump'; readonly w: number; readonly left: number; readonly right: number; readonly value: number }
  /** The values grow without bound. */
  | { readonly kind: 'pole'; readonly w: number }
  /** Nothing is defined between `from` and `to`; these are the last and first arguments with a value, or the domain's ends. */
  | { readonly kind: 'gap'; readonly from: number; readonly to: number }
  /** One single argument without a value, or with one off the curve; the curve goes through (w, y). */
  | { readonly kind: 'hole'; readonly w: number; readonly y: number; readonly value: number };

/** What bisection finds between two arguments. */
export type Break =
  | { readonly kind: 'jump'; readonly low: number; readonly high: number }
  | { readonly kind: 'pole'; readonly low: number; readonly high: number }
  /** The difference got lost: the function is continuous as far as doubles can tell. */
  | { readonly kind: 'none' }
  /** The last bits are noise: the function oscillates faster than doubles can follow. */
  | { readonly kind: 'noise' };

const mostHalvings = 1100;

/** A number between two others that halves the distance, and near zero, where doubles are dense, the exponent. */
export function middleOf(low: number, high: number): number {
  if (low < 0 && high > 0) return 0;
  if (low > 0 && high / low > 4) return Math.sqrt(low) * Math.sqrt(high);
  if (high < 0 && low / high > 4) return -Math.sqrt(-low) * Math.sqrt(-high);
  if (low === 0 && high > 1e-300) return Math.min(high / 2, high > 1e-150 ? high * high : high * 1e-8);
  if (high === 0 && low < -1e-300) return Math.max(low / 2, low < -1e-150 ? -low * low : low * 1e-8);
  return low + (high - low) / 2;
}

/**
 * Looks for a break of g between two arguments with finite values.
 *
 * @param large differences and values beyond this are far outside the picture
 */
export function findBreak(g: (w: number) => number, low: number, high: number, large: number): Break {
  let a = low;
  let b = high;
  let ga = g(a);
  let gb = g(b);
  const first = Math.abs(gb - ga);
  for (let step = 0; step < mostHalvings; step++) {
    const middle = middleOf(a, b);
    if (!(middle > a && middle < b)) break;
    const gm = g(middle);
    if (!Number.isFinite(gm)) return { kind: 'pole', low: a, high: b };
    if (Math.abs(gm - ga) >= Math.abs(gb - gm)) [b, gb] = [middle, gm];
    else [a, ga] = [middle, gm];
    const left = Math.abs(gb - ga);
    if (left < 1e-3 * first) return { kind: 'none' };
  }
  const last = Math.abs(gb - ga);
  if (last < 0.01 * first) return { kind: 'none' };
  if (last > large && (Math.abs(ga) > large || Math.abs(gb) > large)) return { kind: 'pole', low: a, high: b };
  return isQuiet(g, a, -1, last) && isQuiet(g, b, 1, last) ? { kind: 'jump', low: a, high: b } : { kind: 'noise' };
}

/** Whether g stands nearly still beside a jump: the differences there are small against the jump's. */
export function isQuiet(g: (w: number) => number, from: number, direction: 1 | -1, jump: number): boolean {
  const value = g(from);
  let at = from;
  for (let step = 0; step < 6; step++) {
    at = direction === 1 ? nextUp(at) : nextDown(at);
    // The first neighbour may be the single value in the middle of a double step, as sign(0) is.
    if (step > 0 && !(Math.abs(g(at) - g(direction === 1 ? nextUp(at) : nextDown(at))) < 0.25 * jump)) return false;
  }
  return Number.isFinite(value);
}

/** A jump in full: which argument it happens at, the limits beside it and the value on it. */
export function describeJump(g: (w: number) => number, low: number, high: number): CurveEvent {
  const [before, after] = [nextDown(low), nextUp(high)];
  const size = Math.abs(g(high) - g(low));
  // sign(w): the value on the jump differs from both sides, and bisection found only one of the two steps.
  const w =
    Math.abs(g(low) - g(before)) > 0.01 * size
      ? low
      : Math.abs(g(after) - g(high)) > 0.01 * size
        ? high
        : digitsOf(low) < digitsOf(high)
          ? low
          : high;
  const [left, right, value] = [g(nextDown(w)), g(nextUp(w)), g(w)];
  const step = Math.abs(right - left);
  if (Math.abs(value - left) > 2 * step && Math.abs(value - right) > 2 * step)
    return { kind: 'hole', w, y: (left + right) / 2, value };
  return { kind: 'jump', w, left, right, value };
}

/** Between a defined and an undefined argument: the last argument with a value. */
export function edgeOfDomain(g: (w: number) => number, defined: number, missing: number): number {
  let inside = defined;
  let outside = missing;
  for (let step = 0; step < mostHalvings; step++) {
    const [low, high] = inside < outside ? [inside, outside] : [outside, inside];
    const middle = middleOf(low, high);
    if (!(middle > low && middle < high)) break;
    if (Number.isFinite(g(middle))) inside = middle;
    else outside = middle;
  }
  return inside;
}

/** Whether |g| grows without bound somewhere between two arguments, and where. */
export function findPole(g: (w: number) => number, low: number, high: number, large: number): number | undefined {
  let a = low;
  let b = high;
  let middle = a + (b - a) / 2;
  let top = Math.abs(g(middle));
  for (let step = 0; step < 120; step++) {
    if (!Number.isFinite(top) || top > large) return middle;
    const left = a + (middle - a) / 2;
    const right = middle + (b - middle) / 2;
    if (!(left > a && right < b)) break;
    const [l, r] = [Math.abs(g(left)), Math.abs(g(right))];
    if (!(l <= Math.max(top, r))) [b, middle, top] = [middle, left, l];
    else if (!(r <= top)) [a, middle, top] = [middle, right, r];
    else [a, b] = [left, right];
  }
  return undefined;
}
