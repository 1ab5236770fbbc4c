/**
 * The clock of a playing figure. In: the parameter, a way to read and to show its value. Out: `play`,
 * `pause` and whether it plays. Frames come from requestAnimationFrame, so a hidden page stands still and
 * nothing runs behind the reader's back; a run ends at the last position, and playing again from there
 * starts at the first one; a loop does that by itself, after a rest. Nothing ever starts by itself. Where the reader asked the system for reduced
 * motion, a run is a row of separate positions.
 */
import { advancePlay, glidingPace, pacedBy, steppingPace, type PlayState } from './parameter-motion.ts';
import type { FigureParameter } from '../scene/figure.ts';

/** What the player moves. */
export interface Playable {
  readonly window: Window;
  parameter(): FigureParameter;
  value(): number;
  show(value: number): void;
  /** How many times faster than usual. */
  speed(): number;
  loop(): boolean;
  /** Told whenever playing starts or ends. */
  changed(playing: boolean): void;
}

/** Play and pause. */
export interface Player {
  readonly playing: boolean;
  play(): void;
  pause(): void;
}

/** The longest time one frame may account for: a page that was hidden goes on where it stood. */
const LONGEST_FRAME = 50;

/** Makes a player that stands still until `play` is called. */
export function createPlayer(playable: Playable): Player {
  let frame: number | undefined;
  let last = 0;
  let state: PlayState = { value: 0, rest: 0, ended: false };

  const tick = (now: number): void => {
    const elapsed = Math.min(LONGEST_FRAME, Math.max(0, now - last));
    last = now;
    const reduced = playable.window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const before = state.value;
    const pace = pacedBy(reduced ? steppingPace : glidingPace, playable.speed());
    state = advancePlay(playable.parameter(), state, elapsed, pace, playable.loop());
    frame = state.ended ? undefined : playable.window.requestAnimationFrame(tick);
    if (state.value !== before) playable.show(state.value);
    if (state.ended) playable.changed(false);
  };

  return {
    get playing() {
      return frame !== undefined;
    },
    play() {
      if (frame !== undefined) return;
      const { min, max } = playable.parameter();
      const atEnd = playable.value() >= max;
      state = { value: atEnd ? min : playable.value(), rest: 0, ended: false };
      if (atEnd) playable.show(min);
      last = playable.window.performance.now();
      frame = playable.window.requestAnimationFrame(tick);
      playable.changed(true);
    },
    pause() {
      if (frame === undefined) return;
      playable.window.cancelAnimationFrame(frame);
      frame = undefined;
      playable.changed(false);
    },
  };
}
