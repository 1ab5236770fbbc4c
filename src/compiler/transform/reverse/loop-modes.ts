/** Which way a loop runs backwards, and which of its reads must be remembered if it repeats. */
import { isRead, objectOf, type Read, writtenReference } from '../../analysis/effects.ts';
import { type Apply, type Block, type Instruction, isReference, type Loop, type Value } from '../../ir/ir.ts';
import { operations } from '../../ir/operations.ts';
import { operandsOf, resultsOf, walk } from '../../ir/visit.ts';
import { rules } from '../../rules/index.ts';
import type { Context } from './context.ts';

export function modeOf(context: Context, loop: Loop): 'repeat' | 'remember' {
  let mode = context.modes.get(loop);
  if (mode === undefined)
    context.modes.set(
      loop,
      (mode = isWorthRepeating(context, loop) && mayRepeat(context, loop) ? 'repeat' : 'remember'),
    );
  return mode;
}

/**
 * Repeating an outermost loop often makes its forward sweep unnecessary. A loop inside another runs forward in any
 * case, and if it has loops or costly operations inside itself, storing what they lead to costs less than running them again.
 */
function isWorthRepeating(context: Context, loop: Loop): boolean {
  if (context.lifetimes.depthOf(loop) === 0) return true;
  let isCostly = false;
  walk(loop.body, (instruction) => {
    if (
      instruction.kind === 'loop' ||
      (instruction.kind === 'apply' && operations[instruction.operation].cost === 'high')
    )
      isCostly = true;
  });
  return !isCostly;
}

function mayRepeat(context: Context, loop: Loop): boolean {
  const direct = new Set(loop.body.instructions);
  let may = true;
  loop.parameters.forEach((parameter, k) => {
    if (isReference(parameter.type) && loop.body.yields[k] !== parameter) may = false;
  });
  const outside = (reference: Value): boolean => !context.lifetimes.isLocal(context.classOf(reference), loop);
  walk(loop.body, (instruction) => {
    switch (instruction.kind) {
      case 'call':
      case 'throw':
        may = false;
        return;
      case 'store':
        // What a store did to the length of the shadow is only noted where the store is made.
        if (context.changesLength(instruction.array) && outside(instruction.array)) may = false;
        if (isReference(instruction.value.type) && outside(instruction.array)) may = false;
        return;
      case 'push':
        if (isReference(instruction.value.type) && outside(instruction.array)) may = false;
        return;
      case 'set-field':
        if (isReference(instruction.value.type) && outside(instruction.object)) may = false;
        return;
      case 'pop':
        if (outside(instruction.array)) may = false;
        return;
      case 'set-length':
        if (outside(instruction.array)) may = false;
        return;
      case 'load':
      case 'get-field':
      case 'length': {
        const reference = objectOf(instruction);
        if (
          outside(reference) &&
          !context.lifetimes.isStable(context.classOf(reference), loop) &&
          !direct.has(instruction)
        )
          may = false;
        // A reference read from memory that changes could be another object the second time.
        if (
          outside(reference) &&
          'result' in instruction &&
          isReference(instruction.result.type) &&
          !context.lifetimes.isStable(context.classOf(reference), loop) &&
          !findsTheSame(context, loop, reference, instruction)
        )
          may = false;
        return;
      }
      default:
    }
  });
  return may;
}

/**
 * Instructions of a repeating loop whose results are remembered all the same: reads of memory that may have changed since,
 * and costly operations where the loop runs forward in any case.
 */
export function keptOf(context: Context, loop: Loop): readonly (Read | Apply)[] {
  const isUnstable = (read: Read): boolean => {
    const of = context.classOf(objectOf(read));
    return (
      !context.lifetimes.isLocal(of, loop) &&
      !context.lifetimes.isStable(of, loop) &&
      !findsTheSame(context, loop, objectOf(read), read)
    );
  };
  const isKept = (instruction: Instruction): instruction is Read | Apply =>
    isRead(instruction) ? isUnstable(instruction) : isKeptApply(context, instruction);
  let kept = context.kept.get(loop);
  if (kept !== undefined) return kept;
  kept = loop.body.instructions.filter(isKept);
  if (kept.some(({ kind }) => kind === 'apply') && !runsForward(context, loop)) kept = kept.filter(isRead);
  context.kept.set(loop, kept);
  return kept;
}

