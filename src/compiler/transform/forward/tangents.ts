/** What an operation does to tangents: the chain rule. With `ties` the program marks the call when it stands on a kink. */
import { type Apply, giveName, type Value } from '../../ir/ir.ts';
import { carriesDerivative } from '../../ir/operations.ts';
import { chainTerms } from '../../rules/chain.ts';
import type { Naming, StraightLinePropagation } from '../propagate/straight-line.ts';

export interface ForwardOptions {
  /** Tangents at a time; 1 if not given. */
  readonly width?: number;
  /** Mark kinks with `kink` instructions. */
  readonly ties?: boolean;
  /** The tangent of active number parameters, if it is known: it is then no parameter. */
  readonly seed?: number;
}

/** `x_dot`, or `x_dot0`, `x_dot1` … where there are several. */
export function tangentNames({ width = 1 }: ForwardOptions): Naming {
  return { width, suffix: '_dot', nameOf: (name, k) => `${name}_dot${width > 1 ? k : ''}` };
}

/** The tangents of numbers whose tangent is known. */
export function knownTangents({ seed, width = 1 }: ForwardOptions): number[] | undefined {
  return seed === undefined ? undefined : new Array<number>(width).fill(seed);
}

/** Writes an operation with the tangents of its result. A tangent that is structurally zero is never multiplied (0·∞ = 0). */
export function applyForward(walk: StraightLinePropagation, instruction: Apply, { ties }: ForwardOptions): void {
  const { builder } = walk;
  const { operation, args } = instruction;
  const copy = walk.copy(instruction);
  if (ties) walk.markTie(instruction);
  if (!carriesDerivative(operation) || !args.some((arg) => walk.isActive(arg))) return;
  if (operation === 'select') return setTangents(walk, instruction.result, walk.chosen(instruction));
  const totals: (Value | undefined)[] = [];
  for (const [k, arg] of args.entries()) {
    const tangents = walk.derivatives.get(arg) ?? [];
    const moving = [...tangents.keys()].filter((j) => !builder.isZero(tangents[j]!));
    if (moving.length === 0) continue;
    const changes = moving.map((j) => ({ change: tangents[j]!, guard: 'singular' as const }));
    const terms = chainTerms(builder, operation, k, copy.args, copy.result, changes);
    moving.forEach((j, at) => {
      const total = totals[j];
      totals[j] = total === undefined ? terms[at]! : builder.apply('add', total, terms[at]!);
    });
  }
  const tangents = walk.each((j) => totals[j] ?? builder.constant(0));
  setTangents(walk, instruction.result, tangents);
}

/** Remembers tangents, and names them after their primal. */
export function setTangents(walk: StraightLinePropagation, value: Value, tangents: readonly Value[]): void {
  for (const [k, tangent] of tangents.entries()) giveName(tangent, walk.nameOf(value, k));
  walk.derivatives.set(value, tangents);
}
