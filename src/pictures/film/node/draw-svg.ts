/**
 * SVG text to pixels in Node, by resvg. It is an optional package: the library works without it, and whoever asks for a
 * picture is told what to install. Text is drawn with the fonts that come with Secant, so a picture is the same on every
 * machine, also on one without fonts. Drawing goes on in threads of its own, several pictures at a time.
 */
import { join } from 'node:path';
import type * as Resvg from '@resvg/resvg-js';
import { SecantError } from '../../../base/diagnostics.ts';
import { packageFolder } from './package-file.ts';

/** A drawn picture. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha for each pixel. */
  readonly rgba: Uint8ClampedArray;
  png(): Uint8Array;
}

const fonts = ['inter.ttf', 'source-serif-4-italic.ttf', 'noto-sans-math.ttf'];

/**
 * Draws SVG text.
 *
 * @param width pixels of the file across
 * @throws SecantError S502 where resvg is not installed
 */
export async function drawSvg(svg: string, width: number): Promise<Pixels> {
  const { renderAsync } = await resvg();
  const image = await renderAsync(svg, {
    fitTo: { mode: 'width', value: width },
    font: {
      loadSystemFonts: false,
      fontFiles: fonts.map((file) => join(packageFolder(), 'assets', 'fonts', file)),
      defaultFontFamily: 'Inter',
      sansSerifFamily: 'Inter',
      serifFamily: 'Source Serif 4',
    },
  });
  const { pixels } = image;
  return {
    width: image.width,
    height: image.height,
    rgba: new Uint8ClampedArray(pixels.buffer, pixels.byteOffset, pixels.byteLength),
    png: () => image.asPng(),
  };
}

async function resvg(): Promise<typeof Resvg> {
  try {
    return await import('@resvg/resvg-js');
  } catch (error) {
    throw notInstalled(
      'pictures are drawn by @resvg/resvg-js, which is not installed',
      'npm install @resvg/resvg-js',
      error,
    );
  }
}

/** What to say where an optional package is missing; any other error as it is. */
export function notInstalled(sentence: string, hint: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND'
    ? new SecantError('S502', sentence, { hint })
    : error;
}
