/**
 * From the program of a row to the one that computes what is summed: the loss, its gradient, its Hessian or the matrix of
 * Gauss and Newton. In: the program of the loss, or of a residual whose square is the loss. Out: a program of the same
 * parameters (and the weight, last, if there is one) that yields everything in one go, the lower triangle of a matrix
 * row by row. Guaranteed: straight line, branches and pure operations only, common parts once.
 */
import { optimize, padded } from '../calculus/passes.ts';
import { type FunctionIr, newValue, numberType, type Value } from '../compiler/ir/ir.ts';
import { copyBlock } from '../compiler/ir/visit.ts';
import { Builder, emptyBlock } from '../compiler/rules/builder.ts';
import { forward } from '../compiler/transform/forward/forward.ts';
import { reverse } from '../compiler/transform/reverse/reverse.ts';
import { isScalar } from '../compiler/transform/unfold/cells.ts';
import { unfold } from '../compiler/transform/unfold/unfold.ts';
import type { RowProgram } from './row-program.ts';

/** What is summed over the rows. */
export type Summed = 'value' | 'gradient' | 'hessian' | 'gaussNewton';

export interface DerivedOptions {
  /** The function is a residual; the loss is its square. */
  readonly leastSquares: boolean;
  /** Every row counts as often as its weight says, a further parameter. */
  readonly weighted: boolean;
  /** A program that says whether a row stands on a kink: its result comes last. */
  readonly ties: FunctionIr | undefined;
}

/** The program that yields the value and whatever else is asked for. */
export function derived(program: RowProgram, summed: Summed, options: DerivedOptions): FunctionIr {
  const count = program.parameters.length;
  const active = program.fn.parameters.map((_, k) => k < count);
  const flags = padded(active, program.fn);
  let fn: FunctionIr;
  if (summed === 'gaussNewton') fn = gaussNewton(plain(reverse(program.fn, flags, { seed: 1 })), count);
  else {
    const loss = options.leastSquares ? squared(program.fn) : program.fn;
    if (summed === 'value') fn = plain(loss);
    else {
      fn = plain(reverse(loss, flags, { seed: 1 }));
      if (summed === 'hessian') fn = withHessian(fn, count);
    }
  }
  if (options.weighted) fn = withWeight(fn);
  return optimize(options.ties === undefined ? fn : withTies(fn, plain(options.ties)));
}

function withTies(fn: FunctionIr, ties: FunctionIr): FunctionIr {
  return extended(fn, (builder, yields) => {
    const map = new Map<Value, Value>(ties.parameters.map((parameter, k) => [parameter, fn.parameters[k]!]));
    const copy = copyBlock(ties.body, map);
    builder.block.instructions.push(...copy.instructions);
    return [...yields, ...copy.yields];
  });
}

/** Without calls and memory. */
export function plain(fn: FunctionIr): FunctionIr {
  const body = emptyBlock();
  const { yields } = unfold(fn, fn.parameters, new Builder(body), { limit: 200_000 });
  return optimize({ ...fn, body: { ...body, yields: yields.filter(isScalar) } });
}

/** A copy whose results are made of those of the function. */
function extended(fn: FunctionIr, results: (builder: Builder, yields: readonly Value[]) => Value[]): FunctionIr {
  const body = copyBlock(fn.body, new Map<Value, Value>());
  body.yields = results(new Builder(body), body.yields);
  return { ...fn, body };
}

/** r² */
export function squared(residual: FunctionIr): FunctionIr {
  return extended(residual, (builder, [r]) => [builder.apply('mul', r!, r!)]);
}

/** Σ r² has the gradient 2 Σ r ∇r, and where r is small the Hessian is nearly 2 Σ ∇r ∇rᵀ. */
function gaussNewton(both: FunctionIr, count: number): FunctionIr {
  return extended(both, (builder, [r, ...slopes]) => {
    const twice = (a: Value, b: Value): Value => builder.apply('mul', builder.constant(2), builder.apply('mul', a, b));
    const matrix = triangle(count).map(([i, j]) => twice(slopes[i]!, slopes[j]!));
    return [builder.apply('mul', r!, r!), ...slopes.map((slope) => twice(r!, slope)), ...matrix];
  });
}

/** Forward over reverse: the tangents of the gradient, one parameter after the other; what they share is found later. */
function withHessian(gradient: FunctionIr, count: number): FunctionIr {
  const columns = Array.from({ length: count }, (_, j) => {
    const active = gradient.parameters.map((_parameter, k) => k === j);
    return plain(forward(gradient, active, { seed: 1 }));
  });
  return extended(gradient, (builder, yields) => {
    const tangents = columns.map((column) => {
      const map = new Map<Value, Value>(column.parameters.map((parameter, k) => [parameter, gradient.parameters[k]!]));
      const copy = copyBlock(column.body, map);
      builder.block.instructions.push(...copy.instructions);
      // Value and gradient, then their tangents.
      return copy.yields.slice(yields.length + 1);
    });
    return [...yields, ...triangle(count).map(([i, j]) => tangents[j]![i]!)];
  });
}

/** Rows and columns of a lower triangle, row by row. */
export function triangle(count: number): (readonly [number, number])[] {
  return Array.from({ length: count }, (_, i) => Array.from({ length: i + 1 }, (_unused, j) => [i, j] as const)).flat();
}

function withWeight(fn: FunctionIr): FunctionIr {
  const weight = newValue(numberType, 'weight');
  const weighted = extended(fn, (builder, yields) => yields.map((value) => builder.apply('mul', weight, value)));
  return { ...weighted, parameters: [...fn.parameters, weight] };
}
