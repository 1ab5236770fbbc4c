/**
 * Where a function has no derivative. Candidates come from three places: what the sampler met (jumps,
 * poles, gaps, holes), arguments where the derivative is not finite, and arguments where it steps, found by
 * halving cells of the domain towards the larger difference of the derivative. `differentiability` has the
 * last word on each, once and only when somebody comes near. In come function, derivative, domain and
 * events; out comes a list one can ask for the nearest kink.
 */
import { differentiability, type Differentiability, type ScalarFunction } from '../api/index.ts';
import { findBreak, type CurveEvent } from '../scene/breaks.ts';
import { shortestBetween } from '../scene/floats.ts';

/** The arguments without a derivative. */
export interface Kinks {
  /** The first of them, in order: where playing pauses. */
  readonly stops: readonly number[];
  /** The one nearest to an argument within a reach. */
  near(w: number, reach: number): number | undefined;
  /** The verdict at an argument, remembered. */
  verdictAt(w: number): Differentiability;
}

const cells = 640;
const mostStops = 24;

/** Finds candidates: arguments where g may have no derivative. */
function suspects(
  slope: ScalarFunction,
  g: ScalarFunction,
  domain: readonly [number, number],
  events: readonly CurveEvent[],
): number[] {
  const [from, to] = domain;
  const found: number[] = [];
  const add = (w: number): void => {
    // What the sampler and the derivative find at the same place may differ in the last bit.
    if (!found.some((known) => Math.abs(known - w) <= 1e-10 * (to - from))) found.push(w);
  };
  for (const event of events) {
    if (event.kind !== 'gap') add(event.w);
    else for (const w of [event.from, event.to]) if (w > from && w < to) add(w);
  }
  let before = from;
  let slopeBefore = slope(from);
  for (let cell = 1; cell <= cells; cell++) {
    const w = cell === cells ? to : from + ((to - from) * cell) / cells;
    const here = slope(w);
    if (!Number.isFinite(here)) {
      if (Number.isFinite(g(w))) add(w);
    } else if (Number.isFinite(slopeBefore) && Math.abs(here - slopeBefore) > 1e-9 * (1 + Math.abs(here))) {
      for (const candidate of stepBetween(slope, before, w)) add(candidate);
    }
    before = w;
    slopeBefore = here;
  }
  return found.filter((w) => w >= from && w <= to).sort((a, b) => a - b);
}

/** Candidates for a step of the derivative between two arguments. */
function stepBetween(slope: ScalarFunction, low: number, high: number): number[] {
  let [a, b] = [low, high];
  let [sa, sb] = [slope(a), slope(b)];
  const first = Math.abs(sb - sa);
  for (let halving = 0; halving < 9; halving++) {
    const middle = a + (b - a) / 2;
    const sm = slope(middle);
    if (!Number.isFinite(sm)) return [middle];
    if (Math.abs(sm - sa) >= Math.abs(sb - sm)) [b, sb] = [middle, sm];
    else [a, sa] = [middle, sm];
    if (Math.abs(sb - sa) < 0.4 * first) return [];
  }
  const found = findBreak(slope, a, b, 1e12);
  if (found.kind === 'jump' || found.kind === 'pole') return [shortestBetween(found.low, found.high)];
  return [shortestBetween(a, b)];
}

/** Lists the kinks of a function along a domain. */
export function findKinks(
  g: ScalarFunction,
  slope: ScalarFunction,
  value: ScalarFunction,
  domain: readonly [number, number],
  events: readonly CurveEvent[],
): Kinks {
  const candidates = suspects(slope, value, domain, events);
  const verdicts = new Map<number, Differentiability>();
  const verdictAt = (w: number): Differentiability => {
    let verdict = verdicts.get(w);
    if (verdict === undefined) {
      verdict = differentiability(g, w);
      if (verdicts.size > 4096) verdicts.clear();
      verdicts.set(w, verdict);
    }
    return verdict;
  };
  const isKink = (w: number): boolean => !verdictAt(w).differentiable;
  const stops: number[] = [];
  for (const w of candidates) {
    if (stops.length >= mostStops) break;
    if (isKink(w)) stops.push(w);
  }
  return {
    stops,
    verdictAt,
    near: (w, reach) => {
      let best: number | undefined;
      for (const [index, candidate] of candidates.entries()) {
        const off = Math.abs(candidate - w);
        if (off > reach || (best !== undefined && off >= Math.abs(best - w))) continue;
        // Kinks that lie close together leave room to stand between them.
        const apart = Math.min(
          candidate - (candidates[index - 1] ?? -Infinity),
          (candidates[index + 1] ?? Infinity) - candidate,
        );
        if (off <= Math.max(0.1 * apart, 0) && isKink(candidate)) best = candidate;
      }
      return best;
    },
  };
}
