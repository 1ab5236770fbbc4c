/**
 * A figure is plain data first: what can be moved, and for each position the scene, the sentence that says
 * it, and the SVG text. The browser's live figure (`mount`, in `view`) and every export are made from this.
 */
import type { Point3, Scene, Size, View } from './scene.ts';

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
  /** Parameter value for a pointer at data point (x, y). */
  parameterAt(x: number, y: number): number;
  /**
   * Which parameters the point moves, counted from the slider's own, 0, through the figure's `others`. The first is
   * what `parameterAt` gives, the second, for a point that moves in a plane, what `acrossAt` gives. Absent: [0].
   */
  readonly moves?: readonly [number] | readonly [number, number];
  /** Value of the second parameter it moves for a pointer at data point (x, y). */
  acrossAt?(x: number, y: number): number;
  /** For a dot in space: where it stands at a parameter value. A drag then takes the value whose dot is nearest. */
  pointAt?(value: number): Point3;
}

/** Light or dark; `auto` follows the reader's system through CSS. */
export type ThemeName = 'light' | 'dark' | 'auto';

/** Options of {@link Figure.svg}. */
export interface SvgOptions extends Partial<Size> {
  readonly theme?: ThemeName;
  /** Write the read-out line and the notice under the picture; true unless asked otherwise. */
  readonly readOut?: boolean;
  /** Paint the ground; true unless asked otherwise. */
  readonly background?: boolean;
  /** Where views into space are taken from: elevation and azimuth in degrees. */
  readonly view?: View;
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
  /** Number of positions of a film or of `svg(k)`: `k` runs from 0 to `frames - 1`. */
  readonly frames: number;
  readonly handles: readonly Handle[];
  /** Parameter value of frame `k`. */
  valueAt(k: number): number;
  /** The scene at a parameter value. */
  sceneAt(value: number, others?: readonly number[]): Scene;
  /** The sentence a screen reader says at a parameter value. */
  describeAt(value: number, others?: readonly number[]): string;
  /** The short text of the slider, `aria-valuetext`: "w = 1.00, slope 0.54, tangent". */
  valueText(value: number, others?: readonly number[]): string;
}

/** A complete figure, as the functions of `secant/figures` return it. */
export interface Figure extends FigureData {
  scene(k: number): Scene;
  describe(k: number): string;
  svg(k: number, options?: SvgOptions): string;
  /** A whole HTML page or fragment with the first picture in it, and the live figure once scripts run. */
  html(): string;
  /** Puts the live figure into an element of a page. */
  mount(element: HTMLElement): MountedFigure;
}

/**
 * A figure living in a page. Its element sends events that bubble: `secant-input` while the value changes,
 * `secant-change` when it was let go, `secant-view` when the picture was turned, each with
 * `detail: { value, others, view }`.
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
  /** Where views into space are taken from; absent for a flat figure. Setting it turns the picture. */
  view: View | undefined;
  /** Back to the view the figure came with. */
  resetView(): void;
  readonly playing: boolean;
  destroy(): void;
}
