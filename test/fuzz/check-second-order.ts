/**
 * Second derivatives of a program in every nesting there is: forward over reverse (Hessian times vector), forward
 * over forward, and reverse over reverse, the program then calling `grad` inside. In: the text, a point, a
 * direction. Out: a finding as for first derivatives.
 */
import { copyOf } from '../../src/calculus/compile.ts';
import { programsOf } from '../../src/calculus/programs.ts';
import { fromSource } from '../../src/index.ts';
import { countLeaves, leavesOf, mapLeaves, zerosOf } from '../../src/calculus/trees.ts';
import { forward } from '../../src/compiler/transform/forward/forward.ts';
import { interpret } from '../../src/compiler/interpret/interpret.ts';
import { type FunctionIr, isReference } from '../../src/compiler/ir/ir.ts';
import { expandDerives } from '../../src/calculus/parts/inner-derivatives.ts';
import { optimize } from '../../src/compiler/optimize/index.ts';
import { reverse } from '../../src/compiler/transform/reverse/reverse.ts';
import { type Finding, gradientOf, slopeOf } from './check-program.ts';

/** The IR of a text for arguments of the kinds of `point`. */
export function lowered(source: string, point: readonly unknown[]): FunctionIr {
  const program = programsOf(fromSource<(...args: never[]) => unknown>(source)).compiledFor(point);
  return optimize(expandDerives(program.lowered.fn));
}

/** Numbers in the shape of the point, taken in turn from a list. */
export function shapedLike(point: readonly unknown[], numbers: readonly number[]): unknown[] {
  let k = 0;
  return point.map((part) => mapLeaves(part, () => numbers[k++ % numbers.length]!));
}

/** H·v, all its numbers in order: forward over reverse. */
export function hessianTimes(fn: FunctionIr, point: readonly unknown[], v: readonly unknown[]): number[] {
  const count = point.length;
  const bar = optimize(reverse(fn, fn.parameters.map(() => true), { seed: 1 })); // prettier-ignore
  const moving = bar.parameters.map((parameter, k) => k < count || isReference(parameter.type));
  const both = forward(bar, moving);
  const shadows = point.filter((part) => typeof part !== 'number').map(zerosOf);
  const tangents = shadows.map(copyOf);
  const results = interpret(both, [...point.map(copyOf), ...shadows, ...v.map(copyOf), ...tangents]);
  // Yields: the value, the adjoints of number parameters, then the tangent of each.
  let next = bar.body.yields.length + 1;
  let shadow = 0;
  return point.flatMap((part) =>
    typeof part === 'number' ? [results[next++] as number] : leavesOf(tangents[shadow++]),
  );
}

/** uᵀ·H·v: forward over forward. */
function curvature(fn: FunctionIr, point: readonly unknown[], u: readonly unknown[], v: readonly unknown[]): number {
  const count = point.length;
  const dot = forward(fn, fn.parameters.map(() => true)); // prettier-ignore
  const twice = forward(dot, dot.parameters.map((_, k) => k < count)); // prettier-ignore
  const results = interpret(twice, [...point.map(copyOf), ...u.map(copyOf), ...v.map(copyOf)]);
  return results[3] as number;
}

/** The program with `grad` inside: the gradient by its first argument, weighted. */
export function gradientInside(source: string, point: readonly unknown[], weights: readonly number[]): string {
  const names = point.map((_, k) => `w${k}`);
  let k = 0;
  const sum = (tree: unknown, path: string): string[] => {
    if (typeof tree === 'number') return [`${path} * ${weights[k++ % weights.length]}`];
    if (Array.isArray(tree) || ArrayBuffer.isView(tree))
      return Array.from(tree as unknown[], (inner, j) => sum(inner, `${path}[${j}]`)).flat();
    return Object.entries(tree as object).flatMap(([field, inner]) => sum(inner, `${path}.${field}`));
  };
  return `(${names.join(', ')}) => {\n  const f = ${source.replaceAll('\n', '\n  ')};\n  const g = grad(f)(${names.join(', ')});\n  return ${sum(point[0], 'g').join(' + ')};\n}`;
}

/** Checks the second derivatives of a program. */
export function checkSecondOrder(source: string, point: readonly unknown[], numbers: readonly number[]): Finding {
  const fn = lowered(source, point);
  const v = shapedLike(point, numbers);
  const u = shapedLike(point, numbers.toReversed());
  const across = curvature(fn, point, u, v);
  if (!Number.isFinite(across)) return { kind: 'right', derivative: 'not finite' };
  const along = hessianTimes(fn, point, v);
  const other = hessianTimes(fn, point, u);
  const times = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, k) => sum + x * b[k]!, 0);
  const size = [...along, ...other].reduce((sum, x) => sum + Math.abs(x), Math.abs(across)) + 1;
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-8 * size;
  const uAll = leavesOf(u);
  const vAll = leavesOf(v);
  const wrong = (what: string, details: string): Finding => ({ kind: 'wrong', what, details });
  if (size > 1e8) return { kind: 'right', derivative: 'rough' };
  if (!near(times(along, uAll), across))
    return wrong('forward over reverse', `uᵀHv = ${times(along, uAll)}, forward over forward ${across}`);
  if (!near(times(other, vAll), across))
    return wrong('symmetry', `vᵀHu = ${times(other, vAll)}, uᵀHv = ${times(along, uAll)}`);
  const inside = gradientInside(source, point, numbers);
  const nested = lowered(inside, point);
  const bar = reverse(nested, nested.parameters.map(() => true)); // prettier-ignore
  const product = times(gradientOf(bar, point, false), vAll);
  const first = countLeaves(point[0]);
  const weights = Array.from({ length: first }, (_, k) => numbers[k % numbers.length]!);
  const expected = times(along.slice(0, first), weights);
  if (!near(product, expected))
    return wrong('reverse over reverse', `${product}, forward over reverse ${expected}\n${inside}`);
  const { slope } = slopeOf(nested, point, numbers);
  if (!near(slope, expected))
    return wrong('forward over an inner gradient', `${slope}, forward over reverse ${expected}\n${inside}`);
  return { kind: 'right', derivative: 'checked' };
}
