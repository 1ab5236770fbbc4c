/** Products of germs: whole powers of t are multiplied by another road than all others, to the same bits. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { series, SeriesArithmetic, type Series, type Size } from './germ-series.ts';

const coefficient = fc.record({
  c: fc.oneof(fc.double({ noNaN: true, min: -1e3, max: 1e3 }), fc.constantFrom(0, 1, -1, 1e200)),
  err: fc.constantFrom(0, 1e-17, 1e-9),
});
const coefficients = fc.array(coefficient, { minLength: 0, maxLength: 9 });
const cut = fc.option(fc.tuple(fc.integer({ min: -2, max: 9 }), fc.constantFrom(0, 1, -1)), { nil: undefined });

function germ(
  terms: readonly { c: number; err: number }[],
  first: number,
  rest: readonly [number, number] | undefined,
): Series {
  const remainder: Size | undefined = rest && { e: first + terms.length + Math.max(0, rest[0]), m: rest[1] };
  return series(terms.map((ball, k) => ({ e: first + k, m: 0, ...ball })), { remainder }); // prettier-ignore
}

/** The germ times tᵉ, exactly. */
function shifted(a: Series, e: number): Series {
  const move = <S extends Size>(size: S): S => ({ ...size, e: size.e + e });
  return { ...a, terms: a.terms.map(move), remainder: a.remainder && move(a.remainder) };
}

test('products of whole powers are those of halves, bit for bit', () => {
  fc.assert(
    fc.property(coefficients, coefficients, fc.integer({ min: -3, max: 3 }), cut, cut, fc.constantFrom(4, 8, 32), (a, b, first, restA, restB, limit) => {
      const [x, y] = [germ(a, first, restA), germ(b, 0, restB)];
      const arithmetic = new SeriesArithmetic(limit);
      const whole = arithmetic.mul(x, y);
      const halves = arithmetic.mul(shifted(x, 0.5), shifted(y, 1));
      expect(shifted(whole, 1.5).terms).toEqual(halves.terms);
      expect(whole.remainder && { ...whole.remainder, e: whole.remainder.e + 1.5 }).toEqual(halves.remainder);
    }),
    { seed: 11, numRuns: 2000 },
  ); // prettier-ignore
});
