/**
 * The room a figure will take, before it is there. In: the kind of figure, its functions as text, and the width there is.
 * Out: a height in pixels, near enough that what comes below on the page does not jump when the figure comes.
 */
import type { FigureKind } from '../../pictures/figures/kinds.ts';
import { naturalHeight, shareOfWindow, smallestSide } from '../../pictures/scene/layout.ts';
import { emptyPanels } from '../../pictures/figures/panel-forms.ts';
import type { Scene } from '../../pictures/scene/scene.ts';

/** What decides how high a figure is. */
interface Shape {
  /** Sliders beside the first; two of them stand side by side where there is room. */
  readonly others?: number;
  /** Nothing moves, so that there is no slider. */
  readonly still?: true;
  /** How wide what is read out is on one line, in pixels, where that is more than the narrowest column has. */
  readonly reads?: number;
}

const shapes: Readonly<Record<FigureKind, Shape>> = {
  'tangent-along-curve': {},
  'derivative-joint': {},
  'secant-to-tangent': {},
  'secant-panels': { still: true, reads: 620 },
  'epsilon-sweep': {},
  'epsilon-error': {},
  'taylor-figure': { others: 1 },
  'gradient-field': { others: 1, reads: 800 },
  descent: { others: 2 },
  'computation-graph-figure': {},
  'line-and-plane': {},
  'secant-planes': {},
  'tangent-planes': { reads: 660 },
};

/** Whether a word names a kind of figure. */
export function isKind(word: string): word is FigureKind {
  return Object.hasOwn(shapes, word);
}

/** Heights in pixels: a row with a slider, a line under a picture, and a field with what is under it. */
const [row, line, field, gap] = [44, 23, 60, 4];

/**
 * The height a figure of a kind will have, in pixels.
 *
 * @param texts its functions
 * @param fields how many fields stand under it
 */
export function reservedHeight(
  kind: FigureKind,
  texts: readonly string[],
  place: { readonly width: number; readonly windowHeight: number; readonly fields: number },
): number {
  const { others = 0, still = false, reads = 0 } = shapes[kind];
  const isOfTwo = kind === 'descent' && texts.some((text) => /w_?[12₁₂]|\[/.test(text));
  const scene: Scene = { panels: emptyPanels(kind, [0, 1], isOfTwo), readOut: [] };
  const share = shareOfWindow(scene);
  const natural = naturalHeight(scene, place.width);
  const picture = share === undefined ? natural : Math.min(natural, Math.max(smallestSide, share * place.windowHeight));
  // One line for what is read out, or more where it is long, and one for a notice.
  const lines = line * (1 + Math.max(1, Math.ceil(reads / place.width)));
  const sliders = (still ? 0 : 1) + Math.ceil((others + (isOfTwo ? 1 : 0)) / (place.width < 480 ? 1 : 2));
  return Math.round(picture + (sliders > 0 ? gap : 0) + row * sliders + lines + field * place.fields);
}
