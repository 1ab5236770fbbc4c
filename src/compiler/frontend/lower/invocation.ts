/**
 * Calling a function value, whatever kind it is. An ordinary function is lowered in place, with the parameters
 * bound to the arguments. A function that is reached again while it is being inlined is recursive and gets a
 * function of the IR of its own (recursion.ts). So do functions that are inlined over and over: where each calls the one
 * before it twice, forty short lines would become 2^40.
 */
import type * as acorn from '../syntax/tree.ts';
import {
  type Abstract,
  abstractOf,
  type Closure,
  describeAbstract,
  type KnownFunction,
  undefinedAbstract,
} from './abstract.ts';
import { callMethod } from './array-methods.ts';
import { refuseUnusual, runBody } from './closures.ts';
import { callDerived } from './derived.ts';
import { callPullback } from './derived-products.ts';
import { Restart } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { callCollection } from './collections.ts';
import { collectionOf } from './memory.ts';
import { getMember } from './members.ts';
import { callNative } from './natives.ts';
import { callSpecialized } from './recursion.ts';
import { callRuled, failIf } from './ruled.ts';
import { choice, isNullish } from './values.ts';
import type { Node } from '../syntax/function-text.ts';

/** How deep calls may be inlined into each other before it is taken for a recursion that never repeats itself. */
const deepestInlining = 200;
/** How many calls may be inlined in all before those to the functions called most are left as calls. */
const mostInlined = 2000;
/** A function inlined so often by then is one of these. */
const oftenInlined = 8;

/** Calls a function whose body or meaning is known. */
function invoke(l: Lowering, fn: KnownFunction, args: readonly Abstract[], node: Node, self?: Abstract): Abstract {
  switch (fn.kind) {
    case 'native': {
      const method = /\.prototype\.(\w+)$/.exec(fn.name)?.[1];
      return method === undefined ? callNative(l, fn.name, args, node) : callUnbound(l, method, self, args, node);
    }
    case 'bound':
      if (collectionOf(l, fn.receiver)) return callCollection(l, fn.receiver, fn.method, args, node);
      return callMethod(l, fn.receiver, fn.method, args, node);
    case 'derived':
      return callDerived(l, fn, args, node);
    case 'pullback':
      return callPullback(l, fn, args, node);
    case 'ruled':
      return callRuled(l, fn, args, node);
    case 'partial':
      return invoke(l, fn.of, [...fn.args, ...args], node, fn.self);
    case 'class':
      return l.fail(
        'S105',
        (node as acorn.CallExpression).callee ?? node,
        `\`${fn.name}\` is a class, and a class is not called`,
        'make an instance with `new`, and differentiate a function of it',
      );
    case 'closure':
      return invokeClosure(l, fn, args, node, self);
  }
}

/** `Array.prototype.slice.call(xs, 1)`: a method of JavaScript's own, with a receiver of the caller's choice. */
function callUnbound(
  l: Lowering,
  method: string,
  self: Abstract = undefinedAbstract,
  args: readonly Abstract[],
  node: Node,
): Abstract {
  if (method !== 'toString') return invokeAny(l, getMember(l, self, method, node), args, node, self);
  const type = self.kind === 'value' ? l.types.find(self.value.type) : undefined;
  const isList = (type?.kind === 'array' && type.storage === 'list') || (type?.kind === 'struct' && type.tuple);
  const kind = isList ? 'array' : type?.kind === 'array' ? type.storage : (type?.kind ?? self.kind);
  const names: Record<string, string> = {
    struct: 'Object',
    captured: 'Object',
    choice: 'Function',
    unknown: 'Undefined',
  };
  const name = names[kind] ?? kind.charAt(0).toUpperCase() + kind.slice(1);
  return abstractOf(l.builder.constant(`[object ${name}]`));
}

function invokeClosure(
  l: Lowering,
  fn: Closure,
  args: readonly Abstract[],
  node: Node,
  self: Abstract | undefined,
): Abstract {
  refuseUnusual(l, fn);
  if (l.facts.recursive.has(fn.node)) return callSpecialized(l, fn, args, node, self);
  if (l.inlining.includes(fn.node)) {
    l.facts.recursive.add(fn.node);
    throw new Restart();
  }
  if (l.inlining.length > deepestInlining)
    l.fail('S303', node, 'calls are nested without an end', 'give the recursion an end');
  countInlining(l, fn.node);
  l.inlining.push(fn.node);
  try {
    return runBody(l, fn, args, self);
  } finally {
    l.inlining.pop();
  }
}

/** Counts a call that is inlined; past the bound, the functions called most get functions of their own. */
function countInlining(l: Lowering, node: Node): void {
  l.inlined.set(node, (l.inlined.get(node) ?? 0) + 1);
  if (++l.inlinedCalls !== mostInlined) return;
  const often = [...l.inlined].filter(([, count]) => count >= oftenInlined);
  if (often.length === 0) return;
  for (const [called] of often) l.facts.recursive.add(called);
  throw new Restart();
}

/** Calls a function value with elements of an iteration: (element, index, array). */
export function invokeAny(
  l: Lowering,
  callee: Abstract,
  args: readonly Abstract[],
  node: Node,
  self?: Abstract,
): Abstract {
  const place = (node as acorn.CallExpression).callee ?? node;
  if (callee.kind === 'function') return invoke(l, callee.fn, args, node, self);
  if (callee.kind === 'choice') {
    failIf(l, isNullish(l, callee), `\`${l.text(place)}\` is not a function`);
    return invokeChoice(l, callee, args, node, 0, self);
  }
  return l.fail(
    'S105',
    place,
    `\`${l.text(place)}\` is ${describeAbstract(callee)}, not a function`,
    'call a function',
  );
}

function invokeChoice(
  l: Lowering,
  callee: Extract<Abstract, { kind: 'choice' }>,
  args: readonly Abstract[],
  node: Node,
  from: number,
  self: Abstract | undefined,
): Abstract {
  const fn = callee.choices[from]!;
  if (from === callee.choices.length - 1) return invoke(l, fn, args, node, self);
  const isThis = l.builder.apply('eq', callee.tag, l.builder.constant(from));
  return choice(
    l,
    isThis,
    node,
    () => invoke(l, fn, args, node, self),
    () => invokeChoice(l, callee, args, node, from + 1, self),
    'let all the functions give one kind of value',
  );
}
