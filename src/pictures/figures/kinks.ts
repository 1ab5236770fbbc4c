/**
 * Where a function has no derivative. Candidates come from three places: what the sampler met (jumps,
 * poles, gaps, holes), arguments where the derivative is not finite, and arguments where it steps, found by
 * halving cells of the domain towards the larger difference of the derivative. `differentiability` has the
 * last word on each, once and only when somebody comes near. In come function, derivative, domain and
 * events; out comes a list one can ask for the nearest kink.
 */
import { mustBeTold, SecantError } from '../../base/diagnostics.ts';
import { inParts, isHurried } from '../../base/parts.ts';
import { callsAffordable } from '../../base/steps.ts';
import { differentiability } from '../../calculus/differentiability.ts';
import type { Differentiability, ScalarFunction } from '../../calculus/types.ts';
import { findBreak, type CurveEvent } from '../scene/breaks.ts';
import { nextDown, nextUp, shortestBetween } from '../scene/floats.ts';

/** The arguments without a derivative. */
export interface Kinks {
  /** The first of them, in order: where playing pauses. */
  readonly stops: readonly number[];
  /** The one nearest to an argument within a reach. */
  near(w: number, reach: number): number | undefined;
  /** The verdict at an argument, remembered. */
  verdictAt(w: number): Differentiability;
}

const mostCells = 640;
const fewestCells = 48;
/** The share of the steps of a picture that looking for kinks may take, about. */
const shareOfSteps = 0.3;
const mostStops = 24;

/** A place where g may have no derivative; a step of the derivative also tells its two sides. */
interface Suspect {
  readonly w: number;
  readonly sides?: readonly [number, number];
  readonly pole?: boolean;
}

/** Finds the suspects along a domain. */
function suspects(
  slope: ScalarFunction,
  g: ScalarFunction,
  domain: readonly [number, number],
  events: readonly CurveEvent[],
): Suspect[] {
  const [from, to] = domain;
  const found: Suspect[] = [];
  const add = (at: number, more: Omit<Suspect, 'w'> = {}): void => {
    // Where w² is no longer told from 0, a jump of sign(w²) is met at 1e-162: whoever names it says 0.
    const w = Math.abs(at) <= 1e-50 * (to - from) ? 0 : at;
    // What the sampler and the derivative find at the same place may differ in the last bit.
    if (found.some((known) => Math.abs(known.w - w) <= 1e-10 * (to - from))) return;
    found.push({ w, ...more });
  };
  for (const event of events) {
    if (event.kind === 'pole') add(event.w, { pole: true });
    else if (event.kind !== 'gap') add(event.w);
    else if (event.to - event.from <= 1e-9 * (to - from)) add(shortestBetween(event.from, event.to));
    else {
      // The edge itself, or the number beside it that people would name: log ends at 0, not at 5e-324.
      const edges = [shortestBetween(event.from, nextUp(event.from)), shortestBetween(nextDown(event.to), event.to)];
      for (const w of edges) if (w > from && w < to) add(w);
    }
  }
  const inDomain = (): Suspect[] => found.filter(({ w }) => w >= from && w <= to).sort((a, b) => a.w - b.w);
  // Wherever a point stands its slope is judged; kinks that nobody has come near can wait.
  if (isHurried()) return inDomain();
  const affordable = Math.floor(callsAffordable(slope, domain, shareOfSteps) / 2);
  const cells = Math.max(Math.min(fewestCells, affordable), Math.min(mostCells, affordable));
  let before = from;
  let slopeBefore = slope(from);
  for (let cell = 1; cell <= cells; cell++) {
    const w = cell === cells ? to : from + ((to - from) * cell) / cells;
    const here = slope(w);
    if (!Number.isFinite(here)) {
      if (Number.isFinite(g(w))) add(w);
    } else if (Number.isFinite(slopeBefore) && Math.abs(here - slopeBefore) > 1e-9 * (1 + Math.abs(here))) {
      // A cell with an event in it has its suspect already; the slopes beside a pole are of no use.
      const [low, high] = [before, w];
      const step = found.some((known) => known.w >= low && known.w <= high) ? undefined : stepBetween(slope, low, high);
      if (step !== undefined) add(step.w, step);
    }
    before = w;
    slopeBefore = here;
  }
  return inDomain();
}

