/**
 * Tapes: the stacks on which the forward sweep leaves numbers for the reverse sweep. They are pushed and popped in
 * step, so they need none of an array's care: each is a Float64Array that stays from call to call and grows when
 * it is full, with a variable for its height. In: a function. Out: which of its lists may be emitted so.
 */
import { rules } from '../../rules/index.ts';
import type { Block, FunctionIr, Instruction, Value } from '../../ir/ir.ts';
import { blocksOf, operandsOf, walk } from '../../ir/visit.ts';
import { noTapes, type TapePlan } from './tape-plan.ts';

/**
 * The tapes of a function, those together whose values go on and come off in step: pushed in one block, and popped in
 * one block in the opposite order. With `numbersOnly`, what has the type of a number is one: a run that reads nothing from
 * an array ends there.
 */
export function planTapes(fn: FunctionIr, numbersOnly = false): TapePlan {
  const tapes = tapesOf(fn, numbersOnly);
  if (tapes.size === 0) return noTapes;
  const sharing = sharedTapes(fn.body, tapes);
  const runs = new Map<Instruction, number>();
  const count = (block: Block): void => {
    let first: Instruction | undefined;
    let tape: Value | undefined;
    for (const instruction of block.instructions) {
      const pushed = instruction.kind === 'push' ? sharing.get(instruction.array) : undefined;
      if (pushed === undefined || pushed !== tape || runs.get(first!) === longestRun) first = instruction;
      tape = pushed;
      if (pushed !== undefined) runs.set(first!, (runs.get(first!) ?? 0) + 1);
      blocksOf(instruction).forEach(count);
    }
  };
  count(fn.body);
  return { sharing, runs };
}

/** A tape that grows has room for as many at once. */
const longestRun = 100;

/** Where a list is pushed and popped, if that is at one place each. */
interface Places {
  readonly pushes: { readonly block: Block; readonly at: number }[];
  readonly pops: { readonly block: Block; readonly at: number }[];
}

function sharedTapes(body: Block, tapes: ReadonlySet<Value>): Map<Value, Value> {
  const places = new Map<Value, Places>();
  for (const tape of tapes) places.set(tape, { pushes: [], pops: [] });
  const visit = (block: Block): void =>
    block.instructions.forEach((instruction, at) => {
      if (instruction.kind === 'push') places.get(instruction.array)?.pushes.push({ block, at });
      if (instruction.kind === 'pop') places.get(instruction.array)?.pops.push({ block, at });
      blocksOf(instruction).forEach(visit);
    });
  visit(body);
  // By the blocks of their pushes and pops; within a group in the order of the pushes.
  const groups = new Map<Block, Map<Block, Value[]>>();
  for (const [tape, { pushes, pops }] of places) {
    if (pushes.length !== 1 || pops.length !== 1) continue;
    let inner = groups.get(pushes[0]!.block);
    if (inner === undefined) groups.set(pushes[0]!.block, (inner = new Map<Block, Value[]>()));
    inner.set(pops[0]!.block, [...(inner.get(pops[0]!.block) ?? []), tape]);
  }
  const sharing = new Map<Value, Value>();
  for (const tape of tapes) sharing.set(tape, tape);
  for (const inner of groups.values())
    for (const group of inner.values()) {
      group.sort((a, b) => places.get(a)!.pushes[0]!.at - places.get(b)!.pushes[0]!.at);
      const pops = group.map((tape) => places.get(tape)!.pops[0]!.at);
      if (pops.every((at, k) => k === 0 || at < pops[k - 1]!)) for (const tape of group) sharing.set(tape, group[0]!);
    }
  return sharing;
}

