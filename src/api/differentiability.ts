/** Whether a function has a derivative at a point, and why: from its source, or from its secants. */
import { germVerdict } from '../interpret/germ.ts';
import { SecantError } from '../base/diagnostics.ts';
import { blackBoxDifferentiability, secantTable } from '../numeric/index.ts';
import { type Programs, programsOf, transforms } from './compile.ts';
import { type Captured, hasSource } from './functions.ts';
import { checkNumber, checkOptions } from './options.ts';
import type { Differentiability, ScalarFunction } from './types.ts';

export interface DifferentiabilityOptions {
  /** Judge by calling the function only, although its source could be read. */
  readonly blackBox?: boolean;
  readonly scope?: Captured;
}

/**
 * The verdict on a function at a point: differentiable, corner, cusp, vertical tangent, jump, oscillating, or
 * outside the domain, with both one-sided slopes, the table of secant slopes, and a reason in one sentence.
 * With the function's source the verdict is exact; for a black box it rests on secants, and `exact` is false.
 *
 * @example
 * ```ts
 * differentiability((w: number) => Math.max(0, w), 0).verdict // → 'corner'
 * ```
 */
export function differentiability(
  g: ScalarFunction,
  w: number,
  options: DifferentiabilityOptions = {},
): Differentiability {
  checkOptions(options, ['blackBox', 'scope'], 'differentiability');
  checkNumber(w, 'differentiability');
  if (typeof g !== 'function') programsOf(g, undefined, 'what differentiability was given');
  if (options.blackBox || !hasSource(g)) return blackBoxDifferentiability(g, w);
  let programs: Programs;
  try {
    programs = programsOf(g, options.scope);
    const program = programs.for([w]);
    programs.requireNumber(program);
    const { verdict, ...rest } = germVerdict(program.closed(), w);
    const run = (at: number): number =>
      program.get(transforms.value).run([...program.safe([at]), ...program.captured()])[0] as number;
    if (verdict !== 'unknown') return { verdict, ...rest, secants: secantTable(run, w) };
    return blackBoxDifferentiability(run, w);
  } catch (error) {
    // A name that the function captures hides part of its source: it can still be called.
    if (error instanceof SecantError && error.code === 'S102') return blackBoxDifferentiability(g, w);
    throw error;
  }
}
