/**
 * SVG text drawn by the browser onto a canvas. In: SVG text and how many pixels wide and high it is to be. Out: the
 * canvas, or a PNG of it. The browser draws as it does in a page: text is text until then.
 */
import { SecantError } from '../../base/diagnostics.ts';
import type { Size } from '../scene/scene.ts';

/** Draws SVG text over the whole of a canvas. */
export async function drawSvg(svg: string, canvas: HTMLCanvasElement): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new SecantError('S502', 'this browser draws no canvas', { hint: 'save as SVG instead' });
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
}

/**
 * A picture as PNG.
 *
 * @param svg SVG text, such as `figure.svg(0)`
 * @param size its size in CSS pixels
 * @param scale pixels of the file for each of those
 * @throws SecantError S502 where the browser has no canvas
 */
export async function pngOf(svg: string, { width, height }: Size, scale = 2): Promise<Blob> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  await drawSvg(svg, canvas);
  return new Promise((settle, fail) => {
    canvas.toBlob((blob) => {
      if (blob === null) fail(new SecantError('S502', 'this browser made no PNG', { hint: 'save as SVG instead' }));
      else settle(blob);
    }, 'image/png');
  });
}
