/**
 * Where cells run: a worker inside a sandboxed frame. The frame has an origin of its own that nothing else shares
 * (no storage, no cookies), may not navigate or open anything, and its policy lets nothing out: no connections, no
 * scripts but the ones handed in, no pictures, no forms. The worker inherits the policy. Cells therefore run at
 * full speed beside the page; ending them is removing the frame. What comes back is looked at before it is used, and a
 * message that nobody waits for ends the frame too: cells do not talk to the page on their own.
 */
import { type CellOutput, type CellText, type FigureSpec, readOutput } from '../notebook/outputs-only.ts';
import type { FigurePosition, ToWorker } from './cell-messages.ts';

/** Longest that one cell may run, in milliseconds. */
export const TIME_LIMIT = 10_000;
/** Longest that a figure may take to be drawn in some positions, before the page draws it. */
const TRIAL_LIMIT = 3_000;
const LOAD_LIMIT = 20_000;
const MOST_OUTPUTS = 220;

const policy = [
  "default-src 'none'",
  "script-src 'nonce-frame' 'unsafe-eval' blob:",
  'worker-src blob:',
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
].join('; ');

const frameText = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<script nonce="frame">
addEventListener('message', (event) => {
  if (event.source !== parent || event.ports.length !== 1) return;
  const worker = new Worker(URL.createObjectURL(new Blob([event.data], { type: 'text/javascript' })));
  worker.addEventListener('error', () => parent.postMessage('failed', '*'));
  worker.postMessage(null, [event.ports[0]]);
}, { once: true });
</script>`;

/** How a run ended. */
export type RunEnd = 'done' | 'stopped' | 'too long' | 'meddling' | 'not loaded';

/** What is told during a run. */
export interface RunEvents {
  started(id: string): void;
  finished(id: string, outputs: readonly CellOutput[]): void;
}

interface Session {
  readonly frame: HTMLIFrameElement;
  readonly port: MessagePort;
  /** Who waits for messages; nobody between runs. */
  hear: ((message: unknown) => void) | undefined;
}

/** What a message means to who waits for it. */
type Answer = 'more to come' | 'last' | 'unasked';

/** What came of trying a figure. */
export interface Trial {
  readonly end: RunEnd;
  /** What kept the figure from being drawn, if anything did. */
  readonly fault: string | undefined;
}

const whyNotTried: Readonly<Record<Exclude<RunEnd, 'done'>, string>> = {
  'too long': 'this takes too long to draw; perhaps it has no end',
  stopped: 'this was not drawn',
  meddling: 'this was not drawn',
  'not loaded': 'this could not be tried, so it was not drawn',
};

/** A sandbox; its frame is made when the first cell runs and made anew after a stop. */
export class CellSandbox {
  private session: Promise<Session> | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private runs = 0;
  private interrupt: ((end: RunEnd) => void) | undefined;
  private readonly owner: Document;

  constructor(owner: Document) {
    this.owner = owner;
  }

  /** Runs a cell and all that depends on it, after the run before it. */
  run(cells: () => readonly CellText[], target: string | undefined, events: RunEvents): Promise<RunEnd> {
    const next = this.queue.then(() => this.runNow(cells(), target, events));
    this.queue = next.catch(() => undefined);
    return next;
  }

  /** Draws a figure where it does no harm, at its own position and others. Aborting makes way for the next trial. */
  try(spec: FigureSpec, place: FigurePosition = {}, signal?: AbortSignal): Promise<Trial> {
    const next = this.queue.then(async (): Promise<Trial> => {
      if (signal?.aborted === true) return { end: 'stopped', fault: undefined };
      const giveWay = (): void => this.stop();
      signal?.addEventListener('abort', giveWay);
      let fault: string | undefined;
      const end = await this.talk(
        (run) => ({ kind: 'try', run, spec, place }),
        TRIAL_LIMIT,
        (message) => {
          if (message['kind'] !== 'tried') return 'unasked';
          fault = typeof message['fault'] === 'string' ? message['fault'] : undefined;
          return 'last';
        },
      );
      signal?.removeEventListener('abort', giveWay);
      return { end, fault: end === 'done' ? fault : whyNotTried[end] };
    });
    this.queue = next.catch(() => undefined);
    return next;
  }

  /** Ends what runs, and forgets all values. */
  stop(): void {
    this.interrupt?.('stopped');
  }

  private runNow(cells: readonly CellText[], target: string | undefined, events: RunEvents): Promise<RunEnd> {
    const waiting = new Set(cells.map(({ id }) => id));
    let current: string | undefined;
    return this.talk(
      (run) => ({ kind: 'run', run, cells, target }),
      TIME_LIMIT,
      (message, restart) => {
        const { kind, id, outputs } = message;
        if (kind === 'ended') return 'last';
        // Every cell begins once and ends once, so nobody gains time by beginning again.
        if (kind === 'started' && typeof id === 'string' && waiting.delete(id)) {
          current = id;
          restart();
          events.started(id);
          return 'more to come';
        }
        if (kind !== 'finished' || typeof id !== 'string' || id !== current || !Array.isArray(outputs))
          return 'unasked';
        current = undefined;
        const read = (outputs as unknown[]).slice(0, MOST_OUTPUTS).map(readOutput);
        events.finished(
          id,
          read.filter((output) => output !== undefined),
        );
        return 'more to come';
      },
    );
  }

  /** One question and its answers, until the last one, a stop, or the time limit. */
  private async talk(
    question: (run: number) => ToWorker,
    limit: number,
    answer: (message: Readonly<Record<string, unknown>>, restart: () => void) => Answer,
  ): Promise<RunEnd> {
    const run = ++this.runs;
    let timer = 0;
    const ended = new Promise<RunEnd>((settle) => {
      this.interrupt = settle;
    });
    const restart = (longest = limit): void => {
      clearTimeout(timer);
      timer = window.setTimeout(() => this.interrupt?.('too long'), longest);
    };
    restart(LOAD_LIMIT);
    this.session ??= this.open();
    const coming = this.session;
    const ask = (session: Session): Promise<RunEnd> => {
      // Stopped before it began.
      if (this.runs !== run || this.interrupt === undefined) return ended;
      session.hear = (data) => {
        const message = typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : {};
        const meaning = message['run'] === run ? answer(message, restart) : 'unasked';
        if (meaning === 'last') this.interrupt?.('done');
        else if (meaning === 'unasked') this.interrupt?.('meddling');
      };
      restart();
      const { port } = session;
      port.postMessage(question(run));
      return ended;
    };
    const end = await Promise.race([ended, coming.then(ask, (): RunEnd => 'not loaded')]);
    clearTimeout(timer);
    this.interrupt = undefined;
    if (end === 'done') (await coming).hear = undefined;
    else this.close(coming);
    return end;
  }

  /** Ends a frame with all that runs in it. */
  private close(ending: Promise<Session>): void {
    if (this.session === ending) this.session = undefined;
    void ending.then(
      ({ frame, port }) => {
        port.close();
        frame.remove();
      },
      () => undefined,
    );
  }

  private open(): Promise<Session> {
    const opening = this.begin().then((session) => {
      session.port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (session.hear === undefined) this.close(opening);
        else session.hear(data);
      });
      return session;
    });
    return opening;
  }

  private async begin(): Promise<Session> {
    const { default: text } = await import('virtual:cell-runtime');
    const frame = this.owner.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.setAttribute('aria-hidden', 'true');
    frame.setAttribute('tabindex', '-1');
    frame.title = 'Where cells run';
    frame.className = 'cell-sandbox';
    frame.hidden = true;
    frame.srcdoc = frameText;
    const loaded = new Promise((settle) => frame.addEventListener('load', settle, { once: true }));
    this.owner.body.append(frame);
    await loaded;
    const { port1, port2 } = new MessageChannel();
    const listening = new AbortController();
    const { signal } = listening;
    const ready = new Promise((settle, fail) => {
      port1.addEventListener('message', settle, { signal });
      // Where the page's own policy forbids workers of this kind, nobody else would say so.
      window.addEventListener(
        'message',
        ({ source }) => source === frame.contentWindow && fail(new Error('the sandbox did not start')),
        { signal },
      );
    });
    port1.start();
    frame.contentWindow?.postMessage(text, '*', [port2]);
    try {
      await ready;
    } catch (error) {
      frame.remove();
      throw error;
    } finally {
      listening.abort();
    }
    return { frame, port: port1, hear: undefined };
  }
}
