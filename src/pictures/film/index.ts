/** Pictures and films as files, made in the browser. The encoders come only when they are used. */
export { filmFrames, type FilmFrame } from './film-frames.ts';
export { makeFilm, type FilmFormat, type FilmOptions } from './make-film.ts';
export { pageFonts, withFonts } from './page-fonts.ts';
export { pngOf } from './raster.ts';
export { videoCodecs, type VideoCodec } from './video.ts';
