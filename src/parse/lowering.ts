/**
 * The state of one lowering, and control flow. Text comes in as a syntax tree with the types of the
 * arguments; IR goes out. The lowering runs the program abstractly, in order: names hold values of the IR,
 * calls are inlined, branches that meet make new values for the names they changed, loops carry the names
 * their bodies assign. `break`, `continue` and early `return` become truth values that the rest of the code
 * is guarded by. What must be known before it can be seen (which names a loop changes, which functions are
 * recursive, what an empty array will hold) is learnt by trying: a fact is noted and the lowering starts
 * over, each time with one fact more, so it ends. The method is abstract interpretation with
 * single-assignment values, as in Braun et al., "Simple and efficient construction of SSA form" (2013).
 */
import { SecantError, type ErrorCode, type SourceText, unreachable } from '../base/diagnostics.ts';
import type { Block, Call, Type, Value } from '../ir/ir.ts';
import { newValue, numberType } from '../ir/ir.ts';
import { Builder, emptyBlock } from '../rules/builder.ts';
import {
  type Abstract,
  abstractOf,
  describeAbstract,
  describeType,
  type Environment,
  type KnownFunction,
  sameFunction,
  TypeTable,
  undefinedAbstract,
} from './abstract.ts';
import { type Activation, type Binding, Frame, type Scope } from './scope.ts';
import type { Node, ParsedSource } from './syntax.ts';

/** What was learnt by trying. Kept from one start to the next. */
export class Facts {
  readonly parsed = new Map<string, ParsedSource>();
  readonly recursive = new Set<Node>();
  readonly boxed = new Set<Node>();
  /** Names (by `keyOf`) that a loop changes although its own text does not assign them. */
  readonly carried = new Map<Node, Set<string>>();
  readonly impureTests = new Set<Node>();
  readonly loopTypes = new Map<Node, Map<string, Type>>();
  readonly elementTypes = new Map<Node, Type>();
  readonly resultTypes = new Map<string, Type>();
}

const declarationIds = new WeakMap<Node, number>();
let nextDeclarationId = 0;

/** What a name is called in facts: the same after every restart. */
function keyOf(binding: Binding): string {
  return `${binding.name}#${idOfNode(binding.declaration)}`;
}

function idOfNode(node: Node): number {
  let id = declarationIds.get(node);
  if (id === undefined) declarationIds.set(node, (id = nextDeclarationId++));
  return id;
}

/** Thrown when a fact was learnt: start over. */
export class Restart extends Error {}

/** How a statement ends: it always goes on, never does, or it depends on a flag. */
export type Completion = 'normal' | 'abrupt' | 'maybe';

export interface CapturedInput {
  readonly path: readonly string[];
  readonly environment: Environment;
  readonly value: Value;
}

/** What a branch changed, and which names are its own. */
interface Journal {
  readonly before: Map<Binding, Abstract | undefined>;
  readonly own: Set<Binding>;
}

/** A recursive function lowered for arguments of certain kinds. */
export interface Specialization {
  readonly key: string;
  readonly frame: Frame;
  /** The calls so far, with the frame each stands in and the number of its own arguments. */
  readonly calls: { readonly call: Call; readonly frame: Frame; readonly own: number }[];
  result: Type | undefined;
}

export class Lowering {
  readonly builder = new Builder();
  private readonly rootFrame: Frame;
  readonly types = new TypeTable();
  readonly facts: Facts;
  frame: Frame;
  source: SourceText;
  environment: Environment;
  scope: Scope;
  activation: Activation | undefined;
  /** Functions being inlined, innermost last. */
  readonly inlining: Node[] = [];
  readonly capturedInputs: CapturedInput[] = [];
  readonly specializations = new Map<string, Specialization>();
  /** Values assigned in the branch being lowered, with what they held before it. */
  private journals: Journal[] = [];
  /** The newest binding of each declaration. */
  private readonly latest = new Map<string, Binding>();
  private readonly numbered = new Map<object, number>();

  constructor(facts: Facts, root: Frame, source: SourceText, environment: Environment, scope: Scope) {
    this.facts = facts;
    this.frame = root;
    this.rootFrame = root;
    this.source = source;
    this.environment = environment;
    this.scope = scope;
    this.builder.block = root.fn.body;
  }

