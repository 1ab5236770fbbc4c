/**
 * Numbers that depend on an input while a function is run as it is. A `Box` stands where the number would stand; the
 * level it belongs to knows what it means: a place on a tape, a Taylor series, a germ. Derivatives inside a
 * differentiated function open levels above those that are open, and a box of a lower level may be the value of one
 * above (Maclaurin, Duvenaud and Adams, autograd; Siskind and Pearlmutter on perturbation confusion).
 *
 * Guaranteed: an operation goes to the highest level among its operands, which carries it out on what stands below
 * by `applyOperation` again; operations on plain numbers are those of JavaScript.
 */
import { SecantError } from '../../base/diagnostics.ts';
import type { OperationName } from '../ir/operations.ts';
import { evaluate, type Terms } from '../rules/index.ts';
import { untraceableHint } from './untraceable.ts';

/** What a kind of derivative makes of operations. */
export interface Level {
  /** Place in the order of levels; inner derivatives are higher. */
  readonly depth: number;
  /** An operation of which at least one operand is a box of this level and none of a higher one. */
  apply(operation: OperationName, args: readonly unknown[]): unknown;
  /** What stands below a box of this level: a number, or a box of a lower level. */
  below(box: Box): unknown;
  /** A function whose author gives its derivative: its value below this level, and one partial derivative for each of its numbers. */
  given(value: unknown, numbers: readonly unknown[], partials: GivenPartials): unknown;
}

/** Partial derivatives given by hand: at the numbers of the level itself, or at what stands below them. */
export type GivenPartials = (at: 'own' | 'below') => readonly unknown[];

/** Why a box must not become a plain number by itself. */
function lost(): never {
  throw new SecantError('S105', 'a number that depends on the input went into code that Secant does not see', {
    hint: `its derivative would be lost: load that code through secant/plugin or secant/register, or ${untraceableHint}`,
  });
}

/** A number that depends on an input. */
export class Box {
  readonly boxLevel: Level;
  /** What the level keeps: the value below, and a place or coefficients. */
  readonly boxValue: unknown;
  readonly boxData: unknown;

  constructor(level: Level, value: unknown, data: unknown) {
    this.boxLevel = level;
    this.boxValue = value;
    this.boxData = data;
  }

  [Symbol.toPrimitive](): never {
    return lost();
  }

  toJSON(): never {
    return lost();
  }
}

// What a program reads of a number by its name, methods and `constructor`, it finds; the fields above are no names of programs.
Reflect.deleteProperty(Box.prototype, 'constructor');
Object.setPrototypeOf(Box.prototype, Number.prototype);

/** True for numbers and what stands for them. */
export function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || value instanceof Box;
}

/** The number that a box has in this run. */
export function plain(value: unknown): unknown {
  let inner = value;
  while (inner instanceof Box) inner = inner.boxLevel.below(inner);
  return inner;
}

/** What decides ties in the place of the operations themselves. */
export interface Decisions {
  /** What an operation gives with a box among its operands; undefined where it does not tie. */
  outcome(operation: OperationName, args: readonly unknown[]): { readonly value: unknown } | undefined;
}

let decisions: Decisions | undefined;

/** Runs with ties decided, or (undefined) by the operations' own outcomes. */
export function withDecisions<T>(given: Decisions | undefined, use: () => T): T {
  const before = decisions;
  decisions = given;
  try {
    return use();
  } finally {
    decisions = before;
  }
}

/** An operation of the program itself; what rules compute on its way ties for itself. */
function decided(given: Decisions, top: Level, operation: OperationName, args: readonly unknown[]): unknown {
  return withDecisions(undefined, () => {
    const made = given.outcome(operation, args);
    return made === undefined ? top.apply(operation, args) : made.value;
  });
}

/** An operation on numbers and boxes. */
export function applyOperation(operation: OperationName, args: readonly unknown[]): unknown {
  let top: Level | undefined;
  for (let k = 0; k < args.length; k++) {
    const arg = args[k];
    if (arg instanceof Box && (top === undefined || arg.boxLevel.depth > top.depth)) top = arg.boxLevel;
  }
  if (operation === 'select') return plain(args[0]) ? args[1] : args[2];
  if (top === undefined) return evaluate(operation, args);
  // Words of numbers lie below all levels: they are steps, and tie with nothing; numbers from outside lie above.
  return decisions === undefined || top.depth < 0 || top.depth === Infinity
    ? top.apply(operation, args)
    : decided(decisions, top, operation, args);
}

/** The arithmetic in which rules are written, on numbers and boxes. */
export const boxTerms: Terms<unknown> = {
  constant: (value) => value,
  apply: (operation, ...args) => applyOperation(operation, args),
};

/** True for the exponents of powers that are smooth at 0. */
export function isWholePower(exponent: unknown): exponent is number {
  return typeof exponent === 'number' && Number.isInteger(exponent) && exponent >= 1;
}
