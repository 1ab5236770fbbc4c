/**
 * What the parser knows of a value while it lowers a program: a run-time value of the IR with its type, or
 * something that exists only in the text (a function, a namespace such as `Math`, plain `undefined`). Two
 * branches that meet must agree on what a name holds; `unify` makes their types one, and a disagreement is
 * kept as a conflict that becomes an error only if the name is used again.
 */
import type { SourceText } from '../../../base/diagnostics.ts';
import { describeType, type Environment } from '../../ir/described.ts';
import { type ArrayType, numberType, type StructType, type Type, type Value } from '../../ir/ir.ts';
import type { Binding, Scope } from './scope.ts';
import type { ClassNode, FunctionNode, Node } from '../syntax/function-text.ts';

export type Abstract =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'undefined' }
  | { readonly kind: 'null' }
  | { readonly kind: 'function'; readonly fn: KnownFunction }
  /** One of several functions; `tag` is the index into the type's choices, undefined for none if it is `optional`. */
  | {
      readonly kind: 'choice';
      readonly tag: Value;
      readonly choices: readonly KnownFunction[];
      readonly optional?: boolean;
    }
  | { readonly kind: 'namespace'; readonly name: string }
  /** An object given in `scope` that holds functions: its members are looked up by path. */
  | { readonly kind: 'captured'; readonly path: readonly string[]; readonly environment: Environment }
  | { readonly kind: 'conflict'; readonly first: string; readonly second: string };

/** A function the parser can look into. */
export type KnownFunction =
  | (FromText & {
      readonly kind: 'closure';
      readonly node: FunctionNode;
      /** What the objects share that it makes as a constructor, if it came from outside. */
      readonly prototype?: object | undefined;
    })
  | (FromText & {
      readonly kind: 'class';
      readonly node: ClassNode;
      /** What stands for the class in the types of its instances. */
      readonly shared: object;
      readonly parent: KnownFunction | undefined;
      /** Its static fields, where the class is declared in the text. */
      readonly statics: Scope;
    })
  /** A function with its receiver and first arguments filled in, as `bind` gives it. */
  | {
      readonly kind: 'partial';
      readonly of: KnownFunction;
      readonly self: Abstract | undefined;
      readonly args: readonly Abstract[];
    }
  | { readonly kind: 'native'; readonly name: string }
  | { readonly kind: 'bound'; readonly receiver: Abstract; readonly method: string }
  | {
      readonly kind: 'derived';
      readonly operator: string;
      readonly of: KnownFunction;
      readonly order: number;
      /** Which argument is differentiated. */
      readonly wrt: number;
    }
  /** What `vjp` gave beside the value: the arguments are kept as names of its own. */
  | { readonly kind: 'pullback'; readonly of: KnownFunction; readonly primals: readonly Binding[] }
  /** A function whose author gives its derivative. */
  | {
      readonly kind: 'ruled';
      /** Absent where it shows no text that can be read. */
      readonly of: KnownFunction | undefined;
      readonly rule: KnownFunction;
      readonly name: string;
      readonly call: (...args: readonly unknown[]) => unknown;
    };

/** What every function or class read from a text has. */
export interface FromText {
  readonly scope: Scope;
  readonly source: SourceText;
  readonly environment: Environment;
  readonly name: string;
  /** Where it was found outside, so that what it holds as an object can be found too. */
  readonly place?: { readonly environment: Environment; readonly path: readonly string[] } | undefined;
}

export type Closure = Extract<KnownFunction, { kind: 'closure' }>;

/** A function whose text stands in the surroundings of another. */
export function closureFrom(
  { scope, source, environment }: Pick<Closure, 'scope' | 'source' | 'environment'>,
  node: FunctionNode,
  name?: string,
): Closure {
  return { kind: 'closure', node, scope, source, environment, name: node.id?.name ?? name ?? 'anonymous' };
}

export const undefinedAbstract: Abstract = { kind: 'undefined' };
export const nullAbstract: Abstract = { kind: 'null' };

