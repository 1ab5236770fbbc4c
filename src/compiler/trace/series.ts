/**
 * Forward mode of a run, to any order: each number carries its Taylor coefficients along a direction. The first
 * order follows the partial derivatives of the rule table, higher ones its Taylor recurrences (Griewank and Walther,
 * chapter 13). Coefficients may be boxes of a lower level.
 *
 * At a tie the middle of both sides is taken, as the rule table has it, and the kink is noted.
 */
import type { KinkFlag } from '../ir/ir.ts';
import { carriesDerivative, type OperationName, type SmoothName } from '../ir/operations.ts';
import { rules, type Terms } from '../rules/index.ts';
import { taylorRules } from '../rules/taylor-rules.ts';
import { applyOperation, Box, boxTerms, isWholePower, type Level, plain, type GivenPartials } from './box.ts';

/** A coefficient that is 0 whatever the inputs: products with it vanish, also with ∞. */
const nothing: unique symbol = Symbol('a coefficient that is not there');

const terms: Terms<unknown> = {
  constant: (value) => (value === 0 ? nothing : value),
  apply: (operation, ...args) => applyOperation(operation, args.map(numberOf)),
  isZero: (term) => term === nothing,
  known: (term) => (term === nothing ? 0 : typeof term === 'number' ? term : undefined),
};

function numberOf(term: unknown): unknown {
  return term === nothing ? 0 : term;
}

export class TaylorLevel implements Level {
  readonly depth: number;
  private readonly order: number;
  private readonly kink: KinkFlag;
  /** Operations so far. */
  operations = 0;

  constructor(depth: number, order: number, kink: KinkFlag) {
    this.depth = depth;
    this.order = order;
    this.kink = kink;
  }

  /** A number that moves: value + t·tangent + t²·… */
  input(value: unknown, coefficients: readonly unknown[]): Box {
    const rest = coefficients.map((coefficient) => (coefficient === 0 ? nothing : coefficient));
    while (rest.length < this.order) rest.push(nothing);
    return new Box(this, value, [value, ...rest]);
  }

  /** Coefficient k of a result; 0 beyond the first for what does not move. */
  coefficient(result: unknown, k: number): unknown {
    if (result instanceof Box && result.boxLevel === this) return numberOf((result.boxData as readonly unknown[])[k]);
    return k === 0 ? result : 0;
  }

  below(box: Box): unknown {
    return box.boxValue;
  }

  private isOwn(value: unknown): value is Box {
    return value instanceof Box && value.boxLevel === this;
  }

  private seriesOf(value: unknown): readonly unknown[] {
    if (this.isOwn(value)) return value.boxData as readonly unknown[];
    return [value, ...Array.from({ length: this.order }, () => nothing)];
  }

  private valueOf_(value: unknown): unknown {
    return this.isOwn(value) ? value.boxValue : value;
  }

  apply(operation: OperationName, args: readonly unknown[]): unknown {
    this.operations++;
    const values = args.map((arg) => this.valueOf_(arg));
    const rule = rules[operation];
    const smooth = operation === 'pow' && !this.isOwn(args[1]) && isWholePower(values[1]);
    if (rule.tie !== undefined && !this.kink.hit && !smooth) {
      const [left, right] = rule.tie(boxTerms, values);
      if (plain(left) === plain(right)) this.kink.hit = true;
    }
    if (!carriesDerivative(operation)) return applyOperation(operation, values);
    const series = args.map((arg) => this.seriesOf(arg));
    if (this.order > 1 && Object.hasOwn(taylorRules, operation))
      return this.boxOf(taylorRules[operation as SmoothName](terms, series));
    return this.boxOf(this.combination(operation, values, series));
  }

  /** y = f(a, b): each coefficient the same combination of theirs. Exact to the first order, and for |a|, max and min. */
  private combination(
    operation: OperationName,
    values: readonly unknown[],
    series: readonly (readonly unknown[])[],
  ): unknown[] {
    const result = applyOperation(operation, values);
    const coefficients: unknown[] = [result];
    const slopes = values.map((_, j) => rules[operation].partials?.[j]);
    for (let k = 1; k <= this.order; k++) {
      let sum: unknown = nothing;
      series.forEach((one, j) => {
        const term = one[k];
        const slope = slopes[j];
        if (term === nothing || slope === undefined) return;
        const part = applyOperation('mul', [slope(boxTerms, values, result), term]);
        sum = sum === nothing ? part : applyOperation('add', [sum, part]);
      });
      coefficients.push(sum);
    }
    return coefficients;
  }

  private boxOf(coefficients: readonly unknown[]): Box {
    return new Box(this, numberOf(coefficients[0]), [numberOf(coefficients[0]), ...coefficients.slice(1)]);
  }

  given(value: unknown, args: readonly unknown[], partials: GivenPartials): unknown {
    const slopes = partials('own').map((slope) => this.seriesOf(slope));
    const series = args.map((arg) => this.seriesOf(arg));
    const coefficients: unknown[] = [value];
    // y′ = Σ pⱼ·aⱼ′, so yₖ = (1/k) Σⱼ Σᵢ i·aⱼᵢ·pⱼ,ₖ₋ᵢ
    for (let k = 1; k <= this.order; k++) {
      let sum: unknown = nothing;
      series.forEach((one, j) => {
        for (let i = 1; i <= k; i++) {
          const a = one[i];
          const p = slopes[j]?.[k - i];
          if (a === nothing || p === nothing || p === undefined) continue;
          const part = applyOperation('mul', [applyOperation('mul', [i / k, a]), p]);
          sum = sum === nothing ? part : applyOperation('add', [sum, part]);
        }
      });
      coefficients.push(sum);
    }
    return this.boxOf(coefficients);
  }
}
