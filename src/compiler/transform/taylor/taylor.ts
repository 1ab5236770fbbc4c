/**
 * The Taylor transform, IR to IR. In: a function, which of its parameters move, and an order. Out: a function
 * that computes the same values and beside each number its Taylor coefficients 1 … order (the k-th derivative
 * over k!) along the path that the parameters' own coefficients describe. Every active number becomes
 * order + 1 scalars; every array or record that may hold active numbers gets one shadow of its own shape per
 * order, which undergoes the same pushes, stores and resizings. Operations propagate by the recurrences of the
 * rule table.
 *
 * Guaranteed: the primal values are those of the program, bit for bit; inactive numbers cost nothing (their
 * coefficients are immediates 0); where the program stands on a kink a `kink` instruction says so, and the
 * coefficients there are those of the midpoint (abs, max, min) or of the branch the program takes.
 * Source: Griewank and Walther, Evaluating Derivatives, chapter 13.
 */
import { SecantError, internalError, unreachable } from '../../../base/diagnostics.ts';
import { type Activity, analyseActivity } from '../../analysis/activity.ts';
import { aliasClasses } from '../../analysis/alias.ts';
import type { Apply, ArrayType, Block, Call, FunctionIr, If, Instruction, Loop, Type, Value } from '../../ir/ir.ts';
import { isReference, newValue } from '../../ir/ir.ts';
import { bitOperations, type SmoothName, smoothOperations, type OperationName } from '../../ir/operations.ts';
import { Builder, emptyBlock } from '../../rules/builder.ts';
import { innerProduct } from '../../rules/given-partials.ts';
import { rules, type Terms } from '../../rules/index.ts';
import { taylorRules } from '../../rules/taylor-rules.ts';
import { shadowType } from '../../rules/shadow-type.ts';
import { zerosLike } from '../../rules/zeros.ts';

/**
 * The function that carries Taylor coefficients.
 *
 * Parameters: the primals in order, then for each active parameter in order its coefficients 1 … order, a
 * number each for a number, an array or record of the parameter's own shape each for one of these.
 * Yields: the primal yields in order, then for each yield in order its coefficients 1 … order: numbers for a
 * number, shadows for an array or record, nothing for other types.
 *
 * @param active which parameters move; the others are held fixed
 * @param order the highest coefficient, from 1
 * @param path coefficients 1 … order of active number parameters, if they are known: they are then no parameters, and
 *   what is 0 among them costs nothing
 * @throws SecantError S101 for what cannot carry coefficients
 */
export function taylorTransform(
  fn: FunctionIr,
  active: readonly boolean[],
  order: number,
  path?: readonly number[],
): FunctionIr {
  return new TaylorMode(order, analyseActivity(fn, active, aliasClasses(fn))).entry(fn, active, path);
}

/** Coefficients 1 … order of a number, or the shadows of a reference. Undefined where nothing moves. */
type Higher = readonly Value[] | undefined;

/** One run of Taylor mode. */
export class TaylorMode {
  protected readonly order: number;
  protected readonly activity: Activity;
  private readonly functions = new Map<FunctionIr, FunctionIr>();
  protected readonly primals = new Map<Value, Value>();
  protected readonly higher = new Map<Value, readonly Value[]>();
  protected readonly builder = new Builder();

  constructor(order: number, activity: Activity) {
    this.order = order;
    this.activity = activity;
  }

  /** The function by the published convention; `callee` below is by need. */
  entry(fn: FunctionIr, active: readonly boolean[], path?: readonly number[]): FunctionIr {
    const primals = fn.parameters.map((parameter) => this.define(parameter));
    const seeds: Value[] = [];
    const body = emptyBlock();
    this.builder.inBlock(body, () => {
      fn.parameters.forEach((parameter, k) => {
        if (active[k]) {
          const known = parameter.type.kind === 'number' ? path : undefined;
          const own = known?.map((term) => this.constant(term)) ?? this.fresh(parameter);
          if (known === undefined) seeds.push(...own);
          if (this.activity.isActive(parameter)) this.higher.set(parameter, own);
        } else if (this.activity.isActive(parameter)) {
          this.higher.set(parameter, this.zeros(parameter));
        }
      });
      this.instructions(fn.body);
      const higher = fn.body.yields.flatMap((value) => {
        if (value.type.kind === 'number') return this.coefficients(value).slice(1);
        return isReference(value.type) ? this.shadows(value) : [];
      });
      body.yields = [...fn.body.yields.map((value) => this.primal(value)), ...higher];
    });
    return { name: `${fn.name}_taylor`, parameters: [...primals, ...seeds], body };
  }

