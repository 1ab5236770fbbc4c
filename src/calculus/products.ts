/** Products with the Jacobian, without forming it: forward (`jvp`) and reverse (`vjp`). */
import { SecantError } from '../base/diagnostics.ts';
import { copyOf, noteOf, type RoadWanted } from './compile.ts';
import { programsOf } from './programs.ts';
import { forwardTransform } from './forward-transforms.ts';
import { partIfLoaded } from './loaded-parts.ts';
import { reverseTransform } from './reverse-transforms.ts';
import { type Captured, rememberDescription } from './functions.ts';
import { ask } from './ask.ts';
import { checkAtKink, checkOptions, checkSteps } from './options.ts';
import { describeShape, leavesOf, mapLeaves, misfitOf, sameShape, shadowOf, type Tree, zerosOf } from './trees.ts';
import type { AtKink } from './types.ts';

/** Options of `jvp` and `vjp`. */
export interface ProductOptions {
  readonly scope?: Captured;
  /** What to answer where the two sides differ. */
  readonly atKink?: AtKink;
  /** How many steps a call of the function may take; without it a function of the program has no limit. */
  readonly steps?: number;
  /** The road that must be taken; whichever leads there if not given. */
  readonly road?: RoadWanted;
}

/**
 * Forward product: the value of f, and its change along the tangents.
 *
 * @param primals - the arguments
 * @param tangents - one for each argument, of its shape
 * @returns [y, ẏ]
 *
 * @example
 * ```ts
 * jvp((a: number, b: number) => a * b, [2, 3], [1, 0]) // → [6, 3]
 * ```
 */
export function jvp<R>(
  f: (...args: never[]) => R,
  primals: readonly Tree[],
  tangents: readonly Tree[],
  options: ProductOptions = {},
): [R, R] {
  checkOptions(options, ['scope', 'atKink', 'steps', 'road'], 'jvp');
  partIfLoaded('tracing')?.refuseInside('jvp');
  const { atKink = 'midpoint' } = options;
  checkAtKink(atKink);
  checkSteps(options.steps, 'jvp');
  checkLists(primals, tangents);
  const programs = programsOf(f, options.scope, 'what jvp was given', options);
  const program = programs.for(primals);
  checkTangents(primals, tangents);
  const active = primals.map((primal) => typeof primal !== 'undefined');
  const moves = tangents.map((tangent) => leavesOf(tangent).some((x) => x !== 0));
  let value: unknown;
  let shape: Tree;
  let tied = false;
  const slopes = ask(
    {
      caller: 'jvp',
      program,
      args: primals,
      active: moves,
      order: 1,
      orderOf: undefined,
      axisOf: 'all',
      entries(makes, start, axis) {
        const made = makes.get(forwardTransform(active, 1, true));
        const along = axis === undefined ? tangents : onlyAlong(tangents, moves, axis);
        const results = made.run([
          ...start(),
          ...along.map((tangent, k) => (program.writes[k] ? copyOf(tangent) : tangent)),
        ]);
        if (shape === undefined) {
          [value, shape] = [results[0], results.length > 1 ? results[1] : 0];
          tied = noteOf(made) !== false;
        }
        return leavesOf(results.length > 1 ? results[1] : 0);
      },
    },
    atKink,
  );
  if (tied && program.derives) value = programs.valueAt(program, primals);
  /** A component that is not settled along the tangents, from its slopes along each axis. */
  const byAxes = (component: number): number => {
    const [, pull] = valueAndPullback<R>(f, primals, options);
    const cotangent = mapLeaves(shape, (_, k) => Number(k === component)) as R;
    const parts = leavesOf(pull(cotangent));
    return leavesOf(tangents).reduce((sum, x, k) => (x === 0 ? sum : sum + x * parts[k]!), 0);
  };
  return [value as R, mapLeaves(shape, (_, k) => (tied && Number.isNaN(slopes[k]) ? byAxes(k) : slopes[k]!)) as R];
}

/** Tangents with all components but one put to 0; the one is counted among the arguments that move. */
function onlyAlong(tangents: readonly Tree[], moves: readonly boolean[], axis: number): Tree[] {
  let next = 0;
  return tangents.map((tangent, k) => mapLeaves(tangent, (x) => (moves[k] && next++ === axis ? x : 0)));
}

function checkLists(primals: readonly Tree[], tangents: readonly Tree[]): void {
  if (!Array.isArray(primals) || !Array.isArray(tangents)) {
    throw new SecantError('S201', 'jvp takes an array of arguments and an array of tangents', {
      hint: 'write jvp(f, [x], [v])',
    });
  }
  if (primals.length !== tangents.length) {
    throw new SecantError('S201', `jvp got ${primals.length} arguments and ${tangents.length} tangents`, {
      hint: 'give one tangent for each argument',
    });
  }
}

