/**
 * What is known of a JavaScript function: its source text, what it captures, and whether it was made by
 * Secant itself (a derivative, a function from text). Everything the public functions accept goes through
 * `describeFunction`, so that `derivative(derivative(g))`, `grad(fromFormula(text))` and `derivative(Math.sin)`
 * need no special cases elsewhere.
 */
import { SecantError, type SourceText } from '../base/diagnostics.ts';
import type { CapturedDescription, Environment } from '../parse/abstract.ts';
import { typeOfValue } from '../parse/type-of-value.ts';

/** Any function; its parameters and result are looked at when it is called. */
export type AnyFunction = (...args: never[]) => unknown;

/** Captured values by name, or a function that gives them when a derivative is called. */
export type Captured = Readonly<Record<string, unknown>> | (() => Readonly<Record<string, unknown>>);

/** Something Secant made, and what it stands for. */
interface Origin {
  readonly description: CapturedDescription;
}

const origins = new WeakMap<AnyFunction, Origin>();
const scopes = new WeakMap<AnyFunction, Captured>();
const sources = new WeakMap<AnyFunction, SourceText>();
const natives = new Map<unknown, string>();
for (const name of Object.getOwnPropertyNames(Math)) {
  const member: unknown = Math[name as keyof Math];
  if (typeof member === 'function') natives.set(member, `Math.${name}`);
}
natives.set(Number.isFinite, 'Number.isFinite');
natives.set(Number.isNaN, 'Number.isNaN');
natives.set(Number.isInteger, 'Number.isInteger');

/** Where the build plugin leaves what a function captures: a function that reads it. */
export const scopeSymbol = Symbol.for('secant.scope');

/** Remembers that a function was made from a text of its own. */
export function rememberSource(fn: AnyFunction, source: SourceText, captured?: Captured): void {
  sources.set(fn, source);
  if (captured) scopes.set(fn, captured);
}

/** Remembers that a function is a derivative of another. */
export function rememberDerived(
  fn: AnyFunction,
  operator: string,
  of: AnyFunction,
  order: number,
  scope: Captured | undefined,
): void {
  const inner = describeFunction(of, scope);
  const merged = inner.kind === 'derived' && inner.operator === operator && operator === 'derivative';
  const description: CapturedDescription = merged
    ? { ...inner, order: inner.order + order }
    : { kind: 'derived', operator, of: inner, order };
  origins.set(fn, { description });
}

/** Remembers a description of a function's own (a custom rule, an operator known by name). */
export function rememberDescription(fn: AnyFunction, description: CapturedDescription): void {
  origins.set(fn, { description });
}

/**
 * Describes a function for the parser.
 *
 * @throws SecantError S003 if it is not a function, S004 if it shows no source.
 */
export function describeFunction(fn: unknown, scope?: Captured, what = 'what was given'): CapturedDescription {
  if (typeof fn !== 'function') {
    throw new SecantError('S003', `${what} is ${fn === null ? 'null' : `a ${typeof fn}`}, not a function`, {
      hint: 'pass a function such as `(w) => Math.sin(w)`',
    });
  }
  const known = fn as AnyFunction;
  const origin = origins.get(known);
  if (origin) return origin.description;
  const native = natives.get(fn);
  if (native !== undefined) return { kind: 'native', name: native };
  const source = sourceOf(known);
  const attached = (fn as { [scopeSymbol]?: Captured })[scopeSymbol];
  const all = [scope, scopes.get(known), attached].filter((captured) => captured !== undefined);
  return { kind: 'function', source, environment: environmentOf(known, all) };
}

function sourceOf(fn: AnyFunction): SourceText {
  let source = sources.get(fn);
  if (source === undefined) {
    source = { name: fn.name === '' ? 'function' : fn.name, text: Function.prototype.toString.call(fn) };
    sources.set(fn, source);
  }
  return source;
}

/** Whether the source of a function can be read. */
export function hasSource(fn: AnyFunction): boolean {
  if (origins.has(fn) || natives.has(fn) || sources.has(fn)) return true;
  return !/\{\s*\[native code\]\s*\}\s*$/.test(Function.prototype.toString.call(fn));
}

const environments = new WeakMap<AnyFunction, { scopes: readonly Captured[]; environment: Environment }>();

function environmentOf(fn: AnyFunction, captured: readonly Captured[]): Environment {
  const known = environments.get(fn);
  if (known && known.scopes.length === captured.length && known.scopes.every((scope, k) => scope === captured[k]))
    return known.environment;
  const environment = new CapturedEnvironment(captured);
  environments.set(fn, { scopes: captured, environment });
  return environment;
}

/** Captured values, read when asked for. */
export class CapturedEnvironment implements Environment {
  private readonly captured: readonly Captured[];
  private readonly described = new WeakMap<AnyFunction, CapturedDescription>();

  constructor(captured: readonly Captured[]) {
    this.captured = captured;
  }

  get names(): readonly string[] {
    return this.captured.flatMap((scope) => Object.keys(typeof scope === 'function' ? scope() : scope));
  }

  /** The value under a path, as it is now; undefined where there is nothing. */
  read(path: readonly string[]): unknown {
    const [head, ...rest] = path;
    for (const scope of this.captured) {
      const values = typeof scope === 'function' ? scope() : scope;
      if (head === undefined || !Object.hasOwn(values, head)) continue;
      let value: unknown = values[head];
      for (const key of rest)
        value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
      return value;
    }
    return undefined;
  }

  has(name: string): boolean {
    return this.captured.some((scope) => Object.hasOwn(typeof scope === 'function' ? scope() : scope, name));
  }

  describe(path: readonly string[]): CapturedDescription | undefined {
    if (!this.has(path[0]!)) return undefined;
    const value = this.read(path);
    if (value === undefined) return undefined;
    if (typeof value === 'function') {
      const fn = value as AnyFunction;
      let description = this.described.get(fn);
      if (description === undefined) {
        // A helper sees what the function that uses it sees.
        description = describeFunction(fn, () => this.values());
        this.described.set(fn, description);
      }
      return description;
    }
    if (holdsFunctions(value)) return { kind: 'object' };
    if (typeof value === 'symbol' || typeof value === 'bigint') return { kind: 'opaque', what: `a ${typeof value}` };
    try {
      return { kind: 'value', type: typeOfValue(value, path.join('.')) };
    } catch (error) {
      if (error instanceof SecantError) return { kind: 'opaque', what: error.sentence };
      throw error;
    }
  }

  private values(): Record<string, unknown> {
    return Object.assign(
      {},
      ...[...this.captured].reverse().map((scope) => (typeof scope === 'function' ? scope() : scope)),
    ) as Record<string, unknown>;
  }
}

function holdsFunctions(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) return false;
  return Object.values(value).some((inner) => typeof inner === 'function' || holdsFunctions(inner));
}
