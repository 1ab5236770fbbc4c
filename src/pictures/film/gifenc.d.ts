/** The part of gifenc that is used; the package has no types of its own. */
declare module 'gifenc' {
  export type Palette = number[][];
  export interface GifStream {
    writeFrame(
      index: Uint8Array,
      width: number,
      height: number,
      options: {
        readonly palette?: Palette;
        /** Milliseconds. */
        readonly delay?: number;
        readonly transparent?: boolean;
        readonly transparentIndex?: number;
        readonly dispose?: number;
        /** How often the film is shown again: 0 for ever, -1 never. Only with the first picture. */
        readonly repeat?: number;
      },
    ): void;
    finish(): void;
    bytes(): Uint8Array<ArrayBuffer>;
  }
  export function GIFEncoder(): GifStream;
  export function quantize(rgba: Uint8Array | Uint8ClampedArray, maxColors: number): Palette;
  const all: { readonly GIFEncoder: typeof GIFEncoder; readonly quantize: typeof quantize };
  export default all;
}
