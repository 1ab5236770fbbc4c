/** Loop parameters that count: each round adds a constant to them. */
import type { Apply, Loop } from '../ir/ir.ts';

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
