/**
 * Loops backwards, in one of two ways: the body of each iteration runs again before its reverse (repeat), or the
 * forward sweep keeps what its reverse will use (remember). See `reverse.ts`.
 */
import { internalError } from '../../../base/diagnostics.ts';
import { inductionOf } from '../../analysis/inductions.ts';
import { type Block, type Instruction, isReference, type Loop, newValue, numberType, type Value } from '../../ir/ir.ts';
import { copyBlock, freeValues } from '../../ir/visit.ts';
import { emptyBlock } from '../../rules/builder.ts';
import { Adjoints, newAdjoint } from './adjoints.ts';
import { type BackStep, backStep } from './back-steps.ts';
import type { Context } from './context.ts';
import { neededFrom, usedFrom } from './demand.ts';
import { Environment } from './environment.ts';
import { ForwardStep } from './forward-step.ts';
import { isAccumulator, keptOf } from './loop-modes.ts';

export function backwardLoop(context: Context, instruction: Loop, environment: Environment, adjoints: Adjoints): void {
  const { builder } = context;
  const record = environment.records.get(instruction);
  if (record?.kind !== 'loop') return internalError('a loop without a record');
  const { mode, emitted, trips, inside } = record;
  const active = instruction.parameters.flatMap((parameter, k) =>
    !isReference(parameter.type) && context.activity.isActive(parameter) ? [k] : [],
  );
  const outer = [...freeValues(instruction.body, new Set(instruction.parameters))].filter(
    (value) => !isReference(value.type) && context.activity.isActive(value),
  );
  const none = builder.constant(0);
  const incoming = active.map((k) => adjoints.take(instruction.results[k]!) ?? none);
  const outside = outer.map((value) => adjoints.get(value) ?? none);
  // The adjoint of a pure accumulator (s = s + t) does not change from step to step.
  const steady = active.map((k) => isAccumulator(instruction, k));
  const carried = [
    ...active.flatMap((k, j) => (steady[j] ? [] : [{ value: instruction.parameters[k]!, initial: incoming[j]! }])),
    ...outer.map((value, j) => ({ value, initial: outside[j]! })),
  ];
  const index = newValue(numberType, 'k');
  const parameters = carried.map(({ value, initial }) => {
    const parameter = newAdjoint(value);
    Adjoints.mark(parameter, initial.constant?.value === 0 ? 'memory' : Adjoints.zeroKind(initial));
    return parameter;
  });
  const body = emptyBlock();
  const placeholders = new Map<Value, number>();
  const backSteps: BackStep[] = [];
  const forwardStep = mode === 'repeat' ? undefined : new ForwardStep(context, { loop: instruction, emitted, index });
  const around = context.forwardStep;
  context.forwardStep = forwardStep;
  builder.inBlock(body, () => {
    const step =
      mode === 'repeat'
        ? repeatForward(context, instruction, emitted, index, environment, placeholders, backSteps)
        : inside;
    const within = new Adjoints();
    outer.forEach((value, j) => within.set(value, parameters[parameters.length - outer.length + j]!));
    let next = 0;
    active.forEach((k, j) => {
      const adjoint = steady[j] ? incoming[j]! : parameters[next++]!;
      const value = instruction.body.yields[k]!;
      if (adjoint.constant?.value !== 0 && context.activity.isActive(value)) within.add(builder, value, adjoint);
    });
    context.backwardBlock(instruction.body, step, within);
    body.yields = [builder.apply('sub', index, builder.constant(1))];
    active.forEach((k, j) => {
      if (!steady[j]) body.yields.push(within.get(instruction.parameters[k]!) ?? none);
    });
    for (const value of outer) body.yields.push(within.get(value) ?? none);
    for (const { next: before } of backSteps) body.yields.push(before);
  });
  context.forwardStep = around;
  const finished =
    forwardStep === undefined
      ? fetchStarts(context, instruction, emitted, inside, body, placeholders)
      : remember(context, forwardStep, emitted, body);
  const test = emptyBlock();
  builder.inBlock(test, () => {
    test.yields = [builder.apply('ge', index, none)];
  });
  const results = carried.map(({ value }, j) => {
    const result = newAdjoint(value);
    Adjoints.mark(result, Adjoints.zeroKind(parameters[j]!));
    return result;
  });
  builder.emit({
    kind: 'loop',
    initial: [
      builder.apply('sub', trips, builder.constant(1)),
      ...carried.map(({ initial }) => initial),
      ...backSteps.map(({ initial }) => initial),
    ],
    parameters: [index, ...parameters, ...backSteps.map((back) => back.carried)],
    test,
    body: finished,
    results: [
      newValue(numberType, 'k'),
      ...results,
      ...backSteps.map(({ next: value }) => newValue(value.type, value.name)),
    ],
    span: instruction.span,
  });
  outer.forEach((value, j) => adjoints.set(value, results[results.length - outer.length + j]!));
  let next = 0;
  active.forEach((k, j) => {
    const adjoint = steady[j] ? incoming[j]! : results[next++]!;
    if (adjoint.constant?.value !== 0) context.addIfActive(adjoints, instruction.initial[k]!, adjoint);
  });
}

