/**
 * Operators on numbers that may depend on an input. On plain operands each is JavaScript's own; with a box among them
 * it is an operation of the rule table, carried out by the box's level. Texts and keys made from boxes are plain, and
 * are remembered, so that a derivative is not lost in them without a word.
 */
import { SecantError } from '../../base/diagnostics.ts';
import type { OperationName } from '../ir/operations.ts';
import { applyOperation, Box, plain } from './box.ts';
import { evaluate } from '../rules/index.ts';
import { currentRun, inRun, type Key } from './run.ts';
import { untraceableHint } from './untraceable.ts';
import { isFromOutside, shown } from './outside-numbers.ts';
import { originOf, wordOperation } from './words.ts';

/** What an object is as a number or a text: by its own methods, which may be rewritten. */
function primitive(value: unknown, hint: 'number' | 'string' | 'default'): unknown {
  if (value instanceof Box || (typeof value !== 'object' && typeof value !== 'function') || value === null)
    return value;
  const { calls } = inRun();
  const own = (value as { readonly [Symbol.toPrimitive]?: unknown })[Symbol.toPrimitive];
  if (typeof own === 'function') return calls.callable(own, '1:1 ', value).call(value, hint);
  for (const name of hint === 'string' ? ['toString', 'valueOf'] : ['valueOf', 'toString']) {
    const method = (value as Record<string, unknown>)[name];
    if (typeof method !== 'function') continue;
    const result = calls.callMethod(value, name);
    if (result instanceof Box || typeof result !== 'object' || result === null) return result;
  }
  throw new TypeError('Cannot convert object to primitive value');
}

/** A number from what is no number, as JavaScript converts it. */
function numberFrom(value: unknown): unknown {
  const plainly = primitive(value, 'number');
  if (typeof plainly === 'number' || plainly instanceof Box) return plainly;
  if (plainly === undefined) inRun().missed = true;
  return typeof plainly === 'string' ? numberFromText(plainly, Number) : Number(plainly);
}

/** A number from a text. One that was written from a number with a derivative is that number. */
export function numberFromText(text: string, read: (text: string) => number): unknown {
  const { spoken } = inRun();
  if (spoken.size === 0) return read(text);
  const said = spoken.get(text.trim());
  if (said !== undefined && !said.several) return said.box;
  const [, digits, power] = /^\s*([-+\d.]+)e([-+]?\d+)\s*$/i.exec(text) ?? [];
  const scaled = digits === undefined ? undefined : spoken.get(digits);
  // `x + 'e2'`, as people write it to round to two digits: 100·x, with the bits that the text has.
  if (scaled !== undefined && !scaled.several) {
    const change = applyOperation('sub', [scaled.box, plain(scaled.box)]);
    return applyOperation('add', [read(text), applyOperation('mul', [change, 10 ** Number(power)])]);
  }
  checkSpoken(text);
  return read(text);
}

/** Refuses to read a number that was written from one with a derivative: the derivative would be lost. */
export function checkSpoken(text: string): void {
  const { spoken, parts } = inRun();
  if (spoken.size === 0) return;
  const found = text.match(/-?(?:\d+\.?\d*(?:e[+-]?\d+)?|Infinity|NaN)/g) ?? [];
  for (const said of parts.has(text.trim()) ? [text.trim()] : found) {
    if (parts.has(said) || spoken.has(said) || spoken.has(said.replace(/e.*$/i, '')))
      throw new SecantError('S105', `the number ${said} depends on the input, is written as text and read again`, {
        hint: `its derivative would be lost in the text: keep the number, or ${untraceableHint}`,
      });
  }
}

/**
 * Notes what was taken out of a text that a number with a derivative was written to, and gives it back.
 *
 * @param made a text, or texts in an array
 */
export function notePartsOf<T>(whole: unknown, made: T): T {
  const { spoken, parts } = inRun();
  if (typeof whole !== 'string' || !(spoken.has(whole) || parts.has(whole))) return made;
  for (const part of Array.isArray(made) ? (made as unknown[]) : [made])
    if (typeof part === 'string' && part !== whole && /\d/.test(part) && !spoken.has(part)) parts.add(part);
  return made;
}

