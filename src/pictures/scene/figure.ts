/**
 * A figure is plain data first: what can be moved, and for each position the scene, the sentence that says
 * it, and the SVG text. The browser's live figure (`mount`, in `view`) and every export are made from this.
 */
import type { Window } from './clip.ts';
import type { Point3, Scene, Size, View } from './scene.ts';

/**
 * The part of a panel's plane that is shown, by the panel's key. A panel that is not named shows what it came with.
 */
export type Windows = Readonly<Record<string, Window>>;

/** What the slider moves. The parameter is continuous; `step` is what one arrow key moves. */
export interface FigureParameter {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Where the slider stands at first. */
  readonly value: number;
  /** Positions where playing pauses for a moment: the meeting point, a kink. */
  readonly stops: readonly number[];
  /** The value as it is written beside the slider, where a plain number would not say it: ε = 10⁻³. */
  readonly written?: (value: number) => string;
}

/** A point of the picture that can be dragged, and how a place in data terms becomes a parameter value. */
export interface Handle {
  readonly panel: string;
  /** Key of the dot that is dragged. */
  readonly mark: string;
  readonly label: string;
  /** Parameter value for a pointer at data point (x, y); `windows` says what is zoomed. */
  parameterAt(x: number, y: number, windows?: Windows): number;
  /**
   * Which parameters the point moves, counted from the slider's own, 0, through the figure's `others`. The first is
   * what `parameterAt` gives, the second, for a point that moves in a plane, what `acrossAt` gives. Absent: [0].
   */
  readonly moves?: readonly [number] | readonly [number, number];
  /** Value of the second parameter it moves for a pointer at data point (x, y). */
  acrossAt?(x: number, y: number, windows?: Windows): number;
  /** For a dot in space: where it stands at a parameter value. A drag then takes the value whose dot is nearest. */
  pointAt?(value: number): Point3;
}

/**
 * Light or dark; `auto` follows the reader's system through CSS, `page` the colour scheme in force where the picture
 * stands in a page.
 */
export type ThemeName = 'light' | 'dark' | 'auto' | 'page';

/** Options of {@link Figure.svg}. */
export interface SvgOptions extends Partial<Size> {
  readonly theme?: ThemeName;
  /** Write the read-out line and the notice under the picture; true unless asked otherwise. */
  readonly readOut?: boolean;
  /** Height in pixels that is left for the read-out at least, so that the pictures of a film stand still. */
  readonly readOutRoom?: number;
  /** Paint the ground; true unless asked otherwise. */
  readonly background?: boolean;
  /** Where views into space are taken from: elevation and azimuth in degrees. */
  readonly view?: View;
  /** How many times larger than to fit its panel a view into space is drawn; what leaves the panel is cut off. */
  readonly magnification?: number;
  /** The part of flat panels that is shown, where the figure can be zoomed. */
  readonly windows?: Windows;
}

/** A way that playing and a film take through all that can be moved. */
export interface FigureWay {
  /** Number of places; `k` runs from 0 to `frames - 1`. */
  readonly frames: number;
  /** The place where the figure stands: playing begins there, a film at 0. */
  readonly from: number;
  /** Places where something is to be seen, and there is a rest; they may lie between two whole ones. */
  readonly rests: readonly number[];
  /** The value of the slider and those of the others at place `k`, which need not be a whole number. */
  at(k: number): { readonly value: number; readonly others: readonly number[] };
}

/**
 * The data of one figure; `value` everywhere below is a parameter value between `min` and `max`, and `others` are the
 * values of the other parameters, which stand where they stand first when they are not given.
 */
