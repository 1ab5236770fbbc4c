/**
 * Built-in functions in a traced run. Those of `Math` are operations; methods of arrays, maps, sets and objects only
 * move numbers and may hold boxes, but what they change is kept first, what they compare is compared by the runtime,
 * and the functions they call back are rewritten. Built-in functions that are not here see plain numbers only: given
 * a box they refuse (`runtime.ts`).
 */
import type { SecantError } from '../../base/diagnostics.ts';
import { operationOfMath, operations } from '../ir/operations.ts';
import { applyOperation, Box, plain } from './box.ts';
import {
  asCallback,
  asNumber,
  type BuiltIn,
  deeplyPlain,
  holdsBox,
  isSharedBuffer,
  touch,
  truncated,
} from './built-in.ts';
import { arrayMethod, type TypedConstructor, typedFrom, typedMethod } from './array-methods.ts';
import { get, items, set } from './memory.ts';
import { checkSpoken, key, mapKey, notePartsOf, number, same, text, truth, numberFromText } from './operators.ts';
import { type AnyFunction, inRun, refusal } from './run.ts';
import { functionSymbol } from './marks.ts';
import { fromOutside, isFromOutside, reachesOutside, shown } from './outside-numbers.ts';
import { untraceableHint } from './untraceable.ts';
import { isTyped } from './transaction.ts';

// ── Numbers ─────────────────────────────────────────────────────────────────────────────────────────────

/** A function of `Math`: an operation, or, of any number of arguments, one of two that is folded over them. */
function mathFunction(name: string, fn: AnyFunction): BuiltIn {
  const sums = name === 'sumPrecise';
  const operation = sums ? 'add' : operationOfMath(name);
  if (operation === undefined) return (_self, args) => fn(...args);
  const { fold } = operations[operation];
  if (fold === undefined && !sums) {
    const count = fn.length;
    return (_self, args) => {
      const first = args[0];
      if (count === 1 && typeof first === 'number') return fn(first);
      const numbers = Array.from({ length: count }, (_, k) => asNumber(args[k]));
      if (!numbers.some((one) => one instanceof Box)) return fn(...numbers);
      return applyOperation(operation, numbers);
    };
  }
  return (_self, given) => {
    const args = sums ? [...(items(given[0]) as Iterable<unknown>)] : given;
    const numbers = args.map(asNumber);
    if (!numbers.some((one) => one instanceof Box)) return sums ? fn(numbers) : fn(...numbers);
    if (numbers.length === 1) return fold?.one === 'abs' ? applyOperation('abs', numbers) : numbers[0];
    return numbers.reduce((so, next) => applyOperation(operation, [so, next]));
  };
}

/** A number as text: a step, or the whole number that must not be read again. */
function formatted(name: 'toFixed' | 'toPrecision' | 'toExponential'): (box: Box, args: readonly unknown[]) => string {
  return (box, args) => {
    const write = (value: unknown): string => (value as number)[name](...(args.map(plain) as number[]));
    if (isFromOutside(box) || (args.length === 0 && name !== 'toFixed')) return text(box, write);
    const rounded = write(plain(box));
    inRun().steps.add(rounded);
    return rounded;
  };
}

/** Methods of numbers. */
export const numberMethods: Readonly<Record<string, (box: Box, args: readonly unknown[]) => unknown>> = {
  toFixed: formatted('toFixed'),
  toPrecision: formatted('toPrecision'),
  toExponential: formatted('toExponential'),
  toString: (box: Box, [radix]: readonly unknown[]) =>
    radix === undefined || plain(radix) === 10 || isFromOutside(box)
      ? text(box, (value) => (value as number).toString(plain(radix) as number))
      : (plain(box) as number).toString(plain(radix) as number),
  toLocaleString: (box: Box) => text(box),
  valueOf: (box: Box) => box,
};

// ── Functions that move what they are given ─────────────────────────────────────────────────────────────

