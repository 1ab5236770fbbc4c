/** The whole corpus, by kind. */
import { arrays } from './arrays.ts';
import { bundledSource } from './bundled-source.ts';
import { classes } from './classes.ts';
import { collections } from './collections.ts';
import { controlFlow } from './control-flow.ts';
import { edges } from './edges.ts';
import { functions } from './functions.ts';
import { mathFunctions } from './math-functions.ts';
import { numericalPrograms } from './numerical-programs.ts';
import { objects } from './objects.ts';
import type { Row } from './row.ts';

export const corpus: Readonly<Record<string, readonly Row[]>> = {
  'functions of Math': mathFunctions,
  'control flow': controlFlow,
  arrays,
  objects,
  'classes and what is called as an object': classes,
  'functions and recursion': functions,
  'maps, generators and texts': collections,
  'numerical programs': numericalPrograms,
  edges,
  'bundled source': bundledSource,
};
