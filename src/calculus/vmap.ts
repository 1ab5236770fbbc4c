/** A function at many points: one compiled loop, the function inside it. */
import { SecantError } from '../base/diagnostics.ts';
import { type FunctionIr, newValue, numberType } from '../compiler/ir/ir.ts';
import { Builder, emptyBlock } from '../compiler/rules/builder.ts';
import { programsOf, type RoadWanted, type Transform } from './compile.ts';
import type { Captured } from './functions.ts';
import { checkOptions } from './options.ts';
import { refuseInside, tracedPoints } from './traced.ts';
import type { ScalarFunction } from './types.ts';

/** `(points, out?) => out`. */
export type Mapped = (points: Float64Array, out?: Float64Array) => Float64Array;

/**
 * A one-number function, or a derivative of one, at every point of an array.
 *
 * @param fn - a plain function, or what `derivative` returned
 * @returns a function of the points; it writes into `out` if given, which may be the points themselves
 *
 * @example
 * ```ts
 * vmap(derivative((w: number) => w ** 3))(Float64Array.of(1, 2)) // → Float64Array.of(3, 12)
 * ```
 */
export function vmap(
  fn: ScalarFunction,
  options: { readonly scope?: Captured; readonly road?: RoadWanted } = {},
): Mapped {
  checkOptions(options, ['scope', 'road'], 'vmap');
  const programs = programsOf(fn, options.scope, 'what vmap was given', options.road);
  refuseInside('vmap');
  return (points, out = new Float64Array(points.length)) => {
    if (!(points instanceof Float64Array) || !(out instanceof Float64Array)) {
      throw new SecantError('S201', 'vmap works on Float64Arrays', { hint: 'pass Float64Array.from(points)' });
    }
    if (out.length < points.length) {
      throw new SecantError('S201', `out has room for ${out.length} of ${points.length} results`, {
        hint: 'pass an array at least as long as the points',
      });
    }
    const program = programs.for([0]);
    programs.requireNumber(program);
    program.get(overPoints).run([points, out, ...program.captured()]);
    return out;
  };
}

/** for (k …) out[k] = fn(points[k]) */
const overPoints: Transform = {
  key: 'over points',
  traced: tracedPoints,
  apply(fn): FunctionIr {
    const array = { kind: 'array', element: numberType, storage: 'Float64Array' } as const;
    const points = newValue(array, 'points');
    const out = newValue(array, 'out');
    const captured = fn.parameters.slice(1).map((parameter) => newValue(parameter.type, parameter.name));
    const body = emptyBlock();
    const builder = new Builder(body);
    builder.count(
      builder.length(points),
      [],
      (index) => {
        const result = newValue(numberType);
        builder.emit({ kind: 'call', target: fn, args: [builder.load(points, index), ...captured], results: [result] });
        builder.emit({ kind: 'store', array: out, index, value: result });
        return [];
      },
      'k',
    );
    return { name: `${fn.name}_at_points`, parameters: [points, out, ...captured], body };
  },
};
