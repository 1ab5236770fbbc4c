/**
 * Cells in a page: where they run, in which order, and how they are seen. For pages that build cells into their own
 * markup, as the chapter does; everyone else has `<secant-cell>` (`secant/elements/cell`). Nothing here brings the compiler
 * in: it is part of the program in the sandbox, which is loaded when the first cell runs.
 */
export { type Cell, CellList } from './cell-list.ts';
export {
  type CellEvents,
  type CellSetting,
  CellView,
  type CodeEditor,
  type CodeEditorOptions,
  type OpenEditor,
} from './cell-view.ts';
export type { FigurePosition, FigureSight } from './messages.ts';
export { frameScript } from './frame-script.ts';
export { CellSandbox, type RunEnd, type RunEvents, TIME_LIMIT, type Trial } from './sandbox.ts';
export { cellStyleText } from './style-text.ts';
export type { CellText } from '../notebook/notebook.ts';
export type { CellOutput } from '../notebook/outputs.ts';
export {
  type FigureSpec,
  type FunctionText,
  functionText,
  readFigureSpec,
} from '../../pictures/figures/figure-spec.ts';
