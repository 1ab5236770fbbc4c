/**
 * Every kind of figure that chapters and cells can name: the function of 'secant/figures' that makes it, how many
 * functions it draws, and which of its options are plain data. A kind whose maker does not exist is not offered.
 */

/** One row of the table. */
export interface FigureKind {
  /** The name in 'secant/figures'. */
  readonly name: string;
  /** How many functions come first among the arguments. */
  readonly functions: number;
  readonly options: readonly string[];
}

const common = ['domain', 'frames', 'value', 'title'] as const;
const curve = [...common, 'exclusions'] as const;
const space = [...common, 'at', 'view'] as const;

/** The table, by the kind's name in HTML and Markdown. */
export const figureKinds: Readonly<Record<string, FigureKind>> = {
  'tangent-along-curve': { name: 'tangentAlongCurve', functions: 1, options: [...curve, 'orders'] },
  'secant-to-tangent': { name: 'secantToTangent', functions: 1, options: [...curve, 'at'] },
  'secant-panels': { name: 'secantPanels', functions: 1, options: ['domain', 'title', 'at', 'through'] },
  'epsilon-sweep': { name: 'epsilonSweep', functions: 1, options: [...common, 'at'] },
  'epsilon-error': { name: 'epsilonError', functions: 1, options: [...common, 'at'] },
  'line-and-plane': { name: 'lineAndPlane', functions: 2, options: space },
  'secant-planes': { name: 'secantPlanes', functions: 1, options: space },
  'tangent-planes': { name: 'tangentPlanes', functions: 1, options: space },
};