function slow(operation: OperationName, a: unknown, b: unknown): unknown {
  // An exponent is added to with the rest of the word as it is.
  const isWord = (originOf(a) ?? originOf(b)) !== undefined;
  if (isWord && /^(?:add|sub)$/.test(operation) && [a, b].every((one) => !(one instanceof Box) || originOf(one)))
    return wordOperation(operation, evaluate(operation, [plain(a), plain(b)]) as number, [a, b]);
  return applyOperation(operation, [numberFrom(a), numberFrom(b)]);
}

/** An operator of two numbers. */
export function arithmetic(operation: OperationName, direct: (a: number, b: number) => number) {
  return (a: unknown, b: unknown): unknown => {
    if (typeof a === 'number' && typeof b === 'number') return direct(a, b);
    if (a instanceof Box || b instanceof Box) return slow(operation, a, b);
    const x = primitive(a, 'number');
    const y = primitive(b, 'number');
    if (x instanceof Box || y instanceof Box || typeof x === 'string' || typeof y === 'string')
      return slow(operation, x, y);
    return direct(x as number, y as number);
  };
}

/** `a + b` */
export function add(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  const x = primitive(a, 'default');
  const y = primitive(b, 'default');
  if (typeof x === 'string' || typeof y === 'string') {
    const [before, after] = [text(x), text(y)];
    const { parts } = inRun();
    // Digits with digits around them are digits of the same number.
    if (parts.has(before) || parts.has(after)) parts.add(before + after);
    return before + after;
  }
  if (x instanceof Box || y instanceof Box) return slow('add', x, y);
  return (x as number) + (y as number);
}

function wholeNumber(value: unknown): number {
  return (value instanceof Box ? plain(applyOperation('trunc', [value])) : value) as number;
}

/** An operator on the bits of two numbers. */
export function bits(operation: OperationName, direct: (a: number, b: number) => number) {
  return (a: unknown, b: unknown): unknown => {
    if (!(a instanceof Box) && !(b instanceof Box)) {
      if (typeof a === 'string') checkSpoken(a);
      return direct(a as number, b as number);
    }
    if (isFromOutside(a) || isFromOutside(b)) return applyOperation(operation, [numberFrom(a), numberFrom(b)]);
    if (originOf(a) ?? originOf(b)) return wordOperation(operation, direct(wholeNumber(a), wholeNumber(b)), [a, b]);
    // Bits are those of the whole part, which is a step as Math.trunc is one. `^` is refused: who writes it means a power.
    if (operation !== 'bitxor') return direct(wholeNumber(a), wholeNumber(b));
    throw new SecantError('S103', '`^` on a number that depends on the input has no derivative', {
      hint: '`^` is exclusive or; a power is written `**`',
    });
  };
}

/** An operator that compares two numbers. */
export function comparison(operation: OperationName, direct: (a: number, b: number) => boolean) {
  return (a: unknown, b: unknown): boolean => {
    if (typeof a === 'number' && typeof b === 'number') return direct(a, b);
    const x = primitive(a, 'number');
    const y = primitive(b, 'number');
    if (!(x instanceof Box) && !(y instanceof Box)) return direct(x as number, y as number);
    return slow(operation, x, y) as boolean;
  };
}

/** `a === b` */
export function same(a: unknown, b: unknown): boolean {
  if (a instanceof Box || b instanceof Box) {
    if (!(typeof a === 'number' || a instanceof Box) || !(typeof b === 'number' || b instanceof Box)) return false;
    // The same number by whichever way, and no tie of two.
    if (a === b) return !Number.isNaN(plain(a));
    return applyOperation('eq', [a, b]) as boolean;
  }
  return a === b;
}

