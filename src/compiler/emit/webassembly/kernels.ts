/**
 * Elementary functions of our own, for one number and for two at a time: WebAssembly has none. Each is within one unit in
 * the last place of the true value (`kernels.test.ts` holds them to values of 60 digits). Arguments are brought into a
 * small range, where a polynomial does the rest; its coefficients are near-minimax fits (Chebyshev nodes, 300 bits). What
 * a fast form does not hold for (`far`) is taken by a slower one, lane by lane.
 *
 * Sources: Muller et al., Handbook of Floating-Point Arithmetic, chapter 11; Cody and Waite, Software Manual for the
 * Elementary Functions, for arguments reduced by constants in parts.
 */
import type { FunctionWriter, Lanes } from './lanes.ts';
import { bitsOf } from './lanes.ts';
import type { Code } from './module.ts';

/** The operations that have a kernel. */
export type KernelName = 'exp' | 'log' | 'sin' | 'cos';

/** What a fast form gives: values, and the truth of where they do not hold. */
export interface Fast<Names extends string = 'value'> {
  readonly values: Readonly<Record<Names, Code>>;
  readonly far: Code;
}

/** Adding it leaves the nearest whole number in the low bits, for numbers below 2⁵¹. */
const magic = 1.5 * 2 ** 52;

/** Σ c[k]·xᵏ by Horner's rule: rounds of a loop overlap, so that the fewest operations win. */
function polynomial(l: Lanes, x: Code, coefficients: readonly number[]): Code {
  return coefficients.slice(0, -1).reduceRight((sum, c) => l.two('add', l.two('mul', sum, x), l.constant(c)), l.constant(coefficients.at(-1)!)); // prettier-ignore
}

// ── exp ─────────────────────────────────────────────────────────────────────────────────────────────────

const log2e = Math.LOG2E;
/** ln 2 in two parts, the first of 38 bits: its product with an exponent is exact. */
const ln2 = [0.6931471805582987, 1.646594958289708e-12] as const;
/** (eʳ − 1 − r)/r² for |r| ≤ ln 2/2. */
const expTail = [
  0.5, 0.1666666666666667, 0.04166666666666667, 0.008333333333326141, 0.0013888888888883752, 0.00019841269874801046,
  2.480158732553376e-5, 2.7557255425043745e-6, 2.755727366084684e-7, 2.510520666647184e-8, 2.091467958547083e-9,
] as const;

/** k as a number in the low bits of a word, and e^(x − k·ln 2), between ½ and 2. */
function reducedExp(l: Lanes, w: FunctionWriter, x: Code): { shifted: Code; k: Code; mantissa: Code } {
  const shifted = w.keep(l.type, 'shifted', l.two('add', l.two('mul', x, l.constant(log2e)), l.constant(magic)));
  const k = w.keep(l.type, 'k', l.two('sub', shifted, l.constant(magic)));
  const high = w.keep(l.type, 'high', l.two('sub', x, l.two('mul', k, l.constant(ln2[0]))));
  const low = w.keep(l.type, 'low', l.two('mul', k, l.constant(ln2[1])));
  const r = w.keep(l.type, 'r', l.two('sub', high, low));
  const tail = l.two('sub', l.two('mul', l.two('mul', r, r), polynomial(l, r, expTail)), low);
  // 1 + high + tail, with what the first sum loses.
  const sum = w.keep(l.type, 'sum', l.two('add', l.constant(1), high));
  const lost = l.two('add', l.two('sub', l.constant(1), sum), high);
  return { shifted, k, mantissa: l.two('add', sum, l.two('add', lost, tail)) };
}

function fastExp(l: Lanes, w: FunctionWriter, x: Code): Fast {
  const { shifted, mantissa } = reducedExp(l, w, x);
  const exponent = l.shift('shl', l.toWord(shifted), 52);
  return {
    values: { value: l.fromWord(l.words('add', l.toWord(mantissa), exponent)) },
    far: l.not(l.two('le', l.one('abs', x), l.constant(708))),
  };
}

