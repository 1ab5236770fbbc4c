/** Exports of every form; this module imports Secant, so what it exports carries what it captures. */
import { derivative } from 'secant';

const height = 3;

// oxlint-disable-next-line import/no-mutable-exports -- a binding that changes is what this is for
export let scale = 2;

export function setScale(value: number): void {
  scale = value;
}

export function curve(w: number): number {
  return helper(w) + slopeOf(w);
}

const helper = (w: number): number => height * w ** 2;

/** A derivative that is captured: 2 · height · w. */
const slopeOf = derivative(helper);

export const lineThroughOrigin =
  (slope: number) =>
  (w: number): number =>
    slope * w;

export { parabola };

const parabola = function parabola(w: number): number {
  return height * w * w;
};