/** Lists of the function's own block that reverse mode made as tapes of numbers or truth values, and that nothing else touches. */
function tapesOf(fn: FunctionIr, numbersOnly: boolean): Set<Value> {
  const tapes = new Set<Value>();
  for (const instruction of fn.body.instructions) {
    if (instruction.kind !== 'list' || instruction.tape !== true) continue;
    if (holdsTruth(instruction.result) || holdsNumbers(instruction.result)) tapes.add(instruction.result);
  }
  if (tapes.size === 0) return tapes;
  const facts = new SureNumbers(fn.body, tapes);
  const popped = new Map<Value, Value>();
  const unsure = new Set<Value>();
  const taken = new Set<Value>();
  walk(fn.body, (instruction) => {
    if (instruction.kind === 'pop' && tapes.has(instruction.array)) popped.set(instruction.result, instruction.array);
    if (
      !numbersOnly &&
      instruction.kind === 'push' &&
      tapes.has(instruction.array) &&
      holdsNumbers(instruction.array) &&
      !facts.isNumber(instruction.value)
    ) {
      unsure.add(instruction.array);
    }
  });
  // Where something else than a number may have been pushed, what is popped must be used as a number only.
  const choices = new Map<Value, readonly Value[]>();
  const use = (value: Value): void => {
    const tape = popped.get(value);
    if (tape !== undefined && unsure.has(tape)) taken.add(tape);
    if (tapes.has(value)) taken.add(value);
    choices.get(value)?.forEach(use);
  };
  walk(fn.body, (instruction) => {
    if (instruction.kind === 'push') use(instruction.value);
    else if (instruction.kind === 'apply' && instruction.operation === 'select') {
      // A choice reads what it chooses from as whoever reads the choice does.
      const [condition, ...from] = instruction.args;
      use(condition!);
      choices.set(instruction.result, from);
    } else if (instruction.kind !== 'pop' && !readsNumbers(instruction)) operandsOf(instruction).forEach(use);
    for (const block of blocksOf(instruction)) block.yields.forEach(use);
  });
  fn.body.yields.forEach(use);
  for (const tape of taken) tapes.delete(tape);
  return tapes;
}

function holdsNumbers({ type }: Value): boolean {
  return type.kind === 'array' && type.element.kind === 'number';
}

/** True for a list of truth values: on a tape they are 1 and 0. */
export function holdsTruth({ type }: Value): boolean {
  return type.kind === 'array' && type.element.kind === 'boolean';
}

/** Which values of number type are surely numbers: assumed of all, and taken back where it does not hold. */
class SureNumbers {
  private readonly definitions = new Map<Value, () => readonly Value[] | boolean>();
  private readonly doubtful = new Set<Value>();

  constructor(body: Block, tapes: ReadonlySet<Value>) {
    const pushed = new Map<Value, Value[]>();
    walk(body, (instruction) => {
      if (instruction.kind !== 'push' || !tapes.has(instruction.array)) return;
      const list = pushed.get(instruction.array);
      if (list === undefined) pushed.set(instruction.array, [instruction.value]);
      else list.push(instruction.value);
    });
    walk(body, (instruction) => this.define(instruction, pushed));
    for (let changed = true; changed;) {
      changed = false;
      for (const [value, from] of this.definitions) {
        if (this.doubtful.has(value)) continue;
        const needs = from();
        if (typeof needs === 'boolean' ? needs : needs.every((need) => this.isNumber(need))) continue;
        this.doubtful.add(value);
        changed = true;
      }
    }
  }

  isNumber(value: Value): boolean {
    if (value.constant !== undefined) return typeof value.constant.value === 'number';
    return value.type.kind === 'number' && this.definitions.has(value) && !this.doubtful.has(value);
  }

  private define(instruction: Instruction, pushed: ReadonlyMap<Value, readonly Value[]>): void {
    switch (instruction.kind) {
      case 'apply': {
        const { operation, args, result } = instruction;
        if (operation === 'select') this.definitions.set(result, () => args.slice(1));
        else if (operation !== 'stop') this.definitions.set(result, () => true);
        return;
      }
      case 'length':
        this.definitions.set(instruction.result, () => true);
        return;
      case 'pop':
        this.definitions.set(instruction.result, () => pushed.get(instruction.array) ?? false);
        return;
      case 'if':
        instruction.results.forEach((result, k) => {
          this.definitions.set(result, () => [instruction.then.yields[k]!, instruction.otherwise.yields[k]!]);
        });
        return;
      case 'loop':
        instruction.parameters.forEach((parameter, k) => {
          this.definitions.set(parameter, () => [instruction.initial[k]!, instruction.body.yields[k]!]);
          this.definitions.set(instruction.results[k]!, () => [parameter]);
        });
        return;
      default:
    }
  }
}

/** True if an instruction takes NaN for undefined: a Float64Array cannot tell them apart. */
function readsNumbers(instruction: Instruction): boolean {
  if (instruction.kind === 'kink' || instruction.kind === 'load' || instruction.kind === 'accumulate') return true;
  if (instruction.kind !== 'apply') return false;
  const { partials } = rules[instruction.operation];
  const comparison = ['lt', 'le', 'gt', 'ge'].includes(instruction.operation);
  return comparison || (partials !== undefined && instruction.operation !== 'stop');
}
