/**
 * What depends on the inputs that are differentiated. In: a function, its alias classes, and which of its
 * parameters are active. Out: for each number whether it can change with them, for each array or record
 * whether it can hold such numbers, directly or further in. What is not active carries no derivative. The
 * answer errs only towards "active". One pass is repeated until nothing is added; calls are taken together,
 * whoever makes them.
 */
import type { AliasClass, AliasClasses } from './alias.ts';
import type { Block, FunctionIr, Instruction, Type, Value } from '../ir/ir.ts';
import { isReference } from '../ir/ir.ts';
import { carriesDerivative, type OperationName } from '../ir/operations.ts';
import { reachable } from '../ir/visit.ts';

export interface Activity {
  /** True for numbers that may change with the active inputs, and for references that may lead to such numbers. */
  isActive(value: Value): boolean;
  /** True if the elements (or the field) of a class are active numbers, not further references. */
  holdsActive(reference: Value, field?: string): boolean;
  /** The fields of a class ('' for elements) that hold active numbers. */
  fieldsHeld(of: AliasClass): ReadonlySet<string>;
  readonly classes: AliasClasses;
}

/** @param passes which operations hand the dependence on: those with a derivative, if nothing else is asked */
export function analyseActivity(
  root: FunctionIr,
  active: readonly boolean[],
  classes: AliasClasses,
  passes: (operation: OperationName) => boolean = carriesDerivative,
): Activity {
  const analysis = new Analysis(classes, passes);
  root.parameters.forEach((parameter, k) => {
    if (active[k]) analysis.markParameter(parameter);
  });
  const functions = [...reachable(root)];
  do {
    analysis.changed = false;
    for (const fn of functions) analysis.visit(fn.body);
  } while (analysis.changed);
  return analysis;
}

/** Whether an object of a class may lead to active numbers: those it holds, or those of an object in it. */
export function leadsToActive(
  of: AliasClass,
  activity: Pick<Activity, 'fieldsHeld'>,
  seen = new Set<AliasClass>(),
): boolean {
  if (seen.has(of)) return false;
  seen.add(of);
  if (activity.fieldsHeld(of).size > 0) return true;
  if (of.element !== undefined && leadsToActive(of.element, activity, seen)) return true;
  for (const inner of of.fields.values()) if (leadsToActive(inner, activity, seen)) return true;
  return false;
}

const none: ReadonlySet<string> = new Set();

class Analysis implements Activity {
  changed = false;
  private readonly numbers = new Set<Value>();
  /** Per class, the fields (or '' for elements) that hold active numbers. */
  private readonly held = new Map<AliasClass, Set<string>>();
  readonly classes: AliasClasses;
  private readonly passes: (operation: OperationName) => boolean;

  constructor(classes: AliasClasses, passes: (operation: OperationName) => boolean) {
    this.classes = classes;
    this.passes = passes;
  }

  isActive(value: Value): boolean {
    if (value.constant !== undefined) return false;
    return isReference(value.type) ? leadsToActive(this.classes.classOf(value), this) : this.numbers.has(value);
  }

  holdsActive(reference: Value, field = ''): boolean {
    return this.held.get(this.classes.classOf(reference))?.has(field) ?? false;
  }

  fieldsHeld(of: AliasClass): ReadonlySet<string> {
    return this.held.get(of) ?? none;
  }

  markParameter(parameter: Value): void {
    if (!isReference(parameter.type)) this.mark(parameter);
    else this.markDeep(this.classes.classOf(parameter), parameter.type, new Set());
  }

  private markDeep(of: AliasClass, type: Type, seen: Set<AliasClass>): void {
    if (seen.has(of)) return;
    seen.add(of);
    if (type.kind === 'array') {
      if (type.element.kind === 'number') this.hold(of, '');
      else if (of.element && isReference(type.element)) this.markDeep(of.element, type.element, seen);
    } else if (type.kind === 'struct') {
      for (const [field, inner] of type.fields) {
        const next = of.fields.get(field);
        if (inner.kind === 'number') this.hold(of, field);
        else if (next && isReference(inner)) this.markDeep(next, inner, seen);
      }
    }
  }

