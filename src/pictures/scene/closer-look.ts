/**
 * Places of a curve that deserve a closer look than evenly spread samples give: cells whose ends have slopes that do not fit
 * the values, where something narrow must be between them, and the tops of peaks. In: samples, and the derivative where there
 * is one. Out: more samples among them, so that a window chosen from them shows the tops.
 */

type Values = (w: number) => number;

/** Samples of a function at increasing arguments. */
interface Samples {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}

/** A difference from what the slopes say that is smaller than this share of all values is not seen. */
const visible = 2e-4;
const mostCells = 160;
const mostTops = 40;
const parts = 8;

function sizeOf(ys: readonly number[]): number {
  let [least, most] = [Infinity, -Infinity];
  for (const y of ys) if (Math.abs(y) < 1e150) [least, most] = [Math.min(least, y), Math.max(most, y)];
  return most > least ? most - least : 0;
}

function merged({ xs, ys }: Samples, g: Values, more: ReadonlyMap<number, number>): Samples {
  if (more.size === 0) return { xs, ys };
  const known = new Map<number, number>(xs.map((w, k) => [w, ys[k] ?? NaN]));
  for (const [w, y] of more) known.set(w, y);
  const all = [...known.keys()].sort((a, b) => a - b);
  return { xs: all, ys: all.map((w) => known.get(w) ?? g(w)) };
}

/** The indices with the largest sizes, where these count. */
function largest(sizes: Iterable<readonly [index: number, size: number]>, most: number): number[] {
  return [...sizes]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([index]) => index);
}

/** Samples inside the cells whose ends have slopes that do not fit. */
function withinCells(samples: Samples, g: Values, slope: Values): Samples {
  const { xs, ys } = samples;
  const slopes = xs.map(slope);
  const least = visible * sizeOf(ys);
  const misfits: [number, number][] = [];
  for (let k = 1; k < xs.length; k++) {
    const run = (xs[k] ?? NaN) - (xs[k - 1] ?? NaN);
    const rise = (ys[k] ?? NaN) - (ys[k - 1] ?? NaN);
    const misfit = Math.abs(rise - (run * ((slopes[k] ?? NaN) + (slopes[k - 1] ?? NaN))) / 2);
    if (misfit > least && misfit < Infinity) misfits.push([k, misfit]);
  }
  const more = new Map<number, number>();
  for (const k of largest(misfits, mostCells)) {
    const [from, to] = [xs[k - 1] ?? NaN, xs[k] ?? NaN];
    for (let part = 1; part < parts; part++) {
      const w = from + ((to - from) * part) / parts;
      if (w > from && w < to) more.set(w, g(w));
    }
  }
  return merged(samples, g, more);
}

const golden = (Math.sqrt(5) - 1) / 2;
const steps = 60;

/** The top of a peak between two arguments; undefined where the values go on growing, as at a pole. */
function topBetween(g: Values, from: number, to: number): readonly [number, number] | undefined {
  let [a, b] = [from, to];
  let [p, q] = [b - golden * (b - a), a + golden * (b - a)];
  let [gp, gq] = [g(p), g(q)];
  let settled = 0;
  for (let step = 0; step < steps && settled < 4; step++) {
    if (!(p > a && q < b && p < q)) break;
    const before = Math.max(gp, gq);
    if (gp >= gq) {
      [b, q, gq] = [q, p, gp];
      p = b - golden * (b - a);
      gp = g(p);
    } else {
      [a, p, gp] = [p, q, gq];
      q = a + golden * (b - a);
      gq = g(q);
    }
    const now = Math.max(gp, gq);
    if (!Number.isFinite(now)) return undefined;
    settled =
      Math.abs(now - before) <= 1e-4 * Math.abs(now) && Math.abs(gp - gq) <= 1e-3 * Math.abs(now) ? settled + 1 : 0;
  }
  return settled >= 4 ? (gp >= gq ? [p, gp] : [q, gq]) : undefined;
}

/** Samples at the tops and bottoms between samples. */
function atTops(samples: Samples, g: Values): Samples {
  const { xs, ys } = samples;
  const least = 0.1 * visible * sizeOf(ys);
  const more = new Map<number, number>();
  for (const sign of [1, -1] as const) {
    const tops: [number, number][] = [];
    for (let k = 1; k < xs.length - 1; k++) {
      const [before, here, after] = [sign * (ys[k - 1] ?? NaN), sign * (ys[k] ?? NaN), sign * (ys[k + 1] ?? NaN)];
      const bend = 2 * here - before - after;
      if (here >= before && here >= after && bend > least) tops.push([k, bend]);
    }
    for (const k of largest(tops, mostTops)) {
      const top = topBetween((w) => sign * g(w), xs[k - 1] ?? NaN, xs[k + 1] ?? NaN);
      if (top !== undefined && top[1] > sign * (ys[k] ?? NaN)) more.set(top[0], sign * top[1]);
    }
  }
  return merged(samples, g, more);
}

/** The samples, and more where something narrow may be between them. */
export function lookedAtCloser(samples: Samples, g: Values, slope: Values | undefined): Samples {
  return atTops(slope === undefined ? samples : withinCells(samples, g, slope), g);
}
