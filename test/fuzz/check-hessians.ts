/**
 * All ways to a Hessian, at a point where programs like to be special: 0, ±1, ½, equal coordinates. Forward over
 * reverse by columns (both triangles), reverse over reverse, forward over forward, and differences of the gradient
 * must agree; a value that is NaN must have no finite derivative. In: the text and a point of numbers in any shape.
 * Out: a finding as for first derivatives. Where the program stands on a kink, the ways may differ, and nothing is said.
 */
import { copyOf } from '../../src/calculus/compile.ts';
import { leavesOf, mapLeaves, zerosOf } from '../../src/calculus/trees.ts';
import { interpret } from '../../src/compiler/interpret/interpret.ts';
import { type FunctionIr, isReference, newValue } from '../../src/compiler/ir/ir.ts';
import { Builder } from '../../src/compiler/rules/builder.ts';
import { zerosLike } from '../../src/compiler/rules/zeros.ts';
import { type Finding, gradientOf, type Passes, realPasses, slopeOf } from './check-program.ts';
import { lowered } from './check-second-order.ts';

type Matrix = readonly (readonly number[])[];

/** Numbers that programs test for, and that make terms vanish. */
export const specialNumbers = [0, 1, -1, 0.5, 2, -2, 0, 1];

/** The point with its numbers replaced by special ones, as `choices` says; often all the same. */
export function specialPoint(point: readonly unknown[], choices: readonly number[]): unknown[] {
  const equal = choices[0]! % 3 === 0;
  let k = 1;
  return point.map((part) =>
    mapLeaves(part, () => specialNumbers[choices[equal ? 1 : k++ % choices.length]! % specialNumbers.length]!),
  );
}

/** Checks the gradient and every way to the Hessian. */
export function checkHessians(source: string, point: readonly unknown[], passes: Passes = realPasses): Finding {
  return checkHessiansOf(lowered(source, point), point, passes);
}

export function checkHessiansOf(fn: FunctionIr, point: readonly unknown[], passes: Passes = realPasses): Finding {
  const size = leavesOf(point).length;
  const units = Array.from({ length: size }, (_, j) => shaped(point, (k) => (k === j ? 1 : 0)));
  const numbers = units.map((_, k) => 1 + k / 8);
  const { value, slope, kink } = slopeOf(fn, point, numbers, passes);
  if (kink) return { kind: 'right', derivative: 'kink' };
  const every = fn.parameters.map((parameter, k) => k < point.length || isReference(parameter.type));
  const bar = passes.optimize(passes.reverse(fn, every, { seed: 1 }));
  const gradient = gradientOf(bar, point, false, true);
  const columns = units.map((v) => forwardOverReverse(bar, point, v, passes));
  if (Number.isNaN(value)) {
    const finite = [...gradient, ...columns.flat()].some(Number.isFinite);
    if (finite && Number.isFinite(slope)) return wrong('a finite derivative of NaN', text([gradient], columns));
    return { kind: 'right', derivative: 'not finite' };
  }
  if (!Number.isFinite(value) || !Number.isFinite(slope)) return { kind: 'right', derivative: 'not finite' };
  const across = units.map((u) => units.map((v) => forwardOverForward(fn, point, u, v, passes)));
  if (!across.flat().every(Number.isFinite)) return { kind: 'right', derivative: 'not finite' };
  if (!same(columns, across)) return wrong('forward over reverse, or forward over forward', text(columns, across));
  if (!same(columns, transposed(columns))) return wrong('symmetry', text(columns, transposed(columns)));
  const asFunction = passes.optimize(gradientFunction(bar, point.length));
  const rows = units.map((u) => reverseOverReverse(asFunction, point, u, passes));
  if (!same(rows, columns)) return wrong('reverse over reverse', text(rows, columns));
  const differences = units.map((_, j) => difference(bar, point, j));
  if (!differences.every((column) => column !== undefined)) return { kind: 'right', derivative: 'rough' };
  if (!same(columns, differences, 1e-4)) return wrong('differences of the gradient', text(columns, differences));
  return { kind: 'right', derivative: 'checked' };
}

function wrong(what: string, details: string): Finding {
  return { kind: 'wrong', what, details };
}

function text(a: Matrix, b: Matrix): string {
  return [a, b].map((matrix) => `[${matrix.map((row) => `[${row.join(', ')}]`).join(', ')}]`).join(' and ');
}

