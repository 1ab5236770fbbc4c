/**
 * Where each value of a function is used, and how long it lives. Nothing here changes the IR or knows a target language.
 *
 * Positions number the program in the order it is written: an instruction, then what is inside it, then its
 * end. A use inside a loop of a value defined outside it lasts until the loop's end, since the loop comes
 * round again; `until` of a use says so, `at` says where it is written.
 */
import type { Block, FunctionIr, Instruction, Value } from '../ir/ir.ts';
import { operandsOf, resultsOf } from '../ir/visit.ts';

/** One use of a value. */
export interface Use {
  /** Where it is written. */
  readonly at: number;
  /** How long the value is needed on account of it. */
  readonly until: number;
  /** Whether an instruction reads it, a block hands it on, or a loop starts from it. */
  readonly role: 'operand' | 'yield' | 'initial';
}

/** Where an instruction begins, and where what is inside it ends. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Where values of a function are used. */
export interface Uses {
  usesOf(value: Value): readonly Use[];
  extentOf(instruction: Instruction): Extent;
  /** From a block's first instruction to its yields. */
  blockExtent(block: Block): Extent;
  /** True if the value is needed at some position beyond `position`, leaving out `except` (branches not taken). */
  neededAfter(value: Value, position: number, except?: readonly Extent[]): boolean;
}

const none: readonly Use[] = [];

/** Finds all uses of all values of a function. */
export function analyzeUses(fn: FunctionIr): Uses {
  const uses = new Map<Value, Use[]>();
  const held = new Map<Value, number[]>();
  const extents = new Map<Instruction | Block, Extent>();
  const depths = new Map<Value, number>();
  const loops: { end: number; waiting: { value: Value; use: Omit<Use, 'until'> | undefined }[] }[] = [];
  let position = 0;

  const record = (value: Value, use: Omit<Use, 'until'> | undefined, until: number): void => {
    if (use === undefined) append(held, value, until);
    else append(uses, value, { ...use, until });
  };
  const note = (value: Value, use: Omit<Use, 'until'> | undefined): void => {
    if (value.constant !== undefined) return;
    const outer = loops[depths.get(value) ?? 0];
    if (outer === undefined) record(value, use, position);
    else outer.waiting.push({ value, use });
  };
  const define = (value: Value): void => void depths.set(value, loops.length);

  const visitBlock = (block: Block): void => {
    const start = ++position;
    for (const instruction of block.instructions) visit(instruction);
    position++;
    for (const value of block.yields) note(value, { at: position, role: 'yield' });
    extents.set(block, { start, end: position });
  };
  const visit = (instruction: Instruction): void => {
    const start = ++position;
    const role = instruction.kind === 'loop' ? 'initial' : 'operand';
    for (const value of operandsOf(instruction)) note(value, { at: start, role });
    if (instruction.kind === 'if') {
      visitBlock(instruction.then);
      visitBlock(instruction.otherwise);
    } else if (instruction.kind === 'loop') {
      loops.push({ end: 0, waiting: [] });
      instruction.parameters.forEach(define);
      visitBlock(instruction.test);
      // The results are the parameters as the failing test leaves them, so those must outlive the test.
      for (const parameter of instruction.parameters) note(parameter, undefined);
      visitBlock(instruction.body);
      const { waiting } = loops.pop()!;
      position++;
      for (const { value, use } of waiting) record(value, use, position);
    }
    extents.set(instruction, { start, end: ++position });
    resultsOf(instruction).forEach(define);
  };

  fn.parameters.forEach(define);
  visitBlock(fn.body);

  const isAfter = (until: number, from: number, except: readonly Extent[]): boolean =>
    until > from && !except.some(({ start, end }) => until >= start && until <= end);
  return {
    usesOf: (value) => uses.get(value) ?? none,
    extentOf: (instruction) => extents.get(instruction)!,
    blockExtent: (block) => extents.get(block)!,
    neededAfter: (value, from, except = []) =>
      (uses.get(value)?.some(({ until }) => isAfter(until, from, except)) ?? false) ||
      (held.get(value)?.some((until) => isAfter(until, from, except)) ?? false),
  };
}

function append<K, V>(map: Map<K, V[]>, key: K, item: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}