  /** A called function: coefficients only for the parameters and yields that are active. */
  private callee(fn: FunctionIr): FunctionIr {
    const known = this.functions.get(fn);
    if (known !== undefined) return known;
    const inner = this.sibling();
    const made: FunctionIr = { name: `${fn.name}_taylor`, parameters: [], body: emptyBlock() };
    this.functions.set(fn, made);
    for (const [each, transformed] of this.functions) inner.functions.set(each, transformed);
    made.parameters = inner.defineAll(fn.parameters);
    inner.builder.inBlock(made.body, () => {
      inner.instructions(fn.body);
      made.body.yields = inner.useAll(fn.body.yields, fn.body.yields);
    });
    for (const [each, transformed] of inner.functions) this.functions.set(each, transformed);
    return made;
  }

  /** The same mode for another function. */
  protected sibling(): TaylorMode {
    return new TaylorMode(this.order, this.activity);
  }

  private constant(value: number): Value {
    return this.builder.constant(value);
  }

  protected isActive(value: Value): boolean {
    return this.activity.isActive(value);
  }

  protected primal(value: Value): Value {
    if (value.constant !== undefined) return value;
    return this.primals.get(value) ?? internalError('a value used before its definition', value.name ?? value.id);
  }

  /** Coefficients 0 … order of a number. */
  protected coefficients(value: Value): Value[] {
    const higher = this.higher.get(value) ?? Array.from({ length: this.order }, () => this.constant(0));
    return [this.primal(value), ...higher];
  }

  /** One shadow per order of an array or record; made of zeros where it has none. */
  private shadows(value: Value): readonly Value[] {
    return this.higher.get(value) ?? this.zeros(value);
  }

  private zeros(value: Value): Value[] {
    return Array.from({ length: this.order }, () => {
      if (value.constant !== undefined) return value;
      return isReference(value.type) ? zerosLike(this.builder, this.primal(value)) : this.constant(0);
    });
  }

  /** What a shadow of order k holds for a value: its coefficient, its shadow, or for other types the value itself. */
  private part(value: Value, k: number): Value {
    if (value.type.kind === 'number') return this.coefficients(value)[k]!;
    return this.isActive(value) ? this.shadows(value)[k - 1]! : this.primal(value);
  }

  private define(value: Value): Value {
    const copy = newValue(value.type, value.name);
    this.primals.set(value, copy);
    return copy;
  }

  private fresh(value: Value): Value[] {
    return Array.from({ length: this.order }, (_, k) =>
      newValue(shadowType(value.type), value.name === undefined ? undefined : `${value.name}_${k + 1}`),
    );
  }

  /** Defines values with their coefficients, where they are active. */
  private defineAll(values: readonly Value[]): Value[] {
    const primals = values.map((value) => this.define(value));
    return [...primals, ...values.flatMap((value) => this.defineHigher(value) ?? [])];
  }

  private defineHigher(value: Value): Higher {
    if (!this.isActive(value)) return undefined;
    const higher = this.fresh(value);
    this.higher.set(value, higher);
    return higher;
  }

  /** Values to hand over, with coefficients for those whose receiver is active. */
  private useAll(values: readonly Value[], receivers: readonly Value[]): Value[] {
    const higher = values.flatMap((value, k) => {
      const receiver = receivers[k]!;
      if (!this.isActive(receiver)) return [];
      return receiver.type.kind === 'number' ? this.coefficients(value).slice(1) : this.shadows(value);
    });
    return [...values.map((value) => this.primal(value)), ...higher];
  }

  private block(block: Block, finish: () => Value[]): Block {
    const copy = emptyBlock();
    this.builder.inBlock(copy, () => {
      this.instructions(block);
      copy.yields = finish();
    });
    return copy;
  }

  private instructions(block: Block): void {
    for (const instruction of block.instructions) {
      this.builder.span = 'span' in instruction ? instruction.span : undefined;
      this.instruction(instruction);
    }
  }

