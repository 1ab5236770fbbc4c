/** Whether a function has a derivative at a point, and why: from its source, or from its secants. */
import { SecantError, internalError } from '../base/diagnostics.ts';
import { shownAs } from '../base/shown.ts';
import type { Program as GermProgram } from '../compiler/interpret/germ.ts';
import { newValue, numberType } from '../compiler/ir/ir.ts';
import { copyBlock } from '../compiler/ir/visit.ts';
import { Builder } from '../compiler/rules/builder.ts';
import { branchOf, endlessOr, noteOf } from './compile.ts';
import { programsOf } from './programs.ts';
import { type Captured, hasSource } from './functions.ts';
import { slopeTransform } from './forward-transforms.ts';
import { nearestKink } from './kinks/between-doubles.ts';
import { part } from './loaded-parts.ts';
import { checkNumber, checkOptions, checkSteps } from './options.ts';
import type { Differentiability, ScalarFunction, VectorFunction } from './types.ts';

/** A verdict by secants takes hundreds of calls of the function; they may take the steps of so many of the longest. */
const callsOfVerdict = 20;

/** Options of `differentiability`. */
export interface DifferentiabilityOptions {
  /** Judge by calling the function only, although its source could be read. */
  readonly blackBox?: boolean;
  readonly scope?: Captured;
  /** How many steps a call of the function may take; without it a function of the program has no limit. */
  readonly steps?: number;
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
  return shownAs('verdict', verdictOn(g, w, options));
}

function verdictOn(g: ScalarFunction, w: number, options: DifferentiabilityOptions): Differentiability {
  checkOptions(options, ['blackBox', 'scope', 'steps'], 'differentiability');
  checkSteps(options.steps, 'differentiability');
  checkNumber(w, 'differentiability');
  if (typeof g !== 'function') programsOf(g, undefined, 'what differentiability was given');
  if (options.blackBox || !hasSource(g)) return part('kinkAnalysis').blackBoxDifferentiability(g, w);
  const programs = programsOf(g, options.scope, undefined, options);
  const judged = programs.limited(decide, callsOfVerdict);
  return judged(
    g,
    () => {
      const program = programs.for([w]);
      programs.requireNumber(program);
      const slope = program.get(slopeTransform);
      const slopeOf = (at: number): number => slope.raw(...program.safe([at]), ...program.captured()) as number;
      slope.kink.hit = false;
      slopeOf(w);
      const tie = noteOf(slope) === true;
      // In a traced run, germs know of a function with a given derivative no more than that; and where a derivative inside
      // ties, they know the branch that is taken.
      const known = program.road.name === 'compiled' || !program.hasRules;
      const isOpen = known && (!program.derives || Object.is(branchOf(program, [w]), programs.valueAt(program, [w])));
      const run = (at: number): number => programs.valueAt(program, [at]) as number;
      return { fn: isOpen ? program.closed() : undefined, run, slope: slopeOf, tie };
    },
    w,
  );
}

/**
 * The verdict on a function of several numbers along a straight line: on t ↦ f(point + t·direction) at t = 0. What
 * figures of surfaces ask, without a function in JavaScript around the one they draw.
 */
export function differentiabilityAlong(
  f: VectorFunction,
  point: readonly number[],
  direction: readonly number[],
): Differentiability {
  const at = (t: number): number[] => point.map((w, k) => w + t * (direction[k] ?? 0));
  const along = (t: number): number => f(at(t));
  if (!hasSource(f)) return part('kinkAnalysis').blackBoxDifferentiability(along, 0);
  const programs = programsOf(f);
  const judged = programs.limited(decide, callsOfVerdict);
  return judged(
    along,
    () => {
      const program = programs.for([at(0)]);
      programs.requireNumber(program);
      return {
        fn: onLine(program.closed(), point, direction),
        run: (t) => programs.valueAt(program, [at(t)]) as number,
      };
    },
    0,
  );
}

/** The program of t ↦ f(point + t·direction), from that of f. */
function onLine(f: GermProgram, point: readonly number[], direction: readonly number[]): GermProgram {
  if ('runOn' in f) return f.onLine(point, direction);
  const builder = new Builder();
  const t = newValue(numberType, 't');
  const elements = point.map((w, k) =>
    builder.apply('add', builder.constant(w), builder.apply('mul', t, builder.constant(direction[k] ?? 0))),
  );
  const [argument] = f.parameters;
  if (argument === undefined) return internalError('a function of a point without a parameter', f.name);
  const result = newValue(argument.type, argument.name);
  builder.emit({ kind: 'list', result, elements });
  const { instructions, yields } = copyBlock(f.body, new Map([[argument, result]]));
  const body = { instructions: [...builder.block.instructions, ...instructions], yields };
  return { name: f.name, parameters: [t], body };
}

/** The verdict on a program, or on the function by its values where the program leaves it open. */
function decide(
  g: ScalarFunction,
  prepare: () => {
    readonly fn: GermProgram | undefined;
    readonly run: ScalarFunction;
    readonly slope?: ScalarFunction;
    readonly tie?: boolean;
  },
  w: number,
): Differentiability {
  try {
    const { fn, run, slope, tie } = prepare();
    const { germVerdict, secantTable, blackBoxDifferentiability } = part('kinkAnalysis');
    if (fn === undefined) return blackBoxDifferentiability(run, w);
    const { verdict, ...rest } = germVerdict(fn, w);
    if (verdict === 'unknown') return blackBoxDifferentiability(run, w);
    const found = { verdict, ...rest, secants: secantTable(run, w) };
    if (slope === undefined) return found;
    return nearestKink(found, run, slope, w, tie === true);
  } catch (error) {
    // A name that the function captures hides part of its source: it can still be called.
    if (error instanceof SecantError && error.code === 'S102')
      return part('kinkAnalysis').blackBoxDifferentiability(g, w);
    throw endlessOr(error);
  }
}
