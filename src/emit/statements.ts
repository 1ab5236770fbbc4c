/**
 * One function of the IR as JavaScript statements.
 *
 * The idea: go through the instructions in order and keep each pure, single-use result as a pending expression
 * until its use takes it, so that formulas come out nested as people write them. What would disturb a pending
 * expression (a write to memory, an assignment to a variable it reads, the start of a block) first writes it
 * down as a `const`. A value that a loop or an `if` hands on is assigned to its variable where it is computed,
 * if nothing needs what the variable held before; otherwise at the end of the block, all at once.
 *
 * In: a function that `verify` accepts. Out: parameter names and lines. Guaranteed: the same results and the
 * same changes to memory as `interpret`, bit for bit; unused pure values are not computed.
 */
import { type Span, unreachable } from '../base/diagnostics.ts';
import type { Allocate, Apply, Block, Call, FunctionIr, If, Instruction, Loop, Throw, Value } from '../ir/ir.ts';
import { analyzeUses, blockHasEffects, type Extent, type Uses } from '../ir/analysis.ts';
import { blocksOf, freeValues } from '../ir/visit.ts';
import { assignTogether, assignmentText, type Assignment } from './assignments.ts';
import {
  atom,
  choice,
  compose,
  condition,
  constantExpression,
  elementExpression,
  type Expression,
  fieldExpression,
  listExpression,
  literal,
  negate,
  operationExpression,
  recordExpression,
  within,
} from './expressions.ts';
import { isSingleIf, type Line, type SourceNotes } from './lines.ts';
import { loopHeader, type LoopHeader } from './loops.ts';
import type { Scope } from './names.ts';
import { Bindings, type Variable } from './variables.ts';

/** What a function needs from the module around it. */
export interface ModuleContext {
  nameOf(fn: FunctionIr): string;
  /** The number under which `raise` finds a span. */
  spanNumber(span: Span | undefined): number | undefined;
  readonly notes: SourceNotes | undefined;
}

/** Expressions wider than this are split up. */
const widest = 84;
/** A choice wider than this becomes an `if` statement. */
const widestChoice = 76;

/** Emits a function's parameters and statements. `scope` is the function's own. */
export function emitStatements(
  fn: FunctionIr,
  scope: Scope,
  context: ModuleContext,
  results: 'single' | 'array',
): { parameters: string[]; lines: Line[] } {
  const emitter = new FunctionEmitter(fn, scope, context);
  return emitter.run(results);
}

class FunctionEmitter {
  private readonly fn: FunctionIr;
  private readonly context: ModuleContext;
  private readonly uses: Uses;
  private readonly bindings = new Bindings();
  private readonly pending = new Map<Value, Expression>();
  /** The variable a value should go to where it is computed. */
  private readonly destinations = new Map<Value, Variable>();
  /** Instructions printed elsewhere: the steps of counted loops. */
  private readonly skipped = new Set<Instruction>();
  private scope: Scope;
  private lines: Line[] = [];
  /** While above zero, nothing may become a statement. */
  private inline = 0;
  private position = 0;
  private span: Span | undefined;
  /** The branches not taken on the way to here. */
  private readonly siblings: Extent[] = [];

  constructor(fn: FunctionIr, scope: Scope, context: ModuleContext) {
    this.fn = fn;
    this.scope = scope;
    this.context = context;
    this.uses = analyzeUses(fn);
  }

  run(results: 'single' | 'array'): { parameters: string[]; lines: Line[] } {
    const parameters = this.fn.parameters.map((parameter) => {
      const variable = this.newVariable(parameter.name, false);
      this.bindings.hold(variable, parameter);
      return variable.name;
    });
    if (this.instructions(this.fn.body)) {
      const yields = this.fn.body.yields.map((value) => this.take(value));
      if (results === 'array') this.line(`return ${listExpression(yields).text};`);
      else if (yields.length > 0) this.line(`return ${yields[0]!.text};`);
    }
    return { parameters, lines: this.lines };
  }

  // Writing

  private newVariable(name: string | undefined, mutable: boolean): Variable {
    return { name: this.scope.declare(name), mutable, holder: undefined, pinned: false };
  }

