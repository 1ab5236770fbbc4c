/**
 * Code for arguments of kinds that came before: a check that values are of these types again, and zeros shaped like
 * them. Describing a value afresh costs more than many a gradient of it; this code reads fields by name in objects of
 * one shape, as fast as the gradient itself does. In: types of arguments. Out: functions, or nothing where the page's policy
 * forbids to make some, or where types are too many or hold what can only be described. Guaranteed: what the check
 * accepts, `typeOfValue` describes by an equal type; of records of one type only the first of a call is asked for getters.
 */
import type { ArgumentDescription } from '../../ir/described.ts';
import type { StructType, Type } from '../../ir/ir.ts';
import { typeKey } from '../../ir/print.ts';
import { prototypeOf } from '../../ir/type-of-value.ts';

/** What an argument is: of a type, or a text, nothing, a function. */
export type LayoutOf = Type | Exclude<ArgumentDescription, { kind: 'value' }>;

/** Checks and zeros for arguments of some kinds. */
export interface Layout {
  /** True if the arguments are of these kinds. */
  accepts(args: readonly unknown[]): boolean;
  /** Zeros shaped like an argument that was accepted: numbers in the same arrays and records, undefined for anything else. */
  zeros(k: number, arg: unknown): unknown;
}

/** More types than this in one argument (a tuple of thousands of records) are described each time. */
const mostFunctions = 100;

