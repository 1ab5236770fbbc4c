/** Stands for `#figure-files` where code is checked without the DOM: its module for pages needs one. */
import type { FigureFiles } from '../src/pictures/scene/figure.ts';

export declare const figureFiles: FigureFiles;
