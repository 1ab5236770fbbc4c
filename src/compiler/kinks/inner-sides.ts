/**
 * Derivatives that a program asks for inside, where their own function ties: IR → IR. What is asked from outside is looked
 * at from both sides by `calculus/kinks`; inside, the program has to do that itself. In: the derivative asked for, and the
 * transform that makes it. Out: instructions that compute it, and where the run met a tie, compute it anew, just beside
 * the point on both sides: by series that tell how the ties come out, and the derivative with these decisions forced.
 *
 * The answer is the middle of both sides; at a jump what the branch at the point gives; NaN where series do not tell (√
 * at 0), and in a gradient where ties hang together. Since all this is a program, derivatives of it are taken as of any other.
 */
import { writtenParameters } from '../analysis/written-parameters.ts';
import {
  type ArrayType,
  type Block,
  type Derive,
  type FunctionIr,
  type Instruction,
  isReference,
  newValue,
  numberType,
  type Value,
} from '../ir/ir.ts';
import { blocksOf, reachable, walk } from '../ir/visit.ts';
import { Builder } from '../rules/builder.ts';
import { zerosLike } from '../rules/zeros.ts';
import { forceDecisions } from './force.ts';
import { recordDecisions } from './record.ts';
import { firstTie, status, withTrail } from './trail.ts';

const numbersType: ArrayType = { kind: 'array', element: numberType, storage: 'list' };

/** Terms of the series: many for a small program, since they are written out. */
const orders = { most: 8, usual: 3 } as const;
/** Programs with so few instructions are followed with most terms. */
const fewInstructions = 80;
/** Programs with more instructions are differentiated as they stand: the sides take several times as many. */
const mostInstructions = 500;

/** Forward or reverse mode, with its ties marked if asked for. */
export type Differentiate = (fn: FunctionIr, active: readonly boolean[], ties: boolean) => FunctionIr;

export interface How {
  readonly differentiate: Differentiate;
  readonly optimize: (fn: FunctionIr) => FunctionIr;
  /** Whether the target holds derivatives itself: then its values at a tie are no more right than its slopes there. */
  readonly holdsOthers: boolean;
}

/** The instructions in place of a derivative asked for inside; its target is a program of its own, and optimised. */
export function derivativeOnBothSides(derive: Derive, how: How): Instruction[] {
  const { differentiate, optimize } = how;
  const { target, active, args, results, span } = derive;
  const made = differentiate(target, active, true);
  dropMissed(made);
  // What changes its arguments cannot be run once more.
  if (!hasKinks(made) || writtenParameters(target).includes(true) || sizeOf(target) > mostInstructions) {
    const plain = hasKinks(made) ? differentiate(target, active, false) : made;
    return [{ kind: 'call', target: optimize(plain), args, results, span }];
  }
  const { fn, trails } = withTrail(made);
  for (const [each, count] of trails) countKinks(each.body, count);
  const builder = new Builder();
  builder.span = span;
  const zero = builder.constant(0);
  const count = newValue(numbersType, 'ties');
  builder.emit({ kind: 'list', result: count, elements: [zero] });
  // Numbers are given anew after a tie; what arrays hold is written over.
  const own = results.map((result) => (isReference(result.type) ? result : newValue(result.type, result.name)));
  builder.emit({ kind: 'call', target: optimize(fn), args: [...args, count], results: own, span });
  const tied = builder.apply('gt', builder.load(count, zero), zero);
  const numbers = results.filter((result) => !isReference(result.type));
  const then: Block = { instructions: [], yields: [] };
  const otherwise: Block = { instructions: [], yields: own.filter((value) => !isReference(value.type)) };
  builder.inBlock(then, () => {
    then.yields = new Beside(builder, derive, own, how).answer();
  });
  builder.emit({ kind: 'if', condition: tied, then, otherwise, results: numbers, span });
  return builder.block.instructions;
}

/** What both sides of one point give. */
class Beside {
  private readonly builder: Builder;
  private readonly derive: Derive;
  /** What the derivative gave at the point itself. */
  private readonly own: readonly Value[];
  private readonly holdsOthers: boolean;
  private readonly order: number;
  private readonly recorded: FunctionIr;
  private readonly forced: FunctionIr;

