/**
 * Forward mode: IR → IR. Beside every active number runs its tangent, beside every active array and record a
 * shadow of the same shape that holds tangents. In: a function and which of its parameters are active. Out: a
 * function whose parameters are the old ones, then for each active one its tangents, and whose yields are the
 * old ones, then the tangents of each. With `width` w there are w tangents at a time, for Jacobians by chunks.
 * The walk is that of `propagate`, with the chain rule for operations (`tangents.ts`).
 */
import { type Activity, analyseActivity } from '../../analysis/activity.ts';
import { aliasClasses } from '../../analysis/alias.ts';
import { Ranges } from '../../analysis/ranges.ts';
import { type Apply, type Call, type FunctionIr, isReference, type Load } from '../../ir/ir.ts';
import { callPartials, innerProduct } from '../../rules/given-partials.ts';
import { lookAtFurthest } from '../../rules/missing-reads.ts';
import { Propagation } from '../propagate/propagation.ts';
import { applyForward, type ForwardOptions, knownTangents, setTangents, tangentNames } from './tangents.ts';

export type { ForwardOptions } from './tangents.ts';

/** Differentiates a function in forward mode. `derive` instructions must have been expanded. */
export function forward(fn: FunctionIr, active: readonly boolean[], options: ForwardOptions = {}): FunctionIr {
  const activity = analyseActivity(fn, active, aliasClasses(fn));
  const ranges = new Ranges(fn, activity.classes);
  const mode = new Forward(options, activity, ranges);
  const made = mode.entry(fn, active, knownTangents(options));
  lookAtFurthest(mode.builder, made.body, ranges.furthest, (array) => mode.primal(array));
  return made;
}

/** Forward mode of everything. */
class Forward extends Propagation {
  private readonly options: ForwardOptions;
  private readonly ranges: Ranges;

  constructor(options: ForwardOptions, activity: Activity, ranges: Ranges) {
    super(tangentNames(options), activity);
    this.options = options;
    this.ranges = ranges;
  }

  protected override sibling(): Forward {
    return new Forward(this.options, this.activity, this.ranges);
  }

  protected override apply(instruction: Apply): void {
    applyForward(this, instruction, this.options);
  }

  /** What is read from memory with a shadow has a tangent that tells. */
  protected override noteMissing(load: Load): void {
    if (!this.options.ties || load.result.type.kind !== 'number') return;
    if (!this.isActive(load.array) && this.ranges.needsLook(load)) this.builder.noteMissing(this.primal(load.result));
  }

  /** ẏ = Σ ∂ₖ·ẋₖ, with inner products for arrays. */
  protected override callWithRule(instruction: Call, rule: NonNullable<FunctionIr['rule']>): void {
    const { builder } = this;
    const copy = this.copy(instruction);
    const [result] = instruction.results;
    if (result === undefined || !this.isActive(result)) return;
    const partials = callPartials(builder, rule, copy.args);
    const totals = this.each(() => builder.constant(0));
    instruction.args.slice(0, rule.count).forEach((arg, k) => {
      this.derivatives.get(arg)?.forEach((tangent, j) => {
        const term = isReference(arg.type)
          ? innerProduct(builder, partials[k]!, tangent)
          : builder.apply('mul', tangent, partials[k]!);
        totals[j] = builder.isZero(totals[j]!) ? term : builder.apply('add', totals[j]!, term);
      });
    });
    setTangents(this, result, totals);
  }
}
