/** The part of the notebook that a page needs before anything runs: shapes and checks of data, and how it is seen. */
export type { CellText } from './notebook.ts';
export { type CellOutput, readOutput } from './outputs.ts';
export { type FigureSpec, functionText, readFigureSpec } from './figure-data.ts';
export { toDom } from './element-tree.ts';
export { outputView } from './output-view.ts';
