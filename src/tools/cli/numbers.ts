/** Numbers and points as they are typed: `1`, `0,0.5,1`, `-1e3`, `pi/2`; and a point of any shape as JSON. */
import { fromFormula, SecantError, type Tree } from '../../index.ts';
import { UsageError } from './usage-error.ts';

/** More points than this are a slip of the keyboard. */
const mostPoints = 1_000_000;

/**
 * A number: a decimal one, or a formula without variables such as `pi/2`.
 *
 * @throws UsageError for anything else
 */
export function readNumber(text: string, option: string): number {
  const trimmed = text.trim().replace('−', '-');
  const plain = Number(trimmed);
  if (trimmed !== '' && !Number.isNaN(plain)) return plain;
  try {
    // Whatever depends on the variable is NaN there, and so no number.
    const value: unknown = trimmed === '' ? NaN : fromFormula(trimmed, { variables: ['w'] })(NaN);
    if (typeof value === 'number' && !Number.isNaN(value)) return value;
  } catch (error) {
    if (!(error instanceof SecantError)) throw error;
  }
  throw new UsageError(`${option} is "${text}", which is no number`, `write ${option} 0.5, or ${option} pi/2`);
}

/** Numbers parted by commas. */
export function readNumbers(text: string, option: string): number[] {
  return text
    .trim()
    .replace(/^\[(.*)\]$|^\((.*)\)$/s, '$1$2')
    .split(/[,;]/)
    .map((part) => readNumber(part, option));
}

/** A whole number of at least `least`. */
export function readWhole(text: string, option: string, least: number): number {
  const value = readNumber(text, option);
  if (Number.isInteger(value) && value >= least) return value;
  throw new UsageError(`${option} is "${text}"`, `write a whole number from ${least}`);
}

/** The options that say where. */
export interface Where {
  readonly at?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly points?: string | undefined;
}

/** The arguments that are asked for: a list, or an interval in equal steps with both ends. */
export function readArguments({ at, from, to, points }: Where): number[] {
  if (at !== undefined) {
    if (from !== undefined || to !== undefined || points !== undefined)
      throw new UsageError('--at and --from … --to … both say where', 'keep one of them');
    return readNumbers(at, '--at');
  }
  const [low, high] = readInterval({ from, to });
  const count = readWhole(points ?? '11', '--points', 2);
  if (count > mostPoints) throw new UsageError(`--points ${count} is more than ${mostPoints}`);
  return Array.from({ length: count }, (_, k) => (k === count - 1 ? high : low + ((high - low) * k) / (count - 1)));
}

/** Both ends of an interval. */
export function readInterval({ from, to }: Where): [number, number] {
  if (from === undefined || to === undefined)
    throw new UsageError('it is not said where', 'add --at 1, or --from -3 --to 3');
  const [low, high] = [readNumber(from, '--from'), readNumber(to, '--to')];
  if (!(low < high) || !Number.isFinite(high - low))
    throw new UsageError(`--from ${from} --to ${to} is no interval`, 'the first must be the smaller');
  return [low, high];
}

/**
 * A point of a function of several numbers: `0,0`, or any shape of numbers as JSON.
 *
 * @throws UsageError where it is neither
 */
export function readPoint(text: string | undefined): Tree {
  if (text === undefined) throw new UsageError('it is not said where', 'add --at 0,0');
  if (/^\s*[[{]/.test(text)) {
    try {
      return JSON.parse(text) as Tree;
    } catch (error) {
      throw new UsageError(`--at ${text} is no JSON`, `write --at 0,0, or --at '{"a": 1, "b": [2, 3]}'`, error);
    }
  }
  const numbers = readNumbers(text, '--at');
  const [only] = numbers;
  return numbers.length === 1 && only !== undefined ? only : numbers;
}
