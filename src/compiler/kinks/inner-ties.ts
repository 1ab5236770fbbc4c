/**
 * Derivatives that a program asks for inside, where their own function ties: IR → IR. A tie outside is looked at from both
 * sides along the inputs; inside, the point may stand still whatever the inputs do, and then nobody looks. In: the
 * derivative asked for, and the function that computes it, with its ties marked. Out: instructions that compute it, and
 * give NaN where the run met ties that it cannot answer for.
 *
 * It can answer for a corner of `abs`, `max` or `min`, whose rule is the middle of both sides, and for several that do
 * not depend on one another, since a first derivative is linear in each. A guard, a comparison, a rounding, and a corner
 * above another corner it cannot. Ties are counted in a list that each function takes as its last parameter.
 */
import { aliasClasses, type AliasClass } from '../analysis/alias.ts';
import {
  type ArrayType,
  type Block,
  type Derive,
  type FunctionIr,
  type Instruction,
  isReference,
  type Kink,
  newValue,
  numberType,
  type Value,
} from '../ir/ir.ts';
import { operations } from '../ir/operations.ts';
import { blocksOf, reachable, walk } from '../ir/visit.ts';
import { Builder } from '../rules/builder.ts';
import { withTrail } from './trail.ts';

const noteType: ArrayType = { kind: 'array', element: numberType, storage: 'list' };

/** A corner that depends on another one counts as more than all that stand alone, and any other tie as more than that. */
const weights = { alone: 1, above: 2 ** 20, other: 2 ** 21 } as const;

/** The instructions in place of a derivative asked for inside. `made` is changed. */
export function derivativeWithoutTies(
  { target, mode, active, args, results, span }: Derive,
  made: FunctionIr,
  optimize: (fn: FunctionIr) => FunctionIr,
): Instruction[] {
  dropMissed(made);
  if (!hasKinks(made)) return [{ kind: 'call', target: optimize(made), args, results, span }];
  const { fn, trails } = withTrail(made);
  const above = cornersAbove(fn);
  for (const [each, note] of trails) countKinks(each.body, note, above);
  const builder = new Builder();
  builder.span = span;
  const note = newValue(noteType, 'ties');
  builder.emit({ kind: 'list', result: note, elements: [builder.constant(0)] });
  const own = results.map((result) => newValue(result.type, result.name));
  const plain = target.body.yields.length;
  // What a call gives beside the function's own results are derivatives.
  const held = results.map((result, k) => (k < plain || isReference(result.type) ? result : own[k]!));
  builder.emit({ kind: 'call', target: optimize(fn), args: [...args, note], results: held, span });
  const count = builder.load(note, builder.constant(0));
  const tied = builder.apply('gt', count, builder.constant(weights.above));
  const nan = builder.constant(NaN);
  results.forEach((result, k) => {
    if (held[k] !== result)
      builder.emit({ kind: 'apply', operation: 'select', args: [tied, nan, held[k]!], result, span });
  });
  const references = active.filter((is, k) => is && isReference(target.parameters[k]!.type)).length;
  const shadows = mode === 'reverse' ? args.slice(args.length - references) : [];
  const spoilt = [...shadows, ...results.filter((result, k) => k >= plain && isReference(result.type))];
  if (spoilt.length > 0)
    builder.choose(
      tied,
      [],
      () => {
        for (const each of spoilt) spoil(builder, each);
        return [];
      },
      () => [],
    );
  return builder.block.instructions;
}

