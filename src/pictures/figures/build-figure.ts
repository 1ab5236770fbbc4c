/**
 * From the description of a figure to the figure. The picture is always made here, from the text of its functions,
 * by Secant's own compiler: no code and no markup crosses from a cell to the page. What is not in the table of kinds
 * is refused.
 */
import { withinPicture } from '../../base/steps.ts';
import { fromSource } from '../../calculus/from-text.ts';
import type { Figure } from '../scene/figure.ts';
import type { FigureSpec } from './figure-spec.ts';
import { makeFigure } from './make-figure.ts';

const LONGEST_TEXT = 20_000;
const MOST_FRAMES = 2_000;

/**
 * The figure of a description.
 *
 * @example
 * ```ts
 * const functions = [functionText('sin(w)')]
 * buildFigure({ kind: 'secant-to-tangent', functions, options: { at: 0, value: 1 } }).parameter.value // → 1
 * ```
 * @throws Error for what would take too long, S305 among them: all is made before this returns; and whatever making the figure throws
 */
export function buildFigure({ kind, functions, options }: FigureSpec): Figure {
  for (const { text } of functions) {
    if (text.length > LONGEST_TEXT) throw new Error(`a function of ${text.length} characters is too long to draw`);
  }
  const { frames } = options;
  if (typeof frames === 'number' && frames > MOST_FRAMES) throw new Error(`${frames} frames are too many`);
  return withinPicture(() =>
    makeFigure(
      kind,
      functions.map(({ notation, text }) => (notation === 'source' ? fromSource(text) : text)),
      options,
    ),
  );
}
