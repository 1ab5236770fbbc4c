/** Conversions and comparisons of values whose kind is known: numbers, truth values, equality, undefined and null. */
import type * as acorn from '../syntax/tree.ts';
import { isReference, type Value } from '../../ir/ir.ts';
import { discover } from '../../ir/open-shape.ts';
import { type Abstract, describeAbstract, type KnownFunction, undefinedAbstract } from './abstract.ts';
import { choose } from './branches.ts';
import { maybeNothing, placeAmong } from './tags.ts';
import { Restart } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { type Node, withoutTypes } from '../syntax/function-text.ts';

/** A number from an expression, or an error that says what stands there instead. */
export function numberOf(l: Lowering, abstract: Abstract, node: Node): Value {
  if (abstract.kind === 'value') {
    const { value } = abstract;
    const type = l.types.find(value.type);
    switch (type.kind) {
      case 'number':
      case 'unknown':
        return value;
      case 'boolean':
        return l.builder.apply('number', value);
      case 'string':
        if (isKeyText(l, value)) return l.builder.apply('number', value);
        if (value.constant !== undefined && !Number.isNaN(Number(value.constant.value)))
          return l.builder.apply('number', value);
        break;
      default:
    }
  }
  if (abstract.kind === 'undefined') {
    // A name, field or entry that holds nothing: NaN in the value, and in no derivative.
    l.builder.noteMissing(l.builder.constant(undefined));
    return l.builder.constant(NaN);
  }
  if (abstract.kind === 'null') return l.builder.constant(0);
  return l.fail(
    'S105',
    node,
    `\`${l.text(node)}\` is ${describeAbstract(abstract)}, and a number is needed here`,
    hintFor(abstract),
  );
}

function hintFor(abstract: Abstract): string {
  if (abstract.kind === 'function') return 'call it';
  if (abstract.kind === 'value' && abstract.value.type.kind === 'array')
    return 'use one of its elements, or loop over it';
  return 'convert it to a number first';
}

/** True for the text of an array index, as `for (const key in array)` gives it. */
function isKeyText(l: Lowering, value: Value): boolean {
  return value.type.kind === 'string' && l.keyTexts.has(value);
}

/** The truth value of an expression. */
export function condition(l: Lowering, expression: acorn.Expression): Value {
  const node = withoutTypes(expression);
  switch (node.type) {
    case 'ParenthesizedExpression':
      return condition(l, node.expression);
    case 'UnaryExpression':
      if (node.operator !== '!') break;
      return l.builder.apply('not', condition(l, node.argument));
    case 'LogicalExpression': {
      if (node.operator === '??') break;
      // Only whether the sides hold counts, so they may be of different kinds.
      const and = node.operator === '&&';
      const left = condition(l, node.left);
      const right = (): Abstract => ({ kind: 'value', value: condition(l, node.right) });
      const same = (): Abstract => ({ kind: 'value', value: left });
      if (left.constant) return Boolean(left.constant.value) === and ? condition(l, node.right) : left;
      const result = choose(l, left, node, and ? right : same, and ? same : right);
      return result === 'throws' ? l.builder.constant(false) : l.valueOf(result)!;
    }
    default:
  }
  return truth(l, l.evaluate(node), node);
}

export function truth(l: Lowering, abstract: Abstract, node: Node): Value {
  switch (abstract.kind) {
    case 'value': {
      const type = l.types.find(abstract.value.type);
      if (abstract.value.constant) return l.builder.constant(Boolean(abstract.value.constant.value));
      if (isReference(type) && !l.mayBeNothing(abstract.value)) return l.builder.constant(true);
      return type.kind === 'boolean' ? abstract.value : l.builder.apply('truthy', abstract.value);
    }
    case 'undefined':
    case 'null':
      return l.builder.constant(false);
    case 'conflict':
      return l.mixed(node, `\`${l.text(node)}\` is ${describeAbstract(abstract)}`);
    case 'function':
    case 'choice':
      return l.builder.apply('not', isNullish(l, abstract));
    default:
      return l.builder.constant(true);
  }
}

