/**
 * What is known inside a branch. In the branch of a condition the condition is true, and so is what it was made of: after
 * `break`, the rest of a loop stands in a branch in which the loop was not left, and there its counter is a number that
 * is known. In: how truth values were made, and what a branch assumes. Out: immediates for values that follow.
 */
import type { Apply, Value } from '../../ir/ir.ts';

interface Joined {
  readonly condition: Value;
  readonly then: Value;
  readonly otherwise: Value;
}

export class Facts {
  private readonly joined = new Map<Value, Joined>();
  private readonly negations = new Map<Value, Value>();
  private known = new Map<Value, boolean>();

  /** A value that is one or the other, as a condition says. */
  join(result: Value, condition: Value, then: Value, otherwise: Value): void {
    this.joined.set(result, { condition, then, otherwise });
  }

  operation({ operation, args, result }: Pick<Apply, 'operation' | 'args' | 'result'>): void {
    // What folding gave back is made of nothing new.
    if (args.some((arg) => arg.id >= result.id)) return;
    const [first, second, third] = args;
    if (operation === 'not') this.negations.set(result, first!);
    else if (operation === 'select') this.join(result, first!, second!, third!);
  }

  /** Runs with a condition that has a known outcome. */
  within<T>(condition: Value, outcome: boolean, run: () => T): T {
    const outer = this.known;
    this.known = new Map(outer);
    this.assume(condition, outcome);
    try {
      return run();
    } finally {
      this.known = outer;
    }
  }

  private assume(value: Value, outcome: boolean): void {
    if (value.constant !== undefined || this.known.has(value)) return;
    this.known.set(value, outcome);
    const negated = this.negations.get(value);
    if (negated !== undefined) this.assume(negated, !outcome);
    const made = this.joined.get(value);
    if (made === undefined) return;
    const impossible = (side: Value): boolean =>
      typeof side.constant?.value === 'boolean' && side.constant.value !== outcome;
    if (impossible(made.otherwise)) this.assume(made.condition, true);
    else if (impossible(made.then)) this.assume(made.condition, false);
    const taken = this.known.get(made.condition);
    if (taken !== undefined) this.assume(taken ? made.then : made.otherwise, outcome);
  }

  /** The immediate that a value is known to be here, or the outcome of a condition; else nothing. */
  immediate(value: Value): Value | boolean | undefined {
    const outcome = this.known.get(value);
    if (outcome !== undefined) return outcome;
    const negated = this.negations.get(value);
    const opposite = negated && this.immediate(negated);
    if (typeof opposite === 'boolean') return !opposite;
    const made = this.joined.get(value);
    if (made === undefined) return undefined;
    const condition = this.known.get(made.condition) ?? this.immediate(made.condition);
    if (typeof condition !== 'boolean') return undefined;
    const taken = condition ? made.then : made.otherwise;
    return taken.constant !== undefined ? taken : this.immediate(taken);
  }
}
