/**
 * How the parameter of a figure moves: by keys, by a pointer that comes near a stop, and by playing. All of
 * it is arithmetic on numbers, without a clock or a DOM. In: the parameter, where it stands, and what
 * happened. Out: where it stands next, always within `min` and `max`. Positions that mean something (the
 * meeting point, a kink) are the parameter's `stops`: a single arrow step never jumps over one, a pointer
 * within a few pixels lands on it exactly, and playing rests there.
 */
import type { FigureParameter } from '../scene/figure.ts';
import { usualPace } from '../scene/pace.ts';

/** Holds a value between the ends of the parameter; a value that is no number becomes the first position. */
export function clampToParameter(parameter: FigureParameter, value: number): number {
  if (Number.isNaN(value)) return parameter.value;
  return Math.min(parameter.max, Math.max(parameter.min, value));
}

/** Number of single steps in one PageUp or PageDown. */
const PAGE_STEPS = 10;

/** Where a key moves the parameter, or `undefined` where the key is not one of a slider. */
export function valueAfterKey(parameter: FigureParameter, value: number, key: string): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return landOnStop(parameter, value, parameter.step);
    case 'ArrowLeft':
    case 'ArrowDown':
      return landOnStop(parameter, value, -parameter.step);
    case 'PageUp':
      return clampToParameter(parameter, value + PAGE_STEPS * parameter.step);
    case 'PageDown':
      return clampToParameter(parameter, value - PAGE_STEPS * parameter.step);
    case 'Home':
      return parameter.min;
    case 'End':
      return parameter.max;
    default:
      return undefined;
  }
}

/**
 * Which of the parameters that a point moves a key belongs to: for a point in a plane the upright keys move the
 * second, all others the first.
 */
export function movedByKey(moves: readonly [number] | readonly [number, number], key: string): number {
  const upright = key === 'ArrowUp' || key === 'ArrowDown' || key === 'PageUp' || key === 'PageDown';
  return upright ? (moves[1] ?? moves[0]) : moves[0];
}

/** Where so many single steps lead, backwards where the number is negative. */
export function stepFrom(parameter: FigureParameter, value: number, count: number): number {
  let at = value;
  for (let step = 0; step < Math.abs(Math.trunc(count)); step++) {
    const next = landOnStop(parameter, at, Math.sign(count) * parameter.step);
    if (next === at) break;
    at = next;
  }
  return at;
}

function landOnStop(parameter: FigureParameter, value: number, change: number): number {
  const target = clampToParameter(parameter, value + change);
  return firstStopBetween(parameter, value, target) ?? target;
}

/** The first stop met on the way from one value to another: the start does not count, the target does. */
function firstStopBetween(parameter: Pick<FigureParameter, 'stops'>, from: number, to: number): number | undefined {
  const forwards = to >= from;
  let first: number | undefined;
  for (const stop of parameter.stops) {
    const onTheWay = forwards ? stop > from && stop <= to : stop < from && stop >= to;
    if (onTheWay && (first === undefined || (forwards ? stop < first : stop > first))) first = stop;
  }
  return first;
}

/** A value that a pointer asked for, drawn to the nearest stop if one is within `reach` of it. */
export function snapToStop(parameter: FigureParameter, value: number, reach: number): number {
  let snapped = clampToParameter(parameter, value);
  let distance = reach;
  for (const stop of parameter.stops) {
    if (Math.abs(stop - value) <= distance) {
      distance = Math.abs(stop - value);
      snapped = stop;
    }
  }
  return snapped;
}

/** How playing proceeds. Times in milliseconds. */
export interface Pace {
  /** Time for the whole way from `min` to `max`, rests not counted. */
  readonly run: number;
  /** Rest at each stop. */
  readonly rest: number;
  /** With reduced motion: the time one position stands still. 0 glides. */
  readonly stand: number;
  /** With reduced motion: how many positions the whole way has. */
  readonly positions: number;
}

/** An even glide of eight seconds, with a rest where something happens. */
export const glidingPace: Pace = { ...usualPace, stand: 0, positions: 0 };

/** For readers who asked for reduced motion: separate positions, each standing long enough to be read. */
export const steppingPace: Pace = { run: 0, rest: 1200, stand: 600, positions: 24 };

/** Speeds that are offered; 1 is the pace above. */
export const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;

/** A speed held between the slowest and the fastest that are offered; what is no number is the usual one. */
export function heldSpeed(speed: number): number {
  return Number.isNaN(speed) ? 1 : Math.min(SPEEDS[4], Math.max(SPEEDS[0], speed));
}

/** A pace made so many times faster, rests and all. */
export function pacedBy(pace: Pace, speed: number): Pace {
  return { ...pace, run: pace.run / speed, rest: pace.rest / speed, stand: pace.stand / speed };
}

/** A figure that is playing: where on its way it stands and how long it still rests there. */
export interface PlayState {
  readonly value: number;
  readonly rest: number;
  readonly ended: boolean;
}

/** One frame of playing: the state after `elapsed` more milliseconds. In a loop the end is a rest before the start. */
export function advancePlay(
  parameter: Pick<FigureParameter, 'min' | 'max' | 'stops'>,
  state: PlayState,
  elapsed: number,
  pace: Pace,
  loop = false,
): PlayState {
  if (elapsed < state.rest) return { ...state, rest: state.rest - elapsed };
  if (loop && state.value >= parameter.max) return { value: parameter.min, rest: pace.rest, ended: false };
  const moving = elapsed - state.rest;
  const range = parameter.max - parameter.min;
  const change = pace.stand > 0 ? range / pace.positions : (range * moving) / pace.run;
  const target = Math.min(parameter.max, state.value + change);
  const stop = firstStopBetween(parameter, state.value, target);
  if (stop !== undefined && stop < parameter.max) return { value: stop, rest: pace.rest, ended: false };
  if (target >= parameter.max) return { value: parameter.max, rest: loop ? pace.rest : 0, ended: !loop };
  return { value: target, rest: pace.stand, ended: false };
}
