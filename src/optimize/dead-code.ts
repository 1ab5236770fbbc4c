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
import type { AliasClass, AliasClasses } from '../ir/alias.ts';
import type { Block, FunctionIr, If, Instruction, Loop, Value } from '../ir/ir.ts';
import { blocksOf, operandsOf, reachable, resultsOf, walk } from '../ir/visit.ts';
import { hasFixedLength, withBody, withContents } from './rewrite.ts';

/** Stands for the elements of an array among the fields of records. */
const elements = '[]';

class Liveness {
  readonly values = new Set<Value>();
  readonly instructions = new Set<Instruction>();
  private readonly definitions = new Map<Value, Instruction>();
  private readonly owners = new Map<Instruction, Instruction | undefined>();
  private readonly fields = new Map<AliasClass, Set<string>>();
  private readonly writes = new Map<AliasClass, Instruction[]>();
  private readonly pendingValues: Value[] = [];
  private readonly pendingInstructions: Instruction[] = [];
  private readonly classes: AliasClasses;

  constructor(fn: FunctionIr, classes: AliasClasses) {
    this.classes = classes;
    this.collect(fn.body, undefined);
    const elsewhere = readElsewhere(fn, classes);
    for (const [known, writes] of this.writes) {
      if (known.isParameter || known.escapes || elsewhere.has(known)) for (const write of writes) this.keep(write);
    }
    for (const value of fn.body.yields) this.mark(value);
    this.run();
  }

  private collect(block: Block, owner: Instruction | undefined): void {
    for (const instruction of block.instructions) {
      this.owners.set(instruction, owner);
      for (const result of resultsOf(instruction)) this.definitions.set(result, instruction);
      if (instruction.kind === 'loop')
        for (const value of instruction.parameters) this.definitions.set(value, instruction);
      if (instruction.kind === 'throw' || instruction.kind === 'kink' || instruction.kind === 'derive')
        this.keep(instruction);
      else if (instruction.kind === 'call' && hasEffects(instruction.target)) this.keep(instruction);
      const written = writtenBy(instruction);
      if (written !== undefined) this.noteWrite(this.classes.classOf(written), instruction);
      for (const inner of blocksOf(instruction)) this.collect(inner, instruction);
    }
  }

  private noteWrite(known: AliasClass, write: Instruction): void {
    const writes = this.writes.get(known);
    if (writes === undefined) this.writes.set(known, [write]);
    else writes.push(write);
  }

  private mark(value: Value): void {
    if (value.constant !== undefined || this.values.has(value)) return;
    this.values.add(value);
    this.pendingValues.push(value);
  }

  private keep(instruction: Instruction): void {
    if (this.instructions.has(instruction)) return;
    this.instructions.add(instruction);
    this.pendingInstructions.push(instruction);
  }

  private run(): void {
    for (;;) {
      const value = this.pendingValues.pop();
      if (value !== undefined) {
        this.needValue(value);
        continue;
      }
      const instruction = this.pendingInstructions.pop();
      if (instruction === undefined) return;
      this.needInstruction(instruction);
    }
  }

  private needValue(value: Value): void {
    const instruction = this.definitions.get(value);
    if (instruction === undefined) return;
    this.keep(instruction);
    if (instruction.kind === 'if') {
      const k = instruction.results.indexOf(value);
      this.mark(instruction.then.yields[k]!);
      this.mark(instruction.otherwise.yields[k]!);
    } else if (instruction.kind === 'loop') {
      let k = instruction.parameters.indexOf(value);
      if (k < 0) k = instruction.results.indexOf(value);
      this.mark(instruction.parameters[k]!);
      this.mark(instruction.initial[k]!);
      this.mark(instruction.body.yields[k]!);
    }
  }