export interface FigureData {
  readonly kind: string;
  readonly title: string;
  readonly parameter: FigureParameter;
  /** What else can be moved, each by a slider of its own: a second coordinate, the start of a path. */
  readonly others?: readonly FigureParameter[];
  /** Letters of the function that are moved by sliders: the last of `others`. */
  readonly parameters?: readonly FigureParameter[];
  /**
   * The figure of the function that has these values of its parameters, where it has some: its points, its stops and what
   * is read off its curve are those of that function.
   */
  memberAt?(others: readonly number[]): Figure;
  /** Number of positions of a film or of `svg(k)`: `k` runs from 0 to `frames - 1`. */
  readonly frames: number;
  readonly handles: readonly Handle[];
  /** Parameter value of frame `k`. */
  valueAt(k: number): number;
  /**
   * The way that playing and a film take through where the figure stands, where moving the slider alone would show
   * little: a point in the plane goes along its contour. Undefined, or not there: the slider moves from end to end.
   */
  wayFrom?(value: number, others?: readonly number[], windows?: Windows): FigureWay | undefined;
  /**
   * Keys of the flat panels of which a part can be shown. `sceneAt` then draws them for the windows it is given,
   * with curves sampled for that part, so that they are smooth at any zoom and a jump stays a jump.
   */
  readonly zoomable?: readonly string[];
  /** The scene at a parameter value; `windows` says what part of the panels named in `zoomable` is shown. */
  sceneAt(value: number, others?: readonly number[], windows?: Windows): Scene;
  /**
   * The exact value at an argument of the curve that a panel draws, the function or where it draws none the derivative,
   * for what is read out under the pointer; NaN where there is none. Without it the drawn line is read, to the width of
   * a pixel.
   */
  curveAt?(panel: string, w: number): number;
  /** The value at a place of a map, for what is read out under the pointer; NaN where there is none. */
  heightAt?(panel: string, x: number, y: number): number;
  /** The sentence a screen reader says at a parameter value. */
  describeAt(value: number, others?: readonly number[], windows?: Windows): string;
  /** The short text of the slider, `aria-valuetext`: "w = 1.00, slope 0.54, tangent". */
  valueText(value: number, others?: readonly number[], windows?: Windows): string;
}

/** How a file of a figure is made: how it is looked at, and how large. */
export interface PictureFileOptions {
  /** Where the slider stands; where the figure's own slider stands first if absent. */
  readonly value?: number;
  /** Values of the other parameters. */
  readonly others?: readonly number[];
  readonly view?: View;
  readonly windows?: Windows;
  /** Width in CSS pixels; the figure's own if absent. */
  readonly width?: number;
  /** Height in CSS pixels; the figure's own if absent. */
  readonly height?: number;
  /** Pixels of the file for each CSS pixel: 2 for pictures, 1 for films. */
  readonly scale?: number;
  readonly theme?: 'light' | 'dark';
  /** False leaves what is behind the figure transparent (PNG). */
  readonly background?: boolean;
}

/** How the places of a film follow one another: evenly, or slowly at both ends. */
export type Easing = 'linear' | 'ease';

/** How a film of a figure is made. */
export interface FilmFileOptions extends Omit<PictureFileOptions, 'background'> {
  /** How many pictures, not counting stops: 120 for GIF and WebP, 240 for video. */
  readonly frames?: number;
  /** Pictures a second for video, from 1 to 120 (30). */
  readonly fps?: number;
  /** Whether a GIF or a WebP begins again at its end (true). */
  readonly loop?: boolean;
  readonly easing?: Easing;
  /** How many times faster than usual: 1 takes eight seconds and the rests. */
  readonly speed?: number;
  readonly signal?: AbortSignal;
  /** Told how many pictures of how many are done. */
  onProgress?(done: number, all: number): void;
}

/**
 * What is left to do for the figure of a slow function. It is done in shares of time, between which the page goes on; its
 * live figure does it while the page is idle.
 */
export interface FigureWork {
  /** A figure of nothing, which stands where it will be. */
  readonly blank: Figure;
  /** Whether the figure is as fine as it will be. */
  isDone: boolean;
  /** What is known so far of its function, by question and argument: `value 0.5`, or `value 1 2` of the plane. */
  readonly answers: ReadonlyMap<string, unknown>;
  /**
   * Goes on for about so many milliseconds, one call of the function at least.
   *
   * @param look asks a figure for what will be shown of it, which is a part of the work
   * @returns the next figure, where it is there now; a coarse one comes first
   * @throws whatever the function throws where it cannot be drawn
   */
  advance(milliseconds: number, look: (figure: Figure) => void): Figure | undefined;
  /** Asks a figure of this work for something; false where it could not be had in so many milliseconds. */
  within(milliseconds: number, run: () => void): boolean;
}

