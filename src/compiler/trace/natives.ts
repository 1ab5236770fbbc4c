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
import { wayOut } from './way-out.ts';
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
    return args.length === 0 && name !== 'toFixed' ? text(box, write) : write(plain(box));
  };
}

/** Methods of numbers. */
export const numberMethods: Readonly<Record<string, (box: Box, args: readonly unknown[]) => unknown>> = {
  toFixed: formatted('toFixed'),
  toPrecision: formatted('toPrecision'),
  toExponential: formatted('toExponential'),
  toString: (box: Box, [radix]: readonly unknown[]) =>
    radix === undefined || plain(radix) === 10 ? text(box) : (plain(box) as number).toString(plain(radix) as number),
  toLocaleString: (box: Box) => text(box),
  valueOf: (box: Box) => box,
};

// ── The table ───────────────────────────────────────────────────────────────────────────────────────────

const table = new Map<unknown, BuiltIn>();
/** Built-in classes that a program may make objects of, boxes inside. */
export const constructors = new Map<unknown, BuiltIn>();

/** How a built-in function is called in a run; undefined for all others. */
export function builtIn(fn: AnyFunction): BuiltIn | undefined {
  return table.get(fn);
}

/** Calls `put` with each function that an object has under a name of its own. */
export function eachFunction(owner: object, put: (name: string, fn: AnyFunction) => void): void {
  for (const name of Object.getOwnPropertyNames(owner)) {
    const fn: unknown = Object.getOwnPropertyDescriptor(owner, name)?.value;
    if (typeof fn === 'function' && name !== 'constructor') put(name, fn as AnyFunction);
  }
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

eachFunction(Math, (name, fn) => {
  if (name !== 'random') table.set(fn, mathFunction(name, fn));
});
eachFunction(Array.prototype, (name, fn) => table.set(fn, arrayMethod(name, fn)));
eachFunction(Object.getPrototypeOf(Float64Array.prototype) as object, (name, fn) =>
  table.set(fn, typedMethod(name, fn)),
);
table.set(Array.isArray, (_self, args) => Array.isArray(args[0]));
table.set(Array.of, (_self, args) => [...args]);
table.set(Array.from, (_self, [source, fn]) => {
  const list = items(source);
  const length = (list as { readonly length?: unknown } | null)?.length;
  const from = length instanceof Box ? { ...(list as object), length: plain(length) } : list;
  return fn === undefined
    ? Array.from(from as Iterable<unknown>)
    : Array.from(from as Iterable<unknown>, asCallback(fn) as AnyFunction);
});

eachFunction(Object, (name, fn) => {
  const changes = ['assign', 'defineProperty', 'defineProperties', 'setPrototypeOf'].includes(name);
  const call = changes ? movesInto(fn) : moves(fn);
  // A number has no properties.
  table.set(fn, (self, [object, ...rest], place) => call(self, [plainIfBox(object), ...rest], place));
});
for (const name of ['getOwnPropertyDescriptor', 'getOwnPropertyDescriptors'] as const)
  table.set(Object[name], (_self, [object, at]) =>
    Object[name](items(object), (at instanceof Box ? key(at) : at) as string),
  );
// What reads the numbers of an object reads those of a typed array as they are recorded.
table.set(Object.entries, (_self, [object]) => Object.entries(items(object) as object));
table.set(Object.assign, (_self, [target, ...sources]) => {
  for (const source of sources)
    for (const [name, value] of Object.entries(Object(items(source)) as object)) set(target, name, value);
  return target;
});
table.set(Object.is, (_self, [a, b]) =>
  a instanceof Box || b instanceof Box ? Object.is(plain(a), plain(b)) && same(a, b) : Object.is(a, b),
);
table.set(Object.values, (_self, [object]) => Object.values(items(object) as object));
eachFunction(Object.prototype, (name, fn) => {
  table.set(fn, (self, args) =>
    fn.apply(plainIfBox(self), name === 'hasOwnProperty' ? args.map((arg) => key(arg)) : [...args]),
  );
});
eachFunction(Number.prototype, (name, fn) =>
  table.set(fn, (self, args) =>
    self instanceof Box ? numberMethods[name]!(self, args) : fn.apply(self, args.map(plainIfBox)),
  ),
);
table.set(ArrayBuffer.isView, (_self, args) => ArrayBuffer.isView(args[0]));
// What they find are texts: a number that is read from one is looked for among those that were written.
const searches =
  (fn: AnyFunction): BuiltIn =>
  (self, args) => {
    const given = args.map((arg) => (arg instanceof Box ? text(arg) : asCallback(arg)));
    return notePartsOf(args[0], fn.apply(self, given));
  };
for (const at of Reflect.ownKeys(RegExp.prototype)) {
  const fn: unknown = Object.getOwnPropertyDescriptor(RegExp.prototype, at)?.value;
  if (typeof fn === 'function' && at !== 'constructor') table.set(fn, searches(fn as AnyFunction));
}
table.set(Object.hasOwn, (_self, [object, name]) => Object.hasOwn(object as object, key(name)));
eachFunction(Reflect, (_name, fn) => table.set(fn, movesInto(fn)));
table.set(Reflect.get, (_self, args) =>
  isTyped(args[0]) ? get(args[0], args[1]) : Reflect.get(...(args as [object, string])),
);
table.set(Reflect.set, (_self, [object, name, value]) => (set(object, name, value), true));
table.set(Reflect.apply, (_self, [fn, self, args], place) =>
  inRun()
    .calls.callable(fn, place)
    .apply(self, args as unknown[]),
);
table.set(Reflect.construct, (_self, [target, args], place) =>
  inRun().calls.construct(target, place, ...(args as unknown[])),
);

for (const kind of [Map, Set]) {
  eachFunction(kind.prototype, (name, fn) => {
    table.set(fn, (self, args) => {
      if (name === 'set' || name === 'add' || name === 'delete' || name === 'clear') touch(self);
      const keyed = ['set', 'add', 'delete', 'get', 'has'].includes(name);
      return fn.apply(
        self,
        keyed
          ? args.map((arg, k) => (k === 0 ? mapKey(arg, self as Map<unknown, unknown>) : arg))
          : args.map(asCallback),
      );
    });
  });
}
for (const kind of [WeakMap, WeakSet]) {
  eachFunction(kind.prototype, (name, fn) => {
    table.set(fn, (self, args) => {
      const [at] = args as [WeakKey];
      const map = self as WeakMap<WeakKey, unknown> & WeakSet<WeakKey>;
      if (name !== 'get' && name !== 'has' && typeof at === 'object') {
        const before = map.has(at);
        const value: unknown = kind === WeakMap && before ? map.get(at) : undefined;
        inRun().transaction.remember(() => {
          if (!before) map.delete(at);
          else if (kind === WeakMap) map.set(at, value);
          else map.add(at);
        });
      }
      return fn.apply(self, [...args]);
    });
  });
}
for (const iterator of [[][Symbol.iterator](), new Map().entries(), new Set().values(), ''[Symbol.iterator]()])
  eachFunction(Object.getPrototypeOf(iterator) as object, (_name, fn) =>
    table.set(fn, (self, args) => fn.apply(self, [...args])),
  );
const generatorPrototype: unknown = Object.getPrototypeOf(Object.getPrototypeOf((function* () { yield 0; })())); // prettier-ignore
eachFunction(Object.getPrototypeOf(generatorPrototype) as object, (_name, fn) => table.set(fn, moves(fn)));
eachFunction(generatorPrototype as object, (_name, fn) => table.set(fn, moves(fn)));

table.set(Function.prototype.call, (self, [at, ...args], place) => calledOn(self, at, args, place));
table.set(Function.prototype.apply, (self, [at, args], place) =>
  calledOn(self, at, args == null ? [] : Array.from(items(args) as ArrayLike<unknown>), place),
);
table.set(Function.prototype.bind, (self, [at, ...first]) => {
  const bound = function (this: unknown, ...rest: unknown[]): unknown {
    return calledOn(self, at, [...first, ...rest], '1:1 bound');
  };
  return rewrittenByHand(bound);
});

function calledOn(fn: unknown, self: unknown, args: readonly unknown[], place: string): unknown {
  const handler = table.get(fn);
  return handler === undefined
    ? inRun()
        .calls.callable(fn, place)
        .apply(self, [...args])
    : handler(self, args, place);
}

/** A function made here: it takes boxes. */
function rewrittenByHand(fn: AnyFunction): AnyFunction {
  table.set(fn, (self, args) => fn.apply(self, [...args]));
  return fn;
}

// ── Numbers from and to text ────────────────────────────────────────────────────────────────────────────

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
table.set(Number, (_self, args) => (args.length === 0 ? 0 : number(args[0])));
table.set(parseFloat, reads(parseFloat as AnyFunction));
table.set(parseInt, reads(parseInt as AnyFunction));
for (const test of [isNaN, isFinite, Number.isNaN, Number.isFinite] as AnyFunction[])
  table.set(test, (_self, args) => test(args[0] instanceof Box ? plain(args[0]) : args[0]));
// Whole numbers are met only in passing: the nearest one is a tie.
for (const test of [Number.isInteger, Number.isSafeInteger] as AnyFunction[])
  table.set(test, (_self, [value]) =>
    value instanceof Box ? same(value, applyOperation('floor', [value])) : test(value),
  );
table.set(String, (_self, args) => (args.length === 0 ? '' : text(args[0])));
table.set(Boolean, (_self, [value]) => truth(value));
table.set(Symbol, (_self, args) => Symbol(...(args as [string])));
table.set(BigInt, (_self, [value], place) => {
  if (value instanceof Box)
    throw refusal('S105', '`BigInt` would lose the derivative of what it is given', place, wayOut);
  return BigInt(value as number);
});
table.set(JSON.stringify, (_self, [value, ...rest]) => {
  if (!holdsBox(value, 8)) return JSON.stringify(value, ...(rest as []));
  noteAll(value);
  return JSON.stringify(deeplyPlain(value), ...(rest as []));
});
table.set(JSON.parse, (_self, [value, fn]) => {
  checkSpoken(String(value));
  return JSON.parse(String(value), asCallback(fn) as undefined) as unknown;
});

function noteAll(value: unknown): void {
  if (value instanceof Box) text(value);
  else if (Array.isArray(value)) value.forEach(noteAll);
  else if (typeof value === 'object' && value !== null && !isTyped(value)) Object.values(value).forEach(noteAll);
}

/** Methods of texts that write what they are given; others take indices and counts. */
const writesText = new Set(['concat', 'replace', 'replaceAll', 'padStart', 'padEnd', 'split', 'indexOf', 'includes']);

eachFunction(String.prototype, (name, fn) => {
  table.set(fn, (self, args) => {
    const given = args.map((arg) =>
      arg instanceof Box ? (writesText.has(name) ? text(arg) : plain(arg)) : asCallback(arg),
    );
    const { spoken, parts } = inRun();
    const whole = self as string;
    if (/odeP|Code/.test(name) && (spoken.has(whole) || parts.has(whole))) checkSpoken(whole);
    return notePartsOf(self, fn.apply(self, given));
  });
});
const { structuredClone } = globalThis as { readonly structuredClone?: (value: unknown) => unknown };
if (structuredClone !== undefined) table.set(structuredClone, (_self, [value]) => cloned(value, new Map()));

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

// ── Constructors ────────────────────────────────────────────────────────────────────────────────────────

const typedKinds: readonly unknown[] = [
  Float64Array, Float32Array, Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array, Uint8Array, Uint8ClampedArray,
]; // prettier-ignore

for (const kind of typedKinds) {
  const Constructor = kind as TypedConstructor & { from: AnyFunction; of: AnyFunction };
  constructors.set(kind, (_self, args) => {
    const [source] = args;
    if (source instanceof Box) return new Constructor(plain(source) as number);
    if (typeof source !== 'object' || source === null || source instanceof ArrayBuffer || isSharedBuffer(source))
      return Reflect.construct(Constructor, args.map(plain)) as unknown;
    const list = Array.from(items(source) as ArrayLike<unknown>);
    return list.some((one) => one instanceof Box)
      ? typedFrom(Constructor, list)
      : Reflect.construct(Constructor, [list]);
  });
}
const typedBase = Object.getPrototypeOf(Float64Array) as { from: AnyFunction; of: AnyFunction };
table.set(typedBase.from, (self, [source, fn]) => {
  const list = Array.from(items(source) as ArrayLike<unknown>);
  const mapped = fn === undefined ? list : list.map(asCallback(fn) as (value: unknown) => unknown);
  return typedFrom(self as TypedConstructor, mapped);
});
table.set(typedBase.of, (self, args) => typedFrom(self as TypedConstructor, args));

const newArray: BuiltIn = (_self, args) =>
  Reflect.construct(Array, args.length === 1 ? args.map(plainIfBox) : [...args]);
function plainIfBox(value: unknown): unknown {
  return value instanceof Box ? plain(value) : value;
}
constructors.set(Array, newArray);
table.set(Array, newArray);
constructors.set(Map, (_self, [source]) => {
  const made = new Map<unknown, unknown>();
  for (const entry of (source == null ? [] : items(source)) as Iterable<unknown[]>)
    made.set(mapKey(entry[0], made), entry[1]);
  return made;
});
constructors.set(Set, (_self, [source]) => {
  const made = new Set<unknown>();
  for (const one of (source == null ? [] : items(source)) as Iterable<unknown>) made.add(mapKey(one, made));
  return made;
});
for (const kind of [WeakMap, WeakSet, Proxy] as unknown as AnyFunction[])
  constructors.set(kind, (_self, args) => Reflect.construct(kind, [...args]) as unknown);
for (const kind of [Object, Error, TypeError, RangeError, SyntaxError, EvalError, ReferenceError]) {
  const make: BuiltIn = (_self, args) =>
    Reflect.construct(
      kind,
      args.map((arg, k) => (k === 0 && arg instanceof Box ? text(arg) : arg)),
    ) as unknown;
  constructors.set(kind, make);
  table.set(kind, make);
}
table.set(Object, (_self, [value]) =>
  value instanceof Box ? numberObject(value) : typeof value === 'object' && value !== null ? value : Object(value),
);

/** `Object(x)`: an object that is the number again where it is calculated with. */
function numberObject(box: Box): unknown {
  const made: object = new Number(plain(box));
  return Object.defineProperty(made, 'valueOf', { value: rewrittenByHand(() => box) });
}

constructors.set(Date, (_self, args, place) => {
  if (args.length === 0)
    throw refusal(
      'S104',
      '`new Date()` reaches outside the function',
      place,
      'keep input, output and clocks out of the differentiated part',
    );
  const [time] = args;
  const known = args.length === 1 ? (time instanceof Box ? time : timeOf(time)) : undefined;
  if (known !== undefined) {
    const made = new Date(plain(known) as number);
    times.set(made, known);
    return made;
  }
  if (args.some((arg) => arg instanceof Box)) throw losesTime(place);
  return Reflect.construct(Date, [...args]) as unknown;
});

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
    wayOut,
  );
}