function checkTangents(primals: readonly Tree[], tangents: readonly Tree[]): void {
  primals.forEach((primal, k) => {
    const misfit = misfitOf(primal, tangents[k]);
    if (misfit === undefined) return;
    const { path, of } = misfit;
    throw new SecantError(
      'S201',
      `tangent ${k + 1}${path} is ${describeShape(of[1])}, but argument ${k + 1}${path} is ${describeShape(of[0])}`,
      { hint: 'give tangents the shape of their arguments' },
    );
  });
}

/** What `vjp` gives: the value, and the pullback from a cotangent of it to one cotangent for each argument. */
export type ValueAndPullback<R> = [R, (cotangent: R, options?: { readonly atKink?: AtKink }) => Tree[]];

/**
 * Reverse product: the value of f, and a pullback from a cotangent of the result to one cotangent per argument.
 *
 * @example
 * ```ts
 * const [y, pullback] = vjp((a: number, b: number) => a * b, 2, 3)
 * pullback(1) // → [3, 2]
 * ```
 *
 * The pullback takes `{ atKink }` besides: what to answer where the two sides differ. Other options come first, since
 * everything behind f is an argument of it: `vjp.with({ scope, steps, road, atKink })(f, …)`.
 *
 * @example
 * ```ts
 * vjp.with({ steps: 1000 })((a: number, b: number) => a * b, 2, 3)[1](1) // → [3, 2]
 * ```
 */
export function vjp<R>(f: (...args: never[]) => R, ...primals: readonly Tree[]): ValueAndPullback<R> {
  return valueAndPullback(f, primals, {});
}

/** `vjp` with options. */
vjp.with = (
  options: ProductOptions,
): (<R>(f: (...args: never[]) => R, ...primals: readonly Tree[]) => ValueAndPullback<R>) => {
  checkOptions(options, ['scope', 'atKink', 'steps', 'road'], 'vjp.with');
  checkSteps(options.steps, 'vjp.with');
  checkAtKink(options.atKink ?? 'midpoint');
  return (f, ...primals) => valueAndPullback(f, primals, options);
};

function valueAndPullback<R>(
  f: (...args: never[]) => R,
  primals: readonly Tree[],
  { scope, steps, road, atKink: usual = 'midpoint' }: ProductOptions,
): ValueAndPullback<R> {
  partIfLoaded('tracing')?.refuseInside('vjp');
  const programs = programsOf(f, scope, 'what vjp was given', { steps, road });
  const program = programs.for(primals);
  const kept = program.safe(primals);
  const value = programs.valueAt(program, kept) as R;
  const pullback = (cotangent: R, options: { readonly atKink?: AtKink } = {}): Tree[] => {
    checkOptions(options, ['atKink'], 'a pullback');
    const { atKink = usual } = options;
    checkAtKink(atKink);
    if (!sameShape(value, cotangent)) {
      throw new SecantError(
        'S201',
        `the cotangent is ${describeShape(cotangent)}, but the result is ${describeShape(value)}`,
        { hint: 'give the cotangent the shape of the result' },
      );
    }
    const active = primals.map(() => true);
    const shapes: Tree[] = primals.map((primal) => (typeof primal === 'number' ? 0 : zerosOf(primal)));
    // Of one number it is the gradient, times the cotangent.
    const one = typeof value === 'number';
    const times = one ? (cotangent as number) : 1;
    const entries = ask(
      {
        caller: 'vjp',
        program,
        args: primals,
        active,
        order: 1,
        orderOf: one ? () => 1 : undefined,
        axisOf: (k) => k,
        entries(makes, start) {
          const shadows = primals.map((primal) => (typeof primal === 'number' ? undefined : shadowOf(primal)));
          const made = makes.get(reverseTransform(active, true));
          const results = made.run([
            ...start(),
            // The pullback gathers in the cotangent of an array as it goes.
            one ? 1 : copyOf(cotangent),
            ...shadows.flatMap((shadow) => (shadow === undefined ? [] : [shadow.tree])),
          ]);
          let next = 1;
          const entries = primals.flatMap((primal, k) =>
            typeof primal === 'number' ? [results[next++] as number] : leavesOf(shadows[k]!.read()),
          );
          const weights = leavesOf(cotangent);
          const isMissing = !one && leavesOf(value).some((y, k) => Number.isNaN(y) && weights[k] !== 0);
          return noteOf(made) === 'missed' && isMissing ? entries.map(() => NaN) : entries;
        },
      },
      atKink,
    );
    let next = 0;
    return shapes.map((shape) => mapLeaves(shape, () => scaled(entries[next++]!, times)));
  };
  rememberDescription(pullback, {
    kind: 'opaque',
    what: 'a pullback at a point that is already fixed',
  });
  return [value, pullback];
}

/** A slope times a cotangent: nothing of an infinite slope is nothing. */
function scaled(slope: number, times: number): number {
  return times === 0 && !Number.isNaN(slope) ? 0 : slope * times;
}

// Captured under whatever name, they are the operators themselves.
rememberDescription(jvp, { kind: 'native', name: 'secant.jvp' });
rememberDescription(vjp, { kind: 'native', name: 'secant.vjp' });
