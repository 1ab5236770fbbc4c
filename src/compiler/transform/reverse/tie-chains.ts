/**
 * Ties that nobody sees. `Math.min(a, b, c)` is `min(min(a, b), c)`: where c is smaller than both, it does not matter that
 * a and b are equal, as it happens at every call in a table whose border is Infinity. So the tie of a `min` or `max`
 * that another one alone uses waits for that one, and counts only where that one does not take its other argument.
 * In: a block of the program that is differentiated. Out: which operation a tie waits for, and the ties that count there.
 */
import type { Apply, Block, Value } from '../../ir/ir.ts';
import { blocksOf, freeValues, operandsOf } from '../../ir/visit.ts';
import type { Builder } from '../../rules/builder.ts';

/**
 * As many ties wait for one operation: each of them is asked about again at every level, so that a long chain would take the
 * square of its length. The others count at once, which costs a look at both sides and changes no answer.
 */
const mostWaiting = 3;

/** Two values that are equal at a tie. */
export type Tie = readonly [Value, Value];

/** The ties of nested `min` and `max` while a forward sweep is written. */
export class TieChains {
  /** By the written result of the operation that they are inside of. */
  private readonly waiting = new Map<Value, readonly Tie[]>();
  private readonly users = new WeakMap<Block, ReadonlyMap<Value, Apply | undefined>>();

  /** The `min` or `max` in the same block that alone uses what this one gives. */
  around(block: Block, instruction: Apply): Apply | undefined {
    if (!isExtreme(instruction)) return undefined;
    let users = this.users.get(block);
    if (users === undefined) this.users.set(block, (users = soleUsers(block)));
    const user = users.get(instruction.result);
    return user !== undefined && isExtreme(user) ? user : undefined;
  }

  /** Has ties wait for the operation around the one with this result; false where they are too many. */
  wait(result: Value, ties: readonly Tie[]): boolean {
    if (ties.length > mostWaiting) return false;
    this.waiting.set(result, ties);
    return true;
  }

  /** The ties inside the arguments of a written operation, equal only where it may take that argument. */
  inside(builder: Builder, { operation, args }: Apply): Tie[] {
    return args.flatMap((arg, k) => {
      const ties = this.waiting.get(arg);
      if (ties === undefined) return [];
      const loses = builder.apply(operation === 'min' ? 'lt' : 'gt', args[1 - k]!, arg);
      return ties.map(([left, right]): Tie => [builder.apply('select', loses, builder.constant(NaN), left), right]);
    });
  }
}

function isExtreme({ operation }: Apply): boolean {
  return operation === 'min' || operation === 'max';
}

/** Values that one operation of the block uses, and nothing else does. */
function soleUsers(block: Block): Map<Value, Apply | undefined> {
  const users = new Map<Value, Apply | undefined>();
  const use = (value: Value, user?: Apply): unknown => users.set(value, users.has(value) ? undefined : user);
  for (const instruction of block.instructions) {
    const user = instruction.kind === 'apply' ? instruction : undefined;
    for (const value of operandsOf(instruction)) use(value, user);
    for (const inner of blocksOf(instruction)) for (const value of freeValues(inner)) use(value);
  }
  for (const value of block.yields) use(value);
  return users;
}