/** The layout of arguments; undefined where they have none. */
export function layoutOf(parts: readonly LayoutOf[]): Layout | undefined {
  const text = new LayoutText();
  const checks = parts.map((part, k) => text.check(part, `args[${k}]`));
  const zeros = parts.map((part) => text.zeros(part));
  if (checks.includes(undefined) || zeros.includes(undefined) || text.functions.length > mostFunctions)
    return undefined;
  const source = `"use strict";
const seen = [];
const asked = [];
let call = 0;
${text.functions.join('\n')}
return {
  accepts: (args) => ++call > 0 && args.length === ${parts.length}${checks.map((check) => ` && ${check}`).join('')},
  zeros: [${zeros.join(', ')}],
};`;
  try {
    const made = new Function('prototypeOf', 'prototypes', 'names', source)(
      prototypeOf,
      text.prototypes,
      text.names,
    ) as {
      accepts: Layout['accepts'];
      zeros: ((arg: unknown) => unknown)[];
    };
    return { accepts: made.accepts, zeros: (k, arg) => made.zeros[k]!(arg) };
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}

/** The text of the functions, one for each type that is no plain number. */
class LayoutText {
  readonly functions: string[] = [];
  readonly prototypes: (object | undefined)[] = [];
  /** Fields of records in their order. */
  readonly names: string[][] = [];
  private readonly checks = new Map<string, string | undefined>();
  private readonly shapes = new Map<string, string | undefined>();

  /** An expression that is true if `value` is of the type. */
  check(type: LayoutOf, value: string): string | undefined {
    switch (type.kind) {
      case 'text':
        return `${value} === ${JSON.stringify(type.text)}`;
      case 'undefined':
        return `${value} === undefined`;
      case 'unknown':
        return `(${value} === undefined || ${value} === null)`;
      case 'number':
      case 'boolean':
      case 'string':
        return `typeof ${value} === '${type.kind}'`;
      case 'array':
      case 'struct': {
        const name = this.named(this.checks, type, 'is', (own) => this.checkBody(type, own));
        return name && `${name}(${value})`;
      }
      default:
        return undefined;
    }
  }

  /** The name of a function, or an arrow, that makes zeros like its argument. */
  zeros(type: LayoutOf): string | undefined {
    if (type.kind === 'number') return '() => 0';
    if (type.kind !== 'array' && type.kind !== 'struct') return '() => undefined';
    return this.named(this.shapes, type, 'zeros', (own) => this.zerosBody(type, own));
  }

  private named(
    known: Map<string, string | undefined>,
    type: Type,
    word: string,
    body: (name: string) => string | undefined,
  ): string | undefined {
    const key = typeKey(type);
    if (known.has(key)) return known.get(key);
    const name = `${word}${known.size}`;
    known.set(key, name);
    const text = this.functions.length > mostFunctions ? undefined : body(name);
    if (text === undefined) known.set(key, undefined);
    else this.functions.push(text);
    return text === undefined ? undefined : name;
  }

  private checkBody(type: Extract<Type, { kind: 'array' | 'struct' }>, name: string): string | undefined {
    if (type.kind === 'struct') return type.tuple ? this.tupleCheck(type, name) : this.recordCheck(type, name);
    if (type.storage !== 'list')
      return `function ${name}(v) {
  return v instanceof ${type.storage} && Object.getPrototypeOf(v) === ${type.storage}.prototype && v.length > 0;
}`;
    // An array without elements is described by none.
    if (type.element.kind === 'unknown') return `function ${name}(v) { return Array.isArray(v) && v.length === 0; }`;
    const element = this.check(type.element, 'v[k]');
    return (
      element &&
      `function ${name}(v) {
  if (!Array.isArray(v) || v.length === 0) return false;
  for (let k = 0; k < v.length; k++) if (!(${element})) return false;
  return true;
}`
    );
  }

  private tupleCheck({ fields }: StructType, name: string): string | undefined {
    const checks = [...fields.values()].map((inner, k) => this.check(inner, `v[${k}]`));
    if (checks.includes(undefined)) return undefined;
    return `function ${name}(v) {
  return Array.isArray(v) && v.length === ${fields.size}${checks.map((check) => ` && ${check}`).join('')};
}`;
  }

  private recordCheck({ fields, shared, closed }: StructType, name: string): string | undefined {
    if (closed !== undefined && closed.size > 0) return undefined;
    const checks = [...fields].map(([field, inner]) => this.check(inner, `v[${JSON.stringify(field)}]`));
    if (checks.includes(undefined)) return undefined;
    const number = this.names.push([...fields.keys()]) - 1;
    this.prototypes.push(shared);
    // The prototype comes last: after fields were read, engines know an object's shape, and with it the prototype.
    return `function ${name}(v) {
  if (typeof v !== 'object' || v === null || Array.isArray(v) || ArrayBuffer.isView(v)) return false;
  const fields = names[${number}];
  if (asked[${number}] !== call) {
    asked[${number}] = call;
    for (const field of fields) if (Object.getOwnPropertyDescriptor(v, field)?.get !== undefined) return false;
  }
  let k = 0;
  for (const field in v) if (field !== fields[k++]) return false;
  if (!(k === ${fields.size}${checks.map((check) => ` && ${check}`).join('')})) return false;
  const own = Object.getPrototypeOf(v);
  if (own === seen[${number}]) return true;
  if (prototypeOf(v) !== prototypes[${number}]) return false;
  seen[${number}] = own;
  return true;
}`;
  }

  private zerosBody(type: Extract<Type, { kind: 'array' | 'struct' }>, name: string): string | undefined {
    if (type.kind === 'array') {
      if (type.storage !== 'list')
        return `function ${name}(v) { return new ${type.storage === 'Float32Array' ? 'Float32Array' : 'Float64Array'}(v.length); }`;
      // Rows are pushed as programs push theirs, and from the argument's numbers, so that engines keep both as one kind.
      if (type.element.kind === 'number')
        return `function ${name}(v) {
  if (v.length > 64) return new Array(v.length).fill(0);
  const out = [];
  for (let k = 0; k < v.length; k++) out.push(v[k]);
  for (let k = 0; k < out.length; k++) out[k] = 0;
  return out;
}`;
      const element = this.zeros(type.element);
      return (
        element &&
        `function ${name}(v) {
  const out = [];
  for (let k = 0; k < v.length; k++) out.push((${element})(v[k]));
  return out;
}`
      );
    }
    const parts: string[] = [];
    for (const [field, inner] of type.fields) {
      const word = JSON.stringify(field);
      const zero = inner.kind === 'number' ? '0' : undefined;
      const made = zero ?? this.zeros(inner);
      if (made === undefined) return undefined;
      const value = zero ?? `(${made})(v[${word}])`;
      // In brackets `__proto__` is a field as any other. Engines give objects with names in brackets slow fields.
      parts.push(type.tuple ? value : `${field === '__proto__' ? `[${word}]` : word}: ${value}`);
    }
    return `function ${name}(v) { return ${type.tuple ? `[${parts.join(', ')}]` : `({ ${parts.join(', ')} })`}; }`;
  }
}
