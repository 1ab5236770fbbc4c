/**
 * Forward mode: IR → IR. Beside every active number runs its tangent, beside every active array and record a
 * shadow of the same shape that holds tangents. In: a function and which of its parameters are active. Out: a
 * function whose parameters are the old ones, then for each active one its tangents, and whose yields are the
 * old ones, then the tangents of each. With `width` w there are w tangents at a time, for Jacobians by chunks.
 * Guaranteed: primal values are computed by the same operations in the same order, so they keep their bits; a
 * tangent that is structurally zero is never multiplied (0·∞ = 0). With `ties` the function marks the call
 * when it stands on a kink. Source: Griewank and Walther, Evaluating Derivatives, chapter 3.
 */
import { SecantError, internalError, unreachable } from '../../../base/diagnostics.ts';
import { type Activity, analyseActivity } from '../../analysis/activity.ts';
import { aliasClasses } from '../../analysis/alias.ts';
import {
  type Apply,
  type Block,
  type FunctionIr,
  type If,
  type Instruction,
  isReference,
  type Load,
  type Loop,
  type Value,
} from '../../ir/ir.ts';
import { Ranges } from '../../analysis/ranges.ts';
import { emptyBlock } from '../../rules/builder.ts';
import { callPartials, innerProduct } from '../../rules/given-partials.ts';
import { carriesNumbers, zerosLike } from '../../rules/zeros.ts';
import { lookAtFurthest } from '../../rules/missing-reads.ts';
import { type ForwardOptions, isZero, StraightLineForward } from './straight-line.ts';

export type { ForwardOptions } from './straight-line.ts';

/** Differentiates a function in forward mode. `derive` instructions must have been expanded. */
export function forward(fn: FunctionIr, active: readonly boolean[], options: ForwardOptions = {}): FunctionIr {
  const activity = analyseActivity(fn, active, aliasClasses(fn));
  return new Forward(fn, activity, options).root(fn, active);
}

/** Forward mode of everything. */
class Forward extends StraightLineForward {
  private readonly functions = new Map<FunctionIr, FunctionIr>();
  private readonly activity: Activity;
  private readonly ranges: Ranges;

  constructor(fn: FunctionIr, activity: Activity, options: ForwardOptions) {
    super(options);
    this.activity = activity;
    this.ranges = new Ranges(fn, activity.classes);
  }

  /** An inactive argument that may be the same object as active memory needs a shadow too. */
  protected override begin(fn: FunctionIr, active: readonly boolean[]): void {
    fn.parameters.forEach((parameter, k) => {
      if (active[k] || !this.activity.isActive(parameter)) return;
      const primal = this.primal(parameter);
      this.tangents.set(
        parameter,
        this.each(() => zerosLike(this.builder, primal)),
      );
    });
  }

  protected override end(body: Block): void {
    lookAtFurthest(this.builder, body, this.ranges.furthest, (array) => this.primal(array));
  }

  protected override rootTangents(value: Value): readonly Value[] {
    if (!carriesNumbers(value.type)) return [];
    if (!isReference(value.type)) return this.tangentOrZero(value);
    return this.tangents.get(value) ?? this.each(() => zerosLike(this.builder, this.primal(value)));
  }

  protected override isActive(value: Value): boolean {
    return this.activity.isActive(value);
  }

  protected override givesActive({ result }: Apply): boolean {
    return this.isActive(result);
  }

  protected override activeResults({ results }: If): number[] {
    return results.flatMap((result, k) => (this.isActive(result) ? [k] : []));
  }

  protected override readsActive({ result }: Load): boolean {
    return this.isActive(result);
  }

  /** What is read from memory with a shadow has a tangent that tells. */
  protected override noteMissing(load: Load): void {
    if (load.result.type.kind !== 'number' || this.isActive(load.array) || !this.ranges.needsLook(load)) return;
    this.builder.noteMissing(this.primal(load.result));
  }

