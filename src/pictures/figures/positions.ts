/**
 * Positions of a slider along a domain: a step that is a round number, frames evenly spread, and snapping
 * to the arguments where something happens, so that those can be reached exactly by mouse, key and film.
 */
import type { FigureParameter, Windows } from '../scene/figure.ts';

/** An interval. */
type Interval = readonly [number, number];

/** The intervals of two inputs. */
export type Domains = readonly [Interval, Interval];

/** Where two inputs run: through one interval both, or each through its own. */
export type PlaneDomain = Interval | Domains;

/** The interval of each input. */
export function domainsOf(domain: PlaneDomain): Domains {
  const [first, second] = domain;
  return typeof first === 'number' ? [domain as Interval, domain as Interval] : [first, second as Interval];
}

/** The largest of 1, 2, 5 times a power of ten that is no larger than a distance. */
export function roundStep(distance: number): number {
  const power = Math.floor(Math.log10(distance) + 1e-9);
  const lead = distance / 10 ** power;
  const digit = lead >= 5 * (1 - 1e-9) ? 5 : lead >= 2 * (1 - 1e-9) ? 2 : 1;
  return Number(`${digit}e${power}`);
}

/** A number without the last digits that arithmetic left behind: 0.30000000000000004 becomes 0.3. */
export function tidy(value: number): number {
  return Number(value.toPrecision(12)) || 0;
}

/** A place a share of the way through an interval. */
export function shareOf([from, to]: Interval, share: number): number {
  return tidy(from + share * (to - from));
}

/** A slider over a domain. */
export interface Positions {
  readonly parameter: FigureParameter;
  /** Half the distance of two frames: how near is near enough to snap. */
  readonly reach: number;
  /** A value brought into the domain, and onto a stop that is near. */
  snap(value: number): number;
  /**
   * The same where nothing is zoomed. Where something is, half the distance of two frames may be all that is seen:
   * a value then becomes a stop only if it misses it by no more than arithmetic does.
   */
  seen(value: number, windows: Windows | undefined): number;
  /** The value of a frame. */
  valueAt(k: number): number;
}

/**
 * Lays out positions: a slider over an interval, with frames spread evenly over it.
 *
 * @param options name, domain and number of frames; where the slider stands at first; `stops`, where playing rests;
 *   and `stopNear`, the place worth snapping to within a reach of a value, which is the nearest stop unless told
 *   otherwise
 * @example
 * ```ts
 * positionsAlong({ name: 'w', domain: [0, 1], frames: 11, value: 0.5, stops: [0.25] }).snap(0.26) // → 0.25
 * ```
 */
export function positionsAlong(options: {
  readonly name: string;
  readonly domain: readonly [number, number];
  readonly frames: number;
  readonly value: number;
  readonly stops?: readonly number[];
  readonly stopNear?: (value: number, reach: number) => number | undefined;
}): Positions {
  const { name, domain, frames, stops = [] } = options;
  const { stopNear = (value, reach) => nearestOf(stops, value, reach) } = options;
  const [min, max] = domain;
  const distance = (max - min) / (frames - 1);
  const reach = (distance / 2) * (1 + 1e-9);
  const clamp = (value: number): number => Math.min(max, Math.max(min, Number.isNaN(value) ? min : value));
  const snap = (value: number): number => {
    const inside = clamp(value);
    return stopNear(inside, reach) ?? inside;
  };
  const dust = 1e-7 * (max - min);
  return {
    seen: (value, windows) =>
      windows === undefined || Object.keys(windows).length === 0
        ? snap(value)
        : (stopNear(clamp(value), dust) ?? clamp(value)),
    parameter: { name, min, max, step: roundStep(distance), value: snap(options.value), stops },
    reach,
    snap,
    valueAt: (k) => snap(tidy(min + k * distance)),
  };
}

function nearestOf(stops: readonly number[], value: number, reach: number): number | undefined {
  let best: number | undefined;
  for (const stop of stops)
    if (Math.abs(stop - value) <= (best === undefined ? reach : Math.abs(best - value))) best = stop;
  return best;
}
