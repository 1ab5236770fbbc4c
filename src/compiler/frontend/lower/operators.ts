/**
 * Unary, binary and logical operators. On what is known to be a number they are rows of the rule table;
 * texts may be joined and compared; kinds that JavaScript would convert in a surprising way are refused.
 */
import type * as acorn from '../syntax/tree.ts';
import { isReference, unknownType, type Value } from '../../ir/ir.ts';

import type { OperationName } from '../../ir/operations.ts';
import { type Abstract, abstractOf, describeAbstract, type KnownFunction, undefinedAbstract } from './abstract.ts';
import { extendsClass, instanceType, sharedBy } from './classes.ts';
import { hasEntry } from './collections.ts';
import { textOfKey } from './members.ts';
import { becomeDictionary, collectionOf } from './memory.ts';
import { fieldsOf } from './fields.ts';
import type { Lowering } from './lowering.ts';
import type { Node } from '../syntax/function-text.ts';
import {
  choice,
  condition,
  isNothing,
  isNullish,
  isText,
  looselyEqual,
  numberOf,
  strictlyEqual,
  truth,
} from './values.ts';

const binaryOperations: Record<string, OperationName> = {
  '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '%': 'rem', '**': 'pow',
  '&': 'bitand', '|': 'bitor', '^': 'bitxor', '<<': 'shl', '>>': 'shr', '>>>': 'ushr',
  '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge',
}; // prettier-ignore

export function binary(l: Lowering, node: acorn.BinaryExpression): Abstract {
  const { operator } = node;
  // `this instanceof P` is asked to find out how a function was called.
  const asks = operator === 'instanceof' && node.left.type === 'ThisExpression' ? l.scope.lookup('this') : undefined;
  const left = asks ? l.read(asks, node.left) : l.evaluate(node.left);
  const right = l.evaluate(node.right);
  l.at(node);
  return applyBinary(l, operator, left, right, node, node.left, node.right);
}

export function applyBinary(
  l: Lowering,
  operator: string,
  left: Abstract,
  right: Abstract,
  node: Node,
  leftNode: Node,
  rightNode: Node,
): Abstract {
  switch (operator) {
    case '===':
    case '!==': {
      const same = strictlyEqual(l, left, right, node);
      return operator === '===' ? same : { kind: 'value', value: l.builder.apply('not', l.valueOf(same)!) };
    }
    case '==':
    case '!=': {
      const same = looselyEqual(l, left, right, node);
      return operator === '==' ? same : { kind: 'value', value: l.builder.apply('not', l.valueOf(same)!) };
    }
    case 'in':
    case 'instanceof':
      return membership(l, operator, left, right, node);
    default:
  }
  const operation = binaryOperations[operator];
  if (operation === undefined)
    return l.fail('S101', node, `\`${operator}\` is outside the accepted language`, 'use arithmetic');
  if (isText(l, left) || isText(l, right)) {
    if (operator === '+') {
      const a = l.valueOf(left);
      const b = l.valueOf(right);
      if (a && b)
        return {
          kind: 'value',
          value: l.builder.apply('concat', l.builder.apply('text', a), l.builder.apply('text', b)),
        };
    } else if (/[<>]=?$/.test(operator) && operator.length <= 2 && isText(l, left) && isText(l, right)) {
      return { kind: 'value', value: l.builder.apply(operation, l.valueOf(left)!, l.valueOf(right)!) };
    }
  }
  const a = numberOf(l, left, leftNode);
  const b = numberOf(l, right, rightNode);
  l.at(node);
  return abstractOf(l.builder.apply(operation, a, b));
}

function membership(l: Lowering, operator: string, left: Abstract, right: Abstract, node: Node): Abstract {
  if (operator === 'in' && right.kind === 'value' && left.kind === 'value') {
    const type = l.types.find(right.value.type);
    if (collectionOf(l, right) === 'dictionary')
      return { kind: 'value', value: hasEntry(l, right, textOfKey(l, left, node), node) };
    if (type.kind === 'struct' && !type.tuple && left.value.constant === undefined) becomeDictionary(l, right);
    const known = left.value.constant?.value;
    if (type.kind === 'struct' && (typeof known === 'string' || typeof known === 'number')) {
      if (!type.tuple && !type.closed) fieldsOf(l, right, node);
      return l.boolean(type.fields.has(String(known)) || type.closed?.has(String(known)) === true);
    }
    if (type.kind === 'array') {
      const index = numberOf(l, left, node);
      const below = l.builder.apply('lt', index, l.builder.length(right.value));
      return { kind: 'value', value: l.both(l.builder.apply('ge', index, l.builder.constant(0)), below) };
    }
  }
  if (operator === 'instanceof' && right.kind === 'function') return instanceOf(l, left, right.fn, node);
  return l.fail('S101', node, `\`${l.text(node)}\` is outside the accepted language`, 'compare values instead');
}

