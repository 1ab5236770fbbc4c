/** Tapes of reverse mode: memory that grows from its end, and keeps its size from run to run. */
import type { Instruction, Value } from '../../ir/ir.ts';
import type { TapePlan } from '../javascript/tape-plan.ts';
import type { ModuleContext } from './emit-function.ts';
import type { Code } from './module.ts';
import { kindOf } from './operation-code.ts';
import type { Places } from './places.ts';
import { refuse } from './refused.ts';

interface Tape {
  readonly address: number;
  readonly height: number;
  readonly size: number;
  readonly global: number;
}

/** The tapes of one function. */
export class Tapes {
  private readonly places: Places;
  private readonly plan: TapePlan;
  private readonly context: Pick<ModuleContext, 'room' | 'wider' | 'tapeSize'>;
  private readonly opened = new Map<Value, Tape>();

  constructor(places: Places, plan: TapePlan, context: Tapes['context']) {
    this.places = places;
    this.plan = plan;
    this.context = context;
  }

  isTape(array: Value): boolean {
    return this.opened.has(array);
  }

  /** Gets the memory of a tape, where the IR makes its list; tapes of one plan share it. */
  open(result: Value, shared: Value): void {
    const { context } = this;
    const { w } = this.places;
    const opened = this.opened.get(shared);
    if (opened !== undefined) {
      this.opened.set(result, opened);
      return;
    }
    const name = shared.name ?? 'tape';
    const global = context.tapeSize();
    const tape = { address: w.local('i32', name), height: w.local('i32', `${name}_height`), size: w.local('i32', `${name}_size`), global }; // prettier-ignore
    w.put(['global.get', global], ['local.tee', tape.size], ['call', context.room()], ['local.set', tape.address]);
    w.put(['i32.const', 0], ['local.set', tape.height]);
    this.opened.set(shared, tape);
    this.opened.set(result, tape);
  }

  push(instruction: Extract<Instruction, { kind: 'push' }>): void {
    const { context, places } = this;
    const { w } = places;
    const tape = this.opened.get(instruction.array) ?? refuse('a list grows or shrinks');
    const run = this.plan.runs.get(instruction);
    if (run !== undefined) {
      w.put(['local.get', tape.height], ['i32.const', 8 * run], ['i32.add'], ['local.get', tape.size], ['i32.gt_u'], ['if', undefined]); // prettier-ignore
      w.put(['local.get', tape.address], ['local.get', tape.size], ['call', context.wider()], ['local.set', tape.address]); // prettier-ignore
      w.put(['local.get', tape.size], ['i32.const', 1], ['i32.shl'], ['local.tee', tape.size], ['global.set', tape.global], ['end']); // prettier-ignore
    }
    const { value } = instruction;
    const isTruth = kindOf(places, value) === 'boolean';
    const number: Code = isTruth ? [...places.truth(value), ['f64.convert_i32_s']] : places.number(value);
    w.put(['local.get', tape.address], ['local.get', tape.height], ['i32.add'], ...number, ['f64.store', 0]);
    w.put(['local.get', tape.height], ['i32.const', 8], ['i32.add'], ['local.set', tape.height]);
  }

  pop({ array, result }: Extract<Instruction, { kind: 'pop' }>): void {
    const { places } = this;
    const { w } = places;
    const tape = this.opened.get(array) ?? refuse('a list grows or shrinks');
    const place = places.newPlace(result, 'number');
    places.places.set(result, place);
    w.put(['local.get', tape.height], ['i32.const', 8], ['i32.sub'], ['local.set', tape.height]);
    w.put(['local.get', tape.address], ['local.get', tape.height], ['i32.add'], ['f64.load', 0]);
    if (place.kind === 'truth') w.put(['f64.const', 0], ['f64.ne']);
    if (place.kind === 'array') refuse('a tape holds arrays');
    else w.put(['local.set', place.local]);
  }
}
