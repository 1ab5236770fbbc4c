/**
 * Cells of a notebook, run without a page: TypeScript, each cell seeing the names of those above it, and what each shows
 * as plain data. What runs a cell in a reader's page does so in a sandbox (`secant/cells`); here cells run with all that
 * the program around them may do, so their text must be one's own. Needs the package `sucrase`, which takes types out.
 */
export { checkExpectations, type Mismatch } from './expectations.ts';
export { type ElementTree, toHtml } from './element-tree.ts';
export { type CellText, Notebook, type NotebookEvents, type NotedValue } from './notebook.ts';
export { outputView } from './output-view.ts';
export type { CellOutput } from './outputs.ts';