/** A complete figure, as the functions of `secant/figures` return it. */
export interface Figure extends FigureData {
  /** There where the function is too slow to be drawn at once, in a page. */
  readonly work?: FigureWork;
  scene(k: number): Scene;
  describe(k: number): string;
  svg(k: number, options?: SvgOptions): string;
  /**
   * The picture as a PNG file: in Node by the optional package `@resvg/resvg-js`, in a page by the browser.
   *
   * @throws SecantError S502 where neither is there
   */
  png(options?: PictureFileOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** The film of the figure's whole way as a GIF file. @throws SecantError S502 as `png` */
  gif(options?: FilmFileOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** The film as an animated WebP file, in Node by the optional package `sharp`. @throws SecantError S502 without it, and in pages */
  webp(options?: FilmFileOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** The film as MP4 (H.264): in Node by the system's ffmpeg, in a page by the browser. @throws SecantError S502 without */
  mp4(options?: FilmFileOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** The film as WebM (VP9), in Node by the system's ffmpeg. @throws SecantError S502 without it, and in pages */
  webm(options?: FilmFileOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** A whole HTML page with the first picture in it; `figurePage` of secant/elements/server makes one that is alive. */
  html(): string;
  /** Puts the live figure into an element of a page. */
  mount(element: HTMLElement): MountedFigure;
}

/** What makes files of figures: one module for pages, one for Node. */
export interface FigureFiles {
  png(figure: Figure, options: PictureFileOptions): Promise<Uint8Array<ArrayBuffer>>;
  gif(figure: Figure, options: FilmFileOptions): Promise<Uint8Array<ArrayBuffer>>;
  webp(figure: Figure, options: FilmFileOptions): Promise<Uint8Array<ArrayBuffer>>;
  mp4(figure: Figure, options: FilmFileOptions): Promise<Uint8Array<ArrayBuffer>>;
  webm(figure: Figure, options: FilmFileOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** A script element that defines `<secant-figure>` and loads nothing, for pages of one file. @throws SecantError S502 in pages */
  elementScript(): Promise<string>;
}

/**
 * A figure living in a page. Its element sends events that bubble: `secant-input` while the value changes,
 * `secant-view` while the picture is turned or zoomed, and `secant-change` when that is over: something was let go, a
 * key was used, playing ended. Each has `detail: { value, others, view, windows, magnification }`.
 */
export interface MountedFigure {
  /** Parameter value the figure shows. */
  value: number;
  /** Values of the other parameters, in their order. */
  others: readonly number[];
  /** Shows another figure of the same kind in place (the reader typed another function). */
  replace(figure: Figure): void;
  play(): void;
  pause(): void;
  readonly playing: boolean;
  /**
   * Moves the slider by so many of its steps, backwards where the number is negative, as arrow keys do: a step
   * never jumps over one of the parameter's stops. Ends playing.
   */
  step(count: number): void;
  /** How fast playing goes: 1 takes eight seconds for the whole way. Held between 0.25 and 4. */
  speed: number;
  /** Whether playing starts again when it has come to the end. */
  loop: boolean;
  /** Where views into space are taken from; absent for a flat figure. Setting it turns the picture. */
  view: View | undefined;
  /** How many times larger than to fit views into space are drawn: from 1 to 4. */
  magnification: number;
  /** The part of the flat panels that is shown; empty where all is shown. Windows are held inside what the figure came with. */
  windows: Windows;
  /**
   * Zooms all that can be zoomed by a factor, in for more than 1, out for less: flat panels around their moving
   * point or, where that is not in view, their middle; views into space around their first point.
   */
  zoom(factor: number): void;
  /** Back to the view the figure came with: neither turned nor zoomed. */
  resetView(): void;
  /** Value, other values and view back to what the figure came with. */
  reset(): void;
  /** The picture as it stands, as SVG text; size and theme as asked. */
  svg(options?: SvgOptions): string;
  destroy(): void;
}
