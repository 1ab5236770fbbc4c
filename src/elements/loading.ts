/**
 * What an element loads when it is wanted: the function that makes a kind of figure, so that a page with one kind
 * carries the code of one, and the reader of JavaScript, which formulas do without. A kind without a row does not
 * compile. What was loaded once is there at once.
 */
import { hasReader } from '../api/reader.ts';
import { type FigureKind, type FigureMaker, figureKinds } from '../figures/kinds.ts';
import type { FunctionGiven } from '../figures/make-figure-with.ts';
import { notationOf } from '../figures/read-function.ts';

type Loaders = {
  readonly [Kind in FigureKind]: () => Promise<Readonly<Record<string, unknown>> & MakerModule<Kind>>;
};

/** A module that exports the maker of a kind. */
type MakerModule<Kind extends FigureKind> = {
  readonly [Name in (typeof figureKinds)[Kind]['name']]: FigureMaker<Kind>;
};

const loaders: Loaders = {
  'tangent-along-curve': () => import('../figures/tangent-along-curve.ts'),
  'secant-to-tangent': () => import('../figures/secant-to-tangent.ts'),
  'secant-panels': () => import('../figures/secant-panels.ts'),
  'derivative-joint': () => import('../figures/derivative-joint.ts'),
  'epsilon-sweep': () => import('../figures/epsilon-sweep.ts'),
  'epsilon-error': () => import('../figures/epsilon-sweep.ts'),
  'gradient-field': () => import('../figures/gradient-field.ts'),
  'line-and-plane': () => import('../figures/line-and-plane.ts'),
  'secant-planes': () => import('../figures/secant-planes.ts'),
  'taylor-figure': () => import('../figures/taylor-figure.ts'),
  'tangent-planes': () => import('../figures/tangent-planes.ts'),
};

/** A function that makes figures of some kind. */
export type LoadedMaker = FigureMaker<FigureKind>;

const loaded = new Map<FigureKind, LoadedMaker>();

/** The maker of a kind, if it is there already. */
export function makerOf(kind: FigureKind): LoadedMaker | undefined {
  return loaded.get(kind);
}

/** Whether all is there that a figure of a kind needs to draw some functions. */
export function isLoadedFor(kind: FigureKind, functions: readonly FunctionGiven[]): boolean {
  return loaded.has(kind) && (hasReader() || !functions.some(isJavaScript));
}

/** Fetches what a figure of a kind needs to draw some functions. */
export async function loadFor(kind: FigureKind, functions: readonly FunctionGiven[]): Promise<void> {
  await Promise.all([loadMaker(kind), functions.some(isJavaScript) ? loadReader() : undefined]);
}

/** Fetches the reader of JavaScript. */
export async function loadReader(): Promise<void> {
  if (!hasReader()) await import('../reader/index.ts');
}

function isJavaScript(given: FunctionGiven): boolean {
  return typeof given !== 'string' || notationOf(given) === 'source';
}

async function loadMaker(kind: FigureKind): Promise<void> {
  if (loaded.has(kind)) return;
  const module: Readonly<Record<string, unknown>> = await loaders[kind]();
  loaded.set(kind, module[figureKinds[kind].name] as LoadedMaker);
}
