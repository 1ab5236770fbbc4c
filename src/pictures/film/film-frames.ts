/**
 * The pictures of a film. In: a figure and how many pictures there may be. Out: where it stands in each, in order, and
 * the time that picture stands. A figure that names a way goes along it; any other moves its slider from end to end: its
 * own frames, thinned if there are too many, and all of its stops, exactly. There is a rest at each stop and at both ends.
 */
import type { Easing, FigureData, Windows } from '../scene/figure.ts';
import { usualPace } from '../scene/pace.ts';

/** One picture of a film. */
export interface FilmFrame {
  readonly value: number;
  /** Values of the other parameters; absent where they stand still. */
  readonly others?: readonly number[];
  /** How long it stands, in milliseconds. */
  readonly time: number;
}

/** What share of the way is behind at a share of the time. `ease` is the polynomial that stands still at both ends. */
const easings: Readonly<Record<Easing, (share: number) => number>> = {
  linear: (share) => share,
  ease: (share) => share * share * (3 - 2 * share),
};

/** Whole numbers from 0, the last one included, spread as the easing says. */
function spread(all: number, most: number, easing: Easing): number[] {
  const count = Math.max(1, Math.min(all, most));
  return Array.from({ length: count }, (_, k) =>
    count === 1 ? 0 : Math.round(easings[easing](k / (count - 1)) * (all - 1)),
  );
}

/**
 * The pictures of a figure's whole way.
 *
 * @param most how many pictures there may be, not counting the stops
 * @param speed how many times faster than usual
 * @param from where the figure stands and what of it is seen, for figures whose way begins there; where it stands first
 *   if absent
 * @example
 * ```ts
 * filmFrames(tangentAlongCurve((w) => Math.sin(w)), 50).length // → 50
 * ```
 */
export function filmFrames(
  figure: Pick<FigureData, 'parameter' | 'frames' | 'valueAt' | 'wayFrom'>,
  most: number,
  speed = 1,
  from: {
    readonly value?: number;
    readonly others?: readonly number[];
    readonly windows?: Windows;
    readonly easing?: Easing;
  } = {},
): FilmFrame[] {
  const { parameter, frames, valueAt } = figure;
  const { easing = 'linear' } = from;
  const way = figure.wayFrom?.(from.value ?? parameter.value, from.others, from.windows);
  if (way !== undefined) {
    const places = [...new Set([...spread(way.frames, most, easing), ...way.rests])].sort((a, b) => a - b);
    return timed(
      places.map((k) => ({ ...way.at(k), rests: way.rests.includes(k) })),
      speed,
    );
  }
  const stops = new Set(parameter.stops.filter((stop) => stop >= parameter.min && stop <= parameter.max));
  const values = [...new Set([...spread(frames, most, easing).map(valueAt), ...stops])].sort((a, b) => a - b);
  return timed(
    values.map((value) => ({ value, rests: stops.has(value) })),
    speed,
  );
}

function timed(places: readonly (Omit<FilmFrame, 'time'> & { readonly rests: boolean })[], speed: number): FilmFrame[] {
  return places.map(({ rests, ...place }, index) => {
    const stays = rests || index === 0 || index === places.length - 1;
    return { ...place, time: (usualPace.run / places.length + (stays ? usualPace.rest : 0)) / speed };
  });
}
