/**
 * Which numbers of a function are kept as 64-bit integers: those that lead to an index or a length and are whole for
 * certain, never −0, and small enough that integers and doubles compute the same. What leads to an index and is only
 * expected to be whole (a parameter, a sum that a loop carries) is guarded: a run in which it is not leaves WebAssembly.
 */
import { countedLoop } from '../../analysis/inductions.ts';
import type { Apply, Block, FunctionIr, Loop, Value } from '../../ir/ir.ts';
import { blocksOf, walk } from '../../ir/visit.ts';

/** What a whole number lies between, ends included. */
export interface Interval {
  readonly least: number;
  readonly most: number;
}

/** Where runs are let go on: counts beyond this belong to no program that ends soon. */
const guard = 2 ** 30;
/** Sums and products up to here are the same in integers and in doubles. */
const exact = 2 ** 52;

const mostLength: Interval = { least: 0, most: guard };
const guarded: Interval = { least: -guard, most: guard };

export class WholeNumbers {
  private readonly intervals = new Map<Value, Interval>();
  private readonly wanted = new Set<Value>();
  /** Parameters that a run must find whole. */
  readonly guardedParameters = new Set<Value>();
  /** Yields of loops that must stay small. */
  private readonly guardedYields = new Set<Value>();
  /** Bounds of counted loops, which must be small, with the side they lie on. */
  readonly guardedBounds = new Map<Loop, 'above' | 'below'>();

  constructor(fn: FunctionIr, guardsParameters: boolean) {
    this.findWanted(fn.body);
    if (guardsParameters)
      for (const parameter of fn.parameters)
        if (parameter.type.kind === 'number' && this.wanted.has(parameter)) {
          this.guardedParameters.add(parameter);
          this.intervals.set(parameter, mostLength);
        }
    this.block(fn.body);
  }

  /** True for a number that is kept as an integer. */
  isWhole(value: Value): boolean {
    return value.constant === undefined ? this.intervals.has(value) : this.intervalOf(value) !== undefined;
  }

  intervalOf(value: Value): Interval | undefined {
    if (value.constant === undefined) return this.intervals.get(value);
    const known = value.constant.value;
    const isWhole = typeof known === 'number' && Number.isInteger(known) && !Object.is(known, -0);
    return isWhole && Math.abs(known) <= exact ? { least: known, most: known } : undefined;
  }

  /** True for what a loop hands to its next round and has to be looked at there. */
  isGuarded(value: Value): boolean {
    return this.guardedYields.has(value);
  }

  private findWanted(body: Block): void {
    for (let before = -1; before !== this.wanted.size;) {
      before = this.wanted.size;
      walk(body, (instruction) => {
        switch (instruction.kind) {
          case 'load':
          case 'store':
          case 'accumulate':
            this.want(instruction.index);
            return;
          case 'allocate':
            this.want(instruction.length);
            return;
          case 'apply':
            if (this.wanted.has(instruction.result) && isWholeOperation(instruction)) instruction.args.forEach((arg) => this.want(arg)); // prettier-ignore
            return;
          case 'if':
            instruction.results.forEach((result, k) => {
              if (!this.wanted.has(result)) return;
              this.want(instruction.then.yields[k]!);
              this.want(instruction.otherwise.yields[k]!);
            });
            return;
          case 'loop': {
            instruction.parameters.forEach((parameter, k) => {
              if (this.wanted.has(instruction.results[k]!)) this.want(parameter);
              if (!this.wanted.has(parameter)) return;
              this.want(instruction.initial[k]!);
              this.want(instruction.body.yields[k]!);
            });
            const counted = countedLoop(instruction);
            if (counted !== undefined && this.wanted.has(instruction.parameters[counted.index]!)) this.want(counted.bound); // prettier-ignore
            return;
          }
          default:
        }
      });
    }
  }

  private want(value: Value): void {
    if (value.constant === undefined && value.type.kind === 'number') this.wanted.add(value);
  }

  private define(value: Value, interval: Interval | undefined): void {
    if (interval === undefined || !this.wanted.has(value) || interval.most > exact || interval.least < -exact)
      this.intervals.delete(value);
    else this.intervals.set(value, interval);
  }

