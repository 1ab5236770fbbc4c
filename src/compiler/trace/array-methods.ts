/**
 * Methods of arrays and typed arrays in a traced run. They move numbers, boxes among them; what they compare is compared by the
 * runtime, and what they call back is rewritten. A typed array is gone through as arrays are, by a view that has its elements
 * as they are when they are reached.
 */
import { arrayMethodFacts } from '../frontend/syntax/array-methods.ts';
import { Box, plain } from './box.ts';
import { asCallback, type BuiltIn, gt, lt, touch } from './built-in.ts';
import { get, items, setTyped } from './memory.ts';
import { same, text, truth } from './operators.ts';
import { type AnyFunction } from './run.ts';
import { mixedBytes } from './untraceable.ts';
import { elements, isTyped } from './transaction.ts';

/** A callback, and one that is shown the array itself where it goes through a view of it. */
function callback(value: unknown, view: unknown, owner: unknown): unknown {
  const fn = asCallback(value) as AnyFunction;
  if (typeof fn !== 'function' || view === owner) return fn;
  return (...args: unknown[]) => fn(...args.map((arg) => (arg === view ? owner : arg)));
}

function question(fn: unknown): unknown {
  return typeof fn !== 'function' ? fn : (...args: unknown[]) => truth((fn as AnyFunction)(...args));
}

/** A comparison for sorting. Where it depends on an input, so does the order: equal ones are a tie. */
function comparator(value: unknown): (a: unknown, b: unknown) => number {
  const fn = asCallback(value);
  if (typeof fn !== 'function') {
    return (a, b) => {
      const [left, right] = [String(plain(a)), String(plain(b))];
      if (left !== right) return left < right ? -1 : 1;
      if (a === b || !(a instanceof Box || b instanceof Box)) return 0;
      // Two that are equal only here: beside, the larger number has the later text, and the earlier one below 0.
      const order = lt(a, b) ? -1 : gt(a, b) ? 1 : 0;
      return left.startsWith('-') ? 0 - order : order;
    };
  }
  return (a, b) => {
    const order = (fn as AnyFunction)(a, b);
    if (!(order instanceof Box)) return Number(order);
    return lt(order, 0) ? -1 : gt(order, 0) ? 1 : 0;
  };
}

function indexOf(name: string, list: readonly unknown[], args: readonly unknown[]): unknown {
  const from = args.length > 1 ? (plain(args[1]) as number) : undefined;
  const sought = args[0];
  const fits = (element: unknown): boolean =>
    same(element, sought) || (name === 'includes' && Number.isNaN(plain(element)) && Number.isNaN(plain(sought)));
  if (name === 'lastIndexOf') {
    const start =
      from === undefined ? list.length - 1 : from < 0 ? list.length + from : Math.min(from, list.length - 1);
    for (let k = start; k >= 0; k--) if (k in list && fits(list[k])) return k;
    return -1;
  }
  const start = from === undefined ? 0 : from < 0 ? Math.max(0, list.length + from) : from;
  for (let k = start; k < list.length; k++)
    if ((name === 'includes' || k in list) && fits(list[k])) return name === 'includes' ? true : k;
  return name === 'includes' ? false : -1;
}

/** Indices and counts are plain; what is put into the array is not. */
function plainIndices(name: string, args: readonly unknown[]): readonly unknown[] {
  const [from, to] = arrayMethodFacts(name).indices ?? [0, 0];
  return args.map((arg, k) => (from <= k && k < to ? plain(arg) : arg));
}

/** A method of arrays on one, or on a view of `owner`. */
function onArray(name: string, fn: AnyFunction, list: unknown, given: readonly unknown[], owner = list): unknown {
  const { seeks, callback: asked, stores } = arrayMethodFacts(name);
  if (seeks) return indexOf(name, list as unknown[], given);
  if (name === 'join' || name === 'toString')
    return fn.apply(
      Array.from(list as ArrayLike<unknown>, (one) => (typeof one === 'object' && one !== null ? text(one) : one)),
      [...given],
    );
  if (asked === 'order') {
    const holds = (list as unknown[]).some((one) => one instanceof Box);
    return fn.apply(list, given[0] === undefined && !holds ? [] : [comparator(given[0])]);
  }
  const args =
    asked === 'question'
      ? given.map((arg, k) => (k === 0 ? question(callback(arg, list, owner)) : arg))
      : plainIndices(name, given).map((arg) =>
          typeof arg === 'function' && !stores ? callback(arg, list, owner) : arg,
        );
  return fn.apply(list, args);
}