  private instruction(instruction: Instruction): void {
    const { builder } = this;
    switch (instruction.kind) {
      case 'apply':
        return this.apply(instruction);
      case 'if':
        return this.choice(instruction);
      case 'loop':
        return this.loop(instruction);
      case 'call':
        if (instruction.target.rule !== undefined) return this.callWithRule(instruction, instruction.target.rule);
        return this.call(instruction);
      case 'allocate': {
        const { length, fill } = instruction;
        const own = fill && this.primal(fill);
        this.onShadows(instruction.result, (result, k) => {
          const content = k === 0 ? own : this.shadowFill(instruction.result.type, fill, k);
          builder.emit({ ...instruction, result, length: this.primal(length), fill: content });
        });
        return;
      }
      case 'list':
      case 'struct':
        return this.onShadows(instruction.result, (result, k) => {
          const elements = instruction.elements.map((value) => (k === 0 ? this.primal(value) : this.part(value, k)));
          builder.emit({ ...instruction, result, elements });
        });
      case 'load':
        return this.reading(instruction.result, instruction.array, (result, array) =>
          builder.emit({ ...instruction, result, array, index: this.primal(instruction.index) }),
        );
      case 'pop':
        return this.reading(instruction.result, instruction.array, (result, array) =>
          builder.emit({ ...instruction, result, array }),
        );
      case 'get-field':
        return this.reading(instruction.result, instruction.object, (result, object) =>
          builder.emit({ ...instruction, result, object }),
        );
      case 'length':
        builder.emit({
          ...instruction,
          result: this.define(instruction.result),
          array: this.primal(instruction.array),
        });
        return;
      case 'store':
        return this.writing(instruction.value, instruction.array, (value, array) =>
          builder.emit({ ...instruction, array, value, index: this.primal(instruction.index) }),
        );
      case 'push':
        return this.writing(instruction.value, instruction.array, (value, array) =>
          builder.emit({ ...instruction, array, value }),
        );
      case 'set-field':
        return this.writing(instruction.value, instruction.object, (value, object) =>
          builder.emit({ ...instruction, object, value }),
        );
      case 'accumulate':
        return this.writing(instruction.value, instruction.array, (value, array, k) => {
          if (k > 0 && builder.isZero(value)) return;
          builder.emit({ ...instruction, array, value, index: this.primal(instruction.index) });
        });
      case 'accumulate-field':
        return this.writing(instruction.value, instruction.object, (value, object, k) => {
          if (k > 0 && builder.isZero(value)) return;
          builder.emit({ ...instruction, object, value });
        });
      case 'set-length': {
        const length = this.primal(instruction.length);
        for (const array of this.withShadows(instruction.array)) builder.emit({ ...instruction, array, length });
        return;
      }
      case 'throw':
        builder.emit({ ...instruction, message: this.primal(instruction.message) });
        return;
      case 'kink':
        builder.emit({ ...instruction, left: this.primal(instruction.left), right: this.primal(instruction.right) });
        return;
      case 'derive':
        throw new SecantError(
          'S101',
          `a derivative inside the function (of ${instruction.target.name}) was not expanded`,
          {
            span: instruction.span,
          },
        );
      default:
        return unreachable('the Taylor transform of', instruction);
    }
  }

  /** A reference and its shadows. */
  private withShadows(value: Value): Value[] {
    return this.isActive(value) ? [this.primal(value), ...this.shadows(value)] : [this.primal(value)];
  }

  /** Defines a new object and, if it is active, one shadow per order. */
  private onShadows(result: Value, make: (result: Value, k: number) => void): void {
    make(this.define(result), 0);
    this.defineHigher(result)?.forEach((shadow, k) => make(shadow, k + 1));
  }

  private shadowFill(type: Type, fill: Value | undefined, k: number): Value | undefined {
    if (fill !== undefined) return this.part(fill, k);
    const list = type as ArrayType;
    return list.storage === 'list' && list.element.kind === 'number' ? this.constant(0) : undefined;
  }

  private reading(result: Value, whole: Value, read: (result: Value, whole: Value) => void): void {
    read(this.define(result), this.primal(whole));
    this.defineHigher(result)?.forEach((value, k) => read(value, this.shadows(whole)[k]!));
  }

  private writing(value: Value, whole: Value, write: (value: Value, whole: Value, k: number) => void): void {
    this.withShadows(whole).forEach((target, k) =>
      write(k === 0 ? this.primal(value) : this.part(value, k), target, k),
    );
  }

