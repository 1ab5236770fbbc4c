/**
 * The state of one lowering. Text comes in as a syntax tree with the types of the arguments; IR goes out. The
 * lowering runs the program abstractly, in order: names hold values of the IR, calls are inlined, branches
 * that meet make new values for the names they changed (branches.ts), loops carry the names their bodies
 * assign (loops.ts). `break`, `continue` and early `return` become truth values that the rest of the code is
 * guarded by. What must be known before it can be seen (which names a loop changes, which functions are
 * recursive, what an empty array will hold) is learnt by trying: a fact is noted and the lowering starts
 * over, each time with one fact more, so it ends. The method is abstract interpretation with
 * single-assignment values, as in Braun et al., "Simple and efficient construction of SSA form" (2013).
 *
 * The files of this folder form a ladder, each importing only from those below it:
 *
 *     lower                                        ties the ladder together
 *     statements  loop-statements  switch-statements
 *     expressions  invocation
 *     assignments  operators  literals  recursion  array-methods
 *     calls  construct  closures  patterns  places
 *     members  classes  globals
 *     natives  derived  derived-products  derived-matrices  derived-target  frames
 *     arrays  iteration
 *     memory  values
 *     loops  branches  lowering  facts  scope  abstract  syntax
 *
 * A language is recursive all the same: a literal holds expressions, an expression may be a function with
 * statements. Those five calls upwards go through the `Language` that `lower.ts` hands to the lowering.
 */
import type * as acorn from '../syntax/tree.ts';
import { type ErrorCode, SecantError, type SourceText, internalError } from '../../../base/diagnostics.ts';
import { type CapturedInput, describeType, type Environment } from '../../ir/described.ts';
import {
  type ArrayType,
  type Call,
  giveName,
  newValue,
  numberType,
  type StructType,
  type Type,
  type Value,
} from '../../ir/ir.ts';
import { isOpen } from '../../ir/open-shape.ts';
import { Builder } from '../../rules/builder.ts';
import {
  type Abstract,
  abstractOf,
  describeAbstract,
  type KnownFunction,
  TypeTable,
  undefinedAbstract,
} from './abstract.ts';
import type { Shared } from './classes.ts';
import { type Facts, idOfNode, keyOf, Restart } from './facts.ts';
import { whatMayBeMissing } from './tags.ts';
import { type Activation, type Binding, type Frame, Scope } from './scope.ts';
import type { Node, ParsedSource } from '../syntax/function-text.ts';

/** How a statement ends: it always goes on, never does, or it depends on a flag. */
export type Completion = 'normal' | 'abrupt' | 'maybe';

/** The parts of the language that hold each other. Set up in `lower.ts`, reached through the methods of `Lowering`. */
export interface Language {
  evaluate(l: Lowering, expression: ExpressionNode, name?: string): Abstract;
  invoke(l: Lowering, callee: Abstract, args: readonly Abstract[], node: Node, self?: Abstract): Abstract;
  entryOf(l: Lowering, dictionary: Abstract, key: Abstract, node: Node): Abstract;
  elementsOfCollection(l: Lowering, collection: Abstract, node: Node): Value;
  lowerStatement(l: Lowering, node: acorn.Statement): Completion;
  lowerList(l: Lowering, body: readonly Node[]): Completion;
  lowerPrelude(l: Lowering, statements: readonly Node[]): void;
}

/** What can stand where an expression stands. */
export type ExpressionNode = acorn.Expression | acorn.SpreadElement | acorn.PrivateIdentifier | acorn.Super;

/** What a branch changed, and which names are its own. */
export interface Journal {
  readonly before: Map<Binding, Abstract | undefined>;
  readonly own: Set<Binding>;
  /** Names of branches inside that a function which outlives them remembers. */
  readonly remembered: Set<Binding>;
  /** True if a function was put where it outlives the branch: in memory, in an outer name, in the result. */
  escapes: boolean;
  /** The branch is the body of a loop: what it declares is another thing in each step. */
  readonly isLoop: boolean;
}

