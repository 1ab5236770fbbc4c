/**
 * Limits of what a program computes as its arguments come to a point along a direction. In: a function of the IR, a
 * derivative program with its memory for instance; its inputs; which of them move, and how. Out: the limits of its
 * results, and in the inputs' own arrays and records the limits of what the program left there. Guaranteed: a number
 * is given only where the germ bounds it; a number that grows without bound comes out as ±∞, one that swings, or that
 * a stated amount of work does not settle, as NaN.
 */
import { SecantError } from '../../base/diagnostics.ts';
import type { FunctionIr } from '../ir/ir.ts';
import type { OperationName } from '../ir/operations.ts';
import { type Budget, GermMachine, MovingNumber } from './germ-machine.ts';
import { moving, movingNumber, type Shape } from './germ-slope.ts';
import {
  beyondRounding,
  compareSizes,
  constantOf,
  constantSize,
  hasLimit,
  isKnown,
  type Germ,
  signOf,
  Undecided,
} from './germ-series.ts';
import { interpret, type Machine } from './interpret.ts';

/** Terms of a germ: few first, more where they settle nothing. */
const limits = [4, 8, 16];

/** A derivative program that is not in the IR: it runs itself on a machine. */
export interface MachineDerivative {
  /** Results, and the inputs as the run leaves them; `lift` gives the number that stands for the k-th of an input. */
  runOn(
    machine: Machine,
    inputs: readonly Shape[],
    lift: (value: number, input: number, k: number) => unknown,
  ): { readonly results: readonly unknown[]; readonly held: readonly unknown[] };
}

function run(
  fn: FunctionIr | MachineDerivative,
  inputs: readonly Shape[],
  directions: readonly Shape[],
  machine: GermMachine,
): { readonly results: readonly unknown[]; readonly held: readonly unknown[] } {
  if ('runOn' in fn) return fn.runOn(machine, inputs, movingNumber(machine, directions));
  const held = inputs.map((input, k) => moving(machine, input, directions[k]));
  return { results: interpret(fn, held, machine), held };
}

/**
 * Runs a program for inputs + t·directions, t → 0+, and gives its results' limits; undefined if it has no values on
 * that side or the budget does not settle what it does.
 */
export function limitsAlong(
  fn: FunctionIr | MachineDerivative,
  inputs: readonly Shape[],
  directions: readonly Shape[],
  budget: Budget,
): unknown[] | undefined {
  for (const terms of limits) {
    try {
      const machine = new LimitMachine(terms, true, budget);
      const { results, held } = run(fn, inputs, directions, machine);
      const settled = results.map((result) => limitIn(result));
      const left = held.map((input) => (typeof input === 'object' ? limitIn(input) : undefined));
      inputs.forEach((input, k) => writeBack(input, left[k]));
      return settled;
    } catch (error) {
      if (error instanceof SecantError && error.code === 'S302') return undefined;
      if (error instanceof TypeError || error instanceof RangeError) return undefined;
      if (!(error instanceof Undecided)) throw error;
      if (error.why !== 'order') return undefined;
    }
  }
  return undefined;
}

/** Where rounding hides whether two numbers are equal, they are taken for different: as in all directions but a few. */
class LimitMachine extends GermMachine {
  override apply(operation: OperationName, args: readonly unknown[]): unknown {
    if (operation !== 'eq' && operation !== 'ne') return super.apply(operation, args);
    try {
      return super.apply(operation, args);
    } catch (error) {
      if (error instanceof Undecided && error.why === 'noise') return operation === 'ne';
      throw error;
    }
  }
}

/** A value with its germs replaced by their limits. */
function limitIn(value: unknown): unknown {
  if (value instanceof MovingNumber) return limitOf(value.germ);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(limitIn);
  if (ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, limitIn(inner)]));
}

function limitOf(whole: Germ): number {
  if (whole.kind === 'huge') return whole.sign * Infinity;
  // A term that is 0 up to the rounding of what cancels is taken for 0; that all directions agree is asked besides.
  const germ = beyondRounding(whole);
  const [leading] = germ.terms;
  if (leading !== undefined && compareSizes(leading, constantSize) < 0) return signOf(germ) * Infinity;
  if (!hasLimit(germ)) {
    if (germ.oscillates) return NaN;
    throw new Undecided('order');
  }
  const constant = constantOf(germ);
  return isKnown(constant) ? constant.c : NaN;
}

/** Puts limits where the caller looks for them: into the array or record that it handed in. */
function writeBack(target: unknown, source: unknown): void {
  if (typeof target !== 'object' || target === null || typeof source !== 'object' || source === null) return;
  const from = source as Record<string, unknown>;
  const to = target as Record<string, unknown>;
  for (const key of Object.keys(target)) {
    const inner = from[key];
    if (typeof inner === 'number') to[key] = inner;
    else writeBack(to[key], inner);
  }
}
