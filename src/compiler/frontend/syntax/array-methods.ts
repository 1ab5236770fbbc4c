/**
 * Methods of arrays and what is known of each. The front end gives every row its meaning
 * (`compiler/frontend/lower/array-methods.ts` does not compile without it), traced runs call methods by what stands here, and the
 * plugin asks which ones call a function.
 */
interface ArrayMethod {
  /** It changes the array that it is called on. */
  readonly changes?: true;
  /** It gives a new array of the kind that it is called on. */
  readonly makes?: true;
  /** What it asks of the function it is given: a value or nothing, yes or no, an order of two elements. */
  readonly callback?: 'value' | 'question' | 'order';
  /** It looks for its first argument. */
  readonly seeks?: true;
  /** Its arguments are contents: a function among them is stored, not called. */
  readonly stores?: true;
  /** Which arguments are indices or counts: from, and to before which. */
  readonly indices?: readonly [from: number, to: number];
}

const rows = {
  at: { indices: [0, 1] },
  concat: { stores: true },
  copyWithin: { changes: true, indices: [0, 3] },
  entries: {},
  every: { callback: 'question' },
  fill: { changes: true, stores: true, indices: [1, 3] },
  filter: { makes: true, callback: 'question' },
  find: { callback: 'question' },
  findIndex: { callback: 'question' },
  findLast: { callback: 'question' },
  findLastIndex: { callback: 'question' },
  flat: { indices: [0, 1] },
  flatMap: { callback: 'value' },
  forEach: { callback: 'value' },
  includes: { seeks: true },
  indexOf: { seeks: true },
  join: {},
  keys: {},
  lastIndexOf: { seeks: true },
  map: { makes: true, callback: 'value' },
  pop: { changes: true },
  push: { changes: true, stores: true },
  reduce: { callback: 'value' },
  reduceRight: { callback: 'value' },
  reverse: { changes: true },
  set: { changes: true },
  shift: { changes: true },
  slice: { makes: true, indices: [0, 2] },
  some: { callback: 'question' },
  sort: { changes: true, callback: 'order' },
  splice: { changes: true, stores: true, indices: [0, 2] },
  subarray: { indices: [0, 2] },
  toReversed: { makes: true },
  toSorted: { makes: true, callback: 'order' },
  toSpliced: { stores: true, indices: [0, 2] },
  unshift: { changes: true, stores: true },
  values: {},
  with: { makes: true, stores: true, indices: [0, 1] },
} as const satisfies Record<string, ArrayMethod>;

export type ArrayMethodName = keyof typeof rows;

/** What is known of each method. */
export const arrayMethods: Readonly<Record<ArrayMethodName, ArrayMethod>> = rows;

export function isArrayMethod(name: string): name is ArrayMethodName {
  return Object.hasOwn(rows, name);
}

const nothing: ArrayMethod = {};

/** What is known of a method by name; nothing of one that has no row. */
export function arrayMethodFacts(name: string): ArrayMethod {
  return isArrayMethod(name) ? rows[name] : nothing;
}