  private choice(instruction: If): void {
    const condition = this.primal(instruction.condition);
    const { then, otherwise, results } = instruction;
    const first = this.block(then, () => this.useAll(then.yields, results));
    const second = this.block(otherwise, () => this.useAll(otherwise.yields, results));
    this.builder.emit({
      ...instruction,
      condition,
      then: first,
      otherwise: second,
      results: this.defineAll(results),
    });
  }

  private loop(instruction: Loop): void {
    const initial = this.useAll(instruction.initial, instruction.parameters);
    const parameters = this.defineAll(instruction.parameters);
    const test = this.block(instruction.test, () => instruction.test.yields.map((value) => this.primal(value)));
    const body = this.block(instruction.body, () => this.useAll(instruction.body.yields, instruction.parameters));
    this.builder.emit({ ...instruction, initial, parameters, test, body, results: this.loopResults(instruction) });
  }

  /** Results are as active as the parameters they come from. */
  private loopResults({ parameters, results }: Loop): Value[] {
    const primals = results.map((value) => this.define(value));
    const higher = results.flatMap((value, k) => {
      if (!this.isActive(parameters[k]!)) return [];
      const fresh = this.fresh(value);
      this.higher.set(value, fresh);
      return fresh;
    });
    return [...primals, ...higher];
  }

  private call(instruction: Call): void {
    const { target } = instruction;
    const callee = this.callee(target);
    const args = this.useAll(instruction.args, target.parameters);
    const primals = instruction.results.map((value) => this.define(value));
    const higher = instruction.results.flatMap((value, k) => {
      if (!this.isActive(target.body.yields[k]!)) return [];
      const fresh = this.fresh(value);
      this.higher.set(value, fresh);
      return fresh;
    });
    this.builder.emit({ ...instruction, target: callee, args, results: [...primals, ...higher] });
  }

  /**
   * A function whose author gives its partial derivatives pₖ: with ẏ = Σ pₖ·ẋₖ and the coefficients of the pₖ themselves,
   * k·yₖ = Σⱼ j·xⱼ·pₖ₋ⱼ, and inner products for arrays.
   */
  private callWithRule(instruction: Call, { partials, count }: NonNullable<FunctionIr['rule']>): void {
    const { builder, order } = this;
    const args = instruction.args.map((arg) => this.primal(arg));
    const results = instruction.results.map((result) => this.define(result));
    builder.emit({ ...instruction, args, results });
    const [result] = instruction.results;
    if (result === undefined || !this.isActive(result)) return;
    const moving = partials.parameters.map((_, k) => k < count && this.isActive(instruction.args[k]!));
    const flags = moving.map((moves) => moves && order > 1);
    const target = order > 1 ? taylorTransform(partials, flags, order - 1) : partials;
    const seeds = instruction.args.flatMap((arg, k) =>
      flags[k] ? (isReference(arg.type) ? this.shadows(arg) : this.coefficients(arg).slice(1)).slice(0, order - 1) : [],
    );
    const given = target.body.yields.map((value) => newValue(value.type, 'partial'));
    builder.emit({ kind: 'call', target, args: [...args, ...seeds], results: given, span: instruction.span });
    // Yields: the partials, then for each of them its coefficients.
    const partialsOf = (k: number): Value[] => [
      given[k]!,
      ...given.slice(
        partials.body.yields.length + k * (order - 1),
        partials.body.yields.length + (k + 1) * (order - 1),
      ),
    ];
    const higher = Array.from({ length: order }, (_, at) => {
      let sum = this.constant(0);
      instruction.args.slice(0, count).forEach((arg, k) => {
        if (!moving[k]) return;
        const p = partialsOf(k);
        const x = isReference(arg.type) ? this.shadows(arg) : this.coefficients(arg).slice(1);
        for (let j = 1; j <= at + 1; j++) {
          const term = isReference(arg.type)
            ? innerProduct(builder, p[at + 1 - j]!, x[j - 1]!)
            : builder.apply('mul', x[j - 1]!, p[at + 1 - j]!);
          sum = this.sum(sum, builder.apply('mul', this.constant(j / (at + 1)), term));
        }
      });
      return sum;
    });
    this.higher.set(result, higher);
  }

  protected apply(instruction: Apply): void {
    const { operation, result, span } = instruction;
    const args = instruction.args.map((arg) => this.primal(arg));
    this.kink(operation, instruction, args);
    this.builder.span = span;
    const primal = this.builder.applyNamed(result.name, operation, args);
    this.primals.set(result, primal);
    if (!this.isActive(result)) return;
    this.higher.set(
      result,
      isReference(result.type) ? this.sameObject(instruction, args) : this.propagate(instruction, primal),
    );
  }

