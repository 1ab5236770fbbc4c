/**
 * A function of the IR as code of WebAssembly. What WebAssembly has no room for ends the run (`unreachable`), and its caller
 * repeats it in JavaScript: a read past the end, an array that grows, an error of the program's own.
 */
import { internalError, unreachable } from '../../../base/diagnostics.ts';
import { countedLoop } from '../../analysis/inductions.ts';
import type { Ranges } from '../../analysis/ranges.ts';
import type { Apply, Block, FunctionIr, If, Instruction, Loop, Type, Value } from '../../ir/ir.ts';
import type { TapePlan } from '../javascript/tape-plan.ts';
import type { OperationName } from '../../ir/operations.ts';
import type { KernelName } from './kernels.ts';
import type { Code, ModuleFunction, Step, ValueType } from './module.ts';
import { equal, valueOperation, wholeOperation } from './operation-code.ts';
import { type ArrayPlace, checkArray, localsOf, type Place, Places } from './places.ts';
import { flagPlace, resultsPlace } from './memory-layout.ts';
import { refuse } from './refused.ts';
import { Tapes } from './tapes.ts';
import { WholeNumbers } from './whole-numbers.ts';
import { emitLanes } from './lane-loops.ts';

/** What the functions of a module share. */
export interface ModuleContext {
  /** The number of a function to call. */
  functionOf(fn: FunctionIr): number;
  /** That of an operation's scalar form: a kernel, or the engine's function. */
  operation(name: OperationName): number;
  /** The helper that takes memory: bytes in, an address out. */
  room(): number;
  /** The helper that gives a tape twice the room: address and size in, address out. */
  wider(): number;
  /** A global that keeps the size of a tape from run to run. */
  tapeSize(): number;
  readonly ranges: Ranges;
  readonly pool: Parameters<typeof emitLanes>[3];
  readonly tapesOf: (fn: FunctionIr) => TapePlan;
  readonly root: FunctionIr;
  /** Whether an operation is computed by a kernel. */
  isOurs(name: OperationName): name is KernelName;
}

export class FunctionEmitter extends Places {
  readonly context: ModuleContext;
  private readonly fn: FunctionIr;
  private readonly tapes: Tapes;
  private readonly plan: TapePlan;

  constructor(fn: FunctionIr, context: ModuleContext) {
    super(new WholeNumbers(fn, fn === context.root));
    this.fn = fn;
    this.context = context;
    this.plan = context.tapesOf(fn);
    this.tapes = new Tapes(this, this.plan, context);
  }

  emit(): ModuleFunction {
    const { fn, w, context } = this;
    const isRoot = fn === context.root;
    const parameters: ValueType[] = [];
    for (const parameter of fn.parameters) {
      const types = localsOf(parameter.type);
      // Lengths come from outside as i32, which JavaScript hands over as they are.
      const given = isRoot && types.length === 2 ? (['i32', 'i32'] as const) : types;
      parameters.push(...given);
      const [first, second] = given.map((type) => w.local(type, parameter.name ?? 'given'));
      if (second !== undefined) this.places.set(parameter, { kind: 'array', address: first!, length: second });
      else this.places.set(parameter, { kind: types[0] === 'i32' ? 'truth' : 'number', local: first! });
    }
    if (isRoot)
      for (const [parameter, place] of this.places) {
        if (place.kind !== 'array') continue;
        const length = w.local('i64', `${parameter.name ?? 'given'}_length`);
        w.set(length, [['local.get', place.length], ['i64.extend_i32_u']]);
        this.places.set(parameter, { ...place, length });
      }
    for (const parameter of this.whole.guardedParameters) this.guardParameter(parameter);
    if (isRoot) this.furthestReads();
    this.block(fn.body);
    const results = fn.body.yields.flatMap((value) => this.typesGiven(value));
    if (isRoot && fn.body.yields.length > 1) {
      // Several results are read from memory: to hand them over one by one takes longer.
      fn.body.yields.forEach((value, k) =>
        w.put(['i32.const', 0], ...this.number(value), ['f64.store', resultsPlace + 8 * k]),
      );
    } else for (const value of fn.body.yields) w.putAll(this.whatever(value));
    return {
      name: isRoot ? 'run' : fn.name.replace(/[^\w$]/g, '_'),
      parameters,
      results: isRoot && fn.body.yields.length > 1 ? [] : results,
      locals: w.locals,
      code: w.code,
      exported: isRoot,
    };
  }

  // ── Guards ──────────────────────────────────────────────────────────────────────────────────────────────

