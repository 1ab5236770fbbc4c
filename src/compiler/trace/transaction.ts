/**
 * What a run changes of what was there before it, and how it is put back. Before an object is written to for the
 * first time its contents are kept; when the run ends, by a result or an error, everything is as it was. So a traced
 * function never leaves the caller's data half changed, and no box outlives its run.
 *
 * Typed arrays cannot hold boxes. Where one is written to them, the plain number goes into the array and the box into
 * a shadow of the array's buffer, which reads look into first.
 */
import type { Box } from './box.ts';
import { fromWords, type Origin, originOf, wordOf } from './words.ts';

type Numbers = Float64Array | Float32Array | Int32Array | Uint8Array;

/** The boxes in the memory of typed arrays, by buffer and by element. */
interface Shadow {
  /** The kind of array through which they were written: another view of the same bytes has other numbers. */
  readonly kind: string;
  readonly boxes: Map<number, Box>;
  /** Words of four bytes that were written by themselves, by their place in the memory; undefined for plain ones. */
  readonly words: Map<number, Origin | undefined>;
}

export class Transaction {
  private readonly kept = new Set<object>();
  private readonly undo: (() => void)[] = [];
  private last: object | undefined;

  /** Keeps the contents of an object that is about to change. */
  touch(object: object): void {
    if (object === this.last) return;
    this.last = object;
    if (this.kept.has(object)) return;
    this.kept.add(object);
    const restore = restorer(object);
    if (restore !== undefined) this.undo.push(restore);
  }

  /** True for an object that has changed in the run. */
  has(object: object): boolean {
    return this.kept.has(object);
  }

  /** Keeps something that only a function can put back: a variable, a private field. */
  remember(restore: () => void): void {
    this.undo.push(restore);
  }

  /** Puts everything back, except the insides of `spared`. */
  rollBack(): void {
    for (let k = this.undo.length - 1; k >= 0; k--) this.undo[k]!();
    this.undo.length = 0;
    this.kept.clear();
    this.last = undefined;
  }
}

/** What puts the present contents back. */
function restorer(object: object): (() => void) | undefined {
  // Arrays of a class of their own may have fields, and `slice` would call their constructor.
  if (Array.isArray(object) && Object.getPrototypeOf(object) === Array.prototype) {
    const before = object.slice();
    return () => {
      object.length = before.length;
      for (let k = 0; k < before.length; k++) {
        if (k in before) object[k] = before[k];
        else Reflect.deleteProperty(object, k);
      }
    };
  }
  if (ArrayBuffer.isView(object) && !(object instanceof DataView)) {
    const numbers = object as Numbers;
    const before = numbers.slice();
    const shadow = shadows.get(numbers.buffer);
    const kept = shadow && { kind: shadow.kind, boxes: new Map(shadow.boxes), words: new Map(shadow.words) };
    return () => {
      numbers.set(before);
      if (kept === undefined) shadows.delete(numbers.buffer);
      else shadows.set(numbers.buffer, kept);
    };
  }
  if (object instanceof Map) {
    const before = [...object];
    return () => {
      object.clear();
      for (const [key, value] of before) object.set(key, value);
    };
  }
  if (object instanceof Set) {
    const before = [...object];
    return () => {
      object.clear();
      for (const value of before) object.add(value);
    };
  }
  // An error that is on its way out of the run keeps what it says.
  if (object instanceof Error) return undefined;
  const before = Object.getOwnPropertyDescriptors(object) as Record<PropertyKey, PropertyDescriptor>;
  return () => {
    for (const key of Reflect.ownKeys(object)) if (!Object.hasOwn(before, key)) Reflect.deleteProperty(object, key);
    for (const key of Reflect.ownKeys(before)) {
      const { value, writable } = before[key]!;
      if (writable === true && (object as Record<PropertyKey, unknown>)[key] !== value) Reflect.set(object, key, value);
      else if (!Object.hasOwn(object, key)) Reflect.defineProperty(object, key, before[key]!);
    }
  };
}

// ── Shadows of typed arrays ─────────────────────────────────────────────────────────────────────────────

let shadows = new WeakMap<ArrayBufferLike, Shadow>();
let anyShadow = false;

/** Forgets all shadows: the outermost run is over. */
export function forgetShadows(): void {
  if (!anyShadow) return;
  shadows = new WeakMap();
  anyShadow = false;
  for (const [prototype, native] of iterators) Object.defineProperty(prototype, Symbol.iterator, native);
  iterators.clear();
}

/** While there are shadows, the prototypes whose iterator gives boxes, and the iterator that stood there before. */
const iterators = new Map<object, PropertyDescriptor>();
const givingBoxes = new WeakSet<object>();

/** True for the iterators of typed arrays that stand in the place of JavaScript's own during a run. */
export function givesBoxes(fn: object): boolean {
  return givingBoxes.has(fn);
}

