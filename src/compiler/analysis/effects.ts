/**
 * What instructions do besides giving their results: what they write, what they look into, and whether running them can
 * be noticed at all. A kind of instruction without a row does not compile.
 */
import type { Block, Instruction, Value } from '../ir/ir.ts';

/** Writes memory, may do anything that the function it calls does, or is noticed by the caller; or holds blocks that may. */
type Effect = 'none' | 'inside' | 'writes' | 'calls' | 'told';

const effects = {
  apply: 'none',
  if: 'inside',
  loop: 'inside',
  allocate: 'none',
  list: 'none',
  struct: 'none',
  load: 'none',
  length: 'none',
  'get-field': 'none',
  store: 'writes',
  accumulate: 'writes',
  push: 'writes',
  pop: 'writes',
  'set-length': 'writes',
  'set-field': 'writes',
  'accumulate-field': 'writes',
  call: 'calls',
  derive: 'calls',
  throw: 'told',
  kink: 'told',
} as const satisfies Record<Instruction['kind'], Effect>;

type KindThat<E extends Effect> = {
  [Kind in Instruction['kind']]: (typeof effects)[Kind] extends E ? Kind : never;
}[Instruction['kind']];

/** An instruction that writes to an array or a record. */
export type Write = Extract<Instruction, { kind: KindThat<'writes'> }>;

/** An instruction that only looks into an array or a record. */
export type Read = Extract<Instruction, { kind: 'load' | 'length' | 'get-field' }>;

/** Every instruction on arrays and records. */
export type MemoryInstruction = Read | Write | Extract<Instruction, { kind: 'allocate' | 'list' | 'struct' }>;

export function isWrite(instruction: Instruction): instruction is Write {
  return effects[instruction.kind] === 'writes';
}

export function isRead(instruction: Instruction): instruction is Read {
  return instruction.kind === 'load' || instruction.kind === 'length' || instruction.kind === 'get-field';
}

/** True if running the instruction can change memory, call, leave the program, or be noticed, blocks inside it left out. */
export function hasOwnEffects({ kind }: Instruction): boolean {
  return effects[kind] !== 'none' && effects[kind] !== 'inside';
}

/** Likewise, with the blocks inside it. */
export function hasEffects(instruction: Instruction): boolean {
  if (instruction.kind === 'if') return blockHasEffects(instruction.then) || blockHasEffects(instruction.otherwise);
  if (instruction.kind === 'loop') return blockHasEffects(instruction.test) || blockHasEffects(instruction.body);
  return hasOwnEffects(instruction);
}

/** True if some instruction of the block has effects. */
export function blockHasEffects(block: Block): boolean {
  return block.instructions.some(hasEffects);
}

/** The array or record that an instruction looks into or changes. */
export function objectOf(instruction: Read | Write): Value;
export function objectOf(instruction: Instruction): Value | undefined;
export function objectOf(instruction: Instruction): Value | undefined {
  if (!isRead(instruction) && !isWrite(instruction)) return undefined;
  return 'array' in instruction ? instruction.array : instruction.object;
}

/** The array or record that an instruction writes to. */
export function writtenReference(instruction: Instruction): Value | undefined {
  return isWrite(instruction) ? objectOf(instruction) : undefined;
}

/** What a write touches: the elements of an array, its length, or a field. */
export type Part = '[]' | 'length' | `.${string}`;

/** The parts that a write touches; a store may lengthen an array unless its index is known to be in it. */
export function partsWritten(write: Write, inRange = false): readonly Part[] {
  switch (write.kind) {
    case 'store':
    case 'accumulate':
      return inRange ? ['[]'] : ['[]', 'length'];
    case 'push':
    case 'pop':
    case 'set-length':
      return ['[]', 'length'];
    case 'set-field':
    case 'accumulate-field':
      return [`.${write.field}`];
  }
}
