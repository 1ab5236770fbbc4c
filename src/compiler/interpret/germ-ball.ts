/**
 * A number that knows how far off it may be. Every coefficient of a germ is a ball: a double and a bound of its
 * distance from the coefficient of the function that the program's own constants and values define. Sums,
 * products and quotients measure their rounding error exactly (two-sum, two-product), so that arithmetic with
 * small integers keeps the bound 0 and a coefficient that cancels is known to be 0 and not merely small.
 * Elementary functions are taken to be right to two units in the last place, and exact where mathematics says
 * so: at 0, at powers of two, at perfect squares. Sources: Dekker 1971; Higham, Accuracy and Stability, ch. 3.
 */
import { type OperationName, operations } from '../ir/operations.ts';
import { evaluate, type Terms } from '../rules/index.ts';

/** The value `c`, off by at most `err`. */
export interface Ball {
  readonly c: number;
  readonly err: number;
}

export const ulp = 2 ** -52;
const tiny = 5e-324;
const splitter = 2 ** 27 + 1;
const safe = 2 ** 500;

export function exactly(c: number): Ball {
  return { c, err: 0 };
}

export const zeroBall = exactly(0);

/** True if the ball is known to be 0. */
export function isExactZero(ball: Ball): boolean {
  return ball.c === 0 && ball.err === 0;
}

/** What rounding took from a + b. */
function sumResidual(a: number, b: number, sum: number): number {
  const part = sum - a;
  const residual = Math.abs(a - (sum - part) + (b - part));
  return Number.isFinite(residual) ? residual : 0;
}

/** What rounding took from a · b. */
function productResidual(a: number, b: number, product: number): number {
  const size = Math.abs(product);
  if (size > safe || Math.abs(a) > safe || Math.abs(b) > safe) return size * ulp;
  if (size < 1 / safe) return a === 0 || b === 0 ? 0 : Math.max(size * ulp, tiny);
  const scaledA = splitter * a;
  const highA = scaledA - (scaledA - a);
  const scaledB = splitter * b;
  const highB = scaledB - (scaledB - b);
  const lowA = a - highA;
  const lowB = b - highB;
  return Math.abs(lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB));
}

export function addBalls(a: Ball, b: Ball): Ball {
  const c = a.c + b.c;
  return { c, err: a.err + b.err + sumResidual(a.c, b.c, c) };
}

export function negBall(a: Ball): Ball {
  return { c: -a.c, err: a.err };
}

export function mulBalls(a: Ball, b: Ball): Ball {
  if (isExactZero(a) || isExactZero(b)) return zeroBall;
  const c = a.c * b.c;
  return { c, err: Math.abs(a.c) * b.err + Math.abs(b.c) * a.err + a.err * b.err + productResidual(a.c, b.c, c) };
}

/** a / b, for a divisor known not to be 0; an unbounded error otherwise. */
export function divBalls(a: Ball, b: Ball): Ball {
  const c = a.c / b.c;
  const nearest = Math.abs(b.c) - b.err;
  if (!(nearest > 0)) return { c, err: Infinity };
  const back = c * b.c;
  const residual = Math.abs(back - a.c) + productResidual(c, b.c, back);
  return { c, err: (residual + a.err + Math.abs(c) * b.err) / nearest };
}

/** True where a library function's value is the mathematical one to the last bit. */
function isExactValue(operation: OperationName, args: readonly number[], value: number): boolean {
  const [a, b] = args as [number, number];
  switch (operation) {
    case 'sqrt':
      return productResidual(value, value, value * value) === 0 && value * value === a;
    case 'cbrt':
      return Number.isInteger(value) && Math.abs(value) < 1e5 && value ** 3 === a;
    case 'hypot2':
      return a === 0 || b === 0 || (Number.isInteger(a) && Number.isInteger(b) && value * value === a * a + b * b);
    case 'pow':
      return a === 1 || b === 0 || b === 1 || isExactPower(a, b, value);
    case 'log':
    case 'acosh':
      return a === 1;
    case 'log2':
      return 2 ** value === a && Number.isInteger(value);
    case 'acos':
      return a === 1;
    case 'atan2':
      return a === 0 && b > 0;
    default:
      return args.every((arg) => arg === 0);
  }
}

function isExactPower(base: number, exponent: number, value: number): boolean {
  if (!Number.isInteger(exponent) || Math.abs(exponent) > 64) return false;
  let power = exactly(1);
  for (let k = 0; k < Math.abs(exponent); k++) power = mulBalls(power, exactly(base));
  if (exponent < 0) power = divBalls(exactly(1), power);
  return power.err === 0 && power.c === value;
}

/** Operations that only choose, compare or cut off: no rounding. */
function isExact(operation: OperationName): boolean {
  const { slope, result } = operations[operation];
  return slope === 'corner' || slope === 'flat' || result === 'boolean';
}

/** An operation's value at balls: exact arithmetic for + − · /, a bound by the change over the ball for the rest. */
export function applyToBalls(operation: OperationName, args: readonly Ball[]): Ball {
  const [a, b, c] = args as [Ball, Ball, Ball];
  switch (operation) {
    case 'add':
      return addBalls(a, b);
    case 'sub':
      return addBalls(a, negBall(b));
    case 'neg':
      return negBall(a);
    case 'mul':
      return mulBalls(a, b);
    case 'div':
      return divBalls(a, b);
    case 'guarded_mul':
      return isExactZero(a) ? zeroBall : mulBalls(a, b);
    case 'select':
      return a.c !== 0 ? b : c;
    default: {
      const values = args.map((arg) => arg.c);
      const value = Number(evaluate(operation, values));
      if (isExact(operation)) return exactly(value);
      let err = isExactValue(operation, values, value) ? 0 : Math.max(Math.abs(value) * 2 * ulp, tiny);
      args.forEach((arg, k) => {
        if (arg.err === 0) return;
        const moved = [-arg.err, arg.err].map((step) =>
          Math.abs(
            Number(
              evaluate(
                operation,
                values.map((other, j) => (j === k ? other + step : other)),
              ),
            ) - value,
          ),
        );
        err += Math.max(...moved) + Math.abs(value) * 2 * ulp;
      });
      return { c: value, err: Number.isNaN(err) ? Infinity : err };
    }
  }
}

/** The recurrences of the rule table over balls. */
export const ballTerms: Terms<Ball> = {
  constant: exactly,
  apply: (operation, ...args) => applyToBalls(operation, args),
  isZero: isExactZero,
  known: (ball) => (ball.err === 0 ? ball.c : undefined),
};