/** True for a read of an object that was finished before the loop, and that running the loop again does not make anew. */
function findsTheSame(context: Context, loop: Loop, object: Value, read: Read): boolean {
  if (!context.finished.isFinished(read)) return false;
  if (loop.parameters.includes(object)) return true;
  const maker = loop.body.instructions.find((each) => resultsOf(each).includes(object));
  return maker === undefined || (isRead(maker) && findsTheSame(context, loop, objectOf(maker), maker));
}

/** What ties is marked where it is run again. */
function isKeptApply(context: Context, instruction: Instruction): instruction is Apply {
  return (
    instruction.kind === 'apply' &&
    operations[instruction.operation].cost === 'high' &&
    rules[instruction.operation].tie === undefined &&
    context.activity.isActive(instruction.result)
  );
}

/** True if the forward run of a loop is needed: it writes to memory, or a result of it goes into more than sums. */
function runsForward(context: Context, loop: Loop): boolean {
  let needed = false;
  walk(loop.body, (instruction) => {
    const written = writtenReference(instruction);
    if (written !== undefined && !context.lifetimes.isLocal(context.classOf(written), loop)) needed = true;
  });
  const linear = new Set<Value>(loop.results);
  walk(context.root.body, (instruction) => {
    const isUser = operandsAndYields(instruction).some((operand) => linear.has(operand));
    if (!isUser || needed) return;
    if (instruction.kind === 'apply' && keepsLinear(context, instruction, linear)) linear.add(instruction.result);
    else needed = true;
  });
  return needed;
}

/** True if the adjoints of an operation's arguments do not depend on those that are in `linear`. */
function keepsLinear(context: Context, { operation, args }: Apply, linear: ReadonlySet<Value>): boolean {
  if (operation === 'add' || operation === 'sub' || operation === 'neg') return true;
  const isFixed = (value: Value | undefined): boolean =>
    value !== undefined && !linear.has(value) && !context.activity.isActive(value);
  if (operation === 'mul') return isFixed(args[0]) || isFixed(args[1]);
  return operation === 'div' && isFixed(args[1]);
}

/** True if a loop parameter is only added to (s = s + t) or left alone, with nothing looking at s inside the loop. */
export function isAccumulator(loop: Loop, k: number): boolean {
  const parameter = loop.parameters[k]!;
  const next = loop.body.yields[k]!;
  if (next === parameter) return !isUsed(loop, parameter, 1);
  const definition = loop.body.instructions.find(
    (instruction) => instruction.kind === 'apply' && instruction.result === next,
  );
  if (definition?.kind !== 'apply') return false;
  const first = definition.args[0] === parameter;
  const fits = definition.operation === 'add' || (definition.operation === 'sub' && first);
  if (!fits || definition.args.filter((arg) => arg === parameter).length !== 1) return false;
  let uses =
    loop.body.yields.filter((value) => value === parameter).length +
    loop.test.yields.filter((value) => value === parameter).length;
  let nextUses = loop.body.yields.filter((value) => value === next).length - 1;
  const count = (block: Block): void =>
    walk(block, (instruction, owner) => {
      for (const operand of operandsAndYields(instruction)) {
        if (operand === parameter && instruction !== definition) uses++;
        if (operand === next) nextUses++;
      }
      void owner;
    });
  count(loop.body);
  count(loop.test);
  return uses === 0 && nextUses === 0;
}

/** True if the loop uses a value, apart from handing it on `yields` times. */
function isUsed(loop: Loop, value: Value, yields: number): boolean {
  let uses = loop.body.yields.filter((yielded) => yielded === value).length - yields;
  walk(loop.body, (instruction) => {
    uses += operandsAndYields(instruction).filter((operand) => operand === value).length;
  });
  return uses > 0;
}

function operandsAndYields(instruction: Instruction): readonly Value[] {
  const inner =
    instruction.kind === 'if'
      ? [...instruction.then.yields, ...instruction.otherwise.yields]
      : instruction.kind === 'loop'
        ? [...instruction.test.yields, ...instruction.body.yields]
        : [];
  return [...operandsOf(instruction), ...inner];
}
