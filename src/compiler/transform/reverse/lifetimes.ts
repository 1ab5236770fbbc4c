/**
 * When memory holds still. Reverse mode runs the program backwards and needs values again that the forward
 * sweep saw; a read may be repeated instead of remembered if nothing can have written to that memory since.
 * In: a function and its alias classes. Out: for each class its home (the innermost loop whose every step has
 * objects of its own), for each loop how it is nested, and whether reads in a loop may be repeated. Errs only
 * towards "may have been written".
 */
import type { AliasClass, AliasClasses } from '../../analysis/alias.ts';
import { inductionOf } from '../../analysis/inductions.ts';
import { type Block, type FunctionIr, type Instruction, isReference, type Loop, type Value } from '../../ir/ir.ts';
import { operations } from '../../ir/operations.ts';
import { blocksOf, reachable } from '../../ir/visit.ts';

interface Place {
  readonly position: number;
  readonly loops: readonly Loop[];
}

export class Lifetimes {
  private readonly places = new Map<Instruction, Place>();
  private readonly ends = new Map<Loop, number>();
  private readonly homes = new Map<AliasClass, readonly Loop[]>();
  private readonly foreign = new Set<AliasClass>();
  private readonly definitions = new Map<Value, Instruction>();
  private readonly parameters = new Map<Value, { loop: Loop; index: number }>();
  private readonly classes: AliasClasses;
  private next = 0;

  constructor(root: FunctionIr, classes: AliasClasses) {
    this.classes = classes;
    for (const fn of reachable(root)) {
      this.visit(fn.body, [], fn === root);
      // What a function of its own touches has no home in a loop, and is written whenever it is called.
      if (fn !== root) this.markForeign(fn);
    }
    this.settleHomes();
  }

  private visit(block: Block, loops: readonly Loop[], own: boolean): void {
    for (const instruction of block.instructions) {
      if (own) this.places.set(instruction, { position: this.next++, loops });
      if ('results' in instruction) for (const result of instruction.results) this.definitions.set(result, instruction);
      else if ('result' in instruction) this.definitions.set(instruction.result, instruction);
      if (instruction.kind === 'loop') {
        instruction.parameters.forEach((parameter, index) =>
          this.parameters.set(parameter, { loop: instruction, index }),
        );
        for (const inner of blocksOf(instruction)) this.visit(inner, [...loops, instruction], own);
        this.ends.set(instruction, this.next++);
      } else for (const inner of blocksOf(instruction)) this.visit(inner, loops, own);
    }
  }

  private markForeign(fn: FunctionIr): void {
    const mark = (value: Value): void => {
      if (value.constant === undefined && isReference(value.type)) this.foreign.add(this.classes.classOf(value));
    };
    const walk = (block: Block): void => {
      for (const instruction of block.instructions) {
        if ('results' in instruction) instruction.results.forEach(mark);
        else if ('result' in instruction) mark(instruction.result);
        for (const inner of blocksOf(instruction)) walk(inner);
      }
    };
    fn.parameters.forEach(mark);
    walk(fn.body);
  }

  private settleHomes(): void {
    for (const of of this.classes.classes) {
      let home: readonly Loop[] | undefined;
      if (of.isParameter || of.escapes || this.foreign.has(of)) home = [];
      for (const allocation of of.allocations) {
        const place = this.places.get(allocation);
        const loops = place?.loops ?? [];
        home = home === undefined ? loops : common(home, loops);
      }
      this.homes.set(of, home ?? []);
    }
    // A reference carried from one step of a loop to the next lives at least around that loop.
    for (const { loop } of new Map([...this.parameters.values()].map((entry) => [entry.loop, entry])).values()) {
      const around = this.places.get(loop)?.loops ?? [];
      for (const parameter of loop.parameters) {
        if (!isReference(parameter.type)) continue;
        this.lift(this.classes.classOf(parameter), around);
      }
    }
    for (let changed = true; changed;) {
      changed = false;
      for (const of of this.classes.classes) {
        const home = this.homes.get(of)!;
        for (const inner of [of.element, ...of.fields.values()]) if (inner && this.lift(inner, home)) changed = true;
      }
    }
  }

  private lift(of: AliasClass, around: readonly Loop[]): boolean {
    const home = this.homes.get(of) ?? [];
    const lifted = common(home, around);
    if (lifted.length === home.length) return false;
    this.homes.set(of, lifted);
    return true;
  }

  /** How many loops a loop stands in. */
  depthOf(loop: Loop): number {
    return this.places.get(loop)?.loops.length ?? 0;
  }

  /** True if each step of `loop` has its own objects of this class. */
  isLocal(of: AliasClass, loop: Loop): boolean {
    return (this.homes.get(of) ?? []).includes(loop);
  }

  /** True if memory of the class, read somewhere inside `loop`, still holds the same when the loop is run backwards. */
  isStable(of: AliasClass, loop: Loop): boolean {
    if (of.writes.length === 0) return true;
    if (this.foreign.has(of)) return false;
    const around = [...(this.places.get(loop)?.loops ?? []), loop];
    const home = this.homes.get(of) ?? [];
    const outermost = around[home.length] ?? loop;
    const from = this.places.get(outermost)?.position;
    if (from === undefined) return false;
    return of.writes.every((write) => {
      const place = this.places.get(write);
      return place !== undefined && place.position < from;
    });
  }

  /**
   * True if lists of the class only ever become longer. The reverse sweep cuts their shadows back step by step, so that
   * each finds in a shadow what its forward step found there.
   */
  onlyGrows(of: AliasClass): boolean {
    return !this.foreign.has(of) && of.writes.every(({ kind }) => kind === 'push');
  }

  /** True if the class is never written after it was made: its reads may be repeated anywhere. */
  isConstant(of: AliasClass): boolean {
    return of.writes.length === 0;
  }

  definitionOf(value: Value): Instruction | undefined {
    return this.definitions.get(value);
  }

  /** True for values that are whole numbers for certain, so that start + step·k gives them back exactly. */
  isInteger(value: Value, depth = 0): boolean {
    if (value.constant) return Number.isInteger(value.constant.value);
    if (depth > 12) return false;
    const parameter = this.parameters.get(value);
    if (parameter) {
      const step = inductionOf(parameter.loop, parameter.index)?.step;
      return Number.isInteger(step) && this.isInteger(parameter.loop.initial[parameter.index]!, depth + 1);
    }
    const definition = this.definitions.get(value);
    if (definition?.kind === 'length') return true;
    if (definition?.kind === 'loop')
      return this.isInteger(definition.parameters[definition.results.indexOf(value)]!, depth + 1);
    if (definition?.kind !== 'apply') return false;
    const { integer } = operations[definition.operation];
    if (integer === undefined) return false;
    return integer === 'always' || definition.args.every((arg) => this.isInteger(arg, depth + 1));
  }
}

function common(a: readonly Loop[], b: readonly Loop[]): readonly Loop[] {
  let k = 0;
  while (k < a.length && k < b.length && a[k] === b[k]) k++;
  return k === a.length ? a : a.slice(0, k);
}