/** `a == b` */
export function equal(a: unknown, b: unknown): boolean {
  if (!(a instanceof Box) && !(b instanceof Box)) {
    // oxlint-disable-next-line eqeqeq -- the program's own `==`
    return a == b;
  }
  if (a == null || b == null) return false;
  return slow('eq', a, b) as boolean;
}

/** Whether a value counts as true. */
export function truth(value: unknown): boolean {
  return value instanceof Box ? (applyOperation('truthy', [value]) as boolean) : Boolean(value);
}

/** `+a` */
export function number(value: unknown): unknown {
  if (typeof value === 'number' || value instanceof Box) return value;
  return typeof value === 'bigint' || typeof value === 'symbol' ? Number(value) : numberFrom(value);
}

/** What `++` makes of a value before it counts. */
export function numeric(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'bigint' ? value : number(value);
}

/** `String(a)`, or as `write` has it. */
export function text(value: unknown, write: (value: unknown) => string = String): string {
  if (!(value instanceof Box)) {
    const inner = primitive(value, 'string');
    if (inner instanceof Box) return text(inner);
    const plainly = String(inner);
    if (typeof inner === 'number') {
      const said = inRun().spoken.get(plainly);
      if (said !== undefined) said.several = true;
    }
    return plainly;
  }
  const said = write(shown(value));
  const { spoken } = inRun();
  const known = spoken.get(said);
  // Of numbers from outside one is as good as another.
  if (known === undefined || isFromOutside(known.box)) spoken.set(said, { box: value, several: false });
  else if (known.box !== value && !isFromOutside(value)) known.several = true;
  return said;
}

/** A box as the key of a table: its value, unless another number that agrees with it only here was a key before. */
export function key(value: unknown): Key {
  if (value instanceof Box) {
    const at = plain(noteKey(value)) as number;
    // Names of properties are texts, and may be read as numbers again.
    text(value);
    return at;
  }
  if (typeof value === 'string') checkKey(value);
  return value as Key;
}

/** Refuses a text as a key if two different numbers with derivatives are written like it. */
export function checkKey(value: string): void {
  const run = currentRun();
  if (run !== undefined && run.spoken.size > 0 && run.spoken.get(value)?.several === true) tiedKeys(value);
}

/**
 * Refuses what is stored under a text that a number with a derivative is written in, if it was stored before the run, for
 * this number alone, or if another number is written like it.
 */
export function checkStored(at: string, object: object): void {
  const { spoken, steps, transaction } = inRun();
  if (spoken.size + steps.size === 0) return;
  const isOld = !transaction.has(object);
  for (const [number] of at.matchAll(/(?<![\w.])-?\d[\d.]*(?:e[-+]?\d+)?/gi)) {
    for (const digits of [number, number.slice(1)]) {
      const said = spoken.get(digits);
      const isStored = isOld ? steps.has(digits) || (said && !isFromOutside(said.box)) : said?.several;
      if (isStored === true) tiedKeys(at);
    }
  }
}

export function tiedKeys(value: string): never {
  throw new SecantError('S105', `what is stored under the key ${value} may be for another number`, {
    hint: 'it would be taken for this one: take another point, or leave the table out',
  });
}

/** A box that serves as a key; no other may have the same number. */
function noteKey(box: Box): Box {
  const at = plain(box) as number;
  const { keys } = inRun();
  const before = keys.get(at);
  if (before === undefined) keys.set(at, box);
  else if (before !== box) tiedKeys(String(at));
  return box;
}

/**
 * A key of a Map, or an element of a Set: a box is kept as it is, for who reads the keys. A plain number that equals it
 * is another number that agrees with it only here.
 */
export function mapKey(value: unknown, of: object & { has(key: unknown): boolean }): unknown {
  if (value instanceof Box) {
    if (of.has(plain(value))) tiedKeys(String(plain(value)));
    return noteKey(value);
  }
  if (typeof value === 'number') {
    const box = inRun().keys.get(value);
    if (box !== undefined && of.has(box)) tiedKeys(String(value));
  }
  if (typeof value === 'string' && of.has(value)) checkStored(value, of);
  return typeof value === 'string' ? key(value) : value;
}