  /** A parameter that leads to an index: a whole number that is not −0, or the run ends. */
  private guardParameter(parameter: Value): void {
    const { w } = this;
    const given = this.placeOf(parameter) as { local: number };
    const local = w.local('i64', parameter.name ?? 't');
    w.put(['local.get', given.local], ['i64.trunc_sat_f64_s'], ['local.tee', local], ['f64.convert_i64_s'], ['i64.reinterpret_f64']); // prettier-ignore
    w.put(['local.get', given.local], ['i64.reinterpret_f64'], ['i64.ne']);
    w.put(['local.get', local], ['i64.const', 2 ** 30], ['i64.gt_u'], ['i32.or']);
    this.leaveIf([]);
    this.places.set(parameter, { kind: 'whole', local });
  }

  /** Reads at constant places of arguments, which one look at the furthest serves. */
  private furthestReads(): void {
    const { ranges, root } = this.context;
    const look = (block: Block): void =>
      block.instructions.forEach((instruction) => {
        if (instruction.kind === 'load' || instruction.kind === 'store' || instruction.kind === 'accumulate') ranges.needsLook(instruction); // prettier-ignore
        if (instruction.kind === 'if') [instruction.then, instruction.otherwise].forEach(look);
        if (instruction.kind === 'loop') [instruction.test, instruction.body].forEach(look);
      });
    look(root.body);
    for (const [array, index] of ranges.furthest) {
      const place = this.places.get(array);
      if (place?.kind !== 'array') continue;
      this.leaveIf([['i64.const', index], ['local.get', place.length], ['i64.ge_s']]);
    }
  }

  // ── Instructions ────────────────────────────────────────────────────────────────────────────────────────

  block(block: Block): void {
    for (const instruction of block.instructions) {
      this.instruction(instruction);
      if (instruction.kind === 'throw') return;
    }
  }

  private instruction(instruction: Instruction): void {
    const { w } = this;
    switch (instruction.kind) {
      case 'apply':
        return this.apply(instruction);
      case 'if':
        return this.if(instruction);
      case 'loop':
        return this.loop(instruction);
      case 'load': {
        const { result, array } = instruction;
        const at = this.elementAt(array, instruction.index, instruction);
        const place = this.define(result);
        if (place.kind === 'array') {
          const address = w.local('i32', 'row');
          w.set(address, at);
          w.put(['local.get', address], ['i32.load', 0], ['local.set', place.address]);
          w.put(['local.get', address], ['i32.load', 4], ['i64.extend_i32_u'], ['local.set', place.length]);
        } else if (place.kind === 'number') w.put(...at, ['f64.load', 0], ['local.set', place.local]);
        else refuse('it reads truth values from an array');
        return;
      }
      case 'store':
      case 'accumulate': {
        const { array, index, value } = instruction;
        if (array.type.kind === 'array' && array.type.element.kind !== 'number') return this.storeRow(instruction.kind, array, index, value); // prettier-ignore
        const address = w.local('i32', 'at');
        w.set(address, this.elementAt(array, index, instruction));
        w.put(['local.get', address]);
        if (instruction.kind === 'accumulate') w.put(['local.get', address], ['f64.load', 0]);
        w.putAll(this.element(value, array));
        if (instruction.kind === 'accumulate') w.put(['f64.add']);
        w.put(['f64.store', 0]);
        return;
      }
      case 'length': {
        const { length } = this.arrayOf(instruction.array);
        if (this.tapes.isTape(instruction.array)) refuse('it asks for the length of a tape');
        const place = this.define(instruction.result) as { kind: 'number' | 'whole'; local: number };
        w.put(['local.get', length]);
        if (place.kind === 'number') w.put(['f64.convert_i64_s']);
        w.put(['local.set', place.local]);
        return;
      }
      case 'allocate':
        return this.allocate(instruction);
      case 'list':
        return this.list(instruction);
      case 'push':
        return this.tapes.push(instruction);
      case 'pop':
        return this.tapes.pop(instruction);
      case 'kink': {
        const { left, right, missed } = instruction;
        const note: Step[] = missed
          ? [['i32.const', 0], ['i32.const', 0], ['i32.load', flagPlace], ['i32.const', 1], ['i32.or'], ['i32.store', flagPlace]] // prettier-ignore
          : [
              ['i32.const', 0],
              ['i32.const', 2],
              ['i32.store', flagPlace],
            ];
        const test = equal(this, left, right);
        if (test === false) return;
        if (test !== true) w.put(...test, ['if', undefined]);
        w.put(...note);
        if (test !== true) w.put(['end']);
        return;
      }
      case 'call': {
        const { target, args, results } = instruction;
        args.forEach((arg, k) => w.putAll(this.argument(arg, target.parameters[k]!.type)));
        w.put(['call', this.context.functionOf(target)]);
        const places = results.map((result) => {
          const place = this.newPlace(result, 'number');
          this.places.set(result, place);
          return place;
        });
        for (const place of [...places].reverse()) this.storeInto(place);
        return;
      }
      case 'throw':
        w.put(['unreachable']);
        return;
      case 'set-length':
        return refuse('a list grows or shrinks');
      case 'struct':
      case 'get-field':
      case 'set-field':
      case 'accumulate-field':
        return refuse('it holds records');
      case 'derive':
        return internalError('a derivative inside the program that was not expanded', instruction.target.name);
      default:
        return unreachable('emitting', instruction);
    }
  }

