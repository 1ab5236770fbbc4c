/**
 * What is asked of the traced road, by which functions that the compiler refuses are run as they are. The road itself is
 * `parts/traced.ts`; formulas and texts never take it.
 */
import { partIfLoaded } from './loaded-parts.ts';
import type { RoadWanted } from './compile.ts';
import type { AnyFunction, Captured } from './functions.ts';

/** What a transform is on the traced road: a run with the inputs and results of the transformed program. */
export type TracedForm =
  /** The function's own value. */
  | { readonly mode: 'value' }
  /** Taylor coefficients of a function of one number: inputs w, 1, 0 …; results c₀, c₁ … */
  | { readonly mode: 'taylor'; readonly order: number }
  /** The derivative of some order of a function of one number, alone. */
  | { readonly mode: 'slope'; readonly order: number }
  /** The run that writes the trail of its ties: arguments, the trail, then `order` coefficients of each that moves. */
  | { readonly mode: 'recording'; readonly active: readonly boolean[]; readonly order: number }
  /** Forward mode: arguments, then tangents of the active ones, `width` of each. */
  | { readonly mode: 'forward'; readonly active: readonly boolean[]; readonly width: number }
  /** Reverse mode: arguments, a cotangent if it is not 1, a shadow for each active argument that is no number. */
  | {
      readonly mode: 'reverse';
      readonly active: readonly boolean[];
      readonly withValue: boolean;
      readonly withCotangent: boolean;
    }
  /** Forward over reverse, for second derivatives: see `forwardOverReverseTransform` for the order of inputs. */
  | { readonly mode: 'forwardOverReverse'; readonly active: readonly boolean[]; readonly width: number };

/** A function, and how it is to be run. */
export interface Asked {
  readonly fn: AnyFunction;
  readonly scope: Captured | undefined;
  readonly road: RoadWanted | undefined;
  readonly steps: number | undefined;
}

/** True while a traced function runs: what is asked of Secant then is part of it. */
export function isTracing(): boolean {
  return partIfLoaded('tracing')?.isTracing() ?? false;
}

/** True for numbers, and for what stands for them in a traced run. */
export function isNumber(value: unknown): value is number {
  return typeof value === 'number' || (partIfLoaded('tracing')?.isNumber(value) ?? false);
}