  private line(text: string): void {
    if (this.inline > 0) unreachable('a statement inside an expression', text);
    const note = this.context.notes?.note(this.span);
    if (note !== undefined) this.lines.push(note);
    this.lines.push(text);
  }

  /** Runs `write` with lines going to a list of their own, in a scope of their own. */
  private nested(write: () => void): Line[] {
    const { lines, scope } = this;
    const outer = new Set(this.pending.keys());
    this.lines = [];
    this.scope = scope.inside();
    write();
    // What nobody took, after a `throw`, must not outlive its scope.
    for (const value of this.pending.keys()) if (!outer.has(value)) this.pending.delete(value);
    const written = this.lines;
    this.lines = lines;
    this.scope = scope;
    return written;
  }

  // Values

  /** The expression for a value; a pending one is used up. */
  private take(value: Value): Expression {
    if (value.constant !== undefined) return constantExpression(value.constant.value);
    const waiting = this.pending.get(value);
    if (waiting !== undefined) {
      this.pending.delete(value);
      return waiting;
    }
    return nameOf(this.bindings.read(value));
  }

  /** Expressions for several operands, the widest written down first if together they are too wide. */
  private takeAll(values: readonly Value[]): Expression[] {
    if (this.inline === 0) {
      let width = 0;
      const waiting = values.filter((value) => this.pending.has(value));
      for (const value of waiting) width += this.pending.get(value)!.text.length + 3;
      waiting.sort((a, b) => this.pending.get(b)!.text.length - this.pending.get(a)!.text.length);
      for (const value of waiting) {
        if (width <= widest) break;
        width -= this.pending.get(value)!.text.length;
        this.writeDown(value);
      }
    }
    return values.map((value) => this.take(value));
  }

  /** An operand that must be a name or a number, because it is written twice. */
  private takeAtom(value: Value): Expression {
    if (this.pending.has(value) && this.pending.get(value)!.text.match(/^[\w$.]+$/) === null) this.writeDown(value);
    return this.take(value);
  }

  /** Turns a pending expression into a `const`. */
  private writeDown(value: Value): void {
    const expression = this.pending.get(value)!;
    this.pending.delete(value);
    this.declare(value, expression);
  }

  private declare(value: Value, expression: Expression): void {
    const variable = this.newVariable(value.name, false);
    this.line(`const ${variable.name} = ${within(expression, 2)};`);
    this.bindings.hold(variable, value);
  }

  /** Writes down the pending expressions that a condition picks, in the order they were met. */
  private flush(disturbs: (expression: Expression, value: Value) => boolean): void {
    for (const [value, expression] of this.pending) if (disturbs(expression, value)) this.writeDown(value);
  }

  private flushMemory(): void {
    this.flush((expression) => expression.memory);
  }

  private flushReaders(variable: Variable): void {
    this.flush((expression) => expression.reads.includes(variable));
  }

  /** Before an instruction with blocks: what they use, what they could disturb, what reads variables. */
  private flushBefore(instruction: If | Loop): void {
    if (this.pending.size === 0) return;
    const inside = new Set<Value>();
    for (const block of blocksOf(instruction)) for (const value of freeValues(block)) inside.add(value);
    const effects = blocksOf(instruction).some(blockHasEffects);
    this.flush(({ reads, memory }, value) => reads.length > 0 || (memory && effects) || inside.has(value));
  }

  /** True if what a variable holds may be overwritten at `position`. */
  private isFree(variable: Variable, position: number): boolean {
    const { holder } = variable;
    return holder === undefined || !this.uses.neededAfter(holder, position, this.siblings);
  }

  /** A pure value has been computed: decides whether it waits, is assigned or is declared. */
  private define(value: Value, expression: Expression): void {
    const uses = this.uses.usesOf(value);
    if (uses.length === 0) return;
    if (this.inline > 0) {
      this.pending.set(value, expression);
      return;
    }
    const destination = this.destinations.get(value);
    if (destination !== undefined && this.isFree(destination, this.position)) {
      this.assign(destination, value, expression);
      return;
    }
    const waits = value.name === undefined || uses[0]!.role !== 'operand';
    if (uses.length === 1 && waits && expression.text.length <= widest) this.pending.set(value, expression);
    else this.declare(value, expression);
  }