  private needInstruction(instruction: Instruction): void {
    const owner = this.owners.get(instruction);
    if (owner !== undefined) this.keep(owner);
    if (instruction.kind === 'loop') {
      this.mark(instruction.test.yields[0]!);
      return;
    }
    for (const operand of operandsOf(instruction)) this.mark(operand);
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
}

/** Classes that other functions, or derivatives not yet expanded, may read. */
function readElsewhere(fn: FunctionIr, classes: AliasClasses): Set<AliasClass> {
  const found = new Set<AliasClass>();
  for (const known of classes.classes) if (known.reads.some(({ kind }) => kind === 'derive')) found.add(known);
  for (const other of reachable(classes.root)) {
    if (other === fn) continue;
    walk(other.body, (instruction) => {
      const object = readBy(instruction);
      if (object !== undefined) found.add(classes.classOf(object));
    });
  }
  return found;
}

/** The array or record that an instruction looks into. */
function readBy(instruction: Instruction): Value | undefined {
  switch (instruction.kind) {
    case 'load':
    case 'pop':
    case 'length':
      return instruction.array;
    case 'get-field':
      return instruction.object;
    default:
      return undefined;
  }
}

/** The array or record that an instruction writes to. */
function writtenBy(instruction: Instruction): Value | undefined {
  switch (instruction.kind) {
    case 'store':
    case 'accumulate':
    case 'push':
    case 'pop':
    case 'set-length':
      return instruction.array;
    case 'set-field':
    case 'accumulate-field':
      return instruction.object;
    default:
      return undefined;
  }
}

/** True if a function, or one it calls, may throw, meet a kink or write to memory, or calls itself on every path. */
function hasEffects(target: FunctionIr): boolean {
  for (const fn of reachable(target)) {
    // A recursion without an end must stay, so that it is told.
    let found = fn.body.instructions.some((each) => each.kind === 'call' && reachable(each.target).has(fn));
    walk(fn.body, (instruction) => {
      const { kind } = instruction;
      found ||= kind === 'throw' || kind === 'kink' || kind === 'derive' || writtenBy(instruction) !== undefined;
    });
    if (found) return true;
  }
  return false;
}

function sweepIf(instruction: If, { values }: Liveness): If {
  const kept = instruction.results.filter((result) => values.has(result));
  if (kept.length === instruction.results.length) return instruction;
  const prune = (block: Block): Block => ({
    instructions: block.instructions,
    yields: block.yields.filter((_, k) => values.has(instruction.results[k]!)),
  });
  return {
    ...instruction,
    then: prune(instruction.then),
    otherwise: prune(instruction.otherwise),
    results: kept,
  };
}

function sweepLoop(instruction: Loop, { values }: Liveness): Loop {
  const { parameters } = instruction;
  if (parameters.every((parameter) => values.has(parameter))) return instruction;
  const prune = (list: readonly Value[]): Value[] => list.filter((_, k) => values.has(parameters[k]!));
  return {
    ...instruction,
    initial: prune(instruction.initial),
    parameters: prune(parameters),
    body: { instructions: instruction.body.instructions, yields: prune(instruction.body.yields) },
    results: prune(instruction.results),
  };
}

function sweep(block: Block, live: Liveness): Block {
  const out: Instruction[] = [];
  for (const instruction of block.instructions) {
    if (!live.instructions.has(instruction)) continue;
    if (instruction.kind === 'if') {
      const pruned = sweepIf(instruction, live);
      const then = sweep(pruned.then, live);
      const otherwise = sweep(pruned.otherwise, live);
      out.push(then === pruned.then && otherwise === pruned.otherwise ? pruned : { ...pruned, then, otherwise });
    } else if (instruction.kind === 'loop') {
      const pruned = sweepLoop(instruction, live);
      const test = sweep(pruned.test, live);
      const body = sweep(pruned.body, live);
      out.push(test === pruned.test && body === pruned.body ? pruned : { ...pruned, test, body });
    } else {
      out.push(instruction);
    }
  }
  return withContents(block, out, block.yields);
}

/** The function without what its results and effects do not need. */
export function removeDeadCode(fn: FunctionIr, classes: AliasClasses): FunctionIr {
  return withBody(fn, sweep(fn.body, new Liveness(fn, classes)));
}
