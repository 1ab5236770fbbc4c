/**
 * Functions of `Math` with one number, called by name: the way without a look at what stands under the name. Which
 * operation each is stands in the rule table.
 */
import type { OperationName } from '../ir/operations.ts';
import { applyOperation, Box } from './box.ts';
import { number } from './operators.ts';

/** By name, the operation and the function itself. */
export const oneArgument = {
  sin: Math.sin, cos: Math.cos, tan: Math.tan, asin: Math.asin, acos: Math.acos, atan: Math.atan,
  sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh, asinh: Math.asinh, acosh: Math.acosh, atanh: Math.atanh,
  exp: Math.exp, expm1: Math.expm1, log: Math.log, log1p: Math.log1p, log2: Math.log2, log10: Math.log10,
  sqrt: Math.sqrt, cbrt: Math.cbrt, abs: Math.abs, sign: Math.sign,
  floor: Math.floor, ceil: Math.ceil, round: Math.round, trunc: Math.trunc,
} as const satisfies Partial<Record<OperationName, (x: number) => number>>; // prettier-ignore

type Name = keyof typeof oneArgument;

function ofOne(name: Name): (value: unknown) => unknown {
  const direct = oneArgument[name];
  return (value) => {
    if (typeof value === 'number') return direct(value);
    const x = number(value);
    return x instanceof Box ? applyOperation(name, [x]) : direct(x as number);
  };
}

/** `Math.sin(x)` and its kind on numbers and boxes. */
export const math = Object.fromEntries(
  (Object.keys(oneArgument) as Name[]).map((name) => [name, ofOne(name)]),
) as Readonly<Record<Name, (value: unknown) => unknown>>;
