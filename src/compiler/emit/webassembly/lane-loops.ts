/**
 * Loops whose rounds are independent, two rounds at a time. In: a loop that counts up by one and hands nothing else on.
 * Out: a loop before it that takes pairs of rounds as long as there are two, so that the loop itself does the rest, which
 * is at most one round; it computes bit for bit the same. Branches become choices: both sides are computed, which pure
 * operations allow.
 */
import { countedLoop } from '../../analysis/inductions.ts';
import { internalError } from '../../../base/diagnostics.ts';
import type { Apply, Block, Loop, Value } from '../../ir/ir.ts';
import { freeValues } from '../../ir/visit.ts';
import type { OperationName } from '../../ir/operations.ts';
import type { FunctionEmitter } from './emit-function.ts';
import { fastSinCos, type KernelName, kernels } from './kernels.ts';
import { type ConstantPool, pair } from './lanes.ts';
import type { Code } from './module.ts';
import { flagPlace } from './memory-layout.ts';
import { rowOf } from './operations.ts';

/** Emits the loop of pairs; nothing where the rounds are not independent. */
export function emitLanes(loop: Loop, emitter: FunctionEmitter, mayNote: boolean, pool: ConstantPool): void {
  const counted = countedLoop(loop);
  if (counted === undefined || loop.parameters.length !== 1 || counted.step !== 1 || counted.comparison !== 'lt')
    return;
  const counter = loop.parameters[0]!;
  if (emitter.placeOf(counter).kind !== 'whole' || !mayNote) return;
  const shape = new Shape(loop, counter, emitter);
  if (shape.fits(loop.body)) new LaneLoop(loop, counter, counted.bound, shape, emitter, pair(pool, emitter.w)).emit();
}

/** An element of an array, counted from the round: `array[counter + offset]`. */
interface Access {
  readonly array: Value;
  readonly offset: number;
}

/** Whether a loop's rounds are independent, and which elements they touch. */
class Shape {
  readonly accesses = new Map<string, Access>();
  private readonly stored = new Set<Value>();
  private readonly read: Access[] = [];
  private readonly offsets = new Map<Value, number>();
  private readonly inside: ReadonlySet<Value>;
  private readonly emitter: FunctionEmitter;
  /** Values that are truth values. */
  readonly truths = new Set<Value>();

  constructor(loop: Loop, counter: Value, emitter: FunctionEmitter) {
    this.emitter = emitter;
    this.offsets.set(counter, 0);
    this.inside = freeValues(loop.body);
  }

  fits(body: Block): boolean {
    if (!this.block(body, false)) return false;
    // What a round writes no other round may read.
    return this.read.every(({ array, offset }) => offset === 0 || !this.stored.has(array));
  }

  offsetOf(index: Value): number | undefined {
    return this.offsets.get(index);
  }

  private block(block: Block, isBranch: boolean): boolean {
    return block.instructions.every((instruction) => {
      switch (instruction.kind) {
        case 'apply':
          return this.apply(instruction);
        case 'load':
          return this.touch(instruction.array, instruction.index, false);
        case 'store':
        case 'accumulate':
          return (
            !isBranch &&
            instruction.value.type.kind === 'number' &&
            this.touch(instruction.array, instruction.index, true)
          );
        case 'kink':
          return true;
        case 'if':
          return (
            this.block(instruction.then, true) &&
            this.block(instruction.otherwise, true) &&
            instruction.results.every(({ type }) => type.kind === 'number' || type.kind === 'boolean')
          );
        default:
          return false;
      }
    });
  }

  private apply({ operation, args, result }: Apply): boolean {
    const row = rowOf(operation);
    if (row.by === 'nothing' || result.type.kind === 'array') return false;
    const [first, second] = args;
    const known = first === undefined ? undefined : this.offsets.get(first);
    const by = second?.constant?.value;
    if (
      known !== undefined &&
      typeof by === 'number' &&
      Number.isInteger(by) &&
      (operation === 'add' || operation === 'sub')
    )
      this.offsets.set(result, operation === 'add' ? known + by : known - by);
    return args.every(
      ({ type, constant }) => type.kind === 'number' || type.kind === 'boolean' || constant !== undefined,
    );
  }

  private touch(array: Value, index: Value, isStore: boolean): boolean {
    const offset = this.offsets.get(index);
    // Two names may stand for one array, unless both are arguments.
    const isArgument = this.emitter.context.root.parameters.includes(array);
    if (offset === undefined || !isArgument || array.type.kind !== 'array' || array.type.element.kind !== 'number') return false; // prettier-ignore
    // An instruction adds no negative offset.
    if (offset < 0 || (isStore && offset !== 0)) return false;
    if (isStore) this.stored.add(array);
    this.read.push({ array, offset });
    this.accesses.set(`${array.id} ${offset}`, { array, offset });
    return this.inside.has(array);
  }
}