/** For NaN, and where the result is infinite, 0 or no normal number. */
function farExp(l: Lanes, w: FunctionWriter, x: Code): Code {
  const { k, mantissa } = reducedExp(l, w, l.two('max', l.two('min', x, l.constant(710)), l.constant(-746)));
  const half = w.keep(l.type, 'half', l.one('floor', l.two('mul', k, l.constant(0.5))));
  const rest = l.two('sub', k, half);
  return l.two('mul', l.two('mul', mantissa, powerOfTwo(l, half)), powerOfTwo(l, rest));
}

/** 2ᵏ for a whole k whose power is a normal number. */
function powerOfTwo(l: Lanes, k: Code): Code {
  const shifted = l.toWord(l.two('add', k, l.constant(magic + 1023)));
  return l.fromWord(l.shift('shl', shifted, 52));
}

// ── log ─────────────────────────────────────────────────────────────────────────────────────────────────

/** (ln((1+s)/(1−s))/s − 2)/s² in z = s². */
const logTail = [
  0.666666666666667, 0.39999999999899444, 0.2857142862600327, 0.22222211130259878, 0.18182889455674947,
  0.15331710618210773, 0.14616585424888623,
] as const; // prettier-ignore

function logOfNormal(l: Lanes, w: FunctionWriter, x: Code, exponentBias: number): Code {
  const word = w.keep(l.word, 'word', l.toWord(x));
  // The exponent of x/√½, so that what is left lies around 1.
  const shifted = w.keep(l.word, 'shifted', l.words('add', word, l.word64(bitsOf(1) - bitsOf(Math.SQRT1_2))));
  const k = w.keep(
    l.type,
    'k',
    l.two(
      'sub',
      l.fromWord(l.words('or', l.shift('shr_u', shifted, 52), l.word64(bitsOf(2 ** 52)))),
      l.constant(2 ** 52 + 1023 + exponentBias),
    ),
  );
  const exponent = l.words('and', shifted, l.word64(0xfff0_0000_0000_0000n));
  const mantissa = l.fromWord(l.words('add', l.words('sub', word, exponent), l.word64(bitsOf(1))));
  const f = w.keep(l.type, 'f', l.two('sub', mantissa, l.constant(1)));
  const s = w.keep(l.type, 's', l.two('div', f, l.two('add', f, l.constant(2))));
  const z = w.keep(l.type, 'z', l.two('mul', s, s));
  const tail = l.two('mul', z, polynomial(l, z, logTail));
  // ln(1 + f) = f − f²/2 + s·(f²/2 + tail)
  const half = w.keep(l.type, 'half', l.two('mul', l.two('mul', f, f), l.constant(0.5)));
  const low = l.two('add', l.two('mul', s, l.two('add', half, tail)), l.two('mul', k, l.constant(ln2[1])));
  return l.two('add', l.two('mul', k, l.constant(ln2[0])), l.two('sub', f, l.two('sub', half, low)));
}

const leastNormal = 2 ** -1022;

function fastLog(l: Lanes, w: FunctionWriter, x: Code): Fast {
  const isNormal = l.and(l.two('ge', x, l.constant(leastNormal)), l.two('lt', x, l.constant(Infinity)));
  return { values: { value: logOfNormal(l, w, x, 0) }, far: l.not(isNormal) };
}

function farLog(l: Lanes, w: FunctionWriter, x: Code): Code {
  const isPositive = l.two('gt', x, l.constant(0));
  const small = logOfNormal(l, w, w.keep(l.type, 'scaled', l.two('mul', x, l.constant(2 ** 54))), 54);
  const finite = l.select(l.two('eq', x, l.constant(Infinity)), x, small);
  const atZero = l.select(l.two('eq', x, l.constant(0)), l.constant(-Infinity), l.constant(NaN));
  return l.select(isPositive, finite, atZero);
}

// ── sin and cos ─────────────────────────────────────────────────────────────────────────────────────────

const twoOverPi = 0.6366197723675814;
/** π/2 in three parts; the first two of 33 bits. */
const halfPi = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21] as const;
/** (sin y/y − 1)/y² and (cos y − 1 + y²/2)/y⁴ in z = y², |y| ≤ π/4. */
const sinTail = [
  -0.16666666666666666, 0.008333333333330948, -0.00019841269836756774, 2.7557316101617874e-6, -2.505113165023518e-8,
  1.5918115263265974e-10,
] as const; // prettier-ignore
const cosTail = [
  0.041666666666666664, -0.0013888888888887398, 2.480158729876456e-5, -2.7557317271145144e-7, 2.087614614655861e-9,
  -1.1382623647474604e-11,
] as const; // prettier-ignore