  protected override otherInstruction(instruction: Exclude<Instruction, Apply | If | Load | { kind: 'kink' }>): void {
    switch (instruction.kind) {
      case 'loop':
        this.loop(instruction);
        return;
      case 'call':
        this.call(instruction);
        return;
      case 'derive':
        throw new SecantError('S901', 'an inner derivative was not expanded');
      case 'throw':
        this.copy(instruction);
        return;
      default:
        this.memory(instruction);
    }
  }

  private loop(instruction: Loop): void {
    const active = instruction.parameters.flatMap((parameter, k) => (this.activity.isActive(parameter) ? [k] : []));
    const initial = instruction.initial.map((value) => this.primal(value));
    for (const k of active) initial.push(...this.yieldedTangents(instruction.initial[k]!, instruction.parameters[k]!));
    const parameters = instruction.parameters.map((parameter) => this.fresh(parameter));
    for (const k of active) parameters.push(...this.declareTangents(instruction.parameters[k]!));
    const test = this.block(instruction.test);
    const body = this.block(instruction.body);
    for (const k of active)
      body.yields.push(...this.yieldedTangents(instruction.body.yields[k]!, instruction.parameters[k]!));
    const results = instruction.results.map((result) => this.fresh(result));
    for (const k of active) results.push(...this.declareTangents(instruction.results[k]!));
    this.builder.emit({ kind: 'loop', initial, parameters, test, body, results, span: instruction.span });
  }

  /** Arrays and records: what happens to the primal happens to its shadows. */
  private memory(
    instruction: Exclude<
      Instruction,
      { kind: 'apply' | 'if' | 'load' | 'loop' | 'call' | 'derive' | 'throw' | 'kink' }
    >,
  ): void {
    const { builder } = this;
    const copy = this.copy(instruction);
    switch (instruction.kind) {
      case 'allocate': {
        if (!this.activity.isActive(instruction.result)) return;
        const fill = instruction.fill && this.shadowElement(instruction.fill);
        const shadows = this.declareTangents(instruction.result);
        if (copy.kind !== 'allocate') return internalError('a copy of another kind');
        // A list without fill has holes; its shadow starts at zero, so that accumulating into it works.
        shadows.forEach((result, k) => {
          const zero = isReferenceElement(instruction.result) ? undefined : builder.constant(0);
          const typed = result.type.kind === 'array' && result.type.storage !== 'list';
          builder.emit({
            kind: 'allocate',
            result,
            length: copy.length,
            fill: fill?.[k] ?? (typed ? undefined : zero),
          });
        });
        return;
      }
      case 'list':
      case 'struct': {
        if (!this.activity.isActive(instruction.result)) return;
        const elements = instruction.elements.map((element) => this.shadowElement(element));
        this.declareTangents(instruction.result).forEach((result, k) => {
          const parts = elements.map((element) => element[k]!);
          if (instruction.kind === 'list') builder.emit({ ...instruction, result, elements: parts });
          else builder.emit({ kind: 'struct', result, names: instruction.names, elements: parts });
        });
        return;
      }
      case 'pop': {
        const shadows = this.tangent(instruction.array);
        if (shadows === undefined) return;
        const results = this.freshTangents(instruction.result);
        shadows.forEach((array, k) => builder.emit({ kind: 'pop', result: results[k]!, array }));
        if (this.activity.isActive(instruction.result)) this.tangents.set(instruction.result, results);
        return;
      }
      case 'get-field': {
        const shadows = this.tangent(instruction.object);
        if (shadows === undefined || !this.activity.isActive(instruction.result)) return;
        const { field } = instruction;
        this.declareTangents(instruction.result).forEach((result, k) =>
          builder.emit({ kind: 'get-field', result, object: shadows[k]!, field }),
        );
        return;
      }
      case 'store':
      case 'accumulate': {
        const shadows = this.tangent(instruction.array);
        if (shadows === undefined) return;
        const tangents = this.shadowElement(instruction.value);
        if (instruction.kind === 'accumulate' && tangents.every(isZero)) return;
        const index = this.primal(instruction.index);
        shadows.forEach((array, k) => builder.emit({ kind: instruction.kind, array, index, value: tangents[k]! }));
        return;
      }
      case 'push': {
        const tangents = this.shadowElement(instruction.value);
        this.tangent(instruction.array)?.forEach((array, k) =>
          builder.emit({ kind: 'push', array, value: tangents[k]! }),
        );
        return;
      }
      case 'set-length': {
        const length = this.primal(instruction.length);
        this.tangent(instruction.array)?.forEach((array) => builder.emit({ kind: 'set-length', array, length }));
        return;
      }
      case 'set-field':
      case 'accumulate-field': {
        const tangents = this.shadowElement(instruction.value);
        const { field } = instruction;
        if (instruction.kind === 'accumulate-field' && tangents.every(isZero)) return;
        this.tangent(instruction.object)?.forEach((object, k) =>
          builder.emit({ kind: instruction.kind, object, field, value: tangents[k]! }),
        );
        return;
      }
      case 'length':
        return;
      default:
        return unreachable('forward of', instruction);
    }
  }

