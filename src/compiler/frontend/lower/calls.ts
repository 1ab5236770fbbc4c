/** Calls and `new`, as they stand in the text. */
import type * as acorn from '../syntax/tree.ts';
import { isTypedStorage, newValue, numberType, type TypedStorage, typedStorageNames, type Value } from '../../ir/ir.ts';
import { type Abstract, describeAbstract, type KnownFunction, undefinedAbstract } from './abstract.ts';
import { newArray, typedFrom } from './arrays.ts';
import type { Lowering } from './lowering.ts';
import { collectionFrom } from './collections.ts';
import { callSuper, construct } from './construct.ts';
import { readMember, selfAround, superMember } from './members.ts';
import { appendAll, copySlice, loadElement, loadField, newArrayType, newList, pushTo } from './memory.ts';
import { refuseCounter } from './refusals.ts';
import { mentionedBy, type Node, withoutTypes } from '../syntax/function-text.ts';
import { choice, isNullish, numberOf } from './values.ts';

/** The arguments of a call: those whose number is known, then the rest as a list, where an array of any length was spread. */
interface Arguments {
  readonly fixed: readonly Abstract[];
  readonly rest: Value | undefined;
}

function argumentsOf(l: Lowering, node: acorn.CallExpression | acorn.NewExpression): Arguments {
  const fixed: Abstract[] = [];
  let rest: Value | undefined;
  for (const argument of node.arguments) {
    if (argument.type !== 'SpreadElement') {
      const value = l.evaluate(argument);
      if (rest === undefined) fixed.push(value);
      else pushTo(l, rest, value, argument);
      continue;
    }
    const from = l.evaluate(argument.argument);
    const type = from.kind === 'value' ? l.types.find(from.value.type) : undefined;
    if (type?.kind === 'struct' && type.tuple && rest === undefined) {
      for (const field of type.fields.keys()) fixed.push(loadField(l, from, field));
      continue;
    }
    rest ??= newList(l, argument);
    appendAll(l, rest, from, argument.argument);
  }
  return { fixed, rest };
}

export function call(l: Lowering, node: acorn.CallExpression): Abstract {
  return callThen(l, node, (value) => value);
}

/** A call, and what is made of its value where no `?.` before it met undefined. */
function callThen(l: Lowering, node: acorn.CallExpression, next: (value: Abstract) => Abstract): Abstract {
  const callee = withoutTypes(node.callee) as acorn.Expression;
  refuseCounters(l, node, callee);
  if (callee.type === ('Super' as string)) {
    const { fixed, rest } = argumentsOf(l, node);
    if (rest !== undefined)
      return l.fail('S101', node, 'an array of any length cannot be spread into `super`', 'name the arguments');
    l.at(node);
    return next(callSuper(l, fixed, node));
  }
  const go = (fn: Abstract, self?: Abstract): Abstract => {
    const finish = (): Abstract => next(finishCall(l, fn, node, self));
    return node.optional ? choice(l, isNullish(l, fn), node, () => undefinedAbstract, finish) : finish();
  };
  return chainThen(l, callee, go);
}

/** `a?.b.c(x)`: what follows a `?.` is left out where what stands before it is undefined or null. */
export function chainThen(
  l: Lowering,
  expression: acorn.Expression,
  next: (value: Abstract, self?: Abstract) => Abstract,
): Abstract {
  const node = withoutTypes(expression);
  if (node.type === 'ParenthesizedExpression' && node.expression.type === 'MemberExpression')
    return chainThen(l, node.expression, next);
  if (node.type === 'CallExpression') return callThen(l, node, next);
  if (node.type !== 'MemberExpression') return next(l.evaluate(node));
  if (node.object.type === 'Super') {
    const self = selfAround(l, node);
    return next(superMember(l, self, node), self);
  }
  return chainThen(l, node.object, (object) => {
    const read = (): Abstract => next(readMember(l, object, node), object);
    return node.optional ? choice(l, isNullish(l, object), node, () => undefinedAbstract, read) : read();
  });
}

function finishCall(l: Lowering, fn: Abstract, node: acorn.CallExpression, self: Abstract | undefined): Abstract {
  const { fixed, rest } = argumentsOf(l, node);
  l.at(node);
  return rest === undefined ? l.invoke(fn, fixed, node, self) : invokeSpread(l, fn, fixed, rest, node, self);
}

/** `f(a, ...array)`: for `Math.max` and its kind a reduction; for the rest as many elements as the function has parameters. */
export function invokeSpread(
  l: Lowering,
  callee: Abstract,
  fixed: readonly Abstract[],
  rest: Value,
  node: Node,
  self?: Abstract,
): Abstract {
  const fn = callee.kind === 'function' ? callee.fn : undefined;
  if (fn?.kind === 'native' || (fn?.kind === 'bound' && fn.receiver.kind === 'value')) {
    const all = newList(l, node);
    for (const value of fixed) pushTo(l, all, value, node);
    appendAll(l, all, { kind: 'value', value: rest }, node);
    const gathered: KnownFunction =
      fn.kind === 'native' ? { ...fn, name: `${fn.name}...` } : { ...fn, method: `${fn.method}...` };
    return l.invoke({ kind: 'function', fn: gathered }, [{ kind: 'value', value: all }], node);
  }
  if (fn?.kind === 'closure') {
    const { params } = fn.node;
    if (fn.node.type !== 'ArrowFunctionExpression' && mentionedBy(fn.node).args)
      return l.fail(
        'S101',
        node,
        `\`${l.text(node)}\` spreads an array of any length into a function that reads \`arguments\``,
        'use rest parameters: `(...values) => …`',
      );
    const element = (k: number): Abstract =>
      k < fixed.length ? fixed[k]! : loadElement(l, rest, l.builder.constant(k - fixed.length));
    if (params.at(-1)?.type !== 'RestElement')
      return l.invoke(
        callee,
        params.map((_, k) => element(k)),
        node,
        self,
      );
    const named = params.length - 1;
    const gathered = newList(l, node);
    for (const value of fixed.slice(named)) pushTo(l, gathered, value, node);
    const from = l.builder.constant(Math.max(0, named - fixed.length));
    appendAll(l, gathered, { kind: 'value', value: copySlice(l, rest, from, l.builder.length(rest), node) }, node);
    const args = [...params.slice(0, -1).map((_, k) => element(k)), { kind: 'value', value: gathered } as const];
    return l.invoke({ kind: 'function', fn: { ...fn, node: withArrayParameter(fn.node) } }, args, node, self);
  }
  return l.fail(
    'S101',
    node,
    `\`${l.text(node)}\` spreads an array into a call that cannot take it`,
    'pass the array itself',
  );
}

