/**
 * Where a row stands on a kink of the loss. In: the program of one row. Out: a program of the same parameters whose one
 * result is true where it does, or nothing where no row can. It follows the operations of the rule table that tie
 * (`|w|` at 0, two equal numbers in `Math.max`, a comparison) wherever the parameters are in what ties.
 *
 * With `bends: false` an `abs`, `max` or `min` counts only where another one ties before it: the midpoint of each
 * operation is the mean of the two sides along every axis as long as such ties do not hang together.
 */
import { type Block, booleanType, type FunctionIr, newValue, type Value } from '../compiler/ir/ir.ts';
import { type OperationName, operations } from '../compiler/ir/operations.ts';
import { copyInstruction } from '../compiler/ir/visit.ts';
import { Builder, emptyBlock } from '../compiler/rules/builder.ts';
import { rules } from '../compiler/rules/index.ts';

/** The program that says whether a row ties; `parameters` of its parameters are those of the loss. */
export function tiesOf(fn: FunctionIr, parameters: number, bends: boolean): FunctionIr | undefined {
  const ties = new Ties(bends);
  return ties.of(fn, parameters);
}

/** What is known of a value. */
interface Known {
  /** Whether the parameters are in it. */
  readonly varies: boolean;
  /** The question whether something that it is made of tied. */
  readonly bent: Value | undefined;
  /** It is never below this: most edges of domains are never reached, as that of log(1 + exp(z)). */
  readonly least: number;
}

const still: Known = { varies: false, bent: undefined, least: -Infinity };

/** A bound from below for the result, from those of the arguments; `same` if both arguments are one value. */
function leastOf(operation: OperationName, least: readonly number[], same: boolean): number {
  const [a = -Infinity, b = -Infinity] = least;
  switch (operation) {
    case 'add':
      return a + b;
    case 'mul':
      return same ? 0 : a >= 0 && b >= 0 ? a * b || 0 : -Infinity;
    case 'div':
      return a >= 0 && b >= 0 ? 0 : -Infinity;
    case 'max':
      return Math.max(a, b);
    case 'min':
      return Math.min(a, b);
    case 'select':
      return Math.min(b, least[2]!);
    case 'exp':
    case 'abs':
    case 'sqrt':
    case 'hypot2':
      return 0;
    case 'cosh':
      return 1;
    case 'pow':
    case 'log1p':
    case 'expm1':
      return a >= 0 ? 0 : -Infinity;
    case 'stop':
      return a;
    default:
      return -Infinity;
  }
}

class Ties {
  private readonly bends: boolean;
  private readonly builder = new Builder(emptyBlock());
  private readonly map = new Map<Value, Value>();
  private readonly known = new Map<Value, Known>();

  constructor(bends: boolean) {
    this.bends = bends;
  }

  of(fn: FunctionIr, parameters: number): FunctionIr | undefined {
    fn.parameters.forEach((parameter, k) => this.known.set(parameter, { ...still, varies: k < parameters }));
    const { block } = this.builder;
    const tied = this.block(fn.body);
    if (tied === undefined) return undefined;
    return { name: fn.name, parameters: fn.parameters, body: { ...block, yields: [tied] } };
  }

  /** Writes a block; gives the question whether something in it tied. */
  private block(block: Block): Value | undefined {
    let tied: Value | undefined;
    for (const instruction of block.instructions) {
      if (instruction.kind === 'if') {
        tied = this.either(tied, this.choice(instruction));
        continue;
      }
      const copy = copyInstruction(instruction, this.map);
      this.builder.emit(copy);
      const args = 'args' in instruction ? instruction.args : [];
      const made = this.join(args);
      if (instruction.kind === 'apply') {
        const { operation, result } = instruction;
        const here = copy.kind === 'apply' && made.varies ? this.tie(operation, args, copy.args) : undefined;
        const bend = operations[operation].slope === 'corner';
        const bent = bend ? this.either(made.bent, here) : made.bent;
        const bounds = args.map((arg) => this.about(arg).least);
        this.known.set(result, { ...made, bent, least: leastOf(operation, bounds, args[0] === args[1]) });
        // Two bends that hang together, or a tie that is no bend.
        if (here !== undefined)
          tied = this.either(tied, !bend || this.bends ? here : made.bent && this.both(here, made.bent));
      } else if ('results' in instruction) for (const result of instruction.results) this.known.set(result, made);
    }
    return tied;
  }

  private choice(instruction: Extract<Block['instructions'][number], { kind: 'if' }>): Value | undefined {
    const condition = this.copyOf(instruction.condition);
    const sides = [instruction.then, instruction.otherwise].map((side) => {
      const block = emptyBlock();
      let tied: Value | undefined;
      this.builder.inBlock(block, () => void (tied = this.block(side)));
      block.yields = side.yields.map((value) => this.copyOf(value));
      return { block, tied };
    });
    const none = this.builder.constant(false);
    const results = instruction.results.map((result) => {
      const copy = newValue(result.type, result.name);
      this.map.set(result, copy);
      return copy;
    });
    const add = (of: (side: number, k: number) => Value | undefined, k: number): Value | undefined => {
      const given = [of(0, k), of(1, k)];
      if (given.every((value) => value === undefined)) return undefined;
      sides.forEach(({ block }, side) => block.yields.push(given[side] ?? none));
      const result = newValue(booleanType);
      results.push(result);
      return result;
    };
    const knownOf = (side: number, k: number): Known =>
      this.about([instruction.then, instruction.otherwise][side]!.yields[k]!);
    const outer = this.about(instruction.condition);
    instruction.results.forEach((result, k) => {
      const inner = add((side) => knownOf(side, k).bent, k);
      const varies = outer.varies || knownOf(0, k).varies || knownOf(1, k).varies;
      const least = Math.min(knownOf(0, k).least, knownOf(1, k).least);
      this.known.set(result, { varies, bent: inner, least });
    });
    const tied = add((side) => sides[side]!.tied, 0);
    this.builder.emit({ ...instruction, condition, then: sides[0]!.block, otherwise: sides[1]!.block, results });
    return tied;
  }

  /** Whether an operation ties at its arguments, which are copies of `originals`. */
  private tie(operation: OperationName, originals: readonly Value[], args: readonly Value[]): Value | undefined {
    const { tie } = rules[operation];
    // Text and truth values do not come near each other.
    if (tie === undefined || args.some(({ type }) => type.kind === 'string' || type.kind === 'boolean'))
      return undefined;
    const [left, right] = tie(this.builder, args);
    const original = originals[args.indexOf(left)];
    const edge = right.constant?.value;
    if (original !== undefined && typeof edge === 'number' && this.about(original).least > edge) return undefined;
    const tied = this.builder.apply('eq', left, right);
    return tied.constant?.value === false ? undefined : tied;
  }

  private join(args: readonly Value[]): Known {
    const known = args.map((arg) => this.about(arg));
    return {
      ...still,
      varies: known.some(({ varies }) => varies),
      bent: known.reduce<Value | undefined>((bent, each) => this.either(bent, each.bent), undefined),
    };
  }

  private about(value: Value): Known {
    const constant = value.constant?.value;
    return typeof constant === 'number' ? { ...still, least: constant } : (this.known.get(value) ?? still);
  }

  private copyOf(value: Value): Value {
    return this.map.get(value) ?? value;
  }

  private either(a: Value | undefined, b: Value | undefined): Value | undefined {
    if (a === undefined || b === undefined || a === b) return a ?? b;
    return this.builder.apply('select', a, this.builder.constant(true), b);
  }

  private both(a: Value, b: Value): Value {
    return this.builder.apply('select', a, b, this.builder.constant(false));
  }
}