/** A recursive function lowered for arguments of certain kinds. */
export interface Specialization {
  readonly key: string;
  /** The arguments that it was lowered for. */
  readonly given: readonly Abstract[];
  readonly frame: Frame;
  /** The calls so far, with the frame each stands in and the number of its own arguments. */
  readonly calls: { readonly call: Call; readonly frame: Frame; readonly own: number }[];
  result: Type | undefined;
}

export class Lowering {
  readonly builder = new Builder();
  private readonly language: Language;
  private readonly rootFrame: Frame;
  readonly types = new TypeTable((absence) => {
    this.facts.late.add(absence.field ?? absence.node);
    throw new Restart();
  });
  readonly facts: Facts;
  frame: Frame;
  source: SourceText;
  environment: Environment;
  scope: Scope;
  activation: Activation | undefined;
  /** Functions being inlined, innermost last. */
  readonly inlining: Node[] = [];
  /** How often each function was inlined, and how often any was. */
  readonly inlined = new Map<Node, number>();
  inlinedCalls = 0;
  readonly capturedInputs: CapturedInput[] = [];
  readonly specializations = new Map<string, Specialization>();
  /** Values assigned in the branch being lowered, with what they held before it. */
  readonly journals: Journal[] = [];
  /** Lists of functions of which one was read from memory: who read it counts on them. */
  readonly readChoices = new WeakSet<readonly KnownFunction[]>();
  /** The newest binding of each declaration. */
  readonly latest = new Map<string, Binding>();
  private readonly numbered = new Map<object, number>();

  constructor(
    language: Language,
    facts: Facts,
    root: Frame,
    source: SourceText,
    environment: Environment,
    scope: Scope,
  ) {
    this.language = language;
    this.facts = facts;
    this.frame = root;
    this.rootFrame = root;
    this.source = source;
    this.environment = environment;
    this.scope = scope;
    this.builder.block = root.fn.body;
  }

  // ── Calls upwards ──────────────────────────────────────────────────────────────────────────────

  /** Evaluates an expression. `name` is what a function expression would be called. */
  evaluate(expression: ExpressionNode, name?: string): Abstract {
    return this.language.evaluate(this, expression, name);
  }

  /** Calls a function value; `self` is what `this` means in it. */
  invoke(callee: Abstract, args: readonly Abstract[], node: Node, self?: Abstract): Abstract {
    return this.language.invoke(this, callee, args, node, self);
  }

  /** What runs through a `Map` or `Set`. */
  elementsOfCollection(collection: Abstract, node: Node): Value {
    return this.language.elementsOfCollection(this, collection, node);
  }

  /** What a dictionary holds under a key. */
  entryOf(dictionary: Abstract, key: Abstract, node: Node): Abstract {
    return this.language.entryOf(this, dictionary, key, node);
  }

  lowerStatement(node: acorn.Statement): Completion {
    return this.language.lowerStatement(this, node);
  }

  /** Lowers statements into the scope that is open. */
  lowerList(body: readonly Node[]): Completion {
    return this.language.lowerList(this, body);
  }

  // ── Errors ────────────────────────────────────────────────────────────────────────────────────────

  fail(code: ErrorCode, node: Node, sentence: string, hint?: string): never {
    throw this.error(code, node, sentence, hint);
  }

  /** Refuses a name that holds values of different kinds. */
  mixed(node: Node, sentence: string): never {
    this.fail('S105', node, sentence, 'keep one kind of value in one name');
  }

  error(code: ErrorCode, node: Node, sentence: string, hint?: string): SecantError {
    return new SecantError(code, sentence, { span: { source: this.source, start: node.start, end: node.end }, hint });
  }

  text(node: Node): string {
    const text = this.source.text.slice(node.start, node.end).replace(/\s+/g, ' ');
    return text.length > 40 ? `${text.slice(0, 37)}...` : text;
  }

  at(node: Node): void {
    this.builder.span = { source: this.source, start: node.start, end: node.end };
  }

  /** A small number that stands for an object within this lowering. */
  numberOf(object: object): number {
    let number = this.numbered.get(object);
    if (number === undefined) this.numbered.set(object, (number = this.numbered.size));
    return number;
  }

