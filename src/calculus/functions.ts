/**
 * What is known of a JavaScript function: its source text, what it captures, and whether it was made by
 * Secant itself (a derivative, a function from text). Everything the public functions accept goes through
 * `describeFunction`, so that `derivative(derivative(g))`, `grad(fromFormula(text))` and `derivative(Math.sin)`
 * need no special cases elsewhere.
 */
import { SecantError, type SourceText } from '../base/diagnostics.ts';
import { isNative, textOf, withoutSecondBodies } from '../compiler/trace/marks.ts';
import { CapturedEnvironment } from './captured.ts';
import type { CapturedDescription, DirectLowering, Environment, MemberDescription } from '../compiler/ir/described.ts';
import type { AtKink } from './types.ts';

/** Any function; its parameters and result are looked at when it is called. */
export type AnyFunction = (...args: never[]) => unknown;

/** A function whose result is one number, of whatever arguments. */
export type NumberFunction = (...args: never[]) => number;

/** Captured values by name, or a function that gives them when a derivative is called. */
export type Captured = Readonly<Record<string, unknown>> | (() => Readonly<Record<string, unknown>>);

/** Something Secant made, and what it stands for. */
interface Origin {
  readonly description: CapturedDescription;
  readonly derivation?: Derivation;
}

/** What a derivative was made from. */
export interface Derivation {
  readonly operator: string;
  readonly of: AnyFunction;
  readonly order: number;
  readonly scope: Captured | undefined;
}

const origins = new WeakMap<AnyFunction, Origin>();
const sources = new WeakMap<AnyFunction, SourceText>();
const roads = new WeakMap<AnyFunction, DirectLowering>();
const stepLimits = new WeakMap<AnyFunction, number>();
const natives = new Map<unknown, string>();
for (const name of Object.getOwnPropertyNames(Math)) {
  const member: unknown = Math[name as keyof Math];
  if (typeof member === 'function') natives.set(member, `Math.${name}`);
}
natives.set(Math, 'Math');
for (const owner of [Number, Array, Object]) {
  natives.set(owner, owner.name);
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(owner)))
    if (typeof value === 'function') natives.set(value, `${owner.name}.${name}`);
}
for (const owner of [Array, Object]) {
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(owner.prototype)))
    if (typeof value === 'function' && name !== 'constructor') natives.set(value, `${owner.name}.prototype.${name}`);
}
for (const named of [Boolean, String, isNaN, isFinite, parseFloat, Float64Array, Float32Array])
  natives.set(named, named.name);
for (const named of [Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array, Uint8Array, Uint8ClampedArray])
  natives.set(named, named.name);

/** The name of one of JavaScript's own functions or of `Math`, where the reader may know it. */
export function nativeName(value: unknown): string | undefined {
  return natives.get(value);
}

/** Where the build plugin leaves what a function captures: a function that gives an object of getters. */
const scopeSymbol = Symbol.for('secant.scope');
/** Where it leaves the text as it was written, which no minifier has changed. */
const sourceSymbol = Symbol.for('secant.source');

/** A text with the line and column, both from 1, where it begins in its file. */
interface AttachedSource extends SourceText {
  readonly line: number;
  readonly column: number;
}

interface Attached {
  readonly [scopeSymbol]?: Captured | undefined;
  readonly [sourceSymbol]?: AttachedSource;
}

const attachedScopes = new WeakMap<AnyFunction, Captured>();

const nothing: Captured = {};

/** What the plugin attached. Its getters read the variables themselves, so the object is made once. */
function attachedScope(fn: AnyFunction): Captured | undefined {
  let attached = attachedScopes.get(fn);
  if (attached === undefined) {
    const given = (fn as Attached)[scopeSymbol];
    // A function with its source attached and no scope captures nothing.
    attached = (typeof given === 'function' ? given() : given) ?? (sourceSymbol in fn ? nothing : undefined);
    if (attached !== undefined) attachedScopes.set(fn, attached);
  }
  return attached;
}

const madeFromText = new WeakSet<AnyFunction>();

/** True for functions that Secant made from a text: they are never run as they stand. */
export function isMadeFromText(fn: AnyFunction): boolean {
  return madeFromText.has(fn);
}

/** True for derivatives and other functions that Secant made or exports, but not for a function with a scope bound to it. */
export function isMadeBySecant(fn: AnyFunction): boolean {
  const origin = origins.get(fn);
  return (origin !== undefined && origin.description.kind !== 'function') || madeFromText.has(fn);
}

/** A function with a derivative given by hand: the function, which may be a black box, and the rule. */
export interface GivenDerivative {
  readonly of: AnyFunction;
  readonly rule: AnyFunction;
  readonly name: string;
}

const givenDerivatives = new WeakMap<AnyFunction, GivenDerivative>();

/** Remembers the derivative that was given for a function. */
export function rememberGiven(fn: AnyFunction, given: GivenDerivative): void {
  givenDerivatives.set(fn, given);
}

