/**
 * The program inside the sandbox: runs cells in a worker that has no page, no storage and no network. In: the port
 * that comes with the first message, and on it the cells to run, or a figure to try. Out: what started, and what
 * each cell shows, as plain data. The page ends the worker from outside when the reader or the time limit says so.
 */
import { buildFigure } from '../../pictures/figures/build-figure.ts';
import { readFigureSpec } from '../../pictures/figures/figure-spec.ts';
import { Notebook } from '../notebook/notebook.ts';
import type { FigurePosition, FromWorker, ToWorker } from './messages.ts';

// A cell has no use for these, and could only turn them against the page: messages that nobody reads keep the frame's
// thread busy, which may be the page's, and workers of its own load the machine.
for (const name of ['postMessage', 'Worker', 'BroadcastChannel']) Reflect.deleteProperty(self, name);

/** Timers of the run that goes on: what a cell began ends with it, so that no later cell pays for it. */
const timers = new Set<number>();
const { setTimeout: later, setInterval: again, clearTimeout: clear } = self;
self.setTimeout = ((run: TimerHandler, ...more: number[]) => {
  const timer = later(run, ...more);
  timers.add(timer);
  return timer;
}) as typeof self.setTimeout;
self.setInterval = ((run: TimerHandler, ...more: number[]) => {
  const timer = again(run, ...more);
  timers.add(timer);
  return timer;
}) as typeof self.setInterval;

function endTimers(): void {
  for (const timer of timers) clear(timer);
  timers.clear();
}

const notebook = new Notebook();
// Taken now, so that a cell that changes the prototypes later does not get hold of the port.
const { apply } = Reflect;
const dataOf: unknown = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')?.get;

function serve(port: MessagePort): void {
  const post: (message: FromWorker) => void = port.postMessage.bind(port);
  port.addEventListener('message', (event) => {
    const message = apply(dataOf as () => unknown, event, []) as ToWorker;
    if (message.kind === 'try') {
      post({ kind: 'tried', run: message.run, fault: faultOf(message.spec, message.place) });
      return;
    }
    const { run, cells, target } = message;
    const ended = notebook.run(cells, target, {
      planned: (ids) => post({ kind: 'planned', run, ids }),
      started: (id) => post({ kind: 'started', run, id }),
      finished: (id, outputs) => post({ kind: 'finished', run, id, outputs }),
    });
    void ended.finally(() => {
      endTimers();
      post({ kind: 'ended', run });
    });
  });
  port.start();
  post({ kind: 'ready' });
}

/** What keeps a figure from being drawn; undefined if nothing does. */
function faultOf(data: unknown, { value, others, sight }: FigurePosition): string | undefined {
  try {
    const spec = readFigureSpec(data);
    if (spec === undefined) return 'this is no figure';
    const figure = buildFigure(spec);
    for (let k = 0; k < figure.frames; k += Math.ceil(figure.frames / 50)) figure.scene(k);
    figure.sceneAt(value ?? figure.parameter.value, others, sight?.windows);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

self.addEventListener(
  'message',
  ({ ports: [port] }) => {
    if (port !== undefined) serve(port);
  },
  { once: true },
);