/** `value instanceof Class`: types tell it, but for a value that may be missing. */
function instanceOf(l: Lowering, left: Abstract, right: KnownFunction, node: Node): Abstract {
  const wanted = sharedBy(l, right);
  if (wanted !== undefined) {
    const type = instanceType(l, left);
    if (left.kind !== 'value' || type === undefined || !extendsClass(l, type.shared, wanted)) return l.boolean(false);
    if (!l.mayBeNothing(left.value)) return l.boolean(true);
    return { kind: 'value', value: l.builder.apply('not', isNullish(l, left)) };
  }
  if (right.kind === 'native') {
    const type = left.kind === 'value' ? l.types.find(left.value.type) : undefined;
    if (type?.kind === 'array')
      return l.boolean(
        right.name === type.storage || (right.name === 'Array' && type.storage === 'list') || right.name === 'Object',
      );
    if (type?.kind === 'struct') return l.boolean(right.name === 'Object' || (type.tuple && right.name === 'Array'));
    return l.boolean(false);
  }
  return l.fail('S101', node, `\`${l.text(node)}\` is outside the accepted language`, 'compare values instead');
}

export function unary(l: Lowering, node: acorn.UnaryExpression): Abstract {
  if (node.operator === 'typeof') return typeOf(l, node);
  if (node.operator === 'delete')
    return l.fail('S101', node, '`delete` is outside the accepted language', 'build a new object or array instead');
  if (node.operator === '!') return abstractOf(condition(l, node));
  const operand = l.evaluate(node.argument);
  l.at(node);
  switch (node.operator) {
    case '-':
      return abstractOf(l.builder.apply('neg', numberOf(l, operand, node.argument)));
    case '+': {
      const value = numberOf(l, operand, node.argument);
      return abstractOf(l.mayBeNothing(value) ? l.builder.apply('number', value) : value);
    }
    case '~':
      return abstractOf(l.builder.apply('bitnot', numberOf(l, operand, node.argument)));
    case 'void':
      return undefinedAbstract;
  }
}

/** Null or undefined, whichever of the two a missing object is. */
function nothingOf(l: Lowering, object: Value): Abstract {
  const { builder } = l;
  const isNull = builder.apply('is_null', object);
  const result = builder.select(unknownType, isNull, builder.constant(null), builder.constant(undefined));
  l.optional.add(result);
  return { kind: 'value', value: result };
}

function typeOf(l: Lowering, node: acorn.UnaryExpression): Abstract {
  const { argument } = node;
  const unknownName =
    argument.type === 'Identifier' &&
    !l.scope.lookup(argument.name) &&
    l.environment.describe([argument.name]) === undefined &&
    !/^(Math|Number|undefined|NaN|Infinity)$/.test(argument.name);
  const operand: Abstract = unknownName ? undefinedAbstract : l.evaluate(argument);
  if (operand.kind === 'conflict') l.mixed(node, `\`${l.text(argument)}\` is ${describeAbstract(operand)}`);
  const { kind } = operand.kind === 'value' ? l.types.find(operand.value.type) : operand;
  const known = kind === 'choice' ? 'function' : /^(number|string|boolean|function)$/.test(kind) ? kind : 'object';
  const unless = (nothing: 'undefined' | 'null', name: string, other: Value): Value =>
    l.builder.apply('select', isNothing(l, operand, nothing), l.builder.constant(name), other);
  return abstractOf(unless('undefined', 'undefined', unless('null', 'object', l.builder.constant(known))));
}

export function logical(l: Lowering, node: acorn.LogicalExpression): Abstract {
  const left = l.evaluate(node.left);
  const right = (): Abstract => l.evaluate(node.right);
  if (node.operator === '??') return choice(l, isNullish(l, left), node, right, () => left);
  const test = truth(l, left, node.left);
  const isBoolean = (abstract: Abstract): boolean =>
    abstract.kind === 'value' && l.types.find(abstract.value.type).kind === 'boolean';
  const and = node.operator === '&&';
  if (test.constant) return Boolean(test.constant.value) === and ? right() : left;
  // Where only truth counts, operands of different kinds do no harm.
  const wrap = (abstract: Abstract): Abstract =>
    isBoolean(left) || left.kind !== 'value' || abstract.kind === 'value'
      ? abstract
      : { kind: 'value', value: truth(l, abstract, node.right) };
  // An object that is false is none: nothing of its kind is handed on.
  const isObject = left.kind === 'value' && isReference(l.types.find(left.value.type));
  const falsy = and && isObject ? nothingOf(l, left.value) : left;
  return choice(
    l,
    test,
    node,
    () => (and ? wrap(right()) : left),
    () => (and ? falsy : wrap(right())),
    'give both sides the same kind of value, or use `? :`',
  );
}
