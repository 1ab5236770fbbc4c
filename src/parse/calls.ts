/** Calls and `new`, as they stand in the text. */
import type * as acorn from 'acorn';
import { unreachable } from '../base/diagnostics.ts';
import { newValue, numberType, type TypedStorage } from '../ir/ir.ts';
import { type Abstract, undefinedAbstract } from './abstract.ts';
import { isTypedStorage, newArray, typedFrom } from './arrays.ts';
import type { Lowering } from './lowering.ts';
import { readMember } from './members.ts';
import { loadElement, loadField, newArrayType } from './memory.ts';
import { withoutTypes } from './syntax.ts';
import { choice, isNullish, numberOf } from './values.ts';

/** Evaluates the arguments of a call; a spread must have a known number of elements. */
function argumentsOf(l: Lowering, node: acorn.CallExpression | acorn.NewExpression): Abstract[] | { spread: Abstract } {
  const args: Abstract[] = [];
  for (const argument of node.arguments) {
    if (argument.type !== 'SpreadElement') {
      args.push(l.evaluate(argument));
      continue;
    }
    const from = l.evaluate(argument.argument);
    const type = from.kind === 'value' ? l.types.find(from.value.type) : undefined;
    if (type?.kind === 'struct' && type.tuple) {
      for (const field of type.fields.keys()) args.push(loadField(l, from, field));
    } else if (type?.kind === 'array' && node.arguments.length === 1) return { spread: from };
    else
      return l.fail(
        'S101',
        argument,
        'a spread argument must stand alone or have a known length',
        'pass the array itself',
      );
  }
  return args;
}

export function call(l: Lowering, node: acorn.CallExpression): Abstract {
  const callee = withoutTypes(node.callee) as acorn.Expression;
  refuseCounters(l, node, callee);
  if (callee.type === ('Super' as string))
    return l.fail('S101', node, '`super` is outside the accepted language', 'use plain functions');
  let fn: Abstract;
  if (callee.type === 'MemberExpression' && callee.object.type !== 'Super') {
    const object = l.evaluate(callee.object);
    if (callee.optional) {
      return choice(
        l,
        isNullish(l, object),
        node,
        () => undefinedAbstract,
        () => finish(l, readMember(l, object, callee), node),
      );
    }
    fn = readMember(l, object, callee);
  } else fn = l.evaluate(callee);
  if (node.optional)
    return choice(
      l,
      isNullish(l, fn),
      node,
      () => undefinedAbstract,
      () => finish(l, fn, node),
    );
  return finish(l, fn, node);
}

function finish(l: Lowering, fn: Abstract, node: acorn.CallExpression): Abstract {
  const args = argumentsOf(l, node);
  l.at(node);
  if (Array.isArray(args)) return l.invoke(fn, args, node);
  return invokeSpread(l, fn, args.spread, node);
}

/** `f(...array)`: for `Math.max` and its kind a reduction; for the rest as many elements as the function has parameters. */
function invokeSpread(l: Lowering, fn: Abstract, spread: Abstract, node: acorn.CallExpression): Abstract {
  if (fn.kind === 'function' && fn.fn.kind === 'native')
    return l.invoke({ kind: 'function', fn: { kind: 'native', name: `${fn.fn.name}...` } }, [spread], node);
  if (fn.kind === 'function' && fn.fn.kind === 'bound' && fn.fn.method === 'push') {
    return l.invoke({ kind: 'function', fn: { ...fn.fn, method: 'push...' } }, [spread], node);
  }
  if (fn.kind === 'function' && fn.fn.kind === 'closure') {
    const { params } = fn.fn.node;
    if (params.at(-1)?.type === 'RestElement' && params.length === 1) {
      return l.invoke({ kind: 'function', fn: { ...fn.fn, node: withArrayParameter(fn.fn.node) } }, [spread], node);
    }
    const args = params.map((_, k) =>
      loadElement(l, spread.kind === 'value' ? spread.value : unreachable('a spread'), l.builder.constant(k)),
    );
    return l.invoke(fn, args, node);
  }
  return l.fail('S101', node, 'a spread argument must have a known length', 'pass the array itself');
}

const unwrapped = new WeakMap<object, acorn.Node>();

/** `(...xs) => body` called with `...array` is `(xs) => body` called with a copy of the array. */
function withArrayParameter<N extends { params: acorn.Pattern[] }>(node: N): N {
  const known = unwrapped.get(node) as N | undefined;
  if (known) return known;
  const rest = node.params[0] as acorn.RestElement;
  const changed = { ...node, params: [rest.argument] };
  unwrapped.set(node, changed as unknown as acorn.Node);
  return changed;
}

/** Istanbul and its kin put counters into the text; they are not the program's own. */
function refuseCounters(l: Lowering, node: acorn.CallExpression, callee: acorn.Expression): void {
  if (callee.type === 'Identifier' && /^(cov_|__cov|_\$jscoverage|__coverage__)/.test(callee.name)) {
    l.fail(
      'S107',
      node,
      `\`${callee.name}\` is a counter that a coverage tool has put into the function`,
      'exclude the file from coverage, or use a coverage tool that does not rewrite the code (v8)',
    );
  }
}

export function lowerNew(l: Lowering, node: acorn.NewExpression): Abstract {
  const callee = withoutTypes(node.callee);
  if (callee.type === 'Identifier' && !l.scope.lookup(callee.name)) {
    const args = argumentsOf(l, node);
    const list = Array.isArray(args) ? args : [args.spread];
    l.at(node);
    if (callee.name === 'Array') return newArray(l, list, node);
    if (isTypedStorage(callee.name)) return typedArray(l, callee.name, list, node);
    if (callee.name === 'Map' || callee.name === 'Set' || callee.name === 'WeakMap') {
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