  // ── Errors ────────────────────────────────────────────────────────────────────────────────────────

  fail(code: ErrorCode, node: Node, sentence: string, hint?: string): never {
    throw new SecantError(code, sentence, { span: { source: this.source, start: node.start, end: node.end }, hint });
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
    const held = this.held(binding, node);
    if (held.kind === 'conflict') {
      this.fail('S105', node, `\`${binding.name}\` is ${describeAbstract(held)}`, 'keep one kind of value in one name');
    }
    if (!binding.boxed || held.kind !== 'value') return held;
    const type = held.value.type;
    if (type.kind !== 'struct') return unreachable('a boxed name that is not a record');
    const result = newValue(this.types.fieldOf(type, 'value') ?? numberType, binding.name);
    this.builder.emit({ kind: 'get-field', result, object: held.value, field: 'value' });
    return this.abstract(result);
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
    if (binding.frame === frame || held.kind === 'function' || held.kind === 'namespace' || held.kind === 'captured')
      return held;
    const known = frame.captures.find((capture) => capture.binding === binding);
    if (known) return known.abstract;
    const inner = this.valueOf(held);
    if (inner === undefined || inner.constant !== undefined) return held;
    const parameter = newValue(inner.type, binding.name);
    const abstract: Abstract = held.kind === 'choice' ? { ...held, tag: parameter } : this.abstract(parameter);
    frame.captures.push({ binding, parameters: [parameter], abstract });
    return abstract;
  }

