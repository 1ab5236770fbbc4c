/**
 * Curves beside the one that is looked at: another function, or the derivative with respect to a parameter. Each is drawn
 * in the window of the first, dashed in a way of its own, with its name at its end and its value under the picture.
 */
import type { ScalarFunction } from '../../calculus/types.ts';
import type { Window } from '../scene/clip.ts';
import { guarded } from '../scene/sample-curve.ts';
import type { Mark, Point, ReadOut, Role } from '../scene/scene.ts';
import { plain } from '../scene/text.ts';
import type { PreparedCurve } from './curve.ts';
import { curveIn } from './curve-in.ts';
import { readEqual, said } from './words.ts';

/** A function that is drawn beside the one that is looked at. */
export interface AlsoDrawn {
  readonly g: ScalarFunction;
  /** What it is called, in the picture and under it. */
  readonly name: string;
}

/** A curve beside another, sampled once. */
export interface BesideCurve {
  marks(window: Window): Mark[];
  readOut(w: number): ReadOut;
  sentence(w: number): string;
}

/** One after the other; a third looks like the first, and has its name. */
const roles: readonly Role[] = ['true-derivative', 'second-order'];

/** Names of derivatives and products as they are set: d/da is ∂g/∂a. */
function shownName(name: string): string {
  const letter = /^\s*[d∂]\s*\/\s*[d∂]\s*(\S+)\s*$/.exec(name)?.[1];
  return letter === undefined ? name : `∂g/∂${letter}`;
}

/** Makes a curve beside another ready to be drawn. */
export function besideCurve(
  { g, name: given }: AlsoDrawn,
  place: number,
  curve: PreparedCurve,
  exclusions: readonly number[] | undefined,
): BesideCurve {
  const value = guarded(g);
  const name = shownName(given);
  const role = roles[place % roles.length] ?? 'true-derivative';
  const sampledIn = curveIn(value, curve.domain, curve.window, exclusions === undefined ? {} : { exclusions });
  const sampled = new WeakMap<Window, readonly (readonly Point[])[]>();
  const piecesIn = (window: Window): readonly (readonly Point[])[] => {
    let pieces = sampled.get(window);
    if (pieces === undefined) sampled.set(window, (pieces = sampledIn(window).pieces));
    return pieces;
  };
  return {
    marks(window) {
      const pieces = piecesIn(window);
      const seen = pieces.flat().filter(([, y]) => y >= window.y[0] && y <= window.y[1]);
      const ends = [0.96, 0.04, 0.8, 0.2].flatMap((share) => {
        const point = seen[Math.floor(share * (seen.length - 1))];
        return point === undefined ? [] : [point];
      });
      const [first, ...rest] = ends;
      const line: Mark = { kind: 'path', key: `beside-${place}`, role, pieces };
      if (first === undefined) return [line];
      return [
        line,
        {
          kind: 'text',
          key: `beside-${place}-word`,
          role,
          at: first,
          orAt: rest,
          runs: [plain(name)],
          anchor: 'end',
          offset: [-6, -12],
        },
      ];
    },
    readOut: (w) => ({ ...readEqual(`beside-${place}`, [plain(name)], value(w), curve.window.y), role }),
    sentence(w) {
      const there = value(w);
      return Number.isFinite(there)
        ? `There ${name} is ${said(there, curve.window.y)}.`
        : `There ${name} has no value.`;
    },
  };
}
