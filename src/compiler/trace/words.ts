/**
 * Bits of numbers that depend on an input, as programs take them from two views of one memory: the high and the low
 * word of a double. Signs and exponents are steps of their number. A fraction is none, and no
 * arithmetic is done with it; but a number that is put together again from words may be the first one times a power of
 * two, and then has its derivative: mathematical libraries that follow FreeBSD's msun scale and split numbers so. Each
 * word knows where its bits are from.
 *
 * Guaranteed: a number read back from words has the derivative of the number that its fraction is from, or none where
 * its fraction depends on no input; all else is refused.
 */
import { carriesDerivative, type OperationName } from '../ir/operations.ts';
import { evaluate } from '../rules/index.ts';
import { applyOperation, Box, type Level, plain } from './box.ts';
import { mixedBytes } from './untraceable.ts';

/** Where the bits of a word are from. */
export interface Origin {
  readonly number: Box;
  /** The bits of its fraction. */
  readonly fraction: number;
}

/** Words lie below all levels: what is computed with them is a step, and a plain number. */
const wordLevel: Level = {
  depth: -1,
  apply: (operation, args) => (carriesDerivative(operation) ? mixedBytes() : evaluate(operation, args.map(plain))),
  below: (box) => box.boxValue,
  given: (value) => value,
};

/** What a word holds of a fraction that depends on an input; undefined for what is no such word. */
export function originOf(value: unknown): Origin | undefined {
  return value instanceof Box && value.boxLevel === wordLevel ? (value.boxData as Origin) : undefined;
}

/** A word; plain without bits of a fraction. */
export function wordOf(value: number, origin: Origin | undefined): unknown {
  return origin === undefined || origin.fraction === 0 ? value : new Box(wordLevel, value, origin);
}

/** An operator on the bits of words: bits that are masked out are forgotten, others move with a shift. */
export function wordOperation(operation: OperationName, value: number, args: readonly unknown[]): unknown {
  let number: Box | undefined;
  let fraction = 0;
  args.forEach((arg, k) => {
    const origin = originOf(arg);
    if (origin === undefined) return;
    number = origin.number;
    fraction |= moves[operation]?.(origin.fraction, plain(args[1 - k]) as number) ?? origin.fraction;
  });
  return wordOf(value, number && { number, fraction });
}

const moves: Partial<Record<OperationName, (bits: number, other: number) => number>> = {
  bitand: (bits, mask) => bits & mask,
  bitor: (bits, set) => bits & ~set,
  shl: (bits, by) => bits << by,
  shr: (bits, by) => bits >>> by,
  ushr: (bits, by) => bits >>> by,
};

/**
 * A number read back from its words, of which each says where it is from. Refused where its derivative is not known.
 */
export function fromWords(value: number, words: readonly (Origin | undefined)[]): unknown {
  const [number, ...others] = new Set(words.flatMap((word) => word?.number ?? []));
  if (number === undefined) return value;
  const ratio = value / (plain(number) as number);
  const scale = Math.sign(ratio) * 2 ** Math.round(Math.log2(Math.abs(ratio)));
  // What was cut off at the end of the fraction is an error of rounding.
  if (others.length > 0 || !(Math.abs(ratio / scale - 1) <= 2 ** -18)) return mixedBytes();
  const scaled = applyOperation('mul', [number, scale]);
  return applyOperation('add', [scaled, value - (plain(scaled) as number)]);
}