/** A function, and how it is called in a run. */
type Row = readonly [fn: unknown, call: BuiltIn];

/** Calls `put` with each function that an object has under a name of its own. */
export function eachFunction(owner: object, put: (name: string, fn: AnyFunction) => void): void {
  for (const name of Object.getOwnPropertyNames(owner)) {
    const fn: unknown = Object.getOwnPropertyDescriptor(owner, name)?.value;
    if (typeof fn === 'function' && name !== 'constructor') put(name, fn as AnyFunction);
  }
}

/** A row for each function that an object has under a name of its own. */
function rowsOf(owner: unknown, call: (name: string, fn: AnyFunction) => BuiltIn): Row[] {
  const rows: Row[] = [];
  eachFunction(owner as object, (name, fn) => rows.push([fn, call(name, fn)]));
  return rows;
}

/** Calls the function itself, its callbacks rewritten: it moves what it is given and looks at nothing. */
function moves(fn: AnyFunction): BuiltIn {
  return (self, args) => fn.apply(self, args.map(asCallback));
}

/** The same for a function that changes its first argument. */
function movesInto(fn: AnyFunction): BuiltIn {
  return (self, args) => {
    touch(args[0]);
    return fn.apply(self, [...args]);
  };
}

/** Functions of `Object`. */
function objectFunction(name: string, fn: AnyFunction): BuiltIn {
  const changes = ['assign', 'defineProperty', 'defineProperties', 'setPrototypeOf'].includes(name);
  const call = changes ? movesInto(fn) : moves(fn);
  // A number has no properties.
  return (self, [object, ...rest], place) => call(self, [plain(object), ...rest], place);
}

/** Methods of maps and sets. */
function keyedMethod(name: string, fn: AnyFunction): BuiltIn {
  return (self, args) => {
    if (name === 'set' || name === 'add' || name === 'delete' || name === 'clear') touch(self);
    const keyed = ['set', 'add', 'delete', 'get', 'has'].includes(name);
    return fn.apply(
      self,
      keyed ? args.map((arg, k) => (k === 0 ? mapKey(arg, self as Map<unknown, unknown>) : arg)) : args.map(asCallback),
    );
  };
}

/** Methods of maps and sets that hold their keys weakly. */
function weakMethod(name: string, fn: AnyFunction): BuiltIn {
  return (self, args) => {
    const [at] = args as [WeakKey];
    const map = self as WeakMap<WeakKey, unknown> & WeakSet<WeakKey>;
    if (name !== 'get' && name !== 'has' && typeof at === 'object') {
      const before = map.has(at);
      const isMap = self instanceof WeakMap;
      const value: unknown = isMap && before ? map.get(at) : undefined;
      inRun().transaction.remember(() => {
        if (!before) map.delete(at);
        else if (isMap) map.set(at, value);
        else map.add(at);
      });
    }
    return fn.apply(self, [...args]);
  };
}

// ── Calls ───────────────────────────────────────────────────────────────────────────────────────────────

function calledOn(fn: unknown, self: unknown, args: readonly unknown[], place: string): unknown {
  const handler = builtIn(fn);
  return handler === undefined
    ? inRun()
        .calls.callable(fn, place)
        .apply(self, [...args])
    : handler(self, args, place);
}

/** Functions made here: they take boxes. */
const madeHere = new WeakMap<object, BuiltIn>();

function takesBoxes(fn: AnyFunction): AnyFunction {
  madeHere.set(fn, (self, args) => fn.apply(self, [...args]));
  return fn;
}

// ── Numbers from and to text ────────────────────────────────────────────────────────────────────────────

/** Methods of regular expressions: what they find are texts, and a number that is read from one is looked for among those that were written. */
function searches(fn: AnyFunction): BuiltIn {
  return (self, args) => {
    const given = args.map((arg) => (arg instanceof Box ? text(arg) : asCallback(arg)));
    return notePartsOf(args[0], fn.apply(self, given));
  };
}

