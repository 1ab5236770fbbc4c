/** Products with the Jacobian, without forming it: forward (`jvp`) and reverse (`vjp`). */
import { SecantError } from '../base/diagnostics.ts';
import { copyOf, programsOf, type RoadWanted, valueTransform } from './compile.ts';
import { forwardTransform } from './forward-transforms.ts';
import { reverseTransform } from './reverse-transforms.ts';
import type { Captured } from './functions.ts';
import { checkOptions } from './options.ts';
import { refuseInside } from './traced.ts';
import { describeShape, sameShape, shadowOf, type Tree } from './trees.ts';

export interface ProductOptions {
  readonly scope?: Captured;
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
  checkOptions(options, ['scope', 'road'], 'jvp');
  refuseInside('jvp');
  checkTangents(primals, tangents);
  const programs = programsOf(f, options.scope, 'what jvp was given', options.road);
  const program = programs.for(primals);
  const active = primals.map((primal) => typeof primal !== 'undefined');
  const made = program.get(forwardTransform(active, 1, false));
  const moving = tangents.map((tangent, k) => (program.writes[k] ? copyOf(tangent) : tangent));
  const results = made.run([...program.safe(primals), ...program.captured(), ...moving]);
  return [results[0] as R, (results.length > 1 ? results[1] : 0) as R];
}

function checkTangents(primals: readonly Tree[], tangents: readonly Tree[]): void {
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
  primals.forEach((primal, k) => {
    if (!sameShape(primal, tangents[k])) {
      throw new SecantError(
        'S201',
        `tangent ${k + 1} is ${describeShape(tangents[k])}, but argument ${k + 1} is ${describeShape(primal)}`,
        { hint: 'give tangents the shape of their arguments' },
      );
    }
  });
}

/**
 * Reverse product: the value of f, and a pullback from a cotangent of the result to one cotangent per argument.
 *
 * @example
 * ```ts
 * const [y, pullback] = vjp((a: number, b: number) => a * b, 2, 3)
 * pullback(1) // → [3, 2]
 * ```
 */
export function vjp<R>(f: (...args: never[]) => R, ...primals: readonly Tree[]): [R, (cotangent: R) => Tree[]] {
  refuseInside('vjp');
  const programs = programsOf(f, undefined, 'what vjp was given');
  const program = programs.for(primals);
  const kept = program.safe(primals);
  const value = program.get(valueTransform).run([...kept, ...program.captured()])[0] as R;
  const pullback = (cotangent: R): Tree[] => {
    if (!sameShape(value, cotangent)) {
      throw new SecantError(
        'S201',
        `the cotangent is ${describeShape(cotangent)}, but the result is ${describeShape(value)}`,
        { hint: 'give the cotangent the shape of the result' },
      );
    }
    const made = program.get(
      reverseTransform(
        primals.map(() => true),
        false,
      ),
    );
    const shadows = primals.map((primal) => (typeof primal === 'number' ? undefined : shadowOf(primal)));
    const results = made.run([
      ...program.safe(primals),
      ...program.captured(),
      // The pullback gathers in the cotangent of an array as it goes.
      copyOf(cotangent),
      ...shadows.flatMap((shadow) => (shadow === undefined ? [] : [shadow.tree])),
    ]);
    let next = 1;
    return primals.map((primal, k) => (typeof primal === 'number' ? results[next++] : shadows[k]?.read()));
  };
  return [value, pullback];
}
