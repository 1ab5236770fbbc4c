/** The whole corpus, by kind. */
import { arrays } from './arrays.ts';
import { controlFlow } from './control-flow.ts';
import { functions } from './functions.ts';
import { mathFunctions } from './math-functions.ts';
import { objects } from './objects.ts';
import type { Row } from './row.ts';

export const corpus: Readonly<Record<string, readonly Row[]>> = {
  'functions of Math': mathFunctions,
  'control flow': controlFlow,
  arrays,
  objects,
  'functions and recursion': functions,
};
