/**
 * Arguments at which a function may have no value: where it divides by 0, or takes the logarithm of 0. In: a function and a
 * domain. Out: such places in the domain and beside it, since what is lost to rounding near a place may be all that is seen.
 */
import { inParts, NotYet } from '../../base/parts.ts';
import { divisorsOf } from '../../calculus/divisors.ts';
import type { ScalarFunction } from '../../calculus/types.ts';
import { zerosOf, type Zero } from '../scene/zeros.ts';

const cells = 960;
const most = 24;
const mostFound = 120;

/** Places where a function may have no value, in order. */
export function placesWithoutValue(g: ScalarFunction, [from, to]: readonly [number, number]): readonly Zero[] {
  const span = to - from;
  let divisors: (w: number) => readonly number[];
  try {
    divisors = inParts(g, 'divisors', divisorsOf(g));
    if (divisors(from).length === 0) return [];
  } catch (error) {
    if (error instanceof NotYet) throw error;
    // A function whose program cannot be had is judged by its values alone.
    return [];
  }
  const safely = (w: number): readonly number[] => {
    try {
      return divisors(w);
    } catch (error) {
      if (error instanceof NotYet) throw error;
      return [];
    }
  };
  const at = new Set<number>([0]);
  for (let cell = 0; cell <= cells; cell++) at.add(from - span + (3 * span * cell) / cells);
  const found = zerosOf(
    safely,
    [...at].sort((a, b) => a - b),
    mostFound,
  );
  const off = ({ w }: Zero): number => Math.abs(w - (from + to) / 2);
  return found.sort((a, b) => off(a) - off(b)).slice(0, most).sort((a, b) => a.w - b.w); // prettier-ignore
}