export function abstractOf(value: Value): Abstract {
  if (value.constant !== undefined) {
    if (value.constant.value === undefined) return undefinedAbstract;
    if (value.constant.value === null) return nullAbstract;
  }
  return { kind: 'value', value };
}

/** In words, for messages. */
export function describeAbstract(abstract: Abstract): string {
  switch (abstract.kind) {
    case 'value':
      return describeType(abstract.value.type);
    case 'undefined':
      return 'undefined';
    case 'null':
      return 'null';
    case 'function':
    case 'choice':
      return 'a function';
    case 'namespace':
      return `the object ${abstract.name}`;
    case 'captured':
      return 'an object';
    case 'conflict':
      return `sometimes ${abstract.first} and sometimes ${abstract.second}`;
  }
}

/** A field that an object did not have when it was asked for, or (`field` not given) all that it had. */
interface Absence {
  readonly type: StructType;
  readonly field: string | undefined;
  readonly node: Node;
  /** The loops and recursions in which it was asked, opened after the object was made. */
  readonly repeats: readonly object[];
}

/** The types of one lowering. Element types become known as elements are seen; arrays that meet share theirs from then on. */
export class TypeTable {
  /** Loops and recursions around what is being lowered, the innermost last. */
  private readonly repeats: object[] = [];
  private readonly made = new Map<StructType, readonly object[]>();
  private readonly absences: Absence[] = [];
  private readonly late: (absence: Absence) => never;

  /** @param late called where a step of a loop adds a field that an earlier place of the loop took for absent */
  constructor(late: (absence: Absence) => never) {
    this.late = late;
  }

  private readonly arrays: ArrayType[] = [];
  private readonly structs: StructType[] = [];
  private readonly forwards = new Map<Type, ArrayType | StructType>();

  array(element: Type, storage: ArrayType['storage'] = 'list'): ArrayType {
    const type: ArrayType = { kind: 'array', element, storage };
    this.arrays.push(type);
    return type;
  }

  /** True for types that name functions: these are of one lowering, and the next may learn nothing from them. */
  holdsFunction(type: Type, depth = 0): boolean {
    const found = this.find(type);
    const inner = found.kind === 'array' ? [found.element] : found.kind === 'struct' ? [...found.fields.values()] : [];
    return found.kind === 'function' || (depth < 16 && inner.some((one) => this.holdsFunction(one, depth + 1)));
  }

  struct(fields: Iterable<readonly [string, Type]>, tuple: boolean, shared?: object): StructType {
    const type: StructType = { kind: 'struct', fields: new Map(fields), tuple, ...(shared && { shared }) };
    this.structs.push(type);
    if (this.repeats.length > 0) this.made.set(type, [...this.repeats]);
    return type;
  }

  /** Lowers what may run more than once. */
  inRepeat<T>(use: () => T): T {
    this.repeats.push({});
    try {
      return use();
    } finally {
      this.repeats.pop();
    }
  }

  /** True where an object of the type may have gone through a step before this one. */
  repeated(type: StructType): boolean {
    return this.repeatsSince(type).length > 0;
  }

  private repeatsSince(type: StructType): object[] {
    const around = this.made.get(this.find(type)) ?? [];
    return this.repeats.filter((repeat) => !around.includes(repeat));
  }

  /** Notes that a field is taken for absent, or which fields there are for all: no later step may add one. */
  noteAbsent(type: StructType, field: string | undefined, node: Node): void {
    const repeats = this.repeatsSince(type);
    if (repeats.length > 0) this.absences.push({ type, field, node, repeats });
  }

  /** Registers types that came from outside (arguments), so that they take part. */
  adopt(type: Type): void {
    if (type.kind === 'array') {
      if (this.arrays.includes(type)) return;
      this.arrays.push(type);
      this.adopt(type.element);
    } else if (type.kind === 'struct') {
      if (this.structs.includes(type)) return;
      this.structs.push(type);
      for (const inner of type.fields.values()) this.adopt(inner);
    }
  }