  private assign(variable: Variable, value: Value, expression: Expression): void {
    this.flushReaders(variable);
    this.line(assignmentText(variable, expression));
    this.bindings.hold(variable, value);
  }

  /** The result of a statement that cannot wait. */
  private defineNow(value: Value, expression: Expression): void {
    const destination = this.destinations.get(value);
    if (destination !== undefined && this.isFree(destination, this.position)) {
      this.assign(destination, value, expression);
    } else this.declare(value, expression);
  }

  // Blocks

  /** Emits a block's instructions; false if the end is not reached. */
  private instructions(block: Block): boolean {
    for (const instruction of block.instructions) {
      if (this.skipped.has(instruction)) continue;
      this.position = this.uses.extentOf(instruction).start;
      if ('span' in instruction && instruction.span !== undefined) this.span = instruction.span;
      this.instruction(instruction);
      if (instruction.kind === 'throw') return false;
    }
    this.position = this.uses.blockExtent(block).end;
    return true;
  }

  /** Emits a block whose yields go to variables. */
  private blockInto(block: Block, targets: readonly (Variable | undefined)[]): Line[] {
    const here = new Set<Value>(
      block.instructions.flatMap((i) => ('results' in i ? i.results : 'result' in i ? [i.result] : [])),
    );
    block.yields.forEach((value, k) => {
      const target = targets[k];
      if (target !== undefined && here.has(value) && !this.destinations.has(value)) {
        this.destinations.set(value, target);
      }
    });
    return this.nested(() => {
      if (!this.instructions(block)) return;
      const assignments: Assignment[] = [];
      block.yields.forEach((value, k) => {
        const target = targets[k];
        if (target === undefined) {
          this.pending.delete(value);
          return;
        }
        const current = value.constant === undefined ? this.bindings.variableOf(value) : undefined;
        if (current === target && target.holder === value) return;
        assignments.push({ variable: target, expression: this.take(value) });
      });
      this.assignAll(assignments);
    });
  }

  private assignAll(assignments: readonly Assignment[]): void {
    for (const { variable } of assignments) this.flushReaders(variable);
    for (const text of assignTogether(assignments, () => this.scope.declare(undefined))) this.line(text);
  }

  private instruction(instruction: Instruction): void {
    switch (instruction.kind) {
      case 'apply':
        return this.apply(instruction);
      case 'if':
        return this.if(instruction);
      case 'loop':
        return this.loop(instruction);
      case 'allocate':
        return this.allocate(instruction);
      case 'list':
        return this.define(instruction.result, listExpression(instruction.elements.map((value) => this.take(value))));
      case 'struct': {
        const elements = instruction.elements.map((value) => this.take(value));
        const { type } = instruction.result;
        const tuple = type.kind === 'struct' && type.tuple;
        return this.define(
          instruction.result,
          tuple ? listExpression(elements) : recordExpression(instruction.names, elements),
        );
      }
      case 'load': {
        const [array, index] = this.takeAll([instruction.array, instruction.index]) as [Expression, Expression];
        return this.define(instruction.result, elementExpression(array, index));
      }
      case 'get-field':
        return this.define(instruction.result, fieldExpression(this.take(instruction.object), instruction.field));
      case 'length': {
        const array = this.take(instruction.array);
        const { result } = instruction;
        const expression = { ...compose(`${within(array, atom)}.length`, atom, [array]), memory: true };
        if (this.uses.usesOf(result).length === 1) this.pending.set(result, expression);
        else this.define(result, expression);
        return;
      }
      case 'store':
      case 'accumulate': {
        const operands = [instruction.array, instruction.index, instruction.value];
        const [array, index, value] = this.takeAll(operands) as [Expression, Expression, Expression];
        this.flushMemory();
        const operator = instruction.kind === 'store' ? '=' : '+=';
        return this.line(`${elementExpression(array, index).text} ${operator} ${value.text};`);
      }
      case 'set-length': {
        const [array, length] = this.takeAll([instruction.array, instruction.length]) as [Expression, Expression];
        this.flushMemory();
        return this.line(`${within(array, atom)}.length = ${length.text};`);
      }
      case 'push': {
        const [array, value] = this.takeAll([instruction.array, instruction.value]) as [Expression, Expression];
        this.flushMemory();
        return this.line(`${within(array, atom)}.push(${value.text});`);
      }
      case 'pop': {
        const array = this.take(instruction.array);
        this.flushMemory();
        return this.statement(compose(`${within(array, atom)}.pop()`, atom, [array]), [instruction.result]);
      }
      case 'set-field':
      case 'accumulate-field': {
        const [object, value] = this.takeAll([instruction.object, instruction.value]) as [Expression, Expression];
        this.flushMemory();
        const operator = instruction.kind === 'set-field' ? '=' : '+=';
        return this.line(`${fieldExpression(object, instruction.field).text} ${operator} ${value.text};`);
      }
      case 'call':
        return this.call(instruction);
      case 'derive':
        return unreachable('a derivative inside the program that was not expanded', instruction.target.name);
      case 'throw':
        return this.throw(instruction);
      case 'kink': {
        const [left, right] = this.takeAll([instruction.left, instruction.right]) as [Expression, Expression];
        return this.line(`if (${operationExpression('eq', [left, right]).text}) kink.hit = true;`);
      }
      default:
        return unreachable('emitting', instruction);
    }
  }