function hasKinks(root: FunctionIr): boolean {
  let found = false;
  for (const fn of reachable(root)) walk(fn.body, ({ kind }) => (found ||= kind === 'kink'));
  return found;
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

function countKinks(block: Block, note: Value, above: ReadonlySet<Kink>): void {
  const instructions: Instruction[] = [];
  for (const instruction of block.instructions) {
    for (const inner of blocksOf(instruction)) countKinks(inner, note, above);
    if (instruction.kind !== 'kink') instructions.push(instruction);
    else {
      const weight =
        instruction.corner !== true ? weights.other : above.has(instruction) ? weights.above : weights.alone;
      const builder = new Builder();
      const tied = builder.apply('eq', instruction.left, instruction.right);
      const value = builder.apply('select', tied, builder.constant(weight), builder.constant(0));
      builder.emit({ kind: 'accumulate', array: note, index: builder.constant(0), value });
      instructions.push(...builder.block.instructions);
    }
  }
  block.instructions.splice(0, Infinity, ...instructions);
}

/** The corners whose arguments are made of what another corner, or the same one in an earlier round, gave. */
function cornersAbove(root: FunctionIr): Set<Kink> {
  const classes = aliasClasses(root);
  const values = new Set<Value>();
  const memory = new Set<AliasClass>();
  let size = -1;
  const flow = (from: Value | undefined, to: Value | undefined): void => {
    if (from !== undefined && to !== undefined && values.has(from)) values.add(to);
  };
  const keep = (value: Value | undefined, place: Value): void => {
    if (value !== undefined && values.has(value)) memory.add(classes.classOf(place));
  };
  const visit = (each: Instruction): void => {
    switch (each.kind) {
      case 'apply':
        if (operations[each.operation].slope === 'corner' || each.args.some((arg) => values.has(arg))) values.add(each.result); // prettier-ignore
        return;
      case 'if':
        each.results.forEach((result, k) => {
          flow(each.then.yields[k], result);
          flow(each.otherwise.yields[k], result);
        });
        return;
      case 'loop':
        each.parameters.forEach((parameter, k) => {
          flow(each.initial[k], parameter);
          flow(each.body.yields[k], parameter);
          flow(parameter, each.results[k]);
        });
        return;
      case 'call':
        each.args.forEach((arg, k) => flow(arg, each.target.parameters[k]));
        each.results.forEach((result, k) => flow(each.target.body.yields[k], result));
        if (each.target.rule !== undefined && each.args.some((arg) => values.has(arg))) for (const result of each.results) values.add(result); // prettier-ignore
        return;
      case 'load':
      case 'pop':
        if (memory.has(classes.classOf(each.array))) values.add(each.result);
        return;
      case 'get-field':
        if (memory.has(classes.classOf(each.object))) values.add(each.result);
        return;
      case 'store':
      case 'push':
      case 'accumulate':
        return keep(each.value, each.array);
      case 'set-field':
      case 'accumulate-field':
        return keep(each.value, each.object);
      case 'allocate':
        return keep(each.fill, each.result);
      case 'list':
      case 'struct':
        for (const element of each.elements) keep(element, each.result);
        return;
      default:
    }
  };
  while (size < values.size + memory.size) {
    size = values.size + memory.size;
    for (const fn of reachable(root)) walk(fn.body, visit);
  }
  const found = new Set<Kink>();
  for (const fn of reachable(root))
    walk(fn.body, (each) => {
      if (each.kind === 'kink' && (values.has(each.left) || values.has(each.right))) found.add(each);
    });
  return found;
}

/** NaN for every number that an array or a record holds. */
function spoil(builder: Builder, value: Value): void {
  const { type } = value;
  if (type.kind === 'array') {
    builder.count(builder.length(value), [], (index) => {
      if (isReference(type.element)) spoil(builder, builder.load(value, index));
      else builder.emit({ kind: 'store', array: value, index, value: builder.constant(NaN) });
      return [];
    });
  } else if (type.kind === 'struct') {
    for (const [field, inner] of type.fields) {
      if (isReference(inner)) {
        const part = newValue(inner, field);
        builder.emit({ kind: 'get-field', result: part, object: value, field });
        spoil(builder, part);
      } else if (inner.kind === 'number') builder.emit({ kind: 'set-field', object: value, field, value: builder.constant(NaN) }); // prettier-ignore
    }
  }
}
