/**
 * Functions that recurse become a pair, one for each sweep. What the reverse sweep needs of the forward sweep
 * goes through tapes in a record that all activations share.
 */
import {
  type Block,
  booleanType,
  type Call,
  type FunctionIr,
  type Instruction,
  isReference,
  newValue,
  type Type,
  type Value,
} from '../../ir/ir.ts';
import { copyBlock, operandsOf } from '../../ir/visit.ts';
import { emptyBlock } from '../../rules/builder.ts';
import { callPartials } from '../../rules/given-partials.ts';
import { Adjoints, newAdjoint } from './adjoints.ts';
import type { Context, Given, Pair } from './context.ts';
import { definedIn, neededFrom, usedFrom } from './demand.ts';
import { Environment } from './environment.ts';
import { ForwardStep } from './forward-step.ts';

export function forwardCall(context: Context, instruction: Call, environment: Environment): void {
  const { target } = instruction;
  if (target.rule !== undefined) {
    context.copy(instruction, environment);
    return;
  }
  const pair = pairOf(context, target);
  const args = instruction.args.map((arg) => environment.primal(arg));
  target.parameters.forEach((parameter, k) => {
    if (isReference(parameter.type) && context.activity.isActive(parameter))
      args.push(environment.shadow(instruction.args[k]!) ?? context.builder.constant(undefined));
  });
  args.push(context.currentTapes ?? context.sharedTapes);
  const results = instruction.results.map((result) => context.fresh(result, environment));
  target.body.yields.forEach((value, k) => {
    const result = instruction.results[k];
    if (result && isReference(value.type) && context.activity.isActive(value))
      results.push(context.freshShadow(result, environment));
  });
  context.builder.emit({ kind: 'call', target: pair.forward, args, results, span: instruction.span });
}

export function backwardCall(context: Context, instruction: Call, environment: Environment, adjoints: Adjoints): void {
  const { target } = instruction;
  if (target.rule !== undefined) {
    backwardWithRule(context, instruction, target.rule, environment, adjoints);
    return;
  }
  const pair = pairOf(context, target);
  const args: Value[] = [];
  target.body.yields.forEach((value, k) => {
    if (isReference(value.type) || !context.activity.isActive(value)) return;
    const result = instruction.results[k];
    args.push((result && adjoints.take(result)) ?? context.builder.constant(0));
  });
  for (const k of pair.given) args.push(environment.primal(instruction.args[k]!));
  target.parameters.forEach((parameter, k) => {
    if (isReference(parameter.type) && context.activity.isActive(parameter))
      args.push(environment.shadow(instruction.args[k]!) ?? context.builder.constant(undefined));
  });
  args.push(context.currentTapes ?? context.sharedTapes);
  const active = target.parameters.flatMap((parameter, k) =>
    !isReference(parameter.type) && context.activity.isActive(parameter) ? [k] : [],
  );
  const results = active.map((k) => newAdjoint(instruction.args[k]!));
  context.builder.emit({ kind: 'call', target: pair.backward, args, results, span: instruction.span });
  active.forEach((k, j) => {
    Adjoints.mark(results[j]!, 'branch');
    context.addIfActive(adjoints, instruction.args[k]!, results[j]!);
  });
}

