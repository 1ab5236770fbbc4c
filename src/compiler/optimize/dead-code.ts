/**
 * Removes what nobody needs. In: a function, and the alias classes of the root it belongs to. Out: the function
 * with only what its yields and its effects need: throws, kinks, and writes to memory that is read later or
 * seen from outside. Everything starts dead and is marked alive from there, so values that only feed each
 * other round a loop go too, as do arrays and fields that are written and never read.
 * Guaranteed: the same results, the same memory outside, the same throws and kinks. Three things may vanish
 * with the values they were for: a loop without an end, the TypeError of an unused read from something that
 * is not there, and the RangeError of an unused array of impossible length.
 * Source: Cytron et al., Efficiently computing static single assignment form, TOPLAS 1991, section 7.1.
 */
import type { AliasClass, AliasClasses } from '../analysis/alias.ts';
import { hasOwnEffects, isRead, objectOf, writtenReference } from '../analysis/effects.ts';
import type { FunctionIr, Instruction, Loop, Value } from '../ir/ir.ts';
import { reachable, walk } from '../ir/visit.ts';
import { hasFixedLength, withBody } from './rewrite.ts';
import { StraightLineLiveness } from './straight-line-liveness.ts';

/** Stands for the elements of an array among the fields of records. */
const elements = '[]';

class Liveness extends StraightLineLiveness {
  private readonly fields = new Map<AliasClass, Set<string>>();
  private readonly writes = new Map<AliasClass, Instruction[]>();
  private readonly classes: AliasClasses;

  constructor(classes: AliasClasses) {
    super();
    this.classes = classes;
  }

  protected override begin(fn: FunctionIr): void {
    const elsewhere = readElsewhere(fn, this.classes);
    for (const [known, writes] of this.writes) {
      if (known.isParameter || known.escapes || elsewhere.has(known)) for (const write of writes) this.keep(write);
    }
  }

  protected override isKept(instruction: Instruction): boolean {
    if (instruction.kind === 'loop')
      for (const value of instruction.parameters) this.definitions.set(value, instruction);
    const written = writtenReference(instruction);
    if (written !== undefined) this.noteWrite(this.classes.classOf(written), instruction);
    if (instruction.kind === 'call') return callHasEffects(instruction.target);
    return instruction.kind === 'throw' || instruction.kind === 'kink' || instruction.kind === 'derive';
  }

  private noteWrite(known: AliasClass, write: Instruction): void {
    const writes = this.writes.get(known);
    if (writes === undefined) this.writes.set(known, [write]);
    else writes.push(write);
  }

  protected override needSource(value: Value, instruction: Instruction): void {
    super.needSource(value, instruction);
    if (instruction.kind !== 'loop') return;
    let k = instruction.parameters.indexOf(value);
    if (k < 0) k = instruction.results.indexOf(value);
    this.mark(instruction.parameters[k]!);
    this.mark(instruction.initial[k]!);
    this.mark(instruction.body.yields[k]!);
  }

  protected override needOperands(instruction: Instruction): void {
    if (instruction.kind === 'loop') {
      this.mark(instruction.test.yields[0]!);
      return;
    }
    super.needOperands(instruction);
    if (instruction.kind === 'load' || instruction.kind === 'pop') {
      this.field(this.classes.classOf(instruction.array), elements);
    } else if (instruction.kind === 'length') {
      if (!hasFixedLength(instruction.array)) this.field(this.classes.classOf(instruction.array), elements);
    } else if (instruction.kind === 'get-field') {
      this.field(this.classes.classOf(instruction.object), instruction.field);
    }
  }

  /** A field (or the elements) of a class is read: what writes it is alive. */
  private field(known: AliasClass, field: string): void {
    let alive = this.fields.get(known);
    if (alive === undefined) this.fields.set(known, (alive = new Set()));
    if (alive.has(field)) return;
    alive.add(field);
    for (const write of this.writes.get(known) ?? []) {
      if (('field' in write ? write.field : elements) === field) this.keep(write);
    }
  }

  protected override swept(instruction: Instruction): Instruction {
    if (instruction.kind !== 'loop') return super.swept(instruction);
    const pruned = this.prunedLoop(instruction);
    const test = this.sweep(pruned.test);
    const body = this.sweep(pruned.body);
    return test === pruned.test && body === pruned.body ? pruned : { ...pruned, test, body };
  }

  private prunedLoop(instruction: Loop): Loop {
    const { parameters } = instruction;
    if (parameters.every((parameter) => this.values.has(parameter))) return instruction;
    const prune = (list: readonly Value[]): Value[] => list.filter((_, k) => this.values.has(parameters[k]!));
    return {
      ...instruction,
      initial: prune(instruction.initial),
      parameters: prune(parameters),
      body: { instructions: instruction.body.instructions, yields: prune(instruction.body.yields) },
      results: prune(instruction.results),
    };
  }
}

/** Classes that other functions, or derivatives not yet expanded, may read. */
function readElsewhere(fn: FunctionIr, classes: AliasClasses): Set<AliasClass> {
  const found = new Set<AliasClass>();
  for (const known of classes.classes) if (known.reads.some(({ kind }) => kind === 'derive')) found.add(known);
  for (const other of reachable(classes.root)) {
    if (other === fn) continue;
    walk(other.body, (instruction) => {
      // A pop looks into what it takes from.
      if (isRead(instruction) || instruction.kind === 'pop') found.add(classes.classOf(objectOf(instruction)));
    });
  }
  return found;
}

/** True if a function, or one it calls, may throw, meet a kink or write to memory, or calls itself on every path. */
function callHasEffects(target: FunctionIr): boolean {
  for (const fn of reachable(target)) {
    // A recursion without an end must stay, so that it is told.
    let found = fn.body.instructions.some((each) => each.kind === 'call' && reachable(each.target).has(fn));
    walk(fn.body, (instruction) => {
      found ||= instruction.kind !== 'call' && hasOwnEffects(instruction);
    });
    if (found) return true;
  }
  return false;
}

/** The function without what its results and effects do not need. */
export function removeDeadCode(fn: FunctionIr, classes: AliasClasses): FunctionIr {
  return withBody(fn, new Liveness(classes).sweepBody(fn));
}
