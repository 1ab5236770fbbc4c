/** What the build of a chapter runs cells and draws first pictures with. */
export { type CellOutput, checkExpectations, Notebook, outputView, toHtml } from 'secant/notebook';
export { cellStyleText } from 'secant/cells';
export { buildFigure, type FigureSpec, functionText, readFigureSpec } from 'secant/figures';
export { styleText } from 'secant/view';
export { type CodeKind, codeTitles, emittedCode, isCodeKind } from '../../src/tools/chapter/emitted-code.ts';
export { firstPicture } from './first-picture.ts';