  private apply({ operation, args, result }: Apply): void {
    if (this.uses.usesOf(result).length === 0) {
      for (const arg of args) this.pending.delete(arg);
      return;
    }
    if (operation === 'guarded_mul' && this.inline === 0) {
      const first = this.takeAtom(args[0]!);
      return this.define(result, operationExpression(operation, [first, this.take(args[1]!)]));
    }
    this.define(result, operationExpression(operation, this.takeAll(args)));
  }

  private allocate({ result, length, fill }: Allocate): void {
    const size = this.take(length);
    const storage = result.type.kind === 'array' ? result.type.storage : 'list';
    const count = length.constant?.value;
    const content = fill && this.take(fill);
    const parts = content === undefined ? [size] : [size, content];
    const text = (): string => {
      if (storage !== 'list') return `new ${storage}(${size.text})${content ? `.fill(${content.text})` : ''}`;
      if (content === undefined) return `new Array(${size.text})`;
      const short = typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= 16;
      if (short && content.text.length <= 6) return `[${new Array(count).fill(content.text).join(', ')}]`;
      return `filled(${size.text}, ${content.text})`;
    };
    this.statement(compose(text(), atom, parts), [result]);
  }

  private call({ target, args, results }: Call): void {
    const operands = this.takeAll(args);
    this.flushMemory();
    const list = operands.map((operand) => within(operand, 2)).join(', ');
    this.statement(compose(`${this.context.nameOf(target)}(${list})`, atom, operands), results);
  }

  /** An expression with effects, on a line of its own; several results come as an array. */
  private statement(expression: Expression, results: readonly Value[]): void {
    const used = results.filter((result) => this.uses.usesOf(result).length > 0);
    if (used.length === 0) return this.line(`${expression.text};`);
    if (results.length === 1) return this.defineNow(results[0]!, expression);
    const all = this.newVariable(undefined, false);
    this.line(`const ${all.name} = ${expression.text};`);
    results.forEach((result, k) => {
      if (used.includes(result)) this.defineNow(result, literal(`${all.name}[${k}]`));
    });
  }

  private throw({ message, span }: Throw): void {
    const text = this.take(message);
    this.flushMemory();
    const number = this.context.spanNumber(span);
    this.line(`throw raise(${text.text}${number === undefined ? '' : `, ${number}`});`);
  }

  // If

  private if(instruction: If): void {
    const { then, otherwise, results } = instruction;
    const used = results.map((result) => this.uses.usesOf(result).length > 0);
    const effects = blockHasEffects(then) || blockHasEffects(otherwise);
    if (!effects && !used.includes(true)) return;
    if (results.length === 1 && this.isExpressionBlock(then) && this.isExpressionBlock(otherwise)) {
      if (this.inline > 0 || !this.keepsResult(instruction)) return this.choice(instruction);
    }
    const test = this.take(instruction.condition);
    this.flushBefore(instruction);
    const targets = this.resultVariables(instruction, used);
    const before = this.bindings.mark();
    this.siblings.push(this.uses.blockExtent(otherwise));
    const first = this.blockInto(then, targets);
    this.siblings.pop();
    const changed = this.bindings.undo(before);
    const second = this.blockInto(otherwise, targets);
    for (const variable of this.bindings.undo(before)) changed.add(variable);
    this.bindings.forget(changed);
    this.writeIf(test, first, second);
    results.forEach((result, k) => {
      if (targets[k] !== undefined) this.bindings.hold(targets[k], result);
    });
  }

