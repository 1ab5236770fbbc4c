/**
 * Where cells run: a worker inside a sandboxed frame. The frame has an origin of its own that nothing else shares
 * (no storage, no cookies), may not navigate or open anything, and its policy lets nothing out: no connections, no
 * scripts but the ones handed in, no pictures, no forms. The worker inherits the policy. Cells therefore run at
 * full speed beside the page; ending them is removing the frame. What comes back is looked at before it is used.
 */
import { type CellOutput, type CellText, type FigureSpec, readOutput } from '../notebook/outputs-only.ts';
import type { ToWorker } from './cell-messages.ts';

/** Longest that one cell may run, in milliseconds. */
export const TIME_LIMIT = 10_000;
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
  worker.postMessage(null, [event.ports[0]]);
}, { once: true });
</script>`;

/** How a run ended. */
export type RunEnd = 'done' | 'stopped' | 'too long';

/** What is told during a run. */
export interface RunEvents {
  started(id: string): void;
  finished(id: string, outputs: readonly CellOutput[]): void;
}

interface Session {
  readonly frame: HTMLIFrameElement;
  readonly port: MessagePort;
}

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

  /** Whether a figure can be drawn in reasonable time; answers what is wrong, or nothing. */
  try(spec: FigureSpec): Promise<string | undefined> {
    const next = this.queue.then(async () => {
      let fault: string | undefined;
      const end = await this.talk(
        (run) => ({ kind: 'try', run, spec }),
        (message) => {
          if (message['kind'] !== 'tried') return false;
          fault = typeof message['fault'] === 'string' ? message['fault'] : undefined;
          return true;
        },
      );
      return end === 'done' ? fault : 'this takes too long to draw';
    });
    this.queue = next.catch(() => undefined);
    return next;
  }

  /** Ends what runs, and forgets all values. */
  stop(): void {
    this.interrupt?.('stopped');
  }

  private runNow(cells: readonly CellText[], target: string | undefined, events: RunEvents): Promise<RunEnd> {
    const known = new Set(cells.map(({ id }) => id));
    let current: string | undefined;
    return this.talk(
      (run) => ({ kind: 'run', run, cells, target }),
      (message, restart) => {
        const { kind, id } = message;
        if (kind === 'ended') return true;
        if (typeof id !== 'string' || !known.has(id)) return false;
        if (kind === 'started') {
          current = id;
          restart();
          events.started(id);
        } else if (kind === 'finished' && id === current && Array.isArray(message['outputs'])) {
          current = undefined;
          const outputs = (message['outputs'] as unknown[]).slice(0, MOST_OUTPUTS).map(readOutput);
          events.finished(
            id,
            outputs.filter((output) => output !== undefined),
          );
        }
        return false;
      },
    );
  }

  /** One question and its answers, until the last one, a stop, or the time limit. */
  private async talk(
    question: (run: number) => ToWorker,
    answer: (message: Readonly<Record<string, unknown>>, restart: () => void) => boolean,
  ): Promise<RunEnd> {
    const run = ++this.runs;
    let timer = 0;
    const listening = new AbortController();
    const ended = new Promise<RunEnd>((settle) => {
      this.interrupt = settle;
    });
    const restart = (limit = TIME_LIMIT): void => {
      clearTimeout(timer);
      timer = window.setTimeout(() => this.interrupt?.('too long'), limit);
    };
    restart(LOAD_LIMIT);
    this.session ??= this.open();
    const { session } = this;
    const end = await Promise.race([
      ended,
      session.then(
        ({ port }) =>
          new Promise<RunEnd>((settle) => {
            const listen = ({ data }: MessageEvent<unknown>): void => {
              if (typeof data !== 'object' || data === null) return;
              const message = data as Readonly<Record<string, unknown>>;
              if (message['run'] === run && answer(message, restart)) settle('done');
            };
            port.addEventListener('message', listen, { signal: listening.signal });
            port.start();
            restart();
            port.postMessage(question(run));
          }),
      ),
    ]);
    clearTimeout(timer);
    listening.abort();
    this.interrupt = undefined;
    if (end !== 'done') {
      this.session = undefined;
      void session.then(({ frame, port }) => {
        port.close();
        frame.remove();
      });
    }
    return end;
  }

  private async open(): Promise<Session> {
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
    frame.contentWindow?.postMessage(text, '*', [port2]);
    return { frame, port: port1 };
  }
}
