/**
 * A figure's whole run as a film, made in the browser. In: a figure, how it is looked at, a format. Out: a file. Each
 * picture is the figure's own SVG text drawn on a canvas, so a film shows what the page shows; the page stays alive
 * meanwhile, progress is told, and the work can be broken off.
 */
import type { FilmFrame } from './film-frames.ts';
import { filmPictures, mostPictures } from './film-pictures.ts';
import { withFonts } from './page-fonts.ts';
import { drawSvg } from './raster.ts';
import { createVideo, type VideoCodec } from './video.ts';
import { SecantError } from '../../base/diagnostics.ts';
import type { FigureData, Windows } from '../scene/figure.ts';
import type { Size, View } from '../scene/scene.ts';

/** What a film can be. MP4 holds H.264 unless `codec` says otherwise. */
export type FilmFormat = 'gif' | 'mp4';

/** Options of {@link makeFilm}. */
export interface FilmOptions {
  readonly format: FilmFormat;
  /** For MP4: H.264, the default, or VP9 where a browser has no H.264. */
  readonly codec?: VideoCodec;
  /** Size of the panels in CSS pixels; the read-out comes below. Their own proportions at 720 pixels where absent. */
  readonly size?: Size;
  /** Where the slider stands, for figures whose film begins there. */
  readonly value?: number;
  /** Values of the figure's other parameters. */
  readonly others?: readonly number[];
  readonly view?: View;
  readonly magnification?: number;
  readonly windows?: Windows;
  readonly theme?: 'light' | 'dark';
  /** Style rules with the fonts of the pictures, as {@link pageFonts} gives them; fonts of the system where absent. */
  readonly fonts?: string;
  /** How many times faster than usual: 1 takes eight seconds and the rests. */
  readonly speed?: number;
  /** How many pictures at most, not counting stops; 120 for GIF, 240 for MP4. */
  readonly most?: number;
  /** Breaks the work off; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told the share that is done, from 0 to 1. */
  onProgress?(share: number): void;
}

/** The widest a film is made, in pixels of the file. */
const widest: Readonly<Record<FilmFormat, number>> = { gif: 800, mp4: 1920 };

/** Where the figure stands in a picture. */
type Place = Omit<FilmFrame, 'time'>;

/** What is written picture by picture. */
interface Writer {
  add(canvas: HTMLCanvasElement, time: number): Promise<void>;
  finish(): Promise<Blob>;
  close(): void;
}

/**
 * Makes a film of a figure.
 *
 * @throws SecantError S502 where the browser cannot make it
 */
export async function makeFilm(figure: FigureData, options: FilmOptions): Promise<Blob> {
  const { format, most = mostPictures[format], signal } = options;
  const { frames, size, svgOf } = filmPictures(figure, { ...options, most });
  const scale = Math.min(format === 'mp4' ? 2 : 1, widest[format] / size.width);
  const canvas = document.createElement('canvas');
  // Even, for the encoders of video.
  [canvas.width, canvas.height] = [size.width, size.height].map((side) => 2 * Math.round((side * scale) / 2)) as [
    number,
    number,
  ];
  const draw = (place: Place): Promise<void> => drawSvg(withFonts(svgOf(place), options.fonts), canvas);

  const writer = format === 'gif' ? await gifWriter(canvas, frames, draw) : await videoWriter(options.codec, canvas);
  try {
    for (const [index, frame] of frames.entries()) {
      signal?.throwIfAborted();
      await draw(frame);
      await writer.add(canvas, frame.time);
      options.onProgress?.((index + 1) / frames.length);
      // Promises alone would keep the page from its own events.
      await new Promise((next) => setTimeout(next));
    }
    signal?.throwIfAborted();
    return await writer.finish();
  } finally {
    writer.close();
  }
}

function pixelsOf(canvas: HTMLCanvasElement): Uint8ClampedArray {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new SecantError('S502', 'this browser draws no canvas', { hint: 'save as SVG instead' });
  return context.getImageData(0, 0, canvas.width, canvas.height).data;
}

async function gifWriter(
  canvas: HTMLCanvasElement,
  frames: readonly Place[],
  draw: (place: Place) => Promise<void>,
): Promise<Writer> {
  // gifenc comes with the first GIF.
  const { createGif, paletteOf } = await import('./gif.ts');
  const samples: Uint8ClampedArray[] = [];
  for (const share of [0, 0.5, 1]) {
    const frame = frames[Math.round(share * (frames.length - 1))];
    if (frame !== undefined) await draw(frame);
    samples.push(pixelsOf(canvas));
  }
  const gif = createGif(canvas.width, canvas.height, paletteOf(samples));
  return {
    add: async (drawn, time) => gif.add(pixelsOf(drawn), time),
    finish: async () => new Blob([gif.finish()], { type: 'image/gif' }),
    close: () => undefined,
  };
}

function videoWriter(codec: VideoCodec = 'h264', canvas: HTMLCanvasElement): Promise<Writer> {
  return createVideo(codec, { width: canvas.width, height: canvas.height });
}