function pairOf(context: Context, fn: FunctionIr): Pair {
  const known = context.pairs.get(fn);
  if (known) return known;
  const pair: Pair = {
    forward: { name: `${fn.name}_forward`, parameters: [], body: emptyBlock() },
    backward: { name: `${fn.name}_bar`, parameters: [], body: emptyBlock() },
    given: [...fn.parameters.keys()].filter((k) => context.given?.get(fn)?.has(k) ?? true),
    givenFrom: fn.body.yields.filter((value) => !isReference(value.type) && context.activity.isActive(value)).length,
  };
  context.pairs.set(fn, pair);
  const outer = { prologue: context.prologue, tapes: context.currentTapes, step: context.forwardStep };
  const environment = new Environment();
  const forwardTapes = newValue(context.tapesType, 'tapes');
  context.prologue = [];
  context.currentTapes = forwardTapes;
  pair.forward.parameters = fn.parameters.map((parameter) => context.fresh(parameter, environment));
  // Both sweeps are given the same parameters, as far as the reverse sweep needs them, and the same shadows.
  const handed = new Map<Value, Value>();
  for (const k of pair.given) {
    const parameter = pair.forward.parameters[k]!;
    handed.set(parameter, newValue(parameter.type, parameter.name));
  }
  const own = new Set(pair.forward.parameters.filter((parameter) => !handed.has(parameter)));
  const step = new ForwardStep(context, undefined, own);
  const shadows: Value[] = [];
  for (const parameter of fn.parameters) {
    if (!isReference(parameter.type) || !context.activity.isActive(parameter)) continue;
    const shadow = context.freshShadow(parameter, environment);
    shadows.push(shadow);
    handed.set(shadow, newValue(shadow.type, shadow.name));
  }
  pair.forward.parameters.push(...shadows, forwardTapes);
  context.forwardStep = undefined;
  const { body } = pair.forward;
  context.builder.inBlock(body, () => {
    context.forwardBlock(fn.body, environment, true);
    body.yields = fn.body.yields.map((value) => environment.primal(value));
    for (const value of fn.body.yields) {
      if (isReference(value.type) && context.activity.isActive(value))
        body.yields.push(environment.shadow(value) ?? context.builder.constant(undefined));
    }
  });
  const forwardPrologue = context.prologue;
  const backwardTapes = newValue(context.tapesType, 'tapes');
  context.prologue = [];
  context.currentTapes = backwardTapes;
  const adjoints = new Adjoints();
  const backward = emptyBlock();
  step.enter(body);
  context.forwardStep = step;
  context.builder.inBlock(backward, () => {
    for (const value of fn.body.yields) {
      if (isReference(value.type) || !context.activity.isActive(value)) continue;
      const cotangent = newAdjoint(value);
      Adjoints.mark(cotangent, 'branch');
      pair.backward.parameters.push(cotangent);
      adjoints.add(context.builder, value, cotangent);
    }
    context.backwardBlock(fn.body, environment, adjoints);
    for (const parameter of fn.parameters) {
      if (!isReference(parameter.type) && context.activity.isActive(parameter))
        backward.yields.push(adjoints.get(parameter) ?? context.builder.constant(0));
    }
  });
  pair.backward.parameters.push(...handed.values(), backwardTapes);
  // Tapes that loops of the forward sweep push to were asked for while writing the reverse sweep: both sweeps read them from their own record.
  finishPair(context, pair, body, backward, own, handed, step, forwardPrologue, forwardTapes, backwardTapes);
  context.prologue = outer.prologue;
  context.currentTapes = outer.tapes;
  context.forwardStep = outer.step;
  return pair;
}

function finishPair(
  context: Context,
  pair: Pair,
  forward: Block,
  backward: Block,
  own: ReadonlySet<Value>,
  handed: Map<Value, Value>,
  step: ForwardStep,
  forwardPrologue: Instruction[],
  forwardTapes: Value,
  backwardTapes: Value,
): void {
  // The loops' tapes: the same field, read by each sweep from its own parameter.
  const map = new Map<Value, Value>();
  const inForward: Instruction[] = [];
  for (const instruction of context.prologue) {
    if (instruction.kind !== 'get-field') continue;
    const result = newValue(instruction.result.type, instruction.result.name);
    map.set(instruction.result, result);
    inForward.push({ kind: 'get-field', result, object: forwardTapes, field: instruction.field });
  }
  const renamed = copyTapes(forward, map);
  forward.instructions.splice(0, Infinity, ...renamed.instructions);
  forward.yields = renamed.yields;
  const available = definedIn(forward);
  for (const value of own) available.add(value);
  const pops: Instruction[] = [];
  const again = emptyBlock();
  const computedAgain = new Map<Value, Value>();
  for (const value of usedFrom(backward, available)) {
    let computed: Value | undefined;
    context.builder.inBlock(again, () => {
      computed = step.computeAgain(value);
    });
    if (computed !== undefined) {
      computedAgain.set(value, computed);
      continue;
    }
    const field = `tape${context.tapesType.fields.size}`;
    const type: Type = {
      kind: 'array',
      element: value.type.kind === 'unknown' ? booleanType : value.type,
      storage: 'list',
    };
    context.tapesType.fields.set(field, type);
    const push = newValue(type, field);
    const pop = newValue(type, field);
    forward.instructions.push(
      { kind: 'get-field', result: push, object: forwardTapes, field },
      { kind: 'push', array: push, value },
    );
    const result = newValue(value.type, value.name);
    pops.unshift({ kind: 'get-field', result: pop, object: backwardTapes, field }, { kind: 'pop', result, array: pop });
    handed.set(value, result);
  }
  forward.instructions.unshift(...forwardPrologue, ...inForward);
  // What is computed again starts from what was handed over, too.
  const start = copyBlock(again, handed);
  for (const [value, result] of computedAgain) handed.set(value, handed.get(result) ?? result);
  const finished = copyBlock(backward, handed);
  pair.backward.body.yields = finished.yields;
  pair.backward.body.instructions.push(...context.prologue, ...pops, ...start.instructions, ...finished.instructions);
  pair.forward.body = forward;
}