/**
 * Has JavaScript itself find the boxes of a typed array wherever it takes it apart: in patterns, spreads and natives that
 * ask for an iterator.
 */
function watchIteration(array: Float64Array, mixed: () => never): void {
  for (let at = Object.getPrototypeOf(array) as object | null; at !== null; at = Object.getPrototypeOf(at) as object) {
    const native = Object.getOwnPropertyDescriptor(at, Symbol.iterator);
    if (native === undefined) continue;
    if (iterators.has(at)) return;
    const before = native.value as (this: unknown) => unknown;
    const value = function (this: unknown): unknown {
      return isTyped(this) && isShadowed(this) ? elements(this, mixed) : before.call(this);
    };
    Object.defineProperty(at, Symbol.iterator, { ...native, value });
    givingBoxes.add(value);
    iterators.set(at, native);
    return;
  }
}

/** The elements of a typed array, each as it is when it is reached. */
export function* elements(array: Float64Array, mixed: () => never): Generator<unknown, undefined> {
  for (let k = 0; k < array.length; k++) yield readTyped(array, k, mixed);
  return undefined;
}

/** True for typed arrays. */
export function isTyped(value: unknown): value is Float64Array {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

/** The kind of its elements, also where it is of a class that a program has made. */
export function kindOfTyped(array: Float64Array): string {
  return array[Symbol.toStringTag];
}

function placeIn(array: Float64Array, index: number): number {
  return array.byteOffset / array.BYTES_PER_ELEMENT + index;
}

/** True if some typed array may hold boxes. */
export function anyShadows(): boolean {
  return anyShadow;
}

/** True if some number in the array's memory is a box. */
export function isShadowed(array: { readonly buffer: ArrayBufferLike }): boolean {
  const shadow = anyShadow ? shadows.get(array.buffer) : undefined;
  return shadow !== undefined && !isEmpty(shadow);
}

/** What the array holds at an index; undefined past its end. `mixed` is called for bytes of a box seen as other numbers. */
export function readTyped(array: Float64Array, index: number, mixed: () => never): unknown {
  if (!anyShadow) return array[index];
  const shadow = shadows.get(array.buffer);
  if (shadow === undefined || isEmpty(shadow)) return array[index];
  const isOwn = shadow.kind === kindOfTyped(array);
  if (!isOwn && !givesWords(array, shadow)) return mixed();
  if (!(index >= 0 && index < array.length)) return undefined;
  const place = placeIn(array, index);
  const value = array[index]!;
  if (!isOwn) return wordOf(value, wordAt(shadow, place));
  const { boxes, words } = shadow;
  if (words.has(2 * place) || words.has(2 * place + 1))
    return fromWords(value, [wordAt(shadow, 2 * place), wordAt(shadow, 2 * place + 1)]);
  return boxes.get(place) ?? value;
}

function isEmpty({ boxes, words }: Shadow): boolean {
  return boxes.size === 0 && words.size === 0;
}

const lowWordFirst = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** True for arrays that give words of the doubles in the memory. */
function givesWords(array: Float64Array, shadow: Shadow): boolean {
  return lowWordFirst && /nt32/.test(kindOfTyped(array)) && shadow.kind === 'Float64Array';
}

function wordAt({ boxes, words }: Shadow, place: number): Origin | undefined {
  if (words.has(place)) return words.get(place);
  const number = boxes.get(place >> 1);
  return number && { number, fraction: place % 2 === 0 ? -1 : 0xfffff };
}

/** Puts a number into an array, and the box that it belongs to into its shadow. */
export function writeTyped(
  array: Float64Array,
  index: number,
  value: number,
  box: Box | undefined,
  mixed: () => never,
): void {
  if (!(Number.isInteger(index) && index >= 0 && index < array.length)) return;
  array[index] = value;
  if (box === undefined && !anyShadow) return;
  let shadow = shadows.get(array.buffer);
  if (shadow === undefined) {
    if (box === undefined) return;
    watchIteration(array, mixed);
    const kind = originOf(box) === undefined ? kindOfTyped(array) : 'Float64Array';
    shadow = { kind, boxes: new Map(), words: new Map() };
    shadows.set(array.buffer, shadow);
    anyShadow = true;
  }
  const place = placeIn(array, index);
  if (shadow.kind !== kindOfTyped(array)) {
    if (givesWords(array, shadow) && (box === undefined || originOf(box) !== undefined)) {
      shadow.words.set(place, originOf(box));
      return;
    }
    if (!isEmpty(shadow)) mixed();
    shadows.delete(array.buffer);
    if (box !== undefined) writeTyped(array, index, value, box, mixed);
    return;
  }
  shadow.words.delete(2 * place);
  shadow.words.delete(2 * place + 1);
  if (box === undefined) shadow.boxes.delete(place);
  else shadow.boxes.set(place, box);
}
