/** Programs that carry tangents along: forward mode. */
import type { FunctionIr } from '../compiler/ir/ir.ts';
import type { Transform } from './compile.ts';
import { forward, optimize, padded } from './passes.ts';

/** Forward mode with `width` tangents. */
export function forwardTransform(active: readonly boolean[], width: number, ties: boolean): Transform {
  return {
    key: `forward ${active.join()} ${width} ${ties}`,
    apply: (fn) => forward(fn, padded(active, fn), { width, ties }),
    traced: { mode: 'forward', active, width },
  };
}

/** The slope of a one-number function alone. */
export const slopeTransform: Transform = {
  key: 'slope',
  single: true,
  apply: (fn: FunctionIr) => {
    const both = forward(fn, padded([true], fn), { ties: true, seed: 1 });
    both.body.yields = both.body.yields.slice(fn.body.yields.length);
    return both;
  },
  traced: { mode: 'slope', order: 1 },
};

/** A higher derivative of a one-number function by differentiating again and again: where there are given rules. */
export function nestedSlopeTransform(order: number): Transform {
  return {
    key: `nested slope ${order}`,
    single: true,
    apply: (fn) => {
      let result = fn;
      for (let k = 0; k < order; k++) {
        const both = forward(result, padded([true], result), { ties: true, seed: 1 });
        both.body.yields = both.body.yields.slice(1);
        result = optimize(both);
      }
      return result;
    },
    traced: { mode: 'slope', order },
  };
}
