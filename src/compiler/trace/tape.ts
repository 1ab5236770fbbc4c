/**
 * Reverse mode of a run: each operation leaves its operands' places and its partial derivatives on a tape, and one
 * sweep from the end gives the derivative with respect to all inputs (Griewank and Walther, chapter 3). The partial
 * derivatives are those of the rule table, taken when the operation happens; the few operations that make up most of
 * a program have theirs written out, and a test holds them to the table.
 *
 * Memory is one entry of four numbers for each operation. Guaranteed: beyond `limit` operations there is an error
 * and not an exhausted machine; an adjoint that is exactly 0 and depends on nothing adds nothing, so 0·∞ is 0.
 */
import type { KinkFlag } from '../ir/ir.ts';
import { SecantError } from '../../base/diagnostics.ts';
import { carriesDerivative, type OperationName } from '../ir/operations.ts';
import { rules } from '../rules/index.ts';
import { applyOperation, Box, boxTerms, isWholePower, type Level, plain, type GivenPartials } from './box.ts';

/** Operations that a tape holds: about 600 MB of numbers. */
export const mostOperations = 2 ** 24;

/** Stands for an operand that is no box of the tape. */
const none = -1;

/** The numbers of a tape. Runs follow one another, so memory is kept for the next. */
interface Memory {
  readonly operands: Int32Array;
  readonly partials: Float64Array;
}

const spare: Memory[] = [];
const mostSpare = 4;
const largestSpare = 2 ** 20;

function newMemory(length: number): Memory {
  return { operands: new Int32Array(length), partials: new Float64Array(length) };
}

function larger({ operands, partials }: Memory): Memory {
  const memory = newMemory(2 * operands.length);
  memory.operands.set(operands);
  memory.partials.set(partials);
  return memory;
}

export class Tape implements Level {
  readonly depth: number;
  private readonly kink: KinkFlag;
  private readonly limit: number;
  /** Two operands and two partial derivatives for each entry. */
  private memory = spare.pop() ?? newMemory(1024);
  /** Partial derivatives that are boxes of a lower level, by place. */
  private readonly boxed = new Map<number, unknown>();
  private count = 0;

  constructor(depth: number, kink: KinkFlag, limit = mostOperations) {
    this.depth = depth;
    this.kink = kink;
    this.limit = limit;
  }

  /** A number that derivatives are taken with respect to. */
  input(value: unknown): Box {
    return this.record(value, none, 0, none, 0);
  }

  below(box: Box): unknown {
    return box.boxValue;
  }

  /** Operations so far. */
  get operations(): number {
    return this.count;
  }

  apply(operation: OperationName, args: readonly unknown[]): unknown {
    const [a, b] = args;
    const boxedA = a instanceof Box && a.boxLevel === this;
    const boxedB = b instanceof Box && b.boxLevel === this;
    const x = boxedA ? a.boxValue : a;
    const y = boxedB ? b.boxValue : b;
    const placeA = boxedA ? (a.boxData as number) : none;
    const placeB = boxedB ? (b.boxData as number) : none;
    if (typeof x === 'number' && (typeof y === 'number' || args.length === 1)) {
      switch (operation) {
        case 'add':
          return this.record(x + (y as number), placeA, 1, placeB, 1);
        case 'sub':
          return this.record(x - (y as number), placeA, 1, placeB, -1);
        case 'mul':
          return this.record(x * (y as number), placeA, y, placeB, x);
        case 'div': {
          const quotient = x / (y as number);
          return this.record(quotient, placeA, 1 / (y as number), placeB, -(quotient / (y as number)));
        }
        case 'neg':
          return this.record(-x, placeA, -1, none, 0);
        case 'sin':
          return this.record(Math.sin(x), placeA, Math.cos(x), none, 0);
        case 'cos':
          return this.record(Math.cos(x), placeA, -Math.sin(x), none, 0);
        case 'exp': {
          const power = Math.exp(x);
          return this.record(power, placeA, power, none, 0);
        }
        case 'log':
          if (x > 0) return this.record(Math.log(x), placeA, 1 / x, none, 0);
          break;
        case 'pow':
          // A whole power is smooth at 0, where others are not.
          if (!boxedB && isWholePower(y)) return this.record(x ** y, placeA, y * x ** (y - 1), none, 0);
          break;
        case 'sqrt': {
          const root = Math.sqrt(x);
          // At 0 the slope is infinite, which is a tie.
          if (x > 0) return this.record(root, placeA, 0.5 / root, none, 0);
          break;
        }
        default:
      }
    }
    return this.byRule(operation, args.length === 1 ? [x] : [x, y], [placeA, placeB]);
  }

