/**
 * Files of a figure in Node: PNG and GIF by resvg, WebP by sharp besides, video by the system's ffmpeg. Pictures are drawn a few
 * at a time and written in order, so a long film never stands in memory as a whole, except for WebP, which sharp takes in one
 * piece.
 */
import { availableParallelism } from 'node:os';
import type Sharp from 'sharp';
import { SecantError } from '../../../base/diagnostics.ts';
import type { Figure, FigureFiles, FilmFileOptions } from '../../scene/figure.ts';
import { filmPictures, mostPictures } from '../film-pictures.ts';
import { createGif, paletteOf } from '../gif.ts';
import { pictureText } from '../picture-text.ts';
import { drawSvg, notInstalled, type Pixels } from './draw-svg.ts';
import { inlineScripts } from './page-scripts.ts';
import { encodeVideo } from './video.ts';

/** A film's pictures, drawn. */
interface DrawnFilm {
  readonly width: number;
  readonly height: number;
  readonly count: number;
  /** Draws single pictures out of order. */
  sample(shares: readonly number[]): Promise<Pixels[]>;
  /** All pictures in order, each with its time in milliseconds. */
  pictures(): AsyncGenerator<{ readonly pixels: Pixels; readonly time: number }>;
}

function drawnFilm(figure: Figure, options: FilmFileOptions, format: keyof typeof mostPictures): DrawnFilm {
  const { width, height, scale = 1, signal, onProgress } = options;
  const film = filmPictures(figure, {
    ...options,
    most: options.frames ?? mostPictures[format],
    ...(width === undefined ? {} : { size: { width, height: height ?? Math.round((width * 5) / 8) } }),
  });
  // Even, for the encoders of video.
  const across = 2 * Math.round((film.size.width * scale) / 2);
  const draw = (index: number): Promise<Pixels> => {
    const frame = film.frames[index];
    if (frame === undefined) throw new RangeError(`there is no picture ${index}`);
    return drawSvg(film.svgOf(frame), across);
  };
  const count = film.frames.length;
  return {
    width: across,
    height: Math.round((film.size.height * across) / film.size.width),
    count,
    sample: (shares) => Promise.all(shares.map((share) => draw(Math.round(share * (count - 1))))),
    async *pictures() {
      const ahead = availableParallelism() + 1;
      const waiting: Promise<Pixels>[] = [];
      for (let index = 0; index < count; index++) {
        signal?.throwIfAborted();
        for (let next = index + waiting.length; next < Math.min(count, index + ahead); next++) waiting.push(draw(next));
        const pixels = await waiting.shift();
        if (pixels === undefined) return;
        yield { pixels, time: film.frames[index]?.time ?? 0 };
        onProgress?.(index + 1, count);
      }
    },
  };
}

async function gif(figure: Figure, options: FilmFileOptions): Promise<Uint8Array<ArrayBuffer>> {
  const film = drawnFilm(figure, options, 'gif');
  const samples = await film.sample([0, 0.5, 1]);
  const [first] = samples;
  const writer = createGif(
    first?.width ?? film.width,
    first?.height ?? film.height,
    paletteOf(samples.map(({ rgba }) => rgba)),
    options.loop,
  );
  for await (const { pixels, time } of film.pictures()) writer.add(pixels.rgba, time);
  return writer.finish();
}

async function webp(figure: Figure, options: FilmFileOptions): Promise<Uint8Array<ArrayBuffer>> {
  const sharp = await loadSharp();
  const film = drawnFilm(figure, options, 'webp');
  const pages: Uint8Array[] = [];
  const delay: number[] = [];
  let [width, height] = [film.width, film.height];
  for await (const { pixels, time } of film.pictures()) {
    pages.push(new Uint8Array(pixels.rgba.buffer, pixels.rgba.byteOffset, pixels.rgba.byteLength));
    delay.push(Math.round(time));
    ({ width, height } = pixels);
  }
  const all = Buffer.concat(pages);
  const raw = { width, height: height * pages.length, channels: 4, pageHeight: height } as const;
  const file = await sharp(all, { raw, limitInputPixels: false })
    .webp({ loop: options.loop === false ? 1 : 0, delay, effort: 2 })
    .toBuffer();
  return Uint8Array.from(file);
}

async function loadSharp(): Promise<typeof Sharp> {
  try {
    return (await import('sharp')).default;
  } catch (error) {
    throw notInstalled(
      'WebP files are made by sharp, which is not installed',
      'npm install sharp, or make a GIF',
      error,
    );
  }
}

async function video(
  format: 'mp4' | 'webm',
  figure: Figure,
  options: FilmFileOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { fps = 30 } = options;
  if (!(fps >= 1 && fps <= 120))
    throw new SecantError('S203', `fps is ${String(fps)}`, { hint: 'it can be from 1 to 120' });
  const film = drawnFilm(figure, options, format);
  const [first] = await film.sample([0]);
  return encodeVideo(
    format,
    { width: first?.width ?? film.width, height: first?.height ?? film.height, fps },
    film.pictures(),
    options.signal,
  );
}

export const figureFiles: FigureFiles = {
  async png(figure, options) {
    const { svg, width } = pictureText(figure, options);
    const pixels = await drawSvg(svg, Math.round(width * (options.scale ?? 2)));
    return Uint8Array.from(pixels.png());
  },
  gif,
  webp,
  mp4: (figure, options) => video('mp4', figure, options),
  webm: (figure, options) => video('webm', figure, options),
  elementScript: inlineScripts,
};
