/**
 * The places of the painters that few figures need. Most panels are flat curves; what draws surfaces, planes and what
 * they hide, and what lays out boxes and arrows, is half of the painter. So the painter of all panels imports neither:
 * `space-painter.ts` and `diagram-painter.ts` put them here, and the figures that show such a panel import those. Likewise
 * what only a hand needs: `view/hand.ts` brings what cuts closer looks at a curve out of tiles.
 */
import { SecantError } from '../../base/diagnostics.ts';
import type { Window } from './clip.ts';
import type { diagramFrame, diagramHeight } from './diagram-frame.ts';
import type { paintDiagram } from './paint-diagram.ts';
import type { paintSpace } from './paint-space.ts';
import type { SampledCurve } from './sample-curve.ts';

/** The painters, by what they paint. */
export interface Painters {
  /** The elements of a box of space. */
  readonly space: typeof paintSpace;
  /** Where a diagram stands, how high it is, and its elements. */
  readonly diagram: {
    readonly frame: typeof diagramFrame;
    readonly height: typeof diagramHeight;
    readonly paint: typeof paintDiagram;
  };
}

const provided: { -readonly [Kind in keyof Painters]?: Painters[Kind] } = {};

/** Hands over a painter; called once, by the module that brings it in. */
export function providePainter<Kind extends keyof Painters>(kind: Kind, painter: Painters[Kind]): void {
  provided[kind] = painter;
}

const words: { readonly [Kind in keyof Painters]: string } = { space: 'a view into space', diagram: 'a diagram' };

/**
 * The painter of a kind of panel.
 *
 * @throws SecantError S501 where none is loaded
 */
export function painterOf<Kind extends keyof Painters>(kind: Kind): Painters[Kind] {
  const painter = provided[kind];
  if (painter !== undefined) return painter;
  throw new SecantError('S501', `nothing is loaded that draws ${words[kind]}`, {
    hint: "import 'secant/figures', which brings it",
  });
}

/** A curve that windows are cut out of. */
export interface CurveToCut {
  /** The function; NaN where it has no value. */
  readonly g: (w: number) => number;
  readonly domain: readonly [number, number];
  /** What is seen of it where nothing is zoomed. */
  readonly whole: Window;
  /** Samples a part of the domain for the values shown, so many times finer than usual. */
  sample(part: readonly [number, number], y: readonly [number, number], finer: number): SampledCurve;
}

/** The curve in a window; `part` is what the window has of the domain. */
export type CurveIn = (window: Window, part: readonly [number, number]) => SampledCurve;

/** Set once, by `curve-parts.ts`, which kinds of figures with curves import. */
let cutter: ((curve: CurveToCut) => CurveIn) | undefined;

/** Hands over what cuts windows out of tiles; called once, by the module that brings it in. */
export function provideCurveParts(parts: (curve: CurveToCut) => CurveIn): void {
  cutter = parts;
}

/** What cuts windows out of the tiles of a curve, if that is loaded. */
export function curvePartsOf(curve: CurveToCut): CurveIn | undefined {
  return cutter?.(curve);
}
