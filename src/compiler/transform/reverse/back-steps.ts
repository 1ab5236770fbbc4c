/**
 * Loop parameters that can be run backwards: p becomes p + t in each step, so a reverse loop that carries p from
 * its final value gets the one before by p − t. That is exact for whole numbers, and it saves a tape for the
 * running indexes that walk through packed storage (`index += d - c - 2`).
 */
import { type Instruction, type Loop, newValue, type Value } from '../../ir/ir.ts';
import { walk } from '../../ir/visit.ts';
import type { Context } from './context.ts';
import type { Environment } from './environment.ts';

/** What a reverse loop carries to get a parameter's earlier values back. */
export interface BackStep {
  readonly carried: Value;
  readonly initial: Value;
  readonly next: Value;
}

/**
 * The value a parameter had at the start of the iteration that is run backwards, or undefined if it cannot be had
 * this way. `step` must already know the parameters that are computed from the iteration's number.
 */
export function backStep(
  context: Context,
  loop: Loop,
  emitted: Loop,
  k: number,
  step: Environment,
): BackStep | undefined {
  const parameter = loop.parameters[k]!;
  const definition = definitionIn(loop, loop.body.yields[k]!);
  if (definition?.kind !== 'apply' || (definition.operation !== 'add' && definition.operation !== 'sub'))
    return undefined;
  const [a, b] = definition.args as [Value, Value];
  const change = a === parameter ? b : definition.operation === 'add' && b === parameter ? a : undefined;
  if (change === undefined || !isWhole(context, loop, parameter)) return undefined;
  const again = evaluateAgain(context, loop, change, step, new Set([parameter]), 0);
  if (again === undefined) return undefined;
  const carried = newValue(parameter.type, parameter.name);
  const next = context.builder.applyNamed(parameter.name, definition.operation === 'add' ? 'sub' : 'add', [
    carried,
    again,
  ]);
  return { carried, initial: emitted.results[k]!, next };
}

function definitionIn(loop: Loop, value: Value): Instruction | undefined {
  return loop.body.instructions.find((instruction) => instruction.kind === 'apply' && instruction.result === value);
}

/** Whole for certain, or used as an index: memory has nothing at fractional places. */
function isWhole(context: Context, loop: Loop, parameter: Value): boolean {
  if (context.lifetimes.isInteger(parameter)) return true;
  let isIndex = false;
  walk(loop.body, (instruction) => {
    if ('index' in instruction && instruction.index === parameter) isIndex = true;
  });
  return isIndex;
}

/** Emits a value of the body again from what is known at the start of an iteration; pure operations only. */
function evaluateAgain(
  context: Context,
  loop: Loop,
  value: Value,
  step: Environment,
  unknown: ReadonlySet<Value>,
  depth: number,
): Value | undefined {
  if (value.constant !== undefined) return value;
  if (unknown.has(value) || depth > 8) return undefined;
  const at = loop.parameters.indexOf(value);
  if (at >= 0) return step.knows(value) ? step.primal(value) : undefined;
  const definition = definitionIn(loop, value);
  if (definition === undefined) return definesAnywhere(loop, value) ? undefined : step.primal(value);
  if (definition.kind !== 'apply') return undefined;
  const args = definition.args.map((arg) => evaluateAgain(context, loop, arg, step, unknown, depth + 1));
  return args.every((arg) => arg !== undefined) ? context.builder.apply(definition.operation, ...args) : undefined;
}

function definesAnywhere(loop: Loop, value: Value): boolean {
  let defines = false;
  walk(loop.body, (instruction) => {
    if ('result' in instruction && instruction.result === value) defines = true;
    if ('results' in instruction && instruction.results.includes(value)) defines = true;
    if (instruction.kind === 'loop' && instruction.parameters.includes(value)) defines = true;
  });
  return defines;
}
