/**
 * What the results depend on. Reverse mode needs an adjoint only for what both changes with the inputs (varied)
 * and is used, through operations that carry a derivative, by a result (useful). An adjoint of anything else is
 * zero, and multiplying that zero with a slope that overflowed would make NaN of it. In: a root function and what
 * varies in it. Out: the same questions answered for what is active in both senses. Errs only towards "useful";
 * calls are taken together, whoever makes them. Source: Hascoët and Pascual, The Tapenade automatic
 * differentiation tool, ACM TOMS 2013, section 5 (activity = varied and useful).
 */
import { type Activity, leadsToActive } from '../../analysis/activity.ts';
import type { AliasClass, AliasClasses } from '../../analysis/alias.ts';
import { type Block, type FunctionIr, type Instruction, isReference, type Type, type Value } from '../../ir/ir.ts';
import { carriesDerivative } from '../../ir/operations.ts';
import { reachable } from '../../ir/visit.ts';

/** Of what varies, what the root's results depend on. */
export function usefulActivity(root: FunctionIr, varied: Activity): Activity {
  const analysis = new Usefulness(varied);
  for (const value of root.body.yields) analysis.useResult(value);
  const functions = [...reachable(root)];
  do {
    analysis.changed = false;
    for (const fn of functions) analysis.visit(fn.body);
  } while (analysis.changed);
  return analysis;
}

class Usefulness implements Activity {
  changed = false;
  readonly classes: AliasClasses;
  private readonly varied: Activity;
  private readonly numbers = new Set<Value>();
  /** Per class, the fields (or '' for elements) whose numbers are used. */
  private readonly used = new Map<AliasClass, Set<string>>();
  private readonly leads = new Map<AliasClass, boolean>();

  constructor(varied: Activity) {
    this.varied = varied;
    this.classes = varied.classes;
  }

  isActive(value: Value): boolean {
    if (value.constant !== undefined) return false;
    if (!isReference(value.type)) return this.numbers.has(value) && this.varied.isActive(value);
    const of = this.classes.classOf(value);
    let leads = this.leads.get(of);
    if (leads === undefined) this.leads.set(of, (leads = leadsToActive(of, this)));
    return leads;
  }

  holdsActive(reference: Value, field = ''): boolean {
    return this.fieldsHeld(this.classes.classOf(reference)).has(field);
  }

  fieldsHeld(of: AliasClass): ReadonlySet<string> {
    const used = this.used.get(of);
    return new Set([...this.varied.fieldsHeld(of)].filter((field) => used?.has(field)));
  }

  useResult(value: Value): void {
    if (value.constant !== undefined) return;
    if (isReference(value.type)) this.useDeep(this.classes.classOf(value), value.type, new Set());
    else this.use(value);
  }

  private useDeep(of: AliasClass, type: Type, seen: Set<AliasClass>): void {
    if (seen.has(of)) return;
    seen.add(of);
    if (type.kind === 'array') {
      if (!isReference(type.element)) this.useHeld(of, '');
      else if (of.element) this.useDeep(of.element, type.element, seen);
    } else if (type.kind === 'struct') {
      for (const [field, inner] of type.fields) {
        const next = of.fields.get(field);
        if (!isReference(inner)) this.useHeld(of, field);
        else if (next) this.useDeep(next, inner, seen);
      }
    }
  }

  private use(value: Value): void {
    if (value.constant !== undefined || this.numbers.has(value) || isReference(value.type)) return;
    this.numbers.add(value);
    this.changed = true;
  }

  private useHeld(of: AliasClass, field: string): void {
    let fields = this.used.get(of);
    if (fields === undefined) this.used.set(of, (fields = new Set()));
    if (fields.has(field)) return;
    fields.add(field);
    this.changed = true;
  }

  private isUsed(reference: Value, field = ''): boolean {
    return this.used.get(this.classes.classOf(reference))?.has(field) ?? false;
  }

  /** Last instruction first, since uses come after definitions. */
  visit(block: Block): void {
    for (let k = block.instructions.length - 1; k >= 0; k--) this.visitInstruction(block.instructions[k]!);
  }

  private visitInstruction(instruction: Instruction): void {
    switch (instruction.kind) {
      case 'apply':
        if (this.numbers.has(instruction.result) && carriesDerivative(instruction.operation))
          instruction.args.forEach((arg) => this.use(arg));
        return;
      case 'if':
        this.flow(instruction.results, instruction.then.yields);
        this.flow(instruction.results, instruction.otherwise.yields);
        this.visit(instruction.otherwise);
        this.visit(instruction.then);
        return;
      case 'loop':
        this.flow(instruction.results, instruction.parameters);
        this.flow(instruction.parameters, instruction.body.yields);
        this.visit(instruction.body);
        this.visit(instruction.test);
        this.flow(instruction.parameters, instruction.body.yields);
        this.flow(instruction.parameters, instruction.initial);
        return;
      case 'allocate':
        if (instruction.fill && this.isUsed(instruction.result)) this.use(instruction.fill);
        return;
      case 'list':
        if (this.isUsed(instruction.result)) instruction.elements.forEach((element) => this.use(element));
        return;
      case 'struct':
        instruction.elements.forEach((element, k) => {
          if (this.isUsed(instruction.result, instruction.names[k])) this.use(element);
        });
        return;
      case 'load':
      case 'pop':
        if (this.numbers.has(instruction.result)) this.useHeld(this.classes.classOf(instruction.array), '');
        return;
      case 'get-field':
        if (this.numbers.has(instruction.result))
          this.useHeld(this.classes.classOf(instruction.object), instruction.field);
        return;
      case 'store':
      case 'accumulate':
      case 'push':
        if (this.isUsed(instruction.array)) this.use(instruction.value);
        return;
      case 'set-field':
      case 'accumulate-field':
        if (this.isUsed(instruction.object, instruction.field)) this.use(instruction.value);
        return;
      case 'call': {
        const { target } = instruction;
        this.flow(instruction.results, target.body.yields);
        this.flow(target.parameters, instruction.args);
        // Derivatives given by hand tie the results to all arguments, whatever the body does.
        if (target.rule !== undefined && instruction.results.some((result) => this.numbers.has(result)))
          instruction.args.forEach((arg) => this.useResult(arg));
        return;
      }
      case 'derive':
      case 'length':
      case 'set-length':
      case 'throw':
      case 'kink':
        return;
    }
  }

  /** Where a value is used, what flows into it is used. References share a class, so only numbers need this. */
  private flow(values: readonly Value[], sources: readonly Value[]): void {
    values.forEach((value, k) => {
      const source = sources[k];
      if (source !== undefined && this.numbers.has(value)) this.use(source);
    });
  }
}
