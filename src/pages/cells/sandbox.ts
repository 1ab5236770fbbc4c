/**
 * Where cells run: a worker inside a sandboxed frame. The frame has an origin of its own that nothing else shares
 * (no storage, no cookies), may not navigate or open anything, and its policy lets nothing out: no connections, no
 * scripts but the ones handed in, no pictures, no forms. The worker inherits the policy. Cells therefore run at
 * full speed beside the page; ending them is removing the frame. What comes back is looked at before it is used, and a
 * message that nobody waits for ends the frame too: cells do not talk to the page on their own. A page's own policy holds
 * in the frame as well; where it forbids what cells need, the run ends as forbidden.
 */
import { frameScript } from './frame-script.ts';
import type { FigureSpec } from '../../pictures/figures/figure-spec.ts';
import type { CellText } from '../notebook/notebook.ts';
import { type CellOutput, readOutput } from '../notebook/outputs.ts';
import type { FigurePosition, ToWorker } from './messages.ts';

/** Longest that one cell may run, in milliseconds. */
export const TIME_LIMIT = 10_000;
/** Longest that a figure may take to be drawn in some positions, before the page draws it. */
const TRIAL_LIMIT = 3_000;
const LOAD_LIMIT = 20_000;
/** Longest that the frame's own script may keep silent once the frame has loaded: it speaks before that, if it may run. */
const SILENCE_LIMIT = 1_000;
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
<script nonce="frame">${frameScript}</script>`;

/** How a run ended. */
export type RunEnd = 'done' | 'stopped' | 'too long' | 'meddling' | 'not loaded' | 'not built' | 'forbidden';

/** What is told during a run. */
export interface RunEvents {
  /** Before the first begins: the cells that will run, in their order. */
  planned?(ids: readonly string[]): void;
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
  'not built': 'this could not be tried, so it was not drawn',
  forbidden: 'this could not be tried, so it was not drawn',
};

/** Why there is no sandbox. */
class NoSandbox extends Error {
  readonly end: RunEnd;

  constructor(end: RunEnd) {
    super(end);
    this.end = end;
  }
}

/**
 * A sandbox; its frame is made when the first cell runs and made anew after a stop.
 *
 * @example
 * ```ts
 * const sandbox = new CellSandbox(document)
 * const cells = [{ id: 'a', text: '6 * 7' }]
 * const end = await sandbox.run(() => cells, 'a', {
 *   started: (id) => console.log(id),
 *   finished: (id, outputs) => console.log(id, outputs), // [{ kind: 'number', text: '42' }]
 * })
 * ```
 */
export class CellSandbox {
  private session: Promise<Session> | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private runs = 0;
  private interrupt: ((end: RunEnd) => void) | undefined;
  private readonly owner: Document;

  constructor(owner: Document) {
    this.owner = owner;
  }

  /** Runs a cell and all that depends on it, after the run before it. Without cells nothing is run. */
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

  /** Ends what runs and takes the frame away; the next run makes a new one. */
  close(): void {
    this.stop();
    if (this.session !== undefined) this.end(this.session);
  }

  private runNow(cells: readonly CellText[], target: string | undefined, events: RunEvents): Promise<RunEnd> {
    if (cells.length === 0) return Promise.resolve('done');
    const waiting = new Set(cells.map(({ id }) => id));
    let current: string | undefined;
    let isPlanned = false;
    return this.talk(
      (run) => ({ kind: 'run', run, cells, target }),
      TIME_LIMIT,
      (message, restart) => {
        const { kind, id, ids, outputs } = message;
        if (kind === 'ended') return 'last';
        if (kind === 'planned' && !isPlanned && Array.isArray(ids)) {
          isPlanned = true;
          events.planned?.(cells.map((cell) => cell.id).filter((planned) => ids.includes(planned)));
          return 'more to come';
        }
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
    const whyNot = (error: unknown): RunEnd => (error instanceof NoSandbox ? error.end : 'not loaded');
    const end = await Promise.race([ended, coming.then(ask, whyNot)]);
    clearTimeout(timer);
    this.interrupt = undefined;
    if (end === 'done') (await coming).hear = undefined;
    else this.end(coming);
    return end;
  }

  /** Ends a frame with all that runs in it. */
  private end(ending: Promise<Session>): void {
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
        if (session.hear === undefined) this.end(opening);
        else session.hear(data);
      });
      return session;
    });
    return opening;
  }

  private async begin(): Promise<Session> {
    const { program } = await import('./program.ts');
    if (program === undefined) throw new NoSandbox('not built');
    const frame = this.owner.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.setAttribute('aria-hidden', 'true');
    frame.setAttribute('tabindex', '-1');
    frame.title = 'Where cells run';
    frame.className = 'cell-sandbox';
    frame.hidden = true;
    // Whatever a page's own sheet says of frames.
    frame.style.setProperty('display', 'none', 'important');
    try {
      frame.srcdoc = frameText;
    } catch {
      // A page that asks for trusted types takes no text for a frame.
      throw new NoSandbox('forbidden');
    }
    const { port1, port2 } = new MessageChannel();
    const listening = new AbortController();
    const { signal } = listening;
    let silence = 0;
    let isSilent = true;
    const ready = new Promise((settle, fail) => {
      const forbidden = (): void => fail(new NoSandbox('forbidden'));
      port1.addEventListener('message', settle, { signal });
      // Where the page's own policy forbids the frame's script, it is silent; where it forbids such workers, it says so.
      window.addEventListener(
        'message',
        ({ source, data }: MessageEvent<unknown>) => {
          if (source !== frame.contentWindow) return;
          isSilent = false;
          clearTimeout(silence);
          if (data === 'here') frame.contentWindow?.postMessage(program, '*', [port2]);
          else forbidden();
        },
        { signal },
      );
      const listen = (): void => {
        if (isSilent) silence = window.setTimeout(forbidden, SILENCE_LIMIT);
      };
      frame.addEventListener('load', listen, { signal });
    });
    port1.start();
    this.owner.body.append(frame);
    try {
      await ready;
    } catch (error) {
      frame.remove();
      throw error;
    } finally {
      clearTimeout(silence);
      listening.abort();
    }
    return { frame, port: port1, hear: undefined };
  }
}
