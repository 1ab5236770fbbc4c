/**
 * Emitted variables, and what each holds at the place being written. Values of the IR are assigned once;
 * emitted variables are assigned again where a loop goes round or branches meet. Several values may live in
 * one variable, one after the other. `Bindings` keeps account of which value a variable holds now, undoes the
 * account between two branches, and refuses to read a value whose variable holds another by then.
 */
import { internalError } from '../../../base/diagnostics.ts';
import type { Value } from '../../ir/ir.ts';

export interface Variable {
  readonly name: string;
  /** Whether it may be assigned again. */
  readonly mutable: boolean;
  /** What it holds now; undefined before the first assignment, and where two branches left different values. */
  holder: Value | undefined;
  /** While a loop header counts with it, nothing else may be put in it. */
  pinned: boolean;
}

export class Bindings {
  private readonly variables = new Map<Value, Variable>();
  private readonly trail: { variable: Variable; before: Value | undefined }[] = [];

  /** Says that `variable` holds `value` from here on. */
  hold(variable: Variable, value: Value): void {
    this.trail.push({ variable, before: variable.holder });
    variable.holder = value;
    this.variables.set(value, variable);
  }

  /** The variable a value was put in, whether or not it is still there. */
  variableOf(value: Value): Variable | undefined {
    return this.variables.get(value);
  }

  /** The variable that holds a value. */
  read(value: Value): Variable {
    const variable = this.variables.get(value) ?? internalError('a value without a variable', value.name ?? value.id);
    if (variable.holder !== value) internalError('a variable overwritten too early', variable.name);
    return variable;
  }

  /** A mark to come back to with `undo` or `forget`. */
  mark(): number {
    return this.trail.length;
  }

  /** Takes back every change since the mark: the second branch starts where the first one did. Gives what changed. */
  undo(mark: number): Set<Variable> {
    const changed = new Set<Variable>();
    while (this.trail.length > mark) {
      const { variable, before } = this.trail.pop()!;
      variable.holder = before;
      changed.add(variable);
    }
    return changed;
  }

  /** After branches have met: variables that one of them changed hold nothing that is known. */
  forget(changed: Iterable<Variable>): void {
    for (const variable of changed) {
      this.trail.push({ variable, before: variable.holder });
      variable.holder = undefined;
    }
  }
}