  private writeIf(test: Expression, then: readonly Line[], otherwise: readonly Line[]): void {
    if (then.length === 0 && otherwise.length === 0) return;
    if (then.length === 0) {
      this.line(`if (${negate(test).text}) {`);
      this.lines.push(otherwise, '}');
      return;
    }
    this.line(`if (${condition(test).text}) {`);
    this.lines.push(then);
    if (otherwise.length === 0) this.lines.push('}');
    else if (isSingleIf(otherwise)) this.lines.push(`} else ${String(otherwise[0])}`, ...otherwise.slice(1));
    else this.lines.push('} else {', otherwise, '}');
  }

  /** `c ? a : b`, or if that is too wide an `if` statement with one assignment in each branch. */
  private choice(instruction: If): void {
    const { condition: value, then, otherwise, results } = instruction;
    const result = results[0]!;
    const test = this.take(value);
    const first = this.branchExpression(then);
    const second = this.branchExpression(otherwise);
    // What the branches read has been read by now.
    this.position = this.uses.extentOf(instruction).end;
    const whole = choice(test, first, second);
    if (this.inline > 0 || whole.text.length <= widestChoice) return this.define(result, whole);
    const destination = this.destinations.get(result);
    const free = destination !== undefined && this.isFree(destination, this.position);
    const target = free ? destination : this.newVariable(result.name, true);
    this.flushReaders(target);
    if (!free) this.line(`let ${target.name};`);
    this.writeIf(test, [assignmentText(target, first)], [assignmentText(target, second)]);
    this.bindings.hold(target, result);
  }

  private branchExpression(block: Block): Expression {
    this.inline++;
    this.instructions(block);
    const expression = this.take(block.yields[0]!);
    this.inline--;
    return expression;
  }

  /** True if a block can be written as one expression. */
  private isExpressionBlock(block: Block): boolean {
    return (
      block.yields.length === 1 &&
      block.instructions.length <= 12 &&
      block.instructions.every((instruction) => {
        switch (instruction.kind) {
          case 'apply':
            return (
              this.uses.usesOf(instruction.result).length <= 1 &&
              (instruction.operation !== 'guarded_mul' || this.isName(instruction.args[0]!))
            );
          case 'load':
          case 'length':
          case 'get-field':
            return this.uses.usesOf(instruction.result).length <= 1;
          case 'if':
            return (
              instruction.results.length === 1 &&
              this.uses.usesOf(instruction.results[0]!).length <= 1 &&
              this.isExpressionBlock(instruction.then) &&
              this.isExpressionBlock(instruction.otherwise)
            );
          default:
            return false;
        }
      })
    );
  }

  private isName(value: Value): boolean {
    return value.constant !== undefined || this.bindings.variableOf(value) !== undefined;
  }

  /** True if one branch leaves the result's variable as it is, so that an `if` without `else` says it best. */
  private keepsResult({ then, otherwise, results }: If): boolean {
    const destination = this.destinations.get(results[0]!);
    if (destination?.holder === undefined) return false;
    return then.yields[0] === destination.holder || otherwise.yields[0] === destination.holder;
  }

  /** The variables in which an `if` leaves its results; new ones are declared. */
  private resultVariables(instruction: If, used: readonly boolean[]): (Variable | undefined)[] {
    const { end } = this.uses.extentOf(instruction);
    const taken = new Set<Variable>();
    const fresh: string[] = [];
    const choose = (result: Value, k: number): Variable => {
      const wanted = [
        this.destinations.get(result),
        this.adoptable(instruction.then.yields[k]!),
        this.adoptable(instruction.otherwise.yields[k]!),
      ];
      for (const variable of wanted) {
        if (variable !== undefined && !taken.has(variable) && this.isFree(variable, end)) return variable;
      }
      const variable = this.newVariable(result.name, true);
      fresh.push(variable.name);
      return variable;
    };
    const variables = instruction.results.map((result, k) => {
      if (!used[k]) return undefined;
      const variable = choose(result, k);
      taken.add(variable);
      return variable;
    });
    if (fresh.length > 0) this.line(`let ${fresh.join(', ')};`);
    return variables;
  }

