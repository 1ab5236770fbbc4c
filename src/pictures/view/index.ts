/**
 * Live figures and function fields for a page. Importing this module also teaches `figure.mount(element)`
 * to work: the figures themselves know no DOM, so the way into a page is handed to them from here.
 */
import { mountFigure } from './mount-figure.ts';
import { provideMount } from '../figures/mounting.ts';

provideMount(mountFigure);

export { exampleFunctions, type FunctionField, type FunctionFieldOptions } from './function-field.ts';
export { reasonOf } from './error-message.ts';
export { mountFigure, type MountOptions } from './mount-figure.ts';
export { notationOf, type Notation } from '../figures/read-function.ts';
export { mountFunctionField, readFunction } from './reading.ts';
export { styleText } from './page-styles.ts';
