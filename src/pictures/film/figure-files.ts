/**
 * Files of a figure in a page: what `figure.png()` and its kin come to in a browser. In Node `node/figure-files.ts` stands in
 * its place; the `imports` of package.json say which one is taken.
 */
import { SecantError } from '../../base/diagnostics.ts';
import type { Figure, FigureFiles, FilmFileOptions } from '../scene/figure.ts';
import { makeFilm, type FilmFormat } from './make-film.ts';
import { pictureText } from './picture-text.ts';
import { pngOf } from './raster.ts';

async function bytesOf(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.arrayBuffer());
}

async function film(format: FilmFormat, figure: Figure, options: FilmFileOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { frames, width, height, onProgress, fps: _fps, loop: _loop, scale: _scale, ...look } = options;
  const all = frames ?? figure.frames;
  return bytesOf(
    await makeFilm(figure, {
      ...look,
      format,
      ...(frames === undefined ? {} : { most: frames }),
      ...(width === undefined || height === undefined ? {} : { size: { width, height } }),
      ...(onProgress === undefined ? {} : { onProgress: (share: number) => onProgress(Math.round(share * all), all) }),
    }),
  );
}

function onlyInNode(name: string): never {
  throw new SecantError('S502', `a page makes no ${name} files`, { hint: 'use figure.gif() or figure.mp4(), or Node' });
}

export const figureFiles: FigureFiles = {
  async png(figure, options) {
    const { svg, width, height } = pictureText(figure, options);
    return bytesOf(await pngOf(svg, { width, height }, options.scale ?? 2));
  },
  gif: (figure, options) => film('gif', figure, options),
  mp4: (figure, options) => film('mp4', figure, options),
  webp: async () => onlyInNode('WebP'),
  webm: async () => onlyInNode('WebM'),
  elementScript: async () => onlyInNode('HTML'),
};