  /** The variable a value is in, if a later value may take it over. */
  private adoptable(value: Value): Variable | undefined {
    if (value.constant !== undefined) return undefined;
    const variable = this.bindings.variableOf(value);
    if (variable === undefined || !variable.mutable || variable.pinned) return undefined;
    return variable.holder === value ? variable : undefined;
  }

  // Loop

  private loop(instruction: Loop): void {
    const { parameters, results, test } = instruction;
    const initial = instruction.initial.map((value) => this.take(value));
    this.flushBefore(instruction);
    const simple = this.isExpressionBlock(test);
    const header = simple ? loopHeader(instruction, this.uses) : undefined;
    const outer = this.scope;
    const { variables, start } = this.loopVariables(instruction, initial, header);
    parameters.forEach((parameter, k) => this.bindings.hold(variables[k]!, parameter));
    if (simple) {
      this.inline++;
      this.instructions(test);
      const asked = condition(this.take(test.yields[0]!)).text;
      this.inline--;
      if (header === undefined) this.line(`while (${asked}) {`);
      else this.line(`for (${start}; ${asked}; ${header.step(variables[header.index]!.name)}) {`);
      this.lines.push(this.loopBody(instruction, variables, header));
    } else {
      this.line('while (true) {');
      const lines = this.nested(() => {
        this.instructions(test);
        this.line(`if (${negate(this.take(test.yields[0]!)).text}) break;`);
        this.lines.push(...this.loopBody(instruction, variables, undefined));
      });
      this.lines.push(lines);
    }
    this.lines.push('}');
    this.scope = outer;
    results.forEach((result, k) => this.bindings.hold(variables[k]!, result));
  }

  /**
   * The variables in which a loop keeps its parameters, and later its results: that of the value handed on to, that of
   * the initial value if nothing else needs it, or a new one. `start` is what a `for` header declares.
   */
  private loopVariables(
    { parameters, results, initial: values }: Loop,
    initial: readonly Expression[],
    header: LoopHeader | undefined,
  ): { variables: Variable[]; start: string } {
    const taken = new Set<Variable>();
    const assignments: Assignment[] = [];
    const known = parameters.map((_, k): Variable | undefined => {
      for (const variable of [this.destinations.get(results[k]!), this.adoptable(values[k]!)]) {
        if (variable === undefined || taken.has(variable) || !this.isFree(variable, this.position)) continue;
        taken.add(variable);
        if (variable.holder !== values[k]) assignments.push({ variable, expression: initial[k]! });
        return variable;
      }
      return undefined;
    });
    const changes = (variable: Variable): boolean => assignments.some((one) => one.variable === variable);
    const inHeader = (k: number): boolean =>
      header?.index === k && this.uses.usesOf(results[k]!).length === 0 && !initial[k]!.reads.some(changes);
    const declared = known.map((variable, k) => {
      if (variable !== undefined || inHeader(k)) return variable;
      const fresh = this.newVariable(parameters[k]!.name, true);
      this.line(`let ${fresh.name} = ${within(initial[k]!, 2)};`);
      return fresh;
    });
    this.assignAll(assignments);
    let start = '';
    const variables = declared.map((variable, k) => {
      if (variable !== undefined) return variable;
      this.scope = this.scope.inside();
      const counter = this.newVariable(parameters[k]!.name, true);
      start = `let ${counter.name} = ${within(initial[k]!, 2)}`;
      return counter;
    });
    return { variables, start };
  }

  private loopBody({ body }: Loop, variables: readonly Variable[], header: LoopHeader | undefined): Line[] {
    if (header === undefined) return this.blockInto(body, variables);
    const counter = variables[header.index]!;
    this.skipped.add(header.update);
    counter.pinned = true;
    const lines = this.blockInto(
      body,
      variables.map((variable) => (variable === counter ? undefined : variable)),
    );
    counter.pinned = false;
    return lines;
  }
}

function nameOf(variable: Variable): Expression {
  return { text: variable.name, precedence: atom, reads: variable.mutable ? [variable] : [], memory: false };
}
