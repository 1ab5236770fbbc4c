/**
 * What reads the functions that a page's reader types, in both notations: the field and the function behind it, with
 * the reader of JavaScript. `function-field.ts` itself brings none, for those who load it when it is needed.
 */
import { readFunction as readAny } from '../figures/read-function.ts';
import '../../calculus/reader/index.ts';
import '../../calculus/reader/traced.ts';
import { mountFunctionField as mountAny } from './function-field.ts';

/** That of `function-field.ts`. */
export const mountFunctionField: typeof mountAny = mountAny;

/** Reads a function from its text; that of 'secant/figures'. */
export const readFunction: typeof readAny = readAny;