function reads(fn: AnyFunction): BuiltIn {
  return (_self, args) => {
    const [value] = args;
    if (value instanceof Box) return fn === (parseInt as AnyFunction) ? truncated(value) : value;
    // Of a text that a number was written to, the fraction is that number's own.
    if (typeof value === 'string' && fn !== (parseInt as AnyFunction)) {
      // `parseFloat` reads as much as is a number.
      const [read = value] = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/i.exec(value) ?? [];
      return numberFromText(read, (text) => fn(text) as number);
    }
    if (typeof value === 'string') checkSpoken(value);
    return fn(...args);
  };
}

function noteAll(value: unknown): void {
  if (value instanceof Box) text(value);
  else if (Array.isArray(value)) value.forEach(noteAll);
  else if (typeof value === 'object' && value !== null && !isTyped(value)) Object.values(value).forEach(noteAll);
}

/** Methods of texts that write what they are given; others take indices and counts. */
const writesText = new Set(['concat', 'replace', 'replaceAll', 'padStart', 'padEnd', 'split', 'indexOf', 'includes']);

/** Methods of texts. */
function textMethod(name: string, fn: AnyFunction): BuiltIn {
  return (self, args) => {
    const given = args.map((arg) =>
      arg instanceof Box ? (writesText.has(name) ? text(arg) : plain(arg)) : asCallback(arg),
    );
    const { spoken, parts } = inRun();
    const whole = self as string;
    if (/odeP|Code/.test(name) && (spoken.has(whole) || parts.has(whole))) checkSpoken(whole);
    return notePartsOf(self, fn.apply(self, given));
  };
}

// ── Objects that are made ───────────────────────────────────────────────────────────────────────────────

const { structuredClone } = globalThis as { readonly structuredClone?: (value: unknown) => unknown };

function cloned(value: unknown, known: Map<unknown, unknown>): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Box) return value;
  if (known.has(value)) return known.get(value);
  if (isTyped(value)) return typedFrom(value.constructor as TypedConstructor, [...(items(value) as Iterable<unknown>)]);
  if (!holdsBox(value, 8)) return structuredClone!(value);
  const copy: Record<string, unknown> = Array.isArray(value) ? ([] as unknown as Record<string, unknown>) : {};
  known.set(value, copy);
  for (const [name, inner] of Object.entries(value)) copy[name] = cloned(inner, known);
  return copy;
}

const typedKinds = [
  Float64Array, Float32Array, Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array, Uint8Array, Uint8ClampedArray,
] as unknown as readonly TypedConstructor[]; // prettier-ignore

/** `new` of a class of typed arrays. */
function newTyped(Constructor: TypedConstructor): BuiltIn {
  return (_self, args) => {
    const [source] = args;
    if (source instanceof Box) return new Constructor(plain(source) as number);
    if (typeof source !== 'object' || source === null || source instanceof ArrayBuffer || isSharedBuffer(source))
      return Reflect.construct(Constructor, args.map(plain)) as unknown;
    const list = Array.from(items(source) as ArrayLike<unknown>);
    return list.some((one) => one instanceof Box)
      ? typedFrom(Constructor, list)
      : Reflect.construct(Constructor, [list]);
  };
}

const newArray: BuiltIn = (_self, args) => Reflect.construct(Array, args.length === 1 ? args.map(plain) : [...args]);

// A function from text captures nothing: it is rewritten when it is called, or by the loader.
const functionFromText: BuiltIn = (_self, args) =>
  ((globalThis as { [functionSymbol]?: FunctionConstructor })[functionSymbol] ?? Function)(...args.map(String));

/** Errors, whose message may be a number, and objects. */
const withMessage = [Object, Error, TypeError, RangeError, SyntaxError, EvalError, ReferenceError].map((kind): Row => [
  kind,
  (_self, args) =>
    Reflect.construct(
      kind,
      args.map((arg, k) => (k === 0 && arg instanceof Box ? text(arg) : arg)),
    ) as unknown,
]);

