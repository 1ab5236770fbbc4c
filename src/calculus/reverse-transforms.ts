/** Programs that run backwards: reverse mode, and Hessians by forward over reverse. */
import { forward } from '../compiler/transform/forward/forward.ts';
import { constantValue, isReference } from '../compiler/ir/ir.ts';
import { reverse } from '../compiler/transform/reverse/reverse.ts';
import type { Transform } from './compile.ts';
import { optimize, padded } from './passes.ts';

/** Reverse mode with a cotangent for each result. */
export function reverseTransform(active: readonly boolean[], ties: boolean): Transform {
  return {
    key: `reverse ${active.join()} ${ties}`,
    apply: (fn) => reverse(fn, padded(active, fn), { ties }),
    traced: { mode: 'reverse', active, withValue: true, withCotangent: true },
  };
}

/** Reverse mode of a function that gives one number: the cotangent is 1. */
export function gradientTransform(active: readonly boolean[], ties: boolean): Transform {
  return {
    key: `gradient ${active.join()} ${ties}`,
    apply: (fn) => reverse(fn, padded(active, fn), { ties, seed: 1 }),
    traced: { mode: 'reverse', active, withValue: true, withCotangent: false },
  };
}

/** Reverse mode without the value: what only computes it goes. */
export function gradientOnlyTransform(active: readonly boolean[], ties: boolean): Transform {
  return {
    key: `gradient only ${active.join()} ${ties}`,
    apply: (fn) => {
      const both = reverse(fn, padded(active, fn), { ties, seed: 1 });
      both.body.yields = both.body.yields.slice(fn.body.yields.length);
      return both;
    },
    traced: { mode: 'reverse', active, withValue: false, withCotangent: false },
  };
}

/** Reverse mode for a gradient that is written into an array: what is returned is the value, or 0 where it is not wanted. */
export function gradientIntoTransform(active: readonly boolean[], valueToo: boolean): Transform {
  return {
    key: `gradient into ${active.join()} ${valueToo}`,
    single: true,
    apply: (fn) => {
      const both = reverse(fn, padded(active, fn), { ties: true, seed: 1 });
      if (!valueToo) both.body.yields = [constantValue(0)];
      return both;
    },
    traced: { mode: 'reverse', active, withValue: true, withCotangent: false },
  };
}

/** Forward over reverse: Hessian times a vector. */
export function forwardOverReverseTransform(active: readonly boolean[], width: number): Transform {
  return {
    key: `forward over reverse ${active.join()} ${width}`,
    apply: (fn) => {
      const flags = padded(active, fn);
      const inner = optimize(reverse(fn, flags, { ties: true }));
      // Parameters of the reverse function: primals, a cotangent per result, a shadow per active reference.
      const moving = inner.parameters.map((parameter, k) =>
        k < flags.length ? flags[k]! : isReference(parameter.type),
      );
      return forward(inner, moving, { width });
    },
    traced: { mode: 'forwardOverReverse', active, width },
  };
}
