/**
 * Live figures and function fields for a page. Importing this module also teaches `figure.mount(element)`
 * to work: the figures themselves know no DOM, so the way into a page is handed to them from here.
 */
import { useParts } from '../../calculus/loaded-parts.ts';
import { allParts } from '../../calculus/parts/index.ts';
import { provideMount } from '../figures/mounting.ts';
import { mountFigure } from './mount-figure.ts';

useParts(allParts);
provideMount(mountFigure);

export {
  exampleFunctions,
  type FunctionField,
  type FunctionFieldOptions,
  mountFunctionField,
} from './function-field.ts';
export { reasonOf } from './error-message.ts';
export { mountFigure, type MountOptions } from './mount-figure.ts';
export { notationOf, type Notation, readFunction } from '../figures/read-function.ts';
export { styleText } from './page-styles.ts';