/** `Object(x)`: an object that is the number again where it is calculated with. */
function numberObject(box: Box): unknown {
  const made: object = new Number(plain(box));
  return Object.defineProperty(made, 'valueOf', { value: takesBoxes(() => box) });
}

/** Times of dates in milliseconds that depend on an input. As `Math.fround` does, a date rounds, and its slope is 1. */
const times = new WeakMap<object, Box>();

function timeOf(date: unknown): Box | undefined {
  return typeof date === 'object' && date !== null ? times.get(date) : undefined;
}

function losesTime(place: string): SecantError {
  return refusal(
    'S105',
    '`Date` keeps whole milliseconds, and would lose the derivative of what it is given',
    place,
    untraceableHint,
  );
}

/** What days are made of: steps of a day and more. */
const calendar = /^get(UTC)?(FullYear|Month|Date|Day)$|^getTimezoneOffset$/;

/** Methods of dates. */
function dateMethod(name: string | symbol, fn: AnyFunction): BuiltIn {
  return (self, args, place) => {
    const time = timeOf(self);
    if (time === undefined && !args.some((arg) => arg instanceof Box)) return fn.apply(self, [...args]);
    if (time !== undefined && (name === 'getTime' || name === 'valueOf')) return time;
    if (time !== undefined && name === Symbol.toPrimitive && args[0] === 'number') return time;
    if (isFromOutside(time)) {
      const made = fn.apply(self, [...args]);
      return typeof made === 'number' ? fromOutside(made, 'new Date()', place) : made;
    }
    if (time !== undefined && typeof name === 'string' && calendar.test(name)) return fn.apply(self, []);
    throw losesTime(place);
  };
}

/** Rows of methods, those with a symbol for a name among them. */
function allRowsOf(owner: object, call: (name: string | symbol, fn: AnyFunction) => BuiltIn): Row[] {
  return Reflect.ownKeys(owner).flatMap((name): Row[] => {
    const fn: unknown = Object.getOwnPropertyDescriptor(owner, name)?.value;
    return typeof fn === 'function' && name !== 'constructor' ? [[fn, call(name, fn as AnyFunction)]] : [];
  });
}

// ── The tables ──────────────────────────────────────────────────────────────────────────────────────────

const typedBase = Object.getPrototypeOf(Float64Array) as { prototype: object; from: AnyFunction; of: AnyFunction };
const generatorPrototype: unknown = Object.getPrototypeOf(Object.getPrototypeOf((function* () { yield 0; })())); // prettier-ignore
const iterators = [[][Symbol.iterator](), new Map().entries(), new Set().values(), ''[Symbol.iterator]()];

