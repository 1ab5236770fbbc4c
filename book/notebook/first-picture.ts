/** The picture of a figure before anything runs: SVG text, at the place where its slider stands. */
import { buildFigure, figure, type FigureSpec } from 'secant/figures';

/**
 * The first picture of a figure.
 *
 * @param width of the picture in pixels; it scales from there
 */
export function firstPicture(spec: FigureSpec, width = 736): string {
  const whole = buildFigure(spec);
  const start = whole.parameter.value;
  const { panels } = whole.sceneAt(start);
  const height = Math.round(width * (panels.length > 1 ? 0.8 / panels.length : 0.56));
  // Boxes and arrows take the height they need, and a map is as high as it is true to scale.
  const hasOwnHeight = panels.some(({ diagram, map }) => diagram !== undefined || map === true);
  const size = hasOwnHeight ? { width } : { width, height };
  return figure({ ...whole, valueAt: () => start }).svg(0, { ...size, readOut: false });
}