  /** A number that stands for a syntax node, the same after every restart. */
  idOf(node: Node): number {
    return idOfNode(node);
  }

  /** Frames whose parameters are complete but for names found to be captured later. */
  readonly finished = new Set<Frame>();

  // ── Names ─────────────────────────────────────────────────────────────────────────────────────────

  declare(scope: Scope, name: string, declaration: Node, constant: boolean, initial: Abstract | undefined): Binding {
    const boxed = this.facts.boxed.has(declaration) && initial !== undefined;
    const binding: Binding = { name, constant, declaration, frame: this.frame, boxed, current: initial };
    if (boxed) {
      const type = this.types.struct([['value', this.shapeOf(initial) ?? { kind: 'unknown' }]], false);
      const result = newValue(type, name);
      this.builder.emit({ kind: 'struct', result, names: ['value'], elements: [this.flatten(initial, declaration)] });
      binding.current = { kind: 'value', value: result };
    }
    scope.add(binding);
    this.register(binding);
    return binding;
  }

  private register(binding: Binding): void {
    this.latest.set(keyOf(binding), binding);
    this.journals.at(-1)?.own.add(binding);
  }

  read(binding: Binding, node: Node): Abstract {
    this.mustStand(binding, node);
    const held = this.held(binding, node);
    if (held.kind === 'conflict') {
      this.mixed(node, `\`${binding.name}\` is ${describeAbstract(held)}`);
    }
    if (!binding.boxed || held.kind !== 'value') return held;
    const [object, type] = boxIn(held);
    const result = newValue(this.types.fieldOf(type, 'value') ?? numberType, binding.name);
    this.builder.emit({ kind: 'get-field', result, object, field: 'value' });
    return whatMayBeMissing(this, result);
  }

  /** Refuses a name whose declaration is over, or may not have run. */
  private mustStand({ name, over }: Binding, node: Node): void {
    if (over === 'step') {
      this.fail(
        'S101',
        node,
        `\`${name}\` belongs to one step of a loop, and the function that remembers it is called after the step`,
        'keep the numbers in an array instead of functions',
      );
    }
    if (over === 'case') {
      this.fail(
        'S101',
        node,
        `\`${name}\` is declared in another case of the switch, which need not have run`,
        'declare it above the switch, or in a block of its own in each case',
      );
    }
  }

  /** What a binding holds, brought into the current frame. */
  private held(binding: Binding, node: Node): Abstract {
    if (binding.current === undefined) {
      this.fail('S105', node, `\`${binding.name}\` is used before it has a value`, 'declare it above its first use');
    }
    return binding.frame === this.frame ? binding.current : this.capture(binding, this.frame);
  }

  /** Brings a binding of an outer frame into `frame` through parameters. */
  capture(binding: Binding, frame: Frame): Abstract {
    const held = binding.current ?? undefinedAbstract;
    if (binding.frame === frame || held.kind === 'namespace' || held.kind === 'captured') return held;
    const known = frame.captures.find((capture) => capture.binding === binding);
    if (known) return known.abstract;
    const inner = held.kind === 'function' ? undefined : this.valueOf(held);
    if (inner === undefined || inner.constant !== undefined) {
      frame.builtOn.set(binding, held);
      return held;
    }
    const parameter = newValue(inner.type, binding.name);
    const abstract: Abstract = held.kind === 'choice' ? { ...held, tag: parameter } : this.abstract(parameter);
    frame.captures.push({ binding, parameters: [parameter], abstract });
    return abstract;
  }

  assign(binding: Binding, value: Abstract, node: Node): void {
    this.mustStand(binding, node);
    if (binding.constant)
      this.fail('S101', node, `\`${binding.name}\` is a constant and cannot be assigned`, 'declare it with `let`');
    this.set(binding, value, node);
  }