/** The rows of whole objects, then those of single functions, which stand for what the former say of them. */
const table: ReadonlyMap<unknown, BuiltIn> = new Map<unknown, BuiltIn>([
  ...rowsOf(Math, mathFunction).filter(([fn]) => fn !== Math.random),
  ...rowsOf(Array.prototype, arrayMethod),
  ...rowsOf(typedBase.prototype, typedMethod),
  ...rowsOf(Object, objectFunction),
  ...rowsOf(
    Object.prototype,
    (name, fn) => (self, args) =>
      fn.apply(plain(self), name === 'hasOwnProperty' ? args.map((arg) => key(arg)) : [...args]),
  ),
  ...rowsOf(
    Number.prototype,
    (name, fn) => (self, args) =>
      self instanceof Box ? numberMethods[name]!(self, args) : fn.apply(self, args.map(plain)),
  ),
  ...rowsOf(String.prototype, textMethod),
  ...allRowsOf(RegExp.prototype, (_name, fn) => searches(fn)),
  ...allRowsOf(Date.prototype, dateMethod),
  ...rowsOf(Reflect, (_name, fn) => movesInto(fn)),
  ...[Map, Set].flatMap((kind) => rowsOf(kind.prototype, keyedMethod)),
  ...[WeakMap, WeakSet].flatMap((kind) => rowsOf(kind.prototype, weakMethod)),
  ...iterators.flatMap((one) => rowsOf(Object.getPrototypeOf(one), (_name, fn) => (self, args) => fn.apply(self, [...args]))), // prettier-ignore
  ...[Object.getPrototypeOf(generatorPrototype), generatorPrototype].flatMap((one) => rowsOf(one, (_name, fn) => moves(fn))), // prettier-ignore
  ...withMessage,
  [Array.isArray, (_self, args) => Array.isArray(args[0])],
  [Array.of, (_self, args) => [...args]],
  [
    Array.from,
    (_self, [source, fn]) => {
      const list = items(source);
      const length = (list as { readonly length?: unknown } | null)?.length;
      const from = length instanceof Box ? { ...(list as object), length: plain(length) } : list;
      return fn === undefined
        ? Array.from(from as Iterable<unknown>)
        : Array.from(from as Iterable<unknown>, asCallback(fn) as AnyFunction);
    },
  ],
  ...(['getOwnPropertyDescriptor', 'getOwnPropertyDescriptors'] as const).map((name): Row => [
    Object[name],
    (_self, [object, at]) => Object[name](items(object), (at instanceof Box ? key(at) : at) as string),
  ]),
  // What reads the numbers of an object reads those of a typed array as they are recorded.
  [Object.entries, (_self, [object]) => Object.entries(items(object) as object)],
  [
    Object.assign,
    (_self, [target, ...sources]) => {
      for (const source of sources)
        for (const [name, value] of Object.entries(Object(items(source)) as object)) set(target, name, value);
      return target;
    },
  ],
  [
    Object.is,
    (_self, [a, b]) =>
      a instanceof Box || b instanceof Box ? Object.is(plain(a), plain(b)) && same(a, b) : Object.is(a, b),
  ],
  [Object.values, (_self, [object]) => Object.values(items(object) as object)],
  [ArrayBuffer.isView, (_self, args) => ArrayBuffer.isView(args[0])],
  [Object.hasOwn, (_self, [object, name]) => Object.hasOwn(object as object, key(name))],
  [
    Reflect.get,
    (_self, args) => (isTyped(args[0]) ? get(args[0], args[1]) : Reflect.get(...(args as [object, string]))),
  ],
  [Reflect.set, (_self, [object, name, value]) => (set(object, name, value), true)],
  [
    Reflect.apply,
    (_self, [fn, self, args], place) =>
      inRun()
        .calls.callable(fn, place)
        .apply(self, args as unknown[]),
  ],
  [Reflect.construct, (_self, [target, args], place) => inRun().calls.construct(target, place, ...(args as unknown[]))],
  [Function.prototype.call, (self, [at, ...args], place) => calledOn(self, at, args, place)],
  [
    Function.prototype.apply,
    (self, [at, args], place) =>
      calledOn(self, at, args == null ? [] : Array.from(items(args) as ArrayLike<unknown>), place),
  ],
  [
    Function.prototype.bind,
    (self, [at, ...first]) => {
      const bound = function (this: unknown, ...rest: unknown[]): unknown {
        return calledOn(self, at, [...first, ...rest], '1:1 bound');
      };
      return takesBoxes(bound);
    },
  ],
  [Number, (_self, args) => (args.length === 0 ? 0 : number(args[0]))],
  [parseFloat, reads(parseFloat as AnyFunction)],
  [parseInt, reads(parseInt as AnyFunction)],
  ...[isNaN, isFinite, Number.isNaN, Number.isFinite].map((test): Row => [
    test,
    (_self, args) => test(plain(args[0]) as number),
  ]),
  // Whole numbers are met only in passing: the nearest one is a tie.
  ...[Number.isInteger, Number.isSafeInteger].map((test): Row => [
    test,
    (_self, [value]) => (value instanceof Box ? same(value, applyOperation('floor', [value])) : test(value)),
  ]),
  [String, (_self, args) => (args.length === 0 ? '' : text(args[0]))],
  [Boolean, (_self, [value]) => truth(value)],
  [Symbol, (_self, args) => Symbol(...(args as [string]))],
  [
    BigInt,
    (_self, [value], place) => {
      if (value instanceof Box)
        throw refusal('S105', '`BigInt` would lose the derivative of what it is given', place, untraceableHint);
      return BigInt(value as number);
    },
  ],
  [
    JSON.stringify,
    (_self, [value, ...rest]) => {
      if (!holdsBox(value, 8)) return JSON.stringify(value, ...(rest as []));
      noteAll(value);
      return JSON.stringify(deeplyPlain(value), ...(rest as []));
    },
  ],
  [
    JSON.parse,
    (_self, [value, fn]) => {
      checkSpoken(String(value));
      return JSON.parse(String(value), asCallback(fn) as undefined) as unknown;
    },
  ],
  [
    typedBase.from,
    (self, [source, fn]) => {
      const list = Array.from(items(source) as ArrayLike<unknown>);
      const mapped = fn === undefined ? list : list.map(asCallback(fn) as (value: unknown) => unknown);
      return typedFrom(self as TypedConstructor, mapped);
    },
  ],
  [typedBase.of, (self, args) => typedFrom(self as TypedConstructor, args)],
  [Array, newArray],
  [
    Object,
    (_self, [value]) =>
      value instanceof Box ? numberObject(value) : typeof value === 'object' && value !== null ? value : Object(value),
  ],
  [Function, functionFromText],
  ...(structuredClone === undefined
    ? []
    : [[structuredClone, (_self, [value]) => cloned(value, new Map())] satisfies Row]),
]);

