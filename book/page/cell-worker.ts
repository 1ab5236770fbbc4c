/**
 * The program inside the sandbox: runs cells in a worker that has no page, no storage and no network. In: the port
 * that comes with the first message, and on it the cells to run, or a figure to try. Out: what started, and what
 * each cell shows, as plain data. The page ends the worker from outside when the reader or the time limit says so.
 */
import { buildFigure, Notebook, readFigureSpec } from '../notebook/index.ts';
import type { FromWorker, ToWorker } from './cell-messages.ts';

const notebook = new Notebook();

function serve(port: MessagePort): void {
  // Bound now: a cell that changes the prototypes later does not get hold of the port.
  const post: (message: FromWorker) => void = port.postMessage.bind(port);
  port.addEventListener('message', (event: MessageEvent<ToWorker>) => {
    const message = event.data;
    if (message.kind === 'try') {
      post({ kind: 'tried', run: message.run, fault: faultOf(message.spec) });
      return;
    }
    const { run, cells, target } = message;
    const ended = notebook.run(cells, target, {
      started: (id) => post({ kind: 'started', run, id }),
      finished: (id, outputs) => post({ kind: 'finished', run, id, outputs }),
    });
    void ended.finally(() => post({ kind: 'ended', run }));
  });
  port.start();
}

/** What keeps a figure from being drawn; undefined if nothing does. */
function faultOf(data: unknown): string | undefined {
  try {
    const spec = readFigureSpec(data);
    if (spec === undefined) return 'this is no figure';
    const figure = buildFigure(spec);
    for (let k = 0; k < figure.frames; k += Math.ceil(figure.frames / 50)) figure.scene(k);
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
