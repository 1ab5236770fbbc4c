/**
 * What a workload is: a loss written as people write them, arguments for it, and where that is sane its gradient by
 * hand. One file for each; `index.ts` lists them, and `npm run bench -- workloads` checks each against differences
 * before it is timed.
 */
export interface Workload {
  readonly name: string;
  /** The gradient is with respect to the first argument. */
  readonly loss: (...args: never[]) => number;
  readonly args: readonly unknown[];
  /** The gradient as somebody would write it by hand, in the shape of the first argument. */
  readonly byHand?: ((...args: never[]) => unknown) | undefined;
}

/** Holds the types of a workload's parts to one another. */
export function workload<Args extends readonly [unknown, ...unknown[]]>(parts: {
  readonly name: string;
  readonly loss: (...args: Args) => number;
  readonly args: Args;
  readonly byHand?: (...args: Args) => Args[0];
}): Workload {
  // The arguments are given beside the functions that take them.
  return parts as unknown as Workload;
}

/** Numbers between −1 and 1, the same in every run. */
export function drawn(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2147483648 - 1;
  };
}

/** So many numbers from a generator. */
export function numbers(length: number, next: () => number): number[] {
  return Array.from({ length }, next);
}

/** Rows of so many numbers. */
export function matrix(rows: number, columns: number, next: () => number): number[][] {
  return Array.from({ length: rows }, () => numbers(columns, next));
}