  private mark(value: Value): void {
    if (value.constant !== undefined || this.numbers.has(value) || !carries(value.type)) return;
    this.numbers.add(value);
    this.changed = true;
  }

  private hold(of: AliasClass, field: string): void {
    let fields = this.held.get(of);
    if (fields === undefined) this.held.set(of, (fields = new Set()));
    if (fields.has(field)) return;
    fields.add(field);
    this.changed = true;
  }

  private isNumber(value: Value): boolean {
    return this.numbers.has(value);
  }

  visit(block: Block): void {
    for (const instruction of block.instructions) this.visitInstruction(instruction);
  }

  private visitInstruction(instruction: Instruction): void {
    switch (instruction.kind) {
      case 'apply':
        if (this.passes(instruction.operation) && instruction.args.some((arg) => this.isNumber(arg)))
          this.mark(instruction.result);
        return;
      case 'if':
        this.visit(instruction.then);
        this.visit(instruction.otherwise);
        this.flow(instruction.then.yields, instruction.results);
        this.flow(instruction.otherwise.yields, instruction.results);
        return;
      case 'loop':
        this.flow(instruction.initial, instruction.parameters);
        this.visit(instruction.test);
        this.visit(instruction.body);
        this.flow(instruction.body.yields, instruction.parameters);
        this.flow(instruction.parameters, instruction.results);
        return;
      case 'allocate':
        if (instruction.fill && this.isNumber(instruction.fill))
          this.hold(this.classes.classOf(instruction.result), '');
        return;
      case 'list':
        if (instruction.elements.some((element) => this.isNumber(element)))
          this.hold(this.classes.classOf(instruction.result), '');
        return;
      case 'struct':
        for (const [k, element] of instruction.elements.entries()) {
          if (this.isNumber(element)) this.hold(this.classes.classOf(instruction.result), instruction.names[k]!);
        }
        return;
      case 'load':
      case 'pop':
        if (this.holdsActive(instruction.array)) this.mark(instruction.result);
        return;
      case 'get-field':
        if (this.holdsActive(instruction.object, instruction.field)) this.mark(instruction.result);
        return;
      case 'store':
      case 'accumulate':
      case 'push':
        // Arrays of whole numbers cut off what makes a number change a little.
        if (this.isNumber(instruction.value) && keepsFractions(instruction.array.type))
          this.hold(this.classes.classOf(instruction.array), '');
        return;
      case 'set-field':
      case 'accumulate-field':
        if (this.isNumber(instruction.value)) this.hold(this.classes.classOf(instruction.object), instruction.field);
        return;
      case 'call':
        if (instruction.target.rule !== undefined) {
          const { count } = instruction.target.rule;
          if (instruction.args.slice(0, count).some((arg) => this.isActive(arg)))
            instruction.results.forEach((result) => this.mark(result));
          return;
        }
        this.flow(instruction.args, instruction.target.parameters);
        this.flow(instruction.target.body.yields, instruction.results);
        return;
      case 'derive':
      case 'length':
      case 'set-length':
      case 'throw':
      case 'kink':
        return;
    }
  }

  /** What is active in `from` is active in `to`. References share a class, so only numbers need this. */
  private flow(from: readonly Value[], to: readonly Value[]): void {
    for (const [k, value] of from.entries()) {
      const target = to[k];
      if (target !== undefined && this.isNumber(value)) this.mark(target);
    }
  }
}

function keepsFractions(type: Type): boolean {
  return type.kind !== 'array' || type.storage === 'list' || type.storage.startsWith('Float');
}

function carries(type: Type): boolean {
  return type.kind === 'number' || type.kind === 'unknown';
}
