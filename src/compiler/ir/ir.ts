/**
 * The intermediate representation, whole. A program is a set of functions in A-normal form with structured
 * control flow: every value is assigned once, `if` and `loop` hand values on by yielding them, and the only
 * mutable things are arrays and records in memory. `break`, `continue` and early `return` are gone: the
 * parser turns them into conditions. Each transform (forward, reverse, Taylor, optimise) takes a function
 * of this file and returns another, so that transforms compose.
 *
 * Invariants, held by `verify`:
 * - a value is used only after its definition, in the same block or in a block inside it;
 * - a block's `yields` match the owner's `results` (if, loop) in number;
 * - a loop's `initial`, `parameters`, `results` and its body's `yields` have one length;
 *   `results[k]` is `parameters[k]` as it stands when the test first fails;
 * - immediates (values with `constant`) are defined nowhere and usable everywhere.
 *
 * A value of number type may hold `undefined` (an array read past its end) or `null` exactly where the
 * program's own JavaScript would, so arithmetic on it means what it means in JavaScript.
 */
import type { Span } from '../../base/diagnostics.ts';
import type { OperationName } from './operations.ts';

/** What JavaScript object stands behind an array. */
export type Storage = 'list' | TypedStorage;
export type TypedStorage =
  | 'Float64Array'
  | 'Float32Array'
  | 'Int32Array'
  | 'Uint32Array'
  | 'Int16Array'
  | 'Uint16Array'
  | 'Int8Array'
  | 'Uint8Array'
  | 'Uint8ClampedArray';

const typedStorages: Record<TypedStorage, true> = {
  Float64Array: true,
  Float32Array: true,
  Int32Array: true,
  Uint32Array: true,
  Int16Array: true,
  Uint16Array: true,
  Int8Array: true,
  Uint8Array: true,
  Uint8ClampedArray: true,
};

/** The names of typed arrays of numbers. */
export const typedStorageNames: readonly string[] = Object.keys(typedStorages);

/** True for the names of typed arrays of numbers. */
export function isTypedStorage(name: string): name is TypedStorage {
  return Object.hasOwn(typedStorages, name);
}

export type Type = NumberType | BooleanType | StringType | FunctionType | UnknownType | ArrayType | StructType;
export interface NumberType {
  readonly kind: 'number';
}
export interface BooleanType {
  readonly kind: 'boolean';
}
export interface StringType {
  readonly kind: 'string';
}
/** A choice among functions known to the parser; the run-time value is the index of the choice. */
export interface FunctionType {
  readonly kind: 'function';
  readonly choices: unknown[];
}
/** Only `undefined` or `null` was seen so far. */
export interface UnknownType {
  readonly kind: 'unknown';
}
/** An array whose elements share one type. `element` is filled in when the first element is seen. */
export interface ArrayType {
  readonly kind: 'array';
  element: Type;
  storage: Storage;
}
/** A record, or an array used as a tuple (`tuple`, with fields '0', '1', …). */
export interface StructType {
  readonly kind: 'struct';
  readonly fields: Map<string, Type>;
  readonly tuple: boolean;
  /**
   * What an instance shares with the others of its class, by an object that stands for it: the prototype of a class
   * outside, or one of the front end's own. Records of different classes are different types. Absent for plain records.
   */
  readonly shared?: object | undefined;
  /** Fields that hold what no program can (functions, regular expressions, getters), in words. Reading one is an error. */
  readonly closed?: ReadonlyMap<string, string> | undefined;
}

export type Constant = number | boolean | string | undefined | null;

/** A value: assigned once. `name` is the source's name for it where there is one. */
export interface Value {
  readonly id: number;
  readonly type: Type;
  /** Given to a fresh value that has none yet by `giveName`, and never changed. */
  name: string | undefined;
  /** Present on immediates only. */
  readonly constant?: { readonly value: Constant };
}

/** A list of instructions, and the values it hands to its owner. */
export interface Block {
  readonly instructions: Instruction[];
  yields: Value[];
}