  private argument(arg: Value, type: Type): Code {
    const types = localsOf(type);
    if (types.length === 2 || types[0] === 'i32') return this.whatever(arg);
    return this.number(arg);
  }

  /** A number that goes into an array. */
  private element(value: Value, array: Value): Code {
    if (value.constant !== undefined && typeof value.constant.value !== 'number') {
      // A typed array takes anything for a number; a list keeps it as it is.
      return refuse('an array takes something else than a number');
    }
    if (value.type.kind !== 'number') return refuse('an array takes something else than a number');
    if (array.type.kind !== 'array') return internalError('a store into no array', array.id);
    return this.number(value);
  }

  private storeRow(kind: 'store' | 'accumulate', array: Value, index: Value, value: Value): void {
    const { w } = this;
    if (kind === 'accumulate') refuse('it adds to a row');
    const row = this.arrayOf(value);
    const address = w.local('i32', 'at');
    w.set(address, this.elementAt(array, index, undefined));
    w.put(['local.get', address], ['local.get', row.address], ['i32.store', 0]);
    w.put(['local.get', address], ['local.get', row.length], ['i32.wrap_i64'], ['i32.store', 4]);
  }

  /** The address of an element. What may lie outside ends the run. */
  private elementAt(
    array: Value,
    index: Value,
    from: { readonly array: Value; readonly index: Value } | undefined,
  ): Code {
    const { w } = this;
    if (this.tapes.isTape(array)) refuse('it reads from a tape');
    const { address, length } = this.arrayOf(array);
    const known = index.constant?.value;
    const code = this.integer(index);
    const at = code.length === 1 ? code : w.keep('i64', 'index', code);
    const isInside = from !== undefined && !this.context.ranges.needsLook(from) && this.isRootRead(array);
    if (!isInside) this.leaveIf([...at, ['local.get', length], ['i64.ge_u']]);
    if (typeof known === 'number' && Number.isInteger(known) && known >= 0 && known < 2 ** 26) return [['local.get', address], ['i32.const', 8 * known], ['i32.add']]; // prettier-ignore
    return [['local.get', address], ...at, ['i32.wrap_i64'], ['i32.const', 3], ['i32.shl'], ['i32.add']];
  }

  /** What is known of reads holds in the function that was analysed. */
  private isRootRead(array: Value): boolean {
    return this.fn === this.context.root && array.constant === undefined;
  }

  private apply(instruction: Apply): void {
    const { operation, args, result } = instruction;
    const { w, context } = this;
    if (result.type.kind === 'string') return;
    const place = this.define(result);
    if (place.kind === 'whole') return w.set(place.local, wholeOperation(this, instruction));
    if (place.kind === 'array') {
      if (operation !== 'stop' && operation !== 'select') refuse('it computes with an array');
      return this.chooseArray(instruction, place);
    }
    w.set(
      place.local,
      valueOperation(this, operation, args, place.kind, (name) => context.operation(name)),
    );
  }

  private chooseArray({ operation, args }: Apply, place: Place): void {
    if (operation === 'stop') return this.assignAll([args[0]!], [place]);
    const { w } = this;
    w.put(...this.truth(args[0]!), ['if', undefined]);
    this.assignAll([args[1]!], [place]);
    w.put(['else']);
    this.assignAll([args[2]!], [place]);
    w.put(['end']);
  }

  private if({ condition, then, otherwise, results }: If): void {
    const { w } = this;
    w.put(...this.truth(condition), ['if', undefined]);
    const places: (Place | undefined)[] = results.map(() => undefined);
    const branch = (block: Block): void => {
      this.block(block);
      if (block.instructions.at(-1)?.kind === 'throw') return;
      results.forEach((result, k) => {
        if (result.type.kind === 'string') return;
        places[k] ??= this.newPlace(result, this.whole.isWhole(result) ? 'whole' : 'number');
        w.putAll(this.fetch(block.yields[k]!, places[k]));
        this.storeInto(places[k]);
      });
    };
    branch(then);
    w.put(['else']);
    branch(otherwise);
    w.put(['end']);
    results.forEach((result, k) => {
      if (result.type.kind === 'string') return;
      this.places.set(result, places[k] ?? this.newPlace(result, 'number'));
    });
  }

