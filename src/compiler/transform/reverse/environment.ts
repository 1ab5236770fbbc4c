/** What stands for the old program's values at one place of the new one. */
import type { AliasClass } from '../../analysis/alias.ts';
import type { Instruction, Loop, Value } from '../../ir/ir.ts';

/** What the forward sweep left for the reverse sweep, per instruction. */
export type Record =
  | {
      readonly kind: 'if';
      readonly then: Environment;
      readonly otherwise: Environment;
      readonly emitted: Extract<Instruction, { kind: 'if' }>;
    }
  | {
      readonly kind: 'loop';
      readonly mode: 'repeat' | 'remember';
      readonly emitted: Loop;
      readonly trips: Value;
      readonly inside: Environment;
    }
  /** What was taken from the shadow, and whether there was anything to take. */
  | { readonly kind: 'pop'; readonly shadow: Value; readonly some: Value }
  | { readonly kind: 'set-length'; readonly before: Value }
  /** What a write of a reference replaced in the shadow, and how long the shadow was. */
  | { readonly kind: 'replaced'; readonly old: Value; readonly before: Value | undefined }
  /** How long the shadow was before a write that may have made it longer. */
  | { readonly kind: 'grown'; readonly before: Value };

export class Environment {
  private readonly parent: Environment | undefined;
  private readonly primals = new Map<Value, Value>();
  private readonly shadows = new Map<Value, Value>();
  readonly records = new Map<Instruction, Record>();
  /** Writes to these classes are left out: the body of a loop is being run again. */
  readonly leftOut: (of: AliasClass) => boolean;
  /** What is not run again, since its results were remembered. */
  readonly remembered: ReadonlySet<Instruction>;

  constructor(parent?: Environment, leftOut?: (of: AliasClass) => boolean, remembered?: ReadonlySet<Instruction>) {
    this.parent = parent;
    const outer = parent?.leftOut ?? (() => false);
    this.leftOut = leftOut ? (of) => leftOut(of) || outer(of) : outer;
    this.remembered = remembered ?? parent?.remembered ?? new Set();
  }

  primal(value: Value): Value {
    if (value.constant !== undefined) return value;
    return this.primals.get(value) ?? this.parent?.primal(value) ?? value;
  }

  /** True if the environment itself, not one around it, says what stands for a value. */
  knows(value: Value): boolean {
    return this.primals.has(value);
  }

  shadow(value: Value): Value | undefined {
    return this.shadows.get(value) ?? this.parent?.shadow(value);
  }

  setShadow(value: Value, stands: Value): void {
    this.shadows.set(value, stands);
  }

  /** As a substitution: reads look through to the parents, writes stay here. */
  get(value: Value): Value {
    return this.primal(value);
  }

  set(value: Value, stands: Value): void {
    this.primals.set(value, stands);
  }
}
