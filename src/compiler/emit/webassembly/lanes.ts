/**
 * Arithmetic written once for one number and for two: a kernel is a function of `Lanes`, so that what is computed in two
 * lanes is, bit for bit, what is computed alone.
 */
import type { Code, Step, ValueType } from './module.ts';
import type { Op } from './opcodes.ts';

/** The code of a function while it is written. */
export class FunctionWriter {
  readonly locals: { type: ValueType; name: string }[] = [];
  code: Step[] = [];

  local(type: ValueType, name: string): number {
    return this.locals.push({ type, name: name.replace(/[^\w$]/g, '_') }) - 1;
  }

  put(...steps: Step[]): void {
    for (const step of steps) this.code.push(step);
  }

  putAll(code: Code): void {
    for (const step of code) this.code.push(step);
  }

  set(local: number, value: Code): void {
    this.putAll(value);
    this.put(['local.set', local]);
  }

  /** A value in a local of its own, to be used several times. */
  keep(type: ValueType, name: string, value: Code): Code {
    const local = this.local(type, name);
    this.set(local, value);
    return [['local.get', local]];
  }
}

/** Constants that two lanes read from memory, each twice: to load them is cheaper than to make them. */
export class ConstantPool {
  readonly start: number;
  private readonly places = new Map<bigint, number>();

  constructor(start: number) {
    this.start = start;
  }

  get end(): number {
    return this.start + 16 * this.places.size;
  }

  placeOf(bits: bigint): number {
    let place = this.places.get(bits);
    if (place === undefined) this.places.set(bits, (place = this.end));
    return place;
  }

  bytes(): Uint8Array {
    const words = new BigUint64Array(2 * this.places.size);
    let next = 0;
    for (const bits of this.places.keys()) {
      words[next++] = bits;
      words[next++] = bits;
    }
    return new Uint8Array(words.buffer);
  }
}

export function bitsOf(value: number): bigint {
  return new BigUint64Array(Float64Array.of(value).buffer)[0]!;
}

type Arithmetic = 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max';
type Unary = 'abs' | 'neg' | 'sqrt' | 'floor' | 'ceil' | 'trunc' | 'nearest';
type Comparison = 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne';

/** One number or two. Truth values are i32 for one, all bits of a lane for two. */
export interface Lanes {
  readonly count: 1 | 2;
  readonly type: 'f64' | 'v128';
  readonly truth: 'i32' | 'v128';
  /** The type of the bits of a number. */
  readonly word: 'i64' | 'v128';
  constant(value: number): Code;
  word64(bits: bigint): Code;
  two(op: Arithmetic | Comparison, a: Code, b: Code): Code;
  one(op: Unary, a: Code): Code;
  select(condition: Code, then: Code, otherwise: Code): Code;
  /** Logic on truth values. */
  and(a: Code, b: Code): Code;
  or(a: Code, b: Code): Code;
  not(a: Code): Code;
  /** Numbers as bits and back. */
  toWord(a: Code): Code;
  fromWord(a: Code): Code;
  words(op: 'add' | 'sub' | 'and' | 'or' | 'xor', a: Code, b: Code): Code;
  shift(op: 'shl' | 'shr_u', a: Code, by: number): Code;
  /** The truth of equal bits. */
  sameWord(a: Code, b: Code): Code;
  /** True if it holds in any lane, as i32. */
  any(truth: Code): Code;
}

const joined = (...parts: readonly (Code | Step)[]): Code =>
  parts.flatMap((part): Code => (typeof part[0] === 'string' ? [part as Step] : (part as Code)));

/** One number. */
export const single: Lanes = {
  count: 1,
  type: 'f64',
  truth: 'i32',
  word: 'i64',
  constant: (value) => [['f64.const', value]],
  word64: (bits) => [['i64.const', BigInt.asIntN(64, bits)]],
  two: (op, a, b) => joined(a, b, [`f64.${op}`]),
  one: (op, a) => joined(a, [`f64.${op}`]),
  select: (condition, then, otherwise) => joined(then, otherwise, condition, ['select']),
  and: (a, b) => joined(a, b, ['i32.and']),
  or: (a, b) => joined(a, b, ['i32.or']),
  not: (a) => joined(a, ['i32.eqz']),
  toWord: (a) => joined(a, ['i64.reinterpret_f64']),
  fromWord: (a) => joined(a, ['f64.reinterpret_i64']),
  words: (op, a, b) => joined(a, b, [`i64.${op}`]),
  shift: (op, a, by) => joined(a, ['i64.const', by], [`i64.${op}`]),
  sameWord: (a, b) => joined(a, b, ['i64.eq']),
  any: (truth) => truth,
};

/** Two numbers side by side. Their constants are in a pool; a loop loads them before it begins. */
export function pair(pool: ConstantPool, w: FunctionWriter): Lanes & { readonly loads: () => Code } {
  const loaded = new Map<bigint, number>();
  const load = (bits: bigint): Code => {
    const word = BigInt.asUintN(64, bits);
    let local = loaded.get(word);
    if (local === undefined) loaded.set(word, (local = w.local('v128', 'constant')));
    return [['local.get', local]];
  };
  return {
    loads: () => [...loaded].flatMap(([bits, local]): Code => [['i32.const', 0], ['v128.load', pool.placeOf(bits)], ['local.set', local]]), // prettier-ignore
    count: 2,
    type: 'v128',
    truth: 'v128',
    word: 'v128',
    constant: (value) => load(bitsOf(value)),
    word64: load,
    two: (op, a, b) => joined(a, b, [`f64x2.${op}` as Op]),
    one: (op, a) => joined(a, [`f64x2.${op}` as Op]),
    select: (condition, then, otherwise) => joined(then, otherwise, condition, ['v128.bitselect']),
    and: (a, b) => joined(a, b, ['v128.and']),
    or: (a, b) => joined(a, b, ['v128.or']),
    not: (a) => joined(a, ['v128.not']),
    toWord: (a) => a,
    fromWord: (a) => a,
    words: (op, a, b) => joined(a, b, [op === 'add' || op === 'sub' ? `i64x2.${op}` : `v128.${op}`]),
    shift: (op, a, by) => joined(a, ['i32.const', by], [`i64x2.${op}`]),
    sameWord: (a, b) => joined(a, b, ['i64x2.eq']),
    any: (truth) => joined(truth, ['v128.any_true']),
  };
}
