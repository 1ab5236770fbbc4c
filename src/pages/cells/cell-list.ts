/**
 * The cells of a page in their order, and the sandbox they run in. In: the cells. Out: runs. A run executes a cell, what
 * it needs from above and what depends on it; each cell shows what came out, or why nothing did.
 */
import type { CellText } from '../notebook/notebook.ts';
import type { CellOutput } from '../notebook/outputs.ts';
import { type CellSandbox, type RunEnd, TIME_LIMIT } from './sandbox.ts';

/** A cell as its list knows it. */
export interface Cell {
  readonly id: string;
  readonly text: string;
  /** The text that what is seen under the cell came from; undefined where it has never run. */
  shownText: string | undefined;
  readonly isAtRest: boolean;
  /** Asked to run, and waiting for others. */
  waiting(): void;
  /** The run has begun. */
  running(): void;
  /** The run is over. */
  rest(status?: string): void;
  /** Shows what came out, in place of what was there. */
  show(outputs: readonly CellOutput[]): void;
}

const policyNeeds = "script-src 'unsafe-eval' blob: and the hash of the sandbox's script, worker-src blob:";

/** What a cell says when its run came to no good end. */
const whyEnded: Readonly<Record<Exclude<RunEnd, 'done' | 'stopped'>, string>> = {
  'too long': `stopped: this ran for more than ${TIME_LIMIT / 1000} seconds`,
  meddling: 'stopped: this tried to talk to the page, which a cell cannot do',
  'not loaded': 'the program that runs cells could not be loaded; is there a connection?',
  'not built': 'the program that runs cells is not part of these sources; `npm run build` makes it',
  forbidden: `the content security policy of this page does not let cells run: they need ${policyNeeds}`,
};

/** The cells of a page. */
export class CellList<One extends Cell> {
  private readonly sandbox: CellSandbox;
  private readonly cells: () => readonly One[];

  /** @param cells the cells as they are now, in their order */
  constructor(sandbox: CellSandbox, cells: () => readonly One[]) {
    this.sandbox = sandbox;
    this.cells = cells;
  }

  /**
   * Runs a cell and what depends on it; all cells without an id. Runs come one after the other.
   *
   * @param wanted asked when it is this run's turn: a run that is no longer wanted is passed over
   */
  async run(id?: string, wanted: () => boolean = () => true): Promise<RunEnd> {
    const asked = this.cells().filter((cell) => id === undefined || cell.id === id);
    for (const cell of asked) cell.waiting();
    const touched = new Set(asked);
    let current: One | undefined;
    let running = new Map<string, { readonly cell: One; readonly text: string }>();
    const read = (): readonly CellText[] => {
      const cells = wanted() ? this.cells() : [];
      running = new Map(cells.map((cell) => [cell.id, { cell, text: cell.text }]));
      return cells.map(({ id: name, text, shownText }) =>
        shownText === undefined ? { id: name, text, dormant: true } : { id: name, text, stale: text !== shownText },
      );
    };
    const end = await this.sandbox.run(read, id, {
      planned(names) {
        for (const name of names) {
          const cell = running.get(name)?.cell;
          if (cell === undefined) continue;
          cell.waiting();
          touched.add(cell);
        }
      },
      started(name) {
        current = running.get(name)?.cell;
        current?.running();
        if (current !== undefined) touched.add(current);
      },
      finished(name, outputs) {
        const { cell, text } = running.get(name) ?? {};
        cell?.show(outputs);
        cell?.rest();
        if (cell !== undefined) cell.shownText = text ?? '';
        current = undefined;
      },
    });
    for (const cell of touched) if (!cell.isAtRest) cell.rest();
    if (end === 'stopped') (current ?? asked[0])?.rest('stopped');
    else if (end !== 'done') (current ?? asked[0])?.show([{ kind: 'error', message: whyEnded[end] }]);
    return end;
  }

  /** Ends what runs. */
  stop(): void {
    this.sandbox.stop();
  }
}
