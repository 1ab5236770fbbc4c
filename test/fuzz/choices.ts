/**
 * A list of small numbers read as decisions. A program written from such a list shrinks when the list does: after
 * its end every decision is the first of its alternatives, which is always the plainest one.
 */

/** Decisions taken one after the other from a list. */
export class Choices {
  private readonly list: readonly number[];
  private at = 0;

  constructor(list: readonly number[]) {
    this.list = list;
  }

  /** True when the list is used up: whoever writes a program should come to its end. */
  get spent(): boolean {
    return this.at >= this.list.length;
  }

  /** A whole number from 0 to `count` − 1. */
  below(count: number): number {
    const drawn = this.list[this.at++] ?? 0;
    return drawn % count;
  }

  /** One of the alternatives; the first is the plainest. */
  of<T>(alternatives: readonly T[]): T {
    return alternatives[this.below(alternatives.length)]!;
  }

  /** True in one of `count` cases. */
  once(count: number): boolean {
    return this.below(count) === count - 1;
  }

  /** Does one of the alternatives, each as likely as its weight says. */
  weighted<T>(alternatives: readonly (readonly [weight: number, what: T])[]): T {
    const total = alternatives.reduce((sum, [weight]) => sum + weight, 0);
    let left = this.below(total);
    for (const [weight, what] of alternatives) {
      if (left < weight) return what;
      left -= weight;
    }
    return alternatives[0]![1];
  }
}

/** Decisions from a seed: the same seed gives the same program everywhere (mulberry32). */
export function choicesFromSeed(seed: number, length: number): number[] {
  let state = seed >>> 0;
  return Array.from({ length }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % 10_000;
  });
}
