/**
 * What the cells of a chapter show, when its page is made. In: the chapter, and the notebook, which whoever makes the page
 * has loaded. An error stops the page at the line of the chapter, except in a cell whose name begins with `wrong`.
 */
import type { CellOutput, Notebook } from '../../pages/notebook/index.ts';
import type { Chapter } from './read-chapter.ts';

/** The notebook's module, as far as it is needed here. */
export interface CellRunner {
  readonly Notebook: typeof Notebook;
}

/**
 * Runs all cells.
 *
 * @returns what each shows, by its name
 * @throws SecantError S503 at the line of a cell that fails
 */
export async function runCells(
  { cells, text }: Chapter,
  runner: CellRunner,
): Promise<ReadonlyMap<string, readonly CellOutput[]>> {
  const shown = new Map<string, readonly CellOutput[]>();
  await new runner.Notebook().run(cells, undefined, { finished: (id, outputs) => shown.set(id, outputs) });
  for (const { id, line } of cells) {
    const error = shown.get(id)?.find((output) => output.kind === 'error');
    if (error !== undefined && !id.startsWith('wrong')) throw text.error(line + (error.line ?? 0), error.message);
  }
  return shown;
}