  assign(binding: Binding, value: Abstract, node: Node): void {
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
      const box = this.held(binding, node);
      if (box.kind !== 'value' || box.value.type.kind !== 'struct')
        return unreachable('a boxed name that is not a record');
      const flat = this.flatten(value, node);
      if (!this.types.addField(box.value.type, 'value', flat.type)) {
        this.fail(
          'S105',
          node,
          `\`${binding.name}\` is sometimes another kind of value`,
          'keep one kind of value in one name',
        );
      }
      this.builder.emit({ kind: 'set-field', object: box.value, field: 'value', value: flat });
      return;
    }
    const journal = this.journals.at(-1);
    if (journal && !journal.own.has(binding) && !journal.before.has(binding))
      journal.before.set(binding, binding.current);
    binding.current = this.named(value, binding.name);
  }

  /** Gives an unnamed fresh value the name it is assigned to, so that emitted code reads like the source. */
  private named(value: Abstract, name: string): Abstract {
    if (
      value.kind === 'value' &&
      value.value.name === undefined &&
      value.value.constant === undefined &&
      !name.startsWith('$')
    ) {
      (value.value as { name: string | undefined }).name = name;
    }
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

  // ── Branches ──────────────────────────────────────────────────────────────────────────────────────

  /** Lowers into a block of its own; gives the names it changed, and puts them back. */
  branch<R>(write: () => R): { block: Block; changes: Map<Binding, Abstract>; result: R } {
    const journal: Journal = { before: new Map(), own: new Set() };
    this.journals.push(journal);
    const block = emptyBlock();
    let result: R | undefined;
    const { span } = this.builder;
    try {
      this.builder.inBlock(block, () => {
        result = write();
      });
    } finally {
      this.journals.pop();
      this.builder.span = span;
    }
    const changes = new Map<Binding, Abstract>();
    for (const [binding, before] of journal.before) {
      if (binding.current !== undefined) changes.set(binding, binding.current);
      binding.current = before;
    }
    return { block, changes, result: result as R };
  }

  /**
   * `if (condition) then else otherwise`. Names that either branch changed get a new value. The branches may
   * also give a value each (`?:`), which are merged like a name. A branch that throws hands on nothing.
   */
  choose(
    condition: Value,
    node: Node,
    then: () => Abstract | 'throws',
    otherwise: () => Abstract | 'throws',
  ): Abstract | 'throws' {
    if (condition.constant !== undefined) return condition.constant.value ? then() : otherwise();
    const first = this.branch(then);
    const second = this.branch(otherwise);
    if (first.result === 'throws' && second.result === 'throws') {
      this.emitIf(condition, first.block, second.block, []);
      return 'throws';
    }
    const results: Value[] = [];
    const meet = (a: Abstract, b: Abstract, name: string | undefined): Abstract => {
      if (first.result === 'throws') return this.handOn(b, second.block, first.block, results, name);
      if (second.result === 'throws') return this.handOn(a, first.block, second.block, results, name);
      return this.merge(a, b, first.block, second.block, results, name);
    };
    const merged: [Binding, Abstract][] = [];
    for (const binding of new Set([...first.changes.keys(), ...second.changes.keys()])) {
      const before = binding.current ?? undefinedAbstract;
      const a = first.changes.get(binding) ?? before;
      const b = second.changes.get(binding) ?? before;
      merged.push([binding, meet(a, b, binding.name.startsWith('$') ? undefined : binding.name)]);
    }
    const result = meet(
      first.result === 'throws' ? undefinedAbstract : first.result,
      second.result === 'throws' ? undefinedAbstract : second.result,
      undefined,
    );
    this.emitIf(condition, first.block, second.block, results);
    for (const [binding, value] of merged) this.set(binding, value, node);
    return result;
  }

  private emitIf(condition: Value, then: Block, otherwise: Block, results: Value[]): void {
    this.builder.emit({ kind: 'if', condition, then, otherwise, results, span: this.builder.span });
  }

  /** Hands a value of one branch on when the other never gets there. */
  private handOn(value: Abstract, from: Block, other: Block, results: Value[], name: string | undefined): Abstract {
    const inner = this.valueOf(value);
    if (inner === undefined || inner.constant !== undefined) return value;
    const result = newValue(inner.type, inner.name ?? name);
    if (this.mayBeNothing(inner)) this.optional.add(result);
    from.yields.push(inner);
    other.yields.push(this.builder.constant(undefined));
    results.push(result);
    return value.kind === 'choice' ? { ...value, tag: result } : this.abstract(result);
  }

  private merge(
    a: Abstract,
    b: Abstract,
    first: Block,
    second: Block,
    results: Value[],
    name: string | undefined,
  ): Abstract {
    if (a === b) return a;
    if (a.kind === 'conflict') return a;
    if (b.kind === 'conflict') return b;
    if (a.kind === 'function' && b.kind === 'function' && sameFunction(a.fn, b.fn)) return a;
    if (a.kind === 'undefined' && b.kind === 'undefined') return a;
    if (a.kind === 'null' && b.kind === 'null') return a;
    if (a.kind === 'namespace' && b.kind === 'namespace' && a.name === b.name) return a;
    if ((a.kind === 'function' || a.kind === 'choice') && (b.kind === 'function' || b.kind === 'choice')) {
      return this.mergeFunctions(a, b, first, second, results);
    }
    const left = this.valueOf(a);
    const right = this.valueOf(b);
    const conflict: Abstract = { kind: 'conflict', first: describeAbstract(a), second: describeAbstract(b) };
    if (left === undefined || right === undefined || a.kind === 'choice' || b.kind === 'choice') return conflict;
    if (left === right) return a;
    if (left.constant && right.constant && Object.is(left.constant.value, right.constant.value)) return a;
    const type = this.types.unify(left.type, right.type);
    if (type === undefined) return conflict;
    const result = newValue(type, left.name ?? right.name ?? name);
    first.yields.push(this.conform(left, type, first));
    second.yields.push(this.conform(right, type, second));
    results.push(result);
    if (this.mayBeNothing(left) || this.mayBeNothing(right)) this.optional.add(result);
    return this.abstract(result);
  }

  /** A truth value that meets a number becomes one. */
  private conform(value: Value, type: Type, block: Block): Value {
    if (type.kind !== 'number' || value.type.kind !== 'boolean') return value;
    let result = value;
    this.builder.inBlock(block, () => {
      result = this.builder.apply('number', value);
    });
    return result;
  }

  private mergeFunctions(a: Abstract, b: Abstract, first: Block, second: Block, results: Value[]): Abstract {
    const choices: KnownFunction[] = [];
    const indexOf = (fn: KnownFunction): number => {
      const found = choices.findIndex((choice) => sameFunction(choice, fn));
      return found >= 0 ? found : choices.push(fn) - 1;
    };
    const tagOf = (abstract: Abstract, block: Block): Value => {
      if (abstract.kind === 'function') return this.builder.constant(indexOf(abstract.fn));
      if (abstract.kind !== 'choice') return unreachable('merging functions');
      const indexes = abstract.choices.map(indexOf);
      let tag = this.builder.constant(indexes[0]!);
      this.builder.inBlock(block, () => {
        for (const [old, index] of indexes.entries()) {
          const isThis = this.builder.apply('eq', abstract.tag, this.builder.constant(old));
          tag = this.builder.apply('select', isThis, this.builder.constant(index), tag);
        }
      });
      return tag;
    };
    first.yields.push(tagOf(a, first));
    second.yields.push(tagOf(b, second));
    const tag = newValue(numberType);
    results.push(tag);
    return { kind: 'choice', tag, choices };
  }

  // ── Loops ─────────────────────────────────────────────────────────────────────────────────────────

  /**
   * A loop. `guess` are the names it probably changes; what it really changes is learnt. `test` and `body`
   * run with the names holding the loop's own parameters. A test that changes anything moves into the body.
   */
  loop(node: Node, guess: Iterable<Binding>, test: () => Value, body: () => void, testFirst = true): void {
    if (testFirst && !this.facts.impureTests.has(node)) {
      this.pureLoop(node, guess, test, body);
      return;
    }
    const stopped = this.hidden('stopped', node, this.boolean(false));
    const evaluate = (): void => {
      const condition = test();
      this.set(stopped, { kind: 'value', value: this.builder.apply('not', condition) }, node);
    };
    const go = (): Value => this.builder.apply('not', this.valueOf(stopped.current!)!);
    this.pureLoop(node, [...guess, stopped], go, () => {
      if (!testFirst) {
        body();
        evaluate();
        return;
      }
      const condition = test();
      this.choose(
        condition,
        node,
        () => {
          body();
          return undefinedAbstract;
        },
        () => {
          this.set(stopped, this.boolean(true), node);
          return undefinedAbstract;
        },
      );
    });
  }

  private pureLoop(node: Node, guess: Iterable<Binding>, test: () => Value, body: () => void): void {
    const learnt = this.facts.carried.get(node) ?? new Set<string>();
    const known = [...learnt].flatMap((key) => this.latest.get(key) ?? []);
    const carried: { binding: Binding; parameter: Value; initial: Value }[] = [];
    const seen = new Set<Binding>();
    for (const binding of [...guess, ...known]) {
      if (seen.has(binding) || binding.boxed || binding.frame !== this.frame || binding.current === undefined) continue;
      seen.add(binding);
      const initial = this.valueOf(binding.current);
      if (initial === undefined) continue;
      const hint = this.facts.loopTypes.get(node)?.get(keyOf(binding));
      // A hint from an earlier try replaces types that were not yet known, or that turned out to widen.
      const type = hint === undefined ? initial.type : (this.types.unify(initial.type, hint) ?? hint);
      const parameter = newValue(type, binding.name.startsWith('$') ? undefined : binding.name);
      // What the body may put there is not known yet, so a test for undefined stays a test.
      this.optional.add(parameter);
      carried.push({ binding, parameter, initial: this.conform(initial, type, this.builder.block) });
    }
    const before = carried.map(({ binding }) => binding.current!);
    const enter = (): void => {
      for (const [k, { binding, parameter }] of carried.entries()) {
        const old = before[k]!;
        this.set(binding, old.kind === 'choice' ? { ...old, tag: parameter } : this.abstract(parameter), node);
      }
    };
    const tested = this.branch(() => {
      enter();
      return test();
    });
    for (const [binding, value] of tested.changes) {
      const own = carried.find((entry) => entry.binding === binding);
      if (own && this.valueOf(value) === own.parameter) continue;
      this.facts.impureTests.add(node);
      throw new Restart();
    }
    if (hasEffects(tested.block)) {
      this.facts.impureTests.add(node);
      throw new Restart();
    }
    tested.block.yields = [tested.result];
    const inside = this.branch(() => {
      enter();
      body();
      return carried.map(({ binding }) => binding.current!);
    });
    for (const binding of inside.changes.keys()) {
      if (seen.has(binding)) continue;
      // A name that the loop changes and nobody guessed.
      learnt.add(keyOf(binding));
      this.facts.carried.set(node, learnt);
      throw new Restart();
    }
    const kept: typeof carried = [];
    const yields: Value[] = [];
    for (const [k, entry] of carried.entries()) {
      const after = inside.result[k]!;
      const value = this.valueOf(after);
      const isConflict = after.kind === 'conflict' || value === undefined;
      const type = isConflict ? undefined : this.types.unify(entry.parameter.type, value.type);
      if (isConflict || type === undefined || (after.kind === 'choice') !== (before[k]!.kind === 'choice')) {
        const first = describeAbstract(before[k]!);
        const second = describeAbstract(after);
        entry.binding.current = { kind: 'conflict', first, second };
        if (!entry.binding.name.startsWith('$')) {
          this.fail(
            'S105',
            node,
            `\`${entry.binding.name}\` is sometimes ${first} and sometimes ${second} in this loop`,
            'keep one kind of value in one name',
          );
        }
        this.fail(
          'S105',
          node,
          `the result is sometimes ${first} and sometimes ${second} in this loop`,
          'return one kind of value',
        );
      }
      if (type.kind !== this.types.find(entry.parameter.type).kind) {
        const types = this.facts.loopTypes.get(node) ?? new Map<string, Type>();
        types.set(keyOf(entry.binding), type);
        this.facts.loopTypes.set(node, types);
        throw new Restart();
      }
      kept.push(entry);
      yields.push(this.conform(value, type, inside.block));
    }
    inside.block.yields = yields;
    const results = kept.map(({ parameter }) => newValue(parameter.type, parameter.name));
    for (const result of results) this.optional.add(result);
    this.builder.emit({
      kind: 'loop',
      initial: kept.map(({ initial }) => initial),
      parameters: kept.map(({ parameter }) => parameter),
      test: tested.block,
      body: inside.block,
      results,
      span: this.builder.span,
    });
    for (const [k, { binding }] of kept.entries()) {
      const old = before[k]!;
      this.set(binding, old.kind === 'choice' ? { ...old, tag: results[k]! } : this.abstract(results[k]!), node);
    }
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
  /** Functions read from text outside, by their text. */
  readonly textClosures = new Map<SourceText, KnownFunction>();

  /** Runs the declarations that stand before a function in its text. */
  runPrelude(parsed: ParsedSource, scope: Scope, environment: Environment): void {
    if (parsed.prelude.length === 0) return;
    const before = { scope: this.scope, source: this.source, environment: this.environment };
    this.scope = scope;
    this.source = parsed.source;
    this.environment = environment;
    this.prelude(parsed.prelude);
    Object.assign(this, before);
  }

  /** Set by statements.ts, which this file must not import. */
  prelude: (statements: readonly Node[]) => void = () => unreachable('no statements');

  /** The constant a value is known to be, looking through nothing: immediates only. */
  constantBehind(value: Value): unknown {
    return value.constant?.value;
  }

  adoptable(type: Type): Type[] {
    return [type];
  }

  /** False if a value is certainly neither undefined nor null: it was computed, not read or received. */
  mayBeNothing(value: Value): boolean {
    return value.constant === undefined
      ? this.optional.has(value) || this.types.find(value.type).kind === 'unknown'
      : value.constant.value == null;
  }

  /** True if a value certainly is not `undefined` (or `null`). */
  isNever(value: Value, _kind: 'undefined' | 'null'): boolean {
    return !this.mayBeNothing(value);
  }

  /** Values that may hold undefined or null: reads of memory, and what branches and loops make of them. */
  readonly optional = new Set<Value>();
  /** Where an array type was made, and which arrays were taken to hold numbers before any element was seen. */
  readonly origins = new Map<Type, Node>();
  readonly assumedNumbers = new Set<Type>();
  /** Texts of array indexes, as `for (const key in array)` gives them: they may be used as indexes. */
  readonly keyTexts = new Set<Value>();

  /** Describes a type for a message. */
  describe(type: Type): string {
    return describeType(this.types.find(type));
  }
}

function hasEffects(block: Block): boolean {
  return block.instructions.some((instruction) => {
    switch (instruction.kind) {
      case 'apply':
      case 'load':
      case 'length':
      case 'get-field':
      case 'list':
      case 'struct':
      case 'allocate':
        return false;
      case 'if':
        return hasEffects(instruction.then) || hasEffects(instruction.otherwise);
      case 'loop':
        return hasEffects(instruction.test) || hasEffects(instruction.body);
      default:
        return true;
    }
  });
}
