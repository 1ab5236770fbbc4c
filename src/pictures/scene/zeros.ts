/**
 * Where functions are 0 along an interval: between samples of different sign, by halving, and where a function only touches
 * 0, by going down. In: functions that are computed together, and an interval. Out: the places, in order, each with whether
 * a double is the place itself or the place falls between two.
 */
import { middleOf } from './breaks.ts';
import { nextDown, nextUp, shortestBetween } from './floats.ts';

/** A place where a function is 0. */
export interface Zero {
  readonly w: number;
  /** True where no double is the place itself, as √2 is none. */
  readonly between: boolean;
}

const steps = 200;

/** A place where f is 0: of several neighbours, as 3w − 1 has two near 1/3, the one that is shortest to write. */
function exact(f: (w: number) => number, w: number): Zero {
  let [low, high] = [w, w];
  for (let step = 0; step < 16 && f(nextDown(low)) === 0; step++) low = nextDown(low);
  for (let step = 0; step < 16 && f(nextUp(high)) === 0; step++) high = nextUp(high);
  return { w: shortestBetween(low, high), between: false };
}

function crossing(f: (w: number) => number, low: number, high: number): Zero | undefined {
  let [a, b] = [low, high];
  let [fa, fb] = [f(a), f(b)];
  const size = Math.max(Math.abs(fa), Math.abs(fb));
  for (let step = 0; step < steps; step++) {
    const middle = middleOf(a, b);
    if (!(middle > a && middle < b)) break;
    const fm = f(middle);
    if (fm === 0) return exact(f, middle);
    if (!Number.isFinite(fm)) return undefined;
    if (fm > 0 === fa > 0) [a, fa] = [middle, fm];
    else [b, fb] = [middle, fm];
  }
  const [w, least] = Math.abs(fa) < Math.abs(fb) ? [a, fa] : [b, fb];
  return Math.abs(least) <= 1e-9 * size ? { w, between: true } : undefined;
}

function touching(f: (w: number) => number, low: number, high: number): Zero | undefined {
  const size = (w: number): number => Math.abs(f(w));
  const large = Math.max(size(low), size(high));
  let [a, b] = [low, high];
  for (let step = 0; step < steps; step++) {
    const third = (b - a) / 3;
    const [left, right] = [a + third, b - third];
    if (!(left > a && right < b && left < right)) break;
    if (size(left) <= size(right)) b = right;
    else a = left;
  }
  const near = [a, b, shortestBetween(a - 4 * (b - a), b + 4 * (b - a))];
  const w = near.reduce((best, each) => (size(each) <= size(best) ? each : best));
  return size(w) <= 1e-13 * large ? { w, between: f(w) !== 0 } : undefined;
}

/**
 * The zeros of functions, up to so many.
 *
 * @param functions all values at an argument
 * @param at arguments in order, close enough that no two zeros fall between neighbours
 */
export function zerosOf(functions: (w: number) => readonly number[], at: readonly number[], most: number): Zero[] {
  const rows = at.map(functions);
  const found: Zero[] = [];
  const add = (zero: Zero | undefined): void => {
    if (zero === undefined || found.length >= most) return;
    const known = found.findIndex(({ w }) => Math.abs(w - zero.w) <= 1e-12 * Math.max(Math.abs(w), Math.abs(zero.w)));
    if (known < 0) found.push(zero);
    else if (!zero.between) found[known] = zero;
  };
  const count = Math.max(0, ...rows.map((row) => row.length));
  for (let k = 0; k < count; k++) {
    const f = (w: number): number => functions(w)[k] ?? NaN;
    for (let j = 0; j < at.length; j++) {
      const [w = NaN, next = NaN] = [at[j], at[j + 1]];
      const [before, here, after] = [rows[j - 1]?.[k] ?? NaN, rows[j]?.[k] ?? NaN, rows[j + 1]?.[k] ?? NaN];
      if (here === 0) add(exact(f, w));
      else if (here < 0 !== after < 0 && here * after !== 0 && Number.isFinite(here * after)) add(crossing(f, w, next));
      else if (Math.abs(here) <= Math.abs(before) && Math.abs(here) < Math.abs(after) && before * after > 0)
        add(touching(f, at[j - 1] ?? NaN, next));
    }
  }
  return found.sort((a, b) => a.w - b.w);
}
