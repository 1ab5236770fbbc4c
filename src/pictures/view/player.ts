/**
 * The clock of a playing figure. In: what it plays, and how a place of it is shown. Out: `play`,
 * `pause` and whether it plays. Frames come from requestAnimationFrame, so a hidden page stands still and
 * nothing runs behind the reader's back; a run ends at the last position, and playing again from there
 * starts at the first one; a loop does that by itself, after a rest. Nothing ever starts by itself. Where the reader
 * asked the system for reduced motion, a run is a row of separate positions.
 */
import type { Playback } from './figure-state.ts';
import { advancePlay, glidingPace, pacedBy, steppingPace, type PlayState } from './parameter-motion.ts';

/** What the player moves. */
export interface Playable {
  readonly window: Window;
  /** What a slider plays from where the figure stands: the figure's own is 0, the others follow. */
  playback(place: number): Playback;
  show(place: ReturnType<Playback['at']>): void;
  /** How many times faster than usual. */
  speed(): number;
  loop(): boolean;
  /** Told whenever playing starts or ends, and of which slider. */
  changed(playing: boolean, place: number): void;
}

/** Play and pause. */
export interface Player {
  readonly playing: boolean;
  /** Plays a slider, the figure's own unless told; another that plays ends. */
  play(place?: number): void;
  pause(): void;
  /** Takes it anew, where the figure has become another. */
  reroute(): void;
}

/** The longest time one frame may account for: a page that was hidden goes on where it stood. */
const LONGEST_FRAME = 50;

/** Makes a player that stands still until `play` is called. */
export function createPlayer(playable: Playable): Player {
  let frame: number | undefined;
  let last = 0;
  let playback: Playback | undefined;
  let played = 0;
  let state: PlayState = { value: 0, rest: 0, ended: false };

  const tick = (now: number): void => {
    const elapsed = Math.min(LONGEST_FRAME, Math.max(0, now - last));
    last = now;
    const reduced = playable.window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (playback === undefined) {
      playback = playable.playback(played);
      state = { ...state, value: playback.from };
    }
    const before = state.value;
    const pace = pacedBy(reduced ? steppingPace : glidingPace, playable.speed());
    state = advancePlay(playback, state, elapsed, pace, playable.loop());
    frame = state.ended ? undefined : playable.window.requestAnimationFrame(tick);
    if (state.value !== before) playable.show(playback.at(state.value));
    if (state.ended) playable.changed(false, played);
  };

  const pause = (): void => {
    if (frame === undefined) return;
    playable.window.cancelAnimationFrame(frame);
    frame = undefined;
    playable.changed(false, played);
  };

  return {
    get playing() {
      return frame !== undefined;
    },
    play(place = 0) {
      if (frame !== undefined && place === played) return;
      pause();
      played = place;
      playback = playable.playback(played);
      const { from, min, max } = playback;
      const atEnd = from >= max;
      state = { value: atEnd ? min : from, rest: 0, ended: false };
      if (atEnd) playable.show(playback.at(min));
      last = playable.window.performance.now();
      frame = playable.window.requestAnimationFrame(tick);
      playable.changed(true, played);
    },
    pause,
    reroute() {
      playback = undefined;
    },
  };
}
