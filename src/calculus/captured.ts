/**
 * What a function captures, as an environment for the reader: values are read when they are asked for, functions are
 * described.
 */
import { SecantError } from '../base/diagnostics.ts';
import type { CapturedDescription, Environment, MemberDescription } from '../compiler/ir/described.ts';
import { typeOfValue } from '../compiler/ir/type-of-value.ts';
import { noteFunctionUse } from './function-uses.ts';
import type { AnyFunction, Captured, describeFunction, describeMember, nativeName } from './functions.ts';

/** A text no longer than this is known to the program it is given to; a longer one is data. */
export const longestText = 64;

/** What says what a function is: `functions.ts`, which makes the environments. */
export interface Describers {
  readonly describeFunction: typeof describeFunction;
  readonly describeMember: typeof describeMember;
  readonly nativeName: typeof nativeName;
}

/** Captured values, read when asked for. */
export class CapturedEnvironment implements Environment {
  private readonly describers: Describers;
  /** What callers gave in `scope`: functions in it may use the rest of it. */
  private readonly given: readonly Captured[];
  private readonly captured: readonly Captured[];
  private readonly described = new WeakMap<AnyFunction, CapturedDescription>();

  constructor(describers: Describers, given: readonly Captured[], attached?: Captured) {
    this.describers = describers;
    this.given = given;
    this.captured = attached === undefined ? given : [...given, attached];
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
      for (const key of rest) value = isObject(value) ? (value as Record<string, unknown>)[key] : undefined;
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
    const native = this.describers.nativeName(value);
    if (native !== undefined) {
      noteFunctionUse({ environment: this, path, value });
      return { kind: 'native', name: native };
    }
    if (typeof value === 'string' && value.length <= longestText) {
      noteFunctionUse({ environment: this, path, value });
      return { kind: 'text', text: value };
    }
    if (value === undefined) return path.length > 1 ? undefined : { kind: 'opaque', what: 'undefined' };
    if (typeof value === 'function') {
      const fn = value as AnyFunction;
      noteFunctionUse({ environment: this, path, value });
      let description = this.described.get(fn);
      if (description === undefined) {
        // Names that the plugin attached are those of one function alone; another may mean something else by them.
        const inherited = this.given.length === 0 ? undefined : (): Record<string, unknown> => this.values();
        description = this.describers.describeFunction(fn, undefined, undefined, inherited);
        this.described.set(fn, description);
      }
      return description;
    }
    if (holdsFunctions(value)) return { kind: 'object' };
    if (typeof value === 'symbol' || typeof value === 'bigint') return { kind: 'opaque', what: `a ${typeof value}` };
    try {
      return { kind: 'value', type: typeOfValue(value, path.join('.')) };
    } catch (error) {
      if (error instanceof SecantError) {
        const name = `${path.join('.')} is `;
        const { sentence } = error;
        return {
          kind: 'opaque',
          what: sentence.startsWith(name) ? sentence.slice(name.length) : `not made of numbers: ${sentence}`,
        };
      }
      throw error;
    }
  }

  keys(path: readonly string[]): readonly string[] {
    const value = this.read(path);
    return isObject(value) ? Object.keys(value) : [];
  }

  member(prototype: object, name: string): MemberDescription | undefined {
    return this.describers.describeMember(prototype, name, () => this.values());
  }

  /** All that was given, as getters: a name that cannot be read yet is an error only for who reads it. */
  private values(): Record<string, unknown> {
    const all: Record<string, unknown> = {};
    for (const scope of [...this.given].reverse()) {
      const record = typeof scope === 'function' ? scope() : scope;
      for (const name of Object.keys(record))
        Object.defineProperty(all, name, { get: () => record[name], enumerable: true, configurable: true });
    }
    return all;
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function holdsFunctions(value: unknown, seen = new Set<unknown>()): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) return false;
  if (seen.has(value)) return false;
  seen.add(value);
  return Object.values(value).some((inner) => typeof inner === 'function' || holdsFunctions(inner, seen));
}