/** What days are made of: steps of a day and more. */
const calendar = /^get(UTC)?(FullYear|Month|Date|Day)$|^getTimezoneOffset$/;

for (const name of Reflect.ownKeys(Date.prototype)) {
  const fn = (Date.prototype as unknown as Record<string | symbol, AnyFunction>)[name]!;
  if (name === 'constructor') continue;
  table.set(fn, (self, args, place) => {
    const time = timeOf(self);
    if (time === undefined && !args.some((arg) => arg instanceof Box)) return fn.apply(self, [...args]);
    if (time !== undefined && (name === 'getTime' || name === 'valueOf')) return time;
    if (time !== undefined && name === Symbol.toPrimitive && args[0] === 'number') return time;
    if (time !== undefined && typeof name === 'string' && calendar.test(name)) return fn.apply(self, []);
    throw losesTime(place);
  });
}

// A function from text captures nothing: it is rewritten when it is called.
const fromText: BuiltIn = (_self, args) => Reflect.construct(Function, args.map(String));
constructors.set(Function, fromText);
table.set(Function, fromText);
constructors.set(Promise, (_self, _args, place) => {
  throw refusal(
    'S104',
    '`Promise` reaches outside the function',
    place,
    'keep input, output and clocks out of the differentiated part',
  );
});