const unwrapped = new WeakMap<object, acorn.Node>();

/** `(a, ...xs) => body` called with `...array` is `(a, xs) => body` called with a fresh array. */
function withArrayParameter<N extends { params: acorn.Pattern[] }>(node: N): N {
  const known = unwrapped.get(node) as N | undefined;
  if (known) return known;
  const rest = node.params.at(-1) as acorn.RestElement;
  const changed = { ...node, params: [...node.params.slice(0, -1), rest.argument] };
  unwrapped.set(node, changed as unknown as acorn.Node);
  return changed;
}

/** Istanbul and its kin put counters into the text; they are not the program's own. */
function refuseCounters(l: Lowering, node: acorn.CallExpression, callee: acorn.Expression): void {
  if (callee.type === 'Identifier' && !l.scope.lookup(callee.name)) {
    refuseCounter(l, callee.name, node);
  }
}

const nativeClasses = new Set(['Array', 'Map', 'Set', 'WeakMap', 'Date', ...typedStorageNames]);

/** JavaScript's own constructors that make nothing a program can hold. */
const otherGlobals =
  /Error$|^(Function|Promise|RegExp|Proxy|Object|WeakSet|WeakRef|DataView|ArrayBuffer|Worker|WebSocket)$/;

export function lowerNew(l: Lowering, node: acorn.NewExpression): Abstract {
  const callee = withoutTypes(node.callee);
  const isOwn =
    callee.type === 'Identifier' &&
    (l.scope.lookup(callee.name) !== undefined || l.environment.describe([callee.name]) !== undefined);
  if (callee.type === 'Identifier' && !isOwn && nativeClasses.has(callee.name)) {
    const { fixed, rest } = argumentsOf(l, node);
    const list = rest === undefined ? fixed : [{ kind: 'value', value: rest } as const];
    if (rest !== undefined && fixed.length > 0)
      return l.fail(
        'S101',
        node,
        `\`${l.text(node)}\` spreads an array after other elements`,
        'write an array literal',
      );
    l.at(node);
    if (callee.name === 'Array') return rest === undefined ? newArray(l, fixed, node) : { kind: 'value', value: rest };
    if (isTypedStorage(callee.name)) return typedArray(l, callee.name, list, node);
    if (callee.name === 'Map' || callee.name === 'Set') return collectionFrom(l, callee.name, list, node);
    if (callee.name === 'WeakMap') {
      return l.fail(
        'S101',
        node,
        `\`${callee.name}\` is outside the accepted language`,
        'use an array or a plain object',
      );
    }
    if (callee.name === 'Date')
      return l.fail('S104', node, '`new Date` reads the clock', 'pass the time in as an argument');
  }
  if (callee.type === 'Identifier' && !isOwn && otherGlobals.test(callee.name))
    return l.fail('S101', node, `\`${l.text(node)}\` is outside the accepted language`, 'use arrays and plain objects');
  const made = l.evaluate(callee);
  if (made.kind !== 'function')
    return l.fail(
      'S105',
      callee,
      `\`${l.text(callee)}\` is ${describeAbstract(made)}, not a class`,
      'use a class or a constructor function that is known here',
    );
  const { fixed, rest } = argumentsOf(l, node);
  if (rest !== undefined)
    return l.fail('S101', node, 'an array of any length cannot be spread into `new`', 'name the arguments');
  l.at(node);
  if (made.fn.kind === 'native') return newNative(l, made.fn.name, fixed, node);
  return construct(l, made.fn, fixed, node);
}

/** `new A(n)` where `A` is another name for `Array` or one of its kind. */
function newNative(l: Lowering, name: string, args: readonly Abstract[], node: acorn.NewExpression): Abstract {
  if (name === 'Array') return newArray(l, args, node);
  if (isTypedStorage(name)) return typedArray(l, name, args, node);
  return l.fail('S101', node, `\`${l.text(node)}\` is outside the accepted language`, 'use arrays and plain objects');
}

function typedArray(
  l: Lowering,
  storage: TypedStorage,
  args: readonly Abstract[],
  node: acorn.NewExpression,
): Abstract {
  const [first] = args;
  if (first === undefined || (first.kind === 'value' && l.types.find(first.value.type).kind === 'number')) {
    const result = newValue(newArrayType(l, node, numberType, storage));
    const length = first === undefined ? l.builder.constant(0) : numberOf(l, first, node.arguments[0] ?? node);
    l.builder.emit({ kind: 'allocate', result, length, fill: undefined, span: l.builder.span });
    return { kind: 'value', value: result };
  }
  return typedFrom(l, storage, first, node);
}
