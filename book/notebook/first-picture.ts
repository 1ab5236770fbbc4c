/** The picture of a figure before anything runs: SVG text, at the place where its slider stands. */
import { figure } from 'secant/figures';
import type { FigureSpec } from './figure-data.ts';
import { buildFigure } from './figure-spec.ts';

/**
 * The first picture of a figure.
 *
 * @param width of the picture in pixels; it scales from there
 */
export function firstPicture(spec: FigureSpec, width = 736): string {
  const whole = buildFigure(spec);
  const start = whole.parameter.value;
  const panels = whole.sceneAt(start).panels.length;
  const height = Math.round(width * (panels > 1 ? 0.8 / panels : 0.56));
  return figure({ ...whole, valueAt: () => start }).svg(0, { width, height, readOut: false });
}
