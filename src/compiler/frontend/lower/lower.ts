/**
 * The entry of the parser: a function's text and the types of its arguments in, a function of the IR out.
 * The result's parameters are the arguments, then the captured values that the function turned out to use.
 */
import { SecantError } from '../../../base/diagnostics.ts';
import type { ArgumentDescription, CapturedDescription, Lowered } from '../../ir/described.ts';
import { newValue, stringType, type Type, unknownType, type Value } from '../../ir/ir.ts';
import { reachable } from '../../ir/visit.ts';
import { type Abstract, abstractOf, describeAbstract, type KnownFunction } from './abstract.ts';
import { functionFrom } from './globals.ts';
import { Facts, Restart, Unknown } from './facts.ts';
import { type Language, Lowering } from './lowering.ts';
import { elementsOfCollection, entryOf } from './collections.ts';
import { completeRecords } from './complete-records.ts';
import { copyType } from './recursion.ts';
import { Frame, Scope } from './scope.ts';
import { evaluate } from './expressions.ts';
import { parameterNames } from './frames.ts';
import { invokeAny } from './invocation.ts';
import type { Node } from '../syntax/function-text.ts';
import { lowerList, lowerPrelude, lowerStatement } from './statements.ts';

/** The parts of the language that hold each other. */
const language: Language = {
  evaluate,
  invoke: invokeAny,
  entryOf,
  elementsOfCollection,
  lowerStatement,
  lowerList,
  lowerPrelude,
};

const mostRestarts = 400;

/**
 * Lowers a function for arguments of the given kinds.
 *
 * @throws SecantError with the place in the text for everything that is outside the accepted language.
 */
export function lowerToIr(description: CapturedDescription, args: readonly ArgumentDescription[], name = 'f'): Lowered {
  const facts = new Facts();
  for (let attempt = 0; ; attempt++) {
    try {
      return attemptLowering(description, args, name, facts);
    } catch (error) {
      if (attempt === mostRestarts) throw error;
      if (error instanceof Restart) continue;
      const told = error instanceof Unknown ? error.otherwise : error;
      // What a name outside is, no other reading of the arrays will tell.
      if (told instanceof SecantError && /^S10[247]$/.test(told.code)) throw told;
      if (facts.emptyReads === 'looked for') facts.emptyReads = 'found';
      else if (facts.emptyReads === 'numbers' && facts.tookEmptyAsNumbers && told instanceof SecantError)
        facts.emptyReads = 'looked for';
      else throw told ?? error;
    }
  }
}

/** What an error about the whole function points to. */
function placeOfWhole(fn: KnownFunction): Node {
  if (fn.kind === 'closure') return fn.node;
  return fn.kind === 'class' ? { ...fn.node, end: fn.node.body.start } : { type: 'Program', start: 0, end: 0 };
}

function attemptLowering(
  description: CapturedDescription,
  args: readonly ArgumentDescription[],
  name: string,
  facts: Facts,
): Lowered {
  const frame = new Frame(name);
  const environment = { describe: () => undefined, names: [] };
  const l = new Lowering(language, facts, frame, { name, text: '' }, environment, new Scope());
  const fn = functionFrom(l, description, name);
  if (fn.kind === 'closure' || fn.kind === 'class') l.source = fn.source;
  const names = parameterNames(fn);
  // Every argument has its parameter, also where the program is built on what it is: a program is called with all of them.
  const parameter = (type: Type, k: number): Value => {
    const value = newValue(type, names[k]);
    frame.fn.parameters.push(value);
    return value;
  };
  const abstracts = args.map((arg, k): Abstract => {
    switch (arg.kind) {
      case 'undefined':
        parameter(unknownType, k);
        return { kind: 'undefined' };
      case 'value':
        // A copy: what one start assumes of empty arrays must not reach the next.
        return { kind: 'value', value: parameter(copyType(l, arg.type)!, k) };
      case 'text':
        parameter(stringType, k);
        return abstractOf(l.builder.constant(arg.text));
      default:
        parameter(unknownType, k);
        return { kind: 'function', fn: functionFrom(l, arg, names[k] ?? 'argument') };
    }
  });
  const node = placeOfWhole(fn);
  const result = l.invoke({ kind: 'function', fn }, abstracts, node);
  frame.fn.body.yields = result.kind === 'undefined' || result.kind === 'null' ? [] : [l.flatten(result, node)];
  if (facts.emptyReads === 'looked for') {
    for (const type of l.emptyArrays) {
      const origin = l.origins.get(type) ?? l.origins.get(l.types.find(type));
      const element = l.types.elementOf(type);
      if (origin && element.kind !== 'unknown' && !l.types.holdsFunction(element))
        facts.elementTypes.set(origin, copyType(l, element)!);
    }
    facts.emptyReads = 'found';
    throw new Restart();
  }
  for (const input of l.capturedInputs) frame.fn.parameters.push(input.value);
  l.types.settle();
  for (const fn of reachable(frame.fn)) completeRecords(fn.body);
  return { fn: frame.fn, captured: l.capturedInputs, gives: describeAbstract(result) };
}