  /** Says where the program stands on a kink that moves. */
  private kink(operation: OperationName, instruction: Apply, args: readonly Value[]): void {
    const { tie } = rules[operation];
    if (tie === undefined || !instruction.args.some((arg) => arg.type.kind === 'number' && this.isActive(arg))) return;
    const [left, right] = tie(this.builder, args);
    if (left.constant === undefined || right.constant === undefined) this.builder.emit({ kind: 'kink', left, right });
  }

  /** Shadows of a choice among references; `stop` cuts the connection. */
  private sameObject({ operation, args: original, result }: Apply, args: readonly Value[]): Value[] {
    if (operation !== 'select') return this.zeros(result);
    const then = this.shadows(original[1]!);
    const otherwise = this.shadows(original[2]!);
    return then.map((shadow, k) => this.builder.apply('select', args[0]!, shadow, otherwise[k]!));
  }

  /** Coefficients 1 … order of an operation. */
  protected propagate({ operation, args }: Apply, primal: Value): Value[] {
    const { builder } = this;
    const series = args.map((arg) => (arg.type.kind === 'boolean' ? [this.primal(arg)] : this.coefficients(arg)));
    const [a, b, c] = series as [Value[], Value[], Value[]];
    const orders = Array.from({ length: this.order }, (_, k) => k + 1);
    if (operation in smoothOperations) {
      const same = args.length === 2 && args[0] === args[1];
      const terms = withKnownResult(builder, operation, series.map((each) => each[0]!), primal); // prettier-ignore
      return taylorRules[operation as SmoothName](terms, same ? [a, a] : series).slice(1);
    }
    switch (operation) {
      case 'abs': {
        const sign = builder.apply('sign', a[0]!);
        return orders.map((k) => (builder.isZero(a[k]!) ? a[k]! : builder.apply('mul', sign, a[k]!)));
      }
      case 'max':
        return this.extreme('gt', a, b);
      case 'min':
        return this.extreme('lt', a, b);
      case 'select':
        return orders.map((k) => {
          if (builder.isZero(b[k]!) && builder.isZero(c[k]!)) return b[k]!;
          return builder.apply('select', a[0]!, b[k]!, c[k]!);
        });
      case 'number':
        return a.slice(1);
      case 'guarded_mul':
        return orders.map((k) => this.guardedProduct(a, b, k));
      default:
        if (operation in bitOperations) return orders.map(() => this.constant(0));
        return internalError('an operation that should carry no derivative', operation);
    }
  }

  /** The coefficients of the argument that wins, the midpoint where both tie. */
  private extreme(test: 'gt' | 'lt', a: readonly Value[], b: readonly Value[]): Value[] {
    const { builder } = this;
    const first = builder.apply(test, a[0]!, b[0]!);
    const second = builder.apply(test, b[0]!, a[0]!);
    return a.slice(1).map((term, k) => {
      const other = b[k + 1]!;
      if (builder.isZero(term) && builder.isZero(other)) return term;
      const half = builder.apply('mul', this.constant(0.5), this.sum(term, other));
      return builder.apply('select', first, term, builder.apply('select', second, other, half));
    });
  }

  private sum(a: Value, b: Value): Value {
    if (this.builder.isZero(a)) return b;
    return this.builder.isZero(b) ? a : this.builder.apply('add', a, b);
  }

  private guardedProduct(a: readonly Value[], b: readonly Value[], k: number): Value {
    let sum = this.constant(0);
    for (let j = 0; j <= k; j++) {
      if (this.builder.isZero(a[j]!) || this.builder.isZero(b[k - j]!)) continue;
      sum = this.sum(sum, this.builder.apply('guarded_mul', a[j]!, b[k - j]!));
    }
    return sum;
  }
}

/** Terms that find the operation itself already computed. */
function withKnownResult(
  builder: Builder,
  operation: OperationName,
  args: readonly Value[],
  result: Value,
): Terms<Value> {
  return {
    constant: (value) => builder.constant(value),
    isZero: (term) => builder.isZero(term),
    known: (term) => builder.known(term),
    apply: (name, ...given) => {
      const again = name === operation && given.length === args.length && given.every((arg, k) => arg === args[k]);
      return again ? result : builder.apply(name, ...given);
    },
  };
}
