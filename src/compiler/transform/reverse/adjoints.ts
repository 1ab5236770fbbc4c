/**
 * Adjoints gathered so far, per value of the old program. An adjoint that is not there is a structural zero.
 * A zero that came in dynamically, because a branch was not taken, is remembered as such: multiplied with an
 * infinite slope it must stay zero.
 */
import { giveName, type Value, newValue, numberType } from '../../ir/ir.ts';
import type { Builder } from '../../rules/builder.ts';

/** How an adjoint may be zero without the program meaning it: never, from memory or a loop, from a branch not taken. */
export type ZeroKind = 'none' | 'memory' | 'branch';

export class Adjoints {
  private readonly values: Map<Value, Value>;
  private static readonly kinds = new WeakMap<Value, ZeroKind>();

  constructor(from?: Adjoints) {
    this.values = new Map(from?.values);
  }

  get(value: Value): Value | undefined {
    return this.values.get(value);
  }

  set(value: Value, adjoint: Value): void {
    this.values.set(value, adjoint);
  }

  /** Takes the adjoint of a value that is being defined: nothing before it can add to it. */
  take(value: Value): Value | undefined {
    const adjoint = this.values.get(value);
    this.values.delete(value);
    return adjoint;
  }

  add(builder: Builder, value: Value, term: Value): void {
    if (value.constant !== undefined) return;
    const before = this.values.get(value);
    if (before === undefined || before.constant?.value === 0) {
      this.values.set(value, term);
      return;
    }
    const sum = builder.apply('add', before, term);
    giveName(sum, adjointName(value));
    const kinds = [Adjoints.zeroKind(before), Adjoints.zeroKind(term)];
    Adjoints.mark(sum, kinds.includes('none') ? 'none' : kinds.includes('memory') ? 'memory' : 'branch');
    this.values.set(value, sum);
  }

  keys(): IterableIterator<Value> {
    return this.values.keys();
  }

  static mark(adjoint: Value, kind: ZeroKind): void {
    if (adjoint.constant === undefined) Adjoints.kinds.set(adjoint, kind);
  }

  static zeroKind(adjoint: Value): ZeroKind {
    return Adjoints.kinds.get(adjoint) ?? 'none';
  }
}

export function adjointName(value: Value): string | undefined {
  return value.name === undefined ? undefined : `${value.name}_bar`;
}

/** A fresh adjoint, named after its value. */
export function newAdjoint(value: Value): Value {
  return newValue(numberType, adjointName(value));
}