/**
 * With n quarter turns taken off, what is left has lost too many digits where it is smaller than this times n². So it is
 * also for all angles beyond 90 000, for which n has more bits than the parts of π/2 leave room for.
 */
const leastRest = 2.4e-10;

/** Sine and cosine at once: they share all but the last step. */
export function fastSinCos(l: Lanes, w: FunctionWriter, x: Code): Fast<'sin' | 'cos'> {
  const shifted = w.keep(l.type, 'shifted', l.two('add', l.two('mul', x, l.constant(twoOverPi)), l.constant(magic)));
  const n = w.keep(l.type, 'n', l.two('sub', shifted, l.constant(magic)));
  const first = w.keep(l.type, 'first', l.two('sub', x, l.two('mul', n, l.constant(halfPi[0]))));
  const part = w.keep(l.type, 'part', l.two('mul', n, l.constant(halfPi[1])));
  const second = w.keep(l.type, 'second', l.two('sub', first, part));
  const lost = l.two('sub', l.two('sub', first, second), part);
  const rest = w.keep(l.type, 'rest', l.two('sub', l.two('mul', n, l.constant(halfPi[2])), lost));
  const y = w.keep(l.type, 'y', l.two('sub', second, rest));
  const low = w.keep(l.type, 'low', l.two('sub', l.two('sub', second, y), rest));
  const z = w.keep(l.type, 'z', l.two('mul', y, y));

  const tail = l.two('mul', l.two('mul', z, y), polynomial(l, z, sinTail));
  const sine = w.keep(l.type, 'sine', l.two('add', y, l.two('add', low, tail)));

  const half = w.keep(l.type, 'half', l.two('mul', z, l.constant(0.5)));
  const one = w.keep(l.type, 'one', l.two('sub', l.constant(1), half));
  const quartic = l.two('mul', l.two('mul', z, z), polynomial(l, z, cosTail));
  const missing = l.two('sub', l.two('sub', l.constant(1), one), half);
  const cosine = w.keep(l.type, 'cosine', l.two('add', one, l.two('add', missing, l.two('sub', quartic, l.two('mul', y, low))))); // prettier-ignore

  const quarter = w.keep(l.word, 'quarter', l.toWord(shifted));
  const unit = l.word64(1n);
  const isOdd = w.keep(l.truth, 'is_odd', l.sameWord(l.words('and', quarter, unit), unit));
  const signBit = l.word64(1n << 63n);
  const signed = (value: Code, turns: Code): Code =>
    l.fromWord(l.words('xor', l.toWord(value), l.words('and', l.shift('shl', turns, 62), signBit)));
  return {
    values: {
      // −0 stays −0.
      sin: l.select(l.two('eq', x, l.constant(0)), x, signed(l.select(isOdd, cosine, sine), quarter)),
      cos: signed(l.select(isOdd, sine, cosine), l.words('add', quarter, unit)),
    },
    far: l.two('gt', l.two('mul', l.two('mul', n, n), l.constant(leastRest)), l.one('abs', y)),
  };
}

/** How an operation is computed: fast where it can be, and otherwise by `far`, or by the engine's own function. */
export interface Kernel {
  fast(l: Lanes, w: FunctionWriter, x: Code): Fast;
  /** Absent where the engine's function takes over. */
  readonly far?: (l: Lanes, w: FunctionWriter, x: Code) => Code;
}

const only = ({ values, far }: Fast<'sin' | 'cos'>, name: 'sin' | 'cos'): Fast => ({ values: { value: values[name] }, far }); // prettier-ignore

export const kernels: { readonly [Name in KernelName]: Kernel } = {
  exp: { fast: fastExp, far: farExp },
  log: { fast: fastLog, far: farLog },
  sin: { fast: (l, w, x) => only(fastSinCos(l, w, x), 'sin') },
  cos: { fast: (l, w, x) => only(fastSinCos(l, w, x), 'cos') },
};

export function hasKernel(operation: string): operation is KernelName {
  return Object.hasOwn(kernels, operation);
}