/** The derivative that was given for a function, if one was. */
export function givenDerivative(fn: AnyFunction): GivenDerivative | undefined {
  return givenDerivatives.get(fn);
}

/** The text of a function as it is read, for the names of places; undefined where there is none. */
export function sourceText(fn: AnyFunction): SourceText | undefined {
  return origins.has(fn) ? undefined : sourceOf(fn);
}

/**
 * Remembers that a function was made from a text of its own, how many steps a call of it may take, and the road to the
 * IR that it has besides.
 */
export function rememberSource(fn: AnyFunction, source: SourceText, steps: number, lower?: DirectLowering): void {
  sources.set(fn, source);
  madeFromText.add(fn);
  stepLimits.set(fn, steps);
  if (lower) roads.set(fn, lower);
}

/** Remembers that a function is a derivative of another. */
export function rememberDerived(
  fn: AnyFunction,
  operator: string,
  of: AnyFunction,
  order: number,
  scope: Captured | undefined,
  steps?: number,
  wrt = 0,
): void {
  const described = describeFunction(of, scope);
  const inner = steps !== undefined && described.kind === 'function' ? { ...described, steps } : described;
  const merged = inner.kind === 'derived' && inner.operator === operator && operator === 'derivative';
  const description: CapturedDescription = merged
    ? { ...inner, order: inner.order + order }
    : { kind: 'derived', operator, of: inner, order, wrt };
  origins.set(fn, { description, derivation: { operator, of, order: merged ? inner.order + order : order, scope } });
}

/** The function, remembered as what an operator made of another. */
export function derivedFrom<F extends AnyFunction>(
  operator: string,
  of: AnyFunction,
  { scope, steps, wrt }: { readonly scope?: Captured; readonly steps?: number; readonly wrt?: number },
  fn: F,
): F {
  rememberDerived(fn, operator, of, 1, scope, steps, wrt);
  return fn;
}

const otherAnswers = new WeakMap<AnyFunction, (atKink: AtKink) => AnyFunction>();

/** Remembers how a derivative is made with another answer at kinks. */
export function rememberAtKink(fn: AnyFunction, make: (atKink: AtKink) => AnyFunction): void {
  otherAnswers.set(fn, make);
}

/** A derivative with another answer at kinks; any other function as it is. */
export function withAtKink(fn: AnyFunction, atKink: AtKink): AnyFunction {
  return otherAnswers.get(fn)?.(atKink) ?? fn;
}

/** What a function was derived from, where Secant made it. */
export function derivationOf(fn: AnyFunction): Derivation | undefined {
  return origins.get(fn)?.derivation;
}

const operators = new Map<string, AnyFunction>();

/** Secant's own function of a name that may stand inside a differentiated function. */
export function operatorNamed(name: string): AnyFunction | undefined {
  return operators.get(name);
}

/** Remembers a description of a function's own (a custom rule, an operator known by name). */
export function rememberDescription(fn: AnyFunction, description: CapturedDescription): void {
  if (description.kind === 'native') operators.set(description.name.replace('secant.', ''), fn);
  origins.set(fn, { description });
}

