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

const common = ['domain', 'frames', 'value', 'title', 'exclusions'] as const;

/** The table, by the kind's name in HTML and Markdown. */
export const figureKinds: Readonly<Record<string, FigureKind>> = {
  'tangent-along-curve': { name: 'tangentAlongCurve', functions: 1, options: [...common, 'orders'] },
  'secant-to-tangent': { name: 'secantToTangent', functions: 1, options: [...common, 'at'] },
};

/** The kind that a function of 'secant/figures' makes. */
export function kindOfMaker(name: string): string | undefined {
  return Object.keys(figureKinds).find((kind) => figureKinds[kind]?.name === name);
}
