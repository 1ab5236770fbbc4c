/**
 * Forward mode for straight-line programs, as formulas give them. In: such a function and which of its parameters are active.
 * Out: what `forward.ts` makes of it, instruction for instruction, without what loops, memory and calls need.
 */
import type { Apply, FunctionIr } from '../../ir/ir.ts';
import { StraightLinePropagation } from '../propagate/straight-line.ts';
import { applyForward, type ForwardOptions, knownTangents, tangentNames } from './tangents.ts';

export type { ForwardOptions } from './tangents.ts';

/** Differentiates a straight-line program in forward mode. */
export function forwardStraightLine(
  fn: FunctionIr,
  active: readonly boolean[],
  options: ForwardOptions = {},
): FunctionIr {
  return new StraightLineForward(options).entry(fn, active, knownTangents(options));
}

class StraightLineForward extends StraightLinePropagation {
  private readonly options: ForwardOptions;

  constructor(options: ForwardOptions) {
    super(tangentNames(options));
    this.options = options;
  }

  protected override apply(instruction: Apply): void {
    applyForward(this, instruction, this.options);
  }
}
