/**
 * The Taylor transform, IR to IR. In: a function, which of its parameters move, and an order. Out: a function
 * that computes the same values and beside each number its Taylor coefficients 1 … order (the k-th derivative
 * over k!) along the path that the parameters' own coefficients describe. Every active number becomes
 * order + 1 scalars; every array or record that may hold active numbers gets one shadow of its own shape per
 * order, which undergoes the same pushes, stores and resizings. Operations propagate by the recurrences of the
 * rule table.
 *
 * Guaranteed: the primal values are those of the program, bit for bit; inactive numbers cost nothing (their
 * coefficients are immediates 0); where the program stands on a kink a `kink` instruction says so, and the
 * coefficients there are those of the midpoint (abs, max, min) or of the branch the program takes.
 * Source: Griewank and Walther, Evaluating Derivatives, chapter 13.
 */
import { internalError } from '../../../base/diagnostics.ts';
import { type Activity, analyseActivity } from '../../analysis/activity.ts';
import { aliasClasses } from '../../analysis/alias.ts';
import { type Apply, type Call, type FunctionIr, isReference, newValue, type Value } from '../../ir/ir.ts';
import { bitOperations, type SmoothName, smoothOperations, type OperationName } from '../../ir/operations.ts';
import type { Builder } from '../../rules/builder.ts';
import { innerProduct } from '../../rules/given-partials.ts';
import type { Terms } from '../../rules/index.ts';
import { taylorRules } from '../../rules/taylor-rules.ts';
import { Propagation } from '../propagate/propagation.ts';

/**
 * The function that carries Taylor coefficients.
 *
 * Parameters: the primals in order, then for each active parameter in order its coefficients 1 … order, a
 * number each for a number, an array or record of the parameter's own shape each for one of these.
 * Yields: the primal yields in order, then for each yield in order its coefficients 1 … order: numbers for a
 * number, shadows for an array or record, nothing for other types.
 *
 * @param active which parameters move; the others are held fixed
 * @param order the highest coefficient, from 1
 * @param path coefficients 1 … order of active number parameters, if they are known: they are then no parameters, and
 *   what is 0 among them costs nothing
 * @throws SecantError S101 for what cannot carry coefficients
 */
export function taylorTransform(
  fn: FunctionIr,
  active: readonly boolean[],
  order: number,
  path?: readonly number[],
): FunctionIr {
  return new TaylorMode(order, analyseActivity(fn, active, aliasClasses(fn))).entry(fn, active, path);
}

/** One run of Taylor mode. */
export class TaylorMode extends Propagation {
  protected readonly order: number;

  constructor(order: number, activity: Activity) {
    super({ width: order, suffix: '_taylor', nameOf: (name, k) => `${name}_${k + 1}` }, activity);
    this.order = order;
  }

  protected override sibling(): TaylorMode {
    return new TaylorMode(this.order, this.activity);
  }

  private constant(value: number): Value {
    return this.builder.constant(value);
  }

  /** Coefficients 0 … order of a number. */
  protected coefficients(value: Value): Value[] {
    return [this.primal(value), ...this.derivativesOf(value)];
  }

  /**
   * A function whose author gives its partial derivatives pₖ: with ẏ = Σ pₖ·ẋₖ and the coefficients of the pₖ themselves,
   * k·yₖ = Σⱼ j·xⱼ·pₖ₋ⱼ, and inner products for arrays.
   */
  protected override callWithRule(instruction: Call, { partials, count }: NonNullable<FunctionIr['rule']>): void {
    const { builder, order } = this;
    const { args } = this.copy(instruction);
    const [result] = instruction.results;
    if (result === undefined || !this.isActive(result)) return;
    const moving = partials.parameters.map((_, k) => k < count && this.isActive(instruction.args[k]!));
    const flags = moving.map((moves) => moves && order > 1);
    const target = order > 1 ? taylorTransform(partials, flags, order - 1) : partials;
    const seeds = instruction.args.flatMap((arg, k) => (flags[k] ? this.derivativesOf(arg).slice(0, order - 1) : []));
    const given = target.body.yields.map((value) => newValue(value.type, 'partial'));
    builder.emit({ kind: 'call', target, args: [...args, ...seeds], results: given, span: instruction.span });
    // Yields: the partials, then for each of them its coefficients.
    const partialsOf = (k: number): Value[] => [
      given[k]!,
      ...given.slice(
        partials.body.yields.length + k * (order - 1),
        partials.body.yields.length + (k + 1) * (order - 1),
      ),
    ];
    const higher = Array.from({ length: order }, (_, at) => {
      let sum = this.constant(0);
      instruction.args.slice(0, count).forEach((arg, k) => {
        if (!moving[k]) return;
        const p = partialsOf(k);
        const x = this.derivativesOf(arg);
        for (let j = 1; j <= at + 1; j++) {
          const term = isReference(arg.type)
            ? innerProduct(builder, p[at + 1 - j]!, x[j - 1]!)
            : builder.apply('mul', x[j - 1]!, p[at + 1 - j]!);
          sum = this.sum(sum, builder.apply('mul', this.constant(j / (at + 1)), term));
        }
      });
      return sum;
    });
    this.derivatives.set(result, higher);
  }

