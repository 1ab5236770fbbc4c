/**
 * What moves with the inputs. In: a function, which of its parameters are active, and through calls every
 * function it reaches. Out: which numbers depend on an active input, and which arrays and records may hold
 * such numbers: by alias class, so that an object needs shadows if anything it may be mistaken for does.
 * Guaranteed: conservative; a value reported inactive has zero derivatives. Flow and calling context are
 * ignored. Elements of integer arrays never move: what is written there is rounded.
 */
import { aliasClasses, type AliasClass, type AliasClasses } from '../../analysis/alias.ts';
import type { FunctionIr, Instruction, Type, Value } from '../../ir/ir.ts';
import { isReference } from '../../ir/ir.ts';
import { carriesDerivative } from '../../ir/operations.ts';
import { reachable, walk } from '../../ir/visit.ts';

/** The name under which a class keeps what an array's elements hold. */
const elements = '*';

/** True for arrays whose elements are integers by their storage. */
function rounds(type: Type): boolean {
  return type.kind === 'array' && type.storage !== 'list' && !type.storage.startsWith('Float');
}

export class Activity {
  private readonly numbers = new Set<Value>();
  private readonly aliases: AliasClasses;
  /** By class: the fields (or `elements`) that hold moving numbers. */
  private readonly moving = new Map<AliasClass, Set<string>>();
  private readonly carrying = new Map<AliasClass, boolean>();
  private changed = false;

  constructor(fn: FunctionIr, active: readonly boolean[]) {
    this.aliases = aliasClasses(fn);
    fn.parameters.forEach((parameter, k) => {
      if (active[k]) this.seed(parameter);
    });
    const functions = [...reachable(fn)];
    do {
      this.changed = false;
      for (const each of functions) walk(each.body, (instruction) => this.spread(instruction));
    } while (this.changed);
  }

  /** True if a number moves, or if an array or record may hold a number that does. */
  isActive(value: Value): boolean {
    if (value.constant !== undefined) return false;
    if (value.type.kind === 'number') return this.numbers.has(value);
    return isReference(value.type) && this.carries(this.aliases.classOf(value));
  }

  private carries(objects: AliasClass): boolean {
    const known = this.carrying.get(objects);
    if (known !== undefined) return known;
    const answer = this.look(objects, new Set());
    this.carrying.set(objects, answer);
    return answer;
  }

  private seed(parameter: Value): void {
    if (parameter.type.kind === 'number') this.move(parameter);
    if (isReference(parameter.type)) this.seedAll(parameter.type, this.aliases.classOf(parameter), new Set());
  }

  private seedAll(type: Type, objects: AliasClass, seen: Set<AliasClass>): void {
    if (seen.has(objects) || rounds(type)) return;
    seen.add(objects);
    if (type.kind === 'array') {
      if (type.element.kind === 'number') this.mark(objects, elements);
      else if (objects.element !== undefined) this.seedAll(type.element, objects.element, seen);
    } else if (type.kind === 'struct') {
      for (const [name, field] of type.fields) {
        const inner = objects.fields.get(name);
        if (field.kind === 'number') this.mark(objects, name);
        else if (inner !== undefined) this.seedAll(field, inner, seen);
      }
    }
  }

  private mark(objects: AliasClass, name: string): void {
    const names = this.moving.get(objects) ?? new Set();
    if (names.has(name)) return;
    this.moving.set(objects, names.add(name));
    this.changed = true;
  }

  private move(value: Value): void {
    if (value.type.kind !== 'number' || value.constant !== undefined || this.numbers.has(value)) return;
    this.numbers.add(value);
    this.changed = true;
  }

  private follow(target: Value, source: Value): void {
    if (this.numbers.has(source)) this.move(target);
  }

  private write(whole: Value, name: string, part: Value): void {
    if (this.numbers.has(part) && !rounds(whole.type)) this.mark(this.aliases.classOf(whole), name);
  }

  private read(whole: Value, name: string, target: Value): void {
    if (rounds(whole.type)) return;
    if (this.moving.get(this.aliases.classOf(whole))?.has(name)) this.move(target);
  }

  /** What `isActive` tells of memory, while it is still being found out. */
  private holdsMoving(value: Value): boolean {
    return isReference(value.type) && this.look(this.aliases.classOf(value), new Set());
  }

  private look(objects: AliasClass, seen: Set<AliasClass>): boolean {
    if (seen.has(objects)) return false;
    seen.add(objects);
    if (this.moving.has(objects)) return true;
    if (objects.element !== undefined && this.look(objects.element, seen)) return true;
    return [...objects.fields.values()].some((inner) => this.look(inner, seen));
  }

  private spread(instruction: Instruction): void {
    switch (instruction.kind) {
      case 'apply':
        if (!carriesDerivative(instruction.operation)) return;
        for (const arg of instruction.args) this.follow(instruction.result, arg);
        return;
      case 'if':
        instruction.results.forEach((result, k) => {
          this.follow(result, instruction.then.yields[k]!);
          this.follow(result, instruction.otherwise.yields[k]!);
        });
        return;
      case 'loop':
        instruction.parameters.forEach((parameter, k) => {
          this.follow(parameter, instruction.initial[k]!);
          this.follow(parameter, instruction.body.yields[k]!);
          this.follow(instruction.results[k]!, parameter);
        });
        return;
      case 'allocate':
        if (instruction.fill) this.write(instruction.result, elements, instruction.fill);
        return;
      case 'list':
        for (const element of instruction.elements) this.write(instruction.result, elements, element);
        return;
      case 'struct':
        instruction.elements.forEach((element, k) => this.write(instruction.result, instruction.names[k]!, element));
        return;
      case 'load':
      case 'pop':
        return this.read(instruction.array, elements, instruction.result);
      case 'store':
      case 'accumulate':
      case 'push':
        return this.write(instruction.array, elements, instruction.value);
      case 'get-field':
        return this.read(instruction.object, instruction.field, instruction.result);
      case 'set-field':
      case 'accumulate-field':
        return this.write(instruction.object, instruction.field, instruction.value);
      case 'call':
        if (instruction.target.rule !== undefined) {
          const own = instruction.args.slice(0, instruction.target.rule.count);
          if (own.some((arg) => this.numbers.has(arg) || this.holdsMoving(arg)))
            for (const result of instruction.results) this.move(result);
          return;
        }
        instruction.args.forEach((arg, k) => this.follow(instruction.target.parameters[k]!, arg));
        instruction.results.forEach((result, k) => this.follow(result, instruction.target.body.yields[k]!));
        return;
      default:
    }
  }
}
