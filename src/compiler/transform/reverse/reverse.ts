/**
 * Reverse mode: IR → IR. The program runs forward, then backwards with adjoints. In: a function and which of
 * its parameters are active. Out: a function whose parameters are the old ones, then a cotangent per result
 * (a number, or a shadow for arrays and records), then a shadow per active array or record, into which its
 * adjoint is added; it yields the old results, then the adjoints of the active number parameters.
 *
 * Straight-line code keeps what it needs in values. A branch hands the values its reverse needs out as further
 * results. A loop is run backwards in one of two ways. *Repeat*: each reverse step runs the body of its
 * iteration again and then backwards; what an iteration started from is computed from its number where it can
 * be, and remembered otherwise; writes to memory outside are left out the second time. *Remember*: the forward
 * sweep stores the values that the reverse sweep will use. Repeating needs that the body reads the same memory
 * again; where it cannot be sure, the loop remembers. Only what is really used is stored, found after the
 * reverse code is written. Functions that recurse become a pair, one for each sweep.
 *
 * Guaranteed: results are computed by the same operations in the same order; structural zeros stay zero
 * (0·∞ = 0). Sources: Griewank and Walther, Evaluating Derivatives, chapters 3 and 12; Moses and Churavy,
 * Instead of rewriting foreign code for machine learning, NeurIPS 2020, for shadows of memory.
 */
import { analyseActivity } from '../../analysis/activity.ts';
import { aliasClasses } from '../../analysis/alias.ts';
import {
  type Block,
  type FunctionIr,
  type Instruction,
  isReference,
  newValue,
  numberType,
  type Value,
} from '../../ir/ir.ts';
import { emptyBlock } from '../../rules/builder.ts';
import { shadowType } from '../../rules/shadow-type.ts';
import { carriesNumbers, zerosLike } from '../../rules/zeros.ts';
import { adjointName, Adjoints } from './adjoints.ts';
import { backwardBlock } from './backward-sweep.ts';
import { Context, type Given, type ReverseOptions } from './context.ts';
import { Environment } from './environment.ts';
import { forwardBlock } from './forward-sweep.ts';
import { givenParameters } from './recursive-pairs.ts';
import { lookAtFurthest } from '../../rules/missing-reads.ts';
import { addShadowed } from './shadows.ts';
import { usefulActivity } from './usefulness.ts';

export type { ReverseOptions } from './context.ts';

/** Differentiates a function in reverse mode. `derive` instructions must have been expanded. */
export function reverse(fn: FunctionIr, active: readonly boolean[], options: ReverseOptions = {}): FunctionIr {
  const varied = analyseActivity(fn, active, aliasClasses(fn));
  const activity = usefulActivity(fn, varied);
  const write = (given?: Given): { context: Context; written: FunctionIr } => {
    const context = new Context(fn, activity, varied, { forwardBlock, backwardBlock }, options, given);
    return { context, written: writeRoot(context, fn, active) };
  };
  const { context, written } = write();
  // What recursive functions do with their parameters in the reverse sweep shows once it is written.
  const given = givenParameters(context.pairs);
  return given === undefined ? written : write(given).written;
}

function writeRoot(context: Context, fn: FunctionIr, active: readonly boolean[]): FunctionIr {
  const environment = new Environment();
  const parameters = fn.parameters.map((parameter) => context.fresh(parameter, environment));
  const cotangents = fn.body.yields.map((value) => {
    if (!carriesNumbers(value.type)) return undefined;
    if (context.seed !== undefined && !isReference(value.type)) return context.builder.constant(context.seed);
    return newValue(value.type, 'cotangent');
  });
  for (const cotangent of cotangents) if (cotangent && cotangent.constant === undefined) parameters.push(cotangent);
  const adjointOf: Value[] = [];
  const adjointsGiven = new Map<Value, Value>();
  fn.parameters.forEach((parameter, k) => {
    if (!active[k]) return;
    if (isReference(parameter.type)) {
      const shadow = newValue(shadowType(parameter.type), adjointName(parameter));
      environment.setShadow(parameter, shadow);
      adjointsGiven.set(parameter, shadow);
      parameters.push(shadow);
    } else adjointOf.push(parameter);
  });
  const body = emptyBlock();
  context.builder.inBlock(body, () => {
    fn.parameters.forEach((parameter, k) => {
      if (active[k] || !isReference(parameter.type) || !context.activity.isActive(parameter)) return;
      environment.setShadow(parameter, zerosLike(context.builder, environment.primal(parameter)));
    });
    context.forwardBlock(fn.body, environment, true);
    const results = fn.body.yields.map((value) => environment.primal(value));
    const adjoints = new Adjoints();
    fn.body.yields.forEach((value, k) => {
      const cotangent = cotangents[k];
      if (cotangent === undefined || value.constant !== undefined || !context.activity.isActive(value)) return;
      if (!isReference(value.type)) adjoints.add(context.builder, value, cotangent);
      else {
        const shadow = environment.shadow(value);
        if (shadow) addShadowed(context.builder, shadow, cotangent, context.classOf(value), context.activity);
      }
    });
    context.backwardBlock(fn.body, environment, adjoints);
    lookAtFurthest(
      context.builder,
      body,
      context.ranges.furthest,
      // A shadow that is made here is made after it, and is as long.
      (array) => adjointsGiven.get(array) ?? environment.primal(array),
    );
    cutBack(context, fn, active, environment, body);
    body.yields = [...results, ...adjointOf.map((parameter) => adjoints.get(parameter) ?? context.builder.constant(0))];
  });
  if (context.pairs.size > 0) context.prologue.unshift(...makeSharedTapes(context));
  body.instructions.unshift(...context.prologue);
  return { name: `${fn.name}_bar`, parameters, body };
}

/** Shadows of lists that may have grown by reads past the end get back the length they came with. */
function cutBack(
  context: Context,
  fn: FunctionIr,
  active: readonly boolean[],
  environment: Environment,
  body: Block,
): void {
  fn.parameters.forEach((parameter, k) => {
    const array = environment.shadow(parameter);
    if (!active[k] || array === undefined || parameter.type.kind !== 'array') return;
    if (context.parameterLists.get(context.classOf(parameter)) !== 'to be cut back') return;
    const length = newValue(numberType, 'length');
    body.instructions.unshift({ kind: 'length', result: length, array });
    context.builder.emit({ kind: 'set-length', array, length });
  });
}

function makeSharedTapes(context: Context): Instruction[] {
  const lists: Instruction[] = [];
  const names: string[] = [];
  const elements: Value[] = [];
  for (const [name, type] of context.tapesType.fields) {
    const result = newValue(type, name);
    lists.push({ kind: 'list', result, elements: [] });
    names.push(name);
    elements.push(result);
  }
  return [...lists, { kind: 'struct', result: context.sharedTapes, names, elements }];
}
