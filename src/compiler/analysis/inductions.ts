/** Loop parameters that count: each round adds a constant to them. */
import type { Apply, Loop, Value } from '../ir/ir.ts';

/** A loop parameter that moves by a constant in each round. */
export interface Induction {
  /** Which parameter. */
  readonly index: number;
  readonly step: number;
  /** The instruction of the body that makes the step. */
  readonly update: Apply;
}

/** How a parameter of a loop moves, if it is by a constant. */
export function inductionOf(loop: Loop, index: number): Induction | undefined {
  const parameter = loop.parameters[index];
  const next = loop.body.yields[index];
  const update = loop.body.instructions.find((i): i is Apply => i.kind === 'apply' && i.result === next);
  if (update === undefined || (update.operation !== 'add' && update.operation !== 'sub')) return undefined;
  const { operation, args } = update;
  const [first, second] = args;
  const constant = first === parameter ? second : operation === 'add' && second === parameter ? first : undefined;
  const size = constant?.constant?.value;
  if (typeof size !== 'number' || size === 0 || !Number.isFinite(size)) return undefined;
  return { index, step: operation === 'add' ? size : -size, update };
}

/** The parameters of a loop that move by a constant. */
export function inductionsOf(loop: Loop): Induction[] {
  return loop.parameters.flatMap((_, index) => inductionOf(loop, index) ?? []);
}

/** A loop that runs while `parameter comparison bound`, the parameter moving by `step`. */
export interface CountedLoop extends Induction {
  readonly from: Value;
  readonly comparison: 'lt' | 'le' | 'gt' | 'ge' | 'ne';
  /** Defined outside the loop, or a constant. */
  readonly bound: Value;
}

const mirrored = { lt: 'gt', le: 'ge', gt: 'lt', ge: 'le', ne: 'ne' } as const;

/** Recognises `for (i = from; i < bound; i += step)` with a bound that does not change; undefined for other loops. */
export function countedLoop(loop: Loop): CountedLoop | undefined {
  const [comparison, ...more] = loop.test.instructions;
  if (comparison?.kind !== 'apply' || more.length > 0 || comparison.result !== loop.test.yields[0]) return undefined;
  const { operation } = comparison;
  if (!(operation in mirrored)) return undefined;
  const name = operation as keyof typeof mirrored;
  const [left, right] = comparison.args as readonly [Value, Value];
  for (const induction of inductionsOf(loop)) {
    const parameter = loop.parameters[induction.index]!;
    const from = loop.initial[induction.index]!;
    if (left === parameter && !loop.parameters.includes(right)) {
      return { ...induction, from, comparison: name, bound: right };
    }
    if (right === parameter && !loop.parameters.includes(left)) {
      return { ...induction, from, comparison: mirrored[name], bound: left };
    }
  }
  return undefined;
}