  private byRule(operation: OperationName, values: readonly unknown[], places: readonly number[]): unknown {
    const rule = rules[operation];
    const result = applyOperation(operation, values);
    if (rule.tie !== undefined && !this.kink.hit) {
      const [left, right] = rule.tie(boxTerms, values);
      if (plain(left) === plain(right)) this.kink.hit = true;
    }
    if (!carriesDerivative(operation) || rule.partials === undefined) return result;
    const partialOf = (k: number): unknown =>
      (places[k] ?? none) === none ? 0 : rule.partials![k]!(boxTerms, values, result);
    return this.record(
      result,
      places[0] ?? none,
      partialOf(0),
      places[1] ?? none,
      values.length > 1 ? partialOf(1) : 0,
    );
  }

  given(value: unknown, args: readonly unknown[], partials: GivenPartials): unknown {
    const slopes = partials('below');
    let result: Box | undefined;
    args.forEach((arg, k) => {
      if (!(arg instanceof Box) || arg.boxLevel !== this) return;
      const before = result === undefined ? none : (result.boxData as number);
      result = this.record(value, arg.boxData as number, slopes[k], before, 1);
    });
    return result ?? value;
  }

  private record(value: unknown, a: number, partialA: unknown, b: number, partialB: unknown): Box {
    if (this.count >= this.limit) {
      throw new SecantError(
        'S304',
        `the function takes more than ${this.limit} operations here, and each is recorded`,
        {
          hint: 'differentiate a part of it, or give a part a derivative with withDerivative',
        },
      );
    }
    const at = 2 * this.count;
    if (at >= this.memory.operands.length) this.memory = larger(this.memory);
    const { operands, partials } = this.memory;
    operands[at] = a;
    operands[at + 1] = b;
    if (typeof partialA === 'number') partials[at] = partialA;
    else this.boxed.set(at, partialA);
    if (typeof partialB === 'number') partials[at + 1] = partialB;
    else this.boxed.set(at + 1, partialB);
    return new Box(this, value, this.count++);
  }

  /** Adjoints of all entries, for a cotangent of each result; undefined where nothing arrives. */
  sweep(seeds: readonly (readonly [result: unknown, cotangent: unknown])[]): readonly unknown[] {
    const adjoints = new Array<unknown>(this.count).fill(undefined);
    for (const [result, cotangent] of seeds) {
      if (!(result instanceof Box) || result.boxLevel !== this) continue;
      const at = result.boxData as number;
      adjoints[at] = adjoints[at] === undefined ? cotangent : applyOperation('add', [adjoints[at], cotangent]);
    }
    const { operands, partials } = this.memory;
    const { boxed } = this;
    const plainOnly = boxed.size === 0;
    for (let k = this.count - 1; k >= 0; k--) {
      const adjoint = adjoints[k];
      if (adjoint === undefined || adjoint === 0) continue;
      for (let side = 2 * k; side <= 2 * k + 1; side++) {
        const to = operands[side]!;
        if (to === none) continue;
        const partial = plainOnly || !boxed.has(side) ? partials[side]! : boxed.get(side);
        const before = adjoints[to];
        if (typeof adjoint === 'number' && typeof partial === 'number') {
          const part = adjoint * partial;
          if (before === undefined) adjoints[to] = part;
          else if (typeof before === 'number') adjoints[to] = before + part;
          else adjoints[to] = applyOperation('add', [before, part]);
          continue;
        }
        const part = applyOperation('mul', [adjoint, partial]);
        adjoints[to] = before === undefined ? part : applyOperation('add', [before, part]);
      }
    }
    return adjoints;
  }

  /** Gives the memory back: the tape is read no more. */
  release(): void {
    if (spare.length < mostSpare && this.memory.operands.length <= largestSpare) spare.push(this.memory);
  }

  /** The adjoint of an input after a sweep. */
  adjointOf(input: unknown, adjoints: readonly unknown[]): unknown {
    return input instanceof Box && input.boxLevel === this ? (adjoints[input.boxData as number] ?? 0) : 0;
  }
}
