/** Programs that carry Taylor coefficients along: higher orders. */
import { taylorTransform as transform } from '../compiler/transform/taylor/taylor.ts';
import type { Transform } from './compile.ts';
import { padded } from './reader.ts';
import { tracedTaylor } from './traced.ts';

/** Taylor coefficients up to an order. */
export function taylorTransform(active: readonly boolean[], order: number): Transform {
  return {
    key: `taylor ${active.join()} ${order}`,
    apply: (fn) => transform(fn, padded(active, fn), order),
    traced: tracedTaylor(order),
  };
}
