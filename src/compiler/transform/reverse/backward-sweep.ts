/**
 * The reverse sweep: each instruction, last to first, takes the adjoint of what it defines and adds to those of
 * what it uses. A branch hands out the values that its reverse needs.
 */
import { internalError } from '../../../base/diagnostics.ts';
import {
  type Apply,
  type Block,
  type Constant,
  type If,
  type Instruction,
  isReference,
  newValue,
  type Type,
  type Value,
} from '../../ir/ir.ts';
import { copyBlock } from '../../ir/visit.ts';
import { emptyBlock } from '../../rules/builder.ts';
import { chainTerms, type Guard } from '../../rules/chain.ts';
import { Adjoints, newAdjoint, type ZeroKind } from './adjoints.ts';
import { backwardLoop } from './backward-loop.ts';
import { backwardMemory } from './backward-memory.ts';
import type { Context } from './context.ts';
import { definedIn, usedFrom } from './demand.ts';
import type { Environment } from './environment.ts';
import { backwardCall } from './recursive-pairs.ts';

export function backwardBlock(context: Context, block: Block, environment: Environment, adjoints: Adjoints): void {
  for (let k = block.instructions.length - 1; k >= 0; k--) {
    const instruction = block.instructions[k]!;
    if ('span' in instruction) context.builder.span = instruction.span;
    backwardInstruction(context, instruction, environment, adjoints);
  }
}

function backwardInstruction(
  context: Context,
  instruction: Instruction,
  environment: Environment,
  adjoints: Adjoints,
): void {
  switch (instruction.kind) {
    case 'apply':
      backwardApply(context, instruction, environment, adjoints);
      return;
    case 'if':
      backwardIf(context, instruction, environment, adjoints);
      return;
    case 'loop':
      backwardLoop(context, instruction, environment, adjoints);
      return;
    case 'call':
      backwardCall(context, instruction, environment, adjoints);
      return;
    case 'throw':
    case 'kink':
    case 'derive':
      return;
    default:
      backwardMemory(context, instruction, environment, adjoints);
  }
}

const guards: Record<ZeroKind, Guard> = { none: 'never', memory: 'singular', branch: 'always' };

function backwardApply(context: Context, instruction: Apply, environment: Environment, adjoints: Adjoints): void {
  const { builder } = context;
  const adjoint = adjoints.take(instruction.result);
  if (adjoint === undefined || !context.activity.isActive(instruction.result)) return;
  const args = instruction.args.map((arg) => environment.primal(arg));
  const result = environment.primal(instruction.result);
  const zero = Adjoints.zeroKind(adjoint);
  if (instruction.operation === 'select') {
    const [condition] = args;
    const none = builder.constant(0);
    const parts = [
      builder.apply('select', condition!, adjoint, none),
      builder.apply('select', condition!, none, adjoint),
    ];
    parts.forEach((part, k) => {
      Adjoints.mark(part, 'branch');
      context.addIfActive(adjoints, instruction.args[k + 1]!, part);
    });
    return;
  }
  const guard = guards[zero];
  // What an argument that lost gets is 0 as if it had not been there.
  const chooses = instruction.operation === 'max' || instruction.operation === 'min';
  instruction.args.forEach((arg, k) => {
    if (!context.activity.isActive(arg)) return;
    const [term] = chainTerms(builder, instruction.operation, k, args, result, [{ change: adjoint, guard }]);
    if (term !== adjoint) Adjoints.mark(term!, chooses && zero === 'none' ? 'memory' : zero);
    adjoints.add(builder, arg, term!);
  });
}

/** What stands for a value on the side where nobody reads it: of its own kind, so that engines keep numbers as numbers. */
const nothing: Readonly<Record<Type['kind'], Constant>> = {
  number: 0,
  boolean: false,
  string: undefined,
  function: undefined,
  unknown: undefined,
  array: undefined,
  struct: undefined,
};

function backwardIf(context: Context, instruction: If, environment: Environment, adjoints: Adjoints): void {
  const { builder } = context;
  const record = environment.records.get(instruction);
  if (record?.kind !== 'if') return internalError('an if without a record');
  const results = instruction.results.map((result) => adjoints.take(result));
  const branch = (old: Block, inside: Environment): { block: Block; after: Adjoints } => {
    const after = new Adjoints(adjoints);
    const block = emptyBlock();
    builder.inBlock(block, () => {
      old.yields.forEach((value, k) => {
        const adjoint = results[k];
        if (adjoint !== undefined && context.activity.isActive(value) && !isReference(value.type))
          after.add(builder, value, adjoint);
      });
      context.backwardBlock(old, inside, after);
    });
    return { block, after };
  };
  const { forwardStep } = context;
  forwardStep?.enter(record.emitted.then);
  forwardStep?.enter(record.emitted.otherwise);
  const then = branch(instruction.then, record.then);
  const otherwise = branch(instruction.otherwise, record.otherwise);
  const merged: { value: Value; a: Value; b: Value }[] = [];
  const none = builder.constant(0);
  for (const value of new Set([...then.after.keys(), ...otherwise.after.keys()])) {
    const a = then.after.get(value) ?? none;
    const b = otherwise.after.get(value) ?? none;
    // The same on both sides: nothing to choose.
    if (a === b) adjoints.set(value, a);
    else merged.push({ value, a, b });
  }
  then.block.yields = merged.map(({ a }) => a);
  otherwise.block.yields = merged.map(({ b }) => b);
  const outputs = merged.map(({ value, a, b }) => {
    const output = newAdjoint(value);
    const kinds = [a, b].map((side) => (side.constant?.value === 0 ? 'branch' : Adjoints.zeroKind(side)));
    Adjoints.mark(output, kinds.includes('branch') ? 'branch' : kinds.includes('memory') ? 'memory' : 'none');
    adjoints.set(value, output);
    return output;
  });
  const { emitted } = record;
  const handOver = (forward: Block, other: Block, backward: Block): Block => {
    const map = new Map<Value, Value>();
    const again = emptyBlock();
    for (const value of usedFrom(backward, definedIn(forward))) {
      let computed: Value | undefined;
      builder.inBlock(again, () => {
        computed = forwardStep?.computeAgain(value);
      });
      if (computed !== undefined) {
        map.set(value, computed);
        continue;
      }
      if (forwardStep !== undefined) {
        // It would be kept in any case: where the branch is not taken, nothing is.
        const tape = context.newTape(value.type);
        const result = newValue(value.type, value.name);
        forward.instructions.push({ kind: 'push', array: tape, value });
        again.instructions.unshift({ kind: 'pop', result, array: tape });
        map.set(value, result);
        continue;
      }
      const handed = newValue(value.type, value.name);
      forward.yields.push(value);
      other.yields.push(builder.constant(nothing[value.type.kind]));
      emitted.results.push(handed);
      map.set(value, handed);
    }
    if (map.size === 0) return backward;
    const finished = copyBlock(backward, map);
    finished.instructions.unshift(...again.instructions);
    return finished;
  };
  const first = handOver(emitted.then, emitted.otherwise, then.block);
  const second = handOver(emitted.otherwise, emitted.then, otherwise.block);
  if (outputs.length === 0 && first.instructions.length === 0 && second.instructions.length === 0) return;
  builder.emit({
    kind: 'if',
    condition: emitted.condition,
    then: first,
    otherwise: second,
    results: outputs,
    span: instruction.span,
  });
}
