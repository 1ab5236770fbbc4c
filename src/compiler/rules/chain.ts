/**
 * One term of the chain rule: the change of an argument (a tangent), or of the result (an adjoint), times the partial
 * derivative. In: the operation, its arguments and result, which argument, and the change. Out: the product, which stays
 * 0 for a change that is not there, also beside an infinite slope. Forward and reverse mode share it. Guaranteed:
 * what is made here is differentiated rightly by the transforms that come later.
 */
import type { Value } from '../ir/ir.ts';
import type { OperationName } from '../ir/operations.ts';
import type { Builder } from './builder.ts';
import { rules } from './index.ts';

/** Where a change may be 0 because nothing moves there: nowhere, beside a singular operation, anywhere. */
export type Guard = 'never' | 'singular' | 'always';

/** The products of changes with the partial derivative in argument `k`. */
export function chainTerms(
  builder: Builder,
  operation: OperationName,
  k: number,
  args: readonly Value[],
  result: Value,
  changes: readonly { readonly change: Value; readonly guard: Guard }[],
): Value[] {
  const { product, partials, singular } = rules[operation];
  if (product !== undefined) return changes.map(({ change, guard }) => product(builder, k, args, change, guard));
  const partial = partials![k]!(builder, args, result);
  const finite = Number.isFinite(partial.constant?.value);
  return changes.map(({ change, guard }) => {
    const isGuarded =
      !finite && change.constant === undefined && (guard === 'always' || (guard === 'singular' && singular === true));
    return builder.apply(isGuarded ? 'guarded_mul' : 'mul', change, partial);
  });
}
