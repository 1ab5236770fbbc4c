/**
 * From what is known of a function to a program of the IR. Formulas have a road of their own, and so have derivatives
 * of formulas; everything else is read from its JavaScript text. In: a description and the kinds of the arguments.
 * Out: the program. Guaranteed: where both roads lead to the IR they give the same program.
 */
import { forward } from '../forward/forward.ts';
import type { ArgumentDescription, CapturedDescription, Lowered } from '../ir/described.ts';
import { type FunctionIr, newValue, numberType, type Value } from '../ir/ir.ts';
import { Builder } from '../rules/builder.ts';
import { type AnyFunction, describeFunction } from './functions.ts';
import { optimize, readerFor } from './reader.ts';

/**
 * Lowers a function for arguments of the given kinds.
 *
 * @throws SecantError S1xx with the place in the text, S005 where it must be read and no reader is loaded
 */
export function lowerDescribed(
  description: CapturedDescription,
  args: readonly ArgumentDescription[],
  name: string,
): Lowered {
  return lowerDirectly(description, args, name) ?? readerFor('the function').lower(description, args, name);
}

/** True if a function must be read from its JavaScript text: all but formulas, and derivatives of formulas. */
export function needsReader(fn: AnyFunction): boolean {
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

/** The derivative of a formula as a program: it calls the formula carried forward, once for each order. */
function lowerDerivative(
  { of, order }: Derived,
  args: readonly ArgumentDescription[],
  name: string,
): Lowered | undefined {
  const inner = of.kind === 'function' ? of.lower?.(args, 'inner') : undefined;
  const [parameter] = inner?.fn.parameters ?? [];
  const [result] = inner?.fn.body.yields ?? [];
  if (inner === undefined || parameter?.type.kind !== 'number' || result?.type.kind !== 'number') return undefined;
  let { fn } = inner;
  for (let k = 1; k <= order; k++) fn = derivativeOf(fn, k === order ? name : `${fn.name}_dot`);
  return { fn, captured: [], gives: 'a number' };
}

function derivativeOf(target: FunctionIr, name: string): FunctionIr {
  const builder = new Builder();
  const parameters = target.parameters.map((parameter) => newValue(parameter.type, parameter.name));
  const args: Value[] = [...parameters, builder.constant(1)];
  const results = [newValue(numberType), newValue(numberType)];
  builder.emit({ kind: 'call', target: optimize(forward(optimize(target), [true])), args, results });
  const body = builder.block;
  body.yields = [results[1]!];
  return { name, parameters, body };
}