/** Replaces tapes in place: values keep their identity, because the reverse sweep refers to them. */
function copyTapes(block: Block, map: ReadonlyMap<Value, Value>): Block {
  if (map.size === 0) return block;
  const instructions = block.instructions.map((instruction): Instruction => {
    switch (instruction.kind) {
      case 'push':
      case 'pop':
        return { ...instruction, array: map.get(instruction.array) ?? instruction.array };
      case 'if':
        return {
          ...instruction,
          then: copyTapes(instruction.then, map),
          otherwise: copyTapes(instruction.otherwise, map),
        };
      case 'loop':
        return { ...instruction, test: copyTapes(instruction.test, map), body: copyTapes(instruction.body, map) };
      default:
        return instruction;
    }
  });
  return { instructions, yields: block.yields };
}

/**
 * Of the parameters that reverse sweeps of recursive functions are given, those that are used for something else than
 * to be handed on; undefined if all are.
 */
export function givenParameters(pairs: ReadonlyMap<FunctionIr, Pair>): Given | undefined {
  const needed = new Map<FunctionIr, Set<number>>();
  const byBackward = new Map<FunctionIr, readonly [FunctionIr, Pair]>();
  for (const [fn, pair] of pairs) {
    needed.set(fn, new Set());
    byBackward.set(pair.backward, [fn, pair]);
  }
  const used = (instruction: Instruction): readonly Value[] => {
    const called = instruction.kind === 'call' ? byBackward.get(instruction.target) : undefined;
    if (called === undefined) return operandsOf(instruction);
    const [fn, { given, givenFrom }] = called;
    return operandsOf(instruction).filter((_, at) => {
      const k = given[at - givenFrom];
      return k === undefined || needed.get(fn)!.has(k);
    });
  };
  let isAll = true;
  for (let changed = true; changed;) {
    changed = false;
    isAll = true;
    for (const [fn, { backward, given, givenFrom }] of pairs) {
      const places = new Map(given.map((k, j) => [backward.parameters[givenFrom + j]!, k]));
      const found = neededFrom(backward.body, new Set(places.keys()), used);
      if (found.size > needed.get(fn)!.size) changed = true;
      if (found.size < given.length) isAll = false;
      for (const value of found) needed.get(fn)!.add(places.get(value)!);
    }
  }
  return isAll ? undefined : needed;
}

/** A function whose author gives its partial derivatives: x̄ₖ += ȳ·∂ₖ. */
function backwardWithRule(
  context: Context,
  instruction: Call,
  rule: NonNullable<FunctionIr['rule']>,
  environment: Environment,
  adjoints: Adjoints,
): void {
  const { builder } = context;
  const [result] = instruction.results;
  const adjoint = result && adjoints.take(result);
  if (adjoint === undefined) return;
  const partials = callPartials(
    builder,
    rule,
    instruction.args.map((arg) => environment.primal(arg)),
  );
  const operation = Adjoints.zeroKind(adjoint) === 'branch' ? 'guarded_mul' : 'mul';
  instruction.args.slice(0, rule.count).forEach((arg, k) => {
    if (!context.activity.isActive(arg)) return;
    const partial = partials[k]!;
    const shadow = environment.shadow(arg);
    if (!isReference(arg.type)) {
      context.addIfActive(adjoints, arg, builder.apply(operation, adjoint, partial));
    } else if (shadow !== undefined) {
      builder.count(builder.length(partial), [], (index) => {
        builder.emit({
          kind: 'accumulate',
          array: shadow,
          index,
          value: builder.apply(operation, adjoint, builder.load(partial, index)),
        });
        return [];
      });
    }
  });
}
