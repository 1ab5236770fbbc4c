/** Options that do not exist are errors: a misspelt option must not be ignored. */
import { SecantError } from '../base/diagnostics.ts';
import { highestOrder } from '../base/program-size.ts';
import { kindInWords } from './functions.ts';
import { isNumber } from './tracing.ts';
import type { AtKink } from './types.ts';

/** @throws SecantError S203 for an option that the function does not have. */
export function checkOptions(options: object | undefined, allowed: readonly string[], caller: string): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null) {
    throw new SecantError('S203', `the options of ${caller} must be an object`, {
      hint: `pass { ${allowed.join(', ')} }`,
    });
  }
  const { scope } = options as { readonly scope?: unknown };
  if (scope !== undefined && typeof scope !== 'function' && (typeof scope !== 'object' || scope === null)) {
    throw new SecantError('S203', `the scope of ${caller} is ${kindInWords(scope)}`, {
      hint: 'pass an object of what the function captures: { a, helper }',
    });
  }
  const { road } = options as { readonly road?: unknown };
  if (road !== undefined && road !== 'compiled' && road !== 'traced') {
    throw new SecantError('S203', `road is \`${String(road)}\``, { hint: "it can be 'compiled' or 'traced'" });
  }
  for (const name of Object.keys(options)) {
    if (!allowed.includes(name)) {
      throw new SecantError('S203', `${caller} has no option \`${name}\``, { hint: `it has ${allowed.join(', ')}` });
    }
  }
}

/** @throws SecantError S203 for a number of steps that is none. */
export function checkSteps(steps: number | undefined, caller: string): void {
  if (steps === undefined || (typeof steps === 'number' && steps >= 1)) return;
  throw new SecantError('S203', `\`steps\` of ${caller} is ${String(steps)}`, {
    hint: 'give the most steps a call may take, such as 1e6, or Infinity for no limit',
  });
}

const kinks: readonly AtKink[] = ['midpoint', 'left', 'right', 'nan', 'throw'];

export function checkAtKink(atKink: AtKink): void {
  if (!kinks.includes(atKink)) {
    throw new SecantError('S203', `atKink is \`${atKink}\``, {
      hint: "it can be 'midpoint', 'left', 'right', 'nan' or 'throw'",
    });
  }
}

/** A whole number of at least `least`. */
export function checkOrder(order: number, least: number, caller: string): void {
  if (!Number.isInteger(order) || order < least || order > highestOrder) {
    throw new SecantError('S203', `the order of ${caller} is ${String(order)}`, {
      hint: `it must be a whole number from ${least}${order > highestOrder ? ` to ${highestOrder}` : ''}`,
    });
  }
}

/** The point of a one-number function. */
export function checkNumber(w: unknown, caller: string): asserts w is number {
  if (isNumber(w)) return;
  const kind = kindInWords(w);
  const hint =
    kind === 'an array' ? 'perhaps you meant grad(f)(w), for functions of several numbers' : 'pass one number';
  throw new SecantError(
    'S202',
    `${caller} is taken at one number, and got ${kind === 'undefined' ? 'nothing' : kind}`,
    { hint },
  );
}