/** A pure operation of the rule table: `result = operation(...args)`. */
export interface Apply {
  readonly kind: 'apply';
  readonly operation: OperationName;
  readonly args: readonly Value[];
  readonly result: Value;
  readonly span?: Span | undefined;
}
export interface If {
  readonly kind: 'if';
  readonly condition: Value;
  readonly then: Block;
  readonly otherwise: Block;
  readonly results: Value[];
  readonly span?: Span | undefined;
}
/** `parameters = initial; while (test yields true) parameters = body's yields; results = parameters`. */
export interface Loop {
  readonly kind: 'loop';
  readonly initial: Value[];
  readonly parameters: Value[];
  readonly test: Block;
  readonly body: Block;
  readonly results: Value[];
  readonly span?: Span | undefined;
}
/** A new array of `length` elements, each `fill` (undefined: holes for a list, 0 for typed arrays). */
export interface Allocate {
  readonly kind: 'allocate';
  readonly result: Value;
  readonly length: Value;
  readonly fill: Value | undefined;
  readonly span?: Span | undefined;
}
/** A new list of the given elements. */
export interface List {
  readonly kind: 'list';
  readonly result: Value;
  readonly elements: readonly Value[];
  /** Made by reverse mode as a stack: every pop takes what a push left. */
  readonly tape?: true;
  readonly span?: Span | undefined;
}
/** A new record or tuple. */
export interface Struct {
  readonly kind: 'struct';
  readonly result: Value;
  readonly names: readonly string[];
  readonly elements: readonly Value[];
  readonly span?: Span | undefined;
}
/** `result = array[index]`; past the end it is undefined, as in JavaScript. */
export interface Load {
  readonly kind: 'load';
  readonly result: Value;
  readonly array: Value;
  readonly index: Value;
  readonly span?: Span | undefined;
}
export interface Store {
  readonly kind: 'store';
  readonly array: Value;
  readonly index: Value;
  readonly value: Value;
  readonly span?: Span | undefined;
}
/** `array[index] += value`, which needs no old value to be reversed. */
export interface Accumulate {
  readonly kind: 'accumulate';
  readonly array: Value;
  readonly index: Value;
  readonly value: Value;
  readonly span?: Span | undefined;
}
export interface Length {
  readonly kind: 'length';
  readonly result: Value;
  readonly array: Value;
}
export interface SetLength {
  readonly kind: 'set-length';
  readonly array: Value;
  readonly length: Value;
  readonly span?: Span | undefined;
}
export interface Push {
  readonly kind: 'push';
  readonly array: Value;
  readonly value: Value;
}
export interface Pop {
  readonly kind: 'pop';
  readonly result: Value;
  readonly array: Value;
}
export interface GetField {
  readonly kind: 'get-field';
  readonly result: Value;
  readonly object: Value;
  readonly field: string;
  readonly span?: Span | undefined;
}
export interface SetField {
  readonly kind: 'set-field';
  readonly object: Value;
  readonly field: string;
  readonly value: Value;
}
export interface AccumulateField {
  readonly kind: 'accumulate-field';
  readonly object: Value;
  readonly field: string;
  readonly value: Value;
}
/** A call that is not inlined: recursion. */
export interface Call {
  readonly kind: 'call';
  readonly target: FunctionIr;
  args: Value[];
  readonly results: Value[];
  readonly span?: Span | undefined;
}
/** A derivative asked for inside the program: expanded by the pipeline, innermost first. */
export interface Derive {
  readonly kind: 'derive';
  readonly mode: 'forward' | 'reverse';
  readonly target: FunctionIr;
  /** Which parameters of `target` are differentiated; the others are held fixed. */
  readonly active: readonly boolean[];
  /** Forward: primals, then a tangent per active parameter. Reverse: primals, then a cotangent per number result, then a shadow per active reference. */
  readonly args: Value[];
  /** Forward: primal results, then tangents. Reverse: primal results, then adjoints of the active number parameters. */
  readonly results: Value[];
  readonly span?: Span | undefined;
}
export interface Throw {
  readonly kind: 'throw';
  readonly message: Value;
  readonly span?: Span | undefined;
}

/** Marks the running call as having met a kink if `left === right`; inserted by transforms, for the caller to look closer. */
export interface Kink {
  readonly kind: 'kink';
  readonly left: Value;
  readonly right: Value;
  /** No kink, but a read that found nothing, past the end of an array: what was added for it is lost. */
  readonly missed?: true;
}

/** What a run noted, for its caller: that it met a kink, or only that a read found nothing. */
export interface KinkFlag {
  hit: boolean | 'missed';
}

export type Instruction =
  | Apply
  | If
  | Loop
  | Allocate
  | List
  | Struct
  | Load
  | Store
  | Accumulate
  | Length
  | SetLength
  | Push
  | Pop
  | GetField
  | SetField
  | AccumulateField
  | Call
  | Derive
  | Throw
  | Kink;

/** A function: parameters in, `body.yields` out. */
export interface FunctionIr {
  readonly name: string;
  parameters: Value[];
  body: Block;
  /**
   * The derivative its author gives for it: a function of the same parameters that yields one partial derivative for
   * each of the first `rule.count` parameters, of that parameter's shape. Transforms use it instead of the body.
   */
  readonly rule?: {
    readonly partials: FunctionIr;
    readonly count: number;
    /** A function that cannot be read: it is called with the arguments in place of the body, which throws. */
    readonly outside?: (args: readonly unknown[]) => unknown;
  };
}

export const numberType: NumberType = { kind: 'number' };
export const booleanType: BooleanType = { kind: 'boolean' };
export const stringType: StringType = { kind: 'string' };
export const unknownType: UnknownType = { kind: 'unknown' };

/** Ids differ between all programs, since transforms put values of several into one. */
let nextId = 0;

/** A new value of a type. */
export function newValue(type: Type, name?: string): Value {
  return { id: nextId++, type, name };
}

/** Gives a value that has no name the one it is known by, so that emitted code reads like the source. */
export function giveName(value: Value, name: string | undefined): void {
  if (value.name === undefined && value.constant === undefined) value.name = name;
}

/** An immediate. */
export function constantValue(value: Constant): Value {
  return { id: nextId++, type: typeOfConstant(value), name: undefined, constant: { value } };
}

function typeOfConstant(value: Constant): Type {
  switch (typeof value) {
    case 'number':
      return numberType;
    case 'boolean':
      return booleanType;
    case 'string':
      return stringType;
    default:
      return unknownType;
  }
}

/** True for arrays and records: values that live in memory and can be aliased. */
export function isReference(type: Type): type is ArrayType | StructType {
  return type.kind === 'array' || type.kind === 'struct';
}
