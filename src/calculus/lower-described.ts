/**
 * From what is known of a function to a program of the IR. Formulas have a road of their own, and so have derivatives
 * of formulas; everything else is read from its JavaScript text. In: a description and the kinds of the arguments.
 * Out: the program. Guaranteed: where both roads lead to the IR they give the same program.
 */
import { internalError } from '../base/diagnostics.ts';
import type { ArgumentDescription, CapturedDescription, Lowered, ValueAtTies } from '../compiler/ir/described.ts';
import { constantValue, type FunctionIr, newValue, type Value } from '../compiler/ir/ir.ts';
import { copyBlock } from '../compiler/ir/visit.ts';
import { type AnyFunction, describeFunction } from './functions.ts';
import { part } from './loaded-parts.ts';
import { forward, optimize } from './passes.ts';

/**
 * Lowers a function for arguments of the given kinds.
 *
 * @throws SecantError S1xx with the place in the text
 * @throws NotLoadedError where it must be read, and the front end of JavaScript is not loaded
 */
export function lowerDescribed(
  description: CapturedDescription,
  args: readonly ArgumentDescription[],
  name: string,
): Lowered {
  return lowerDirectly(description, args, name) ?? part('frontEnd').lower(description, args, name);
}

/** True if a function must be read from its JavaScript text: all but formulas, and derivatives of formulas. */
export function needsFrontEnd(fn: AnyFunction): boolean {
  const description = describeFunction(fn);
  const of = isPlainDerivative(description) ? description.of : description;
  return of.kind !== 'function' || of.lower === undefined;
}

function lowerDirectly(
  description: CapturedDescription,
  args: readonly ArgumentDescription[],
  name: string,
): Lowered | undefined {
  if (description.kind === 'function') return description.lower?.(args, name);
  return isPlainDerivative(description) ? lowerDerivative(description, args, name) : undefined;
}

type Derived = Extract<CapturedDescription, { kind: 'derived' }>;

function isPlainDerivative(description: CapturedDescription): description is Derived {
  return description.kind === 'derived' && description.operator === 'derivative';
}

/** The derivative of a formula as a program: the formula carried forward, once for each order. */
function lowerDerivative(
  description: Derived,
  args: readonly ArgumentDescription[],
  name: string,
): Lowered | undefined {
  const { of, order } = description;
  const inner = of.kind === 'function' ? of.lower?.(args, 'inner') : undefined;
  const [parameter] = inner?.fn.parameters ?? [];
  const [result] = inner?.fn.body.yields ?? [];
  if (inner === undefined || parameter?.type.kind !== 'number' || result?.type.kind !== 'number') return undefined;
  let { fn } = inner;
  for (let k = 1; k <= order; k++) fn = derivativeOf(fn, k === order ? name : `${fn.name}_dot`);
  const whole = (): ValueAtTies => part('frontEnd').lower(description, args, name).value!;
  const value: ValueAtTies = { noting: () => whole().noting(), onBothSides: () => whole().onBothSides() };
  return { fn, captured: [], gives: 'a number', derives: true, value };
}

function derivativeOf(target: FunctionIr, name: string): FunctionIr {
  const carried = optimize(forward(optimize(target), [true]));
  const [parameter, tangent] = carried.parameters;
  if (parameter === undefined || tangent === undefined) internalError('a derivative without a tangent', name);
  const own = newValue(parameter.type, target.parameters[0]?.name);
  const map = new Map<Value, Value>([
    [parameter, own],
    [tangent, constantValue(1)],
  ]);
  const body = copyBlock(carried.body, map);
  return { name, parameters: [own], body: { ...body, yields: body.yields.slice(1) } };
}
