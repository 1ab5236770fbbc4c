/**
 * The forward sweep: the program as it was, with a shadow beside each array and record that holds active numbers,
 * and a note of each branch and loop for the reverse sweep that follows.
 */
import { SecantError } from '../../../base/diagnostics.ts';
import { inductionOf, inductionsOf } from '../../analysis/inductions.ts';
import {
  type Block,
  type If,
  type Load,
  type Instruction,
  isReference,
  type Loop,
  newValue,
  numberType,
  type Value,
} from '../../ir/ir.ts';
import { operations } from '../../ir/operations.ts';
import { emptyBlock } from '../../rules/builder.ts';
import { rules } from '../../rules/index.ts';
import type { Context } from './context.ts';
import { definedIn } from './demand.ts';
import { Environment } from './environment.ts';
import { forwardMemory } from './forward-memory.ts';
import { modeOf } from './loop-modes.ts';
import { forwardCall } from './recursive-pairs.ts';

/** Runs a block forward. With `record` the reverse sweep of the same place will follow. */
export function forwardBlock(context: Context, block: Block, environment: Environment, record: boolean): void {
  for (const instruction of block.instructions) {
    if (environment.remembered.has(instruction)) continue;
    if ('span' in instruction) context.builder.span = instruction.span;
    forwardInstruction(context, block, instruction, environment, record);
  }
}

function forwardInstruction(
  context: Context,
  block: Block,
  instruction: Instruction,
  environment: Environment,
  record: boolean,
): void {
  switch (instruction.kind) {
    case 'apply': {
      const copy = context.copy(instruction, environment);
      const { tie } = rules[instruction.operation];
      // Where what has a corner is only compared or rounded, as in `Math.abs(step) < 1e-12`, nobody sees the corner:
      // what compares or rounds has ties of its own.
      const hasCorner = operations[instruction.operation].slope === 'corner';
      const seen = (record || context.inTest) && (!hasCorner || context.activity.isActive(instruction.result));
      if (seen && context.ties && tie && instruction.args.some((arg) => context.varied.isActive(arg))) {
        const { builder, tieChains } = context;
        const ties = [...tieChains.inside(builder, copy), tie(builder, copy.args)];
        const around = tieChains.around(block, instruction);
        const waits = around !== undefined && !environment.remembered.has(around) && tieChains.wait(copy.result, ties);
        if (!waits) for (const [left, right] of ties) builder.emit({ kind: 'kink', left, right });
      }
      return;
    }
    case 'if':
      forwardIf(context, instruction, environment, record);
      return;
    case 'loop':
      forwardLoop(context, instruction, environment, record);
      return;
    case 'call':
      forwardCall(context, instruction, environment);
      return;
    case 'derive':
      throw new SecantError('S901', 'an inner derivative was not expanded');
    case 'throw':
      context.copy(instruction, environment);
      return;
    case 'kink':
      // A tie of the program is one of its derivatives.
      if (record || context.inTest) context.copy(instruction, environment);
      return;
    default:
      forwardMemory(context, instruction, environment);
      if (record && instruction.kind === 'load') noteMissingData(context, instruction, environment);
  }
}

/** Data have no shadow that tells, in the sweep back, whether there was something to read. */
function noteMissingData(context: Context, load: Load, environment: Environment): void {
  const isData = load.result.type.kind === 'number' && environment.shadow(load.array) === undefined;
  if (context.ties && isData && context.ranges.needsLook(load))
    context.builder.noteMissing(environment.primal(load.result));
}

function forwardIf(context: Context, instruction: If, environment: Environment, record: boolean): void {
  const condition = environment.primal(instruction.condition);
  const shadowed = instruction.results.flatMap((result, k) =>
    isReference(result.type) && context.activity.isActive(result) ? [k] : [],
  );
  const branch = (block: Block): { block: Block; inside: Environment } => {
    const inside = new Environment(environment);
    const result = emptyBlock();
    context.builder.inBlock(result, () => {
      context.forwardBlock(block, inside, record);
      result.yields = block.yields.map((value) => inside.primal(value));
      for (const k of shadowed)
        result.yields.push(inside.shadow(block.yields[k]!) ?? context.builder.constant(undefined));
    });
    return { block: result, inside };
  };
  const then = branch(instruction.then);
  const otherwise = branch(instruction.otherwise);
  const results = instruction.results.map((result) => context.fresh(result, environment));
  for (const k of shadowed) results.push(context.freshShadow(instruction.results[k]!, environment));
  const emitted = context.builder.emit({
    kind: 'if' as const,
    condition,
    then: then.block,
    otherwise: otherwise.block,
    results,
    span: instruction.span,
  });
  environment.records.set(instruction, { kind: 'if', then: then.inside, otherwise: otherwise.inside, emitted });
}