class LaneLoop {
  private readonly values = new Map<Value, Code>();
  private readonly truths = new Map<Value, Code>();
  /** Values of the kernels of sine and cosine, by the argument. */
  private readonly sines = new Map<Value, Readonly<Record<'sin' | 'cos', Code>>>();
  private kinks: number | undefined;
  private missed: number | undefined;
  private readonly loop: Loop;
  private readonly counter: Value;
  private readonly bound: Value;
  private readonly shape: Shape;
  private readonly e: FunctionEmitter;
  private readonly l: ReturnType<typeof pair>;
  /** Eight times the counter. */
  private bytes = 0;

  constructor(
    loop: Loop,
    counter: Value,
    bound: Value,
    shape: Shape,
    emitter: FunctionEmitter,
    lanes: ReturnType<typeof pair>,
  ) {
    this.loop = loop;
    this.counter = counter;
    this.bound = bound;
    this.shape = shape;
    this.e = emitter;
    this.l = lanes;
  }

  emit(): void {
    const { e, loop, counter } = this;
    const { w } = e;
    const k = (e.placeOf(counter) as { local: number }).local;
    // Where the whole way lies inside every array; otherwise the loop itself finds out.
    const bound = this.boundCode();
    w.put(['i32.const', 1]);
    for (const { array, offset } of this.shape.accesses.values()) {
      const { length } = e.arrayOf(array);
      w.put(['local.get', k], ['i64.const', offset], ['i64.add'], ['i64.const', 0], ['i64.ge_s'], ['i32.and']);
      w.put(...bound, ['i64.const', offset], ['i64.add'], ['local.get', length], ['i64.le_s'], ['i32.and']);
    }
    w.put(['if', undefined]);
    // What does not change from round to round, twice.
    for (const value of freeValues(loop.body)) if (value !== counter && value.type.kind !== 'array') this.spread(value);
    this.kinks = w.local('v128', 'kinks');
    this.missed = w.local('v128', 'missed');
    w.put(['i64.const', 0], ['i64x2.splat'], ['local.tee', this.kinks], ['local.set', this.missed]);
    this.bytes = w.local('i32', 'bytes');
    w.set(this.bytes, [['local.get', k], ['i32.wrap_i64'], ['i32.const', 3], ['i32.shl']]);
    const before = w.code;
    w.code = [];
    this.block(loop.body, undefined);
    const body = w.code;
    w.code = before;
    w.putAll(this.l.loads());
    w.put(['block', undefined], ['loop', undefined]);
    w.put(['local.get', k], ['i64.const', 2], ['i64.add'], ...bound, ['i64.gt_s'], ['br_if', 1]);
    w.putAll(body);
    w.put(['local.get', this.bytes], ['i32.const', 16], ['i32.add'], ['local.set', this.bytes]);
    w.put(['local.get', k], ['i64.const', 2], ['i64.add'], ['local.set', k], ['br', 0], ['end'], ['end']);
    this.note(this.missed, 1);
    this.note(this.kinks, 2);
    w.put(['end']);
  }

  private boundCode(): Code {
    const { e, bound } = this;
    if (e.whole.isWhole(bound)) return e.integer(bound);
    // The first whole number that is not below the bound; it was found to be small.
    const local = e.w.local('i64', 'bound');
    e.w.put(...e.number(bound), ['f64.ceil'], ['i64.trunc_sat_f64_s'], ['local.set', local]);
    return [['local.get', local]];
  }

  private note(local: number, note: number): void {
    this.e.w.put(['local.get', local], ['v128.any_true'], ['if', undefined]);
    this.e.w.put(['i32.const', 0], ['i32.const', 0], ['i32.load', flagPlace], ['i32.const', note], ['i32.or'], ['i32.store', flagPlace], ['end']); // prettier-ignore
  }

  private spread(value: Value): void {
    const { e, l } = this;
    if (value.type.kind === 'number')
      this.values.set(value, e.w.keep(l.type, value.name ?? 't', [...e.number(value), ['f64x2.splat']])); // prettier-ignore
    else {
      // All bits of a lane, or none.
      const code: Code = [['i64.const', 0], ...e.truth(value), ['i64.extend_i32_u'], ['i64.sub'], ['i64x2.splat']];
      this.truths.set(value, e.w.keep(l.type, value.name ?? 't', code));
    }
  }