/** Built-in classes that a program may make objects of, boxes inside. */
export const constructors: ReadonlyMap<unknown, BuiltIn> = new Map<unknown, BuiltIn>([
  ...typedKinds.map((kind): Row => [kind, newTyped(kind)]),
  [Array, newArray],
  [
    Map,
    (_self, [source]) => {
      const made = new Map<unknown, unknown>();
      touch(made);
      for (const entry of (source == null ? [] : items(source)) as Iterable<unknown[]>)
        made.set(mapKey(entry[0], made), entry[1]);
      return made;
    },
  ],
  [
    Set,
    (_self, [source]) => {
      const made = new Set<unknown>();
      touch(made);
      for (const one of (source == null ? [] : items(source)) as Iterable<unknown>) made.add(mapKey(one, made));
      return made;
    },
  ],
  ...[WeakMap, WeakSet, Proxy].map((kind): Row => [
    kind,
    (_self, args) => Reflect.construct(kind, [...args]) as unknown,
  ]),
  ...withMessage,
  [
    Date,
    (_self, args, place) => {
      const [time] = args.length === 0 ? [fromOutside(Date.now(), 'new Date()', place)] : args;
      const known = args.length < 2 ? (time instanceof Box ? time : timeOf(time)) : undefined;
      if (known !== undefined) {
        const made = new Date(shown(known) as number);
        times.set(made, known);
        return made;
      }
      if (args.some((arg) => arg instanceof Box)) throw losesTime(place);
      return Reflect.construct(Date, [...args]) as unknown;
    },
  ],
  [Function, functionFromText],
  [
    Promise,
    (_self, _args, place) => {
      throw reachesOutside('Promise', place);
    },
  ],
]);

/** How a built-in function, or one that is made here, is called in a run; undefined for all others. */
export function builtIn(fn: unknown): BuiltIn | undefined {
  return table.get(fn) ?? madeHere.get(fn as object);
}