  private loop(loop: Loop): void {
    const { parameters, initial, test, body, results } = loop;
    const { w } = this;
    const places = parameters.map((parameter) => this.newPlace(parameter, this.whole.isWhole(parameter) ? 'whole' : 'number')); // prettier-ignore
    this.assignAll(initial, places);
    parameters.forEach((parameter, k) => this.places.set(parameter, places[k]!));
    results.forEach((result, k) => this.places.set(result, places[k]!));
    this.guardBound(loop);
    emitLanes(loop, this, this.fn === this.context.root, this.context.pool);
    w.put(['block', undefined], ['loop', undefined]);
    this.block(test);
    w.put(...this.truth(test.yields[0]!), ['i32.eqz'], ['br_if', 1]);
    this.block(body);
    body.yields.forEach((value) => {
      if (!this.whole.isGuarded(value)) return;
      const limit = 2 ** 30;
      this.leaveIf([...this.integer(value), ['i64.const', limit], ['i64.add'], ['i64.const', 2 * limit], ['i64.gt_u']]);
    });
    this.assignAll(body.yields, places);
    w.put(['br', 0], ['end'], ['end']);
  }

  /** A counter is an integer only if its bound is one that integers reach. */
  private guardBound(loop: Loop): void {
    const side = this.whole.guardedBounds.get(loop);
    const counted = countedLoop(loop);
    if (side === undefined || counted === undefined) return;
    const limit = side === 'above' ? 2 ** 30 : -(2 ** 30);
    this.leaveIf([...this.number(counted.bound), ['f64.const', limit], [side === 'above' ? 'f64.le' : 'f64.ge'], ['i32.eqz']]); // prettier-ignore
  }

  // ── Memory ──────────────────────────────────────────────────────────────────────────────────────────────

  private takeRoom(place: ArrayPlace, bytes: Code): void {
    this.w.put(...bytes, ['call', this.context.room()], ['local.set', place.address]);
  }

  private allocate({ result, length, fill }: Extract<Instruction, { kind: 'allocate' }>): void {
    const { w } = this;
    const { type } = result;
    if (type.kind !== 'array') return internalError('an array of another type', result.id);
    const place = this.define(result) as ArrayPlace;
    const size = this.integer(length);
    w.set(place.length, size);
    this.leaveIf([['local.get', place.length], ['i64.const', 2 ** 26], ['i64.gt_u']]);
    const bytes: Code = [['local.get', place.length], ['i32.wrap_i64'], ['i32.const', 3], ['i32.shl']];
    this.takeRoom(place, bytes);
    if (type.storage === 'list' && fill === undefined) {
      // Holes: an array of these is empty, or filled before it is read; who reads one would find 0.
      return length.constant?.value === 0 ? undefined : refuse('a list is made with holes');
    }
    const known = fill?.constant?.value;
    if (fill === undefined || Object.is(known, 0)) {
      w.put(['local.get', place.address], ['i32.const', 0], ...bytes, ['memory.fill']);
      return;
    }
    if (type.element.kind !== 'number') return refuse('it fills an array with rows');
    const filling = w.keep('f64', 'filling', this.element(fill, result));
    const at = w.local('i32', 'at');
    const end = w.local('i32', 'end');
    w.put(['local.get', place.address], ['local.tee', at], ...bytes, ['i32.add'], ['local.set', end]);
    w.put(['block', undefined], ['loop', undefined], ['local.get', at], ['local.get', end], ['i32.eq'], ['br_if', 1]);
    w.put(['local.get', at], ...filling, ['f64.store', 0], ['local.get', at], ['i32.const', 8], ['i32.add'], ['local.set', at]); // prettier-ignore
    w.put(['br', 0], ['end'], ['end']);
  }

  private list({ result, elements }: Extract<Instruction, { kind: 'list' }>): void {
    const { w } = this;
    const shared = this.plan.sharing.get(result);
    if (shared !== undefined) return this.tapes.open(result, shared);
    checkArray(result.type);
    const place = this.define(result) as ArrayPlace;
    w.put(['i64.const', elements.length], ['local.set', place.length]);
    this.takeRoom(place, [['i32.const', 8 * elements.length]]);
    const isRows = result.type.kind === 'array' && result.type.element.kind !== 'number';
    elements.forEach((element, k) => {
      if (!isRows) return w.put(['local.get', place.address], ...this.element(element, result), ['f64.store', 8 * k]);
      const row = this.arrayOf(element);
      w.put(['local.get', place.address], ['local.get', row.address], ['i32.store', 8 * k]);
      w.put(['local.get', place.address], ['local.get', row.length], ['i32.wrap_i64'], ['i32.store', 8 * k + 4]);
    });
  }
}
