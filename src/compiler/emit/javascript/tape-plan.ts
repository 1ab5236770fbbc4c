/** What a program's writer knows of its tapes; `tapes.ts`, which finds them, is a part of pages with loops only. */
import type { Instruction, Value } from '../../ir/ir.ts';
import type { Variable } from './variables.ts';

/** The variables of a tape: the array, its height, and where the array is kept between calls. */
export interface Tape {
  readonly array: Variable;
  readonly height: Variable;
  readonly store: string;
}

/** How lists are kept as tapes. */
export interface TapePlan {
  /** For each list the one whose array it shares: itself, if it is the first. */
  readonly sharing: ReadonlyMap<Value, Value>;
  /** How many numbers one after the other go on a tape where an instruction pushes the first of them. */
  readonly runs: ReadonlyMap<Instruction, number>;
}

/** No tapes. */
export const noTapes: TapePlan = { sharing: new Map(), runs: new Map() };