/** Repeat: the body of iteration `index`, run again inside the reverse loop. */
function repeatForward(
  context: Context,
  instruction: Loop,
  emitted: Loop,
  index: Value,
  environment: Environment,
  placeholders: Map<Value, number>,
  backSteps: BackStep[],
): Environment {
  const { builder } = context;
  const remembered = keptOf(context, instruction);
  const step = new Environment(environment, (of) => !context.lifetimes.isLocal(of, instruction), new Set(remembered));
  const others: number[] = [];
  instruction.parameters.forEach((parameter, k) => {
    const next = instruction.body.yields[k]!;
    const initial = emitted.initial[k]!;
    const by = inductionOf(instruction, k)?.step;
    if (next === parameter) {
      step.set(parameter, environment.primal(instruction.initial[k]!));
      const shadow = environment.shadow(instruction.initial[k]!);
      if (shadow) step.setShadow(parameter, shadow);
    } else if (by !== undefined && context.lifetimes.isInteger(parameter)) {
      const distance = builder.apply('mul', index, builder.constant(by));
      step.set(parameter, initial.constant?.value === 0 ? distance : builder.apply('add', initial, distance));
    } else others.push(k);
  });
  for (const k of others) {
    const parameter = instruction.parameters[k]!;
    const back = backStep(context, instruction, emitted, k, step);
    if (back !== undefined) {
      backSteps.push(back);
      step.set(parameter, back.next);
      continue;
    }
    const placeholder = newValue(parameter.type, parameter.name);
    placeholders.set(placeholder, k);
    step.set(parameter, placeholder);
  }
  remembered.forEach((read, j) => {
    const placeholder = newValue(read.result.type, read.result.name);
    placeholders.set(placeholder, -1 - j);
    step.set(read.result, placeholder);
  });
  context.forwardBlock(instruction.body, step, true);
  return step;
}

/** Of the values an iteration started from, those that are needed are kept on tapes. */
function fetchStarts(
  context: Context,
  instruction: Loop,
  emitted: Loop,
  inside: Environment,
  body: Block,
  placeholders: ReadonlyMap<Value, number>,
): Block {
  if (placeholders.size === 0) return body;
  const needed = neededFrom(body, new Set(placeholders.keys()));
  const remembered = keptOf(context, instruction);
  const map = new Map<Value, Value>();
  const pops: Instruction[] = [];
  for (const [placeholder, k] of placeholders) {
    if (!needed.has(placeholder)) {
      // It only feeds what nothing uses; any value will do.
      map.set(placeholder, context.builder.constant(isReference(placeholder.type) ? undefined : 0));
      continue;
    }
    const read = k < 0 ? remembered[-1 - k] : undefined;
    const value = read === undefined ? emitted.parameters[k]! : inside.primal(read.result);
    const tape = context.newTape(placeholder.type);
    emitted.body.instructions.push({ kind: 'push', array: tape, value });
    const result = newValue(placeholder.type, placeholder.name);
    // Last pushed, first popped: such tapes can share one array.
    pops.unshift({ kind: 'pop', result, array: tape });
    map.set(placeholder, result);
  }
  const finished = copyBlock(body, map);
  finished.instructions.unshift(...pops);
  return finished;
}

/** Remember: every value of the forward body that the reverse body uses is kept, or computed again if that is cheap. */
function remember(context: Context, step: ForwardStep, emitted: Loop, body: Block): Block {
  const { builder } = context;
  const map = new Map<Value, Value>();
  const prelude = emptyBlock();
  step.enter(emitted.body);
  const needed = usedFrom(body, step.available);
  builder.inBlock(prelude, () => {
    for (const value of needed) {
      const again = step.computeAgain(value);
      if (again !== undefined) {
        map.set(value, again);
        continue;
      }
      const tape = context.newTape(value.type);
      emitted.body.instructions.push({ kind: 'push', array: tape, value });
      const result = newValue(value.type, value.name);
      prelude.instructions.unshift({ kind: 'pop', result, array: tape });
      map.set(value, result);
    }
  });
  if (map.size === 0) return body;
  const finished = copyBlock(body, map);
  finished.instructions.unshift(...prelude.instructions);
  return finished;
}
