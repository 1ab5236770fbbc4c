/**
 * Elementary functions of doubles to as many bits as are asked for, in whole numbers: the true values that tests hold
 * fast ones to. A number stands for itself times 2^bits. Slow and obvious: Taylor series, π by Machin's formula.
 */

/** A double as a whole number times a power of two. */
function parts(x: number): { whole: bigint; exponent: number } {
  const word = new BigUint64Array(Float64Array.of(x).buffer)[0]!;
  const biased = Number((word >> 52n) & 0x7ffn);
  const fraction = word & ((1n << 52n) - 1n);
  const size = biased === 0 ? fraction : fraction | (1n << 52n);
  return { whole: word >> 63n === 1n ? -size : size, exponent: Math.max(biased, 1) - 1075 };
}

/** x·2^bits, cut off. */
export function fixed(x: number, bits: number): bigint {
  const { whole, exponent } = parts(x);
  const shift = exponent + bits;
  return shift >= 0 ? whole << BigInt(shift) : whole >> BigInt(-shift);
}

const one = (bits: number): bigint => 1n << BigInt(bits);

/** 2·(s + s³/3 + s⁵/5 + …) = ln((1 + s)/(1 − s)) */
function twiceAtanh(s: bigint, bits: number): bigint {
  const square = (s * s) >> BigInt(bits);
  let power = s;
  let sum = 0n;
  for (let k = 1n; power !== 0n && power !== -1n; k += 2n) {
    sum += power / k;
    power = (power * square) >> BigInt(bits);
  }
  return 2n * sum;
}

const known = new Map<string, bigint>();
function kept(name: string, bits: number, make: () => bigint): bigint {
  const key = `${name} ${bits}`;
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = make()));
  return value;
}

const ln2 = (bits: number): bigint => kept('ln 2', bits, () => twiceAtanh(one(bits) / 3n, bits));

/** π = 16·atan(1/5) − 4·atan(1/239) */
const pi = (bits: number): bigint =>
  kept('pi', bits, () => {
    const atan = (n: bigint): bigint => {
      let power = one(bits + 20) / n;
      let sum = 0n;
      for (let k = 1n; power !== 0n; k += 2n) {
        sum += (k % 4n === 1n ? 1n : -1n) * (power / k);
        power /= n * n;
      }
      return sum;
    };
    return (16n * atan(5n) - 4n * atan(239n)) >> 20n;
  });

/** The exponential of a number given as a whole one, as a whole one times 2^power. */
function exponential(x: bigint, bits: number): { value: bigint; power: number } {
  const power = Number((x + ln2(bits) / 2n) / ln2(bits));
  const rest = x - BigInt(power) * ln2(bits);
  let term = one(bits);
  let sum = 0n;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    sum += term;
    term = ((term * rest) >> BigInt(bits)) / k;
  }
  return { value: sum, power };
}

/** sin and cos of a number given as a whole one. */
function circular(x: bigint, bits: number): { sin: bigint; cos: bigint } {
  const turn = 2n * pi(bits);
  const rest = ((x % turn) + turn) % turn;
  let term = one(bits);
  const sums = [0n, 0n];
  for (let k = 0n; term !== 0n && term !== -1n; k++) {
    sums[Number(k % 2n)]! += k % 4n < 2n ? term : -term;
    term = ((term * rest) >> BigInt(bits)) / (k + 1n);
  }
  return { cos: sums[0]!, sin: sums[1]! };
}

/** A true value: `value`·2^(power − bits). */
interface Exact {
  readonly value: bigint;
  readonly power: number;
  readonly bits: number;
}

/** True values of finite arguments inside the domain, to 150 bits and more. */
export const exactly = {
  exp: (x: number): Exact => ({ ...exponential(fixed(x, 400), 400), bits: 400 }),
  log(x: number): Exact {
    const { whole, exponent } = parts(x);
    const length = whole.toString(2).length;
    const bits = 300;
    // x = m·2ᵏ with m in [1, 2)
    const m = whole << BigInt(bits - length + 1);
    const k = exponent + length - 1;
    const s = ((m - one(bits)) << BigInt(bits)) / (m + one(bits));
    return { value: twiceAtanh(s, bits) + BigInt(k) * ln2(bits), power: 0, bits };
  },
  sin: (x: number): Exact => circularExactly(x, 'sin'),
  cos: (x: number): Exact => circularExactly(x, 'cos'),
} as const;

function circularExactly(x: number, which: 'sin' | 'cos'): Exact {
  // As many bits as the turns of a large angle take away, and as the zeros of a small one.
  const bits = Math.abs(x) < 2 ** 60 && Math.abs(x) > 2 ** -100 ? 350 : 1300;
  return { value: circular(fixed(x, bits), bits)[which], power: 0, bits };
}

/** How far a result is from the true value, in units of the last place of that. */
export function ulpsOff(result: number, { value, power, bits }: Exact): number {
  const size = value < 0n ? -value : value;
  // The power of two at or below the true value; numbers below the normal ones have the spacing of these.
  const exponent = Math.max(size.toString(2).length - 1 + power - bits, -1022);
  // Both in units of 2^(exponent − 52 − 20).
  const unit = exponent - 72;
  const shift = power - bits - unit;
  const exact = shift >= 0 ? value << BigInt(shift) : value >> BigInt(-shift);
  return Math.abs(Number(fixed(result, -unit) - exact)) / 2 ** 20;
}
