/** Programs that carry Taylor coefficients along: higher orders. */
import { Builder } from '../compiler/rules/builder.ts';
import { taylorTransform as transform } from '../compiler/transform/taylor/taylor.ts';
import type { Transform } from './compile.ts';
import { padded } from './passes.ts';

/** Taylor coefficients up to an order. */
export function taylorTransform(active: readonly boolean[], order: number): Transform {
  return {
    key: `taylor ${active.join()} ${order}`,
    apply: (fn) => transform(fn, padded(active, fn), order),
    traced: { mode: 'taylor', order },
  };
}

/** Taylor coefficients of a one-number function up to an order, along the straight path: beside the arguments nothing is given. */
export function coefficientsTransform(order: number): Transform {
  return {
    key: `coefficients ${order}`,
    apply: (fn) => transform(fn, padded([true], fn), order, straight(1, order)),
    traced: { mode: 'taylor', order },
  };
}

/**
 * One derivative of a one-number function, of a high order. Beyond 170! is no double, and 1/171! is none either, so
 * the path is stretched: with w + h·t the coefficients are cₖ·hᵏ, and with h near the n-th root of n! the last of them
 * is near the derivative itself. h is a power of 2, which changes no digit.
 */
export function highDerivativeTransform(order: number): Transform {
  return {
    key: `derivative of order ${order}`,
    single: true,
    apply: (fn) => {
      const { stretch, scale } = stretchFor(order);
      const carried = transform(fn, padded([true], fn), order, straight(stretch, order));
      const builder = new Builder(carried.body);
      const coefficient = carried.body.yields.at(-1)!;
      carried.body.yields = [builder.apply('mul', coefficient, builder.constant(scale))];
      return carried;
    },
    traced: { mode: 'slope', order },
  };
}

/** A power of 2 near the n-th root of n!, and n!/hⁿ, rounded once. */
function stretchFor(order: number): { readonly stretch: number; readonly scale: number } {
  let factorial = 1n;
  for (let k = 2n; k <= order; k++) factorial *= k;
  const exponent = Math.round((factorial.toString(2).length - 1) / order);
  const digits = 128;
  const quotient = (factorial << BigInt(digits)) >> BigInt(exponent * order);
  return { stretch: 2 ** exponent, scale: Number(quotient) / 2 ** digits };
}

function straight(slope: number, order: number): number[] {
  return Array.from({ length: order }, (_, k) => (k === 0 ? slope : 0));
}
