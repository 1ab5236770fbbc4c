/**
 * Functions that are called as they are, and never read: black boxes with a derivative given by hand. In: the
 * JavaScript function and the kinds of its arguments. Out: a function of the IR that stands for it. Its body throws,
 * so that nothing that does not know of such functions can take it for one that computes.
 */
import { SecantError } from '../../../base/diagnostics.ts';
import { constantValue, type FunctionIr, newValue, numberType, type Type, type Value } from '../../ir/ir.ts';
import type { Lowering } from './lowering.ts';

/** What runs in place of the body. */
type Outside = NonNullable<NonNullable<FunctionIr['rule']>['outside']>;

/** The function of the IR for a black box that gives a number, or numbers in arrays nested `depth` deep. */
export function callOutside(
  l: Lowering,
  name: string,
  call: (...args: readonly unknown[]) => unknown,
  own: readonly Value[],
  depth: number,
): { fn: FunctionIr; outside: Outside } {
  let type: Type = numberType;
  for (let k = 0; k < depth; k++) type = { kind: 'array', element: type, storage: 'list' };
  l.types.adopt(type);
  const result = newValue(type);
  const message = constantValue(`${name} can only be called`);
  const fn: FunctionIr = {
    name,
    parameters: own.map((arg) => newValue(arg.type, arg.name)),
    body: {
      instructions: [
        ...(depth > 0 ? [{ kind: 'list', result, elements: [] } as const] : []),
        { kind: 'throw', message, span: l.builder.span },
      ],
      yields: [depth > 0 ? result : constantValue(NaN)],
    },
  };
  const outside: Outside = (args) =>
    checked(call(...args.slice(0, own.length).map((arg) => (ArrayBuffer.isView(arg) ? (arg as Float64Array).slice() : Array.isArray(arg) ? [...(arg as unknown[])] : arg))), depth, name); // prettier-ignore
  return { fn, outside };
}

/** The result as the program takes it: numbers, in plain arrays. */
function checked(result: unknown, depth: number, name: string): unknown {
  if (depth === 0 && typeof result === 'number') return result;
  if (depth > 0 && (Array.isArray(result) || ArrayBuffer.isView(result)))
    return Array.from(result as ArrayLike<unknown>, (part) => checked(part, depth - 1, name));
  throw new SecantError(
    'S106',
    `\`${name}\` gives ${result === null ? 'null' : Array.isArray(result) ? 'an array' : typeof result === 'object' ? 'an object' : String(result)}, and its derivative is of ${depth === 0 ? 'a number' : 'an array'}`,
    { hint: 'give a partial derivative of the shape of the argument, for each number of the result in its place' },
  );
}
