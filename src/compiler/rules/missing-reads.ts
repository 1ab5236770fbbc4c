/** The one look at reads from parameters at constant indices, as derivatives in both modes begin with it. */
import type { Block, Value } from '../ir/ir.ts';
import { type Builder, emptyBlock } from './builder.ts';

/**
 * Puts it before what a body does, since lists grow.
 *
 * @param furthest the largest index at which each array is read
 * @param here the array, or its shadow, in the new function
 */
export function lookAtFurthest(
  builder: Builder,
  body: Block,
  furthest: ReadonlyMap<Value, number>,
  here: (array: Value) => Value,
): void {
  const looks = emptyBlock();
  builder.inBlock(looks, () => {
    for (const [array, index] of furthest) builder.noteMissing(builder.load(here(array), builder.constant(index)));
  });
  body.instructions.unshift(...looks.instructions);
}
