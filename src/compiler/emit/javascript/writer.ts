/**
 * What a function's emission keeps in hand while it goes through the instructions: the expressions that still
 * wait for their use, the variables and what they hold, the scope and the lines written so far.
 *
 * A pure, single-use result waits as a pending expression until its use takes it, so that formulas come out
 * nested as people write them. What would disturb a pending expression (a write to memory, an assignment to a
 * variable it reads, the start of a block) first has it written down as a `const`.
 */
import { type Span, internalError } from '../../../base/diagnostics.ts';
import { certainBooleans } from '../../analysis/certain-booleans.ts';
import { blockHasEffects } from '../../analysis/effects.ts';
import { analyzeUses, type Extent, type Uses } from '../../analysis/uses.ts';
import type { Block, FunctionIr, If, Instruction, Loop, Value } from '../../ir/ir.ts';
import { blocksOf, freeValues } from '../../ir/visit.ts';
import { assignmentText, assignTogether, type Assignment } from './assignments.ts';
import { atom, constantExpression, type Expression, within } from './expressions.ts';
import type { Line, SourceNotes } from './lines.ts';
import type { Scope } from './names.ts';
import type { Tape, TapePlan } from './tape-plan.ts';
import { Bindings, type Variable } from './variables.ts';

/** What a function needs from the module around it. */
export interface ModuleContext {
  nameOf(fn: FunctionIr): string;
  /** The number under which `raise` finds a span. */
  spanNumber(span: Span | undefined): number | undefined;
  /** A variable of the module that keeps a tape from call to call. */
  newStore(): string;
  /** True for a function that never runs inside itself, so that one tape serves all its calls. */
  mayKeepTapes(fn: FunctionIr): boolean;
  /** True where the steps of a run are counted. */
  readonly countsSteps: boolean;
  readonly notes: SourceNotes | undefined;
}

/** Expressions wider than this are split up. */
const widest = 84;

export class Writer {
  readonly uses: Uses;
  readonly bindings = new Bindings();
  readonly pending = new Map<Value, Expression>();
  /** Lists to be emitted as tapes, and those that already are. */
  readonly plannedTapes: TapePlan;
  readonly tapes = new Map<Value, Tape>();
  /** The variable a value should go to where it is computed. */
  readonly destinations = new Map<Value, Variable>();
  /** Instructions printed elsewhere: the steps of counted loops. */
  readonly skipped = new Set<Instruction>();
  /** The branches not taken on the way to here. */
  readonly siblings: Extent[] = [];
  /** Emits a block's instructions; false if the end is not reached. */
  readonly instructions: (block: Block) => boolean;
  scope: Scope;
  lines: Line[] = [];
  /** While above zero, nothing may become a statement. */
  inline = 0;
  /** Where in the program we are, as `uses` counts. */
  position = 0;
  span: Span | undefined;
  private readonly booleans: ReadonlySet<Value>;
  private readonly notes: SourceNotes | undefined;

  constructor(
    fn: FunctionIr,
    scope: Scope,
    notes: SourceNotes | undefined,
    instructions: (writer: Writer, block: Block) => boolean,
    plannedTapes: TapePlan,
  ) {
    this.plannedTapes = plannedTapes;
    this.uses = analyzeUses(fn);
    this.booleans = certainBooleans(fn);
    this.scope = scope;
    this.notes = notes;
    this.instructions = (block) => instructions(this, block);
  }

  newVariable(name: string | undefined, mutable: boolean): Variable {
    return { name: this.scope.declare(name), mutable, holder: undefined, pinned: false };
  }

  line(text: string): void {
    if (this.inline > 0) internalError('a statement inside an expression', text);
    const note = this.notes?.note(this.span);
    if (note !== undefined) this.lines.push(note);
    this.lines.push(text);
  }

  /** Runs `write` with lines going to a list of their own, in a scope of their own. */
  nested(write: () => void): Line[] {
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

  /** The expression for a value; a pending one is used up. */
  take(value: Value): Expression {
    if (value.constant !== undefined) return constantExpression(value.constant.value);
    const waiting = this.pending.get(value);
    if (waiting !== undefined) {
      this.pending.delete(value);
      return waiting;
    }
    const name = nameOf(this.bindings.read(value));
    return this.booleans.has(value) ? { ...name, boolean: true } : name;
  }

  /** Expressions for several operands, the widest written down first if together they are too wide. */
  takeAll(values: readonly Value[]): Expression[] {
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
  takeAtom(value: Value): Expression {
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

  flushMemory(): void {
    this.flush((expression) => expression.memory);
  }

  flushReaders(variable: Variable): void {
    this.flush((expression) => expression.reads.includes(variable));
  }

  /** Before an instruction with blocks: what they use, what they could disturb, what reads variables. */
  flushBefore(instruction: If | Loop): void {
    if (this.pending.size === 0) return;
    const inside = new Set<Value>();
    for (const block of blocksOf(instruction)) for (const value of freeValues(block)) inside.add(value);
    const effects = blocksOf(instruction).some(blockHasEffects);
    this.flush(({ reads, memory }, value) => reads.length > 0 || (memory && effects) || inside.has(value));
  }

  /** True if what a variable holds may be overwritten at `position`. */
  isFree(variable: Variable, position: number): boolean {
    const { holder } = variable;
    return holder === undefined || !this.uses.neededAfter(holder, position, this.siblings);
  }

  /** A pure value has been computed: decides whether it waits, is assigned or is declared. */
  define(value: Value, expression: Expression): void {
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
  defineNow(value: Value, expression: Expression): void {
    const destination = this.destinations.get(value);
    if (destination !== undefined && this.isFree(destination, this.position)) {
      this.assign(destination, value, expression);
    } else this.declare(value, expression);
  }

  /** The variable a value is in, if a later value may take it over. */
  adoptable(value: Value): Variable | undefined {
    if (value.constant !== undefined) return undefined;
    const variable = this.bindings.variableOf(value);
    if (variable === undefined || !variable.mutable || variable.pinned) return undefined;
    return variable.holder === value ? variable : undefined;
  }

  assignAll(assignments: readonly Assignment[]): void {
    for (const { variable } of assignments) this.flushReaders(variable);
    for (const text of assignTogether(assignments, () => this.scope.declare(undefined))) this.line(text);
  }
}

function nameOf(variable: Variable): Expression {
  return { text: variable.name, precedence: atom, reads: variable.mutable ? [variable] : [], memory: false };
}