  find<T extends Type>(type: T): T {
    let found: Type = type;
    for (let next = this.forwards.get(found); next !== undefined; next = this.forwards.get(found)) found = next;
    return found as T;
  }

  elementOf(type: ArrayType): Type {
    return this.find(this.find(type).element);
  }

  /** Makes `type`'s elements be of `element`'s type too. False if they cannot be. */
  addElement(type: ArrayType, element: Type): boolean {
    const root = this.find(type);
    const unified = this.unify(root.element, element);
    if (unified === undefined) return false;
    root.element = unified;
    return true;
  }

  fieldOf(type: StructType, field: string): Type | undefined {
    const found = this.find(type).fields.get(field);
    return found && this.find(found);
  }

  addField(type: StructType, field: string, inner: Type): boolean {
    const { fields } = this.find(type);
    const old = fields.get(field);
    const unified = old === undefined ? inner : this.unify(old, inner);
    if (unified === undefined) return false;
    if (old === undefined) {
      const root = this.find(type);
      const early = this.absences.find(
        (absence) =>
          this.find(absence.type) === root &&
          (absence.field ?? field) === field &&
          absence.repeats.some((repeat) => this.repeats.includes(repeat)),
      );
      if (early !== undefined) this.late(early);
    }
    fields.set(field, unified);
    return true;
  }

  /** The one type both are, or undefined. A number and a truth value meet as a number. */
  unify(a: Type, b: Type): Type | undefined {
    a = this.find(a);
    b = this.find(b);
    if (a === b) return a;
    if (a.kind === 'unknown') return b;
    if (b.kind === 'unknown') return a;
    if (a.kind === 'array' && b.kind === 'array') return this.unifyArrays(a, b);
    if (a.kind === 'struct' && b.kind === 'struct') return this.unifyStructs(a, b);
    if (a.kind === b.kind) return a.kind === 'function' ? undefined : a;
    const scalar = (type: Type): boolean => type.kind === 'number' || type.kind === 'boolean';
    return scalar(a) && scalar(b) ? numberType : undefined;
  }

  private unifyArrays(a: ArrayType, b: ArrayType): Type | undefined {
    this.forwards.set(b, a);
    if (!this.addElement(a, b.element)) {
      this.forwards.delete(b);
      return undefined;
    }
    if (a.storage !== b.storage) a.storage = 'list';
    return a;
  }

  private unifyStructs(a: StructType, b: StructType): Type | undefined {
    if (a.tuple !== b.tuple || a.shared !== b.shared || a.closed !== undefined || b.closed !== undefined)
      return undefined;
    if (a.tuple && a.fields.size !== b.fields.size) return undefined;
    const around = this.made.get(b) ?? [];
    const own = this.made.get(a);
    if (own !== undefined && around.length < own.length) this.made.set(a, around);
    this.forwards.set(b, a);
    for (const [field, inner] of b.fields) {
      if (!this.addField(a, field, inner)) {
        this.forwards.delete(b);
        return undefined;
      }
    }
    return a;
  }

  /** Writes what was found into every type object; elements never seen are taken as numbers. */
  settle(): void {
    for (const type of this.arrays) {
      const root = this.find(type);
      const element = this.find(root.element);
      type.element = element.kind === 'unknown' ? numberType : element;
      type.storage = root.storage;
    }
    for (const type of this.structs) {
      const root = this.find(type);
      for (const [field, inner] of root.fields) type.fields.set(field, this.find(inner));
    }
  }
}

/** True if two descriptions stand for the same function in the same surroundings. */
export function sameFunction(a: KnownFunction, b: KnownFunction): boolean {
  if (a === b) return true;
  if (a.kind === 'closure' && b.kind === 'closure') return a.node === b.node && a.scope === b.scope;
  if (a.kind === 'class' && b.kind === 'class') return a.shared === b.shared;
  if (a.kind === 'native' && b.kind === 'native') return a.name === b.name;
  if (a.kind === 'derived' && b.kind === 'derived')
    return a.operator === b.operator && a.order === b.order && a.wrt === b.wrt && sameFunction(a.of, b.of);
  return false;
}
