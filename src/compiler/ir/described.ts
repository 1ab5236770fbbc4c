/**
 * What is known of a function before any of it is read, and what is known once it is lowered. Those who hold functions
 * (`api`) and those who read them (`parse`, for the text of JavaScript) agree on the shapes of this file and need
 * not know one another.
 */
import type { SourceText } from '../../base/diagnostics.ts';
import { stepsOfDerivative } from '../../base/steps.ts';
import type { FunctionIr, Type, Value } from './ir.ts';

/** Where names that the text does not declare come from. */
export interface Environment {
  /** What `scope` holds under a path, described; undefined where there is nothing. */
  describe(path: readonly string[]): CapturedDescription | undefined;
  /** The names that exist, for "did you mean". */
  readonly names: readonly string[];
  /** The value under a path, as it is now; absent where nothing is held. */
  read?(path: readonly string[]): unknown;
  /** The names of what an object under a path holds. */
  keys?(path: readonly string[]): readonly string[];
  /** What the instances of a class share under a name, by the prototype of the class. */
  member?(prototype: object, name: string): MemberDescription | undefined;
}

/** A method or accessor of a class outside the text, and the prototype that holds it. */
export interface MemberDescription {
  readonly home: object;
  readonly value?: CapturedDescription | undefined;
  readonly get?: CapturedDescription | undefined;
  readonly set?: CapturedDescription | undefined;
}

/** A function known by its text. */
export interface TextDescription {
  readonly kind: 'function';
  readonly source: SourceText;
  readonly environment: Environment;
  /** A road to the IR that needs no reader of JavaScript, where Secant wrote the text itself: formulas have one. */
  readonly lower?: DirectLowering | undefined;
  /** What the instances it makes share, where it is a class or another constructor. */
  readonly prototype?: object | undefined;
  /** Where what it holds as an object is found: static members of a class, properties of a function. */
  readonly held?: (() => { readonly environment: Environment; readonly path: readonly string[] }) | undefined;
  /** The class that it extends. */
  readonly parent?: (() => CapturedDescription) | undefined;
  /** How many steps a call may take; absent for functions of the program itself, which have no limit. */
  readonly steps?: number | undefined;
}

/** A function given from outside, or a value that it captures. */
export type CapturedDescription =
  | { readonly kind: 'value'; readonly type: Type }
  /** A short text, which the program is built on: another text makes another program. */
  | { readonly kind: 'text'; readonly text: string }
  | TextDescription
  | { readonly kind: 'native'; readonly name: string }
  | {
      readonly kind: 'derived';
      readonly operator: string;
      readonly of: CapturedDescription;
      readonly order: number;
      /** Which argument is differentiated; the first if not given. */
      readonly wrt?: number;
    }
  | {
      readonly kind: 'ruled';
      /** Absent where the function shows no text. */
      readonly of: CapturedDescription | undefined;
      readonly rule: CapturedDescription;
      /** The function itself, for values where its text cannot be read. */
      readonly call: (...args: readonly unknown[]) => unknown;
      readonly name: string;
    }
  | { readonly kind: 'object' }
  | { readonly kind: 'opaque'; readonly what: string };

/** How many steps a call of a function may take; undefined where they are not counted. */
export function stepsOf(description: CapturedDescription): number | undefined {
  switch (description.kind) {
    case 'function':
      return description.steps;
    case 'ruled':
      return description.of && stepsOf(description.of);
    case 'derived': {
      const steps = stepsOf(description.of);
      return steps === undefined ? undefined : steps * stepsOfDerivative * (1 + description.order);
    }
    default:
      return undefined;
  }
}

/** What an argument is: a value of some type, or absent. */
export type ArgumentDescription =
  { readonly kind: 'value'; readonly type: Type } | { readonly kind: 'undefined' } | CapturedDescription;

/** A captured value that a function turned out to use. */
export interface CapturedInput {
  readonly path: readonly string[];
  readonly environment: Environment;
  readonly value: Value;
}

/** A lowered function. */
export interface Lowered {
  readonly fn: FunctionIr;
  /** Captured values, in the order of the parameters that follow the arguments. */
  readonly captured: readonly CapturedInput[];
  /** What the function returns, in words: `a number`, `an array`. */
  readonly gives: string;
  /** True if derivatives are asked for inside: at a tie of theirs the value of `fn` is that of a branch. */
  readonly derives?: boolean;
  /** Where derivatives are asked for inside: the program for its value. */
  readonly value?: ValueAtTies;
}

/** The value of a program that asks for derivatives inside. */
export interface ValueAtTies {
  /** The program as it is, which notes when a derivative inside meets a tie. */
  readonly noting: () => FunctionIr;
  /** The program that looks at both sides of such a tie: several times as long. */
  readonly onBothSides: () => FunctionIr;
}

/** Lowers for arguments of the given kinds; undefined for kinds it leaves to the reader of JavaScript. */
export type DirectLowering = (args: readonly ArgumentDescription[], name: string) => Lowered | undefined;

/** A type in words, for messages. */
export function describeType(type: Type): string {
  switch (type.kind) {
    case 'number':
      return 'a number';
    case 'boolean':
      return 'a truth value';
    case 'string':
      return 'a string';
    case 'function':
      return 'a function';
    case 'array':
      return 'an array';
    case 'struct':
      return type.tuple ? 'an array' : 'an object';
    case 'unknown':
      return 'undefined';
  }
}