  set(binding: Binding, value: Abstract, node: Node): void {
    if (binding.frame !== this.frame && !binding.boxed) {
      this.facts.boxed.add(binding.declaration);
      throw new Restart();
    }
    if (binding.boxed) {
      const [object, type] = boxIn(this.held(binding, node));
      const flat = this.flatten(value, node);
      if (!this.types.addField(type, 'value', flat.type)) {
        this.mixed(node, `\`${binding.name}\` is sometimes another kind of value`);
      }
      this.builder.emit({ kind: 'set-field', object, field: 'value', value: flat });
      return;
    }
    const journal = this.journals.at(-1);
    if (value.kind === 'function' || value.kind === 'choice') this.noteEscape(value, binding);
    if (journal && !journal.own.has(binding) && !journal.before.has(binding))
      journal.before.set(binding, binding.current);
    binding.current = this.named(value, binding.name);
  }

  /** A function is put into memory or into a name: the branches it was made in must keep what it remembers. */
  noteEscape(value: Abstract, binding?: Binding): void {
    if (value.kind === 'function' && value.fn.kind !== 'closure') return;
    for (const journal of this.journals) if (binding === undefined || !journal.own.has(binding)) journal.escapes = true;
  }

  /** Gives an unnamed fresh value the name it is assigned to, so that emitted code reads like the source. */
  private named(value: Abstract, name: string): Abstract {
    if (value.kind === 'value' && !name.startsWith('$')) giveName(value.value, name);
    return value;
  }

  /** A name of the lowering's own: a flag or a result. */
  hidden(name: string, declaration: Node, initial: Abstract): Binding {
    const binding: Binding = {
      name: `$${name}`,
      constant: false,
      declaration,
      frame: this.frame,
      boxed: false,
      current: initial,
    };
    this.register(binding);
    return binding;
  }

  // ── Abstract values ───────────────────────────────────────────────────────────────────────────────

  /** The abstract of an IR value: function tags become choices again. */
  abstract(value: Value): Abstract {
    const type = this.types.find(value.type);
    if (type.kind === 'function') {
      const choices = type.choices as KnownFunction[];
      this.readChoices.add(choices);
      return choices.length === 1 ? { kind: 'function', fn: choices[0]! } : { kind: 'choice', tag: value, choices };
    }
    return abstractOf(value);
  }

  number(value: number): Abstract {
    return { kind: 'value', value: this.builder.constant(value) };
  }

  boolean(value: boolean): Abstract {
    return { kind: 'value', value: this.builder.constant(value) };
  }

  /** The IR value behind an abstract, if it has one. */
  valueOf(abstract: Abstract): Value | undefined {
    switch (abstract.kind) {
      case 'value':
        return abstract.value;
      case 'undefined':
        return this.builder.constant(undefined);
      case 'null':
        return this.builder.constant(null);
      case 'choice':
        return abstract.tag;
      default:
        return undefined;
    }
  }

  /** The IR value that stands for an abstract in memory; functions become tags. */
  flatten(abstract: Abstract, node: Node): Value {
    if (abstract.kind === 'function') {
      this.noteEscape(abstract);
      const tag = newValue({ kind: 'function', choices: [abstract.fn] });
      return { ...tag, constant: { value: 0 } };
    }
    const value = this.valueOf(abstract);
    if (value !== undefined) return value;
    return this.fail(
      'S101',
      node,
      `${describeAbstract(abstract)} cannot be kept in a variable that changes`,
      'use it where it is named',
    );
  }

  /** The type of an abstract in memory. */
  shapeOf(abstract: Abstract): Type | undefined {
    if (abstract.kind === 'function') return { kind: 'function', choices: [abstract.fn] };
    return this.valueOf(abstract)?.type;
  }

  /** `a || b` over truth values already computed. */
  either(a: Value, b: Value): Value {
    return this.builder.apply('select', a, this.builder.constant(true), b);
  }

  both(a: Value, b: Value): Value {
    return this.builder.apply('select', a, b, this.builder.constant(false));
  }