  private block(block: Block): void {
    for (const instruction of block.instructions) {
      if (instruction.kind === 'apply') this.define(instruction.result, this.applied(instruction));
      else if (instruction.kind === 'length') this.define(instruction.result, mostLength);
      else if (instruction.kind === 'loop') this.loop(instruction);
      else if (instruction.kind === 'if') {
        blocksOf(instruction).forEach((inner) => this.block(inner));
        instruction.results.forEach((result, k) => {
          const [a, b] = [instruction.then.yields[k]!, instruction.otherwise.yields[k]!].map((each) => this.intervalOf(each)); // prettier-ignore
          this.define(result, a && b && { least: Math.min(a.least, b.least), most: Math.max(a.most, b.most) });
        });
      }
    }
  }

  private applied({ operation, args }: Apply): Interval | undefined {
    const known = args.map((arg) => this.intervalOf(arg));
    const [a, b] = known;
    switch (operation) {
      case 'add':
        return a && b && { least: a.least + b.least, most: a.most + b.most };
      case 'sub':
        return a && b && { least: a.least - b.most, most: a.most - b.least };
      case 'mul': {
        if (a === undefined || b === undefined) return undefined;
        const ends = [a.least * b.least, a.least * b.most, a.most * b.least, a.most * b.most];
        const least = Math.min(...ends);
        // 0·(−1) is −0.
        return least < 0 && !(isBeyondZero(a) && isBeyondZero(b))
          ? undefined
          : { least: least + 0, most: Math.max(...ends) };
      }
      case 'select':
        return known[1] && known[2] && { least: Math.min(known[1].least, known[2].least), most: Math.max(known[1].most, known[2].most) }; // prettier-ignore
      default:
        return undefined;
    }
  }

  private loop(loop: Loop): void {
    const { parameters, initial, body, results } = loop;
    const counted = countedLoop(loop);
    this.guardedBounds.delete(loop);
    /** Assumed of each parameter; taken back where the body does not hold it. */
    const assumed = parameters.map((parameter, k): Interval | undefined => {
      const from = this.intervalOf(initial[k]!);
      if (from === undefined || !this.wanted.has(parameter)) return undefined;
      const carried = from.least < guarded.least || from.most > guarded.most ? undefined : guarded;
      if (counted?.index !== k || !Number.isInteger(counted.step)) return carried;
      const bound = this.intervalOf(counted.bound);
      const { comparison, step } = counted;
      if (step > 0 && (comparison === 'lt' || comparison === 'le')) {
        if (bound === undefined) this.guardedBounds.set(loop, 'above');
        return { least: from.least, most: Math.max(from.most, (bound ?? mostLength).most + step) };
      }
      if (step < 0 && (comparison === 'gt' || comparison === 'ge')) {
        if (bound === undefined) this.guardedBounds.set(loop, 'below');
        return { least: Math.min(from.least, (bound ?? guarded).least + step), most: from.most };
      }
      return carried;
    });
    for (let settled = false; !settled;) {
      settled = true;
      parameters.forEach((parameter, k) => this.define(parameter, assumed[k]));
      this.block(loop.test);
      this.block(body);
      assumed.forEach((_, k) => {
        if (assumed[k] === undefined || this.intervalOf(body.yields[k]!) !== undefined) return;
        assumed[k] = undefined;
        settled = false;
      });
    }
    if (counted !== undefined && assumed[counted.index] === undefined) this.guardedBounds.delete(loop);
    parameters.forEach((_, k) => {
      const [interval, next] = [assumed[k], this.intervalOf(body.yields[k]!)];
      this.define(results[k]!, interval);
      const isCounter = counted?.index === k && interval !== guarded;
      if (interval && next && !isCounter && (next.least < interval.least || next.most > interval.most)) this.guardedYields.add(body.yields[k]!); // prettier-ignore
    });
  }
}

function isBeyondZero({ least, most }: Interval): boolean {
  return least > 0 || most < 0;
}

function isWholeOperation({ operation }: Apply): boolean {
  return operation === 'add' || operation === 'sub' || operation === 'mul' || operation === 'select';
}
