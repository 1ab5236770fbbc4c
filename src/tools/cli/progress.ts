/** A line on standard error that says how far a long work is, for people; nothing in a pipe and nothing in the first second. */
import type { Terminal } from './terminal.ts';

/** Told how far the work is; `end` takes the line away. */
export interface Progress {
  tell(done: number, all: number): void;
  end(): void;
}

const patience = 1000;
const interval = 100;

/** Begins to watch a work. */
export function progressOn(terminal: Terminal, what: string, now: () => number = () => performance.now()): Progress {
  const start = now();
  let shown = -Infinity;
  let written = false;
  return {
    tell(done, all) {
      const time = now();
      if (!terminal.interactiveErrors || time - start < patience || time - shown < interval) return;
      shown = time;
      written = true;
      const left = Math.ceil(((time - start) / Math.max(done, 1)) * (all - done) * 1e-3);
      const bar = Math.round((done / Math.max(all, 1)) * 20);
      terminal.err(`\r${what} ${'█'.repeat(bar)}${'░'.repeat(20 - bar)} ${done} of ${all}, ${left} s left\u001b[K`);
    },
    end() {
      if (written) terminal.err('\r\u001b[K');
    },
  };
}