  /** The parameter that brings a captured value in; the same one each time. */
  capturedInput(environment: Environment, path: readonly string[], type: Type): Abstract {
    const text = path.join('.');
    let input = this.capturedInputs.find((known) => known.environment === environment && known.path.join('.') === text);
    if (input === undefined) {
      this.types.adopt(type);
      input = { path, environment, value: newValue(type, path.at(-1)) };
      this.capturedInputs.push(input);
    }
    const { value } = input;
    // Inside a function of its own the captured value comes in like any other captured name.
    const root = this.rootFrame;
    const binding = this.inputBindings.get(value) ?? {
      name: text,
      constant: true,
      declaration: { type: 'Program', start: 0, end: 0 },
      frame: root,
      boxed: false,
      current: this.abstract(value),
    };
    this.inputBindings.set(value, binding);
    return this.capture(binding, this.frame);
  }

  private readonly inputBindings = new Map<Value, Binding>();
  /** What the instances of classes of the text share, by what stands for the class. */
  readonly shared = new Map<object, Shared>();
  /** Every class whose text was met, by what stands for it. */
  readonly classes = new Map<object, Extract<KnownFunction, { kind: 'class' }>>();
  private readonly properties = new Map<Scope, Map<Node, Scope>>();

  /** The properties that a function of the text was given: `f.count = 0`. */
  propertiesOf(fn: { readonly node: Node; readonly scope: Scope }): Scope {
    const inScope = this.properties.get(fn.scope) ?? new Map<Node, Scope>();
    this.properties.set(fn.scope, inScope);
    let held = inScope.get(fn.node);
    if (held === undefined) inScope.set(fn.node, (held = new Scope()));
    return held;
  }

  private readonly standInsUsed = new Map<Node, Scope[]>();

  /** What stands for a class or constructor in the types of its instances: the same after every restart. */
  standIn(node: Node, scope: Scope): object {
    const used = this.standInsUsed.get(node) ?? [];
    this.standInsUsed.set(node, used);
    let index = used.indexOf(scope);
    if (index < 0) index = used.push(scope) - 1;
    const made = this.facts.standIns.get(node) ?? [];
    this.facts.standIns.set(node, made);
    return (made[index] ??= { name: 'class' });
  }

  /** Functions read from text outside, by their text. */
  readonly textClosures = new Map<SourceText, KnownFunction>();

  /** Runs the declarations that stand before a function in its text. */
  runPrelude(parsed: ParsedSource, scope: Scope, environment: Environment): void {
    if (parsed.prelude.length === 0) return;
    const before = { scope: this.scope, source: this.source, environment: this.environment };
    this.scope = scope;
    this.source = parsed.source;
    this.environment = environment;
    this.language.lowerPrelude(this, parsed.prelude);
    Object.assign(this, before);
  }

  /** False if a value is certainly neither undefined nor null: it was computed, not read or received. */
  mayBeNothing(value: Value): boolean {
    return value.constant === undefined
      ? this.optional.has(value) ||
          this.types.find(value.type).kind === 'unknown' ||
          isOpen(this.types.find(value.type))
      : value.constant.value == null;
  }

  /** Values that may hold undefined or null: reads of memory, and what branches and loops make of them. */
  readonly optional = new Set<Value>();
  /** The fields of object literals that nothing has changed yet: options such as `{ order: 2 }` are read from here. */
  readonly literalFields = new Map<Value, ReadonlyMap<string, Value>>();
  /** Where an array type was made, and which arrays were taken to hold numbers before any element was seen. */
  readonly origins = new Map<Type, Node>();
  readonly assumedNumbers = new Set<Type>();
  /** Arrays that were read though nothing is ever put into them. */
  readonly neverFilled = new Set<Type>();
  /** Arrays read while their elements are being looked for. */
  readonly emptyArrays = new Set<ArrayType>();
  /** Texts of array indexes, as `for (const key in array)` gives them: they may be used as indexes. */
  readonly keyTexts = new Set<Value>();

  /** Describes a type for a message. */
  describe(type: Type): string {
    return describeType(this.types.find(type));
  }
}

/** The record that keeps a name which several functions write to. */
function boxIn(held: Abstract): [object: Value, type: StructType] {
  if (held.kind !== 'value' || held.value.type.kind !== 'struct') return internalError('a boxed name without a record');
  return [held.value, held.value.type];
}