/** A step of the derivative between two arguments, if there may be one. */
function stepBetween(slope: ScalarFunction, low: number, high: number): Suspect | undefined {
  let [a, b] = [low, high];
  let [sa, sb] = [slope(a), slope(b)];
  const first = Math.abs(sb - sa);
  for (let halving = 0; halving < 9; halving++) {
    const middle = a + (b - a) / 2;
    const sm = slope(middle);
    if (!Number.isFinite(sm)) return { w: middle };
    if (Math.abs(sm - sa) >= Math.abs(sb - sm)) [b, sb] = [middle, sm];
    else [a, sa] = [middle, sm];
    if (Math.abs(sb - sa) < 0.4 * first) return undefined;
  }
  const found = findBreak(slope, a, b, 1e12);
  if (found.kind === 'none') return undefined;
  if (found.kind === 'noise') return { w: shortestBetween(a, b) };
  const w = shortestBetween(found.low, found.high);
  if (found.kind === 'pole') return { w };
  return { w, sides: [slope(nextDown(found.low)), slope(nextUp(found.high))] };
}

/**
 * The verdict on a corner that lies between two doubles, as that of |w² − 2| at √2 does: neither of them is
 * the corner, but nobody can put a point there and see a tangent.
 */
function cornerBetween(found: Differentiability, sides: readonly [number, number]): Differentiability {
  const [left, right] = sides;
  return {
    verdict: 'corner',
    differentiable: false,
    left,
    right,
    secants: found.secants,
    reason: `the slope is ${left} to the left and ${right} to the right`,
    exact: found.exact,
  };
}

/** The verdict on a pole that lies between two doubles, as that of tan at π/2 does. */
function poleBetween(found: Differentiability): Differentiability {
  return {
    verdict: 'outside the domain',
    differentiable: false,
    left: NaN,
    right: NaN,
    secants: found.secants,
    reason: 'the values grow without bound here',
    exact: found.exact,
  };
}

function differ([left, right]: readonly [number, number]): boolean {
  return Math.abs(left - right) > 1e-6 * (1 + Math.max(Math.abs(left), Math.abs(right)));
}

/** The verdict of `differentiability`; a function that fails at the argument has no value there. */
function verdictOn(g: ScalarFunction, w: number): Differentiability {
  try {
    return differentiability(g, w);
  } catch (error) {
    if (mustBeTold(error) || !(error instanceof SecantError) || !error.code.startsWith('S3')) throw error;
    const reason = 'the function fails here';
    return {
      verdict: 'outside the domain',
      differentiable: false,
      left: NaN,
      right: NaN,
      secants: [],
      reason,
      exact: false,
    };
  }
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
  const judged = inParts(g, 'verdict', (w) => verdictOn(g, w));
  const verdictAt = (w: number): Differentiability => {
    let verdict = verdicts.get(w);
    if (verdict === undefined) {
      verdict = judged(w);
      const suspect = candidates.find((candidate) => candidate.w === w);
      const sides = suspect?.sides;
      if (verdict.differentiable && suspect?.pole === true) verdict = poleBetween(verdict);
      if (verdict.differentiable && sides !== undefined && differ(sides)) verdict = cornerBetween(verdict, sides);
      if (verdicts.size > 4096) verdicts.clear();
      verdicts.set(w, verdict);
    }
    return verdict;
  };
  const isKink = (w: number): boolean => !verdictAt(w).differentiable;
  const stops: number[] = [];
  for (const { w } of candidates) {
    if (stops.length >= mostStops) break;
    if (isKink(w)) stops.push(w);
  }
  return {
    stops,
    verdictAt,
    near: (w, reach) => {
      let best: number | undefined;
      for (const [index, { w: candidate }] of candidates.entries()) {
        const off = Math.abs(candidate - w);
        if (off > reach || (best !== undefined && off >= Math.abs(best - w))) continue;
        // Kinks that lie close together leave room to stand between them.
        const apart = Math.min(
          candidate - (candidates[index - 1]?.w ?? -Infinity),
          (candidates[index + 1]?.w ?? Infinity) - candidate,
        );
        if (off <= Math.max(0.1 * apart, 0) && isKink(candidate)) best = candidate;
      }
      return best;
    },
  };
}
