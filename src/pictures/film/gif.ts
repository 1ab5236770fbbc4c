/// <reference path="./gifenc.d.ts" />
/**
 * Pictures as a GIF. One table of colours serves the whole film, taken from its first, middle and last picture:
 * figures have few colours, and a table that changes makes them flicker. Of each picture only what differs from
 * the one before is written; the rest is transparent, which costs next to nothing.
 */
import * as gifenc from 'gifenc';
import type { Palette } from 'gifenc';

// Node reads the package as CommonJS, whose names are then those of its default export; bundlers read its module.
const { GIFEncoder, quantize } = { ...gifenc.default, ...gifenc };

/** Index in the table that stands for "as before". */
const AS_BEFORE = 255;

/** Writes a GIF picture by picture. */
export interface GifWriter {
  add(rgba: Uint8ClampedArray, time: number): void;
  finish(): Uint8Array<ArrayBuffer>;
}

/** The table of colours for pictures like these. */
export function paletteOf(samples: readonly Uint8ClampedArray[]): Palette {
  const all = new Uint8ClampedArray(samples.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const sample of samples) {
    all.set(sample, at);
    at += sample.length;
  }
  const palette = quantize(all, AS_BEFORE);
  while (palette.length < AS_BEFORE + 1) palette.push([255, 255, 255]);
  return palette;
}

/** The nearest colour of a table for a pixel, remembered for colours that five or six bits do not tell apart. */
function matcherOf(colours: Palette): (pixel: number) => number {
  const known = new Int16Array(0x10000).fill(-1);
  return (pixel) => {
    // Pixels are read as one number: alpha, blue, green, red, from the highest byte down.
    const [r, g, b] = [pixel & 255, (pixel >>> 8) & 255, (pixel >>> 16) & 255];
    const key = ((r >>> 3) << 11) | ((g >>> 2) << 5) | (b >>> 3);
    let best = known[key] ?? -1;
    if (best >= 0) return best;
    let least = Infinity;
    for (const [index, [red = 0, green = 0, blue = 0]] of colours.entries()) {
      const away = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
      if (away < least) [best, least] = [index, away];
    }
    known[key] = best;
    return best;
  };
}

/** Begins a GIF, which repeats for ever unless `loop` is false. */
export function createGif(width: number, height: number, palette: Palette, loop = true): GifWriter {
  const stream = GIFEncoder();
  const match = matcherOf(palette.slice(0, AS_BEFORE));
  let before: Uint32Array | undefined;
  return {
    add(rgba, time) {
      const pixels = new Uint32Array(rgba.buffer.slice(rgba.byteOffset, rgba.byteOffset + rgba.byteLength));
      const index = new Uint8Array(pixels.length);
      const last = before;
      for (let at = 0; at < pixels.length; at++) {
        const pixel = pixels[at] ?? 0;
        index[at] = last?.[at] === pixel ? AS_BEFORE : match(pixel);
      }
      stream.writeFrame(index, width, height, {
        delay: time,
        ...(last === undefined
          ? { palette, repeat: loop ? 0 : -1 }
          : // Left standing, so that what is transparent shows it.
            { transparent: true, transparentIndex: AS_BEFORE, dispose: 1 }),
      });
      before = pixels;
    },
    finish() {
      stream.finish();
      return stream.bytes();
    },
  };
}