  protected override apply(instruction: Apply): void {
    const { operation, result } = instruction;
    this.markTie(instruction);
    const args = instruction.args.map((arg) => this.primal(arg));
    const primal = this.builder.applyNamed(result.name, operation, args);
    this.primals.set(result, primal);
    if (this.isActive(result)) this.derivatives.set(result, this.propagate(instruction, primal));
  }

  /** Coefficients 1 … order of an operation. */
  protected propagate(instruction: Apply, primal: Value): Value[] {
    const { builder } = this;
    const { operation, args } = instruction;
    if (operation === 'select') return this.chosen(instruction);
    const series = args.map((arg) => this.coefficients(arg));
    const [a, b] = series as [Value[], Value[]];
    const orders = Array.from({ length: this.order }, (_, k) => k + 1);
    if (operation in smoothOperations) {
      const same = args.length === 2 && args[0] === args[1];
      const terms = withKnownResult(builder, operation, series.map((each) => each[0]!), primal); // prettier-ignore
      return taylorRules[operation as SmoothName](terms, same ? [a, a] : series).slice(1);
    }
    switch (operation) {
      case 'abs': {
        const sign = builder.apply('sign', a[0]!);
        return orders.map((k) => (builder.isZero(a[k]!) ? a[k]! : builder.apply('mul', sign, a[k]!)));
      }
      case 'max':
        return this.extreme('gt', a, b);
      case 'min':
        return this.extreme('lt', a, b);
      case 'number':
        return a.slice(1);
      case 'guarded_mul':
        return orders.map((k) => this.guardedProduct(a, b, k));
      default:
        if (operation in bitOperations) return orders.map(() => this.constant(0));
        return internalError('an operation that should carry no derivative', operation);
    }
  }

  /** The coefficients of the argument that wins, the midpoint where both tie. */
  private extreme(test: 'gt' | 'lt', a: readonly Value[], b: readonly Value[]): Value[] {
    const { builder } = this;
    const first = builder.apply(test, a[0]!, b[0]!);
    const second = builder.apply(test, b[0]!, a[0]!);
    return a.slice(1).map((term, k) => {
      const other = b[k + 1]!;
      if (builder.isZero(term) && builder.isZero(other)) return term;
      const half = builder.apply('mul', this.constant(0.5), this.sum(term, other));
      return builder.apply('select', first, term, builder.apply('select', second, other, half));
    });
  }

  private sum(a: Value, b: Value): Value {
    if (this.builder.isZero(a)) return b;
    return this.builder.isZero(b) ? a : this.builder.apply('add', a, b);
  }

  private guardedProduct(a: readonly Value[], b: readonly Value[], k: number): Value {
    let sum = this.constant(0);
    for (let j = 0; j <= k; j++) {
      if (this.builder.isZero(a[j]!) || this.builder.isZero(b[k - j]!)) continue;
      sum = this.sum(sum, this.builder.apply('guarded_mul', a[j]!, b[k - j]!));
    }
    return sum;
  }
}

/** Terms that find the operation itself already computed. */
function withKnownResult(
  builder: Builder,
  operation: OperationName,
  args: readonly Value[],
  result: Value,
): Terms<Value> {
  return {
    constant: (value) => builder.constant(value),
    isZero: (term) => builder.isZero(term),
    known: (term) => builder.known(term),
    apply: (name, ...given) => {
      const again = name === operation && given.length === args.length && given.every((arg, k) => arg === args[k]);
      return again ? result : builder.apply(name, ...given);
    },
  };
}
