/**
 * Reads and writes by key in a traced run: typed arrays have their boxes in a shadow, a write keeps what it
 * overwrites, and a key that depends on an input is its number.
 */
import { SecantError } from '../../base/diagnostics.ts';
import { applyOperation, Box, plain } from './box.ts';
import { checkKey, checkStored, key, notePartsOf, tiedKeys } from './operators.ts';
import { currentRun, inRun, type Key } from './run.ts';
import { isNative } from './marks.ts';
import { shown } from './outside-numbers.ts';
import { mixedBytes } from './untraceable.ts';
import { originOf } from './words.ts';
import { anyShadows, elements, isShadowed, isTyped, kindOfTyped, readTyped, writeTyped } from './transaction.ts';

/** `object[at]` */
export function get(object: unknown, at: unknown): unknown {
  if (typeof at === 'number') {
    if (Array.isArray(object)) return object[at];
    if (isTyped(object)) return readTyped(object, at, mixedBytes);
    if (typeof object === 'string') return notePartsOf(object, object[at]);
  } else if (at instanceof Box) {
    const index = plain(at) as number;
    if (Array.isArray(object) || isTyped(object)) return get(object, index);
    const name = key(at);
    // What was stored before the run was stored for this number alone.
    if (Object.hasOwn(object as object, name) && !inRun().transaction.has(object as object)) tiedKeys(String(name));
    return (object as Record<Key, unknown>)[name];
  } else if (typeof at === 'string') {
    const { spoken, steps } = currentRun()!;
    if (spoken.size + steps.size > 0) {
      checkKey(at);
      if (typeof object === 'object' && object !== null && !Array.isArray(object) && Object.hasOwn(object, at))
        checkStored(at, object);
    }
    if (isTyped(object) && isShadowed(object) && /^\d+$/.test(at)) return readTyped(object, Number(at), mixedBytes);
  }
  return (object as Record<Key, unknown>)[at as Key];
}

/** `object[at]` where a getter may stand that is not rewritten yet. */
export function read(object: unknown, at: unknown): unknown {
  const getter = accessor(object, at)?.get;
  // Built-in ones give lengths, sizes and flags.
  return getter === undefined || isNative(getter)
    ? get(object, at)
    : inRun().calls.callable(getter, '1:1 get', object).call(object);
}

/** `object[at] = value` where a setter may stand that is not rewritten yet. */
export function write(object: unknown, at: unknown, value: unknown): unknown {
  const setter = accessor(object, at)?.set;
  if (setter === undefined) return set(object, at, value);
  inRun().calls.callable(setter, '1:1 set', object).call(object, value);
  return value;
}

/** The accessor of a property; undefined for plain ones. */
function accessor(object: unknown, at: unknown): PropertyDescriptor | undefined {
  if (typeof object !== 'object' || object === null) return undefined;
  // Elements have no accessors; arrays of a class of its own may have some by name.
  const plainly = Object.getPrototypeOf(object) === Array.prototype || (typeof at !== 'string' && isTyped(object));
  if (plainly) return undefined;
  const name = plain(at) as Key;
  for (
    let owner: unknown = object;
    owner !== null && owner !== Object.prototype;
    owner = Object.getPrototypeOf(owner)
  ) {
    const found = Object.getOwnPropertyDescriptor(owner, name);
    if (found !== undefined) return found.get === undefined && found.set === undefined ? undefined : found;
  }
  return undefined;
}

/** `object[at] = value` */
export function set(object: unknown, at: unknown, value: unknown): unknown {
  if (typeof object === 'object' ? object !== null && !(object instanceof Box) : typeof object === 'function')
    inRun().transaction.touch(object as object);
  if (isTyped(object)) {
    const index = Number(plain(at));
    if (!Number.isNaN(index)) {
      setTyped(object, index, value);
      return value;
    }
  }
  (object as Record<Key, unknown>)[Array.isArray(object) && at instanceof Box ? (plain(at) as number) : key(at)] =
    value;
  return value;
}

/** A write to a typed array: what it keeps of the number, and the derivative of that. */
export function setTyped(array: Float64Array, index: number, value: unknown): void {
  if (!(value instanceof Box)) {
    writeTyped(array, index, value as number, undefined, mixedBytes);
    return;
  }
  const kind = kindOfTyped(array);
  if (originOf(value) !== undefined) {
    const isWhole = kind === 'Uint32Array' || kind === 'Int32Array';
    writeTyped(array, index, plain(value) as number, isWhole ? value : undefined, mixedBytes);
    return;
  }
  const kept =
    kind === 'Float64Array'
      ? value
      : kind === 'Float32Array'
        ? applyOperation('fround', [value])
        : wholeOf(value, kind);
  writeTyped(array, index, shown(kept) as number, kept instanceof Box ? kept : undefined, mixedBytes);
}

/** What an array of whole numbers keeps of a number: a step. */
function wholeOf(value: Box, kind: string): unknown {
  return applyOperation(kind === 'Uint8ClampedArray' ? 'round' : 'trunc', [value]);
}

/** The elements of a typed array, boxes in place; everything else as it is. */
export function items(value: unknown): unknown {
  if (!isTyped(value) || !isShadowed(value)) return value;
  return Array.from({ length: value.length }, (_, k) => readTyped(value, k, mixedBytes));
}

/** What a loop goes through: elements of a typed array as they are when it comes to them. */
export function each(value: unknown): unknown {
  if (typeof value === 'string') return notePartsOf(value, Array.from(value));
  if (isTyped(value)) return elements(value, mixedBytes);
  if (Symbol.iterator in Object(value)) return value;
  throw new TypeError(`${typeof plain(value)} is not iterable`);
}

/** The rest of a parameter, which JavaScript itself has copied: not from a typed array that holds boxes. */
export function rest(copied: object): void {
  if (anyShadows() && Object.hasOwn(copied, '0')) mixedRest();
}

function mixedRest(): never {
  throw new SecantError(
    'S105',
    'a parameter takes the rest of an object with elements, and may lose their derivatives',
    {
      hint: 'take them in the body',
    },
  );
}

/** A place that can be assigned to inside a pattern. */
export class Place {
  private readonly object: unknown;
  private readonly key: unknown;

  constructor(object: unknown, at: unknown) {
    this.object = object;
    this.key = at;
  }

  get value(): unknown {
    return get(this.object, this.key);
  }

  set value(value: unknown) {
    set(this.object, this.key, value);
  }
}

/** A variable that outlives the run. */
class Variable {
  private readonly assign: (value: unknown) => void;

  constructor(assign: (value: unknown) => void) {
    this.assign = assign;
  }

  set value(value: unknown) {
    this.assign(value);
  }
}

/** Notes a variable that outlives the run, before it is assigned. */
export function variable(value: unknown, assign: (value: unknown) => void): Variable {
  inRun().transaction.remember(() => assign(value));
  return new Variable(assign);
}

/** Notes a private field before it is assigned. */
export function hidden<O extends object>(
  object: O,
  read: (object: O) => unknown,
  write: (object: O, value: unknown) => void,
): void {
  const value = read(object);
  inRun().transaction.remember(() => write(object, value));
}

/** `delete object[at]` */
export function remove(object: object, at: unknown): boolean {
  inRun().transaction.touch(object);
  if (!Reflect.deleteProperty(object, key(at))) throw new TypeError(`Cannot delete property '${String(at)}'`);
  return true;
}