/** What a value is, for messages: "a number", "an array", "undefined". */
export function kindInWords(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/**
 * Describes a function for the parser. `scope` is what the caller gave for it and comes first; `inherited` is
 * what was given for the function that uses it, and serves only where the plugin attached nothing.
 *
 * @throws SecantError S003 if it is not a function, S004 if it shows no source.
 */
export function describeFunction(
  fn: unknown,
  scope?: Captured,
  what = 'what was given',
  inherited?: Captured,
): CapturedDescription {
  if (typeof fn !== 'function') {
    throw new SecantError('S003', `${what} is ${kindInWords(fn)}, not a function`, {
      hint: 'pass a function such as `(w) => Math.sin(w)`',
    });
  }
  const known = fn as AnyFunction;
  const origin = origins.get(known);
  if (origin) return origin.description;
  const native = natives.get(fn);
  if (native !== undefined) return { kind: 'native', name: native };
  const source = sourceOf(known);
  const attached = attachedScope(known);
  const given = [scope, attached === undefined ? inherited : undefined].filter((captured) => captured !== undefined);
  const environment = environmentOf(known, given, attached);
  const own = known.name === '' ? 'function' : known.name;
  const prototype: unknown = Object.hasOwn(known, 'prototype') ? known.prototype : undefined;
  const parent = Object.getPrototypeOf(known) as unknown;
  return {
    kind: 'function',
    source,
    environment,
    lower: roads.get(known),
    steps: stepLimits.get(known),
    held: () => ({ environment: newEnvironment([{ [own]: known }, ...given], attached), path: [own] }),
    ...(typeof prototype === 'object' && prototype !== null && { prototype }),
    // A class that extends another has it for a prototype; functions have that of all functions, which is native.
    ...(typeof parent === 'function' &&
      parent !== Function.prototype && { parent: () => describeFunction(parent, scope, what, inherited) }),
  };
}

/**
 * What the instances of a class share under a name: a method or accessor of the prototype or of one behind it. What a
 * method captures is attached to itself or to its class, or was given for the function that uses it.
 */
export function describeMember(prototype: object, name: string, inherited?: Captured): MemberDescription | undefined {
  for (
    let home: object | null = prototype;
    home !== null && Object.getPrototypeOf(home) !== null;
    home = Object.getPrototypeOf(home) as object | null
  ) {
    const property = Object.getOwnPropertyDescriptor(home, name);
    if (property === undefined) continue;
    const maker: unknown = Object.hasOwn(home, 'constructor') ? home.constructor : undefined;
    const around = typeof maker === 'function' ? attachedScope(maker as AnyFunction) : undefined;
    const described = (of: unknown): CapturedDescription | undefined => {
      if (of === undefined) return undefined;
      if (typeof of === 'function') return describeFunction(of, undefined, name, around ?? inherited);
      return { kind: 'opaque', what: 'a value that all instances share' };
    };
    return {
      home,
      value: described(property.value),
      get: described(property.get),
      set: described(property.set),
    };
  }
  return undefined;
}

/**
 * The text of an arrow that is no more than its text: nothing attached, nothing kept as a property. Two of the same text
 * are the same function to Secant, whatever they capture comes from outside. Undefined for any other function.
 */
export function plainTextOf(fn: AnyFunction): string | undefined {
  if (origins.has(fn) || natives.has(fn) || sources.has(fn) || sourceSymbol in fn || scopeSymbol in fn)
    return undefined;
  if (Object.hasOwn(fn, 'prototype') || Object.getPrototypeOf(fn) !== Function.prototype) return undefined;
  if (Reflect.ownKeys(fn).some((name) => name !== 'length' && name !== 'name')) return undefined;
  return withoutSecondBodies(textOf(fn));
}

/** What a function captures, as an option. */
export interface ScopeOption {
  /** Captured values and helper functions by name, where no build plugin hands them over. */
  readonly scope?: Captured;
}

/**
 * The same function with what it captures, for those who hand it on. Without a scope, or for what is no function, it is what
 * was given.
 */
export function withScope<Fn extends AnyFunction>(fn: Fn, scope: Captured | undefined): Fn {
  if (scope === undefined || typeof fn !== 'function') return fn;
  if ((typeof scope !== 'object' && typeof scope !== 'function') || scope === null)
    throw new SecantError('S203', `\`scope\` is ${kindInWords(scope)}`, {
      hint: 'give what the function captures by name, as in { scope: { a } }',
    });
  const call: AnyFunction = fn;
  const bound = (...args: readonly unknown[]): unknown => Reflect.apply(call, undefined, args);
  Object.defineProperty(bound, 'name', { value: fn.name });
  Object.defineProperty(bound, 'length', { value: fn.length });
  rememberDescription(bound, describeFunction(fn, scope));
  return bound as unknown as Fn;
}

function sourceOf(fn: AnyFunction): SourceText {
  let source = sources.get(fn);
  if (source === undefined) {
    const attached = attachedSource(fn);
    source = attached
      ? { name: attached.name, text: inPlace(attached) }
      : {
          name: fn.name === '' ? 'function' : fn.name,
          text: withoutSecondBodies(textOf(fn)),
        };
    sources.set(fn, source);
  }
  return source;
}

/** What was attached as a source, where it is one: anybody may set a property. */
function attachedSource(fn: AnyFunction): AttachedSource | undefined {
  const attached = (fn as Attached)[sourceSymbol];
  return typeof attached?.name === 'string' && typeof attached.text === 'string' ? attached : undefined;
}

/** No file has as many lines, or columns. */
const farthestPlace = 1e6;

const isPlace = (n: number): boolean => Number.isInteger(n) && n >= 1 && n <= farthestPlace;

/** The text behind as many blank lines and columns as stand before it in its file: places come out as in the file. */
function inPlace({ text, line, column }: AttachedSource): string {
  return isPlace(line) && isPlace(column) ? '\n'.repeat(line - 1) + ' '.repeat(column - 1) + text : text;
}

/** Whether the source of a function can be read. */
export function hasSource(fn: AnyFunction): boolean {
  if (origins.has(fn) || natives.has(fn) || sources.has(fn) || sourceSymbol in fn) return true;
  return !isNative(fn);
}

const environments = new WeakMap<AnyFunction, { given: readonly Captured[]; environment: Environment }>();

function newEnvironment(given: readonly Captured[], attached: Captured | undefined): Environment {
  return new CapturedEnvironment({ describeFunction, describeMember, nativeName }, given, attached);
}

function environmentOf(fn: AnyFunction, given: readonly Captured[], attached: Captured | undefined): Environment {
  const known = environments.get(fn);
  if (known && known.given.length === given.length && known.given.every((scope, k) => scope === given[k]))
    return known.environment;
  const environment = newEnvironment(given, attached);
  environments.set(fn, { given, environment });
  return environment;
}
