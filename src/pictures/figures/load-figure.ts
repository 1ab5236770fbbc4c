/**
 * Figures whose code is loaded when they are wanted: the function that makes a kind comes in a chunk of its own, and the
 * front end of JavaScript only where a function or a TypeScript text is drawn. In: what `makeFigure` takes. Out: a promise
 * of the figure. Formulas alone need none, so a page that shows one figure of a formula loads the compiler for
 * formulas and that one figure.
 */
import { loadFrontEnd, loadKinkAnalysis, partIfLoaded } from '../../calculus/loaded-parts.ts';
import { needsFrontEnd } from '../../calculus/lower-described.ts';
import { canRun } from '../../calculus/passes.ts';
import { NotLoadedError } from '../../base/diagnostics.ts';
import type { Figure } from '../scene/figure.ts';
import { type FigureKind, type FigureMaker, mustBeKind } from './kinds.ts';
import { type AnyMaker, type FunctionGiven, makeFigureWith, type OptionsFor } from './make-figure-with.ts';
import { notationOf } from './read-function.ts';

/** How the function of each kind is loaded. */
const loaders: { readonly [Kind in FigureKind]: () => Promise<FigureMaker<Kind>> } = {
  'tangent-along-curve': async () => (await import('./tangent-along-curve.ts')).tangentAlongCurve,
  'secant-to-tangent': async () => (await import('./secant-to-tangent.ts')).secantToTangent,
  'derivative-joint': async () => (await import('./derivative-joint.ts')).derivativeJoint,
  'taylor-figure': async () => (await import('./taylor-figure.ts')).taylorFigure,
  'computation-graph-figure': async () => (await import('./computation-graph-figure.ts')).computationGraphFigure,
  'secant-panels': async () => (await import('./secant-panels.ts')).secantPanels,
  'epsilon-sweep': async () => (await import('./epsilon-sweep.ts')).epsilonSweep,
  'epsilon-error': async () => (await import('./epsilon-sweep.ts')).epsilonError,
  'line-and-plane': async () => (await import('./line-and-plane.ts')).lineAndPlane,
  'gradient-field': async () => (await import('./gradient-field.ts')).gradientField,
  'secant-planes': async () => (await import('./secant-planes.ts')).secantPlanes,
  descent: async () => (await import('./descent.ts')).descent,
  'tangent-planes': async () => (await import('./tangent-planes.ts')).tangentPlanes,
};

/** Whether a function, or the text of one, can be drawn only with the front end of JavaScript. */
export function mustBeRead(given: FunctionGiven): boolean {
  if (typeof given === 'string') return notationOf(given) === 'source';
  // What is no function is refused by the figure itself.
  return typeof given === 'function' && needsFrontEnd(given);
}

const loaded = new Map<FigureKind, AnyMaker>();

/** The function that makes figures of a kind, if it and whatever reads and runs these functions are loaded. */
export function loadedMaker(kind: FigureKind, functions: readonly FunctionGiven[]): AnyMaker | undefined {
  if (!canRun()) return undefined;
  return partIfLoaded('frontEnd') !== undefined || !functions.some(mustBeRead) ? loaded.get(kind) : undefined;
}

/** Loads the function that makes figures of a kind, and the front end of JavaScript where one of the functions needs it. */
export async function loadMaker(kind: FigureKind, functions: readonly FunctionGiven[]): Promise<AnyMaker> {
  const [make] = await Promise.all([
    loaded.get(kind) ?? loaders[kind](),
    functions.some(mustBeRead) ? loadFrontEnd() : undefined,
    canRun() ? undefined : loadKinkAnalysis(),
  ]);
  loaded.set(kind, make);
  return make;
}

/**
 * Makes a figure of a kind, loading what it takes. The analysis of kinks is waited for where the first picture needs it;
 * otherwise it is on its way when the figure is there. A figure that needs it before it has come says so in its
 * notice, and draws again as soon as it is asked to.
 *
 * @param kind a row of `figureKinds`
 * @param functions as many as the kind draws: functions, formulas, or TypeScript texts
 * @param options the options of the kind, as its own function takes them
 * @throws (by its promise) what `makeFigure` throws
 *
 * @example
 * ```ts
 * (await loadFigure('secant-to-tangent', ['sin(w)'], { at: 1 })).kind // → 'secant-to-tangent'
 * ```
 */
export async function loadFigure<Kind extends string>(
  kind: Kind,
  functions: readonly FunctionGiven[],
  options?: OptionsFor<Kind>,
): Promise<Figure> {
  const known = mustBeKind(kind);
  const make = await loadMaker(known, functions);
  const first = (): Figure => {
    const made = makeFigureWith(make, known, functions, options ?? {});
    // The first picture is drawn here once, so that what it lacks is known now.
    made.sceneAt(made.parameter.value);
    return made;
  };
  try {
    return first();
  } catch (error) {
    if (!(error instanceof NotLoadedError)) throw error;
    await loadKinkAnalysis();
    return first();
  } finally {
    // Whoever waits for a figure has it before this one is asked for; a failure is told when the analysis of kinks is needed.
    void loadKinkAnalysis().catch(() => undefined);
  }
}
