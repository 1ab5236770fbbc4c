/**
 * Names for emitted variables. In: what the source called a value, if anything. Out: a JavaScript identifier
 * that is not reserved, is not one of the names the emitted code itself relies on, and hides no name that is
 * visible where it is declared. Two blocks side by side may use one name; a block inside another may not.
 */

import { reservedWords } from '../../../base/reserved-words.ts';
import { helperFunctions } from '../../rules/index.ts';

/** What emitted code is given to run with. */
export const givenNames = ['kink', 'raise', 'grown', 'meter', 'stop', 'room', 'outside'] as const;

const unavailable = new Set<string>([
  ...givenNames,
  ...helperFunctions.keys(),
  ...reservedWords,
  ...(
    'Number String Array Object Float64Array Float32Array Int32Array Uint32Array Int16Array Uint16Array Int8Array ' +
    'Uint8Array Uint8ClampedArray globalThis abstract as async boolean from get of set using'
  ).split(' '),
]);

/** The name of the variable that keeps the `k`th tape; no other variable is named so. */
export function storeName(k: number): string {
  return k === 1 ? 'tape_store' : `tape_store${k}`;
}

/** The nearest identifier to a name: letters, digits, `_` and `$` kept, the rest `_`; never empty or reserved. */
function identifierFrom(name: string): string {
  const kept = name.slice(0, 60).replace(/[^\p{L}\d_$]/gu, '_');
  const started = /^\d|^$/.test(kept) ? `_${kept}` : kept;
  return unavailable.has(started) || /^tape_store\d*$/.test(started) ? `${started}_` : started;
}

/** The names visible at a place: those of its own block and of all blocks around it. */
export class Scope {
  private readonly outer: Scope | undefined;
  private readonly declared = new Set<string>();
  /** Where to go on counting for a name that was asked for before. */
  private readonly next = new Map<string, number>();
  private readonly counter: { next: number };

  constructor(outer?: Scope, counter: { next: number } = { next: 1 }) {
    this.outer = outer;
    this.counter = counter;
  }

  /** Declares a variable; the name asked for, or that with a number, or `t1`, `t2`, … if none is asked for. */
  declare(wanted: string | undefined): string {
    if (wanted === undefined) {
      let name = `t${this.counter.next++}`;
      while (this.sees(name)) name = `t${this.counter.next++}`;
      this.declared.add(name);
      return name;
    }
    const base = identifierFrom(wanted);
    const stem = /\d$/.test(base) ? `${base}_` : base;
    let name = base;
    let k = this.next.get(base) ?? 2;
    while (this.sees(name)) name = `${stem}${k++}`;
    this.next.set(base, k);
    this.declared.add(name);
    return name;
  }

  /** The scope of a block inside this one. */
  inside(): Scope {
    return new Scope(this, this.counter);
  }

  /** The scope of a function inside this one; its unnamed variables number from one. */
  ofFunction(): Scope {
    return new Scope(this);
  }

  private sees(name: string): boolean {
    return this.declared.has(name) || (this.outer?.sees(name) ?? false);
  }
}