  constructor(builder: Builder, derive: Derive, own: readonly Value[], how: How) {
    const { target, active } = derive;
    const { differentiate, optimize } = how;
    this.holdsOthers = how.holdsOthers;
    this.builder = builder;
    this.derive = derive;
    this.own = own;
    this.order = sizeOf(target) <= fewInstructions ? orders.most : orders.usual;
    this.recorded = optimize(recordDecisions(target, active, this.order, 1));
    this.forced = optimize(differentiate(optimize(forceDecisions(target, active)), [...active, false], false));
  }

  /** The numbers among the results; arrays and records are written over. */
  answer(): Value[] {
    const { builder, derive } = this;
    const { target, active, mode, args } = derive;
    const primals = args.slice(0, target.parameters.length);
    const moving = primals.filter((_, k) => active[k]);
    const single = mode === 'forward' || (moving.length === 1 && !isReference(moving[0]!.type));
    const first = this.pair(0);
    const second = single ? undefined : this.pair(1);
    const known = second === undefined ? first.known : both(builder, both(builder, first.known, second.known), this.loose(first)); // prettier-ignore
    const jumps = first.jumps;
    const middle = (own: Value, at: Sides, other: Sides | undefined): Value => {
      const one = this.middle(at);
      const settled = other === undefined ? known : both(builder, known, this.alike(one, this.middle(other)));
      const beside = builder.apply('select', settled, one, builder.constant(NaN));
      return builder.apply('select', jumps, own, beside);
    };
    const plain = target.body.yields.length;
    const numbers: Value[] = [];
    this.own.forEach((own, k) => {
      const isValue = k < plain && !this.holdsOthers;
      if (isReference(own.type)) {
        if (!isValue) this.overwrite(own, first.derivatives[k]!, second?.derivatives[k], middle);
      } else numbers.push(isValue ? own : middle(own, first.derivatives[k]!, second?.derivatives[k]));
    });
    this.shadows().forEach((shadow, k) => this.overwrite(shadow, first.shadows[k]!, second?.shadows[k], middle));
    return numbers;
  }

  /** Whether all that moves is one number, along 1. */
  private get isAlongOne(): boolean {
    const { target, active, args } = this.derive;
    const tangents = args.slice(target.parameters.length);
    return active.filter(Boolean).length === 1 && tangents[0]?.constant?.value === 1;
  }

  /** Where reverse mode gathers what arrays and records contribute. */
  private shadows(): Value[] {
    const { target, active, args, mode } = this.derive;
    const count = target.parameters.filter(({ type }, k) => active[k] === true && isReference(type)).length;
    return mode === 'reverse' && count > 0 ? args.slice(-count) : [];
  }

  /** The derivative on the side that a direction points to, and on the other. */
  private pair(sequence: number): Pair {
    const minus = this.side(sequence, -1);
    const plus = this.side(sequence, 1);
    const { builder } = this;
    return {
      trails: [minus.trail, plus.trail],
      known: both(builder, minus.known, plus.known),
      jumps: either(builder, minus.jumps, plus.jumps),
      derivatives: this.own.map((_, k) => [minus.results[k]!, plus.results[k]!]),
      shadows: minus.shadows.map((shadow, k) => [shadow, plus.shadows[k]!]),
    };
  }