function same(a: Matrix, b: Matrix, tolerance = 1e-8): boolean {
  const size = b.flat().reduce((sum, entry) => sum + Math.abs(entry), 1);
  return a.every((row, i) => row.every((entry, j) => Math.abs(entry - b[i]![j]!) <= tolerance * size));
}

function transposed(matrix: Matrix): Matrix {
  return matrix.map((row, i) => row.map((_, j) => matrix[j]![i]!));
}

function shaped(point: readonly unknown[], number: (k: number) => number): unknown[] {
  let k = 0;
  return point.map((part) => mapLeaves(part, () => number(k++)));
}

function copies(point: readonly unknown[]): unknown[] {
  return point.map(copyOf);
}

/** H·v from the reverse program, carried forward. */
function forwardOverReverse(bar: FunctionIr, point: readonly unknown[], v: readonly unknown[], passes: Passes) {
  const moving = bar.parameters.map((parameter, k) => k < point.length || isReference(parameter.type));
  const shadows = point.filter((part) => typeof part !== 'number').map(zerosOf);
  const tangents = shadows.map(copyOf);
  const results = interpret(passes.forward(bar, moving), [...copies(point), ...shadows, ...copies(v), ...tangents]);
  return gathered(point, results.slice(bar.body.yields.length + 1), tangents);
}

/** Numbers of the point from results in turn, those of arrays and records from their shadows. */
function gathered(point: readonly unknown[], results: readonly unknown[], shadows: readonly unknown[]): number[] {
  let result = 0;
  let shadow = 0;
  return point.flatMap((part) =>
    typeof part === 'number'
      ? [results[result++] as number]
      : leavesOf(shadows[shadow++]).slice(0, leavesOf(part).length),
  );
}

function forwardOverForward(
  fn: FunctionIr,
  point: readonly unknown[],
  u: readonly unknown[],
  v: readonly unknown[],
  passes: Passes,
): number {
  const dot = passes.forward(fn, fn.parameters.map(() => true)); // prettier-ignore
  const twice = passes.forward(dot, dot.parameters.map((_, k) => k < point.length)); // prettier-ignore
  return interpret(twice, [...copies(point), ...copies(u), ...copies(v)])[3] as number;
}

/** uᵀH: a program that gives the gradient, run backwards from the cotangent u. */
function reverseOverReverse(gradient: FunctionIr, point: readonly unknown[], u: readonly unknown[], passes: Passes) {
  const back = passes.reverse(gradient, gradient.parameters.map(() => true)); // prettier-ignore
  const shadows = point.filter((part) => typeof part !== 'number').map(zerosOf);
  const results = interpret(back, [...copies(point), ...copies(u), ...shadows]);
  return gathered(point, results.slice(gradient.body.yields.length), shadows);
}

/** The gradient as a function of the point, one result for each of its parts. */
function gradientFunction(bar: FunctionIr, count: number): FunctionIr {
  const parameters = bar.parameters.slice(0, count).map((parameter) => newValue(parameter.type, parameter.name));
  const builder = new Builder();
  const zeros = parameters.map((parameter) => isReference(parameter.type) ? zerosLike(builder, parameter) : undefined); // prettier-ignore
  const results = bar.body.yields.map((value) => newValue(value.type));
  const args = [...parameters, ...zeros.filter((part) => part !== undefined)];
  builder.emit({ kind: 'call', target: bar, args, results });
  let next = 1;
  const yields = zeros.map((part) => part ?? results[next++]!);
  return { name: 'gradient', parameters, body: { instructions: builder.block.instructions, yields } };
}

/** One column by differences of the gradient, or undefined where they do not settle. */
function difference(bar: FunctionIr, point: readonly unknown[], j: number): readonly number[] | undefined {
  const at = (h: number): number[] => {
    let k = 0;
    const moved = point.map((part) => mapLeaves(part, (value) => value + (k++ === j ? h : 0)));
    return gradientOf(bar, moved, false, true);
  };
  const central = (h: number): number[] => {
    const above = at(h);
    const below = at(-h);
    return above.map((value, i) => (value - below[i]!) / (2 * h));
  };
  const [wide, narrow] = [central(2e-4), central(1e-4)];
  const oneSided = at(1e-4).map((value, i) => (value - at(0)[i]!) / 1e-4);
  const settled = narrow.every(
    (value, i) =>
      Math.abs(value - wide[i]!) <= 1e-5 * (1 + Math.abs(value)) &&
      Math.abs(value - oneSided[i]!) <= 1e-2 * (1 + Math.abs(value)),
  );
  return settled ? narrow.map((value, i) => (4 * value - wide[i]!) / 3) : undefined;
}