function forwardLoop(context: Context, instruction: Loop, environment: Environment, record: boolean): void {
  const mode = record ? modeOf(context, instruction) : 'repeat';
  const inside = new Environment(environment);
  const shadowed = instruction.parameters.flatMap((parameter, k) =>
    isReference(parameter.type) && context.activity.isActive(parameter) ? [k] : [],
  );
  const initial = instruction.initial.map((value) => environment.primal(value));
  for (const k of shadowed)
    initial.push(environment.shadow(instruction.initial[k]!) ?? context.builder.constant(undefined));
  const parameters = instruction.parameters.map((parameter) => context.fresh(parameter, inside));
  for (const k of shadowed) parameters.push(context.freshShadow(instruction.parameters[k]!, inside));
  const test = emptyBlock();
  context.builder.inBlock(test, () => {
    context.inTest = true;
    context.forwardBlock(instruction.test, inside, false);
    context.inTest = false;
    test.yields = instruction.test.yields.map((value) => inside.primal(value));
  });
  const body = emptyBlock();
  context.builder.inBlock(body, () => {
    context.forwardBlock(instruction.body, inside, record && mode === 'remember');
    body.yields = instruction.body.yields.map((value) => inside.primal(value));
    for (const k of shadowed)
      body.yields.push(inside.shadow(instruction.body.yields[k]!) ?? context.builder.constant(undefined));
  });
  const results = instruction.results.map((result) => context.fresh(result, environment));
  for (const k of shadowed) results.push(context.freshShadow(instruction.results[k]!, environment));
  const emitted: Loop = { kind: 'loop', initial, parameters, test, body, results, span: instruction.span };
  context.builder.emit(emitted);
  if (!record) return;
  const trips = tripsBefore(context, instruction, environment) ?? tripsOf(context, instruction, emitted);
  environment.records.set(instruction, { kind: 'loop', mode, emitted, trips, inside });
}

/**
 * How often a loop will run, known before it runs: one parameter moves by a constant and is compared with a bound
 * that the loop does not change. May come out negative for a loop that does not run at all.
 */
function tripsBefore(context: Context, old: Loop, environment: Environment): Value | undefined {
  const { builder } = context;
  const tested = old.test.yields[0]!;
  const comparison = old.test.instructions.find((each) => each.kind === 'apply' && each.result === tested);
  if (comparison?.kind !== 'apply') return undefined;
  const [left, bound] = comparison.args as [Value, Value];
  if (definesInside(old, bound)) return undefined;
  const moved = movedBy(old, left);
  const index = moved === undefined ? -1 : old.parameters.indexOf(moved.parameter);
  if (moved === undefined || index < 0 || !context.lifetimes.isInteger(moved.parameter)) return undefined;
  const step = inductionOf(old, index)?.step;
  const up = comparison.operation === 'lt' || comparison.operation === 'le';
  const down = comparison.operation === 'gt' || comparison.operation === 'ge';
  if (step === undefined || !((up && step > 0) || (down && step < 0))) return undefined;
  const start = builder.apply('add', environment.primal(old.initial[index]!), builder.constant(moved.by));
  const from = start.constant?.value === 0 ? undefined : start;
  const to = environment.primal(bound);
  const distance = from === undefined ? to : builder.apply('sub', to, from);
  const steps = builder.apply('div', distance, builder.constant(step));
  const whole = context.lifetimes.isInteger(bound) && Math.abs(step) === 1;
  if (comparison.operation === 'lt' || comparison.operation === 'gt')
    return whole ? steps : builder.apply('ceil', steps);
  return builder.apply('add', whole ? steps : builder.apply('floor', steps), builder.constant(1));
}

/** A parameter of a loop, or one plus a constant that the test computes. */
function movedBy(loop: Loop, value: Value): { readonly parameter: Value; readonly by: number } | undefined {
  if (loop.parameters.includes(value)) return { parameter: value, by: 0 };
  const sum = loop.test.instructions.find((each) => each.kind === 'apply' && each.result === value);
  if (sum?.kind !== 'apply') return undefined;
  const [a, b] = sum.args as [Value, Value];
  const constantOf = (term: Value): number | undefined =>
    typeof term.constant?.value === 'number' ? term.constant.value : undefined;
  if (sum.operation === 'add' && loop.parameters.includes(a) && constantOf(b) !== undefined)
    return { parameter: a, by: constantOf(b)! };
  if (sum.operation === 'add' && loop.parameters.includes(b) && constantOf(a) !== undefined)
    return { parameter: b, by: constantOf(a)! };
  if (sum.operation === 'sub' && loop.parameters.includes(a) && constantOf(b) !== undefined)
    return { parameter: a, by: -constantOf(b)! };
  return undefined;
}

function definesInside(loop: Loop, value: Value): boolean {
  return loop.parameters.includes(value) || definedIn(loop.test).has(value) || definedIn(loop.body).has(value);
}

/** How often a loop ran: from a whole-number parameter that moves by a constant, else counted. */
function tripsOf(context: Context, old: Loop, emitted: Loop): Value {
  const counter = inductionsOf(old).find(({ index }) => context.lifetimes.isInteger(old.parameters[index]!));
  if (counter !== undefined) {
    const { index, step } = counter;
    const distance = context.builder.apply('sub', emitted.results[index]!, emitted.initial[index]!);
    return context.builder.apply('div', distance, context.builder.constant(step));
  }
  const parameter = newValue(numberType, 'trips');
  const result = newValue(numberType, 'trips');
  context.builder.inBlock(emitted.body, () =>
    emitted.body.yields.push(context.builder.apply('add', parameter, context.builder.constant(1))),
  );
  emitted.initial.push(context.builder.constant(0));
  emitted.parameters.push(parameter);
  emitted.results.push(result);
  return result;
}
