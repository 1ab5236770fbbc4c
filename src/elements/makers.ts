/**
 * The functions that make figures, each loaded when a figure of its kind is first wanted, so that a page with one
 * kind of figure carries the code of one. A kind without a row does not compile. Once loaded, a maker is there at once.
 */
import { type FigureKind, type FigureMaker, figureKinds } from '../figures/kinds.ts';

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
  'line-and-plane': () => import('../figures/line-and-plane.ts'),
  'secant-planes': () => import('../figures/secant-planes.ts'),
  'tangent-planes': () => import('../figures/tangent-planes.ts'),
};

/** A function that makes figures of some kind. */
export type LoadedMaker = FigureMaker<FigureKind>;

const loaded = new Map<FigureKind, LoadedMaker>();

/** The maker of a kind, if it is there already. */
export function makerOf(kind: FigureKind): LoadedMaker | undefined {
  return loaded.get(kind);
}

/** Fetches the maker of a kind. */
export async function loadMaker(kind: FigureKind): Promise<LoadedMaker> {
  const known = loaded.get(kind);
  if (known !== undefined) return known;
  const module: Readonly<Record<string, unknown>> = await loaders[kind]();
  const maker = module[figureKinds[kind].name] as LoadedMaker;
  loaded.set(kind, maker);
  return maker;
}