/** A method of arrays, called on an array or a typed one. */
export function arrayMethod(name: string, fn: AnyFunction): BuiltIn {
  return (self, given, place) => {
    if (isTyped(self)) {
      const own = (self as unknown as Record<string, AnyFunction | undefined>)[name];
      return own === undefined ? fn.apply(self, [...given]) : typedMethod(name, own)(self, given, place);
    }
    if (arrayMethodFacts(name).changes) touch(self);
    return onArray(name, fn, self, given);
  };
}

/**
 * A method of typed arrays, as one of arrays: through a view that has the elements as they are when they are reached, or,
 * where it changes the array, on a list, and back. What makes a new array makes one of the same kind.
 */
export function typedMethod(name: string, fn: AnyFunction): BuiltIn {
  const onList = (Array.prototype as unknown as Record<string, AnyFunction>)[name];
  const { changes, makes } = arrayMethodFacts(name);
  return (self, given) => {
    // Arrays have the same `toString`.
    if (!isTyped(self)) return onArray(name, fn, self, given);
    if (changes) touch(self);
    if (name === 'values') return elements(self, mixedBytes);
    if (name === 'entries') return numbered(self);
    if (name === 'subarray') return fn.apply(self, given.map(plain));
    if (name === 'set') {
      const source = items(given[0]) as ArrayLike<unknown>;
      const offset = (plain(given[1] ?? 0) as number) || 0;
      Array.from(source).forEach((value, k) => setTyped(self, offset + k, value));
      return undefined;
    }
    if (name === 'fill') {
      const [from = 0, to = self.length] = given.slice(1).map(plain) as number[];
      const at = (k: number): number => (k < 0 ? Math.max(0, self.length + k) : Math.min(k, self.length));
      for (let k = at(from); k < at(to); k++) setTyped(self, k, given[0]);
      return self;
    }
    if (onList === undefined) return fn.apply(self, given.map(asCallback));
    const list = (): unknown[] => [...(items(self) as Iterable<unknown>)];
    if (name === 'sort' || name === 'toSorted') {
      const order = given[0] === undefined ? (a: unknown, b: unknown) => numericOrder(a, b) : comparator(given[0]);
      const sorted = list().sort(order);
      return name === 'sort' ? putBack(self, sorted) : typedFrom(self.constructor as TypedConstructor, sorted);
    }
    if (changes) return putBack(self, onArray(name, onList, list(), given) as unknown[]);
    const result = onArray(name, onList, viewOf(self), given, self);
    return makes ? typedFrom(self.constructor as TypedConstructor, result as unknown[]) : result;
  };
}

function* numbered(array: Float64Array): Generator<unknown, undefined> {
  let k = 0;
  for (const value of elements(array, mixedBytes)) yield [k++, value];
  return undefined;
}

/** A typed array as methods of arrays see one. */
function viewOf(array: Float64Array): unknown {
  const indexOfKey = (at: string | symbol): number => (typeof at === 'string' && /^\d+$/.test(at) ? Number(at) : -1);
  return new Proxy(Object.create(Array.prototype) as object, {
    has: (target, at) => (indexOfKey(at) >= 0 ? indexOfKey(at) < array.length : Reflect.has(target, at)),
    get(target, at) {
      if (at === 'length') return array.length;
      return indexOfKey(at) >= 0 ? get(array, indexOfKey(at)) : (Reflect.get(target, at) as unknown);
    },
  });
}

function numericOrder(a: unknown, b: unknown): number {
  return lt(a, b) ? -1 : gt(a, b) ? 1 : 0;
}

function putBack(array: Float64Array, list: readonly unknown[]): Float64Array {
  list.forEach((value, k) => setTyped(array, k, value));
  return array;
}

export type TypedConstructor = new (length: number) => Float64Array;

/** A typed array of a kind with the elements of a list. */
export function typedFrom(Constructor: TypedConstructor, list: ArrayLike<unknown>): Float64Array {
  const array = new Constructor(list.length);
  for (let k = 0; k < list.length; k++) setTyped(array, k, list[k]);
  return array;
}
