/**
 * The cells of one tree, a document or a shadow root, as one notebook: each sees the names of those before it. In:
 * cells that come and go. Out: their runs, one after the other, in one sandbox; figures are tried in another, in which no
 * cell has run. When the last cell has gone, both are taken away.
 */
import { CellList } from '../cells/cell-list.ts';
import type { CellView } from '../cells/cell-view.ts';
import { CellSandbox } from '../cells/sandbox.ts';

/** The cells of one tree. */
export class CellGroup {
  readonly trials: CellSandbox;
  readonly #sandbox: CellSandbox;
  readonly #list: CellList<CellView>;
  readonly #cells = new Map<Element, CellView>();

  constructor(owner: Document) {
    this.#sandbox = new CellSandbox(owner);
    this.trials = new CellSandbox(owner);
    this.#list = new CellList(this.#sandbox, () => this.#inOrder());
  }

  join(element: Element, cell: CellView): void {
    this.#cells.set(element, cell);
  }

  leave(element: Element): void {
    const cell = this.#cells.get(element);
    this.#cells.delete(element);
    if (cell?.isAtRest === false) this.stop();
    if (this.#cells.size > 0) return;
    this.#sandbox.close();
    this.trials.close();
  }

  /** Runs a cell, with what it needs and what depends on it, if it is still wanted when its turn has come. */
  async run(id: string, wanted?: () => boolean): Promise<void> {
    await this.#list.run(id, wanted);
  }

  stop(): void {
    this.#list.stop();
  }

  #inOrder(): CellView[] {
    const follows = (one: Element, other: Element): number =>
      (one.compareDocumentPosition(other) & one.DOCUMENT_POSITION_FOLLOWING) === 0 ? 1 : -1;
    return [...this.#cells].sort(([one], [other]) => follows(one, other)).map(([, cell]) => cell);
  }
}

const groups = new WeakMap<Node, CellGroup>();

/** The group of the tree that an element stands in. */
export function groupOf(element: Element): CellGroup {
  const root = element.getRootNode();
  let group = groups.get(root);
  if (group === undefined) {
    group = new CellGroup(element.ownerDocument);
    groups.set(root, group);
  }
  return group;
}