/** `c ? a : b` where both give a value; `help` is said where they are of different kinds. */
export function choice(
  l: Lowering,
  test: Value,
  node: Node,
  then: () => Abstract,
  otherwise: () => Abstract,
  help = 'give both branches the same kind of value',
): Abstract {
  const result = choose(l, test, node, then, otherwise);
  if (result === 'throws') return undefinedAbstract;
  if (result.kind === 'conflict') {
    return l.fail('S105', node, `\`${l.text(node)}\` is ${describeAbstract(result)}`, help);
  }
  return result;
}

export function isText(l: Lowering, abstract: Abstract): boolean {
  return abstract.kind === 'value' && l.types.find(abstract.value.type).kind === 'string';
}

/** A part of an argument that is compared with text or a truth value is one. */
function discoverKinds(l: Lowering, left: Abstract, right: Abstract): void {
  if (left.kind !== 'value' || right.kind !== 'value') return;
  const [a, b] = [l.types.find(left.value.type), l.types.find(right.value.type)];
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if ((other.kind === 'string' || other.kind === 'boolean') && discover(one, other.kind)) throw new Restart();
  }
}

/** `===` where kinds are known: only values of one kind are compared at run time. */
export function strictlyEqual(l: Lowering, left: Abstract, right: Abstract, node: Node): Abstract {
  discoverKinds(l, left, right);
  if (left.kind === 'conflict' || right.kind === 'conflict')
    return l.mixed(node, `\`${l.text(node)}\` compares different kinds of value`);
  for (const [a, b] of [
    [left, right],
    [right, left],
  ] as const) {
    if (b.kind === 'undefined' || b.kind === 'null') return { kind: 'value', value: isNothing(l, a, b.kind) };
  }
  const isFunction = ({ kind }: Abstract): boolean => kind === 'function' || kind === 'choice';
  if (isFunction(left) && isFunction(right)) {
    const choices: KnownFunction[] = [];
    const place = (fn: Abstract): Value => placeAmong(l, choices, l.flatten(fn, node), node);
    return { kind: 'value', value: l.builder.apply('eq', place(left), place(right)) };
  }
  if (left.kind !== 'value' || right.kind !== 'value') return l.boolean(false);
  const a = l.types.find(left.value.type);
  const b = l.types.find(right.value.type);
  if (a.kind !== b.kind && a.kind !== 'unknown' && b.kind !== 'unknown') return l.boolean(false);
  return { kind: 'value', value: l.builder.apply('eq', left.value, right.value) };
}

/** `x === undefined` or `x === null`. */
export function isNothing(l: Lowering, abstract: Abstract, kind: 'undefined' | 'null'): Value {
  if (abstract.kind === kind) return l.builder.constant(true);
  const held = maybeNothing(l, abstract);
  return held === undefined ? l.builder.constant(false) : l.builder.apply(`is_${kind}`, held);
}

export function looselyEqual(l: Lowering, left: Abstract, right: Abstract, node: Node): Abstract {
  discoverKinds(l, left, right);
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const)
    if (one.kind === 'undefined' || one.kind === 'null') return { kind: 'value', value: isNullish(l, other) };
  const kindOf = (abstract: Abstract): string =>
    abstract.kind === 'value' ? l.types.find(abstract.value.type).kind : abstract.kind;
  if (kindOf(left) !== kindOf(right) && left.kind === 'value' && right.kind === 'value') {
    return { kind: 'value', value: l.builder.apply('eq', numberOf(l, left, node), numberOf(l, right, node)) };
  }
  return strictlyEqual(l, left, right, node);
}

/** `x == null`. */
export function isNullish(l: Lowering, abstract: Abstract): Value {
  return l.either(isNothing(l, abstract, 'undefined'), isNothing(l, abstract, 'null'));
}

/** True for a key that is a string known only at run time, as `Object.keys` gives them. */
export function isTextKey(l: Lowering, key: Value): boolean {
  return l.types.find(key.type).kind === 'string';
}

/** True at run time where a key is the name of a field. */
export function isField(l: Lowering, key: Abstract, field: string, node: Node): Value {
  if (key.kind === 'value' && isTextKey(l, key.value))
    return l.builder.apply('eq', key.value, l.builder.constant(field));
  return l.builder.apply('eq', numberOf(l, key, node), l.builder.constant(Number(field)));
}
