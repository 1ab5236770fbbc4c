/**
 * The place where the traced road is put, by which functions that the compiler refuses are run as they are. It is a
 * large part of Secant's weight, and formulas and texts never take it; so nobody here imports it:
 * `src/calculus/reader/traced.ts` brings it in, and hands it over when it is loaded.
 */
import type { Program, RoadWanted } from './compile.ts';
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

/** The traced road. */
export interface Tracing {
  isTracing(): boolean;
  isNumber(value: unknown): boolean;
  /** @throws SecantError S101 inside a traced run, for operators that are not taken there */
  refuseInside(caller: string): void;
  /** A gradient asked for inside a traced run: the numbers of arguments and result may depend on its input. */
  gradientInside(
    program: Program,
    args: readonly unknown[],
    wanted: readonly number[],
  ): { readonly value: unknown; readonly grads: readonly unknown[] };
  /** The same for a derivative of some order of a function of one number. */
  derivativeInside(program: Program, inputs: readonly unknown[], order: number): unknown;
  /** The program that `compile` makes, or where it refuses, and inside of a traced run, the traced one. */
  programFor(asked: Asked, args: readonly unknown[], compile: () => Program): Program;
}

let tracing: Tracing | undefined;

/** The traced road; undefined where it is not loaded. */
export function tracedRoad(): Tracing | undefined {
  return tracing;
}

/** Hands over the traced road; called once, by the module that brings it in. */
export function provideTracing(road: Tracing): void {
  tracing = road;
}

/** True while a traced function runs: what is asked of Secant then is part of it. */
export function isTracing(): boolean {
  return tracing?.isTracing() ?? false;
}

/** True for numbers, and for what stands for them in a traced run. */
export function isNumber(value: unknown): value is number {
  return typeof value === 'number' || (tracing?.isNumber(value) ?? false);
}
