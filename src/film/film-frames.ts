/**
 * The pictures of a film. In: a figure and how many pictures there may be. Out: the values of its slider, in order,
 * each with the time it stands: the figure's own frames, thinned if there are too many, and all of its stops, exactly,
 * with a rest at each of them and at both ends.
 */
import type { FigureData } from '../scene/figure.ts';
import { usualPace } from '../scene/pace.ts';

/** One picture of a film. */
export interface FilmFrame {
  readonly value: number;
  /** How long it stands, in milliseconds. */
  readonly time: number;
}

/**
 * The pictures of a figure's whole way.
 *
 * @param most how many pictures there may be, not counting the stops
 * @param speed how many times faster than usual
 * @example
 * ```ts
 * filmFrames(tangentAlongCurve((w) => Math.sin(w)), 50).length // → 50
 * ```
 */
export function filmFrames(
  { parameter, frames, valueAt }: Pick<FigureData, 'parameter' | 'frames' | 'valueAt'>,
  most: number,
  speed = 1,
): FilmFrame[] {
  const count = Math.max(1, Math.min(frames, most));
  const spread = Array.from({ length: count }, (_, k) =>
    valueAt(count === 1 ? 0 : Math.round((k * (frames - 1)) / (count - 1))),
  );
  const stops = new Set(parameter.stops.filter((stop) => stop >= parameter.min && stop <= parameter.max));
  const values = [...new Set([...spread, ...stops])].sort((a, b) => a - b);
  return values.map((value, index) => {
    const rests = stops.has(value) || index === 0 || index === values.length - 1;
    return { value, time: (usualPace.run / values.length + (rests ? usualPace.rest : 0)) / speed };
  });
}