  private side(sequence: number, sign: 1 | -1) {
    const { builder, derive } = this;
    const { target, active, mode, args, span } = derive;
    const own = target.parameters.length;
    const primals = args.slice(0, own);
    const zero = builder.constant(0);
    const trail = newValue(numbersType, 'trail');
    builder.emit({ kind: 'list', result: trail, elements: [zero, zero] });
    let next = own;
    const paths = primals.flatMap((primal, k) => {
      if (!active[k]) return [];
      const along = mode === 'forward' ? this.signed(args[next++]!, sign) : this.direction(primal, sequence, sign);
      return [along, ...Array.from({ length: this.order - 1 }, () => this.zeros(primal))];
    });
    const values = this.recorded.body.yields.map((value) => newValue(value.type));
    builder.emit({ kind: 'call', target: this.recorded, args: [...primals, trail, ...paths], results: values, span });
    // A tie that most terms leave open does not move, nor does one that a tangent need not move; then the program's own
    // outcome holds. What few terms leave open may move in a later one.
    const mayStay = this.order === orders.most || (mode === 'forward' && !this.isAlongOne);
    const known = builder.apply('lt', builder.load(trail, zero), builder.constant(mayStay ? status.singular : status.open)); // prettier-ignore
    let jumps = builder.constant(false);
    target.body.yields.forEach(({ type }, k) => {
      if (type.kind === 'number' && !this.holdsOthers)
        jumps = either(builder, jumps, this.apart(values[k]!, this.own[k]!));
    });
    builder.emit({ kind: 'store', array: trail, index: zero, value: builder.constant(firstTie) });
    const results = this.own.map((value) => newValue(value.type, value.name));
    const shadows = this.shadows().map((shadow) => zerosLike(builder, shadow));
    const seeds = args.slice(own, args.length - shadows.length);
    builder.emit({ kind: 'call', target: this.forced, args: [...primals, trail, ...seeds, ...shadows], results, span });
    return { trail, known, jumps, results, shadows };
  }

  /** Zeros for a parameter of the series: a number, or memory of its shape. */
  private zeros(primal: Value): Value {
    return isReference(primal.type) ? zerosLike(this.builder, primal) : this.builder.constant(0);
  }

  /** A tangent, or the one that points the other way. */
  private signed(tangent: Value, sign: 1 | -1): Value {
    if (!isReference(tangent.type)) return this.builder.apply('mul', tangent, this.builder.constant(sign));
    const result = zerosLike(this.builder, tangent);
    const sources = [tangent];
    this.fill(result, sources, ([x]) => this.builder.apply('mul', x!, this.builder.constant(sign)));
    return result;
  }

  /** A direction in which nothing is special, of the shape of an argument: up along every axis, or up and down. */
  private direction(primal: Value, sequence: number, sign: 1 | -1): Value {
    const { builder } = this;
    const c = (x: number): Value => builder.constant(x);
    if (!isReference(primal.type)) return c(sign);
    const result = zerosLike(builder, primal);
    const counter = newValue(numbersType, 'counter');
    builder.emit({ kind: 'list', result: counter, elements: [c(0)] });
    this.fill(result, [], () => {
      const k = builder.apply('add', builder.load(counter, c(0)), c(1));
      builder.emit({ kind: 'store', array: counter, index: c(0), value: k });
      const fraction = (step: number): Value => {
        const x = builder.apply('mul', k, c(step));
        return builder.apply('sub', x, builder.apply('floor', x));
      };
      const size = builder.apply('add', fraction(0.6180339887498949), c(0.5));
      if (sequence === 0) return builder.apply('mul', size, c(sign));
      const down = builder.apply('lt', fraction(0.4142135623730951), c(0.5));
      return builder.apply('mul', size, builder.apply('select', down, c(-sign), c(sign)));
    });
    return result;
  }

  private middle([left, right]: Sides): Value {
    const { builder } = this;
    const sum = builder.apply('add', left, right);
    const half = builder.apply('mul', sum, builder.constant(0.5));
    return builder.apply('select', builder.apply('eq', left, right), left, half);
  }

  private alike(a: Value, b: Value): Value {
    const { builder } = this;
    const size = builder.apply('add', builder.apply('abs', a), builder.apply('abs', b));
    const room = builder.apply('mul', size, builder.constant(1e-9));
    return builder.apply('le', builder.apply('abs', builder.apply('sub', a, b)), room);
  }

  /** Whether the value beside the point is another than that at the point. */
  private apart(a: Value, b: Value): Value {
    const { builder } = this;
    const size = builder.apply('add', builder.apply('abs', a), builder.apply('abs', b));
    const room = builder.apply('mul', size, builder.constant(1e-10));
    return builder.apply('gt', builder.apply('abs', builder.apply('sub', a, b)), room);
  }

