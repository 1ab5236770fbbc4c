/** Pictures and films as files, made in the browser. The encoders come only when they are used. */
export { pngOf } from './raster.ts';
