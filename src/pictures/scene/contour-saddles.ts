/**
 * Where two contours of one level cross: at a saddle of exactly that height. Marching squares rounds the corner there by a
 * cell, so the saddle is found and both lines are led through it. In: a cell by its sides and the values at its corners. Out:
 * the saddle, if it has the level.
 */
import type { HeightFunction } from './robust-extent.ts';
import type { Point } from './scene.ts';

/** How near to the level a saddle must be, in units of what the corners differ from it. */
const nearEnough = 1e-4;

/**
 * The saddle inside a cell with a level.
 *
 * @param corners values below left, below right, above right, above left
 */
export function saddleWithLevel(
  f: HeightFunction,
  [x0, x1]: readonly [number, number],
  [y0, y1]: readonly [number, number],
  [a, b, c, d]: readonly [number, number, number, number],
  level: number,
): Point | undefined {
  // The saddle of a + (b − a)s + (d − a)t + (a − b + c − d)st is the start of a search by Newton's rule.
  const twist = a - b + c - d;
  let [s, t] = [(a - d) / twist, (a - b) / twist];
  const at = (u: number, v: number): number => f(x0 + u * (x1 - x0), y0 + v * (y1 - y0));
  const h = 0.05;
  for (let step = 0; step < 4; step++) {
    const here = at(s, t);
    const [right, left, up, down] = [at(s + h, t), at(s - h, t), at(s, t + h), at(s, t - h)];
    const mixed = (at(s + h, t + h) - at(s + h, t - h) - at(s - h, t + h) + at(s - h, t - h)) / (4 * h * h);
    const [fs, ft] = [(right - left) / (2 * h), (up - down) / (2 * h)];
    const [fss, ftt] = [(right - 2 * here + left) / (h * h), (up - 2 * here + down) / (h * h)];
    const determinant = fss * ftt - mixed * mixed;
    if (!(determinant < 0)) return undefined;
    [s, t] = [s - (ftt * fs - mixed * ft) / determinant, t - (fss * ft - mixed * fs) / determinant];
    if (!(s > -0.01 && s < 1.01 && t > -0.01 && t < 1.01)) return undefined;
  }
  const size = Math.max(...[a, b, c, d].map((value) => Math.abs(value - level)));
  return Math.abs(at(s, t) - level) <= nearEnough * size ? [x0 + s * (x1 - x0), y0 + t * (y1 - y0)] : undefined;
}