  /** What a shadow holds for a value: its tangents, its shadows, 0, or nothing for what carries no numbers. */
  private shadowElement(value: Value): readonly Value[] {
    const known = this.tangents.get(value);
    if (known !== undefined) return known;
    const plain = value.type.kind === 'number' ? 0 : undefined;
    return this.each(() => this.builder.constant(plain));
  }

  private call(instruction: Extract<Instruction, { kind: 'call' }>): void {
    const { target } = instruction;
    if (target.rule !== undefined) return this.callWithRule(instruction, target.rule);
    const args = instruction.args.map((arg) => this.primal(arg));
    target.parameters.forEach((parameter, k) => {
      if (this.activity.isActive(parameter)) args.push(...this.yieldedTangents(instruction.args[k]!, parameter));
    });
    const results = instruction.results.map((result) => this.fresh(result));
    target.body.yields.forEach((value, k) => {
      const result = instruction.results[k];
      if (result !== undefined && this.activity.isActive(value)) results.push(...this.declareTangents(result));
    });
    this.builder.emit({ kind: 'call', target: this.function(target), args, results, span: instruction.span });
  }

  /** A function whose author gives its partial derivatives: ẏ = Σ ∂ₖ·ẋₖ, with inner products for arrays. */
  private callWithRule(
    instruction: Extract<Instruction, { kind: 'call' }>,
    rule: NonNullable<FunctionIr['rule']>,
  ): void {
    const { builder } = this;
    const copy = this.copy(instruction);
    const [result] = instruction.results;
    if (result === undefined || !this.activity.isActive(result)) return;
    const partials = callPartials(builder, rule, copy.args);
    const totals = this.each(() => builder.constant(0));
    instruction.args.slice(0, rule.count).forEach((arg, k) => {
      this.tangent(arg)?.forEach((tangent, j) => {
        const term = isReference(arg.type)
          ? innerProduct(builder, partials[k]!, tangent)
          : builder.apply('mul', tangent, partials[k]!);
        totals[j] = isZero(totals[j]!) ? term : builder.apply('add', totals[j]!, term);
      });
    });
    this.set(result, totals);
  }

  /** The transformed function of one that is called: tangents follow the active parameters and yields. */
  private function(fn: FunctionIr): FunctionIr {
    const known = this.functions.get(fn);
    if (known) return known;
    const result: FunctionIr = {
      name: `${fn.name}_dot`,
      parameters: fn.parameters.map((parameter) => this.fresh(parameter)),
      body: emptyBlock(),
    };
    this.functions.set(fn, result);
    for (const parameter of fn.parameters)
      if (this.activity.isActive(parameter)) result.parameters.push(...this.declareTangents(parameter));
    result.body = this.block(fn.body);
    for (const value of fn.body.yields)
      if (this.activity.isActive(value)) result.body.yields.push(...this.tangentOrZero(value));
    return result;
  }
}

function isReferenceElement(array: Value): boolean {
  return array.type.kind === 'array' && isReference(array.type.element);
}
