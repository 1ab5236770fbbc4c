/** The notebook without a page: what the worker, the build and the tests run cells with. */
export {
  type FigureSpec,
  functionText,
  type FunctionText,
  isOptionValue,
  type OptionValue,
  readFigureSpec,
} from './figure-data.ts';
export { buildFigure } from './figure-spec.ts';
export { type CellText, Notebook, type NotebookEvents, type NotedValue } from './notebook.ts';
export { type CellOutput, readOutput } from './outputs.ts';
export { checkExpectations, type Mismatch } from './expectations.ts';
export { toDom, toHtml } from './element-tree.ts';
export { outputView } from './output-view.ts';
export { type CodeKind, codeTitles, emittedCode, isCodeKind } from './emitted-code.ts';
export { firstPicture } from './first-picture.ts';
export { styleText } from 'secant/view';
