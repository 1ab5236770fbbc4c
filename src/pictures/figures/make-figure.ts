/** A figure by its name, with the functions of all kinds at hand. `load-figure.ts` loads the one that is asked for. */
import type { Figure } from '../scene/figure.ts';
import { figureKinds, type FigureMakerName, mustBeKind } from './kinds.ts';
import { type AnyMaker, type FunctionGiven, makeFigureWith, type OptionsFor } from './make-figure-with.ts';
import * as makers from './makers.ts';

/**
 * Makes a figure of a kind.
 *
 * @param kind a row of {@link figureKinds}
 * @param functions as many as the kind draws: functions, formulas, or TypeScript texts
 * @param options the options of the kind, as its own function takes them
 * @throws SecantError S201 and S203 for what does not fit the kind, and whatever reading a text and the figure throw
 *
 * @example
 * ```ts
 * makeFigure('secant-to-tangent', ['sin(w)'], { at: 1 }).kind // → 'secant-to-tangent'
 * ```
 */
export function makeFigure<Kind extends string>(
  kind: Kind,
  functions: readonly FunctionGiven[],
  options?: OptionsFor<Kind>,
): Figure {
  const known = mustBeKind(kind);
  const all: Readonly<Record<FigureMakerName, AnyMaker>> = makers;
  return makeFigureWith(all[figureKinds[known].name], known, functions, options ?? {});
}