  private number(value: Value): Code {
    const { l } = this;
    if (value.constant !== undefined) {
      const known = value.constant.value;
      return typeof known === 'number' || typeof known === 'boolean' ? l.constant(Number(known)) : l.constant(NaN);
    }
    const known = this.values.get(value);
    if (known !== undefined) return known;
    const truth = this.truths.get(value);
    if (truth !== undefined) return l.select(truth, l.constant(1), l.constant(0));
    const offset = this.shape.offsetOf(value);
    if (offset === undefined) return internalError('a value without a place', value.name ?? value.id);
    const k = (this.e.placeOf(this.counter) as { local: number }).local;
    const both: Code = [['local.get', k], ['f64.convert_i64_s'], ['f64x2.splat'], ['local.get', k], ['i64.const', 1], ['i64.add'], ['f64.convert_i64_s'], ['f64x2.replace_lane', 1]]; // prettier-ignore
    const code = this.e.w.keep(l.type, 'round', offset === 0 ? both : l.two('add', both, l.constant(offset)));
    return code;
  }

  private truth(value: Value): Code {
    const { l } = this;
    if (value.constant !== undefined) return l.word64(value.constant.value ? (1n << 64n) - 1n : 0n);
    const known = this.truths.get(value);
    if (known !== undefined) return known;
    return l.two('gt', l.one('abs', this.number(value)), l.constant(0));
  }

  private isTruth(value: Value): boolean {
    return value.constant === undefined ? this.truths.has(value) : typeof value.constant.value === 'boolean';
  }

  private isNothing({ constant }: Value): boolean {
    return constant !== undefined && (constant.value === undefined || constant.value === null);
  }

  private define(value: Value, code: Code): void {
    const kept = this.e.w.keep('v128', value.name ?? 't', code);
    (value.type.kind === 'boolean' ? this.truths : this.values).set(value, kept);
  }

  /** `mask` says in which lanes the block runs; all without it. */
  private block(block: Block, mask: Code | undefined): void {
    const { e, l } = this;
    const { w } = e;
    for (const instruction of block.instructions) {
      switch (instruction.kind) {
        case 'apply':
          if (this.shape.offsetOf(instruction.result) === undefined) this.apply(instruction);
          break;
        case 'load':
          this.define(instruction.result, [
            ...this.address(instruction.array),
            ['v128.load', this.place(instruction.index)],
          ]);
          break;
        case 'store':
        case 'accumulate': {
          const { array, index, value } = instruction;
          const place = this.place(index);
          w.put(...this.address(array));
          if (instruction.kind === 'accumulate')
            w.put(...this.address(array), ['v128.load', place], ...this.number(value), ['f64x2.add']); // prettier-ignore
          else w.putAll(this.number(value));
          w.put(['v128.store', place]);
          break;
        }
        case 'kink': {
          const test = this.equal(instruction.left, instruction.right);
          if (test === undefined) break;
          const local = instruction.missed ? this.missed! : this.kinks!;
          w.set(local, [['local.get', local], ...(mask === undefined ? test : l.and(test, mask)), ['v128.or']]);
          break;
        }
        case 'if': {
          const condition = w.keep('v128', 'condition', this.truth(instruction.condition));
          const within = (inner: Code): Code =>
            mask === undefined ? inner : w.keep('v128', 'mask', l.and(mask, inner));
          this.block(instruction.then, within(condition));
          this.block(instruction.otherwise, within(w.keep('v128', 'otherwise', l.not(condition))));
          instruction.results.forEach((result, k) => {
            const [a, b] = [instruction.then.yields[k]!, instruction.otherwise.yields[k]!];
            const isTruth = result.type.kind === 'boolean';
            const code = (value: Value): Code => (isTruth ? this.truth(value) : this.number(value));
            this.define(result, l.select(condition, code(a), code(b)));
          });
          break;
        }
        default:
          internalError('in two lanes', instruction.kind);
      }
    }
  }

  /** The address of the first element of a pair, but for the offset in the instruction. */
  private address(array: Value): Code {
    return [['local.get', this.e.arrayOf(array).address], ['local.get', this.bytes], ['i32.add']];
  }

  private place(index: Value): number {
    return 8 * (this.shape.offsetOf(index) ?? internalError('an index that does not count', index.id));
  }