  /**
   * Whether ties do not hang together: each is decided by a term that changes its sign with the direction, or stays the
   * same on the same side.
   */
  private loose({ trails: [a, b] }: Pair): Value {
    const { builder } = this;
    const c = (x: number): Value => builder.constant(x);
    const count = builder.length(a);
    const start = builder.apply('eq', count, builder.length(b));
    const ties = builder.apply('mul', builder.apply('sub', count, c(firstTie)), c(0.5));
    const [loose] = builder.count(ties, [start], (index, [still]) => {
      const at = builder.apply('add', builder.apply('mul', index, c(2)), c(firstTie));
      const term = (trail: Value): Value => builder.load(trail, builder.apply('add', at, c(1)));
      const one = term(a);
      const other = term(b);
      const turns = this.alike(one, builder.apply('neg', other));
      const stays = both(
        builder,
        this.alike(one, other),
        builder.apply('eq', builder.load(a, at), builder.load(b, at)),
      );
      return [both(builder, still!, either(builder, turns, stays))];
    });
    return loose!;
  }

  /** Writes into every number of `target` what `value` makes of those of `sources` in the same place. */
  private fill(target: Value, sources: readonly Value[], value: (numbers: Value[]) => Value): void {
    const { builder } = this;
    const { type } = target;
    if (type.kind === 'array') {
      builder.count(builder.length(target), [], (index) => {
        const parts = sources.map((source) => builder.load(source, index));
        if (isReference(type.element)) this.fill(builder.load(target, index), parts, value);
        else if (type.element.kind === 'number')
          builder.emit({ kind: 'store', array: target, index, value: value(parts) });
        return [];
      });
    } else if (type.kind === 'struct') {
      for (const [field, inner] of type.fields) {
        const part = (object: Value): Value => {
          const result = newValue(inner, field);
          builder.emit({ kind: 'get-field', result, object, field });
          return result;
        };
        if (isReference(inner)) this.fill(part(target), sources.map(part), value);
        else if (inner.kind === 'number')
          builder.emit({ kind: 'set-field', object: target, field, value: value(sources.map(part)) });
      }
    }
  }

  private overwrite(
    target: Value,
    first: Sides,
    second: Sides | undefined,
    middle: (own: Value, first: Sides, second: Sides | undefined) => Value,
  ): void {
    this.fill(target, [target, ...first, ...(second ?? [])], ([own, a, b, c, d]) =>
      middle(own!, [a!, b!], second === undefined ? undefined : [c!, d!]),
    );
  }
}

/** The same result on the side against the direction and on that along it. */
type Sides = readonly [Value, Value];

interface Pair {
  readonly trails: Sides;
  /** Whether the series told all ties. */
  readonly known: Value;
  readonly jumps: Value;
  readonly derivatives: readonly Sides[];
  readonly shadows: readonly Sides[];
}

function both(builder: Builder, a: Value, b: Value): Value {
  return builder.apply('select', a, b, builder.constant(false));
}

function either(builder: Builder, a: Value, b: Value): Value {
  return builder.apply('select', a, builder.constant(true), b);
}

function hasKinks(root: FunctionIr): boolean {
  let found = false;
  for (const fn of reachable(root)) walk(fn.body, ({ kind }) => (found ||= kind === 'kink'));
  return found;
}

function sizeOf(root: FunctionIr): number {
  let size = 0;
  for (const fn of reachable(root)) walk(fn.body, () => size++);
  return size;
}

/** A read that finds nothing shows in the value. */
function dropMissed(root: FunctionIr): void {
  const drop = (block: Block): void => {
    for (const each of block.instructions) for (const inner of blocksOf(each)) drop(inner);
    const left = block.instructions.filter((each) => each.kind !== 'kink' || each.missed !== true);
    if (left.length < block.instructions.length) block.instructions.splice(0, Infinity, ...left);
  };
  for (const fn of reachable(root)) drop(fn.body);
}

/** Counts the ties that a run meets in a list of one number. */
function countKinks(block: Block, count: Value): void {
  const instructions: Instruction[] = [];
  for (const instruction of block.instructions) {
    for (const inner of blocksOf(instruction)) countKinks(inner, count);
    if (instruction.kind !== 'kink') instructions.push(instruction);
    else {
      const builder = new Builder();
      const tied = builder.apply('eq', instruction.left, instruction.right);
      const value = builder.apply('select', tied, builder.constant(1), builder.constant(0));
      builder.emit({ kind: 'accumulate', array: count, index: builder.constant(0), value });
      instructions.push(...builder.block.instructions);
    }
  }
  block.instructions.splice(0, Infinity, ...instructions);
}
