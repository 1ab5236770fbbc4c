/** Instructions that look into memory, and what they look into. */
import type { Instruction, Value } from '../../ir/ir.ts';

/** Every instruction on arrays and records. */
export type MemoryInstruction = Exclude<
  Instruction,
  { kind: 'apply' | 'if' | 'loop' | 'call' | 'derive' | 'throw' | 'kink' }
>;

export type Read = Extract<Instruction, { kind: 'load' | 'length' | 'get-field' }>;

export function isRead(instruction: Instruction): instruction is Read {
  return instruction.kind === 'load' || instruction.kind === 'length' || instruction.kind === 'get-field';
}

export function readReference(instruction: Read): Value {
  return instruction.kind === 'get-field' ? instruction.object : instruction.array;
}