  /** `left === right`; undefined where it is never true. */
  private equal(left: Value, right: Value): Code | undefined {
    const { l } = this;
    if (this.isNothing(left) || this.isNothing(right)) {
      const same = this.isNothing(left) && this.isNothing(right) && left.constant!.value === right.constant!.value;
      return same ? l.word64((1n << 64n) - 1n) : undefined;
    }
    if (this.isTruth(left) !== this.isTruth(right)) return undefined;
    if (this.isTruth(left) && right.constant?.value === false) return l.not(this.truth(left));
    if (this.isTruth(left)) return l.not(l.words('xor', this.truth(left), this.truth(right)));
    return l.two('eq', this.number(left), this.number(right));
  }

  private apply({ operation, args, result }: Apply): void {
    const { l } = this;
    const row = rowOf(operation);
    if (row.by === 'instructions')
      return this.define(
        result,
        row.of(
          l,
          args.map((arg) => this.number(arg)),
        ),
      );
    if (row.by === 'kernel' && this.e.context.isOurs(operation)) return this.kernel(operation, args[0]!, result);
    if (row.by === 'engine' || row.by === 'kernel') return this.define(result, this.laneByLane(operation, args.map((arg) => this.number(arg)))); // prettier-ignore
    this.define(result, this.special(operation, args, result));
  }

  private special(operation: OperationName, args: readonly Value[], result: Value): Code {
    const { l } = this;
    const [first, second, third] = args;
    const isTruth = result.type.kind === 'boolean';
    const never = l.word64(0n);
    switch (operation) {
      case 'eq':
        return this.equal(first!, second!) ?? never;
      case 'ne':
        return l.not(this.equal(first!, second!) ?? never);
      case 'not':
        return l.not(this.truth(first!));
      case 'truthy':
        return this.truth(first!);
      case 'is_undefined':
      case 'is_null': {
        const sought = operation === 'is_null' ? null : undefined;
        return this.isNothing(first!) && first!.constant!.value === sought ? l.not(never) : never;
      }
      case 'number':
        return this.number(first!);
      case 'stop':
        return isTruth ? this.truth(first!) : this.number(first!);
      case 'select':
        return l.select(this.truth(first!), isTruth ? this.truth(second!) : this.number(second!), isTruth ? this.truth(third!) : this.number(third!)); // prettier-ignore
      default:
        return internalError('an operation without code', operation);
    }
  }

  /** A kernel's fast form, and lane by lane where it does not hold. */
  private kernel(operation: KernelName, arg: Value, result: Value): void {
    const { e, l } = this;
    const { w } = e;
    const isAngle = operation === 'sin' || operation === 'cos';
    const shared = isAngle ? this.sines.get(arg)?.[operation] : undefined;
    if (shared !== undefined) return void this.values.set(result, shared);
    const x = w.keep('v128', 'x', this.number(arg));
    const slowly = (name: OperationName, far: Code, value: Code): Code => {
      const local = w.local('v128', name);
      w.set(local, value);
      w.put(...far, ['v128.any_true'], ['if', undefined]);
      w.set(local, this.laneByLane(name, [x]));
      w.put(['end']);
      return [['local.get', local]];
    };
    if (isAngle) {
      const { values, far } = fastSinCos(l, w, x);
      const isFar = w.keep('v128', 'far', far);
      const wanted = anglesOf(this.loop.body, arg);
      const codes = { sin: values.sin, cos: values.cos };
      for (const name of wanted) codes[name] = slowly(name, isFar, values[name]);
      this.sines.set(arg, codes);
      this.values.set(result, codes[operation]);
      return;
    }
    const { values, far } = kernels[operation].fast(l, w, x);
    this.values.set(result, slowly(operation, w.keep('v128', 'far', far), values.value));
  }

  private laneByLane(operation: OperationName, args: readonly Code[]): Code {
    const call: Code = [['call', this.e.context.operation(operation)]];
    const lane = (k: number): Code => [...args.flatMap((arg): Code => [...arg, ['f64x2.extract_lane', k]]), ...call];
    return [...lane(0), ['f64x2.splat'], ...lane(1), ['f64x2.replace_lane', 1]];
  }
}

/** Which of sine and cosine are taken of a value. */
function anglesOf(block: Block, arg: Value): Set<'sin' | 'cos'> {
  const names = new Set<'sin' | 'cos'>();
  for (const instruction of block.instructions) {
    if (instruction.kind === 'apply' && instruction.args[0] === arg && (instruction.operation === 'sin' || instruction.operation === 'cos')) names.add(instruction.operation); // prettier-ignore
    if (instruction.kind === 'if') for (const inner of [instruction.then, instruction.otherwise]) anglesOf(inner, arg).forEach((name) => names.add(name)); // prettier-ignore
  }
  return names;
}
