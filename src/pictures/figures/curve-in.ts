/**
 * A curve in windows of its plane: cut out of tiles. In: a function and what may be seen of it. Out: its
 * pieces in a window.
 */
import type { Window } from '../scene/clip.ts';
import { curveParts, type CurveIn, type CurveToCut } from './curve-parts.ts';
import { sampleCurve, type SampledCurve, type SampleOptions } from '../scene/sample-curve.ts';

/** The curve of g, NaN where it has no value, in windows of a whole one. */
export function curveIn(
  g: (w: number) => number,
  domain: readonly [number, number],
  whole: Window,
  options: Pick<SampleOptions, 'exclusions' | 'places' | 'error' | 'slope'> = {},
): (window: Window) => SampledCurve {
  const sample: CurveToCut['sample'] = (part, y, finer) => sampleCurve(g, part, { ...options, y, finer });
  let cut: CurveIn | undefined;
  return (window) => {
    cut ??= curveParts({ g, domain, whole, sample });
    const { x, y } = window;
    const part = [Math.max(domain[0], x[0]), Math.min(domain[1], x[1])] as const;
    // A window may lie beside the domain: the picture is a little wider than that.
    if (!(part[0] < part[1])) return { pieces: [], events: [], y };
    return cut(window, part);
  };
}
